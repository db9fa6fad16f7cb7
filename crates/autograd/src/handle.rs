//! In-place methods that change what a handle looks at instead of what is in memory.
//!
//! They take `&mut self`: the handle becomes a view of the same memory, other handles keep their shape.

use cresset_storage::{Error, Result};

use crate::{Tensor, mode, plain};

macro_rules! reshaping {
    ($($(#[$doc:meta])* $name:ident $try_name:ident $view:ident ($($arg:ident: $type:ty),*))*) => {
        impl Tensor {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// As the `try_` form errs.
                #[track_caller]
                pub fn $name(&mut self, $($arg: $type),*) -> &mut Tensor {
                    plain(self.$try_name($($arg),*))
                }

                #[doc = concat!("[`Tensor::", stringify!($name), "`] with errors as values.")]
                ///
                /// # Errors
                /// A dimension that is not there, or a leaf that requires a gradient.
                #[track_caller]
                pub fn $try_name(&mut self, $($arg: $type),*) -> Result<&mut Tensor> {
                    refuse_leaf(stringify!($name), self)?;
                    *self = self.$view($($arg),*)?;
                    Ok(self)
                }
            )*
        }
    };
}

reshaping! {
    /// The handle becomes [`Tensor::t`] of itself.
    t_ try_t_ try_t()
    /// The handle becomes [`Tensor::transpose`] of itself.
    transpose_ try_transpose_ try_transpose(dim0: i64, dim1: i64)
    /// The handle becomes [`Tensor::squeeze`] of itself.
    squeeze_ try_squeeze_ try_squeeze()
    /// The handle becomes [`Tensor::unsqueeze`] of itself.
    unsqueeze_ try_unsqueeze_ try_unsqueeze(dim: i64)
}

fn refuse_leaf(op: &'static str, tensor: &Tensor) -> Result<()> {
    if mode::is_grad_enabled() && tensor.requires_grad() && tensor.is_leaf() {
        let remedy = "use the form without the underscore";
        return Err(Error::graph(op, "a leaf that requires a gradient is changed in place", "self", remedy));
    }
    Ok(())
}
