//! Normalisation of rows and of channels, with gradients and running statistics.

use cresset_ops::norm::{
    BatchNorm, Normalised, Rows, batch_norm, batch_norm_backward, normalise_rows, normalise_rows_backward,
    normalise_rows_backward_affine,
};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 4] = ["layer_norm", "rms_norm", "group_norm", "batch_norm"];

/// Which rows of the first array.
type Of<'a> = &'a dyn Fn(&Array) -> Rows;

/// All that belongs to one kind of rows.
fn of_rows([x, grad, weight, bias]: [&Array; 4], of: Of<'_>) -> Vec<Array> {
    let rows = of(x);
    let parameter = |array: &Array| {
        let numel = rows.weight_sizes().numel();
        array.as_strided("test", &[numel], &[1], 0).unwrap().as_strided("test", rows.weight_sizes(), &[1], 0).unwrap()
    };
    let (weight, bias) = (parameter(weight), parameter(bias));
    let made = normalise_rows(x, &rows, Some(&weight), Some(&bias), 1e-3).unwrap();
    let plain = normalise_rows(x, &rows, None, None, 1e-5).unwrap();
    let statistics = [&made.mean, &made.rstd];
    let sent = normalise_rows_backward(grad, x, &rows, Some(&weight), statistics).unwrap();
    let sent_plain = normalise_rows_backward(grad, x, &rows, None, statistics).unwrap();
    let [along, total] = normalise_rows_backward_affine(grad, x, &rows, statistics, x.dtype()).unwrap();
    vec![made.out, made.mean, made.rstd, plain.out, sent, sent_plain, along, total]
}

#[test]
fn rows_of_all_kinds() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::BF16, DType::F16, DType::F64] {
        let cases: [(&[usize], Of<'_>); 7] = [
            (&[3, 5, 24], &|x| Rows::of_last_dims("layer_norm", x, &[24], true).unwrap()),
            (&[300, 7], &|x| Rows::of_last_dims("layer_norm", x, &[7], true).unwrap()),
            (&[2, 1040], &|x| Rows::of_last_dims("layer_norm", x, &[1040], true).unwrap()),
            (&[5, 64], &|x| Rows::of_last_dims("rms_norm", x, &[64], false).unwrap()),
            (&[2, 6, 8], &|x| Rows::of_groups("group_norm", x, 3).unwrap()),
            (&[2, 4, 3, 5], &|x| Rows::of_groups("group_norm", x, 2).unwrap()),
            (&[0, 4, 3], &|x| Rows::of_groups("group_norm", x, 2).unwrap()),
        ];
        let whole = dtype == DType::F32 || dtype == DType::BF16;
        for (sizes, of) in cases.into_iter().skip(if whole { 0 } else { 4 }) {
            let arrays = [1, 2].map(|seed| values(sizes, seed, dtype));
            let parameters = [3, 4].map(|seed| values(&[1040], seed, dtype));
            let [x, grad] = &arrays;
            alike(&NATIVE, [x, grad, &parameters[0], &parameters[1]], |arrays| of_rows(arrays, of));
        }
    }
}

#[test]
fn rows_that_are_not_finite() {
    if !present() {
        return;
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rows = [[1.0, inf, 2.0], [nan, 1.0, 2.0], [2.0, 2.0, 2.0], [1.0, 2.0, 4.0]];
    let x = Array::from_vec(rows.concat(), &[4, 3]).unwrap();
    let grad = Array::from_vec([[1.0, 1.0, 1.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [inf, 1.0, 2.0]].concat(), &[4, 3]);
    let (grad, parameter) = (grad.unwrap(), values(&[3], 1, DType::F64));
    for centred in [true, false] {
        alike(&NATIVE, [&x, &grad, &parameter, &parameter], |arrays| {
            of_rows(arrays, &|x| Rows::of_last_dims("layer_norm", x, &[3], centred).unwrap())
        });
    }
}

#[test]
fn batches() {
    if !present() {
        return;
    }
    for (sizes, dtype) in [
        (&[6, 8][..], DType::F32),
        (&[300, 5], DType::F32),
        (&[4, 3, 8], DType::F32),
        (&[2, 3, 5, 7], DType::F32),
        (&[40, 2, 32], DType::BF16),
        (&[6, 8], DType::F16),
        (&[3, 4, 2], DType::F64),
        (&[0, 3, 4], DType::F32),
    ] {
        let (x, grad) = (values(sizes, 1, dtype), values(sizes, 2, dtype));
        let [weight, bias] = [3, 4].map(|seed| values(&[sizes[1]], seed, dtype));
        for training in [true, false] {
            for wide in [false, true] {
                alike(&NATIVE, [&x, &grad, &weight, &bias], |[x, grad, weight, bias]| {
                    let kept = if wide && dtype != DType::F64 { DType::F32 } else { dtype };
                    // They are written: each device has its own.
                    let running = [weight, bias].map(|array| {
                        copy::contiguous_copy("test", &copy::to_dtype("test", array, kept).unwrap()).unwrap()
                    });
                    let how = BatchNorm {
                        running_mean: Some(&running[0]).filter(|_| !training || wide),
                        running_var: Some(&running[1]),
                        training,
                        momentum: 0.3,
                        eps: 1e-3,
                    };
                    let Normalised { out, mean, rstd } = batch_norm(x, Some(weight), Some(bias), how).unwrap();
                    let plain =
                        batch_norm(x, None, None, BatchNorm { running_mean: Some(&running[0]), ..how }).unwrap();
                    let statistics = [&mean, &rstd];
                    let sent = batch_norm_backward(grad, x, Some(weight), statistics, training, kept).unwrap();
                    let sent_plain = batch_norm_backward(grad, x, None, statistics, training, dtype).unwrap();
                    let [first, second] = running;
                    [vec![out, mean, rstd, plain.out, first, second], sent.into(), sent_plain.into()].concat()
                });
            }
        }
    }
}
