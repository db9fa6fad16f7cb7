//! Views and joins whose arguments are not those of one method by name.

use cresset_autograd::{DType, Error, Result, Tensor, try_arange};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("resize_.default", resize),
    ("dsplit.array", |c| c.tensor(0)?.try_tensor_split_indices(c.ints(1)?, 2).into_outputs()),
    ("hsplit.array", |c| {
        let x = c.tensor(0)?;
        x.try_tensor_split_indices(c.ints(1)?, i64::from(x.dim() > 1)).into_outputs()
    }),
    ("lift.default", |c| c.tensor(0)?.into_outputs()),
    ("lift_fresh.default", |c| c.tensor(0)?.into_outputs()),
    ("meshgrid.default", |c| Tensor::try_meshgrid(&c.tensors(0)?, "ij").into_outputs()),
    ("resolve_conj.default", |c| c.tensor(0)?.into_outputs()),
    ("resolve_neg.default", |c| c.tensor(0)?.into_outputs()),
    ("split.sizes", |c| c.tensor(0)?.try_split_with_sizes(c.ints(1)?, c.int(2)?).into_outputs()),
    ("vsplit.array", |c| c.tensor(0)?.try_tensor_split_indices(c.ints(1)?, 0).into_outputs()),
    ("movedim.int", |c| c.tensor(0)?.try_movedim([c.int(1)?], [c.int(2)?]).into_outputs()),
    ("vander.default", |c| c.tensor(0)?.try_vander(c.optional_int(1)?, c.boolean(2)?).into_outputs()),
    ("tril_indices.default", |c| triangle(c, Tensor::try_tril_indices)),
    ("triu_indices.default", |c| triangle(c, Tensor::try_triu_indices)),
    ("mT.default", |c| c.tensor(0)?.try_mt().into_outputs()),
    ("numpy_T.default", |c| c.tensor(0)?.try_numpy_t().into_outputs()),
    ("fill_diagonal_.default", |c| c.tensor(0)?.try_fill_diagonal_(c.scalar(1)?, c.boolean(2)?).into_outputs()),
    ("repeat_interleave.Tensor", repeated_places),
    ("repeat_interleave.self_Tensor", repeat_interleave),
    ("repeat_interleave.self_int", |c| {
        c.tensor(0)?.try_repeat_interleave(c.int(1)?, c.optional_int(2)?).into_outputs()
    }),
    ("swapaxes.default", |c| c.tensor(0)?.try_transpose(c.int(1)?, c.int(2)?).into_outputs()),
    ("view.default", |c| c.tensor(0)?.try_view(c.ints(1)?).into_outputs()),
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

/// The position of each element as often as it says.
fn repeated_places(c: &Arguments<'_>) -> Result<Outputs> {
    let repeats = c.tensor(0)?;
    if repeats.dim() != 1 {
        return Err(c.refused(0, "give one dim"));
    }
    let places = try_arange(0i64, repeats.numel() as i64, 1i64)?;
    let out = places.try_repeat_interleave(&repeats, Some(0))?;
    match c.optional_int(1)? {
        Some(size) if repeats.numel() > 0 && size != out.numel() as i64 => {
            Err(c.refused(1, "it must be the sum of the repeats"))
        }
        _ => out.try_to_dtype(repeats.dtype()).into_outputs(),
    }
}

fn triangle(c: &Arguments<'_>, places: fn(usize, usize, i64) -> Result<Tensor>) -> Result<Outputs> {
    let dtype = c.optional_dtype(3)?.unwrap_or(DType::I64);
    places(c.size(0)?, c.size(1)?, c.int(2)?)?.try_to_dtype(dtype).into_outputs()
}

/// A tensor keeps its sizes as long as it lives, so only a resize that changes nothing is one.
fn resize(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    let sizes = c.sizes(1)?;
    if x.sizes() == sizes {
        return x.into_outputs();
    }
    let shapes = [("self", x.sizes()), ("size", &sizes[..])];
    Err(Error::shape(c.op(), "a tensor cannot change its sizes", &shapes, "use a view, or a new tensor"))
}
