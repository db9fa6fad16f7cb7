//! Bisection in sorted rows on GPUs.

use cresset_storage::Result;

use super::call::{Program, ordinal_of};
use super::launch::Target;
use super::text::{computed, stored};
use crate::array::Array;

/// Fills `out` with the place of each value in its sequence of `width` elements, which `row` values share. False where
/// there is no kernel.
pub(crate) fn places(
    sequence: &Array,
    width: usize,
    values: &Array,
    row: usize,
    right: bool,
    out: &mut Array,
) -> Result<bool> {
    let (Some(ordinal), Some(held)) = (ordinal_of(values), stored(values.dtype())) else { return Ok(false) };
    if sequence.device() != values.device() {
        return Ok(false);
    }
    let numel = values.numel();
    if numel == 0 {
        return Ok(true);
    }
    let types = [("In", held), ("C", computed(values.dtype()))];
    let file = concat!(include_str!("team.cu"), include_str!("search.cu"));
    let program = Program { name: "search", types: &types, constants: &[], file };
    let (targets, inputs) = (vec![Target::Fresh(out.storage_mut())], [Some(sequence), Some(values)]);
    program.run(ordinal, ("places", numel), targets, &inputs, |found| {
        let [width, row, numel] = [width, row, numel].map(|number| number as u64);
        [found.read[0], found.read[1], found.written[0], width, row, numel, u64::from(right)]
    })?;
    Ok(true)
}
