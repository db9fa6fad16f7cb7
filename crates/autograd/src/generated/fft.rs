//! Methods of the room `fft`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::fft;
use crate::record::one_device;
use crate::{FftNorm, Result, Tensor, plain};

impl Tensor {
    /// Transform of complex numbers; `normalization` 0 leaves sums as they are, 1 and 2 divide by the root and the number of elements.
    #[track_caller]
    pub fn fft_c2c(&self, dim: impl AsRef<[i64]>, normalization: i64, forward: bool) -> Tensor {
        plain(self.try_fft_c2c(dim, normalization, forward))
    }

    /// [`Tensor::fft_c2c`] with errors as values.
    #[track_caller]
    pub fn try_fft_c2c(&self, dim: impl AsRef<[i64]>, normalization: i64, forward: bool) -> Result<Tensor> {
        fft::fft_c2c(self, dim.as_ref(), normalization, forward)
    }

    /// Transform of real numbers; `onesided` leaves out what follows from the rest.
    #[track_caller]
    pub fn fft_r2c(&self, dim: impl AsRef<[i64]>, normalization: i64, onesided: bool) -> Tensor {
        plain(self.try_fft_r2c(dim, normalization, onesided))
    }

    /// [`Tensor::fft_r2c`] with errors as values.
    #[track_caller]
    pub fn try_fft_r2c(&self, dim: impl AsRef<[i64]>, normalization: i64, onesided: bool) -> Result<Tensor> {
        fft::fft_r2c(self, dim.as_ref(), normalization, onesided)
    }

    /// Real numbers with this half of a spectrum.
    #[track_caller]
    pub fn fft_c2r(&self, dim: impl AsRef<[i64]>, normalization: i64, last_dim_size: i64) -> Tensor {
        plain(self.try_fft_c2r(dim, normalization, last_dim_size))
    }

    /// [`Tensor::fft_c2r`] with errors as values.
    #[track_caller]
    pub fn try_fft_c2r(&self, dim: impl AsRef<[i64]>, normalization: i64, last_dim_size: i64) -> Result<Tensor> {
        fft::fft_c2r(self, dim.as_ref(), normalization, last_dim_size)
    }

    /// Transform along a dimension, cut or filled up with zeros to `n`.
    #[track_caller]
    pub fn fft_fft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Tensor {
        plain(self.try_fft_fft(n, dim, norm))
    }

    /// [`Tensor::fft_fft`] with errors as values.
    #[track_caller]
    pub fn try_fft_fft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_fft(&casts.one(self)?, n, dim, norm);
        }
        fft::fft_fft(self, n, dim, norm)
    }

    /// Inverse of `fft_fft`.
    #[track_caller]
    pub fn fft_ifft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Tensor {
        plain(self.try_fft_ifft(n, dim, norm))
    }

    /// [`Tensor::fft_ifft`] with errors as values.
    #[track_caller]
    pub fn try_fft_ifft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_ifft(&casts.one(self)?, n, dim, norm);
        }
        fft::fft_ifft(self, n, dim, norm)
    }

    /// Transform of real numbers: the half that the rest follows from.
    #[track_caller]
    pub fn fft_rfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Tensor {
        plain(self.try_fft_rfft(n, dim, norm))
    }

    /// [`Tensor::fft_rfft`] with errors as values.
    #[track_caller]
    pub fn try_fft_rfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_rfft(&casts.one(self)?, n, dim, norm);
        }
        fft::fft_rfft(self, n, dim, norm)
    }

    /// Inverse of `fft_rfft`; an even number of elements unless `n` says otherwise.
    #[track_caller]
    pub fn fft_irfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Tensor {
        plain(self.try_fft_irfft(n, dim, norm))
    }

    /// [`Tensor::fft_irfft`] with errors as values.
    #[track_caller]
    pub fn try_fft_irfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_irfft(&casts.one(self)?, n, dim, norm);
        }
        fft::fft_irfft(self, n, dim, norm)
    }

    /// Transform of numbers with a real spectrum, given by half.
    #[track_caller]
    pub fn fft_hfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Tensor {
        plain(self.try_fft_hfft(n, dim, norm))
    }

    /// [`Tensor::fft_hfft`] with errors as values.
    #[track_caller]
    pub fn try_fft_hfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_hfft(&casts.one(self)?, n, dim, norm);
        }
        fft::fft_hfft(self, n, dim, norm)
    }

    /// Inverse of `fft_hfft`.
    #[track_caller]
    pub fn fft_ihfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Tensor {
        plain(self.try_fft_ihfft(n, dim, norm))
    }

    /// [`Tensor::fft_ihfft`] with errors as values.
    #[track_caller]
    pub fn try_fft_ihfft(&self, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_ihfft(&casts.one(self)?, n, dim, norm);
        }
        fft::fft_ihfft(self, n, dim, norm)
    }

    /// Transform over two dimensions.
    #[track_caller]
    pub fn fft_fft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_fft2(s, dim, norm))
    }

    /// [`Tensor::fft_fft2`] with errors as values.
    #[track_caller]
    pub fn try_fft_fft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_fft2(&casts.one(self)?, s, dim.as_ref(), norm);
        }
        fft::fft_fft2(self, s, dim.as_ref(), norm)
    }

    /// Inverse of `fft_fft2`.
    #[track_caller]
    pub fn fft_ifft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_ifft2(s, dim, norm))
    }

    /// [`Tensor::fft_ifft2`] with errors as values.
    #[track_caller]
    pub fn try_fft_ifft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_ifft2(&casts.one(self)?, s, dim.as_ref(), norm);
        }
        fft::fft_ifft2(self, s, dim.as_ref(), norm)
    }

    /// Transform of real numbers over two dimensions.
    #[track_caller]
    pub fn fft_rfft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_rfft2(s, dim, norm))
    }

    /// [`Tensor::fft_rfft2`] with errors as values.
    #[track_caller]
    pub fn try_fft_rfft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_rfft2(&casts.one(self)?, s, dim.as_ref(), norm);
        }
        fft::fft_rfft2(self, s, dim.as_ref(), norm)
    }

    /// Inverse of `fft_rfft2`.
    #[track_caller]
    pub fn fft_irfft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_irfft2(s, dim, norm))
    }

    /// [`Tensor::fft_irfft2`] with errors as values.
    #[track_caller]
    pub fn try_fft_irfft2(&self, s: Option<&[i64]>, dim: impl AsRef<[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_irfft2(&casts.one(self)?, s, dim.as_ref(), norm);
        }
        fft::fft_irfft2(self, s, dim.as_ref(), norm)
    }

    /// Transform over several dimensions, all unless named.
    #[track_caller]
    pub fn fft_fftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_fftn(s, dim, norm))
    }

    /// [`Tensor::fft_fftn`] with errors as values.
    #[track_caller]
    pub fn try_fft_fftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_fftn(&casts.one(self)?, s, dim, norm);
        }
        fft::fft_fftn(self, s, dim, norm)
    }

    /// Inverse of `fft_fftn`.
    #[track_caller]
    pub fn fft_ifftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_ifftn(s, dim, norm))
    }

    /// [`Tensor::fft_ifftn`] with errors as values.
    #[track_caller]
    pub fn try_fft_ifftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_ifftn(&casts.one(self)?, s, dim, norm);
        }
        fft::fft_ifftn(self, s, dim, norm)
    }

    /// Transform of real numbers over several dimensions.
    #[track_caller]
    pub fn fft_rfftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_rfftn(s, dim, norm))
    }

    /// [`Tensor::fft_rfftn`] with errors as values.
    #[track_caller]
    pub fn try_fft_rfftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_rfftn(&casts.one(self)?, s, dim, norm);
        }
        fft::fft_rfftn(self, s, dim, norm)
    }

    /// Inverse of `fft_rfftn`.
    #[track_caller]
    pub fn fft_irfftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Tensor {
        plain(self.try_fft_irfftn(s, dim, norm))
    }

    /// [`Tensor::fft_irfftn`] with errors as values.
    #[track_caller]
    pub fn try_fft_irfftn(&self, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return fft::fft_irfftn(&casts.one(self)?, s, dim, norm);
        }
        fft::fft_irfftn(self, s, dim, norm)
    }

    /// The spectrum with the frequency zero in the middle.
    #[track_caller]
    pub fn fft_fftshift(&self, dim: Option<&[i64]>) -> Tensor {
        plain(self.try_fft_fftshift(dim))
    }

    /// [`Tensor::fft_fftshift`] with errors as values.
    #[track_caller]
    pub fn try_fft_fftshift(&self, dim: Option<&[i64]>) -> Result<Tensor> {
        fft::fft_fftshift(self, dim)
    }

    /// Inverse of `fft_fftshift`.
    #[track_caller]
    pub fn fft_ifftshift(&self, dim: Option<&[i64]>) -> Tensor {
        plain(self.try_fft_ifftshift(dim))
    }

    /// [`Tensor::fft_ifftshift`] with errors as values.
    #[track_caller]
    pub fn try_fft_ifftshift(&self, dim: Option<&[i64]>) -> Result<Tensor> {
        fft::fft_ifftshift(self, dim)
    }

    /// Transforms of windows of a signal, `hop_length` apart: frequency by window.
    #[track_caller]
    pub fn stft(
        &self,
        n_fft: usize,
        hop_length: Option<i64>,
        win_length: Option<i64>,
        window: Option<&Tensor>,
        normalized: bool,
        onesided: Option<bool>,
    ) -> Tensor {
        plain(self.try_stft(n_fft, hop_length, win_length, window, normalized, onesided))
    }

    /// [`Tensor::stft`] with errors as values.
    #[track_caller]
    pub fn try_stft(
        &self,
        n_fft: usize,
        hop_length: Option<i64>,
        win_length: Option<i64>,
        window: Option<&Tensor>,
        normalized: bool,
        onesided: Option<bool>,
    ) -> Result<Tensor> {
        one_device("stft", [Some(self), window])?;
        if let Some(casts) = Casts::single() {
            return fft::stft(
                &casts.one(self)?,
                n_fft,
                hop_length,
                win_length,
                casts.optional(window)?.as_ref(),
                normalized,
                onesided,
            );
        }
        fft::stft(self, n_fft, hop_length, win_length, window, normalized, onesided)
    }

    /// The signal whose windows have these transforms, by least squares.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn istft(
        &self,
        n_fft: usize,
        hop_length: Option<i64>,
        win_length: Option<i64>,
        window: Option<&Tensor>,
        center: bool,
        normalized: bool,
        onesided: Option<bool>,
        length: Option<i64>,
        return_complex: bool,
    ) -> Tensor {
        plain(self.try_istft(
            n_fft,
            hop_length,
            win_length,
            window,
            center,
            normalized,
            onesided,
            length,
            return_complex,
        ))
    }

    /// [`Tensor::istft`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_istft(
        &self,
        n_fft: usize,
        hop_length: Option<i64>,
        win_length: Option<i64>,
        window: Option<&Tensor>,
        center: bool,
        normalized: bool,
        onesided: Option<bool>,
        length: Option<i64>,
        return_complex: bool,
    ) -> Result<Tensor> {
        one_device("istft", [Some(self), window])?;
        fft::istft(self, n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex)
    }
}
