//! Which SIMD level the process uses, and entry into it.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::sync::OnceLock;

use super::pack::Scalar;
use super::{Kernel, Simd};

/// A SIMD level.
///
/// `Scalar` uses what every machine of the architecture has (SSE2 on x86-64, NEON on aarch64), by way of arrays that
/// the compiler vectorises. There is no hand-written NEON level: aarch64 runs `Scalar`, whose fused multiply-add is
/// one instruction there. On x86-64 that multiply-add is a call: `Scalar` gives the
/// same bits as the other levels, at a hundredth of their speed in the transcendental functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Baseline of the architecture.
    Scalar,
    /// AVX2, FMA and F16C.
    Avx2,
    /// AVX-512 F, BW, DQ and VL, with what `Avx2` has.
    Avx512,
    /// AMX tiles of bfloat16, with what `Avx512` has. Products of that type alone use them: other kernels are those of
    /// `Avx512`.
    Amx,
}

impl Level {
    /// All levels, weakest first.
    pub const ALL: [Level; 4] = [Level::Scalar, Level::Avx2, Level::Avx512, Level::Amx];

    /// The name that `CRESSET_SIMD` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Scalar => "scalar",
            Level::Avx2 => "avx2",
            Level::Avx512 => "avx512",
            Level::Amx => "amx",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What `CRESSET_SIMD` asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forced {
    /// The variable is not set.
    No,
    /// The level is in use.
    Yes(Level),
    /// The value names no level, or one that this machine lacks; the best level is in use.
    Impossible(String),
}

#[cfg(target_arch = "x86_64")]
fn best() -> Level {
    let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("f16c");
    let avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    match (avx2, avx512) {
        (true, true) if super::tiles::allowed() => Level::Amx,
        (true, true) => Level::Avx512,
        (true, false) => Level::Avx2,
        _ => Level::Scalar,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn best() -> Level {
    Level::Scalar
}

struct Choice {
    best: Level,
    level: Level,
    forced: Forced,
}

fn choice() -> &'static Choice {
    static CHOICE: OnceLock<Choice> = OnceLock::new();
    CHOICE.get_or_init(|| {
        let best = best();
        let value = std::env::var("CRESSET_SIMD").unwrap_or_default();
        if value.is_empty() {
            return Choice { best, level: best, forced: Forced::No };
        }
        match Level::from_name(&value) {
            Some(level) if level <= best => Choice { best, level, forced: Forced::Yes(level) },
            _ => Choice { best, level: best, forced: Forced::Impossible(value) },
        }
    })
}

thread_local! {
    static OVERRIDE: Cell<Option<Level>> = const { Cell::new(None) };
}

/// The level that [`dispatch`] uses on this thread.
#[inline]
pub fn level() -> Level {
    OVERRIDE.get().unwrap_or_else(|| choice().level)
}

/// The levels that this machine has, weakest first.
pub fn available() -> impl Iterator<Item = Level> {
    Level::ALL.into_iter().filter(|level| *level <= choice().best)
}

/// What the environment variable `CRESSET_SIMD` asked for.
pub fn forced() -> Forced {
    choice().forced.clone()
}

/// Runs `body` with another level on this thread, or with the best if the machine lacks it; for tests.
pub fn with_level<R>(level: Level, body: impl FnOnce() -> R) -> R {
    struct Restore(Option<Level>);
    impl Drop for Restore {
        fn drop(&mut self) {
            OVERRIDE.set(self.0);
        }
    }
    let _restore = Restore(OVERRIDE.replace(Some(level.min(choice().best))));
    body()
}

/// Runs a kernel at the level of this thread.
///
/// A kernel goes by its address and is read in the words it was written in. Moved, it was copied by registers, which
/// wait until the words and all that was written before them have left the processor: behind the results of a product
/// that took a tenth of a training step.
#[inline(always)]
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    let mut kernel = ManuallyDrop::new(kernel);
    match level() {
        // SAFETY: `level` is at most `best`, which detected these features; the kernel is run once.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 | Level::Amx => unsafe { run_avx512(&mut kernel) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { run_avx2(&mut kernel) },
        // SAFETY: the kernel is run once.
        _ => unsafe { run_scalar(&mut kernel) },
    }
}

/// Runs a kernel that waits for memory: at the level of this thread, but with registers of 32 bytes at most. Read four
/// ahead, they add arrays of a million elements in 0.064 ms wherever these stand; registers of 64 bytes take 0.065 to
/// 0.073 ms, for reads wait for earlier writes whose addresses end alike.
#[inline(always)]
pub(crate) fn dispatch_narrow<K: Kernel>(kernel: K) -> K::Output {
    let mut kernel = ManuallyDrop::new(kernel);
    match level() {
        // SAFETY: `level` is at most `best`, and whoever has AVX-512 has these features; the kernel is run once.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 | Level::Avx512 | Level::Amx => unsafe { run_avx2(&mut kernel) },
        // SAFETY: the kernel is run once.
        _ => unsafe { run_scalar(&mut kernel) },
    }
}

/// # Safety
/// The kernel has not been run.
#[inline(always)]
unsafe fn run<S: Simd, K: Kernel>(kernel: &mut ManuallyDrop<K>) -> K::Output {
    // SAFETY: by the caller.
    unsafe { ManuallyDrop::take(kernel) }.run::<S>()
}

/// # Safety
/// As for [`run`].
#[inline(never)]
unsafe fn run_scalar<K: Kernel>(kernel: &mut ManuallyDrop<K>) -> K::Output {
    // SAFETY: by the caller.
    unsafe { run::<Scalar, K>(kernel) }
}

/// # Safety
/// As for [`run`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")]
unsafe fn run_avx512<K: Kernel>(kernel: &mut ManuallyDrop<K>) -> K::Output {
    // SAFETY: by the caller.
    unsafe { run::<super::avx512::Avx512, K>(kernel) }
}

/// # Safety
/// As for [`run`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c")]
unsafe fn run_avx2<K: Kernel>(kernel: &mut ManuallyDrop<K>) -> K::Output {
    // SAFETY: by the caller.
    unsafe { run::<super::avx2::Avx2, K>(kernel) }
}
