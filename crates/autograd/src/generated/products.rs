//! Methods of the room `products`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::products;
use crate::record::one_device;
use crate::{Result, Scalar, Tensor, plain};

impl Tensor {
    /// Sum of products over the last dimension of both.
    #[track_caller]
    pub fn inner(&self, other: &Tensor) -> Tensor {
        plain(self.try_inner(other))
    }

    /// [`Tensor::inner`] with errors as values.
    #[track_caller]
    pub fn try_inner(&self, other: &Tensor) -> Result<Tensor> {
        one_device("inner", [Some(self), Some(other)])?;
        products::inner(self, other)
    }

    /// Kronecker product.
    #[track_caller]
    pub fn kron(&self, other: &Tensor) -> Tensor {
        plain(self.try_kron(other))
    }

    /// [`Tensor::kron`] with errors as values.
    #[track_caller]
    pub fn try_kron(&self, other: &Tensor) -> Result<Tensor> {
        one_device("kron", [Some(self), Some(other)])?;
        products::kron(self, other)
    }

    /// Sum of products over pairs of dimensions.
    #[track_caller]
    pub fn tensordot(&self, other: &Tensor, dims_self: impl AsRef<[i64]>, dims_other: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_tensordot(other, dims_self, dims_other))
    }

    /// [`Tensor::tensordot`] with errors as values.
    #[track_caller]
    pub fn try_tensordot(
        &self,
        other: &Tensor,
        dims_self: impl AsRef<[i64]>,
        dims_other: impl AsRef<[i64]>,
    ) -> Result<Tensor> {
        one_device("tensordot", [Some(self), Some(other)])?;
        products::tensordot(self, other, dims_self.as_ref(), dims_other.as_ref())
    }

    /// `beta` times `self` plus `alpha` times the sum of a batch of products of matrices.
    #[track_caller]
    pub fn addbmm(
        &self,
        batch1: &Tensor,
        batch2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Tensor {
        plain(self.try_addbmm(batch1, batch2, beta, alpha))
    }

    /// [`Tensor::addbmm`] with errors as values.
    #[track_caller]
    pub fn try_addbmm(
        &self,
        batch1: &Tensor,
        batch2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<Tensor> {
        one_device("addbmm", [Some(self), Some(batch1), Some(batch2)])?;
        if let Some(casts) = Casts::lower() {
            return products::addbmm(
                &casts.one(self)?,
                &casts.one(batch1)?,
                &casts.one(batch2)?,
                beta.into(),
                alpha.into(),
            );
        }
        products::addbmm(self, batch1, batch2, beta.into(), alpha.into())
    }

    /// `beta` times `self` plus `alpha` times the product of a matrix and a vector.
    #[track_caller]
    pub fn addmv(&self, mat: &Tensor, vec: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>) -> Tensor {
        plain(self.try_addmv(mat, vec, beta, alpha))
    }

    /// [`Tensor::addmv`] with errors as values.
    #[track_caller]
    pub fn try_addmv(
        &self,
        mat: &Tensor,
        vec: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<Tensor> {
        one_device("addmv", [Some(self), Some(mat), Some(vec)])?;
        products::addmv(self, mat, vec, beta.into(), alpha.into())
    }

    /// `beta` times `self` plus `alpha` times the products of two vectors' elements.
    #[track_caller]
    pub fn addr(&self, vec1: &Tensor, vec2: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>) -> Tensor {
        plain(self.try_addr(vec1, vec2, beta, alpha))
    }

    /// [`Tensor::addr`] with errors as values.
    #[track_caller]
    pub fn try_addr(
        &self,
        vec1: &Tensor,
        vec2: &Tensor,
        beta: impl Into<Scalar>,
        alpha: impl Into<Scalar>,
    ) -> Result<Tensor> {
        one_device("addr", [Some(self), Some(vec1), Some(vec2)])?;
        products::addr(self, vec1, vec2, beta.into(), alpha.into())
    }

    /// Sum of products over letters, as `ij,jk->ik`.
    #[track_caller]
    pub fn einsum(equation: &str, tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_einsum(equation, tensors))
    }

    /// [`Tensor::einsum`] with errors as values.
    #[track_caller]
    pub fn try_einsum(equation: &str, tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("einsum", tensors.iter().copied().map(Some))?;
        products::einsum(equation, tensors)
    }

    /// Cosine of the angle between vectors along a dimension.
    #[track_caller]
    pub fn cosine_similarity(&self, x2: &Tensor, dim: i64, eps: f64) -> Tensor {
        plain(self.try_cosine_similarity(x2, dim, eps))
    }

    /// [`Tensor::cosine_similarity`] with errors as values.
    #[track_caller]
    pub fn try_cosine_similarity(&self, x2: &Tensor, dim: i64, eps: f64) -> Result<Tensor> {
        one_device("cosine_similarity", [Some(self), Some(x2)])?;
        products::cosine_similarity(self, x2, dim, eps)
    }

    /// The p-norm of the differences along the last dimension.
    #[track_caller]
    pub fn pairwise_distance(&self, x2: &Tensor, p: f64, eps: f64, keepdim: bool) -> Tensor {
        plain(self.try_pairwise_distance(x2, p, eps, keepdim))
    }

    /// [`Tensor::pairwise_distance`] with errors as values.
    #[track_caller]
    pub fn try_pairwise_distance(&self, x2: &Tensor, p: f64, eps: f64, keepdim: bool) -> Result<Tensor> {
        one_device("pairwise_distance", [Some(self), Some(x2)])?;
        products::pairwise_distance(self, x2, p, eps, keepdim)
    }

    /// The p-norm of the difference of each row of one matrix and each of another.
    #[track_caller]
    pub fn cdist(&self, x2: &Tensor, p: f64, compute_mode: Option<i64>) -> Tensor {
        plain(self.try_cdist(x2, p, compute_mode))
    }

    /// [`Tensor::cdist`] with errors as values.
    #[track_caller]
    pub fn try_cdist(&self, x2: &Tensor, p: f64, compute_mode: Option<i64>) -> Result<Tensor> {
        one_device("cdist", [Some(self), Some(x2)])?;
        if let Some(casts) = Casts::single() {
            return products::cdist(&casts.one(self)?, &casts.one(x2)?, p, compute_mode);
        }
        products::cdist(self, x2, p, compute_mode)
    }

    /// The p-norm of the difference of each pair of rows of a matrix.
    #[track_caller]
    pub fn pdist(&self, p: f64) -> Tensor {
        plain(self.try_pdist(p))
    }

    /// [`Tensor::pdist`] with errors as values.
    #[track_caller]
    pub fn try_pdist(&self, p: f64) -> Result<Tensor> {
        products::pdist(self, p)
    }
}
