//! Losses of classes against plain loops in f64, their gradients against differences, and refusals.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_ops::loss::{
    Classes, Reduction, cross_entropy, cross_entropy_backward, cross_entropy_shares, nll_loss, nll_loss_backward,
};
use cresset_ops::reading::to_vec;
use cresset_ops::softmax::log_softmax;
use cresset_ops::{Array, copy};
use cresset_storage::DType;

const REDUCTIONS: [Reduction; 3] = [Reduction::None, Reduction::Mean, Reduction::Sum];

fn values(len: usize, seed: f64) -> Vec<f64> {
    (0..len).map(|at| ((at as f64 + seed) * 1.7).sin() * 3.0).collect()
}

/// Sizes of an input, its number of classes, and how many lines each block has.
const SHAPES: [(&[usize], usize, usize); 5] =
    [(&[4], 4, 1), (&[6, 5], 5, 1), (&[40, 10], 10, 1), (&[3, 4, 5], 4, 5), (&[2, 3, 4, 25], 3, 100)];

struct Case {
    sizes: Vec<usize>,
    classes: usize,
    inner: usize,
    target: Vec<i64>,
    weight: Option<Vec<f64>>,
    smoothing: f64,
    ignore_index: i64,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (sizes, classes, inner) in SHAPES {
        let lines = sizes.iter().product::<usize>() / classes;
        for (weighted, smoothing, ignore_index) in
            [(false, 0.0, -100), (true, 0.0, 1), (false, 0.2, 1), (true, 0.2, -100), (true, 1.0, 0)]
        {
            let mut target: Vec<i64> = (0..lines).map(|line| ((line * 7 + 3) % classes) as i64).collect();
            if lines > 1 && ignore_index < 0 {
                target[1] = ignore_index;
            }
            let weight = weighted.then(|| (0..classes).map(|class| 0.5 + class as f64 / 4.0).collect());
            cases.push(Case { sizes: sizes.to_vec(), classes, inner, target, weight, smoothing, ignore_index });
        }
    }
    cases
}

impl Case {
    fn target_sizes(&self) -> Vec<usize> {
        let mut sizes = self.sizes.clone();
        sizes.remove(usize::from(sizes.len() > 1));
        sizes
    }

    /// The losses of all lines, and what a mean divides by.
    fn losses(&self, x: &[f64], logits: bool) -> (Vec<f64>, f64) {
        let weight = |class: usize| self.weight.as_ref().map_or(1.0, |weight| weight[class]);
        let mut divisor = 0.0;
        let mut losses = Vec::new();
        for (line, &target) in self.target.iter().enumerate() {
            if target == self.ignore_index {
                losses.push(0.0);
                continue;
            }
            let start = line / self.inner * self.classes * self.inner + line % self.inner;
            let at = |class: usize| x[start + class * self.inner];
            let log_sum = if logits { (0..self.classes).map(|class| at(class).exp()).sum::<f64>().ln() } else { 0.0 };
            let negative = |class: usize| weight(class) * (log_sum - at(class));
            let all: f64 = (0..self.classes).map(negative).sum();
            let smoothing = if logits { self.smoothing } else { 0.0 };
            losses.push((1.0 - smoothing) * negative(target as usize) + smoothing / self.classes as f64 * all);
            divisor += weight(target as usize);
        }
        (losses, divisor)
    }

    fn reduced(&self, x: &[f64], logits: bool, reduction: Reduction) -> Vec<f64> {
        let (losses, divisor) = self.losses(x, logits);
        match reduction {
            Reduction::None => losses,
            Reduction::Sum => vec![losses.iter().sum()],
            Reduction::Mean => vec![losses.iter().sum::<f64>() / divisor],
        }
    }

    /// Calls `body` with the arrays of the case in a dtype.
    fn with(&self, dtype: DType, reduction: Reduction, body: impl FnOnce(&Array, &Classes<'_>)) {
        let to = |array: Array| copy::to_dtype("test", &array, dtype).unwrap();
        let len = self.sizes.iter().product();
        let x = to(Array::from_vec(values(len, 0.3), &self.sizes).unwrap());
        let target = Array::from_vec(self.target.clone(), &self.target_sizes()).unwrap();
        let weight = self.weight.clone().map(|weight| to(Array::from_vec(weight, &[self.classes]).unwrap()));
        let (weight, ignore_index) = (weight.as_ref(), self.ignore_index);
        body(&x, &Classes { target: &target, weight, reduction, ignore_index, label_smoothing: self.smoothing });
    }
}

fn assert_close(out: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(out.len(), expected.len(), "{what}");
    for (at, (out, expected)) in out.iter().zip(expected).enumerate() {
        let close = (out - expected).abs() <= tolerance * (1.0 + expected.abs());
        assert!(close || out.is_nan() && expected.is_nan(), "{what}: element {at}: {out} instead of {expected}");
    }
}

/// The gradient of the sum of outputs times `grad`, by differences.
fn differences(x: &[f64], grad: &[f64], loss: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let weighted = |x: &[f64]| loss(x).iter().zip(grad).map(|(loss, grad)| loss * grad).sum::<f64>();
    (0..x.len())
        .map(|at| {
            let mut moved = x.to_vec();
            moved[at] += 1e-5;
            let up = weighted(&moved);
            moved[at] -= 2e-5;
            (up - weighted(&moved)) / 2e-5
        })
        .collect()
}

#[test]
fn losses_and_gradients() {
    for case in cases() {
        for reduction in REDUCTIONS {
            for (dtype, tolerance) in [(DType::F64, 1e-12), (DType::F32, 2e-6), (DType::BF16, 3e-2)] {
                let what = format!("{:?} {reduction:?} {dtype:?} smoothing {}", case.sizes, case.smoothing);
                case.with(dtype, reduction, |x, classes| {
                    let given = to_vec::<f64>(x).unwrap();
                    let expected = case.reduced(&given, true, reduction);
                    let (out, statistics) = cross_entropy(x, classes).unwrap();
                    assert_eq!(out.dtype(), dtype);
                    assert_close(&to_vec::<f64>(&out).unwrap(), &expected, tolerance, &what);

                    let grad = values(expected.len(), 0.8);
                    let sent = copy::to_dtype("test", &Array::from_vec(grad, out.sizes()).unwrap(), dtype).unwrap();
                    let grad = to_vec::<f64>(&sent).unwrap();
                    let gradient = cross_entropy_backward(&sent, x, &statistics, classes).unwrap();
                    let slopes = differences(&given, &grad, |x| case.reduced(x, true, reduction));
                    assert_close(&to_vec::<f64>(&gradient).unwrap(), &slopes, tolerance.max(1e-8), &what);

                    let plain = Classes { label_smoothing: 0.0, ..*classes };
                    let out = nll_loss(x, &plain).unwrap();
                    let expected = case.reduced(&given, false, reduction);
                    assert_close(&to_vec::<f64>(&out).unwrap(), &expected, tolerance, &what);
                    let gradient = nll_loss_backward(&sent, x.sizes(), dtype, &plain).unwrap();
                    let slopes = differences(&given, &grad, |x| case.reduced(x, false, reduction));
                    assert_close(&to_vec::<f64>(&gradient).unwrap(), &slopes, tolerance.max(1e-8), &what);
                });
            }
        }
    }
}

#[test]
fn shares_times_log_probabilities_give_the_loss() {
    for case in cases() {
        case.with(DType::F64, Reduction::Mean, |x, classes| {
            let shares = to_vec::<f64>(&cross_entropy_shares(x.sizes(), x.dtype(), classes).unwrap()).unwrap();
            let logs = log_softmax(x, i64::from(x.rank() > 1)).unwrap();
            let sum: f64 = shares.iter().zip(to_vec::<f64>(&logs).unwrap()).map(|(share, log)| -share * log).sum();
            let loss = to_vec::<f64>(&cross_entropy(x, classes).unwrap().0).unwrap();
            assert_close(&[sum], &loss, 1e-12, &format!("{:?}", case.sizes));
        });
    }
}

#[test]
fn nothing_counted() {
    let x = Array::from_vec(vec![1.0f32, 2.0, 3.0, 4.0], &[2, 2]).unwrap();
    let target = Array::from_vec(vec![-100i64, -100], &[2]).unwrap();
    for (reduction, expected) in [(Reduction::Mean, f32::NAN), (Reduction::Sum, 0.0)] {
        let classes = Classes { target: &target, weight: None, reduction, ignore_index: -100, label_smoothing: 0.0 };
        let (loss, statistics) = cross_entropy(&x, &classes).unwrap();
        let got = to_vec::<f32>(&loss).unwrap()[0];
        assert!(got == expected || got.is_nan() && expected.is_nan(), "{reduction:?}: {got}");
        let one = Array::from_vec(vec![1.0f32], &[]).unwrap();
        let gradient = cross_entropy_backward(&one, &x, &statistics, &classes).unwrap();
        assert_eq!(to_vec::<f32>(&gradient).unwrap(), [0.0; 4]);
    }
    // A class that cannot be: its loss is infinite, its gradient is not NaN.
    let x = Array::from_vec(vec![f64::NEG_INFINITY, 0.0], &[1, 2]).unwrap();
    let target = Array::from_vec(vec![0i64], &[1]).unwrap();
    let classes =
        Classes { target: &target, weight: None, reduction: Reduction::Sum, ignore_index: -100, label_smoothing: 0.0 };
    let (loss, statistics) = cross_entropy(&x, &classes).unwrap();
    assert_eq!(to_vec::<f64>(&loss).unwrap(), [f64::INFINITY]);
    let one = Array::from_vec(vec![1.0], &[]).unwrap();
    let gradient = cross_entropy_backward(&one, &x, &statistics, &classes).unwrap();
    assert_eq!(to_vec::<f64>(&gradient).unwrap(), [-1.0, 1.0]);
}

#[test]
fn large_inputs_are_summed_in_fixed_parts() {
    let (n, classes) = (20_000, 7);
    let x = Array::from_vec(values(n * classes, 0.1).iter().map(|&x| x as f32).collect(), &[n, classes]).unwrap();
    let target = Array::from_vec((0..n).map(|line| (line % classes) as i64).collect(), &[n]).unwrap();
    let classes =
        |reduction| Classes { target: &target, weight: None, reduction, ignore_index: -100, label_smoothing: 0.0 };
    let each = to_vec::<f64>(&cross_entropy(&x, &classes(Reduction::None)).unwrap().0).unwrap();
    let mean = to_vec::<f64>(&cross_entropy(&x, &classes(Reduction::Mean)).unwrap().0).unwrap()[0];
    assert!((each.iter().sum::<f64>() / n as f64 - mean).abs() < 1e-6);
}

#[test]
fn refusals_name_the_operands() {
    let x = Array::from_vec(vec![0.0f32; 12], &[3, 4]).unwrap();
    let target = |values: Vec<i64>| {
        let len = values.len();
        Array::from_vec(values, &[len]).unwrap()
    };
    let text = |target: &Array, weight: Option<&Array>, label_smoothing: f64| {
        let classes = Classes { target, weight, reduction: Reduction::Mean, ignore_index: -100, label_smoothing };
        cross_entropy(&x, &classes).unwrap_err().to_string()
    };
    for stray in [4, -1, i64::MIN, i64::MAX] {
        let expected = format!(
            "cross_entropy: bad argument: target = class {stray} of 4; each class must be at least 0 and less than the \
             number of classes, or be ignore_index"
        );
        assert_eq!(text(&target(vec![0, stray, 1]), None, 0.0), expected);
    }
    assert_eq!(
        text(&target(vec![0, 1]), None, 0.0),
        "cross_entropy: sizes do not fit: self [3, 4], target [2]; self is [C], [N, C] or [N, C, ...], target lacks the \
         dim C"
    );
    let right = target(vec![0, 1, 2]);
    assert!(text(&right, Some(&Array::from_vec(vec![1.0f32; 3], &[3]).unwrap()), 0.0).contains("weight [3]"));
    assert!(text(&right, Some(&Array::from_vec(vec![1.0f64; 4], &[4]).unwrap()), 0.0).contains("weight float64"));
    assert!(text(&right, None, 1.5).contains("label_smoothing = 1.5"));
    assert!(text(&x, None, 0.0).contains("sizes do not fit"));
}
