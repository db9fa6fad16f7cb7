//! Rows that put tensors together, and those that read dimensions in another order.
use crate::method::ArgumentKind::{Int, Ints, Operand, OptionalInt, Tensors};
use crate::method::Literal::{Inputs, None};
use crate::method::{Method, arguments, indices};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("cat", [("tensors", Tensors), ("dim", Int)], "Tensors one after another along a dimension.")
            .associated()
            .aten(["cat.default", "concat.default"])
            .sample([&[2, 3], &[1, 3]], arguments![Inputs(vec![0, 1]), 0])
            .sample([&[2, 2], &[2, 1], &[2, 3]], arguments![Inputs(vec![0, 1, 2]), -1]),
        Method::new("stack", [("tensors", Tensors), ("dim", Int)], "Tensors one after another along a new dimension.")
            .associated()
            .aten(["stack.default"])
            .sample([&[2, 3], &[2, 3]], arguments![Inputs(vec![0, 1]), 1])
            .sample([&[2], &[2], &[2]], arguments![Inputs(vec![0, 2, 1]), -1]),
        Method::new("flip", [("dims", Ints)], "Dimensions in reverse order.")
            .aten(["flip.default"])
            .sample([&[2, 3]], arguments![[0, 1]])
            .sample([&[2, 3, 2]], arguments![[1]]),
        Method::new("roll", [("shifts", Ints), ("dims", Ints)], "Elements moved along dimensions, around the end.")
            .aten(["roll.default"])
            .sample([&[2, 3]], arguments![[1, -1], [0, 1]])
            .sample([&[2, 3]], arguments![[2], []]),
        Method::new("repeat", [("repeats", Ints)], "The tensor so many times along each dimension.")
            .aten(["repeat.default"])
            .sample([&[2, 3]], arguments![[2, 1, 2]]),
        Method::new(
            "repeat_interleave",
            [("repeats", Operand), ("dim", OptionalInt)],
            "Each place of a dimension so many times, by one number or one for each; flattened without a dimension.",
        )
        .aten(["repeat_interleave.self_int", "repeat_interleave.self_Tensor"])
        .sample([&[2, 3]], arguments![2, 1])
        .sample([&[2, 3]], arguments![3, None])
        .sample([&[2, 3]], arguments![indices([2, 0, 1], [3]), 1]),
        Method::new("tril", [("diagonal", Int)], "Lower triangle, zero above.")
            .in_place()
            .aten(["tril.default"])
            .sample([&[3, 4]], arguments![1])
            .sample([&[2, 3, 3]], arguments![0]),
        Method::new("triu", [("diagonal", Int)], "Upper triangle, zero below.")
            .in_place()
            .aten(["triu.default"])
            .sample([&[3, 4]], arguments![-1])
            .sample([&[2, 3, 3]], arguments![1]),
    ]
}
