//! Rows that change what an element is.
use crate::method::ArgumentKind::DType;
use crate::method::Literal::Variant;
use crate::method::{Method, arguments};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new(
            "to_dtype",
            [("dtype", DType)],
            "The same values in another dtype; the tensor itself if it has it.",
        )
        .aten(["to.dtype", "_to_copy.default"])
        .sample([&[2, 3]], arguments![Variant("F64")]),
    ]
}
