//! Tensors that are shared with other libraries by the DLPack protocol: nothing is copied.
//!
//! # Source
//! <https://dmlc.github.io/dlpack/latest/c_api.html>, version 1.

use std::ffi::c_void;
use std::ptr::NonNull;

use crate::cuda::{self, ALIGNMENT, Foreign};
use crate::{DType, Device, Dims, Error, Layout, MAX_DIMS, Result, Storage};

/// Where the memory is: the protocol's `DLDevice`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DlDevice {
    /// 1 is the processor, 2 a GPU of CUDA.
    pub kind: i32,
    /// The number among devices of the kind.
    pub ordinal: i32,
}

/// The type of the elements: `DLDataType`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DlDataType {
    /// The kind of number.
    pub code: u8,
    /// Its width.
    pub bits: u8,
    /// How many stand side by side in an element.
    pub lanes: u16,
}

/// What a tensor looks at: `DLTensor`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct DlTensor {
    /// The memory.
    pub data: *mut c_void,
    /// Where it is.
    pub device: DlDevice,
    /// How many sizes there are.
    pub rank: i32,
    /// The type of the elements.
    pub dtype: DlDataType,
    /// The sizes.
    pub sizes: *mut i64,
    /// The strides in elements; null where they are row-major.
    pub strides: *mut i64,
    /// From the memory's start to the first element.
    pub offset_bytes: u64,
}

/// A tensor with its owner: `DLManagedTensor`, of before version 1.
#[repr(C)]
#[derive(Debug)]
pub struct DlManagedTensor {
    /// The tensor.
    pub tensor: DlTensor,
    /// The owner's own.
    pub context: *mut c_void,
    /// Called once, when the tensor is no longer used.
    pub deleter: Option<unsafe extern "C" fn(*mut DlManagedTensor)>,
}

/// A tensor with its owner: `DLManagedTensorVersioned`.
#[repr(C)]
#[derive(Debug)]
pub struct DlManagedTensorVersioned {
    /// Major and minor version of the protocol.
    pub version: [u32; 2],
    /// The owner's own.
    pub context: *mut c_void,
    /// Called once, when the tensor is no longer used.
    pub deleter: Option<unsafe extern "C" fn(*mut DlManagedTensorVersioned)>,
    /// Bit 0: the memory must not be written.
    pub flags: u64,
    /// The tensor.
    pub tensor: DlTensor,
}

const VERSION: [u32; 2] = [1, 0];
const READ_ONLY: u64 = 1;

impl DlDevice {
    fn of(device: Device) -> DlDevice {
        match device {
            Device::Cpu => DlDevice { kind: 1, ordinal: 0 },
            Device::Cuda(ordinal) => DlDevice { kind: 2, ordinal: ordinal as i32 },
        }
    }

    fn device(self) -> Result<Device> {
        match (self.kind, usize::try_from(self.ordinal)) {
            (1, _) => Ok(Device::Cpu),
            (2, Ok(ordinal)) => Ok(Device::Cuda(ordinal)),
            _ => {
                let found = format_args!("kind {}, number {}", self.kind, self.ordinal);
                refuse("memory of another device", found, "move it to the CPU or to a GPU of CUDA first")
            }
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::DlManagedTensor {}
    impl Sealed for super::DlManagedTensorVersioned {}
}

/// One of the two forms of a tensor with its owner.
pub trait Managed: sealed::Sealed + Sized + 'static {
    #[doc(hidden)]
    fn wrap(tensor: DlTensor, context: *mut c_void, deleter: unsafe extern "C" fn(*mut Self)) -> Self;
    #[doc(hidden)]
    fn context(&self) -> *mut c_void;
    #[doc(hidden)]
    fn deleter(&self) -> Option<unsafe extern "C" fn(*mut Self)>;
    /// The tensor, if its form and its rights are known.
    #[doc(hidden)]
    fn tensor(&self) -> Result<&DlTensor>;
}

impl Managed for DlManagedTensor {
    fn wrap(tensor: DlTensor, context: *mut c_void, deleter: unsafe extern "C" fn(*mut Self)) -> Self {
        DlManagedTensor { tensor, context, deleter: Some(deleter) }
    }

    fn context(&self) -> *mut c_void {
        self.context
    }

    fn deleter(&self) -> Option<unsafe extern "C" fn(*mut Self)> {
        self.deleter
    }

    fn tensor(&self) -> Result<&DlTensor> {
        Ok(&self.tensor)
    }
}

impl Managed for DlManagedTensorVersioned {
    fn wrap(tensor: DlTensor, context: *mut c_void, deleter: unsafe extern "C" fn(*mut Self)) -> Self {
        DlManagedTensorVersioned { version: VERSION, context, deleter: Some(deleter), flags: 0, tensor }
    }

    fn context(&self) -> *mut c_void {
        self.context
    }

    fn deleter(&self) -> Option<unsafe extern "C" fn(*mut Self)> {
        self.deleter
    }

    fn tensor(&self) -> Result<&DlTensor> {
        let [major, minor] = self.version;
        if major != VERSION[0] {
            return refuse("another version of the protocol", format_args!("{major}.{minor}"), "version 1 is read");
        }
        if self.flags & READ_ONLY != 0 {
            return refuse("read-only memory", "flags = 1", "copy it first: tensors here can be written");
        }
        Ok(&self.tensor)
    }
}

#[cold]
fn refuse<T>(problem: &'static str, found: impl std::fmt::Display, remedy: &'static str) -> Result<T> {
    Err(Error::format("dlpack", problem, found, remedy))
}

/// The protocol's codes of dtypes.
const DTYPES: [(DType, u8); 12] = [
    (DType::Bool, 6),
    (DType::U8, 1),
    (DType::I8, 0),
    (DType::I16, 0),
    (DType::I32, 0),
    (DType::I64, 0),
    (DType::F16, 2),
    (DType::BF16, 4),
    (DType::F32, 2),
    (DType::F64, 2),
    (DType::C64, 5),
    (DType::C128, 5),
];

/// A tensor in the protocol's form, to be handed over or just received. Dropping it gives the memory back to its owner.
#[derive(Debug)]
pub struct Package<T: Managed>(NonNull<T>);

// SAFETY: `from_raw` asks for a tensor that any thread may use and give back; what `new` makes holds a `Storage`, which
// is Send and Sync.
unsafe impl<T: Managed> Send for Package<T> {}
// SAFETY: as for Send; nothing is written through a shared package.
unsafe impl<T: Managed> Sync for Package<T> {}

/// What an exported tensor keeps alive.
struct Held<T> {
    managed: Option<T>,
    sizes: [i64; MAX_DIMS],
    strides: [i64; MAX_DIMS],
    storage: Storage,
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        if let Device::Cuda(ordinal) = self.storage.device()
            && !cuda::is_capturing(ordinal)
        {
            // The other library's work, on streams that are not known here, may go on. A lost device has none.
            let _ = cuda::synchronize(ordinal);
        }
    }
}

unsafe extern "C" fn release<T: Managed>(managed: *mut T) {
    // SAFETY: the protocol calls a deleter once, with the tensor that it came with; `new` put a leaked box there.
    unsafe { drop(Box::from_raw((*managed).context().cast::<Held<T>>())) };
}

impl<T: Managed> Package<T> {
    /// Elements for another library, which shares them with every tensor over the storage. Its writes are not counted
    /// as versions and take no lock.
    ///
    /// All work on memory of a GPU is over when this returns, so that the other library may begin on any stream. Of
    /// what either side does there later the other knows nothing: synchronise in between.
    ///
    /// # Errors
    /// A lost GPU, or one whose work is being captured.
    pub fn new(storage: Storage, layout: &Layout, dtype: DType) -> Result<Package<T>> {
        let mut held = Box::new(Held::<T> { managed: None, sizes: [0; MAX_DIMS], strides: [0; MAX_DIMS], storage });
        for (to, from) in [(&mut held.sizes, layout.sizes()), (&mut held.strides, layout.strides())] {
            to.iter_mut().zip(from.iter()).for_each(|(to, &from)| *to = from as i64);
        }
        let start = held.storage.share()?;
        let device = DlDevice::of(held.storage.device());
        let code = DTYPES.iter().find(|(known, _)| *known == dtype).map_or(0, |(_, code)| *code);
        let held = Box::into_raw(held);
        // SAFETY: the box was leaked just now.
        let managed = unsafe {
            let tensor = DlTensor {
                data: start.wrapping_add(layout.offset_bytes(dtype)).cast(),
                device,
                rank: layout.rank() as i32,
                dtype: DlDataType { code, bits: (dtype.n_bytes() * 8) as u8, lanes: 1 },
                sizes: (&raw mut (*held).sizes).cast(),
                strides: (&raw mut (*held).strides).cast(),
                offset_bytes: 0,
            };
            NonNull::from((*held).managed.insert(T::wrap(tensor, held.cast(), release::<T>)))
        };
        Ok(Package(managed))
    }

    /// A tensor that another library handed over.
    ///
    /// # Safety
    /// The tensor is as the protocol says: its sizes, strides and every element that they reach are there until its
    /// deleter is called, elements of `bool` are zero or one, the deleter may be called from any thread. It is not used
    /// after this call. As long as the package or a tensor made of it lives, nobody writes the elements while an
    /// operator reads or writes them, or while a GPU's work on them is not over.
    #[must_use]
    pub unsafe fn from_raw(managed: NonNull<T>) -> Package<T> {
        Package(managed)
    }

    /// The tensor to hand over. Whoever gets it calls its deleter.
    #[must_use]
    pub fn into_raw(self) -> NonNull<T> {
        let managed = self.0;
        std::mem::forget(self);
        managed
    }

    /// The elements of a received tensor as a storage, and how they stand in it. The tensor is given back when the last
    /// handle to the storage is dropped.
    ///
    /// For memory of a GPU this waits until the GPU is idle, and giving it back until our work on it is over: no stream
    /// is handed over. The processor sees such memory by copies, each as long as an operator runs.
    ///
    /// # Errors
    /// Memory on a device that is not there, or that is not the address's, or that must not be written; elements of
    /// another kind, negative strides, an address that does not suit the elements, more sizes than a tensor has, sizes
    /// that overflow, another version; a GPU that is lost or whose work is being captured.
    pub fn unpack(self) -> Result<(Storage, Layout, DType)> {
        // SAFETY: the tensor is there while the package is.
        let tensor = *unsafe { self.0.as_ref() }.tensor()?;
        let device = tensor.device.device()?;
        let DlDataType { code, bits, lanes } = tensor.dtype;
        let fits =
            |(dtype, known): &&(DType, u8)| *known == code && dtype.n_bytes() * 8 == usize::from(bits) && lanes == 1;
        let Some((dtype, _)) = DTYPES.iter().find(fits) else {
            let found = format_args!("code {code}, {bits} bits, {lanes} lanes");
            return refuse("a dtype that tensors cannot have", found, "convert it first");
        };
        let rank = usize::try_from(tensor.rank).unwrap_or(usize::MAX);
        if rank > MAX_DIMS || (rank > 0 && tensor.sizes.is_null()) {
            return refuse("another number of sizes than a tensor has", tensor.rank, "reshape it first");
        }
        let list = |at: *mut i64| {
            // SAFETY: the protocol gives as many numbers as the rank says where the address is not null.
            let numbers = (0..rank).map(|index| unsafe { at.add(index).read() });
            numbers.map(|number| usize::try_from(number).ok()).collect::<Option<Vec<usize>>>()
        };
        let Some(sizes) = list(tensor.sizes) else {
            return refuse("a negative size", tensor.rank, "give sizes of at least zero");
        };
        let dims = Dims::new("dlpack", &sizes)?;
        let numel = dims.checked_numel("dlpack", dtype.n_bytes())?;
        let row_major = Layout::contiguous(dims);
        if numel == 0 {
            return Ok((Storage::empty(0, device)?, row_major, *dtype));
        }
        let Some(strides) =
            (if tensor.strides.is_null() { Some(row_major.strides().to_vec()) } else { list(tensor.strides) })
        else {
            return refuse("a negative stride", tensor.rank, "copy it first");
        };
        let start = tensor.data.cast::<u8>().wrapping_add(tensor.offset_bytes as usize);
        let Some(start) = NonNull::new(start).filter(|_| !tensor.data.is_null()) else {
            return refuse("no memory", "data is null", "give the elements");
        };
        let address = start.addr().get();
        let halved = dtype.is_complex() && device == Device::Cpu;
        let alignment = if halved { dtype.n_bytes() / 2 } else { dtype.n_bytes() };
        if !address.is_multiple_of(alignment) {
            let found = format_args!("{start:p} for {dtype}");
            return refuse("an address that does not suit the elements", found, "copy it first");
        }
        let skipped_bytes = if device == Device::Cpu { 0 } else { address % ALIGNMENT };
        let (offset, limit) = (skipped_bytes / dtype.n_bytes(), isize::MAX as usize / dtype.n_bytes());
        let layout = Layout::strided("dlpack", &sizes, &strides, offset, limit)?;
        let n_bytes = layout.span().end * dtype.n_bytes();
        let owner = Box::new(self);
        // SAFETY: `from_raw` asked that the elements be there until the deleter is called, which the package does when
        // it is dropped; the checks above fixed how far they reach.
        let storage = unsafe {
            match device {
                Device::Cpu => Some(Storage::foreign(start, n_bytes, owner)),
                Device::Cuda(ordinal) => {
                    let address = (address - skipped_bytes) as u64;
                    Storage::foreign_on_gpu(Foreign { ordinal, address, n_bytes, skipped_bytes, owner })?
                }
            }
        };
        match storage {
            Some(storage) => Ok((storage, layout, *dtype)),
            None => {
                let found = format_args!("{start:p} on {device}");
                refuse("an address that is not the device's", found, "name the device where the memory is")
            }
        }
    }
}

impl<T: Managed> Drop for Package<T> {
    fn drop(&mut self) {
        // SAFETY: the tensor is there until its deleter is called, which happens here once.
        unsafe {
            if let Some(deleter) = self.0.as_ref().deleter() {
                deleter(self.0.as_ptr());
            }
        }
    }
}
