//! Rows of the section `bitwise`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::tiles;
use crate::pointwise::body::IntegerBody;
use crate::pointwise::table::{Class, Row};
use crate::simd::Integer;
/// `bit_and(x, other)`
pub struct BitwiseAndValue;
impl IntegerBody<2> for BitwiseAndValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.bit_and(other)
    }
}

pub(super) const BITWISE_AND: Row = Row {
    name: "bitwise_and",
    class: Class::Bitwise,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<BitwiseAndValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};

/// `bit_or(x, other)`
pub struct BitwiseOrValue;
impl IntegerBody<2> for BitwiseOrValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.bit_or(other)
    }
}

pub(super) const BITWISE_OR: Row = Row {
    name: "bitwise_or",
    class: Class::Bitwise,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<BitwiseOrValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};

/// `bit_xor(x, other)`
pub struct BitwiseXorValue;
impl IntegerBody<2> for BitwiseXorValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.bit_xor(other)
    }
}

pub(super) const BITWISE_XOR: Row = Row {
    name: "bitwise_xor",
    class: Class::Bitwise,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<BitwiseXorValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};

/// `bit_not(x)`
pub struct BitwiseNotValue;
impl IntegerBody<1> for BitwiseNotValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Integer>([x]: [V; 1]) -> V {
        x.bit_not()
    }
}

pub(super) const BITWISE_NOT: Row = Row {
    name: "bitwise_not",
    class: Class::Bitwise,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::integer::<BitwiseNotValue, 1>(),
    gradients: &[None],
    no_grad: Some("integers have no gradient"),
};

/// `shift_left(x, other)`
pub struct BitwiseLeftShiftValue;
impl IntegerBody<2> for BitwiseLeftShiftValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.shift_left(other)
    }
}

pub(super) const BITWISE_LEFT_SHIFT: Row = Row {
    name: "bitwise_left_shift",
    class: Class::Bitwise,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<BitwiseLeftShiftValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};

/// `shift_right(x, other)`
pub struct BitwiseRightShiftValue;
impl IntegerBody<2> for BitwiseRightShiftValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.shift_right(other)
    }
}

pub(super) const BITWISE_RIGHT_SHIFT: Row = Row {
    name: "bitwise_right_shift",
    class: Class::Bitwise,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<BitwiseRightShiftValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};

/// `gcd(x, other)`
pub struct GcdValue;
impl IntegerBody<2> for GcdValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.gcd(other)
    }
}

pub(super) const GCD: Row = Row {
    name: "gcd",
    class: Class::Bitwise,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<GcdValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};

/// `lcm(x, other)`
pub struct LcmValue;
impl IntegerBody<2> for LcmValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Integer>([x, other]: [V; 2]) -> V {
        x.lcm(other)
    }
}

pub(super) const LCM: Row = Row {
    name: "lcm",
    class: Class::Bitwise,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::integer::<LcmValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("integers have no gradient"),
};
