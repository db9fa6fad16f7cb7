//! Places of values in sorted sequences, membership, and positions in a fixed number of rows.

use cresset_ops::search;
use cresset_storage::{DType, Error, Result};

use crate::{Options, Tensor, no_grad};

pub(crate) fn searchsorted(
    sequence: &Tensor,
    input: &Tensor,
    out_int32: bool,
    right: bool,
    side: Option<&str>,
    sorter: Option<&Tensor>,
) -> Result<Tensor> {
    let op = "searchsorted";
    let right = match side {
        None => right,
        Some("right") => true,
        Some("left") if !right => false,
        Some("left") => return Err(Error::argument(op, "side", "left", "right must not be set with it")),
        Some(side) => return Err(Error::argument(op, "side", side, "use left or right")),
    };
    let mut sequence = sequence.detach();
    if input.dim() == 0 && sequence.dim() != 1 {
        let shapes: [(_, &[usize]); 2] = [("sorted_sequence", sequence.sizes()), ("self", &[])];
        return Err(Error::shape(op, "a scalar needs one sequence", &shapes, "give a sequence of one dim"));
    }
    if let Some(sorter) = sorter {
        if sorter.sizes() != sequence.sizes() {
            let shapes = [("sorted_sequence", sequence.sizes()), ("sorter", sorter.sizes())];
            return Err(Error::shape(op, "sizes differ", &shapes, "give one position for each element"));
        }
        if sorter.dtype() != DType::I64 {
            return Err(Error::dtype(op, "not int64", &[("sorter", sorter.dtype())], "convert the sorter to int64"));
        }
        sequence = sequence.try_gather(-1, sorter)?;
    }
    let participant = |x: &Tensor| cresset_ops::Operand::Array(x.array()).participant();
    let dtype = cresset_storage::result_type([participant(&sequence), participant(input)]);
    let (sequence, input) = (sequence.try_to_dtype(dtype)?, input.detach().try_to_dtype(dtype)?);
    let found = Tensor::new(search::searchsorted(op, sequence.array(), input.array(), right)?);
    if out_int32 { found.try_to_dtype(DType::I32) } else { Ok(found) }
}

pub(crate) fn bucketize(x: &Tensor, boundaries: &Tensor, out_int32: bool, right: bool) -> Result<Tensor> {
    if boundaries.dim() != 1 {
        let remedy = "give one dim";
        return Err(Error::shape("bucketize", "not a vector", &[("boundaries", boundaries.sizes())], remedy));
    }
    searchsorted(boundaries, x, out_int32, right, None, None)
}

pub(crate) fn isin(x: &Tensor, test_elements: &Tensor, invert: bool) -> Result<Tensor> {
    if test_elements.numel() == 0 {
        return Options::like(x).dtype(DType::Bool).try_full(x.sizes(), invert);
    }
    no_grad(|| {
        let dtype = cresset_storage::promote(x.dtype(), test_elements.dtype());
        let (sorted, _) = test_elements.detach().try_reshape([-1])?.try_to_dtype(dtype)?.try_sort(0, false)?;
        let x = x.detach().try_to_dtype(dtype)?;
        let place = Tensor::new(search::searchsorted("isin", sorted.array(), x.array(), false)?);
        let place = place.try_clamp_max(sorted.numel() as i64 - 1)?;
        let held = sorted.try_take(&place)?.try_eq(&x)?;
        if invert { held.try_logical_not() } else { Ok(held) }
    })
}

pub(crate) fn nonzero_static(x: &Tensor, size: usize, fill_value: i64) -> Result<Tensor> {
    let found = x.try_nonzero()?;
    let n_found = found.sizes()[0];
    if n_found >= size {
        return found.try_narrow(0, 0, size);
    }
    let rest = Options::like(x).dtype(DType::I64).try_full([size - n_found, x.dim()], fill_value)?;
    if x.dim() == 0 { Ok(rest.try_expand([size as i64, 0])?) } else { Tensor::try_cat(&[&found, &rest], 0) }
}
