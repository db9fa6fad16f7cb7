//! Trains a program of `torch.export` further: a tiny vision transformer learns which quarter of a picture is bright.
//!
//! `cargo run --example fine_tune [PROGRAM.pt2] [--device cuda]`; the program takes pictures `[batch, 3, 8, 8]` and gives four scores.
#![allow(clippy::print_stdout, reason = "an example prints")]

use clap::Parser;
use cresset::interop::ExportedProgram;
use cresset::prelude::*;

/// Trains a program of `torch.export` further.
#[derive(Parser)]
struct Arguments {
    /// The program
    #[arg(default_value = SAMPLE)]
    program: String,
    /// Where to train: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../interop/tests/data/vit.pt2");
const STEPS: usize = 40;
const BATCH: usize = 32;

/// Noisy pictures, and the quarter of each that is bright.
fn pictures() -> Result<(Tensor, Tensor)> {
    let labels = randint(0, 4, [BATCH]);
    let pictures = randn([BATCH, 3, 8, 8]) * 0.5;
    for (at, label) in labels.to_vec::<i64>().into_iter().enumerate() {
        let picture = pictures.try_select(0, at as i64)?;
        let quarter = picture.try_narrow(1, label / 2 * 4, 4)?.try_narrow(2, label % 2 * 4, 4)?;
        quarter.try_add_(1.5)?;
    }
    Ok((pictures, labels))
}

fn main() -> Result<()> {
    let Arguments { program: path, device } = Arguments::parse();
    let mut program = ExportedProgram::load(&path)?;
    program.to_device(device)?;
    println!("{path}: {} parameters", program.parameters().iter().map(Tensor::numel).sum::<usize>());
    manual_seed(0);
    let options = optim::AdamWOptions { lr: 1e-2, ..Default::default() };
    let mut optimizer = optim::AdamW::new(program.parameters(), options)?;
    let loss_of = nn::CrossEntropyLoss::new();
    for step in 1..=STEPS {
        let (x, labels) = pictures()?;
        let (x, labels) = (x.try_to_device(device)?, labels.try_to_device(device)?);
        let scores = program.forward(&[x])?.remove(0);
        let loss = loss_of.forward(&scores, &labels)?;
        optimizer.zero_grad();
        loss.try_backward()?;
        optimizer.step()?;
        if step == 1 || step % 5 == 0 {
            let right = scores.argmax(Some(1), false).eq(&labels).sum().item() / BATCH as f64;
            println!("step {step:3}  loss {:.4}  right {right:.2}", loss.item());
        }
    }
    Ok(())
}
