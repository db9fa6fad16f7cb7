//! New tensors.

use cresset_autograd::{Error, Options, Result, Scalar, default_dtype};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("arange.default", |c| arange(c, Scalar::I64(0), c.scalar(0)?, Scalar::I64(1), 1)),
    ("arange.start", |c| arange(c, c.scalar(0)?, c.scalar(1)?, Scalar::I64(1), 2)),
    ("arange.start_step", |c| arange(c, c.scalar(0)?, c.scalar(1)?, c.scalar(2)?, 3)),
    ("empty.memory_format", |c| options(c, 1)?.try_empty(c.sizes(0)?).into_outputs()),
    ("empty_like.default", |c| like(c, 1)?.try_empty(c.tensor(0)?.sizes()).into_outputs()),
    ("empty_permuted.default", empty_permuted),
    ("empty_strided.default", empty_strided),
    ("eye.default", |c| eye(c, c.size(0)?, c.size(0)?, 1)),
    ("eye.m", |c| eye(c, c.size(0)?, c.size(1)?, 2)),
    ("full.default", |c| options(c, 2)?.try_full(c.sizes(0)?, c.scalar(1)?).into_outputs()),
    ("full_like.default", |c| like(c, 2)?.try_full(c.tensor(0)?.sizes(), c.scalar(1)?).into_outputs()),
    ("new_empty.default", |c| like(c, 2)?.try_empty(c.sizes(1)?).into_outputs()),
    ("new_full.default", |c| like(c, 3)?.try_full(c.sizes(1)?, c.scalar(2)?).into_outputs()),
    ("new_ones.default", |c| like(c, 2)?.try_ones(c.sizes(1)?).into_outputs()),
    ("new_zeros.default", |c| like(c, 2)?.try_zeros(c.sizes(1)?).into_outputs()),
    ("ones.default", |c| options(c, 1)?.try_ones(c.sizes(0)?).into_outputs()),
    ("ones_like.default", |c| like(c, 1)?.try_ones(c.tensor(0)?.sizes()).into_outputs()),
    ("scalar_tensor.default", scalar_tensor),
    ("zeros.default", |c| options(c, 1)?.try_zeros(c.sizes(0)?).into_outputs()),
    ("zeros_like.default", |c| like(c, 1)?.try_zeros(c.tensor(0)?.sizes()).into_outputs()),
];

/// Dtype and device of a new tensor; its four options start at `at`.
pub(super) fn options(c: &Arguments<'_>, at: usize) -> Result<Options> {
    let options = Options::new().device(c.optional_device(at + 2)?.unwrap_or_default());
    Ok(match c.optional_dtype(at)? {
        Some(dtype) => options.dtype(dtype),
        None => options,
    })
}

/// Dtype and device of a new tensor, those of `self` where none are given.
pub(super) fn like(c: &Arguments<'_>, at: usize) -> Result<Options> {
    let x = c.tensor(0)?;
    let dtype = c.optional_dtype(at)?.unwrap_or_else(|| x.dtype());
    Ok(Options::new().dtype(dtype).device(c.optional_device(at + 2)?.unwrap_or_else(|| x.device())))
}

fn arange(c: &Arguments<'_>, start: Scalar, end: Scalar, step: Scalar, at: usize) -> Result<Outputs> {
    options(c, at)?.try_arange(start, end, step).into_outputs()
}

fn eye(c: &Arguments<'_>, rows: usize, columns: usize, at: usize) -> Result<Outputs> {
    let out = options(c, at)?.try_zeros([rows, columns])?;
    out.try_diagonal(0, 0, 1)?.try_fill_(1)?;
    out.into_outputs()
}

/// A number as a tensor without dimensions; a floating one has the default dtype.
fn scalar_tensor(c: &Arguments<'_>) -> Result<Outputs> {
    let dtype = c.optional_dtype(1)?.unwrap_or_else(default_dtype);
    options(c, 1)?.dtype(dtype).try_full([], c.scalar(0)?).into_outputs()
}

/// Sizes of a tensor whose dimensions stand in another order in memory.
fn empty_permuted(c: &Arguments<'_>) -> Result<Outputs> {
    let (sizes, order) = (c.sizes(0)?, c.ints(1)?);
    let mut places = vec![None; sizes.len()];
    for (at, &dim) in order.iter().enumerate() {
        let place = usize::try_from(dim).ok().and_then(|dim| places.get_mut(dim));
        match place {
            Some(place @ None) => *place = Some(at as i64),
            _ => return Err(c.refused(1, "name each dim once")),
        }
    }
    let Some(back) = places.into_iter().collect::<Option<Vec<i64>>>() else {
        return Err(c.refused(1, "name each dim once"));
    };
    let stored: Vec<usize> = order.iter().filter_map(|&dim| sizes.get(dim as usize).copied()).collect();
    options(c, 2)?.try_empty(stored)?.try_permute(back)?.detach().into_outputs()
}

fn empty_strided(c: &Arguments<'_>) -> Result<Outputs> {
    let (sizes, strides) = (c.sizes(0)?, c.ints(1)?);
    if sizes.len() != strides.len() {
        return Err(c.refused(1, "give a stride for each size"));
    }
    let mut last = Some(0usize);
    for (&size, &stride) in sizes.iter().zip(strides) {
        let stride = usize::try_from(stride).map_err(|_| c.refused(1, "strides must not be negative"))?;
        last = last.and_then(|last| last.checked_add(size.saturating_sub(1).checked_mul(stride)?));
    }
    let Some(n) = last.and_then(|last| last.checked_add(1)) else {
        return Err(Error::shape(c.op(), "reaches beyond any memory", &[("size", &sizes)], "give smaller strides"));
    };
    let n = if sizes.contains(&0) { 0 } else { n };
    options(c, 2)?.try_empty([n])?.try_as_strided(c.ints(0)?, strides, None)?.detach().into_outputs()
}
