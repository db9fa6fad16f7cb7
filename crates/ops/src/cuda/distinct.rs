//! Distinct values on GPUs.

use cresset_storage::{DType, Dims, Result};

use super::call::{Program, ordinal_of};
use super::launch::{Target, joined};
use super::text::{computed, stored};
use crate::array::Array;
use crate::copy::contiguous_copy;
use crate::reading::to_vec;
use crate::scan::{Direction, cumsum};
use crate::sort::Unique;

/// The fields of `Distinct` in `distinct.cu`.
const DISTINCT_WORDS: usize = 10;

/// The distinct values of a vector in which equal elements are neighbours, and which had these positions before in an
/// array of sizes `sizes`. Waits for the device, as the number of values is a size. None where there is no kernel.
pub(crate) fn runs(
    op: &'static str,
    sorted: &Array,
    positions: Option<&Array>,
    sizes: &Dims,
) -> Result<Option<Unique>> {
    let (Some(ordinal), Some(held)) = (ordinal_of(sorted), stored(sorted.dtype())) else { return Ok(None) };
    let (n, dtype) = (sorted.numel(), sorted.dtype());
    let whole_numbers = |n: usize| Array::empty(op, &Dims::new(op, &[n])?, DType::I64, sorted.device());
    if n == 0 {
        let inverse = Array::empty(op, sizes, DType::I64, sorted.device())?;
        return Ok(Some(Unique { values: sorted.clone(), inverse, counts: whole_numbers(0)? }));
    }
    let types = [("In", held), ("C", computed(dtype))];
    let program = Program { name: "distinct", types: &types, constants: &[], file: include_str!("distinct.cu") };
    // The addresses of `Distinct` in their order: what is read, what is not there, what is written.
    let run = |entry, read: &[Option<&Array>], written: Vec<&mut Array>, first_written: usize, n_values: usize| {
        let targets = written.into_iter().map(|array| Target::Fresh(array.storage_mut())).collect();
        program.run(ordinal, (entry, n), targets, read, |found| {
            let absent = vec![0; first_written - found.read.len()];
            let addresses: [u64; 8] = joined(&[&found.read, &absent, &found.written]);
            joined::<DISTINCT_WORDS>(&[&addresses, &[n as u64, n_values as u64]])
        })
    };
    let mut begins = whole_numbers(n)?;
    run("begins", &[Some(sorted)], vec![&mut begins], 3, 0)?;
    let ranks = cumsum(&begins, 0, Direction::Forward)?;
    // A copy: to read one element of an array brings all of it over.
    let last = contiguous_copy(op, &ranks.as_strided(op, &[1], &[1], n - 1)?)?;
    let n_values = to_vec::<i64>(&last)?.first().map_or(0, |&rank| rank as usize);
    let mut values = Array::empty(op, &Dims::new(op, &[n_values])?, dtype, sorted.device())?;
    let mut inverse = Array::empty(op, sizes, DType::I64, sorted.device())?;
    let (mut firsts, mut counts) = (whole_numbers(n_values)?, whole_numbers(n_values)?);
    let read = [Some(sorted), positions, Some(&ranks)];
    run("values", &read, vec![&mut values, &mut inverse, &mut firsts], 4, n_values)?;
    let read = [None, None, None, None, None, None, Some(&firsts)];
    run("counts", &read, vec![&mut counts], 7, n_values)?;
    Ok(Some(Unique { values, inverse, counts }))
}
