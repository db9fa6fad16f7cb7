//! Padding layers.

use std::fmt;

use cresset_autograd::{Error, PadMode, Result, Tensor};

use crate::hooks::call;
use crate::python::python_float;
use crate::sizes::{Tuple, ranked};
use crate::{Forward, Module};

/// Elements in front of and behind each of the last `N` dimensions, the last dimension first; negative ones cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins<const N: usize>([[i64; 2]; N]);

impl<const N: usize> Margins<N> {
    fn flat(&self) -> &[i64] {
        self.0.as_flattened()
    }
}

impl<const N: usize> fmt::Display for Margins<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Tuple(self.flat()).fmt(f)
    }
}

impl<const N: usize> From<i64> for Margins<N> {
    fn from(size: i64) -> Margins<N> {
        Margins([[size; 2]; N])
    }
}

impl From<(i64, i64)> for Margins<1> {
    fn from((left, right): (i64, i64)) -> Margins<1> {
        Margins([[left, right]])
    }
}

impl From<(i64, i64, i64, i64)> for Margins<2> {
    fn from((left, right, top, bottom): (i64, i64, i64, i64)) -> Margins<2> {
        Margins([[left, right], [top, bottom]])
    }
}

impl From<(i64, i64, i64, i64, i64, i64)> for Margins<3> {
    fn from((left, right, top, bottom, front, back): (i64, i64, i64, i64, i64, i64)) -> Margins<3> {
        Margins([[left, right], [top, bottom], [front, back]])
    }
}

/// Pads the last dims in a mode.
fn padded(x: &Tensor, op: &'static str, rank: usize, padding: &[i64], mode: PadMode) -> Result<Tensor> {
    if x.dim() != rank + 1 && x.dim() != rank + 2 {
        let remedy = "x must be [batch, channels, padded sizes], or without the batch";
        return Err(Error::shape(op, "wrong number of dims", &[("x", x.sizes())], remedy));
    }
    x.try_pad_mode(padding, mode, None)
}

macro_rules! pads {
    ($($(#[$doc:meta])* $name:ident $mode:ident [$one:ident $two:ident $three:ident];)*) => {$(
        $(#[$doc])*
        ///
        /// # Shapes
        /// `[batch, channels, *]`; the batch may be left out.
        #[derive(Clone, Copy, Debug, Module)]
        #[module(name = Self::NAME, extra_repr)]
        pub struct $name<const N: usize> {
            padding: Margins<N>,
        }

        #[doc = concat!("[`", stringify!($name), "`] along a length.")]
        pub type $one = $name<1>;
        #[doc = concat!("[`", stringify!($name), "`] along height and width.")]
        pub type $two = $name<2>;
        #[doc = concat!("[`", stringify!($name), "`] along depth, height and width.")]
        pub type $three = $name<3>;

        impl<const N: usize> $name<N> {
            const NAME: &'static str = ranked(N, [stringify!($one), stringify!($two), stringify!($three)]);

            /// With so many elements on each side, or with one number for each side.
            #[must_use]
            pub fn new(padding: impl Into<Margins<N>>) -> $name<N> {
                $name { padding: padding.into() }
            }

            fn extra_repr(&self) -> String {
                self.padding.to_string()
            }
        }

        impl<const N: usize> Forward for $name<N> {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                call(self, x, |x| padded(x, Self::NAME, N, self.padding.flat(), PadMode::$mode))
            }
        }
    )*};
}

pads! {
    /// The tensor's reflection at its first and last element around it.
    ReflectionPad Reflect [ReflectionPad1d ReflectionPad2d ReflectionPad3d];
    /// The tensor's first and last element around it.
    ReplicationPad Replicate [ReplicationPad1d ReplicationPad2d ReplicationPad3d];
    /// The tensor's other end around it.
    CircularPad Circular [CircularPad1d CircularPad2d CircularPad3d];
}

/// Zeros around the last `N` dimensions of a tensor.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct ZeroPad<const N: usize> {
    padding: Margins<N>,
}

/// [`ZeroPad`] along a length.
pub type ZeroPad1d = ZeroPad<1>;
/// [`ZeroPad`] along height and width.
pub type ZeroPad2d = ZeroPad<2>;
/// [`ZeroPad`] along depth, height and width.
pub type ZeroPad3d = ZeroPad<3>;

impl<const N: usize> ZeroPad<N> {
    const NAME: &'static str = ranked(N, ["ZeroPad1d", "ZeroPad2d", "ZeroPad3d"]);

    /// With so many elements on each side, or with one number for each side.
    #[must_use]
    pub fn new(padding: impl Into<Margins<N>>) -> ZeroPad<N> {
        ZeroPad { padding: padding.into() }
    }

    fn extra_repr(&self) -> String {
        self.padding.to_string()
    }
}

impl<const N: usize> Forward for ZeroPad<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_pad(self.padding.flat(), 0.0))
    }
}

/// A number around the last `N` dimensions of a tensor.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct ConstantPad<const N: usize> {
    padding: Margins<N>,
    value: f64,
}

/// [`ConstantPad`] along a length.
pub type ConstantPad1d = ConstantPad<1>;
/// [`ConstantPad`] along height and width.
pub type ConstantPad2d = ConstantPad<2>;
/// [`ConstantPad`] along depth, height and width.
pub type ConstantPad3d = ConstantPad<3>;

impl<const N: usize> ConstantPad<N> {
    const NAME: &'static str = ranked(N, ["ConstantPad1d", "ConstantPad2d", "ConstantPad3d"]);

    /// With so many elements on each side, or with one number for each side.
    #[must_use]
    pub fn new(padding: impl Into<Margins<N>>, value: f64) -> ConstantPad<N> {
        ConstantPad { padding: padding.into(), value }
    }

    fn extra_repr(&self) -> String {
        format!("padding={}, value={}", self.padding, python_float(self.value))
    }
}

impl<const N: usize> Forward for ConstantPad<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_pad(self.padding.flat(), self.value))
    }
}
