//! Normalisation and its gradients.

use cresset_ops::norm::{
    BatchNorm, Normalised, Rows, batch_norm, batch_norm_backward, normalise_rows, normalise_rows_backward,
    normalise_rows_backward_affine, normalise_rows_backward_whole,
};
use cresset_ops::{Array, copy, set_num_threads};
use cresset_storage::DType;

use crate::{array, assert_close, assert_refused, read, scattered, tolerance};

/// Numbers far from zero with a spread of their own: an array of them, rounded to `dtype`.
fn shifted(sizes: &[usize], seed: u64, dtype: DType) -> Array {
    let numbers = read(&array(sizes, seed, DType::F64)).iter().map(|value| value * 3.0 + 5.0).collect();
    copy::to_dtype("test", &Array::from_vec(numbers, sizes).unwrap(), dtype).unwrap()
}

/// Plain normalisation of one set of elements with a weight and a bias each.
struct Plain {
    out: Vec<f64>,
    to_input: Vec<f64>,
    to_weight: Vec<f64>,
    mean: f64,
    variance: f64,
}

fn plain(x: &[f64], weight: &[f64], bias: &[f64], grad: &[f64], eps: f64, centred: bool) -> Plain {
    let count = x.len() as f64;
    let mean = if centred { x.iter().sum::<f64>() / count } else { 0.0 };
    let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
    let root = (variance + eps).sqrt();
    let normal: Vec<f64> = x.iter().map(|x| (x - mean) / root).collect();
    let scaled: Vec<f64> = grad.iter().zip(weight).map(|(grad, weight)| grad * weight).collect();
    let shift = if centred { scaled.iter().sum::<f64>() / count } else { 0.0 };
    let slope = scaled.iter().zip(&normal).map(|(grad, normal)| grad * normal).sum::<f64>() / count;
    Plain {
        out: normal.iter().zip(weight).zip(bias).map(|((normal, weight), bias)| normal * weight + bias).collect(),
        to_input: scaled.iter().zip(&normal).map(|(grad, normal)| (grad - shift - normal * slope) / root).collect(),
        to_weight: grad.iter().zip(&normal).map(|(grad, normal)| grad * normal).collect(),
        mean,
        variance,
    }
}

/// Checks rows against plain loops; `channel` names the weight of an element of a row.
fn check_rows(x: &Array, rows: &Rows, len: usize, n_weights: usize, channel: impl Fn(usize) -> usize, centred: bool) {
    let dtype = x.dtype();
    let sizes: &[usize] = if rows_of_groups(x, len, n_weights) { &[n_weights] } else { &x.sizes()[1..] };
    let (weight, bias) = (array(sizes, 2, dtype), array(sizes, 3, dtype));
    let (weight, bias, eps) = (&weight, centred.then_some(&bias), 1e-3);
    let Normalised { out, mean, rstd } = normalise_rows(&scattered(x), rows, Some(weight), bias, eps).unwrap();
    let grad = array(x.sizes(), 4, dtype);
    let statistics = [&mean, &rstd];
    let to_input = normalise_rows_backward(&scattered(&grad), x, rows, Some(weight), statistics).unwrap();
    let [to_weight, to_bias] = normalise_rows_backward_affine(&grad, x, rows, statistics, dtype).unwrap();
    let (whole, [whole_weight, whole_bias]) =
        normalise_rows_backward_whole(&scattered(&grad), x, rows, Some(weight), statistics, dtype).unwrap();
    for (one, other) in [(&to_input, &whole), (&to_weight, &whole_weight), (&to_bias, &whole_bias)] {
        assert_eq!(read(one), read(other), "both gradients at once");
    }
    let (values, grads) = (read(x), read(&grad));
    let (weights, biases) = (read(weight), bias.map_or(vec![0.0; n_weights], read));
    let mut sums = [vec![0.0; n_weights], vec![0.0; n_weights]];
    let (mut outs, mut to_inputs) = (Vec::new(), Vec::new());
    for (row, (x, grad)) in values.chunks(len).zip(grads.chunks(len)).enumerate() {
        let at = |place: usize| channel(row * len + place);
        let weight: Vec<f64> = (0..len).map(|place| weights[at(place)]).collect();
        let bias: Vec<f64> = (0..len).map(|place| biases[at(place)]).collect();
        let plain = plain(x, &weight, &bias, grad, eps, centred);
        for place in 0..len {
            sums[0][at(place)] += plain.to_weight[place];
            sums[1][at(place)] += grad[place];
        }
        outs.extend(plain.out);
        to_inputs.extend(plain.to_input);
    }
    let tolerance = tolerance(dtype, x.numel());
    assert_close(&read(&out), &outs, tolerance);
    assert_close(&read(&to_input), &to_inputs, tolerance);
    assert_close(&read(&to_weight), &sums[0], tolerance);
    assert_close(&read(&to_bias), &sums[1], tolerance);
    assert_eq!([out.dtype(), to_input.dtype(), to_weight.dtype()], [dtype; 3]);
    let bare = normalise_rows(x, rows, None, None, eps).unwrap().out;
    let with = read(&out);
    for (at, value) in read(&bare).iter().enumerate() {
        let channel = channel(at);
        assert_close(&[value * weights[channel] + biases[channel]], &with[at..=at], 3.0 * tolerance);
    }
}

/// Whether the weights are those of channels and not of a row's elements.
fn rows_of_groups(x: &Array, len: usize, n_weights: usize) -> bool {
    n_weights != len || x.sizes()[1..].len() > 1 && x.sizes()[1] == n_weights
}

#[test]
fn rows_are_those_of_plain_loops() {
    for dtype in [DType::F64, DType::F32, DType::F16, DType::BF16] {
        for sizes in [&[5, 37][..], &[3, 4, 5], &[300, 200], &[2, 1]] {
            let x = shifted(sizes, 1, dtype);
            let shape: Vec<i64> = sizes[1..].iter().map(|&size| size as i64).collect();
            let len = x.numel() / sizes[0];
            for centred in [true, false] {
                let rows = Rows::of_last_dims("layer_norm", &x, &shape, centred).unwrap();
                check_rows(&x, &rows, len, len, |at| at % len, centred);
            }
        }
        for (sizes, groups) in [(&[3, 6, 5][..], 2), (&[2, 4, 3, 3], 4), (&[4, 24], 3), (&[40, 8, 300], 2)] {
            let x = shifted(sizes, 1, dtype);
            let (channels, plane) = (sizes[1], sizes[2..].iter().product::<usize>());
            let rows = Rows::of_groups("group_norm", &x, groups).unwrap();
            check_rows(&x, &rows, channels * plane / groups as usize, channels, |at| at / plane % channels, true);
        }
    }
}

#[test]
fn batches_are_those_of_plain_loops() {
    for dtype in [DType::F64, DType::F32, DType::F16, DType::BF16] {
        for sizes in [&[6, 3][..], &[100, 70], &[4, 3, 5], &[3, 2, 4, 5], &[20, 5, 33, 31]] {
            let (batch, channels, plane) = (sizes[0], sizes[1], sizes[2..].iter().product::<usize>());
            let x = shifted(sizes, 1, dtype);
            let (weight, bias) = (array(&sizes[1..2], 2, dtype), array(&sizes[1..2], 3, dtype));
            let grad = array(sizes, 4, dtype);
            let [running_mean, running_var] = [5, 6].map(|seed| shifted(&sizes[1..2], seed, dtype));
            let before = [read(&running_mean), read(&running_var)];
            let how = |training| BatchNorm {
                running_mean: Some(&running_mean),
                running_var: Some(&running_var),
                training,
                momentum: 0.25,
                eps: 1e-3,
            };
            let tolerance = tolerance(dtype, batch * plane);
            // Evaluation first: it must leave the running statistics alone.
            let trained = [false, true].map(|training| {
                let found = batch_norm(&scattered(&x), Some(&weight), Some(&bias), how(training)).unwrap();
                let statistics = [&found.mean, &found.rstd];
                let back =
                    batch_norm_backward(&scattered(&grad), &x, Some(&weight), statistics, training, dtype).unwrap();
                (found, back)
            });
            let (values, grads, weights, biases) = (read(&x), read(&grad), read(&weight), read(&bias));
            let after = [read(&running_mean), read(&running_var)];
            for channel in 0..channels {
                let of_channel = |all: &[f64]| -> Vec<f64> {
                    let rows = (0..batch).map(|image| (image * channels + channel) * plane);
                    rows.flat_map(|start| all[start..start + plane].to_vec()).collect()
                };
                let (x, grad) = (of_channel(&values), of_channel(&grads));
                let same = |value: f64| vec![value; x.len()];
                let expected = plain(&x, &same(weights[channel]), &same(biases[channel]), &grad, 1e-3, true);
                let (found, [to_input, to_weight, to_bias]) = &trained[1];
                assert_close(&of_channel(&read(&found.out)), &expected.out, tolerance);
                assert_close(&of_channel(&read(to_input)), &expected.to_input, tolerance);
                assert_close(&[read(to_weight)[channel]], &[expected.to_weight.iter().sum()], tolerance);
                assert_close(&[read(to_bias)[channel]], &[grad.iter().sum()], tolerance);
                let unbiased = expected.variance * x.len() as f64 / (x.len() as f64 - 1.0);
                let moved =
                    [(0, expected.mean), (1, unbiased)].map(|(at, new)| 0.25 * new + 0.75 * before[at][channel]);
                assert_close(&[after[0][channel], after[1][channel]], &moved, tolerance);
                let (found, [to_input, ..]) = &trained[0];
                let factor = weights[channel] / (before[1][channel] + 1e-3).sqrt();
                let line: Vec<f64> = x.iter().map(|x| (x - before[0][channel]) * factor + biases[channel]).collect();
                assert_close(&of_channel(&read(&found.out)), &line, tolerance);
                let slope: Vec<f64> = grad.iter().map(|grad| grad * factor).collect();
                assert_close(&of_channel(&read(to_input)), &slope, tolerance);
            }
        }
    }
}

#[test]
fn halves_take_parameters_of_f32() {
    let x = shifted(&[4, 3], 1, DType::BF16);
    let weight = array(&[3], 2, DType::F32);
    let rows = Rows::of_last_dims("layer_norm", &x, &[3], true).unwrap();
    let found = normalise_rows(&x, &rows, Some(&weight), None, 1e-5).unwrap();
    assert_eq!((found.out.dtype(), found.mean.dtype()), (DType::BF16, DType::F32));
    let statistics = [&found.mean, &found.rstd];
    let [to_weight, _] = normalise_rows_backward_affine(&found.out, &x, &rows, statistics, DType::F32).unwrap();
    assert_eq!(to_weight.dtype(), DType::F32);
}

#[test]
fn results_do_not_depend_on_threads() {
    let x = shifted(&[64, 40, 41], 1, DType::F32);
    let run = || {
        let how = BatchNorm { running_mean: None, running_var: None, training: true, momentum: 0.1, eps: 1e-5 };
        let channels = batch_norm(&x, None, None, how).unwrap();
        let rows_of = Rows::of_groups("group_norm", &x, 4).unwrap();
        let rows = normalise_rows(&x, &rows_of, None, None, 1e-5).unwrap();
        let statistics = [&rows.mean, &rows.rstd];
        let sums = normalise_rows_backward_affine(&x, &x, &rows_of, statistics, DType::F32).unwrap();
        [read(&channels.out), read(&rows.out), read(&sums[0])]
    };
    set_num_threads(1);
    let alone = run();
    set_num_threads(usize::MAX);
    assert_eq!(alone, run());
}

#[test]
fn empty_batches_touch_no_running_statistics() {
    let x = array(&[0, 3, 4], 1, DType::F32);
    let running = array(&[3], 2, DType::F32);
    let before = read(&running);
    let how = BatchNorm {
        running_mean: Some(&running),
        running_var: Some(&running),
        training: true,
        momentum: 0.1,
        eps: 1e-5,
    };
    let found = batch_norm(&x, None, None, how).unwrap();
    assert_eq!((found.out.sizes()[..].to_vec(), read(&running)), (vec![0, 3, 4], before));
    let back = batch_norm_backward(&x, &x, None, [&found.mean, &found.rstd], true, DType::F32).unwrap();
    assert_eq!(read(&back[1]), [0.0; 3]);
    let x = array(&[2, 4, 0], 1, DType::F32);
    let rows = Rows::of_groups("group_norm", &x, 2).unwrap();
    let found = normalise_rows(&x, &rows, None, None, 1e-5).unwrap();
    let statistics = [&found.mean, &found.rstd];
    let back = normalise_rows_backward_affine(&x, &x, &rows, statistics, DType::F32).unwrap();
    assert_eq!((found.out.numel(), read(&back[0])), (0, vec![0.0; 4]));
}

#[test]
fn bad_calls_are_refused_in_one_line() {
    let x = array(&[2, 4, 3], 1, DType::F32);
    assert_refused(
        Rows::of_last_dims("layer_norm", &x, &[4], true),
        "layer_norm: sizes do not end in the normalised ones: self [2, 4, 3], normalized_shape [4]; the last sizes of \
         self must be normalized_shape",
    );
    assert!(Rows::of_last_dims("layer_norm", &x, &[], true).is_err());
    assert!(Rows::of_last_dims("layer_norm", &x, &[1, 2, 4, 3], true).is_err());
    assert_refused(
        Rows::of_groups("group_norm", &x, 3),
        "group_norm: groups do not divide the channels: self [2, 4, 3], num_groups [3]; use a divisor of self.size(1)",
    );
    assert!(Rows::of_groups("group_norm", &x, 0).is_err());
    let rows = Rows::of_last_dims("layer_norm", &x, &[3], true).unwrap();
    assert_refused(
        normalise_rows(&x, &rows, Some(&array(&[4], 1, DType::F32)), None, 1e-5),
        "layer_norm: parameter of another size: self [2, 4, 3], weight [4]; it must have one element for each channel",
    );
    assert_refused(
        normalise_rows(&x, &rows, Some(&array(&[3], 1, DType::F64)), None, 1e-5),
        "layer_norm: dtypes differ: self float32, weight float64; convert the parameter",
    );
    let how = |training| BatchNorm { running_mean: None, running_var: None, training, momentum: 0.1, eps: 1e-5 };
    assert_refused(
        batch_norm(&x, None, None, how(false)),
        "batch_norm: bad argument: running_mean = None; evaluation needs running statistics",
    );
    assert_refused(
        batch_norm(&array(&[1, 4], 1, DType::F32), None, None, how(true)),
        "batch_norm: one value for each channel: self [1, 4]; training needs more than one value for each channel",
    );
    assert!(batch_norm(&array(&[4], 1, DType::F32), None, None, how(true)).is_err());
    assert!(batch_norm(&array(&[4, 4], 1, DType::I64), None, None, how(true)).is_err());
}
