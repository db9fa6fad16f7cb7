//! Rows of the softmax and its logarithm.
use crate::method::ArgumentKind::Int;
use crate::method::{Method, arguments};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("softmax", [("dim", Int)], "Exponentials along a dimension, divided by their sum.")
            .aten(["softmax.int", "_softmax.default"])
            .sample([&[2, 3]], arguments![1])
            .sample([&[3, 2, 2]], arguments![0])
            .sample([&[2, 3, 4]], arguments![-2])
            .sample([&[]], arguments![0]),
        Method::new("log_softmax", [("dim", Int)], "Logarithm of the softmax.")
            .aten(["log_softmax.int", "_log_softmax.default"])
            .sample([&[2, 3]], arguments![1])
            .sample([&[3, 2, 2]], arguments![0])
            .sample([&[2, 3, 4]], arguments![-2]),
    ]
}
