//! Reads and writes by position whose arguments are not those of one method by name.

use cresset_autograd::{DType, Error, Options, Result, Tensor};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("_unique2.default", unique),
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
