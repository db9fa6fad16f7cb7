//! Elementwise methods of the section `arithmetic`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Sum. `out = x + other`
    #[track_caller]
    pub fn add(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_add(other))
    }

    /// [`Tensor::add`] with errors as values.
    #[track_caller]
    pub fn try_add(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&ADD, [self.into(), other.as_operand()])
    }

    /// [`Tensor::add`] written into `self`.
    #[track_caller]
    pub fn add_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_add_(other))
    }

    /// [`Tensor::add_`] with errors as values.
    #[track_caller]
    pub fn try_add_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&ADD, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::add`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn add_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_add_out(other, out))
    }

    /// [`Tensor::add_out`] with errors as values.
    #[track_caller]
    pub fn try_add_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ADD, [self.into(), other.as_operand()], out)
    }

    /// Sum with the second term scaled. `out = x + alpha * other`. PyTorch's defaults: `alpha = 1`.
    #[track_caller]
    pub fn add_alpha(&self, other: impl AsOperand, alpha: f64) -> Tensor {
        plain(self.try_add_alpha(other, alpha))
    }

    /// [`Tensor::add_alpha`] with errors as values.
    #[track_caller]
    pub fn try_add_alpha(&self, other: impl AsOperand, alpha: f64) -> Result<Tensor> {
        record(&ADD_ALPHA, [self.into(), other.as_operand(), alpha.into()])
    }

    /// [`Tensor::add_alpha`] written into `self`.
    #[track_caller]
    pub fn add_alpha_(&self, other: impl AsOperand, alpha: f64) -> &Tensor {
        plain(self.try_add_alpha_(other, alpha))
    }

    /// [`Tensor::add_alpha_`] with errors as values.
    #[track_caller]
    pub fn try_add_alpha_(&self, other: impl AsOperand, alpha: f64) -> Result<&Tensor> {
        record_(&ADD_ALPHA, self, [other.as_operand(), alpha.into()]).map(|()| self)
    }

    /// [`Tensor::add_alpha`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn add_alpha_out<'a>(&self, other: impl AsOperand, alpha: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_add_alpha_out(other, alpha, out))
    }

    /// [`Tensor::add_alpha_out`] with errors as values.
    #[track_caller]
    pub fn try_add_alpha_out<'a>(&self, other: impl AsOperand, alpha: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ADD_ALPHA, [self.into(), other.as_operand(), alpha.into()], out)
    }

    /// Difference. `out = x - other`
    #[track_caller]
    pub fn sub(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_sub(other))
    }

    /// [`Tensor::sub`] with errors as values.
    #[track_caller]
    pub fn try_sub(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&SUB, [self.into(), other.as_operand()])
    }

    /// [`Tensor::sub`] written into `self`.
    #[track_caller]
    pub fn sub_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_sub_(other))
    }

    /// [`Tensor::sub_`] with errors as values.
    #[track_caller]
    pub fn try_sub_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&SUB, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::sub`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sub_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sub_out(other, out))
    }

    /// [`Tensor::sub_out`] with errors as values.
    #[track_caller]
    pub fn try_sub_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SUB, [self.into(), other.as_operand()], out)
    }

    /// Difference with the second term scaled. `out = x - alpha * other`. PyTorch's defaults: `alpha = 1`.
    #[track_caller]
    pub fn sub_alpha(&self, other: impl AsOperand, alpha: f64) -> Tensor {
        plain(self.try_sub_alpha(other, alpha))
    }

    /// [`Tensor::sub_alpha`] with errors as values.
    #[track_caller]
    pub fn try_sub_alpha(&self, other: impl AsOperand, alpha: f64) -> Result<Tensor> {
        record(&SUB_ALPHA, [self.into(), other.as_operand(), alpha.into()])
    }

    /// [`Tensor::sub_alpha`] written into `self`.
    #[track_caller]
    pub fn sub_alpha_(&self, other: impl AsOperand, alpha: f64) -> &Tensor {
        plain(self.try_sub_alpha_(other, alpha))
    }

    /// [`Tensor::sub_alpha_`] with errors as values.
    #[track_caller]
    pub fn try_sub_alpha_(&self, other: impl AsOperand, alpha: f64) -> Result<&Tensor> {
        record_(&SUB_ALPHA, self, [other.as_operand(), alpha.into()]).map(|()| self)
    }

    /// [`Tensor::sub_alpha`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sub_alpha_out<'a>(&self, other: impl AsOperand, alpha: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sub_alpha_out(other, alpha, out))
    }

    /// [`Tensor::sub_alpha_out`] with errors as values.
    #[track_caller]
    pub fn try_sub_alpha_out<'a>(&self, other: impl AsOperand, alpha: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SUB_ALPHA, [self.into(), other.as_operand(), alpha.into()], out)
    }

    /// Difference from the other side. `out = other - x`
    #[track_caller]
    pub fn rsub(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_rsub(other))
    }

    /// [`Tensor::rsub`] with errors as values.
    #[track_caller]
    pub fn try_rsub(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&RSUB, [self.into(), other.as_operand()])
    }

    /// [`Tensor::rsub`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn rsub_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_rsub_out(other, out))
    }

    /// [`Tensor::rsub_out`] with errors as values.
    #[track_caller]
    pub fn try_rsub_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&RSUB, [self.into(), other.as_operand()], out)
    }

    /// Product. `out = x * other`
    #[track_caller]
    pub fn mul(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_mul(other))
    }

    /// [`Tensor::mul`] with errors as values.
    #[track_caller]
    pub fn try_mul(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&MUL, [self.into(), other.as_operand()])
    }

    /// [`Tensor::mul`] written into `self`.
    #[track_caller]
    pub fn mul_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_mul_(other))
    }

    /// [`Tensor::mul_`] with errors as values.
    #[track_caller]
    pub fn try_mul_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&MUL, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::mul`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn mul_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_mul_out(other, out))
    }

    /// [`Tensor::mul_out`] with errors as values.
    #[track_caller]
    pub fn try_mul_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&MUL, [self.into(), other.as_operand()], out)
    }

    /// Quotient; whole numbers give a float. `out = x / other`
    #[track_caller]
    pub fn div(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_div(other))
    }

    /// [`Tensor::div`] with errors as values.
    #[track_caller]
    pub fn try_div(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&DIV, [self.into(), other.as_operand()])
    }

    /// [`Tensor::div`] written into `self`.
    #[track_caller]
    pub fn div_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_div_(other))
    }

    /// [`Tensor::div_`] with errors as values.
    #[track_caller]
    pub fn try_div_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&DIV, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::div`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn div_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_div_out(other, out))
    }

    /// [`Tensor::div_out`] with errors as values.
    #[track_caller]
    pub fn try_div_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&DIV, [self.into(), other.as_operand()], out)
    }

    /// Quotient rounded down; the gradient is zero. `out = floor_divide(x, other)`
    #[track_caller]
    pub fn div_floor(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_div_floor(other))
    }

    /// [`Tensor::div_floor`] with errors as values.
    #[track_caller]
    pub fn try_div_floor(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&DIV_FLOOR, [self.into(), other.as_operand()])
    }

    /// [`Tensor::div_floor`] written into `self`.
    #[track_caller]
    pub fn div_floor_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_div_floor_(other))
    }

    /// [`Tensor::div_floor_`] with errors as values.
    #[track_caller]
    pub fn try_div_floor_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&DIV_FLOOR, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::div_floor`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn div_floor_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_div_floor_out(other, out))
    }

    /// [`Tensor::div_floor_out`] with errors as values.
    #[track_caller]
    pub fn try_div_floor_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&DIV_FLOOR, [self.into(), other.as_operand()], out)
    }

    /// Quotient rounded towards zero; the gradient is zero. `out = trunc_divide(x, other)`
    #[track_caller]
    pub fn div_trunc(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_div_trunc(other))
    }

    /// [`Tensor::div_trunc`] with errors as values.
    #[track_caller]
    pub fn try_div_trunc(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&DIV_TRUNC, [self.into(), other.as_operand()])
    }

    /// [`Tensor::div_trunc`] written into `self`.
    #[track_caller]
    pub fn div_trunc_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_div_trunc_(other))
    }

    /// [`Tensor::div_trunc_`] with errors as values.
    #[track_caller]
    pub fn try_div_trunc_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&DIV_TRUNC, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::div_trunc`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn div_trunc_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_div_trunc_out(other, out))
    }

    /// [`Tensor::div_trunc_out`] with errors as values.
    #[track_caller]
    pub fn try_div_trunc_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&DIV_TRUNC, [self.into(), other.as_operand()], out)
    }

    /// Quotient rounded down. `out = floor_divide(x, other)`
    ///
    /// No gradient: PyTorch gives floor_divide no derivative; div_floor has a zero one.
    #[track_caller]
    pub fn floor_divide(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_floor_divide(other))
    }

    /// [`Tensor::floor_divide`] with errors as values.
    #[track_caller]
    pub fn try_floor_divide(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&FLOOR_DIVIDE, [self.into(), other.as_operand()])
    }

    /// [`Tensor::floor_divide`] written into `self`.
    #[track_caller]
    pub fn floor_divide_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_floor_divide_(other))
    }

    /// [`Tensor::floor_divide_`] with errors as values.
    #[track_caller]
    pub fn try_floor_divide_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&FLOOR_DIVIDE, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::floor_divide`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn floor_divide_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_floor_divide_out(other, out))
    }

    /// [`Tensor::floor_divide_out`] with errors as values.
    #[track_caller]
    pub fn try_floor_divide_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&FLOOR_DIVIDE, [self.into(), other.as_operand()], out)
    }

    /// Remainder with the sign of the dividend. `out = fmod(x, other)`
    #[track_caller]
    pub fn fmod(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_fmod(other))
    }

    /// [`Tensor::fmod`] with errors as values.
    #[track_caller]
    pub fn try_fmod(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&FMOD, [self.into(), other.as_operand()])
    }

    /// [`Tensor::fmod`] written into `self`.
    #[track_caller]
    pub fn fmod_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_fmod_(other))
    }

    /// [`Tensor::fmod_`] with errors as values.
    #[track_caller]
    pub fn try_fmod_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&FMOD, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::fmod`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn fmod_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_fmod_out(other, out))
    }

    /// [`Tensor::fmod_out`] with errors as values.
    #[track_caller]
    pub fn try_fmod_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&FMOD, [self.into(), other.as_operand()], out)
    }

    /// Remainder with the sign of the divisor, as Python's `%`. `out = remainder(x, other)`
    #[track_caller]
    pub fn remainder(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_remainder(other))
    }

    /// [`Tensor::remainder`] with errors as values.
    #[track_caller]
    pub fn try_remainder(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&REMAINDER, [self.into(), other.as_operand()])
    }

    /// [`Tensor::remainder`] written into `self`.
    #[track_caller]
    pub fn remainder_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_remainder_(other))
    }

    /// [`Tensor::remainder_`] with errors as values.
    #[track_caller]
    pub fn try_remainder_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&REMAINDER, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::remainder`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn remainder_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_remainder_out(other, out))
    }

    /// [`Tensor::remainder_out`] with errors as values.
    #[track_caller]
    pub fn try_remainder_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&REMAINDER, [self.into(), other.as_operand()], out)
    }

    /// `x` times two to the other. `out = x * exp2(other)`
    #[track_caller]
    pub fn ldexp(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_ldexp(other))
    }

    /// [`Tensor::ldexp`] with errors as values.
    #[track_caller]
    pub fn try_ldexp(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LDEXP, [self.into(), other.as_operand()])
    }

    /// [`Tensor::ldexp`] written into `self`.
    #[track_caller]
    pub fn ldexp_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_ldexp_(other))
    }

    /// [`Tensor::ldexp_`] with errors as values.
    #[track_caller]
    pub fn try_ldexp_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&LDEXP, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::ldexp`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn ldexp_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_ldexp_out(other, out))
    }

    /// [`Tensor::ldexp_out`] with errors as values.
    #[track_caller]
    pub fn try_ldexp_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LDEXP, [self.into(), other.as_operand()], out)
    }

    /// Adds a scaled product. `out = x + value * tensor1 * tensor2`. PyTorch's defaults: `value = 1`.
    #[track_caller]
    pub fn addcmul(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> Tensor {
        plain(self.try_addcmul(tensor1, tensor2, value))
    }

    /// [`Tensor::addcmul`] with errors as values.
    #[track_caller]
    pub fn try_addcmul(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> Result<Tensor> {
        record(&ADDCMUL, [self.into(), tensor1.as_operand(), tensor2.as_operand(), value.into()])
    }

    /// [`Tensor::addcmul`] written into `self`.
    #[track_caller]
    pub fn addcmul_(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> &Tensor {
        plain(self.try_addcmul_(tensor1, tensor2, value))
    }

    /// [`Tensor::addcmul_`] with errors as values.
    #[track_caller]
    pub fn try_addcmul_(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> Result<&Tensor> {
        record_(&ADDCMUL, self, [tensor1.as_operand(), tensor2.as_operand(), value.into()]).map(|()| self)
    }

    /// [`Tensor::addcmul`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn addcmul_out<'a>(
        &self,
        tensor1: impl AsOperand,
        tensor2: impl AsOperand,
        value: f64,
        out: &'a Tensor,
    ) -> &'a Tensor {
        plain(self.try_addcmul_out(tensor1, tensor2, value, out))
    }

    /// [`Tensor::addcmul_out`] with errors as values.
    #[track_caller]
    pub fn try_addcmul_out<'a>(
        &self,
        tensor1: impl AsOperand,
        tensor2: impl AsOperand,
        value: f64,
        out: &'a Tensor,
    ) -> Result<&'a Tensor> {
        write_out(&ADDCMUL, [self.into(), tensor1.as_operand(), tensor2.as_operand(), value.into()], out)
    }

    /// Adds a scaled quotient. `out = x + value * tensor1 / tensor2`. PyTorch's defaults: `value = 1`.
    #[track_caller]
    pub fn addcdiv(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> Tensor {
        plain(self.try_addcdiv(tensor1, tensor2, value))
    }

    /// [`Tensor::addcdiv`] with errors as values.
    #[track_caller]
    pub fn try_addcdiv(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> Result<Tensor> {
        record(&ADDCDIV, [self.into(), tensor1.as_operand(), tensor2.as_operand(), value.into()])
    }

    /// [`Tensor::addcdiv`] written into `self`.
    #[track_caller]
    pub fn addcdiv_(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> &Tensor {
        plain(self.try_addcdiv_(tensor1, tensor2, value))
    }

    /// [`Tensor::addcdiv_`] with errors as values.
    #[track_caller]
    pub fn try_addcdiv_(&self, tensor1: impl AsOperand, tensor2: impl AsOperand, value: f64) -> Result<&Tensor> {
        record_(&ADDCDIV, self, [tensor1.as_operand(), tensor2.as_operand(), value.into()]).map(|()| self)
    }

    /// [`Tensor::addcdiv`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn addcdiv_out<'a>(
        &self,
        tensor1: impl AsOperand,
        tensor2: impl AsOperand,
        value: f64,
        out: &'a Tensor,
    ) -> &'a Tensor {
        plain(self.try_addcdiv_out(tensor1, tensor2, value, out))
    }

    /// [`Tensor::addcdiv_out`] with errors as values.
    #[track_caller]
    pub fn try_addcdiv_out<'a>(
        &self,
        tensor1: impl AsOperand,
        tensor2: impl AsOperand,
        value: f64,
        out: &'a Tensor,
    ) -> Result<&'a Tensor> {
        write_out(&ADDCDIV, [self.into(), tensor1.as_operand(), tensor2.as_operand(), value.into()], out)
    }

    /// Linear interpolation, exact at both ends. `out = where(abs(weight) < 0.5, x + weight * (end - x), end - (end - x) * (1 - weight))`
    #[track_caller]
    pub fn lerp(&self, end: impl AsOperand, weight: impl AsOperand) -> Tensor {
        plain(self.try_lerp(end, weight))
    }

    /// [`Tensor::lerp`] with errors as values.
    #[track_caller]
    pub fn try_lerp(&self, end: impl AsOperand, weight: impl AsOperand) -> Result<Tensor> {
        record(&LERP, [self.into(), end.as_operand(), weight.as_operand()])
    }

    /// [`Tensor::lerp`] written into `self`.
    #[track_caller]
    pub fn lerp_(&self, end: impl AsOperand, weight: impl AsOperand) -> &Tensor {
        plain(self.try_lerp_(end, weight))
    }

    /// [`Tensor::lerp_`] with errors as values.
    #[track_caller]
    pub fn try_lerp_(&self, end: impl AsOperand, weight: impl AsOperand) -> Result<&Tensor> {
        record_(&LERP, self, [end.as_operand(), weight.as_operand()]).map(|()| self)
    }

    /// [`Tensor::lerp`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn lerp_out<'a>(&self, end: impl AsOperand, weight: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_lerp_out(end, weight, out))
    }

    /// [`Tensor::lerp_out`] with errors as values.
    #[track_caller]
    pub fn try_lerp_out<'a>(&self, end: impl AsOperand, weight: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LERP, [self.into(), end.as_operand(), weight.as_operand()], out)
    }
}

pub(crate) static ADD: Rule = Rule {
    op: Pointwise::Add,
    node: "AddBackward0",
    gradients: &[Some(add_grad_0), Some(add_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn add_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `other`: `g`.
fn add_grad_1(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

pub(crate) static ADD_ALPHA: Rule = Rule {
    op: Pointwise::AddAlpha,
    node: "AddBackward0",
    gradients: &[Some(add_alpha_grad_0), Some(add_alpha_grad_1), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn add_alpha_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `other`: `g * alpha`.
fn add_alpha_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.number(2))
}

pub(crate) static SUB: Rule = Rule {
    op: Pointwise::Sub,
    node: "SubBackward0",
    gradients: &[Some(sub_grad_0), Some(sub_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn sub_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `other`: `-g`.
fn sub_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_neg()
}

pub(crate) static SUB_ALPHA: Rule = Rule {
    op: Pointwise::SubAlpha,
    node: "SubBackward0",
    gradients: &[Some(sub_alpha_grad_0), Some(sub_alpha_grad_1), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn sub_alpha_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `other`: `-(g * alpha)`.
fn sub_alpha_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.number(2))?.try_neg()
}

pub(crate) static RSUB: Rule = Rule {
    op: Pointwise::Rsub,
    node: "RsubBackward0",
    gradients: &[Some(rsub_grad_0), Some(rsub_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-g`.
fn rsub_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_neg()
}

/// Gradient in `other`: `g`.
fn rsub_grad_1(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

pub(crate) static MUL: Rule = Rule {
    op: Pointwise::Mul,
    node: "MulBackward0",
    gradients: &[Some(mul_grad_0), Some(mul_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * other`.
fn mul_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(1))
}

/// Gradient in `other`: `g * x`.
fn mul_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(0))
}

pub(crate) static DIV: Rule = Rule {
    op: Pointwise::Div,
    node: "DivBackward0",
    gradients: &[Some(div_grad_0), Some(div_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / other`.
fn div_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(at.input(1))
}

/// Gradient in `other`: `-(g * x / other / other)`.
fn div_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_div(at.input(1))?.try_div(at.input(1))?)?.try_neg()
}

pub(crate) static DIV_FLOOR: Rule = Rule {
    op: Pointwise::DivFloor,
    node: "DivBackward0",
    gradients: &[Some(div_floor_grad_0), Some(div_floor_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn div_floor_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

/// Gradient in `other`: `0`.
fn div_floor_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static DIV_TRUNC: Rule = Rule {
    op: Pointwise::DivTrunc,
    node: "DivBackward0",
    gradients: &[Some(div_trunc_grad_0), Some(div_trunc_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn div_trunc_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

/// Gradient in `other`: `0`.
fn div_trunc_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static FLOOR_DIVIDE: Rule = Rule {
    op: Pointwise::FloorDivide,
    node: "FloorDivideBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};

pub(crate) static FMOD: Rule = Rule {
    op: Pointwise::Fmod,
    node: "FmodBackward0",
    gradients: &[Some(fmod_grad_0), Some(fmod_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn fmod_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `other`: `-(g * trunc_divide(x, other))`.
fn fmod_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_div_trunc(at.input(1))?)?.try_neg()
}

pub(crate) static REMAINDER: Rule = Rule {
    op: Pointwise::Remainder,
    node: "RemainderBackward0",
    gradients: &[Some(remainder_grad_0), Some(remainder_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn remainder_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `other`: `-(g * floor_divide(x, other))`.
fn remainder_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_div_floor(at.input(1))?)?.try_neg()
}

pub(crate) static LDEXP: Rule = Rule {
    op: Pointwise::Ldexp,
    node: "LdexpBackward0",
    gradients: &[Some(ldexp_grad_0), Some(ldexp_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * exp2(other)`.
fn ldexp_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_exp2()?)
}

/// Gradient in `other`: `g * out * ln(2)`.
fn ldexp_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_mul(std::f64::consts::LN_2)?)
}

pub(crate) static ADDCMUL: Rule = Rule {
    op: Pointwise::Addcmul,
    node: "AddcmulBackward0",
    gradients: &[Some(addcmul_grad_0), Some(addcmul_grad_1), Some(addcmul_grad_2), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn addcmul_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `tensor1`: `g * tensor2 * value`.
fn addcmul_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(2)?.try_mul(at.number(3))?)
}

/// Gradient in `tensor2`: `g * tensor1 * value`.
fn addcmul_grad_2(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_mul(at.number(3))?)
}

pub(crate) static ADDCDIV: Rule = Rule {
    op: Pointwise::Addcdiv,
    node: "AddcdivBackward0",
    gradients: &[Some(addcdiv_grad_0), Some(addcdiv_grad_1), Some(addcdiv_grad_2), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn addcdiv_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

/// Gradient in `tensor1`: `g * value / tensor2`.
fn addcdiv_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(2)?.try_reciprocal()?.try_mul(at.number(3))?)
}

/// Gradient in `tensor2`: `-(g * value * tensor1 / (tensor2 * tensor2))`.
fn addcdiv_grad_2(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_mul(at.number(3))?.try_div(&at.tensor(2)?.try_mul(at.input(2))?)?)?.try_neg()
}

pub(crate) static LERP: Rule = Rule {
    op: Pointwise::Lerp,
    node: "LerpBackward0",
    gradients: &[Some(lerp_grad_0), Some(lerp_grad_1), Some(lerp_grad_2)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (1 - weight)`.
fn lerp_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(2)?.try_rsub(1.0)?)
}

/// Gradient in `end`: `g * weight`.
fn lerp_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(2))
}

/// Gradient in `weight`: `g * (end - x)`.
fn lerp_grad_2(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_rsub(at.input(1))?)
}
