//! Pooling, its gradients, and windows as columns.

use cresset_ops::Array;
use cresset_ops::pool::{
    Adaptive, Divisor, Pooling, Sliding, Unfolding, adaptive_avg_pool, avg_pool, avg_pool_backward, max_pool,
    max_pool_backward, max_pool_gather, unfold,
};
use cresset_storage::DType;

use crate::{array, assert_close, assert_refused, read, scattered, tolerance};

struct Case {
    input: &'static [usize],
    kernel: [i64; 2],
    stride: &'static [i64],
    padding: [i64; 2],
    dilation: [i64; 2],
    ceil_mode: bool,
    output: [usize; 2],
}

/// The output sizes are PyTorch's.
const CASES: &[Case] = &[
    case(&[2, 3, 6, 7], [2, 2], &[], [0, 0], [1, 1], false, [3, 3]),
    case(&[2, 3, 6, 7], [2, 2], &[], [0, 0], [1, 1], true, [3, 4]),
    case(&[1, 2, 8, 9], [3, 2], &[1, 2], [1, 1], [1, 1], false, [8, 5]),
    case(&[1, 2, 8, 9], [3, 3], &[2, 2], [1, 1], [1, 1], true, [5, 5]),
    case(&[2, 5, 5], [3, 3], &[2, 3], [1, 1], [1, 1], true, [3, 2]),
    case(&[2, 1, 9, 8], [3, 2], &[2, 1], [1, 0], [2, 3], false, [4, 5]),
    case(&[2, 1, 9, 8], [3, 2], &[2, 1], [1, 0], [2, 3], true, [4, 5]),
];

const fn case(
    input: &'static [usize],
    kernel: [i64; 2],
    stride: &'static [i64],
    padding: [i64; 2],
    dilation: [i64; 2],
    ceil_mode: bool,
    output: [usize; 2],
) -> Case {
    Case { input, kernel, stride, padding, dilation, ceil_mode, output }
}

impl Case {
    fn sliding(&self) -> Sliding<'_> {
        Sliding { kernel_size: &self.kernel, stride: self.stride, padding: &self.padding, dilation: &self.dilation }
    }

    fn pooling(&self) -> Pooling {
        Pooling::new("max_pool2d", 2, self.input, self.sliding(), self.ceil_mode).unwrap()
    }

    fn n_outputs(&self) -> usize {
        self.output[0] * self.output[1]
    }

    fn stride(&self, dim: usize) -> i64 {
        if self.stride.is_empty() { self.kernel[dim] } else { self.stride[dim] }
    }

    /// The inputs of one output: plane, and places in it.
    fn window(&self, out: usize) -> (usize, Vec<usize>) {
        let (plane, at) = (out / self.n_outputs(), out % self.n_outputs());
        let at = [at / self.output[1], at % self.output[1]];
        let sizes = &self.input[self.input.len() - 2..];
        let mut places = Vec::new();
        for row in 0..self.kernel[0] {
            for column in 0..self.kernel[1] {
                let place = [(0, row), (1, column)]
                    .map(|(dim, tap)| at[dim] as i64 * self.stride(dim) - self.padding[dim] + tap * self.dilation[dim]);
                if (0..2).all(|dim| place[dim] >= 0 && place[dim] < sizes[dim] as i64) {
                    places.push(place[0] as usize * sizes[1] + place[1] as usize);
                }
            }
        }
        (plane, places)
    }

    /// Elements of the window within the padded input.
    fn padded(&self, out: usize) -> f64 {
        let at = [out % self.n_outputs() / self.output[1], out % self.output[1]];
        let sizes = &self.input[self.input.len() - 2..];
        let counts = [0, 1].map(|dim| {
            let start = at[dim] as i64 * self.stride(dim) - self.padding[dim];
            (start + self.kernel[dim]).min(sizes[dim] as i64 + self.padding[dim]) - start
        });
        (counts[0] * counts[1]) as f64
    }
}

#[test]
fn the_largest_element_of_each_window() {
    for case in CASES {
        for dtype in [DType::F64, DType::F32, DType::F16, DType::BF16] {
            let (x, pooling) = (array(case.input, 1, dtype), case.pooling());
            let (out, indices) = max_pool(&scattered(&x), &pooling).unwrap();
            assert_eq!(out.sizes()[out.rank() - 2..], case.output);
            let plane: usize = case.input[case.input.len() - 2..].iter().product();
            let (given, found) = (read(&x), read(&indices));
            let grad = array(out.sizes(), 2, dtype);
            let mut to_input = vec![0.0; x.numel()];
            for (at, value) in read(&out).into_iter().enumerate() {
                let (number, places) = case.window(at);
                let largest = places.iter().map(|place| given[number * plane + place]).fold(f64::MIN, f64::max);
                assert_eq!(value, largest);
                let first = places.iter().find(|&place| given[number * plane + place] == largest).unwrap();
                assert_eq!(found[at], *first as f64);
                to_input[number * plane + first] += read(&grad)[at];
            }
            let backward = max_pool_backward(&scattered(&grad), &indices, &pooling).unwrap();
            assert_close(&read(&backward), &to_input, tolerance(dtype, 4));
            assert_eq!(read(&max_pool_gather(&x, &indices, &pooling).unwrap()), read(&out));
        }
    }
}

#[test]
fn nan_wins_and_infinities_have_places() {
    let line = |values: [f64; 4]| Array::from_vec(values.to_vec(), &[1, 4]).unwrap();
    let sliding = Sliding { kernel_size: &[3], stride: &[1], padding: &[1], dilation: &[1] };
    let pooling = Pooling::new("max_pool1d", 1, &[1, 4], sliding, false).unwrap();
    let low = f64::NEG_INFINITY;
    let (out, indices) = max_pool(&line([low, low, low, 1.0]), &pooling).unwrap();
    assert_eq!((read(&out), read(&indices)), (vec![low, low, 1.0, 1.0], vec![0.0, 0.0, 3.0, 3.0]));
    let (out, indices) = max_pool(&line([5.0, f64::NAN, 7.0, 8.0]), &pooling).unwrap();
    assert_close(&read(&out), &[f64::NAN, f64::NAN, f64::NAN, 8.0], 0.0);
    assert_eq!(read(&indices), [1.0, 1.0, 1.0, 3.0]);
}

#[test]
fn the_mean_of_each_window() {
    for case in CASES.iter().filter(|case| case.dilation == [1, 1]) {
        for dtype in [DType::F64, DType::F32, DType::F16, DType::BF16] {
            for divisor in [Divisor::Padded, Divisor::Inside, Divisor::Fixed(3)] {
                let (x, pooling) = (array(case.input, 1, dtype), case.pooling());
                let out = avg_pool(&scattered(&x), &pooling, divisor).unwrap();
                let plane: usize = case.input[case.input.len() - 2..].iter().product();
                let grad = array(out.sizes(), 2, dtype);
                let (given, grads) = (read(&x), read(&grad));
                let (mut expected, mut to_input) = (vec![0.0; out.numel()], vec![0.0; x.numel()]);
                for at in 0..out.numel() {
                    let (number, places) = case.window(at);
                    let count = match divisor {
                        Divisor::Padded => case.padded(at),
                        Divisor::Inside => places.len() as f64,
                        Divisor::Fixed(count) => count as f64,
                    };
                    for place in places {
                        expected[at] += given[number * plane + place] / count;
                        to_input[number * plane + place] += grads[at] / count;
                    }
                }
                assert_close(&read(&out), &expected, tolerance(dtype, 4));
                let backward = avg_pool_backward(&scattered(&grad), &pooling, divisor).unwrap();
                assert_close(&read(&backward), &to_input, tolerance(dtype, 4));
            }
        }
    }
}

#[test]
fn bins_of_adaptive_pooling() {
    let x = Array::from_vec((0..35).map(f64::from).collect(), &[1, 5, 7]).unwrap();
    let adaptive = Adaptive::new("adaptive_avg_pool2d", 2, x.sizes(), &[2, 3]).unwrap();
    let out = adaptive_avg_pool(&x, &adaptive, false).unwrap();
    // Rows 0..3 and 2..5, columns 0..3, 2..5 and 4..7.
    assert_eq!(read(&out), [8.0, 10.0, 12.0, 22.0, 24.0, 26.0]);
    let backward = read(&adaptive_avg_pool(&out, &adaptive, true).unwrap());
    assert_close(&backward[..1], &[8.0 / 9.0], 1e-15);
    assert_close(&backward[16..17], &[(8.0 + 10.0 + 22.0 + 24.0) / 9.0], 1e-15);
    assert_close(&[backward.iter().sum()], &[102.0], 1e-13);
}

#[test]
fn windows_as_columns_and_back() {
    let sliding = Sliding { kernel_size: &[2, 3], stride: &[2, 1], padding: &[1, 0], dilation: &[1, 2] };
    let x = array(&[2, 3, 4, 6], 1, DType::F32);
    let unfolding = Unfolding::new("unfold2d", x.sizes(), sliding).unwrap();
    let columns = unfold(&x, &unfolding, false).unwrap();
    assert_eq!(columns.sizes()[..], [2, 18, 6]);
    let (given, found) = (read(&x), read(&columns));
    let mut places = vec![0.0; x.numel()];
    for (at, value) in found.iter().enumerate() {
        let (row, column) = (at / 6 % 18, at % 6);
        let place = [column / 2 * 2 + row / 3 % 2, column % 2 + row % 3 * 2];
        let channel = at / 108 * 3 + row / 6;
        let from = (place[0] >= 1 && place[0] <= 4).then(|| channel * 24 + (place[0] - 1) * 6 + place[1]);
        assert_eq!(*value, from.map_or(0.0, |from| given[from]));
        from.into_iter().for_each(|from| places[from] += value);
    }
    assert_close(&read(&unfold(&columns, &unfolding, true).unwrap()), &places, 1e-6);
}

#[test]
fn bad_calls_are_refused_in_one_line() {
    let new = |input: &[usize], kernel: i64, stride: &[i64], padding: i64| {
        let sliding = Sliding { kernel_size: &[kernel], stride, padding: &[padding], dilation: &[1] };
        Pooling::new("max_pool2d", 2, input, sliding, false)
    };
    assert_refused(
        new(&[1, 1, 4, 4], 2, &[], 2),
        "max_pool2d: bad argument: padding = [2]; padding must be at most half of the window",
    );
    assert_refused(
        new(&[1, 1, 4, 4], 2, &[0], 0),
        "max_pool2d: bad argument: stride = [0]; each number must be at least 1",
    );
    assert_refused(
        new(&[1, 1, 4, 4], 5, &[], 0),
        "max_pool2d: the window is larger than the padded input: input [4, 4], kernel [5, 5], padding [0, 0]; \
         dilation * (kernel - 1) + 1 must not exceed input + 2 * padding",
    );
    assert_refused(
        new(&[4, 4], 2, &[], 0),
        "max_pool2d: sizes that cannot be pooled: self [4, 4]; self is [batch, channels, spatial dims], or without the \
         batch; only the batch may be empty",
    );
    assert!(new(&[0, 1, 4, 4], 2, &[], 0).is_ok() && new(&[1, 0, 4, 4], 2, &[], 0).is_err());
    let huge = Sliding { kernel_size: &[i64::MAX], stride: &[], padding: &[i64::MAX / 2], dilation: &[1] };
    assert!(Pooling::new("max_pool2d", 2, &[1, 1, 4, 4], huge, true).is_err());
    assert_refused(
        max_pool(&array(&[1, 1, 4, 4], 1, DType::Bool), &new(&[1, 1, 4, 4], 2, &[], 0).unwrap()),
        "max_pool2d: not a floating dtype: self bool; use float16, bfloat16, float32 or float64",
    );
    assert!(Divisor::new("avg_pool2d", true, Some(0)).is_err());
}
