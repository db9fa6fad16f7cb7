//! Sliding windows as columns on GPUs.

use cresset_storage::Result;

use super::call::{Program, counter, ordinal_of};
use super::launch::Target;
use super::text::{computed, stored};
use crate::array::Array;
use crate::window::{SPATIAL, Window};

/// Fills a new array with what each window over the planes of `x`, which is contiguous, sees; with `backward`, with the
/// sums of what the windows say of each element. Says no where there is no kernel.
pub(crate) fn unfold(x: &Array, out: &mut Array, window: &Window, backward: bool) -> Result<bool> {
    let (Some(ordinal), Some(held)) = (ordinal_of(x), stored(x.dtype())) else { return Ok(false) };
    let n = out.numel();
    if n == 0 {
        return Ok(true);
    }
    let types = [("In", held), ("C", computed(x.dtype())), counter(n.max(x.numel()))];
    let program = Program { name: "window", types: &types, constants: &[], file: include_str!("window.cu") };
    let entry = if backward { "fold" } else { "unfold" };
    program.run(ordinal, (entry, n), vec![Target::Fresh(out.storage_mut())], &[Some(x)], |found| {
        let mut words = [0; 3 + 6 * SPATIAL];
        words[..3].copy_from_slice(&[found.read[0], found.written[0], n as u64]);
        let Window { input, kernel, stride, padding, dilation, output } = window;
        let sizes = [input, kernel, stride, padding, dilation, output].into_iter().flatten();
        words[3..].iter_mut().zip(sizes).for_each(|(word, &size)| *word = size as u64);
        words
    })?;
    Ok(true)
}
