//! Rows of padding with the elements of the tensor itself.
use crate::method::ArgumentKind::{Ints, Named, OptionalFloat};
use crate::method::Literal::{None, Variant};
use crate::method::{Method, arguments};

pub fn methods() -> Vec<Method> {
    let reflection = "Its reflection at the first and last element around a tensor.";
    let replication = "Its first and last element around a tensor.";
    let row = |name, doc| Method::new(name, [("padding", Ints)], doc);
    vec![
        row("reflection_pad1d", reflection).aten(["reflection_pad1d.default"]).sample([&[2, 4]], arguments![[2, 3]]),
        row("reflection_pad2d", reflection)
            .aten(["reflection_pad2d.default"])
            .sample([&[1, 3, 3]], arguments![[2, -1, 1, 2]]),
        row("reflection_pad3d", reflection)
            .aten(["reflection_pad3d.default"])
            .sample([&[1, 2, 2, 3]], arguments![[1, 2, 0, 1, 1, 0]]),
        row("replication_pad1d", replication).sample([&[2, 3]], arguments![[2, 4]]),
        row("replication_pad2d", replication)
            .aten(["replication_pad2d.default"])
            .sample([&[1, 3, 2]], arguments![[2, -1, 1, 2]]),
        row("replication_pad3d", replication)
            .aten(["replication_pad3d.default"])
            .sample([&[1, 2, 1, 2]], arguments![[1, 2, 0, 1, 1, 3]]),
        Method::new(
            "pad_mode",
            [("pad", Ints), ("mode", Named("PadMode")), ("value", OptionalFloat)],
            "A constant, or elements of the tensor, around its last dimensions.",
        )
        .sample([&[1, 2, 3]], arguments![[2, 3], Variant("Circular"), None])
        .sample([&[2, 3]], arguments![[1, 1, 0, 2], Variant("Constant"), 1.5]),
    ]
}
