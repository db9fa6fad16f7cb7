//! Fused steps of optimisers.

use cresset_ops::optimizer::{Rule, Slot, scale_, state_like, step, unscale_};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const SGD: Rule = Rule::Sgd { lr: 0.1, weight_decay: 0.01, maximize: true };

/// Each rule, by name, with the number of its states.
fn rules() -> Vec<(&'static str, usize, Rule)> {
    let (lr, beta1, beta2, eps, weight_decay, momentum, alpha) = (0.01, 0.4, 0.99, 1e-8, 0.01, 0.9, 0.8);
    let (maximize, decoupled_weight_decay) = (true, true);
    let adam = Rule::Adam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize: false };
    let amsgrad = Rule::AdamAmsgrad { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay: false, maximize };
    let nadam = Rule::Nadam {
        lr,
        beta1,
        beta2,
        eps,
        weight_decay,
        momentum_decay: 4e-3,
        momentum_product: 0.3,
        decoupled_weight_decay,
        maximize,
    };
    let sgd_momentum =
        |nesterov, dampening| Rule::SgdMomentum { lr, momentum, dampening, weight_decay, nesterov, maximize };
    vec![
        ("sgd", 0, SGD),
        ("sgd_momentum", 1, sgd_momentum(false, 0.2)),
        ("sgd_momentum", 1, sgd_momentum(true, 0.0)),
        ("adam", 2, adam),
        ("adam_amsgrad", 3, amsgrad),
        ("adadelta", 2, Rule::Adadelta { lr, rho: 0.8, eps: 1e-6, weight_decay, maximize }),
        ("adagrad", 1, Rule::Adagrad { lr, lr_decay: 0.1, weight_decay, eps, maximize }),
        ("adamax", 2, Rule::Adamax { lr, beta1, beta2, eps, weight_decay, maximize }),
        ("asgd", 1, Rule::Asgd { eta: 0.1, mu: 1.0, lambd: 0.01, weight_decay, maximize }),
        ("asgd", 1, Rule::Asgd { eta: 0.1, mu: 0.25, lambd: 0.01, weight_decay, maximize: false }),
        ("nadam", 2, nadam),
        ("radam", 2, Rule::Radam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize }),
        ("rmsprop", 1, Rule::Rmsprop { lr, alpha, eps, weight_decay, maximize }),
        ("rmsprop_momentum", 2, Rule::RmspropMomentum { lr, alpha, eps, weight_decay, momentum, maximize }),
        ("rmsprop_centered", 2, Rule::RmspropCentered { lr, alpha, eps, weight_decay, maximize }),
        (
            "rmsprop_centered_momentum",
            3,
            Rule::RmspropCenteredMomentum { lr, alpha, eps, weight_decay, momentum, maximize },
        ),
        ("rprop", 2, Rule::Rprop { shrink: 0.5, grow: 1.2, smallest: 1e-6, largest: 50.0, maximize }),
    ]
}

/// Three steps of copies of the parameters: what becomes of them and of their states.
fn steps<const N: usize>(inputs: [&Array; N], n_states: usize, rule: &Rule) -> Vec<Array> {
    let params: Vec<Array> = inputs.iter().map(|x| copy::contiguous_copy("test", x).unwrap()).collect();
    let states: Vec<[Option<Array>; 3]> = params
        .iter()
        .map(|param| std::array::from_fn(|at| (at < n_states).then(|| state_like(param).unwrap())))
        .collect();
    for count in 1..=3 {
        let slots: Vec<Slot<'_>> = (params.iter().zip(inputs).zip(&states))
            .enumerate()
            .map(|(at, ((param, grad), states))| {
                // The last parameter is two steps ahead of the others.
                let count = if at + 1 == N { count + 2 } else { count };
                Slot { param, grad, states: states.each_ref().map(Option::as_ref), step: count }
            })
            .collect();
        step(rule, &slots).unwrap();
    }
    params.into_iter().chain(states.into_iter().flatten().flatten()).collect()
}

#[test]
fn steps_are_those_of_the_cpu() {
    if !present() {
        return;
    }
    // Each rule in f32 and every second one, by turns, in another dtype.
    let others = [Some(DType::F64), None, Some(DType::F16), None, Some(DType::BF16), None];
    for ((name, n_states, rule), other) in rules().iter().zip(others.into_iter().cycle()) {
        for dtype in [Some(DType::F32), other].into_iter().flatten() {
            let [a, b, c, d] = [(8200, 1), (0, 2), (1, 3), (1031, 4)].map(|(n, seed)| values(&[n], seed, dtype));
            alike(&[name], [&a, &b, &c, &d], |inputs| steps(inputs, *n_states, rule));
        }
    }
}

#[test]
fn many_parameters_of_mixed_dtypes_and_layouts_share_a_step() {
    if !present() {
        return;
    }
    let (wide, half) = (values(&[3, 70], 1, DType::F32), values(&[210], 2, DType::BF16));
    // Pieces that begin anywhere, of two dtypes by turns, more than one launch has room for; one with gaps; one whose
    // gradient lies otherwise.
    alike(&["sgd"], [&wide, &half], |[wide, half]| {
        let source = copy::contiguous_copy("test", wide).unwrap();
        let other = copy::contiguous_copy("test", half).unwrap();
        let piece = |at: usize| {
            let (from, numel) = if at.is_multiple_of(2) { (&source, 2) } else { (&other, 1) };
            from.as_strided("test", &[numel], &[1], at).unwrap()
        };
        let gaps = source.as_strided("test", &[3, 4], &[40, 2], 10).unwrap();
        let params: Vec<Array> = (140..209).map(piece).collect();
        let turned = source.as_strided("test", &[4, 3], &[1, 4], 100).unwrap();
        let grad = wide.as_strided("test", &[4, 3], &[3, 1], 0).unwrap();
        let mut slots: Vec<Slot<'_>> =
            params.iter().map(|param| Slot { param, grad: param, states: [None; 3], step: 1 }).collect();
        let grads: Vec<Array> = params.iter().map(|param| copy::contiguous_copy("test", param).unwrap()).collect();
        slots.iter_mut().zip(&grads).for_each(|(slot, grad)| slot.grad = grad);
        let gaps_grad = copy::contiguous_copy("test", &gaps).unwrap();
        slots.push(Slot { param: &gaps, grad: &gaps_grad, states: [None; 3], step: 1 });
        slots.push(Slot { param: &turned, grad: &grad, states: [None; 3], step: 1 });
        step(&SGD, &slots).unwrap();
        vec![source, other]
    });
}

#[test]
fn gradients_are_scaled_and_looked_at() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        for bad in [None, Some(f64::NAN), Some(f64::INFINITY), Some(f64::NEG_INFINITY)] {
            let (x, y) = (values(&[8200], 1, dtype), values(&[3, 7], 2, dtype));
            let bad = copy::to_dtype("test", &Array::from_vec(vec![bad.unwrap_or(1.0)], &[1]).unwrap(), dtype).unwrap();
            alike(&["test"], [&x, &y, &bad], |inputs| {
                let mut all = inputs.map(|x| copy::contiguous_copy("test", x).unwrap()).to_vec();
                // Pieces of one storage, one of them with gaps.
                all.push(all[1].as_strided("test", &[2], &[1], 0).unwrap());
                all.push(all[1].as_strided("test", &[2, 2], &[7, 2], 3).unwrap());
                let mut results = unscale_("test", &all.iter().collect::<Vec<_>>(), 0.25).unwrap();
                scale_("test", &all.iter().collect::<Vec<_>>(), 3.0).unwrap();
                results.extend(all);
                results
            });
        }
    }
}

#[test]
fn what_the_cpu_refuses_is_refused_alike() {
    if !present() {
        return;
    }
    let x = values(&[10], 1, DType::F32);
    let refusal = |x: &Array| {
        let (lhs, rhs) = (x.as_strided("test", &[6], &[1], 0).unwrap(), x.as_strided("test", &[6], &[1], 4).unwrap());
        let grad = copy::contiguous_copy("test", &lhs).unwrap();
        let slots = [&lhs, &rhs].map(|param| Slot { param, grad: &grad, states: [None; 3], step: 1 });
        step(&SGD, &slots).unwrap_err()
    };
    assert_eq!(refusal(&crate::device::on_gpu(&x)), refusal(&x));
}
