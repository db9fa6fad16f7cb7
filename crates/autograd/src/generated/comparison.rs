//! Elementwise methods of the section `comparison`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Whether equal. `out = x == other`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn eq(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_eq(other))
    }

    /// [`Tensor::eq`] with errors as values.
    #[track_caller]
    pub fn try_eq(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&EQ, [self.into(), other.as_operand()])
    }

    /// [`Tensor::eq`] written into `self`.
    #[track_caller]
    pub fn eq_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_eq_(other))
    }

    /// [`Tensor::eq_`] with errors as values.
    #[track_caller]
    pub fn try_eq_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&EQ, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::eq`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn eq_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_eq_out(other, out))
    }

    /// [`Tensor::eq_out`] with errors as values.
    #[track_caller]
    pub fn try_eq_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&EQ, [self.into(), other.as_operand()], out)
    }

    /// Whether different. `out = x != other`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn ne(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_ne(other))
    }

    /// [`Tensor::ne`] with errors as values.
    #[track_caller]
    pub fn try_ne(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&NE, [self.into(), other.as_operand()])
    }

    /// [`Tensor::ne`] written into `self`.
    #[track_caller]
    pub fn ne_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_ne_(other))
    }

    /// [`Tensor::ne_`] with errors as values.
    #[track_caller]
    pub fn try_ne_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&NE, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::ne`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn ne_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_ne_out(other, out))
    }

    /// [`Tensor::ne_out`] with errors as values.
    #[track_caller]
    pub fn try_ne_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&NE, [self.into(), other.as_operand()], out)
    }

    /// Whether less. `out = x < other`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn lt(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_lt(other))
    }

    /// [`Tensor::lt`] with errors as values.
    #[track_caller]
    pub fn try_lt(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LT, [self.into(), other.as_operand()])
    }

    /// [`Tensor::lt`] written into `self`.
    #[track_caller]
    pub fn lt_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_lt_(other))
    }

    /// [`Tensor::lt_`] with errors as values.
    #[track_caller]
    pub fn try_lt_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LT, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::lt`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn lt_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_lt_out(other, out))
    }

    /// [`Tensor::lt_out`] with errors as values.
    #[track_caller]
    pub fn try_lt_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LT, [self.into(), other.as_operand()], out)
    }

    /// Whether less or equal. `out = x <= other`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn le(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_le(other))
    }

    /// [`Tensor::le`] with errors as values.
    #[track_caller]
    pub fn try_le(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LE, [self.into(), other.as_operand()])
    }

    /// [`Tensor::le`] written into `self`.
    #[track_caller]
    pub fn le_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_le_(other))
    }

    /// [`Tensor::le_`] with errors as values.
    #[track_caller]
    pub fn try_le_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LE, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::le`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn le_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_le_out(other, out))
    }

    /// [`Tensor::le_out`] with errors as values.
    #[track_caller]
    pub fn try_le_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LE, [self.into(), other.as_operand()], out)
    }

    /// Whether greater. `out = x > other`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn gt(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_gt(other))
    }

    /// [`Tensor::gt`] with errors as values.
    #[track_caller]
    pub fn try_gt(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&GT, [self.into(), other.as_operand()])
    }

    /// [`Tensor::gt`] written into `self`.
    #[track_caller]
    pub fn gt_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_gt_(other))
    }

    /// [`Tensor::gt_`] with errors as values.
    #[track_caller]
    pub fn try_gt_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&GT, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::gt`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn gt_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_gt_out(other, out))
    }

    /// [`Tensor::gt_out`] with errors as values.
    #[track_caller]
    pub fn try_gt_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&GT, [self.into(), other.as_operand()], out)
    }

    /// Whether greater or equal. `out = x >= other`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn ge(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_ge(other))
    }

    /// [`Tensor::ge`] with errors as values.
    #[track_caller]
    pub fn try_ge(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&GE, [self.into(), other.as_operand()])
    }

    /// [`Tensor::ge`] written into `self`.
    #[track_caller]
    pub fn ge_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_ge_(other))
    }

    /// [`Tensor::ge_`] with errors as values.
    #[track_caller]
    pub fn try_ge_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&GE, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::ge`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn ge_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_ge_out(other, out))
    }

    /// [`Tensor::ge_out`] with errors as values.
    #[track_caller]
    pub fn try_ge_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&GE, [self.into(), other.as_operand()], out)
    }

    /// Whether not a number. `out = is_nan(x)`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isnan(&self) -> Tensor {
        plain(self.try_isnan())
    }

    /// [`Tensor::isnan`] with errors as values.
    #[track_caller]
    pub fn try_isnan(&self) -> Result<Tensor> {
        record(&ISNAN, [self.into()])
    }

    /// [`Tensor::isnan`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn isnan_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_isnan_out(out))
    }

    /// [`Tensor::isnan_out`] with errors as values.
    #[track_caller]
    pub fn try_isnan_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ISNAN, [self.into()], out)
    }

    /// Whether infinite. `out = is_inf(x)`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isinf(&self) -> Tensor {
        plain(self.try_isinf())
    }

    /// [`Tensor::isinf`] with errors as values.
    #[track_caller]
    pub fn try_isinf(&self) -> Result<Tensor> {
        record(&ISINF, [self.into()])
    }

    /// [`Tensor::isinf`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn isinf_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_isinf_out(out))
    }

    /// [`Tensor::isinf_out`] with errors as values.
    #[track_caller]
    pub fn try_isinf_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ISINF, [self.into()], out)
    }

    /// Whether neither infinite nor NaN. `out = not (is_inf(x) or is_nan(x))`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isfinite(&self) -> Tensor {
        plain(self.try_isfinite())
    }

    /// [`Tensor::isfinite`] with errors as values.
    #[track_caller]
    pub fn try_isfinite(&self) -> Result<Tensor> {
        record(&ISFINITE, [self.into()])
    }

    /// [`Tensor::isfinite`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn isfinite_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_isfinite_out(out))
    }

    /// [`Tensor::isfinite_out`] with errors as values.
    #[track_caller]
    pub fn try_isfinite_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ISFINITE, [self.into()], out)
    }

    /// Whether plus infinity. `out = x == inf`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isposinf(&self) -> Tensor {
        plain(self.try_isposinf())
    }

    /// [`Tensor::isposinf`] with errors as values.
    #[track_caller]
    pub fn try_isposinf(&self) -> Result<Tensor> {
        record(&ISPOSINF, [self.into()])
    }

    /// [`Tensor::isposinf`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn isposinf_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_isposinf_out(out))
    }

    /// [`Tensor::isposinf_out`] with errors as values.
    #[track_caller]
    pub fn try_isposinf_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ISPOSINF, [self.into()], out)
    }

    /// Whether minus infinity. `out = x == -inf`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isneginf(&self) -> Tensor {
        plain(self.try_isneginf())
    }

    /// [`Tensor::isneginf`] with errors as values.
    #[track_caller]
    pub fn try_isneginf(&self) -> Result<Tensor> {
        record(&ISNEGINF, [self.into()])
    }

    /// [`Tensor::isneginf`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn isneginf_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_isneginf_out(out))
    }

    /// [`Tensor::isneginf_out`] with errors as values.
    #[track_caller]
    pub fn try_isneginf_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ISNEGINF, [self.into()], out)
    }

    /// Whether the sign bit is set: negative numbers and minus zero. `out = sign_bit(x)`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn signbit(&self) -> Tensor {
        plain(self.try_signbit())
    }

    /// [`Tensor::signbit`] with errors as values.
    #[track_caller]
    pub fn try_signbit(&self) -> Result<Tensor> {
        record(&SIGNBIT, [self.into()])
    }

    /// [`Tensor::signbit`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn signbit_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_signbit_out(out))
    }

    /// [`Tensor::signbit_out`] with errors as values.
    #[track_caller]
    pub fn try_signbit_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SIGNBIT, [self.into()], out)
    }

    /// Whether both are true. `out = x != 0 and other != 0`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn logical_and(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_logical_and(other))
    }

    /// [`Tensor::logical_and`] with errors as values.
    #[track_caller]
    pub fn try_logical_and(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LOGICAL_AND, [self.into(), other.as_operand()])
    }

    /// [`Tensor::logical_and`] written into `self`.
    #[track_caller]
    pub fn logical_and_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_logical_and_(other))
    }

    /// [`Tensor::logical_and_`] with errors as values.
    #[track_caller]
    pub fn try_logical_and_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LOGICAL_AND, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::logical_and`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logical_and_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logical_and_out(other, out))
    }

    /// [`Tensor::logical_and_out`] with errors as values.
    #[track_caller]
    pub fn try_logical_and_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGICAL_AND, [self.into(), other.as_operand()], out)
    }

    /// Whether at least one is true. `out = x != 0 or other != 0`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn logical_or(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_logical_or(other))
    }

    /// [`Tensor::logical_or`] with errors as values.
    #[track_caller]
    pub fn try_logical_or(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LOGICAL_OR, [self.into(), other.as_operand()])
    }

    /// [`Tensor::logical_or`] written into `self`.
    #[track_caller]
    pub fn logical_or_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_logical_or_(other))
    }

    /// [`Tensor::logical_or_`] with errors as values.
    #[track_caller]
    pub fn try_logical_or_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LOGICAL_OR, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::logical_or`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logical_or_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logical_or_out(other, out))
    }

    /// [`Tensor::logical_or_out`] with errors as values.
    #[track_caller]
    pub fn try_logical_or_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGICAL_OR, [self.into(), other.as_operand()], out)
    }

    /// Whether exactly one is true. `out = x != 0 xor other != 0`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn logical_xor(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_logical_xor(other))
    }

    /// [`Tensor::logical_xor`] with errors as values.
    #[track_caller]
    pub fn try_logical_xor(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LOGICAL_XOR, [self.into(), other.as_operand()])
    }

    /// [`Tensor::logical_xor`] written into `self`.
    #[track_caller]
    pub fn logical_xor_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_logical_xor_(other))
    }

    /// [`Tensor::logical_xor_`] with errors as values.
    #[track_caller]
    pub fn try_logical_xor_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LOGICAL_XOR, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::logical_xor`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logical_xor_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logical_xor_out(other, out))
    }

    /// [`Tensor::logical_xor_out`] with errors as values.
    #[track_caller]
    pub fn try_logical_xor_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGICAL_XOR, [self.into(), other.as_operand()], out)
    }

    /// Whether false. `out = x == 0`
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn logical_not(&self) -> Tensor {
        plain(self.try_logical_not())
    }

    /// [`Tensor::logical_not`] with errors as values.
    #[track_caller]
    pub fn try_logical_not(&self) -> Result<Tensor> {
        record(&LOGICAL_NOT, [self.into()])
    }

    /// [`Tensor::logical_not`] written into `self`.
    #[track_caller]
    pub fn logical_not_(&self) -> &Tensor {
        plain(self.try_logical_not_())
    }

    /// [`Tensor::logical_not_`] with errors as values.
    #[track_caller]
    pub fn try_logical_not_(&self) -> Result<&Tensor> {
        record_(&LOGICAL_NOT, self, []).map(|()| self)
    }

    /// [`Tensor::logical_not`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logical_not_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logical_not_out(out))
    }

    /// [`Tensor::logical_not_out`] with errors as values.
    #[track_caller]
    pub fn try_logical_not_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGICAL_NOT, [self.into()], out)
    }
}

pub(crate) static EQ: Rule =
    Rule { op: Pointwise::Eq, node: "EqBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static NE: Rule =
    Rule { op: Pointwise::Ne, node: "NeBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static LT: Rule =
    Rule { op: Pointwise::Lt, node: "LtBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static LE: Rule =
    Rule { op: Pointwise::Le, node: "LeBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static GT: Rule =
    Rule { op: Pointwise::Gt, node: "GtBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static GE: Rule =
    Rule { op: Pointwise::Ge, node: "GeBackward0", gradients: &[None, None], of_complex: OfComplex::Conjugated };

pub(crate) static ISNAN: Rule =
    Rule { op: Pointwise::Isnan, node: "IsnanBackward0", gradients: &[None], of_complex: OfComplex::Conjugated };

pub(crate) static ISINF: Rule =
    Rule { op: Pointwise::Isinf, node: "IsinfBackward0", gradients: &[None], of_complex: OfComplex::Conjugated };

pub(crate) static ISFINITE: Rule =
    Rule { op: Pointwise::Isfinite, node: "IsfiniteBackward0", gradients: &[None], of_complex: OfComplex::Conjugated };

pub(crate) static ISPOSINF: Rule =
    Rule { op: Pointwise::Isposinf, node: "IsposinfBackward0", gradients: &[None], of_complex: OfComplex::Conjugated };

pub(crate) static ISNEGINF: Rule =
    Rule { op: Pointwise::Isneginf, node: "IsneginfBackward0", gradients: &[None], of_complex: OfComplex::Conjugated };

pub(crate) static SIGNBIT: Rule =
    Rule { op: Pointwise::Signbit, node: "SignbitBackward0", gradients: &[None], of_complex: OfComplex::Conjugated };

pub(crate) static LOGICAL_AND: Rule = Rule {
    op: Pointwise::LogicalAnd,
    node: "LogicalAndBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static LOGICAL_OR: Rule = Rule {
    op: Pointwise::LogicalOr,
    node: "LogicalOrBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static LOGICAL_XOR: Rule = Rule {
    op: Pointwise::LogicalXor,
    node: "LogicalXorBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static LOGICAL_NOT: Rule = Rule {
    op: Pointwise::LogicalNot,
    node: "LogicalNotBackward0",
    gradients: &[None],
    of_complex: OfComplex::Conjugated,
};
