//! Rows that are elementwise, made of other operators.
use crate::method::ArgumentKind::{Bool, Float, Int, Operand, Tensor};
use crate::method::{Method, arguments, input};

const STEP: &str = "a truth value does not change smoothly";

pub fn methods() -> Vec<Method> {
    vec![
        Method::new(
            "isclose",
            [("other", Tensor), ("rtol", Float), ("atol", Float), ("equal_nan", Bool)],
            "Whether elements differ by at most `atol` plus `rtol` times the other.",
        )
        .aten(["isclose.default"])
        .no_grad(STEP),
        Method::new("float_power", [("exponent", Operand)], "Power in double precision.")
            .aten(["float_power.Tensor_Tensor", "float_power.Tensor_Scalar"])
            .sample_in(0.5, 2.0, [&[2, 3], &[3]], arguments![input(1)])
            .sample([&[2, 3]], arguments![3.0]),
        Method::new(
            "round_decimals",
            [("decimals", Int)],
            "Nearest number with so many decimals, halves to the even one.",
        )
        .aten(["round.decimals"])
        .sample([&[2, 3]], arguments![0]),
    ]
}
