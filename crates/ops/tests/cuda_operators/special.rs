//! Elementwise functions that are more than one call of the device's own library.

use cresset_ops::pointwise::{pointwise, pointwise_gradient};
use cresset_ops::{Array, Operand, Pointwise, copy};
use cresset_storage::DType;

use crate::device::{alike, present};

fn names(ops: &[Pointwise]) -> Vec<&'static str> {
    ops.iter().map(|op| op.name()).collect()
}

#[test]
fn special_functions_and_their_gradients() {
    if !present() {
        return;
    }
    use Pointwise::{Digamma, Erfcx, Erfinv, I0, I0e, I1, I1e, Lgamma, LogNdtr};
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let mut everywhere: Vec<f64> = (-60..=60).map(|at| f64::from(at) * 0.37).collect();
    everywhere.extend([0.0, -0.0, inf, -inf, nan, 1.46163, 1.0, -1.0, 0.999, -0.4999, 21.9, 22.1, 80.0, -7.5, 1e-20]);
    let x = Array::from_vec(everywhere, &[136]).unwrap();
    for op in [Erfcx, LogNdtr, Erfinv, Lgamma, Digamma, I0, I0e, I1, I1e] {
        for dtype in [DType::F64, DType::F32, DType::BF16] {
            let x = copy::to_dtype("test", &x, dtype).unwrap();
            alike(&names(&[op]), [&x], |[x]| vec![pointwise(op, &[Operand::Array(x)]).unwrap()]);
        }
        let inside: Vec<f64> = (1..40).map(|at| f64::from(at) * 0.024).collect();
        let inside = Array::from_vec(inside, &[39]).unwrap();
        alike(&names(&[op]), [&inside], |[x]| {
            let inputs = [Operand::Array(x)];
            let out = pointwise(op, &inputs).unwrap();
            vec![pointwise_gradient(op, 0, x, &inputs, Some(&out), DType::F64, Array::over).unwrap()]
        });
    }
    let [from, to] = [[0.0, 1.0, -1.0, 1e-45, inf, nan, 2.0, -0.0], [1.0, 0.0, 3.0, -1.0, 0.0, 1.0, 2.0, 0.0]]
        .map(|values: [f64; 8]| Array::from_vec(values.to_vec(), &[8]).unwrap());
    for dtype in [DType::F64, DType::F32] {
        let [from, to] = [&from, &to].map(|x| copy::to_dtype("test", x, dtype).unwrap());
        alike(&["nextafter"], [&from, &to], |[from, to]| {
            let next = pointwise(Pointwise::Nextafter, &[Operand::Array(from), Operand::Array(to)]).unwrap();
            let step = pointwise(Pointwise::Sub, &[Operand::Array(&next), Operand::Array(from)]).unwrap();
            // The step is far below the tolerance of the comparison.
            vec![pointwise(Pointwise::Ne, &[Operand::Array(&step), Operand::Scalar(0.0.into())]).unwrap(), next]
        });
    }
}

#[test]
fn bits_and_divisors() {
    if !present() {
        return;
    }
    use Pointwise::{BitwiseLeftShift, BitwiseNot, BitwiseRightShift, Gcd, Lcm};
    for dtype in [DType::U8, DType::I8, DType::I16, DType::I32, DType::I64] {
        let least = if dtype == DType::U8 { 0 } else { i64::MIN >> (64 - 8 * dtype.n_bytes()) };
        let left: Vec<i64> = (0..77).map(|at| [0, 1, 6, -12, 100, least, 35, -1, 84, 3, 127][at % 11]).collect();
        let right: Vec<i64> = (0..77).map(|at| [0, 3, 64, 7, -1, 21, 31][at / 11]).collect();
        let [left, right] = [left, right]
            .map(|values| copy::to_dtype("test", &Array::from_vec(values, &[77]).unwrap(), dtype).unwrap());
        let binary = [Gcd, Lcm, BitwiseLeftShift, BitwiseRightShift];
        alike(&names(&[&binary[..], &[BitwiseNot]].concat()), [&left, &right], |[left, right]| {
            let both = [Operand::Array(left), Operand::Array(right)];
            let mut all: Vec<Array> = binary.iter().map(|&op| pointwise(op, &both).unwrap()).collect();
            all.push(pointwise(BitwiseNot, &both[..1]).unwrap());
            all
        });
    }
    let truth = copy::to_dtype("test", &Array::from_vec(vec![0i64, 1, 1, 0, 1], &[5]).unwrap(), DType::Bool).unwrap();
    alike(&["bitwise_not"], [&truth], |[x]| vec![pointwise(BitwiseNot, &[Operand::Array(x)]).unwrap()]);
}
