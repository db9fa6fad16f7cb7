//! Streams: queues of work on a device. Each thread has one of its own for each device, unless a guard sets another.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use cudarc::driver::{result, sys};

use super::{Event, Gpu, Handle};
use crate::Result;

/// Slots that threads have for themselves; beyond, threads share.
const OWN: usize = 32;
/// All slots. A set of streams is the bits of one word.
const ALL: usize = 64;

/// The streams of a device. One that was made stays.
pub(super) struct Slots {
    handles: [OnceLock<Handle<sys::CUstream_st>>; ALL],
    /// How many threads have each of the first slots for their own.
    threads: Mutex<[u32; OWN]>,
    /// How many streams were asked for.
    asked: AtomicUsize,
    /// The streams that are captured. What they had before is over, and what they have now is not work yet.
    captured: AtomicU64,
    making: Mutex<()>,
}

impl Slots {
    pub(super) fn new() -> Slots {
        Slots {
            handles: [const { OnceLock::new() }; ALL],
            threads: Mutex::new([0; OWN]),
            asked: AtomicUsize::new(0),
            captured: AtomicU64::new(0),
            making: Mutex::new(()),
        }
    }

    /// Says that a stream is captured from now on, or is no more.
    pub(super) fn set_captured(&self, bit: u64, captured: bool) {
        if captured {
            self.captured.fetch_or(bit, Ordering::AcqRel);
        } else {
            self.captured.fetch_and(!bit, Ordering::AcqRel);
        }
    }
}

/// A queue of work on a device, never the driver's default one: that cannot be captured and waits for all others.
#[derive(Clone, Copy, PartialEq)]
pub struct Stream {
    pub(super) gpu: &'static Gpu,
    pub(super) slot: usize,
}

impl Stream {
    /// A stream beside those of the threads. There are 32; after that they come round again, as PyTorch's do.
    ///
    /// # Errors
    /// The device is not there or lost.
    pub fn new(ordinal: usize) -> Result<Stream> {
        let gpu = Gpu::of(ordinal)?;
        let slot = OWN + gpu.slots.asked.fetch_add(1, Ordering::Relaxed) % (ALL - OWN);
        let stream = Stream { gpu, slot };
        stream.handle()?;
        Ok(stream)
    }

    /// The stream that this thread's work on a device goes to.
    ///
    /// # Errors
    /// The device is not there or lost.
    pub fn current(ordinal: usize) -> Result<Stream> {
        let gpu = Gpu::of(ordinal)?;
        // A thread that is ending works on the first stream.
        let slot = THREAD.try_with(|thread| thread.borrow_mut().slot(gpu)).unwrap_or(0);
        Ok(Stream { gpu, slot })
    }

    /// Sends this thread's work on the stream's device to the stream while the guard lives.
    #[must_use]
    pub fn enter(self) -> StreamGuard {
        let before = THREAD.try_with(|thread| thread.borrow_mut().set(self.gpu, Some(self.slot))).unwrap_or_default();
        StreamGuard { gpu: self.gpu, before, _of_this_thread: PhantomData }
    }

    /// The device.
    #[must_use]
    pub fn gpu(self) -> &'static Gpu {
        self.gpu
    }

    /// The driver's handle. Binds the device to the thread.
    pub(super) fn handle(self) -> Result<sys::CUstream> {
        self.gpu.bind()?;
        let place = &self.gpu.slots.handles[self.slot];
        if let Some(handle) = place.get() {
            return Ok(handle.0);
        }
        let _making = self.gpu.slots.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = place.get() {
            return Ok(handle.0);
        }
        let made = self.gpu.check("cuStreamCreate", result::stream::create(result::stream::StreamKind::NonBlocking))?;
        Ok(place.get_or_init(|| Handle(made)).0)
    }

    /// Waits on the processor for all work so far.
    ///
    /// # Errors
    /// A kernel failed.
    pub fn synchronize(self) -> Result<()> {
        let handle = self.handle()?;
        // SAFETY: streams are never destroyed.
        self.gpu.check("cuStreamSynchronize", unsafe { result::stream::synchronize(handle) })
    }

    /// Waits on the processor for the work so far of streams of the device, one bit each.
    pub(super) fn synchronize_all(self, slots: u64) -> Result<()> {
        self.each(slots, Stream::synchronize)
    }

    /// Makes later work here wait for the event, on the device.
    ///
    /// # Errors
    /// The device is lost.
    pub fn wait(self, event: &Event) -> Result<()> {
        let handle = self.handle()?;
        let flags = sys::CUevent_wait_flags::CU_EVENT_WAIT_DEFAULT;
        // SAFETY: the stream is never destroyed, the event is borrowed.
        self.gpu.check("cuStreamWaitEvent", unsafe { result::stream::wait_event(handle, event.handle(), flags) })
    }

    /// Makes later work here wait for the work so far of other streams of the device, one bit each.
    pub(super) fn wait_for(self, slots: u64) -> Result<()> {
        self.each(slots & !self.bit(), |other| self.wait(&Event::record(other)?))
    }

    /// The streams of a set that have work: not those that are captured.
    fn each(self, mut slots: u64, mut see: impl FnMut(Stream) -> Result<()>) -> Result<()> {
        slots &= !self.gpu.slots.captured.load(Ordering::Acquire);
        while slots != 0 {
            see(Stream { gpu: self.gpu, slot: slots.trailing_zeros() as usize })?;
            slots &= slots - 1;
        }
        Ok(())
    }

    /// The stream in a set.
    #[inline]
    pub(super) fn bit(self) -> u64 {
        1 << self.slot
    }
}

/// Puts the thread's former stream back when dropped.
pub struct StreamGuard {
    gpu: &'static Gpu,
    before: Option<usize>,
    _of_this_thread: PhantomData<*const ()>,
}

impl Drop for StreamGuard {
    fn drop(&mut self) {
        // A thread that is ending has no stream left to put back.
        let _ = THREAD.try_with(|thread| thread.borrow_mut().set(self.gpu, self.before));
    }
}

thread_local! {
    static THREAD: RefCell<Thread> = const { RefCell::new(Thread { devices: Vec::new() }) };
}

/// The streams of one thread.
struct Thread {
    devices: Vec<Mine>,
}

/// A thread's streams on one device.
struct Mine {
    gpu: &'static Gpu,
    own: usize,
    set: Option<usize>,
}

impl Thread {
    fn slot(&mut self, gpu: &'static Gpu) -> usize {
        let mine = self.mine(gpu);
        mine.set.unwrap_or(mine.own)
    }

    fn set(&mut self, gpu: &'static Gpu, slot: Option<usize>) -> Option<usize> {
        std::mem::replace(&mut self.mine(gpu).set, slot)
    }

    fn mine(&mut self, gpu: &'static Gpu) -> &mut Mine {
        let at = self.devices.iter().position(|mine| mine.gpu == gpu).unwrap_or_else(|| {
            let mut threads = gpu.slots.threads.lock().unwrap_or_else(PoisonError::into_inner);
            let own = (0..OWN).min_by_key(|&slot| threads[slot]).unwrap_or(0);
            threads[own] += 1;
            self.devices.push(Mine { gpu, own, set: None });
            self.devices.len() - 1
        });
        &mut self.devices[at]
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        for mine in &self.devices {
            mine.gpu.slots.threads.lock().unwrap_or_else(PoisonError::into_inner)[mine.own] -= 1;
        }
    }
}
