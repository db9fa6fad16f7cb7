//! What is recorded on this thread: gradients on or off, inference, anomaly mode.

use std::cell::Cell;
use std::marker::PhantomData;

thread_local! {
    static GRAD: Cell<bool> = const { Cell::new(true) };
    static INFERENCE: Cell<bool> = const { Cell::new(false) };
    static ANOMALY: Cell<bool> = const { Cell::new(false) };
}

/// Whether calls on this thread are recorded for backward.
#[inline]
#[must_use]
pub fn is_grad_enabled() -> bool {
    GRAD.get()
}

/// Whether this thread is in inference mode.
#[inline]
#[must_use]
pub fn is_inference_mode() -> bool {
    INFERENCE.get()
}

/// Whether errors of backward name the line of the forward call on this thread.
#[inline]
#[must_use]
pub fn is_anomaly_enabled() -> bool {
    ANOMALY.get()
}

/// Sets a mode back when it goes out of scope.
#[must_use = "the mode ends when the guard is dropped"]
#[derive(Debug)]
pub struct ModeGuard {
    grad: bool,
    inference: bool,
    anomaly: bool,
    /// The mode belongs to the thread, so the guard must not leave it.
    stays: PhantomData<*const ()>,
}

impl ModeGuard {
    fn current() -> ModeGuard {
        ModeGuard { grad: GRAD.get(), inference: INFERENCE.get(), anomaly: ANOMALY.get(), stays: PhantomData }
    }
}

impl Drop for ModeGuard {
    fn drop(&mut self) {
        GRAD.set(self.grad);
        INFERENCE.set(self.inference);
        ANOMALY.set(self.anomaly);
    }
}

/// Sets whether calls are recorded, until the guard is dropped.
pub fn set_grad_enabled(enabled: bool) -> ModeGuard {
    let guard = ModeGuard::current();
    GRAD.set(enabled);
    guard
}

/// Records nothing until the guard is dropped.
pub fn no_grad_guard() -> ModeGuard {
    set_grad_enabled(false)
}

/// Runs `body` without recording, as `with torch.no_grad()`.
pub fn no_grad<R>(body: impl FnOnce() -> R) -> R {
    let _guard = set_grad_enabled(false);
    body()
}

/// Runs `body` with recording, as `with torch.enable_grad()`.
pub fn enable_grad<R>(body: impl FnOnce() -> R) -> R {
    let _guard = set_grad_enabled(true);
    body()
}

/// Runs `body` in inference mode: nothing is recorded, and what it makes can never take part in a graph.
pub fn inference_mode<R>(body: impl FnOnce() -> R) -> R {
    let _guard = set_grad_enabled(false);
    INFERENCE.set(true);
    body()
}

/// Runs `body` so that errors of backward name the line of the forward call, and so that a NaN that backward makes is
/// an error.
pub fn detect_anomaly<R>(body: impl FnOnce() -> R) -> R {
    let _guard = ModeGuard::current();
    ANOMALY.set(true);
    body()
}
