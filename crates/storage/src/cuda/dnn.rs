//! NVIDIA's cuDNN, where its library is found: convolutions and their gradients, planned once for each form.
//!
//! `CRESSET_CUDNN=0` leaves it alone. Of its algorithms only those are taken that add the products themselves, without
//! transforms, and that give the same bits each time.

mod functions;

use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::ptr::{from_ref, null_mut};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use self::functions::{
    BFLOAT16, CROSS_CORRELATION, Choice, DEFAULT_MATH, DETERMINISTIC, FLOAT, FUNCTIONS, Functions, HALF, NCHW,
    ONLY_FMA, Object, SUCCESS, TENSOR_MATH, succeeded,
};
use super::graph::Relaxed;
use super::{Gpu, Handle, Stream};
use crate::{DType, Error, ErrorKind, Result};

/// The most memory that a call may need for itself.
const MOST_WORKSPACE_BYTES: usize = 256 << 20;
/// Plans that are kept; beyond, all are made anew: who never repeats a form needs no more memory for that.
const MOST_PLANS: usize = 1024;
/// More than the library has algorithms, each with the units that can compute it.
const MOST_CHOICES: usize = 32;

/// What a device that is lost says it did last.
static NAME: LazyLock<String> = LazyLock::new(|| "cuDNN's convolution".to_owned());

/// What is computed of a convolution.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Way {
    /// The result, from weights and input.
    Forward,
    /// The gradient of the input; from weights and the gradient of the result.
    ToInput,
    /// The gradient of the weights; from the gradient of the result and the input.
    ToWeight,
}

/// The form of a convolution. All arrays are contiguous and begin at multiples of 16 bytes; sizes are of the batch, the
/// channels and three spatial dims.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Convolution {
    /// What is computed.
    pub way: Way,
    /// Of all elements: f32, f16 or bf16.
    pub dtype: DType,
    /// Whether floats may be rounded to TF32.
    pub tf32: bool,
    /// Groups of channels.
    pub groups: usize,
    /// Sizes of the input, the weights and the result.
    pub sizes: [[usize; 5]; 3],
    /// Steps of the windows.
    pub stride: [usize; 3],
    /// Zeros at each side.
    pub padding: [usize; 3],
    /// Steps between the places of a window.
    pub dilation: [usize; 3],
}

/// The library on one device.
pub(super) struct Library {
    functions: &'static Functions,
    /// Sends its work to one stream at a time.
    handle: Mutex<Handle<c_void>>,
    /// None for forms that the library refuses.
    plans: Mutex<HashMap<Convolution, Option<Arc<Plan>>>>,
}

impl Library {
    /// The library for a device; none where it is missing, unwanted or cannot start.
    pub(super) fn open(gpu: &Gpu) -> Option<Library> {
        let wanted = std::env::var_os("CRESSET_CUDNN").is_none_or(|set| set != "0");
        let functions = if wanted { FUNCTIONS.as_ref()? } else { return None };
        gpu.bind().ok()?;
        let _relaxed = Relaxed::enter(gpu);
        let mut handle = null_mut();
        // SAFETY: the place is there.
        succeeded(unsafe { (functions.library)(&mut handle) })?;
        Some(Library { functions, handle: Mutex::new(Handle(handle)), plans: Mutex::default() })
    }
}

/// Whether convolutions on the device of this ordinal go through cuDNN.
#[must_use]
pub fn is_available(ordinal: usize) -> bool {
    Gpu::of(ordinal).is_ok_and(|gpu| gpu.dnn().is_some())
}

/// How one form of convolutions is computed on one device.
pub struct Plan {
    gpu: &'static Gpu,
    library: &'static Library,
    way: Way,
    /// Of the input, the weights and the result.
    arrays: [Object; 3],
    window: Object,
    algorithm: c_int,
    workspace_bytes: usize,
}

impl Gpu {
    /// How cuDNN computes convolutions of a form; none where it does not.
    ///
    /// # Errors
    /// The device is lost.
    pub fn convolution(&'static self, form: &Convolution) -> Result<Option<Arc<Plan>>> {
        let Some(library) = self.dnn() else { return Ok(None) };
        let mut plans = library.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(form) {
            return Ok(plan.clone());
        }
        self.bind()?;
        let _relaxed = Relaxed::enter(self);
        if plans.len() >= MOST_PLANS {
            plans.clear();
        }
        // Our own kernels compute what is refused, whatever the reason.
        let plan = Plan::make(self, library, form).map(Arc::new);
        plans.insert(*form, plan.clone());
        Ok(plan)
    }
}

impl Plan {
    fn make(gpu: &'static Gpu, library: &'static Library, form: &Convolution) -> Option<Plan> {
        let functions = library.functions;
        let (dtype, math) = match form.dtype {
            DType::F32 => (FLOAT, if form.tf32 { DEFAULT_MATH } else { ONLY_FMA }),
            DType::F16 => (HALF, TENSOR_MATH),
            DType::BF16 => (BFLOAT16, TENSOR_MATH),
            _ => return None,
        };
        // Fewer algorithms take three spatial dims than two.
        let is_flat = form.sizes.iter().all(|sizes| sizes[2] == 1) && form.padding[0] == 0;
        let of_dims = |sizes: &[usize]| -> Option<Vec<c_int>> {
            sizes[usize::from(is_flat)..].iter().map(|&size| c_int::try_from(size).ok()).collect()
        };
        let [padding, stride, dilation] = [of_dims(&form.padding)?, of_dims(&form.stride)?, of_dims(&form.dilation)?];
        let window = Object::new(functions.windows)?;
        let (rank, groups) = (padding.len() as c_int, c_int::try_from(form.groups).ok()?);
        let (at, mode) = (window.at.0, CROSS_CORRELATION);
        let [padding, stride, dilation] = [&padding, &stride, &dilation].map(|list| list.as_ptr());
        // SAFETY: the description lives, the lists have so many numbers and are read before the call returns.
        succeeded(unsafe { (functions.set_window)(at, rank, padding, stride, dilation, mode, FLOAT) })?;
        // SAFETY: the description lives.
        succeeded(unsafe { (functions.set_groups)(at, groups) })?;
        // SAFETY: the description lives.
        succeeded(unsafe { (functions.set_math)(at, math) })?;
        let array = |role: usize| {
            let sizes = &form.sizes[role];
            let spatial = of_dims(&sizes[2..])?;
            let mut dims = vec![c_int::try_from(sizes[0]).ok()?, c_int::try_from(sizes[1]).ok()?];
            dims.extend(spatial);
            let rank = dims.len() as c_int;
            let object = Object::new(if role == 1 { functions.filters } else { functions.tensors })?;
            if role == 1 {
                // SAFETY: the description lives, the list has so many numbers and is read before the call returns.
                succeeded(unsafe { (functions.set_filter)(object.at.0, dtype, NCHW, rank, dims.as_ptr()) })?;
                return Some(object);
            }
            let mut strides = vec![1; dims.len()];
            for dim in (1..dims.len()).rev() {
                strides[dim - 1] = dims[dim].checked_mul(strides[dim])?;
            }
            // SAFETY: as above.
            succeeded(unsafe { (functions.set_tensor)(object.at.0, dtype, rank, dims.as_ptr(), strides.as_ptr()) })?;
            Some(object)
        };
        let arrays = [array(0)?, array(1)?, array(2)?];
        let [first, second, out] = form.way.operands(arrays.each_ref().map(|array| array.at.0));
        let (mut found, mut choices) = (0, [Choice::default(); MOST_CHOICES]);
        let handle = library.handle.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the descriptions live, there are places for so many choices.
        succeeded(unsafe {
            (functions.choose[form.way as usize])(
                handle.0,
                first,
                second,
                at,
                out,
                MOST_CHOICES as c_int,
                &mut found,
                choices.as_mut_ptr(),
            )
        })?;
        drop(handle);
        let fits = |choice: &&Choice| {
            choice.status == SUCCESS
                && choice.determinism == DETERMINISTIC
                && choice.workspace_bytes <= MOST_WORKSPACE_BYTES
                && form.way.plain_algorithms().contains(&choice.algorithm)
                // Floats are not rounded unless that is allowed.
                && (math != ONLY_FMA || [ONLY_FMA, DEFAULT_MATH].contains(&choice.math))
        };
        let chosen = choices.iter().take(usize::try_from(found).ok()?).find(fits)?;
        if math != ONLY_FMA {
            // SAFETY: the description lives.
            succeeded(unsafe { (functions.set_math)(at, chosen.math) })?;
        }
        let (algorithm, workspace_bytes) = (chosen.algorithm, chosen.workspace_bytes);
        Some(Plan { gpu, library, way: form.way, arrays, window, algorithm, workspace_bytes })
    }

    /// Bytes of memory that a call needs for itself.
    #[must_use]
    pub fn workspace_bytes(&self) -> usize {
        self.workspace_bytes
    }

    /// Queues the convolution on a stream of the plan's device, for the addresses of the input, the weights and the
    /// result, or of their gradients, and of the workspace.
    ///
    /// # Errors
    /// The library refuses, or an earlier kernel failed.
    ///
    /// # Safety
    /// The addresses are of this device, aligned and as large as the form says, asked for on this stream, and kept from
    /// others as long as the call is being queued; the workspace is nobody else's until the stream has come past it.
    pub unsafe fn launch(&self, stream: Stream, arrays: [u64; 3], workspace: u64) -> Result<()> {
        let queue = stream.handle()?.cast();
        let library = self.library;
        let _relaxed = Relaxed::enter(self.gpu);
        self.gpu.count_launch(&NAME);
        let [first, second, out] = self.way.operands(self.arrays.each_ref().map(|array| array.at.0));
        let addresses = self.way.operands(arrays.map(|address| address as *mut c_void));
        let (one, zero) = (1.0_f32, 0.0_f32);
        let handle = library.handle.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the handle lives as long as the process, the stream too.
        let mut status = unsafe { (library.functions.set_stream)(handle.0, queue) };
        if status == SUCCESS {
            // SAFETY: the descriptions live as long as the plan; the numbers are read before the call returns; the rest
            // by the caller.
            status = unsafe {
                (library.functions.run[self.way as usize])(
                    handle.0,
                    from_ref(&one).cast(),
                    first,
                    addresses[0],
                    second,
                    addresses[1],
                    self.window.at.0,
                    self.algorithm,
                    workspace as *mut c_void,
                    self.workspace_bytes,
                    from_ref(&zero).cast(),
                    out,
                    addresses[2],
                )
            };
        }
        drop(handle);
        if status != SUCCESS {
            let (device, code) = (self.gpu.device(), format!("cudnnStatus_t {status}"));
            return Err(Error::from(ErrorKind::Cuda { device, call: "cudnnConvolution", code }));
        }
        stream.wait_if_blocking()
    }
}

impl Way {
    /// Two operands and what comes out, of the input, the weights and the result, in the order of the library.
    fn operands<T: Copy>(self, [input, weight, out]: [T; 3]) -> [T; 3] {
        match self {
            Way::Forward => [input, weight, out],
            Way::ToInput => [weight, out, input],
            Way::ToWeight => [input, out, weight],
        }
    }

    /// The algorithms without transforms: through those an infinite number reaches results that do not see it, and
    /// floats lose digits.
    fn plain_algorithms(self) -> &'static [c_int] {
        match self {
            // IMPLICIT_GEMM, IMPLICIT_PRECOMP_GEMM, GEMM, DIRECT
            Way::Forward => &[0, 1, 2, 3],
            // ALGO_1; ALGO_0 adds atomically
            Way::ToInput | Way::ToWeight => &[1],
        }
    }
}
