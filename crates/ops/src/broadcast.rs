//! The common sizes of arrays that are combined element by element.

use cresset_storage::{Dims, Error, Result};

/// The sizes that both expand to, as in NumPy and PyTorch.
///
/// # Errors
/// Two sizes differ and neither is 1.
#[inline]
pub fn broadcast_sizes(op: &'static str, lhs: &Dims, rhs: &Dims) -> Result<Dims> {
    if lhs == rhs {
        return Ok(*lhs);
    }
    let (long, short) = if lhs.len() >= rhs.len() { (lhs, rhs) } else { (rhs, lhs) };
    let mut out = *long;
    let lead = long.len() - short.len();
    for (at, &size) in short.iter().enumerate() {
        let held = out[lead + at];
        if held == 1 {
            out[lead + at] = size;
        } else if size != 1 && size != held {
            return Err(Error::shape(
                op,
                "sizes do not broadcast",
                &[("lhs", lhs), ("rhs", rhs)],
                "aligned at the right, each pair of sizes must be equal or contain a 1",
            ));
        }
    }
    Ok(out)
}
