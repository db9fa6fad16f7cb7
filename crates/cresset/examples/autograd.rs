//! Gradients: recording, backward, leaving the graph, gradients of gradients, an operator of one's own.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "an example prints")]

use clap::Parser;
use cresset::prelude::*;
use cresset::{Context, Function, GradOptions, Saves, try_grad};

/// Shows how gradients come about.
#[derive(Parser)]
struct Arguments {
    /// Where to compute: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

/// The third Legendre polynomial, with its gradient written by hand.
struct Legendre3;

impl Function for Legendre3 {
    const NAME: &'static str = "Legendre3Backward";

    fn forward(&self, context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        let x = inputs[0];
        context.save_for_backward(&[x]);
        Ok(vec![(x.pow(3.0) * 5.0 - x * 3.0) * 0.5])
    }

    fn backward(&self, saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let x = &saves.saved_tensors()[0];
        Ok(vec![grads[0].as_ref().map(|grad| grad * (x * x * 5.0 - 1.0) * 1.5)])
    }
}

fn main() -> Result<()> {
    let Arguments { device } = Arguments::parse();
    let x = Options::new().device(device).ones([2, 2]);
    x.requires_grad_(true);
    let y = &x + 2.0;
    println!("{y}");
    let z = &y * &y * 3.0;
    let out = z.mean();
    println!("{z}\n{out}");
    out.backward();
    println!("d out / d x:\n{}", x.grad().ok_or_else(no_gradient)?);

    // Nothing is recorded in here.
    no_grad(|| println!("recorded: {}", (&x * 2.0).requires_grad()));

    // Gradients of gradients: the third derivative of x^4 at 2 is 48.
    let x = tensor([2.0]).to_device(device);
    x.requires_grad_(true);
    let mut y = x.pow(4.0);
    for order in 1..=3 {
        let options = GradOptions { create_graph: true, ..Default::default() };
        y = try_grad(&[&y], &[&x], options)?.remove(0).ok_or_else(no_gradient)?;
        println!("derivative {order} of x^4 at 2: {}", y.item());
    }

    // An operator of one's own.
    let x = tensor([0.5]).to_device(device);
    x.requires_grad_(true);
    let y = Legendre3.apply(&[&x])?.remove(0);
    y.sum().backward();
    println!("P3(0.5) = {}, P3'(0.5) = {}", y.item(), x.grad().ok_or_else(no_gradient)?.item());
    Ok(())
}

fn no_gradient() -> Error {
    Error::graph("example", "no gradient", "x", "call backward first")
}
