//! Arrays put together, rearranged and cut to a triangle, on GPUs.

use cresset_storage::{Dims, Layout, MAX_DIMS, Result};

use super::call::{Program, counter, offset_bytes, ordinal_of, unit, unit_bytes};
use super::index::target;
use super::launch::Target;
use super::text::{computed, element};
use crate::array::Array;
use crate::copy::to_device;
use crate::cpu::index::Target as Written;

/// Parts of one launch, as many as `join.cu` has.
const PARTS: usize = 32;

/// Fills a new contiguous array with parts, one after the other in each of its `outer` rows. The parts are contiguous, of
/// its dtype, and not empty.
pub(crate) fn join(parts: &[Array], out: &mut Array, outer: usize) -> Result<()> {
    let (Some(ordinal), 1..) = (ordinal_of(out), out.numel()) else { return Ok(()) };
    let bytes = |x: &Array| x.numel() / outer * x.dtype().n_bytes();
    let unit_bytes = unit_bytes(parts.iter().flat_map(|part| [bytes(part), offset_bytes(part)]));
    let types = [unit(unit_bytes), counter(out.numel())];
    let program = Program { name: "join", types: &types, constants: &[], file: include_str!("join.cu") };
    let row = bytes(out) / unit_bytes;
    let mut start = 0;
    for parts in parts.chunks(PARTS) {
        let widths: Vec<usize> = parts.iter().map(|part| bytes(part) / unit_bytes).collect();
        let inputs: Vec<Option<&Array>> = parts.iter().map(Some).collect();
        let most = widths.iter().max().map_or(0, |width| width * outer);
        let first = start;
        start += widths.iter().sum::<usize>();
        program.run_parts(
            ordinal,
            ("join", most, parts.len()),
            vec![Target::Fresh(out.storage_mut())],
            &inputs,
            |found| {
                let mut words = [0; 3 + 3 * PARTS];
                words[..3].copy_from_slice(&[found.written[0], outer as u64, row as u64]);
                let mut at = first;
                for (part, (&address, &width)) in found.read.iter().zip(&widths).enumerate() {
                    words[3 + part] = address;
                    words[3 + PARTS + part] = width as u64;
                    words[3 + 2 * PARTS + part] = at as u64;
                    at += width;
                }
                words
            },
        )?;
    }
    Ok(())
}

/// Lists of sources, one behind the other, on the device of `x`, with where each begins.
fn lists(op: &'static str, x: &Array, from: &[Vec<usize>]) -> Result<(Array, [u64; MAX_DIMS])> {
    let mut begins = [0; MAX_DIMS];
    let mut all: Vec<i64> = Vec::with_capacity(from.iter().map(Vec::len).sum());
    for (begin, list) in begins.iter_mut().zip(from) {
        *begin = all.len() as u64;
        all.extend(list.iter().map(|&place| place as i64));
    }
    let n = all.len();
    Ok((to_device(op, &Array::from_vec(all, &[n])?, x.device())?, begins))
}

/// The words of `rearrange.cu`: `n` elements of a result whose dims have the lists, in an input of these sizes.
fn words(addresses: [u64; 3], n: usize, from: &[Vec<usize>], input: &Dims, begins: &[u64]) -> [u64; 5 + 3 * MAX_DIMS] {
    let mut words = [0; 5 + 3 * MAX_DIMS];
    words[..3].copy_from_slice(&addresses);
    words[3..5].copy_from_slice(&[n as u64, from.len() as u64]);
    let strides = *Layout::contiguous(*input).strides();
    for dim in 0..from.len() {
        words[5 + dim] = from[dim].len() as u64;
        words[5 + MAX_DIMS + dim] = strides[dim] as u64;
        words[5 + 2 * MAX_DIMS + dim] = begins[dim];
    }
    words
}

fn rearranging<'a>(types: &'a [(&'static str, &'static str)]) -> Program<'a> {
    let file = concat!(include_str!("atomic.cu"), "\n", include_str!("rearrange.cu"));
    Program { name: "rearrange", types, constants: &[], file }
}

/// Fills a new array with the elements of `x`, which is contiguous, at the sources of each dim.
pub(crate) fn rearrange(op: &'static str, x: &Array, out: &mut Array, input: &Dims, from: &[Vec<usize>]) -> Result<()> {
    let (Some(ordinal), n @ 1..) = (ordinal_of(x), out.numel()) else { return Ok(()) };
    let (lists, begins) = lists(op, x, from)?;
    let types = [("In", "float"), ("C", "float"), unit(x.dtype().n_bytes()), counter(n)];
    let inputs = [Some(x), Some(&lists)];
    rearranging(&types).run(ordinal, ("rearrange", n), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        words([found.read[0], found.read[1], found.written[0]], n, from, input, &begins)
    })
}

/// Adds each element of `grad`, which is contiguous, at its source in a new array of zeros. Says no where there is no
/// kernel.
pub(crate) fn rearrange_sum(
    op: &'static str,
    grad: &Array,
    out: &mut Array,
    input: &Dims,
    from: &[Vec<usize>],
) -> Result<bool> {
    let Some(ordinal) = ordinal_of(grad) else { return Ok(false) };
    let n = grad.numel();
    if n == 0 {
        return Ok(true);
    }
    let (lists, begins) = lists(op, grad, from)?;
    let types = [("In", element(grad.dtype())), ("C", computed(grad.dtype())), unit(1), counter(n)];
    let inputs = [Some(grad), Some(&lists)];
    let targets = vec![Target::Fresh(out.storage_mut())];
    rearranging(&types).run(ordinal, ("rearrange_sum", n), targets, &inputs, |found| {
        words([found.read[0], found.read[1], found.written[0]], n, from, input, &begins)
    })?;
    Ok(true)
}

/// Writes zeros above the diagonal of each matrix of a contiguous target if the lower triangle is kept, else below it.
pub(crate) fn clear(
    op: &'static str,
    written: Written<'_>,
    [rows, columns]: [usize; 2],
    lower: bool,
    diagonal: i64,
) -> Result<()> {
    let (out, n) = (written.array(), written.array().numel());
    let (Some(ordinal), 1..) = (ordinal_of(out), n) else { return Ok(()) };
    let types = [unit(out.dtype().n_bytes()), counter(n)];
    let program = Program { name: "triangle", types: &types, constants: &[], file: include_str!("triangle.cu") };
    // Beyond the corners all diagonals are the same.
    let bound = i64::try_from(rows.max(columns)).unwrap_or(i64::MAX);
    let diagonal = diagonal.clamp(-bound, bound) as u64;
    program.run(ordinal, ("clear", n), vec![target(op, written)], &[], |found| {
        [found.written[0], n as u64, rows as u64, columns as u64, u64::from(lower), diagonal]
    })
}
