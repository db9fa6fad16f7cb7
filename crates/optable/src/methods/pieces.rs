//! Rows that bring tensors side by side, take them apart, and put diagonals in and out.
use crate::method::ArgumentKind::{Bool, Elsewhere, Int, Ints, OptionalInt, Scalar, Size, Tensor, Tensors, Text};
use crate::method::Literal::{Inputs, None};
use crate::method::Returns::Many;
use crate::method::{Method, arguments, indices, input};

const WHOLE: &str = "the elements are positions";

pub fn methods() -> Vec<Method> {
    let mut methods = joined();
    methods.extend(parts());
    methods.extend(diagonals());
    methods.extend(turned());
    methods
}

fn join(name: &'static str, doc: &'static str) -> Method {
    Method::new(name, [("tensors", Tensors)], doc).associated()
}

/// Rows of several tensors.
fn joined() -> Vec<Method> {
    vec![
        join("hstack", "Tensors side by side: along the second dimension, vectors along the first.")
            .aten(["hstack.default"])
            .sample([&[2, 1], &[2, 3]], arguments![Inputs(vec![0, 1])])
            .sample([&[], &[2]], arguments![Inputs(vec![0, 1])]),
        join("vstack", "Tensors one above the other: along the first dimension, vectors as rows.")
            .aten(["vstack.default"])
            .sample([&[3], &[2, 3]], arguments![Inputs(vec![0, 1])]),
        join("dstack", "Tensors one behind the other: along the third dimension.")
            .aten(["dstack.default"])
            .sample([&[2, 3], &[2, 3, 1]], arguments![Inputs(vec![0, 1])]),
        join("column_stack", "Tensors side by side, vectors as columns.")
            .aten(["column_stack.default"])
            .sample([&[2], &[2, 3]], arguments![Inputs(vec![0, 1])]),
        join("broadcast_tensors", "Views of all tensors in the sizes that they broadcast to.")
            .returns(Many)
            .aten(["broadcast_tensors.default"])
            .sample([&[2, 1], &[3]], arguments![Inputs(vec![0, 1])]),
        Method::new(
            "meshgrid",
            [("tensors", Tensors), ("indexing", Text)],
            "The coordinates of a grid over vectors, in `ij` or `xy` order.",
        )
        .associated()
        .returns(Many)
        .aten(["meshgrid.indexing"])
        .sample([&[2], &[3]], arguments![Inputs(vec![0, 1]), "xy"])
        .sample([&[2], &[]], arguments![Inputs(vec![0, 1]), "ij"]),
        join("block_diag", "The tensors along the diagonal of a matrix of zeros.")
            .aten(["block_diag.default"])
            .sample([&[2, 1], &[3], &[]], arguments![Inputs(vec![0, 1, 2])]),
        join("cartesian_prod", "All combinations of one element of each vector, as rows.")
            .aten(["cartesian_prod.default"])
            .sample([&[2], &[3]], arguments![Inputs(vec![0, 1])]),
        Method::new(
            "combinations",
            [("r", Int), ("with_replacement", Bool)],
            "All combinations of `r` elements of a vector, as rows.",
        )
        .aten(["combinations.default"])
        .sample([&[3]], arguments![2, false])
        .sample([&[3]], arguments![2, true]),
    ]
}

/// Rows that take apart, and those that only change the number of dimensions.
fn parts() -> Vec<Method> {
    let split = |name: &'static str, doc: &'static str| Method::new(name, [("sections", Int)], doc).returns(Many);
    vec![
        Method::new(
            "split_with_sizes",
            [("split_sizes", Ints), ("dim", Int)],
            "Views of a dimension in given stretches.",
        )
        .returns(Many)
        .aten(["split_with_sizes.default"])
        .sample([&[5, 2]], arguments![[1, 0, 4], 0]),
        Method::new("tensor_split", [("sections", Int), ("dim", Int)], "Views of a dimension in so many stretches.")
            .returns(Many)
            .aten(["tensor_split.sections"])
            .sample([&[2, 5]], arguments![3, 1]),
        Method::new(
            "tensor_split_indices",
            [("indices", Ints), ("dim", Int)],
            "Views of a dimension cut before the given places.",
        )
        .returns(Many)
        .aten(["tensor_split.indices"])
        .sample([&[2, 5]], arguments![[1, 3], 1]),
        split("hsplit", "Views of the columns in equal stretches.")
            .aten(["hsplit.int"])
            .sample([&[2, 4]], arguments![2]),
        split("vsplit", "Views of the rows in equal stretches.").aten(["vsplit.int"]).sample([&[4, 2]], arguments![2]),
        split("dsplit", "Views of the third dimension in equal stretches.")
            .aten(["dsplit.int"])
            .sample([&[2, 1, 4]], arguments![2]),
        Method::new("atleast_1d", [], "View with at least one dimension.")
            .aten(["atleast_1d.default"])
            .sample([&[]], []),
        Method::new("atleast_2d", [], "View with at least two dimensions.")
            .aten(["atleast_2d.default"])
            .sample([&[3]], []),
        Method::new("atleast_3d", [], "View with at least three dimensions.")
            .aten(["atleast_3d.default"])
            .sample([&[3]], [])
            .sample([&[2, 3]], []),
        Method::new("unflatten", [("dim", Int), ("sizes", Ints)], "View with a dimension as several.")
            .aten(["unflatten.int"])
            .sample([&[2, 6]], arguments![1, [2, -1]]),
        Method::new("ravel", [], "The elements as a vector; a view where strides allow.")
            .aten(["ravel.default"])
            .sample([&[2, 3]], []),
        Method::new("squeeze_dims", [("dim", Ints)], "View without those of the dimensions whose size is one.")
            .aten(["squeeze.dims"])
            .sample([&[1, 3, 1]], arguments![[0, 1]]),
        Method::new("reshape_as", [("other", Elsewhere)], "The same elements in the sizes of another tensor.")
            .aten(["reshape_as.default"])
            .sample([&[2, 3]], arguments![indices([0; 6], [6])]),
        Method::new("view_as", [("other", Elsewhere)], "View in the sizes of another tensor.")
            .aten(["view_as.default"])
            .sample([&[2, 6]], arguments![indices([0; 12], [2, 2, 3])]),
        Method::new(
            "expand_as",
            [("other", Elsewhere)],
            "View that repeats dimensions to the sizes of another tensor.",
        )
        .aten(["expand_as.default"])
        .sample([&[1, 3]], arguments![indices([0; 6], [2, 3])]),
        Method::new(
            "type_as",
            [("other", Elsewhere)],
            "The same values in the dtype and on the device of another tensor.",
        )
        .aten(["type_as.default"])
        .sample([&[1, 3], &[2]], arguments![input(1)]),
    ]
}

/// Rows of diagonals and triangles.
fn diagonals() -> Vec<Method> {
    let places = |name: &'static str, doc: &'static str| {
        Method::new(name, [("row", Size), ("col", Size), ("offset", Int)], doc).associated().no_grad(WHOLE)
    };
    vec![
        Method::new(
            "diag",
            [("diagonal", Int)],
            "The diagonal of a matrix, or a matrix with a vector as its diagonal.",
        )
        .aten(["diag.default"])
        .sample([&[3]], arguments![1])
        .sample([&[3, 4]], arguments![-1]),
        Method::new(
            "diag_embed",
            [("offset", Int), ("dim1", Int), ("dim2", Int)],
            "The last dimension as the diagonal of two new ones.",
        )
        .aten(["diag_embed.default"])
        .sample([&[2, 3]], arguments![0, -2, -1])
        .sample([&[2, 3]], arguments![-1, 0, 2]),
        Method::new("diagflat", [("offset", Int)], "All elements as the diagonal of a matrix.")
            .aten(["diagflat.default"])
            .sample([&[2, 2]], arguments![1]),
        places("tril_indices", "Rows and columns of the lower triangle."),
        places("triu_indices", "Rows and columns of the upper triangle."),
        Method::new(
            "as_strided_scatter",
            [("src", Tensor), ("size", Ints), ("stride", Ints), ("storage_offset", OptionalInt)],
            "A copy with a view of given sizes, strides and offset written.",
        )
        .sample([&[3, 4], &[2, 2]], arguments![input(1), [2, 2], [4, 1], 1])
        .sample([&[5], &[2]], arguments![input(1), [2], [2], None]),
        Method::new(
            "vander",
            [("n", OptionalInt), ("increasing", Bool)],
            "Powers of the elements of a vector, as rows; falling unless `increasing`.",
        )
        .sample([&[3]], arguments![4, false])
        .sample([&[3]], arguments![None, true]),
        Method::new(
            "fill_diagonal",
            [("fill_value", Scalar), ("wrap", Bool)],
            "One value along the main diagonal, and with `wrap` again below a tall matrix's square.",
        )
        .in_place()
        .aten(["fill_diagonal_.default"])
        .sample([&[3, 3]], arguments![0.5, false])
        .sample([&[7, 3]], arguments![0.5, true]),
    ]
}

/// Rows that turn, mirror and repeat.
fn turned() -> Vec<Method> {
    vec![
        Method::new("fliplr", [], "Columns in reverse order.").aten(["fliplr.default"]).sample([&[2, 3]], []),
        Method::new("flipud", [], "Rows in reverse order.").aten(["flipud.default"]).sample([&[2, 3]], []),
        Method::new("rot90", [("k", Int), ("dims", Ints)], "Two dimensions turned by so many right angles.")
            .aten(["rot90.default"])
            .sample([&[2, 3]], arguments![1, [0, 1]])
            .sample([&[2, 3]], arguments![-5, [1, 0]]),
        Method::new("tile", [("dims", Ints)], "The tensor so many times along its last dimensions.")
            .aten(["tile.default"])
            .sample([&[2, 3]], arguments![[2]])
            .sample([&[2]], arguments![[2, 2]]),
        Method::new("mt", [], "View with the last two dimensions exchanged.").sample([&[2, 3, 4]], []),
        Method::new("numpy_t", [], "View with all dimensions in reverse order.").sample([&[2, 3, 4]], []),
    ]
}
