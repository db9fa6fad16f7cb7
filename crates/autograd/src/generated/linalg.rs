//! Methods of the room `linalg`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::linalg;
use crate::record::one_device;
use crate::{DType, Result, Scalar, Tensor, plain};

impl Tensor {
    /// Cholesky factor of positive definite matrices.
    #[track_caller]
    pub fn linalg_cholesky(&self, upper: bool) -> Tensor {
        plain(self.try_linalg_cholesky(upper))
    }

    /// [`Tensor::linalg_cholesky`] with errors as values.
    #[track_caller]
    pub fn try_linalg_cholesky(&self, upper: bool) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_cholesky(&casts.one(self)?, upper);
        }
        linalg::linalg_cholesky(self, upper)
    }

    /// Cholesky factor, and for each matrix 0 or the order of the first minor that is not positive.
    #[track_caller]
    pub fn linalg_cholesky_ex(&self, upper: bool, check_errors: bool) -> (Tensor, Tensor) {
        plain(self.try_linalg_cholesky_ex(upper, check_errors))
    }

    /// [`Tensor::linalg_cholesky_ex`] with errors as values.
    #[track_caller]
    pub fn try_linalg_cholesky_ex(&self, upper: bool, check_errors: bool) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_cholesky_ex(&casts.one(self)?, upper, check_errors);
        }
        linalg::linalg_cholesky_ex(self, upper, check_errors)
    }

    /// Cholesky factor of positive definite matrices.
    #[track_caller]
    pub fn cholesky(&self, upper: bool) -> Tensor {
        plain(self.try_cholesky(upper))
    }

    /// [`Tensor::cholesky`] with errors as values.
    #[track_caller]
    pub fn try_cholesky(&self, upper: bool) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::cholesky(&casts.one(self)?, upper);
        }
        linalg::cholesky(self, upper)
    }

    /// Inverse of the matrices that have these Cholesky factors.
    #[track_caller]
    pub fn cholesky_inverse(&self, upper: bool) -> Tensor {
        plain(self.try_cholesky_inverse(upper))
    }

    /// [`Tensor::cholesky_inverse`] with errors as values.
    #[track_caller]
    pub fn try_cholesky_inverse(&self, upper: bool) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::cholesky_inverse(&casts.one(self)?, upper);
        }
        linalg::cholesky_inverse(self, upper)
    }

    /// Solutions for these right-hand sides and matrices that have the given Cholesky factors.
    #[track_caller]
    pub fn cholesky_solve(&self, input2: &Tensor, upper: bool) -> Tensor {
        plain(self.try_cholesky_solve(input2, upper))
    }

    /// [`Tensor::cholesky_solve`] with errors as values.
    #[track_caller]
    pub fn try_cholesky_solve(&self, input2: &Tensor, upper: bool) -> Result<Tensor> {
        one_device("cholesky_solve", [Some(self), Some(input2)])?;
        if let Some(casts) = Casts::single() {
            return linalg::cholesky_solve(&casts.one(self)?, &casts.one(input2)?, upper);
        }
        linalg::cholesky_solve(self, input2, upper)
    }

    /// Solutions of equations with a triangle of the matrices.
    #[track_caller]
    pub fn linalg_solve_triangular(&self, b: &Tensor, upper: bool, left: bool, unitriangular: bool) -> Tensor {
        plain(self.try_linalg_solve_triangular(b, upper, left, unitriangular))
    }

    /// [`Tensor::linalg_solve_triangular`] with errors as values.
    #[track_caller]
    pub fn try_linalg_solve_triangular(
        &self,
        b: &Tensor,
        upper: bool,
        left: bool,
        unitriangular: bool,
    ) -> Result<Tensor> {
        one_device("linalg_solve_triangular", [Some(self), Some(b)])?;
        linalg::linalg_solve_triangular(self, b, upper, left, unitriangular)
    }

    /// Solutions of equations with a triangle of the given matrices, and a copy of these.
    #[track_caller]
    pub fn triangular_solve(&self, a: &Tensor, upper: bool, transpose: bool, unitriangular: bool) -> (Tensor, Tensor) {
        plain(self.try_triangular_solve(a, upper, transpose, unitriangular))
    }

    /// [`Tensor::triangular_solve`] with errors as values.
    #[track_caller]
    pub fn try_triangular_solve(
        &self,
        a: &Tensor,
        upper: bool,
        transpose: bool,
        unitriangular: bool,
    ) -> Result<(Tensor, Tensor)> {
        one_device("triangular_solve", [Some(self), Some(a)])?;
        if let Some(casts) = Casts::single() {
            return linalg::triangular_solve(&casts.one(self)?, &casts.one(a)?, upper, transpose, unitriangular);
        }
        linalg::triangular_solve(self, a, upper, transpose, unitriangular)
    }

    /// Orthonormal columns and an upper triangle; `reduced`, `complete` or `r`.
    #[track_caller]
    pub fn linalg_qr(&self, mode: &str) -> (Tensor, Tensor) {
        plain(self.try_linalg_qr(mode))
    }

    /// [`Tensor::linalg_qr`] with errors as values.
    #[track_caller]
    pub fn try_linalg_qr(&self, mode: &str) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_qr(&casts.one(self)?, mode);
        }
        linalg::linalg_qr(self, mode)
    }

    /// Orthonormal columns and an upper triangle; `some` leaves out the rest.
    #[track_caller]
    pub fn qr(&self, some: bool) -> (Tensor, Tensor) {
        plain(self.try_qr(some))
    }

    /// [`Tensor::qr`] with errors as values.
    #[track_caller]
    pub fn try_qr(&self, some: bool) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::qr(&casts.one(self)?, some);
        }
        linalg::qr(self, some)
    }

    /// The first columns of a product of Householder's reflections.
    #[track_caller]
    pub fn linalg_householder_product(&self, tau: &Tensor) -> Tensor {
        plain(self.try_linalg_householder_product(tau))
    }

    /// [`Tensor::linalg_householder_product`] with errors as values.
    #[track_caller]
    pub fn try_linalg_householder_product(&self, tau: &Tensor) -> Result<Tensor> {
        one_device("linalg_householder_product", [Some(self), Some(tau)])?;
        if let Some(casts) = Casts::single() {
            return linalg::linalg_householder_product(&casts.one(self)?, &casts.one(tau)?);
        }
        linalg::linalg_householder_product(self, tau)
    }

    /// LU factors in one matrix, and their pivots.
    #[track_caller]
    pub fn linalg_lu_factor(&self, pivot: bool) -> (Tensor, Tensor) {
        plain(self.try_linalg_lu_factor(pivot))
    }

    /// [`Tensor::linalg_lu_factor`] with errors as values.
    #[track_caller]
    pub fn try_linalg_lu_factor(&self, pivot: bool) -> Result<(Tensor, Tensor)> {
        linalg::linalg_lu_factor(self, pivot)
    }

    /// LU factors, pivots, and for each matrix 0 or the place of the first zero pivot.
    #[track_caller]
    pub fn linalg_lu_factor_ex(&self, pivot: bool, check_errors: bool) -> (Tensor, Tensor, Tensor) {
        plain(self.try_linalg_lu_factor_ex(pivot, check_errors))
    }

    /// [`Tensor::linalg_lu_factor_ex`] with errors as values.
    #[track_caller]
    pub fn try_linalg_lu_factor_ex(&self, pivot: bool, check_errors: bool) -> Result<(Tensor, Tensor, Tensor)> {
        linalg::linalg_lu_factor_ex(self, pivot, check_errors)
    }

    /// Permutations, lower and upper factors.
    ///
    /// No gradient: the permutations have none; the factors have theirs.
    #[track_caller]
    pub fn linalg_lu(&self, pivot: bool) -> (Tensor, Tensor, Tensor) {
        plain(self.try_linalg_lu(pivot))
    }

    /// [`Tensor::linalg_lu`] with errors as values.
    #[track_caller]
    pub fn try_linalg_lu(&self, pivot: bool) -> Result<(Tensor, Tensor, Tensor)> {
        linalg::linalg_lu(self, pivot)
    }

    /// Solutions of equations whose matrices have these LU factors.
    #[track_caller]
    pub fn linalg_lu_solve(&self, pivots: &Tensor, b: &Tensor, left: bool, adjoint: bool) -> Tensor {
        plain(self.try_linalg_lu_solve(pivots, b, left, adjoint))
    }

    /// [`Tensor::linalg_lu_solve`] with errors as values.
    #[track_caller]
    pub fn try_linalg_lu_solve(&self, pivots: &Tensor, b: &Tensor, left: bool, adjoint: bool) -> Result<Tensor> {
        one_device("linalg_lu_solve", [Some(self), Some(pivots), Some(b)])?;
        linalg::linalg_lu_solve(self, pivots, b, left, adjoint)
    }

    /// Inverses of matrices.
    #[track_caller]
    pub fn linalg_inv(&self) -> Tensor {
        plain(self.try_linalg_inv())
    }

    /// [`Tensor::linalg_inv`] with errors as values.
    #[track_caller]
    pub fn try_linalg_inv(&self) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_inv(&casts.one(self)?);
        }
        linalg::linalg_inv(self)
    }

    /// Inverses of matrices.
    #[track_caller]
    pub fn inverse(&self) -> Tensor {
        plain(self.try_inverse())
    }

    /// [`Tensor::inverse`] with errors as values.
    #[track_caller]
    pub fn try_inverse(&self) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::inverse(&casts.one(self)?);
        }
        linalg::inverse(self)
    }

    /// Inverses, and for each matrix 0 or the place of the first zero pivot.
    #[track_caller]
    pub fn linalg_inv_ex(&self, check_errors: bool) -> (Tensor, Tensor) {
        plain(self.try_linalg_inv_ex(check_errors))
    }

    /// [`Tensor::linalg_inv_ex`] with errors as values.
    #[track_caller]
    pub fn try_linalg_inv_ex(&self, check_errors: bool) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_inv_ex(&casts.one(self)?, check_errors);
        }
        linalg::linalg_inv_ex(self, check_errors)
    }

    /// Solutions of equations with the matrices.
    #[track_caller]
    pub fn linalg_solve(&self, b: &Tensor, left: bool) -> Tensor {
        plain(self.try_linalg_solve(b, left))
    }

    /// [`Tensor::linalg_solve`] with errors as values.
    #[track_caller]
    pub fn try_linalg_solve(&self, b: &Tensor, left: bool) -> Result<Tensor> {
        one_device("linalg_solve", [Some(self), Some(b)])?;
        if let Some(casts) = Casts::single() {
            return linalg::linalg_solve(&casts.one(self)?, &casts.one(b)?, left);
        }
        linalg::linalg_solve(self, b, left)
    }

    /// Solutions, and for each matrix 0 or the place of the first zero pivot.
    #[track_caller]
    pub fn linalg_solve_ex(&self, b: &Tensor, left: bool, check_errors: bool) -> (Tensor, Tensor) {
        plain(self.try_linalg_solve_ex(b, left, check_errors))
    }

    /// [`Tensor::linalg_solve_ex`] with errors as values.
    #[track_caller]
    pub fn try_linalg_solve_ex(&self, b: &Tensor, left: bool, check_errors: bool) -> Result<(Tensor, Tensor)> {
        one_device("linalg_solve_ex", [Some(self), Some(b)])?;
        linalg::linalg_solve_ex(self, b, left, check_errors)
    }

    /// Inverse of the map between tensors that the first `ind` dimensions and the others make.
    #[track_caller]
    pub fn linalg_tensorinv(&self, ind: i64) -> Tensor {
        plain(self.try_linalg_tensorinv(ind))
    }

    /// [`Tensor::linalg_tensorinv`] with errors as values.
    #[track_caller]
    pub fn try_linalg_tensorinv(&self, ind: i64) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_tensorinv(&casts.one(self)?, ind);
        }
        linalg::linalg_tensorinv(self, ind)
    }

    /// Solution of the equation of tensors whose last dimensions are summed over.
    #[track_caller]
    pub fn linalg_tensorsolve(&self, other: &Tensor, dims: Option<&[i64]>) -> Tensor {
        plain(self.try_linalg_tensorsolve(other, dims))
    }

    /// [`Tensor::linalg_tensorsolve`] with errors as values.
    #[track_caller]
    pub fn try_linalg_tensorsolve(&self, other: &Tensor, dims: Option<&[i64]>) -> Result<Tensor> {
        one_device("linalg_tensorsolve", [Some(self), Some(other)])?;
        if let Some(casts) = Casts::single() {
            return linalg::linalg_tensorsolve(&casts.one(self)?, &casts.one(other)?, dims);
        }
        linalg::linalg_tensorsolve(self, other, dims)
    }

    /// Determinants of matrices.
    #[track_caller]
    pub fn linalg_det(&self) -> Tensor {
        plain(self.try_linalg_det())
    }

    /// [`Tensor::linalg_det`] with errors as values.
    #[track_caller]
    pub fn try_linalg_det(&self) -> Result<Tensor> {
        linalg::linalg_det(self)
    }

    /// Determinants of matrices.
    #[track_caller]
    pub fn det(&self) -> Tensor {
        plain(self.try_det())
    }

    /// [`Tensor::det`] with errors as values.
    #[track_caller]
    pub fn try_det(&self) -> Result<Tensor> {
        linalg::det(self)
    }

    /// Signs, and logarithms of the absolute values, of determinants.
    ///
    /// No gradient: that of the signs is zero; the logarithms have theirs.
    #[track_caller]
    pub fn linalg_slogdet(&self) -> (Tensor, Tensor) {
        plain(self.try_linalg_slogdet())
    }

    /// [`Tensor::linalg_slogdet`] with errors as values.
    #[track_caller]
    pub fn try_linalg_slogdet(&self) -> Result<(Tensor, Tensor)> {
        linalg::linalg_slogdet(self)
    }

    /// Signs, and logarithms of the absolute values, of determinants.
    ///
    /// No gradient: that of the signs is zero; the logarithms have theirs.
    #[track_caller]
    pub fn slogdet(&self) -> (Tensor, Tensor) {
        plain(self.try_slogdet())
    }

    /// [`Tensor::slogdet`] with errors as values.
    #[track_caller]
    pub fn try_slogdet(&self) -> Result<(Tensor, Tensor)> {
        linalg::slogdet(self)
    }

    /// Logarithms of determinants; NaN where one is negative.
    #[track_caller]
    pub fn logdet(&self) -> Tensor {
        plain(self.try_logdet())
    }

    /// [`Tensor::logdet`] with errors as values.
    #[track_caller]
    pub fn try_logdet(&self) -> Result<Tensor> {
        linalg::logdet(self)
    }

    /// Eigenvalues, the smallest first, and eigenvectors of symmetric matrices, of which one triangle counts.
    #[track_caller]
    pub fn linalg_eigh(&self, uplo: &str) -> (Tensor, Tensor) {
        plain(self.try_linalg_eigh(uplo))
    }

    /// [`Tensor::linalg_eigh`] with errors as values.
    #[track_caller]
    pub fn try_linalg_eigh(&self, uplo: &str) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_eigh(&casts.one(self)?, uplo);
        }
        linalg::linalg_eigh(self, uplo)
    }

    /// Eigenvalues, the smallest first, of symmetric matrices, of which one triangle counts.
    #[track_caller]
    pub fn linalg_eigvalsh(&self, uplo: &str) -> Tensor {
        plain(self.try_linalg_eigvalsh(uplo))
    }

    /// [`Tensor::linalg_eigvalsh`] with errors as values.
    #[track_caller]
    pub fn try_linalg_eigvalsh(&self, uplo: &str) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_eigvalsh(&casts.one(self)?, uplo);
        }
        linalg::linalg_eigvalsh(self, uplo)
    }

    /// Left singular vectors as columns, singular values, the largest first, and right vectors as rows.
    #[track_caller]
    pub fn linalg_svd(&self, full_matrices: bool) -> (Tensor, Tensor, Tensor) {
        plain(self.try_linalg_svd(full_matrices))
    }

    /// [`Tensor::linalg_svd`] with errors as values.
    #[track_caller]
    pub fn try_linalg_svd(&self, full_matrices: bool) -> Result<(Tensor, Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_svd(&casts.one(self)?, full_matrices);
        }
        linalg::linalg_svd(self, full_matrices)
    }

    /// As `linalg_svd`, with right vectors as columns.
    #[track_caller]
    pub fn svd(&self, some: bool, compute_uv: bool) -> (Tensor, Tensor, Tensor) {
        plain(self.try_svd(some, compute_uv))
    }

    /// [`Tensor::svd`] with errors as values.
    #[track_caller]
    pub fn try_svd(&self, some: bool, compute_uv: bool) -> Result<(Tensor, Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return linalg::svd(&casts.one(self)?, some, compute_uv);
        }
        linalg::svd(self, some, compute_uv)
    }

    /// Singular values, the largest first.
    #[track_caller]
    pub fn linalg_svdvals(&self) -> Tensor {
        plain(self.try_linalg_svdvals())
    }

    /// [`Tensor::linalg_svdvals`] with errors as values.
    #[track_caller]
    pub fn try_linalg_svdvals(&self) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_svdvals(&casts.one(self)?);
        }
        linalg::linalg_svdvals(self)
    }

    /// Condition numbers in a norm of matrices; by default 2.
    #[track_caller]
    pub fn linalg_cond(&self, p: Option<Scalar>) -> Tensor {
        plain(self.try_linalg_cond(p))
    }

    /// [`Tensor::linalg_cond`] with errors as values.
    #[track_caller]
    pub fn try_linalg_cond(&self, p: Option<Scalar>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::linalg_cond(&casts.one(self)?, p);
        }
        linalg::linalg_cond(self, p)
    }

    /// Pseudo-inverses; singular values up to the larger tolerance count as zero.
    #[track_caller]
    pub fn linalg_pinv(&self, atol: Option<&Tensor>, rtol: Option<&Tensor>, hermitian: bool) -> Tensor {
        plain(self.try_linalg_pinv(atol, rtol, hermitian))
    }

    /// [`Tensor::linalg_pinv`] with errors as values.
    #[track_caller]
    pub fn try_linalg_pinv(&self, atol: Option<&Tensor>, rtol: Option<&Tensor>, hermitian: bool) -> Result<Tensor> {
        one_device("linalg_pinv", [Some(self), atol, rtol])?;
        linalg::linalg_pinv(self, atol, rtol, hermitian)
    }

    /// Pseudo-inverses, with a tolerance relative to the largest value.
    #[track_caller]
    pub fn pinverse(&self, rcond: f64) -> Tensor {
        plain(self.try_pinverse(rcond))
    }

    /// [`Tensor::pinverse`] with errors as values.
    #[track_caller]
    pub fn try_pinverse(&self, rcond: f64) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return linalg::pinverse(&casts.one(self)?, rcond);
        }
        linalg::pinverse(self, rcond)
    }

    /// Number of singular values above the larger tolerance.
    ///
    /// No gradient: a count does not change smoothly.
    #[track_caller]
    pub fn linalg_matrix_rank(&self, atol: Option<&Tensor>, rtol: Option<&Tensor>, hermitian: bool) -> Tensor {
        plain(self.try_linalg_matrix_rank(atol, rtol, hermitian))
    }

    /// [`Tensor::linalg_matrix_rank`] with errors as values.
    #[track_caller]
    pub fn try_linalg_matrix_rank(
        &self,
        atol: Option<&Tensor>,
        rtol: Option<&Tensor>,
        hermitian: bool,
    ) -> Result<Tensor> {
        one_device("linalg_matrix_rank", [Some(self), atol, rtol])?;
        if let Some(casts) = Casts::single() {
            return linalg::linalg_matrix_rank(
                &casts.one(self)?,
                casts.optional(atol)?.as_ref(),
                casts.optional(rtol)?.as_ref(),
                hermitian,
            );
        }
        linalg::linalg_matrix_rank(self, atol, rtol, hermitian)
    }

    /// Solutions of least squares, by the pseudo-inverse.
    #[track_caller]
    pub fn linalg_lstsq(&self, b: &Tensor) -> Tensor {
        plain(self.try_linalg_lstsq(b))
    }

    /// [`Tensor::linalg_lstsq`] with errors as values.
    #[track_caller]
    pub fn try_linalg_lstsq(&self, b: &Tensor) -> Result<Tensor> {
        one_device("linalg_lstsq", [Some(self), Some(b)])?;
        if let Some(casts) = Casts::single() {
            return linalg::linalg_lstsq(&casts.one(self)?, &casts.one(b)?);
        }
        linalg::linalg_lstsq(self, b)
    }

    /// Exponentials of matrices.
    #[track_caller]
    pub fn linalg_matrix_exp(&self) -> Tensor {
        plain(self.try_linalg_matrix_exp())
    }

    /// [`Tensor::linalg_matrix_exp`] with errors as values.
    #[track_caller]
    pub fn try_linalg_matrix_exp(&self) -> Result<Tensor> {
        linalg::linalg_matrix_exp(self)
    }

    /// Exponentials of matrices.
    #[track_caller]
    pub fn matrix_exp(&self) -> Tensor {
        plain(self.try_matrix_exp())
    }

    /// [`Tensor::matrix_exp`] with errors as values.
    #[track_caller]
    pub fn try_matrix_exp(&self) -> Result<Tensor> {
        linalg::matrix_exp(self)
    }

    /// Powers of matrices; negative ones of their inverses.
    #[track_caller]
    pub fn linalg_matrix_power(&self, n: i64) -> Tensor {
        plain(self.try_linalg_matrix_power(n))
    }

    /// [`Tensor::linalg_matrix_power`] with errors as values.
    #[track_caller]
    pub fn try_linalg_matrix_power(&self, n: i64) -> Result<Tensor> {
        linalg::linalg_matrix_power(self, n)
    }

    /// Powers of matrices; negative ones of their inverses.
    #[track_caller]
    pub fn matrix_power(&self, n: i64) -> Tensor {
        plain(self.try_matrix_power(n))
    }

    /// [`Tensor::matrix_power`] with errors as values.
    #[track_caller]
    pub fn try_matrix_power(&self, n: i64) -> Result<Tensor> {
        linalg::matrix_power(self, n)
    }

    /// Product of several matrices in the cheapest order.
    #[track_caller]
    pub fn linalg_multi_dot(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_linalg_multi_dot(tensors))
    }

    /// [`Tensor::linalg_multi_dot`] with errors as values.
    #[track_caller]
    pub fn try_linalg_multi_dot(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("linalg_multi_dot", tensors.iter().copied().map(Some))?;
        linalg::linalg_multi_dot(tensors)
    }

    /// Cross products along a dimension of size 3.
    #[track_caller]
    pub fn linalg_cross(&self, other: &Tensor, dim: i64) -> Tensor {
        plain(self.try_linalg_cross(other, dim))
    }

    /// [`Tensor::linalg_cross`] with errors as values.
    #[track_caller]
    pub fn try_linalg_cross(&self, other: &Tensor, dim: i64) -> Result<Tensor> {
        one_device("linalg_cross", [Some(self), Some(other)])?;
        linalg::linalg_cross(self, other, dim)
    }

    /// Cross products along a dimension, by default the first of size 3.
    #[track_caller]
    pub fn cross(&self, other: &Tensor, dim: Option<i64>) -> Tensor {
        plain(self.try_cross(other, dim))
    }

    /// [`Tensor::cross`] with errors as values.
    #[track_caller]
    pub fn try_cross(&self, other: &Tensor, dim: Option<i64>) -> Result<Tensor> {
        one_device("cross", [Some(self), Some(other)])?;
        linalg::cross(self, other, dim)
    }

    /// The norm of vectors of some dimensions, by default of all.
    #[track_caller]
    pub fn linalg_vector_norm(
        &self,
        ord: impl Into<Scalar>,
        dim: Option<&[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Tensor {
        plain(self.try_linalg_vector_norm(ord, dim, keepdim, dtype))
    }

    /// [`Tensor::linalg_vector_norm`] with errors as values.
    #[track_caller]
    pub fn try_linalg_vector_norm(
        &self,
        ord: impl Into<Scalar>,
        dim: Option<&[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Result<Tensor> {
        linalg::linalg_vector_norm(self, ord.into(), dim, keepdim, dtype)
    }

    /// The norm of matrices in two dimensions: 1, 2, infinity, or the negative of one of them.
    #[track_caller]
    pub fn linalg_matrix_norm(
        &self,
        ord: impl Into<Scalar>,
        dim: impl AsRef<[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Tensor {
        plain(self.try_linalg_matrix_norm(ord, dim, keepdim, dtype))
    }

    /// [`Tensor::linalg_matrix_norm`] with errors as values.
    #[track_caller]
    pub fn try_linalg_matrix_norm(
        &self,
        ord: impl Into<Scalar>,
        dim: impl AsRef<[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Result<Tensor> {
        linalg::linalg_matrix_norm(self, ord.into(), dim.as_ref(), keepdim, dtype)
    }

    /// The norm of matrices in two dimensions: `fro` or `nuc`.
    #[track_caller]
    pub fn linalg_matrix_norm_str(
        &self,
        ord: &str,
        dim: impl AsRef<[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Tensor {
        plain(self.try_linalg_matrix_norm_str(ord, dim, keepdim, dtype))
    }

    /// [`Tensor::linalg_matrix_norm_str`] with errors as values.
    #[track_caller]
    pub fn try_linalg_matrix_norm_str(
        &self,
        ord: &str,
        dim: impl AsRef<[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Result<Tensor> {
        linalg::linalg_matrix_norm_str(self, ord, dim.as_ref(), keepdim, dtype)
    }

    /// The norm of vectors or matrices.
    #[track_caller]
    pub fn linalg_norm(&self, ord: Option<Scalar>, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Tensor {
        plain(self.try_linalg_norm(ord, dim, keepdim, dtype))
    }

    /// [`Tensor::linalg_norm`] with errors as values.
    #[track_caller]
    pub fn try_linalg_norm(
        &self,
        ord: Option<Scalar>,
        dim: Option<&[i64]>,
        keepdim: bool,
        dtype: Option<DType>,
    ) -> Result<Tensor> {
        linalg::linalg_norm(self, ord, dim, keepdim, dtype)
    }
}
