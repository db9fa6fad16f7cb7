//! The functions of cuDNN that are used, found by name, and what they take.

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::LazyLock;

use cudarc::cudnn::sys;

use crate::cuda::Handle;

// cudnn_graph.h, cudnn_ops.h. The numbers are not the bindings' enumerations: a newer library has more of them.
pub(super) const SUCCESS: c_int = 0;
pub(super) const FLOAT: c_int = 0;
pub(super) const HALF: c_int = 2;
pub(super) const BFLOAT16: c_int = 9;
pub(super) const NCHW: c_int = 0;
pub(super) const CROSS_CORRELATION: c_int = 1;
pub(super) const DETERMINISTIC: c_int = 1;
pub(super) const DEFAULT_MATH: c_int = 0;
pub(super) const TENSOR_MATH: c_int = 1;
pub(super) const ONLY_FMA: c_int = 3;

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
pub(super) struct Choice {
    pub(super) algorithm: c_int,
    pub(super) status: c_int,
    time: f32,
    pub(super) workspace_bytes: usize,
    pub(super) determinism: c_int,
    pub(super) math: c_int,
    reserved: [c_int; 3],
}

const _: () = assert!(size_of::<Choice>() == 48, "the size of the library's structure");

/// The functions for one kind of description.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    create: Create,
    destroy: Destroy,
}

/// The library's functions. Those of a way are in its place; their arguments are the same.
pub(super) struct Functions {
    pub(super) library: Create,
    pub(super) set_stream: SetStream,
    pub(super) tensors: Kind,
    pub(super) filters: Kind,
    pub(super) windows: Kind,
    pub(super) set_tensor: SetTensor,
    pub(super) set_filter: SetFilter,
    pub(super) set_window: SetWindow,
    pub(super) set_math: SetNumber,
    pub(super) set_groups: SetNumber,
    pub(super) choose: [Choose; 3],
    pub(super) run: [Run; 3],
}

pub(super) static FUNCTIONS: LazyLock<Option<Functions>> = LazyLock::new(Functions::find);

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

pub(super) fn succeeded(status: c_int) -> Option<()> {
    (status == SUCCESS).then_some(())
}

/// A description that is this value's own.
pub(super) struct Object {
    pub(super) at: Handle<c_void>,
    destroy: Destroy,
}

impl Object {
    pub(super) fn new(kind: Kind) -> Option<Object> {
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
