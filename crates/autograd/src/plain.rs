//! The one place where errors of the plain forms become panics.

use cresset_storage::Result;

/// The value, or a panic with the error's text at the line of the caller.
#[track_caller]
#[inline]
#[allow(clippy::panic, reason = "the plain form of a method panics where its try_ form errs")]
pub(crate) fn plain<T>(result: Result<T>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}
