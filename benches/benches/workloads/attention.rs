//! Attention and a recurrent layer.

use std::hint::black_box;

use cresset::nn::Module as _;
use cresset::prelude::*;
use cresset::{BackwardOptions, nn::LSTM};

use crate::inputs::{det, initialised};
use crate::workload::{Measured, Workload, backward, forward, mean_abs};

struct Recurrent {
    layer: LSTM,
    x: Tensor,
    /// The gradient of the result, where backward is run too.
    gradient: Option<Tensor>,
}

impl Recurrent {
    fn new(gradient: Option<Tensor>) -> Result<Recurrent> {
        let layer = initialised(LSTM::builder(128, 256).batch_first(true).build()?)?;
        Ok(Recurrent { layer, x: det([32, 64, 128], 1), gradient })
    }
}

impl Measured for Recurrent {
    fn run(&mut self) -> Result<()> {
        let Some(gradient) = &self.gradient else {
            black_box(self.layer.forward(&self.x, None)?.0);
            return Ok(());
        };
        self.layer.zero_grad();
        let out = self.layer.forward(&self.x, None)?.0;
        out.try_backward_with(BackwardOptions { gradient: Some(gradient), ..BackwardOptions::default() })
    }

    /// Of the backward: the gradient of the input gate's rows.
    fn check(&mut self) -> Result<Vec<f64>> {
        if self.gradient.is_none() {
            return Ok(vec![mean_abs(&self.layer.forward(&self.x, None)?.0)?]);
        }
        self.run()?;
        let weights = self.layer.named_parameters();
        let weight = weights.iter().filter(|(name, _)| name == "weight_ih_l0");
        weight.filter_map(|(_, weight)| weight.grad()).map(|grad| mean_abs(&grad.try_narrow(0, 0, 256)?)).collect()
    }
}

pub fn all() -> Vec<Workload> {
    let arguments = || (1..=3).map(|seed| det([8, 8, 512, 64], seed)).collect();
    let mut all = Vec::new();
    for (id, is_causal) in [("sdpa_full", false), ("sdpa_causal", true)] {
        let function =
            move |x: &[Tensor]| x[0].try_scaled_dot_product_attention(&x[1], &x[2], None, 0.0, is_causal, None, false);
        all.push(forward(id, arguments, function));
        all.push(backward(format!("{id}_fb"), arguments, 3, || Some(det([8, 8, 512, 64], 7)), function));
    }
    all.push(Workload::new("lstm_64x32_128_256", || Recurrent::new(None)).unrecorded());
    all.push(Workload::new("lstm_64x32_128_256_fb", || Recurrent::new(Some(det([32, 64, 256], 7)))));
    all
}
