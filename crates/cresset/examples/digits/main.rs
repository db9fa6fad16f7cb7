//! Trains a small convolutional network on 1,797 handwritten digits, a fifth of which is held back for the test.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

mod plots;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use cresset::data::metrics::{ConfusionMatrix, accuracy};
use cresset::data::{TensorDataset, datasets, random_split};
use cresset::nn::{Forward, Module};
use cresset::optim::{Adam, AdamOptions, Optimizer};
use cresset::prelude::*;
use indicatif::{ProgressBar, ProgressStyle};
use plots::{Digit, Score};

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

/// Means over the digits seen so far.
#[derive(Default)]
struct Mean {
    score: Score,
    n_digits: usize,
}

impl Mean {
    fn add(&mut self, loss: &Tensor, predicted: &Tensor, y: &Tensor) -> Result<()> {
        self.n_digits += y.numel();
        let share = y.numel() as f64 / self.n_digits as f64;
        self.score.loss += share * (loss.try_item()? - self.score.loss);
        self.score.accuracy += share * (accuracy(predicted, y)? - self.score.accuracy);
        Ok(())
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
    let [train, test] = random_split(on_device(datasets::digits()?, *device)?, [0.8, 0.2], &Generator::new(*seed))?;
    let (n_train, n_test) = (train.len(), test.len());
    let train = DataLoader::builder(train).batch_size(32).shuffle(true).build()?;
    let test = DataLoader::builder(test).batch_size(n_test).build()?;

    let mut network = Network::new()?;
    network.to_device(*device)?;
    let criterion = nn::CrossEntropyLoss::new();
    let mut optimizer = Adam::new(network.parameters(), AdamOptions { lr: *lr, ..AdamOptions::default() })?;
    println!("training on {n_train} digits on {device}, testing on {n_test}");

    let (mut history, mut last, mut training_time) = (Vec::new(), None, Duration::ZERO);
    let bar = ProgressBar::new(u64::from(*epochs) * n_train as u64).with_style(style()?);
    for epoch in 1..=*epochs {
        bar.set_prefix(format!("epoch {epoch:2}/{epochs}"));
        let (begin, mut mean) = (Instant::now(), Mean::default());
        for batch in &train {
            let (x, y) = batch?;
            let logits = network.forward(&x)?;
            let loss = criterion.forward(&logits, &y)?;
            optimizer.backward_step(&loss)?;
            mean.add(&loss, &logits.try_argmax(Some(1), false)?, &y)?;
            bar.inc(y.numel() as u64);
            let per_second = mean.n_digits as f64 / begin.elapsed().as_secs_f64();
            bar.set_message(format!("{}  {per_second:6.0} samples/s", mean.score));
        }
        training_time += begin.elapsed();
        let tested = no_grad(|| evaluate(&network, &criterion, &test))?;
        bar.suspend(|| println!("epoch {epoch:2}/{epochs}   training {}   test {}", mean.score, tested.mean.score));
        history.push((mean.score, tested.mean.score));
        last = Some(tested);
    }
    bar.finish_and_clear();

    if let Some(Tested { confusion, digits, .. }) = last {
        let (seconds, n_digits) = (training_time.as_secs_f64(), f64::from(*epochs) * n_train as f64);
        println!("\n{confusion}\n");
        println!("{:.2} % of the {n_test} held-back digits read right", 100.0 * confusion.accuracy());
        println!("{seconds:.2} s of training, {:.0} samples/s", n_digits / seconds);
        let [weights, curves, sheet] = ["weights.safetensors", "curves.svg", "digits.svg"].map(|name| out.join(name));
        nn::save_safetensors(&network.state_dict(), &weights)?;
        plots::curves(&curves, &history)?;
        plots::sheet(&sheet, &digits)?;
        println!("written: {}, {}, {}", weights.display(), curves.display(), sheet.display());
    }
    Ok(())
}

fn on_device(digits: TensorDataset<(Tensor, Tensor)>, device: Device) -> Result<TensorDataset<(Tensor, Tensor)>> {
    let (images, labels) = digits.tensors();
    TensorDataset::new((images.try_to_device(device)?, labels.try_to_device(device)?))
}

fn style() -> Result<ProgressStyle> {
    let refused = |error| Error::argument("digits", "template", error, "mend the template");
    ProgressStyle::with_template("{prefix} {bar:24} {percent:3} %  {msg}").map_err(refused)
}

/// How the network did on the held-back digits.
struct Tested {
    mean: Mean,
    confusion: ConfusionMatrix,
    digits: Vec<Digit>,
}

fn evaluate<D>(
    network: &Network,
    criterion: &nn::CrossEntropyLoss,
    test: &DataLoader<D, (Tensor, Tensor)>,
) -> Result<Tested>
where
    D: Dataset + 'static,
{
    let mut tested = Tested { mean: Mean::default(), confusion: ConfusionMatrix::new(10)?, digits: Vec::new() };
    for batch in test {
        let (x, y) = batch?;
        let logits = network.forward(&x)?;
        let predicted = logits.try_argmax(Some(1), false)?;
        tested.mean.add(&criterion.forward(&logits, &y)?, &predicted, &y)?;
        tested.confusion.update(&predicted, &y)?;
        let pixels: Vec<f32> = x.try_to_vec()?;
        let classes = y.try_to_vec::<i64>()?.into_iter().zip(predicted.try_to_vec::<i64>()?);
        let digits = pixels.chunks_exact(64).zip(classes);
        tested.digits.extend(digits.map(|(pixels, (target, predicted))| Digit {
            pixels: pixels.to_vec(),
            target,
            predicted,
        }));
    }
    Ok(tested)
}
