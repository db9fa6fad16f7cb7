//! Rows of neural networks: normalisation, convolution, pooling.
use crate::method::ArgumentKind::{Bool, Float, Int, Ints, Named, OptionalFloat, OptionalInt, OptionalTensor, Tensor};
use crate::method::Literal::{None, Text};
use crate::method::{Method, arguments, input};

pub fn methods() -> Vec<Method> {
    let mut methods = normalisation();
    methods.extend(windows());
    methods
}

fn normalisation() -> Vec<Method> {
    vec![
        Method::new(
            "layer_norm",
            [("normalized_shape", Ints), ("weight", OptionalTensor), ("bias", OptionalTensor), ("eps", Float)],
            "Mean zero and variance one over the last dimensions, then weight and bias.",
        )
        .aten(["layer_norm.default"])
        .sample([&[2, 4], &[4], &[4]], arguments![[4], input(1), input(2), 1e-5])
        .sample([&[3, 2, 2]], arguments![[2, 2], None, None, 1e-5]),
        Method::new(
            "rms_norm",
            [("normalized_shape", Ints), ("weight", OptionalTensor), ("eps", OptionalFloat)],
            "Mean square one over the last dimensions, then weight.",
        )
        .aten(["rms_norm.default"])
        .sample([&[2, 4], &[4]], arguments![[4], input(1), 1e-5])
        .sample([&[3, 2, 2]], arguments![[2, 2], None, None]),
        Method::new(
            "group_norm",
            [("num_groups", Int), ("weight", OptionalTensor), ("bias", OptionalTensor), ("eps", Float)],
            "Mean zero and variance one for each group of channels, then weight and bias.",
        )
        .aten(["group_norm.default"])
        .sample([&[2, 4, 3], &[4], &[4]], arguments![2, input(1), input(2), 1e-5])
        .sample([&[2, 3, 2, 2]], arguments![1, None, None, 1e-5]),
        Method::new(
            "batch_norm",
            [
                ("weight", OptionalTensor),
                ("bias", OptionalTensor),
                ("running_mean", OptionalTensor),
                ("running_var", OptionalTensor),
                ("training", Bool),
                ("momentum", Float),
                ("eps", Float),
            ],
            "Mean zero and variance one for each channel, then weight and bias; training updates the running statistics.",
        )
        .aten(["batch_norm.default"])
        .sample([&[3, 2, 2], &[2], &[2]], arguments![input(1), input(2), None, None, true, 0.1, 1e-5])
        .sample([&[4, 3]], arguments![None, None, None, None, true, 0.1, 1e-5]),
        Method::new("dropout", [("p", Float), ("train", Bool)], "In training, zero with chance `p`, the rest scaled up.")
            .in_place()
            .aten(["dropout.default"])
            .sample([&[2, 3]], arguments![0.5, false]),
    ]
}

fn windows() -> Vec<Method> {
    vec![
        Method::new(
            "conv1d",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("dilation", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along one dimension.",
        )
        .aten(["conv1d.default"])
        .sample([&[2, 2, 5], &[3, 2, 3], &[3]], arguments![input(1), input(2), [1], [1], [1], 1])
        .sample([&[1, 4, 7], &[2, 2, 3]], arguments![input(1), None, [2], [0], [2], 2])
        .sample([&[2, 6], &[4, 1, 3]], arguments![input(1), None, [1], [1], [1], 2]),
        Method::new(
            "conv2d",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("dilation", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along two dimensions.",
        )
        .aten(["conv2d.default"])
        .sample([&[2, 2, 4, 4], &[3, 2, 3, 3], &[3]], arguments![input(1), input(2), [1, 1], [1, 1], [1, 1], 1])
        .sample([&[1, 4, 5, 6], &[2, 2, 2, 3]], arguments![input(1), None, [2, 1], [0, 1], [1, 2], 2]),
        Method::new(
            "conv3d",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("dilation", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along three dimensions.",
        )
        .aten(["conv3d.default"])
        .sample([&[1, 2, 3, 3, 3], &[2, 2, 2, 2, 2], &[2]], arguments![input(1), input(2), [1], [1, 0, 1], [1], 1]),
        Method::new(
            "conv_transpose1d",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("output_padding", Ints),
                ("groups", Int),
                ("dilation", Ints),
            ],
            "Transpose of a cross-correlation along one dimension.",
        )
        .aten(["conv_transpose1d.default"])
        .sample([&[2, 4, 4], &[4, 2, 3], &[4]], arguments![input(1), input(2), [2], [1], [1], 2, [1]])
        .sample([&[1, 2, 3], &[2, 1, 2]], arguments![input(1), None, [1], [1], [1], 1, [3]]),
        Method::new(
            "conv_transpose2d",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("output_padding", Ints),
                ("groups", Int),
                ("dilation", Ints),
            ],
            "Transpose of a cross-correlation along two dimensions.",
        )
        .aten(["conv_transpose2d.input"])
        .sample([&[1, 2, 3, 2], &[2, 3, 2, 3], &[3]], arguments![input(1), input(2), [2, 1], [0, 1], [1, 0], 1, [1]])
        .sample([&[2, 3, 2], &[2, 1, 2, 2]], arguments![input(1), None, [1], [0], [0], 1, [1]]),
        Method::new(
            "conv_transpose3d",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("output_padding", Ints),
                ("groups", Int),
                ("dilation", Ints),
            ],
            "Transpose of a cross-correlation along three dimensions.",
        )
        .aten(["conv_transpose3d.input"])
        .sample(
            [&[1, 2, 2, 1, 2], &[2, 1, 2, 2, 2], &[1]],
            arguments![input(1), input(2), [1], [1, 0, 0], [0], 1, [1]],
        ),
        Method::new(
            "convolution",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Ints),
                ("dilation", Ints),
                ("transposed", Bool),
                ("output_padding", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along one to three dimensions, or the transpose of one.",
        )
        .aten(["convolution.default"])
        .sample([&[1, 2, 5], &[3, 2, 2], &[3]], arguments![input(1), input(2), [1], [0], [2], false, [0], 1])
        .sample([&[1, 2, 3], &[2, 3, 2], &[3]], arguments![input(1), input(2), [2], [1], [1], true, [1], 1]),
        Method::new(
            "conv1d_padding",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Named("&str")),
                ("dilation", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along one dimension with padding `valid`, none, or `same`, which keeps the sizes.",
        )
        .sample([&[1, 2, 5], &[3, 2, 2], &[3]], arguments![input(1), input(2), [1], Text("same"), [1], 1]),
        Method::new(
            "conv2d_padding",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Named("&str")),
                ("dilation", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along two dimensions with padding `valid`, none, or `same`, which keeps the sizes.",
        )
        .sample([&[1, 2, 4, 3], &[1, 2, 2, 3]], arguments![input(1), None, [1], Text("same"), [1, 1], 1]),
        Method::new(
            "conv3d_padding",
            [
                ("weight", Tensor),
                ("bias", OptionalTensor),
                ("stride", Ints),
                ("padding", Named("&str")),
                ("dilation", Ints),
                ("groups", Int),
            ],
            "Cross-correlation along three dimensions with padding `valid`, none, or `same`, which keeps the sizes.",
        )
        .sample([&[1, 1, 2, 2, 2], &[1, 1, 2, 1, 2]], arguments![input(1), None, [1], Text("valid"), [1], 1]),
        Method::new(
            "max_pool1d",
            [("kernel_size", Ints), ("stride", Ints), ("padding", Ints), ("dilation", Ints), ("ceil_mode", Bool)],
            "Largest element of each window; an empty stride is the kernel's size.",
        )
        .aten(["max_pool1d.default"])
        .sample([&[1, 2, 5]], arguments![[3], [2], [1], [1], true]),
        Method::new(
            "max_pool2d",
            [("kernel_size", Ints), ("stride", Ints), ("padding", Ints), ("dilation", Ints), ("ceil_mode", Bool)],
            "Largest element of each window; an empty stride is the kernel's size.",
        )
        .aten(["max_pool2d.default"])
        .sample([&[1, 2, 4, 4]], arguments![[2, 2], [], [0, 0], [1, 1], false])
        .sample([&[1, 1, 5, 5]], arguments![[3, 2], [1, 2], [1, 0], [1, 2], true]),
        Method::new(
            "max_pool3d",
            [("kernel_size", Ints), ("stride", Ints), ("padding", Ints), ("dilation", Ints), ("ceil_mode", Bool)],
            "Largest element of each window; an empty stride is the kernel's size.",
        )
        .aten(["max_pool3d.default"])
        .sample([&[1, 3, 2, 4]], arguments![[2], [1, 2, 2], [1, 0, 0], [1], false]),
        Method::new(
            "avg_pool1d",
            [
                ("kernel_size", Ints),
                ("stride", Ints),
                ("padding", Ints),
                ("ceil_mode", Bool),
                ("count_include_pad", Bool),
            ],
            "Mean of each window; an empty stride is the kernel's size.",
        )
        .aten(["avg_pool1d.default"])
        .sample([&[1, 2, 5]], arguments![[3], [2], [1], true, true]),
        Method::new(
            "avg_pool2d",
            [
                ("kernel_size", Ints),
                ("stride", Ints),
                ("padding", Ints),
                ("ceil_mode", Bool),
                ("count_include_pad", Bool),
                ("divisor_override", OptionalInt),
            ],
            "Mean of each window; an empty stride is the kernel's size.",
        )
        .aten(["avg_pool2d.default"])
        .sample([&[1, 2, 4, 4]], arguments![[2, 2], [], [0, 0], false, true, None])
        .sample([&[1, 1, 5, 5]], arguments![[3, 2], [2, 1], [1, 1], true, false, None]),
        Method::new(
            "avg_pool3d",
            [
                ("kernel_size", Ints),
                ("stride", Ints),
                ("padding", Ints),
                ("ceil_mode", Bool),
                ("count_include_pad", Bool),
                ("divisor_override", OptionalInt),
            ],
            "Mean of each window; an empty stride is the kernel's size.",
        )
        .aten(["avg_pool3d.default"])
        .sample([&[1, 3, 2, 4]], arguments![[2], [1, 2, 2], [1, 0, 0], false, false, None]),
        Method::new("adaptive_avg_pool1d", [("output_size", Ints)], "Mean of each of so many bins.")
            .aten(["adaptive_avg_pool1d.default"])
            .sample([&[2, 5]], arguments![[3]]),
        Method::new(
            "adaptive_avg_pool2d",
            [("output_size", Ints)],
            "Mean of each of so many bins along both dimensions.",
        )
        .aten(["adaptive_avg_pool2d.default", "_adaptive_avg_pool2d.default"])
        .sample([&[1, 2, 3, 4]], arguments![[2, 3]])
        .sample([&[2, 3, 3]], arguments![[1]]),
        Method::new(
            "pad",
            [("pad", Ints), ("value", Float)],
            "A constant around the last dimensions; negative padding cuts.",
        )
        .aten(["constant_pad_nd.default"])
        .sample([&[2, 3]], arguments![[1, 2, 0, 1], 0.5])
        .sample([&[2, 4]], arguments![[-1, 1], 0.0]),
        Method::new(
            "unfold2d",
            [("kernel_size", Ints), ("dilation", Ints), ("padding", Ints), ("stride", Ints)],
            "Windows of an image as columns.",
        )
        .aten(["im2col.default"])
        .sample([&[1, 2, 4, 4]], arguments![[2, 2], [1, 1], [0, 1], [2, 1]]),
        Method::new(
            "fold2d",
            [("output_size", Ints), ("kernel_size", Ints), ("dilation", Ints), ("padding", Ints), ("stride", Ints)],
            "An image from windows as columns; elements that share a place are added.",
        )
        .aten(["col2im.default"])
        .sample([&[1, 8, 10]], arguments![[4, 4], [2, 2], [1, 1], [0, 1], [2, 1]]),
    ]
}
