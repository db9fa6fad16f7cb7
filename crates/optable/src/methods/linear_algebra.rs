//! Products of vectors and matrices.
use crate::method::ArgumentKind::{OptionalTensor, Scalar, Tensor};
use crate::method::Literal::None;
use crate::method::{Method, arguments, input};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("matmul", [("other", Tensor)], "Product of vectors, matrices or broadcast batches of matrices.")
            .aten(["matmul.default"])
            .sample([&[3], &[3]], arguments![input(1)])
            .sample([&[2, 3], &[3]], arguments![input(1)])
            .sample([&[3], &[3, 2]], arguments![input(1)])
            .sample([&[2, 3], &[3, 4]], arguments![input(1)])
            .sample([&[2, 1, 2, 3], &[3, 3, 2]], arguments![input(1)])
            .sample([&[2, 2, 3], &[3, 2]], arguments![input(1)])
            .sample([&[2, 2, 3], &[3]], arguments![input(1)])
            .sample([&[3], &[2, 3, 2]], arguments![input(1)]),
        Method::new("mm", [("mat2", Tensor)], "Product of two matrices.")
            .aten(["mm.default"])
            .sample([&[2, 3], &[3, 4]], arguments![input(1)]),
        Method::new("bmm", [("mat2", Tensor)], "Products of two batches of matrices.")
            .aten(["bmm.default"])
            .sample([&[2, 2, 3], &[2, 3, 2]], arguments![input(1)]),
        Method::new("mv", [("vec", Tensor)], "Product of a matrix and a vector.")
            .aten(["mv.default"])
            .sample([&[2, 3], &[3]], arguments![input(1)]),
        Method::new("dot", [("tensor", Tensor)], "Scalar product of two vectors.")
            .aten(["dot.default"])
            .sample([&[4], &[4]], arguments![input(1)]),
        Method::new("outer", [("vec2", Tensor)], "Matrix of the products of two vectors' elements.")
            .aten(["outer.default"])
            .sample([&[3], &[2]], arguments![input(1)]),
        Method::new(
            "addmm",
            [("mat1", Tensor), ("mat2", Tensor), ("beta", Scalar), ("alpha", Scalar)],
            "`beta` times `self` plus `alpha` times a product of matrices.",
        )
        .in_place()
        .aten(["addmm.default"])
        .sample([&[2, 4], &[2, 3], &[3, 4]], arguments![input(1), input(2), 1.0, 1.0])
        .sample([&[4], &[2, 3], &[3, 4]], arguments![input(1), input(2), 0.5, 2.0]),
        Method::new(
            "baddbmm",
            [("batch1", Tensor), ("batch2", Tensor), ("beta", Scalar), ("alpha", Scalar)],
            "`beta` times `self` plus `alpha` times products of batches of matrices.",
        )
        .in_place()
        .aten(["baddbmm.default"])
        .sample([&[2, 2, 2], &[2, 2, 3], &[2, 3, 2]], arguments![input(1), input(2), 0.5, 2.0]),
        Method::new(
            "linear",
            [("weight", Tensor), ("bias", OptionalTensor)],
            "Product with the transposed weight, plus the bias.",
        )
        .aten(["linear.default"])
        .sample([&[2, 3], &[4, 3], &[4]], arguments![input(1), input(2)])
        .sample([&[2, 2, 3], &[4, 3]], arguments![input(1), None])
        .sample([&[3], &[4, 3], &[4]], arguments![input(1), input(2)])
        .sample([&[2, 3], &[3], &[]], arguments![input(1), input(2)]),
    ]
}
