//! Which rows have the largest elements of bags of rows.

use cresset_storage::{DType, Dims, Result};

use crate::access::fill;
use crate::array::Array;
use crate::copy::{contiguous, to_device};
use crate::cuda::bags as cuda;
use crate::reading::to_vec;

/// For each bag and each column of a floating matrix, the row of the bag whose element is the largest, the first of equals;
/// 0 for a bag of none. A bag has the `rows` between its bound and the next; they must be rows of the matrix.
///
/// # Numerics
/// A NaN is the largest where it comes first, else it is passed over, as in PyTorch.
///
/// # Errors
/// No memory left.
pub fn largest_of_bags(op: &'static str, weight: &Array, rows: &[i64], bounds: &[usize]) -> Result<Array> {
    let width = weight.sizes().last().copied().unwrap_or(0);
    let sizes = Dims::new(op, &[bounds.len().saturating_sub(1), width])?;
    let mut out = Array::empty(op, &sizes, DType::I64, weight.device())?;
    if out.numel() == 0 {
        return Ok(out);
    }
    let weight = contiguous(op, weight)?;
    let begins: Vec<i64> = bounds.iter().map(|&bound| bound as i64).collect();
    let beside =
        |numbers: &[i64]| to_device(op, &Array::from_vec(numbers.to_vec(), &[numbers.len()])?, weight.device());
    if cuda::largest(&weight, || Ok([beside(rows)?, beside(&begins)?]), &mut out)? {
        return Ok(out);
    }
    let elements = to_vec::<f64>(&weight)?;
    let largest: &mut [i64] = fill(op, &mut out)?;
    for (bag, found) in bounds.windows(2).zip(largest.chunks_exact_mut(width)) {
        for (column, found) in found.iter_mut().enumerate() {
            let value = |row: i64| elements[row as usize * width + column];
            let larger = |best: i64, row: &i64| if value(*row) > value(best) { *row } else { best };
            *found = match &rows[bag[0]..bag[1]] {
                [first, others @ ..] => others.iter().fold(*first, larger),
                [] => 0,
            };
        }
    }
    Ok(out)
}
