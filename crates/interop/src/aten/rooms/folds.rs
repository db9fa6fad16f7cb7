//! Folds and lookups whose arguments are not those of one method by name.

use cresset_autograd::{Options, Result, Tensor};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("segment_reduce.default", segment_reduce),
    ("_is_all_true.default", |c| c.tensor(0)?.try_all().into_outputs()),
    ("searchsorted.Scalar", searchsorted),
    ("searchsorted.Tensor", searchsorted),
    ("isin.Tensor_Tensor", |c| c.tensor(0)?.try_isin(&c.tensor(1)?, c.boolean(3)?).into_outputs()),
    ("scatter.reduce", |c| scatter(c, &c.tensor(3)?)),
    ("scatter.value_reduce", scatter_value),
    ("as_strided_scatter.default", as_strided_scatter),
];

fn segment_reduce(c: &Arguments<'_>) -> Result<Outputs> {
    if !c.is_none(3) {
        return Err(c.refused(3, "give lengths or offsets"));
    }
    let (lengths, offsets) = (c.optional_tensor(2)?, c.optional_tensor(4)?);
    let x = c.tensor(0)?;
    x.try_segment_reduce(
        c.text(1)?,
        lengths.as_ref(),
        offsets.as_ref(),
        c.int(5)?,
        c.boolean(6)?,
        c.optional_scalar(7)?,
    )
    .into_outputs()
}

fn searchsorted(c: &Arguments<'_>) -> Result<Outputs> {
    let sorter = c.optional_tensor(5)?;
    let (out_int32, right, side) = (c.boolean(2)?, c.boolean(3)?, c.optional_text(4)?);
    c.tensor(0)?.try_searchsorted(&c.tensor(1)?, out_int32, right, side, sorter.as_ref()).into_outputs()
}

fn scatter(c: &Arguments<'_>, src: &Tensor) -> Result<Outputs> {
    let reduce = match c.text(4)? {
        "add" => "sum",
        "multiply" => "prod",
        _ => return Err(c.refused(4, "use add or multiply")),
    };
    c.tensor(0)?.try_scatter_reduce(c.int(1)?, &c.tensor(2)?, src, reduce, true).into_outputs()
}

fn scatter_value(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, index) = (c.tensor(0)?, c.tensor(2)?);
    let value = Options::like(&x).try_full(index.sizes(), c.scalar(3)?)?;
    scatter(c, &value)
}

/// PyTorch sends the gradient of `self` to the elements that are written over and to no others, and counts places in a
/// contiguous gradient, whatever the layout of `self`. The method has the gradient of what it computes; an overload has
/// PyTorch's.
fn as_strided_scatter(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, src, size, stride, offset) = (c.tensor(0)?, c.tensor(1)?, c.ints(2)?, c.ints(3)?, c.optional_int(4)?);
    let out = x.detach().try_as_strided_scatter(&src.detach(), size, stride, offset)?;
    if !x.requires_grad() && !src.requires_grad() {
        return out.into_outputs();
    }
    let zeros = Options::like(&x).try_zeros(x.sizes())?;
    let over = |value: i64| {
        let src = Options::like(&src).try_full(src.sizes(), value)?;
        zeros.try_as_strided_scatter(&src, size, stride, offset)?.try_eq(value)
    };
    // Where both numbers arrive, something was written.
    let written = over(0)?.try_logical_and(&over(1)?)?;
    let of_x = gradient_alone(&written.try_where_self(&x, 0)?)?;
    let of_src = gradient_alone(&src)?;
    out.try_add(&of_x)?.try_add(&zeros.try_as_strided_scatter(&of_src, size, stride, offset)?).into_outputs()
}

/// Zeros that pass their gradient to `x`: a number less itself. What is not finite would not vanish.
pub(super) fn gradient_alone(x: &Tensor) -> Result<Tensor> {
    let finite = x.detach().try_isfinite()?;
    finite.try_where_self(x, 0)?.try_sub(&finite.try_where_self(x.detach(), 0)?)
}
