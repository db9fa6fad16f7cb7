//! Decompositions of matrices, solving with them, and norms.
use crate::method::ArgumentKind::{
    Bool, Float, Int, Ints, OptionalDType, OptionalInt, OptionalInts, OptionalScalar, OptionalTensor, Scalar, Tensor,
    Tensors, Text,
};
use crate::method::Literal::{Inputs, None};
use crate::method::Returns::{Three, Two};
use crate::method::{Method, arguments, indices, input};

pub fn methods() -> Vec<Method> {
    let parts = [triangular(), solving(), determinants(), spectra(), pseudo_inverses(), powers(), products(), norms()];
    parts.into_iter().flatten().collect()
}

/// Rows of triangular factors, and of solving with them.
fn triangular() -> Vec<Method> {
    vec![
        Method::new("linalg_cholesky", [("upper", Bool)], "Cholesky factor of positive definite matrices.")
            .aten(["linalg_cholesky.default"])
            .sample_of((0, "positive"), [&[3, 3]], arguments![false])
            .sample_of((0, "positive"), [&[2, 3, 3]], arguments![true]),
        Method::new(
            "linalg_cholesky_ex",
            [("upper", Bool), ("check_errors", Bool)],
            "Cholesky factor, and for each matrix 0 or the order of the first minor that is not positive.",
        )
        .returns(Two)
        .aten(["linalg_cholesky_ex.default"])
        .sample_of((0, "positive"), [&[2, 2]], arguments![false, true]),
        Method::new("cholesky", [("upper", Bool)], "Cholesky factor of positive definite matrices.").sample_of(
            (0, "positive"),
            [&[2, 2]],
            arguments![true],
        ),
        Method::new("cholesky_inverse", [("upper", Bool)], "Inverse of the matrices that have these Cholesky factors.")
            .aten(["cholesky_inverse.default"])
            .sample_of((0, "lower"), [&[3, 3]], arguments![false])
            .sample_of((0, "upper"), [&[2, 3, 3]], arguments![true]),
        Method::new(
            "cholesky_solve",
            [("input2", Tensor), ("upper", Bool)],
            "Solutions for these right-hand sides and matrices that have the given Cholesky factors.",
        )
        .aten(["cholesky_solve.default"])
        .sample_of((1, "lower"), [&[3, 2], &[2, 3, 3]], arguments![input(1), false])
        .sample_of((1, "upper"), [&[2, 3, 1], &[3, 3]], arguments![input(1), true]),
        Method::new(
            "linalg_solve_triangular",
            [("b", Tensor), ("upper", Bool), ("left", Bool), ("unitriangular", Bool)],
            "Solutions of equations with a triangle of the matrices.",
        )
        .aten(["linalg_solve_triangular.default"])
        .sample_of((0, "conditioned"), [&[3, 3], &[2, 3, 2]], arguments![input(1), true, true, false])
        .sample_of((0, "conditioned"), [&[2, 3, 3], &[2, 3]], arguments![input(1), false, false, false])
        .sample_of((0, "conditioned"), [&[2, 2], &[2, 1]], arguments![input(1), false, true, true]),
        Method::new(
            "triangular_solve",
            [("a", Tensor), ("upper", Bool), ("transpose", Bool), ("unitriangular", Bool)],
            "Solutions of equations with a triangle of the given matrices, and a copy of these.",
        )
        .returns(Two)
        .aten(["triangular_solve.default"])
        .sample_of((1, "conditioned"), [&[3, 2], &[2, 3, 3]], arguments![input(1), true, false, false])
        .sample_of((1, "conditioned"), [&[3, 2], &[3, 3]], arguments![input(1), false, true, true]),
        Method::new(
            "linalg_qr",
            [("mode", Text)],
            "Orthonormal columns and an upper triangle; `reduced`, `complete` or `r`.",
        )
        .returns(Two)
        .aten(["linalg_qr.default"])
        .sample_of((0, "conditioned"), [&[3, 3]], arguments!["complete"])
        .sample_of((0, "conditioned"), [&[4, 2]], arguments!["reduced"])
        .sample_of((0, "conditioned"), [&[2, 2, 4]], arguments!["reduced"]),
        Method::new("qr", [("some", Bool)], "Orthonormal columns and an upper triangle; `some` leaves out the rest.")
            .returns(Two)
            .sample_of((0, "conditioned"), [&[3, 2]], arguments![true]),
        Method::new(
            "linalg_householder_product",
            [("tau", Tensor)],
            "The first columns of a product of Householder's reflections.",
        )
        .aten(["linalg_householder_product.default"])
        .sample([&[3, 2], &[2]], arguments![input(1)])
        .sample([&[2, 3, 3], &[2, 1]], arguments![input(1)]),
    ]
}

/// Rows of LU factors, inverses and equations.
fn solving() -> Vec<Method> {
    vec![
        Method::new("linalg_lu_factor", [("pivot", Bool)], "LU factors in one matrix, and their pivots.")
            .returns(Two)
            .aten(["linalg_lu_factor.default"])
            .sample_of((0, "conditioned"), [&[3, 3]], arguments![true]),
        Method::new(
            "linalg_lu_factor_ex",
            [("pivot", Bool), ("check_errors", Bool)],
            "LU factors, pivots, and for each matrix 0 or the place of the first zero pivot.",
        )
        .returns(Three)
        .aten(["linalg_lu_factor_ex.default"])
        .sample_of((0, "conditioned"), [&[2, 3, 3]], arguments![true, false])
        .sample_of((0, "conditioned"), [&[4, 2]], arguments![true, false])
        .sample_of((0, "conditioned"), [&[2, 4]], arguments![true, true]),
        Method::new("linalg_lu", [("pivot", Bool)], "Permutations, lower and upper factors.")
            .returns(Three)
            .aten(["linalg_lu.default"])
            .no_grad("the permutations have none; the factors have theirs"),
        Method::new(
            "linalg_lu_solve",
            [("pivots", Tensor), ("b", Tensor), ("left", Bool), ("adjoint", Bool)],
            "Solutions of equations whose matrices have these LU factors.",
        )
        .aten(["linalg_lu_solve.default"])
        .sample_of((0, "conditioned"), [&[2, 2], &[2, 3]], arguments![indices([2, 2], [2]), input(1), true, false])
        .sample_of(
            (0, "conditioned"),
            [&[2, 2], &[3, 2]],
            arguments![indices([1, 2], [2]), input(1), false, true],
        ),
        Method::new("linalg_inv", [], "Inverses of matrices.").aten(["linalg_inv.default"]).sample_of(
            (0, "conditioned"),
            [&[2, 3, 3]],
            [],
        ),
        Method::new("inverse", [], "Inverses of matrices.").aten(["inverse.default"]).sample_of(
            (0, "conditioned"),
            [&[2, 2]],
            [],
        ),
        Method::new(
            "linalg_inv_ex",
            [("check_errors", Bool)],
            "Inverses, and for each matrix 0 or the place of the first zero pivot.",
        )
        .returns(Two)
        .aten(["linalg_inv_ex.default"])
        .sample_of((0, "conditioned"), [&[2, 2]], arguments![false]),
        Method::new("linalg_solve", [("b", Tensor), ("left", Bool)], "Solutions of equations with the matrices.")
            .aten(["linalg_solve.default"])
            .sample_of((0, "conditioned"), [&[3, 3], &[2, 3, 2]], arguments![input(1), true])
            .sample_of((0, "conditioned"), [&[2, 3, 3], &[3]], arguments![input(1), true])
            .sample_of((0, "conditioned"), [&[2, 3, 3], &[2, 3]], arguments![input(1), true])
            .sample_of((0, "conditioned"), [&[3, 3], &[2, 3]], arguments![input(1), false]),
        Method::new(
            "linalg_solve_ex",
            [("b", Tensor), ("left", Bool), ("check_errors", Bool)],
            "Solutions, and for each matrix 0 or the place of the first zero pivot.",
        )
        .returns(Two)
        .aten(["linalg_solve_ex.default"])
        .sample_of((0, "conditioned"), [&[2, 2], &[2, 1]], arguments![input(1), true, false]),
        Method::new(
            "linalg_tensorinv",
            [("ind", Int)],
            "Inverse of the map between tensors that the first `ind` dimensions and the others make.",
        )
        .aten(["linalg_tensorinv.default"])
        .sample([&[4, 2, 2]], arguments![1]),
        Method::new(
            "linalg_tensorsolve",
            [("other", Tensor), ("dims", OptionalInts)],
            "Solution of the equation of tensors whose last dimensions are summed over.",
        )
        .aten(["linalg_tensorsolve.default"])
        .sample([&[2, 2, 4], &[2, 2]], arguments![input(1), None])
        .sample([&[4, 2, 2], &[2, 2]], arguments![input(1), [0]]),
    ]
}

/// Rows of determinants.
fn determinants() -> Vec<Method> {
    vec![
        Method::new("linalg_det", [], "Determinants of matrices.")
            .aten(["linalg_det.default"])
            .sample_of((0, "conditioned"), [&[2, 3, 3]], [])
            .sample([&[1, 1]], []),
        Method::new("det", [], "Determinants of matrices.").aten(["det.default"]).sample_of(
            (0, "conditioned"),
            [&[2, 2]],
            [],
        ),
        Method::new("linalg_slogdet", [], "Signs, and logarithms of the absolute values, of determinants.")
            .returns(Two)
            .aten(["linalg_slogdet.default"])
            .no_grad("that of the signs is zero; the logarithms have theirs"),
        Method::new("slogdet", [], "Signs, and logarithms of the absolute values, of determinants.")
            .returns(Two)
            .aten(["slogdet.default"])
            .no_grad("that of the signs is zero; the logarithms have theirs"),
        Method::new("logdet", [], "Logarithms of determinants; NaN where one is negative.")
            .aten(["logdet.default"])
            .sample_of((0, "positive"), [&[2, 3, 3]], []),
    ]
}

/// Rows of eigenvalues and singular values.
fn spectra() -> Vec<Method> {
    vec![
        Method::new(
            "linalg_eigh",
            [("uplo", Text)],
            "Eigenvalues, the smallest first, and eigenvectors of symmetric matrices, of which one triangle counts.",
        )
        .returns(Two)
        .aten(["linalg_eigh.default"])
        .sample_of((0, "symmetric"), [&[3, 3]], arguments!["L"]),
        Method::new(
            "linalg_eigvalsh",
            [("uplo", Text)],
            "Eigenvalues, the smallest first, of symmetric matrices, of which one triangle counts.",
        )
        .aten(["linalg_eigvalsh.default"])
        .sample_of((0, "symmetric"), [&[2, 3, 3]], arguments!["U"]),
        Method::new(
            "linalg_svd",
            [("full_matrices", Bool)],
            "Left singular vectors as columns, singular values, the largest first, and right vectors as rows.",
        )
        .returns(Three)
        .aten(["linalg_svd.default"])
        .sample_of((0, "conditioned"), [&[3, 2]], arguments![false]),
        Method::new("svd", [("some", Bool), ("compute_uv", Bool)], "As `linalg_svd`, with right vectors as columns.")
            .returns(Three)
            .aten(["svd.default"])
            .sample_of((0, "conditioned"), [&[2, 2]], arguments![true, true]),
        Method::new("linalg_svdvals", [], "Singular values, the largest first.")
            .aten(["linalg_svdvals.default"])
            .sample_of((0, "conditioned"), [&[2, 2, 3]], [])
            .sample_of((0, "conditioned"), [&[3, 2]], []),
        Method::new("linalg_cond", [("p", OptionalScalar)], "Condition numbers in a norm of matrices; by default 2.")
            .aten(["linalg_cond.default"])
            .sample_of((0, "conditioned"), [&[2, 3, 3]], arguments![None])
            .sample_of((0, "conditioned"), [&[3, 3]], arguments![1.0]),
    ]
}

/// Rows that tell small singular values from zero.
fn pseudo_inverses() -> Vec<Method> {
    vec![
        Method::new(
            "linalg_pinv",
            [("atol", OptionalTensor), ("rtol", OptionalTensor), ("hermitian", Bool)],
            "Pseudo-inverses; singular values up to the larger tolerance count as zero.",
        )
        .aten(["linalg_pinv.atol_rtol_tensor"])
        .sample_of((0, "conditioned"), [&[2, 3, 2]], arguments![None, None, false])
        .sample_of((0, "conditioned"), [&[2, 3]], arguments![None, None, false])
        .sample_of((0, "symmetric"), [&[3, 3]], arguments![None, None, true]),
        Method::new("pinverse", [("rcond", Float)], "Pseudo-inverses, with a tolerance relative to the largest value.")
            .aten(["pinverse.default"])
            .sample_of((0, "conditioned"), [&[3, 2]], arguments![1e-15]),
        Method::new(
            "linalg_matrix_rank",
            [("atol", OptionalTensor), ("rtol", OptionalTensor), ("hermitian", Bool)],
            "Number of singular values above the larger tolerance.",
        )
        .aten(["linalg_matrix_rank.atol_rtol_tensor"])
        .no_grad("a count does not change smoothly"),
        Method::new("linalg_lstsq", [("b", Tensor)], "Solutions of least squares, by the pseudo-inverse.")
            .sample_of((0, "conditioned"), [&[4, 2], &[4, 3]], arguments![input(1)])
            .sample_of((0, "conditioned"), [&[2, 4], &[2, 1]], arguments![input(1)]),
    ]
}

/// Rows of functions of a matrix.
fn powers() -> Vec<Method> {
    vec![
        Method::new("linalg_matrix_exp", [], "Exponentials of matrices.")
            .aten(["linalg_matrix_exp.default"])
            .sample([&[2, 3, 3]], []),
        Method::new("matrix_exp", [], "Exponentials of matrices.").aten(["matrix_exp.default"]).sample([&[2, 2]], []),
        Method::new("linalg_matrix_power", [("n", Int)], "Powers of matrices; negative ones of their inverses.")
            .aten(["linalg_matrix_power.default"])
            .sample([&[2, 2, 2]], arguments![5])
            .sample([&[2, 2]], arguments![1])
            .sample_of((0, "conditioned"), [&[2, 2]], arguments![-2]),
        Method::new("matrix_power", [("n", Int)], "Powers of matrices; negative ones of their inverses.")
            .aten(["matrix_power.default"])
            .sample([&[2, 2]], arguments![2]),
    ]
}

/// Rows of products.
fn products() -> Vec<Method> {
    vec![
        Method::new("linalg_multi_dot", [("tensors", Tensors)], "Product of several matrices in the cheapest order.")
            .associated()
            .aten(["linalg_multi_dot.default"])
            .sample([&[2, 3], &[3, 4], &[4, 2]], [Inputs(vec![0, 1, 2])])
            .sample([&[3], &[3, 4], &[4]], [Inputs(vec![0, 1, 2])]),
        Method::new("linalg_cross", [("other", Tensor), ("dim", Int)], "Cross products along a dimension of size 3.")
            .aten(["linalg_cross.default"])
            .sample([&[2, 3], &[1, 3]], arguments![input(1), -1])
            .sample([&[3, 2], &[3, 2]], arguments![input(1), 0]),
        Method::new(
            "cross",
            [("other", Tensor), ("dim", OptionalInt)],
            "Cross products along a dimension, by default the first of size 3.",
        )
        .aten(["cross.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), None]),
    ]
}

/// Rows of norms of vectors and matrices.
fn norms() -> Vec<Method> {
    vec![
        Method::new(
            "linalg_vector_norm",
            [("ord", Scalar), ("dim", OptionalInts), ("keepdim", Bool), ("dtype", OptionalDType)],
            "The norm of vectors of some dimensions, by default of all.",
        )
        .aten(["linalg_vector_norm.default"])
        .sample([&[2, 3]], arguments![3.0, [1], false, None])
        .sample([&[2, 3]], arguments![2.0, None, true, None]),
        Method::new(
            "linalg_matrix_norm",
            [("ord", Scalar), ("dim", Ints), ("keepdim", Bool), ("dtype", OptionalDType)],
            "The norm of matrices in two dimensions: 1, 2, infinity, or the negative of one of them.",
        )
        .aten(["linalg_matrix_norm.default"])
        .sample([&[2, 3]], arguments![1.0, [-2, -1], false, None])
        .sample([&[3, 2, 2]], arguments![2.0, [2, 0], true, None])
        .sample([&[2, 2, 2]], arguments![-2.0, [0, 1], false, None]),
        Method::new(
            "linalg_matrix_norm_str",
            [("ord", Text), ("dim", Ints), ("keepdim", Bool), ("dtype", OptionalDType)],
            "The norm of matrices in two dimensions: `fro` or `nuc`.",
        )
        .aten(["linalg_matrix_norm.str_ord"])
        .sample([&[2, 3]], arguments!["fro", [-2, -1], false, None])
        .sample([&[2, 2, 3]], arguments!["nuc", [1, 0], true, None]),
        Method::new(
            "linalg_norm",
            [("ord", OptionalScalar), ("dim", OptionalInts), ("keepdim", Bool), ("dtype", OptionalDType)],
            "The norm of vectors or matrices.",
        )
        .aten(["linalg_norm.default"])
        .sample([&[2, 3]], arguments![None, None, false, None])
        .sample([&[3]], arguments![1.5, None, false, None])
        .sample([&[2, 3]], arguments![-1.0, None, true, None]),
    ]
}
