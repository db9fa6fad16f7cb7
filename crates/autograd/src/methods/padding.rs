//! Padding with the elements of the tensor itself.

use cresset_storage::{Error, Result};

use crate::Tensor;

/// Where the elements around a tensor come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PadMode {
    /// One value.
    Constant,
    /// The tensor reflected at its first and last element.
    Reflect,
    /// Its first and last element.
    Replicate,
    /// Its other end.
    Circular,
}

/// Pads the last dims, which have `rank` of them spatial.
#[track_caller]
fn around(op: &'static str, rank: usize, mode: PadMode, x: &Tensor, padding: &[i64]) -> Result<Tensor> {
    let refuse = |remedy| Err(Error::argument(op, "padding", format!("{padding:?}"), remedy));
    if padding.len() != 2 * rank {
        return refuse("give two numbers for each of the padded dims");
    }
    if x.dim() != rank + 1 && x.dim() != rank + 2 || x.sizes()[x.dim() - rank - 1..].contains(&0) {
        let remedy = "self is [batch, channels, spatial dims], or without the batch; only the batch may be empty";
        return Err(Error::shape(op, "sizes that cannot be padded", &[("self", x.sizes())], remedy));
    }
    if x.dtype() == cresset_storage::DType::Bool && mode != PadMode::Circular {
        return Err(Error::dtype(op, "not a numeric dtype", &[("self", x.dtype())], "convert to a number type first"));
    }
    let mut out = x.clone();
    for (at, pair) in padding.chunks_exact(2).enumerate() {
        let dim = x.dim() - 1 - at;
        let (size, [before, after]) = (x.sizes()[dim] as i64, [pair[0], pair[1]]);
        let Some(end) = size.checked_add(before).and_then(|size| size.checked_add(after)) else {
            return refuse("the sizes overflow");
        };
        if mode == PadMode::Reflect && (before >= size || after >= size) {
            return refuse("padding must be smaller than the padded dim");
        }
        if mode == PadMode::Circular && (before > size || after > size) {
            return refuse("padding must not be larger than the padded dim");
        }
        if end < 1 && mode != PadMode::Circular || end < 0 {
            return refuse("no more elements can be cut than there are");
        }
        let place = |at: i64| {
            let at = at - before;
            match mode {
                PadMode::Circular => at.rem_euclid(size),
                PadMode::Reflect => (size - 1 - (size - 1 - at.abs()).abs()).clamp(0, size - 1),
                _ => at.clamp(0, size - 1),
            }
        };
        if before != 0 || after != 0 {
            let mut places: Vec<i64> = Vec::new();
            if places.try_reserve_exact(end as usize).is_err() {
                return refuse("the padded dim does not fit in memory");
            }
            places.extend((0..end).map(place));
            out = out.try_index_select(dim as i64, &out.beside(places, [end as usize])?)?;
        }
    }
    if out.is_same(x) { x.try_copy() } else { Ok(out) }
}

macro_rules! pads {
    ($($name:ident $rank:literal $mode:ident;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(x: &Tensor, padding: &[i64]) -> Result<Tensor> {
            around(stringify!($name), $rank, PadMode::$mode, x, padding)
        }
    )*};
}

pads! {
    reflection_pad1d 1 Reflect;
    reflection_pad2d 2 Reflect;
    reflection_pad3d 3 Reflect;
    replication_pad1d 1 Replicate;
    replication_pad2d 2 Replicate;
    replication_pad3d 3 Replicate;
}

#[track_caller]
pub(crate) fn pad_mode(x: &Tensor, pad: &[i64], mode: PadMode, value: Option<f64>) -> Result<Tensor> {
    if mode == PadMode::Constant {
        return x.try_pad(pad, value.unwrap_or(0.0));
    }
    let op = "pad";
    if value.is_some_and(|value| value != 0.0) {
        return Err(Error::argument(op, "value", format!("{value:?}"), "only constant padding takes a value"));
    }
    let rank = pad.len() / 2;
    if !pad.len().is_multiple_of(2) || !(1..=3).contains(&rank) {
        return Err(Error::argument(op, "pad", format!("{pad:?}"), "give two numbers for each of the last dims"));
    }
    match (mode, rank) {
        (PadMode::Reflect, 1) => x.try_reflection_pad1d(pad),
        (PadMode::Reflect, 2) => x.try_reflection_pad2d(pad),
        (PadMode::Reflect, _) => x.try_reflection_pad3d(pad),
        (PadMode::Replicate, 1) => x.try_replication_pad1d(pad),
        (PadMode::Replicate, 2) => x.try_replication_pad2d(pad),
        (PadMode::Replicate, _) => x.try_replication_pad3d(pad),
        _ => around(op, rank, mode, x, pad),
    }
}
