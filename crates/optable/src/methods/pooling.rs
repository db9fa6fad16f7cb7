//! Rows of pooling with places, pooling to a given size and its undoing.
use crate::method::ArgumentKind::{Bool, Ints, Tensor};
use crate::method::{Method, Returns, arguments, indices, input};

pub fn methods() -> Vec<Method> {
    let mut methods = Vec::new();
    let sliding = [("kernel_size", Ints), ("stride", Ints), ("padding", Ints), ("dilation", Ints), ("ceil_mode", Bool)];
    let doc = "Largest element of each window, and its place; an empty stride is the kernel's size.";
    let with_indices = |name| Method::new(name, sliding, doc).returns(Returns::Two);
    methods.extend([
        with_indices("max_pool1d_with_indices")
            .aten(["max_pool1d_with_indices.default"])
            .sample([&[1, 2, 5]], arguments![[3], [2], [1], [1], true]),
        with_indices("max_pool2d_with_indices")
            .aten(["max_pool2d_with_indices.default"])
            .sample([&[1, 2, 4, 4]], arguments![[2, 2], [], [0], [1], false]),
        with_indices("max_pool3d_with_indices")
            .aten(["max_pool3d_with_indices.default"])
            .sample([&[1, 3, 2, 4]], arguments![[2], [1, 2, 2], [1, 0, 0], [1], false]),
    ]);
    let doc = "Largest element of each of so many bins, and its place.";
    let adaptive = |name| Method::new(name, [("output_size", Ints)], doc).returns(Returns::Two);
    methods.extend([
        adaptive("adaptive_max_pool1d").aten(["adaptive_max_pool1d.default"]).sample([&[2, 5]], arguments![[3]]),
        adaptive("adaptive_max_pool2d")
            .aten(["adaptive_max_pool2d.default"])
            .sample([&[1, 2, 3, 4]], arguments![[2, 3]]),
        adaptive("adaptive_max_pool3d")
            .aten(["adaptive_max_pool3d.default"])
            .sample([&[2, 3, 2, 3]], arguments![[2, 1, 2]]),
    ]);
    let doc = "Elements put back at the places that pooling found, zeros elsewhere.";
    let unpool = |name| Method::new(name, [("indices", Tensor), ("output_size", Ints)], doc);
    methods.extend([
        unpool("max_unpool1d").sample([&[2, 2]], arguments![indices([0, 3, 2, 4], [2, 2]), [5]]),
        unpool("max_unpool2d")
            .aten(["max_unpool2d.default"])
            .sample([&[1, 2, 1, 2]], arguments![indices([0, 3, 2, 5], [1, 2, 1, 2]), [2, 3]]),
        unpool("max_unpool3d")
            .aten(["max_unpool3d.default"])
            .sample([&[1, 2, 1, 1]], arguments![indices([0, 3], [1, 2, 1, 1]), [2, 2, 1]]),
    ]);
    methods.extend([
        Method::new(
            "adaptive_avg_pool3d",
            [("output_size", Ints)],
            "Mean of each of so many bins along three dimensions.",
        )
        .aten(["adaptive_avg_pool3d.default", "_adaptive_avg_pool3d.default"])
        .sample([&[1, 3, 2, 4]], arguments![[2, 1, 3]]),
        Method::new(
            "fractional_max_pool2d",
            [("kernel_size", Ints), ("output_size", Ints), ("random_samples", Tensor)],
            "Largest element of each window at places spread by random numbers in 0..1, and its place.",
        )
        .aten(["fractional_max_pool2d.default"])
        .returns(Returns::Two)
        .sample_in(0.1, 0.9, [&[1, 1, 4, 5], &[1, 1, 2]], arguments![[2, 2], [2, 3], input(1)]),
    ]);
    methods
}
