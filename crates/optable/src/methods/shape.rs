//! Rows that only rename the places of elements.
use crate::method::ArgumentKind::{Int, Ints, OptionalInt, Size};
use crate::method::Literal::None;
use crate::method::Returns::Many;
use crate::method::{Method, arguments};

pub fn methods() -> Vec<Method> {
    let mut methods = views();
    methods.extend(parts());
    methods
}

/// Rows whose result shares memory with `self`, or may.
fn views() -> Vec<Method> {
    vec![
        Method::new("reshape", [("shape", Ints)], "The same elements in another shape; a view where strides allow.")
            .aten(["reshape.default"])
            .sample([&[2, 6]], arguments![[3, -1]]),
        Method::new("view", [("shape", Ints)], "View in another shape; an error where strides do not allow.")
            .aten(["view.default"])
            .sample([&[2, 6]], arguments![[2, 2, 3]]),
        Method::new(
            "flatten",
            [("start_dim", Int), ("end_dim", Int)],
            "Dimensions from `start_dim` to `end_dim` as one.",
        )
        .aten(["flatten.using_ints"])
        .sample([&[2, 3, 2]], arguments![1, -1]),
        Method::new("permute", [("dims", Ints)], "View with the dimensions in another order.")
            .aten(["permute.default"])
            .sample([&[2, 3, 4]], arguments![[2, 0, 1]]),
        Method::new("transpose", [("dim0", Int), ("dim1", Int)], "View with two dimensions exchanged.")
            .aten(["transpose.int", "swapaxes.default", "swapdims.default"])
            .sample([&[2, 3, 4]], arguments![0, -1]),
        Method::new("t", [], "View of a matrix with its dimensions exchanged.")
            .aten(["t.default"])
            .sample([&[2, 3]], []),
        Method::new(
            "movedim",
            [("source", Ints), ("destination", Ints)],
            "View with dimensions moved to other places, the rest in order.",
        )
        .aten(["movedim.intlist", "movedim.int"])
        .sample([&[2, 3, 4]], arguments![[0], [2]]),
        Method::new("squeeze", [], "View without the dimensions of size one.")
            .aten(["squeeze.default"])
            .sample([&[1, 3, 1]], []),
        Method::new("squeeze_dim", [("dim", Int)], "View without a dimension, if its size is one.")
            .aten(["squeeze.dim"])
            .sample([&[2, 1, 3]], arguments![1]),
        Method::new("unsqueeze", [("dim", Int)], "View with a new dimension of size one.")
            .aten(["unsqueeze.default"])
            .sample([&[2, 3]], arguments![-1]),
        Method::new("expand", [("size", Ints)], "View that repeats dimensions of size one; -1 keeps a size.")
            .aten(["expand.default"])
            .sample([&[2, 1]], arguments![[3, -1, 4]]),
        Method::new("broadcast_to", [("size", Ints)], "View that repeats dimensions of size one.")
            .aten(["broadcast_to.default"])
            .sample([&[2, 1]], arguments![[3, 2, 4]]),
        Method::new("narrow", [("dim", Int), ("start", Int), ("length", Size)], "View of a stretch of a dimension.")
            .aten(["narrow.default"])
            .sample([&[2, 5]], arguments![1, 1, 3]),
        Method::new("select", [("dim", Int), ("index", Int)], "View of one place of a dimension.")
            .aten(["select.int"])
            .sample([&[2, 3]], arguments![1, -1]),
        Method::new(
            "slice",
            [("dim", Int), ("start", OptionalInt), ("end", OptionalInt), ("step", Int)],
            "View of a stretch of a dimension in steps.",
        )
        .aten(["slice.Tensor"])
        .sample([&[2, 5]], arguments![1, 1, None, 2])
        .sample([&[5, 2]], arguments![0, None, -1, 1]),
        Method::new(
            "diagonal",
            [("offset", Int), ("dim1", Int), ("dim2", Int)],
            "View of the diagonal of two dimensions, as the last dimension.",
        )
        .aten(["diagonal.default"])
        .sample([&[3, 4]], arguments![1, 0, 1])
        .sample([&[2, 3, 3]], arguments![0, 1, 2]),
        Method::new(
            "unfold",
            [("dimension", Int), ("size", Size), ("step", Size)],
            "View of the windows of a dimension, which become the last dimension.",
        )
        .aten(["unfold.default"])
        .sample([&[5, 2]], arguments![0, 3, 1]),
        Method::new(
            "as_strided",
            [("size", Ints), ("stride", Ints), ("storage_offset", OptionalInt)],
            "View of the storage with given sizes, strides and offset.",
        )
        .aten(["as_strided.default"])
        .sample([&[3, 4]], arguments![[2, 2], [4, 1], 1])
        .sample([&[5]], arguments![[3, 3], [1, 1], None]),
        Method::new("contiguous", [], "The tensor itself, or a copy without gaps.")
            .aten(["contiguous.default"])
            .sample([&[2, 3]], []),
    ]
}

/// Rows that take apart and put together.
fn parts() -> Vec<Method> {
    vec![
        Method::new("unbind", [("dim", Int)], "Views of the places of a dimension.")
            .returns(Many)
            .aten(["unbind.int"])
            .sample([&[2, 3]], arguments![1]),
        Method::new(
            "split",
            [("split_size", Size), ("dim", Int)],
            "Views of a dimension in stretches; the last may be shorter.",
        )
        .returns(Many)
        .aten(["split.Tensor"])
        .sample([&[5, 2]], arguments![2, 0]),
        Method::new("chunk", [("chunks", Size), ("dim", Int)], "Views of a dimension in at most so many stretches.")
            .returns(Many)
            .aten(["chunk.default"])
            .sample([&[2, 5]], arguments![3, 1]),
    ]
}
