//! Copies, dtypes, devices and memory formats.

use cresset_autograd::{DType, Device, Error, Result, Tensor};

use super::shape::sizes_of;
use crate::aten::{Arguments, IntoOutputs, MemoryFormat, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("_to_copy.default", |c| {
        to(c, Target { dtype: c.optional_dtype(1)?, device: c.optional_device(3)?, copy: true }, 6)
    }),
    ("alias.default", |c| c.tensor(0)?.try_view(sizes_of(&c.tensor(0)?)).into_outputs()),
    ("clone.default", |c| formatted(c, &c.tensor(0)?, c.memory_format(1)?, true).into_outputs()),
    ("contiguous.default", |c| contiguous(c).into_outputs()),
    ("copy.default", copy),
    ("copy_.default", |c| c.tensor(0)?.try_copy_(&c.tensor(1)?).into_outputs()),
    ("detach.default", |c| c.tensor(0)?.detach().into_outputs()),
    ("detach_.default", detach_),
    ("lift_fresh_copy.default", |c| c.tensor(0)?.try_copy().into_outputs()),
    ("positive.default", positive),
    ("to.device", |c| {
        to(c, Target { dtype: Some(c.dtype(2)?), device: c.optional_device(1)?, copy: c.boolean(4)? }, 5)
    }),
    ("to.dtype", |c| to(c, Target { dtype: Some(c.dtype(1)?), device: None, copy: c.boolean(3)? }, 4)),
    ("to.dtype_layout", |c| {
        to(c, Target { dtype: c.optional_dtype(1)?, device: c.optional_device(3)?, copy: c.boolean(6)? }, 7)
    }),
];

/// What a tensor is to become.
struct Target {
    dtype: Option<DType>,
    device: Option<Device>,
    copy: bool,
}

fn to(c: &Arguments<'_>, target: Target, format: usize) -> Result<Outputs> {
    let x = c.tensor(0)?;
    let moved = match target.device {
        Some(device) => x.try_to_device(device)?,
        None => x.clone(),
    };
    let converted = match target.dtype {
        Some(dtype) => moved.try_to_dtype(dtype)?,
        None => moved,
    };
    let copy = target.copy && converted.is_same(&x);
    formatted(c, &converted, c.memory_format(format)?, copy).into_outputs()
}

/// Order of the dimensions with the channels last, and the way back.
fn channels_last(c: &Arguments<'_>, x: &Tensor, format: MemoryFormat) -> Result<Option<[Vec<i64>; 2]>> {
    let rank = match format {
        MemoryFormat::Contiguous | MemoryFormat::Preserve => return Ok(None),
        MemoryFormat::ChannelsLast => 4,
        MemoryFormat::ChannelsLast3d => 5,
    };
    if x.dim() != rank {
        let remedy = "channels_last is for four dims, channels_last_3d for five";
        return Err(Error::shape(c.op(), "the memory format has other dims", &[("self", x.sizes())], remedy));
    }
    let rank = rank as i64;
    let there = std::iter::once(0).chain(2..rank).chain([1]).collect();
    let back = [0, rank - 1].into_iter().chain(1..rank - 1).collect();
    Ok(Some([there, back]))
}

/// Whether elements stand in the order of the format without gaps.
pub(super) fn has_format(c: &Arguments<'_>, x: &Tensor, format: MemoryFormat) -> Result<bool> {
    match channels_last(c, x, format) {
        Ok(Some([there, _])) => Ok(x.try_permute(there)?.is_contiguous()),
        Ok(None) => Ok(x.is_contiguous()),
        Err(_) => Ok(false),
    }
}

/// The tensor in a memory format: itself, if it need not be copied.
fn formatted(c: &Arguments<'_>, x: &Tensor, format: Option<MemoryFormat>, copy: bool) -> Result<Tensor> {
    match channels_last(c, x, format.unwrap_or(MemoryFormat::Preserve))? {
        Some(_) if !copy && has_format(c, x, format.unwrap_or(MemoryFormat::Preserve))? => Ok(x.clone()),
        Some([there, back]) => x.try_permute(there)?.try_copy_row_major()?.try_permute(back),
        None if format == Some(MemoryFormat::Contiguous) && copy => x.try_copy_row_major(),
        None if copy => x.try_copy(),
        None => Ok(x.clone()),
    }
}

fn contiguous(c: &Arguments<'_>) -> Result<Tensor> {
    let x = c.tensor(0)?;
    match c.memory_format(1)? {
        Some(MemoryFormat::Preserve) => Err(c.refused(1, "name the format that the result is to have")),
        Some(format) if format != MemoryFormat::Contiguous => formatted(c, &x, Some(format), false),
        _ => x.try_contiguous(),
    }
}

fn copy(c: &Arguments<'_>) -> Result<Outputs> {
    let out = c.tensor(0)?.try_copy()?;
    out.try_copy_(&c.tensor(1)?)?;
    out.into_outputs()
}

/// A handle cannot leave the graph in place; where there is no graph there is nothing to do.
fn detach_(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if x.requires_grad() {
        let remedy = "use detach, which returns a tensor outside of the graph";
        return Err(Error::graph(c.op(), "a handle cannot leave the graph in place", "self", remedy));
    }
    x.into_outputs()
}

fn positive(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if x.dtype() == DType::Bool {
        return Err(Error::dtype(c.op(), "not defined for booleans", &[("self", x.dtype())], "convert it to a number"));
    }
    x.into_outputs()
}
