//! Elementwise methods of the section `activations`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Positive part; the gradient at zero is zero. `out = maximum(x, 0)`
    #[track_caller]
    pub fn relu(&self) -> Tensor {
        plain(self.try_relu())
    }

    /// [`Tensor::relu`] with errors as values.
    #[track_caller]
    pub fn try_relu(&self) -> Result<Tensor> {
        record(&RELU, [self.into()])
    }

    /// [`Tensor::relu`] written into `self`.
    #[track_caller]
    pub fn relu_(&self) -> &Tensor {
        plain(self.try_relu_())
    }

    /// [`Tensor::relu_`] with errors as values.
    #[track_caller]
    pub fn try_relu_(&self) -> Result<&Tensor> {
        record_(&RELU, self, []).map(|()| self)
    }

    /// [`Tensor::relu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn relu_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_relu_out(out))
    }

    /// [`Tensor::relu_out`] with errors as values.
    #[track_caller]
    pub fn try_relu_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&RELU, [self.into()], out)
    }

    /// Positive part, at most six. `out = minimum(maximum(x, 0), 6)`
    #[track_caller]
    pub fn relu6(&self) -> Tensor {
        plain(self.try_relu6())
    }

    /// [`Tensor::relu6`] with errors as values.
    #[track_caller]
    pub fn try_relu6(&self) -> Result<Tensor> {
        record(&RELU6, [self.into()])
    }

    /// [`Tensor::relu6`] written into `self`.
    #[track_caller]
    pub fn relu6_(&self) -> &Tensor {
        plain(self.try_relu6_())
    }

    /// [`Tensor::relu6_`] with errors as values.
    #[track_caller]
    pub fn try_relu6_(&self) -> Result<&Tensor> {
        record_(&RELU6, self, []).map(|()| self)
    }

    /// [`Tensor::relu6`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn relu6_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_relu6_out(out))
    }

    /// [`Tensor::relu6_out`] with errors as values.
    #[track_caller]
    pub fn try_relu6_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&RELU6, [self.into()], out)
    }

    /// Identity above zero, a small slope below. `out = where(x > 0, x, x * negative_slope)`. PyTorch's defaults: `negative_slope = 0.01`.
    #[track_caller]
    pub fn leaky_relu(&self, negative_slope: f64) -> Tensor {
        plain(self.try_leaky_relu(negative_slope))
    }

    /// [`Tensor::leaky_relu`] with errors as values.
    #[track_caller]
    pub fn try_leaky_relu(&self, negative_slope: f64) -> Result<Tensor> {
        record(&LEAKY_RELU, [self.into(), negative_slope.into()])
    }

    /// [`Tensor::leaky_relu`] written into `self`.
    #[track_caller]
    pub fn leaky_relu_(&self, negative_slope: f64) -> &Tensor {
        plain(self.try_leaky_relu_(negative_slope))
    }

    /// [`Tensor::leaky_relu_`] with errors as values.
    #[track_caller]
    pub fn try_leaky_relu_(&self, negative_slope: f64) -> Result<&Tensor> {
        record_(&LEAKY_RELU, self, [negative_slope.into()]).map(|()| self)
    }

    /// [`Tensor::leaky_relu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn leaky_relu_out<'a>(&self, negative_slope: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_leaky_relu_out(negative_slope, out))
    }

    /// [`Tensor::leaky_relu_out`] with errors as values.
    #[track_caller]
    pub fn try_leaky_relu_out<'a>(&self, negative_slope: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LEAKY_RELU, [self.into(), negative_slope.into()], out)
    }

    /// `leaky_relu` with a learned slope. `out = where(x > 0, x, weight * x)`
    #[track_caller]
    pub fn prelu_kernel(&self, weight: impl AsOperand) -> Tensor {
        plain(self.try_prelu_kernel(weight))
    }

    /// [`Tensor::prelu_kernel`] with errors as values.
    #[track_caller]
    pub fn try_prelu_kernel(&self, weight: impl AsOperand) -> Result<Tensor> {
        record(&PRELU_KERNEL, [self.into(), weight.as_operand()])
    }

    /// [`Tensor::prelu_kernel`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn prelu_kernel_out<'a>(&self, weight: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_prelu_kernel_out(weight, out))
    }

    /// [`Tensor::prelu_kernel_out`] with errors as values.
    #[track_caller]
    pub fn try_prelu_kernel_out<'a>(&self, weight: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&PRELU_KERNEL, [self.into(), weight.as_operand()], out)
    }

    /// `x` above the threshold, else the value. `out = where(x <= threshold, value, x)`
    #[track_caller]
    pub fn threshold(&self, threshold: f64, value: f64) -> Tensor {
        plain(self.try_threshold(threshold, value))
    }

    /// [`Tensor::threshold`] with errors as values.
    #[track_caller]
    pub fn try_threshold(&self, threshold: f64, value: f64) -> Result<Tensor> {
        record(&THRESHOLD, [self.into(), threshold.into(), value.into()])
    }

    /// [`Tensor::threshold`] written into `self`.
    #[track_caller]
    pub fn threshold_(&self, threshold: f64, value: f64) -> &Tensor {
        plain(self.try_threshold_(threshold, value))
    }

    /// [`Tensor::threshold_`] with errors as values.
    #[track_caller]
    pub fn try_threshold_(&self, threshold: f64, value: f64) -> Result<&Tensor> {
        record_(&THRESHOLD, self, [threshold.into(), value.into()]).map(|()| self)
    }

    /// [`Tensor::threshold`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn threshold_out<'a>(&self, threshold: f64, value: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_threshold_out(threshold, value, out))
    }

    /// [`Tensor::threshold_out`] with errors as values.
    #[track_caller]
    pub fn try_threshold_out<'a>(&self, threshold: f64, value: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&THRESHOLD, [self.into(), threshold.into(), value.into()], out)
    }

    /// Identity between two bounds. `out = minimum(maximum(x, min_val), max_val)`. PyTorch's defaults: `min_val = -1`, `max_val = 1`.
    #[track_caller]
    pub fn hardtanh(&self, min_val: f64, max_val: f64) -> Tensor {
        plain(self.try_hardtanh(min_val, max_val))
    }

    /// [`Tensor::hardtanh`] with errors as values.
    #[track_caller]
    pub fn try_hardtanh(&self, min_val: f64, max_val: f64) -> Result<Tensor> {
        record(&HARDTANH, [self.into(), min_val.into(), max_val.into()])
    }

    /// [`Tensor::hardtanh`] written into `self`.
    #[track_caller]
    pub fn hardtanh_(&self, min_val: f64, max_val: f64) -> &Tensor {
        plain(self.try_hardtanh_(min_val, max_val))
    }

    /// [`Tensor::hardtanh_`] with errors as values.
    #[track_caller]
    pub fn try_hardtanh_(&self, min_val: f64, max_val: f64) -> Result<&Tensor> {
        record_(&HARDTANH, self, [min_val.into(), max_val.into()]).map(|()| self)
    }

    /// [`Tensor::hardtanh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn hardtanh_out<'a>(&self, min_val: f64, max_val: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_hardtanh_out(min_val, max_val, out))
    }

    /// [`Tensor::hardtanh_out`] with errors as values.
    #[track_caller]
    pub fn try_hardtanh_out<'a>(&self, min_val: f64, max_val: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HARDTANH, [self.into(), min_val.into(), max_val.into()], out)
    }

    /// Sigmoid of three straight pieces. `out = minimum(maximum(x + 3, 0), 6) / 6`
    #[track_caller]
    pub fn hardsigmoid(&self) -> Tensor {
        plain(self.try_hardsigmoid())
    }

    /// [`Tensor::hardsigmoid`] with errors as values.
    #[track_caller]
    pub fn try_hardsigmoid(&self) -> Result<Tensor> {
        record(&HARDSIGMOID, [self.into()])
    }

    /// [`Tensor::hardsigmoid`] written into `self`.
    #[track_caller]
    pub fn hardsigmoid_(&self) -> &Tensor {
        plain(self.try_hardsigmoid_())
    }

    /// [`Tensor::hardsigmoid_`] with errors as values.
    #[track_caller]
    pub fn try_hardsigmoid_(&self) -> Result<&Tensor> {
        record_(&HARDSIGMOID, self, []).map(|()| self)
    }

    /// [`Tensor::hardsigmoid`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn hardsigmoid_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_hardsigmoid_out(out))
    }

    /// [`Tensor::hardsigmoid_out`] with errors as values.
    #[track_caller]
    pub fn try_hardsigmoid_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HARDSIGMOID, [self.into()], out)
    }

    /// `x` times `hardsigmoid(x)`. `out = x * minimum(maximum(x + 3, 0), 6) / 6`
    #[track_caller]
    pub fn hardswish(&self) -> Tensor {
        plain(self.try_hardswish())
    }

    /// [`Tensor::hardswish`] with errors as values.
    #[track_caller]
    pub fn try_hardswish(&self) -> Result<Tensor> {
        record(&HARDSWISH, [self.into()])
    }

    /// [`Tensor::hardswish`] written into `self`.
    #[track_caller]
    pub fn hardswish_(&self) -> &Tensor {
        plain(self.try_hardswish_())
    }

    /// [`Tensor::hardswish_`] with errors as values.
    #[track_caller]
    pub fn try_hardswish_(&self) -> Result<&Tensor> {
        record_(&HARDSWISH, self, []).map(|()| self)
    }

    /// [`Tensor::hardswish`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn hardswish_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_hardswish_out(out))
    }

    /// [`Tensor::hardswish_out`] with errors as values.
    #[track_caller]
    pub fn try_hardswish_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HARDSWISH, [self.into()], out)
    }

    /// Zero between `-lambd` and `lambd`, identity outside. `out = where(x >= -lambd and x <= lambd, 0, x)`. PyTorch's defaults: `lambd = 0.5`.
    #[track_caller]
    pub fn hardshrink(&self, lambd: f64) -> Tensor {
        plain(self.try_hardshrink(lambd))
    }

    /// [`Tensor::hardshrink`] with errors as values.
    #[track_caller]
    pub fn try_hardshrink(&self, lambd: f64) -> Result<Tensor> {
        record(&HARDSHRINK, [self.into(), lambd.into()])
    }

    /// [`Tensor::hardshrink`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn hardshrink_out<'a>(&self, lambd: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_hardshrink_out(lambd, out))
    }

    /// [`Tensor::hardshrink_out`] with errors as values.
    #[track_caller]
    pub fn try_hardshrink_out<'a>(&self, lambd: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HARDSHRINK, [self.into(), lambd.into()], out)
    }

    /// Moves towards zero by `lambd`, stopping there. `out = where(x > lambd, x - lambd, where(x < -lambd, x + lambd, where(is_nan(x), x, 0)))`. PyTorch's defaults: `lambd = 0.5`.
    #[track_caller]
    pub fn softshrink(&self, lambd: f64) -> Tensor {
        plain(self.try_softshrink(lambd))
    }

    /// [`Tensor::softshrink`] with errors as values.
    #[track_caller]
    pub fn try_softshrink(&self, lambd: f64) -> Result<Tensor> {
        record(&SOFTSHRINK, [self.into(), lambd.into()])
    }

    /// [`Tensor::softshrink`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn softshrink_out<'a>(&self, lambd: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_softshrink_out(lambd, out))
    }

    /// [`Tensor::softshrink_out`] with errors as values.
    #[track_caller]
    pub fn try_softshrink_out<'a>(&self, lambd: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SOFTSHRINK, [self.into(), lambd.into()], out)
    }

    /// Difference from the hyperbolic tangent. `out = x - tanh(x)`
    #[track_caller]
    pub fn tanhshrink(&self) -> Tensor {
        plain(self.try_tanhshrink())
    }

    /// [`Tensor::tanhshrink`] with errors as values.
    #[track_caller]
    pub fn try_tanhshrink(&self) -> Result<Tensor> {
        record(&TANHSHRINK, [self.into()])
    }

    /// [`Tensor::tanhshrink`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn tanhshrink_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_tanhshrink_out(out))
    }

    /// [`Tensor::tanhshrink_out`] with errors as values.
    #[track_caller]
    pub fn try_tanhshrink_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&TANHSHRINK, [self.into()], out)
    }

    /// A sigmoid without exponentials. `out = x / (1 + abs(x))`
    #[track_caller]
    pub fn softsign(&self) -> Tensor {
        plain(self.try_softsign())
    }

    /// [`Tensor::softsign`] with errors as values.
    #[track_caller]
    pub fn try_softsign(&self) -> Result<Tensor> {
        record(&SOFTSIGN, [self.into()])
    }

    /// [`Tensor::softsign`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn softsign_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_softsign_out(out))
    }

    /// [`Tensor::softsign_out`] with errors as values.
    #[track_caller]
    pub fn try_softsign_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SOFTSIGN, [self.into()], out)
    }

    /// Smooth positive part; the identity above the threshold. `out = where(x * beta > threshold, x, log1p(exp(x * beta)) / beta)`. PyTorch's defaults: `beta = 1`, `threshold = 20`.
    #[track_caller]
    pub fn softplus(&self, beta: f64, threshold: f64) -> Tensor {
        plain(self.try_softplus(beta, threshold))
    }

    /// [`Tensor::softplus`] with errors as values.
    #[track_caller]
    pub fn try_softplus(&self, beta: f64, threshold: f64) -> Result<Tensor> {
        record(&SOFTPLUS, [self.into(), beta.into(), threshold.into()])
    }

    /// [`Tensor::softplus`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn softplus_out<'a>(&self, beta: f64, threshold: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_softplus_out(beta, threshold, out))
    }

    /// [`Tensor::softplus_out`] with errors as values.
    #[track_caller]
    pub fn try_softplus_out<'a>(&self, beta: f64, threshold: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SOFTPLUS, [self.into(), beta.into(), threshold.into()], out)
    }

    /// Logarithm of the sigmoid, without overflow. `out = minimum(x, 0) - log1p(exp(-abs(x)))`
    #[track_caller]
    pub fn logsigmoid(&self) -> Tensor {
        plain(self.try_logsigmoid())
    }

    /// [`Tensor::logsigmoid`] with errors as values.
    #[track_caller]
    pub fn try_logsigmoid(&self) -> Result<Tensor> {
        record(&LOGSIGMOID, [self.into()])
    }

    /// [`Tensor::logsigmoid`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logsigmoid_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logsigmoid_out(out))
    }

    /// [`Tensor::logsigmoid_out`] with errors as values.
    #[track_caller]
    pub fn try_logsigmoid_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGSIGMOID, [self.into()], out)
    }

    /// `x` times its sigmoid; also called swish. `out = x * sigmoid(x)`
    #[track_caller]
    pub fn silu(&self) -> Tensor {
        plain(self.try_silu())
    }

    /// [`Tensor::silu`] with errors as values.
    #[track_caller]
    pub fn try_silu(&self) -> Result<Tensor> {
        record(&SILU, [self.into()])
    }

    /// [`Tensor::silu`] written into `self`.
    #[track_caller]
    pub fn silu_(&self) -> &Tensor {
        plain(self.try_silu_())
    }

    /// [`Tensor::silu_`] with errors as values.
    #[track_caller]
    pub fn try_silu_(&self) -> Result<&Tensor> {
        record_(&SILU, self, []).map(|()| self)
    }

    /// [`Tensor::silu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn silu_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_silu_out(out))
    }

    /// [`Tensor::silu_out`] with errors as values.
    #[track_caller]
    pub fn try_silu_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SILU, [self.into()], out)
    }

    /// `x` times the normal distribution function. `out = x * 0.5 * (1 + erf(x * 1/sqrt(2)))`
    #[track_caller]
    pub fn gelu(&self) -> Tensor {
        plain(self.try_gelu())
    }

    /// [`Tensor::gelu`] with errors as values.
    #[track_caller]
    pub fn try_gelu(&self) -> Result<Tensor> {
        record(&GELU, [self.into()])
    }

    /// [`Tensor::gelu`] written into `self`.
    #[track_caller]
    pub fn gelu_(&self) -> &Tensor {
        plain(self.try_gelu_())
    }

    /// [`Tensor::gelu_`] with errors as values.
    #[track_caller]
    pub fn try_gelu_(&self) -> Result<&Tensor> {
        record_(&GELU, self, []).map(|()| self)
    }

    /// [`Tensor::gelu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn gelu_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_gelu_out(out))
    }

    /// [`Tensor::gelu_out`] with errors as values.
    #[track_caller]
    pub fn try_gelu_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&GELU, [self.into()], out)
    }

    /// `gelu` in its tanh approximation. `out = 0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))`
    #[track_caller]
    pub fn gelu_tanh(&self) -> Tensor {
        plain(self.try_gelu_tanh())
    }

    /// [`Tensor::gelu_tanh`] with errors as values.
    #[track_caller]
    pub fn try_gelu_tanh(&self) -> Result<Tensor> {
        record(&GELU_TANH, [self.into()])
    }

    /// [`Tensor::gelu_tanh`] written into `self`.
    #[track_caller]
    pub fn gelu_tanh_(&self) -> &Tensor {
        plain(self.try_gelu_tanh_())
    }

    /// [`Tensor::gelu_tanh_`] with errors as values.
    #[track_caller]
    pub fn try_gelu_tanh_(&self) -> Result<&Tensor> {
        record_(&GELU_TANH, self, []).map(|()| self)
    }

    /// [`Tensor::gelu_tanh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn gelu_tanh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_gelu_tanh_out(out))
    }

    /// [`Tensor::gelu_tanh_out`] with errors as values.
    #[track_caller]
    pub fn try_gelu_tanh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&GELU_TANH, [self.into()], out)
    }

    /// `x` times the tanh of its softplus. `out = x * tanh(maximum(x, 0) + log1p(exp(-abs(x))))`
    #[track_caller]
    pub fn mish(&self) -> Tensor {
        plain(self.try_mish())
    }

    /// [`Tensor::mish`] with errors as values.
    #[track_caller]
    pub fn try_mish(&self) -> Result<Tensor> {
        record(&MISH, [self.into()])
    }

    /// [`Tensor::mish`] written into `self`.
    #[track_caller]
    pub fn mish_(&self) -> &Tensor {
        plain(self.try_mish_())
    }

    /// [`Tensor::mish_`] with errors as values.
    #[track_caller]
    pub fn try_mish_(&self) -> Result<&Tensor> {
        record_(&MISH, self, []).map(|()| self)
    }

    /// [`Tensor::mish`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn mish_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_mish_out(out))
    }

    /// [`Tensor::mish_out`] with errors as values.
    #[track_caller]
    pub fn try_mish_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&MISH, [self.into()], out)
    }

    /// Identity above zero, an exponential down to `-alpha` below. `out = where(x < 0, alpha * expm1(x), x)`. PyTorch's defaults: `alpha = 1`.
    #[track_caller]
    pub fn elu(&self, alpha: f64) -> Tensor {
        plain(self.try_elu(alpha))
    }

    /// [`Tensor::elu`] with errors as values.
    #[track_caller]
    pub fn try_elu(&self, alpha: f64) -> Result<Tensor> {
        record(&ELU, [self.into(), alpha.into()])
    }

    /// [`Tensor::elu`] written into `self`.
    #[track_caller]
    pub fn elu_(&self, alpha: f64) -> &Tensor {
        plain(self.try_elu_(alpha))
    }

    /// [`Tensor::elu_`] with errors as values.
    #[track_caller]
    pub fn try_elu_(&self, alpha: f64) -> Result<&Tensor> {
        record_(&ELU, self, [alpha.into()]).map(|()| self)
    }

    /// [`Tensor::elu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn elu_out<'a>(&self, alpha: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_elu_out(alpha, out))
    }

    /// [`Tensor::elu_out`] with errors as values.
    #[track_caller]
    pub fn try_elu_out<'a>(&self, alpha: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ELU, [self.into(), alpha.into()], out)
    }

    /// `elu` with a continuous slope. `out = where(x < 0, alpha * expm1(x / alpha), x)`. PyTorch's defaults: `alpha = 1`.
    #[track_caller]
    pub fn celu(&self, alpha: f64) -> Tensor {
        plain(self.try_celu(alpha))
    }

    /// [`Tensor::celu`] with errors as values.
    #[track_caller]
    pub fn try_celu(&self, alpha: f64) -> Result<Tensor> {
        record(&CELU, [self.into(), alpha.into()])
    }

    /// [`Tensor::celu`] written into `self`.
    #[track_caller]
    pub fn celu_(&self, alpha: f64) -> &Tensor {
        plain(self.try_celu_(alpha))
    }

    /// [`Tensor::celu_`] with errors as values.
    #[track_caller]
    pub fn try_celu_(&self, alpha: f64) -> Result<&Tensor> {
        record_(&CELU, self, [alpha.into()]).map(|()| self)
    }

    /// [`Tensor::celu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn celu_out<'a>(&self, alpha: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_celu_out(alpha, out))
    }

    /// [`Tensor::celu_out`] with errors as values.
    #[track_caller]
    pub fn try_celu_out<'a>(&self, alpha: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&CELU, [self.into(), alpha.into()], out)
    }

    /// `elu` scaled so that layers keep mean zero and variance one. `out = where(x < 0, 1.7580993408473766 * expm1(x), 1.0507009873554805 * x)`
    #[track_caller]
    pub fn selu(&self) -> Tensor {
        plain(self.try_selu())
    }

    /// [`Tensor::selu`] with errors as values.
    #[track_caller]
    pub fn try_selu(&self) -> Result<Tensor> {
        record(&SELU, [self.into()])
    }

    /// [`Tensor::selu`] written into `self`.
    #[track_caller]
    pub fn selu_(&self) -> &Tensor {
        plain(self.try_selu_())
    }

    /// [`Tensor::selu_`] with errors as values.
    #[track_caller]
    pub fn try_selu_(&self) -> Result<&Tensor> {
        record_(&SELU, self, []).map(|()| self)
    }

    /// [`Tensor::selu`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn selu_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_selu_out(out))
    }

    /// [`Tensor::selu_out`] with errors as values.
    #[track_caller]
    pub fn try_selu_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SELU, [self.into()], out)
    }

    /// `elu` with the result and the exponent scaled. `out = where(x < 0, alpha * scale * expm1(x * input_scale), x * scale)`. PyTorch's defaults: `alpha = 1`, `scale = 1`, `input_scale = 1`.
    #[track_caller]
    pub fn elu_scaled(&self, alpha: f64, scale: f64, input_scale: f64) -> Tensor {
        plain(self.try_elu_scaled(alpha, scale, input_scale))
    }

    /// [`Tensor::elu_scaled`] with errors as values.
    #[track_caller]
    pub fn try_elu_scaled(&self, alpha: f64, scale: f64, input_scale: f64) -> Result<Tensor> {
        record(&ELU_SCALED, [self.into(), alpha.into(), scale.into(), input_scale.into()])
    }

    /// [`Tensor::elu_scaled`] written into `self`.
    #[track_caller]
    pub fn elu_scaled_(&self, alpha: f64, scale: f64, input_scale: f64) -> &Tensor {
        plain(self.try_elu_scaled_(alpha, scale, input_scale))
    }

    /// [`Tensor::elu_scaled_`] with errors as values.
    #[track_caller]
    pub fn try_elu_scaled_(&self, alpha: f64, scale: f64, input_scale: f64) -> Result<&Tensor> {
        record_(&ELU_SCALED, self, [alpha.into(), scale.into(), input_scale.into()]).map(|()| self)
    }

    /// [`Tensor::elu_scaled`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn elu_scaled_out<'a>(&self, alpha: f64, scale: f64, input_scale: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_elu_scaled_out(alpha, scale, input_scale, out))
    }

    /// [`Tensor::elu_scaled_out`] with errors as values.
    #[track_caller]
    pub fn try_elu_scaled_out<'a>(
        &self,
        alpha: f64,
        scale: f64,
        input_scale: f64,
        out: &'a Tensor,
    ) -> Result<&'a Tensor> {
        write_out(&ELU_SCALED, [self.into(), alpha.into(), scale.into(), input_scale.into()], out)
    }
}

pub(crate) static RELU: Rule = Rule {
    op: Pointwise::Relu,
    node: "ReluBackward0",
    gradients: &[Some(relu_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(out <= 0, 0, g)`.
fn relu_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.output().try_le(0.0)?.try_where_self(0.0, at.grad())
}

pub(crate) static RELU6: Rule = Rule {
    op: Pointwise::Relu6,
    node: "Relu6Backward0",
    gradients: &[Some(relu6_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= 0 or x >= 6, 0, g)`.
fn relu6_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_le(0.0)?.try_logical_or(&at.tensor(0)?.try_ge(6.0)?)?.try_where_self(0.0, at.grad())
}

pub(crate) static LEAKY_RELU: Rule = Rule {
    op: Pointwise::LeakyRelu,
    node: "LeakyReluBackward0",
    gradients: &[Some(leaky_relu_grad_0), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x > 0, g, g * negative_slope)`.
fn leaky_relu_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_gt(0.0)?.try_where_self(at.grad(), &at.grad().try_mul(at.number(1))?)
}

pub(crate) static PRELU_KERNEL: Rule = Rule {
    op: Pointwise::PreluKernel,
    node: "PreluKernelBackward0",
    gradients: &[Some(prelu_kernel_grad_0), Some(prelu_kernel_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x > 0, g, weight * g)`.
fn prelu_kernel_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_gt(0.0)?.try_where_self(at.grad(), &at.grad().try_mul(at.input(1))?)
}

/// Gradient in `weight`: `where(x > 0, 0, x * g)`.
fn prelu_kernel_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_gt(0.0)?.try_where_self(0.0, &at.tensor(0)?.try_mul(at.grad())?)
}

pub(crate) static THRESHOLD: Rule = Rule {
    op: Pointwise::Threshold,
    node: "ThresholdBackward0",
    gradients: &[Some(threshold_grad_0), None, None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= threshold, 0, g)`.
fn threshold_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_le(at.number(1))?.try_where_self(0.0, at.grad())
}

pub(crate) static HARDTANH: Rule = Rule {
    op: Pointwise::Hardtanh,
    node: "HardtanhBackward0",
    gradients: &[Some(hardtanh_grad_0), None, None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= min_val or x >= max_val, 0, g)`.
fn hardtanh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_le(at.number(1))?
        .try_logical_or(&at.tensor(0)?.try_ge(at.number(2))?)?
        .try_where_self(0.0, at.grad())
}

pub(crate) static HARDSIGMOID: Rule = Rule {
    op: Pointwise::Hardsigmoid,
    node: "HardsigmoidBackward0",
    gradients: &[Some(hardsigmoid_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x > -3 and x < 3, g / 6, 0)`.
fn hardsigmoid_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_gt(-3.0)?
        .try_logical_and(&at.tensor(0)?.try_lt(3.0)?)?
        .try_where_self(&at.grad().try_div(6.0)?, 0.0)
}

pub(crate) static HARDSWISH: Rule = Rule {
    op: Pointwise::Hardswish,
    node: "HardswishBackward0",
    gradients: &[Some(hardswish_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= -3, 0, where(x < 3, g * (x / 3 + 0.5), g))`.
fn hardswish_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_le(-3.0)?.try_where_self(
        0.0,
        &at.tensor(0)?
            .try_lt(3.0)?
            .try_where_self(&at.grad().try_mul(&at.tensor(0)?.try_div(3.0)?.try_add(0.5)?)?, at.grad())?,
    )
}

pub(crate) static HARDSHRINK: Rule = Rule {
    op: Pointwise::Hardshrink,
    node: "HardshrinkBackward0",
    gradients: &[Some(hardshrink_grad_0), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x >= -lambd and x <= lambd, 0, g)`.
fn hardshrink_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_ge(-at.number(1))?
        .try_logical_and(&at.tensor(0)?.try_le(at.number(1))?)?
        .try_where_self(0.0, at.grad())
}

pub(crate) static SOFTSHRINK: Rule = Rule {
    op: Pointwise::Softshrink,
    node: "SoftshrinkBackward0",
    gradients: &[Some(softshrink_grad_0), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x >= -lambd and x <= lambd, 0, g)`.
fn softshrink_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_ge(-at.number(1))?
        .try_logical_and(&at.tensor(0)?.try_le(at.number(1))?)?
        .try_where_self(0.0, at.grad())
}

pub(crate) static TANHSHRINK: Rule = Rule {
    op: Pointwise::Tanhshrink,
    node: "TanhshrinkBackward0",
    gradients: &[Some(tanhshrink_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * tanh(x) * tanh(x)`.
fn tanhshrink_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_tanh()?;
    at.grad().try_mul(&s0.try_mul(&s0)?)
}

pub(crate) static SOFTSIGN: Rule = Rule {
    op: Pointwise::Softsign,
    node: "SoftsignBackward0",
    gradients: &[Some(softsign_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / ((1 + abs(x)) * (1 + abs(x)))`.
fn softsign_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_abs()?.try_add(1.0)?;
    at.grad().try_div(&s0.try_mul(&s0)?)
}

pub(crate) static SOFTPLUS: Rule = Rule {
    op: Pointwise::Softplus,
    node: "SoftplusBackward0",
    gradients: &[Some(softplus_grad_0), None, None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x * beta > threshold, g, g * sigmoid(x * beta))`.
fn softplus_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_mul(at.number(1))?;
    s0.try_gt(at.number(2))?.try_where_self(at.grad(), &at.grad().try_mul(&s0.try_sigmoid()?)?)
}

pub(crate) static LOGSIGMOID: Rule = Rule {
    op: Pointwise::Logsigmoid,
    node: "LogSigmoidBackward0",
    gradients: &[Some(logsigmoid_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * sigmoid(-x)`.
fn logsigmoid_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_neg()?.try_sigmoid()?)
}

pub(crate) static SILU: Rule = Rule {
    op: Pointwise::Silu,
    node: "SiluBackward0",
    gradients: &[Some(silu_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * sigmoid(x) * (1 + x * (1 - sigmoid(x)))`.
fn silu_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_sigmoid()?;
    at.grad().try_mul(&s0.try_mul(&at.tensor(0)?.try_mul(&s0.try_rsub(1.0)?)?.try_add(1.0)?)?)
}

pub(crate) static GELU: Rule = Rule {
    op: Pointwise::Gelu,
    node: "GeluBackward0",
    gradients: &[Some(gelu_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (0.5 * (1 + erf(x * 1/sqrt(2))) + x * 0.3989422804014327 * exp(-0.5 * x * x))`.
fn gelu_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(
        &at.tensor(0)?
            .try_mul(std::f64::consts::FRAC_1_SQRT_2)?
            .try_erf()?
            .try_add(1.0)?
            .try_mul(0.5)?
            .try_add(&at.tensor(0)?.try_mul(
                &at.tensor(0)?.try_mul(at.input(0))?.try_mul(-0.5)?.try_exp()?.try_mul(0.3989422804014327)?,
            )?)?,
    )
}

pub(crate) static GELU_TANH: Rule = Rule {
    op: Pointwise::GeluTanh,
    node: "GeluBackward0",
    gradients: &[Some(gelu_tanh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (0.5 * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) + 0.5 * x * (1 - tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) * 0.7978845608028654 * (1 + 0.134145 * x * x))`.
fn gelu_tanh_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_mul(at.input(0))?;
    let s1 =
        at.tensor(0)?.try_add(&s0.try_mul(at.input(0))?.try_mul(0.044715)?)?.try_mul(0.7978845608028654)?.try_tanh()?;
    let s2 = s1.try_add(1.0)?;
    at.grad().try_mul(&s2.try_mul(0.5)?.try_add(&at.tensor(0)?.try_mul(0.5)?.try_mul(
        &s1.try_rsub(1.0)?.try_mul(&s2)?.try_mul(&s0.try_mul(0.134145)?.try_add(1.0)?.try_mul(0.7978845608028654)?)?,
    )?)?)
}

pub(crate) static MISH: Rule = Rule {
    op: Pointwise::Mish,
    node: "MishBackward0",
    gradients: &[Some(mish_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (tanh(maximum(x, 0) + log1p(exp(-abs(x)))) + x * sigmoid(x) * (1 - tanh(maximum(x, 0) + log1p(exp(-abs(x))))) * (1 + tanh(maximum(x, 0) + log1p(exp(-abs(x))))))`.
fn mish_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at
        .tensor(0)?
        .try_maximum(0.0)?
        .try_add(&at.tensor(0)?.try_abs()?.try_neg()?.try_exp()?.try_log1p()?)?
        .try_tanh()?;
    at.grad().try_mul(
        &s0.try_add(
            &at.tensor(0)?
                .try_mul(&at.tensor(0)?.try_sigmoid()?)?
                .try_mul(&s0.try_rsub(1.0)?.try_mul(&s0.try_add(1.0)?)?)?,
        )?,
    )
}

pub(crate) static ELU: Rule = Rule {
    op: Pointwise::Elu,
    node: "EluBackward0",
    gradients: &[Some(elu_grad_0), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= 0, g * alpha * exp(x), g)`.
fn elu_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_le(0.0)?
        .try_where_self(&at.grad().try_mul(&at.tensor(0)?.try_exp()?.try_mul(at.number(1))?)?, at.grad())
}

pub(crate) static CELU: Rule = Rule {
    op: Pointwise::Celu,
    node: "CeluBackward0",
    gradients: &[Some(celu_grad_0), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= 0, g * exp(x / alpha), g)`.
fn celu_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_le(0.0)?
        .try_where_self(&at.grad().try_mul(&at.tensor(0)?.try_div(at.number(1))?.try_exp()?)?, at.grad())
}

pub(crate) static SELU: Rule = Rule {
    op: Pointwise::Selu,
    node: "SeluBackward0",
    gradients: &[Some(selu_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= 0, g * 1.7580993408473766 * exp(x), g * 1.0507009873554805)`.
fn selu_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_le(0.0)?.try_where_self(
        &at.grad().try_mul(&at.tensor(0)?.try_exp()?.try_mul(1.7580993408473766)?)?,
        &at.grad().try_mul(1.0507009873554805)?,
    )
}

pub(crate) static ELU_SCALED: Rule = Rule {
    op: Pointwise::EluScaled,
    node: "EluBackward0",
    gradients: &[Some(elu_scaled_grad_0), None, None, None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= 0, g * alpha * scale * input_scale * exp(x * input_scale), g * scale)`.
fn elu_scaled_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_le(0.0)?.try_where_self(
        &at.grad().try_mul(
            &at.tensor(0)?.try_mul(at.number(3))?.try_exp()?.try_mul((at.number(1) * at.number(2)) * at.number(3))?,
        )?,
        &at.grad().try_mul(at.number(2))?,
    )
}
