//! Looking at what layers compute: observers of all layers in a call, and hooks of one layer.

mod observe;
mod one;

pub use observe::{Observed, observe};
pub(crate) use observe::{observed, report};
pub use one::{HookRemover, Hooked};
