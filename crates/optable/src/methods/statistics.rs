//! Rows of order statistics, moments, histograms and other folds made of the reductions.
use crate::method::ArgumentKind::{Bool, Float, Int, OptionalDType, OptionalInt, OptionalInts, OptionalTensor, Scalar};
use crate::method::ArgumentKind::{OptionalScalar, Tensor, Text};
use crate::method::Literal::None;
use crate::method::Returns::Two;
use crate::method::{Method, arguments, indices, input};

const COUNT: &str = "a count does not change smoothly";

pub fn methods() -> Vec<Method> {
    let mut methods = order();
    methods.extend(moments());
    methods.extend(running());
    methods.extend(counts());
    methods
}

/// Rows that choose elements by their rank.
fn order() -> Vec<Method> {
    vec![
        Method::new(
            "aminmax",
            [("dim", OptionalInt), ("keepdim", Bool)],
            "Smallest and largest element, of all or over a dimension; ties share the gradient.",
        )
        .returns(Two)
        .aten(["aminmax.default"])
        .sample([&[2, 3]], arguments![None, false])
        .sample([&[2, 3]], arguments![1, true]),
        Method::new("median", [], "The lower median of all elements; equal ones share the gradient.")
            .aten(["median.default"])
            .sample([&[2, 4]], []),
        Method::new(
            "median_dim",
            [("dim", Int), ("keepdim", Bool)],
            "The lower median along a dimension, and its position. NaN if there is one.",
        )
        .returns(Two)
        .aten(["median.dim"])
        .sample([&[2, 4]], arguments![1, false])
        .sample([&[3, 2]], arguments![0, true]),
        Method::new("nanmedian", [], "The lower median of all elements that are not NaN.")
            .aten(["nanmedian.default"])
            .sample([&[2, 4]], []),
        Method::new(
            "nanmedian_dim",
            [("dim", Int), ("keepdim", Bool)],
            "The lower median along a dimension of what is not NaN, and its position.",
        )
        .returns(Two)
        .aten(["nanmedian.dim"])
        .sample([&[2, 4]], arguments![1, false]),
        Method::new(
            "mode",
            [("dim", Int), ("keepdim", Bool)],
            "The most frequent element along a dimension, the least of several, and its last position.",
        )
        .returns(Two)
        .aten(["mode.default"])
        .sample([&[2, 4]], arguments![1, false]),
        Method::new(
            "quantile",
            [("q", Float), ("dim", OptionalInt), ("keepdim", Bool), ("interpolation", Text)],
            "The element at a fraction of the order, of all or along a dimension; between two as the word says: `linear`, \
             `lower`, `higher`, `midpoint` or `nearest`.",
        )
        .aten(["quantile.scalar"])
        .sample([&[2, 4]], arguments![0.4, 1, false, "linear"])
        .sample([&[2, 4]], arguments![0.3, None, true, "midpoint"])
        .sample([&[4, 2]], arguments![0.5, 0, true, "higher"]),
        Method::new(
            "nanquantile",
            [("q", Float), ("dim", OptionalInt), ("keepdim", Bool), ("interpolation", Text)],
            "The quantile of what is not NaN.",
        )
        .sample([&[2, 4]], arguments![0.4, 1, false, "linear"]),
        Method::new("msort", [], "Elements in order along the first dimension.")
            .aten(["msort.default"])
            .sample([&[4, 2]], []),
    ]
}

/// Rows of sums and moments.
fn moments() -> Vec<Method> {
    vec![
        Method::new(
            "nansum",
            [("dim", OptionalInts), ("keepdim", Bool), ("dtype", OptionalDType)],
            "Sum of what is not NaN.",
        )
        .aten(["nansum.default"])
        .sample([&[2, 3]], arguments![None, false, None])
        .sample([&[2, 3]], arguments![[1], true, None]),
        Method::new(
            "nanmean",
            [("dim", OptionalInts), ("keepdim", Bool), ("dtype", OptionalDType)],
            "Mean of what is not NaN.",
        )
        .aten(["nanmean.default"])
        .sample([&[2, 3]], arguments![None, false, None])
        .sample([&[2, 3]], arguments![[1], true, None]),
        Method::new(
            "std_mean",
            [("dim", OptionalInts), ("correction", Float), ("keepdim", Bool)],
            "Standard deviation and mean.",
        )
        .returns(Two)
        .sample([&[2, 3, 2]], arguments![[0, 2], 1.0, false]),
        Method::new(
            "var_mean",
            [("dim", OptionalInts), ("correction", Float), ("keepdim", Bool)],
            "Variance and mean.",
        )
        .returns(Two)
        .sample([&[2, 3, 2]], arguments![[0, 2], 1.0, false]),
        Method::new("dist", [("other", Tensor), ("p", Float)], "The p-norm of the difference.")
            .aten(["dist.default"])
            .sample([&[2, 3], &[3]], arguments![input(1), 2.0])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), 3.0]),
        Method::new("trace", [], "Sum of the diagonal of a matrix.")
            .aten(["trace.default"])
            .sample([&[3, 4]], []),
        Method::new(
            "renorm",
            [("p", Float), ("dim", Int), ("maxnorm", Float)],
            "Places of a dimension whose p-norm exceeds `maxnorm` scaled down to it.",
        )
        .aten(["renorm.default"])
        .sample([&[3, 4]], arguments![2.0, 0, 1.0])
        .sample([&[2, 3, 2]], arguments![3.0, -2, 2.0]),
        Method::new("cov", [("correction", Int)], "Covariances of the rows of a matrix.")
            .sample([&[3, 4]], arguments![1]),
        Method::new("corrcoef", [], "Correlation coefficients of the rows of a matrix.").sample([&[3, 4]], []),
        Method::new(
            "segment_reduce",
            [
                ("reduce", Text),
                ("lengths", OptionalTensor),
                ("offsets", OptionalTensor),
                ("axis", Int),
                ("unsafe_", Bool),
                ("initial", OptionalScalar),
            ],
            "Stretches of a dimension, given by their lengths or offsets, folded: `sum`, `mean`, `prod`, `max` or `min`.",
        )
        .sample([&[4, 2]], arguments!["sum", indices([1, 0, 3], [3]), None, 0, false, None])
        .sample([&[2, 3]], arguments!["mean", indices([1, 2, 2, 1], [2, 2]), None, 1, false, None])
        .sample([&[4]], arguments!["prod", None, indices([0, 1, 4], [3]), 0, false, None])
        .sample([&[4]], arguments!["max", None, indices([0, 1, 4], [3]), 0, false, None]),
    ]
}

/// Rows of neighbours and of all elements so far.
fn running() -> Vec<Method> {
    vec![
        Method::new("cummax", [("dim", Int)], "Largest element so far along a dimension, and its last position.")
            .returns(Two)
            .aten(["cummax.default"])
            .sample([&[2, 3]], arguments![1])
            .sample([&[3, 2]], arguments![0]),
        Method::new("cummin", [("dim", Int)], "Smallest element so far along a dimension, and its last position.")
            .returns(Two)
            .aten(["cummin.default"])
            .sample([&[2, 3]], arguments![1])
            .sample([&[3, 2]], arguments![0]),
        Method::new(
            "logcumsumexp",
            [("dim", Int)],
            "Logarithm of the running sum of exponentials along a dimension, without overflow.",
        )
        .aten(["logcumsumexp.default"])
        .sample([&[2, 3]], arguments![1])
        .sample([&[3, 2]], arguments![0]),
        Method::new(
            "trapezoid",
            [("dx", Scalar), ("dim", Int)],
            "Integral along a dimension by the trapezoidal rule, with even steps.",
        )
        .aten(["trapezoid.dx"])
        .sample([&[2, 4]], arguments![0.5, 1]),
        Method::new(
            "trapezoid_x",
            [("x", Tensor), ("dim", Int)],
            "Integral along a dimension by the trapezoidal rule, at given places.",
        )
        .aten(["trapezoid.x"])
        .sample([&[2, 4], &[4]], arguments![input(1), 1]),
        Method::new(
            "cumulative_trapezoid",
            [("dx", Scalar), ("dim", Int)],
            "Running integral along a dimension by the trapezoidal rule, with even steps.",
        )
        .aten(["cumulative_trapezoid.dx"])
        .sample([&[2, 4]], arguments![0.5, 1]),
        Method::new(
            "diff",
            [("n", Int), ("dim", Int), ("prepend", OptionalTensor), ("append", OptionalTensor)],
            "Differences of neighbours along a dimension, `n` times.",
        )
        .aten(["diff.default"])
        .sample([&[2, 4]], arguments![2, 1, None, None])
        .sample([&[2, 3], &[1, 3]], arguments![1, 0, input(1), input(1)]),
    ]
}

/// Rows that count.
fn counts() -> Vec<Method> {
    vec![
        Method::new(
            "histc",
            [("bins", Int), ("min", Scalar), ("max", Scalar)],
            "How many elements fall into each of so many equal stretches; of the elements' own range if both bounds are 0.",
        )
        .aten(["histc.default"])
        .no_grad(COUNT),
        Method::new(
            "bincount",
            [("weights", OptionalTensor), ("minlength", Int)],
            "How often each whole number occurs, or the sum of its weights.",
        )
        .aten(["bincount.default"])
        .no_grad(COUNT),
    ]
}
