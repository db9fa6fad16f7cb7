//! Steps against PyTorch's, bit for bit; resuming; refusals.
#![allow(dropping_copy_types, reason = "results are thrown away for their errors")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_autograd::{DType, Tensor, no_grad, tensor};
use cresset_optim::{
    AdadeltaOptions, AdagradOptions, Adam, AdamOptions, AdamW, AdamWOptions, AdamaxOptions, AsgdOptions, NAdamOptions,
    Optimizer, OptimizerState, RAdamOptions, RmspropOptions, RpropOptions, Rule, SGD, SgdOptions, Updater,
};
use serde_json::Value;

fn bits(values: &Value) -> Vec<u64> {
    values.as_array().unwrap().iter().map(|value| value.as_u64().unwrap()).collect()
}

fn floats(values: &Value) -> Vec<f32> {
    bits(values).into_iter().map(|bits| f32::from_bits(bits as u32)).collect()
}

fn tensors(values: &Value, sizes: &Value, dtype: DType) -> Vec<Tensor> {
    let sizes = sizes.as_array().unwrap().iter().map(bits);
    let sizes = sizes.map(|sizes| sizes.into_iter().map(|size| size as usize).collect::<Vec<_>>());
    let values = values.as_array().unwrap().iter().map(floats);
    sizes.zip(values).map(|(sizes, values)| Tensor::from_vec(values, sizes).to_dtype(dtype)).collect()
}

/// PyTorch's options, which are ours under the same names with the defaults left out.
fn options<R: Rule + Default>(given: &Value) -> R {
    let mut all = serde_json::to_value(R::default()).unwrap();
    for (name, value) in given.as_object().unwrap() {
        assert!(all.get(name).is_some(), "{name}");
        all[name] = value.clone();
    }
    serde_json::from_value(all).unwrap()
}

fn run<R: Rule + Default>(data: &Value, run: &Value) {
    let dtype = DType::from_name(run["dtype"].as_str().unwrap()).unwrap();
    let params = tensors(&data["start"], &data["sizes"], dtype);
    params.iter().for_each(|param| {
        param.requires_grad_(true);
    });
    let mut optimizer = Updater::new(params.clone(), options::<R>(&run["options"])).unwrap();
    let mut checked = 0;
    for (step, grads) in data["grads"].as_array().unwrap().iter().enumerate() {
        let grads = tensors(grads, &data["sizes"], dtype);
        for (at, (param, grad)) in params.iter().zip(grads).enumerate() {
            let skipped = at == 1 && data["skipped"].as_u64().unwrap() == step as u64;
            param.set_grad(Some(grad).filter(|_| !skipped));
        }
        optimizer.step().unwrap();
        for after in run["after"].as_array().unwrap().iter().filter(|after| after["step"] == step) {
            for (param, want) in params.iter().zip(after["params"].as_array().unwrap()) {
                let got: Vec<u64> = match dtype {
                    DType::F32 => param.to_vec::<f32>().iter().map(|x| u64::from(x.to_bits())).collect(),
                    _ => param.to_vec::<f64>().iter().map(|x| x.to_bits()).collect(),
                };
                assert_eq!(got, bits(want), "{} {} step {step}", run["optimizer"], run["options"]);
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 6);
    // PyTorch's own roots are not rounded correctly: it ends a few units in the last place from here.
    for (param, want) in params.iter().zip(run["own_roots"].as_array().unwrap()) {
        for (got, want) in param.to_vec::<f64>().into_iter().zip(bits(want)) {
            let (want, epsilon) = match dtype {
                DType::F32 => (f64::from(f32::from_bits(want as u32)), f64::from(f32::EPSILON)),
                _ => (f64::from_bits(want), f64::EPSILON),
            };
            assert!((got - want).abs() <= 4.0 * epsilon * want.abs().max(0.1), "{} {got} {want}", run["options"]);
        }
    }
}

#[test]
fn steps_are_those_of_pytorch_to_the_bit() {
    let data: Value = serde_json::from_str(include_str!("data/steps.json")).unwrap();
    for one in data["runs"].as_array().unwrap() {
        match one["optimizer"].as_str().unwrap() {
            "SGD" => run::<SgdOptions>(&data, one),
            "Adam" => run::<AdamOptions>(&data, one),
            "AdamW" => run::<AdamWOptions>(&data, one),
            "Adadelta" => run::<AdadeltaOptions>(&data, one),
            "Adagrad" => run::<AdagradOptions>(&data, one),
            "Adamax" => run::<AdamaxOptions>(&data, one),
            "ASGD" => run::<AsgdOptions>(&data, one),
            "NAdam" => run::<NAdamOptions>(&data, one),
            "RAdam" => run::<RAdamOptions>(&data, one),
            "RMSprop" => run::<RmspropOptions>(&data, one),
            "Rprop" => run::<RpropOptions>(&data, one),
            other => panic!("{other}"),
        }
    }
}

fn leaves() -> [Tensor; 3] {
    let leaf = |x: Tensor| x.requires_grad_(true).clone();
    [leaf(tensor([1.0, 2.0, 3.0])), leaf(tensor([[0.5], [-1.5]])), leaf(tensor([4.0]))]
}

/// A loss that leaves the third leaf without a gradient.
fn loss([x, y, _]: &[Tensor; 3]) -> Tensor {
    (&(x * x) * y).sum()
}

fn values(leaves: &[Tensor]) -> Vec<Vec<f32>> {
    leaves.iter().map(Tensor::to_vec).collect()
}

fn resumes<R: Rule + PartialEq>(options: [R; 2]) {
    let build = |leaves: &[Tensor; 3]| {
        let mut optimizer = Updater::new(leaves[..1].to_vec(), options[0].clone()).unwrap();
        optimizer.add_param_group(leaves[1..].to_vec(), options[1].clone()).unwrap();
        optimizer
    };
    let first = leaves();
    let mut optimizer = build(&first);
    let steps = |leaves: &[Tensor; 3], optimizer: &mut Updater<R>| {
        for _ in 0..3 {
            optimizer.backward_step(&loss(leaves)).unwrap();
        }
    };
    steps(&first, &mut optimizer);
    optimizer.set_lr(1, 0.02).unwrap();
    let text = serde_json::to_string(&optimizer.state_dict().unwrap()).unwrap();
    let second = leaves();
    no_grad(|| first.iter().zip(&second).for_each(|(from, to)| drop(to.copy_(from).clone())));
    let mut resumed = build(&second);
    let saved: OptimizerState<R> = serde_json::from_str(&text).unwrap();
    resumed.load_state_dict(&saved).unwrap();
    steps(&first, &mut optimizer);
    steps(&second, &mut resumed);
    assert_eq!(values(&first), values(&second));
    assert_eq!(resumed.state_dict().unwrap(), optimizer.state_dict().unwrap());
    assert_ne!(values(&second), values(&leaves()));
    assert_eq!((resumed.lr(1), resumed.lr(2)), (Some(0.02), None));
}

#[test]
fn a_saved_state_resumes_to_the_bit() {
    let sgd = SgdOptions { lr: 0.01, momentum: 0.9, ..SgdOptions::default() };
    resumes([sgd, SgdOptions { momentum: 0.0, ..sgd }]);
    let adam = AdamOptions { lr: 0.1, ..AdamOptions::default() };
    resumes([adam, AdamOptions { amsgrad: true, ..adam }]);
    resumes([AdamWOptions::default(), AdamWOptions { amsgrad: true, ..AdamWOptions::default() }]);
}

#[test]
fn states_that_do_not_fit_change_nothing() {
    let leaves = leaves();
    let mut optimizer = Adam::new(leaves.clone(), AdamOptions::default()).unwrap();
    optimizer.backward_step(&loss(&leaves)).unwrap();
    let saved = optimizer.state_dict().unwrap();
    assert_eq!(saved.state.keys().collect::<Vec<_>>(), [&0, &1]);
    let mut load = |change: &dyn Fn(&mut OptimizerState<AdamOptions>)| {
        let mut changed = saved.clone();
        change(&mut changed);
        let error = optimizer.load_state_dict(&changed).unwrap_err().to_string();
        assert_eq!(optimizer.state_dict().unwrap(), saved);
        error
    };
    assert_eq!(
        load(&|saved| saved.optimizer = "SGD".into()),
        "load_state_dict: the state of another optimiser: SGD; load it into that"
    );
    assert_eq!(
        load(&|saved| saved.param_groups[0].params.truncate(2)),
        "load_state_dict: groups differ: [2] parameters saved, [3] held; build the same groups first"
    );
    assert_eq!(
        load(&|saved| {
            let other = saved.state[&0].clone();
            saved.state.insert(1, other);
        }),
        "load_state_dict: a state does not fit its parameter: exp_avg is [3] float32; sizes and dtype must be the \
         parameter's"
    );
    assert_eq!(
        load(&|saved| saved.state.get_mut(&1).unwrap().tensors.get_mut("exp_avg").unwrap().dtype = "float3".into()),
        "load_state_dict: not a dtype: float3; save it anew"
    );
    load(&|saved| drop(saved.state.get_mut(&0).unwrap().tensors.get_mut("exp_avg_sq").unwrap().bytes.pop()));
    load(&|saved| saved.param_groups[0].options.betas.0 = 1.5);
}

#[test]
fn senseless_groups_are_refused() {
    let leaves = leaves();
    let refuse = |params: Vec<Tensor>, options| SGD::new(params, options).map(|_| ()).unwrap_err().to_string();
    let usual = SgdOptions::default();
    let none = Vec::new();
    assert_eq!(refuse(none.clone(), usual), "SGD: bad argument: params = []; give at least one parameter");
    assert_eq!(
        refuse(vec![leaves[0].clone(), leaves[0].clone()], usual),
        "SGD: bad argument: params = 1; this parameter is there already; name each once"
    );
    assert_eq!(
        refuse(vec![&leaves[0] + &leaves[0]], usual),
        "SGD: a parameter is not a leaf: AddBackward0; give the leaf itself"
    );
    let bad = [
        SgdOptions { lr: -0.1, ..usual },
        SgdOptions { momentum: f64::NAN, ..usual },
        SgdOptions { nesterov: true, ..usual },
        SgdOptions { nesterov: true, momentum: 0.9, dampening: 0.1, ..usual },
    ];
    for options in bad {
        assert!(refuse(leaves.to_vec(), options).starts_with("SGD: bad argument: "), "{options:?}");
    }
    AdamW::new(leaves.clone(), AdamWOptions { betas: (0.9, 1.0), ..AdamWOptions::default() }).unwrap_err();
    let mut optimizer = SGD::new(leaves.clone(), usual).unwrap();
    optimizer.add_param_group([leaves[1].clone()], usual).unwrap_err();
    assert_eq!(optimizer.n_groups(), 1);
}

#[test]
fn a_step_changes_the_parameters_in_place_and_tells_the_graph() {
    let x = tensor([3.0]).requires_grad_(true).clone();
    let mut optimizer = SGD::new([x.clone()], SgdOptions { lr: 0.5, ..SgdOptions::default() }).unwrap();
    let view = x.detach();
    let square = &x * &x;
    square.sum().backward();
    optimizer.step().unwrap();
    assert_eq!(view.to_vec::<f32>(), [0.0]);
    assert!(x.is_leaf() && x.requires_grad());
    // The square has saved x, which the step has written since.
    let late = &x * &x;
    optimizer.step().unwrap();
    let error = late.sum().try_backward().unwrap_err().to_string();
    assert!(error.contains("modified in place") && error.contains("after sgd"), "{error}");
    optimizer.zero_grad();
    assert!(x.grad().is_none());
    let before = x.item();
    optimizer.step().unwrap();
    assert_eq!(x.item(), before);
}
