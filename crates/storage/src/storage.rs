//! A shared, version-counted buffer of bytes.

use std::any::Any;
use std::fmt;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::cpu::allocator::{self, Block};
use crate::{Device, Element, ErrorKind, Result};

/// A shared buffer of bytes on one device. Clones are handles to the same bytes.
///
/// Kernels reach the bytes only under the buffer's lock: any number of readers, or one writer. So tensors that share a
/// buffer can be used from several threads at once: an operator sees another's write whole or not at all.
#[derive(Clone)]
pub struct Storage(Arc<Inner>);

struct Inner {
    pointer: NonNull<u8>,
    n_bytes: usize,
    device: Device,
    version: AtomicU64,
    /// Guards the bytes; holds the name of the operator that wrote them last.
    writer: RwLock<&'static str>,
    /// Keeps the memory alive.
    _owner: Owner,
}

enum Owner {
    Block(#[expect(dead_code, reason = "held for its drop")] Block),
    Foreign(#[expect(dead_code, reason = "held for its drop")] Box<dyn Any + Send + Sync>),
}

// SAFETY: the memory belongs to `_owner`, which is Send and Sync; its bytes are reached under `writer`'s lock, or
// through the only handle.
unsafe impl Send for Inner {}
// SAFETY: as for Send.
unsafe impl Sync for Inner {}

impl Storage {
    /// A buffer whose bytes are whatever the memory held before: initialised, but to nothing in particular.
    ///
    /// # Errors
    /// No memory left, a cap reached, or a device that is not there.
    #[inline]
    pub fn empty(n_bytes: usize, device: Device) -> Result<Storage> {
        match device {
            Device::Cpu => {
                let block = allocator::allocate(n_bytes)?;
                Ok(Storage::new(block.pointer(), n_bytes, Owner::Block(block)))
            }
            Device::Cuda(ordinal) => {
                crate::cuda::ensure_available(ordinal)?;
                let problem = "its kernels are not part of this build".to_string();
                Err(ErrorKind::DeviceUnavailable { device, problem }.into())
            }
        }
    }

    /// A buffer over a vector's own memory: nothing is copied.
    #[must_use]
    pub fn from_vec<T: Element>(mut values: Vec<T>) -> Storage {
        let n_bytes = std::mem::size_of_val(values.as_slice());
        // An empty vector's pointer dangles, but is not null and is never read.
        let pointer = NonNull::new(values.as_mut_ptr().cast()).unwrap_or(NonNull::dangling());
        Storage::new(pointer, n_bytes, Owner::Foreign(Box::new(values)))
    }

    #[inline]
    fn new(pointer: NonNull<u8>, n_bytes: usize, owner: Owner) -> Storage {
        Storage(Arc::new(Inner {
            pointer,
            n_bytes,
            device: Device::Cpu,
            version: AtomicU64::new(0),
            writer: RwLock::new("nothing"),
            _owner: owner,
        }))
    }

    /// The length in bytes.
    #[inline]
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.0.n_bytes
    }

    /// The device of the bytes.
    #[inline]
    #[must_use]
    pub fn device(&self) -> Device {
        self.0.device
    }

    /// How often the bytes were written in place.
    #[inline]
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.version.load(Ordering::Acquire)
    }

    /// The operator that wrote the bytes in place last.
    #[must_use]
    pub fn last_writer(&self) -> &'static str {
        *self.0.writer.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether both are handles to the same bytes.
    #[inline]
    #[must_use]
    pub fn same(&self, other: &Storage) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// A number that tells this buffer from every other one alive. Locks are taken in its order.
    #[inline]
    #[must_use]
    pub fn id(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// How many handles share the bytes.
    #[inline]
    #[must_use]
    pub fn handles(&self) -> usize {
        Arc::strong_count(&self.0)
    }

    /// Waits for writers to finish and keeps them out while the guard lives.
    ///
    /// A thread takes the lock of a buffer once: where a writer waits between two reads of one thread, all three wait
    /// for ever.
    #[inline]
    #[must_use]
    pub fn read(&self) -> ReadGuard<'_> {
        ReadGuard { storage: self, _lock: self.0.writer.read().unwrap_or_else(PoisonError::into_inner) }
    }

    /// Waits for all others to finish, keeps them out while the guard lives, and counts a new version written by
    /// `writer`.
    #[inline]
    #[must_use]
    pub fn write(&self, writer: &'static str) -> WriteGuard<'_> {
        let mut lock = self.0.writer.write().unwrap_or_else(PoisonError::into_inner);
        *lock = writer;
        self.0.version.fetch_add(1, Ordering::Release);
        WriteGuard { storage: self, _lock: lock }
    }

    /// The address of the bytes, where this is the only handle to them: the way to fill a new buffer.
    #[inline]
    #[must_use]
    pub fn exclusive(&mut self) -> Option<*mut u8> {
        Arc::get_mut(&mut self.0).map(|inner| inner.pointer.as_ptr())
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
    _lock: RwLockReadGuard<'a, &'static str>,
}

impl ReadGuard<'_> {
    /// The address of the bytes.
    #[inline]
    #[must_use]
    pub fn pointer(&self) -> *const u8 {
        self.storage.0.pointer.as_ptr()
    }
}

/// Leave to read and write the bytes of a [`Storage`].
pub struct WriteGuard<'a> {
    storage: &'a Storage,
    _lock: RwLockWriteGuard<'a, &'static str>,
}

impl WriteGuard<'_> {
    /// The address of the bytes.
    #[inline]
    #[must_use]
    pub fn pointer(&mut self) -> *mut u8 {
        self.storage.0.pointer.as_ptr()
    }
}
