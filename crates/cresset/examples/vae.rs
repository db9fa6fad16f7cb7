//! Trains a variational autoencoder on the embedded digits and draws new ones.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::{Path, PathBuf};

use clap::Parser;
use cresset::data::datasets;
use cresset::optim::{Adam, AdamOptions};
use cresset::prelude::*;
use cresset::train::{CsvLog, TrainOptions, Trainer};
use plotters::prelude::*;

/// Trains a variational autoencoder on handwritten digits.
#[derive(Parser)]
struct Arguments {
    /// Passes over the digits
    #[arg(long, default_value_t = 20)]
    epochs: usize,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
    /// Folder for the log and the sheet of samples
    #[arg(long, default_value = "target/vae")]
    out: PathBuf,
}

const PIXELS: usize = 64;
const HIDDEN: usize = 128;
const CODE: usize = 8;

/// An encoder to the mean and the logarithm of the variance of a code, and a decoder of codes.
#[derive(Module)]
struct Autoencoder {
    encoder: nn::Linear,
    mean: nn::Linear,
    log_variance: nn::Linear,
    hidden: nn::Linear,
    output: nn::Linear,
}

impl Autoencoder {
    fn new() -> Result<Autoencoder> {
        Ok(Autoencoder {
            encoder: nn::Linear::new(PIXELS, HIDDEN)?,
            mean: nn::Linear::new(HIDDEN, CODE)?,
            log_variance: nn::Linear::new(HIDDEN, CODE)?,
            hidden: nn::Linear::new(CODE, HIDDEN)?,
            output: nn::Linear::new(HIDDEN, PIXELS)?,
        })
    }

    fn decode(&self, code: &Tensor) -> Result<Tensor> {
        self.output.forward(&self.hidden.forward(code)?.try_relu()?)
    }

    /// The bound of the likelihood, negated: what the images cost, and how far the codes are from normal ones.
    fn loss(&self, images: &Tensor) -> Result<Tensor> {
        let images = images.try_reshape([-1, PIXELS as i64])?;
        let hidden = self.encoder.forward(&images)?.try_relu()?;
        let (mean, log_variance) = (self.mean.forward(&hidden)?, self.log_variance.forward(&hidden)?);
        let code = &mean + randn_like(&mean) * (&log_variance * 0.5).try_exp()?;
        let logits = self.decode(&code)?;
        let reconstruction = logits.try_binary_cross_entropy_with_logits(&images, None, None, Reduction::Sum)?;
        let divergence = (mean.try_square()? + log_variance.try_exp()? - &log_variance - 1.0).try_sum()? * 0.5;
        (reconstruction + divergence).try_div(images.sizes()[0] as f64)
    }
}

fn main() -> Result<()> {
    let Arguments { epochs, device, out } = Arguments::parse();
    std::fs::create_dir_all(&out).map_err(|error| Error::io("vae", out.display(), error))?;
    manual_seed(0);
    let loader = DataLoader::builder(datasets::digits()?).batch_size(64).shuffle(true).build()?;
    let mut model = Autoencoder::new()?;
    model.to_device(device)?;
    let optimizer = Adam::new(model.parameters(), AdamOptions { lr: 2e-3, ..AdamOptions::default() })?;
    let options = TrainOptions { epochs, progress: true, ..TrainOptions::default() };
    let mut trainer = Trainer::new(model, optimizer, options)?.log_to(CsvLog::new(out.join("log.csv"))?);
    let loss = |model: &Autoencoder, (images, _): &(Tensor, Tensor)| model.loss(&images.try_to_device(device)?);
    let report = trainer.fit(&loader, loss, |_| Ok(Vec::new()))?;
    for epoch in &report.history {
        println!("epoch {:2}  loss {:.3} nats a digit", epoch.epoch + 1, epoch.loss);
    }
    let codes = Options::new().device(device).randn([40, CODE]);
    let samples = no_grad(|| trainer.model.decode(&codes)?.try_sigmoid()?.try_to_vec::<f32>())?;
    let path = out.join("samples.svg");
    sheet(&path, &samples).map_err(|error| Error::io("vae", path.display(), error))?;
    println!("written: {}", path.display());
    Ok(())
}

/// Draws images of 8 by 8 points, ten in a row.
fn sheet(path: &Path, samples: &[f32]) -> Result<(), Box<dyn std::error::Error>> {
    const POINT: i32 = 8;
    const CELL: i32 = 8 * POINT + 8;
    let rows = samples.len().div_ceil(10 * PIXELS) as i32;
    let root = SVGBackend::new(path, (10 * CELL as u32, (rows * CELL) as u32)).into_drawing_area();
    root.fill(&WHITE)?;
    for (at, &value) in (0..).zip(samples) {
        let (image, point): (i32, i32) = (at / PIXELS as i32, at % PIXELS as i32);
        let left = image % 10 * CELL + point % 8 * POINT + 4;
        let top = image / 10 * CELL + point / 8 * POINT + 4;
        let level = (255.0 * (1.0 - value)) as u8;
        let color = RGBColor(level, level, level).filled();
        root.draw(&Rectangle::new([(left, top), (left + POINT, top + POINT)], color))?;
    }
    Ok(root.present()?)
}
