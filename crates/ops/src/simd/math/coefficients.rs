//! Constants and minimax polynomials; written by `coefficients.py`.

/// The constants of one floating-point type.
pub trait Coefficients {
    /// Tail of the exponential.
    const EXP: &'static [f64];
    /// Tail of the logarithm.
    const LOG: &'static [f64];
    /// Tail of the sine.
    const SIN: &'static [f64];
    /// Tail of the cosine.
    const COS: &'static [f64];
    /// Tail of the error function near 0.
    const ERF: &'static [f64];
    /// Logarithm of the complementary error function.
    const ERFC: &'static [f64];
    /// Logarithm of 2, in parts that sum up.
    const LN_2: [f64; 2];
    /// Logarithm of e to base 2.
    const LOG2_E: [f64; 2];
    /// Logarithm of e to base 10.
    const LOG10_E: [f64; 2];
    /// Logarithm of 2 to base 10.
    const LOG10_2: [f64; 2];
    /// Half of pi.
    const HALF_PI: [f64; 3];
    /// Slope of the error function at 0.
    const ERF_SLOPE: [f64; 2];
    /// Here the exponential is 0.
    const EXP_ZERO: f64;
    /// Here the exponential is infinite.
    const EXP_INFINITE: f64;
    /// Here the error function is 1.
    const ERF_ONE: f64;
}

impl Coefficients for f32 {
    // `(exp(r) - 1 - r) / r^2` on [-log(2)/2, log(2)/2], error 0.051 in the last place.
    const EXP: &'static [f64] =
        &[0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.008368716575205326, 0.001381459878757596];
    // `(log((1 + s) / (1 - s)) / s - 2) / z` with `z = s^2` on [0, 0.04], error 0.048 in the last place.
    const LOG: &'static [f64] = &[0.666669487953186, 0.3995760679244995, 0.30365249514579773];
    // `(sin(r) / r - 1) / z` with `z = r^2` on [0, (pi/4)^2], error 0.061 in the last place.
    const SIN: &'static [f64] = &[-0.16666655242443085, 0.008332173340022564, -0.00019516656175255775];
    // `(cos(r) - 1 + z / 2) / z^2` with `z = r^2` on [0, (pi/4)^2], error 0.0016 in the last place.
    const COS: &'static [f64] = &[0.04166664555668831, -0.001388736185617745, 2.4437729734927416e-05];
    // `(erf(x) / x - 2 / sqrt(pi)) / z` with `z = x^2` on [0, 1], error 0.022 in the last place.
    const ERF: &'static [f64] = &[
        -0.37612631916999817,
        0.11283630132675171,
        -0.026855483651161194,
        0.005191292148083448,
        -0.0008035034406930208,
        7.933116285130382e-05,
    ];
    // `log(erfc(t + 2))` on [-1, 1.95], error 0.017 in the last place.
    const ERFC: &'static [f64] = &[
        -5.364941120147705,
        -4.418159484863281,
        -0.9237530827522278,
        -0.016487272456288338,
        0.0035436851903796196,
        -0.0007127205026336014,
        0.0001855734590208158,
    ];
    const LN_2: [f64; 2] = [0.6931471824645996, -1.9046542121259336e-09];
    const LOG2_E: [f64; 2] = [1.4426950216293335, 1.925963033500011e-08];
    const LOG10_E: [f64; 2] = [0.4342944920063019, -1.0103049952192578e-08];
    const LOG10_2: [f64; 2] = [0.3010300099849701, -1.432098883924482e-08];
    const HALF_PI: [f64; 3] = [1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15];
    const ERF_SLOPE: [f64; 2] = [1.128379225730896, -5.8635382771399236e-08];
    const EXP_ZERO: f64 = -104.0;
    const EXP_INFINITE: f64 = 89.0;
    const ERF_ONE: f64 = 3.95;
}

impl Coefficients for f64 {
    // `(exp(r) - 1 - r) / r^2` on [-log(2)/2, log(2)/2], error 0.033 in the last place.
    const EXP: &'static [f64] = &[
        0.5000000000000011,
        0.16666666666666413,
        0.041666666666530155,
        0.00833333333349446,
        0.0013888888943630205,
        0.00019841269506579748,
        2.4801493098818066e-05,
        2.7557586375895884e-06,
        2.7630248407465575e-07,
        2.500006022014549e-08,
    ];
    // `(log((1 + s) / (1 - s)) / s - 2) / z` with `z = s^2` on [0, 0.04], error 0.0012 in the last place.
    const LOG: &'static [f64] = &[
        0.666666666666666,
        0.4000000000005695,
        0.2857142855576795,
        0.2222222430284655,
        0.18181665512389159,
        0.1539112336541535,
        0.1317341302757397,
        0.1384427067209976,
    ];
    // `(sin(r) / r - 1) / z` with `z = r^2` on [0, (pi/4)^2], error 0.031 in the last place.
    const SIN: &'static [f64] = &[
        -0.16666666666666632,
        0.008333333333322316,
        -0.00019841269829725186,
        2.755731366205154e-06,
        -2.5050753263734188e-08,
        1.5896504909031644e-10,
    ];
    // `(cos(r) - 1 + z / 2) / z^2` with `z = r^2` on [0, (pi/4)^2], error 0.00043 in the last place.
    const COS: &'static [f64] = &[
        0.0416666666666666,
        -0.001388888888887399,
        2.4801587289394896e-05,
        -2.755731432602231e-07,
        2.0875719557601217e-09,
        -1.1359448624190597e-11,
    ];
    // `(erf(x) / x - 2 / sqrt(pi)) / z` with `z = x^2` on [0, 1], error 0.068 in the last place.
    const ERF: &'static [f64] = &[
        -0.37612638903183615,
        0.1128379167094708,
        -0.026866170643499762,
        0.005223977608933552,
        -0.0008548326051783515,
        0.00012055296956032892,
        -1.4924772861352574e-05,
        1.6447834300339327e-06,
        -1.6211406461231878e-07,
        1.373192794435118e-08,
        -7.816801389516209e-10,
    ];
    // `log(erfc(t + 2))` on [-1, 3.95], error 0.036 in the last place.
    const ERFC: &'static [f64] = &[
        -5.364941264616637,
        -4.418160805994404,
        -0.9237508418238155,
        -0.016465118137378037,
        0.0035707563453781983,
        -0.0007323993817326048,
        0.00013530934344395108,
        -2.0706442884166452e-05,
        1.952163218014713e-06,
        2.036526072209585e-07,
        -1.731554210859395e-07,
        5.779340211738062e-08,
        -1.3993629401923872e-08,
        2.54099455705038e-09,
        -2.5335800874299475e-10,
        -4.545448324801319e-11,
        3.21572183437013e-11,
        -8.963658054674458e-12,
        1.462382889090714e-12,
        -1.3423147832298058e-13,
        5.353386786798653e-15,
    ];
    const LN_2: [f64; 2] = [0.6931471805599453, 2.3190468138462996e-17];
    const LOG2_E: [f64; 2] = [1.4426950408889634, 2.0355273740931033e-17];
    const LOG10_E: [f64; 2] = [0.4342944819032518, 1.098319650216765e-17];
    const LOG10_2: [f64; 2] = [0.3010299956639812, -2.8037281277851704e-18];
    const HALF_PI: [f64; 3] = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33];
    const ERF_SLOPE: [f64; 2] = [1.1283791670955126, 1.533545961316588e-17];
    const EXP_ZERO: f64 = -746.0;
    const EXP_INFINITE: f64 = 710.0;
    const ERF_ONE: f64 = 5.95;
}
