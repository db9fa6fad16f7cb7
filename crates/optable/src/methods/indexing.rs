//! Rows that read or write by position, and those that order.
use crate::method::ArgumentKind::{Bool, Int, Operand, Size, Tensor};
use crate::method::Returns::Two;
use crate::method::{Method, arguments, indices, input, mask};

const POSITION: &str = "a position does not change smoothly";

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("gather", [("dim", Int), ("index", Tensor)], "Element at the index along a dimension.")
            .aten(["gather.default"])
            .sample([&[2, 3]], arguments![1, indices([0, 2, 2, 1, 1, 1], [2, 3])])
            .sample([&[3, 2]], arguments![0, indices([2, 0], [1, 2])]),
        Method::new(
            "scatter",
            [("dim", Int), ("index", Tensor), ("src", Tensor)],
            "Writes each source element to its index along a dimension.",
        )
        .in_place()
        .aten(["scatter.src"])
        .sample([&[3, 3], &[2, 3]], arguments![0, indices([0, 1, 2, 2, 0, 1], [2, 3]), input(1)]),
        Method::new(
            "scatter_add",
            [("dim", Int), ("index", Tensor), ("src", Tensor)],
            "Adds each source element at its index along a dimension.",
        )
        .in_place()
        .aten(["scatter_add.default"])
        .sample([&[3, 2], &[3, 2]], arguments![0, indices([0, 1, 0, 0, 2, 1], [3, 2]), input(1)]),
        Method::new(
            "index_select",
            [("dim", Int), ("index", Tensor)],
            "Places of a dimension, by a vector of indices.",
        )
        .aten(["index_select.default"])
        .sample([&[3, 2]], arguments![0, indices([2, 0, 0], [3])]),
        Method::new(
            "index_add",
            [("dim", Int), ("index", Tensor), ("source", Tensor)],
            "Adds the source at places of a dimension, by a vector of indices.",
        )
        .in_place()
        .aten(["index_add.default"])
        .sample([&[3, 2], &[3, 2]], arguments![0, indices([2, 0, 0], [3]), input(1)]),
        Method::new("masked_fill", [("mask", Tensor), ("value", Operand)], "The value where the mask is true.")
            .in_place()
            .aten(["masked_fill.Scalar", "masked_fill.Tensor"])
            .sample([&[2, 3]], arguments![mask([true, false, true], [3]), 0.5])
            .sample([&[2, 2], &[]], arguments![mask([true, false, false, true], [2, 2]), input(1)]),
        Method::new("masked_select", [("mask", Tensor)], "Vector of the elements where the mask is true.")
            .aten(["masked_select.default"])
            .sample([&[2, 3]], arguments![mask([true, false, true], [3])]),
        Method::new("take", [("index", Tensor)], "Elements by their position in the flattened tensor.")
            .aten(["take.default"])
            .sample([&[2, 3]], arguments![indices([5, 0, 0, -2], [2, 2])]),
        Method::new("embedding", [("indices", Tensor)], "Rows of a weight matrix.")
            .aten(["embedding.default"])
            .sample([&[4, 3]], arguments![indices([1, 3, 3, 0], [2, 2])]),
        Method::new(
            "one_hot",
            [("num_classes", Int)],
            "One at the index and zero elsewhere, along a new last dimension.",
        )
        .aten(["one_hot.default"])
        .no_grad("the input is an index"),
        Method::new("nonzero", [], "Positions of the elements that are not zero, one in each row.")
            .aten(["nonzero.default"])
            .no_grad(POSITION),
        Method::new(
            "sort",
            [("dim", Int), ("descending", Bool)],
            "Elements in order along a dimension, and their positions.",
        )
        .returns(Two)
        .aten(["sort.default"])
        .sample([&[2, 4]], arguments![1, false])
        .sample([&[4, 2]], arguments![0, true]),
        Method::new("argsort", [("dim", Int), ("descending", Bool)], "Positions that would put a dimension in order.")
            .aten(["argsort.default"])
            .no_grad(POSITION),
        Method::new(
            "topk",
            [("k", Size), ("dim", Int), ("largest", Bool), ("sorted", Bool)],
            "The largest or smallest elements along a dimension, and their positions.",
        )
        .returns(Two)
        .aten(["topk.default"])
        .sample([&[2, 4]], arguments![2, 1, true, true])
        .sample([&[4, 2]], arguments![3, 0, false, true]),
    ]
}
