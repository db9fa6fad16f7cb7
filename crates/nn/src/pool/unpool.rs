//! The way back from pooling.

use cresset_autograd::{Error, Result, Tensor};

use crate::builder::setters;
use crate::hooks::call_several;
use crate::sizes::ranked;
use crate::{Module, Sizes};

/// Elements put back at the places that [`super::MaxPool`] found, zeros elsewhere.
///
/// # Shapes
/// `[batch, channels, *]`, and indices of the same sizes, to the sizes before pooling; the batch may be left out.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
#[must_use]
pub struct MaxUnpool<const N: usize> {
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
}

/// The way back from pooling along a length.
pub type MaxUnpool1d = MaxUnpool<1>;
/// The way back from pooling along height and width.
pub type MaxUnpool2d = MaxUnpool<2>;
/// The way back from pooling along depth, height and width.
pub type MaxUnpool3d = MaxUnpool<3>;

impl<const N: usize> MaxUnpool<N> {
    const NAME: &'static str = ranked(N, ["MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d"]);

    /// For windows side by side.
    pub fn new(kernel_size: impl Into<Sizes<N>>) -> MaxUnpool<N> {
        let kernel_size = kernel_size.into().tuple();
        MaxUnpool { kernel_size, stride: kernel_size, padding: Sizes::from(0).tuple() }
    }

    setters! {
        /// The step between the windows of the pooling.
        into (stride: Sizes<N>);
        /// The border of the pooling.
        into (padding: Sizes<N>);
    }

    /// The elements at their places, in an image of the smallest size that pools to theirs, or of a given size.
    ///
    /// # Errors
    /// Indices out of range, or sizes that do not fit.
    pub fn forward(&self, x: &Tensor, indices: &Tensor, output_size: Option<Sizes<N>>) -> Result<Tensor> {
        call_several(self, [x, indices], |[x, indices]| self.unpooled(x, indices, output_size))
    }

    fn unpooled(&self, x: &Tensor, indices: &Tensor, output_size: Option<Sizes<N>>) -> Result<Tensor> {
        if x.dim() < N {
            let remedy = "x must be [batch, channels, sizes of the window's dims]";
            return Err(Error::shape(Self::NAME, "too few dims", &[("x", x.sizes())], remedy));
        }
        let [kernel, stride, padding] = [self.kernel_size, self.stride, self.padding].map(Sizes::dims);
        let mut sizes = [0; N];
        for (at, size) in sizes.iter_mut().enumerate() {
            *size = (x.sizes()[x.dim() - N + at] as i64 - 1) * stride[at] + kernel[at] - 2 * padding[at];
        }
        if let Some(wanted) = output_size {
            let fits = |((&wanted, &least), &stride): ((&i64, &i64), &i64)| (wanted - least).abs() < stride;
            if !wanted.dims().iter().zip(&sizes).zip(&stride).all(fits) {
                let remedy = "each size must be less than a stride from the usual one";
                return Err(Error::argument(Self::NAME, "output_size", wanted, remedy));
            }
            sizes = wanted.dims();
        }
        match N {
            1 => x.try_max_unpool1d(indices, sizes),
            2 => x.try_max_unpool2d(indices, sizes),
            _ => x.try_max_unpool3d(indices, sizes),
        }
    }

    fn extra_repr(&self) -> String {
        let [kernel_size, stride, padding] = [self.kernel_size, self.stride, self.padding].map(Sizes::tuple);
        format!("kernel_size={kernel_size}, stride={stride}, padding={padding}")
    }
}
