//! The first position of a value along a dimension.

use cresset_storage::Result;

use super::element::{Element, Ordered};
use crate::access::{Access, fill};
use crate::array::Array;
use crate::parallel;

/// Elements looked through at once before asking whether the value was among them.
const PIECE: usize = 64;

/// For each of `wanted`, the first position along the middle dimension of `x` where it stands, or 0 where it does not.
/// `x` is contiguous and has sizes `[.., n, inner]`; `wanted` and `out` have one element for each result.
pub(crate) fn first<T: Element>(
    op: &'static str,
    x: &Array,
    [n, inner]: [usize; 2],
    wanted: &[T::Wide],
    out: &mut Array,
) -> Result<()> {
    let access = Access::read(&[x])?;
    let elements: &[T] = access.slice(op, 0)?;
    let positions: &mut [i64] = fill(op, out)?;
    if elements.is_empty() {
        positions.fill(0);
        return Ok(());
    }
    // Whole rows of `inner` results, so that a chunk belongs to few parts of `x`.
    let rows = (parallel::SERIAL_ELEMENTS / (n * inner)).max(1);
    let chunk = rows * inner;
    parallel::for_chunks(positions, chunk, elements.len(), &|at, positions| {
        let outer = at * rows;
        for (row, positions) in positions.chunks_mut(inner).enumerate() {
            let block = &elements[(outer + row) * n * inner..][..n * inner];
            let wanted = &wanted[(outer + row) * inner..][..inner];
            match positions {
                [position] => *position = find(block, wanted[0]),
                _ => find_each(block, wanted, positions),
            }
        }
    });
    Ok(())
}

fn find<T: Element>(elements: &[T], wanted: T::Wide) -> i64 {
    let is_here = |x: &T| x.widen().is_same(wanted);
    for (at, piece) in elements.chunks(PIECE).enumerate() {
        // Without an early exit, so that the comparison runs in registers.
        if piece.iter().fold(false, |found, x| found | is_here(x)) {
            return (at * PIECE + piece.iter().position(is_here).unwrap_or(0)) as i64;
        }
    }
    0
}

/// As [`find`], for results that lie side by side.
fn find_each<T: Element>(elements: &[T], wanted: &[T::Wide], positions: &mut [i64]) {
    positions.fill(0);
    // From the last to the first, so that the first has the last word.
    for (at, row) in elements.chunks(positions.len()).enumerate().rev() {
        for ((position, x), wanted) in positions.iter_mut().zip(row).zip(wanted) {
            *position = if x.widen().is_same(*wanted) { at as i64 } else { *position };
        }
    }
}
