//! NVIDIA's cuDNN, where its library is found: convolutions and their gradients, planned once for each form.
//!
//! `CRESSET_CUDNN=0` leaves it alone. Of its algorithms only those are taken that add the products themselves, without
//! transforms, and that give the same bits each time.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::ptr::{from_ref, null_mut};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cudarc::cudnn::sys;

use super::graph::Relaxed;
use super::{Gpu, Handle, Stream};
use crate::{DType, Error, ErrorKind, Result};

/// The most memory that a call may need for itself.
const MOST_WORKSPACE_BYTES: usize = 256 << 20;
/// Plans that are kept; beyond, all are made anew: who never repeats a form needs no more memory for that.
const MOST_PLANS: usize = 1024;
/// More than the library has algorithms, each with the units that can compute it.
const MOST_CHOICES: usize = 32;

// cudnn_graph.h, cudnn_ops.h. The numbers are not the bindings' enumerations: a newer library has more of them.
const SUCCESS: c_int = 0;
const FLOAT: c_int = 0;
const HALF: c_int = 2;
const BFLOAT16: c_int = 9;
const NCHW: c_int = 0;
const CROSS_CORRELATION: c_int = 1;
const DETERMINISTIC: c_int = 1;
const DEFAULT_MATH: c_int = 0;
const TENSOR_MATH: c_int = 1;
const ONLY_FMA: c_int = 3;

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

type Description = *mut c_void;
type Create = unsafe extern "C" fn(*mut Description) -> c_int;
type Destroy = unsafe extern "C" fn(Description) -> c_int;
type SetTensor = unsafe extern "C" fn(Description, c_int, c_int, *const c_int, *const c_int) -> c_int;
type SetFilter = unsafe extern "C" fn(Description, c_int, c_int, c_int, *const c_int) -> c_int;
type SetWindow =
    unsafe extern "C" fn(Description, c_int, *const c_int, *const c_int, *const c_int, c_int, c_int) -> c_int;
type SetNumber = unsafe extern "C" fn(Description, c_int) -> c_int;
type SetStream = unsafe extern "C" fn(*mut c_void, *mut c_void) -> c_int;
type Choose = unsafe extern "C" fn(
    *mut c_void,
    Description,
    Description,
    Description,
    Description,
    c_int,
    *mut c_int,
    *mut Choice,
) -> c_int;
type Run = unsafe extern "C" fn(
    *mut c_void,
    *const c_void,
    Description,
    *const c_void,
    Description,
    *const c_void,
    Description,
    c_int,
    *mut c_void,
    usize,
    *const c_void,
    Description,
    *mut c_void,
) -> c_int;

/// `cudnnConvolutionFwdAlgoPerf_t`, and those of the gradients.
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Choice {
    algorithm: c_int,
    status: c_int,
    time: f32,
    workspace_bytes: usize,
    determinism: c_int,
    math: c_int,
    reserved: [c_int; 3],
}

const _: () = assert!(size_of::<Choice>() == 48, "the size of the library's structure");

/// The functions for one kind of description.
#[derive(Clone, Copy)]
struct Kind {
    create: Create,
    destroy: Destroy,
}

/// The library's functions. Those of a way are in its place; their arguments are the same.
struct Functions {
    library: Create,
    set_stream: SetStream,
    tensors: Kind,
    filters: Kind,
    windows: Kind,
    set_tensor: SetTensor,
    set_filter: SetFilter,
    set_window: SetWindow,
    set_math: SetNumber,
    set_groups: SetNumber,
    choose: [Choose; 3],
    run: [Run; 3],
}

static FUNCTIONS: LazyLock<Option<Functions>> = LazyLock::new(Functions::find);

impl Functions {
    /// None where the library, or one of the functions, is missing.
    fn find() -> Option<Functions> {
        fn get<F: Copy>(name: &str) -> Option<F> {
            // SAFETY: the library is there; the types stand in its headers.
            unsafe { sys::culib().get::<F>(name.as_bytes()) }.ok().map(|found| *found)
        }
        fn kind(name: &str) -> Option<Kind> {
            let create = get(&format!("cudnnCreate{name}Descriptor"))?;
            Some(Kind { create, destroy: get(&format!("cudnnDestroy{name}Descriptor"))? })
        }
        // SAFETY: loads the library and looks at nothing in it; it must come first, because every other call of the
        // bindings panics when the library is missing.
        if !unsafe { sys::is_culib_present() } {
            return None;
        }
        Some(Functions {
            library: get("cudnnCreate")?,
            set_stream: get("cudnnSetStream")?,
            tensors: kind("Tensor")?,
            filters: kind("Filter")?,
            windows: kind("Convolution")?,
            set_tensor: get("cudnnSetTensorNdDescriptor")?,
            set_filter: get("cudnnSetFilterNdDescriptor")?,
            set_window: get("cudnnSetConvolutionNdDescriptor")?,
            set_math: get("cudnnSetConvolutionMathType")?,
            set_groups: get("cudnnSetConvolutionGroupCount")?,
            choose: [
                get("cudnnGetConvolutionForwardAlgorithm_v7")?,
                get("cudnnGetConvolutionBackwardDataAlgorithm_v7")?,
                get("cudnnGetConvolutionBackwardFilterAlgorithm_v7")?,
            ],
            run: [
                get("cudnnConvolutionForward")?,
                get("cudnnConvolutionBackwardData")?,
                get("cudnnConvolutionBackwardFilter")?,
            ],
        })
    }
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

fn succeeded(status: c_int) -> Option<()> {
    (status == SUCCESS).then_some(())
}

/// Whether convolutions on the device of this ordinal go through cuDNN.
#[must_use]
pub fn is_available(ordinal: usize) -> bool {
    Gpu::of(ordinal).is_ok_and(|gpu| gpu.dnn().is_some())
}

/// A description that is this value's own.
struct Object {
    at: Handle<c_void>,
    destroy: Destroy,
}

impl Object {
    fn new(kind: Kind) -> Option<Object> {
        let mut at = null_mut();
        // SAFETY: the place is there.
        succeeded(unsafe { (kind.create)(&mut at) })?;
        Some(Object { at: Handle(at), destroy: kind.destroy })
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        // SAFETY: the description is this value's own.
        unsafe { (self.destroy)(self.at.0) };
    }
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
