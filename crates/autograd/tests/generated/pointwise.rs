//! Gradients of elementwise rows against differences. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::harness;

#[test]
fn add() {
    harness::pointwise(|t| t[0].try_add(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn add_of_complex() {
    harness::complex_method(|t| t[0].try_add(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn add_alpha() {
    harness::pointwise(|t| t[0].try_add_alpha(&t[1], 0.7), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn add_alpha_of_complex() {
    harness::complex_method(|t| t[0].try_add_alpha(&t[1], 0.7), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn sub() {
    harness::pointwise(|t| t[0].try_sub(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn sub_of_complex() {
    harness::complex_method(|t| t[0].try_sub(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn sub_alpha() {
    harness::pointwise(|t| t[0].try_sub_alpha(&t[1], 0.7), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn sub_alpha_of_complex() {
    harness::complex_method(|t| t[0].try_sub_alpha(&t[1], 0.7), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn rsub() {
    harness::pointwise(|t| t[0].try_rsub(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn rsub_of_complex() {
    harness::complex_method(|t| t[0].try_rsub(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn mul() {
    harness::pointwise(|t| t[0].try_mul(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn mul_of_complex() {
    harness::complex_method(|t| t[0].try_mul(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn div() {
    harness::pointwise(|t| t[0].try_div(&t[1]), &[(-3.0, 3.0), (0.5, 3.0)]);
}

#[test]
fn div_of_complex() {
    harness::complex_method(|t| t[0].try_div(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], 0.5, 3.0)]);
}

#[test]
fn div_floor() {
    harness::pointwise(|t| t[0].try_div_floor(&t[1]), &[(-3.0, 3.0), (0.5, 3.0)]);
}

#[test]
fn div_trunc() {
    harness::pointwise(|t| t[0].try_div_trunc(&t[1]), &[(-3.0, 3.0), (0.5, 3.0)]);
}

#[test]
fn fmod() {
    harness::pointwise(|t| t[0].try_fmod(&t[1]), &[(-3.0, 3.0), (0.5, 3.0)]);
}

#[test]
fn remainder() {
    harness::pointwise(|t| t[0].try_remainder(&t[1]), &[(-3.0, 3.0), (0.5, 3.0)]);
}

#[test]
fn ldexp() {
    harness::pointwise(|t| t[0].try_ldexp(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn ldexp_of_complex() {
    harness::complex_method(|t| t[0].try_ldexp(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn addcmul() {
    harness::pointwise(|t| t[0].try_addcmul(&t[1], &t[2], 0.7), &[(-3.0, 3.0), (-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn addcmul_of_complex() {
    harness::complex_method(
        |t| t[0].try_addcmul(&t[1], &t[2], 0.7),
        &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0), (&[2, 1], -3.0, 3.0)],
    );
}

#[test]
fn addcdiv() {
    harness::pointwise(|t| t[0].try_addcdiv(&t[1], &t[2], 0.7), &[(-3.0, 3.0), (-3.0, 3.0), (0.5, 3.0)]);
}

#[test]
fn addcdiv_of_complex() {
    harness::complex_method(
        |t| t[0].try_addcdiv(&t[1], &t[2], 0.7),
        &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0), (&[2, 1], 0.5, 3.0)],
    );
}

#[test]
fn lerp() {
    harness::pointwise(|t| t[0].try_lerp(&t[1], &t[2]), &[(-3.0, 3.0), (-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn lerp_of_complex() {
    harness::complex_method(
        |t| t[0].try_lerp(&t[1], &t[2]),
        &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0), (&[2, 1], -3.0, 3.0)],
    );
}

#[test]
fn pow() {
    harness::pointwise(|t| t[0].try_pow(&t[1]), &[(0.1, 3.0), (-3.0, 3.0)]);
}

#[test]
fn pow_of_complex() {
    harness::complex_method(|t| t[0].try_pow(&t[1]), &[(&[2, 3], 0.1, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn square() {
    harness::pointwise(|t| t[0].try_square(), &[(-3.0, 3.0)]);
}

#[test]
fn square_of_complex() {
    harness::complex_method(|t| t[0].try_square(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn sqrt() {
    harness::pointwise(|t| t[0].try_sqrt(), &[(0.1, 4.0)]);
}

#[test]
fn sqrt_of_complex() {
    harness::complex_method(|t| t[0].try_sqrt(), &[(&[2, 3], 0.1, 4.0)]);
}

#[test]
fn rsqrt() {
    harness::pointwise(|t| t[0].try_rsqrt(), &[(0.2, 4.0)]);
}

#[test]
fn rsqrt_of_complex() {
    harness::complex_method(|t| t[0].try_rsqrt(), &[(&[2, 3], 0.2, 4.0)]);
}

#[test]
fn reciprocal() {
    harness::pointwise(|t| t[0].try_reciprocal(), &[(0.3, 3.0)]);
}

#[test]
fn reciprocal_of_complex() {
    harness::complex_method(|t| t[0].try_reciprocal(), &[(&[2, 3], 0.3, 3.0)]);
}

#[test]
fn neg() {
    harness::pointwise(|t| t[0].try_neg(), &[(-3.0, 3.0)]);
}

#[test]
fn neg_of_complex() {
    harness::complex_method(|t| t[0].try_neg(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn positive() {
    harness::pointwise(|t| t[0].try_positive(), &[(-3.0, 3.0)]);
}

#[test]
fn positive_of_complex() {
    harness::complex_method(|t| t[0].try_positive(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn abs() {
    harness::pointwise(|t| t[0].try_abs(), &[(-3.0, 3.0)]);
}

#[test]
fn abs_of_complex() {
    harness::complex_method(|t| t[0].try_abs(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn sign() {
    harness::pointwise(|t| t[0].try_sign(), &[(-3.0, 3.0)]);
}

#[test]
fn sgn() {
    harness::pointwise(|t| t[0].try_sgn(), &[(-3.0, 3.0)]);
}

#[test]
fn sgn_of_complex() {
    harness::complex_method(|t| t[0].try_sgn(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn copysign() {
    harness::pointwise(|t| t[0].try_copysign(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn nextafter() {
    harness::pointwise(|t| t[0].try_nextafter(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn hypot() {
    harness::pointwise(|t| t[0].try_hypot(&t[1]), &[(0.2, 3.0), (0.2, 3.0)]);
}

#[test]
fn floor() {
    harness::pointwise(|t| t[0].try_floor(), &[(-3.0, 3.0)]);
}

#[test]
fn ceil() {
    harness::pointwise(|t| t[0].try_ceil(), &[(-3.0, 3.0)]);
}

#[test]
fn round() {
    harness::pointwise(|t| t[0].try_round(), &[(-3.0, 3.0)]);
}

#[test]
fn trunc() {
    harness::pointwise(|t| t[0].try_trunc(), &[(-3.0, 3.0)]);
}

#[test]
fn frac() {
    harness::pointwise(|t| t[0].try_frac(), &[(-3.0, 3.0)]);
}

#[test]
fn exp() {
    harness::pointwise(|t| t[0].try_exp(), &[(-3.0, 3.0)]);
}

#[test]
fn exp_of_complex() {
    harness::complex_method(|t| t[0].try_exp(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn exp2() {
    harness::pointwise(|t| t[0].try_exp2(), &[(-3.0, 3.0)]);
}

#[test]
fn exp2_of_complex() {
    harness::complex_method(|t| t[0].try_exp2(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn expm1() {
    harness::pointwise(|t| t[0].try_expm1(), &[(-3.0, 3.0)]);
}

#[test]
fn expm1_of_complex() {
    harness::complex_method(|t| t[0].try_expm1(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn log() {
    harness::pointwise(|t| t[0].try_log(), &[(0.1, 5.0)]);
}

#[test]
fn log_of_complex() {
    harness::complex_method(|t| t[0].try_log(), &[(&[2, 3], 0.1, 5.0)]);
}

#[test]
fn log2() {
    harness::pointwise(|t| t[0].try_log2(), &[(0.1, 5.0)]);
}

#[test]
fn log2_of_complex() {
    harness::complex_method(|t| t[0].try_log2(), &[(&[2, 3], 0.1, 5.0)]);
}

#[test]
fn log10() {
    harness::pointwise(|t| t[0].try_log10(), &[(0.1, 5.0)]);
}

#[test]
fn log10_of_complex() {
    harness::complex_method(|t| t[0].try_log10(), &[(&[2, 3], 0.1, 5.0)]);
}

#[test]
fn log1p() {
    harness::pointwise(|t| t[0].try_log1p(), &[(-0.8, 5.0)]);
}

#[test]
fn log1p_of_complex() {
    harness::complex_method(|t| t[0].try_log1p(), &[(&[2, 3], -0.8, 5.0)]);
}

#[test]
fn logaddexp() {
    harness::pointwise(|t| t[0].try_logaddexp(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn logaddexp_of_complex() {
    harness::complex_method(|t| t[0].try_logaddexp(&t[1]), &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)]);
}

#[test]
fn logaddexp2() {
    harness::pointwise(|t| t[0].try_logaddexp2(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn xlogy() {
    harness::pointwise(|t| t[0].try_xlogy(&t[1]), &[(-3.0, 3.0), (0.2, 3.0)]);
}

#[test]
fn xlog1py() {
    harness::pointwise(|t| t[0].try_xlog1py(&t[1]), &[(-3.0, 3.0), (-0.7, 3.0)]);
}

#[test]
fn entr() {
    harness::pointwise(|t| t[0].try_entr(), &[(0.1, 3.0)]);
}

#[test]
fn sin() {
    harness::pointwise(|t| t[0].try_sin(), &[(-3.0, 3.0)]);
}

#[test]
fn sin_of_complex() {
    harness::complex_method(|t| t[0].try_sin(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn cos() {
    harness::pointwise(|t| t[0].try_cos(), &[(-3.0, 3.0)]);
}

#[test]
fn cos_of_complex() {
    harness::complex_method(|t| t[0].try_cos(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn tan() {
    harness::pointwise(|t| t[0].try_tan(), &[(-1.3, 1.3)]);
}

#[test]
fn tan_of_complex() {
    harness::complex_method(|t| t[0].try_tan(), &[(&[2, 3], -1.3, 1.3)]);
}

#[test]
fn asin() {
    harness::pointwise(|t| t[0].try_asin(), &[(-0.9, 0.9)]);
}

#[test]
fn asin_of_complex() {
    harness::complex_method(|t| t[0].try_asin(), &[(&[2, 3], -0.9, 0.9)]);
}

#[test]
fn acos() {
    harness::pointwise(|t| t[0].try_acos(), &[(-0.9, 0.9)]);
}

#[test]
fn acos_of_complex() {
    harness::complex_method(|t| t[0].try_acos(), &[(&[2, 3], -0.9, 0.9)]);
}

#[test]
fn atan() {
    harness::pointwise(|t| t[0].try_atan(), &[(-3.0, 3.0)]);
}

#[test]
fn atan_of_complex() {
    harness::complex_method(|t| t[0].try_atan(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn atan2() {
    harness::pointwise(|t| t[0].try_atan2(&t[1]), &[(0.3, 3.0), (-3.0, 3.0)]);
}

#[test]
fn sinh() {
    harness::pointwise(|t| t[0].try_sinh(), &[(-3.0, 3.0)]);
}

#[test]
fn sinh_of_complex() {
    harness::complex_method(|t| t[0].try_sinh(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn cosh() {
    harness::pointwise(|t| t[0].try_cosh(), &[(-3.0, 3.0)]);
}

#[test]
fn cosh_of_complex() {
    harness::complex_method(|t| t[0].try_cosh(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn tanh() {
    harness::pointwise(|t| t[0].try_tanh(), &[(-3.0, 3.0)]);
}

#[test]
fn tanh_of_complex() {
    harness::complex_method(|t| t[0].try_tanh(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn asinh() {
    harness::pointwise(|t| t[0].try_asinh(), &[(-3.0, 3.0)]);
}

#[test]
fn asinh_of_complex() {
    harness::complex_method(|t| t[0].try_asinh(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn acosh() {
    harness::pointwise(|t| t[0].try_acosh(), &[(1.2, 4.0)]);
}

#[test]
fn acosh_of_complex() {
    harness::complex_method(|t| t[0].try_acosh(), &[(&[2, 3], 1.2, 4.0)]);
}

#[test]
fn atanh() {
    harness::pointwise(|t| t[0].try_atanh(), &[(-0.9, 0.9)]);
}

#[test]
fn atanh_of_complex() {
    harness::complex_method(|t| t[0].try_atanh(), &[(&[2, 3], -0.9, 0.9)]);
}

#[test]
fn deg2rad() {
    harness::pointwise(|t| t[0].try_deg2rad(), &[(-3.0, 3.0)]);
}

#[test]
fn rad2deg() {
    harness::pointwise(|t| t[0].try_rad2deg(), &[(-3.0, 3.0)]);
}

#[test]
fn sinc() {
    harness::pointwise(|t| t[0].try_sinc(), &[(-3.0, 3.0)]);
}

#[test]
fn sinc_of_complex() {
    harness::complex_method(|t| t[0].try_sinc(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn erf() {
    harness::pointwise(|t| t[0].try_erf(), &[(-3.0, 3.0)]);
}

#[test]
fn erfc() {
    harness::pointwise(|t| t[0].try_erfc(), &[(-3.0, 3.0)]);
}

#[test]
fn erfcx() {
    harness::pointwise(|t| t[0].try_erfcx(), &[(-3.0, 3.0)]);
}

#[test]
fn log_ndtr() {
    harness::pointwise(|t| t[0].try_log_ndtr(), &[(-3.0, 3.0)]);
}

#[test]
fn erfinv() {
    harness::pointwise(|t| t[0].try_erfinv(), &[(-0.9, 0.9)]);
}

#[test]
fn ndtr() {
    harness::pointwise(|t| t[0].try_ndtr(), &[(-3.0, 3.0)]);
}

#[test]
fn lgamma() {
    harness::pointwise(|t| t[0].try_lgamma(), &[(0.3, 5.0)]);
}

#[test]
fn digamma() {
    harness::pointwise(|t| t[0].try_digamma(), &[(0.3, 5.0)]);
}

#[test]
fn polygamma() {
    harness::pointwise(|t| t[0].try_polygamma(1.0), &[(0.3, 5.0)]);
}

#[test]
fn i0() {
    harness::pointwise(|t| t[0].try_i0(), &[(-3.0, 3.0)]);
}

#[test]
fn i0e() {
    harness::pointwise(|t| t[0].try_i0e(), &[(-3.0, 3.0)]);
}

#[test]
fn i1() {
    harness::pointwise(|t| t[0].try_i1(), &[(-3.0, 3.0)]);
}

#[test]
fn i1e() {
    harness::pointwise(|t| t[0].try_i1e(), &[(-3.0, 3.0)]);
}

#[test]
fn sigmoid() {
    harness::pointwise(|t| t[0].try_sigmoid(), &[(-3.0, 3.0)]);
}

#[test]
fn sigmoid_of_complex() {
    harness::complex_method(|t| t[0].try_sigmoid(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn logit() {
    harness::pointwise(|t| t[0].try_logit(), &[(0.1, 0.9)]);
}

#[test]
fn relu() {
    harness::pointwise(|t| t[0].try_relu(), &[(-3.0, 3.0)]);
}

#[test]
fn relu6() {
    harness::pointwise(|t| t[0].try_relu6(), &[(-3.0, 9.0)]);
}

#[test]
fn leaky_relu() {
    harness::pointwise(|t| t[0].try_leaky_relu(0.2), &[(-3.0, 3.0)]);
}

#[test]
fn prelu_kernel() {
    harness::pointwise(|t| t[0].try_prelu_kernel(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn threshold() {
    harness::pointwise(|t| t[0].try_threshold(0.5, -1.0), &[(-3.0, 3.0)]);
}

#[test]
fn hardtanh() {
    harness::pointwise(|t| t[0].try_hardtanh(-1.0, 1.0), &[(-3.0, 3.0)]);
}

#[test]
fn hardsigmoid() {
    harness::pointwise(|t| t[0].try_hardsigmoid(), &[(-5.0, 5.0)]);
}

#[test]
fn hardswish() {
    harness::pointwise(|t| t[0].try_hardswish(), &[(-5.0, 5.0)]);
}

#[test]
fn hardshrink() {
    harness::pointwise(|t| t[0].try_hardshrink(0.5), &[(-3.0, 3.0)]);
}

#[test]
fn softshrink() {
    harness::pointwise(|t| t[0].try_softshrink(0.5), &[(-3.0, 3.0)]);
}

#[test]
fn tanhshrink() {
    harness::pointwise(|t| t[0].try_tanhshrink(), &[(-3.0, 3.0)]);
}

#[test]
fn softsign() {
    harness::pointwise(|t| t[0].try_softsign(), &[(-3.0, 3.0)]);
}

#[test]
fn softplus() {
    harness::pointwise(|t| t[0].try_softplus(1.5, 3.0), &[(-3.0, 3.0)]);
}

#[test]
fn logsigmoid() {
    harness::pointwise(|t| t[0].try_logsigmoid(), &[(-3.0, 3.0)]);
}

#[test]
fn silu() {
    harness::pointwise(|t| t[0].try_silu(), &[(-3.0, 3.0)]);
}

#[test]
fn silu_of_complex() {
    harness::complex_method(|t| t[0].try_silu(), &[(&[2, 3], -3.0, 3.0)]);
}

#[test]
fn gelu() {
    harness::pointwise(|t| t[0].try_gelu(), &[(-3.0, 3.0)]);
}

#[test]
fn gelu_tanh() {
    harness::pointwise(|t| t[0].try_gelu_tanh(), &[(-3.0, 3.0)]);
}

#[test]
fn mish() {
    harness::pointwise(|t| t[0].try_mish(), &[(-3.0, 3.0)]);
}

#[test]
fn elu() {
    harness::pointwise(|t| t[0].try_elu(0.7), &[(-3.0, 3.0)]);
}

#[test]
fn celu() {
    harness::pointwise(|t| t[0].try_celu(0.7), &[(-3.0, 3.0)]);
}

#[test]
fn selu() {
    harness::pointwise(|t| t[0].try_selu(), &[(-3.0, 3.0)]);
}

#[test]
fn elu_scaled() {
    harness::pointwise(|t| t[0].try_elu_scaled(0.7, 1.3, 0.8), &[(-3.0, 3.0)]);
}

#[test]
fn maximum() {
    harness::pointwise(|t| t[0].try_maximum(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn minimum() {
    harness::pointwise(|t| t[0].try_minimum(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn fmax() {
    harness::pointwise(|t| t[0].try_fmax(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn fmin() {
    harness::pointwise(|t| t[0].try_fmin(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn clamp() {
    harness::pointwise(|t| t[0].try_clamp(&t[1], &t[2]), &[(-3.0, 3.0), (-2.0, 0.0), (0.0, 2.0)]);
}

#[test]
fn clamp_min() {
    harness::pointwise(|t| t[0].try_clamp_min(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn clamp_max() {
    harness::pointwise(|t| t[0].try_clamp_max(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn where_self() {
    harness::pointwise(|t| harness::condition(&t[0]).try_where_self(&t[0], &t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn where_self_of_complex() {
    harness::complex_method(
        |t| harness::condition(&t[0]).try_where_self(&t[0], &t[1]),
        &[(&[2, 3], -3.0, 3.0), (&[3], -3.0, 3.0)],
    );
}

#[test]
fn nan_to_num() {
    harness::pointwise(|t| t[0].try_nan_to_num(0.0, 9.0, -9.0), &[(-3.0, 3.0)]);
}

#[test]
fn squared_difference() {
    harness::pointwise(|t| t[0].try_squared_difference(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn smooth_l1() {
    harness::pointwise(|t| t[0].try_smooth_l1(&t[1], 0.8), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn huber() {
    harness::pointwise(|t| t[0].try_huber(&t[1], 0.8), &[(-3.0, 3.0), (-3.0, 3.0)]);
}

#[test]
fn bce() {
    harness::pointwise(|t| t[0].try_bce(&t[1]), &[(0.1, 0.9), (0.0, 1.0)]);
}

#[test]
fn bce_with_logits() {
    harness::pointwise(|t| t[0].try_bce_with_logits(&t[1]), &[(-3.0, 3.0), (0.0, 1.0)]);
}

#[test]
fn bce_with_logits_weighted() {
    harness::pointwise(|t| t[0].try_bce_with_logits_weighted(&t[1], &t[2]), &[(-3.0, 3.0), (0.0, 1.0), (0.5, 2.0)]);
}

#[test]
fn kl_term() {
    harness::pointwise(|t| t[0].try_kl_term(&t[1]), &[(-3.0, 0.0), (0.1, 1.0)]);
}

#[test]
fn kl_log_term() {
    harness::pointwise(|t| t[0].try_kl_log_term(&t[1]), &[(-3.0, 0.0), (-3.0, 0.0)]);
}

#[test]
fn soft_margin() {
    harness::pointwise(|t| t[0].try_soft_margin(&t[1]), &[(-3.0, 3.0), (-3.0, 3.0)]);
}
