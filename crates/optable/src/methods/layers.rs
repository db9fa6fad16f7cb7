//! Rows of layers made of other operators: gates, products of several tensors, noise.
use crate::method::ArgumentKind::{Bool, Float, Int, OptionalTensor, Scalar, Tensor};
use crate::method::Literal::None;
use crate::method::{Method, Returns, arguments, input};

pub fn methods() -> Vec<Method> {
    let noise = |name, doc| Method::new(name, [("p", Float), ("train", Bool)], doc);
    vec![
        Method::new("glu", [("dim", Int)], "One half of a dimension, times the sigmoid of the other.")
            .aten(["glu.default"])
            .sample([&[2, 4, 3]], arguments![1]),
        Method::new("prelu", [("weight", Tensor)], "Identity above zero, a learned slope below.")
            .aten(["prelu.default"])
            .sample([&[2, 3, 2], &[3]], arguments![input(1)])
            .sample([&[4], &[1]], arguments![input(1)]),
        Method::new(
            "bilinear",
            [("input2", Tensor), ("weight", Tensor), ("bias", OptionalTensor)],
            "Products of two inputs by a matrix for each output, plus the bias.",
        )
        .aten(["bilinear.default"])
        .sample([&[2, 3], &[2, 2], &[4, 3, 2], &[4]], arguments![input(1), input(2), input(3)])
        .sample([&[3], &[2], &[1, 3, 2]], arguments![input(1), input(2), None]),
        Method::new(
            "weight_norm",
            [("g", Tensor), ("dim", Int)],
            "The direction of a tensor over all dimensions but one, times `g`.",
        )
        .aten(["_weight_norm.default"])
        .sample([&[3, 2, 2], &[3, 1, 1]], arguments![input(1), 0])
        .sample([&[3, 2], &[1, 2]], arguments![input(1), 1])
        .sample([&[3, 2], &[]], arguments![input(1), -1]),
        Method::new(
            "local_response_norm",
            [("size", Int), ("alpha", Float), ("beta", Float), ("k", Float)],
            "Each element less, the larger its neighbours in other channels are.",
        )
        .sample([&[1, 4, 2]], arguments![3, 0.5, 0.75, 1.0]),
        noise("feature_dropout", "In training, zero for whole channels with chance `p`, the rest scaled up.")
            .aten(["feature_dropout.default"])
            .sample([&[2, 3]], arguments![0.5, false]),
        noise("alpha_dropout", "Dropout that keeps the mean and the variance of a `selu`.")
            .aten(["alpha_dropout.default"])
            .sample([&[2, 3]], arguments![0.5, false]),
        noise("feature_alpha_dropout", "Dropout of whole channels that keeps the mean and the variance of a `selu`.")
            .aten(["feature_alpha_dropout.default"])
            .sample([&[2, 3]], arguments![0.5, false]),
        noise("native_dropout", "Dropout, and where elements were kept.")
            .returns(Returns::Two)
            .sample([&[2, 3]], arguments![0.5, false]),
        Method::new(
            "rrelu",
            [("lower", Scalar), ("upper", Scalar), ("training", Bool)],
            "Identity above zero, below it a slope that is random in training.",
        )
        .in_place()
        .sample([&[2, 3]], arguments![0.125, 0.5, false]),
    ]
}
