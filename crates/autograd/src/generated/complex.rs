//! Methods of the room `complex`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::complex;
use crate::record::one_device;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Complex conjugate; a tensor of real numbers itself.
    #[track_caller]
    pub fn conj(&self) -> Tensor {
        plain(self.try_conj())
    }

    /// [`Tensor::conj`] with errors as values.
    #[track_caller]
    pub fn try_conj(&self) -> Result<Tensor> {
        complex::conj(self)
    }

    /// The tensor itself: conjugates are computed at once.
    #[track_caller]
    pub fn resolve_conj(&self) -> Tensor {
        plain(self.try_resolve_conj())
    }

    /// [`Tensor::resolve_conj`] with errors as values.
    #[track_caller]
    pub fn try_resolve_conj(&self) -> Result<Tensor> {
        complex::resolve_conj(self)
    }

    /// View of the real parts; a tensor of real numbers itself.
    #[track_caller]
    pub fn real(&self) -> Tensor {
        plain(self.try_real())
    }

    /// [`Tensor::real`] with errors as values.
    #[track_caller]
    pub fn try_real(&self) -> Result<Tensor> {
        complex::real(self)
    }

    /// View of the imaginary parts.
    #[track_caller]
    pub fn imag(&self) -> Tensor {
        plain(self.try_imag())
    }

    /// [`Tensor::imag`] with errors as values.
    #[track_caller]
    pub fn try_imag(&self) -> Result<Tensor> {
        complex::imag(self)
    }

    /// View of complex numbers as their parts, which stand in a new last dimension.
    #[track_caller]
    pub fn view_as_real(&self) -> Tensor {
        plain(self.try_view_as_real())
    }

    /// [`Tensor::view_as_real`] with errors as values.
    #[track_caller]
    pub fn try_view_as_real(&self) -> Result<Tensor> {
        complex::view_as_real(self)
    }

    /// View of pairs in the last dimension as complex numbers.
    #[track_caller]
    pub fn view_as_complex(&self) -> Tensor {
        plain(self.try_view_as_complex())
    }

    /// [`Tensor::view_as_complex`] with errors as values.
    #[track_caller]
    pub fn try_view_as_complex(&self) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return complex::view_as_complex(&casts.one(self)?);
        }
        complex::view_as_complex(self)
    }

    /// Complex numbers of these real and imaginary parts.
    #[track_caller]
    pub fn complex(&self, imag: &Tensor) -> Tensor {
        plain(self.try_complex(imag))
    }

    /// [`Tensor::complex`] with errors as values.
    #[track_caller]
    pub fn try_complex(&self, imag: &Tensor) -> Result<Tensor> {
        one_device("complex", [Some(self), Some(imag)])?;
        complex::complex(self, imag)
    }

    /// Complex numbers of these magnitudes and angles.
    #[track_caller]
    pub fn polar(&self, angle: &Tensor) -> Tensor {
        plain(self.try_polar(angle))
    }

    /// [`Tensor::polar`] with errors as values.
    #[track_caller]
    pub fn try_polar(&self, angle: &Tensor) -> Result<Tensor> {
        one_device("polar", [Some(self), Some(angle)])?;
        if let Some(casts) = Casts::single() {
            return complex::polar(&casts.one(self)?, &casts.one(angle)?);
        }
        complex::polar(self, angle)
    }

    /// Angle to the positive real axis; of negative real numbers pi.
    #[track_caller]
    pub fn angle(&self) -> Tensor {
        plain(self.try_angle())
    }

    /// [`Tensor::angle`] with errors as values.
    #[track_caller]
    pub fn try_angle(&self) -> Result<Tensor> {
        complex::angle(self)
    }

    /// Conjugate with the last two dimensions exchanged.
    #[track_caller]
    pub fn adjoint(&self) -> Tensor {
        plain(self.try_adjoint())
    }

    /// [`Tensor::adjoint`] with errors as values.
    #[track_caller]
    pub fn try_adjoint(&self) -> Result<Tensor> {
        complex::adjoint(self)
    }

    /// Inner product of two vectors, the first conjugated.
    #[track_caller]
    pub fn vdot(&self, other: &Tensor) -> Tensor {
        plain(self.try_vdot(other))
    }

    /// [`Tensor::vdot`] with errors as values.
    #[track_caller]
    pub fn try_vdot(&self, other: &Tensor) -> Result<Tensor> {
        one_device("vdot", [Some(self), Some(other)])?;
        complex::vdot(self, other)
    }

    /// Whether the imaginary part is zero.
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isreal(&self) -> Tensor {
        plain(self.try_isreal())
    }

    /// [`Tensor::isreal`] with errors as values.
    #[track_caller]
    pub fn try_isreal(&self) -> Result<Tensor> {
        complex::isreal(self)
    }
}
