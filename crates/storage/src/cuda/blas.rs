//! NVIDIA's cuBLASLt, where its library is found: products of matrices, planned once for each form.
//!
//! `CRESSET_CUBLASLT=0` leaves it alone. Of its algorithms only those are taken that add parts of a sum in the dtype of
//! the computation and in a fixed order, so that a device gives the same bits each time.

use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr::from_ref;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cudarc::cublaslt::result::{self, CublasError};
use cudarc::cublaslt::sys;

use super::graph::Relaxed;
use super::{Gpu, Handle, Stream};
use crate::{DType, Error, ErrorKind, Result};

/// NVIDIA's advice for workspaces: 32 MiB from Hopper on, 4 MiB before.
///
/// # Source
/// <https://docs.nvidia.com/cuda/cublas/#cublassetworkspace>
const WORKSPACE_BYTES: [u64; 2] = [4 << 20, 32 << 20];

/// Plans that are kept; beyond, all are made anew: who never repeats a form needs no more memory for that.
const MOST_PLANS: usize = 4096;

/// What a device that is lost says it did last.
static NAME: LazyLock<String> = LazyLock::new(|| "cublasLtMatmul".to_owned());

/// A matrix of each product as it lies in memory: neighbours of a column side by side.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Matrix {
    /// Elements of a column.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Elements from a column to the next; no fewer than the rows.
    pub step: usize,
    /// Elements from a matrix of the batch to the next.
    pub batch_step: usize,
    /// What the address is a multiple of, in bytes.
    pub alignment: usize,
    /// Whether its transpose is multiplied; only factors can be.
    pub turned: bool,
}

/// The form of products, `out = alpha * left @ right + beta * input`, perhaps with a number added to each row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Product {
    /// Of all elements: f64, f32, f16 or bf16.
    pub dtype: DType,
    /// Whether floats may be rounded to TF32.
    pub tf32: bool,
    /// How many products.
    pub batch: usize,
    /// Left factor.
    pub left: Matrix,
    /// Right factor.
    pub right: Matrix,
    /// What is added, with a factor.
    pub input: Matrix,
    /// Result.
    pub out: Matrix,
    /// The alignment of the numbers that are added to rows, where there are such.
    pub bias_alignment: Option<usize>,
}

/// Addresses and numbers of one call.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Of the left factor.
    pub left: u64,
    /// Of the right factor.
    pub right: u64,
    /// Of what is added; with a factor of 0 it is not read.
    pub input: u64,
    /// Of the result.
    pub out: u64,
    /// Of the numbers for rows; looked at where the form has them.
    pub bias: u64,
    /// Of as many bytes as the plan wants.
    pub workspace: u64,
    /// The products' factor.
    pub alpha: f64,
    /// The factor of what is added.
    pub beta: f64,
}

/// The library on one device.
pub(super) struct Library {
    handle: Handle<sys::cublasLtContext>,
    /// None for forms that the library refuses.
    plans: Mutex<HashMap<Product, Option<Arc<Plan>>>>,
}

impl Library {
    /// The library for a device; none where it is missing, unwanted or cannot start.
    pub(super) fn open(gpu: &Gpu) -> Option<Library> {
        let wanted = std::env::var_os("CRESSET_CUBLASLT").is_none_or(|set| set != "0");
        // SAFETY: loads the library and looks at nothing in it; it must come first, because every other call of the
        // bindings panics when the library is missing.
        if !wanted || !unsafe { sys::is_culib_present() } || gpu.bind().is_err() {
            return None;
        }
        let _relaxed = Relaxed::enter(gpu);
        let handle = result::create_handle().ok()?;
        Some(Library { handle: Handle(handle), plans: Mutex::default() })
    }
}

/// Whether products on the device of this ordinal go through cuBLASLt.
#[must_use]
pub fn is_available(ordinal: usize) -> bool {
    Gpu::of(ordinal).is_ok_and(|gpu| gpu.blas().is_some())
}

/// How one form of products is computed on one device.
pub struct Plan {
    gpu: &'static Gpu,
    handle: Handle<sys::cublasLtContext>,
    /// The address of the bias stands in it, so that one call at a time uses it.
    operation: Mutex<Object<sys::cublasLtMatmulDescOpaque_t>>,
    /// Left, right, input, out.
    layouts: [Object<sys::cublasLtMatrixLayoutOpaque_t>; 4],
    algorithm: sys::cublasLtMatmulAlgo_t,
    workspace_bytes: usize,
    has_bias: bool,
    is_double: bool,
}

impl Gpu {
    /// How cuBLASLt computes products of a form; none where it does not.
    ///
    /// # Errors
    /// The device is lost.
    pub fn plan(&'static self, product: &Product) -> Result<Option<Arc<Plan>>> {
        let Some(library) = self.blas() else { return Ok(None) };
        let mut plans = library.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(product) {
            return Ok(plan.clone());
        }
        self.bind()?;
        let _relaxed = Relaxed::enter(self);
        if plans.len() >= MOST_PLANS {
            plans.clear();
        }
        // Our own kernels compute what is refused, whatever the reason.
        let plan = Plan::make(self, library.handle, product).ok().flatten().map(Arc::new);
        plans.insert(*product, plan.clone());
        Ok(plan)
    }
}

impl Plan {
    fn make(gpu: &'static Gpu, handle: Handle<sys::cublasLtContext>, product: &Product) -> Answer<Option<Plan>> {
        use sys::cublasLtMatmulDescAttributes_t as Attribute;
        use sys::cublasLtMatmulPreferenceAttributes_t as Wish;
        let Some((dtype, compute, scale)) = types(product) else { return Ok(None) };
        let operation = Object(Handle(result::create_matmul_desc(compute, scale)?));
        // cublas_api.h: CUBLAS_OP_N is 0, CUBLAS_OP_T is 1.
        operation.set(Attribute::CUBLASLT_MATMUL_DESC_TRANSA, i32::from(product.left.turned))?;
        operation.set(Attribute::CUBLASLT_MATMUL_DESC_TRANSB, i32::from(product.right.turned))?;
        if let Some(alignment) = product.bias_alignment {
            let epilogue = sys::cublasLtEpilogue_t::CUBLASLT_EPILOGUE_BIAS as u32;
            operation.set(Attribute::CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue)?;
            // An address that the choice does not follow: it asks for its alignment only.
            operation.set(Attribute::CUBLASLT_MATMUL_DESC_BIAS_POINTER, alignment as u64)?;
        }
        let layout = |matrix: &Matrix| layout(dtype, matrix, product.batch);
        let layouts = [layout(&product.left)?, layout(&product.right)?, layout(&product.input)?, layout(&product.out)?];
        let wishes = Object(Handle(result::create_matmul_pref()?));
        let workspace_bytes = WORKSPACE_BYTES[usize::from(gpu.architecture() >= 90)];
        wishes.set(Wish::CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, workspace_bytes)?;
        let in_order = sys::cublasLtReductionScheme_t::CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE as u32;
        wishes.set(Wish::CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, in_order)?;
        let alignments = [
            (Wish::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, &product.left),
            (Wish::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, &product.right),
            (Wish::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, &product.input),
            (Wish::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, &product.out),
        ];
        for (wish, matrix) in alignments {
            wishes.set(wish, matrix.alignment as u32)?;
        }
        let [left, right, input, out] = layouts.each_ref().map(|layout| layout.0.0);
        // SAFETY: all of these were made above and live until the call returns.
        let chosen =
            unsafe { result::get_matmul_algo_heuristic(handle.0, operation.0.0, left, right, input, out, wishes.0.0) }?;
        Ok(Some(Plan {
            gpu,
            handle,
            operation: Mutex::new(operation),
            layouts,
            algorithm: chosen.algo,
            workspace_bytes: chosen.workspaceSize,
            has_bias: product.bias_alignment.is_some(),
            is_double: product.dtype == DType::F64,
        }))
    }

    /// Bytes of memory that a call needs for itself.
    #[must_use]
    pub fn workspace_bytes(&self) -> usize {
        self.workspace_bytes
    }

    /// Queues the products on a stream of the plan's device.
    ///
    /// # Errors
    /// The library refuses, or an earlier kernel failed.
    ///
    /// # Safety
    /// The addresses are of this device, aligned and as large as the form says, asked for on this stream, and kept from
    /// others as long as the call is being queued; the workspace is nobody else's until the stream has come past it.
    pub unsafe fn launch(&self, stream: Stream, call: &Call) -> Result<()> {
        let queue = stream.handle()?.cast();
        let _relaxed = Relaxed::enter(self.gpu);
        self.gpu.count_launch(&NAME);
        let (doubles, floats) = ([call.alpha, call.beta], [call.alpha as f32, call.beta as f32]);
        let number = |at: usize| match self.is_double {
            true => from_ref(&doubles[at]).cast::<c_void>(),
            false => from_ref(&floats[at]).cast(),
        };
        let [left, right, input, out] = self.layouts.each_ref().map(|layout| layout.0.0);
        let operation = self.operation.lock().unwrap_or_else(PoisonError::into_inner);
        let bias = sys::cublasLtMatmulDescAttributes_t::CUBLASLT_MATMUL_DESC_BIAS_POINTER;
        let prepared = if self.has_bias { operation.set(bias, call.bias) } else { Ok(()) };
        let queued = prepared.and_then(|()| {
            // SAFETY: the descriptors live as long as the plan; the numbers are read before the call returns; the rest
            // by the caller.
            unsafe {
                result::matmul(
                    self.handle.0,
                    operation.0.0,
                    number(0),
                    number(1),
                    call.left as *const c_void,
                    left,
                    call.right as *const c_void,
                    right,
                    call.input as *const c_void,
                    input,
                    call.out as *mut c_void,
                    out,
                    &self.algorithm,
                    call.workspace as *mut c_void,
                    self.workspace_bytes,
                    queue,
                )
            }
        });
        drop(operation);
        queued.map_err(|CublasError(status)| {
            let (device, code) = (self.gpu.device(), format!("{status:?}"));
            Error::from(ErrorKind::Cuda { device, call: "cublasLtMatmul", code })
        })?;
        stream.wait_if_blocking()
    }
}

/// The types of elements, of sums and of factors; none for dtypes that the library is not asked for.
fn types(product: &Product) -> Option<(sys::cudaDataType, sys::cublasComputeType_t, sys::cudaDataType)> {
    use sys::cublasComputeType_t::{CUBLAS_COMPUTE_32F, CUBLAS_COMPUTE_32F_FAST_TF32, CUBLAS_COMPUTE_64F};
    use sys::cudaDataType::{CUDA_R_16BF, CUDA_R_16F, CUDA_R_32F, CUDA_R_64F};
    let singles = if product.tf32 { CUBLAS_COMPUTE_32F_FAST_TF32 } else { CUBLAS_COMPUTE_32F };
    match product.dtype {
        DType::F64 => Some((CUDA_R_64F, CUBLAS_COMPUTE_64F, CUDA_R_64F)),
        DType::F32 => Some((CUDA_R_32F, singles, CUDA_R_32F)),
        DType::F16 => Some((CUDA_R_16F, CUBLAS_COMPUTE_32F, CUDA_R_32F)),
        DType::BF16 => Some((CUDA_R_16BF, CUBLAS_COMPUTE_32F, CUDA_R_32F)),
        _ => None,
    }
}

fn layout(
    dtype: sys::cudaDataType,
    matrix: &Matrix,
    batch: usize,
) -> Answer<Object<sys::cublasLtMatrixLayoutOpaque_t>> {
    use sys::cublasLtMatrixLayoutAttribute_t as Attribute;
    let (rows, columns) = (matrix.rows as u64, matrix.columns as u64);
    let layout = Object(Handle(result::create_matrix_layout(dtype, rows, columns, matrix.step as i64)?));
    if batch > 1 {
        layout.set(Attribute::CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, batch as i32)?;
        layout.set(Attribute::CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, matrix.batch_step as i64)?;
    }
    Ok(layout)
}

type Answer<T> = std::result::Result<T, CublasError>;

/// A description that the library keeps behind an address.
trait Described: Sized {
    type Attribute;
    const SET: unsafe fn(*mut Self, Self::Attribute, *const c_void, usize) -> Answer<()>;
    const DESTROY: unsafe fn(*mut Self) -> Answer<()>;
}

impl Described for sys::cublasLtMatmulDescOpaque_t {
    type Attribute = sys::cublasLtMatmulDescAttributes_t;
    const SET: unsafe fn(*mut Self, Self::Attribute, *const c_void, usize) -> Answer<()> =
        result::set_matmul_desc_attribute;
    const DESTROY: unsafe fn(*mut Self) -> Answer<()> = result::destroy_matmul_desc;
}

impl Described for sys::cublasLtMatrixLayoutOpaque_t {
    type Attribute = sys::cublasLtMatrixLayoutAttribute_t;
    const SET: unsafe fn(*mut Self, Self::Attribute, *const c_void, usize) -> Answer<()> =
        result::set_matrix_layout_attribute;
    const DESTROY: unsafe fn(*mut Self) -> Answer<()> = result::destroy_matrix_layout;
}

impl Described for sys::cublasLtMatmulPreferenceOpaque_t {
    type Attribute = sys::cublasLtMatmulPreferenceAttributes_t;
    const SET: unsafe fn(*mut Self, Self::Attribute, *const c_void, usize) -> Answer<()> =
        result::set_matmul_pref_attribute;
    const DESTROY: unsafe fn(*mut Self) -> Answer<()> = result::destroy_matmul_pref;
}

/// A description that is this value's own.
struct Object<T: Described>(Handle<T>);

impl<T: Described> Object<T> {
    /// Sets an attribute, which is of this very type by the library's manual.
    fn set<V: Copy>(&self, attribute: T::Attribute, value: V) -> Answer<()> {
        // SAFETY: the description lives as long as `self`; the library copies so many bytes before it returns.
        unsafe { T::SET(self.0.0, attribute, from_ref(&value).cast(), size_of::<V>()) }
    }
}

impl<T: Described> Drop for Object<T> {
    fn drop(&mut self) {
        // SAFETY: the description is this value's own.
        let _ = unsafe { T::DESTROY(self.0.0) };
    }
}
