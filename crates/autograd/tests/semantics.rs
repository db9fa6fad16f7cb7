//! PyTorch's rules of the graph: leaves, views, writing in place, versions, modes, hooks, long chains.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cresset_autograd::{
    BackwardOptions, Context, ErrorKind, Function, GradOptions, Result, Saves, Tensor, detect_anomaly, enable_grad,
    grad, inference_mode, no_grad, ones, tensor, try_grad, zeros,
};

fn leaf(values: &[f64]) -> Tensor {
    let tensor = tensor(values);
    tensor.requires_grad_(true);
    tensor
}

fn grad_of(tensor: &Tensor) -> Vec<f64> {
    tensor.grad().unwrap().to_vec()
}

#[test]
fn gradients_accumulate_in_leaves_until_they_are_cleared() {
    let x = leaf(&[1.0, 2.0]);
    (&x * &x).sum().backward();
    (&x * 3.0).sum().backward();
    assert_eq!(grad_of(&x), [5.0, 7.0]);
    x.set_grad(None);
    x.sum().backward();
    assert_eq!(grad_of(&x), [1.0, 1.0]);
}

#[test]
fn a_gradient_that_was_handed_out_belongs_to_the_leaf_alone() {
    let x = leaf(&[1.0, 2.0]);
    let y = leaf(&[1.0, 2.0]);
    (&x + &y).sum().backward();
    x.grad().unwrap().mul_(10.0);
    assert_eq!((grad_of(&x), grad_of(&y)), (vec![10.0, 10.0], vec![1.0, 1.0]));
}

#[test]
fn views_share_memory_and_graph() {
    let x = leaf(&[1.0, 2.0, 3.0, 4.0]);
    let y = &x * 1.0;
    let view = y.narrow(0, 1, 2);
    view.mul_(10.0);
    assert_eq!(y.to_vec::<f64>(), [1.0, 20.0, 30.0, 4.0]);
    (&y * &y).sum().backward();
    // y1 = 10 x1, so the gradient of y1^2 is 200 x1.
    assert_eq!(grad_of(&x), [2.0, 400.0, 600.0, 8.0]);
    assert_eq!(view.grad_fn().unwrap().name(), "AsStridedBackward0");
    assert_eq!(y.grad_fn().unwrap().name(), "CopySlices");
}

#[test]
fn a_view_learns_of_a_write_to_its_base() {
    let x = leaf(&[1.0, 2.0, 3.0]);
    let y = &x * 1.0;
    let view = y.select(0, 1);
    y.mul_(y.detach().copy());
    assert_eq!(view.item(), 4.0);
    view.backward();
    assert_eq!(grad_of(&x), [0.0, 2.0, 0.0]);
}

#[test]
fn writing_a_leaf_into_a_plain_buffer_makes_the_buffer_part_of_the_graph() {
    let buffer = zeros([3]);
    let x = leaf(&[5.0]);
    let view = buffer.narrow(0, 1, 1);
    view.copy_(&x);
    assert!(buffer.requires_grad());
    (&buffer * 2.0).sum().backward();
    assert_eq!(grad_of(&x), [2.0]);
}

#[test]
fn gradients_of_gradients_go_through_a_written_view() {
    let x = leaf(&[1.0, 2.0, 3.0]);
    let y = &x * 1.0;
    y.narrow(0, 0, 2).mul_(x.narrow(0, 1, 2));
    let first = try_grad(&[&(&y * &y).sum()], &[&x], GradOptions { create_graph: true, ..Default::default() }).unwrap();
    let first = first[0].clone().unwrap();
    // y = [x0 x1, x1 x2, x2]
    assert_eq!(first.to_vec::<f64>(), [8.0, 40.0, 30.0]);
    let second = grad(&first.sum(), &[&x]);
    // d/dx of (2 x0 x1^2) + (2 x1 x0^2 + 2 x1 x2^2) + (2 x2 x1^2 + 2 x2)
    assert_eq!(second[0].to_vec::<f64>(), [2.0 * 4.0 + 4.0 * 2.0, 8.0 + 2.0 + 18.0 + 24.0, 24.0 + 8.0 + 2.0]);
}

#[test]
fn a_saved_tensor_that_was_written_is_an_error_naming_both() {
    let x = leaf(&[1.0, 2.0]);
    let y = &x * 1.0;
    let z = y.exp();
    z.add_(1.0);
    let error = z.sum().try_backward().unwrap_err();
    assert_eq!(
        error.to_string(),
        "backward: a saved tensor was modified in place: sizes [2], saved by ExpBackward0 at version 0, now at version 1 \
         after add; clone it before writing"
    );
}

#[test]
fn writing_in_place_keeps_what_its_own_gradient_needs() {
    let x = leaf(&[0.5, 1.5]);
    let y = &x * 1.0;
    y.sin_();
    y.sum().backward();
    let expected: Vec<f64> = [0.5f64, 1.5].iter().map(|x| x.cos()).collect();
    for (got, want) in grad_of(&x).iter().zip(expected) {
        assert!((got - want).abs() < 1e-6, "{got} {want}");
    }
}

#[test]
fn leaves_and_their_views_are_not_written_while_recording() {
    let x = leaf(&[1.0, 2.0]);
    assert!(matches!(x.try_add_(1.0).unwrap_err().kind(), ErrorKind::Graph { .. }));
    assert!(x.narrow(0, 0, 1).try_add_(1.0).is_err());
    no_grad(|| x.add_(1.0));
    assert_eq!(x.to_vec::<f64>(), [2.0, 3.0]);
    let parts = (&x * 1.0).unbind(0);
    assert!(parts[0].try_add_(1.0).unwrap_err().to_string().contains("one of several views"));
}

#[test]
fn pieces_of_a_dimension_are_results_of_one_call() {
    let x = leaf(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    // Read in another order than it lies in, and of some pieces nothing is used.
    let rows = x.reshape([3, 2]).t().unbind(0);
    (&rows[1] * &rows[1]).sum().backward();
    assert_eq!(grad_of(&x), [0.0, 4.0, 0.0, 8.0, 0.0, 12.0]);
    let y = leaf(&[1.0, 2.0, 3.0, 4.0, 5.0]);
    let parts = y.split(2, 0);
    (&parts[0].sum() * &parts[2].sum()).backward();
    assert_eq!(grad_of(&y), [5.0, 5.0, 0.0, 0.0, 3.0]);
}

#[test]
fn a_freed_graph_says_so_and_a_retained_one_runs_again() {
    let x = leaf(&[2.0]);
    let y = x.exp().sum();
    y.backward_with(BackwardOptions { retain_graph: true, ..Default::default() });
    y.backward();
    assert!(y.try_backward().unwrap_err().to_string().contains("a graph that was freed"));
}

#[test]
fn modes_decide_what_is_recorded() {
    let x = leaf(&[1.0]);
    no_grad(|| {
        assert!(!(&x * 2.0).requires_grad());
        enable_grad(|| assert!((&x * 2.0).requires_grad()));
    });
    let made = inference_mode(|| &x * 2.0);
    assert!(made.is_inference() && !made.requires_grad());
    assert!(x.try_mul(&made).unwrap_err().to_string().contains("made in inference mode"));
    assert!(made.try_requires_grad_(true).is_err());
    assert!((&x * 2.0).requires_grad());
}

#[test]
fn detach_leaves_the_graph_and_keeps_the_memory() {
    let x = leaf(&[1.0, 2.0]);
    let y = &x * 2.0;
    let z = y.detach();
    assert!(!z.requires_grad() && z.is_leaf() && z.shares_storage(&y));
}

#[test]
fn hooks_see_and_change_gradients_and_can_be_removed() {
    let x = leaf(&[1.0, 2.0]);
    let y = &x * 1.0;
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = seen.clone();
    let hook = y
        .register_hook(move |grad| {
            counter.fetch_add(1, Ordering::Relaxed);
            grad.try_mul(10.0).map(Some)
        })
        .unwrap();
    y.retain_grad().unwrap();
    (&y * 3.0).sum().backward_with(BackwardOptions { retain_graph: true, ..Default::default() });
    assert_eq!((grad_of(&x), grad_of(&y)), (vec![30.0, 30.0], vec![30.0, 30.0]));
    hook.remove();
    x.set_grad(None);
    let on_leaf = x.register_hook(|grad| grad.try_neg().map(Some)).unwrap();
    (&x * 3.0).sum().backward();
    assert_eq!(grad_of(&x), [-3.0, -3.0]);
    on_leaf.remove();
    assert_eq!(seen.load(Ordering::Relaxed), 1);
}

#[test]
fn functional_grad_changes_no_leaf_and_stops_at_what_was_asked() {
    let (x, w) = (leaf(&[2.0]), leaf(&[3.0]));
    let y = &x * &w;
    let z = (&y * &y).sum();
    let grads = try_grad(&[&z], &[&y, &w], GradOptions::default()).unwrap();
    assert_eq!(grads[0].as_ref().unwrap().item(), 12.0);
    assert_eq!(grads[1].as_ref().unwrap().item(), 24.0);
    assert!(x.grad().is_none() && w.grad().is_none());
    let other = leaf(&[1.0]);
    let none = try_grad(&[&(&x * 1.0).sum()], &[&other], GradOptions::default()).unwrap();
    assert!(none[0].is_none());
}

#[test]
fn third_order() {
    let x = leaf(&[2.0]);
    let mut y = x.pow(4.0).sum();
    for expected in [32.0, 48.0, 48.0] {
        let options = GradOptions { create_graph: true, ..Default::default() };
        y = try_grad(&[&y], &[&x], options).unwrap()[0].clone().unwrap().sum();
        assert!((y.item() - expected).abs() < 1e-3, "{} {expected}", y.item());
    }
}

/// The exponential with its own gradient.
struct Exp;

impl Function for Exp {
    const NAME: &'static str = "MyExpBackward";
    fn forward(&self, context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        let out = inputs[0].try_exp()?;
        context.save_for_backward(&[&out]);
        Ok(vec![out])
    }
    fn backward(&self, saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let out = &saves.saved_tensors()[0];
        grads[0].as_ref().map(|grad| grad.try_mul(out)).transpose().map(|grad| vec![grad])
    }
}

#[test]
fn functions_of_a_users_own_differentiate_twice() {
    let x = leaf(&[0.5]);
    let y = Exp.apply(&[&x]).unwrap().remove(0);
    assert_eq!(y.grad_fn().unwrap().name(), "MyExpBackward");
    let options = GradOptions { create_graph: true, ..Default::default() };
    let first = try_grad(&[&y.sum()], &[&x], options).unwrap()[0].clone().unwrap();
    let second = grad(&first.sum(), &[&x]);
    assert!((second[0].item() - 0.5f64.exp()).abs() < 1e-6);
}

#[test]
fn anomaly_mode_names_the_line_of_the_forward_call() {
    let x = leaf(&[-1.0]);
    let (error, line) = detect_anomaly(|| {
        let line = line!() + 1;
        let y = x.sqrt();
        (y.sum().try_backward().unwrap_err(), line)
    });
    let text = error.to_string();
    assert!(text.contains(&format!("semantics.rs:{line}")), "{text}");
}

#[test]
fn a_chain_of_a_million_nodes_on_a_small_stack() {
    let run = || {
        let x = leaf(&[1.0]);
        let mut y = &x * 1.0;
        for _ in 0..1_000_000 {
            y = &y + 0.0;
        }
        y.sum().backward();
        assert_eq!(grad_of(&x), [1.0]);
        let mut dropped = &x * 1.0;
        for _ in 0..1_000_000 {
            dropped = dropped.sin();
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn tensors_are_shared_among_threads() {
    let x = leaf(&[1.0; 64]);
    let shared = ones([64]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    (&x * &x).sum().backward();
                    no_grad(|| shared.add_(1.0));
                    let seen = shared.to_vec::<f64>();
                    assert!(seen.iter().all(|&value| value == seen[0]));
                }
            });
        }
    });
    assert_eq!(grad_of(&x), [400.0; 64]);
    assert_eq!(shared.to_vec::<f64>(), [201.0; 64]);
}

#[test]
fn an_operator_without_a_gradient_says_so() {
    let x = leaf(&[1.5]);
    let y = x.heaviside(2.0);
    assert!(y.sum().try_backward().unwrap_err().to_string().contains("has no gradient"));
}

#[test]
fn a_call_into_out_writes_it_and_records_nothing() {
    let (x, out) = (tensor([1.0, 2.0]), zeros([2]));
    let version = out.version();
    assert_eq!(x.add_out(&x, &out).to_vec::<f64>(), [2.0, 4.0]);
    x.clamp_out(1.5, 1.75, &out);
    assert_eq!((out.to_vec::<f64>(), out.version()), (vec![1.5, 1.75], version + 2));
    let weight = leaf(&[3.0, 4.0]);
    let refused = [weight.try_exp_out(&out).map(|_| ()), x.try_exp_out(&weight).map(|_| ())];
    for error in refused.map(|result| result.unwrap_err().to_string()) {
        assert!(error.contains("a gradient is required of a call into out"), "{error}");
    }
    no_grad(|| weight.mul_out(2.0, &out));
    assert_eq!((out.to_vec::<f64>(), out.requires_grad()), (vec![6.0, 8.0], false));
    assert!(x.try_add_out(&x, &zeros([1])).unwrap_err().to_string().contains("other sizes than out"));
}
