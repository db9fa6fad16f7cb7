//! Methods of the room `linear_algebra`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::linear_algebra;
use crate::record::one_device;
use crate::{Result, Scalar, Tensor, plain};

impl Tensor {
    /// Product of vectors, matrices or broadcast batches of matrices.
    #[track_caller]
    pub fn matmul(&self, other: &Tensor) -> Tensor {
        plain(self.try_matmul(other))
    }

    /// [`Tensor::matmul`] with errors as values.
    #[track_caller]
    pub fn try_matmul(&self, other: &Tensor) -> Result<Tensor> {
        one_device("matmul", [Some(self), Some(other)])?;
        if let Some(casts) = Casts::lower() {
            return linear_algebra::matmul(&casts.one(self)?, &casts.one(other)?);
        }
        linear_algebra::matmul(self, other)
    }

    /// Product of two matrices.
    #[track_caller]
    pub fn mm(&self, mat2: &Tensor) -> Tensor {
        plain(self.try_mm(mat2))
    }

    /// [`Tensor::mm`] with errors as values.
    #[track_caller]
    pub fn try_mm(&self, mat2: &Tensor) -> Result<Tensor> {
        one_device("mm", [Some(self), Some(mat2)])?;
        if let Some(casts) = Casts::lower() {
            return linear_algebra::mm(&casts.one(self)?, &casts.one(mat2)?);
        }
        linear_algebra::mm(self, mat2)
    }

    /// Products of two batches of matrices.
    #[track_caller]
    pub fn bmm(&self, mat2: &Tensor) -> Tensor {
        plain(self.try_bmm(mat2))
    }

    /// [`Tensor::bmm`] with errors as values.
    #[track_caller]
    pub fn try_bmm(&self, mat2: &Tensor) -> Result<Tensor> {
        one_device("bmm", [Some(self), Some(mat2)])?;
        if let Some(casts) = Casts::lower() {
            return linear_algebra::bmm(&casts.one(self)?, &casts.one(mat2)?);
        }
        linear_algebra::bmm(self, mat2)
    }

    /// Product of a matrix and a vector.
    #[track_caller]
    pub fn mv(&self, vec: &Tensor) -> Tensor {
        plain(self.try_mv(vec))
    }

    /// [`Tensor::mv`] with errors as values.
    #[track_caller]
    pub fn try_mv(&self, vec: &Tensor) -> Result<Tensor> {
        one_device("mv", [Some(self), Some(vec)])?;
        linear_algebra::mv(self, vec)
    }

    /// Scalar product of two vectors.
    #[track_caller]
    pub fn dot(&self, tensor: &Tensor) -> Tensor {
        plain(self.try_dot(tensor))
    }

    /// [`Tensor::dot`] with errors as values.
    #[track_caller]
    pub fn try_dot(&self, tensor: &Tensor) -> Result<Tensor> {
        one_device("dot", [Some(self), Some(tensor)])?;
        linear_algebra::dot(self, tensor)
    }

    /// Matrix of the products of two vectors' elements.
    #[track_caller]
    pub fn outer(&self, vec2: &Tensor) -> Tensor {
        plain(self.try_outer(vec2))
    }

    /// [`Tensor::outer`] with errors as values.
    #[track_caller]
    pub fn try_outer(&self, vec2: &Tensor) -> Result<Tensor> {
        one_device("outer", [Some(self), Some(vec2)])?;
        linear_algebra::outer(self, vec2)
    }

    /// `beta` times `self` plus `alpha` times a product of matrices.
    #[track_caller]
    pub fn addmm(&self, mat1: &Tensor, mat2: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>) -> Tensor {
        plain(self.try_addmm(mat1, mat2, beta, alpha))
    }

    /// [`Tensor::addmm`] with errors as values.
    #[track_caller]
    pub fn try_addmm(
        &self,
        mat1: &Tensor,
        mat2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<Tensor> {
        one_device("addmm", [Some(self), Some(mat1), Some(mat2)])?;
        if let Some(casts) = Casts::lower() {
            return linear_algebra::addmm(
                &casts.one(self)?,
                &casts.one(mat1)?,
                &casts.one(mat2)?,
                beta.into(),
                alpha.into(),
            );
        }
        linear_algebra::addmm(self, mat1, mat2, beta.into(), alpha.into())
    }

    /// [`Tensor::addmm`] written into `self`.
    #[track_caller]
    pub fn addmm_(&self, mat1: &Tensor, mat2: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>) -> &Tensor {
        plain(self.try_addmm_(mat1, mat2, beta, alpha))
    }

    /// [`Tensor::addmm_`] with errors as values.
    #[track_caller]
    pub fn try_addmm_(
        &self,
        mat1: &Tensor,
        mat2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<&Tensor> {
        one_device("addmm", [Some(self), Some(mat1), Some(mat2)])?;
        linear_algebra::addmm_(self, mat1, mat2, beta.into(), alpha.into()).map(|()| self)
    }

    /// `beta` times `self` plus `alpha` times products of batches of matrices.
    #[track_caller]
    pub fn baddbmm(
        &self,
        batch1: &Tensor,
        batch2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Tensor {
        plain(self.try_baddbmm(batch1, batch2, beta, alpha))
    }

    /// [`Tensor::baddbmm`] with errors as values.
    #[track_caller]
    pub fn try_baddbmm(
        &self,
        batch1: &Tensor,
        batch2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<Tensor> {
        one_device("baddbmm", [Some(self), Some(batch1), Some(batch2)])?;
        if let Some(casts) = Casts::lower() {
            return linear_algebra::baddbmm(
                &casts.one(self)?,
                &casts.one(batch1)?,
                &casts.one(batch2)?,
                beta.into(),
                alpha.into(),
            );
        }
        linear_algebra::baddbmm(self, batch1, batch2, beta.into(), alpha.into())
    }

    /// [`Tensor::baddbmm`] written into `self`.
    #[track_caller]
    pub fn baddbmm_(
        &self,
        batch1: &Tensor,
        batch2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> &Tensor {
        plain(self.try_baddbmm_(batch1, batch2, beta, alpha))
    }

    /// [`Tensor::baddbmm_`] with errors as values.
    #[track_caller]
    pub fn try_baddbmm_(
        &self,
        batch1: &Tensor,
        batch2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<&Tensor> {
        one_device("baddbmm", [Some(self), Some(batch1), Some(batch2)])?;
        linear_algebra::baddbmm_(self, batch1, batch2, beta.into(), alpha.into()).map(|()| self)
    }

    /// Product with the transposed weight, plus the bias.
    #[track_caller]
    pub fn linear(&self, weight: &Tensor, bias: Option<&Tensor>) -> Tensor {
        plain(self.try_linear(weight, bias))
    }

    /// [`Tensor::linear`] with errors as values.
    #[track_caller]
    pub fn try_linear(&self, weight: &Tensor, bias: Option<&Tensor>) -> Result<Tensor> {
        one_device("linear", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return linear_algebra::linear(&casts.one(self)?, &casts.one(weight)?, casts.optional(bias)?.as_ref());
        }
        linear_algebra::linear(self, weight, bias)
    }
}
