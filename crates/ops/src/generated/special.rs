//! Rows of the section `special`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Float;
use crate::simd::Mask;
/// `erf(x)`
pub struct ErfValue;
impl FloatBody<1> for ErfValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.erf()
    }
}

/// `g * 2/sqrt(pi) * exp(-(x * x))`
pub struct ErfGrad0;
impl FloatBody<2> for ErfGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(std::f64::consts::FRAC_2_SQRT_PI).mul(x.mul(x).neg().exp()))
    }
}

pub(super) const ERF: Row = Row {
    name: "erf",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<ErfValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<ErfGrad0, 2>() })],
    no_grad: None,
};

/// `erfc(x)`
pub struct ErfcValue;
impl FloatBody<1> for ErfcValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.erfc()
    }
}

/// `g * -2/sqrt(pi) * exp(-(x * x))`
pub struct ErfcGrad0;
impl FloatBody<2> for ErfcGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(-std::f64::consts::FRAC_2_SQRT_PI).mul(x.mul(x).neg().exp()))
    }
}

pub(super) const ERFC: Row = Row {
    name: "erfc",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<ErfcValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<ErfcGrad0, 2>() })],
    no_grad: None,
};

/// `erfcx(x)`
pub struct ErfcxValue;
impl FloatBody<1> for ErfcxValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.erfcx()
    }
}

/// `g * (2 * x * out - 2/sqrt(pi))`
pub struct ErfcxGrad0;
impl FloatBody<3> for ErfcxGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        g.mul(V::constant(2.0).mul(x).mul(out).sub(V::constant(std::f64::consts::FRAC_2_SQRT_PI)))
    }
}

pub(super) const ERFCX: Row = Row {
    name: "erfcx",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<ErfcxValue, 1>(),
    gradients: &[Some(Gradient {
        args: &[Arg::Grad, Arg::Output, Arg::Input(0)],
        tiles: tiles::float::<ErfcxGrad0, 3>(),
    })],
    no_grad: None,
};

/// `where(x < -1, log(erfcx(x * -1/sqrt(2)) * 0.5) - x * 1/sqrt(2) * x * 1/sqrt(2), log1p(erfc(x * 1/sqrt(2)) * -0.5))`
pub struct LogNdtrValue;
impl FloatBody<1> for LogNdtrValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        let s0 = x.mul(V::constant(std::f64::consts::FRAC_1_SQRT_2));
        V::select(
            x.lt(V::constant(-1.0)),
            x.mul(V::constant(-std::f64::consts::FRAC_1_SQRT_2)).erfcx().mul(V::constant(0.5)).log().sub(s0.mul(s0)),
            s0.erfc().mul(V::constant(-0.5)).log1p(),
        )
    }
}

/// `g / (erfcx(x * -1/sqrt(2)) * 1.7724538509055159 * 1/sqrt(2))`
pub struct LogNdtrGrad0;
impl FloatBody<2> for LogNdtrGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(
            x.mul(V::constant(-std::f64::consts::FRAC_1_SQRT_2))
                .erfcx()
                .mul(V::constant(1.7724538509055159))
                .mul(V::constant(std::f64::consts::FRAC_1_SQRT_2)),
        )
    }
}

pub(super) const LOG_NDTR: Row = Row {
    name: "log_ndtr",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<LogNdtrValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<LogNdtrGrad0, 2>() })],
    no_grad: None,
};

/// `erfinv(x)`
pub struct ErfinvValue;
impl FloatBody<1> for ErfinvValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.erfinv()
    }
}

/// `g * 0.886226925452758 * exp(out * out)`
pub struct ErfinvGrad0;
impl FloatBody<2> for ErfinvGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(V::constant(0.886226925452758).mul(out.mul(out).exp()))
    }
}

pub(super) const ERFINV: Row = Row {
    name: "erfinv",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<ErfinvValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<ErfinvGrad0, 2>() })],
    no_grad: None,
};

/// `0.5 * erfc(x * -1/sqrt(2))`
pub struct NdtrValue;
impl FloatBody<1> for NdtrValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        V::constant(0.5).mul(x.mul(V::constant(-std::f64::consts::FRAC_1_SQRT_2)).erfc())
    }
}

/// `g * 0.3989422804014327 * exp(-0.5 * x * x)`
pub struct NdtrGrad0;
impl FloatBody<2> for NdtrGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(0.3989422804014327).mul(V::constant(-0.5).mul(x.mul(x)).exp()))
    }
}

pub(super) const NDTR: Row = Row {
    name: "ndtr",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<NdtrValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<NdtrGrad0, 2>() })],
    no_grad: None,
};

/// `lgamma(x)`
pub struct LgammaValue;
impl FloatBody<1> for LgammaValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.lgamma()
    }
}

/// `g * digamma(x)`
pub struct LgammaGrad0;
impl FloatBody<2> for LgammaGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.digamma())
    }
}

pub(super) const LGAMMA: Row = Row {
    name: "lgamma",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<LgammaValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<LgammaGrad0, 2>() })],
    no_grad: None,
};

/// `digamma(x)`
pub struct DigammaValue;
impl FloatBody<1> for DigammaValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.digamma()
    }
}

/// `g * polygamma(x, 1)`
pub struct DigammaGrad0;
impl FloatBody<2> for DigammaGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = x.lt(V::constant(0.5)).and(V::constant(1.0).le(V::constant(2.0)));
        let s1 = x.mul(V::constant(std::f64::consts::PI));
        let s2 = s1.sin().recip();
        let s3 = V::constant(9.869604401089358).mul(s2.mul(s2));
        let s4 = V::select(s0, V::constant(1.0).sub(x), x);
        let s5 = V::select(s4.le(V::constant(0.0)), V::constant(f64::NAN), s4);
        let s6 = V::constant(1.0).add(V::constant(1.0));
        let s7 = s6.neg();
        let s8 = s5.add(V::constant(8.0));
        let s9 = s8.pow(s7);
        let s10 = s6.mul(s9).div(s8);
        let s11 = s8.mul(s8);
        let s12 = s10.mul(s6.add(V::constant(1.0))).mul(s6.add(V::constant(2.0))).div(s11);
        let s13 = s12.mul(s6.add(V::constant(3.0))).mul(s6.add(V::constant(4.0))).div(s11);
        let s14 = s13.mul(s6.add(V::constant(5.0))).mul(s6.add(V::constant(6.0))).div(s11);
        let s15 = s14.mul(s6.add(V::constant(7.0))).mul(s6.add(V::constant(8.0))).div(s11);
        let s16 = s15.mul(s6.add(V::constant(9.0))).mul(s6.add(V::constant(10.0))).div(s11);
        let s17 = s16.mul(s6.add(V::constant(11.0))).mul(s6.add(V::constant(12.0))).div(s11);
        let s18 = s17.mul(s6.add(V::constant(13.0))).mul(s6.add(V::constant(14.0))).div(s11).mul_add(
            V::constant(-3.3896802963225827e-13),
            s17.mul_add(
                V::constant(1.3382536530684679e-11),
                s16.mul_add(
                    V::constant(-5.284190138687493e-10),
                    s15.mul_add(
                        V::constant(2.08767569878681e-8),
                        s14.mul_add(
                            V::constant(-8.267195767195768e-7),
                            s13.mul_add(
                                V::constant(3.306878306878307e-5),
                                s12.mul_add(
                                    V::constant(-0.001388888888888889),
                                    s10.mul_add(
                                        V::constant(0.08333333333333333),
                                        s9.mul_add(
                                            V::constant(0.5),
                                            s5.pow(s7)
                                                .add(s5.add(V::constant(1.0)).pow(s7))
                                                .add(s5.add(V::constant(2.0)).pow(s7))
                                                .add(s5.add(V::constant(3.0)).pow(s7))
                                                .add(s5.add(V::constant(4.0)).pow(s7))
                                                .add(s5.add(V::constant(5.0)).pow(s7))
                                                .add(s5.add(V::constant(6.0)).pow(s7))
                                                .add(s5.add(V::constant(7.0)).pow(s7))
                                                .add(s9.mul(s8).div(s6.sub(V::constant(1.0)))),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        );
        g.mul(V::select(
            s0,
            V::select(
                V::constant(1.0).eq(V::constant(1.0)),
                s3.sub(s18),
                V::constant(-2.0)
                    .mul(s18)
                    .sub(V::constant(2.0).mul(s3).mul(V::constant(std::f64::consts::PI).mul(s1.cos()).mul(s2))),
            ),
            V::select(
                V::constant(1.0).fmod(V::constant(2.0)).eq(V::constant(0.0)),
                V::constant(-1.0),
                V::constant(1.0),
            )
            .mul(s6.lgamma().exp())
            .mul(s18),
        ))
    }
}

pub(super) const DIGAMMA: Row = Row {
    name: "digamma",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<DigammaValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<DigammaGrad0, 2>() })],
    no_grad: None,
};

/// `(-1)^(n+1) n! zeta(n + 1, x)`
pub struct PolygammaValue;
impl FloatBody<2> for PolygammaValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, n]: [V; 2]) -> V {
        let s0 = x.lt(V::constant(0.5)).and(n.le(V::constant(2.0)));
        let s1 = x.mul(V::constant(std::f64::consts::PI));
        let s2 = s1.sin().recip();
        let s3 = V::constant(9.869604401089358).mul(s2.mul(s2));
        let s4 = V::select(s0, V::constant(1.0).sub(x), x);
        let s5 = V::select(s4.le(V::constant(0.0)), V::constant(f64::NAN), s4);
        let s6 = n.add(V::constant(1.0));
        let s7 = s6.neg();
        let s8 = s5.add(V::constant(8.0));
        let s9 = s8.pow(s7);
        let s10 = s6.mul(s9).div(s8);
        let s11 = s8.mul(s8);
        let s12 = s10.mul(s6.add(V::constant(1.0))).mul(s6.add(V::constant(2.0))).div(s11);
        let s13 = s12.mul(s6.add(V::constant(3.0))).mul(s6.add(V::constant(4.0))).div(s11);
        let s14 = s13.mul(s6.add(V::constant(5.0))).mul(s6.add(V::constant(6.0))).div(s11);
        let s15 = s14.mul(s6.add(V::constant(7.0))).mul(s6.add(V::constant(8.0))).div(s11);
        let s16 = s15.mul(s6.add(V::constant(9.0))).mul(s6.add(V::constant(10.0))).div(s11);
        let s17 = s16.mul(s6.add(V::constant(11.0))).mul(s6.add(V::constant(12.0))).div(s11);
        let s18 = s17.mul(s6.add(V::constant(13.0))).mul(s6.add(V::constant(14.0))).div(s11).mul_add(
            V::constant(-3.3896802963225827e-13),
            s17.mul_add(
                V::constant(1.3382536530684679e-11),
                s16.mul_add(
                    V::constant(-5.284190138687493e-10),
                    s15.mul_add(
                        V::constant(2.08767569878681e-8),
                        s14.mul_add(
                            V::constant(-8.267195767195768e-7),
                            s13.mul_add(
                                V::constant(3.306878306878307e-5),
                                s12.mul_add(
                                    V::constant(-0.001388888888888889),
                                    s10.mul_add(
                                        V::constant(0.08333333333333333),
                                        s9.mul_add(
                                            V::constant(0.5),
                                            s5.pow(s7)
                                                .add(s5.add(V::constant(1.0)).pow(s7))
                                                .add(s5.add(V::constant(2.0)).pow(s7))
                                                .add(s5.add(V::constant(3.0)).pow(s7))
                                                .add(s5.add(V::constant(4.0)).pow(s7))
                                                .add(s5.add(V::constant(5.0)).pow(s7))
                                                .add(s5.add(V::constant(6.0)).pow(s7))
                                                .add(s5.add(V::constant(7.0)).pow(s7))
                                                .add(s9.mul(s8).div(s6.sub(V::constant(1.0)))),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        );
        V::select(
            s0,
            V::select(
                n.eq(V::constant(1.0)),
                s3.sub(s18),
                V::constant(-2.0)
                    .mul(s18)
                    .sub(V::constant(2.0).mul(s3).mul(V::constant(std::f64::consts::PI).mul(s1.cos()).mul(s2))),
            ),
            V::select(n.fmod(V::constant(2.0)).eq(V::constant(0.0)), V::constant(-1.0), V::constant(1.0))
                .mul(s6.lgamma().exp())
                .mul(s18),
        )
    }
}

/// `g * polygamma(x, n + 1)`
pub struct PolygammaGrad0;
impl FloatBody<3> for PolygammaGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, n]: [V; 3]) -> V {
        let s0 = n.add(V::constant(1.0));
        let s1 = x.lt(V::constant(0.5)).and(s0.le(V::constant(2.0)));
        let s2 = x.mul(V::constant(std::f64::consts::PI));
        let s3 = s2.sin().recip();
        let s4 = V::constant(9.869604401089358).mul(s3.mul(s3));
        let s5 = V::select(s1, V::constant(1.0).sub(x), x);
        let s6 = V::select(s5.le(V::constant(0.0)), V::constant(f64::NAN), s5);
        let s7 = s0.add(V::constant(1.0));
        let s8 = s7.neg();
        let s9 = s6.add(V::constant(8.0));
        let s10 = s9.pow(s8);
        let s11 = s7.mul(s10).div(s9);
        let s12 = s9.mul(s9);
        let s13 = s11.mul(s7.add(V::constant(1.0))).mul(s7.add(V::constant(2.0))).div(s12);
        let s14 = s13.mul(s7.add(V::constant(3.0))).mul(s7.add(V::constant(4.0))).div(s12);
        let s15 = s14.mul(s7.add(V::constant(5.0))).mul(s7.add(V::constant(6.0))).div(s12);
        let s16 = s15.mul(s7.add(V::constant(7.0))).mul(s7.add(V::constant(8.0))).div(s12);
        let s17 = s16.mul(s7.add(V::constant(9.0))).mul(s7.add(V::constant(10.0))).div(s12);
        let s18 = s17.mul(s7.add(V::constant(11.0))).mul(s7.add(V::constant(12.0))).div(s12);
        let s19 = s18.mul(s7.add(V::constant(13.0))).mul(s7.add(V::constant(14.0))).div(s12).mul_add(
            V::constant(-3.3896802963225827e-13),
            s18.mul_add(
                V::constant(1.3382536530684679e-11),
                s17.mul_add(
                    V::constant(-5.284190138687493e-10),
                    s16.mul_add(
                        V::constant(2.08767569878681e-8),
                        s15.mul_add(
                            V::constant(-8.267195767195768e-7),
                            s14.mul_add(
                                V::constant(3.306878306878307e-5),
                                s13.mul_add(
                                    V::constant(-0.001388888888888889),
                                    s11.mul_add(
                                        V::constant(0.08333333333333333),
                                        s10.mul_add(
                                            V::constant(0.5),
                                            s6.pow(s8)
                                                .add(s6.add(V::constant(1.0)).pow(s8))
                                                .add(s6.add(V::constant(2.0)).pow(s8))
                                                .add(s6.add(V::constant(3.0)).pow(s8))
                                                .add(s6.add(V::constant(4.0)).pow(s8))
                                                .add(s6.add(V::constant(5.0)).pow(s8))
                                                .add(s6.add(V::constant(6.0)).pow(s8))
                                                .add(s6.add(V::constant(7.0)).pow(s8))
                                                .add(s10.mul(s9).div(s7.sub(V::constant(1.0)))),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        );
        g.mul(V::select(
            s1,
            V::select(
                s0.eq(V::constant(1.0)),
                s4.sub(s19),
                V::constant(-2.0)
                    .mul(s19)
                    .sub(V::constant(2.0).mul(s4).mul(V::constant(std::f64::consts::PI).mul(s2.cos()).mul(s3))),
            ),
            V::select(s0.fmod(V::constant(2.0)).eq(V::constant(0.0)), V::constant(-1.0), V::constant(1.0))
                .mul(s7.lgamma().exp())
                .mul(s19),
        ))
    }
}

pub(super) const POLYGAMMA: Row = Row {
    name: "polygamma",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 1,
    value: tiles::float::<PolygammaValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<PolygammaGrad0, 3>() }),
        None,
    ],
    no_grad: None,
};

/// `i0(x)`
pub struct I0Value;
impl FloatBody<1> for I0Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.i0()
    }
}

/// `g * i1(x)`
pub struct I0Grad0;
impl FloatBody<2> for I0Grad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.i1())
    }
}

pub(super) const I0: Row = Row {
    name: "i0",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<I0Value, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<I0Grad0, 2>() })],
    no_grad: None,
};

/// `i0e(x)`
pub struct I0eValue;
impl FloatBody<1> for I0eValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.i0e()
    }
}

/// `g * (i1e(x) - sign(x) * out)`
pub struct I0eGrad0;
impl FloatBody<3> for I0eGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        g.mul(x.i1e().sub(x.sign().mul(out)))
    }
}

pub(super) const I0E: Row = Row {
    name: "i0e",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<I0eValue, 1>(),
    gradients: &[Some(Gradient {
        args: &[Arg::Grad, Arg::Output, Arg::Input(0)],
        tiles: tiles::float::<I0eGrad0, 3>(),
    })],
    no_grad: None,
};

/// `i1(x)`
pub struct I1Value;
impl FloatBody<1> for I1Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.i1()
    }
}

/// `g * where(abs(x) > 2.220446049250313e-16, i0(x) - out / x, 0.5)`
pub struct I1Grad0;
impl FloatBody<3> for I1Grad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        g.mul(V::select(x.abs().gt(V::constant(2.220446049250313e-16)), x.i0().sub(out.div(x)), V::constant(0.5)))
    }
}

pub(super) const I1: Row = Row {
    name: "i1",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<I1Value, 1>(),
    gradients: &[Some(Gradient {
        args: &[Arg::Grad, Arg::Output, Arg::Input(0)],
        tiles: tiles::float::<I1Grad0, 3>(),
    })],
    no_grad: None,
};

/// `i1e(x)`
pub struct I1eValue;
impl FloatBody<1> for I1eValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.i1e()
    }
}

/// `g * where(abs(x) > 2.220446049250313e-16, i0e(x) - out * (sign(x) + recip(x)), 0.5)`
pub struct I1eGrad0;
impl FloatBody<3> for I1eGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        g.mul(V::select(
            x.abs().gt(V::constant(2.220446049250313e-16)),
            x.i0e().sub(out.mul(x.sign().add(x.recip()))),
            V::constant(0.5),
        ))
    }
}

pub(super) const I1E: Row = Row {
    name: "i1e",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<I1eValue, 1>(),
    gradients: &[Some(Gradient {
        args: &[Arg::Grad, Arg::Output, Arg::Input(0)],
        tiles: tiles::float::<I1eGrad0, 3>(),
    })],
    no_grad: None,
};

/// `sigmoid(x)`
pub struct SigmoidValue;
impl FloatBody<1> for SigmoidValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.sigmoid()
    }
}

impl ComplexBody<1> for SigmoidValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.sigmoid()
    }
}

/// `g * (1 - out) * out`
pub struct SigmoidGrad0;
impl FloatBody<2> for SigmoidGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(V::constant(1.0).sub(out).mul(out))
    }
}

pub(super) const SIGMOID: Row = Row {
    name: "sigmoid",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SigmoidValue, 1>().complex::<SigmoidValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<SigmoidGrad0, 2>() })],
    no_grad: None,
};

/// `log(x / (1 - x))`
pub struct LogitValue;
impl FloatBody<1> for LogitValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.div(V::constant(1.0).sub(x)).log()
    }
}

/// `where(x >= 0 and x <= 1, g / (x * (1 - x)), NaN)`
pub struct LogitGrad0;
impl FloatBody<2> for LogitGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(
            x.ge(V::constant(0.0)).and(x.le(V::constant(1.0))),
            g.div(x.mul(V::constant(1.0).sub(x))),
            V::constant(f64::NAN),
        )
    }
}

pub(super) const LOGIT: Row = Row {
    name: "logit",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<LogitValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<LogitGrad0, 2>() })],
    no_grad: None,
};
