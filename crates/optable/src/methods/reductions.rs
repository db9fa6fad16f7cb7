//! Rows that fold dimensions, and running folds.
use crate::method::ArgumentKind::{Bool, Float, Int, Ints, OptionalInt, OptionalInts};
use crate::method::Literal::None;
use crate::method::Returns::Two;
use crate::method::{Method, arguments};

const STEP: &str = "a count, position or truth value does not change smoothly";

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("sum", [], "Sum of all elements.").aten(["sum.default"]).sample([&[2, 3]], []),
        Method::new(
            "sum_dim",
            [("dims", Ints), ("keepdim", Bool)],
            "Sum over dimensions; all of them if none is given.",
        )
        .aten(["sum.dim_IntList"])
        .sample([&[2, 3, 4]], arguments![[1], false])
        .sample([&[2, 3, 4]], arguments![[0, -1], true]),
        Method::new("mean", [], "Mean of all elements.").aten(["mean.default"]).sample([&[2, 3]], []),
        Method::new("mean_dim", [("dims", Ints), ("keepdim", Bool)], "Mean over dimensions.")
            .aten(["mean.dim"])
            .sample([&[2, 3, 4]], arguments![[1], false])
            .sample([&[2, 3, 4]], arguments![[0, -1], true]),
        Method::new("prod", [], "Product of all elements.").aten(["prod.default"]).sample([&[2, 3]], []),
        Method::new("prod_dim", [("dim", Int), ("keepdim", Bool)], "Product over a dimension.")
            .aten(["prod.dim_int"])
            .sample([&[2, 3]], arguments![1, false])
            .sample([&[3, 2]], arguments![0, true]),
        Method::new(
            "amax",
            [("dims", Ints), ("keepdim", Bool)],
            "Largest element over dimensions; ties share the gradient.",
        )
        .aten(["amax.default"])
        .sample([&[2, 3, 4]], arguments![[1], false])
        .sample([&[2, 3, 4]], arguments![[0, 2], true]),
        Method::new(
            "amin",
            [("dims", Ints), ("keepdim", Bool)],
            "Smallest element over dimensions; ties share the gradient.",
        )
        .aten(["amin.default"])
        .sample([&[2, 3, 4]], arguments![[1], false])
        .sample([&[2, 3, 4]], arguments![[0, 2], true]),
        Method::new("max", [], "Largest of all elements; ties share the gradient.")
            .aten(["max.default"])
            .sample([&[2, 3]], []),
        Method::new("min", [], "Smallest of all elements; ties share the gradient.")
            .aten(["min.default"])
            .sample([&[2, 3]], []),
        Method::new(
            "max_dim",
            [("dim", Int), ("keepdim", Bool)],
            "Largest element over a dimension and its position, which gets the gradient.",
        )
        .returns(Two)
        .aten(["max.dim"])
        .sample([&[2, 3]], arguments![1, false])
        .sample([&[3, 2]], arguments![0, true]),
        Method::new(
            "min_dim",
            [("dim", Int), ("keepdim", Bool)],
            "Smallest element over a dimension and its position, which gets the gradient.",
        )
        .returns(Two)
        .aten(["min.dim"])
        .sample([&[2, 3]], arguments![1, false])
        .sample([&[3, 2]], arguments![0, true]),
        Method::new(
            "argmax",
            [("dim", OptionalInt), ("keepdim", Bool)],
            "Position of the largest element, of all or over a dimension.",
        )
        .aten(["argmax.default"])
        .no_grad(STEP),
        Method::new(
            "argmin",
            [("dim", OptionalInt), ("keepdim", Bool)],
            "Position of the smallest element, of all or over a dimension.",
        )
        .aten(["argmin.default"])
        .no_grad(STEP),
        Method::new(
            "var",
            [("dims", OptionalInts), ("correction", Float), ("keepdim", Bool)],
            "Variance; the divisor is the count less the correction.",
        )
        .aten(["var.correction", "var.dim"])
        .sample([&[2, 3, 4]], arguments![None, 1.0, false])
        .sample([&[2, 3, 4]], arguments![[0, 2], 0.0, true]),
        Method::new(
            "std",
            [("dims", OptionalInts), ("correction", Float), ("keepdim", Bool)],
            "Standard deviation; the divisor is the count less the correction.",
        )
        .aten(["std.correction", "std.dim"])
        .sample([&[2, 3, 4]], arguments![None, 1.0, false])
        .sample([&[2, 3, 4]], arguments![[0, 2], 0.0, true]),
        Method::new(
            "norm",
            [("p", Float), ("dims", OptionalInts), ("keepdim", Bool)],
            "The p-norm of all elements or over dimensions.",
        )
        .aten(["norm.ScalarOpt_dim", "linalg_vector_norm.default"])
        .sample([&[2, 3]], arguments![2.0, None, false])
        .sample([&[2, 3]], arguments![1.0, [1], true])
        .sample([&[2, 3]], arguments![3.0, [0], false]),
        Method::new("all", [], "Whether all elements are true.").aten(["all.default"]).no_grad(STEP),
        Method::new("all_dim", [("dims", Ints), ("keepdim", Bool)], "Whether all elements over dimensions are true.")
            .aten(["all.dim", "all.dims"])
            .no_grad(STEP),
        Method::new("any", [], "Whether any element is true.").aten(["any.default"]).no_grad(STEP),
        Method::new("any_dim", [("dims", Ints), ("keepdim", Bool)], "Whether any element over dimensions is true.")
            .aten(["any.dim", "any.dims"])
            .no_grad(STEP),
        Method::new(
            "logsumexp",
            [("dims", Ints), ("keepdim", Bool)],
            "Logarithm of the sum of exponentials, without overflow.",
        )
        .aten(["logsumexp.default"])
        .sample([&[2, 3]], arguments![[1], false])
        .sample([&[2, 3]], arguments![[0, 1], true]),
        Method::new("cumsum", [("dim", Int)], "Running sum along a dimension.")
            .in_place()
            .aten(["cumsum.default"])
            .sample([&[2, 3]], arguments![1])
            .sample([&[3, 2]], arguments![0]),
        Method::new("cumprod", [("dim", Int)], "Running product along a dimension.")
            .in_place()
            .aten(["cumprod.default"])
            .sample([&[2, 3]], arguments![1])
            .sample([&[3, 2]], arguments![0]),
        Method::new("count_nonzero", [("dims", OptionalInts)], "Number of elements that are not zero.")
            .aten(["count_nonzero.default", "count_nonzero.dim_IntList"])
            .no_grad(STEP),
    ]
}
