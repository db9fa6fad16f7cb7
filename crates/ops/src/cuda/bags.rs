//! Bags of rows on GPUs.

use cresset_storage::Result;

use super::call::{Program, ordinal_of};
use super::launch::Target;
use super::text::{computed, stored};
use crate::array::Array;

/// Fills `out` with the rows that have the largest elements of bags; `lists` gives the rows and the bounds, on the device.
/// Says no where there is no kernel.
pub(crate) fn largest(weight: &Array, lists: impl FnOnce() -> Result<[Array; 2]>, out: &mut Array) -> Result<bool> {
    let (Some(ordinal), Some(held)) = (ordinal_of(weight), stored(weight.dtype())) else { return Ok(false) };
    let [rows, bounds] = lists()?;
    let (n, width) = (out.numel(), weight.sizes().last().copied().unwrap_or(0));
    let types = [("In", held), ("C", computed(weight.dtype()))];
    let program = Program { name: "bags", types: &types, constants: &[], file: include_str!("bags.cu") };
    let inputs = [Some(weight), Some(&rows), Some(&bounds)];
    program.run(ordinal, ("largest", n), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        [found.read[0], found.read[1], found.read[2], found.written[0], n as u64, width as u64]
    })?;
    Ok(true)
}
