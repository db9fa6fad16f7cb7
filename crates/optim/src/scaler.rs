//! Losses scaled up so that small gradients of half precision do not vanish.

use cresset_autograd::optimizer::unscale_;
use cresset_autograd::{Error, Result, Tensor};
use serde::{Deserialize, Serialize};

use crate::Optimizer;
use crate::options::options;

options! {
    /// Options of [`GradScaler`], with PyTorch's defaults.
    #[derive(Copy)]
    GradScalerOptions {
        /// The first factor.
        init_scale: f64 = 65536.0,
        /// What the factor grows by after `growth_interval` good steps.
        growth_factor: f64 = 2.0,
        /// What the factor shrinks by after a step with an infinite gradient.
        backoff_factor: f64 = 0.5,
        /// Good steps before the factor grows.
        growth_interval: u64 = 2000,
        /// Whether anything is scaled at all.
        enabled: bool = true,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Unscaled,
    Stepped,
}

/// What happened to the gradients of one optimiser since the last update.
#[derive(Clone, Debug)]
struct Seen {
    /// The optimiser's first parameter, by which it is told from others.
    first: Tensor,
    stage: Stage,
    found_inf: bool,
}

/// Scales losses up, gradients down again, and leaves out steps whose gradients are infinite or no numbers.
///
/// In each iteration: backward of [`GradScaler::scale`]d losses, [`GradScaler::step`], [`GradScaler::update`].
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/amp.html#torch.amp.GradScaler>
#[derive(Clone, Debug)]
pub struct GradScaler {
    options: GradScalerOptions,
    scale: f64,
    growth_tracker: u64,
    seen: Vec<Seen>,
}

/// The state of a [`GradScaler`] as plain data.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "PyTorch's names")]
pub struct GradScalerState {
    pub scale: f64,
    pub growth_factor: f64,
    pub backoff_factor: f64,
    pub growth_interval: u64,
    pub growth_tracker: u64,
}

const OP: &str = "GradScaler";

impl GradScaler {
    /// A scaler.
    ///
    /// # Errors
    /// Options that make no sense.
    pub fn new(options: GradScalerOptions) -> Result<GradScaler> {
        let refuse = |name, value, remedy| Err(Error::argument(OP, name, value, remedy));
        if options.growth_factor.is_nan() || options.growth_factor <= 1.0 {
            return refuse("growth_factor", options.growth_factor, "it must be above 1");
        }
        if options.backoff_factor.is_nan() || options.backoff_factor >= 1.0 {
            return refuse("backoff_factor", options.backoff_factor, "it must be below 1");
        }
        if !(options.init_scale > 0.0 && options.init_scale.is_finite()) {
            return refuse("init_scale", options.init_scale, "it must be above 0");
        }
        Ok(GradScaler { options, scale: options.init_scale, growth_tracker: 0, seen: Vec::new() })
    }

    /// A loss, or another output, times the factor.
    ///
    /// # Errors
    /// As a product.
    pub fn scale(&self, loss: &Tensor) -> Result<Tensor> {
        if self.options.enabled { loss.try_mul(self.scale) } else { Ok(loss.clone()) }
    }

    fn place(&self, optimizer: &dyn Optimizer) -> Option<usize> {
        let params = optimizer.params();
        let first = params.first()?;
        self.seen.iter().position(|seen| seen.first.is_same(first))
    }

    /// Divides the gradients by the factor, in place: needed before they are clipped, else [`GradScaler::step`] does it.
    ///
    /// # Errors
    /// Called twice since the last update.
    pub fn unscale_(&mut self, optimizer: &dyn Optimizer) -> Result<()> {
        if !self.options.enabled {
            return Ok(());
        }
        if let Some(at) = self.place(optimizer) {
            let after = if self.seen[at].stage == Stage::Stepped { "step" } else { "unscale_" };
            return Err(Error::graph(OP, "unscale_ after the gradients were divided", after, "call update first"));
        }
        let params = optimizer.params();
        let grads: Vec<Tensor> = params.iter().filter_map(Tensor::grad).collect();
        let arrays: Vec<_> = grads.iter().map(Tensor::array).collect();
        let finite = unscale_(OP, &arrays, 1.0 / self.scale)?;
        let mut found_inf = false;
        for finite in finite {
            found_inf |= Tensor::new(finite).try_item()? == 0.0;
        }
        if let Some(first) = params.first() {
            self.seen.push(Seen { first: first.clone(), stage: Stage::Unscaled, found_inf });
        }
        Ok(())
    }

    /// A step of the optimiser, unless a gradient is infinite or no number; whether the step was made.
    ///
    /// # Errors
    /// Called twice since the last update, or as the step.
    pub fn step(&mut self, optimizer: &mut dyn Optimizer) -> Result<bool> {
        if !self.options.enabled {
            return optimizer.step().map(|()| true);
        }
        if self.place(optimizer).is_none() {
            self.unscale_(optimizer)?;
        }
        let Some(at) = self.place(optimizer) else { return Ok(false) };
        let seen = &mut self.seen[at];
        if std::mem::replace(&mut seen.stage, Stage::Stepped) == Stage::Stepped {
            return Err(Error::graph(OP, "a second step since the last update", "step", "call update after each step"));
        }
        let is_good = !seen.found_inf;
        if is_good {
            optimizer.step()?;
        }
        Ok(is_good)
    }

    /// Sets the factor of the next iteration.
    ///
    /// # Errors
    /// No gradients were divided since the last update.
    pub fn update(&mut self) -> Result<()> {
        if !self.options.enabled {
            return Ok(());
        }
        if self.seen.is_empty() {
            return Err(Error::graph(OP, "nothing to update from", "update", "call step or unscale_ first"));
        }
        if self.seen.drain(..).fold(false, |any, seen| any | seen.found_inf) {
            (self.scale, self.growth_tracker) = (self.scale * self.options.backoff_factor, 0);
            return Ok(());
        }
        self.growth_tracker += 1;
        if self.growth_tracker == self.options.growth_interval {
            let grown = self.scale * self.options.growth_factor;
            // PyTorch keeps the factor in f32, which must not become infinite.
            if grown <= f64::from(f32::MAX) {
                self.scale = grown;
            }
            self.growth_tracker = 0;
        }
        Ok(())
    }

    /// The factor.
    #[must_use]
    pub fn get_scale(&self) -> f64 {
        if self.options.enabled { self.scale } else { 1.0 }
    }

    /// All that is needed to go on later.
    #[must_use]
    pub fn state_dict(&self) -> GradScalerState {
        let GradScalerOptions { growth_factor, backoff_factor, growth_interval, .. } = self.options;
        let (scale, growth_tracker) = (self.scale, self.growth_tracker);
        GradScalerState { scale, growth_factor, backoff_factor, growth_interval, growth_tracker }
    }

    /// Goes on where [`GradScaler::state_dict`] was taken.
    ///
    /// # Errors
    /// Numbers that make no sense; nothing is changed then.
    pub fn load_state_dict(&mut self, saved: &GradScalerState) -> Result<()> {
        let GradScalerState { scale, growth_factor, backoff_factor, growth_interval, growth_tracker } = *saved;
        let enabled = self.options.enabled;
        let options = GradScalerOptions { init_scale: scale, growth_factor, backoff_factor, growth_interval, enabled };
        *self = GradScaler { growth_tracker, ..GradScaler::new(options)? };
        Ok(())
    }
}
