//! Places of the largest elements of bins: pooling to a given size, and with bins at random places.

use std::ops::Range;

use cresset_storage::{DType, Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{contiguous, to_dtype};
use crate::cpu::bins as cpu;
use crate::cuda::resample as cuda;
use crate::plain::for_dtype;
use crate::window::SPATIAL;

/// The bins of each of three spatial dims; an input of fewer has one bin in the leading ones.
pub type Grid = [Vec<Range<usize>>; SPATIAL];

/// Bins over the last dims of an input, checked.
#[derive(Clone, Debug)]
pub struct Bins {
    op: &'static str,
    rank: usize,
    input: Dims,
    output: Dims,
    /// One grid for all planes, or one for each.
    grids: Vec<Grid>,
}

impl Bins {
    /// Bins over the last `rank` dims of an input. `grids` has one element for all planes, or one for each.
    ///
    /// # Errors
    /// No grid, an empty bin, or one beyond the input.
    pub fn new(op: &'static str, rank: usize, input: &[usize], grids: Vec<Grid>) -> Result<Bins> {
        let refuse = |problem| {
            Err(Error::shape(op, problem, &[("self", input)], "bins must lie in the spatial dims and not be empty"))
        };
        let (Some(first), true) = (grids.first(), rank <= SPATIAL.min(input.len())) else {
            return refuse("no bins");
        };
        let (lead, spatial) = input.split_at(input.len() - rank);
        let n_planes: usize = lead.iter().product();
        if grids.len() != 1 && grids.len() != n_planes {
            return refuse("another number of grids than of planes");
        }
        let mut sizes = [1; SPATIAL];
        sizes[SPATIAL - rank..].copy_from_slice(spatial);
        for grid in &grids {
            for (dim, bins) in grid.iter().enumerate() {
                if bins.len() != first[dim].len() || bins.iter().any(|bin| bin.is_empty() || bin.end > sizes[dim]) {
                    return refuse("a bin that does not fit");
                }
            }
        }
        let mut output = Dims::new(op, input)?;
        for dim in 0..rank {
            output[lead.len() + dim] = first[SPATIAL - rank + dim].len();
        }
        Ok(Bins { op, rank, input: Dims::new(op, input)?, output, grids })
    }

    /// The bins that share a dim evenly: number `i` of `n` spans `floor(i * size / n)` to `ceil((i + 1) * size / n)`.
    #[must_use]
    pub fn even(size: usize, n: usize) -> Vec<Range<usize>> {
        (0..n).map(|at| at * size / n..((at + 1) * size).div_ceil(n)).collect()
    }

    /// Sizes of the result.
    #[must_use]
    pub fn output(&self) -> &Dims {
        &self.output
    }
}

/// The place of the largest element of each bin in the plane that it is from, as int64.
///
/// # Numerics
/// NaN is larger than all, and the last of several stays; of equal elements the first wins.
///
/// # Errors
/// Another size than the bins were made for, or bool.
pub fn largest(x: &Array, bins: &Bins) -> Result<Array> {
    let op = bins.op;
    if *x.sizes() != bins.input {
        let shapes: [(_, &[usize]); 2] = [("given", x.sizes()), ("expected", &bins.input)];
        return Err(Error::shape(
            op,
            "another size than the bins were made for",
            &shapes,
            "pass the sizes of the call",
        ));
    }
    let floating = x.dtype().is_floating_point();
    let x = contiguous(op, x)?;
    let x = if floating { x } else { to_dtype(op, &x, DType::F64)? };
    let mut out = Array::empty(op, &bins.output, DType::I64, x.device())?;
    let mut sizes = [1; SPATIAL];
    sizes[SPATIAL - bins.rank..].copy_from_slice(&bins.input[bins.input.len() - bins.rank..]);
    if cuda::largest(op, &x, &mut out, sizes, &bins.grids)? {
        return Ok(out);
    }
    let access = Access::read(&[&x])?;
    for_dtype!(op, x.dtype(), float: T => {
        cpu::largest::<T>(sizes, &bins.grids, access.slice(op, 0)?, fill(op, &mut out)?);
    });
    Ok(out)
}
