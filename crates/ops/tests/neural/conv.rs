//! Convolutions and their three gradients.

use cresset_ops::conv::{Convolution, conv_backward_input, conv_backward_weight, convolution};
use cresset_ops::{Array, copy, set_num_threads};
use cresset_storage::DType;

use crate::{array, assert_close, assert_refused, read, scattered, tolerance};

struct Case {
    input: &'static [usize],
    weight: &'static [usize],
    stride: &'static [i64],
    padding: &'static [i64],
    dilation: &'static [i64],
    groups: usize,
}

const fn case(
    input: &'static [usize],
    weight: &'static [usize],
    [stride, padding, dilation]: [&'static [i64]; 3],
    groups: usize,
) -> Case {
    Case { input, weight, stride, padding, dilation, groups }
}

const CASES: &[Case] = &[
    case(&[2, 3, 9], &[4, 3, 3], [&[1], &[1], &[1]], 1),
    case(&[1, 4, 11], &[6, 2, 2], [&[3], &[2], &[4]], 2),
    case(&[2, 3, 7, 6], &[5, 3, 3, 2], [&[1, 1], &[1, 0], &[1, 1]], 1),
    case(&[2, 4, 8, 9], &[6, 2, 3, 3], [&[2, 3], &[1, 2], &[2, 1]], 2),
    // The last places of the window see padding alone.
    case(&[1, 2, 3, 3], &[2, 2, 2, 2], [&[1], &[4], &[3]], 1),
    // Each output sees one place.
    case(&[3, 8, 5, 5], &[4, 8, 1, 1], [&[1], &[0], &[1]], 1),
    case(&[3, 8, 5, 5], &[4, 4, 1, 1], [&[2], &[0], &[1]], 2),
    // One channel a group.
    case(&[2, 3, 20, 21], &[6, 1, 3, 3], [&[1], &[1], &[1]], 3),
    case(&[2, 3, 9, 40], &[3, 1, 3, 2], [&[2, 3], &[2, 1], &[1, 2]], 3),
    case(&[2, 2, 3, 4, 5], &[3, 2, 2, 2, 3], [&[1, 2, 1], &[1, 0, 1], &[1, 2, 1]], 1),
    // Without a batch.
    case(&[3, 6, 6], &[2, 3, 3, 3], [&[1], &[1], &[1]], 1),
    // Many blocks of columns, and enough work for many threads.
    case(&[2, 16, 48, 45], &[8, 16, 3, 3], [&[1], &[1], &[1]], 1),
    case(&[9, 1, 40, 40], &[8, 1, 5, 5], [&[1], &[0], &[1]], 1),
    // By tiles: many blocks; groups in few blocks, each shared; more rows than a share has; a wide padding.
    case(&[4, 20, 65, 63], &[24, 20, 3, 3], [&[1], &[1], &[1]], 1),
    case(&[1, 96, 18, 21], &[80, 48, 3, 3], [&[1], &[0, 2], &[1]], 2),
    case(&[70, 96, 5, 4], &[129, 96, 3, 3], [&[1], &[1], &[1]], 1),
    case(&[2, 64, 12, 10], &[40, 64, 3, 3], [&[1], &[2], &[1]], 1),
];

impl Case {
    fn convolution(&self) -> Convolution {
        let (rank, groups) = (self.weight.len() - 2, self.groups as i64);
        Convolution::new(rank, self.stride, self.padding, self.dilation, groups).unwrap()
    }

    /// Calls `body` with the positions of each product's input, weight and output; gives the sizes of the output.
    fn products(&self, mut body: impl FnMut(usize, usize, usize)) -> Vec<usize> {
        let rank = self.weight.len() - 2;
        let batched = self.input.len() == rank + 2;
        let images = if batched { self.input[0] } else { 1 };
        let spatial = &self.input[self.input.len() - rank..];
        let number = |list: &[i64], dim: usize| list[dim % list.len()] as usize;
        let output: Vec<usize> = (0..rank)
            .map(|dim| {
                let span = number(self.dilation, dim) * (self.weight[2 + dim] - 1) + 1;
                (spatial[dim] + 2 * number(self.padding, dim) - span) / number(self.stride, dim) + 1
            })
            .collect();
        let (outputs, inputs) = (self.weight[0] / self.groups, self.weight[1]);
        let n_taps: usize = self.weight[2..].iter().product();
        let n_positions: usize = output.iter().product();
        let n_inputs: usize = spatial.iter().product();
        for image in 0..images {
            for channel in 0..self.weight[0] {
                for position in 0..n_positions {
                    for tap in 0..n_taps {
                        let (mut left_position, mut left_tap, mut place, mut step) = (position, tap, 0, 1);
                        let mut inside = true;
                        for dim in (0..rank).rev() {
                            let at = left_position % output[dim] * number(self.stride, dim)
                                + left_tap % self.weight[2 + dim] * number(self.dilation, dim);
                            let at = at as i64 - number(self.padding, dim) as i64;
                            inside &= at >= 0 && at < spatial[dim] as i64;
                            place += at * step;
                            step *= spatial[dim] as i64;
                            left_position /= output[dim];
                            left_tap /= self.weight[2 + dim];
                        }
                        for input in 0..if inside { inputs } else { 0 } {
                            let from = channel / outputs * inputs + input;
                            body(
                                (image * inputs * self.groups + from) * n_inputs + place as usize,
                                (channel * inputs + input) * n_taps + tap,
                                (image * self.weight[0] + channel) * n_positions + position,
                            );
                        }
                    }
                }
            }
        }
        let lead: &[usize] = if batched { &[images] } else { &[] };
        [lead, &[self.weight[0]], &output].concat()
    }
}

#[test]
fn values_and_gradients_are_those_of_plain_loops() {
    for (number, case) in CASES.iter().enumerate() {
        for dtype in [DType::F64, DType::F32, DType::F16, DType::BF16] {
            let convolution_of = case.convolution();
            let (x, weight) = (array(case.input, 1, dtype), array(case.weight, 2, dtype));
            let bias = array(&case.weight[..1], 3, dtype);
            let out = convolution(&x, &weight, Some(&bias), &convolution_of).unwrap();
            let grad = array(out.sizes(), 4, dtype);
            let inputs = [&x, &weight, &bias, &grad].map(read);
            let mut expected = [vec![0.0; out.numel()], vec![0.0; x.numel()], vec![0.0; weight.numel()]];
            let sizes = case.products(|x, weight, out| {
                expected[0][out] += inputs[0][x] * inputs[1][weight];
                expected[1][x] += inputs[3][out] * inputs[1][weight];
                expected[2][weight] += inputs[3][out] * inputs[0][x];
            });
            assert_eq!(out.sizes()[..], sizes[..], "case {number}");
            let plane: usize = out.sizes()[sizes.len() + 2 - case.weight.len()..].iter().product();
            let unbiased = expected[0].clone();
            for (at, value) in expected[0].iter_mut().enumerate() {
                *value += inputs[2][at / plane % case.weight[0]];
            }
            let tolerance = |terms: usize| tolerance(dtype, terms);
            let terms: usize = case.weight[1..].iter().product();
            assert_close(&read(&out), &expected[0], tolerance(terms));
            let plain = convolution(&scattered(&x), &scattered(&weight), None, &convolution_of).unwrap();
            assert_close(&read(&plain), &unbiased, tolerance(terms));
            let to_input = conv_backward_input(&scattered(&grad), &weight, case.input, &convolution_of).unwrap();
            assert_close(&read(&to_input), &expected[1], tolerance(terms));
            let to_weight = conv_backward_weight(&grad, &scattered(&x), case.weight, &convolution_of).unwrap();
            assert_close(&read(&to_weight), &expected[2], tolerance(plane * case.input[0]));
            assert_eq!([out.dtype(), to_input.dtype(), to_weight.dtype()], [dtype; 3]);
        }
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    for case in CASES {
        let (x, weight) = (array(case.input, 1, DType::F32), array(case.weight, 2, DType::F32));
        let run = || {
            let convolution_of = case.convolution();
            let out = convolution(&x, &weight, None, &convolution_of).unwrap();
            let to_input = conv_backward_input(&out, &weight, case.input, &convolution_of).unwrap();
            let to_weight = conv_backward_weight(&out, &x, case.weight, &convolution_of).unwrap();
            [read(&out), read(&to_input), read(&to_weight)]
        };
        set_num_threads(1);
        let alone = run();
        set_num_threads(usize::MAX);
        assert_eq!(alone, run());
    }
}

#[test]
fn what_is_no_finite_number_reaches_only_the_outputs_that_see_it() {
    let plain = Convolution::new(2, &[1], &[1], &[1], 1).unwrap();
    let weight = array(&[32, 32, 3, 3], 2, DType::F32);
    let clean = array(&[1, 32, 40, 40], 1, DType::F32);
    let outputs = read(&convolution(&clean, &weight, None, &plain).unwrap());
    for (value, row, column) in [(f64::NAN, 7, 10), (f64::INFINITY, 20, 21), (f64::NEG_INFINITY, 33, 0)] {
        let mut values = read(&clean);
        values[row * 40 + column] = value;
        let x = copy::to_dtype("test", &Array::from_vec(values, &[1, 32, 40, 40]).unwrap(), DType::F32).unwrap();
        let found = read(&convolution(&x, &weight, None, &plain).unwrap());
        for (at, (found, clean)) in found.iter().zip(&outputs).enumerate() {
            let sees = (at / 40 % 40).abs_diff(row) <= 1 && (at % 40).abs_diff(column) <= 1;
            assert!(if sees { !found.is_finite() } else { found == clean }, "{value} at {at}: {found} {clean}");
        }
    }
}

#[test]
fn an_infinite_weight_reaches_only_the_inputs_that_it_sees() {
    let plain = Convolution::new(2, &[1], &[0], &[1], 1).unwrap();
    let grad = array(&[2, 3, 4, 4], 1, DType::F32);
    let mut weights = read(&array(&[3, 2, 3, 3], 2, DType::F32));
    weights[0] = f64::INFINITY;
    let weight = copy::to_dtype("test", &Array::from_vec(weights, &[3, 2, 3, 3]).unwrap(), DType::F32).unwrap();
    let found = read(&conv_backward_input(&grad, &weight, &[2, 2, 6, 6], &plain).unwrap());
    for (at, found) in found.iter().enumerate() {
        let sees = at / 36 % 2 == 0 && at / 6 % 6 < 4 && at % 6 < 4;
        assert_eq!(found.is_finite(), !sees, "at {at}: {found}");
    }
}

#[test]
fn an_empty_batch_gives_an_empty_result_and_zero_gradients() {
    let plain = Convolution::new(2, &[1], &[0], &[1], 1).unwrap();
    let (x, weight) = (array(&[0, 2, 5, 5], 1, DType::F32), array(&[3, 2, 3, 3], 2, DType::F32));
    let out = convolution(&x, &weight, None, &plain).unwrap();
    assert_eq!(out.sizes()[..], [0, 3, 3, 3]);
    assert_eq!(read(&conv_backward_weight(&out, &x, &[3, 2, 3, 3], &plain).unwrap()), [0.0; 54]);
    assert_eq!(conv_backward_input(&out, &weight, &[0, 2, 5, 5], &plain).unwrap().numel(), 0);
}

#[test]
fn bad_calls_are_refused_in_one_line() {
    let (x, weight) = (array(&[1, 4, 5, 5], 1, DType::F32), array(&[6, 2, 3, 3], 2, DType::F32));
    let run = |groups: i64, padding: i64| {
        convolution(&x, &weight, None, &Convolution::new(2, &[1], &[padding], &[1], groups)?)
    };
    assert!(run(2, 0).is_ok());
    assert_refused(
        run(1, 0),
        "conv2d: channels differ: self [1, 4, 5, 5], weight [6, 2, 3, 3]; channels of self must equal \
         weight.size(1) * groups",
    );
    assert_refused(
        run(4, 0),
        "conv2d: groups do not divide the channels: self [1, 4, 5, 5], weight [6, 2, 3, 3]; weight.size(0) must be a \
         multiple of groups",
    );
    assert_refused(run(0, 0), "conv2d: bad argument: groups = 0; there must be at least one group");
    assert_refused(run(2, -1), "conv2d: bad argument: padding = [-1]; no number may be negative");
    assert_refused(
        Convolution::new(2, &[1, 0], &[0], &[1], 1),
        "conv2d: bad argument: stride = [1, 0]; each number must be at least 1",
    );
    assert_refused(
        Convolution::new(2, &[1, 1, 1], &[0], &[1], 1),
        "conv2d: bad argument: stride = [1, 1, 1]; give one number, or one for each spatial dim",
    );
    let dilated = Convolution::new(2, &[1], &[1], &[i64::MAX], 2).unwrap();
    assert!(convolution(&x, &weight, None, &dilated).is_err());
    let wide = Convolution::new(2, &[1], &[i64::MAX], &[1], 2).unwrap();
    assert!(convolution(&x, &weight, None, &wide).is_err());
    assert_refused(
        convolution(
            &array(&[1, 4, 2, 5], 1, DType::F32),
            &weight,
            None,
            &Convolution::new(2, &[1], &[0], &[1], 2).unwrap(),
        ),
        "conv2d: the window is larger than the padded input: input [2, 5], kernel [3, 3], padding [0, 0]; \
         dilation * (kernel - 1) + 1 must not exceed input + 2 * padding",
    );
    let plain = Convolution::new(2, &[1], &[0], &[1], 2).unwrap();
    assert_refused(
        convolution(&x, &weight, Some(&array(&[4], 1, DType::F32)), &plain),
        "conv2d: bias of another size: bias [4], weight [6, 2, 3, 3]; bias must be [weight.size(0)]",
    );
    assert_refused(
        convolution(&x, &array(&[6, 2, 3, 3], 2, DType::F64), None, &plain),
        "conv2d: dtypes differ: self float32, weight float64; convert one of them",
    );
    assert_refused(
        convolution(&array(&[1, 4, 5, 5], 1, DType::Bool), &array(&[6, 2, 3, 3], 2, DType::Bool), None, &plain),
        "conv2d: not a floating dtype: self bool; use float16, bfloat16, float32 or float64",
    );
    assert!(convolution(&array(&[5, 5], 1, DType::F32), &weight, None, &plain).is_err());
    assert!(conv_backward_input(&x, &weight, &[1, 4, 5, 5], &plain).is_err());
}
