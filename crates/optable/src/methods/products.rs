//! Rows of tensor products and of distances between vectors.
use crate::method::ArgumentKind::{Bool, Float, Int, Ints, OptionalInt, Scalar, Tensor, Tensors, Text};
use crate::method::Literal::{Inputs, None};
use crate::method::{Method, arguments, input};

pub fn methods() -> Vec<Method> {
    let mut methods = products();
    methods.extend(distances());
    methods
}

/// Rows that sum products.
fn products() -> Vec<Method> {
    vec![
        Method::new("inner", [("other", Tensor)], "Sum of products over the last dimension of both.")
            .aten(["inner.default"])
            .sample([&[2, 3], &[4, 3]], arguments![input(1)])
            .sample([&[2, 3], &[]], arguments![input(1)]),
        Method::new("kron", [("other", Tensor)], "Kronecker product.")
            .aten(["kron.default"])
            .sample([&[2, 2], &[3]], arguments![input(1)])
            .sample([&[2], &[2, 3]], arguments![input(1)]),
        Method::new(
            "tensordot",
            [("other", Tensor), ("dims_self", Ints), ("dims_other", Ints)],
            "Sum of products over pairs of dimensions.",
        )
        .aten(["tensordot.default"])
        .sample([&[2, 3, 4], &[4, 3, 2]], arguments![input(1), [1, 2], [1, 0]])
        .sample([&[2], &[3]], arguments![input(1), [], []]),
        Method::new(
            "addbmm",
            [("batch1", Tensor), ("batch2", Tensor), ("beta", Scalar), ("alpha", Scalar)],
            "`beta` times `self` plus `alpha` times the sum of a batch of products of matrices.",
        )
        .aten(["addbmm.default"])
        .sample([&[2, 4], &[2, 2, 3], &[2, 3, 4]], arguments![input(1), input(2), 0.5, 2.0]),
        Method::new(
            "addmv",
            [("mat", Tensor), ("vec", Tensor), ("beta", Scalar), ("alpha", Scalar)],
            "`beta` times `self` plus `alpha` times the product of a matrix and a vector.",
        )
        .aten(["addmv.default"])
        .sample([&[2], &[2, 3], &[3]], arguments![input(1), input(2), 0.5, 2.0])
        .sample([&[], &[2, 3], &[3]], arguments![input(1), input(2), 1.0, 1.0]),
        Method::new(
            "addr",
            [("vec1", Tensor), ("vec2", Tensor), ("beta", Scalar), ("alpha", Scalar)],
            "`beta` times `self` plus `alpha` times the products of two vectors' elements.",
        )
        .aten(["addr.default"])
        .sample([&[2, 3], &[2], &[3]], arguments![input(1), input(2), 0.5, 2.0]),
        Method::new(
            "einsum",
            [("equation", Text), ("tensors", Tensors)],
            "Sum of products over letters, as `ij,jk->ik`.",
        )
        .associated()
        .sample([&[2, 3], &[3, 4]], arguments!["ij,jk->ik", Inputs(vec![0, 1])])
        .sample([&[3, 3]], arguments!["ii->i", Inputs(vec![0])])
        .sample([&[2, 3], &[2, 3, 4], &[4]], arguments!["bi,bij,j->b", Inputs(vec![0, 1, 2])])
        .sample([&[2, 1, 3], &[4, 3]], arguments!["...k,nk->n...", Inputs(vec![0, 1])]),
    ]
}

/// Rows that measure vectors against each other.
fn distances() -> Vec<Method> {
    vec![
        Method::new(
            "cosine_similarity",
            [("x2", Tensor), ("dim", Int), ("eps", Float)],
            "Cosine of the angle between vectors along a dimension.",
        )
        .aten(["cosine_similarity.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), 1, 1e-8])
        .sample([&[2, 3], &[3]], arguments![input(1), 0, 1e-8]),
        Method::new(
            "pairwise_distance",
            [("x2", Tensor), ("p", Float), ("eps", Float), ("keepdim", Bool)],
            "The p-norm of the differences along the last dimension.",
        )
        .aten(["pairwise_distance.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), 2.0, 1e-6, false])
        .sample([&[2, 3], &[3]], arguments![input(1), 1.0, 1e-6, true]),
        Method::new(
            "cdist",
            [("x2", Tensor), ("p", Float), ("compute_mode", OptionalInt)],
            "The p-norm of the difference of each row of one matrix and each of another.",
        )
        .aten(["cdist.default", "_cdist_forward.default"])
        .sample([&[2, 3], &[4, 3]], arguments![input(1), 2.0, None])
        .sample([&[2, 2, 3], &[3, 3]], arguments![input(1), 1.5, None])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), 3.0, None])
        .sample([&[2, 3], &[4, 3]], arguments![input(1), 2.0, 1]),
        Method::new("pdist", [("p", Float)], "The p-norm of the difference of each pair of rows of a matrix.")
            .aten(["pdist.default", "_pdist_forward.default"])
            .sample([&[4, 3]], arguments![2.0])
            .sample([&[3, 3]], arguments![1.0]),
    ]
}
