//! Several index tensors at once, as NumPy and PyTorch take them in brackets.

use cresset_storage::{DType, Device, Dims, Error, Result};

use super::mask::nonzero;
use super::places::{Change, Way, read, write};
use super::{Chosen, Negative, check_same_dtype, in_sum_dtype};
use crate::array::{Array, Operand};
use crate::broadcast::broadcast_sizes;
use crate::copy::{contiguous, contiguous_copy, full};
use crate::cpu::index::{Places, Target};
use crate::generated::Pointwise;
use crate::pointwise::pointwise;

/// A call's indices, worked out.
struct Plan {
    /// The array's dimensions in the order in which the indexed ones stand together.
    order: Vec<i64>,
    places: Chosen,
    /// Sizes of the result.
    sizes: Dims,
}

/// Positions along one dimension, of the sizes of their tensor.
struct Along {
    dim: usize,
    at: Array,
}

/// One vector of positions for each dimension of a mask, which must have those sizes of the array.
fn from_mask(op: &'static str, sizes: &Dims, dim: usize, mask: &Array, along: &mut Vec<Along>) -> Result<()> {
    let covered = sizes.get(dim..dim + mask.rank());
    if mask.rank() == 0 || covered != Some(&mask.sizes()[..]) {
        let remedy = "a mask must have the sizes of the dims it stands for";
        return Err(Error::shape(op, "mask does not fit", &[("self", sizes), ("mask", mask.sizes())], remedy));
    }
    let found = nonzero(op, mask)?;
    for offset in 0..mask.rank() {
        let column = found.layout().select(op, 1, offset as i64)?;
        along.push(Along { dim: dim + offset, at: found.with_layout(column) });
    }
    Ok(())
}

/// The positions along the indexed dimensions as positions along all of them together.
fn joined(
    op: &'static str,
    sizes: &Dims,
    along: &[Along],
    common: &Dims,
    [outer, inner]: [usize; 2],
    device: Device,
) -> Result<Chosen> {
    let mut size = 1usize;
    let mut all: Option<Chosen> = None;
    for along in along.iter().rev() {
        let layout = along.at.layout().broadcast_to(op, common)?;
        let held = sizes[along.dim];
        let index = along.at.with_layout(layout);
        let own = Chosen::new(op, &index, (along.dim, [outer, held, inner]), Negative::Wraps, device)?;
        let places = match (all, own) {
            (Some(Chosen::Here(mut all)), Chosen::Here(own)) => {
                all.at.iter_mut().zip(own.at).for_each(|(at, own)| *at = at.wrapping_add(own.wrapping_mul(size)));
                Chosen::Here(all)
            }
            (Some(Chosen::There(all)), Chosen::There(own)) => {
                let terms = [Operand::Array(&all.at), Operand::Array(&own.at), Operand::Scalar((size as i64).into())];
                Chosen::There(Places { at: pointwise(Pointwise::AddAlpha, &terms)?, ..all })
            }
            (_, own) => own,
        };
        size = size.wrapping_mul(held);
        all = Some(places);
    }
    match all {
        Some(Chosen::Here(all)) => Ok(Chosen::Here(Places { size, ..all })),
        Some(Chosen::There(all)) => Ok(Chosen::There(Places { size, ..all })),
        None => Err(Error::argument(op, "indices", "none", "give at least one tensor")),
    }
}

impl Plan {
    fn new(op: &'static str, x: &Array, indices: &[Option<&Array>]) -> Result<Plan> {
        let sizes = x.sizes();
        let mut along: Vec<Along> = Vec::new();
        let mut dim = 0;
        for index in indices {
            match index {
                None => dim += 1,
                Some(mask) if matches!(mask.dtype(), DType::Bool | DType::U8) => {
                    from_mask(op, sizes, dim, mask, &mut along)?;
                    dim += mask.rank();
                }
                Some(index) => {
                    along.push(Along { dim, at: (*index).clone() });
                    dim += 1;
                }
            }
        }
        if dim > sizes.len() {
            let shapes = [("self", &sizes[..]), ("indexed dims", &[dim])];
            return Err(Error::shape(op, "too many indices", &shapes, "give at most one index for each dim"));
        }
        let Some(first) = along.first() else {
            return Err(Error::argument(op, "indices", "none", "give at least one tensor"));
        };
        let mut common = *first.at.sizes();
        for other in &along[1..] {
            common = broadcast_sizes(op, &common, other.at.sizes())?;
        }
        let (start, adjacent) = (first.dim, along.windows(2).all(|pair| pair[1].dim == pair[0].dim + 1));
        // Where other dimensions stand between the indexed ones, the indexed ones go to the front.
        let lead = if adjacent { start } else { 0 };
        let indexed = |dim: &usize| along.iter().any(|along| along.dim == *dim);
        let mut rest: Vec<usize> = (0..sizes.len()).filter(|dim| !indexed(dim)).collect();
        let after = rest.split_off(lead);
        let product = |dims: &[usize]| dims.iter().fold(1usize, |product, &dim| product.wrapping_mul(sizes[dim]));
        let (outer, inner) = (product(&rest), product(&after));
        common.checked_numel(op, 1)?;
        let places = joined(op, sizes, &along, &common, [outer, inner], x.device())?;
        let mut out = Dims::EMPTY;
        let sides = [rest.iter().map(|&dim| sizes[dim]).collect::<Vec<_>>(), common.to_vec()];
        for size in sides.into_iter().flatten().chain(after.iter().map(|&dim| sizes[dim])) {
            out.push(op, size)?;
        }
        let middle = along.iter().map(|along| along.dim);
        let order = rest.iter().copied().chain(middle).chain(after.iter().copied()).map(|dim| dim as i64).collect();
        Ok(Plan { order, places, sizes: out })
    }

    /// The array with its indexed dimensions together.
    fn arranged(&self, op: &'static str, x: &Array) -> Result<Array> {
        Ok(x.with_layout(x.layout().permute(op, &self.order)?))
    }
}

/// The elements at the indices, one for each leading dimension or `None` for all of it. Index tensors broadcast
/// together; `bool` and `uint8` ones are masks. The broadcast dimensions stand where the indexed ones stood, or in front
/// where those do not stand together.
///
/// # Errors
/// An index out of range, or sizes that do not fit.
pub fn index(op: &'static str, x: &Array, indices: &[Option<&Array>]) -> Result<Array> {
    let plan = Plan::new(op, x, indices)?;
    read(op, &plan.arranged(op, x)?, &plan.sizes, &plan.places)
}

fn put(op: &'static str, target: Target<'_>, plan: &Plan, values: &Array, accumulate: bool) -> Result<()> {
    check_same_dtype(op, target.array(), values)?;
    let layout = values.layout().broadcast_to(op, &plan.sizes).map_err(|_| {
        let shapes = [("values", &values.sizes()[..]), ("places", &plan.sizes)];
        Error::shape(op, "values do not broadcast", &shapes, "values must broadcast to the sizes that indexing gives")
    })?;
    let way = if accumulate { Way::Add } else { Way::Replace };
    if values.numel() == 1 {
        return write(op, target, &plan.places, Change::Value(values), way);
    }
    let rows = contiguous(op, &values.with_layout(layout))?;
    write(op, target, &plan.places, Change::Rows(&rows), way)
}

/// A copy of `x` with the values, which broadcast, at the indices. Of several values for one element the last stays,
/// unless they accumulate.
///
/// # Errors
/// As [`index`]; also values that do not broadcast or of another dtype.
pub fn index_put(
    op: &'static str,
    x: &Array,
    indices: &[Option<&Array>],
    values: &Array,
    accumulate: bool,
) -> Result<Array> {
    let mut out = contiguous_copy(op, x)?;
    put_new(op, &mut out, indices, values, accumulate)?;
    Ok(out)
}

/// [`index_put`] into an array that nobody else holds yet.
fn put_new(
    op: &'static str,
    out: &mut Array,
    indices: &[Option<&Array>],
    values: &Array,
    accumulate: bool,
) -> Result<()> {
    let plan = Plan::new(op, out, indices)?;
    if plan.order.is_sorted() {
        return put(op, Target::New(out), &plan, values, accumulate);
    }
    put(op, Target::Held(&plan.arranged(op, out)?), &plan, values, accumulate)
}

/// [`index_put`] into `x` itself.
///
/// # Errors
/// As [`index_put`].
pub fn index_put_(
    op: &'static str,
    x: &Array,
    indices: &[Option<&Array>],
    values: &Array,
    accumulate: bool,
) -> Result<()> {
    let plan = Plan::new(op, x, indices)?;
    put(op, Target::Held(&plan.arranged(op, x)?), &plan, values, accumulate)
}

/// Zeros of `sizes` with the elements of `source` added at the indices: the transpose of [`index`].
///
/// # Errors
/// As [`index_put`].
pub fn index_sum(op: &'static str, sizes: &Dims, indices: &[Option<&Array>], source: &Array) -> Result<Array> {
    in_sum_dtype(op, source, |source| {
        let mut out = full(op, sizes, 0.into(), source.dtype(), source.device())?;
        put_new(op, &mut out, indices, source, true)?;
        Ok(out)
    })
}
