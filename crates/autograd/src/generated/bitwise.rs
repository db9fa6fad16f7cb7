//! Elementwise methods of the section `bitwise`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Bits set in both. `out = bit_and(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn bitwise_and(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_bitwise_and(other))
    }

    /// [`Tensor::bitwise_and`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_and(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&BITWISE_AND, [self.into(), other.as_operand()])
    }

    /// [`Tensor::bitwise_and`] written into `self`.
    #[track_caller]
    pub fn bitwise_and_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_bitwise_and_(other))
    }

    /// [`Tensor::bitwise_and_`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_and_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&BITWISE_AND, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::bitwise_and`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bitwise_and_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bitwise_and_out(other, out))
    }

    /// [`Tensor::bitwise_and_out`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_and_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BITWISE_AND, [self.into(), other.as_operand()], out)
    }

    /// Bits set in either. `out = bit_or(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn bitwise_or(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_bitwise_or(other))
    }

    /// [`Tensor::bitwise_or`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_or(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&BITWISE_OR, [self.into(), other.as_operand()])
    }

    /// [`Tensor::bitwise_or`] written into `self`.
    #[track_caller]
    pub fn bitwise_or_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_bitwise_or_(other))
    }

    /// [`Tensor::bitwise_or_`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_or_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&BITWISE_OR, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::bitwise_or`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bitwise_or_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bitwise_or_out(other, out))
    }

    /// [`Tensor::bitwise_or_out`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_or_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BITWISE_OR, [self.into(), other.as_operand()], out)
    }

    /// Bits set in one only. `out = bit_xor(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn bitwise_xor(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_bitwise_xor(other))
    }

    /// [`Tensor::bitwise_xor`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_xor(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&BITWISE_XOR, [self.into(), other.as_operand()])
    }

    /// [`Tensor::bitwise_xor`] written into `self`.
    #[track_caller]
    pub fn bitwise_xor_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_bitwise_xor_(other))
    }

    /// [`Tensor::bitwise_xor_`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_xor_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&BITWISE_XOR, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::bitwise_xor`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bitwise_xor_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bitwise_xor_out(other, out))
    }

    /// [`Tensor::bitwise_xor_out`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_xor_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BITWISE_XOR, [self.into(), other.as_operand()], out)
    }

    /// Every bit reversed; the opposite of a bool. `out = bit_not(x)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn bitwise_not(&self) -> Tensor {
        plain(self.try_bitwise_not())
    }

    /// [`Tensor::bitwise_not`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_not(&self) -> Result<Tensor> {
        record(&BITWISE_NOT, [self.into()])
    }

    /// [`Tensor::bitwise_not`] written into `self`.
    #[track_caller]
    pub fn bitwise_not_(&self) -> &Tensor {
        plain(self.try_bitwise_not_())
    }

    /// [`Tensor::bitwise_not_`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_not_(&self) -> Result<&Tensor> {
        record_(&BITWISE_NOT, self, []).map(|()| self)
    }

    /// [`Tensor::bitwise_not`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bitwise_not_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bitwise_not_out(out))
    }

    /// [`Tensor::bitwise_not_out`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_not_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BITWISE_NOT, [self.into()], out)
    }

    /// Bits moved up. `out = shift_left(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn bitwise_left_shift(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_bitwise_left_shift(other))
    }

    /// [`Tensor::bitwise_left_shift`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_left_shift(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&BITWISE_LEFT_SHIFT, [self.into(), other.as_operand()])
    }

    /// [`Tensor::bitwise_left_shift`] written into `self`.
    #[track_caller]
    pub fn bitwise_left_shift_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_bitwise_left_shift_(other))
    }

    /// [`Tensor::bitwise_left_shift_`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_left_shift_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&BITWISE_LEFT_SHIFT, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::bitwise_left_shift`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bitwise_left_shift_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bitwise_left_shift_out(other, out))
    }

    /// [`Tensor::bitwise_left_shift_out`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_left_shift_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BITWISE_LEFT_SHIFT, [self.into(), other.as_operand()], out)
    }

    /// Bits moved down, the sign kept. `out = shift_right(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn bitwise_right_shift(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_bitwise_right_shift(other))
    }

    /// [`Tensor::bitwise_right_shift`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_right_shift(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&BITWISE_RIGHT_SHIFT, [self.into(), other.as_operand()])
    }

    /// [`Tensor::bitwise_right_shift`] written into `self`.
    #[track_caller]
    pub fn bitwise_right_shift_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_bitwise_right_shift_(other))
    }

    /// [`Tensor::bitwise_right_shift_`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_right_shift_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&BITWISE_RIGHT_SHIFT, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::bitwise_right_shift`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bitwise_right_shift_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bitwise_right_shift_out(other, out))
    }

    /// [`Tensor::bitwise_right_shift_out`] with errors as values.
    #[track_caller]
    pub fn try_bitwise_right_shift_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BITWISE_RIGHT_SHIFT, [self.into(), other.as_operand()], out)
    }

    /// Greatest common divisor, never negative. `out = gcd(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn gcd(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_gcd(other))
    }

    /// [`Tensor::gcd`] with errors as values.
    #[track_caller]
    pub fn try_gcd(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&GCD, [self.into(), other.as_operand()])
    }

    /// [`Tensor::gcd`] written into `self`.
    #[track_caller]
    pub fn gcd_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_gcd_(other))
    }

    /// [`Tensor::gcd_`] with errors as values.
    #[track_caller]
    pub fn try_gcd_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&GCD, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::gcd`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn gcd_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_gcd_out(other, out))
    }

    /// [`Tensor::gcd_out`] with errors as values.
    #[track_caller]
    pub fn try_gcd_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&GCD, [self.into(), other.as_operand()], out)
    }

    /// Least common multiple, never negative. `out = lcm(x, other)`
    ///
    /// No gradient: integers have no gradient.
    #[track_caller]
    pub fn lcm(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_lcm(other))
    }

    /// [`Tensor::lcm`] with errors as values.
    #[track_caller]
    pub fn try_lcm(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LCM, [self.into(), other.as_operand()])
    }

    /// [`Tensor::lcm`] written into `self`.
    #[track_caller]
    pub fn lcm_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_lcm_(other))
    }

    /// [`Tensor::lcm_`] with errors as values.
    #[track_caller]
    pub fn try_lcm_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LCM, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::lcm`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn lcm_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_lcm_out(other, out))
    }

    /// [`Tensor::lcm_out`] with errors as values.
    #[track_caller]
    pub fn try_lcm_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LCM, [self.into(), other.as_operand()], out)
    }
}

pub(crate) static BITWISE_AND: Rule = Rule {
    op: Pointwise::BitwiseAnd,
    node: "BitwiseAndBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static BITWISE_OR: Rule = Rule {
    op: Pointwise::BitwiseOr,
    node: "BitwiseOrBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static BITWISE_XOR: Rule = Rule {
    op: Pointwise::BitwiseXor,
    node: "BitwiseXorBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static BITWISE_NOT: Rule = Rule {
    op: Pointwise::BitwiseNot,
    node: "BitwiseNotBackward0",
    gradients: &[None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static BITWISE_LEFT_SHIFT: Rule = Rule {
    op: Pointwise::BitwiseLeftShift,
    node: "BitwiseLeftShiftBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static BITWISE_RIGHT_SHIFT: Rule = Rule {
    op: Pointwise::BitwiseRightShift,
    node: "BitwiseRightShiftBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static GCD: Rule =
    Rule { op: Pointwise::Gcd, node: "GcdBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static LCM: Rule =
    Rule { op: Pointwise::Lcm, node: "LcmBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };
