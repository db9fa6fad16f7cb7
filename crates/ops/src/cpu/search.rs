//! Bisection in sorted rows.

use crate::cpu::reduce::element::Ordered;
use crate::parallel::for_chunks;
use crate::plain::Plain;

/// Values that one thread looks up before it takes more.
const BLOCK: usize = 1 << 10;

/// Fills `out` with the place of each value in its sequence of `width` elements. Rows of `row` values share a sequence.
pub(crate) fn places<T: Plain<Wide: Ordered>>(
    sequences: &[T],
    width: usize,
    values: &[T],
    row: usize,
    right: bool,
    out: &mut [i64],
) {
    let work = out.len();
    for_chunks(out, BLOCK, work, &|block, part| {
        for (at, out) in part.iter_mut().enumerate() {
            let at = block * BLOCK + at;
            let sequence = &sequences[at / row * width..][..width];
            *out = place(sequence, values[at], right) as i64;
        }
    });
}

/// A NaN stands after everything, as in PyTorch: no element is known to be as great. Where one is in the sequence the
/// result depends on which elements are looked at, so these are PyTorch's too.
fn place<T: Plain<Wide: Ordered>>(sequence: &[T], value: T, right: bool) -> usize {
    let value = value.widen();
    let (mut low, mut high) = (0, sequence.len());
    while low < high {
        let middle = (low + high) / 2;
        let element = sequence[middle].widen();
        let is_undefined = element.is_undefined() || value.is_undefined();
        let stands_after = if right { value.is_less(element) } else { !element.is_less(value) };
        if is_undefined || !stands_after {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
