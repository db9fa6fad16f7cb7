//! Largest elements of windows.

use cresset_autograd::{Result, Tensor};

use crate::builder::setters;
use crate::hooks::{call, call_tuple};
use crate::python::python_bool;
use crate::sizes::ranked;
use crate::{Forward, Module, Sizes};

/// Largest element of each window along the last `N` dimensions.
///
/// # Shapes
/// `[batch, channels, *]` to the same with other sizes `*`; the batch may be left out.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct MaxPool<const N: usize> {
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
    dilation: Sizes<N>,
    ceil_mode: bool,
}

/// Largest element of each window along a length.
pub type MaxPool1d = MaxPool<1>;
/// Largest element of each window along height and width.
pub type MaxPool2d = MaxPool<2>;
/// Largest element of each window along depth, height and width.
pub type MaxPool3d = MaxPool<3>;
/// Options of a [`MaxPool2d`].
pub type MaxPool2dBuilder = MaxPoolBuilder<2>;

/// Options of a [`MaxPool`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct MaxPoolBuilder<const N: usize> {
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
    dilation: Sizes<N>,
    ceil_mode: bool,
}

impl<const N: usize> MaxPool<N> {
    const NAME: &'static str = ranked(N, ["MaxPool1d", "MaxPool2d", "MaxPool3d"]);

    /// Windows side by side.
    #[must_use]
    pub fn new(kernel_size: impl Into<Sizes<N>>) -> MaxPool<N> {
        MaxPool::builder(kernel_size).build()
    }

    /// A layer with options: `MaxPool2d::builder(3).stride(2).padding(1).build()`.
    pub fn builder(kernel_size: impl Into<Sizes<N>>) -> MaxPoolBuilder<N> {
        let kernel_size = kernel_size.into();
        let (padding, dilation) = (0.into(), 1.into());
        MaxPoolBuilder { kernel_size, stride: kernel_size, padding, dilation, ceil_mode: false }
    }

    /// The largest elements and their places in the image, as `return_indices=True`.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward_with_indices(&self, x: &Tensor) -> Result<(Tensor, Tensor)> {
        let [kernel, stride, padding, dilation] =
            [self.kernel_size, self.stride, self.padding, self.dilation].map(Sizes::dims);
        let [out, indices] = call_tuple(self, [x], |[x]| {
            let pooled = match N {
                1 => x.try_max_pool1d_with_indices(kernel, stride, padding, dilation, self.ceil_mode)?,
                2 => x.try_max_pool2d_with_indices(kernel, stride, padding, dilation, self.ceil_mode)?,
                _ => x.try_max_pool3d_with_indices(kernel, stride, padding, dilation, self.ceil_mode)?,
            };
            Ok(pooled.into())
        })?;
        Ok((out, indices))
    }

    fn extra_repr(&self) -> String {
        let MaxPool { kernel_size, stride, padding, dilation, ceil_mode } = self;
        let ceil_mode = python_bool(*ceil_mode);
        format!(
            "kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={ceil_mode}"
        )
    }
}

impl<const N: usize> MaxPoolBuilder<N> {
    setters! {
        /// The step between windows.
        into (stride: Sizes<N>);
        /// The border around the image, of elements less than any other.
        into (padding: Sizes<N>);
        /// The step between the elements of a window.
        into (dilation: Sizes<N>);
        /// Whether a window that reaches over the end counts.
        (ceil_mode: bool);
    }

    /// The layer. Options that do not fit are refused by the first forward.
    #[must_use]
    pub fn build(self) -> MaxPool<N> {
        let MaxPoolBuilder { kernel_size, stride, padding, dilation, ceil_mode } = self;
        MaxPool { kernel_size, stride, padding, dilation, ceil_mode }
    }
}

impl<const N: usize> Forward for MaxPool<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [kernel, stride, padding, dilation] =
            [self.kernel_size, self.stride, self.padding, self.dilation].map(Sizes::dims);
        call(self, x, |x| match N {
            1 => x.try_max_pool1d(kernel, stride, padding, dilation, self.ceil_mode),
            2 => x.try_max_pool2d(kernel, stride, padding, dilation, self.ceil_mode),
            _ => x.try_max_pool3d(kernel, stride, padding, dilation, self.ceil_mode),
        })
    }
}
