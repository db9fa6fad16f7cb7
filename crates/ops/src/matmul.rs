//! Products of vectors, matrices and batches of matrices.
//!
//! Halves are multiplied and added in f32 and rounded once; whole numbers wrap. Processors with AVX-512 BF16 or AMX take
//! subnormal bfloat16 numbers, and subnormal sums of them, for zeros in products of more than eight rows.

use cresset_storage::{Category, Complex64, DType, Device, Dims, Error, Layout, Result, Scalar};

use crate::access::{Access, device_of, exclusive};
use crate::array::{Array, Operand};
use crate::broadcast::broadcast_sizes;
use crate::copy::{copy_into, to_dtype};
use crate::cpu::matmul::{Batch, Product, products};
use crate::cuda::matmul as cuda;
use crate::plain::for_dtype;
use crate::pointwise::computing;

/// Product of vectors, matrices or broadcast batches of matrices, as `torch.matmul`.
///
/// # Shapes
/// `[..., m, k]` and `[..., k, n]` give `[..., m, n]`, the leading sizes broadcast. A vector on the left stands for one
/// row, on the right for one column, and its dim is left out of the result.
///
/// # Errors
/// A scalar, inner sizes that differ, leading sizes that do not broadcast, different or boolean dtypes.
pub fn matmul(lhs: &Array, rhs: &Array) -> Result<Array> {
    let op = "matmul";
    if lhs.rank() == 0 || rhs.rank() == 0 {
        let shapes: [(_, &[usize]); 2] = [("lhs", lhs.sizes()), ("rhs", rhs.sizes())];
        return Err(Error::shape(op, "a scalar has no rows", &shapes, "both need at least one dim; mul takes scalars"));
    }
    let row = lhs.rank() == 1;
    let column = rhs.rank() == 1;
    let left = if row { lhs.with_layout(lhs.layout().unsqueeze(op, 0)?) } else { lhs.clone() };
    let right = if column { rhs.with_layout(rhs.layout().unsqueeze(op, 1)?) } else { rhs.clone() };
    if left.sizes()[left.rank() - 1] != right.sizes()[right.rank() - 2] {
        return Err(inner_sizes(op, lhs, rhs));
    }
    let out = product(op, &left, &right, None, 1.into(), 1.into())?;
    if !row && !column {
        return Ok(out);
    }
    let mut sizes = *out.sizes();
    if column {
        sizes.remove(sizes.len() - 1);
    }
    if row {
        sizes.remove(sizes.len() - if column { 1 } else { 2 });
    }
    Ok(out.with_layout(Layout::contiguous(sizes)))
}

/// Product of two matrices.
///
/// # Errors
/// As [`matmul`], or other than two dims.
pub fn mm(lhs: &Array, rhs: &Array) -> Result<Array> {
    ranked("mm", lhs, 2, rhs, 2, "self and mat2 need two dims each; matmul takes others")?;
    product("mm", lhs, rhs, None, 1.into(), 1.into())
}

/// Products of two batches of matrices.
///
/// # Errors
/// As [`matmul`], other than three dims, or batches of different sizes.
pub fn bmm(lhs: &Array, rhs: &Array) -> Result<Array> {
    batched("bmm", lhs, rhs)?;
    product("bmm", lhs, rhs, None, 1.into(), 1.into())
}

/// Product of a matrix and a vector.
///
/// # Errors
/// As [`matmul`], or other than two dims and one.
pub fn mv(matrix: &Array, vector: &Array) -> Result<Array> {
    ranked("mv", matrix, 2, vector, 1, "self needs two dims, vec needs one; matmul takes others")?;
    matmul(matrix, vector)
}

/// Scalar product of two vectors.
///
/// # Errors
/// As [`matmul`], or other than one dim.
pub fn dot(lhs: &Array, rhs: &Array) -> Result<Array> {
    ranked("dot", lhs, 1, rhs, 1, "both need one dim; matmul takes others")?;
    matmul(lhs, rhs)
}

/// `beta * input + alpha * lhs @ rhs`. With `beta` 0 the elements of `input` do not matter.
///
/// # Errors
/// As [`mm`], an input that does not broadcast to the product, or fractions times whole numbers.
pub fn addmm(input: &Array, lhs: &Array, rhs: &Array, beta: Scalar, alpha: Scalar) -> Result<Array> {
    ranked("addmm", lhs, 2, rhs, 2, "mat1 and mat2 need two dims each")?;
    product("addmm", lhs, rhs, Some(input), beta, alpha)
}

/// `beta * input + alpha * lhs @ rhs` for batches of matrices. With `beta` 0 the elements of `input` do not matter.
///
/// # Errors
/// As [`bmm`] and [`addmm`].
pub fn baddbmm(input: &Array, lhs: &Array, rhs: &Array, beta: Scalar, alpha: Scalar) -> Result<Array> {
    batched("baddbmm", lhs, rhs)?;
    product("baddbmm", lhs, rhs, Some(input), beta, alpha)
}

/// `x @ weight^T + bias`.
///
/// # Shapes
/// `[..., in]`, a weight of `[out, in]` and a bias of `[out]` give `[..., out]`.
///
/// # Errors
/// As [`matmul`], or a weight or bias of other sizes.
pub fn linear(x: &Array, weight: &Array, bias: Option<&Array>) -> Result<Array> {
    let op = "linear";
    let fits = weight.rank() == 2
        && x.sizes().last() == weight.sizes().last()
        && bias.is_none_or(|bias| **bias.sizes() == weight.sizes()[..1]);
    if !fits {
        let remedy = "weight must be [out, in] where self is [..., in], bias must be [out]";
        let mut shapes: Vec<(_, &[usize])> = vec![("self", x.sizes()), ("weight", weight.sizes())];
        shapes.extend(bias.map(|bias| -> (_, &[usize]) { ("bias", bias.sizes()) }));
        return Err(Error::shape(op, "sizes do not fit", &shapes, remedy));
    }
    let left = if x.rank() == 1 { x.with_layout(x.layout().unsqueeze(op, 0)?) } else { x.clone() };
    let right = weight.with_layout(weight.layout().transpose(op, 0, 1)?);
    let out = product(op, &left, &right, bias, 1.into(), 1.into())?;
    let mut sizes = *x.sizes();
    sizes[x.rank() - 1] = weight.sizes()[0];
    Ok(out.with_layout(Layout::contiguous(sizes)))
}

/// Refuses other than two vectors to `outer`, which is an elementwise product otherwise.
///
/// # Errors
/// Other than one dim.
pub fn check_outer(lhs: &Array, rhs: &Array) -> Result<()> {
    ranked("outer", lhs, 1, rhs, 1, "both need one dim")
}

fn ranked(
    op: &'static str,
    lhs: &Array,
    lhs_rank: usize,
    rhs: &Array,
    rhs_rank: usize,
    remedy: &'static str,
) -> Result<()> {
    if lhs.rank() != lhs_rank || rhs.rank() != rhs_rank {
        let shapes: [(_, &[usize]); 2] = [("lhs", lhs.sizes()), ("rhs", rhs.sizes())];
        return Err(Error::shape(op, "wrong number of dims", &shapes, remedy));
    }
    Ok(())
}

fn batched(op: &'static str, lhs: &Array, rhs: &Array) -> Result<()> {
    ranked(op, lhs, 3, rhs, 3, "both need three dims; matmul broadcasts")?;
    if lhs.sizes()[0] != rhs.sizes()[0] {
        let shapes: [(_, &[usize]); 2] = [("lhs", lhs.sizes()), ("rhs", rhs.sizes())];
        return Err(Error::shape(
            op,
            "batches differ in size",
            &shapes,
            "the first sizes must be equal; matmul broadcasts",
        ));
    }
    Ok(())
}

#[cold]
fn inner_sizes(op: &'static str, lhs: &Array, rhs: &Array) -> Error {
    let remedy = match rhs.rank() {
        1 => "lhs.size(-1) must equal rhs.size(-1)",
        _ => "lhs.size(-1) must equal rhs.size(-2)",
    };
    Error::shape(op, "inner sizes differ", &[("lhs", lhs.sizes()), ("rhs", rhs.sizes())], remedy)
}

/// The dtype and device of all arrays.
///
/// # Errors
/// They differ, or the dtype is that of booleans.
fn alike(op: &'static str, arrays: &[(&'static str, &Array)]) -> Result<(DType, Device)> {
    let dtype = arrays[0].1.dtype();
    if arrays.iter().any(|(_, array)| array.dtype() != dtype) {
        let dtypes: Vec<_> = arrays.iter().map(|(name, array)| (*name, array.dtype())).collect();
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert them to one dtype with to_dtype"));
    }
    Ok((dtype, device_of(op, arrays.iter().map(|(_, array)| *array))?))
}

/// Two dims of an array's layout, and the ones before them.
fn split(dims: &Dims) -> (Dims, [usize; 2]) {
    let lead = dims.len() - 2;
    (Dims::clamped(&dims[..lead]), [dims[lead], dims[lead + 1]])
}

/// `beta * input + alpha * lhs @ rhs`; without an input, `alpha * lhs @ rhs`.
fn product(
    op: &'static str,
    lhs: &Array,
    rhs: &Array,
    input: Option<&Array>,
    beta: Scalar,
    alpha: Scalar,
) -> Result<Array> {
    let (lhs_batch, [rows, inner]) = split(lhs.sizes());
    let (rhs_batch, [rhs_inner, columns]) = split(rhs.sizes());
    if inner != rhs_inner {
        return Err(inner_sizes(op, lhs, rhs));
    }
    let (dtype, device) = match input {
        Some(input) => alike(op, &[("lhs", lhs), ("rhs", rhs), ("input", input)])?,
        None => alike(op, &[("lhs", lhs), ("rhs", rhs)])?,
    };
    // Halves are read as they are and summed in f32.
    let computed = computing(dtype);
    // Beside whole numbers a factor counts as one, its fraction cut off.
    let whole = |scalar: Scalar| if dtype.is_integral() { Scalar::I64(scalar.as_i64()) } else { scalar };
    let (beta, alpha) = (whole(beta), whole(alpha));
    if !dtype.is_complex() && [beta, alpha].iter().any(|scalar| scalar.category() == Category::Complex) {
        return Err(Error::argument(op, "alpha or beta", "a complex number", "real tensors take real factors"));
    }
    let batch = broadcast_sizes(op, &lhs_batch, &rhs_batch).map_err(|_| {
        let remedy = "each pair of leading sizes must be equal or contain a 1";
        Error::shape(op, "batches do not broadcast", &[("lhs", lhs.sizes()), ("rhs", rhs.sizes())], remedy)
    })?;
    let mut sizes = batch;
    sizes.push(op, rows)?;
    sizes.push(op, columns)?;
    let spread = |array: &Array, [m, n]: [usize; 2]| -> Result<Layout> {
        let mut sizes = batch;
        sizes.push(op, m)?;
        sizes.push(op, n)?;
        array.layout().broadcast_to(op, &sizes)
    };
    let (mut left, right) = (spread(lhs, [rows, inner])?, spread(rhs, [inner, columns])?);
    if device != Device::Cpu {
        let input = input.map(|input| Ok(input.with_layout(input.layout().broadcast_to(op, &sizes)?)));
        // An input that does not broadcast is refused below.
        if let Ok(input) = input.transpose() as Result<Option<Array>> {
            let (lhs, rhs) = (&lhs.with_layout(left), &rhs.with_layout(right));
            if let Some(out) = cuda::run(op, &cuda::Call { lhs, rhs, input: input.as_ref(), beta, alpha })? {
                return Ok(out);
            }
        }
    }
    let mut out = Array::empty(op, &sizes, computed, device)?;
    if let Some(input) = input {
        input.layout().broadcast_to(op, &sizes).map_err(|_| {
            let remedy = "the input must broadcast to the product";
            Error::shape(op, "sizes do not broadcast", &[("input", input.sizes()), ("product", &sizes)], remedy)
        })?;
    }
    // A row that is added to all rows is read by the product itself.
    let is_bias = |input: &Array| {
        let is_row = input.sizes().last() == Some(&columns) && input.numel() == columns;
        is_row && input.layout().is_contiguous() && beta.as_complex() == Complex64::ONE
    };
    let (mut bias, mut held) = (None, Scalar::I64(0));
    match input {
        Some(input) if is_bias(input) => {
            bias = Some(if computed == dtype { input.clone() } else { to_dtype(op, input, computed)? });
        }
        Some(input) if beta.as_bool() => {
            copy_into(op, Operand::Array(input), &mut out)?;
            held = beta;
        }
        _ => {}
    }
    let mut folded = (batch, rows);
    // One right matrix for the whole batch: the left ones are a single tall matrix if their rows are evenly spaced.
    if rhs_batch.numel() == 1 && batch.numel() > 1 {
        let tall = Dims::new(op, &[batch.numel() * rows, inner])?;
        if let Some(layout) = left.view(&tall) {
            folded = (Dims::EMPTY, tall[0]);
            left = layout;
        }
    }
    let (lhs_leads, lhs_strides) = split(left.strides());
    let (rhs_leads, rhs_strides) = split(right.strides());
    let batch = Batch { sizes: folded.0, lhs_strides: lhs_leads, rhs_strides: rhs_leads };
    let product =
        Product { rows: folded.1, inner, columns, lhs_strides, rhs_strides, out_stride: columns, alpha, beta: held };
    let pointer = exclusive(op, &mut out)?;
    let mut arrays = vec![lhs, rhs];
    arrays.extend(&bias);
    let access = Access::read(&arrays)?;
    let (lhs, rhs, bias) = (access.pointer(0), access.pointer(1), bias.is_some().then(|| access.pointer(2)));
    if dtype.is_complex() {
        for_dtype!(op, dtype, complex: T => {
            // SAFETY: as below.
            unsafe {
                let bias = bias.map(|bias| bias.cast_const().cast());
                products::<T>(&batch, &product, lhs.cast(), rhs.cast(), bias, pointer.cast());
            }
        });
        drop(access);
        return Ok(out);
    }
    for_dtype!(op, dtype, numeric: T => {
        // SAFETY: both layouts are those of the locked inputs, broadcast, so every element lies within its storage
        // and is counted from the pointer; the result is new, contiguous and of the computing type, so it overlaps
        // neither; the bias is a row of the computing type.
        unsafe {
                let bias = bias.map(|bias| bias.cast_const().cast());
                products::<T>(&batch, &product, lhs.cast(), rhs.cast(), bias, pointer.cast());
            }
    });
    drop(access);
    if computed == dtype { Ok(out) } else { to_dtype(op, &out, dtype) }
}
