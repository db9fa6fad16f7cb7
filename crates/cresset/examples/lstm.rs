//! Trains an LSTM that reads handwritten digits row by row, a fifth of which is held back for the test.
#![allow(clippy::print_stdout, reason = "a program prints")]

use clap::Parser;
use cresset::data::metrics::accuracy;
use cresset::data::{datasets, random_split};
use cresset::nn::LSTM;
use cresset::optim::{Adam, AdamOptions, clip_grad_norm_};
use cresset::prelude::*;

/// Trains an LSTM that reads handwritten digits row by row.
#[derive(Parser)]
struct Arguments {
    /// Passes over the training digits
    #[arg(long, default_value_t = 12)]
    epochs: usize,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

const SIDE: usize = 8;
const HIDDEN: usize = 64;

/// An LSTM in both directions; what it knows after the last row of each is read by a linear layer.
#[derive(Module)]
struct Reader {
    lstm: LSTM,
    output: nn::Linear,
}

impl Reader {
    fn new() -> Result<Reader> {
        Ok(Reader {
            lstm: LSTM::builder(SIDE, HIDDEN).batch_first(true).bidirectional(true).build()?,
            output: nn::Linear::new(2 * HIDDEN, 10)?,
        })
    }

    fn forward(&self, images: &Tensor) -> Result<Tensor> {
        let rows = images.try_reshape([-1, SIDE as i64, SIDE as i64])?;
        let (_, (last, _)) = self.lstm.forward(&rows, None)?;
        let both = Tensor::try_cat(&[&last.try_select(0, 0)?, &last.try_select(0, 1)?], 1)?;
        self.output.forward(&both)
    }
}

fn main() -> Result<()> {
    let Arguments { epochs, device } = Arguments::parse();
    manual_seed(0);
    let [train, test] = random_split(datasets::digits()?, [0.8, 0.2], &Generator::new(0))?;
    let n_test = test.len();
    let train = DataLoader::builder(train).batch_size(32).shuffle(true).build()?;
    let test = DataLoader::builder(test).batch_size(n_test).build()?;
    let mut reader = Reader::new()?;
    reader.to_device(device)?;
    let mut optimizer = Adam::new(reader.parameters(), AdamOptions { lr: 3e-3, ..AdamOptions::default() })?;
    let criterion = nn::CrossEntropyLoss::new();
    for epoch in 1..=epochs {
        let (mut total, mut n_batches) = (0.0, 0);
        for batch in &train {
            let (x, y): (Tensor, Tensor) = batch?;
            let loss = criterion.forward(&reader.forward(&x.try_to_device(device)?)?, &y.try_to_device(device)?)?;
            optimizer.zero_grad();
            loss.try_backward()?;
            clip_grad_norm_(&reader.parameters(), 1.0, 2.0, true)?;
            optimizer.step()?;
            total += loss.try_item()?;
            n_batches += 1;
        }
        for batch in &test {
            let (x, y): (Tensor, Tensor) = batch?;
            let logits = no_grad(|| reader.forward(&x.try_to_device(device)?)?.try_to_device(Device::Cpu))?;
            let right = 100.0 * accuracy(&logits.try_argmax(Some(1), false)?, &y)?;
            let loss = total / f64::from(n_batches);
            println!("epoch {epoch:2}  loss {loss:.4}  {right:.1} % of {n_test} held-back digits read right");
        }
    }
    Ok(())
}
