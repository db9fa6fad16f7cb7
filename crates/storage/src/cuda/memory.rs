//! The caching allocator of a device: blocks for buffers, statistics, the cap.

use std::any::Any;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use cudarc::driver::{result, sys};

use super::graph::{self, Relaxed};
use super::pool::{self, Pool, Span};
use super::{Gpu, Stream};
pub use crate::memory::Stats;
use crate::{ErrorKind, Result};

/// Without the cache each block is the driver's own and of the very size, so that tools which watch memory, such as
/// `compute-sanitizer`, see an access past its end.
static CACHING: LazyLock<bool> =
    LazyLock::new(|| std::env::var_os("CRESSET_CUDA_CACHING").is_none_or(|set| set != "0"));

/// Device memory of one owner, and the streams that must be waited for before somebody else writes it.
pub(super) struct Block {
    gpu: &'static Gpu,
    span: Span,
    /// The stream that the block was made for.
    home: usize,
    /// Whose memory this is: the home stream's, or a graph's.
    lane: usize,
    /// The streams whose work comes after the last write, that of the write among them.
    users: AtomicU64,
    /// Whose memory this is, where it is not ours.
    owner: Option<Box<dyn Any + Send + Sync>>,
}

impl Block {
    /// Memory for `n_bytes`, which may be zero, on the device of a stream.
    pub(super) fn allocate(stream: Stream, n_bytes: usize) -> Result<Block> {
        let gpu = stream.gpu;
        gpu.bind()?;
        let lane = graph::lane(gpu).unwrap_or(stream.slot);
        let span = if is_pooled(lane) { cached(gpu, lane, n_bytes)? } else { uncached(gpu, n_bytes)? };
        Ok(Block { gpu, span, home: stream.slot, lane, users: AtomicU64::new(stream.bit()), owner: None })
    }

    /// Memory that somebody else gives out and takes back, on the device of a stream. All work on it is over.
    pub(super) fn foreign(stream: Stream, span: Span, owner: Box<dyn Any + Send + Sync>) -> Block {
        let (gpu, home) = (stream.gpu, stream.slot);
        Block { gpu, span, home, lane: home, users: AtomicU64::new(0), owner: Some(owner) }
    }

    pub(super) fn gpu(&self) -> &'static Gpu {
        self.gpu
    }

    /// The graph whose memory this is, by its lane.
    pub(super) fn lane(&self) -> usize {
        self.lane
    }

    /// The address, for work on a stream that reads or writes.
    pub(super) fn address(&self, stream: Stream, writes: bool) -> Result<u64> {
        // Work that is only recorded uses nothing yet.
        if graph::records(self.gpu) {
            return Ok(self.span.address);
        }
        let users = self.users.load(Ordering::Acquire);
        let ordered = if writes { users == stream.bit() } else { users & stream.bit() != 0 };
        if !ordered {
            stream.wait_for(users)?;
            if writes {
                self.users.store(stream.bit(), Ordering::Release);
            } else {
                self.users.fetch_or(stream.bit(), Ordering::AcqRel);
            }
        }
        Ok(self.span.address)
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let home = Stream { gpu: self.gpu, slot: self.home };
        let users = *self.users.get_mut();
        if self.owner.is_some() {
            // The owner knows nothing of our streams. A lost device has no more work.
            let _ = home.synchronize_all(users);
            return;
        }
        // The next owner works on the home stream. Where that cannot wait, the device is lost and nobody comes.
        let waited = users == home.bit() || home.wait_for(users).is_ok();
        let mut pool = self.gpu.pool();
        if is_pooled(self.lane) {
            if waited {
                pool.give(self.lane, self.span);
            } else {
                pool.in_use_bytes -= self.span.bytes;
            }
        } else if self.gpu.bind().is_ok() {
            pool.in_use_bytes -= self.span.bytes;
            release(self.gpu, &mut pool, &[self.span]);
        }
    }
}

/// Whether pieces of a lane are reused: a graph's always are, for their addresses stand in it.
fn is_pooled(lane: usize) -> bool {
    *CACHING || lane >= pool::FIRST_OF_GRAPHS
}

/// A piece of the lane's memory, new memory of the driver, or that after all cached memory has gone back to it.
fn cached(gpu: &Gpu, lane: usize, n_bytes: usize) -> Result<Span> {
    let mut pool = gpu.pool();
    if let Some(span) = pool.take(lane, n_bytes) {
        pool.hits += 1;
        return Ok(span);
    }
    let refused = |pool: &Pool| out_of_memory(gpu, pool, n_bytes);
    let (Some(exact), Some(segment)) = (pool::rounded(n_bytes), pool::segment_bytes(n_bytes)) else {
        return Err(refused(&pool));
    };
    let mut obtained = obtain(gpu, &mut pool, segment)?;
    // What waits for the device is no part of a recording.
    if obtained.is_none() && !graph::records(gpu) {
        give_back(gpu, &mut pool)?;
        obtained = match obtain(gpu, &mut pool, segment)? {
            None => obtain(gpu, &mut pool, exact)?,
            some => some,
        };
    }
    let segment = obtained.ok_or_else(|| refused(&pool))?;
    pool.add(lane, segment, exact);
    pool.take(lane, n_bytes).ok_or_else(|| refused(&pool))
}

fn uncached(gpu: &Gpu, n_bytes: usize) -> Result<Span> {
    let mut pool = gpu.pool();
    match obtain(gpu, &mut pool, n_bytes.max(1))? {
        Some(span) => {
            pool.count_use(span.bytes);
            Ok(span)
        }
        None => Err(out_of_memory(gpu, &pool, n_bytes)),
    }
}

/// Memory of the driver; none where the cap or the device has no more.
fn obtain(gpu: &Gpu, pool: &mut Pool, bytes: usize) -> Result<Option<Span>> {
    let reserved = pool.reserved_bytes.checked_add(bytes);
    if pool.cap_bytes.is_some_and(|cap| reserved.is_none_or(|reserved| reserved > cap)) {
        return Ok(None);
    }
    let _relaxed = Relaxed::enter(gpu);
    // SAFETY: the device is bound; memory of the driver is nobody's yet.
    match unsafe { result::malloc_sync(bytes) } {
        Err(error) if error.0 == sys::CUresult::CUDA_ERROR_OUT_OF_MEMORY => Ok(None),
        answer => {
            let address = gpu.check("cuMemAlloc", answer)?;
            pool.reserved_bytes += bytes;
            pool.obtained += 1;
            Ok(Some(Span { address, bytes }))
        }
    }
}

fn release(gpu: &Gpu, pool: &mut Pool, spans: &[Span]) {
    let _relaxed = Relaxed::enter(gpu);
    for span in spans {
        // SAFETY: the span came from the driver whole and is in nobody's hands. A failure shows at the next call.
        let _ = gpu.check("cuMemFree", unsafe { result::free_sync(span.address) });
        pool.reserved_bytes -= span.bytes;
        pool.released += 1;
    }
}

/// Gives idle segments back to the driver, once no work uses them any more.
fn give_back(gpu: &Gpu, pool: &mut Pool) -> Result<()> {
    gpu.synchronize()?;
    let idle = pool.drain();
    release(gpu, pool, &idle);
    Ok(())
}

#[cold]
fn out_of_memory(gpu: &Gpu, pool: &Pool, requested_bytes: usize) -> crate::Error {
    let (in_use_bytes, cap_bytes) = (pool.in_use_bytes, pool.cap_bytes);
    ErrorKind::OutOfMemory { device: gpu.device(), requested_bytes, in_use_bytes, cap_bytes }.into()
}

/// Statistics of a device's memory. Bytes in use are those of whole pieces, multiples of 512.
///
/// # Errors
/// The device is not there.
pub fn stats(ordinal: usize) -> Result<Stats> {
    let pool = Gpu::of(ordinal)?.pool();
    Ok(Stats {
        in_use_bytes: pool.in_use_bytes,
        peak_in_use_bytes: pool.peak_bytes,
        cached_bytes: pool.reserved_bytes.saturating_sub(pool.in_use_bytes),
        allocations: pool.allocations,
        cache_hits: pool.hits,
        system_allocations: pool.obtained,
        system_frees: pool.released,
    })
}

/// Starts the peak anew from what is in use now.
///
/// # Errors
/// The device is not there.
pub fn reset_peak(ordinal: usize) -> Result<()> {
    let mut pool = Gpu::of(ordinal)?.pool();
    pool.peak_bytes = pool.in_use_bytes;
    Ok(())
}

/// The most bytes that segments, in use and cached, may take, if limited.
///
/// # Errors
/// The device is not there.
pub fn cap(ordinal: usize) -> Result<Option<usize>> {
    Ok(Gpu::of(ordinal)?.pool().cap_bytes)
}

/// Sets that limit; `None` lifts it. Memory that is in use stays.
///
/// # Errors
/// The device is not there.
pub fn set_cap(ordinal: usize, cap_bytes: Option<usize>) -> Result<()> {
    Gpu::of(ordinal)?.pool().cap_bytes = cap_bytes;
    Ok(())
}

/// Gives cached memory back to the driver, as `torch.cuda.empty_cache`.
///
/// # Errors
/// The device is not there, or a kernel failed.
pub fn empty_cache(ordinal: usize) -> Result<()> {
    let gpu = Gpu::of(ordinal)?;
    give_back(gpu, &mut gpu.pool())
}
