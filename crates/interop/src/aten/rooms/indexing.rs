//! Reads and writes by position whose arguments are not those of one method by name.

use cresset_autograd::{DType, Error, Operand, Options, Result, Tensor};

use super::shape::sizes_of;
use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("take_along_dim.default", |c| match c.optional_int(2)? {
        // PyTorch takes views, and so refuses what is not contiguous enough.
        None => c.tensor(0)?.try_view([-1])?.try_gather(0, &c.tensor(1)?.try_view([-1])?).into_outputs(),
        dim => c.tensor(0)?.try_take_along_dim(&c.tensor(1)?, dim).into_outputs(),
    }),
    ("_unique2.default", unique),
    ("index_put.default", |c| put(c, &c.tensor(2)?)),
    ("put.default", |c| {
        let (x, index, source) = (c.tensor(0)?, c.tensor(1)?.try_reshape([-1])?, c.tensor(2)?.try_reshape([-1])?);
        let flat = x.try_reshape([-1])?.try_index_put(&[Some(&index)], &source, c.boolean(3)?)?;
        flat.try_view(sizes_of(&x)).into_outputs()
    }),
    ("masked_fill.Tensor", masked_fill),
    ("fill.Scalar", |c| c.tensor(0)?.try_copy()?.try_fill_(c.scalar(1)?).into_outputs()),
    ("fill_.Scalar", |c| c.tensor(0)?.try_fill_(c.scalar(1)?).into_outputs()),
    ("scatter.value", |c| c.tensor(0)?.try_scatter(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()),
    ("scatter_.value", |c| c.tensor(0)?.try_scatter_(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()),
    ("where.default", |c| c.tensor(0)?.try_nonzero()?.try_unbind(1).into_outputs()),
    ("where.Scalar", choose),
    ("where.ScalarOther", choose),
    ("where.ScalarSelf", choose),
    ("where.self", choose),
    ("zero_.default", |c| c.tensor(0)?.try_zero_().into_outputs()),
];

fn unique(c: &Arguments<'_>) -> Result<Outputs> {
    let (values, places, counts) = c.tensor(0)?.try_unique()?;
    // What was not asked for is empty.
    let kept = |tensor: Tensor, wanted: bool| {
        if wanted { Ok(tensor) } else { Options::like(&tensor).try_empty([0]) }
    };
    (values, kept(places, c.boolean(2)?)?, kept(counts, c.boolean(3)?)?).into_outputs()
}

/// Chooses by a condition, which must be one.
fn choose(c: &Arguments<'_>) -> Result<Outputs> {
    let condition = c.tensor(0)?;
    if !matches!(condition.dtype(), DType::Bool | DType::U8) {
        let remedy = "compare it with something first";
        return Err(Error::dtype(c.op(), "not a condition", &[("condition", condition.dtype())], remedy));
    }
    condition.try_where_self(c.operand(1)?, c.operand(2)?).into_outputs()
}

/// One value at a mask is converted; several must have the dtype of the tensor.
fn put(c: &Arguments<'_>, values: &Tensor) -> Result<Outputs> {
    let (x, indices) = (c.tensor(0)?, c.optional_tensors(1)?);
    let is_mask = |index: &Tensor| matches!(index.dtype(), DType::Bool | DType::U8);
    match indices[..] {
        [Some(mask)] if is_mask(mask) && values.numel() == 1 && !c.boolean(3)? => {
            x.try_index_put(&indices, &values.try_to_dtype(x.dtype())?, false)
        }
        _ => x.try_index_put(&indices, values, c.boolean(3)?),
    }
    .into_outputs()
}

/// A floating value fills whole numbers without its fraction.
fn masked_fill(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, mask) = (c.tensor(0)?, c.tensor(1)?);
    match c.operand(2)? {
        Operand::Tensor(value) if x.dtype().is_integral() && value.dim() == 0 => {
            x.try_masked_fill(&mask, &value.try_to_dtype(x.dtype())?)
        }
        value => x.try_masked_fill(&mask, value),
    }
    .into_outputs()
}
