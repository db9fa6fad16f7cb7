//! Views and joins whose arguments are not those of one method by name.

use cresset_autograd::{Result, Tensor};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("movedim.int", |c| c.tensor(0)?.try_movedim([c.int(1)?], [c.int(2)?]).into_outputs()),
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
