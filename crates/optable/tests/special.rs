//! The special functions that gradients are measured with, against tables and identities.
use cresset_optable::special::{digamma, erf, erfc, erfinv, gcd, i0, i0e, i1, i1e, lcm, lgamma, nextafter};

fn assert_close(name: &str, got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * want.abs().max(1e-2), "{name}: {got}, want {want}");
}

/// Values of Abramowitz and Stegun's functions, to all digits of f64.
#[test]
fn tabulated_values() {
    assert_close("erf(0.5)", erf(0.5), 0.520_499_877_813_046_5);
    assert_close("erf(-2)", erf(-2.0), -0.995_322_265_018_952_7);
    assert_close("erfc(3)", erfc(3.0) * 1e5, 2.209_049_699_858_544);
    assert_close("erfc(-1)", erfc(-1.0), 1.842_700_792_949_715);
    assert_close("lgamma(0.5)", lgamma(0.5), 0.572_364_942_924_700_1);
    assert_close("lgamma(10)", lgamma(10.0), 362_880.0_f64.ln());
    assert_close("lgamma(-1.5)", lgamma(-1.5), 0.860_047_015_376_481);
    assert_close("digamma(1)", digamma(1.0), -0.577_215_664_901_532_9);
    assert_close("digamma(0.5)", digamma(0.5), -1.963_510_026_021_423_5);
    assert_close("digamma(-0.5)", digamma(-0.5), 0.036_489_973_978_576_52);
    assert_close("i0(1)", i0(1.0), 1.266_065_877_752_008_4);
    assert_close("i1(1)", i1(1.0), 0.565_159_103_992_485);
    assert_close("i1(-1)", i1(-1.0), -0.565_159_103_992_485);
}

#[test]
fn identities() {
    for step in 1..200 {
        let x = f64::from(step) * 0.04;
        assert_close("erf + erfc", erf(x) + erfc(x), 1.0);
        assert_close("erfinv(erf)", erfinv(erf(x.min(1.5))), x.min(1.5));
        assert_close("lgamma(x+1)", lgamma(x + 1.0), lgamma(x) + x.ln());
        assert_close("digamma(x+1)", digamma(x + 1.0), digamma(x) + 1.0 / x);
        assert_close("i0e", i0e(x), i0(x) * (-x).exp());
        assert_close("i1e", i1e(x), i1(x) * (-x).exp());
    }
    assert_eq!((gcd(-12.0, 18.0), lcm(4.0, 6.0), lcm(0.0, 5.0), gcd(0.0, 0.0)), (6.0, 12.0, 0.0, 0.0));
    assert_eq!(nextafter(1.0, 2.0), 1.0 + f64::EPSILON);
    assert_eq!(nextafter(0.0, -1.0), -f64::from_bits(1));
}
