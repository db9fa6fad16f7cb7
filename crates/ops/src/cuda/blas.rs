//! Products of matrices by NVIDIA's cuBLASLt, where its library is there and takes them.

use cresset_storage::cuda::blas::{Call, Matrix, Product, is_available};
use cresset_storage::cuda::{Gpu, Stream};
use cresset_storage::{DType, Device, Dims, Result};

use super::launch::{Target, multiply, with_addresses};
use super::matmul::{self, BATCH_DIMS, Plan};
use super::tile::tf32_allowed;
use crate::array::Array;

/// The library's numbers are of four bytes for the most part.
const MOST_STEP: usize = i32::MAX as usize;
/// Blocks of a launch along its third axis.
const MOST_BATCH: usize = 65_535;
/// The most that the library asks of an address, in bytes.
const MOST_ALIGNMENT: u64 = 256;

/// Computes the products; `false` where our own kernels must.
pub(super) fn run(op: &'static str, call: &matmul::Call<'_>, plan: &Plan, result: &mut Array) -> Result<bool> {
    let Device::Cuda(ordinal) = result.device() else { return Ok(false) };
    let Some(form) = form(call, plan).filter(|_| is_available(ordinal)) else { return Ok(false) };
    let (gpu, stream, device) = (Gpu::of(ordinal)?, Stream::current(ordinal)?, result.device());
    let input = call.input.filter(|_| plan.input.is_some());
    let mut done = false;
    let inputs = [Some(call.lhs), Some(call.rhs), input];
    with_addresses(stream, vec![Target::Fresh(result.storage_mut())], &inputs, |found| {
        let ([lhs, rhs, input], out) = ([found.read[0], found.read[1], found.read[2]], found.written[0]);
        let has_bias = form.bias_alignment.is_some();
        // What is not read has the form of the result.
        let (added, beta) = match plan.input {
            Some(_) if !has_bias => (input, call.beta.as_f64()),
            _ => (out, 0.0),
        };
        let at = |matrix: Matrix, address| Matrix { alignment: alignment(address), ..matrix };
        let product = Product {
            left: at(form.left, rhs),
            right: at(form.right, lhs),
            input: at(form.input, added),
            out: at(form.out, out),
            bias_alignment: has_bias.then(|| alignment(input)),
            ..form
        };
        let Some(plan) = gpu.plan(&product)? else { return Ok(()) };
        done = true;
        let run = |workspace| {
            let (left, right, alpha) = (rhs, lhs, call.alpha.as_f64());
            multiply(stream, &plan, &Call { left, right, input: added, out, bias: input, workspace, alpha, beta })
        };
        match plan.workspace_bytes() {
            0 => run(0),
            n_bytes => {
                let mut room = Array::empty(op, &Dims::new(op, &[n_bytes])?, DType::U8, device)?;
                with_addresses(stream, vec![Target::Fresh(room.storage_mut())], &[], |found| run(found.written[0]))
            }
        }
    })?;
    Ok(done)
}

/// What the address is a multiple of.
fn alignment(address: u64) -> usize {
    (1 << address.trailing_zeros().min(MOST_ALIGNMENT.trailing_zeros())) as usize
}

/// The products as the library sees them, alignments apart: it reads matrices column by column, so that ours are
/// transposes to it, and the right one comes first.
fn form(call: &matmul::Call<'_>, plan: &Plan) -> Option<Product> {
    let &Plan { rows, inner, columns, batch, .. } = plan;
    let dtype = call.lhs.dtype();
    // By a factor of 0 the library forgets what is infinite.
    if !dtype.is_floating_point() || inner == 0 || batch > MOST_BATCH || !call.alpha.as_bool() {
        return None;
    }
    let out =
        Matrix { rows: columns, columns: rows, step: columns, batch_step: rows * columns, alignment: 0, turned: false };
    let mut bias_alignment = None;
    let mut input = out;
    if let Some(added) = plan.input {
        let one = added.batch.iter().zip(&plan.batch_sizes).all(|(&stride, &size)| stride == 0 || size == 1);
        let row = one && (rows == 1 || added.strides[0] == 0) && (columns == 1 || added.strides[1] == 1);
        if row && call.beta.as_f64() == 1.0 {
            bias_alignment = Some(0);
        } else {
            input = matrix(added, [rows, columns], plan).filter(|found| !found.turned && (batch == 1 || !one))?;
        }
    }
    Some(Product {
        dtype,
        tf32: dtype == DType::F32 && tf32_allowed(),
        batch,
        left: matrix(plan.rhs, [inner, columns], plan)?,
        right: matrix(plan.lhs, [rows, inner], plan)?,
        input,
        out,
        bias_alignment,
    })
}

/// A matrix of ours as the library can read it: by rows it is its transpose by columns.
fn matrix(of: matmul::Matrix, sizes: [usize; 2], plan: &Plan) -> Option<Matrix> {
    let batch_step = step(&plan.batch_sizes, &of.batch)?;
    let lines = |along: usize| {
        let (rows, columns) = (sizes[along], sizes[1 - along]);
        let side_by_side = rows == 1 || of.strides[along] == 1;
        let step = if columns == 1 { rows } else { of.strides[1 - along] };
        let fits = side_by_side && (rows..=MOST_STEP).contains(&step);
        fits.then_some(Matrix { rows, columns, step, batch_step, alignment: 0, turned: along == 0 })
    };
    lines(1).or_else(|| lines(0))
}

/// The one stride of a batch, if one is enough.
fn step(sizes: &[usize; BATCH_DIMS], strides: &[usize; BATCH_DIMS]) -> Option<usize> {
    let mut dims = sizes.iter().zip(strides).rev().filter(|(size, _)| **size > 1);
    let Some((&size, &first)) = dims.next() else { return Some(0) };
    dims.try_fold(first * size, |expected, (&size, &stride)| (stride == expected).then_some(expected * size))
        .map(|_| first)
}
