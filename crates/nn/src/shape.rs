//! Layers that change nothing but the shape, or nothing.

use cresset_autograd::{Result, Tensor};

use crate::hooks::call;
use crate::sizes::Tuple;
use crate::{Forward, Module, Sizes};

/// Several dimensions as one; by default all but the first.
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct Flatten {
    start_dim: i64,
    end_dim: i64,
}

impl Flatten {
    /// All dimensions but the first.
    #[must_use]
    pub fn new() -> Flatten {
        Flatten::dims(1, -1)
    }

    /// The dimensions from `start_dim` to `end_dim`, both included.
    #[must_use]
    pub fn dims(start_dim: i64, end_dim: i64) -> Flatten {
        Flatten { start_dim, end_dim }
    }

    fn extra_repr(&self) -> String {
        format!("start_dim={}, end_dim={}", self.start_dim, self.end_dim)
    }
}

impl Default for Flatten {
    fn default() -> Flatten {
        Flatten::new()
    }
}

impl Forward for Flatten {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_flatten(self.start_dim, self.end_dim))
    }
}

/// One dimension as several.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct Unflatten {
    dim: i64,
    sizes: Vec<i64>,
}

impl Unflatten {
    /// A dimension in these sizes, of which one may be -1.
    #[must_use]
    pub fn new(dim: i64, unflattened_size: &[i64]) -> Unflatten {
        Unflatten { dim, sizes: unflattened_size.to_vec() }
    }

    fn extra_repr(&self) -> String {
        format!("dim={}, unflattened_size={}", self.dim, Tuple(&self.sizes))
    }
}

impl Forward for Unflatten {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_unflatten(self.dim, &self.sizes))
    }
}

/// The tensor itself.
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Identity;

impl Forward for Identity {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| Ok(x.clone()))
    }
}

macro_rules! of_one_number {
    ($($(#[$doc:meta])* $name:ident($field:ident) = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            $field: i64,
        }

        impl $name {
            /// By this number.
            #[must_use]
            pub fn new($field: i64) -> $name {
                $name { $field }
            }

            fn extra_repr(&self) -> String {
                format!(concat!(stringify!($field), "={}"), self.$field)
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                call(self, x, |x| x.$method(self.$field))
            }
        }
    )*};
}

of_one_number! {
    /// Channels as places of a larger image.
    PixelShuffle(upscale_factor) = try_pixel_shuffle;
    /// Places of an image as channels of a smaller one.
    PixelUnshuffle(downscale_factor) = try_pixel_unshuffle;
    /// Channels of each group by turns.
    ChannelShuffle(groups) = try_channel_shuffle;
}

/// Where the windows of [`Fold`] and [`Unfold`] lie.
#[derive(Clone, Copy, Debug)]
struct Windows {
    kernel_size: Sizes<2>,
    dilation: Sizes<2>,
    padding: Sizes<2>,
    stride: Sizes<2>,
}

impl Windows {
    fn new(kernel_size: Sizes<2>) -> Windows {
        Windows { kernel_size, dilation: 1.into(), padding: 0.into(), stride: 1.into() }
    }

    fn dims(self) -> [[i64; 2]; 4] {
        [self.kernel_size, self.dilation, self.padding, self.stride].map(Sizes::dims)
    }

    fn shown(self) -> String {
        let Windows { kernel_size, dilation, padding, stride } = self;
        format!("kernel_size={kernel_size}, dilation={dilation}, padding={padding}, stride={stride}")
    }
}

macro_rules! window_setters {
    ($name:ident) => {
        impl $name {
            /// The step between the elements of a window.
            #[must_use]
            pub fn dilation(mut self, dilation: impl Into<Sizes<2>>) -> $name {
                self.windows.dilation = dilation.into();
                self
            }

            /// The zeros around the image.
            #[must_use]
            pub fn padding(mut self, padding: impl Into<Sizes<2>>) -> $name {
                self.windows.padding = padding.into();
                self
            }

            /// The step between windows.
            #[must_use]
            pub fn stride(mut self, stride: impl Into<Sizes<2>>) -> $name {
                self.windows.stride = stride.into();
                self
            }
        }
    };
}

/// Windows of an image as columns.
///
/// # Shapes
/// `[batch, channels, height, width]` to `[batch, channels * window, windows]`; the batch may be left out.
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct Unfold {
    windows: Windows,
}

impl Unfold {
    /// Windows of a size, each one further.
    #[must_use]
    pub fn new(kernel_size: impl Into<Sizes<2>>) -> Unfold {
        Unfold { windows: Windows::new(kernel_size.into()) }
    }

    fn extra_repr(&self) -> String {
        self.windows.shown()
    }
}

window_setters!(Unfold);

impl Forward for Unfold {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [kernel_size, dilation, padding, stride] = self.windows.dims();
        call(self, x, |x| x.try_unfold2d(kernel_size, dilation, padding, stride))
    }
}

/// An image as the sum of its windows.
///
/// # Shapes
/// `[batch, channels * window, windows]` to `[batch, channels, output sizes]`; the batch may be left out.
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct Fold {
    output_size: Sizes<2>,
    windows: Windows,
}

impl Fold {
    /// An image of a size from windows of a size, each one further.
    #[must_use]
    pub fn new(output_size: impl Into<Sizes<2>>, kernel_size: impl Into<Sizes<2>>) -> Fold {
        Fold { output_size: output_size.into(), windows: Windows::new(kernel_size.into()) }
    }

    fn extra_repr(&self) -> String {
        format!("output_size={}, {}", self.output_size, self.windows.shown())
    }
}

window_setters!(Fold);

impl Forward for Fold {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [kernel_size, dilation, padding, stride] = self.windows.dims();
        call(self, x, |x| x.try_fold2d(self.output_size.dims(), kernel_size, dilation, padding, stride))
    }
}
