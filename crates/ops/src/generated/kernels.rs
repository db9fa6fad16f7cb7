//! Elementwise operators as CUDA C. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cuda::Formulas;

/// The formulas of each row, in the order of the operators; none for what has to go through the CPU.
pub(crate) static FORMULAS: [Formulas; 142] = [
    // add
    Formulas { value: Some("return (x0 + x1);"), whole: true, gradients: &[None, None] },
    // add_alpha
    Formulas {
        value: Some("return (x0 + (x2 * x1));"),
        whole: true,
        gradients: &[None, Some("return (x0 * x1);"), None],
    },
    // sub
    Formulas { value: Some("return (x0 - x1);"), whole: true, gradients: &[None, Some("return (-x0);")] },
    // sub_alpha
    Formulas {
        value: Some("return (x0 - (x2 * x1));"),
        whole: true,
        gradients: &[None, Some("return (-(x0 * x1));"), None],
    },
    // rsub
    Formulas { value: Some("return (x1 - x0);"), whole: true, gradients: &[Some("return (-x0);"), None] },
    // mul
    Formulas {
        value: Some("return (x0 * x1);"),
        whole: true,
        gradients: &[Some("return (x0 * x1);"), Some("return (x0 * x1);")],
    },
    // div
    Formulas {
        value: Some("return (x0 / x1);"),
        whole: false,
        gradients: &[Some("return (x0 / x1);"), Some("return (-(x0 * ((x1 / x2) / x2)));")],
    },
    // div_floor
    Formulas {
        value: Some("return f::floor_divide<C>(x0, x1);"),
        whole: true,
        gradients: &[Some("return C(0.0);"), Some("return C(0.0);")],
    },
    // div_trunc
    Formulas {
        value: Some("return f::trunc_divide<C>(x0, x1);"),
        whole: true,
        gradients: &[Some("return C(0.0);"), Some("return C(0.0);")],
    },
    // floor_divide
    Formulas { value: Some("return f::floor_divide<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // fmod
    Formulas {
        value: Some("return f::fmod<C>(x0, x1);"),
        whole: true,
        gradients: &[None, Some("return (-(x0 * f::trunc_divide<C>(x1, x2)));")],
    },
    // remainder
    Formulas {
        value: Some("return f::remainder<C>(x0, x1);"),
        whole: true,
        gradients: &[None, Some("return (-(x0 * f::floor_divide<C>(x1, x2)));")],
    },
    // ldexp
    Formulas {
        value: Some("return (x0 * f::exp2(x1));"),
        whole: false,
        gradients: &[Some("return (x0 * f::exp2(x1));"), Some("return (x0 * (x1 * C(0.6931471805599453)));")],
    },
    // addcmul
    Formulas {
        value: Some("return (x0 + (x3 * (x1 * x2)));"),
        whole: true,
        gradients: &[None, Some("return (x0 * (x1 * x2));"), Some("return (x0 * (x1 * x2));"), None],
    },
    // addcdiv
    Formulas {
        value: Some("return (x0 + (x3 * (x1 / x2)));"),
        whole: false,
        gradients: &[None, Some("return (x0 * (x2 / x1));"), Some("return (-(x0 * ((x3 * x1) / (x2 * x2))));"), None],
    },
    // lerp
    Formulas {
        value: Some(
            "auto s0 = (x1 - x0); return ((f::abs(x2) < C(0.5)) ? (x0 + (x2 * s0)) : (x1 - (s0 * (C(1.0) - x2))));",
        ),
        whole: false,
        gradients: &[Some("return (x0 * (C(1.0) - x1));"), Some("return (x0 * x1);"), Some("return (x0 * (x2 - x1));")],
    },
    // pow
    Formulas {
        value: Some("return f::pow<C>(x0, x1);"),
        whole: false,
        gradients: &[
            Some("return ((x2 == C(0.0)) ? C(0.0) : (x0 * (x2 * f::pow<C>(x1, (x2 - C(1.0))))));"),
            Some("return (((x2 == C(0.0)) && !(f::is_inf(x1) || f::is_nan(x1))) ? C(0.0) : (x0 * (x1 * f::log(x2))));"),
        ],
    },
    // square
    Formulas { value: Some("return (x0 * x0);"), whole: true, gradients: &[Some("return (x0 * (C(2.0) * x1));")] },
    // sqrt
    Formulas { value: Some("return f::sqrt(x0);"), whole: false, gradients: &[Some("return (x0 / (C(2.0) * x1));")] },
    // rsqrt
    Formulas {
        value: Some("return f::rsqrt(x0);"),
        whole: false,
        gradients: &[Some("return ((C(-0.5) * x0) * ((x1 * x1) * x1));")],
    },
    // reciprocal
    Formulas { value: Some("return f::recip(x0);"), whole: false, gradients: &[Some("return ((-x0) * (x1 * x1));")] },
    // neg
    Formulas { value: Some("return (-x0);"), whole: true, gradients: &[Some("return (-x0);")] },
    // positive
    Formulas { value: Some("return x0;"), whole: true, gradients: &[None] },
    // abs
    Formulas { value: Some("return f::abs(x0);"), whole: true, gradients: &[Some("return (x0 * f::sign(x1));")] },
    // sign
    Formulas { value: Some("return f::sign(x0);"), whole: true, gradients: &[Some("return C(0.0);")] },
    // sgn
    Formulas { value: Some("return f::sign(x0);"), whole: true, gradients: &[Some("return C(0.0);")] },
    // copysign
    Formulas {
        value: Some("return f::copysign<C>(x0, x1);"),
        whole: false,
        gradients: &[Some("return (x0 * ((x2 == C(0.0)) ? C(0.0) : (x1 / x2)));"), Some("return C(0.0);")],
    },
    // nextafter
    Formulas {
        value: Some("return f::nextafter<C>(x0, x1);"),
        whole: true,
        gradients: &[Some("return ((x1 == x2) ? C(0.0) : x0);"), Some("return C(0.0);")],
    },
    // hypot
    Formulas {
        value: Some("return f::hypot<C>(x0, x1);"),
        whole: false,
        gradients: &[Some("return (x0 * (x2 / x1));"), Some("return (x0 * (x2 / x1));")],
    },
    // heaviside
    Formulas {
        value: Some("return ((x0 == C(0.0)) ? x1 : ((x0 > C(0.0)) ? C(1.0) : C(0.0)));"),
        whole: true,
        gradients: &[None, None],
    },
    // floor
    Formulas { value: Some("return f::floor(x0);"), whole: false, gradients: &[Some("return C(0.0);")] },
    // ceil
    Formulas { value: Some("return f::ceil(x0);"), whole: false, gradients: &[Some("return C(0.0);")] },
    // round
    Formulas { value: Some("return f::round(x0);"), whole: false, gradients: &[Some("return C(0.0);")] },
    // trunc
    Formulas { value: Some("return f::trunc(x0);"), whole: false, gradients: &[Some("return C(0.0);")] },
    // frac
    Formulas { value: Some("return (x0 - f::trunc(x0));"), whole: false, gradients: &[None] },
    // exp
    Formulas { value: Some("return f::exp(x0);"), whole: false, gradients: &[Some("return (x0 * x1);")] },
    // exp2
    Formulas {
        value: Some("return f::exp2(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (x1 * C(0.6931471805599453)));")],
    },
    // expm1
    Formulas { value: Some("return f::expm1(x0);"), whole: false, gradients: &[Some("return (x0 * (x1 + C(1.0)));")] },
    // log
    Formulas { value: Some("return f::log(x0);"), whole: false, gradients: &[Some("return (x0 / x1);")] },
    // log2
    Formulas {
        value: Some("return f::log2(x0);"),
        whole: false,
        gradients: &[Some("return (x0 / (x1 * C(0.6931471805599453)));")],
    },
    // log10
    Formulas {
        value: Some("return f::log10(x0);"),
        whole: false,
        gradients: &[Some("return (x0 / (x1 * C(2.302585092994046)));")],
    },
    // log1p
    Formulas { value: Some("return f::log1p(x0);"), whole: false, gradients: &[Some("return (x0 / (x1 + C(1.0)));")] },
    // logaddexp
    Formulas {
        value: Some(
            "auto s0 = f::maximum<C>(x0, x1); return ((f::is_inf(x0) && (x0 == x1)) ? x0 : (s0 + f::log1p(f::exp((f::minimum<C>(x0, x1) - s0)))));",
        ),
        whole: false,
        gradients: &[Some("return (x0 * f::sigmoid((x1 - x2)));"), Some("return (x0 * f::sigmoid((x2 - x1)));")],
    },
    // logaddexp2
    Formulas {
        value: Some(
            "return ((f::is_inf(x0) && (x0 == x1)) ? x0 : (f::maximum<C>(x0, x1) + (f::log1p(f::exp2((-f::abs((x0 - x1))))) / C(0.6931471805599453))));",
        ),
        whole: false,
        gradients: &[
            Some("return (x0 / (C(1.0) + f::exp2((x2 - x1))));"),
            Some("return (x0 / (C(1.0) + f::exp2((x1 - x2))));"),
        ],
    },
    // xlogy
    Formulas {
        value: Some("return (((x0 == C(0.0)) && !f::is_nan(x1)) ? C(0.0) : (x0 * f::log(x1)));"),
        whole: false,
        gradients: &[
            Some(
                "return (((x1 == C(0.0)) && (x2 <= C(0.0))) ? C(0.0) : (((x0 == C(0.0)) && !f::is_nan(x2)) ? C(0.0) : (x0 * f::log(x2))));",
            ),
            Some("return ((x0 * x1) / x2);"),
        ],
    },
    // xlog1py
    Formulas {
        value: Some("return (((x0 == C(0.0)) && !f::is_nan(x1)) ? C(0.0) : (x0 * f::log1p(x1)));"),
        whole: false,
        gradients: &[
            Some(
                "return (((x1 == C(0.0)) && (x2 <= C(-1.0))) ? C(0.0) : (((x0 == C(0.0)) && !f::is_nan(x2)) ? C(0.0) : (x0 * f::log1p(x2))));",
            ),
            Some("return ((x0 * x1) / (x2 + C(1.0)));"),
        ],
    },
    // entr
    Formulas {
        value: Some("return ((x0 == C(0.0)) ? C(0.0) : ((x0 < C(0.0)) ? -f::infinity<C>() : ((-x0) * f::log(x0))));"),
        whole: false,
        gradients: &[Some("return ((-x0) * (C(1.0) + f::log(x1)));")],
    },
    // sin
    Formulas { value: Some("return f::sin(x0);"), whole: false, gradients: &[Some("return (x0 * f::cos(x1));")] },
    // cos
    Formulas { value: Some("return f::cos(x0);"), whole: false, gradients: &[Some("return (x0 * (-f::sin(x1)));")] },
    // tan
    Formulas {
        value: Some("return f::tan(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (C(1.0) + (x1 * x1)));")],
    },
    // asin
    Formulas {
        value: Some("return f::asin(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * f::rsqrt((C(1.0) - (x1 * x1))));")],
    },
    // acos
    Formulas {
        value: Some("return f::acos(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (-f::rsqrt((C(1.0) - (x1 * x1)))));")],
    },
    // atan
    Formulas {
        value: Some("return f::atan(x0);"),
        whole: false,
        gradients: &[Some("return (x0 / ((x1 * x1) + C(1.0)));")],
    },
    // atan2
    Formulas {
        value: Some("return f::atan2<C>(x0, x1);"),
        whole: false,
        gradients: &[
            Some("return (x0 * (x2 * f::recip(((x1 * x1) + (x2 * x2)))));"),
            Some("return (x0 * ((-x1) * f::recip(((x1 * x1) + (x2 * x2)))));"),
        ],
    },
    // sinh
    Formulas { value: Some("return f::sinh(x0);"), whole: false, gradients: &[Some("return (x0 * f::cosh(x1));")] },
    // cosh
    Formulas { value: Some("return f::cosh(x0);"), whole: false, gradients: &[Some("return (x0 * f::sinh(x1));")] },
    // tanh
    Formulas {
        value: Some("return f::tanh(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * ((C(1.0) - x1) * (C(1.0) + x1)));")],
    },
    // asinh
    Formulas {
        value: Some("return f::asinh(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * f::rsqrt(((x1 * x1) + C(1.0))));")],
    },
    // acosh
    Formulas {
        value: Some("return f::acosh(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * f::rsqrt(((x1 * x1) - C(1.0))));")],
    },
    // atanh
    Formulas {
        value: Some("return f::atanh(x0);"),
        whole: false,
        gradients: &[Some("return (x0 / (C(1.0) - (x1 * x1)));")],
    },
    // deg2rad
    Formulas {
        value: Some("return (x0 * C(0.017453292519943295));"),
        whole: false,
        gradients: &[Some("return (x0 * C(0.017453292519943295));")],
    },
    // rad2deg
    Formulas {
        value: Some("return (x0 * C(57.29577951308232));"),
        whole: false,
        gradients: &[Some("return (x0 * C(57.29577951308232));")],
    },
    // sinc
    Formulas {
        value: Some("auto s0 = (x0 * C(3.141592653589793)); return ((x0 == C(0.0)) ? C(1.0) : (f::sin(s0) / s0));"),
        whole: false,
        gradients: &[Some(
            "auto s0 = (x1 * C(3.141592653589793)); auto s1 = (s0 * x1); return ((s1 == C(0.0)) ? C(0.0) : (x0 * (((s0 * f::cos(s0)) - f::sin(s0)) / s1)));",
        )],
    },
    // erf
    Formulas {
        value: Some("return f::erf(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (C(1.1283791670955126) * f::exp((-(x1 * x1)))));")],
    },
    // erfc
    Formulas {
        value: Some("return f::erfc(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (C(-1.1283791670955126) * f::exp((-(x1 * x1)))));")],
    },
    // erfcx
    Formulas {
        value: Some("return special::erfcx(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (((C(2.0) * x2) * x1) - C(1.1283791670955126)));")],
    },
    // log_ndtr
    Formulas {
        value: Some(
            "auto s0 = (x0 * C(0.7071067811865476)); return ((x0 < C(-1.0)) ? (f::log((special::erfcx((x0 * C(-0.7071067811865476))) * C(0.5))) - (s0 * s0)) : f::log1p((f::erfc(s0) * C(-0.5))));",
        ),
        whole: false,
        gradients: &[Some(
            "return (x0 / ((special::erfcx((x1 * C(-0.7071067811865476))) * C(1.7724538509055159)) * C(0.7071067811865476)));",
        )],
    },
    // erfinv
    Formulas {
        value: Some("return special::erfinv(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (C(0.886226925452758) * f::exp((x1 * x1))));")],
    },
    // ndtr
    Formulas {
        value: Some("return (C(0.5) * f::erfc((x0 * C(-0.7071067811865476))));"),
        whole: false,
        gradients: &[Some("return (x0 * (C(0.3989422804014327) * f::exp((C(-0.5) * (x1 * x1)))));")],
    },
    // lgamma
    Formulas {
        value: Some("return f::lgamma(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * special::digamma(x1));")],
    },
    // digamma
    Formulas {
        value: Some("return special::digamma(x0);"),
        whole: false,
        gradients: &[Some(
            "auto s0 = ((x1 < C(0.5)) && (C(1.0) <= C(2.0))); auto s1 = (x1 * C(3.141592653589793)); auto s2 = f::recip(f::sin(s1)); auto s3 = (C(9.869604401089358) * (s2 * s2)); auto s4 = (s0 ? (C(1.0) - x1) : x1); auto s5 = ((s4 <= C(0.0)) ? f::nan<C>() : s4); auto s6 = (C(1.0) + C(1.0)); auto s7 = (-s6); auto s8 = (s5 + C(8.0)); auto s9 = f::pow<C>(s8, s7); auto s10 = ((s6 * s9) / s8); auto s11 = (s8 * s8); auto s12 = (((s10 * (s6 + C(1.0))) * (s6 + C(2.0))) / s11); auto s13 = (((s12 * (s6 + C(3.0))) * (s6 + C(4.0))) / s11); auto s14 = (((s13 * (s6 + C(5.0))) * (s6 + C(6.0))) / s11); auto s15 = (((s14 * (s6 + C(7.0))) * (s6 + C(8.0))) / s11); auto s16 = (((s15 * (s6 + C(9.0))) * (s6 + C(10.0))) / s11); auto s17 = (((s16 * (s6 + C(11.0))) * (s6 + C(12.0))) / s11); auto s18 = (((((((((((((((((f::pow<C>(s5, s7) + f::pow<C>((s5 + C(1.0)), s7)) + f::pow<C>((s5 + C(2.0)), s7)) + f::pow<C>((s5 + C(3.0)), s7)) + f::pow<C>((s5 + C(4.0)), s7)) + f::pow<C>((s5 + C(5.0)), s7)) + f::pow<C>((s5 + C(6.0)), s7)) + f::pow<C>((s5 + C(7.0)), s7)) + ((s9 * s8) / (s6 - C(1.0)))) + (s9 * C(0.5))) + (s10 * C(0.08333333333333333))) + (s12 * C(-0.001388888888888889))) + (s13 * C(3.306878306878307e-5))) + (s14 * C(-8.267195767195768e-7))) + (s15 * C(2.08767569878681e-8))) + (s16 * C(-5.284190138687493e-10))) + (s17 * C(1.3382536530684679e-11))) + ((((s17 * (s6 + C(13.0))) * (s6 + C(14.0))) / s11) * C(-3.3896802963225827e-13))); return (x0 * (s0 ? ((C(1.0) == C(1.0)) ? (s3 - s18) : ((C(-2.0) * s18) - ((C(2.0) * s3) * ((C(3.141592653589793) * f::cos(s1)) * s2)))) : ((((f::fmod<C>(C(1.0), C(2.0)) == C(0.0)) ? C(-1.0) : C(1.0)) * f::exp(f::lgamma(s6))) * s18)));",
        )],
    },
    // polygamma
    Formulas {
        value: Some(
            "auto s0 = ((x0 < C(0.5)) && (x1 <= C(2.0))); auto s1 = (x0 * C(3.141592653589793)); auto s2 = f::recip(f::sin(s1)); auto s3 = (C(9.869604401089358) * (s2 * s2)); auto s4 = (s0 ? (C(1.0) - x0) : x0); auto s5 = ((s4 <= C(0.0)) ? f::nan<C>() : s4); auto s6 = (x1 + C(1.0)); auto s7 = (-s6); auto s8 = (s5 + C(8.0)); auto s9 = f::pow<C>(s8, s7); auto s10 = ((s6 * s9) / s8); auto s11 = (s8 * s8); auto s12 = (((s10 * (s6 + C(1.0))) * (s6 + C(2.0))) / s11); auto s13 = (((s12 * (s6 + C(3.0))) * (s6 + C(4.0))) / s11); auto s14 = (((s13 * (s6 + C(5.0))) * (s6 + C(6.0))) / s11); auto s15 = (((s14 * (s6 + C(7.0))) * (s6 + C(8.0))) / s11); auto s16 = (((s15 * (s6 + C(9.0))) * (s6 + C(10.0))) / s11); auto s17 = (((s16 * (s6 + C(11.0))) * (s6 + C(12.0))) / s11); auto s18 = (((((((((((((((((f::pow<C>(s5, s7) + f::pow<C>((s5 + C(1.0)), s7)) + f::pow<C>((s5 + C(2.0)), s7)) + f::pow<C>((s5 + C(3.0)), s7)) + f::pow<C>((s5 + C(4.0)), s7)) + f::pow<C>((s5 + C(5.0)), s7)) + f::pow<C>((s5 + C(6.0)), s7)) + f::pow<C>((s5 + C(7.0)), s7)) + ((s9 * s8) / (s6 - C(1.0)))) + (s9 * C(0.5))) + (s10 * C(0.08333333333333333))) + (s12 * C(-0.001388888888888889))) + (s13 * C(3.306878306878307e-5))) + (s14 * C(-8.267195767195768e-7))) + (s15 * C(2.08767569878681e-8))) + (s16 * C(-5.284190138687493e-10))) + (s17 * C(1.3382536530684679e-11))) + ((((s17 * (s6 + C(13.0))) * (s6 + C(14.0))) / s11) * C(-3.3896802963225827e-13))); return (s0 ? ((x1 == C(1.0)) ? (s3 - s18) : ((C(-2.0) * s18) - ((C(2.0) * s3) * ((C(3.141592653589793) * f::cos(s1)) * s2)))) : ((((f::fmod<C>(x1, C(2.0)) == C(0.0)) ? C(-1.0) : C(1.0)) * f::exp(f::lgamma(s6))) * s18));",
        ),
        whole: false,
        gradients: &[
            Some(
                "auto s0 = (x2 + C(1.0)); auto s1 = ((x1 < C(0.5)) && (s0 <= C(2.0))); auto s2 = (x1 * C(3.141592653589793)); auto s3 = f::recip(f::sin(s2)); auto s4 = (C(9.869604401089358) * (s3 * s3)); auto s5 = (s1 ? (C(1.0) - x1) : x1); auto s6 = ((s5 <= C(0.0)) ? f::nan<C>() : s5); auto s7 = (s0 + C(1.0)); auto s8 = (-s7); auto s9 = (s6 + C(8.0)); auto s10 = f::pow<C>(s9, s8); auto s11 = ((s7 * s10) / s9); auto s12 = (s9 * s9); auto s13 = (((s11 * (s7 + C(1.0))) * (s7 + C(2.0))) / s12); auto s14 = (((s13 * (s7 + C(3.0))) * (s7 + C(4.0))) / s12); auto s15 = (((s14 * (s7 + C(5.0))) * (s7 + C(6.0))) / s12); auto s16 = (((s15 * (s7 + C(7.0))) * (s7 + C(8.0))) / s12); auto s17 = (((s16 * (s7 + C(9.0))) * (s7 + C(10.0))) / s12); auto s18 = (((s17 * (s7 + C(11.0))) * (s7 + C(12.0))) / s12); auto s19 = (((((((((((((((((f::pow<C>(s6, s8) + f::pow<C>((s6 + C(1.0)), s8)) + f::pow<C>((s6 + C(2.0)), s8)) + f::pow<C>((s6 + C(3.0)), s8)) + f::pow<C>((s6 + C(4.0)), s8)) + f::pow<C>((s6 + C(5.0)), s8)) + f::pow<C>((s6 + C(6.0)), s8)) + f::pow<C>((s6 + C(7.0)), s8)) + ((s10 * s9) / (s7 - C(1.0)))) + (s10 * C(0.5))) + (s11 * C(0.08333333333333333))) + (s13 * C(-0.001388888888888889))) + (s14 * C(3.306878306878307e-5))) + (s15 * C(-8.267195767195768e-7))) + (s16 * C(2.08767569878681e-8))) + (s17 * C(-5.284190138687493e-10))) + (s18 * C(1.3382536530684679e-11))) + ((((s18 * (s7 + C(13.0))) * (s7 + C(14.0))) / s12) * C(-3.3896802963225827e-13))); return (x0 * (s1 ? ((s0 == C(1.0)) ? (s4 - s19) : ((C(-2.0) * s19) - ((C(2.0) * s4) * ((C(3.141592653589793) * f::cos(s2)) * s3)))) : ((((f::fmod<C>(s0, C(2.0)) == C(0.0)) ? C(-1.0) : C(1.0)) * f::exp(f::lgamma(s7))) * s19)));",
            ),
            None,
        ],
    },
    // i0
    Formulas {
        value: Some("return special::i0(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * special::i1(x1));")],
    },
    // i0e
    Formulas {
        value: Some("return special::i0e(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * (special::i1e(x2) - (f::sign(x2) * x1)));")],
    },
    // i1
    Formulas {
        value: Some("return special::i1(x0);"),
        whole: false,
        gradients: &[Some(
            "return (x0 * ((f::abs(x2) > C(2.220446049250313e-16)) ? (special::i0(x2) - (x1 / x2)) : C(0.5)));",
        )],
    },
    // i1e
    Formulas {
        value: Some("return special::i1e(x0);"),
        whole: false,
        gradients: &[Some(
            "return (x0 * ((f::abs(x2) > C(2.220446049250313e-16)) ? (special::i0e(x2) - (x1 * (f::sign(x2) + f::recip(x2)))) : C(0.5)));",
        )],
    },
    // sigmoid
    Formulas {
        value: Some("return f::sigmoid(x0);"),
        whole: false,
        gradients: &[Some("return (x0 * ((C(1.0) - x1) * x1));")],
    },
    // logit
    Formulas {
        value: Some("return f::log((x0 / (C(1.0) - x0)));"),
        whole: false,
        gradients: &[Some("return (((x1 >= C(0.0)) && (x1 <= C(1.0))) ? (x0 / (x1 * (C(1.0) - x1))) : f::nan<C>());")],
    },
    // relu
    Formulas {
        value: Some("return f::maximum<C>(x0, C(0.0));"),
        whole: true,
        gradients: &[Some("return ((x1 <= C(0.0)) ? C(0.0) : x0);")],
    },
    // relu6
    Formulas {
        value: Some("return f::minimum<C>(f::maximum<C>(x0, C(0.0)), C(6.0));"),
        whole: true,
        gradients: &[Some("return (((x1 <= C(0.0)) || (x1 >= C(6.0))) ? C(0.0) : x0);")],
    },
    // leaky_relu
    Formulas {
        value: Some("return ((x0 > C(0.0)) ? x0 : (x0 * x1));"),
        whole: true,
        gradients: &[Some("return ((x1 > C(0.0)) ? x0 : (x0 * x2));"), None],
    },
    // prelu_kernel
    Formulas {
        value: Some("return ((x0 > C(0.0)) ? x0 : (x1 * x0));"),
        whole: true,
        gradients: &[
            Some("return ((x1 > C(0.0)) ? x0 : (x2 * x0));"),
            Some("return ((x1 > C(0.0)) ? C(0.0) : (x1 * x0));"),
        ],
    },
    // threshold
    Formulas {
        value: Some("return ((x0 <= x1) ? x2 : x0);"),
        whole: true,
        gradients: &[Some("return ((x1 <= x2) ? C(0.0) : x0);"), None, None],
    },
    // hardtanh
    Formulas {
        value: Some("return f::minimum<C>(f::maximum<C>(x0, x1), x2);"),
        whole: true,
        gradients: &[Some("return (((x1 <= x2) || (x1 >= x3)) ? C(0.0) : x0);"), None, None],
    },
    // hardsigmoid
    Formulas {
        value: Some("return (f::minimum<C>(f::maximum<C>((x0 + C(3.0)), C(0.0)), C(6.0)) / C(6.0));"),
        whole: false,
        gradients: &[Some("return (((x1 > C(-3.0)) && (x1 < C(3.0))) ? (x0 / C(6.0)) : C(0.0));")],
    },
    // hardswish
    Formulas {
        value: Some("return ((x0 * f::minimum<C>(f::maximum<C>((x0 + C(3.0)), C(0.0)), C(6.0))) / C(6.0));"),
        whole: false,
        gradients: &[Some(
            "return ((x1 <= C(-3.0)) ? C(0.0) : ((x1 < C(3.0)) ? (x0 * ((x1 / C(3.0)) + C(0.5))) : x0));",
        )],
    },
    // hardshrink
    Formulas {
        value: Some("return (((x0 >= (-x1)) && (x0 <= x1)) ? C(0.0) : x0);"),
        whole: true,
        gradients: &[Some("return (((x1 >= (-x2)) && (x1 <= x2)) ? C(0.0) : x0);"), None],
    },
    // softshrink
    Formulas {
        value: Some("return ((x0 > x1) ? (x0 - x1) : ((x0 < (-x1)) ? (x0 + x1) : (f::is_nan(x0) ? x0 : C(0.0))));"),
        whole: false,
        gradients: &[Some("return (((x1 >= (-x2)) && (x1 <= x2)) ? C(0.0) : x0);"), None],
    },
    // tanhshrink
    Formulas {
        value: Some("return (x0 - f::tanh(x0));"),
        whole: false,
        gradients: &[Some("auto s0 = f::tanh(x1); return (x0 * (s0 * s0));")],
    },
    // softsign
    Formulas {
        value: Some("return (x0 / (C(1.0) + f::abs(x0)));"),
        whole: false,
        gradients: &[Some("auto s0 = (C(1.0) + f::abs(x1)); return (x0 / (s0 * s0));")],
    },
    // softplus
    Formulas {
        value: Some("auto s0 = (x0 * x1); return ((s0 > x2) ? x0 : (f::log1p(f::exp(s0)) / x1));"),
        whole: false,
        gradients: &[Some("auto s0 = (x1 * x2); return ((s0 > x3) ? x0 : (x0 * f::sigmoid(s0)));"), None, None],
    },
    // logsigmoid
    Formulas {
        value: Some("return (f::minimum<C>(x0, C(0.0)) - f::log1p(f::exp((-f::abs(x0)))));"),
        whole: false,
        gradients: &[Some("return (x0 * f::sigmoid((-x1)));")],
    },
    // silu
    Formulas {
        value: Some("return (x0 * f::sigmoid(x0));"),
        whole: false,
        gradients: &[Some("auto s0 = f::sigmoid(x1); return (x0 * (s0 * (C(1.0) + (x1 * (C(1.0) - s0)))));")],
    },
    // gelu
    Formulas {
        value: Some("return (x0 * (C(0.5) * (C(1.0) + f::erf((x0 * C(0.7071067811865476))))));"),
        whole: false,
        gradients: &[Some(
            "return (x0 * ((C(0.5) * (C(1.0) + f::erf((x1 * C(0.7071067811865476))))) + (x1 * (C(0.3989422804014327) * f::exp((C(-0.5) * (x1 * x1)))))));",
        )],
    },
    // gelu_tanh
    Formulas {
        value: Some(
            "return ((C(0.5) * x0) * (C(1.0) + f::tanh((C(0.7978845608028654) * (x0 + (C(0.044715) * ((x0 * x0) * x0)))))));",
        ),
        whole: false,
        gradients: &[Some(
            "auto s0 = (x1 * x1); auto s1 = f::tanh((C(0.7978845608028654) * (x1 + (C(0.044715) * (s0 * x1))))); auto s2 = (C(1.0) + s1); return (x0 * ((C(0.5) * s2) + ((C(0.5) * x1) * (((C(1.0) - s1) * s2) * (C(0.7978845608028654) * (C(1.0) + (C(0.134145) * s0)))))));",
        )],
    },
    // mish
    Formulas {
        value: Some("return (x0 * f::tanh((f::maximum<C>(x0, C(0.0)) + f::log1p(f::exp((-f::abs(x0)))))));"),
        whole: false,
        gradients: &[Some(
            "auto s0 = f::tanh((f::maximum<C>(x1, C(0.0)) + f::log1p(f::exp((-f::abs(x1)))))); return (x0 * (s0 + ((x1 * f::sigmoid(x1)) * ((C(1.0) - s0) * (C(1.0) + s0)))));",
        )],
    },
    // elu
    Formulas {
        value: Some("return ((x0 < C(0.0)) ? (x1 * f::expm1(x0)) : x0);"),
        whole: false,
        gradients: &[Some("return ((x1 <= C(0.0)) ? (x0 * (x2 * f::exp(x1))) : x0);"), None],
    },
    // celu
    Formulas {
        value: Some("return ((x0 < C(0.0)) ? (x1 * f::expm1((x0 / x1))) : x0);"),
        whole: false,
        gradients: &[Some("return ((x1 <= C(0.0)) ? (x0 * f::exp((x1 / x2))) : x0);"), None],
    },
    // selu
    Formulas {
        value: Some("return ((x0 < C(0.0)) ? (C(1.7580993408473766) * f::expm1(x0)) : (C(1.0507009873554805) * x0));"),
        whole: false,
        gradients: &[Some(
            "return ((x1 <= C(0.0)) ? (x0 * (C(1.7580993408473766) * f::exp(x1))) : (x0 * C(1.0507009873554805)));",
        )],
    },
    // elu_scaled
    Formulas {
        value: Some("return ((x0 < C(0.0)) ? ((x1 * x2) * f::expm1((x0 * x3))) : (x0 * x2));"),
        whole: false,
        gradients: &[
            Some("return ((x1 <= C(0.0)) ? (x0 * (((x2 * x3) * x4) * f::exp((x1 * x4)))) : (x0 * x3));"),
            None,
            None,
            None,
        ],
    },
    // eq
    Formulas { value: Some("return (x0 == x1);"), whole: true, gradients: &[None, None] },
    // ne
    Formulas { value: Some("return (x0 != x1);"), whole: true, gradients: &[None, None] },
    // lt
    Formulas { value: Some("return (x0 < x1);"), whole: true, gradients: &[None, None] },
    // le
    Formulas { value: Some("return (x0 <= x1);"), whole: true, gradients: &[None, None] },
    // gt
    Formulas { value: Some("return (x0 > x1);"), whole: true, gradients: &[None, None] },
    // ge
    Formulas { value: Some("return (x0 >= x1);"), whole: true, gradients: &[None, None] },
    // isnan
    Formulas { value: Some("return f::is_nan(x0);"), whole: false, gradients: &[None] },
    // isinf
    Formulas { value: Some("return f::is_inf(x0);"), whole: false, gradients: &[None] },
    // isfinite
    Formulas { value: Some("return !(f::is_inf(x0) || f::is_nan(x0));"), whole: false, gradients: &[None] },
    // isposinf
    Formulas { value: Some("return (x0 == f::infinity<C>());"), whole: false, gradients: &[None] },
    // isneginf
    Formulas { value: Some("return (x0 == -f::infinity<C>());"), whole: false, gradients: &[None] },
    // signbit
    Formulas { value: Some("return f::sign_bit(x0);"), whole: false, gradients: &[None] },
    // logical_and
    Formulas { value: Some("return ((x0 != C(0.0)) && (x1 != C(0.0)));"), whole: true, gradients: &[None, None] },
    // logical_or
    Formulas { value: Some("return ((x0 != C(0.0)) || (x1 != C(0.0)));"), whole: true, gradients: &[None, None] },
    // logical_xor
    Formulas { value: Some("return ((x0 != C(0.0)) != (x1 != C(0.0)));"), whole: true, gradients: &[None, None] },
    // logical_not
    Formulas { value: Some("return (x0 == C(0.0));"), whole: true, gradients: &[None] },
    // maximum
    Formulas {
        value: Some("return f::maximum<C>(x0, x1);"),
        whole: true,
        gradients: &[
            Some("return ((x1 < x2) ? C(0.0) : ((x1 == x2) ? (x0 / C(2.0)) : x0));"),
            Some("return ((x1 > x2) ? C(0.0) : ((x1 == x2) ? (x0 / C(2.0)) : x0));"),
        ],
    },
    // minimum
    Formulas {
        value: Some("return f::minimum<C>(x0, x1);"),
        whole: true,
        gradients: &[
            Some("return ((x1 > x2) ? C(0.0) : ((x1 == x2) ? (x0 / C(2.0)) : x0));"),
            Some("return ((x1 < x2) ? C(0.0) : ((x1 == x2) ? (x0 / C(2.0)) : x0));"),
        ],
    },
    // fmax
    Formulas {
        value: Some("return (((x0 >= x1) || (x1 != x1)) ? x0 : x1);"),
        whole: true,
        gradients: &[
            Some("return ((x1 == x2) ? (x0 / C(2.0)) : (((x1 >= x2) || (x2 != x2)) ? x0 : C(0.0)));"),
            Some("return ((x1 == x2) ? (x0 / C(2.0)) : (!((x1 >= x2) || (x2 != x2)) ? x0 : C(0.0)));"),
        ],
    },
    // fmin
    Formulas {
        value: Some("return (((x0 <= x1) || (x1 != x1)) ? x0 : x1);"),
        whole: true,
        gradients: &[
            Some("return ((x1 == x2) ? (x0 / C(2.0)) : (((x1 <= x2) || (x2 != x2)) ? x0 : C(0.0)));"),
            Some("return ((x1 == x2) ? (x0 / C(2.0)) : (!((x1 <= x2) || (x2 != x2)) ? x0 : C(0.0)));"),
        ],
    },
    // clamp
    Formulas {
        value: Some("return f::minimum<C>(f::maximum<C>(x0, x1), x2);"),
        whole: true,
        gradients: &[
            Some("return (((x1 >= x2) && (x1 <= x3)) ? x0 : C(0.0));"),
            Some("return (((x1 < x2) && (x2 < x3)) ? x0 : C(0.0));"),
            Some("return (((x1 > x3) || (x3 < x2)) ? x0 : C(0.0));"),
        ],
    },
    // clamp_min
    Formulas {
        value: Some("return f::maximum<C>(x0, x1);"),
        whole: true,
        gradients: &[Some("return ((x1 >= x2) ? x0 : C(0.0));"), Some("return ((x1 < x2) ? x0 : C(0.0));")],
    },
    // clamp_max
    Formulas {
        value: Some("return f::minimum<C>(x0, x1);"),
        whole: true,
        gradients: &[Some("return ((x1 <= x2) ? x0 : C(0.0));"), Some("return ((x1 > x2) ? x0 : C(0.0));")],
    },
    // where_self
    Formulas {
        value: Some("return ((x0 != C(0.0)) ? x1 : x2);"),
        whole: true,
        gradients: &[
            None,
            Some("return ((x1 != C(0.0)) ? x0 : C(0.0));"),
            Some("return ((x1 != C(0.0)) ? C(0.0) : x0);"),
        ],
    },
    // nan_to_num
    Formulas {
        value: Some(
            "return (f::is_nan(x0) ? x1 : ((x0 == f::infinity<C>()) ? x2 : ((x0 == -f::infinity<C>()) ? x3 : x0)));",
        ),
        whole: false,
        gradients: &[Some("return ((f::is_nan(x1) || f::is_inf(x1)) ? C(0.0) : x0);"), None, None, None],
    },
    // bitwise_and
    Formulas { value: Some("return f::bit_and<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // bitwise_or
    Formulas { value: Some("return f::bit_or<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // bitwise_xor
    Formulas { value: Some("return f::bit_xor<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // bitwise_not
    Formulas { value: Some("return f::bit_not(x0);"), whole: true, gradients: &[None] },
    // bitwise_left_shift
    Formulas { value: Some("return f::shift_left<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // bitwise_right_shift
    Formulas { value: Some("return f::shift_right<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // gcd
    Formulas { value: Some("return f::gcd<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // lcm
    Formulas { value: Some("return f::lcm<C>(x0, x1);"), whole: true, gradients: &[None, None] },
    // squared_difference
    Formulas {
        value: Some("auto s0 = (x0 - x1); return (s0 * s0);"),
        whole: true,
        gradients: &[Some("return (x0 * (C(2.0) * (x1 - x2)));"), Some("return (-(x0 * (C(2.0) * (x1 - x2))));")],
    },
    // smooth_l1
    Formulas {
        value: Some(
            "auto s0 = (x0 - x1); auto s1 = f::abs(s0); return ((s1 < x2) ? ((C(0.5) * (s0 * s0)) / x2) : (s1 - (C(0.5) * x2)));",
        ),
        whole: false,
        gradients: &[
            Some("auto s0 = (x1 - x2); return (x0 * ((s0 <= (-x3)) ? (-C(1.0)) : ((s0 >= x3) ? C(1.0) : (s0 / x3))));"),
            Some(
                "auto s0 = (x1 - x2); return (-(x0 * ((s0 <= (-x3)) ? (-C(1.0)) : ((s0 >= x3) ? C(1.0) : (s0 / x3)))));",
            ),
            None,
        ],
    },
    // huber
    Formulas {
        value: Some(
            "auto s0 = (x0 - x1); auto s1 = f::abs(s0); return ((s1 < x2) ? (C(0.5) * (s0 * s0)) : (x2 * (s1 - (C(0.5) * x2))));",
        ),
        whole: false,
        gradients: &[
            Some("auto s0 = (x1 - x2); auto s1 = (-x3); return (x0 * ((s0 <= s1) ? s1 : ((s0 >= x3) ? x3 : s0)));"),
            Some("auto s0 = (x1 - x2); auto s1 = (-x3); return (-(x0 * ((s0 <= s1) ? s1 : ((s0 >= x3) ? x3 : s0))));"),
            None,
        ],
    },
    // bce
    Formulas {
        value: Some(
            "return (((x1 - C(1.0)) * f::maximum<C>(f::log1p((-x0)), C(-100.0))) - (x1 * f::maximum<C>(f::log(x0), C(-100.0))));",
        ),
        whole: false,
        gradients: &[
            Some("return (x0 * ((x1 - x2) / f::maximum<C>(((C(1.0) - x1) * x1), C(1e-12))));"),
            Some("return (-(x0 * f::log((x1 / (C(1.0) - x1)))));"),
        ],
    },
    // bce_with_logits
    Formulas {
        value: Some(
            "return (((C(1.0) - x1) * x0) + (f::maximum<C>((-x0), C(0.0)) + f::log1p(f::exp((-f::abs(x0))))));",
        ),
        whole: false,
        gradients: &[Some("return (x0 * (f::sigmoid(x1) - x2));"), Some("return (-(x0 * x1));")],
    },
    // bce_with_logits_weighted
    Formulas {
        value: Some(
            "return (((C(1.0) - x1) * x0) + ((((x2 - C(1.0)) * x1) + C(1.0)) * (f::maximum<C>((-x0), C(0.0)) + f::log1p(f::exp((-f::abs(x0)))))));",
        ),
        whole: false,
        gradients: &[
            Some("auto s0 = (x3 * x2); return (x0 * ((((s0 + C(1.0)) - x2) * f::sigmoid(x1)) - s0));"),
            Some(
                "auto s0 = f::log1p(f::exp((-f::abs(x1)))); return (x0 * ((x2 * (f::maximum<C>((-x1), C(0.0)) + s0)) - (f::maximum<C>(x1, C(0.0)) + s0)));",
            ),
            Some("return (x0 * (x2 * (f::maximum<C>((-x1), C(0.0)) + f::log1p(f::exp((-f::abs(x1)))))));"),
        ],
    },
    // kl_term
    Formulas {
        value: Some("return (((x1 == C(0.0)) ? C(0.0) : (x1 * f::log(x1))) - (x1 * x0));"),
        whole: false,
        gradients: &[Some("return (-(x0 * x1));"), Some("return (x0 * ((f::log(x2) + C(1.0)) - x1));")],
    },
    // kl_log_term
    Formulas {
        value: Some("return (f::exp(x1) * (x1 - x0));"),
        whole: false,
        gradients: &[Some("return (-(x0 * f::exp(x1)));"), Some("return (x0 * (f::exp(x2) * ((x2 - x1) + C(1.0))));")],
    },
    // soft_margin
    Formulas {
        value: Some("return f::log1p(f::exp((-(x0 * x1))));"),
        whole: false,
        gradients: &[
            Some("return (-(x0 * (x2 * f::sigmoid((-(x1 * x2))))));"),
            Some("return (-(x0 * (x1 * f::sigmoid((-(x1 * x2))))));"),
        ],
    },
];
