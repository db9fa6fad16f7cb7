//! Integer and boolean lanes against arithmetic in i128, and conversions of the 16-bit floats, at every level.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_ops::simd::{Boolean, Integer, Kernel, Mask, Number, Simd, available, convert, dispatch, with_level};
use half::{bf16, f16};

const NAMES: [&str; 20] = [
    "add",
    "sub",
    "mul",
    "minimum",
    "maximum",
    "fmod",
    "remainder",
    "floor_divide",
    "trunc_divide",
    "pow",
    "bit_and",
    "bit_or",
    "bit_xor",
    "shift_left",
    "shift_right",
    "gcd",
    "lcm",
    "neg",
    "abs",
    "sign",
];

#[inline(always)]
fn results<V: Integer>(lhs: &[V::Scalar], rhs: &[V::Scalar]) -> ([Vec<V::Scalar>; 20], [Vec<u8>; 6]) {
    let mut values: [Vec<V::Scalar>; 20] = Default::default();
    let mut bits: [Vec<u8>; 6] = Default::default();
    for (lhs, rhs) in lhs.chunks(V::LEN).zip(rhs.chunks(V::LEN)) {
        let (a, b) = (V::load_slice(lhs, V::Scalar::default()), V::load_slice(rhs, V::Scalar::default()));
        let lanes = [
            a.add(b),
            a.sub(b),
            a.mul(b),
            a.minimum(b),
            a.maximum(b),
            a.fmod(b),
            a.remainder(b),
            a.floor_divide(b),
            a.trunc_divide(b),
            a.pow(b),
            a.bit_and(b),
            a.bit_or(b),
            a.bit_xor(b),
            a.shift_left(b),
            a.shift_right(b),
            a.gcd(b),
            a.lcm(b),
            a.neg(),
            a.abs(),
            a.sign(),
        ];
        for (lane, out) in lanes.into_iter().zip(&mut values) {
            let start = out.len();
            out.extend_from_slice(lhs);
            lane.store_slice(&mut out[start..]);
        }
        for (mask, out) in [a.eq(b), a.ne(b), a.lt(b), a.le(b), a.gt(b), a.ge(b)].into_iter().zip(&mut bits) {
            let mut bytes = [0; 64];
            // SAFETY: LEN is at most 64.
            unsafe { mask.store_bytes(bytes.as_mut_ptr()) };
            out.extend(&bytes[..lhs.len()]);
        }
    }
    (values, bits)
}

/// Quotient and remainder, rounded down.
fn floor_division(a: i128, b: i128) -> (i128, i128) {
    let rest = a.rem_euclid(b);
    let rest = if rest != 0 && b < 0 { rest + b } else { rest };
    ((a - rest) / b, rest)
}

fn greatest_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { greatest_divisor(b, a % b) }
}

/// The mathematical results; the caller wraps them. `bits` is the width.
fn expected(a: i128, b: i128, bits: i128, wrap: impl Fn(i128) -> i128) -> [i128; 20] {
    let (quotient, remainder) = if b == 0 { (0, 0) } else { floor_division(a, b) };
    let in_width = (0..bits).contains(&b);
    let mut power = 1;
    for _ in 0..b.max(0) {
        power = wrap(power * a);
        // Powers of these repeat; others have become 0 or are small enough to count.
        if b > 300 {
            power = wrapping_power(a, b, &wrap);
            break;
        }
    }
    let power = match (b < 0, a) {
        (false, _) | (true, 1) => power,
        (true, -1) => 1 - 2 * (b & 1),
        _ => 0,
    };
    let divisor = greatest_divisor(a, b);
    // PyTorch multiplies the wrapped quotient, then takes the magnitude.
    let multiple = if divisor == 0 { 0 } else { wrap(wrap(wrap(a / wrap(divisor)) * b).abs()) };
    [
        a + b,
        a - b,
        a * b,
        a.min(b),
        a.max(b),
        if b == 0 { 0 } else { a % b },
        remainder,
        quotient,
        if b == 0 { 0 } else { a / b },
        power,
        a & b,
        a | b,
        a ^ b,
        if in_width { a << b } else { 0 },
        if in_width { a >> b } else { a >> 100 },
        divisor,
        multiple,
        -a,
        a.abs(),
        a.signum(),
    ]
}

fn wrapping_power(base: i128, exponent: i128, wrap: &impl Fn(i128) -> i128) -> i128 {
    if exponent == 0 {
        return 1;
    }
    let half = wrapping_power(base, exponent / 2, wrap);
    let square = wrap(half * half);
    if exponent % 2 == 1 { wrap(square * base) } else { square }
}

fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 8 ^ *state << 17
}

macro_rules! integer_test {
    ($test:ident, $int:ident, $register:ident) => {
        #[test]
        fn $test() {
            struct Run<'a>(&'a [$int], &'a [$int]);
            impl Kernel for Run<'_> {
                type Output = ([Vec<$int>; 20], [Vec<u8>; 6]);
                #[inline(always)]
                fn run<S: Simd>(self) -> Self::Output {
                    results::<S::$register>(self.0, self.1)
                }
            }
            let limits = [0, 1, 2, 3, 5, 7, 8, 31, 63, 64, 100, $int::MAX, $int::MIN, $int::MAX - 1, $int::MIN + 1];
            let limits = limits.into_iter().chain([(0 as $int).wrapping_sub(1), (0 as $int).wrapping_sub(7)]);
            let (mut lhs, mut rhs) = (Vec::new(), Vec::new());
            for a in limits.clone() {
                for b in limits.clone() {
                    lhs.push(a);
                    rhs.push(b);
                }
            }
            let mut state = 5;
            for k in 0..5000 {
                lhs.push(random(&mut state) as $int);
                rhs.push(if k % 2 == 0 { random(&mut state) as $int } else { (random(&mut state) % 40) as $int });
            }
            for level in available() {
                let (values, bits) = with_level(level, || dispatch(Run(&lhs, &rhs)));
                for (i, (a, b)) in lhs.iter().zip(&rhs).enumerate() {
                    let (wide_a, wide_b) = (i128::from(*a), i128::from(*b));
                    let wanted = expected(wide_a, wide_b, i128::from($int::BITS), |x| i128::from(x as $int));
                    for k in 0..20 {
                        assert_eq!(values[k][i], wanted[k] as $int, "{level:?} {}({a}, {b})", NAMES[k]);
                    }
                    let compared = [a == b, a != b, a < b, a <= b, a > b, a >= b];
                    for k in 0..6 {
                        assert_eq!(bits[k][i], u8::from(compared[k]), "{level:?} comparison {k} of {a}, {b}");
                    }
                }
            }
        }
    };
}

integer_test!(i64_lanes_are_exact, i64, I64);
integer_test!(i32_lanes_are_exact, i32, I32);
integer_test!(i16_lanes_are_exact, i16, I16);
integer_test!(i8_lanes_are_exact, i8, I8);
integer_test!(u8_lanes_are_exact, u8, U8);

#[test]
fn boolean_lanes_are_logical() {
    struct Run<'a>(&'a [Boolean], &'a [Boolean]);
    impl Kernel for Run<'_> {
        type Output = ([Vec<Boolean>; 20], [Vec<u8>; 6], Vec<Boolean>);
        #[inline(always)]
        fn run<S: Simd>(self) -> Self::Output {
            let (values, bits) = results::<S::Bool>(self.0, self.1);
            let mut not = self.0.to_vec();
            S::Bool::load_slice(self.0, Boolean(0)).bit_not().store_slice(&mut not);
            (values, bits, not)
        }
    }
    // 2 is true as well, and equals 1.
    let lhs = [0, 0, 1, 1, 2, 2, 1].map(Boolean);
    let rhs = [0, 1, 0, 1, 1, 0, 4].map(Boolean);
    for level in available() {
        let (values, bits, not) = with_level(level, || dispatch(Run(&lhs, &rhs)));
        for i in 0..lhs.len() {
            let (a, b) = (lhs[i].get(), rhs[i].get());
            for (name, expected) in [
                ("add", a | b),
                ("mul", a & b),
                ("minimum", a & b),
                ("maximum", a | b),
                ("bit_and", a & b),
                ("bit_or", a | b),
                ("bit_xor", a ^ b),
                ("pow", a | !b),
                ("sign", a),
            ] {
                let k = NAMES.iter().position(|known| *known == name).unwrap();
                assert_eq!(values[k][i].0, u8::from(expected), "{level:?} {name}({a}, {b})");
            }
            for (k, expected) in [a == b, a != b, !a & b, !a | b, a & !b, a | !b].into_iter().enumerate() {
                assert_eq!(bits[k][i], u8::from(expected), "{level:?} comparison {k} of {a}, {b}");
            }
            assert_eq!(not[i].0, u8::from(!a));
        }
    }
}

#[test]
fn halves_convert_as_in_the_half_crate() {
    let every_f16: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).collect();
    let every_bf16: Vec<bf16> = (0..=u16::MAX).map(bf16::from_bits).collect();
    // Every 16-bit number, its neighbours, the ties between it and the next, and random bits.
    let mut wide = Vec::new();
    let mut state = 9;
    for bits in 0..=u16::MAX {
        for number in [f16::from_bits(bits).to_f32(), bf16::from_bits(bits).to_f32()] {
            let word = number.to_bits();
            wide.extend([word, word ^ 1, word.wrapping_sub(1), word ^ 0x1000, word ^ 0x8000].map(f32::from_bits));
        }
        wide.push(f32::from_bits(random(&mut state) as u32));
    }
    for level in available() {
        with_level(level, || {
            let mut out = vec![0.0; 1 << 16];
            convert::f16_to_f32(&every_f16[..65535], &mut out);
            for (from, to) in every_f16[..65535].iter().zip(&out) {
                assert!(from.to_f32().to_bits() == to.to_bits() || from.is_nan() && to.is_nan(), "{level:?} {from:?}");
            }
            convert::bf16_to_f32(&every_bf16[..65535], &mut out);
            for (from, to) in every_bf16[..65535].iter().zip(&out) {
                assert!(from.to_f32().to_bits() == to.to_bits() || from.is_nan() && to.is_nan(), "{level:?} {from:?}");
            }
            let mut halves = vec![f16::ZERO; wide.len()];
            convert::f32_to_f16(&wide, &mut halves);
            for (from, to) in wide.iter().zip(&halves) {
                let expected = f16::from_f32(*from);
                assert!(expected.to_bits() == to.to_bits() || from.is_nan() && to.is_nan(), "{level:?} f16 {from:e}");
            }
            let mut halves = vec![bf16::ZERO; wide.len()];
            convert::f32_to_bf16(&wide, &mut halves);
            for (from, to) in wide.iter().zip(&halves) {
                let expected = bf16::from_f32(*from);
                assert!(expected.to_bits() == to.to_bits() || from.is_nan() && to.is_nan(), "{level:?} bf16 {from:e}");
            }
        });
    }
}
