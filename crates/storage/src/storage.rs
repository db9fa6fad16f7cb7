//! A shared, version-counted buffer of bytes.

use std::any::Any;
use std::cell::OnceCell;
use std::fmt;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::cpu::allocator::{self, Block};
use crate::cuda::{self, Buffer, Foreign, Pinned, Stream};
use crate::{Device, Element, Error, ErrorKind, Result};

/// A shared buffer of bytes on one device. Clones are handles to the same bytes.
///
/// Kernels reach the bytes only under the buffer's lock: any number of readers, or one writer. So tensors that share a
/// buffer can be used from several threads at once: an operator sees another's write whole or not at all.
///
/// A handle points to a counted header. The bytes of a small buffer stand right behind it, so that making one costs
/// one allocation; an `Arc` beside a block of the allocator cost 35 ns more, a third of the smallest operator.
pub struct Storage(NonNull<Header>);

struct Header {
    handles: AtomicUsize,
    pointer: NonNull<u8>,
    n_bytes: usize,
    device: Device,
    version: AtomicU64,
    /// Guards the bytes; holds the name of the operator that wrote them last.
    writer: RwLock<&'static str>,
    /// Keeps the memory alive.
    owner: Owner,
}

enum Owner {
    /// The header's own block, which holds the bytes as well and goes last.
    Header(ManuallyDrop<Block>),
    /// A block of its own. The header is boxed.
    Block(#[expect(dead_code, reason = "held for its drop")] Block),
    /// Memory of somebody else. The header is boxed.
    Foreign(#[expect(dead_code, reason = "held for its drop")] Box<dyn Any + Send + Sync>),
    /// Memory of the processor that GPUs read by themselves. The header is boxed.
    Pinned(Box<Pinned>),
    /// Memory of a GPU; the header, which is boxed, has no address of its own.
    Gpu(Box<Buffer>),
}

// SAFETY: the header is counted atomically and freed by the last handle; the memory belongs to `owner`, which is Send
// and Sync; its bytes are reached under `writer`'s lock, or through the only handle.
unsafe impl Send for Storage {}
// SAFETY: as for Send.
unsafe impl Sync for Storage {}

/// Where the bytes of a small buffer begin in its block: behind the header, at a cache line.
const BYTES_AT: usize = 128;
/// The largest buffer that shares a block with its header. Above, the header would push sizes that are powers of two
/// into a block a fifth larger.
const LARGEST_SHARED: usize = 4096;

const _: () = assert!(size_of::<Header>() <= BYTES_AT && align_of::<Header>() <= 64);

impl Storage {
    /// A buffer whose bytes are whatever the memory held before: initialised, but to nothing in particular.
    ///
    /// # Errors
    /// No memory left, a cap reached, or a device that is not there.
    #[inline]
    pub fn empty(n_bytes: usize, device: Device) -> Result<Storage> {
        match device {
            Device::Cpu if n_bytes <= LARGEST_SHARED => {
                let block = allocator::allocate(BYTES_AT + n_bytes)?;
                let place = block.pointer().cast::<Header>();
                // SAFETY: the block is larger than this.
                let bytes = unsafe { block.pointer().add(BYTES_AT) };
                let header = Header::new(bytes, n_bytes, Owner::Header(ManuallyDrop::new(block)));
                // SAFETY: the block is aligned to 64 bytes and longer than a header; nobody else has it.
                unsafe { place.write(header) };
                Ok(Storage(place))
            }
            Device::Cpu => {
                let block = allocator::allocate(n_bytes)?;
                Ok(Storage::boxed(Header::new(block.pointer(), n_bytes, Owner::Block(block))))
            }
            Device::Cuda(ordinal) => {
                let owner = Owner::Gpu(Box::new(Buffer::new(ordinal, n_bytes)?));
                Ok(Storage::boxed(Header { device, ..Header::new(NonNull::dangling(), n_bytes, owner) }))
            }
        }
    }

    /// A buffer over a vector's own memory: nothing is copied.
    #[must_use]
    pub fn from_vec<T: Element>(mut values: Vec<T>) -> Storage {
        let n_bytes = std::mem::size_of_val(values.as_slice());
        // An empty vector's pointer dangles, but is not null and is never read.
        let pointer = NonNull::new(values.as_mut_ptr().cast()).unwrap_or(NonNull::dangling());
        Storage::boxed(Header::new(pointer, n_bytes, Owner::Foreign(Box::new(values))))
    }

    /// A buffer of the processor that copies to GPUs are made from without waiting, zeros at first. Whoever writes it
    /// waits for the copies that still read it.
    ///
    /// # Errors
    /// The device of this ordinal is not there, or there is no more such memory.
    pub fn pinned(n_bytes: usize, ordinal: usize) -> Result<Storage> {
        let pinned = Pinned::new(ordinal, n_bytes)?;
        Ok(Storage::boxed(Header::new(pinned.pointer(), n_bytes, Owner::Pinned(Box::new(pinned)))))
    }

    /// Whether this is memory made by [`Storage::pinned`].
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        matches!(self.header().owner, Owner::Pinned(_))
    }

    /// A buffer over memory that `owner` keeps alive: nothing is copied.
    ///
    /// # Safety
    /// The bytes are initialised and stay where they are until the owner is dropped; nobody else writes them while a
    /// guard of this buffer lives.
    pub(crate) unsafe fn foreign(pointer: NonNull<u8>, n_bytes: usize, owner: Box<dyn Any + Send + Sync>) -> Storage {
        Storage::boxed(Header::new(pointer, n_bytes, Owner::Foreign(owner)))
    }

    /// As [`Storage::foreign`] over memory of a GPU; none where the address is not the GPU's. Waits for the GPU.
    ///
    /// # Safety
    /// As [`Storage::foreign`]; the first bytes need not be anybody's.
    pub(crate) unsafe fn foreign_on_gpu(from: Foreign) -> Result<Option<Storage>> {
        let (device, n_bytes) = (Device::Cuda(from.ordinal), from.n_bytes);
        let on = |buffer| Header { device, ..Header::new(NonNull::dangling(), n_bytes, Owner::Gpu(Box::new(buffer))) };
        Ok(Buffer::foreign(from)?.map(|buffer| Storage::boxed(on(buffer))))
    }

    /// The address of the bytes, on the device where they are, for another library that reads and writes them from now
    /// on. A GPU's work on them is over.
    pub(crate) fn share(&self) -> Result<*mut u8> {
        let _lock = self.header().writer.write().unwrap_or_else(PoisonError::into_inner);
        match &self.header().owner {
            Owner::Gpu(buffer) => Ok(std::ptr::without_provenance_mut(buffer.share()? as usize)),
            _ => Ok(self.header().pointer.as_ptr()),
        }
    }

    fn boxed(header: Header) -> Storage {
        Storage(NonNull::from(Box::leak(Box::new(header))))
    }

    #[inline]
    fn header(&self) -> &Header {
        // SAFETY: the header lives until the last handle is dropped.
        unsafe { self.0.as_ref() }
    }

    /// The length in bytes.
    #[inline]
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.header().n_bytes
    }

    /// The device of the bytes.
    #[inline]
    #[must_use]
    pub fn device(&self) -> Device {
        self.header().device
    }

    /// How often the bytes were written in place.
    #[inline]
    #[must_use]
    pub fn version(&self) -> u64 {
        self.header().version.load(Ordering::Acquire)
    }

    /// The operator that wrote the bytes in place last.
    #[must_use]
    pub fn last_writer(&self) -> &'static str {
        *self.header().writer.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether both are handles to the same bytes.
    #[inline]
    #[must_use]
    pub fn same(&self, other: &Storage) -> bool {
        self.0 == other.0
    }

    /// A number that tells this buffer from every other one alive. Locks are taken in its order.
    #[inline]
    #[must_use]
    pub fn id(&self) -> usize {
        self.0.addr().get()
    }

    /// How many handles share the bytes.
    #[inline]
    #[must_use]
    pub fn handles(&self) -> usize {
        self.header().handles.load(Ordering::Acquire)
    }

    /// Waits for writers to finish and keeps them out while the guard lives.
    ///
    /// A thread takes the lock of a buffer once: where a writer waits between two reads of one thread, all three wait
    /// for ever.
    #[inline(always)]
    #[must_use]
    pub fn read(&self) -> ReadGuard<'_> {
        let lock = self.header().writer.read().unwrap_or_else(PoisonError::into_inner);
        ReadGuard { storage: self, copy: OnceCell::new(), _lock: lock }
    }

    /// Waits for all others to finish, keeps them out while the guard lives, and counts a new version written by
    /// `writer`.
    #[inline(always)]
    #[must_use]
    pub fn write(&self, writer: &'static str) -> WriteGuard<'_> {
        let mut lock = self.header().writer.write().unwrap_or_else(PoisonError::into_inner);
        self.wait_for_copies();
        *lock = writer;
        self.header().version.fetch_add(1, Ordering::Release);
        WriteGuard { storage: self, copy: OnceCell::new(), _lock: lock }
    }

    /// The address of the bytes, where this is the only handle to them: the way to fill a new buffer. For a GPU's, that
    /// of their mirror on the processor.
    ///
    /// # Errors
    /// No memory for the mirror, or a lost device.
    #[inline]
    pub fn exclusive(&mut self) -> Result<Option<*mut u8>> {
        self.wait_for_copies();
        if self.handles() != 1 {
            return Ok(None);
        }
        match &self.header().owner {
            _ if self.header().device == Device::Cpu => Ok(Some(self.header().pointer.as_ptr())),
            Owner::Gpu(buffer) if !buffer.is_shared() => buffer.host(true).map(Some),
            _ => Ok(None),
        }
    }

    /// Waits for the copies that read pinned memory. A lost device reads nothing any more.
    #[inline(always)]
    fn wait_for_copies(&self) {
        if let Owner::Pinned(pinned) = &self.header().owner {
            let _ = pinned.wait();
        }
    }

    /// The address on the stream's GPU, where this is the only handle to the bytes and they are there.
    ///
    /// # Errors
    /// A lost device.
    pub fn exclusive_address(&mut self, stream: Stream) -> Result<Option<u64>> {
        if self.handles() == 1 { self.address(stream, true).map(Some) } else { Ok(None) }
    }

    /// Fills a GPU's buffer that nobody else holds yet with bytes of pinned memory or of another GPU, from a place on,
    /// without waiting. Says no for any other source.
    ///
    /// # Errors
    /// As [`Storage::upload`].
    pub fn fill_from(&mut self, from: &Storage, offset_bytes: usize) -> Result<bool> {
        let n_bytes = self.n_bytes();
        let fits = from.n_bytes().checked_sub(offset_bytes).is_some_and(|rest| rest >= n_bytes);
        let Owner::Gpu(buffer) = &self.header().owner else { return Ok(false) };
        if self.handles() != 1 || !fits {
            return Ok(false);
        }
        let guard = from.read();
        match &from.header().owner {
            // SAFETY: the bytes are within the pinned memory, and the lock keeps writers out until the copy is noted.
            Owner::Pinned(pinned) => unsafe { buffer.write_from_pinned(pinned, offset_bytes) }.map(|()| true),
            Owner::Gpu(other) => {
                let source = Stream::current(other.gpu().ordinal())?;
                buffer.write_from_peer(guard.address(source)? + offset_bytes as u64, source).map(|()| true)
            }
            _ => Ok(false),
        }
    }

    /// The address of the bytes for work on a stream.
    fn address(&self, stream: Stream, writes: bool) -> Result<u64> {
        match &self.header().owner {
            Owner::Gpu(buffer) if buffer.gpu() == stream.gpu() => {
                let address = buffer.device(stream, writes)?;
                cuda::touch(self, stream.gpu(), buffer.lane(), writes);
                Ok(address)
            }
            _ => {
                let devices = vec![self.device(), stream.gpu().device()];
                let (problem, remedy) = ("memory of another device", "move the tensor there first");
                Err(ErrorKind::Device { op: "cuda", problem, devices, remedy }.into())
            }
        }
    }

    /// The buffer without a hold on it.
    pub(crate) fn fleeting(&self) -> Fleeting {
        Fleeting(self.0)
    }

    /// Fills a GPU's buffer that nobody else holds yet with bytes of the processor.
    ///
    /// # Errors
    /// The bytes are not as many as the buffer's, the buffer is shared or not a GPU's, or the device is lost.
    pub fn upload(&mut self, bytes: &[u8]) -> Result<()> {
        match &self.header().owner {
            Owner::Gpu(buffer) if self.handles() == 1 && bytes.len() == self.n_bytes() => buffer.write_from(bytes),
            _ => Err(Error::graph("upload", "not a new buffer of this size", "storage", "fill a GPU's new storage")),
        }
    }
}

impl Header {
    /// The address of the bytes for the processor, by a guard that keeps the copy of a buffer that others share.
    #[inline(always)]
    fn host(&self, writes: bool, copy: &OnceCell<Rc<Block>>) -> Result<*mut u8> {
        if self.device == Device::Cpu { Ok(self.pointer.as_ptr()) } else { self.mirror(writes, copy) }
    }

    #[cold]
    fn mirror(&self, writes: bool, copy: &OnceCell<Rc<Block>>) -> Result<*mut u8> {
        match &self.owner {
            Owner::Gpu(buffer) if buffer.is_shared() => {
                if copy.get().is_none() {
                    let made = buffer.copy()?;
                    copy.get_or_init(|| Rc::new(made));
                }
                Ok(copy.get().map_or(self.pointer, |block| block.pointer()).as_ptr())
            }
            Owner::Gpu(buffer) => buffer.host(writes),
            _ => Ok(self.pointer.as_ptr()),
        }
    }

    #[inline]
    fn new(pointer: NonNull<u8>, n_bytes: usize, owner: Owner) -> Header {
        Header {
            handles: AtomicUsize::new(1),
            pointer,
            n_bytes,
            device: Device::Cpu,
            version: AtomicU64::new(0),
            writer: RwLock::new("nothing"),
            owner,
        }
    }
}

impl Clone for Storage {
    #[inline]
    fn clone(&self) -> Storage {
        // A new handle comes from one that is there: nothing has to be seen before it.
        let handles = self.header().handles.fetch_add(1, Ordering::Relaxed);
        if handles > isize::MAX as usize {
            // Handles that are forgotten, not dropped, could make the count wrap and free the bytes under others.
            std::process::abort();
        }
        Storage(self.0)
    }
}

impl Drop for Storage {
    #[inline]
    fn drop(&mut self) {
        if self.header().handles.fetch_sub(1, Ordering::Release) != 1 {
            return;
        }
        // What other threads did through their handles happened before.
        fence(Ordering::Acquire);
        if let Owner::Gpu(buffer) = &self.header().owner
            && buffer.is_of_a_graph()
        {
            cuda::forget(buffer.lane(), self.id());
        }
        // SAFETY: this was the last handle: nobody else looks at the header.
        if let Owner::Header(block) = unsafe { &mut self.0.as_mut().owner } {
            // SAFETY: nobody takes the block again: a header leaves it to this drop.
            let block = unsafe { ManuallyDrop::take(block) };
            // SAFETY: the header ends where it stands, in the block that goes after it. To move it out took 7 ns.
            unsafe { self.0.drop_in_place() };
            drop(block);
        } else {
            // SAFETY: this was the last handle, and the header came from a box.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

/// A buffer that may go at any time.
#[derive(Clone, Copy)]
pub(crate) struct Fleeting(NonNull<Header>);

// SAFETY: an address that is looked behind only as `hold` says.
unsafe impl Send for Fleeting {}

impl Fleeting {
    /// A handle, unless the last one is gone.
    ///
    /// # Safety
    /// The drop of the last handle has not yet freed the header.
    pub(crate) unsafe fn hold(self) -> Option<Storage> {
        // SAFETY: by the caller.
        let handles = unsafe { &self.0.as_ref().handles };
        let more = |handles| (handles > 0).then_some(handles + 1);
        handles.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok().map(|_| Storage(self.0))
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Storage({} bytes on {}, version {})", self.n_bytes(), self.device(), self.version())
    }
}

/// Leave to read the bytes of a [`Storage`].
pub struct ReadGuard<'a> {
    storage: &'a Storage,
    /// The bytes on the processor, where other libraries write them on a GPU. One word, given back out of line: guards
    /// come and go with every call.
    copy: OnceCell<Rc<Block>>,
    _lock: RwLockReadGuard<'a, &'static str>,
}

impl ReadGuard<'_> {
    /// The address of the bytes on the processor; for a GPU's buffer that of their mirror.
    ///
    /// # Errors
    /// No memory for the mirror, or a lost device. Never for the processor's own bytes.
    #[inline]
    pub fn pointer(&self) -> Result<*const u8> {
        self.storage.header().host(false, &self.copy).map(<*mut u8>::cast_const)
    }

    /// The address on a stream's GPU, for work on that stream.
    ///
    /// # Errors
    /// The bytes are not on that GPU, or it is lost.
    pub fn address(&self, stream: Stream) -> Result<u64> {
        self.storage.address(stream, false)
    }
}

/// Leave to read and write the bytes of a [`Storage`].
pub struct WriteGuard<'a> {
    storage: &'a Storage,
    /// As a [`ReadGuard`]'s. It is written back when the guard goes.
    copy: OnceCell<Rc<Block>>,
    _lock: RwLockWriteGuard<'a, &'static str>,
}

impl WriteGuard<'_> {
    /// As [`ReadGuard::pointer`]. The mirror is what counts from then on.
    ///
    /// # Errors
    /// As [`ReadGuard::pointer`].
    #[inline]
    pub fn pointer(&mut self) -> Result<*mut u8> {
        self.storage.header().host(true, &self.copy)
    }

    /// As [`ReadGuard::address`]. The bytes on the device are what counts from then on; the mirror's address is of no
    /// use any more.
    ///
    /// # Errors
    /// As [`ReadGuard::address`].
    pub fn address(&mut self, stream: Stream) -> Result<u64> {
        self.put_copy()?;
        self.storage.address(stream, true)
    }

    fn put_copy(&mut self) -> Result<()> {
        match (self.copy.take(), &self.storage.header().owner) {
            (Some(copy), Owner::Gpu(buffer)) => buffer.put(&copy),
            _ => Ok(()),
        }
    }
}

impl Drop for WriteGuard<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.copy.get().is_some() {
            // A device that refuses the copy is lost, and says so at the next call.
            let _ = self.put_copy();
        }
    }
}
