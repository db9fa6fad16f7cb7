//! Softmax and its relatives.

use cresset_ops::{Array, softmax};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 4] = ["softmax", "log_softmax", "softmax_backward", "log_softmax_backward"];

#[test]
fn softmax_and_its_gradient() {
    if !present() {
        return;
    }
    for (sizes, dim) in [(&[3, 5][..], 1), (&[2, 700], 1), (&[3, 4, 5], 1), (&[33], 0), (&[300, 2], 0), (&[0, 4], 1)] {
        for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
            let (x, grad) = (values(sizes, 1, dtype), values(sizes, 2, dtype));
            alike(&NATIVE, [&x, &grad], |[x, grad]| {
                let out = softmax::softmax(x, dim).unwrap();
                let sent = softmax::softmax_backward(grad, &out, dim).unwrap();
                let log = softmax::log_softmax(x, dim).unwrap();
                let of_log = softmax::log_softmax_backward(grad, &log, dim).unwrap();
                vec![out, sent, log, of_log]
            });
        }
    }
}

#[test]
fn infinite_and_missing_numbers_become_what_they_do_on_the_cpu() {
    if !present() {
        return;
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rows = [[1.0, -inf, 2.0], [-inf, -inf, -inf], [inf, 1.0, 2.0], [nan, 1.0, 2.0], [-inf, 3.0, nan]];
    let x = Array::from_vec(rows.concat(), &[5, 3]).unwrap();
    alike(&NATIVE, [&x], |[x]| vec![softmax::softmax(x, 1).unwrap(), softmax::log_softmax(x, 1).unwrap()]);
    alike(&NATIVE, [&x], |[x]| vec![softmax::softmax(x, 0).unwrap(), softmax::log_softmax(x, 0).unwrap()]);
}
