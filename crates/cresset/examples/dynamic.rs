//! A recurrent network whose number of steps changes with each sequence: the graph is what the program did.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "an example prints")]

use clap::Parser;
use cresset::prelude::*;

/// Trains a network whose number of steps changes with each sequence.
#[derive(Parser)]
struct Arguments {
    /// Where to compute: cpu, cuda or cuda:N
    #[arg(long, default_value_t = Device::Cpu)]
    device: Device,
}

/// A plain recurrent cell with a read-out: `h = tanh(W x + U h)`.
struct Recurrent {
    input: Tensor,
    hidden: Tensor,
    output: Tensor,
}

impl Recurrent {
    fn new(inputs: usize, hidden: usize, device: Device) -> Result<Recurrent> {
        let weight = |sizes: [usize; 2]| -> Result<Tensor> {
            let bound = 1.0 / (sizes[0] as f64).sqrt();
            let weight = empty(sizes).try_uniform_(-bound, bound)?.try_to_device(device)?;
            weight.try_requires_grad_(true)?;
            Ok(weight)
        };
        Ok(Recurrent {
            input: weight([hidden, inputs])?,
            hidden: weight([hidden, hidden])?,
            output: weight([1, hidden])?,
        })
    }

    /// One step for each element of the sequence, however many there are.
    fn forward(&self, sequence: &Tensor) -> Result<Tensor> {
        let mut h = Options::like(sequence).zeros([1, self.hidden.size(0)]);
        for x in sequence.try_unbind(0)? {
            let x = x.try_reshape([1, 1])?;
            h = (x.try_linear(&self.input, None)? + h.try_linear(&self.hidden, None)?).tanh();
        }
        h.try_linear(&self.output, None)
    }

    fn parameters(&self) -> Vec<Tensor> {
        vec![self.input.clone(), self.hidden.clone(), self.output.clone()]
    }
}

fn main() -> Result<()> {
    let Arguments { device } = Arguments::parse();
    manual_seed(1);
    let net = Recurrent::new(1, 16, device)?;
    let mut optimizer = optim::Adam::new(net.parameters(), optim::AdamOptions { lr: 3e-3, ..Default::default() })?;
    let mut average = None::<f64>;
    for step in 0..1500 {
        // The mean of a sequence of 2 to 9 numbers.
        let length = 2 + (randint(0, 8, [1]).item() as usize);
        let sequence = rand([length]).try_to_device(device)?;
        let loss = (net.forward(&sequence)? - sequence.mean()).pow(2.0).sum();
        optimizer.backward_step(&loss)?;
        let smooth = average.map_or(loss.item(), |average| 0.98 * average + 0.02 * loss.item());
        average = Some(smooth);
        if step % 300 == 299 {
            println!("step {step:4}, length {length}, loss {smooth:.5}");
        }
    }
    assert!(average.is_some_and(|loss| loss < 0.02), "the network did not learn");
    Ok(())
}
