//! One device: its context, what it can do, and whether it is still of use.

use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use cudarc::driver::{DriverError, result, sys};

use super::kernel::Module;
use super::pool::Pool;
use super::stream::Slots;
use super::{Handle, blas, dnn, probe};
use crate::{Device, Error, ErrorKind, Result};

/// The most devices that are used.
const MAX_DEVICES: usize = 64;

static GPUS: [OnceLock<&'static Gpu>; MAX_DEVICES] = [const { OnceLock::new() }; MAX_DEVICES];
static OPENING: Mutex<()> = Mutex::new(());

/// One NVIDIA GPU. It is opened once and stays open until the process ends.
pub struct Gpu {
    ordinal: usize,
    context: Handle<sys::CUctx_st>,
    architecture: u32,
    multiprocessors: u32,
    pub(super) pool: Mutex<Pool>,
    pub(super) slots: Slots,
    pub(super) modules: Mutex<HashMap<String, Module>>,
    /// None where products go through our own kernels.
    blas: OnceLock<Option<blas::Library>>,
    /// None where convolutions do.
    dnn: OnceLock<Option<dnn::Library>>,
    /// The kernel that was launched last, by its leaked name.
    last_kernel: AtomicPtr<String>,
    /// Why no call is possible any more.
    lost: OnceLock<Error>,
}

impl Gpu {
    /// The GPU of this ordinal.
    ///
    /// # Errors
    /// No driver, no device of that ordinal, or a driver that refuses it.
    #[inline]
    pub fn of(ordinal: usize) -> Result<&'static Gpu> {
        match GPUS.get(ordinal).and_then(OnceLock::get) {
            Some(gpu) => Ok(gpu),
            None => Gpu::first(ordinal),
        }
    }

    #[cold]
    fn first(ordinal: usize) -> Result<&'static Gpu> {
        probe::ensure_available(ordinal)?;
        let _opening = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = GPUS.get(ordinal) else {
            let problem = format!("at most {MAX_DEVICES} devices are used");
            return Err(ErrorKind::DeviceUnavailable { device: Device::Cuda(ordinal), problem }.into());
        };
        if let Some(gpu) = place.get() {
            return Ok(gpu);
        }
        let opened: &'static Gpu = Box::leak(Box::new(Gpu::open(ordinal)?));
        Ok(place.get_or_init(|| opened))
    }

    fn open(ordinal: usize) -> Result<Gpu> {
        use sys::CUdevice_attribute_enum as Attribute;
        let refused = |error: DriverError| {
            let problem = format!("the driver answered {:?}", error.0);
            Error::from(ErrorKind::DeviceUnavailable { device: Device::Cuda(ordinal), problem })
        };
        let index = i32::try_from(ordinal).unwrap_or(i32::MAX);
        let device = result::device::get(index).map_err(refused)?;
        let attribute = |which| {
            // SAFETY: the device was just found.
            let value = unsafe { result::device::get_attribute(device, which) }.map_err(refused)?;
            Ok::<u32, Error>(u32::try_from(value).unwrap_or(0))
        };
        let major = attribute(Attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)?;
        let minor = attribute(Attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR)?;
        let multiprocessors = attribute(Attribute::CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT)?;
        // SAFETY: the device was just found; the context is kept until the process ends.
        let context = unsafe { result::primary_ctx::retain(device) }.map_err(refused)?;
        Ok(Gpu {
            ordinal,
            context: Handle(context),
            architecture: major * 10 + minor,
            multiprocessors,
            pool: Mutex::new(Pool::new()),
            slots: Slots::new(),
            modules: Mutex::default(),
            blas: OnceLock::new(),
            dnn: OnceLock::new(),
            last_kernel: AtomicPtr::default(),
            lost: OnceLock::new(),
        })
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> Device {
        Device::Cuda(self.ordinal)
    }

    /// The ordinal.
    #[must_use]
    pub fn ordinal(&self) -> usize {
        self.ordinal
    }

    /// The compute capability in one number: 90 for 9.0.
    #[must_use]
    pub fn architecture(&self) -> u32 {
        self.architecture
    }

    /// The number of multiprocessors.
    #[must_use]
    pub fn multiprocessors(&self) -> u32 {
        self.multiprocessors
    }

    pub(super) fn context(&self) -> sys::CUcontext {
        self.context.0
    }

    /// Makes the device the calling thread's.
    ///
    /// # Errors
    /// The device is lost.
    pub(super) fn bind(&self) -> Result<()> {
        if let Some(lost) = self.lost.get() {
            return Err(lost.clone());
        }
        // SAFETY: the context is retained until the process ends.
        self.check("cuCtxSetCurrent", unsafe { result::ctx::set_current(self.context.0) })
    }

    /// A call's result as ours. A code after which the context is of no use loses the device.
    #[inline]
    pub(super) fn check<T>(&self, call: &'static str, result: Result<T, DriverError>) -> Result<T> {
        result.map_err(|error| self.refused(call, error))
    }

    #[cold]
    fn refused(&self, call: &'static str, error: DriverError) -> Error {
        // The code is shown by its name: the bindings' own Display calls the driver again.
        let (device, code) = (self.device(), format!("{:?}", error.0));
        if !loses_the_device(error.0) {
            return ErrorKind::Cuda { device, call, code }.into();
        }
        let last = self.last_kernel.load(Ordering::Acquire);
        // SAFETY: the name of a kernel is leaked when the kernel is loaded.
        let kernel = unsafe { last.as_ref() }.map_or("no kernel", String::as_str).to_owned();
        self.lost.get_or_init(|| ErrorKind::DeviceLost { device, kernel, code }.into()).clone()
    }

    /// Whether an address is one of this device's memory, whoever allocated it.
    pub(super) fn has(&self, address: u64) -> Result<bool> {
        use sys::CUpointer_attribute_enum as Attribute;
        /// cuda.h: CU_MEMORYTYPE_DEVICE.
        const DEVICE: u32 = 2;
        self.bind()?;
        let about = |attribute| {
            let mut found = u32::MAX;
            // SAFETY: both attributes are of 32 bits; the driver knows its addresses and refuses others.
            let answer = unsafe { sys::cuPointerGetAttribute((&raw mut found).cast(), attribute, address) };
            answer.result().map(|()| found)
        };
        let (kind, ordinal) =
            (about(Attribute::CU_POINTER_ATTRIBUTE_MEMORY_TYPE), about(Attribute::CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL));
        Ok(kind == Ok(DEVICE) && ordinal.is_ok_and(|ordinal| ordinal as usize == self.ordinal))
    }

    pub(super) fn count_launch(&self, name: &'static String) {
        self.last_kernel.store(std::ptr::from_ref(name).cast_mut(), Ordering::Release);
    }

    pub(super) fn blas(&self) -> Option<&blas::Library> {
        self.blas.get_or_init(|| blas::Library::open(self)).as_ref()
    }

    pub(super) fn dnn(&self) -> Option<&dnn::Library> {
        self.dnn.get_or_init(|| dnn::Library::open(self)).as_ref()
    }

    pub(super) fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for all work on the device, as `torch.cuda.synchronize`.
    ///
    /// # Errors
    /// A kernel failed.
    pub fn synchronize(&self) -> Result<()> {
        self.bind()?;
        self.check("cuCtxSynchronize", result::ctx::synchronize())
    }
}

impl PartialEq for Gpu {
    fn eq(&self, other: &Gpu) -> bool {
        self.ordinal == other.ordinal
    }
}

/// Whether every later call fails in the same way: the errors of CUDA that are not recoverable.
fn loses_the_device(code: sys::CUresult) -> bool {
    use sys::CUresult::*;
    matches!(
        code,
        CUDA_ERROR_ILLEGAL_ADDRESS
            | CUDA_ERROR_LAUNCH_FAILED
            | CUDA_ERROR_LAUNCH_TIMEOUT
            | CUDA_ERROR_ASSERT
            | CUDA_ERROR_MISALIGNED_ADDRESS
            | CUDA_ERROR_ILLEGAL_INSTRUCTION
            | CUDA_ERROR_INVALID_PC
            | CUDA_ERROR_INVALID_ADDRESS_SPACE
            | CUDA_ERROR_HARDWARE_STACK_ERROR
            | CUDA_ERROR_ECC_UNCORRECTABLE
    )
}
