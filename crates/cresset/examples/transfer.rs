//! Transfer learning: a network that knows the digits 0 to 4 learns 5 to 9 from few examples.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::PathBuf;

use clap::Parser;
use cresset::data::metrics::accuracy;
use cresset::data::{Subset, TensorDataset, datasets};
use cresset::optim::{Adam, AdamOptions};
use cresset::prelude::*;
use cresset::train::{TrainOptions, Trainer};

/// Learns new digits with a network that knows others.
#[derive(Parser)]
struct Arguments {
    /// Passes over the digits of each training
    #[arg(long, default_value_t = 30)]
    epochs: usize,
    /// Examples of the new digits
    #[arg(long, default_value_t = 40)]
    examples: usize,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
    /// Folder for the weights
    #[arg(long, default_value = "target/transfer")]
    out: PathBuf,
}

/// A body that finds shapes and a head that names five digits.
#[derive(Module)]
struct Network {
    body: nn::Sequential,
    head: nn::Linear,
}

impl Network {
    fn new(device: Device) -> Result<Network> {
        let body = nn::Sequential::new()
            .add(nn::Conv2d::builder(1, 16, 3).padding(1).build()?)
            .add(nn::ReLU)
            .add(nn::Conv2d::builder(16, 32, 3).padding(1).build()?)
            .add(nn::ReLU)
            .add(nn::MaxPool2d::new(4))
            .add(nn::Flatten::new());
        let mut network = Network { body, head: nn::Linear::new(32 * 2 * 2, 5)? };
        network.to_device(device)?;
        Ok(network)
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.head.forward(&self.body.forward(x)?)
    }
}

type Digits = Subset<TensorDataset<(Tensor, Tensor)>>;

/// The digits from `first` on, five of them, numbered from 0.
fn digits(first: i64, device: Device) -> Result<TensorDataset<(Tensor, Tensor)>> {
    let all = datasets::digits()?;
    let (images, labels) = all.tensors();
    let chosen: Vec<i64> = labels.try_to_vec()?;
    let chosen: Vec<i64> =
        (0..).zip(chosen).filter(|(_, label)| (first..first + 5).contains(label)).map(|(at, _)| at).collect();
    let n_chosen = chosen.len();
    let chosen = Tensor::try_from_vec(chosen, [n_chosen])?;
    let images = images.try_index_select(0, &chosen)?.try_to_device(device)?;
    let labels = (labels.try_index_select(0, &chosen)? - first).try_to_device(device)?;
    TensorDataset::new((images, labels))
}

/// Trains on some digits; gives the network and its accuracy on others.
fn train(network: Network, epochs: usize, on: Digits, test: &Digits) -> Result<(Network, f64)> {
    let loader = DataLoader::builder(on).batch_size(16).shuffle(true).build()?;
    let learning: Vec<Tensor> = network.parameters().into_iter().filter(Tensor::requires_grad).collect();
    let optimizer = Adam::new(learning, AdamOptions { lr: 3e-3, ..AdamOptions::default() })?;
    let mut trainer = Trainer::new(network, optimizer, TrainOptions { epochs, ..TrainOptions::default() })?;
    let loss = |network: &Network, (x, y): &(Tensor, Tensor)| {
        network.forward(x)?.try_cross_entropy(y, None, Reduction::Mean, -100, 0.0)
    };
    trainer.fit(&loader, loss, |_| Ok(Vec::new()))?;
    let test = DataLoader::builder(test.clone()).batch_size(test.len()).build()?;
    let mut right = f64::NAN;
    for batch in &test {
        let (x, y) = batch?;
        right = accuracy(&no_grad(|| trainer.model.forward(&x)?.try_argmax(Some(1), false))?, &y)?;
    }
    Ok((trainer.model, right))
}

fn main() -> Result<()> {
    let Arguments { epochs, examples, device, out } = Arguments::parse();
    std::fs::create_dir_all(&out).map_err(|error| Error::io("transfer", out.display(), error))?;
    manual_seed(0);
    let known = digits(0, device)?;
    let n_known = known.len();
    let train_part = Subset::new(known.clone(), (0..n_known * 4 / 5).collect())?;
    let test_part = Subset::new(known, (n_known * 4 / 5..n_known).collect())?;
    let (teacher, right) = train(Network::new(device)?, epochs, train_part, &test_part)?;
    println!("digits 0 to 4: {:.1} % of {} right", 100.0 * right, test_part.len());
    let path = out.join("digits-0-to-4.safetensors");
    nn::save_safetensors(&teacher.state_dict(), &path)?;

    let new = digits(5, device)?;
    let n_new = new.len();
    let few = Subset::new(new.clone(), (0..examples.min(n_new - 1)).collect())?;
    let others = Subset::new(new, (examples.min(n_new - 1)..n_new).collect())?;
    let (_, scratch) = train(Network::new(device)?, epochs, few.clone(), &others)?;

    // The body from the file, held fast; the head is new.
    let network = Network::new(device)?;
    let saved = nn::load_safetensors(&path)?;
    let body: nn::StateDict = saved.into_iter().filter(|(name, _)| name.starts_with("body.")).collect();
    let report = network.load_state_dict(&body, false)?;
    println!("loaded all but {}", report.missing_keys.join(", "));
    network.body.requires_grad_(false)?;
    let (_, transferred) = train(network, epochs, few.clone(), &others)?;
    println!("digits 5 to 9 from {} examples, tested on {}:", few.len(), others.len());
    println!("from scratch {:.1} %, with the body of the other digits {:.1} %", 100.0 * scratch, 100.0 * transferred);
    Ok(())
}
