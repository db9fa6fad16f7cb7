//! What products and losses promise beyond their gradients' values: writes in place, weights, versions, refusals.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_autograd::{GradOptions, Reduction, Tensor, grad, tensor, try_grad};

fn leaf(values: &[f64], sizes: &[usize]) -> Tensor {
    let leaf = Tensor::from_vec(values.to_vec(), sizes);
    leaf.requires_grad_(true);
    leaf
}

/// A weighted sum, so that each output has another gradient.
fn seed(x: &Tensor) -> Tensor {
    Tensor::from_vec((0..x.numel()).map(|at| 1.0 + at as f64 / 4.0).collect(), x.sizes())
}

fn gradients(output: &Tensor, inputs: &[&Tensor]) -> Vec<Vec<f64>> {
    let options = GradOptions { grad_outputs: Some(&[seed(output)]), retain_graph: true, create_graph: false };
    let grads = try_grad(&[output], inputs, options).unwrap();
    grads.into_iter().map(|grad| grad.unwrap().to_vec::<f64>()).collect()
}

#[test]
fn sums_with_a_product_in_place() {
    let (a, b) = (leaf(&[1.0, 2.0, 3.0, 4.0], &[2, 2]), leaf(&[0.5, -1.0, 2.0, 1.5], &[2, 2]));
    let start = leaf(&[1.0, -2.0, 0.5, 3.0], &[2, 2]);
    let apart = start.addmm(&a, &b, 0.5, 2.0);
    let written = start.mul(1.0);
    let part = written.t();
    written.addmm_(&a, &b, 0.5, 2.0);
    assert_eq!(written.to_vec::<f64>(), apart.to_vec::<f64>());
    assert_eq!(gradients(&written, &[&start, &a, &b]), gradients(&apart, &[&start, &a, &b]));
    // A view made before the write sees it, in the graph too.
    assert_eq!(gradients(&part, &[&a]), gradients(&apart.t(), &[&a]));
    let wide = leaf(&[1.0, 2.0], &[2]).mul(1.0);
    let refused = wide.try_addmm_(&a, &b, 1.0, 1.0).unwrap_err().to_string();
    assert_eq!(
        refused,
        "addmm_: result has other sizes than the tensor in place: self [2], result [2, 2]; use the form without the \
         underscore"
    );
}

#[test]
fn a_factor_written_after_the_product_is_an_error() {
    let (a, b) = (leaf(&[1.0, 2.0], &[1, 2]), leaf(&[3.0, 4.0], &[2, 1]));
    let (left, right) = (a.mul(1.0), b.mul(1.0));
    let out = left.mm(&right);
    right.mul_(2.0);
    let error = try_grad(&[&out], &[&a], GradOptions::default()).unwrap_err().to_string();
    assert!(error.contains("a saved tensor was modified in place"), "{error}");
    // Only the other factor's gradient needs it.
    let constant = tensor([[3.0, 4.0]]).to_dtype(cresset_autograd::DType::F64).t();
    let (left, out) = (a.mul(1.0), a.mul(1.0).mm(&constant));
    left.mul_(2.0);
    assert_eq!(gradients(&out, &[&a]), [[3.0, 4.0]]);
}

#[test]
fn gradients_of_weighted_cross_entropy_agree_in_graph_and_out_of_it() {
    let x = leaf(&[0.3, -1.0, 2.0, 0.1, 1.5, -0.7, 0.0, 0.4, 0.9], &[3, 3]);
    let target = tensor([2i64, 1, 0]);
    let weight = Tensor::from_vec(vec![0.5, 2.0, 1.0], [3]);
    for (reduction, smoothing) in [Reduction::None, Reduction::Mean, Reduction::Sum]
        .map(|reduction| [(reduction, 0.0), (reduction, 0.3)])
        .concat()
    {
        let loss = || x.cross_entropy(&target, Some(&weight), reduction, 1, smoothing);
        let output = loss();
        let fused = gradients(&output, &[&x]);
        let options =
            GradOptions { grad_outputs: Some(&[seed(&output)]), create_graph: true, ..GradOptions::default() };
        let recorded = try_grad(&[&output], &[&x], options).unwrap().remove(0).unwrap();
        assert!(recorded.requires_grad());
        for (fused, recorded) in fused[0].iter().zip(recorded.to_vec::<f64>()) {
            assert!((fused - recorded).abs() < 1e-12, "{reduction:?} {smoothing}: {fused} and {recorded}");
        }
        // The long way round, where there is no smoothing.
        if smoothing == 0.0 {
            let long = x.log_softmax(1).nll_loss(&target, Some(&weight), reduction, 1);
            for (short, long) in output.to_vec::<f64>().iter().zip(long.to_vec::<f64>()) {
                assert!((short - long).abs() < 1e-12);
            }
            for (short, long) in fused[0].iter().zip(&gradients(&long, &[&x])[0]) {
                assert!((short - long).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn classes_as_probabilities_give_the_same_loss() {
    let x = leaf(&[0.3, -1.0, 2.0, 0.1, 1.5, -0.7], &[2, 3]);
    let classes = tensor([2i64, 0]);
    let probabilities = Tensor::from_vec(vec![0.0, 0.0, 1.0, 1.0, 0.0, 0.0], [2, 3]);
    for (reduction, smoothing) in [(Reduction::Sum, 0.0), (Reduction::Mean, 0.2), (Reduction::None, 0.2)] {
        let [short, long] = [&classes, &probabilities].map(|target| {
            let loss = x.cross_entropy(target, None, reduction, -100, smoothing);
            let slopes = gradients(&loss, &[&x]).concat();
            [loss.to_vec::<f64>(), slopes].concat()
        });
        assert!(short.iter().zip(&long).all(|(short, long)| (short - long).abs() < 1e-12), "{short:?} {long:?}");
    }
    let refused = x.try_cross_entropy(&probabilities, None, Reduction::Sum, 1, 0.0).unwrap_err().to_string();
    assert!(refused.contains("ignore_index = 1"), "{refused}");
}

#[test]
fn a_weight_that_wants_a_gradient_is_refused() {
    let x = leaf(&[0.3, -1.0], &[1, 2]);
    let weight = leaf(&[1.0, 2.0], &[2]);
    let refused = x.try_nll_loss(&tensor([1i64]), Some(&weight), Reduction::Mean, -100).unwrap_err().to_string();
    assert_eq!(refused, "nll_loss: has no gradient in this input: weight; detach the weight");
    let loss = x.cross_entropy(&tensor([1i64]), Some(&weight.detach()), Reduction::Sum, -100, 0.0);
    assert_eq!(grad(&loss, &[&x]).len(), 1);
}

/// The chance that a path of labels, repeats and blanks taken out, is the target: over all paths.
fn over_all_paths(log_probs: &[f64], n_steps: usize, n_classes: usize, target: &[i64]) -> f64 {
    let mut total = 0.0;
    for path in 0..n_classes.pow(n_steps as u32) {
        let labels: Vec<i64> = (0..n_steps).map(|at| (path / n_classes.pow(at as u32) % n_classes) as i64).collect();
        let mut collapsed = labels.clone();
        collapsed.dedup();
        collapsed.retain(|&label| label != 0);
        if collapsed == target {
            total += labels
                .iter()
                .enumerate()
                .map(|(at, &label)| log_probs[at * n_classes + label as usize])
                .sum::<f64>()
                .exp();
        }
    }
    -total.ln()
}

#[test]
fn alignments_of_labels_are_those_of_all_paths() {
    let (n_steps, n_classes) = (5, 3);
    let x = Tensor::from_vec((0..30).map(|at| f64::from(at * 7 % 11) / 4.0).collect(), [5, 2, 3]).log_softmax(-1);
    let targets: [[&[i64]; 2]; 4] = [[&[1, 2], &[1]], [&[1, 1], &[]], [&[2, 1, 2], &[2, 2, 2]], [&[], &[1, 2, 1, 2]]];
    for [first, second] in targets {
        for lengths in [[5, 5], [5, 4], [3, 5], [1, 0]] {
            let together = Tensor::from_vec([first, second].concat(), [first.len() + second.len()]);
            let target_lengths = [first.len() as i64, second.len() as i64];
            let losses = x.ctc_loss(&together, lengths, target_lengths, 0, Reduction::None, false).to_vec::<f64>();
            for (sample, target) in [first, second].into_iter().enumerate() {
                let own = x.select(1, sample as i64).contiguous().to_vec::<f64>();
                assert_eq!(own.len(), n_steps * n_classes);
                let expected = over_all_paths(&own, lengths[sample] as usize, n_classes, target);
                let found = losses[sample];
                assert!(
                    found == expected || (found - expected).abs() < 1e-12,
                    "{target:?} {lengths:?}: {found} {expected}"
                );
            }
        }
    }
    let impossible = x.try_ctc_loss(&tensor([1i64, 1, 1, 1, 1, 1]), [5, 5], [5, 1], 0, Reduction::Mean, true).unwrap();
    assert!(impossible.item().is_finite());
    let refused = x.try_ctc_loss(&tensor([3i64]), [5, 5], [1, 0], 0, Reduction::Mean, true).unwrap_err().to_string();
    assert_eq!(refused, "ctc_loss: bad argument: target = 3; labels must be below the number of classes");
}
