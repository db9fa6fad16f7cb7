//! Whole training steps, one inference, and optimisers alone.

use cresset::nn::Module as _;
use cresset::prelude::*;

use crate::inputs::{det, ids, initialised};
use crate::networks::{CharacterLstm, Gpt, ResNet, encoder, lenet, perceptron};
use crate::workload::{Measured, Workload, mean_abs};

#[derive(Clone, Copy)]
enum Rule {
    Adam,
    Sgd { momentum: f64 },
}

const SGD: Rule = Rule::Sgd { momentum: 0.0 };

fn optimizer(rule: Rule, parameters: Vec<Tensor>) -> Result<Box<dyn Optimizer>> {
    Ok(match rule {
        Rule::Adam => {
            Box::new(optim::Adam::new(parameters, optim::AdamOptions { lr: 1e-4, ..optim::AdamOptions::default() })?)
        }
        Rule::Sgd { momentum } => {
            let options = optim::SgdOptions { lr: 1e-2, momentum, ..optim::SgdOptions::default() };
            Box::new(optim::SGD::new(parameters, options)?)
        }
    })
}

type Loss = fn(&Tensor, &Tensor) -> Result<Tensor>;

fn cross_entropy(logits: &Tensor, target: &Tensor) -> Result<Tensor> {
    logits.try_cross_entropy(target, None, Reduction::Mean, -100, 0.0)
}

fn squared(out: &Tensor, target: &Tensor) -> Result<Tensor> {
    out.try_mse_loss(target, Reduction::Mean)
}

struct Training<N> {
    network: N,
    optimizer: Box<dyn Optimizer>,
    loss: Loss,
    x: Tensor,
    y: Tensor,
    losses: Vec<f64>,
}

impl<N: Forward> Training<N> {
    fn step(&mut self) -> Result<Tensor> {
        self.optimizer.zero_grad();
        let loss = (self.loss)(&self.network.forward(&self.x)?, &self.y)?;
        loss.try_backward()?;
        self.optimizer.step()?;
        Ok(loss)
    }
}

impl<N: Forward> Measured for Training<N> {
    fn run(&mut self) -> Result<()> {
        self.step().map(drop)
    }

    fn check(&mut self) -> Result<Vec<f64>> {
        Ok(vec![self.losses[0], self.losses[4]])
    }
}

/// Training steps of a network on one batch. Five are taken before anything is timed; their losses are the check.
fn training<N: Forward + 'static>(
    id: &'static str,
    network: impl FnOnce() -> Result<N> + 'static,
    batch: impl FnOnce() -> (Tensor, Tensor) + 'static,
    loss: Loss,
    rule: Rule,
) -> Workload {
    Workload::new(id, move || {
        let network = initialised(network()?)?;
        let optimizer = optimizer(rule, network.parameters())?;
        let (x, y) = batch();
        let mut training = Training { network, optimizer, loss, x, y, losses: Vec::new() };
        for _ in 0..5 {
            let loss = training.step()?.try_item()?;
            training.losses.push(loss);
        }
        Ok(training)
    })
}

struct Inference(ResNet, Tensor);

impl Measured for Inference {
    fn run(&mut self) -> Result<()> {
        self.0.forward(&self.1).map(drop)
    }

    fn check(&mut self) -> Result<Vec<f64>> {
        Ok(vec![mean_abs(&self.0.forward(&self.1)?)?])
    }
}

struct Steps {
    optimizer: Box<dyn Optimizer>,
    /// Of the first parameter after three steps.
    check: f64,
}

impl Measured for Steps {
    fn run(&mut self) -> Result<()> {
        self.optimizer.step()
    }

    fn check(&mut self) -> Result<Vec<f64>> {
        Ok(vec![self.check])
    }
}

/// Steps of an optimiser over ten million elements with gradients that stay.
fn steps(id: &'static str, rule: Rule) -> Workload {
    Workload::new(id, move || {
        let parameters: Vec<Tensor> = (0..100).map(|at| det([250, 400], 100 + at)).collect();
        for (parameter, at) in parameters.iter().zip(0..) {
            parameter.try_requires_grad_(true)?.set_grad(Some(det([250, 400], 300 + at)));
        }
        let first = parameters[0].clone();
        let mut optimizer = optimizer(rule, parameters)?;
        for _ in 0..3 {
            optimizer.step()?;
        }
        Ok(Steps { optimizer, check: mean_abs(&first)? })
    })
}

fn digits(n: usize) -> (Tensor, Tensor) {
    (det([n, 784], 1), ids([n], 2, 10))
}

/// The perceptron 784-512-512-10 on `n` digits.
fn large(id: &'static str, n: usize, rule: Rule) -> Workload {
    training(id, || perceptron(&[784, 512, 512, 10]), move || digits(n), cross_entropy, rule)
}

/// The workload whose memory is measured.
pub fn perceptron_64() -> Workload {
    large("tr_mlp_b64", 64, Rule::Adam)
}

fn tiny(id: &'static str, rule: Rule) -> Workload {
    let batch = || (det([32, 64], 1), ids([32], 2, 10));
    training(id, || perceptron(&[64, 32, 10]), batch, cross_entropy, rule)
}

pub fn all() -> Vec<Workload> {
    let images = || (det([64, 1, 28, 28], 1), ids([64], 2, 10));
    let colour = || (det([32, 3, 32, 32], 1), ids([32], 2, 10));
    let vectors = || (det([16, 128, 256], 1), det([16, 128, 256], 2));
    let text = |batch: usize, steps: usize| move || (ids([batch, steps], 1, 65), ids([batch * steps], 2, 65));
    let inference = || {
        let network = initialised(ResNet::new()?)?;
        network.eval();
        Ok(Inference(network, det([1, 3, 32, 32], 1)))
    };
    vec![
        perceptron_64(),
        large("tr_mlp_b1", 1, Rule::Adam),
        large("tr_mlp_b64_sgd", 64, SGD),
        large("tr_mlp_b1_sgd", 1, SGD),
        tiny("tr_tiny_b32", Rule::Adam),
        tiny("tr_tiny_b32_sgd", SGD),
        training("tr_lenet_b64", lenet, images, cross_entropy, Rule::Adam),
        training("tr_resnet18_b32", ResNet::new, colour, cross_entropy, Rule::Sgd { momentum: 0.9 }),
        Workload::new("inf_resnet18_b1", inference).unrecorded(),
        training("tr_encoder", encoder, vectors, squared, Rule::Adam),
        training("tr_gpt", Gpt::new, text(16, 256), cross_entropy, Rule::Adam),
        training("tr_lstm", CharacterLstm::new, text(32, 64), cross_entropy, Rule::Adam),
        steps("opt_adam_10m", Rule::Adam),
        steps("opt_sgd_10m", SGD),
    ]
}
