//! Views of stretches of a dimension.

use cresset_storage::{Error, Result};

use super::check_dims;
use crate::Tensor;
use crate::tensor::Origin;
use crate::views::{self, Cuts};

/// Views of the stretches that a dimension consists of.
#[track_caller]
fn stretches(op: &'static str, x: &Tensor, dim: i64, pieces: Vec<[usize; 2]>) -> Result<Vec<Tensor>> {
    views::pieces(x, Cuts { op, node: "SplitBackward0", dim, pieces, drops_dim: false })
}

#[track_caller]
pub(crate) fn split_with_sizes(x: &Tensor, split_sizes: &[i64], dim: i64) -> Result<Vec<Tensor>> {
    let op = "split_with_sizes";
    let size = x.try_size(dim)?;
    let mut start = 0usize;
    let mut places = Vec::with_capacity(split_sizes.len());
    for &length in split_sizes {
        let length = usize::try_from(length)
            .map_err(|_| Error::argument(op, "split_sizes", length, "sizes must not be negative"))?;
        places.push([start, length]);
        start = start.saturating_add(length);
    }
    if start != size {
        let value = format!("{split_sizes:?} for size {size}");
        return Err(Error::argument(op, "split_sizes", value, "they must sum to the size of dim"));
    }
    stretches(op, x, dim, places)
}

#[track_caller]
pub(crate) fn tensor_split(x: &Tensor, sections: i64, dim: i64) -> Result<Vec<Tensor>> {
    let op = "tensor_split";
    let size = x.try_size(dim)?;
    let Some(sections) = usize::try_from(sections).ok().filter(|&sections| sections > 0) else {
        return Err(Error::argument(op, "sections", sections, "sections must be above 0"));
    };
    let (length, n_longer) = (size / sections, size % sections);
    let start = |at: usize| at * length + at.min(n_longer);
    let mut places = Vec::new();
    if places.try_reserve_exact(sections).is_err() {
        return Err(Error::argument(op, "sections", sections, "fewer sections"));
    }
    places.extend((0..sections).map(|at| [start(at), start(at + 1) - start(at)]));
    stretches(op, x, dim, places)
}

#[track_caller]
pub(crate) fn tensor_split_indices(x: &Tensor, indices: &[i64], dim: i64) -> Result<Vec<Tensor>> {
    let size = x.try_size(dim)? as i64;
    // As slices: negative places count from the end, and those outside stand at an end.
    let place = |index: i64| (if index < 0 { index.saturating_add(size) } else { index }).clamp(0, size) as usize;
    let starts = std::iter::once(0).chain(indices.iter().map(|&index| place(index)));
    let ends = indices.iter().map(|&index| place(index)).chain([size as usize]);
    let stretch = |(start, end): (usize, usize)| {
        // They may overlap, so that each is a view of its own.
        views::part("SplitBackward0", x, Origin::Multiple, |layout| {
            layout.narrow("tensor_split", dim, start as i64, end.saturating_sub(start))
        })
    };
    starts.zip(ends).map(stretch).collect()
}

/// Equal stretches of a dimension.
#[track_caller]
fn equal(op: &'static str, x: &Tensor, sections: i64, dim: i64) -> Result<Vec<Tensor>> {
    let size = x.try_size(dim)? as i64;
    if sections <= 0 || size % sections != 0 {
        let value = format!("{sections} for size {size}");
        return Err(Error::argument(op, "sections", value, "the size of the dim must be a multiple"));
    }
    tensor_split(x, sections, dim)
}

#[track_caller]
pub(crate) fn hsplit(x: &Tensor, sections: i64) -> Result<Vec<Tensor>> {
    check_dims("hsplit", x, 1)?;
    equal("hsplit", x, sections, if x.dim() == 1 { 0 } else { 1 })
}

#[track_caller]
pub(crate) fn vsplit(x: &Tensor, sections: i64) -> Result<Vec<Tensor>> {
    check_dims("vsplit", x, 2)?;
    equal("vsplit", x, sections, 0)
}

#[track_caller]
pub(crate) fn dsplit(x: &Tensor, sections: i64) -> Result<Vec<Tensor>> {
    check_dims("dsplit", x, 3)?;
    equal("dsplit", x, sections, 2)
}
