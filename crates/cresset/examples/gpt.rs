//! Trains a small character-level GPT, on the library's own pages unless another text is given, and lets it write.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::PathBuf;

use clap::Parser;
use cresset::data::RandomSampler;
use cresset::data::readers::{CharacterWindows, read_lines};
use cresset::optim::scheduler::{OneCycleLR, OneCycleOptions};
use cresset::optim::{AdamW, AdamWOptions};
use cresset::prelude::*;
use cresset::train::{StepEvery, TrainOptions, Trainer};

/// Trains a small character-level GPT.
#[derive(Parser)]
struct Arguments {
    /// Steps of the optimiser
    #[arg(long, default_value_t = 600)]
    steps: usize,
    /// A text to learn; the library's own pages if none is given
    #[arg(long)]
    text: Option<PathBuf>,
    /// Characters to write at the end
    #[arg(long, default_value_t = 400)]
    write: usize,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

const PAGES: [&str; 3] = [
    include_str!("../../../docs/tutorial.md"),
    include_str!("../../../docs/architecture.md"),
    include_str!("../../../docs/from-pytorch.md"),
];
const CONTEXT: usize = 64;
const WIDTH: usize = 96;
const HEADS: usize = 4;
const BATCH: usize = 16;

/// Attention over what came before, then two linear layers; each adds to what it was given.
#[derive(Module)]
struct Block {
    norm1: nn::LayerNorm,
    attention: nn::Linear,
    projection: nn::Linear,
    norm2: nn::LayerNorm,
    hidden: nn::Linear,
    output: nn::Linear,
}

impl Block {
    fn new() -> Result<Block> {
        Ok(Block {
            norm1: nn::LayerNorm::new(WIDTH)?,
            attention: nn::Linear::new(WIDTH, 3 * WIDTH)?,
            projection: nn::Linear::new(WIDTH, WIDTH)?,
            norm2: nn::LayerNorm::new(WIDTH)?,
            hidden: nn::Linear::new(WIDTH, 4 * WIDTH)?,
            output: nn::Linear::new(4 * WIDTH, WIDTH)?,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (n, length) = (x.sizes()[0] as i64, x.sizes()[1] as i64);
        let split = self.attention.forward(&self.norm1.forward(x)?)?;
        let split = split.try_reshape([n, length, 3, HEADS as i64, (WIDTH / HEADS) as i64])?;
        let part = |at| split.try_select(2, at)?.try_transpose(1, 2);
        let mixed = part(0)?.try_scaled_dot_product_attention(&part(1)?, &part(2)?, None, 0.0, true, None, false)?;
        let mixed = mixed.try_transpose(1, 2)?.try_reshape([n, length, WIDTH as i64])?;
        let x = x + self.projection.forward(&mixed)?;
        let hidden = self.hidden.forward(&self.norm2.forward(&x)?)?.try_gelu()?;
        Ok(&x + self.output.forward(&hidden)?)
    }
}

#[derive(Module)]
struct Gpt {
    tokens: nn::Embedding,
    places: nn::Embedding,
    blocks: Vec<Block>,
    norm: nn::LayerNorm,
    head: nn::Linear,
}

impl Gpt {
    fn new(n_tokens: usize) -> Result<Gpt> {
        Ok(Gpt {
            tokens: nn::Embedding::new(n_tokens, WIDTH)?,
            places: nn::Embedding::new(CONTEXT, WIDTH)?,
            blocks: (0..3).map(|_| Block::new()).collect::<Result<_>>()?,
            norm: nn::LayerNorm::new(WIDTH)?,
            head: nn::Linear::new(WIDTH, n_tokens)?,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let places = arange(0, x.sizes()[1] as i64, 1).try_to_device(x.device())?;
        let x = self.tokens.forward(x)? + self.places.forward(&places)?;
        let x = self.blocks.iter().try_fold(x, |x, block| block.forward(&x))?;
        self.head.forward(&self.norm.forward(&x)?)
    }

    fn loss(&self, x: &Tensor, y: &Tensor) -> Result<Tensor> {
        let logits = self.forward(x)?.try_flatten(0, 1)?;
        logits.try_cross_entropy(&y.try_flatten(0, 1)?, None, Reduction::Mean, -100, 0.0)
    }
}

fn main() -> Result<()> {
    let Arguments { steps, text, write, device } = Arguments::parse();
    let text = match text {
        Some(path) => read_lines(path)?.join("\n"),
        None => PAGES.join("\n"),
    };
    manual_seed(0);
    let windows = CharacterWindows::new(&text, CONTEXT)?;
    let vocabulary = windows.vocabulary().clone();
    println!("{} characters, {} different ones", text.chars().count(), vocabulary.len());
    let sampler = RandomSampler::new(windows.len())?.replacement(true).num_samples(steps.max(1) * BATCH)?;
    let loader = DataLoader::builder(windows).batch_size(BATCH).sampler(sampler).build()?;
    let mut model = Gpt::new(vocabulary.len())?;
    model.to_device(device)?;
    let mut optimizer = AdamW::new(model.parameters(), AdamWOptions::default())?;
    let cycle = OneCycleOptions { max_lr: 3e-3.into(), total_steps: Some(steps.max(1) as u32), ..Default::default() };
    let schedule = OneCycleLR::new(&mut optimizer, cycle)?;
    let options = TrainOptions { clip_norm: Some(1.0), progress: true, ..TrainOptions::default() };
    let mut trainer = Trainer::new(model, optimizer, options)?.scheduler(schedule, StepEvery::Step);
    let loss =
        |model: &Gpt, (x, y): &(Tensor, Tensor)| model.loss(&x.try_to_device(device)?, &y.try_to_device(device)?);
    let report = trainer.fit(&loader, loss, |_| Ok(Vec::new()))?;
    println!("mean loss {:.3}, ln of the characters {:.3}", report.history[0].loss, (vocabulary.len() as f64).ln());

    let mut written = vocabulary.encode_characters("\n")?;
    let generator = Generator::new(0);
    for _ in 0..write {
        let seen = written[written.len().saturating_sub(CONTEXT)..].to_vec();
        let length = seen.len();
        let seen = Tensor::try_from_vec(seen, [1, length])?.try_to_device(device)?;
        let logits = no_grad(|| trainer.model.forward(&seen)?.try_select(1, -1)?.try_select(0, 0)?.try_div(0.8))?;
        let next = logits.try_softmax(0)?.try_to_device(Device::Cpu)?.try_multinomial(1, true, &generator)?;
        written.push(next.try_item()? as i64);
    }
    println!("{}", vocabulary.decode(&written)?.concat());
    Ok(())
}
