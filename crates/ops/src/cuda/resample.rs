//! Weighted sums of neighbours, the largest elements of bins, and bisection, on GPUs.

use cresset_storage::Result;

use super::call::{Program, counter, ordinal_of};
use super::launch::Target;
use super::text::{computed, stored};
use crate::array::Array;
use crate::bins::Grid;
use crate::copy::to_device;
use crate::resample::Taps;
use crate::window::Sizes;

/// Numbers on the device of `like`.
fn list(op: &'static str, numbers: Vec<i64>, like: &Array) -> Result<Array> {
    let n = numbers.len();
    to_device(op, &Array::from_vec(numbers, &[n])?, like.device())
}

/// Fills a new array with the sums of the taps. `x` is contiguous, `[outer, size, inner]`, of f32 or f64.
pub(crate) fn resample(
    op: &'static str,
    x: &Array,
    out: &mut Array,
    taps: &Taps,
    inner: usize,
    rounds: bool,
) -> Result<()> {
    let (Some(ordinal), n @ 1..) = (ordinal_of(x), out.numel()) else { return Ok(()) };
    let (first, places, weights) = taps.lists();
    let whole = |numbers: &[usize]| numbers.iter().map(|&number| number as i64).collect::<Vec<_>>();
    let bits = weights.iter().map(|weight| weight.to_bits() as i64).collect();
    let lists = list(op, [whole(first), whole(places), bits].concat(), x)?;
    let types = [("In", stored(x.dtype()).unwrap_or("float")), counter(n)];
    let program = Program { name: "taps", types: &types, constants: &[], file: include_str!("taps.cu") };
    let outer = n / (taps.n_outputs() * inner);
    let inputs = [Some(x), Some(&lists)];
    program.run(ordinal, ("resample", n), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        let [outer, size, outputs] = [outer, taps.size(), taps.n_outputs()].map(|size| size as u64);
        let [x, lists, out] = [found.read[0], found.read[1], found.written[0]];
        [x, lists, out, outer, size, outputs, inner as u64, places.len() as u64, u64::from(rounds)]
    })
}

/// Fills a new array with the place of the largest element of each bin of the planes of `x`, which is contiguous. Says
/// no where there is no kernel.
pub(crate) fn largest(op: &'static str, x: &Array, out: &mut Array, sizes: Sizes, grids: &[Grid]) -> Result<bool> {
    let (Some(ordinal), Some(held), Some(first)) = (ordinal_of(x), stored(x.dtype()), grids.first()) else {
        return Ok(false);
    };
    let n = out.numel();
    if n == 0 {
        return Ok(true);
    }
    let numbers = grids.iter().flatten().flatten().flat_map(|bin| [bin.start as i64, bin.end as i64]).collect();
    let lists = list(op, numbers, x)?;
    let bins = first.each_ref().map(|bins| bins.len() as u64);
    let types = [("In", held), ("C", computed(x.dtype())), counter(n)];
    let program = Program { name: "bins", types: &types, constants: &[], file: include_str!("bins.cu") };
    let inputs = [Some(x), Some(&lists)];
    program.run(ordinal, ("largest", n), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        let n_planes = n as u64 / bins.iter().product::<u64>();
        let [depth, height, width] = sizes.map(|size| size as u64);
        let [x, lists, out] = [found.read[0], found.read[1], found.written[0]];
        [x, lists, out, n_planes, grids.len() as u64, bins[0], bins[1], bins[2], depth, height, width]
    })?;
    Ok(true)
}
