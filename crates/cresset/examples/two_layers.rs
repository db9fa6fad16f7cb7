//! One network three times: gradients by hand, by autograd, and with modules and an optimiser. The losses are the same.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "an example prints")]

use clap::Parser;
use cresset::prelude::*;

/// Trains one network in three ways.
#[derive(Parser)]
struct Arguments {
    /// Where to compute: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

const SIZES: (usize, usize, usize, usize) = (64, 1000, 100, 10);
const LEARNING_RATE: f64 = 1e-6;
const STEPS: usize = 200;

/// The data and the first weights, the same for each way.
///
/// In f64: the ways round at different places, and 200 steps would make the last digits of f32 visible.
fn start(device: Device) -> (Tensor, Tensor, Tensor, Tensor) {
    let (n, inputs, hidden, outputs) = SIZES;
    manual_seed(0);
    let randn = |sizes: [usize; 2]| Options::new().dtype(DType::F64).randn(sizes).to_device(device);
    (randn([n, inputs]), randn([n, outputs]), randn([inputs, hidden]), randn([hidden, outputs]))
}

/// Gradients written out: the chain rule by hand.
fn by_hand(device: Device) -> Vec<f64> {
    let (x, y, w1, w2) = start(device);
    let mut losses = Vec::new();
    for _ in 0..STEPS {
        let h = x.mm(&w1);
        let h_relu = h.clamp_min(0.0);
        let difference = h_relu.mm(&w2) - &y;
        losses.push(difference.pow(2.0).sum().item());

        let grad_prediction = &difference * 2.0;
        let grad_w2 = h_relu.t().mm(&grad_prediction);
        let grad_h = grad_prediction.mm(&w2.t());
        grad_h.masked_fill_(&h.lt(0.0), 0.0);
        let grad_w1 = x.t().mm(&grad_h);

        w1.sub_(&grad_w1 * LEARNING_RATE);
        w2.sub_(&grad_w2 * LEARNING_RATE);
    }
    losses
}

/// The same forward pass; backward finds the gradients.
fn by_autograd(device: Device) -> Vec<f64> {
    let (x, y, w1, w2) = start(device);
    for weight in [&w1, &w2] {
        weight.requires_grad_(true);
    }
    let mut losses = Vec::new();
    for _ in 0..STEPS {
        let loss = (x.mm(&w1).clamp_min(0.0).mm(&w2) - &y).pow(2.0).sum();
        losses.push(loss.item());
        loss.backward();
        no_grad(|| {
            for weight in [&w1, &w2] {
                if let Some(grad) = weight.grad() {
                    weight.sub_(&grad * LEARNING_RATE);
                }
                weight.set_grad(None);
            }
        });
    }
    losses
}

/// Layers hold the weights, an optimiser moves them.
fn by_modules(device: Device) -> Result<Vec<f64>> {
    let (x, y, w1, w2) = start(device);
    let (_, inputs, hidden, outputs) = SIZES;
    let mut model = nn::Sequential::new()
        .add(nn::Linear::builder(inputs, hidden).bias(false).dtype(DType::F64).build()?)
        .add(nn::ReLU)
        .add(nn::Linear::builder(hidden, outputs).bias(false).dtype(DType::F64).build()?);
    model.to_device(device)?;
    // A layer holds its weight transposed.
    no_grad(|| {
        for (parameter, weight) in model.parameters().iter().zip([&w1, &w2]) {
            parameter.copy_(&weight.t());
        }
    });
    let mut optimizer =
        optim::SGD::new(model.parameters(), optim::SgdOptions { lr: LEARNING_RATE, ..Default::default() })?;
    let mut losses = Vec::new();
    for _ in 0..STEPS {
        let loss = model.forward(&x)?.mse_loss(&y, Reduction::Sum);
        losses.push(loss.item());
        optimizer.zero_grad();
        loss.backward();
        optimizer.step()?;
    }
    Ok(losses)
}

fn main() -> Result<()> {
    let Arguments { device } = Arguments::parse();
    let ways = [by_hand(device), by_autograd(device), by_modules(device)?];
    for step in (0..STEPS).step_by(50).chain([STEPS - 1]) {
        println!("step {step:3}: {:16.6} {:16.6} {:16.6}", ways[0][step], ways[1][step], ways[2][step]);
    }
    for (step, &loss) in ways[0].iter().enumerate() {
        for way in &ways[1..] {
            assert!((way[step] - loss).abs() <= 1e-9 * loss, "step {step}: {loss} {}", way[step]);
        }
    }
    println!("all three agree");
    Ok(())
}
