//! Graphs: work that is recorded once and queued again as one, for the price of one launch.
//!
//! What a recording allocates comes from memory that is the graph's alone, so that addresses mean the same at each
//! replay. Storages that were there before are held by the graph. A replay takes the locks of all that it reads and
//! writes, as any operator does, so that order between streams, mirrors and versions are kept without more ado.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cudarc::driver::{result, sys};

use super::draws::{Draws, RENEWED_BYTES, RandomSource, TEXT};
use super::kernel::Arguments;
use super::{Gpu, Grid, Handle, Stream};
use crate::storage::Fleeting;
use crate::{Device, Error, Result, Storage};

/// Work of one device, recorded from a closure.
///
/// Addresses and numbers are those of the recording: new inputs are written over the old ones with `copy_`, and results
/// appear in the tensors that the closure made. A learning rate stays what it was; the number of an optimiser's step
/// counts on by the replays, and each draws the random numbers that come next.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.cuda.CUDAGraph.html>
pub struct Graph {
    stream: Stream,
    executable: Handle<sys::CUgraphExec_st>,
    lane: usize,
    /// All that it reads and writes, in the order of their numbers; whether it writes them.
    touched: Vec<(Storage, bool)>,
    /// The number of replays, and where the sequences of random numbers begin.
    replays: Storage,
    draws: Draws,
}

/// What the calling thread records.
struct Recording {
    gpu: &'static Gpu,
    /// Where the thread's work goes otherwise.
    aside: Stream,
    lane: usize,
    replays: u64,
    draws: Draws,
    /// The operator that began last.
    operator: &'static str,
    /// Storages that were there before, by their numbers; whether they are written.
    held: BTreeMap<usize, (Storage, bool)>,
}

thread_local! {
    static RECORDING: RefCell<Option<Recording>> = const { RefCell::new(None) };
}

/// How many threads record. While none does, nobody looks further.
static RECORDINGS: AtomicUsize = AtomicUsize::new(0);

/// Storages in the memory of graphs that are being recorded, by lane and number; whether they are written. They come and
/// go as the recording goes on; a drop takes them out.
static FLEETING: Mutex<BTreeMap<(usize, usize), (Fleeting, bool)>> = Mutex::new(BTreeMap::new());

fn fleeting() -> MutexGuard<'static, BTreeMap<(usize, usize), (Fleeting, bool)>> {
    FLEETING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks at what the calling thread records on a device, if it does.
#[inline]
fn with_recording<T>(gpu: &Gpu, look: impl FnOnce(&mut Recording) -> T) -> Option<T> {
    if RECORDINGS.load(Ordering::Relaxed) == 0 {
        return None;
    }
    let found = RECORDING.try_with(|recording| recording.borrow_mut().as_mut().filter(|of| of.gpu == gpu).map(look));
    found.ok().flatten()
}

/// Whether the calling thread's work on the device is recorded.
#[must_use]
pub fn is_capturing(ordinal: usize) -> bool {
    RECORDINGS.load(Ordering::Relaxed) > 0 && Gpu::of(ordinal).is_ok_and(records)
}

pub(super) fn records(gpu: &Gpu) -> bool {
    with_recording(gpu, |_| ()).is_some()
}

/// The lane of the pool that the calling thread's memory comes from instead of its stream's.
pub(super) fn lane(gpu: &Gpu) -> Option<usize> {
    with_recording(gpu, |recording| recording.lane)
}

/// The stream for what must happen while a recording goes on, and is no part of it.
pub(super) fn aside(gpu: &Gpu) -> Option<Stream> {
    with_recording(gpu, |recording| recording.aside)
}

/// Remembers that the recorded work reads or writes a storage, which lies in memory of a lane.
#[inline]
pub(crate) fn touch(storage: &Storage, gpu: &Gpu, lane: usize, writes: bool) {
    with_recording(gpu, |recording| {
        if lane == recording.lane {
            fleeting().entry((lane, storage.id())).or_insert((storage.fleeting(), false)).1 |= writes;
        } else {
            recording.held.entry(storage.id()).or_insert_with(|| (storage.clone(), false)).1 |= writes;
        }
    });
}

/// The last handle of a storage in a graph's memory goes.
pub(crate) fn forget(lane: usize, id: usize) {
    fleeting().remove(&(lane, id));
}

/// Refuses what would need the bytes on the processor while work is only recorded.
pub(super) fn refuse_host(gpu: &Gpu) -> Result<()> {
    if !records(gpu) {
        return Ok(());
    }
    let last = with_recording(gpu, |recording| recording.operator).unwrap_or("none");
    let subject = format!("{}, the last operator was {last}", gpu.device());
    let remedy = "keep to operators with kernels, and move and read tensors outside of the graph";
    Err(Error::graph("Graph::capture", "the processor needs elements of a GPU", subject, remedy))
}

/// Remembers the operator that makes a result on the device, to name it where a capture refuses it.
#[inline]
pub fn begin_operator(op: &'static str, ordinal: usize) {
    if RECORDINGS.load(Ordering::Relaxed) > 0
        && let Ok(gpu) = Gpu::of(ordinal)
    {
        with_recording(gpu, |recording| recording.operator = op);
    }
}

/// Lets the calling thread make calls that the driver otherwise forbids while a stream is captured, such as obtaining
/// memory.
pub(super) struct Relaxed(Option<sys::CUstreamCaptureMode>);

impl Relaxed {
    pub(super) fn enter(gpu: &Gpu) -> Relaxed {
        let mut mode = sys::CUstreamCaptureMode::CU_STREAM_CAPTURE_MODE_RELAXED;
        // SAFETY: the place is there; the call concerns this thread alone.
        Relaxed(records(gpu).then(|| unsafe { sys::cuThreadExchangeStreamCaptureMode(&mut mode) }).map(|_| mode))
    }
}

impl Drop for Relaxed {
    fn drop(&mut self) {
        if let Some(mode) = &mut self.0 {
            // SAFETY: as above.
            let _ = unsafe { sys::cuThreadExchangeStreamCaptureMode(mode) };
        }
    }
}

/// A stream that is being captured. Dropped before its end, as by a panic, it throws away what was recorded.
struct Capture {
    stream: Stream,
}

impl Capture {
    fn begin(recording: Recording, stream: Stream) -> Result<Capture> {
        let (gpu, handle) = (recording.gpu, stream.handle()?);
        let mode = sys::CUstreamCaptureMode::CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
        // SAFETY: streams are never destroyed.
        gpu.check("cuStreamBeginCapture", unsafe { result::stream::begin_capture(handle, mode) })?;
        gpu.slots.set_captured(stream.bit(), true);
        RECORDINGS.fetch_add(1, Ordering::Relaxed);
        RECORDING.with(|place| *place.borrow_mut() = Some(recording));
        Ok(Capture { stream })
    }

    /// What was recorded, and the driver's graph of it.
    fn end(&self) -> Result<Option<(Recording, sys::CUgraph)>> {
        let Some(recording) = RECORDING.with(|place| place.borrow_mut().take()) else { return Ok(None) };
        RECORDINGS.fetch_sub(1, Ordering::Relaxed);
        recording.gpu.slots.set_captured(self.stream.bit(), false);
        let handle = self.stream.handle()?;
        // SAFETY: streams are never destroyed; the capture was begun by this thread.
        let graph = recording.gpu.check("cuStreamEndCapture", unsafe { result::stream::end_capture(handle) })?;
        Ok(Some((recording, graph)))
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        if let Ok(Some((recording, graph))) = self.end() {
            // SAFETY: the graph was just made and is nobody else's.
            let _ = unsafe { result::graph::destroy(graph) };
            recording.gpu.pool().close_lane(recording.lane);
        }
    }
}

/// The address of the number that a replay adds one to.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Count(u64);

// SAFETY: the address of eight bytes is all that the kernel takes.
unsafe impl Arguments for Count {}

impl Graph {
    /// Records the work that a closure queues on device 0. None of it runs before [`Graph::replay`].
    ///
    /// # Errors
    /// As [`Graph::capture_on`].
    pub fn capture<R>(record: impl FnOnce() -> Result<R>) -> Result<(Graph, R)> {
        Graph::capture_on(Stream::new(0)?, record)
    }

    /// Records the work that a closure queues on the device of a stream, which replays will use. Run the closure at
    /// least once before, so that optimisers have their states and nothing is computed for the first time.
    ///
    /// # Errors
    /// The closure's; a need for elements on the processor; a capture within another; no memory; a lost device.
    pub fn capture_on<R>(stream: Stream, record: impl FnOnce() -> Result<R>) -> Result<(Graph, R)> {
        let (gpu, ordinal) = (stream.gpu, stream.gpu.ordinal());
        if RECORDING.with(|recording| recording.borrow().is_some()) {
            return Err(Error::graph(
                "Graph::capture",
                "a capture within another",
                gpu.device(),
                "end the other first",
            ));
        }
        let aside = Stream::current(ordinal)?;
        let mut replays = Storage::empty(RENEWED_BYTES, Device::Cuda(ordinal))?;
        replays.upload(&[0; RENEWED_BYTES])?;
        let count = gpu.kernel("graph", "count", || TEXT.to_owned())?;
        // What was queued before is over, so that the recording need not wait for it.
        gpu.synchronize()?;
        let lane = gpu.pool().open_lane();
        let address = replays.read().address(stream)?;
        let _inside = stream.enter();
        let recording = Recording {
            gpu,
            aside,
            lane,
            replays: address,
            draws: Draws::default(),
            operator: "none",
            held: BTreeMap::new(),
        };
        let begun = Capture::begin(recording, stream);
        let capture = match begun {
            Ok(capture) => capture,
            Err(error) => {
                gpu.pool().close_lane(lane);
                return Err(error);
            }
        };
        // SAFETY: the kernel adds to the eight bytes of `replays`, which the graph holds.
        let recorded = record()
            .and_then(|result| unsafe { count.launch(stream, Grid::line(1, 1), &Count(address)) }.map(|()| result));
        let ended = capture.end();
        let survivors = survivors(lane);
        let made = recorded.and_then(|result| {
            let missing = || Error::graph("Graph::capture", "the capture was ended", gpu.device(), "end it once");
            let (recording, graph) = ended?.ok_or_else(missing)?;
            let executable = instantiate(gpu, graph)?;
            let mut touched: Vec<(Storage, bool)> = recording.held.into_values().chain(survivors).collect();
            touched.sort_by_key(|(storage, _)| storage.id());
            Ok((Graph { stream, executable, lane, touched, replays, draws: recording.draws }, result))
        });
        if made.is_err() {
            gpu.pool().close_lane(lane);
        }
        made
    }

    /// Queues the recorded work once more.
    ///
    /// # Errors
    /// A lost device, or no memory for what it reads.
    pub fn replay(&self) -> Result<()> {
        // Held to the end: the driver takes one launch of a graph at a time.
        let mut replays = self.replays.write("Graph::replay");
        let address = replays.address(self.stream)?;
        self.draws.renew(self.stream.gpu, self.stream, address)?;
        let mut reads = Vec::new();
        let mut writes = Vec::new();
        for (storage, written) in &self.touched {
            if *written {
                let mut guard = storage.write("Graph::replay");
                guard.address(self.stream)?;
                writes.push(guard);
            } else {
                let guard = storage.read();
                guard.address(self.stream)?;
                reads.push(guard);
            }
        }
        let handle = self.stream.handle()?;
        // SAFETY: the graph is this value's own; what it reads and writes is alive and locked until it is queued.
        let queued = unsafe { sys::cuGraphLaunch(self.executable.0, handle) }.result();
        self.stream.gpu.check("cuGraphLaunch", queued)
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        // The memory is free for others only when no replay works on it any more; a lost device has none that does.
        let _ = self.stream.synchronize();
        // SAFETY: the graph is this value's own.
        let _ = unsafe { result::graph::exec_destroy(self.executable.0) };
        self.stream.gpu.pool().close_lane(self.lane);
    }
}

impl Stream {
    /// The address of the number of replays of the graph that the calling thread records, for kernels whose numbers
    /// change with each; 0 where it records none.
    ///
    /// # Errors
    /// The device is lost.
    pub fn replays(self) -> Result<u64> {
        Ok(with_recording(self.gpu, |recording| recording.replays).unwrap_or(0))
    }

    /// Where kernels of the graph that the calling thread records find a source's seed and place at each replay, and the
    /// places that lie between there and this draw, which is of so many; none where it records none.
    ///
    /// # Errors
    /// More sources than a graph can have.
    pub fn draws(self, source: &Arc<dyn RandomSource>, places: u64) -> Result<Option<[u64; 2]>> {
        let added = with_recording(self.gpu, |recording| {
            let [byte, before] = recording.draws.add(source, places)?;
            Ok([recording.replays + byte, before])
        });
        added.transpose()
    }
}

/// The storages in a graph's memory that are still alive, held from now on.
fn survivors(lane: usize) -> Vec<(Storage, bool)> {
    let mut all = fleeting();
    let of_lane: Vec<_> = all.range((lane, 0)..=(lane, usize::MAX)).map(|(key, found)| (*key, *found)).collect();
    let mut held = Vec::with_capacity(of_lane.len());
    for (key, (storage, written)) in of_lane {
        all.remove(&key);
        // SAFETY: what is dropped is taken out under this lock before its memory goes.
        held.extend(unsafe { storage.hold() }.map(|storage| (storage, written)));
    }
    drop(all);
    held
}

fn instantiate(gpu: &Gpu, graph: sys::CUgraph) -> Result<Handle<sys::CUgraphExec_st>> {
    let mut executable = std::ptr::null_mut();
    // SAFETY: the place is there, the graph was just made.
    let made = unsafe { sys::cuGraphInstantiateWithFlags(&mut executable, graph, 0) }.result();
    // SAFETY: the graph is nobody else's, and what was made of it needs it no more.
    let _ = unsafe { result::graph::destroy(graph) };
    gpu.check("cuGraphInstantiate", made)?;
    Ok(Handle(executable))
}
