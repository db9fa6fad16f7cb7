//! Rows of attention.
use crate::method::ArgumentKind::{Bool, Float, OptionalFloat, OptionalTensor, Tensor};
use crate::method::Literal::None;
use crate::method::{Method, arguments, input, mask};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new(
            "scaled_dot_product_attention",
            [
                ("key", Tensor),
                ("value", Tensor),
                ("attn_mask", OptionalTensor),
                ("dropout_p", Float),
                ("is_causal", Bool),
                ("scale", OptionalFloat),
                ("enable_gqa", Bool),
            ],
            "Values weighted by how well their keys fit each query.",
        )
        .aten(["scaled_dot_product_attention.default"])
        .sample(
            [&[1, 2, 3, 2], &[1, 2, 4, 2], &[1, 2, 4, 3]],
            arguments![input(1), input(2), None, 0.0, false, None, false],
        )
        .sample([&[2, 3, 2], &[2, 3, 2], &[2, 3, 2]], arguments![input(1), input(2), None, 0.0, true, 0.5, false])
        .sample(
            [&[1, 2, 2, 2], &[1, 1, 2, 2], &[1, 1, 2, 2], &[2, 2]],
            arguments![input(1), input(2), input(3), 0.0, false, None, true],
        )
        .sample(
            [&[2, 2], &[3, 2], &[3, 2]],
            arguments![
                input(1),
                input(2),
                mask([true, false, true, false, false, false], [2, 3]),
                0.0,
                false,
                None,
                false
            ],
        ),
    ]
}
