//! Floating-point lanes against references of higher precision, at every level that the machine has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_ops::simd::{Float, Forced, Kernel, Level, Mask, Simd, available, dispatch, forced, with_level};

/// A function of f64 that is good enough to check by.
type Reference = fn(f64) -> f64;

/// A function of one register.
trait Function: Copy {
    fn apply<V: Float>(self, x: V) -> V;
}

macro_rules! functions {
    ($($name:ident),*) => {
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug)]
        enum Unary { $($name),* }

        impl Unary {
            fn named(name: &str) -> Self {
                match name {
                    $(stringify!($name) => Unary::$name,)*
                    _ => panic!("no function {name}"),
                }
            }

            fn singles(self, values: &mut [f32]) {
                match self { $(Unary::$name => dispatch(Singles($name, values)),)* }
            }

            fn doubles(self, values: &mut [f64]) {
                match self { $(Unary::$name => dispatch(Doubles($name, values)),)* }
            }
        }

        $(
            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy)]
            struct $name;
            impl Function for $name {
                #[inline(always)]
                fn apply<V: Float>(self, x: V) -> V { x.$name() }
            }
        )*
    };
}

functions!(
    exp, exp2, expm1, tanh, sigmoid, log, log2, log10, log1p, sin, cos, tan, erf, erfc, erfcx, erfinv, ndtri, lgamma,
    digamma, i0, i0e, i1, i1e, round, floor, ceil, trunc, sqrt, sign, neg, abs, asin, acos, atan, sinh, cosh, asinh,
    acosh, atanh
);

struct Singles<'a, F>(F, &'a mut [f32]);
struct Doubles<'a, F>(F, &'a mut [f64]);

#[inline(always)]
fn over<V: Float>(function: impl Function, values: &mut [V::Scalar]) {
    for lanes in values.chunks_mut(V::LEN) {
        let fill = lanes[0];
        function.apply(V::load_slice(lanes, fill)).store_slice(lanes);
    }
}

impl<F: Function> Kernel for Singles<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        over::<S::F32>(self.0, self.1);
    }
}

impl<F: Function> Kernel for Doubles<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        over::<S::F64>(self.0, self.1);
    }
}

/// xorshift64*.
struct Draws(u64);

impl Draws {
    fn word(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.word() >> 11) as f64 / (1u64 << 53) as f64
    }
}

const LIMITS: [f64; 22] = [
    0.0,
    -0.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    1.0,
    -1.0,
    2.0,
    0.5,
    -0.5,
    1e-45,
    -1e-45,
    1.1754944e-38,
    3.4028235e38,
    -3.4028235e38,
    88.72283,
    88.72284,
    -103.97208,
    -87.33655,
    1000.0,
    8.0,
    0.75,
];

/// Numbers of every size, of moderate size, near 1, and limits.
fn singles() -> Vec<f32> {
    let mut draws = Draws(7);
    let mut values: Vec<f32> = LIMITS.iter().map(|x| *x as f32).collect();
    for _ in 0..100_000 {
        values.push(f32::from_bits(draws.word() as u32));
        values.push(draws.uniform(-20.0, 20.0) as f32);
        values.push(draws.uniform(-2.0, 2.0) as f32);
        values.push(draws.uniform(-110.0, 110.0) as f32);
    }
    for k in -2000..2000 {
        values.push((f64::from(k) * std::f64::consts::FRAC_PI_2) as f32);
        values.push(1.0 + k as f32 * f32::EPSILON);
    }
    values
}

/// Distance in units of f32's last place at the reference.
fn error_f32(got: f32, reference: f64) -> f64 {
    let rounded = reference as f32;
    if rounded.is_nan() || got.is_nan() {
        return if rounded.is_nan() && got.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if rounded.is_infinite() || got.is_infinite() || rounded == 0.0 {
        // The last finite number and infinity are neighbours.
        return if got == rounded && got.is_sign_negative() == rounded.is_sign_negative() {
            0.0
        } else if got.abs().max(rounded.abs()) == f32::INFINITY && got.abs().min(rounded.abs()) == f32::MAX
            || got == 0.0 && rounded == 0.0 && reference != 0.0
            || got.abs() == f32::from_bits(1)
        {
            1.0
        } else {
            f64::INFINITY
        };
    }
    let exponent = (rounded.abs().to_bits() >> 23).max(1) as i32 - 127 - 23;
    (f64::from(got) - reference).abs() / 2f64.powi(exponent)
}

fn error_f64(got: f64, reference: f64) -> f64 {
    if got == reference || (got.is_nan() && reference.is_nan()) {
        return 0.0;
    }
    if !got.is_finite() || !reference.is_finite() {
        return f64::INFINITY;
    }
    (got.to_bits().wrapping_sub(reference.to_bits()) as i64).unsigned_abs() as f64
}

#[test]
fn f32_functions_are_within_their_bounds_and_alike_at_all_levels() {
    let cases: &[(Unary, Reference, f64)] = &[
        (Unary::exp, f64::exp, 1.0),
        (Unary::exp2, f64::exp2, 1.0),
        (Unary::expm1, f64::exp_m1, 2.0),
        (Unary::tanh, f64::tanh, 2.0),
        (Unary::sigmoid, |x| if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }, 2.5),
        (Unary::log, f64::ln, 1.0),
        (Unary::log2, f64::log2, 2.0),
        (Unary::log10, f64::log10, 2.0),
        (Unary::log1p, libm::log1p, 2.0),
        (Unary::sin, f64::sin, 2.0),
        (Unary::cos, f64::cos, 2.0),
        (Unary::tan, f64::tan, 0.51),
        (Unary::erf, libm::erf, 2.0),
        (Unary::round, f64::round_ties_even, 0.0),
        (Unary::floor, f64::floor, 0.0),
        (Unary::ceil, f64::ceil, 0.0),
        (Unary::trunc, f64::trunc, 0.0),
        (Unary::sqrt, f64::sqrt, 0.51),
        (Unary::neg, |x| -x, 0.0),
        (Unary::abs, f64::abs, 0.0),
        (
            Unary::sign,
            |x| {
                if x > 0.0 {
                    1.0
                } else if x < 0.0 {
                    -1.0
                } else {
                    0.0
                }
            },
            0.0,
        ),
        (Unary::asin, f64::asin, 0.51),
        (Unary::acos, f64::acos, 0.51),
        (Unary::atan, f64::atan, 0.51),
        (Unary::sinh, f64::sinh, 0.51),
        (Unary::cosh, f64::cosh, 0.51),
        (Unary::asinh, f64::asinh, 0.51),
        (Unary::acosh, f64::acosh, 0.51),
        (Unary::atanh, f64::atanh, 0.51),
    ];
    let arguments = singles();
    let mut failures = Vec::new();
    for (function, reference, bound) in cases {
        let mut first = arguments.clone();
        with_level(Level::Scalar, || function.singles(&mut first));
        for level in available() {
            let mut results = arguments.clone();
            with_level(level, || function.singles(&mut results));
            for (x, (a, b)) in arguments.iter().zip(results.iter().zip(&first)) {
                let same = a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
                assert!(same, "{function:?}({x:e}): {a:e} at {level:?}, {b:e} at Scalar");
            }
            let mut worst = (0.0, 0.0, 0.0);
            for (x, got) in arguments.iter().zip(&results) {
                let error = error_f32(*got, reference(f64::from(*x)));
                if error > worst.0 {
                    worst = (error, *x, *got);
                }
            }
            println!("f32 {level:?} {function:?}: {:.3} ulp at {:?} (got {:?})", worst.0, worst.1, worst.2);
            if worst.0 > *bound {
                failures.push((level, *function, worst));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn f64_functions_are_near_the_exact_values() {
    let bound = |function| match function {
        Unary::exp | Unary::exp2 | Unary::log => 1.0,
        Unary::expm1 | Unary::tanh | Unary::sigmoid | Unary::log2 | Unary::log10 | Unary::log1p => 2.0,
        Unary::sin | Unary::cos | Unary::tan | Unary::erf => 2.0,
        Unary::erfc | Unary::lgamma => 4.0,
        // Its negative roots cancel digits.
        Unary::digamma => 64.0,
        _ => 16.0,
    };
    let lines: Vec<(&str, f64, f64)> = include_str!("simd_golden.txt")
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            (fields[0], fields[1].parse().unwrap(), fields[2].parse().unwrap())
        })
        .collect();
    let mut failures = Vec::new();
    for level in available() {
        for group in lines.chunk_by(|a, b| a.0 == b.0) {
            let function = Unary::named(group[0].0);
            let mut results: Vec<f64> = group.iter().map(|line| line.1).collect();
            with_level(level, || function.doubles(&mut results));
            let mut worst = (0.0, 0.0, 0.0);
            for ((_, x, expected), got) in group.iter().zip(&results) {
                let error = error_f64(*got, *expected);
                if error > worst.0 {
                    worst = (error, *x, *got);
                }
            }
            println!("f64 {level:?} {function:?}: {} ulp at {:?} (got {:?})", worst.0, worst.1, worst.2);
            if worst.0 > bound(function) {
                failures.push((level, function, worst));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn f64_limits_are_those_of_the_standard_library() {
    let cases: &[(Unary, Reference)] = &[
        (Unary::exp, f64::exp),
        (Unary::exp2, f64::exp2),
        (Unary::expm1, f64::exp_m1),
        (Unary::tanh, f64::tanh),
        (Unary::log, f64::ln),
        (Unary::log2, f64::log2),
        (Unary::log10, f64::log10),
        (Unary::log1p, f64::ln_1p),
        (Unary::sin, f64::sin),
        (Unary::cos, f64::cos),
        (Unary::tan, f64::tan),
        (Unary::erf, libm::erf),
        (Unary::sqrt, f64::sqrt),
        (Unary::round, f64::round_ties_even),
    ];
    let mut arguments = LIMITS.to_vec();
    arguments.extend([
        709.782712893384,
        709.782712893385,
        -745.13,
        -745.14,
        -708.5,
        5e-324,
        -5e-324,
        f64::MAX,
        f64::MIN,
    ]);
    arguments.extend([
        1.0 - f64::EPSILON / 2.0,
        1.0 + f64::EPSILON,
        2.5,
        -2.5,
        1e300,
        f64::MIN_POSITIVE,
        1024.0,
        -1075.0,
    ]);
    for level in available() {
        for (function, reference) in cases {
            let mut results = arguments.clone();
            with_level(level, || function.doubles(&mut results));
            for (x, got) in arguments.iter().zip(&results) {
                let expected = reference(*x);
                let near = error_f64(*got, expected) <= 2.0 && got.is_sign_negative() == expected.is_sign_negative();
                assert!(
                    near || got.is_nan() && expected.is_nan(),
                    "{level:?} {function:?}({x:e}) = {got:e}, not {expected:e}"
                );
            }
        }
    }
}

#[test]
fn special_functions_have_pytorch_limits() {
    let infinity = f64::INFINITY;
    let cases = [
        (Unary::digamma, 0.0, -infinity),
        (Unary::digamma, -0.0, infinity),
        (Unary::digamma, -3.0, f64::NAN),
        (Unary::digamma, infinity, infinity),
        (Unary::digamma, -infinity, f64::NAN),
        (Unary::digamma, f64::NAN, f64::NAN),
        (Unary::erfinv, 1.0, infinity),
        (Unary::erfinv, -1.0, -infinity),
        (Unary::erfinv, 1.5, f64::NAN),
        (Unary::erfinv, f64::NAN, f64::NAN),
        (Unary::erfinv, -0.0, -0.0),
        (Unary::ndtri, 0.0, -infinity),
        (Unary::ndtri, 1.0, infinity),
        (Unary::ndtri, -0.1, f64::NAN),
        (Unary::ndtri, 0.5, 0.0),
        (Unary::i0, -infinity, infinity),
        (Unary::i0, f64::NAN, f64::NAN),
        (Unary::i0e, infinity, 0.0),
        (Unary::i0e, f64::NAN, f64::NAN),
        (Unary::i1, -infinity, -infinity),
        (Unary::i1e, -infinity, -0.0),
        (Unary::i1, f64::NAN, f64::NAN),
        (Unary::lgamma, -2.0, infinity),
        (Unary::lgamma, -infinity, infinity),
        (Unary::erfcx, infinity, 0.0),
        (Unary::erfcx, -30.0, infinity),
        (Unary::erfcx, f64::NAN, f64::NAN),
        (Unary::sigmoid, infinity, 1.0),
        (Unary::sigmoid, -infinity, 0.0),
        (Unary::sigmoid, f64::NAN, f64::NAN),
        (Unary::sign, f64::NAN, 0.0),
    ];
    for (function, x, expected) in cases {
        let mut result = [x];
        function.doubles(&mut result);
        let same = result[0] == expected && result[0].is_sign_negative() == expected.is_sign_negative();
        assert!(same || result[0].is_nan() && expected.is_nan(), "{function:?}({x}) = {}, not {expected}", result[0]);
    }
}

/// One binary operation on all pairs, and the masks of the comparisons.
struct Pairs<'a> {
    lhs: &'a [f64],
    rhs: &'a [f64],
}

/// Results of a pair: minimum, maximum, fmin, fmax, fmod, remainder, floor_divide, nextafter, copysign, pow, then
/// comparisons as bits: eq ne lt le gt ge, and is_nan is_inf sign_bit of the left one.
struct PairResults {
    values: [Vec<f64>; 11],
    bits: [Vec<u8>; 9],
}

#[inline(always)]
fn pair_results<V: Float>(pairs: &Pairs) -> PairResults {
    use cresset_ops::simd::FloatScalar;
    let mut results = PairResults { values: Default::default(), bits: Default::default() };
    let convert = |x: &f64| V::Scalar::from_f64(*x);
    for (lhs, rhs) in pairs.lhs.chunks(V::LEN).zip(pairs.rhs.chunks(V::LEN)) {
        let n = lhs.len();
        let (lhs, rhs): (Vec<_>, Vec<_>) = (lhs.iter().map(convert).collect(), rhs.iter().map(convert).collect());
        let (a, b) = (V::load_slice(&lhs, lhs[0]), V::load_slice(&rhs, rhs[0]));
        let values = [
            a.minimum(b),
            a.maximum(b),
            a.fmin(b),
            a.fmax(b),
            a.fmod(b),
            a.remainder(b),
            a.floor_divide(b),
            a.nextafter(b),
            a.copysign(b),
            a.pow(b),
            a.trunc_divide(b),
        ];
        for (value, out) in values.into_iter().zip(&mut results.values) {
            let mut lanes = lhs.clone();
            value.store_slice(&mut lanes);
            out.extend(lanes.iter().map(|lane| lane.to_f64()));
        }
        let masks = [a.eq(b), a.ne(b), a.lt(b), a.le(b), a.gt(b), a.ge(b), a.is_nan(), a.is_inf(), a.sign_bit()];
        for (mask, out) in masks.into_iter().zip(&mut results.bits) {
            let mut bytes = [9; 64];
            // SAFETY: LEN is at most 64.
            unsafe { mask.store_bytes(bytes.as_mut_ptr()) };
            // SAFETY: as above.
            let again = unsafe { V::Mask::load_bytes(bytes.as_ptr()) };
            assert!(again.xor(mask).not().all() && !again.and(mask.not()).any() && again.or(mask.not()).all());
            assert_eq!(mask.any(), bytes[..V::LEN].contains(&1));
            assert_eq!(mask.all(), !bytes[..V::LEN].contains(&0));
            out.extend(&bytes[..n]);
        }
    }
    results
}

struct SinglePairs<'a>(Pairs<'a>);
struct DoublePairs<'a>(Pairs<'a>);

impl Kernel for SinglePairs<'_> {
    type Output = PairResults;
    #[inline(always)]
    fn run<S: Simd>(self) -> PairResults {
        pair_results::<S::F32>(&self.0)
    }
}

impl Kernel for DoublePairs<'_> {
    type Output = PairResults;
    #[inline(always)]
    fn run<S: Simd>(self) -> PairResults {
        pair_results::<S::F64>(&self.0)
    }
}

/// C's and Python's scalar rules, in one type.
macro_rules! scalar_rules {
    ($name:ident, $float:ident, $next:path) => {
        fn $name(a: f64, b: f64) -> ([f64; 11], [bool; 9]) {
            let (a, b) = (a as $float, b as $float);
            let nan = a.is_nan() || b.is_nan();
            let rest = a % b;
            let remainder = if rest != 0.0 && (rest < 0.0) != (b < 0.0) { rest + b } else { rest };
            let floor_divide = if b == 0.0 {
                a / b
            } else {
                let mut quotient = (a - rest) / b;
                if rest != 0.0 && (rest < 0.0) != (b < 0.0) {
                    quotient -= 1.0;
                }
                if quotient == 0.0 {
                    (0.0 as $float).copysign(a / b)
                } else {
                    let whole = quotient.floor();
                    if quotient - whole > 0.5 { whole + 1.0 } else { whole }
                }
            };
            let values = [
                if nan { $float::NAN } else { a.min(b) },
                if nan { $float::NAN } else { a.max(b) },
                a.min(b),
                a.max(b),
                rest,
                remainder,
                floor_divide,
                $next(a, b),
                a.copysign(b),
                f64::from(a).powf(f64::from(b)) as $float,
                (a / b).trunc(),
            ];
            let bits =
                [a == b, a != b, a < b, a <= b, a > b, a >= b, a.is_nan(), a.is_infinite(), a.is_sign_negative()];
            (values.map(f64::from), bits)
        }
    };
}

scalar_rules!(rules_f32, f32, libm::nextafterf);
scalar_rules!(rules_f64, f64, libm::nextafter);

#[test]
fn pairs_follow_the_scalar_rules() {
    let infinity = f64::INFINITY;
    let limits = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, 2.5, infinity, -infinity, f64::NAN, 1e-45, -1e-40, 3e38, 7.0];
    let (mut lhs, mut rhs) = (Vec::new(), Vec::new());
    for a in limits {
        for b in limits {
            lhs.push(a);
            rhs.push(b);
        }
    }
    let mut draws = Draws(3);
    for k in 0..40_000 {
        // Singles throughout, so that both types see the same numbers.
        let (wide, near) = (draws.uniform(-30.0, 30.0) as f32, draws.uniform(-9.0, 9.0) as f32);
        lhs.push(f64::from(wide));
        rhs.push(f64::from(if k % 2 == 0 { near } else { near.round() }));
        let (a, b) = (draws.word() as u32, draws.word() as u32);
        if k % 4 == 0 {
            lhs.push(f64::from(f32::from_bits(a)));
            rhs.push(f64::from(f32::from_bits(if k % 8 == 0 { b } else { a ^ (b & 0xff_ffff) })));
        } else {
            // Exact multiples, where the rounded quotient misleads.
            lhs.push(f64::from(near * (wide.round())));
            rhs.push(f64::from(near));
        }
    }
    const NAMES: [&str; 11] = [
        "minimum",
        "maximum",
        "fmin",
        "fmax",
        "fmod",
        "remainder",
        "floor_divide",
        "nextafter",
        "copysign",
        "pow",
        "trunc_divide",
    ];
    for level in available() {
        let single = with_level(level, || dispatch(SinglePairs(Pairs { lhs: &lhs, rhs: &rhs })));
        let double = with_level(level, || dispatch(DoublePairs(Pairs { lhs: &lhs, rhs: &rhs })));
        for (i, (a, b)) in lhs.iter().zip(&rhs).enumerate() {
            for (results, (values, bits), is_single) in
                [(&single, rules_f32(*a, *b), true), (&double, rules_f64(*a, *b), false)]
            {
                for (k, name) in NAMES.iter().enumerate() {
                    let (got, expected) = (results.values[k][i], values[k]);
                    // The lesser of 0 and -0 may be either.
                    let zeros = k < 4 && got == 0.0 && expected == 0.0;
                    let pow = *name == "pow"
                        && is_single
                        && error_f32(got as f32, f64::from(*a as f32).powf(f64::from(*b as f32))) < 0.51;
                    let same = got == expected && got.is_sign_negative() == expected.is_sign_negative();
                    assert!(
                        same || zeros || pow || got.is_nan() && expected.is_nan(),
                        "{level:?} single {is_single} {name}({a:e}, {b:e}) = {got:e}, not {expected:e}"
                    );
                }
                for (k, bit) in bits.iter().enumerate() {
                    assert_eq!(results.bits[k][i], u8::from(*bit), "{level:?} comparison {k} of {a:e}, {b:e}");
                }
            }
        }
    }
}

#[test]
fn a_level_can_be_forced() {
    struct Which;
    impl Kernel for Which {
        type Output = Level;
        #[inline(always)]
        fn run<S: Simd>(self) -> Level {
            S::LEVEL
        }
    }
    for level in available() {
        // AMX has no vectors of its own.
        assert_eq!(with_level(level, || dispatch(Which)), level.min(Level::Avx512));
    }
    assert_eq!(
        with_level(Level::Scalar, || with_level(Level::Amx, cresset_ops::simd::level)),
        available().last().unwrap()
    );
    // What the environment names is in use.
    match forced() {
        Forced::Yes(named) => assert_eq!(named, cresset_ops::simd::level()),
        Forced::No => assert_eq!(available().last(), Some(cresset_ops::simd::level())),
        Forced::Impossible(name) => panic!("this machine lacks the level: {name}"),
    }
}
