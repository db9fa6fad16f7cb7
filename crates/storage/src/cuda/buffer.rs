//! The bytes of a storage on a GPU, and their mirror on the processor for what runs there.

use std::any::Any;
use std::slice;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use cudarc::driver::result;

use super::graph::{self, Relaxed};
use super::memory::Block;
use super::pool::{FIRST_OF_GRAPHS, Span};
use super::{Event, Gpu, Pinned, Stream};
use crate::Result;
use crate::cpu::allocator;

/// Device memory with a mirror that is made when the processor asks for the bytes. Whoever holds the newest bytes is
/// remembered, so that each copy is made once and only when somebody looks.
pub(crate) struct Buffer {
    block: Block,
    n_bytes: usize,
    mirror: Mutex<Mirror>,
    /// Whether another library reaches the bytes as well. Then there is no mirror: what the processor asks for is
    /// copied for each lock anew. Changes under the storage's lock.
    shared: AtomicBool,
    /// The first bytes, which are not ours: foreign tensors begin anywhere, kernels want aligned storages.
    skipped_bytes: usize,
}

/// Memory of a GPU that another library gives out.
pub(crate) struct Foreign {
    pub(crate) ordinal: usize,
    /// A multiple of [`ALIGNMENT`].
    pub(crate) address: u64,
    pub(crate) n_bytes: usize,
    /// The first bytes, which belong to others.
    pub(crate) skipped_bytes: usize,
    pub(crate) owner: Box<dyn Any + Send + Sync>,
}

/// What kernels that read several elements at once ask of a storage's address.
pub(crate) const ALIGNMENT: usize = 16;

struct Mirror {
    host: Option<allocator::Block>,
    newest: Newest,
}

/// Where the newest bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Newest {
    /// Nobody has written any.
    Nowhere,
    Device,
    Host,
    Both,
}

impl Buffer {
    /// A buffer on the device of this ordinal, of the calling thread's stream.
    pub(crate) fn new(ordinal: usize, n_bytes: usize) -> Result<Buffer> {
        let block = Block::allocate(Stream::current(ordinal)?, n_bytes)?;
        Ok(Buffer::over(block, n_bytes, Newest::Nowhere))
    }

    fn over(block: Block, n_bytes: usize, newest: Newest) -> Buffer {
        let mirror = Mutex::new(Mirror { host: None, newest });
        Buffer { block, n_bytes, mirror, shared: AtomicBool::new(false), skipped_bytes: 0 }
    }

    /// A buffer over another library's memory; none where the address is not the device's. Waits for all work there.
    pub(crate) fn foreign(from: Foreign) -> Result<Option<Buffer>> {
        let stream = Stream::current(from.ordinal)?;
        graph::refuse_host(stream.gpu)?;
        if !stream.gpu.has(from.address)? {
            return Ok(None);
        }
        stream.gpu.synchronize()?;
        let block = Block::foreign(stream, Span { address: from.address, bytes: from.n_bytes }, from.owner);
        let buffer = Buffer::over(block, from.n_bytes, Newest::Device);
        Ok(Some(Buffer { shared: AtomicBool::new(true), skipped_bytes: from.skipped_bytes, ..buffer }))
    }

    /// The address for another library, when all work on the bytes is over. The storage's lock keeps everyone out.
    pub(crate) fn share(&self) -> Result<u64> {
        graph::refuse_host(self.gpu())?;
        let stream = Stream::current(self.gpu().ordinal())?;
        let address = self.device(stream, true)?;
        stream.synchronize()?;
        self.shared.store(true, Ordering::Relaxed);
        Ok(address)
    }

    /// Whether another library reaches the bytes as well.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared.load(Ordering::Relaxed)
    }

    /// The bytes of now, for the processor.
    pub(crate) fn copy(&self) -> Result<allocator::Block> {
        graph::refuse_host(self.gpu())?;
        let host = allocator::allocate(self.n_bytes)?;
        // SAFETY: the block is that long, initialised, and nobody else's.
        self.download(unsafe { slice::from_raw_parts_mut(host.pointer().as_ptr(), self.n_bytes) })?;
        Ok(host)
    }

    /// Writes a copy back.
    pub(crate) fn put(&self, copy: &allocator::Block) -> Result<()> {
        // SAFETY: the block is from `copy`.
        let bytes = unsafe { slice::from_raw_parts(copy.pointer().as_ptr(), self.n_bytes) };
        self.upload(Stream::current(self.gpu().ordinal())?, bytes)
    }

    pub(crate) fn gpu(&self) -> &'static Gpu {
        self.block.gpu()
    }

    /// The lane of the pool that the memory is of.
    pub(crate) fn lane(&self) -> usize {
        self.block.lane()
    }

    /// Whether the memory is a graph's.
    pub(crate) fn is_of_a_graph(&self) -> bool {
        self.lane() >= FIRST_OF_GRAPHS
    }

    fn mirror(&self) -> MutexGuard<'_, Mirror> {
        self.mirror.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address of the mirror with the newest bytes. It is good until somebody asks for the device's address to
    /// write to.
    pub(crate) fn host(&self, writes: bool) -> Result<*mut u8> {
        graph::refuse_host(self.gpu())?;
        let mut mirror = self.mirror();
        let host = match mirror.host.take() {
            Some(host) => host,
            None => allocator::allocate(self.n_bytes)?,
        };
        let pointer = mirror.host.insert(host).pointer().as_ptr();
        if mirror.newest == Newest::Device {
            // SAFETY: the mirror is that long, initialised, and reached by nobody else while it is locked.
            let bytes = unsafe { slice::from_raw_parts_mut(pointer, self.n_bytes) };
            self.download(bytes)?;
            mirror.newest = Newest::Both;
        }
        if writes {
            mirror.newest = Newest::Host;
        }
        Ok(pointer)
    }

    /// The address on the device, with the newest bytes, for work on a stream.
    pub(crate) fn device(&self, stream: Stream, writes: bool) -> Result<u64> {
        let mut mirror = self.mirror();
        if mirror.newest == Newest::Host
            && let Some(host) = &mirror.host
        {
            // SAFETY: the mirror is that long and initialised; whoever writes it does so under the storage's lock.
            let bytes = unsafe { slice::from_raw_parts(host.pointer().as_ptr(), self.n_bytes) };
            // A graph uploads what is newer at each replay; what it records finds the bytes there.
            match graph::aside(self.gpu()) {
                Some(aside) => {
                    let _relaxed = Relaxed::enter(self.gpu());
                    self.upload(aside, bytes)?;
                    aside.synchronize()?;
                }
                None => self.upload(stream, bytes)?,
            }
            mirror.newest = Newest::Both;
        }
        let address = self.block.address(stream, writes)?;
        if writes {
            *mirror = Mirror { host: None, newest: Newest::Device };
        }
        Ok(address)
    }

    /// Copies bytes from the processor over the first of the device. The storage's lock keeps everyone else out.
    pub(crate) fn write_from(&self, bytes: &[u8]) -> Result<()> {
        graph::refuse_host(self.gpu())?;
        let mut mirror = self.mirror();
        self.upload(Stream::current(self.gpu().ordinal())?, &bytes[..bytes.len().min(self.n_bytes)])?;
        *mirror = Mirror { host: None, newest: Newest::Device };
        Ok(())
    }

    /// As [`Buffer::write_from`] from pinned memory, without waiting for the copy.
    ///
    /// # Safety
    /// As many bytes as the buffer's lie in the pinned memory from the offset on.
    pub(crate) unsafe fn write_from_pinned(&self, pinned: &Pinned, offset_bytes: usize) -> Result<()> {
        graph::refuse_host(self.gpu())?;
        let mut mirror = self.mirror();
        let stream = Stream::current(self.gpu().ordinal())?;
        // SAFETY: by the caller.
        let bytes = unsafe { slice::from_raw_parts(pinned.pointer().as_ptr().add(offset_bytes), self.n_bytes) };
        self.upload(stream, bytes)?;
        pinned.add_reader(Event::record(stream)?);
        *mirror = Mirror { host: None, newest: Newest::Device };
        Ok(())
    }

    /// As [`Buffer::write_from`] from an address of another GPU, which was asked for on its stream.
    pub(crate) fn write_from_peer(&self, from: u64, source: Stream) -> Result<()> {
        graph::refuse_host(self.gpu())?;
        graph::refuse_host(source.gpu())?;
        let mut mirror = self.mirror();
        let stream = Stream::current(self.gpu().ordinal())?;
        if self.n_bytes > 0 {
            stream.wait(&Event::record(source)?)?;
            let (address, handle) = (self.block.address(stream, true)?, stream.handle()?);
            let contexts = (self.gpu().context(), source.gpu().context());
            // SAFETY: both are as long as the buffer; the source's next writer waits for its stream, which waits for
            // this copy.
            let answer =
                unsafe { result::memcpy_peer_async(contexts.0, address, contexts.1, from, self.n_bytes, handle) };
            self.gpu().check("cuMemcpyPeer", answer)?;
            source.wait(&Event::record(stream)?)?;
        }
        *mirror = Mirror { host: None, newest: Newest::Device };
        Ok(())
    }

    fn upload(&self, stream: Stream, bytes: &[u8]) -> Result<()> {
        let bytes = bytes.get(self.skipped_bytes..).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        let (address, handle) = (self.block.address(stream, true)? + self.skipped_bytes as u64, stream.handle()?);
        // SAFETY: the block is as long as the bytes; of pageable memory the driver keeps a copy before it returns, and
        // pinned memory waits for its readers.
        let answer = unsafe { result::memcpy_htod_async(address, bytes, handle) };
        self.gpu().check("cuMemcpyHtoD", answer)
    }

    fn download(&self, bytes: &mut [u8]) -> Result<()> {
        let bytes = bytes.get_mut(self.skipped_bytes..).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        let stream = Stream::current(self.gpu().ordinal())?;
        let (address, handle) = (self.block.address(stream, false)? + self.skipped_bytes as u64, stream.handle()?);
        // SAFETY: the block is as long as the bytes, which stay borrowed until the stream is done.
        self.gpu().check("cuMemcpyDtoH", unsafe { result::memcpy_dtoh_async(bytes, address, handle) })?;
        stream.synchronize()
    }
}
