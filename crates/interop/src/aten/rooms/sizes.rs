//! Sizes, strides and single elements as numbers, and assertions on them.

use cresset_autograd::{Error, Result};

use super::conversion;
use crate::aten::{Arguments, IntoOutputs, MemoryFormat, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("_assert_async.msg", |c| assert_that(c, c.tensor(0)?.try_scalar()?.as_bool())),
    ("_assert_scalar.default", |c| assert_that(c, c.scalar(0)?.as_bool())),
    ("_assert_tensor_metadata.default", metadata),
    ("_local_scalar_dense.default", |c| c.tensor(0)?.try_scalar().into_outputs()),
    ("item.default", |c| c.tensor(0)?.try_scalar().into_outputs()),
    ("sym_is_contiguous.default", |c| {
        conversion::has_format(c, &c.tensor(0)?, c.memory_format(1)?.unwrap_or(MemoryFormat::Contiguous)).into_outputs()
    }),
    ("sym_numel.default", |c| (c.tensor(0)?.numel() as i64).into_outputs()),
    ("sym_size.int", |c| (c.tensor(0)?.try_size(c.int(1)?)? as i64).into_outputs()),
    ("sym_storage_offset.default", |c| (c.tensor(0)?.storage_offset() as i64).into_outputs()),
    ("sym_stride.int", stride),
];

fn assert_that(c: &Arguments<'_>, holds: bool) -> Result<Outputs> {
    if holds {
        return ().into_outputs();
    }
    Err(Error::format(c.op(), "does not hold", c.text(1)?, "the program asserts it"))
}

fn stride(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, dim) = (c.tensor(0)?, c.int(1)?);
    x.try_size(dim)?;
    let at = if dim < 0 { dim + x.dim() as i64 } else { dim };
    (x.strides().get(at as usize).copied().unwrap_or(1) as i64).into_outputs()
}

/// Whether a tensor is what a program was recorded with.
fn metadata(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    let equal = |given: &[i64], own: &[usize]| given.iter().copied().eq(own.iter().map(|&size| size as i64));
    if c.optional_ints(1)?.is_some_and(|sizes| !equal(sizes, x.sizes())) {
        return Err(c.refused(1, "the tensor has other sizes"));
    }
    if c.optional_ints(2)?.is_some_and(|strides| !equal(strides, x.strides())) {
        return Err(c.refused(2, "the tensor has other strides"));
    }
    if c.optional_dtype(3)?.is_some_and(|dtype| dtype != x.dtype()) {
        return Err(c.refused(3, "the tensor has another dtype"));
    }
    if c.optional_device(4)?.is_some_and(|device| device != x.device()) {
        return Err(c.refused(4, "the tensor is on another device"));
    }
    ().into_outputs()
}
