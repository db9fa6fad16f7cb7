//! The private arithmetic of random numbers: files of the library that import nothing, included as they are.

use cresset_ops::random::Generator;

#[path = "../src/random/multiply_add.rs"]
mod multiply_add;
#[path = "../src/random/shuffle.rs"]
mod shuffle;

use multiply_add::multiply_add;

#[test]
fn multiply_add_rounds_once() {
    let generator = Generator::new(3);
    let operand = |scale: f32| {
        let exponent = (generator.random_u32() % 40) as i32 - 20;
        generator.random_u32() as i32 as f32 * 2.0_f32.powi(exponent) * scale
    };
    // The second scale makes subnormal results.
    for (factor_scale, offset_scale) in [(1.0, 1.0), (2.0_f32.powi(-95), 2.0_f32.powi(-100) * 2.0_f32.powi(-40))] {
        for _ in 0..100_000 {
            let (lhs, rhs, offset) = (operand(factor_scale), operand(factor_scale), operand(offset_scale));
            assert_eq!(multiply_add(lhs, rhs, offset), lhs.mul_add(rhs, offset), "{lhs:e} {rhs:e} {offset:e}");
        }
    }
    // Just below a tie, which the sum in double rounds to the tie itself.
    let (lhs, rhs, offset) = (1.0 + 2.0_f32.powi(-16), 1.0 - 2.0_f32.powi(-16), 1.0 + f32::EPSILON);
    for lhs in [lhs * 2.0_f32.powi(-24), -lhs * 2.0_f32.powi(-24)] {
        let rounded_twice = (f64::from(lhs) * f64::from(rhs) + f64::from(offset)) as f32;
        assert_ne!(rounded_twice, offset);
        assert_eq!(multiply_add(lhs, rhs, offset), offset);
        assert_eq!(multiply_add(-lhs, rhs, -offset), -offset);
    }
}

#[test]
fn both_shuffles_reach_every_order() {
    // One draw of each size after the other, as digits of a number: every number gives another order.
    fn digits(mut number: usize) -> impl FnMut(usize) -> usize {
        move |count| {
            let digit = number % count;
            number /= count;
            digit
        }
    }
    let ways: [fn(usize) -> Vec<i64>; 2] =
        [|number| shuffle::from_front(4, digits(number)), |number| shuffle::inside_out(4, digits(number))];
    for way in ways {
        let orders: std::collections::BTreeSet<_> = (0..24).map(way).collect();
        assert_eq!(orders.len(), 24);
        assert!(orders.iter().all(|order| (0..4).all(|element| order.contains(&element))));
    }
}
