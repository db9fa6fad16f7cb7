//! Looking at what layers compute: observers of all layers in a call, and hooks of single layers.

mod backward;
mod call;
mod identity;
mod observe;
mod registered;

pub(crate) use call::call_several;
pub use call::{call, call_tuple};
pub(crate) use identity::{Identity, identity};
pub use observe::{Observed, observe};
pub use registered::LayerHook;
pub(crate) use registered::{Kind, register};
