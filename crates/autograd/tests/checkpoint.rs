//! Checkpoints give the results, gradients and random numbers of the same calls without them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cresset_autograd::{
    BackwardOptions, GradOptions, Part, Result, Tensor, checkpoint, checkpoint_sequential, get_rng_state, manual_seed,
    randn, try_grad,
};

/// Tests that seed the default generator take turns.
static TURN: Mutex<()> = Mutex::new(());

fn leaf(sizes: [usize; 2]) -> Tensor {
    randn(sizes).requires_grad_(true).clone()
}

/// A part with a parameter, random numbers and two results.
fn part(weight: &Tensor) -> impl Fn(&[Tensor]) -> Result<Vec<Tensor>> + Send + Sync + 'static {
    let weight = weight.clone();
    move |inputs| {
        let hidden = inputs[0].try_mm(&weight)?.try_dropout(0.5, true)?.try_tanh()?;
        Ok(vec![hidden.try_mul(&inputs[1])?, hidden.try_exp()?])
    }
}

#[test]
fn a_checkpoint_changes_no_number() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for input_needs_grad in [true, false] {
        let run = |checkpointed: bool| {
            manual_seed(4);
            let (x, weight, scale) = (leaf([5, 3]), leaf([3, 4]), leaf([1, 4]));
            let x = if input_needs_grad { x } else { x.detach() };
            let results = match checkpointed {
                true => checkpoint(part(&weight), &[&x, &scale]),
                false => part(&weight)(&[x.clone(), scale.clone()]),
            };
            let results = results.unwrap();
            // Numbers drawn between the two computations must not change the second, nor it them.
            let noise = randn([5, 4]);
            (&results[0] * &noise + results[1].sin()).sum().backward();
            let grads = [&x, &weight, &scale].map(|leaf| leaf.grad().map(|grad| grad.to_vec::<f32>()));
            (results[0].to_vec::<f32>(), grads, get_rng_state())
        };
        let (plain, checkpointed) = (run(false), run(true));
        assert_eq!(plain, checkpointed);
        assert_eq!(plain.1[0].is_some(), input_needs_grad);
    }
}

#[test]
fn stretches_are_computed_twice_but_for_the_last() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    manual_seed(5);
    let x = leaf([2, 3]);
    let counts: Vec<Arc<AtomicUsize>> = (0..5).map(|_| Arc::default()).collect();
    let counted = |count: &Arc<AtomicUsize>| -> Part {
        let count = Arc::clone(count);
        Arc::new(move |x: &Tensor| {
            count.fetch_add(1, Ordering::Relaxed);
            x.try_sin()
        })
    };
    let parts: Vec<Part> = counts.iter().map(counted).collect();
    checkpoint_sequential(&parts, 2, &x).unwrap().sum().backward();
    let given = x.grad().unwrap().to_vec::<f32>();
    assert_eq!(counts.iter().map(|count| count.load(Ordering::Relaxed)).collect::<Vec<_>>(), [2, 2, 1, 1, 1]);
    x.set_grad(None);
    x.sin().sin().sin().sin().sin().sum().backward();
    assert_eq!(given, x.grad().unwrap().to_vec::<f32>());
    assert!(checkpoint_sequential(&parts, 6, &x).is_err() && checkpoint_sequential(&parts, 0, &x).is_err());
}

/// The penalty of a gradient, whose own gradient goes through the checkpoint a second time.
#[test]
fn gradients_of_gradients_are_those_without_a_checkpoint() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for through_grad in [true, false] {
        let run = |checkpointed: bool| {
            manual_seed(6);
            let (x, weight, scale) = (leaf([5, 3]), leaf([3, 4]), leaf([1, 4]));
            // The weight stands in front of the checkpoint too.
            let given = x.mm(&weight).mm(&weight.t());
            let results = match checkpointed {
                true => checkpoint(part(&weight), &[&given, &scale]),
                false => part(&weight)(&[given, scale.clone()]),
            };
            let total = results.unwrap().iter().map(Tensor::sum).reduce(|lhs, rhs| lhs + rhs).unwrap();
            let inner = if through_grad {
                let options = GradOptions { create_graph: true, ..GradOptions::default() };
                let grads = try_grad(&[&total], &[&x], options).unwrap();
                assert!(weight.grad().is_none(), "grad changes no leaf");
                grads[0].clone().unwrap()
            } else {
                total.backward_with(BackwardOptions { create_graph: true, ..BackwardOptions::default() });
                let grads = [&x, &weight, &scale].map(|leaf| leaf.grad().unwrap().square().sum());
                grads.into_iter().reduce(|lhs, rhs| lhs + rhs).unwrap()
            };
            let leaves = [&x, &weight, &scale];
            leaves.iter().for_each(|leaf| leaf.set_grad(None));
            inner.square().sum().backward();
            leaves.map(|leaf| leaf.grad().unwrap().to_vec::<f32>())
        };
        for (plain, checkpointed) in run(false).into_iter().flatten().zip(run(true).into_iter().flatten()) {
            assert!((plain - checkpointed).abs() <= 1e-5 * plain.abs().max(1.0), "{plain} {checkpointed}");
        }
    }
}

#[test]
fn what_cannot_be_computed_again_is_refused() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let square = |inputs: &[Tensor]| Ok(vec![inputs[0].try_square()?]);
    let x = leaf([2, 2]);
    let hidden = &x * 1.0;
    let result = checkpoint(square, &[&hidden]).unwrap()[0].sum();
    hidden.add_(1.0);
    assert!(result.try_backward().unwrap_err().to_string().contains("modified in place"));
    assert!(checkpoint(|inputs| Ok(vec![inputs[0].try_mm(&inputs[0].try_narrow(0, 0, 1)?)?]), &[&x]).is_err());
}
