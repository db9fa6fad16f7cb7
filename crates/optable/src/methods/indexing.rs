//! Rows that read or write by position, and those that order.
use crate::method::ArgumentKind::{Bool, Int, Operand, OptionalInt, OptionalTensors, Scalar, Size, Tensor};
use crate::method::Literal::None;
use crate::method::Returns::{Three, Two};
use crate::method::{Method, arguments, index_list, indices, input, mask};

const POSITION: &str = "a position does not change smoothly";
const DISTINCT: &str = "PyTorch defines none for distinct values";

pub fn methods() -> Vec<Method> {
    let mut methods = along();
    methods.extend(places());
    methods.extend(masks());
    methods.extend(several());
    methods.extend(written_views());
    methods.extend(order());
    methods
}

/// Rows with one index for each element.
fn along() -> Vec<Method> {
    vec![
        Method::new("gather", [("dim", Int), ("index", Tensor)], "Element at the index along a dimension.")
            .aten(["gather.default"])
            .sample([&[2, 3]], arguments![1, indices([0, 2, 2, 1, 1, 1], [2, 3])])
            .sample([&[3, 2]], arguments![0, indices([2, 0], [1, 2])]),
        Method::new(
            "take_along_dim",
            [("indices", Tensor), ("dim", OptionalInt)],
            "Element at the index along a dimension, the other dimensions broadcast; flattened without a dimension.",
        )
        .aten(["take_along_dim.default"])
        .sample([&[2, 3]], arguments![indices([0, 2], [1, 2]), 1])
        .sample([&[2, 3]], arguments![indices([5, 0, 0], [3]), None]),
        Method::new(
            "scatter",
            [("dim", Int), ("index", Tensor), ("src", Operand)],
            "Writes each source element, or a number, to its index along a dimension.",
        )
        .in_place()
        .aten(["scatter.src", "scatter.value"])
        .sample([&[3, 3], &[2, 3]], arguments![0, indices([0, 1, 2, 2, 0, 1], [2, 3]), input(1)])
        .sample([&[3, 3], &[3, 4]], arguments![0, indices([0, 1, 2, 2, 0, 1], [2, 3]), input(1)])
        .sample([&[3, 3]], arguments![1, indices([0, 1, 2, 2], [2, 2]), 0.5]),
        Method::new(
            "scatter_add",
            [("dim", Int), ("index", Tensor), ("src", Tensor)],
            "Adds each source element at its index along a dimension.",
        )
        .in_place()
        .aten(["scatter_add.default"])
        .sample([&[3, 2], &[3, 2]], arguments![0, indices([0, 1, 0, 0, 2, 1], [3, 2]), input(1)])
        .sample([&[3, 2], &[3, 2]], arguments![1, indices([1, 1], [2, 1]), input(1)]),
    ]
}

/// Rows with a vector of indices.
fn places() -> Vec<Method> {
    vec![
        Method::new(
            "index_select",
            [("dim", Int), ("index", Tensor)],
            "Places of a dimension, by a vector of indices.",
        )
        .aten(["index_select.default"])
        .sample([&[3, 2]], arguments![0, indices([2, 0, 0], [3])])
        .sample([&[2, 3, 2]], arguments![1, indices([2, 0, 0], [3])]),
        Method::new(
            "index_add",
            [("dim", Int), ("index", Tensor), ("source", Tensor), ("alpha", Scalar)],
            "Adds `alpha` times the source at places of a dimension, by a vector of indices.",
        )
        .in_place()
        .aten(["index_add.default"])
        .sample([&[3, 2], &[3, 2]], arguments![0, indices([2, 0, 0], [3]), input(1), 1])
        .sample([&[2, 3], &[2, 2]], arguments![1, indices([2, 2], [2]), input(1), -0.5]),
        Method::new(
            "index_copy",
            [("dim", Int), ("index", Tensor), ("source", Tensor)],
            "Writes the source over places of a dimension, by a vector of indices.",
        )
        .in_place()
        .aten(["index_copy.default"])
        .sample([&[3, 2], &[2, 2]], arguments![0, indices([2, 0], [2]), input(1)]),
        Method::new(
            "index_fill",
            [("dim", Int), ("index", Tensor), ("value", Operand)],
            "One value at places of a dimension, by a vector of indices.",
        )
        .in_place()
        .aten(["index_fill.int_Scalar", "index_fill.int_Tensor"])
        .sample([&[2, 3]], arguments![1, indices([2, 0], [2]), 0.5])
        .sample([&[2, 3], &[]], arguments![1, indices([2, -1, 0], [3]), input(1)]),
        Method::new("take", [("index", Tensor)], "Elements by their position in the flattened tensor.")
            .aten(["take.default"])
            .sample([&[2, 3]], arguments![indices([5, 0, 0, -2], [2, 2])]),
        Method::new(
            "embedding",
            [("indices", Tensor), ("padding_idx", OptionalInt), ("scale_grad_by_freq", Bool)],
            "Rows of a weight matrix; the padding row gets no gradient.",
        )
        .aten(["embedding.default"])
        .sample([&[4, 3]], arguments![indices([1, 3, 3, 0], [2, 2]), None, false]),
        Method::new(
            "one_hot",
            [("num_classes", Int)],
            "One at the index and zero elsewhere, along a new last dimension.",
        )
        .aten(["one_hot.default"])
        .no_grad("the input is an index"),
    ]
}

/// Rows with a mask.
fn masks() -> Vec<Method> {
    vec![
        Method::new("masked_fill", [("mask", Tensor), ("value", Operand)], "The value where the mask is true.")
            .in_place()
            .aten(["masked_fill.Scalar", "masked_fill.Tensor"])
            .sample([&[2, 3]], arguments![mask([true, false, true], [3]), 0.5])
            .sample([&[2, 2], &[]], arguments![mask([true, false, false, true], [2, 2]), input(1)])
            .sample([&[2, 1], &[]], arguments![mask([true, false, true], [3]), input(1)]),
        Method::new("masked_select", [("mask", Tensor)], "Vector of the elements where the mask is true.")
            .aten(["masked_select.default"])
            .sample([&[2, 3]], arguments![mask([true, false, true], [3])])
            .sample([&[3]], arguments![mask([true, false, true, false, true, true], [2, 3])]),
        Method::new(
            "masked_scatter",
            [("mask", Tensor), ("source", Tensor)],
            "The next element of the source wherever the mask is true.",
        )
        .in_place()
        .aten(["masked_scatter.default"])
        .sample([&[2, 3], &[3, 2]], arguments![mask([true, false, true], [3]), input(1)]),
        Method::new("nonzero", [], "Positions of the elements that are not zero, one in each row.")
            .aten(["nonzero.default", "argwhere.default"])
            .no_grad(POSITION),
    ]
}

/// Rows with several index tensors.
fn several() -> Vec<Method> {
    let sample = |rows: &[i64], columns: &[i64]| {
        index_list([Option::None, Some((rows, &[rows.len() as i64, 1])), Some((columns, &[columns.len() as i64]))])
    };
    vec![
        Method::new(
            "index",
            [("indices", OptionalTensors)],
            "Elements at indices, one tensor for each leading dimension or none for all of it.",
        )
        .aten(["index.Tensor"])
        .sample([&[2, 3, 2]], arguments![sample(&[0, -1], &[1, 1, 0])])
        .sample([&[2, 3, 2]], arguments![index_list([Some((&[1, 1], &[2])), Option::None, Some((&[0, 1], &[2]))])]),
        Method::new(
            "index_put",
            [("indices", OptionalTensors), ("values", Tensor), ("accumulate", Bool)],
            "Writes, or adds, the values at indices.",
        )
        .in_place()
        .aten(["index_put.default"])
        .sample([&[2, 3, 2], &[2, 2, 2]], arguments![sample(&[0, -1], &[1, 0]), input(1), false])
        .sample([&[2, 3, 2], &[2, 3]], arguments![sample(&[0, 0], &[1, 1, 0]), input(1), true])
        .sample([&[3], &[]], arguments![index_list([Some((&[2, 2, 0], &[3]))]), input(1), true]),
    ]
}

/// Rows that write a view of a copy.
fn written_views() -> Vec<Method> {
    vec![
        Method::new(
            "select_scatter",
            [("src", Tensor), ("dim", Int), ("index", Int)],
            "A copy with one place of a dimension written.",
        )
        .aten(["select_scatter.default"])
        .sample([&[2, 3], &[2]], arguments![input(1), 1, -1]),
        Method::new(
            "slice_scatter",
            [("src", Tensor), ("dim", Int), ("start", OptionalInt), ("end", OptionalInt), ("step", Int)],
            "A copy with a stretch of a dimension written.",
        )
        .aten(["slice_scatter.default"])
        .sample([&[2, 5], &[2, 2]], arguments![input(1), 1, 1, None, 2]),
        Method::new(
            "diagonal_scatter",
            [("src", Tensor), ("offset", Int), ("dim1", Int), ("dim2", Int)],
            "A copy with the diagonal of two dimensions written.",
        )
        .aten(["diagonal_scatter.default"])
        .sample([&[3, 3], &[2]], arguments![input(1), 1, 0, 1]),
    ]
}

/// Rows that order.
fn order() -> Vec<Method> {
    vec![
        Method::new(
            "sort",
            [("dim", Int), ("descending", Bool)],
            "Elements in order along a dimension, and their positions. Stable; NaN is the largest.",
        )
        .returns(Two)
        .aten(["sort.default", "sort.stable"])
        .sample([&[2, 4]], arguments![1, false])
        .sample([&[4, 2]], arguments![0, true]),
        Method::new("argsort", [("dim", Int), ("descending", Bool)], "Positions that would put a dimension in order.")
            .aten(["argsort.default", "argsort.stable"])
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
        Method::new(
            "kthvalue",
            [("k", Size), ("dim", Int), ("keepdim", Bool)],
            "The `k`-th smallest element along a dimension, counted from 1, and its position.",
        )
        .returns(Two)
        .aten(["kthvalue.default"])
        .sample([&[2, 4]], arguments![2, 1, false])
        .sample([&[4, 2]], arguments![4, 0, true]),
        Method::new(
            "unique",
            [],
            "Distinct elements in rising order, where each element's value stands, and how often each occurs.",
        )
        .returns(Three)
        .aten(["_unique2.default"])
        .no_grad(DISTINCT),
        Method::new(
            "unique_consecutive",
            [],
            "First elements of runs of equal ones, where each element's value stands, and the lengths of the runs.",
        )
        .returns(Three)
        .aten(["unique_consecutive.default"])
        .no_grad(DISTINCT),
    ]
}
