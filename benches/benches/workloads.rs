//! The measured workloads, under the ids of the benchmark set, with PyTorch's figures on a machine of the same kind.
//!
//! `cargo xtask bench [FILTER]` prints the median of many runs, the bar that the project holds itself to and the
//! recorded figure of PyTorch 2.15 (eager, two threads). Absolute times drift between machines: a bar is a guide, a
//! ratio to a peer in the same run is the measure.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cresset::prelude::*;

/// What is measured.
type Run = Box<dyn FnMut()>;

/// One workload: its id, the bar and PyTorch's figure in microseconds, and what prepares a run.
struct Workload {
    id: &'static str,
    bar_us: Option<f64>,
    pytorch_us: f64,
    prepare: Box<dyn FnOnce() -> Result<Run>>,
}

fn workload<R: FnMut() + 'static>(
    id: &'static str,
    bar_us: Option<f64>,
    pytorch_us: f64,
    prepare: impl FnOnce() -> Result<R> + 'static,
) -> Workload {
    Workload { id, bar_us, pytorch_us, prepare: Box::new(|| prepare().map(|run| Box::new(run) as Run)) }
}

/// One run in microseconds: the median over samples of about a millisecond each.
fn median_us(run: &mut dyn FnMut()) -> f64 {
    let started = Instant::now();
    let mut runs = 0u32;
    while started.elapsed() < Duration::from_millis(50) || runs < 3 {
        run();
        runs += 1;
    }
    let each = started.elapsed() / runs;
    let batch = (Duration::from_millis(1).as_nanos() / each.as_nanos().max(1)).max(1) as u32;
    let mut samples: Vec<f64> = (0..101)
        .map(|_| {
            let started = Instant::now();
            for _ in 0..batch {
                run();
            }
            started.elapsed().as_nanos() as f64 / f64::from(batch) / 1e3
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn scalar(value: f32, requires_grad: bool) -> Tensor {
    let tensor = Tensor::from_vec(vec![value], [1]);
    tensor.requires_grad_(requires_grad);
    tensor
}

fn elementwise() -> Vec<Workload> {
    let mut all = Vec::new();
    for (id, n, pytorch_us) in [
        ("ew_add_1e1", 10, 0.9),
        ("ew_add_1e3", 1_000, 0.9),
        ("ew_add_1e5", 100_000, 6.7),
        ("ew_add_1e6", 1_000_000, 209.7),
        ("ew_add_1e7", 10_000_000, 12_810.0),
    ] {
        all.push(workload(id, None, pytorch_us, move || {
            let (a, b) = (rand([n]), rand([n]));
            Ok(move || drop(black_box(a.add(&b))))
        }));
    }
    all.push(workload("ew_add_inplace_1e7", None, 1_480.0, || {
        let (a, b) = (rand([10_000_000]), rand([10_000_000]));
        Ok(move || drop(a.add_(&b).clone()))
    }));
    for (id, n, pytorch_us) in [("ew_exp_1e3", 1_000, 1.9), ("ew_exp_1e6", 1_000_000, 137.3)] {
        all.push(workload(id, None, pytorch_us, move || {
            let a = rand([n]);
            Ok(move || drop(black_box(a.exp())))
        }));
    }
    for (id, n, pytorch_us) in [("ew_tanh_1e3", 1_000, 2.0), ("ew_tanh_1e6", 1_000_000, 156.0)] {
        all.push(workload(id, None, pytorch_us, move || {
            let a = rand([n]);
            Ok(move || drop(black_box(a.tanh())))
        }));
    }
    all
}

/// A thousand operators on one element: `x * w + bias`, again and again.
fn chain(x: &Tensor, w: &Tensor, bias: &Tensor) -> Tensor {
    let mut y = x.clone();
    for _ in 0..500 {
        y = y.mul(w).add(bias);
    }
    y
}

fn overhead() -> Vec<Workload> {
    vec![
        workload("ov_add_1", Some(0.12), 0.8, || {
            let (a, b) = (scalar(1.0, false), scalar(2.0, false));
            Ok(move || drop(black_box(a.add(&b))))
        }),
        workload("ov_add_1_rec", Some(0.25), 1.4, || {
            let (a, b) = (scalar(1.0, true), scalar(2.0, false));
            Ok(move || drop(black_box(a.add(&b))))
        }),
        workload("ov_chain1000_f", None, 773.9, || {
            let (x, w, bias) = (scalar(0.5, false), scalar(0.999, false), scalar(0.001, false));
            Ok(move || drop(black_box(chain(&x, &w, &bias))))
        }),
        workload("ov_chain1000_fb", Some(600.0), 4_610.0, || {
            let leaves = [scalar(0.5, true), scalar(0.999, true), scalar(0.001, true)];
            Ok(move || {
                let [x, w, bias] = &leaves;
                chain(x, w, bias).backward();
                leaves.iter().for_each(|leaf| leaf.set_grad(None));
            })
        }),
    ]
}

/// A training step of a network 64-32-10 on a batch of 32: forward, cross entropy, backward, optimiser.
fn step(mut optimizer: impl Optimizer + 'static, net: nn::Sequential) -> impl FnMut() {
    let (x, y) = (rand([32, 64]), randint(0, 10, [32]));
    let criterion = nn::CrossEntropyLoss::new();
    move || {
        let mut step = || -> Result<()> {
            optimizer.zero_grad();
            criterion.forward(&net.forward(&x)?, &y)?.try_backward()?;
            optimizer.step()
        };
        ended(step());
    }
}

fn network() -> Result<nn::Sequential> {
    Ok(nn::Sequential::new().add(nn::Linear::new(64, 32)?).add(nn::ReLU).add(nn::Linear::new(32, 10)?))
}

fn training() -> Vec<Workload> {
    vec![
        workload("tr_tiny_b32", Some(40.0), 262.6, || {
            let net = network()?;
            Ok(step(optim::Adam::new(net.parameters(), optim::AdamOptions::default())?, net))
        }),
        workload("tr_tiny_b32_sgd", None, 144.3, || {
            let net = network()?;
            let options = optim::SgdOptions { lr: 1e-2, ..optim::SgdOptions::default() };
            Ok(step(optim::SGD::new(net.parameters(), options)?, net))
        }),
    ]
}

/// A workload that errs measures nothing.
fn ended(result: Result<()>) {
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

fn main() -> Result<()> {
    // Cargo passes `--bench`; the first other argument is the filter.
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    manual_seed(0);
    let mut all = overhead();
    all.extend(training());
    all.extend(elementwise());
    let mut out = format!("{:<20}{:>14}{:>12}{:>14}{:>10}\n", "id", "median us", "bar us", "PyTorch us", "ratio");
    for workload in all.into_iter().filter(|workload| workload.id.contains(&filter)) {
        let median = median_us(&mut *(workload.prepare)()?);
        let bar = workload
            .bar_us
            .map_or_else(String::new, |bar| format!("{bar} {}", if median <= bar { "ok" } else { "over" }));
        let ratio = workload.pytorch_us / median;
        out += &format!("{:<20}{median:>14.3}{bar:>12}{:>14}{ratio:>9.2}x\n", workload.id, workload.pytorch_us);
    }
    use std::io::Write as _;
    std::io::stdout().write_all(out.as_bytes()).map_err(|error| Error::io("bench", "stdout", error))
}
