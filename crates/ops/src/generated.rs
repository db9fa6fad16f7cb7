//! stub
use crate::cpu::tiles;
use crate::pointwise::body::*;
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::*;
/// x
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pointwise {
    Add,
    FloorDivide,
    TruncDivide,
    Fmod,
    Remainder,
}
struct AddValue;
impl NumberBody<2> for AddValue {
    #[inline(always)]
    fn eval<V: Number>([x, y]: [V; 2]) -> V {
        x.add(y)
    }
}
struct MulGrad;
impl FloatBody<2> for MulGrad {
    #[inline(always)]
    fn eval<V: Float>([x, y]: [V; 2]) -> V {
        x.mul(y)
    }
}
/// x
pub static ROWS: [Row; 1] = [Row {
    name: "add",
    class: Class::Arithmetic,
    boolean: true,
    inputs: 2,
    operands: 2,
    value: tiles::number::<AddValue, 2>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<MulGrad, 2>() })],
    no_grad: None,
}];
