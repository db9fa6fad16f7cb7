//! Rows of a weight matrix by index, and indices as rows of zeros with a one.

use cresset_storage::{DType, Device, Dims, Error, Result};

use super::places::{Change, Way, read, write};
use super::{Chosen, Negative, in_sum_dtype, positions};
use crate::array::{Array, Operand};
use crate::copy::{contiguous_copy, full};
use crate::cpu::index::Target;
use crate::cuda::index as cuda;

/// What the gradient of an embedding leaves out or scales.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rows {
    /// A row that gets no gradient.
    pub padding: Option<usize>,
    /// Whether each row's gradient is divided by how often the row was read.
    pub scale_by_frequency: bool,
}

impl Rows {
    /// The factor of each index; `None` where all are 1.
    fn factors(self, at: &[usize], n_rows: usize) -> Option<Vec<f64>> {
        if self.padding.is_none() && !self.scale_by_frequency {
            return None;
        }
        let mut counts = vec![0u64; if self.scale_by_frequency { n_rows } else { 0 }];
        if self.scale_by_frequency {
            at.iter().for_each(|&row| counts[row] += 1);
        }
        let factor = |&row: &usize| match counts.get(row) {
            _ if self.padding == Some(row) => 0.0,
            Some(&count) => 1.0 / count as f64,
            None => 1.0,
        };
        Some(at.iter().map(factor).collect())
    }
}

fn places(op: &'static str, weight: &Dims, indices: &Array, device: Device) -> Result<(Chosen, usize)> {
    let [n_rows, width] = weight[..] else {
        let remedy = "the weight must have two dims";
        return Err(Error::shape(op, "weight is not a matrix", &[("weight", weight)], remedy));
    };
    let around = [1, n_rows, width];
    Ok((Chosen::new(op, indices, (0, around), Negative::Refused, device)?, width))
}

/// `x` with each row multiplied by its factor.
fn scaled(op: &'static str, x: &Array, places: &Chosen, rows: Rows) -> Result<Array> {
    let fetched;
    let places = match places {
        Chosen::Here(places) => places,
        Chosen::There(_) if rows.padding.is_none() && !rows.scale_by_frequency => return Ok(x.clone()),
        Chosen::There(places) => {
            if let Some(out) = cuda::weighed(op, x, places, rows.padding, rows.scale_by_frequency)? {
                return Ok(out);
            }
            fetched = places.fetched()?;
            &fetched
        }
    };
    let Some(factors) = rows.factors(&places.at, places.size) else { return Ok(x.clone()) };
    let mut out = contiguous_copy(op, x)?;
    crate::cpu::index::scale_rows(op, &mut out, places.inner, &factors)?;
    Ok(out)
}

/// The rows of `weight` at `indices`, in front of whose last dimension stand the sizes of `indices`. Each row is
/// multiplied as `rows` says, which is what the gradient of [`embedding_sum`] needs.
///
/// # Errors
/// An index out of range, or a weight that is no matrix.
pub fn embedding_read(op: &'static str, weight: &Array, indices: &Array, rows: Rows) -> Result<Array> {
    let (places, width) = places(op, weight.sizes(), indices, weight.device())?;
    let mut sizes = *indices.sizes();
    sizes.push(op, width)?;
    let out = read(op, weight, &sizes, &places)?;
    scaled(op, &out, &places, rows)
}

/// A matrix of `sizes` with rows of `source` added at `indices`: the gradient of an embedding's weight.
///
/// # Errors
/// As [`embedding_read`].
pub fn embedding_sum(op: &'static str, sizes: &Dims, indices: &Array, source: &Array, rows: Rows) -> Result<Array> {
    let (places, _) = places(op, sizes, indices, source.device())?;
    in_sum_dtype(op, source, |source| {
        let source = scaled(op, source, &places, rows)?;
        let mut out = full(op, sizes, 0.into(), source.dtype(), source.device())?;
        write(op, Target::New(&mut out), &places, Change::Rows(&source), Way::Add)?;
        Ok(out)
    })
}

/// One at the index and zero elsewhere, along a new last dimension; -1 classes stand for the largest index and one.
///
/// # Errors
/// Not int64, a negative index, one beyond the classes, or no index to count classes from.
pub fn one_hot(op: &'static str, indices: &Array, num_classes: i64) -> Result<Array> {
    if indices.dtype() != DType::I64 {
        let remedy = "convert to int64 first";
        return Err(Error::dtype(op, "not a dtype of classes", &[("self", indices.dtype())], remedy));
    }
    let values = crate::reading::to_vec::<i64>(indices)?;
    let classes = match num_classes {
        -1 => values.iter().max().map_or(0, |&largest| largest.saturating_add(1)),
        given => given,
    };
    let Ok(classes @ 1..) = usize::try_from(classes) else {
        return Err(Error::argument(op, "num_classes", num_classes, "there must be at least one class"));
    };
    let at = positions(op, indices, indices.rank(), classes, Negative::Refused)?;
    let mut sizes = *indices.sizes();
    sizes.push(op, classes)?;
    let mut out = full(op, &sizes, 0.into(), DType::I64, indices.device())?;
    let one = super::value_like(op, &out, Operand::Scalar(1.into()))?;
    let at = at.iter().enumerate().map(|(row, &class)| (row * classes + class) as i64).collect();
    let at = Array::from_vec(at, &[indices.numel()])?;
    let places = Chosen::new(op, &at, (0, [1, out.numel(), 1]), Negative::Refused, indices.device())?;
    write(op, Target::New(&mut out), &places, Change::Value(&one), Way::Replace)?;
    Ok(out)
}
