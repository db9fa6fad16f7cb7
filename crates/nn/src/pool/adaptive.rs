//! Pooling to given sizes.

use std::fmt;

use cresset_autograd::{Result, Tensor};

use crate::hooks::{call, call_tuple};
use crate::sizes::{Tuple, ranked};
use crate::{Forward, Module};

/// Sizes of an output along `N` dimensions: one number, or one for each, of which `None` keeps the input's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputSizes<const N: usize> {
    each: [Option<usize>; N],
    same: bool,
}

impl<const N: usize> OutputSizes<N> {
    /// The sizes for an input.
    fn of(self, x: &Tensor) -> [i64; N] {
        let from = x.dim().saturating_sub(N);
        let mut sizes = [0; N];
        for (at, (size, wanted)) in sizes.iter_mut().zip(self.each).enumerate() {
            *size = wanted.or(x.sizes().get(from + at).copied()).unwrap_or(0) as i64;
        }
        sizes
    }
}

impl<const N: usize> fmt::Display for OutputSizes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.each.map(|size| size.map_or("None".to_string(), |size| size.to_string()));
        match &shown[..] {
            [first, ..] if self.same => f.write_str(first),
            shown => Tuple(shown).fmt(f),
        }
    }
}

impl<const N: usize> From<usize> for OutputSizes<N> {
    fn from(size: usize) -> OutputSizes<N> {
        OutputSizes { each: [Some(size); N], same: true }
    }
}

impl<const N: usize> From<[usize; N]> for OutputSizes<N> {
    fn from(sizes: [usize; N]) -> OutputSizes<N> {
        OutputSizes { each: sizes.map(Some), same: false }
    }
}

impl<const N: usize> From<[Option<usize>; N]> for OutputSizes<N> {
    fn from(each: [Option<usize>; N]) -> OutputSizes<N> {
        OutputSizes { each, same: false }
    }
}

impl From<(usize, usize)> for OutputSizes<2> {
    fn from((height, width): (usize, usize)) -> OutputSizes<2> {
        [height, width].into()
    }
}

impl From<(usize, usize, usize)> for OutputSizes<3> {
    fn from((depth, height, width): (usize, usize, usize)) -> OutputSizes<3> {
        [depth, height, width].into()
    }
}

macro_rules! adaptive {
    ($($(#[$doc:meta])* $name:ident [$($ranked:ident),*];)*) => {$(
        $(#[$doc])*
        ///
        /// # Shapes
        /// `[batch, channels, *]` to `[batch, channels, output sizes]`; the batch may be left out.
        #[derive(Clone, Copy, Debug, Module)]
        #[module(name = Self::NAME, extra_repr)]
        pub struct $name<const N: usize> {
            output_size: OutputSizes<N>,
        }

        impl<const N: usize> $name<N> {
            const NAME: &'static str = ranked(N, [$(stringify!($ranked)),*]);

            /// To these sizes.
            #[must_use]
            pub fn new(output_size: impl Into<OutputSizes<N>>) -> $name<N> {
                $name { output_size: output_size.into() }
            }

            fn extra_repr(&self) -> String {
                format!("output_size={}", self.output_size)
            }
        }

        adaptive!(@aliases $name 1 $($ranked)*);
    )*};
    (@aliases $name:ident 1 $one:ident $two:ident $three:ident) => {
        #[doc = concat!("[`", stringify!($name), "`] along a length.")]
        pub type $one = $name<1>;
        #[doc = concat!("[`", stringify!($name), "`] along height and width.")]
        pub type $two = $name<2>;
        #[doc = concat!("[`", stringify!($name), "`] along depth, height and width.")]
        pub type $three = $name<3>;
    };
}

adaptive! {
    /// Mean of each of so many bins.
    AdaptiveAvgPool [AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d];
    /// Largest element of each of so many bins.
    AdaptiveMaxPool [AdaptiveMaxPool1d, AdaptiveMaxPool2d, AdaptiveMaxPool3d];
}

impl<const N: usize> Forward for AdaptiveAvgPool<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let sizes = self.output_size.of(x);
        call(self, x, |x| match N {
            1 => x.try_adaptive_avg_pool1d(sizes),
            2 => x.try_adaptive_avg_pool2d(sizes),
            _ => x.try_adaptive_avg_pool3d(sizes),
        })
    }
}

impl<const N: usize> AdaptiveMaxPool<N> {
    /// The largest elements and their places in the image, as `return_indices=True`.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward_with_indices(&self, x: &Tensor) -> Result<(Tensor, Tensor)> {
        let [out, indices] = call_tuple(self, [x], |[x]| Ok(self.pooled(x)?.into()))?;
        Ok((out, indices))
    }

    fn pooled(&self, x: &Tensor) -> Result<(Tensor, Tensor)> {
        let sizes = self.output_size.of(x);
        match N {
            1 => x.try_adaptive_max_pool1d(sizes),
            2 => x.try_adaptive_max_pool2d(sizes),
            _ => x.try_adaptive_max_pool3d(sizes),
        }
    }
}

impl<const N: usize> Forward for AdaptiveMaxPool<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| Ok(self.pooled(x)?.0))
    }
}
