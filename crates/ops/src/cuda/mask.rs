//! Masks, and the places of elements that are not zero, on GPUs.

use cresset_storage::cuda::Gpu;
use cresset_storage::{DType, Dims, MAX_DIMS, Result};

use super::call::{Program, THREADS, ordinal_of, unit};
use super::index::target;
use super::launch::{Addresses, Target};
use super::text::stored;
use crate::access::Access;
use crate::array::Array;
use crate::cpu::index::Target as Written;

/// Parts that a multiprocessor is given.
const PARTS_PER_MULTIPROCESSOR: usize = 8;
/// Elements of a part at least.
const LEAST_ELEMENTS: usize = THREADS * 16;

fn program<'a>(types: &'a [(&'static str, &'static str)]) -> Program<'a> {
    Program {
        name: "mask",
        types,
        constants: &[],
        file: concat!(include_str!("before.cu"), "\n", include_str!("mask.cu")),
    }
}

fn words(x: u64, other: u64, out: u64, [n, n_parts]: [usize; 2], sizes: &[usize]) -> [u64; 6 + MAX_DIMS] {
    let mut words = [0; 6 + MAX_DIMS];
    words[..6].copy_from_slice(&[x, other, out, n as u64, n_parts as u64, sizes.len() as u64]);
    words[6..].iter_mut().zip(sizes).for_each(|(word, &size)| *word = size as u64);
    words
}

/// The positions, in the flattened array, of the elements of a contiguous array that are not zero, in order. None where
/// there is no kernel.
pub(crate) fn positions(op: &'static str, x: &Array) -> Result<Option<Array>> {
    let (Some(ordinal), Some(held)) = (ordinal_of(x), stored(x.dtype())) else { return Ok(None) };
    let vector = |n: usize| Array::empty(op, &Dims::new(op, &[n])?, DType::I64, x.device());
    let n = x.numel();
    if n == 0 {
        return vector(0).map(Some);
    }
    let most = Gpu::of(ordinal)?.multiprocessors().max(1) as usize * PARTS_PER_MULTIPROCESSOR;
    let n_parts = n.div_ceil(LEAST_ELEMENTS).clamp(1, most);
    let types = [("In", held), unit(1)];
    let program = program(&types);
    let mut begins = vector(n_parts + 1)?;
    program.run_blocks(
        ordinal,
        ("count", [n_parts, 1]),
        vec![Target::Fresh(begins.storage_mut())],
        &[Some(x)],
        |found| words(found.read[0], found.written[0], 0, [n, n_parts], &[]),
    )?;
    let over = |found: &Addresses| words(0, found.written[0], 0, [n, n_parts], &[]);
    program.run_blocks(ordinal, ("begin", [1, 1]), vec![Target::Held(op, &begins)], &[], over)?;
    let last = begins.with_layout(begins.layout().narrow(op, 0, n_parts as i64, 1)?);
    let last = crate::copy::contiguous_copy(op, &last)?;
    let access = Access::read(&[&last])?;
    let n_found = access.slice::<i64>(op, 0)?.first().map_or(0, |&n| n as usize);
    drop(access);
    let mut out = vector(n_found)?;
    if n_found > 0 {
        let inputs = [Some(x), Some(&begins)];
        program.run_blocks(
            ordinal,
            ("find", [n_parts, 1]),
            vec![Target::Fresh(out.storage_mut())],
            &inputs,
            |found| words(found.read[0], found.read[1], found.written[0], [n, n_parts], &[]),
        )?;
    }
    Ok(Some(out))
}

/// Positions in an array of `sizes` as one row of indices each.
pub(crate) fn split(op: &'static str, positions: &Array, sizes: &Dims) -> Result<Array> {
    let n = positions.numel();
    let mut out = Array::empty(op, &Dims::new(op, &[n, sizes.len()])?, DType::I64, positions.device())?;
    if let (Some(ordinal), 1..) = (ordinal_of(positions), out.numel()) {
        let types = [("In", "truth"), unit(1)];
        program(&types).run(
            ordinal,
            ("split", n),
            vec![Target::Fresh(out.storage_mut())],
            &[Some(positions)],
            |found| words(0, found.read[0], found.written[0], [n, 1], sizes),
        )?;
    }
    Ok(out)
}

/// Writes one value to a contiguous target where the mask, which has its sizes, is true.
pub(crate) fn fill(op: &'static str, written: Written<'_>, mask: &Array, value: &Array) -> Result<()> {
    let (Some(ordinal), n @ 1..) = (ordinal_of(written.array()), mask.numel()) else { return Ok(()) };
    let types = [("In", "truth"), unit(value.dtype().n_bytes())];
    let inputs = [Some(mask), Some(value)];
    program(&types).run(ordinal, ("fill", n), vec![target(op, written)], &inputs, |found| {
        words(found.read[0], found.read[1], found.written[0], [n, 1], &[])
    })
}
