//! Rows of images in other sizes: interpolation, shuffles, grids.
use crate::method::ArgumentKind::{Bool, Int, Ints, Named, OptionalFloats, OptionalInts, Tensor};
use crate::method::Literal::{None, Variant};
use crate::method::{Method, arguments, input};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new(
            "interpolate",
            [
                ("size", OptionalInts),
                ("scale_factor", OptionalFloats),
                ("mode", Named("InterpolateMode")),
                ("align_corners", Bool),
            ],
            "An image in another size, given as such or by factors.",
        )
        .sample([&[1, 2, 3]], arguments![[5], None, Variant("Nearest"), false])
        .sample([&[1, 1, 3, 2]], arguments![[2, 4], None, Variant("NearestExact"), false])
        .sample([&[1, 1, 3, 4]], arguments![[5, 2], None, Variant("Linear"), false])
        .sample([&[1, 1, 2, 2, 3]], arguments![[3, 1, 4], None, Variant("Linear"), true])
        .sample([&[1, 1, 5, 4]], arguments![[2, 6], None, Variant("LinearAntialias"), false])
        .sample([&[1, 1, 3, 4]], arguments![[5, 3], None, Variant("Bicubic"), false])
        .sample([&[1, 1, 5, 4]], arguments![[2, 3], None, Variant("BicubicAntialias"), true]),
        Method::new("pixel_shuffle", [("upscale_factor", Int)], "Channels as places of a larger image.")
            .aten(["pixel_shuffle.default"])
            .sample([&[1, 8, 2, 1]], arguments![2]),
        Method::new("pixel_unshuffle", [("downscale_factor", Int)], "Places of an image as channels of a smaller one.")
            .aten(["pixel_unshuffle.default"])
            .sample([&[2, 4, 2]], arguments![2]),
        Method::new("channel_shuffle", [("groups", Int)], "Channels of each group by turns.")
            .aten(["channel_shuffle.default"])
            .sample([&[1, 4, 2]], arguments![2]),
        Method::new(
            "grid_sample",
            [
                ("grid", Tensor),
                ("mode", Named("GridMode")),
                ("padding_mode", Named("GridPadding")),
                ("align_corners", Bool),
            ],
            "An image at the points of a grid, whose coordinates run from -1 to 1 over the image.",
        )
        .sample_in(
            -0.8,
            0.9,
            [&[1, 2, 3, 4], &[1, 2, 2, 2]],
            arguments![input(1), Variant("Bilinear"), Variant("Zeros"), false],
        )
        .sample_in(
            -0.8,
            1.3,
            [&[1, 1, 3, 2], &[1, 2, 1, 2]],
            arguments![input(1), Variant("Bilinear"), Variant("Reflection"), true],
        )
        .sample_in(
            -0.8,
            0.9,
            [&[1, 1, 2, 3, 2], &[1, 2, 1, 1, 3]],
            arguments![input(1), Variant("Bilinear"), Variant("Border"), true],
        )
        .sample_in(
            -0.8,
            0.9,
            [&[1, 1, 3, 4], &[1, 2, 1, 2]],
            arguments![input(1), Variant("Bicubic"), Variant("Border"), false],
        ),
        Method::new(
            "affine_grid",
            [("size", Ints), ("align_corners", Bool)],
            "The grid that reads an image through an affine map: called on the maps.",
        )
        .aten(["affine_grid_generator.default"])
        .sample([&[2, 2, 3]], arguments![[2, 1, 2, 3], false])
        .sample([&[1, 3, 4]], arguments![[1, 1, 2, 1, 2], true]),
    ]
}
