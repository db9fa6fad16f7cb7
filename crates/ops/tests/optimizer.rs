//! Optimiser steps against their formulas, at any layout, and what they refuse.

#![allow(clippy::unwrap_used, reason = "tests may, and clippy sees functions beside the tests as library code")]

use cresset_storage::{DType, bf16};

use cresset_ops::optimizer::{Rule, Slot, state_like, step};
use cresset_ops::simd::{available, with_level};
use cresset_ops::{Array, copy, reading};

const SGD: Rule = Rule::Sgd { lr: 0.1, weight_decay: 0.0, maximize: false };
const MOMENTUM: Rule =
    Rule::SgdMomentum { lr: 0.1, momentum: 0.9, dampening: 0.0, weight_decay: 0.1, nesterov: false, maximize: false };
const ADAM: Rule = Rule::AdamAmsgrad {
    lr: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    weight_decay: 0.01,
    decoupled_weight_decay: true,
    maximize: false,
};

fn values(n: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..n).map(|_| next()).collect()
}

fn array(values: &[f32], sizes: &[usize]) -> Array {
    Array::from_vec(values.to_vec(), sizes).unwrap()
}

fn read(x: &Array) -> Vec<f64> {
    reading::to_vec::<f64>(x).unwrap()
}

/// AMSGrad with decoupled decay, written once more in f64.
fn adam_by_hand(param: &mut [f64], grads: &[Vec<f64>]) {
    for (at, param) in param.iter_mut().enumerate() {
        let (mut mean, mut square, mut largest) = (0.0, 0.0, 0.0f64);
        for (step, grads) in (1..).zip(grads) {
            *param -= 0.01 * 0.01 * *param;
            mean = 0.9 * mean + 0.1 * grads[at];
            square = 0.999 * square + 0.001 * grads[at] * grads[at];
            largest = largest.max(square);
            let (mean, square) = (mean / (1.0 - 0.9f64.powi(step)), largest / (1.0 - 0.999f64.powi(step)));
            *param -= 0.01 * mean / (square.sqrt() + 1e-8);
        }
    }
}

#[test]
fn adam_agrees_with_the_formula_over_blocks_tails_and_dtypes() {
    // Together above the size that goes to threads; an empty one and one of several blocks among them.
    let sizes = [3usize, 0, 20_011, 1, 17_000];
    for (dtype, tolerance) in [(DType::F64, 1e-12), (DType::F32, 2e-6), (DType::BF16, 3e-2)] {
        let typed = |x: &Array| copy::to_dtype("test", x, dtype).unwrap();
        let params: Vec<Array> =
            sizes.iter().zip(1..).map(|(&n, seed)| typed(&array(&values(n, seed), &[n]))).collect();
        let states: Vec<[Array; 3]> =
            params.iter().map(|param| std::array::from_fn(|_| state_like(param).unwrap())).collect();
        let mut want: Vec<Vec<f64>> = params.iter().map(read).collect();
        let grads: Vec<Vec<Array>> = (0..3)
            .map(|step| {
                sizes.iter().zip(1..).map(|(&n, at)| typed(&array(&values(n, 100 * step + at), &[n]))).collect()
            })
            .collect();
        for (count, grads) in (1..).zip(&grads) {
            let slots: Vec<Slot<'_>> = params
                .iter()
                .zip(grads)
                .zip(&states)
                .map(|((param, grad), states)| Slot { param, grad, states: states.each_ref().map(Some), step: count })
                .collect();
            step(&ADAM, &slots).unwrap();
        }
        for (at, want) in want.iter_mut().enumerate() {
            adam_by_hand(want, &grads.iter().map(|grads| read(&grads[at])).collect::<Vec<_>>());
            for (got, want) in read(&params[at]).iter().zip(want) {
                assert!((got - *want).abs() <= tolerance * want.abs().max(0.1), "{dtype}: {got} {want}");
            }
        }
        assert_eq!(params[0].storage().version(), 3);
    }
}

#[test]
fn any_layout_of_parameter_and_gradient_gives_the_same_step() {
    let (flat, grad_flat) = (values(12, 1), values(12, 2));
    let run = |param: &Array, grad: &Array| {
        let buffer = state_like(param).unwrap();
        for count in [1, 2] {
            step(&MOMENTUM, &[Slot { param, grad, states: [Some(&buffer), None, None], step: count }]).unwrap();
        }
        (read(param), read(&buffer))
    };
    let turned = |x: &Array| x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
    let (param, grad) = (array(&flat, &[3, 4]), array(&grad_flat, &[3, 4]));
    let transposed = |values: &[f32]| {
        let x = array(values, &[3, 4]);
        copy::contiguous_copy("test", &turned(&x)).unwrap()
    };
    let want = run(&array(&flat, &[3, 4]), &grad);
    assert_eq!(run(&param, &turned(&transposed(&grad_flat))), want, "gradient in another order");
    assert_eq!(run(&turned(&transposed(&flat)), &grad), want, "parameter in another order");
    // Every second column of a wider array; what lies between must stay.
    let wide: Vec<f32> = flat.iter().flat_map(|&x| [x, 7.0]).collect();
    let wide = array(&wide, &[3, 8]);
    let gapped = wide.with_layout(wide.layout().slice("test", 1, None, None, 2).unwrap());
    assert_eq!(run(&gapped, &grad), want, "parameter with gaps");
    assert!(read(&wide).iter().skip(1).step_by(2).all(|&x| x == 7.0));
}

#[test]
fn halves_are_rounded_once() {
    let (param, grad) = (bf16::from_f32(1.0), bf16::from_f32(0.02));
    let x = Array::from_vec(vec![param; 300], &[300]).unwrap();
    let g = Array::from_vec(vec![grad; 300], &[300]).unwrap();
    let rule = Rule::Sgd { lr: 0.1, weight_decay: 0.3, maximize: false };
    step(&rule, &[Slot { param: &x, grad: &g, states: [None; 3], step: 1 }]).unwrap();
    let want = bf16::from_f32(1.0 - 0.1 * (grad.to_f32() + 0.3));
    assert!(reading::to_vec::<bf16>(&x).unwrap().iter().all(|&x| x == want));
}

#[test]
fn what_does_not_fit_is_refused() {
    let (x, y) = (array(&[1.0, 2.0], &[2]), array(&[1.0, 2.0, 3.0], &[3]));
    let slot = |param, grad| Slot { param, grad, states: [None; 3], step: 1 };
    let grad = array(&[0.0; 2], &[2]);
    let refuse = |slots: &[Slot<'_>], rule: &Rule| step(rule, slots).unwrap_err().to_string();
    assert_eq!(
        refuse(&[slot(&x, &y)], &SGD),
        "sgd: sizes differ: param [2], grad [3]; gradient and states have the parameter's sizes"
    );
    assert_eq!(
        refuse(&[slot(&x, &grad)], &MOMENTUM),
        "sgd_momentum: bad argument: states = none; make each state with state_like"
    );
    for slots in [vec![slot(&x, &x)], vec![slot(&x, &grad), slot(&x, &grad)]] {
        assert_eq!(
            refuse(&slots, &SGD),
            "sgd: a parameter or state shares memory with another array of the step; name each parameter once"
        );
    }
    assert_eq!(x.storage().version(), 0);
    let (halves, whole) =
        (Array::from_vec(vec![1.0f64; 2], &[2]).unwrap(), Array::from_vec(vec![1i64; 2], &[2]).unwrap());
    assert!(refuse(&[slot(&x, &halves)], &SGD).starts_with("sgd: dtypes differ: param float32, grad float64"));
    assert!(refuse(&[slot(&whole, &whole)], &SGD).starts_with("sgd: not a floating dtype: param int64"));
    // Parts of one storage that lie apart are fine.
    let both = array(&[1.0; 4], &[4]);
    let half = |start| both.with_layout(both.layout().narrow("test", 0, start, 2).unwrap());
    step(&SGD, &[slot(&half(0), &grad), slot(&half(2), &grad)]).unwrap();
}

#[test]
fn all_levels_and_tails_give_the_same_bits() {
    let rules = [
        MOMENTUM,
        ADAM,
        Rule::Rprop { shrink: 0.5, grow: 1.2, smallest: 1e-6, largest: 50.0, maximize: false },
        Rule::RmspropCentered { lr: 0.1, alpha: 0.9, eps: 1e-8, weight_decay: 0.1, maximize: true },
    ];
    let run = |rule: &Rule| {
        let (param, grad) = (array(&values(75, 1), &[75]), array(&values(75, 2), &[75]));
        let states: [Array; 3] = std::array::from_fn(|_| state_like(&param).unwrap());
        for count in 1..4 {
            let slot = Slot { param: &param, grad: &grad, states: states.each_ref().map(Some), step: count };
            step(rule, &[slot]).unwrap();
        }
        let arrays = [&param].into_iter().chain(&states);
        arrays.flat_map(|array| reading::to_vec::<f32>(array).unwrap()).map(f32::to_bits).collect::<Vec<_>>()
    };
    for rule in rules {
        let mut bits = available().map(|level| (level, with_level(level, || run(&rule))));
        let (_, want) = bits.next().unwrap();
        bits.for_each(|(level, got)| assert_eq!(got, want, "{rule:?} {level:?}"));
    }
}
