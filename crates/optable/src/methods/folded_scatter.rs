//! Rows that fold several elements into one place, and rows that look places up.
use crate::method::ArgumentKind::{Bool, Int, OptionalTensor, OptionalText, Size, Tensor, Text};
use crate::method::{Method, arguments, indices, input};

const POSITION: &str = "a position does not change smoothly";

pub fn methods() -> Vec<Method> {
    let mut methods = folds();
    methods.extend(lookups());
    methods
}

/// Rows that fold.
fn folds() -> Vec<Method> {
    let scatter_reduce = Method::new(
        "scatter_reduce",
        [("dim", Int), ("index", Tensor), ("src", Tensor), ("reduce", Text), ("include_self", Bool)],
        "Folds each source element into its index along a dimension: `sum`, `prod`, `mean`, `amax` or `amin`.",
    )
    .in_place()
    .aten(["scatter_reduce.two"]);
    let index_reduce = Method::new(
        "index_reduce",
        [("dim", Int), ("index", Tensor), ("source", Tensor), ("reduce", Text), ("include_self", Bool)],
        "Folds the places of the source into places of a dimension: `prod`, `mean`, `amax` or `amin`.",
    )
    .in_place()
    .aten(["index_reduce.default"]);
    let places = || indices([0, 1, 0, 0, 2, 1], [3, 2]);
    vec![
        scatter_reduce
            .sample([&[3, 2], &[3, 2]], arguments![0, places(), input(1), "sum", true])
            .sample([&[3, 2], &[3, 2]], arguments![0, places(), input(1), "mean", false])
            .sample([&[3, 2], &[3, 3]], arguments![0, places(), input(1), "prod", true])
            .sample([&[3, 2], &[3, 2]], arguments![0, places(), input(1), "prod", false])
            .sample([&[3, 2], &[3, 2]], arguments![0, places(), input(1), "amax", true])
            .sample([&[3, 2], &[3, 2]], arguments![0, places(), input(1), "amin", false]),
        index_reduce
            .sample([&[3, 2], &[4, 2]], arguments![0, indices([0, 2, 0, 2], [4]), input(1), "prod", true])
            .sample([&[3, 2], &[3, 4]], arguments![1, indices([1, 1, 0, 1], [4]), input(1), "mean", true])
            .sample([&[3, 2], &[2, 2]], arguments![0, indices([0, 0], [2]), input(1), "amax", false]),
    ]
}

/// Rows that look places up.
fn lookups() -> Vec<Method> {
    vec![
        Method::new(
            "searchsorted",
            [
                ("input", Tensor),
                ("out_int32", Bool),
                ("right", Bool),
                ("side", OptionalText),
                ("sorter", OptionalTensor),
            ],
            "For each value of the input its place in this sorted sequence, before equal elements or with `right` behind.",
        )
        .no_grad(POSITION),
        Method::new(
            "bucketize",
            [("boundaries", Tensor), ("out_int32", Bool), ("right", Bool)],
            "For each element its place among sorted boundaries, before equal ones or with `right` behind.",
        )
        .aten(["bucketize.Tensor"])
        .no_grad(POSITION),
        Method::new(
            "isin",
            [("test_elements", Tensor), ("invert", Bool)],
            "Whether each element is among others, or with `invert` is not.",
        )
        .no_grad("a truth value does not change smoothly"),
        Method::new(
            "nonzero_static",
            [("size", Size), ("fill_value", Int)],
            "The first positions of elements that are not zero, filled up to `size` rows.",
        )
        .aten(["nonzero_static.default"])
        .no_grad(POSITION),
    ]
}
