//! Two trainings, step by step, against PyTorch: a convolutional network on the digits and a character-level GPT.
//!
//! `tests/data/curves.py` writes PyTorch's losses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may")]

use std::path::Path;

use cresset::data::datasets;
use cresset::data::readers::CharacterWindows;
use cresset::nn::{EncoderMasks, TransformerEncoderLayer, generate_square_subsequent_mask};
use cresset::optim::{Adam, AdamOptions, AdamW, AdamWOptions};
use cresset::prelude::*;

const CONTEXT: usize = 32;
const WIDTH: usize = 64;

/// PyTorch's losses of one training.
fn recorded(name: &str) -> Vec<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/curves.json");
    let curves: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    serde_json::from_value(curves[name].clone()).unwrap()
}

/// Trains for as many steps as PyTorch did, and compares each loss.
fn compare<D: Dataset<Item = (Tensor, Tensor)> + 'static>(
    name: &str,
    loader: &DataLoader<D, (Tensor, Tensor)>,
    optimizer: &mut impl Optimizer,
    loss: impl Fn(&Tensor, &Tensor) -> Result<Tensor>,
) -> Result<()> {
    let wanted = recorded(name);
    assert_eq!(wanted.len(), 100);
    let mut batches = std::iter::repeat_with(|| loader.iter()).flatten();
    let mut worst: f64 = 0.0;
    for (step, want) in wanted.into_iter().enumerate() {
        let (x, y) = batches.next().unwrap()?;
        let got = loss(&x, &y)?;
        optimizer.zero_grad();
        got.try_backward()?;
        optimizer.step()?;
        let got = got.try_item()?;
        let off = (got - want).abs() / want;
        assert!(off <= 1e-4, "{name}: step {step}: {got} is not {want}: {off:e} of it");
        worst = worst.max(off);
    }
    eprintln!("{name}: within {worst:e}");
    Ok(())
}

#[derive(Module)]
struct Gpt {
    tokens: nn::Embedding,
    places: nn::Embedding,
    blocks: Vec<TransformerEncoderLayer>,
    norm: nn::LayerNorm,
    head: nn::Linear,
}

impl Gpt {
    fn new(n_tokens: usize) -> Result<Gpt> {
        let block = TransformerEncoderLayer::builder(WIDTH, 4).dim_feedforward(4 * WIDTH).dropout(0.0);
        let block = block.activation(Tensor::try_gelu).batch_first(true).norm_first(true);
        Ok(Gpt {
            tokens: nn::Embedding::new(n_tokens, WIDTH)?,
            places: nn::Embedding::new(CONTEXT, WIDTH)?,
            blocks: vec![block.build()?, block.build()?],
            norm: nn::LayerNorm::new(WIDTH)?,
            head: nn::Linear::new(WIDTH, n_tokens)?,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let mask = generate_square_subsequent_mask(CONTEXT)?;
        let masks = EncoderMasks { mask: Some(&mask), is_causal: true, ..EncoderMasks::default() };
        let x = self.tokens.forward(x)? + self.places.forward(&arange(0, CONTEXT as i64, 1))?;
        let x = self.blocks.iter().try_fold(x, |x, block| block.forward(&x, masks))?;
        self.head.forward(&self.norm.forward(&x)?)
    }
}

/// Both in one test: they draw from the one default generator.
#[test]
fn losses_are_those_of_pytorch() {
    manual_seed(0);
    let network = nn::Sequential::new()
        .add(nn::Conv2d::builder(1, 16, 3).padding(1).build().unwrap())
        .add(nn::ReLU)
        .add(nn::MaxPool2d::new(2))
        .add(nn::Conv2d::builder(16, 32, 3).padding(1).build().unwrap())
        .add(nn::ReLU)
        .add(nn::MaxPool2d::new(2))
        .add(nn::Flatten::new())
        .add(nn::Linear::new(128, 10).unwrap());
    let loader = DataLoader::builder(datasets::digits().unwrap()).batch_size(32).shuffle(true).build().unwrap();
    let mut adam = Adam::new(network.parameters(), AdamOptions { lr: 5e-4, ..AdamOptions::default() }).unwrap();
    let entropy = |logits: &Tensor, y: &Tensor| logits.try_cross_entropy(y, None, Reduction::Mean, -100, 0.0);
    compare("digits", &loader, &mut adam, |x, y| entropy(&network.forward(x)?, y)).unwrap();

    let windows = CharacterWindows::new(include_str!("../../../LICENSE-APACHE"), CONTEXT).unwrap();
    manual_seed(0);
    let gpt = Gpt::new(windows.vocabulary().len()).unwrap();
    let loader = DataLoader::builder(windows).batch_size(16).shuffle(true).build().unwrap();
    let mut adam = AdamW::new(gpt.parameters(), AdamWOptions { lr: 1e-3, ..AdamWOptions::default() }).unwrap();
    let loss = |x: &Tensor, y: &Tensor| entropy(&gpt.forward(x)?.try_flatten(0, 1)?, &y.try_flatten(0, 1)?);
    compare("characters", &loader, &mut adam, loss).unwrap();
}
