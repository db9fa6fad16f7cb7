//! Every optimiser and every schedule against PyTorch's, and the page that lists them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use cresset_autograd::{DType, Tensor, tensor, zeros};
use cresset_optim::scheduler::*;
use cresset_optim::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn bits(values: &Value) -> Vec<u64> {
    values.as_array().unwrap().iter().map(|value| value.as_u64().unwrap()).collect()
}

fn doubles(values: &Value) -> Vec<f64> {
    bits(values).into_iter().map(f64::from_bits).collect()
}

fn tensors(values: &Value, sizes: &Value, dtype: DType) -> Vec<Tensor> {
    let pairs = values.as_array().unwrap().iter().zip(sizes.as_array().unwrap());
    let made = pairs.map(|(values, sizes)| {
        let sizes: Vec<usize> = bits(sizes).into_iter().map(|size| size as usize).collect();
        let values: Vec<f32> = bits(values).into_iter().map(|bits| f32::from_bits(bits as u32)).collect();
        Tensor::from_vec(values, sizes).to_dtype(dtype)
    });
    made.collect()
}

/// PyTorch's options, which are ours under the same names with the defaults left out.
fn options<R: DeserializeOwned + serde::Serialize + Default>(given: &Value) -> R {
    let all = serde_json::to_value(R::default()).unwrap();
    for name in given.as_object().unwrap().keys() {
        assert!(all.get(name).is_some(), "{name}");
    }
    serde_json::from_value(given.clone()).unwrap()
}

/// Units in the last place that results may be off, of the larger of the value and a tenth.
///
/// PyTorch's roots are not rounded correctly, which a few steps make visible; Muon's matrices have 8 bits.
fn allowed_units(name: &str) -> f64 {
    match name {
        "SGD" | "ASGD" | "Adamax" | "Rprop" => 0.0,
        "Adam" | "AdamW" | "Adadelta" | "Adagrad" | "NAdam" | "RAdam" | "RMSprop" | "SparseAdam" => 4.0,
        "Muon" => 32768.0,
        _ => 16.0,
    }
}

/// How far apart, in units in the last place of the dtype, and of the larger of the value and a tenth.
fn units(got: &[f64], want: &Value, dtype: DType) -> f64 {
    let want: Vec<f64> = match dtype {
        DType::F32 => bits(want).into_iter().map(|bits| f64::from(f32::from_bits(bits as u32))).collect(),
        _ => doubles(want),
    };
    let epsilon = if dtype == DType::F32 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    assert_eq!(got.len(), want.len());
    let apart = got.iter().zip(want).map(|(got, want)| (got - want).abs() / (epsilon * want.abs().max(0.1)));
    apart.fold(0.0, |most, apart| if apart.is_nan() { f64::INFINITY } else { apart.max(most) })
}

fn flat(params: &[Tensor]) -> Vec<f64> {
    params.iter().flat_map(Tensor::to_vec::<f64>).collect()
}

/// Runs all steps; after half of them, the state goes through text into a new optimiser.
fn run<R: Rule + Default>(data: &Value, one: &Value) -> f64 {
    let dtype = DType::from_name(one["dtype"].as_str().unwrap()).unwrap();
    let mut params = tensors(&data["start"], &data["sizes"], dtype);
    if R::NAME == "Muon" {
        params.truncate(1);
    }
    params.iter().for_each(|param| {
        param.requires_grad_(true);
    });
    let build = || Updater::new(params.clone(), options::<R>(&one["options"])).unwrap();
    let mut optimizer = build();
    for (step, grads) in data["grads"].as_array().unwrap().iter().enumerate() {
        for (param, grad) in params.iter().zip(tensors(grads, &data["sizes"], dtype)) {
            param.set_grad(Some(grad));
        }
        if step == 5 {
            let text = serde_json::to_string(&optimizer.state_dict().unwrap()).unwrap();
            optimizer = build();
            optimizer.load_state_dict(&serde_json::from_str(&text).unwrap()).unwrap();
        }
        optimizer.step().unwrap();
    }
    units(&flat(&params), &one["params"], dtype)
}

fn run_lbfgs(one: &Value) -> f64 {
    let dtype = DType::from_name(one["dtype"].as_str().unwrap()).unwrap();
    let leaf = |x: Tensor| x.to_dtype(dtype).requires_grad_(true).clone();
    let (x, y) = (leaf(Tensor::from_vec(vec![-1.5, 0.3], [2])), leaf(Tensor::from_vec(vec![2.0, -0.7], [2])));
    let given = options::<LbfgsOptions>(&one["options"]);
    let mut optimizer = LBFGS::new([x.clone(), y.clone()], given).unwrap();
    let closure = || {
        [&x, &y].into_iter().for_each(|param| param.set_grad(None));
        let loss = ((1.0 - &x).pow(2.0) + (&y - &x * &x).pow(2.0) * 100.0).sum();
        loss.try_backward()?;
        Ok(loss)
    };
    for (step, want) in doubles(&one["losses"]).into_iter().enumerate() {
        if step == 3 {
            let text = serde_json::to_string(&optimizer.state_dict().unwrap()).unwrap();
            optimizer = LBFGS::new([x.clone(), y.clone()], LbfgsOptions::default()).unwrap();
            optimizer.load_state_dict(&serde_json::from_str(&text).unwrap()).unwrap();
        }
        let loss = optimizer.step_with(closure).unwrap().item();
        assert!((loss - want).abs() <= 1e-9 * want.abs().max(1e-3), "{}: {loss} {want}", one["options"]);
    }
    // A line search turns a last digit into many: the losses above are the finer measure.
    units(&flat(&[x, y]), &one["params"], dtype) / 1e6
}

fn optimizer_units(data: &Value, one: &Value) -> f64 {
    match one["optimizer"].as_str().unwrap() {
        "Adadelta" => run::<AdadeltaOptions>(data, one),
        "Adafactor" => run::<AdafactorOptions>(data, one),
        "Adagrad" => run::<AdagradOptions>(data, one),
        "Adam" => run::<AdamOptions>(data, one),
        "Adamax" => run::<AdamaxOptions>(data, one),
        "AdamW" => run::<AdamWOptions>(data, one),
        "ASGD" => run::<AsgdOptions>(data, one),
        "LBFGS" => run_lbfgs(one),
        "Muon" => run::<MuonOptions>(data, one),
        "NAdam" => run::<NAdamOptions>(data, one),
        "RAdam" => run::<RAdamOptions>(data, one),
        "RMSprop" => run::<RmspropOptions>(data, one),
        "Rprop" => run::<RpropOptions>(data, one),
        "SGD" => run::<SgdOptions>(data, one),
        "SparseAdam" => run::<SparseAdamOptions>(data, one),
        other => panic!("{other}"),
    }
}

/// A schedule that takes values, or one that does not.
enum Made {
    Plain(Box<dyn LRScheduler>),
    Plateau(ReduceLROnPlateau),
}

fn boxed<S: Schedule + 'static>(optimizer: &mut SGD, options: S) -> Box<dyn LRScheduler> {
    Box::new(Scheduler::new(optimizer, options).unwrap())
}

fn plain(name: &str, optimizer: &mut SGD, given: &Value) -> Box<dyn LRScheduler> {
    match name {
        "LambdaLR" => boxed(optimizer, LambdaOptions::new(|epoch| 0.95_f64.powf(epoch as f64))),
        "MultiplicativeLR" => boxed(optimizer, MultiplicativeOptions::new(|epoch| 1.0 - 0.01 * epoch as f64)),
        "StepLR" => boxed(optimizer, options::<StepOptions>(given)),
        "MultiStepLR" => boxed(optimizer, options::<MultiStepOptions>(given)),
        "ConstantLR" => boxed(optimizer, options::<ConstantOptions>(given)),
        "LinearLR" => boxed(optimizer, options::<LinearOptions>(given)),
        "ExponentialLR" => boxed(optimizer, options::<ExponentialOptions>(given)),
        "CosineAnnealingLR" => boxed(optimizer, options::<CosineAnnealingOptions>(given)),
        "CosineAnnealingWarmRestarts" => boxed(optimizer, options::<CosineAnnealingWarmRestartsOptions>(given)),
        "PolynomialLR" => boxed(optimizer, options::<PolynomialOptions>(given)),
        "CyclicLR" => boxed(optimizer, options::<CyclicOptions>(given)),
        "OneCycleLR" => boxed(optimizer, options::<OneCycleOptions>(given)),
        "SWALR" => boxed(optimizer, options::<SwalrOptions>(given)),
        "SequentialLR" | "ChainedScheduler" => {
            let parts = given["parts"].as_array().unwrap();
            let parts: Vec<_> =
                parts.iter().map(|part| plain(part[0].as_str().unwrap(), optimizer, &part[1])).collect();
            if name == "ChainedScheduler" {
                return Box::new(ChainedScheduler::new(optimizer, parts).unwrap());
            }
            let milestones: Vec<i64> = serde_json::from_value(given["milestones"].clone()).unwrap();
            Box::new(SequentialLR::new(optimizer, parts, milestones).unwrap())
        }
        other => panic!("{other}"),
    }
}

fn schedule(one: &Value, optimizer: &mut SGD) -> Made {
    match one["scheduler"].as_str().unwrap() {
        "ReduceLROnPlateau" => {
            let options = options::<PlateauOptions>(&one["options"]);
            Made::Plateau(ReduceLROnPlateau::new(optimizer, options).unwrap())
        }
        name => Made::Plain(plain(name, optimizer, &one["options"])),
    }
}

fn metric(step: usize) -> f64 {
    [1.0, 0.9, 0.95, 0.93, 0.92, 0.91, 0.5, 0.52, 0.51, 0.6][step % 10] / (1 + step / 10) as f64
}

fn check_schedule(one: &Value) {
    let build = || {
        let group = |lr| SgdOptions { lr, momentum: 0.9, ..SgdOptions::default() };
        let mut optimizer = SGD::new([zeros([1])], group(0.1)).unwrap();
        optimizer.add_param_group([zeros([1])], group(0.3)).unwrap();
        let made = schedule(one, &mut optimizer);
        (optimizer, made)
    };
    let (mut optimizer, mut made) = build();
    let name = one["scheduler"].as_str().unwrap();
    let has_momentum = matches!(name, "CyclicLR" | "OneCycleLR");
    for (step, want) in one["rows"].as_array().unwrap().iter().enumerate() {
        let mut got = Vec::new();
        for group in 0..2 {
            got.push(optimizer.lr(group).unwrap());
            got.extend(optimizer.momentum(group).filter(|_| has_momentum));
        }
        for (got, want) in got.iter().zip(doubles(want)) {
            assert!((got - want).abs() <= 1e-14, "{name} {} step {step}: {got} {want}", one["options"]);
        }
        if step == 40 {
            break;
        }
        if step == 17 {
            // Through text into new ones, which must go on as if nothing had happened.
            let (mut new_optimizer, mut new_made) = build();
            new_optimizer.load_state_dict(&optimizer.state_dict().unwrap()).unwrap();
            match (&made, &mut new_made) {
                (Made::Plain(old), Made::Plain(new)) => {
                    let text = serde_json::to_string(&old.state_dict()).unwrap();
                    new.load_state_dict(&serde_json::from_str(&text).unwrap()).unwrap();
                }
                (Made::Plateau(old), Made::Plateau(new)) => new.load_state_dict(&old.state_dict()).unwrap(),
                _ => unreachable!(),
            }
            (optimizer, made) = (new_optimizer, new_made);
        }
        match &mut made {
            Made::Plain(scheduler) => scheduler.step(&mut optimizer).unwrap(),
            Made::Plateau(scheduler) => scheduler.step(metric(step), &mut optimizer).unwrap(),
        }
    }
}

/// The page of what was compared. It is written anew where `CRESSET_WRITE_PAGES` is set.
#[test]
fn all_are_those_of_pytorch_and_the_page_says_so() {
    let data: Value = serde_json::from_str(include_str!("data/parity.json")).unwrap();
    let mut sets: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for one in data["runs"].as_array().unwrap() {
        let name = one["optimizer"].as_str().unwrap();
        let apart = optimizer_units(&data, one);
        if apart > allowed_units(name) {
            failures.push(format!("{name} {} {}: {apart} units", one["dtype"], one["options"]));
        }
        *sets.entry(name).or_default() += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let mut schedules: BTreeMap<&str, usize> = BTreeMap::new();
    for one in data["schedules"].as_array().unwrap() {
        check_schedule(one);
        *schedules.entry(one["scheduler"].as_str().unwrap()).or_default() += 1;
    }
    let mut page = String::from(
        "<!-- Written by the test `parity` of `crates/optim` with CRESSET_WRITE_PAGES=1; do not edit. -->\n\
         # Optimisers and schedules against PyTorch\n\n\
         Ten steps from the same parameters and gradients as PyTorch 2.15 on the CPU, the state saved and loaded in \
         between. A unit is one in the last place of the larger of the value and a tenth.\n\n\
         | optimiser | runs | units apart, at most |\n|---|---|---|\n",
    );
    for (name, n_sets) in &sets {
        let bound = match *name {
            "LBFGS" => "losses to 1e-9".to_string(),
            name => allowed_units(name).to_string(),
        };
        writeln!(page, "| `{name}` | {n_sets} | {bound} |").unwrap();
    }
    page.push_str(
        "\nForty steps of two groups, to 1e-14, saved and loaded in between.\n\n| schedule | runs |\n|---|---|\n",
    );
    for (name, n_sets) in &schedules {
        writeln!(page, "| `{name}` | {n_sets} |").unwrap();
    }
    page.push_str(
        "\n`SparseAdam` takes ordinary gradients: rows of zeros are what PyTorch's sparse gradients leave out. `Muon` \
         computes its matrices in bfloat16, whose products round differently.\n",
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/parity-optim.md");
    if std::env::var_os("CRESSET_WRITE_PAGES").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page, "set CRESSET_WRITE_PAGES=1 and run this again");
}

#[test]
fn cycles_have_heights_of_ones_own() {
    let usual = || CyclicOptions { step_size_up: 3, cycle_momentum: false, ..Default::default() };
    let pairs = [
        (CyclicMode::Triangular2, ScaleFn::of_cycles(|cycle| 0.5_f64.powf(cycle - 1.0))),
        (CyclicMode::ExpRange, ScaleFn::of_iterations(|step| 0.9_f64.powf(step))),
    ];
    for (mode, own) in pairs {
        let rates = |options: CyclicOptions| {
            let mut optimizer = SGD::new([zeros([1])], SgdOptions::default()).unwrap();
            let mut scheduler = CyclicLR::new(&mut optimizer, options).unwrap();
            let mut rate = || {
                scheduler.step(&mut optimizer).unwrap();
                optimizer.lr(0).unwrap()
            };
            (0..20).map(|_| rate()).collect::<Vec<_>>()
        };
        let want = rates(CyclicOptions { mode, gamma: 0.9, ..usual() });
        assert_eq!(rates(CyclicOptions { scale_fn: Some(own), ..usual() }), want);
        assert_ne!(rates(usual()), want);
    }
}

fn leaf(values: [f32; 2]) -> Tensor {
    tensor(values).requires_grad_(true).clone()
}

#[test]
fn clipping_is_that_of_pytorch() {
    let (x, y) = (leaf([1.0, 2.0]), leaf([0.0, 0.0]));
    let set = || {
        x.set_grad(Some(tensor([3.0, 0.0])));
        y.set_grad(Some(tensor([0.0, -4.0])));
    };
    let params = [x.clone(), y.clone(), leaf([0.0, 0.0])];
    set();
    assert_eq!(clip_grad_norm_(&params, 2.5, 2.0, true).unwrap(), 5.0);
    let (got_x, got_y) = (x.grad().unwrap().to_vec::<f32>(), y.grad().unwrap().to_vec::<f32>());
    // torch.nn.utils.clip_grad_norm_: 2.5 / (5 + 1e-6) times each.
    assert_eq!((got_x[0], got_y[1]), (1.499_999_8, -1.999_999_6));
    set();
    // The norm of more than these two.
    clip_grads_with_norm_(&params, 2.5, 10.0).unwrap();
    assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.749_999_9, 0.0]);
    set();
    assert_eq!(clip_grad_norm_(&params, 9.0, f64::INFINITY, true).unwrap(), 4.0);
    assert_eq!(y.grad().unwrap().to_vec::<f32>(), [0.0, -4.0]);
    clip_grad_value_(&params, 0.5).unwrap();
    assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.5, 0.0]);
    assert_eq!(y.grad().unwrap().to_vec::<f32>(), [0.0, -0.5]);
    x.set_grad(Some(tensor([f32::NAN, 0.0])));
    assert!(clip_grad_norm_(&params, 1.0, 2.0, true).unwrap_err().to_string().contains("NaN"));
    assert!(clip_grad_value_(&params, -1.0).is_err());
}

#[test]
fn a_scaler_leaves_out_steps_with_infinite_gradients() {
    let x = leaf([1.0, 2.0]);
    let mut optimizer = SGD::new([x.clone()], SgdOptions { lr: 0.5, ..SgdOptions::default() }).unwrap();
    let options = GradScalerOptions { init_scale: 8.0, growth_interval: 2, ..GradScalerOptions::default() };
    let mut scaler = GradScaler::new(options).unwrap();
    let mut iterate = |factor: f32, scaler: &mut GradScaler| {
        optimizer.zero_grad();
        scaler.scale(&(&x * factor).sum()).unwrap().backward();
        let stepped = scaler.step(&mut optimizer).unwrap();
        assert!(scaler.step(&mut optimizer).is_err());
        scaler.update().unwrap();
        stepped
    };
    assert!(iterate(1.0, &mut scaler));
    assert_eq!((x.to_vec::<f32>(), scaler.get_scale()), (vec![0.5, 1.5], 8.0));
    assert!(iterate(0.0, &mut scaler));
    assert_eq!(scaler.get_scale(), 16.0);
    assert!(!iterate(f32::INFINITY, &mut scaler));
    assert_eq!((x.to_vec::<f32>(), scaler.get_scale()), (vec![0.5, 1.5], 8.0));
    let mut other = GradScaler::new(GradScalerOptions::default()).unwrap();
    other.load_state_dict(&scaler.state_dict()).unwrap();
    assert_eq!(other.state_dict(), scaler.state_dict());
    assert!(scaler.update().is_err(), "nothing was stepped");
}

#[test]
fn means_of_parameters() {
    let x = leaf([1.0, 2.0]);
    let mut ema = AveragedModel::new(std::slice::from_ref(&x), Averaging::Ema(0.75)).unwrap();
    ema.update_parameters(std::slice::from_ref(&x)).unwrap();
    cresset_autograd::no_grad(|| x.copy_(&tensor([5.0, 6.0])).clone());
    ema.update_parameters(std::slice::from_ref(&x)).unwrap();
    assert_eq!(ema.parameters()[0].to_vec::<f32>(), [2.0, 3.0]);
    let mut other = AveragedModel::new(&[leaf([0.0, 0.0])], Averaging::Ema(0.75)).unwrap();
    other.load_state_dict(&ema.state_dict().unwrap()).unwrap();
    other.update_parameters(std::slice::from_ref(&x)).unwrap();
    let target = leaf([9.0, 9.0]);
    other.copy_to(std::slice::from_ref(&target)).unwrap();
    assert_eq!(target.to_vec::<f32>(), [2.75, 3.75]);
    assert!(ema.update_parameters(&[]).is_err() && ema.update_parameters(&[zeros([3])]).is_err());
    assert!(AveragedModel::new(&[x], Averaging::Ema(1.5)).is_err());
}

#[test]
fn senseless_options_are_refused() {
    let one = || [leaf([0.0, 0.0])];
    assert!(Rprop::new(one(), RpropOptions { etas: (1.0, 1.2), ..Default::default() }).is_err());
    assert!(Adadelta::new(one(), AdadeltaOptions { rho: 1.5, ..Default::default() }).is_err());
    assert!(Adafactor::new(one(), AdafactorOptions { d: 0.5, ..Default::default() }).is_err());
    assert_eq!(
        Muon::new(one(), MuonOptions::default()).unwrap_err().to_string(),
        "Muon: not a matrix: param [2]; give other parameters to another optimiser"
    );
    let mut adagrad = Adagrad::new(one(), AdagradOptions::default()).unwrap();
    assert_eq!(
        OneCycleLR::new(&mut adagrad, OneCycleOptions { total_steps: Some(3), ..Default::default() })
            .unwrap_err()
            .to_string(),
        "OneCycleLR: bad argument: cycle_momentum = true; the optimiser has no momentum: leave it out"
    );
    let options = OneCycleOptions { total_steps: Some(3), cycle_momentum: false, ..Default::default() };
    let mut cycle = OneCycleLR::new(&mut adagrad, options).unwrap();
    (0..3).for_each(|_| cycle.step(&mut adagrad).unwrap());
    assert!(cycle.step(&mut adagrad).unwrap_err().to_string().contains("4 of 3"));
    let step = StepLR::new(&mut adagrad, StepOptions::default()).unwrap();
    assert!(cycle.load_state_dict(&step.state_dict()).unwrap_err().to_string().contains("StepLR"));
    assert!(SequentialLR::new(&mut adagrad, vec![Box::new(step)], vec![3]).is_err());
    let mut sgd = SGD::new(one(), SgdOptions::default()).unwrap();
    let error = LBFGS::new(one(), LbfgsOptions::default()).unwrap().step().unwrap_err().to_string();
    assert!(error.contains("step_with"), "{error}");
    sgd.set_momentum(0, -1.0).unwrap_err();
}
