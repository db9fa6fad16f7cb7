//! Copies and elementwise calls over layouts that lie across each other, calls into arrays that exist, and calls from
//! several threads at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_ops::pointwise::{pointwise, pointwise_out};
use cresset_ops::reading::to_vec;
use cresset_ops::{Array, Operand, Pointwise, copy, reduce, set_num_threads};
use cresset_storage::{DType, Element, Layout, bf16, f16};

const OP: &str = "test";

/// Whole numbers that every dtype holds.
fn counted(sizes: &[usize], dtype: DType) -> Array {
    let numbers: Vec<f64> = (0..sizes.iter().product()).map(|at| (at * 37 % 101) as f64).collect();
    copy::to_dtype(OP, &Array::from_vec(numbers, sizes).unwrap(), dtype).unwrap()
}

fn permuted(x: &Array, order: &[i64]) -> Array {
    x.with_layout(x.layout().permute(OP, order).unwrap())
}

/// The elements of a layout in row-major order, from those of its storage.
fn seen(elements: &[f64], layout: &Layout) -> Vec<f64> {
    let sizes = layout.sizes();
    let place = |mut at: usize| {
        let mut place = layout.offset();
        for dim in (0..sizes.len()).rev() {
            place += at % sizes[dim] * layout.strides()[dim];
            at /= sizes[dim];
        }
        place
    };
    (0..layout.numel()).map(|at| elements[place(at)]).collect()
}

#[test]
fn copies_and_sums_of_permuted_arrays() {
    let orders: [[i64; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for sizes in [[3, 70, 130], [70, 3, 67], [130, 64, 2], [1, 65, 129], [33, 40, 50]] {
        for dtype in [DType::U8, DType::BF16, DType::F32, DType::F64, DType::C128] {
            let x = counted(&sizes, dtype);
            let elements = to_vec::<f64>(&x).unwrap();
            for order in orders {
                let view = permuted(&x, &order);
                let expected = seen(&elements, view.layout());
                let what = format!("{sizes:?} {order:?} {dtype}");
                let copied = copy::contiguous_copy(OP, &view).unwrap();
                assert_eq!(to_vec::<f64>(&copied).unwrap(), expected, "copy of {what}");
                let wider = if dtype == DType::U8 { DType::F32 } else { DType::C128 };
                let converted = Array::empty(OP, view.sizes(), wider, view.device()).unwrap();
                copy::copy_(OP, &converted, Operand::Array(&view)).unwrap();
                assert_eq!(to_vec::<f64>(&converted).unwrap(), expected, "copy of {what} to {wider}");
                let doubled: Vec<f64> = expected.iter().map(|value| value * 2.0).collect();
                let sum = pointwise(Pointwise::Add, &[Operand::Array(&view), Operand::Array(&copied)]).unwrap();
                assert_eq!(
                    seen(&to_vec::<f64>(&sum).unwrap(), &Layout::contiguous(*sum.sizes())),
                    doubled,
                    "sum of {what}"
                );
            }
        }
    }
}

#[test]
fn a_large_transpose() {
    let [rows, columns] = [1031, 8209];
    let numbers: Vec<f32> = (0..rows * columns).map(|at| at as f32).collect();
    let x = Array::from_vec(numbers, &[rows, columns]).unwrap();
    for threads in [1, 2] {
        set_num_threads(threads);
        let out = to_vec::<f32>(&copy::contiguous_copy(OP, &permuted(&x, &[1, 0])).unwrap()).unwrap();
        let wrong = (0..rows * columns).find(|at| out[*at] != (at % rows * columns + at / rows) as f32);
        assert_eq!(wrong, None);
    }
}

#[test]
fn results_go_into_an_array_of_their_sizes() {
    let (x, row) = (counted(&[40, 30], DType::F32), counted(&[30], DType::F32));
    let inputs = [Operand::Array(&x), Operand::Array(&row)];
    let expected = to_vec::<f64>(&pointwise(Pointwise::Add, &inputs).unwrap()).unwrap();
    for dtype in [DType::F32, DType::F64, DType::BF16] {
        let out = counted(&[40, 30], dtype);
        pointwise_out(Pointwise::Add, &inputs, &out).unwrap();
        assert_eq!(to_vec::<f64>(&out).unwrap(), expected);
        let across = permuted(&counted(&[30, 40], dtype), &[1, 0]);
        pointwise_out(Pointwise::Add, &inputs, &across).unwrap();
        assert_eq!(to_vec::<f64>(&across).unwrap(), expected);
    }
    // The written array is an input, the other way round.
    let square = counted(&[50, 50], DType::F32);
    let turned = permuted(&square, &[1, 0]);
    let expected = to_vec::<f64>(&pointwise(Pointwise::Sub, &[(&square).into(), (&turned).into()]).unwrap()).unwrap();
    pointwise_out(Pointwise::Sub, &[(&square).into(), (&turned).into()], &square).unwrap();
    assert_eq!(to_vec::<f64>(&square).unwrap(), expected);
    // Whole numbers are their own floors.
    let (whole, out) = (counted(&[9], DType::I64), counted(&[9], DType::I32));
    pointwise_out(Pointwise::Floor, &[(&whole).into()], &out).unwrap();
    assert_eq!(to_vec::<i64>(&out).unwrap(), to_vec::<i64>(&whole).unwrap());
}

#[test]
fn refuses_an_out_that_does_not_fit() {
    let (x, row) = (counted(&[4, 3], DType::F32), counted(&[3], DType::F32));
    let refusal =
        |inputs: &[Operand<'_>], out: &Array| pointwise_out(Pointwise::Add, inputs, out).unwrap_err().to_string();
    assert_eq!(
        refusal(&[(&x).into(), (&row).into()], &row),
        "add: result has other sizes than out: result [4, 3], out [3]; give an out of those sizes"
    );
    assert_eq!(
        refusal(&[(&row).into(), Operand::Scalar(0.5.into())], &counted(&[3], DType::I64)),
        "add: result does not fit out: result float32, out int64; give an out of the result's dtype"
    );
    let one = counted(&[1], DType::F32);
    let shared = one.with_layout(one.layout().broadcast_to(OP, row.sizes()).unwrap());
    assert!(refusal(&[(&row).into(), (&row).into()], &shared).contains("share one place"));
}

#[test]
fn calls_from_several_threads_at_once() {
    let x = counted(&[100_000], DType::F32);
    let expected = to_vec::<f64>(&reduce::sum(&x, &[], false).unwrap()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let doubled = pointwise(Pointwise::Add, &[(&x).into(), (&x).into()]).unwrap();
                    let sum = reduce::sum(&doubled, &[], false).unwrap();
                    assert_eq!(to_vec::<f64>(&sum).unwrap()[0], 2.0 * expected[0]);
                }
            });
        }
    });
}

/// Every half and the places around those between halves, in a row and with gaps, as the crate `half` converts them.
#[test]
fn halves_convert_alike_in_a_row_and_with_gaps() {
    fn check<H: Element + Copy>(from_bits: fn(u16) -> H, widen: fn(H) -> f32, narrow: fn(f32) -> H) {
        let halves: Vec<H> = (0..=u16::MAX).map(from_bits).collect();
        let mut numbers = vec![f32::MAX, f32::MIN_POSITIVE, 1e-45, 65519.0, 65520.0, -65536.0, f32::NAN, f32::INFINITY];
        for pair in halves.windows(2) {
            let middle = (widen(pair[0]) + widen(pair[1])) / 2.0;
            numbers.extend([widen(pair[0]), middle, middle.next_up(), middle.next_down()]);
        }
        let same = |lhs: f32, rhs: f32| lhs.to_bits() == rhs.to_bits() || lhs.is_nan() && rhs.is_nan();
        let both = |x: &Array| [x.clone(), x.with_layout(x.layout().slice(OP, 0, Some(1), None, 2).unwrap())];
        for (x, step) in both(&Array::from_vec(halves.clone(), &[halves.len()]).unwrap()).iter().zip([1, 2]) {
            let wide = to_vec::<f32>(&copy::to_dtype(OP, x, DType::F32).unwrap()).unwrap();
            let wrong = wide.iter().zip(halves[step - 1..].iter().step_by(step)).find(|(x, y)| !same(**x, widen(**y)));
            assert_eq!(wrong.map(|(wide, half)| (*wide, widen(*half))), None);
        }
        for (x, step) in both(&Array::from_vec(numbers.clone(), &[numbers.len()]).unwrap()).iter().zip([1, 2]) {
            let rounded = to_vec::<H>(&copy::to_dtype(OP, x, H::DTYPE).unwrap()).unwrap();
            let pairs = rounded.iter().zip(numbers[step - 1..].iter().step_by(step));
            let wrong = pairs.map(|(x, y)| (widen(*x), widen(narrow(*y)))).find(|(x, y)| !same(*x, *y));
            assert_eq!(wrong, None);
        }
    }
    check(f16::from_bits, f16::to_f32, f16::from_f32);
    check(bf16::from_bits, bf16::to_f32, bf16::from_f32);
}
