//! Views and joins whose arguments are not those of one method by name.

use cresset_autograd::{Result, Tensor};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("expand_as.default", |c| c.tensor(0)?.try_expand(sizes_of(&c.tensor(1)?)).into_outputs()),
    ("mT.default", |c| c.tensor(0)?.try_transpose(-2, -1).into_outputs()),
    ("movedim.int", |c| c.tensor(0)?.try_movedim([c.int(1)?], [c.int(2)?]).into_outputs()),
    ("numpy_T.default", reversed),
    ("ravel.default", |c| c.tensor(0)?.try_contiguous()?.try_view([-1]).into_outputs()),
    ("repeat_interleave.self_Tensor", repeat_interleave),
    ("repeat_interleave.self_int", |c| {
        c.tensor(0)?.try_repeat_interleave(c.int(1)?, c.optional_int(2)?).into_outputs()
    }),
    ("reshape_as.default", |c| c.tensor(0)?.try_reshape(sizes_of(&c.tensor(1)?)).into_outputs()),
    ("split_with_sizes.default", split_with_sizes),
    ("squeeze.dims", squeeze_dims),
    ("swapaxes.default", |c| c.tensor(0)?.try_transpose(c.int(1)?, c.int(2)?).into_outputs()),
    ("view.default", |c| c.tensor(0)?.try_view(c.ints(1)?).into_outputs()),
    ("view_as.default", |c| c.tensor(0)?.try_view(sizes_of(&c.tensor(1)?)).into_outputs()),
];

/// The sizes as methods take them.
pub(super) fn sizes_of(x: &Tensor) -> Vec<i64> {
    x.sizes().iter().map(|&size| size as i64).collect()
}

fn repeat_interleave(c: &Arguments<'_>) -> Result<Outputs> {
    let repeats = c.tensor(1)?;
    if repeats.dim() > 1 {
        return Err(c.refused(1, "repeats must have no dims or one"));
    }
    c.tensor(0)?.try_repeat_interleave(&repeats, c.optional_int(2)?).into_outputs()
}

/// All dimensions in reverse order.
fn reversed(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    x.try_permute((0..x.dim() as i64).rev().collect::<Vec<_>>()).into_outputs()
}

fn split_with_sizes(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, sizes, dim) = (c.tensor(0)?, c.sizes(1)?, c.int(2)?);
    if sizes.iter().copied().fold(0, usize::saturating_add) != x.try_size(dim)? {
        return Err(c.refused(1, "the sizes must add up to the size of the dim"));
    }
    let mut start = 0;
    let mut part = |size: usize| {
        let view = x.try_narrow(dim, start as i64, size);
        start += size;
        view
    };
    sizes.into_iter().map(&mut part).collect::<Result<Vec<Tensor>>>().into_outputs()
}

/// Without those of the dimensions whose size is one.
fn squeeze_dims(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, dims) = (c.tensor(0)?, c.ints(1)?);
    let rank = x.dim().max(1) as i64;
    let mut places = Vec::with_capacity(dims.len());
    for &dim in dims {
        x.try_squeeze_dim(dim)?;
        let place = if dim < 0 { dim + rank } else { dim };
        if places.contains(&place) {
            return Err(c.refused(1, "name each dim once"));
        }
        places.push(place);
    }
    places.sort_unstable();
    places.into_iter().rev().try_fold(x, |x, dim| x.try_squeeze_dim(dim)).into_outputs()
}
