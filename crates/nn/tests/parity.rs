//! Every module against PyTorch: outputs, gradients of inputs and parameters, and ten steps of training, from one seed.
//!
//! `tests/data/parity.py` writes what PyTorch gives. With the environment variable `CRESSET_WRITE_PAGES` set, the test writes
//! `docs/parity.md`; else the page must have been written for the same modules and bound their errors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

#[path = "parity/cases.rs"]
mod cases;

use std::cell::Cell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use cresset_autograd::{DType, GradOptions, Options, Result, Tensor, manual_seed, no_grad, rand, randn, try_grad};
use cresset_nn::{Forward, Module, Observed, load_safetensors, observe};

/// How an input is drawn.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Normal, with a gradient.
    Normal(&'static [usize]),
    /// In 0..1, with a gradient.
    Leaf(&'static [usize]),
    /// In 0..1.
    Unit(&'static [usize]),
    /// In 0.5..1.5.
    Positive(&'static [usize]),
    /// -1 and 1.
    Sign(&'static [usize]),
    /// Whole numbers below a bound.
    Below(i64, &'static [usize]),
}

impl Kind {
    fn draw(self) -> Tensor {
        let below = |bound, sizes: &[usize]| Options::new().dtype(DType::I64).zeros(sizes).random_(0, bound).clone();
        match self {
            Kind::Normal(sizes) => randn(sizes),
            Kind::Leaf(sizes) | Kind::Unit(sizes) => rand(sizes),
            Kind::Positive(sizes) => rand(sizes).add(0.5),
            Kind::Sign(sizes) => below(2, sizes).mul(2.0).sub(1.0),
            Kind::Below(bound, sizes) => below(bound, sizes),
        }
    }

    fn has_gradient(self) -> bool {
        matches!(self, Kind::Normal(_) | Kind::Leaf(_))
    }
}

type Run = Box<dyn Fn(&[Tensor]) -> Result<Vec<Tensor>>>;

/// A module, ready to run.
pub struct Made {
    parameters: Vec<Tensor>,
    run: Run,
}

/// A module whose forward is called by `run`, which observers and so hooks must see.
pub fn made<M: Module + 'static>(module: M, run: impl Fn(&M, &[Tensor]) -> Result<Vec<Tensor>> + 'static) -> Made {
    let parameters = module.parameters();
    let run = move |x: &[Tensor]| {
        let name = module.module_name().to_string();
        let seen = Rc::new(Cell::new(false));
        let sees = seen.clone();
        let is_it = move |layer: &Observed<'_>| layer.module.module_name() == name;
        let outs = observe(move |layer| sees.set(sees.get() || is_it(&layer)), || run(&module, x));
        assert!(seen.get(), "{} was not seen", module.module_name());
        outs
    };
    Made { parameters, run: Box::new(run) }
}

/// A module of one tensor.
pub fn layer<F: Forward + 'static>(layer: F) -> Made {
    made(layer, |layer, x| Ok(vec![layer.forward(&x[0])?]))
}

/// One comparison; its place in the list is its seed.
pub struct Case {
    /// The module, and what is special.
    pub name: &'static str,
    /// What it is given.
    pub inputs: Vec<Kind>,
    /// Draws its parameters.
    pub make: Box<dyn Fn() -> Made>,
}

/// Ten steps of gradient descent towards outputs of one: the losses, and the parameters in the end.
fn ten_steps(module: &Made, inputs: &[Tensor]) -> Result<Vec<Tensor>> {
    let inputs: Vec<Tensor> = inputs.iter().map(Tensor::detach).collect();
    let mut losses = Vec::new();
    for _ in 0..10 {
        let outs = (module.run)(&inputs)?.into_iter().filter(|out| out.dtype().is_floating_point());
        let loss = outs.map(|out| out.sub(1.0).square().mean()).reduce(|sum, term| sum.add(term)).expect("an output");
        let parameters: Vec<&Tensor> = module.parameters.iter().collect();
        let grads = try_grad(&[&loss], &parameters, GradOptions::default())?;
        for (parameter, grad) in parameters.into_iter().zip(grads) {
            if let Some(grad) = grad {
                no_grad(|| parameter.try_sub_(grad.mul(0.05)).map(drop))?;
            }
        }
        losses.push(loss.detach());
    }
    losses.extend(module.parameters.iter().map(Tensor::detach));
    Ok(losses)
}

/// The largest difference of each output and gradient, in parts of the largest element that it should have.
fn error(case: &Case, seed: u64, want: &[f32]) -> f64 {
    manual_seed(seed);
    let module = (case.make)();
    let inputs: Vec<Tensor> = case.inputs.iter().map(|kind| kind.draw()).collect();
    let drawn = inputs.iter().zip(&case.inputs);
    let mut wanted: Vec<&Tensor> = drawn.filter(|(_, kind)| kind.has_gradient()).map(|(x, _)| x).collect();
    wanted.iter().for_each(|x| {
        let _ = x.requires_grad_(true);
    });
    wanted.extend(&module.parameters);
    let outs = (module.run)(&inputs).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let outs: Vec<Tensor> = outs.into_iter().filter(|out| out.dtype().is_floating_point()).collect();
    let cotangent = |out: &Tensor| {
        let values: Vec<f32> = (0..out.numel()).map(|at| ((at % 7) as f32 - 3.0) / 4.0).collect();
        Tensor::from_vec(values, out.sizes())
    };
    let weighed: Vec<Tensor> = outs.iter().map(|out| out.mul(cotangent(out)).sum()).collect();
    let total = weighed.iter().skip(1).fold(weighed[0].clone(), |total, term| total.add(term));
    let grads =
        try_grad(&[&total], &wanted, GradOptions::default()).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let zeros = |grad: Option<Tensor>, x: &Tensor| grad.unwrap_or_else(|| Options::like(x).zeros(x.sizes()));
    let mut results: Vec<Tensor> = grads.into_iter().zip(&wanted).map(|(grad, x)| zeros(grad, x)).collect();
    if !module.parameters.is_empty() {
        results.extend(ten_steps(&module, &inputs).unwrap_or_else(|error| panic!("{}: {error}", case.name)));
    }
    let mut rest = want;
    let mut worst: f64 = 0.0;
    for got in outs.iter().chain(&results) {
        let got = got.detach().to_vec::<f32>();
        assert!(got.len() <= rest.len(), "{}: more numbers than PyTorch's", case.name);
        let (want, behind) = rest.split_at(got.len());
        rest = behind;
        let scale = want.iter().fold(1e-6f32, |scale, x| scale.max(x.abs()));
        for (at, (got, want)) in got.iter().zip(want).enumerate() {
            let off = f64::from((got - want).abs()) / f64::from(scale);
            assert!(off <= 1e-4, "{}: {got} is not {want} at {at} of {}", case.name, rest.len());
            worst = worst.max(off);
        }
    }
    assert!(rest.is_empty(), "{}: {} numbers fewer than PyTorch's", case.name, rest.len());
    worst
}

/// The least bound of these that is not below an error. Machines differ in the last places, so that the page has no more.
fn bound(error: f64) -> &'static str {
    match error {
        0.0 => "0",
        error if error <= 1e-6 => "1e-6",
        error if error <= 1e-5 => "1e-5",
        _ => "1e-4",
    }
}

#[test]
fn modules_are_those_of_pytorch() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/parity.safetensors");
    let golden = load_safetensors(data).unwrap();
    let cases = cases::all();
    let names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    let mut known: Vec<&str> = golden.keys().collect();
    known.sort_unstable();
    assert_eq!(sorted, known);
    let mut failed = Vec::new();
    let mut page = String::from(
        "<!-- Written by the test `parity` of cresset-nn with CRESSET_WRITE_PAGES=1; do not edit. -->\n# Parity\n\n\
         Each module against PyTorch 2.15 on the CPU, from one seed: initial weights, drawn inputs, outputs, and gradients\n\
         of inputs and parameters; modules with parameters then take ten steps of gradient descent, whose losses and last\n\
         parameters count too. The error is the largest difference in a tensor, in parts of its largest element, in\n\
         `float32`; 0 means the same bits.\n\n| module | error at most |\n|---|---|\n",
    );
    let mut errors = Vec::new();
    for (seed, case) in cases.iter().enumerate() {
        let want = golden.get(case.name).unwrap().to_vec::<f32>();
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| error(case, seed as u64, &want))) {
            Ok(error) => {
                writeln!(page, "| {} | {} |", case.name, bound(error)).unwrap();
                errors.push((case.name, error));
            }
            Err(_) => failed.push(case.name),
        }
    }
    assert!(failed.is_empty(), "{} failed: {failed:?}", failed.len());
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/parity.md");
    if std::env::var_os("CRESSET_WRITE_PAGES").is_some() {
        std::fs::write(path, page).unwrap();
        return;
    }
    let written = std::fs::read_to_string(path).unwrap();
    let rows: Vec<(&str, f64)> = written
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "))
        .filter_map(|(name, bound)| Some((name, bound.parse().ok()?)))
        .collect();
    assert_eq!(rows.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names, "docs/parity.md is stale");
    for ((name, error), (_, bound)) in errors.into_iter().zip(rows) {
        // What is the same here may differ in the last place on another machine.
        assert!(error <= bound.max(1e-6), "{name}: {error:e} is above {bound:e}; docs/parity.md is stale");
    }
}
