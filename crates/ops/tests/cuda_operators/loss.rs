//! Losses of class predictions: reductions, weights, smoothing, targets that do not count, and those that are none.

use cresset_ops::loss::{
    Classes, Reduction, cross_entropy, cross_entropy_backward, cross_entropy_shares, nll_loss, nll_loss_backward,
};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, on_gpu, present, values};

const NATIVE: [&str; 5] =
    ["cross_entropy", "cross_entropy_backward", "cross_entropy_shares", "nll_loss", "nll_loss_backward"];

/// Targets of all classes, some of them -100.
fn targets(sizes: &[usize], n_classes: usize) -> Array {
    let numel: usize = sizes.iter().product();
    let target = |at: usize| if at % 5 == 3 { -100 } else { ((at * 7 + 1) % n_classes) as i64 };
    Array::from_vec((0..numel).map(target).collect(), sizes).unwrap()
}

fn losses(x: &Array, grad: &Array, classes: &Classes<'_>) -> Vec<Array> {
    let (loss, statistics) = cross_entropy(x, classes).unwrap();
    let grad = match classes.reduction {
        Reduction::None => grad.as_strided("test", loss.sizes(), loss.layout().strides(), 0).unwrap(),
        _ => grad.as_strided("test", &[], &[], 2).unwrap(),
    };
    let sent = cross_entropy_backward(&grad, x, &statistics, classes).unwrap();
    let shares = cross_entropy_shares(x.sizes(), x.dtype(), classes).unwrap();
    let plain = Classes { label_smoothing: 0.0, ..*classes };
    let nll = nll_loss(x, &plain).unwrap();
    let sent_of_nll = nll_loss_backward(&grad, x.sizes(), x.dtype(), &plain).unwrap();
    vec![loss, statistics, sent, shares, nll, sent_of_nll]
}

#[test]
fn losses_and_gradients() {
    if !present() {
        return;
    }
    for (sizes, dtype) in [
        (&[7][..], DType::F32),
        (&[300, 5], DType::F32),
        (&[6, 70], DType::BF16),
        (&[3, 1030], DType::F32),
        (&[2, 5, 3, 7], DType::F32),
        (&[4, 3, 5], DType::F16),
        (&[4, 9], DType::F64),
        (&[0, 3], DType::F32),
    ] {
        let n_classes = sizes[sizes.len().min(2) - 1];
        let without = if sizes.len() == 1 { vec![] } else { [&sizes[..1], &sizes[2..]].concat() };
        let target = targets(&without, n_classes);
        let x = values(sizes, 1, dtype);
        let [weight, grad] = [2, 3].map(|seed| values(&[1100], seed, dtype));
        for reduction in [Reduction::Mean, Reduction::Sum, Reduction::None] {
            for (weighted, label_smoothing) in [(false, 0.0), (true, 0.0), (true, 0.2)] {
                alike(&NATIVE, [&x, &target, &weight, &grad], |[x, target, weight, grad]| {
                    let weight = weight.as_strided("test", &[n_classes], &[1], 3).unwrap();
                    let weight = Some(&weight).filter(|_| weighted);
                    losses(x, grad, &Classes { target, weight, reduction, ignore_index: -100, label_smoothing })
                });
            }
        }
    }
}

#[test]
fn targets_of_another_dtype_and_layout() {
    if !present() {
        return;
    }
    let (x, grad) = (values(&[6, 12], 1, DType::F32), values(&[12], 2, DType::F32));
    let target = copy::to_dtype("test", &values(&[12], 3, DType::I64), DType::U8).unwrap();
    alike(&NATIVE, [&x, &target, &grad], |[x, target, grad]| {
        let turned = x.as_strided("test", &[12, 6], &[1, 12], 0).unwrap();
        let turned = turned.as_strided("test", &[4, 6], &[3, 12], 1).unwrap();
        let target = target.as_strided("test", &[4], &[3], 0).unwrap();
        // Classes of 1..9, where 6 and above do not count.
        let target = cresset_ops::pointwise::pointwise(
            cresset_ops::Pointwise::Minimum,
            &[cresset_ops::Operand::Array(&target), cresset_ops::Operand::Scalar(6i64.into())],
        );
        let classes = Classes {
            target: &target.unwrap(),
            weight: None,
            reduction: Reduction::Mean,
            ignore_index: 6,
            label_smoothing: 0.0,
        };
        losses(&turned, grad, &classes)
    });
}

#[test]
fn what_is_no_class_is_refused_as_on_the_cpu() {
    if !present() {
        return;
    }
    let x = values(&[5, 3], 1, DType::F32);
    for classes in [[0, 1, 3, -1, 2], [0, 1, 2, -1, 7]] {
        let target = Array::from_vec(classes.to_vec(), &[5]).unwrap();
        for reduction in [Reduction::Mean, Reduction::None] {
            let refused = |x: &Array, target: &Array| {
                let classes = Classes { target, weight: None, reduction, ignore_index: -100, label_smoothing: 0.1 };
                let errors = [cross_entropy(x, &classes).unwrap_err(), nll_loss(x, &classes).unwrap_err()];
                (errors, cross_entropy_shares(x.sizes(), x.dtype(), &classes).unwrap_err())
            };
            assert_eq!(refused(&on_gpu(&x), &on_gpu(&target)), refused(&x, &target));
        }
    }
}

#[test]
fn logits_that_are_not_finite() {
    if !present() {
        return;
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rows = [[1.0, -inf, 2.0], [-inf, -inf, -inf], [inf, 1.0, 2.0], [nan, 1.0, 2.0], [-inf, 3.0, 1.0]];
    let x = Array::from_vec(rows.concat(), &[5, 3]).unwrap();
    let grad = values(&[5], 1, DType::F64);
    let target = Array::from_vec(vec![0i64, 1, 2, 0, 0], &[5]).unwrap();
    alike(&NATIVE, [&x, &target, &grad], |[x, target, grad]| {
        let reduction = Reduction::None;
        let classes = Classes { target, weight: None, reduction, ignore_index: -100, label_smoothing: 0.1 };
        let (loss, statistics) = cross_entropy(x, &classes).unwrap();
        let sent = cross_entropy_backward(grad, x, &statistics, &classes).unwrap();
        vec![loss, sent]
    });
}
