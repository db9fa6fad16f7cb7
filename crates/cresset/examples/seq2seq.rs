//! Trains a sequence-to-sequence Transformer to sort strings of digits, then sorts some that it has not seen.
#![allow(clippy::print_stdout, reason = "a program prints")]

use clap::Parser;
use cresset::nn::{Transformer, TransformerMasks, generate_square_subsequent_mask};
use cresset::optim::scheduler::{OneCycleLR, OneCycleOptions};
use cresset::optim::{Adam, AdamOptions, LRScheduler};
use cresset::prelude::*;

/// Trains a Transformer to sort strings of digits.
#[derive(Parser)]
struct Arguments {
    /// Steps of the optimiser
    #[arg(long, default_value_t = 300)]
    steps: usize,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

const LENGTH: usize = 8;
const BATCH: usize = 64;
const WIDTH: usize = 64;
/// The token that a sorted string starts with; the others are the digits.
const START: i64 = 10;
const N_TOKENS: usize = 11;

#[derive(Module)]
struct Sorter {
    tokens: nn::Embedding,
    places: nn::Embedding,
    transformer: Transformer,
    output: nn::Linear,
}

impl Sorter {
    fn new() -> Result<Sorter> {
        let transformer = Transformer::builder(WIDTH, 4).num_encoder_layers(2).num_decoder_layers(2);
        Ok(Sorter {
            tokens: nn::Embedding::new(N_TOKENS, WIDTH)?,
            places: nn::Embedding::new(LENGTH, WIDTH)?,
            transformer: transformer.dim_feedforward(128).dropout(0.0).batch_first(true).norm_first(true).build()?,
            output: nn::Linear::new(WIDTH, 10)?,
        })
    }

    fn embed(&self, tokens: &Tensor) -> Result<Tensor> {
        let places = arange(0, tokens.sizes()[1] as i64, 1).try_to_device(tokens.device())?;
        Ok(self.tokens.forward(tokens)? + self.places.forward(&places)?)
    }

    /// The logits of each digit of the sorted string, given those in front of it.
    fn forward(&self, source: &Tensor, target: &Tensor) -> Result<Tensor> {
        let mask = generate_square_subsequent_mask(target.sizes()[1])?.try_to_device(target.device())?;
        let masks = TransformerMasks { tgt_mask: Some(&mask), tgt_is_causal: true, ..TransformerMasks::default() };
        self.output.forward(&self.transformer.forward(&self.embed(source)?, &self.embed(target)?, masks)?)
    }

    /// The sorted strings, digit by digit, always the most likely one.
    fn sort(&self, source: &Tensor) -> Result<Tensor> {
        let mut written = start(source)?;
        for _ in 0..LENGTH {
            let next = self.forward(source, &written)?.try_select(1, -1)?.try_argmax(Some(1), true)?;
            written = Tensor::try_cat(&[&written, &next], 1)?;
        }
        written.try_narrow(1, 1, LENGTH)
    }
}

/// The start of each sorted string.
fn start(source: &Tensor) -> Result<Tensor> {
    Options::like(source).try_full([source.sizes()[0], 1], START)
}

/// Strings of random digits.
fn strings(count: usize, device: Device) -> Result<Tensor> {
    randint(0, 10, [count, LENGTH]).try_to_device(device)
}

fn main() -> Result<()> {
    let Arguments { steps, device } = Arguments::parse();
    manual_seed(0);
    let mut sorter = Sorter::new()?;
    sorter.to_device(device)?;
    let mut optimizer = Adam::new(sorter.parameters(), AdamOptions::default())?;
    let cycle = OneCycleOptions { max_lr: 3e-3.into(), total_steps: Some(steps.max(1) as u32), ..Default::default() };
    let mut schedule = OneCycleLR::new(&mut optimizer, cycle)?;
    let criterion = nn::CrossEntropyLoss::new();
    for step in 1..=steps {
        let source = strings(BATCH, device)?;
        let sorted = source.try_sort(1, false)?.0;
        let shifted = Tensor::try_cat(&[&start(&source)?, &sorted.try_narrow(1, 0, LENGTH - 1)?], 1)?;
        let logits = sorter.forward(&source, &shifted)?;
        let loss = criterion.forward(&logits.try_flatten(0, 1)?, &sorted.try_flatten(0, 1)?)?;
        optimizer.backward_step(&loss)?;
        schedule.step(&mut optimizer)?;
        if step % 100 == 0 || step == steps {
            println!("step {step:4}  loss {:.4}", loss.try_item()?);
        }
    }
    sorter.eval();
    let unseen = strings(200, device)?;
    let sorted = no_grad(|| sorter.sort(&unseen))?;
    let right = sorted.try_eq(unseen.try_sort(1, false)?.0)?.try_all_dim([1], false)?;
    println!(
        "{:.1} % of 200 new strings sorted right",
        100.0 * right.try_to_dtype(DType::F32)?.try_mean()?.try_item()?
    );
    let text = |x: &Tensor, row| Ok(x.try_select(0, row)?.try_to_vec::<i64>()?.iter().map(i64::to_string).collect());
    for row in 0..3 {
        let (given, found): (Result<String>, Result<String>) = (text(&unseen, row), text(&sorted, row));
        println!("{} -> {}", given?, found?);
    }
    Ok(())
}
