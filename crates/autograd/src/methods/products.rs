//! Tensor products.

mod distances;
mod einsum;

use cresset_storage::{Category, DType, Dims, Error, Result, Scalar};

use crate::Tensor;
use crate::methods::shape::signed;

pub(crate) use distances::{cdist, cosine_similarity, pairwise_distance, pdist};
pub(crate) use einsum::einsum;

#[track_caller]
pub(crate) fn inner(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    let op = "inner";
    if x.dim() == 0 || other.dim() == 0 {
        return x.try_mul(other);
    }
    if x.dtype() != other.dtype() {
        let dtypes = [("self", x.dtype()), ("other", other.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one to the dtype of the other"));
    }
    if x.sizes().last() != other.sizes().last() {
        let shapes = [("self", x.sizes()), ("other", other.sizes())];
        return Err(Error::shape(op, "last sizes differ", &shapes, "self.size(-1) must equal other.size(-1)"));
    }
    x.try_tensordot(other, [-1], [-1])
}

#[track_caller]
pub(crate) fn kron(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    let rank = x.dim().max(other.dim());
    let (mut left, mut right, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..rank {
        let size = |of: &Tensor| {
            let missing = rank - of.dim();
            if at < missing { 1 } else { of.sizes()[at - missing] as i64 }
        };
        left.extend([size(x), 1]);
        right.extend([1, size(other)]);
        sizes.push(size(x) * size(other));
    }
    // A pair of dims for each one: what does not fit is an error of the reshape.
    x.try_reshape(left)?.try_mul(&other.try_reshape(right)?)?.try_reshape(sizes)
}

#[track_caller]
pub(crate) fn tensordot(x: &Tensor, other: &Tensor, dims_self: &[i64], dims_other: &[i64]) -> Result<Tensor> {
    let op = "tensordot";
    if dims_self.len() != dims_other.len() {
        let value = format!("{dims_self:?}, {dims_other:?}");
        return Err(Error::argument(op, "dims_other", value, "give as many dims for both"));
    }
    if x.dtype() != other.dtype() {
        let dtypes = [("self", x.dtype()), ("other", other.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one to the dtype of the other"));
    }
    let places = |of: &Tensor, dims: &[i64]| -> Result<Vec<usize>> {
        if of.dim() == 0 && !dims.is_empty() {
            return Err(Error::shape(op, "a scalar has no dims", &[("sizes", of.sizes())], "multiply by it"));
        }
        let mut places: Vec<usize> = Vec::new();
        for &dim in dims {
            let place = Dims::dim(op, dim, of.dim())?;
            if places.contains(&place) {
                return Err(cresset_storage::ErrorKind::RepeatedDim { op, dim }.into());
            }
            places.push(place);
        }
        Ok(places)
    };
    let (left, right) = (places(x, dims_self)?, places(other, dims_other)?);
    let (mut lhs, mut rhs, mut depth) = (x.clone(), other.clone(), 1);
    for (&at, &other_at) in left.iter().zip(&right) {
        match (lhs.sizes()[at], rhs.sizes()[other_at]) {
            (size, held) if size == held => depth *= size as i64,
            // A dimension of size 1 stands for all places of the other's.
            (1, _) => rhs = rhs.try_sum_dim([other_at as i64], true)?.try_to_dtype(other.dtype())?,
            (_, 1) => lhs = lhs.try_sum_dim([at as i64], true)?.try_to_dtype(x.dtype())?,
            _ => {
                let shapes = [("self", x.sizes()), ("other", other.sizes())];
                return Err(Error::shape(op, "sizes differ", &shapes, "dims that are paired must have equal sizes"));
            }
        }
    }
    let free = |of: &Tensor, taken: &[usize]| -> Vec<i64> {
        (0..of.dim()).filter(|at| !taken.contains(at)).map(|at| at as i64).collect()
    };
    let (left_free, right_free) = (free(x, &left), free(other, &right));
    let order = |dims: &[usize]| dims.iter().map(|&at| at as i64).collect::<Vec<_>>();
    let size_of = |of: &Tensor, dims: &[i64]| dims.iter().map(|&at| of.sizes()[at as usize] as i64).collect::<Vec<_>>();
    let (rows, columns) = (size_of(x, &left_free), size_of(other, &right_free));
    let flat = |sizes: &[i64]| sizes.iter().product::<i64>();
    let lhs = lhs.try_permute([left_free, order(&left)].concat())?.try_reshape([flat(&rows), depth])?;
    let rhs = rhs.try_permute([order(&right), right_free].concat())?.try_reshape([depth, flat(&columns)])?;
    lhs.try_mm(&rhs)?.try_reshape([rows, columns].concat())
}

/// The factor without its fraction where the tensor has whole numbers, as in PyTorch.
fn whole(x: &Tensor, factor: Scalar) -> Scalar {
    if x.dtype().is_differentiable() { factor } else { Scalar::I64(factor.as_i64()) }
}

#[track_caller]
pub(crate) fn addbmm(x: &Tensor, batch1: &Tensor, batch2: &Tensor, beta: Scalar, alpha: Scalar) -> Result<Tensor> {
    let (&[n_left, rows, depth], &[n_right, inner, columns]) = (batch1.sizes(), batch2.sizes()) else {
        let shapes = [("batch1", batch1.sizes()), ("batch2", batch2.sizes())];
        return Err(Error::shape("addbmm", "not batches of matrices", &shapes, "give three dims each"));
    };
    if n_left != n_right || depth != inner {
        let shapes = [("batch1", batch1.sizes()), ("batch2", batch2.sizes())];
        let remedy = "the batch sizes and the inner sizes must be equal";
        return Err(Error::shape("addbmm", "sizes differ", &shapes, remedy));
    }
    let (beta, alpha) = (whole(x, beta), whole(x, alpha));
    // The sum over the batch is a sum over a longer inner dimension.
    let long = (n_left * depth) as i64;
    let lhs = batch1.try_permute([1, 0, 2])?.try_reshape([rows as i64, long])?;
    x.try_addmm(&lhs, &batch2.try_reshape([long, columns as i64])?, beta, alpha)
}

#[track_caller]
pub(crate) fn addmv(x: &Tensor, mat: &Tensor, vec: &Tensor, beta: Scalar, alpha: Scalar) -> Result<Tensor> {
    if mat.dim() != 2 || vec.dim() != 1 || x.dim() > 1 {
        let shapes = [("self", x.sizes()), ("mat", mat.sizes()), ("vec", vec.sizes())];
        return Err(Error::shape("addmv", "not a matrix and a vector", &shapes, "give two dims and one"));
    }
    let (beta, alpha) = (whole(x, beta), whole(x, alpha));
    let column = x.try_expand([mat.sizes()[0] as i64])?.try_unsqueeze(-1)?;
    column.try_addmm(mat, &vec.try_unsqueeze(-1)?, beta, alpha)?.try_squeeze_dim(-1)
}

#[track_caller]
pub(crate) fn addr(x: &Tensor, vec1: &Tensor, vec2: &Tensor, beta: Scalar, alpha: Scalar) -> Result<Tensor> {
    let op = "addr";
    if vec1.dim() != 1 || vec2.dim() != 1 || x.dim() > 2 {
        let shapes = [("self", x.sizes()), ("vec1", vec1.sizes()), ("vec2", vec2.sizes())];
        return Err(Error::shape(op, "not two vectors", &shapes, "give one dim each, and at most two for self"));
    }
    let dtype = [vec1, vec2].iter().fold(x.dtype(), |dtype, of| cresset_storage::promote(dtype, of.dtype()));
    for (name, factor) in [("beta", beta), ("alpha", alpha)] {
        if dtype != DType::Bool && factor.category() > dtype.category().max(Category::Integral) {
            return Err(Error::argument(op, name, factor, "a whole-number tensor takes whole factors"));
        }
    }
    let sizes = [vec1.numel() as i64, vec2.numel() as i64];
    let x = x.try_to_dtype(dtype)?.try_expand(sizes)?;
    let outer = vec1.try_to_dtype(dtype)?.try_unsqueeze(1)?.try_mul(&vec2.try_to_dtype(dtype)?)?;
    if dtype == DType::Bool {
        let term = outer.try_logical_and(alpha.as_bool())?;
        return x.try_logical_and(beta.as_bool())?.try_logical_or(&term);
    }
    let term = outer.try_mul(alpha)?;
    // A factor of 0 leaves out even what is not finite.
    let own = match beta.as_f64() == 0.0 {
        true => x.try_masked_fill(&crate::Options::like(&x).dtype(DType::Bool).try_ones(x.sizes())?, 0)?,
        false => x.try_mul(beta)?,
    };
    own.try_add(&term)
}

/// The sizes of the tensor with other ones at the end.
fn with_last(x: &Tensor, n_replaced: usize, last: &[i64]) -> Vec<i64> {
    let own = signed(x);
    [&own[..own.len().saturating_sub(n_replaced)], last].concat()
}
