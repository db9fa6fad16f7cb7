//! Trains a small convolutional network on 1,797 handwritten digits, a fifth of which is held back for the test.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

mod sheet;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use cresset::data::metrics::{ConfusionMatrix, accuracy};
use cresset::data::{TensorDataset, datasets, random_split};
use cresset::optim::{Adam, AdamOptions};
use cresset::prelude::*;
use cresset::train::draw_curves;
use sheet::{Digit, draw_sheet};

/// Trains a small convolutional network to read handwritten digits.
#[derive(Parser)]
#[command(name = "digits")]
struct Arguments {
    /// Passes over the training digits
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Learning rate of Adam
    #[arg(long, default_value_t = 0.003, value_parser = learning_rate, allow_negative_numbers = true)]
    lr: f64,
    /// Seed of the split, the first weights and the order of the digits
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
    /// Folder for the weights and the pictures
    #[arg(long, default_value = "target/digits")]
    out: PathBuf,
}

fn learning_rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate: &f64| *rate > 0.0 && rate.is_finite());
    rate.ok_or_else(|| "must be a number above 0".to_string())
}

/// Two convolutions, each followed by a pooling that halves the image, and a linear layer.
#[derive(Module)]
struct Network {
    conv1: nn::Conv2d,
    conv2: nn::Conv2d,
    pool: nn::MaxPool2d,
    output: nn::Linear,
}

impl Network {
    fn new() -> Result<Network> {
        Ok(Network {
            conv1: nn::Conv2d::builder(1, 16, 3).padding(1).build()?,
            conv2: nn::Conv2d::builder(16, 32, 3).padding(1).build()?,
            pool: nn::MaxPool2d::new(2),
            output: nn::Linear::new(32 * 2 * 2, 10)?,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let x = self.pool.forward(&self.conv1.forward(x)?.try_relu()?)?;
        let x = self.pool.forward(&self.conv2.forward(&x)?.try_relu()?)?;
        self.output.forward(&x.try_flatten(1, -1)?)
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { epochs, lr, seed, device, out } = arguments;
    std::fs::create_dir_all(out).map_err(|error| Error::io("digits", out.display(), error))?;
    manual_seed(*seed);
    let (images, labels) = datasets::digits()?.tensors().clone();
    let digits = TensorDataset::new((images.try_to_device(*device)?, labels.try_to_device(*device)?))?;
    let [train, test] = random_split(digits, [0.8, 0.2], &Generator::new(*seed))?;
    let (n_train, n_test) = (train.len(), test.len());
    let train = DataLoader::builder(train).batch_size(32).shuffle(true).build()?;
    // All held-back digits at once.
    let test = DataLoader::builder(test).batch_size(n_test).build()?;

    let mut network = Network::new()?;
    network.to_device(*device)?;
    let criterion = nn::CrossEntropyLoss::new();
    let mut optimizer = Adam::new(network.parameters(), AdamOptions { lr: *lr, ..AdamOptions::default() })?;
    println!("training on {n_train} digits on {device}, testing on {n_test}");

    let mut history: [Vec<f64>; 4] = Default::default();
    let mut tested = Vec::new();
    let begin = Instant::now();
    for epoch in 1..=*epochs {
        let (mut loss_sum, mut right) = (0.0, 0.0);
        for batch in &train {
            let (x, y) = batch?;
            let logits = network.forward(&x)?;
            let loss = criterion.forward(&logits, &y)?;
            optimizer.backward_step(&loss)?;
            loss_sum += loss.item() * y.numel() as f64;
            right += accuracy(&logits.argmax(Some(1), false), &y)? * y.numel() as f64;
        }
        for batch in &test {
            let (x, y) = batch?;
            let logits = no_grad(|| network.forward(&x))?;
            let predicted = logits.argmax(Some(1), false);
            let scores = [criterion.forward(&logits, &y)?.item(), accuracy(&predicted, &y)?];
            let [loss, accuracy] = [loss_sum, right].map(|sum| sum / n_train as f64);
            for (all, score) in history.iter_mut().zip([loss, accuracy, scores[0], scores[1]]) {
                all.push(score);
            }
            let line = |[loss, accuracy]: [f64; 2]| format!("loss {loss:.4}  accuracy {:5.1} %", 100.0 * accuracy);
            println!("epoch {epoch:2}/{epochs}   training {}   test {}", line([loss, accuracy]), line(scores));
            tested = vec![x, y, predicted];
        }
    }
    let seconds = begin.elapsed().as_secs_f64();

    let [x, y, predicted] = &tested[..] else { return Ok(()) };
    let mut confusion = ConfusionMatrix::new(10)?;
    confusion.update(predicted, y)?;
    println!("\n{confusion}\n\n{:.2} % of the {n_test} held-back digits read right", 100.0 * confusion.accuracy());
    println!("{seconds:.2} s, {:.0} samples/s", f64::from(*epochs) * n_train as f64 / seconds);
    let names = ["weights.safetensors", "losses.svg", "accuracies.svg", "digits.svg"];
    let [weights, losses, accuracies, sheet] = names.map(|name| out.join(name));
    nn::save_safetensors(&network.state_dict(), &weights)?;
    let [loss, accuracy, test_loss, test_accuracy] = history;
    draw_curves(&losses, "Loss", &[("training".to_string(), loss), ("test".to_string(), test_loss)])?;
    draw_curves(&accuracies, "Accuracy", &[("training".to_string(), accuracy), ("test".to_string(), test_accuracy)])?;
    let classes = y.to_vec::<i64>().into_iter().zip(predicted.to_vec::<i64>());
    let pixels: Vec<f32> = x.to_vec();
    let digit = |(pixels, (target, predicted))| Digit { pixels, target, predicted };
    let digits: Vec<Digit<'_>> = pixels.chunks_exact(64).zip(classes).map(digit).collect();
    draw_sheet(&sheet, &digits)?;
    println!("in {}: {}", out.display(), names.join(", "));
    Ok(())
}
