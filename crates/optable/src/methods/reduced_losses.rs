//! Rows of losses that are reduced to a mean or a sum.
use crate::method::ArgumentKind::{Float, Int, Named, OptionalTensor, Tensor};
use crate::method::Literal::{None, Variant};
use crate::method::{ArgumentKind, Method, arguments, indices, input};

const REDUCTION: ArgumentKind = Named("Reduction");

pub fn methods() -> Vec<Method> {
    vec![
        Method::new(
            "nll_loss",
            [("target", Tensor), ("weight", OptionalTensor), ("reduction", REDUCTION), ("ignore_index", Int)],
            "Negative log-probability of the target class.",
        )
        .aten(["nll_loss_nd.default"])
        .sample([&[3, 4]], arguments![indices([1, 0, 3], [3]), None, Variant("Mean"), -100])
        .sample([&[3, 4]], arguments![indices([1, 2, 3], [3]), None, Variant("Sum"), 2])
        .sample([&[2, 3, 2]], arguments![indices([1, 2, 0, 1], [2, 2]), None, Variant("None"), 1])
        .sample([&[3]], arguments![indices([1], []), None, Variant("Mean"), -100]),
        Method::new(
            "cross_entropy",
            [
                ("target", Tensor),
                ("weight", OptionalTensor),
                ("reduction", REDUCTION),
                ("ignore_index", Int),
                ("label_smoothing", Float),
            ],
            "Negative log-probability of the target class, or mean over class probabilities, from logits.",
        )
        .aten(["cross_entropy_loss.default"])
        .sample([&[3, 4]], arguments![indices([1, 0, 3], [3]), None, Variant("Mean"), -100, 0.0])
        .sample([&[3, 4]], arguments![indices([1, 2, 3], [3]), None, Variant("None"), 2, 0.1])
        .sample([&[2, 3, 2]], arguments![indices([1, 2, 0, 1], [2, 2]), None, Variant("Mean"), -100, 0.2])
        .sample([&[3]], arguments![indices([2], []), None, Variant("Sum"), -100, 0.0])
        .sample([&[2, 3], &[2, 3], &[3]], arguments![input(1), input(2), Variant("Mean"), -100, 0.1])
        .sample([&[2, 3, 2], &[2, 3, 2]], arguments![input(1), None, Variant("None"), -100, 0.0]),
        Method::new("mse_loss", [("target", Tensor), ("reduction", REDUCTION)], "Mean squared error.")
            .aten(["mse_loss.default"])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean")])
            .sample([&[2, 3], &[3]], arguments![input(1), Variant("None")]),
        Method::new("l1_loss", [("target", Tensor), ("reduction", REDUCTION)], "Mean absolute error.")
            .aten(["l1_loss.default"])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean")])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Sum")]),
    ]
}
