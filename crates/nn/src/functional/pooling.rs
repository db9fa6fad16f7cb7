//! Pooling by operators of windows of one to three dims.

use cresset_autograd::{Error, Result, Tensor};

use crate::{FractionalMaxPool, FractionalOutput, Sizes};

/// Root of the sum of powers of each window along the last dimensions, of which there are as many as sizes of the window:
/// `lp_pool1d` to `lp_pool3d`.
///
/// # Errors
/// Windows that are not along one to three dimensions, or do not fit.
pub fn lp_pool(input: &Tensor, norm_type: f64, kernel_size: &[i64], stride: &[i64], ceil_mode: bool) -> Result<Tensor> {
    let none = vec![0; kernel_size.len()];
    let powers = input.try_pow(norm_type)?;
    let mean = match kernel_size.len() {
        1 => powers.try_avg_pool1d(kernel_size, stride, none, ceil_mode, true)?,
        2 => powers.try_avg_pool2d(kernel_size, stride, none, ceil_mode, true, None)?,
        3 => powers.try_avg_pool3d(kernel_size, stride, none, ceil_mode, true, None)?,
        _ => {
            let given = format!("{kernel_size:?}");
            return Err(Error::argument("lp_pool", "kernel_size", given, "give one to three sizes"));
        }
    };
    // As PyTorch: a negative sum of odd powers counts as zero or less, not as NaN.
    let positive = mean.try_sign()?.try_mul(&mean.try_abs()?.try_relu()?)?;
    positive.try_mul(kernel_size.iter().product::<i64>() as f64)?.try_pow(1.0 / norm_type)
}

macro_rules! of_dims {
    ($($n:literal $lp:ident $adaptive:ident $method:ident;)*) => {$(
        #[doc = concat!("[`lp_pool`] along ", stringify!($n), " dims.")]
        ///
        /// # Errors
        /// As [`lp_pool`].
        pub fn $lp(
            input: &Tensor,
            norm_type: f64,
            kernel_size: [i64; $n],
            stride: [i64; $n],
            ceil_mode: bool,
        ) -> Result<Tensor> {
            lp_pool(input, norm_type, &kernel_size, &stride, ceil_mode)
        }

        #[doc = concat!("The larger part of [`Tensor::", stringify!($method), "`].")]
        ///
        /// # Errors
        /// Sizes or dtypes that do not fit.
        pub fn $adaptive(input: &Tensor, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
            Ok(input.$method(output_size)?.0)
        }
    )*};
}

of_dims! {
    1 lp_pool1d adaptive_max_pool1d try_adaptive_max_pool1d;
    2 lp_pool2d adaptive_max_pool2d try_adaptive_max_pool2d;
    3 lp_pool3d adaptive_max_pool3d try_adaptive_max_pool3d;
}

macro_rules! fractional {
    ($($n:literal $name:ident $with_indices:ident;)*) => {$(
        /// Largest element of each of so many windows, the distances between which are random.
        ///
        /// # Errors
        /// Sizes that do not fit, or a ratio that is not between 0 and 1.
        pub fn $name(input: &Tensor, kernel_size: impl Into<Sizes<$n>>, output: FractionalOutput<$n>) -> Result<Tensor> {
            Ok($with_indices(input, kernel_size, output, None)?.0)
        }

        #[doc = concat!("[`", stringify!($name), "`] with the places of the elements. The numbers in 0..1 that windows")]
        #[doc = concat!("lie by, `[batch, channels, ", stringify!($n), "]`, are drawn unless given.")]
        ///
        /// # Errors
        /// Sizes that do not fit, or a ratio that is not between 0 and 1.
        pub fn $with_indices(
            input: &Tensor,
            kernel_size: impl Into<Sizes<$n>>,
            output: FractionalOutput<$n>,
            random_samples: Option<&Tensor>,
        ) -> Result<(Tensor, Tensor)> {
            FractionalMaxPool::new(kernel_size, output)?.forward_with_indices(input, random_samples)
        }
    )*};
}

fractional! {
    2 fractional_max_pool2d fractional_max_pool2d_with_indices;
    3 fractional_max_pool3d fractional_max_pool3d_with_indices;
}
