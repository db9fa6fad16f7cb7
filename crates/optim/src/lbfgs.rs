//! L-BFGS: steps along directions that recent gradients bend.

mod line_search;

use std::collections::VecDeque;

use cresset_autograd::{Error, Result, Tensor, enable_grad, no_grad};
use serde::{Deserialize, Serialize};

use crate::options::{check_not_negative, options};
use crate::{Optimizer, SavedTensor};
use line_search::{Point, strong_wolfe};

const OP: &str = "LBFGS";

/// How the length of a step is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineSearch {
    /// A length at which both the loss and its slope have fallen enough.
    StrongWolfe,
}

options! {
    /// Options of [`LBFGS`], with PyTorch's defaults.
    #[derive(Copy)]
    LbfgsOptions {
        /// Length of a step, or where the line search begins.
        lr: f64 = 1.0,
        /// The most iterations of one step.
        max_iter: usize = 20,
        /// The most evaluations of one step; `None` is five for four iterations.
        max_eval: Option<usize> = None,
        /// A largest gradient at which a step ends.
        tolerance_grad: f64 = 1e-7,
        /// A change of loss or parameters at which a step ends.
        tolerance_change: f64 = 1e-9,
        /// How many earlier steps bend the direction.
        history_size: usize = 100,
        /// How the length of a step is found; `None` takes `lr`.
        line_search_fn: Option<LineSearch> = None,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

/// An earlier iteration: how the gradient changed, how far it went, and one over the product of the two.
#[derive(Clone, Debug)]
struct Pair {
    change: Tensor,
    step: Tensor,
    scale: f64,
}

/// L-BFGS over one group of parameters. A step calls a closure that clears the gradients, computes the loss, runs
/// backward and returns the loss. All parameters are one vector, so there is nothing more to fuse.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.LBFGS.html>
#[derive(Clone, Debug)]
pub struct LBFGS {
    params: Vec<Tensor>,
    /// The options. They can be changed between steps.
    pub options: LbfgsOptions,
    initial_lr: Option<f64>,
    n_evaluations: u64,
    n_iterations: u64,
    direction: Option<Tensor>,
    length: f64,
    last_grad: Option<Tensor>,
    scale: f64,
    pairs: VecDeque<Pair>,
}

/// The state of an [`LBFGS`] as plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "PyTorch's names")]
pub struct LbfgsState {
    pub options: LbfgsOptions,
    pub initial_lr: Option<f64>,
    pub func_evals: u64,
    pub n_iter: u64,
    pub d: Option<SavedTensor>,
    pub t: f64,
    pub prev_flat_grad: Option<SavedTensor>,
    pub h_diag: f64,
    pub old_dirs: Vec<SavedTensor>,
    pub old_stps: Vec<SavedTensor>,
    pub ro: Vec<f64>,
}

type Closure<'a> = dyn FnMut() -> Result<Tensor> + 'a;

impl LBFGS {
    /// An optimiser of these parameters.
    ///
    /// # Errors
    /// No parameters, one that is no leaf, or options that make no sense.
    pub fn new(params: impl IntoIterator<Item = Tensor>, options: LbfgsOptions) -> Result<LBFGS> {
        check_not_negative(OP, &[("lr", options.lr)])?;
        let params: Vec<Tensor> = params.into_iter().collect();
        if params.is_empty() {
            return Err(Error::argument(OP, "params", "[]", "give at least one parameter"));
        }
        if let Some(param) = params.iter().find(|param| !param.is_leaf()) {
            let node = param.grad_fn().map_or("none", |node| node.name());
            return Err(Error::graph(OP, "a parameter is not a leaf", node, "give the leaf itself"));
        }
        Ok(LBFGS {
            params,
            options,
            initial_lr: None,
            n_evaluations: 0,
            n_iterations: 0,
            direction: None,
            length: 0.0,
            last_grad: None,
            scale: 1.0,
            pairs: VecDeque::new(),
        })
    }

    /// The loss, to be made small, and all gradients as one vector.
    fn evaluate(&self, closure: &mut Closure<'_>) -> Result<(f64, Tensor)> {
        let loss = enable_grad(closure)?.try_item()?;
        Ok((if self.options.maximize { -loss } else { loss }, self.flat_grad()?))
    }

    fn flat_grad(&self) -> Result<Tensor> {
        let flat = self.params.iter().map(|param| match param.grad() {
            Some(grad) => grad.try_reshape([-1]),
            None => cresset_autograd::try_zeros_like(param)?.try_reshape([-1]),
        });
        let flat: Vec<Tensor> = flat.collect::<Result<_>>()?;
        let flat = Tensor::try_cat(&flat.iter().collect::<Vec<_>>(), 0)?;
        if self.options.maximize { flat.try_neg() } else { Ok(flat) }
    }

    fn add(&self, length: f64, direction: &Tensor) -> Result<()> {
        let mut at = 0;
        for param in &self.params {
            let part = direction.try_narrow(0, at, param.numel())?;
            param.try_add_alpha_(part.try_reshape_as(param)?, length)?;
            at += param.numel() as i64;
        }
        Ok(())
    }

    /// The direction of this gradient, bent by the earlier ones.
    fn bend(&mut self, grad: &Tensor) -> Result<Tensor> {
        let (Some(direction), Some(last_grad)) = (&self.direction, &self.last_grad) else {
            (self.pairs, self.scale) = (VecDeque::new(), 1.0);
            return grad.try_neg();
        };
        let (change, step) = (grad.try_sub(last_grad)?, direction.try_mul(self.length)?);
        let product = change.try_dot(&step)?.try_item()?;
        if product > 1e-10 {
            if self.pairs.len() >= self.options.history_size {
                self.pairs.pop_front();
            }
            self.scale = product / change.try_dot(&change)?.try_item()?;
            self.pairs.push_back(Pair { change, step, scale: 1.0 / product });
        }
        let bent = grad.try_neg()?;
        let mut taken = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            let share = pair.step.try_dot(&bent)?.try_item()? * pair.scale;
            bent.try_add_alpha_(&pair.change, -share)?;
            taken.push(share);
        }
        bent.try_mul_(self.scale)?;
        for (pair, share) in self.pairs.iter().zip(taken.into_iter().rev()) {
            let back = pair.change.try_dot(&bent)?.try_item()? * pair.scale;
            bent.try_add_alpha_(&pair.step, share - back)?;
        }
        Ok(bent)
    }

    /// One step of several iterations; returns the first loss.
    ///
    /// # Errors
    /// As the closure.
    pub fn step_with(&mut self, mut closure: impl FnMut() -> Result<Tensor>) -> Result<Tensor> {
        no_grad(|| self.iterate(&mut closure))
    }

    fn iterate(&mut self, closure: &mut Closure<'_>) -> Result<Tensor> {
        let LbfgsOptions { lr, max_iter, max_eval, tolerance_grad, tolerance_change, .. } = self.options;
        let max_eval = max_eval.unwrap_or(max_iter * 5 / 4);
        let first = enable_grad(&mut *closure)?.detach();
        let sign = if self.options.maximize { -1.0 } else { 1.0 };
        let mut here = Point { loss: sign * first.try_item()?, grad: self.flat_grad()? };
        let mut n_evaluations = 1;
        self.n_evaluations += 1;
        if here.steepest()? <= tolerance_grad {
            return Ok(first);
        }
        for n in 1..=max_iter {
            self.n_iterations += 1;
            let direction = self.bend(&here.grad)?;
            self.last_grad = Some(here.grad.try_copy()?);
            let last_loss = here.loss;
            let begin = match self.n_iterations {
                1 => lr * (1.0 / here.grad.try_abs()?.try_sum()?.try_item()?).min(1.0),
                _ => lr,
            };
            let slope = here.slope(&direction)?;
            self.length = begin;
            self.direction = Some(direction.clone());
            if slope > -tolerance_change {
                break;
            }
            let mut flat = false;
            let mut n_new = 0;
            if self.options.line_search_fn.is_some() {
                let start: Vec<Tensor> = self.params.iter().map(Tensor::try_copy).collect::<Result<_>>()?;
                let mut probe = |length: f64| {
                    self.add(length, &direction)?;
                    let (loss, grad) = self.evaluate(closure)?;
                    self.params.iter().zip(&start).try_for_each(|(param, old)| param.try_copy_(old).map(drop))?;
                    Ok(Point { loss, grad })
                };
                let limit = max_eval.saturating_sub(n_evaluations);
                let found = strong_wolfe(&mut probe, begin, &direction, &here, slope, tolerance_change, limit)?;
                (here, self.length, n_new) = found;
                self.add(self.length, &direction)?;
                flat = here.steepest()? <= tolerance_grad;
            } else {
                self.add(begin, &direction)?;
                if n != max_iter {
                    let (loss, grad) = self.evaluate(closure)?;
                    here = Point { loss, grad };
                    flat = here.steepest()? <= tolerance_grad;
                    n_new = 1;
                }
            }
            n_evaluations += n_new;
            self.n_evaluations += n_new as u64;
            let moved = direction.try_mul(self.length)?.try_abs()?.try_max()?.try_item()?;
            let is_last = n == max_iter || n_evaluations >= max_eval || flat;
            if is_last || moved <= tolerance_change || (here.loss - last_loss).abs() < tolerance_change {
                break;
            }
        }
        Ok(first)
    }

    /// All that is needed to go on later as if nothing had happened, but the parameters themselves.
    ///
    /// # Errors
    /// No memory left.
    pub fn state_dict(&self) -> Result<LbfgsState> {
        let saved = |tensor: &Option<Tensor>| tensor.as_ref().map(SavedTensor::new).transpose();
        Ok(LbfgsState {
            options: self.options,
            initial_lr: self.initial_lr,
            func_evals: self.n_evaluations,
            n_iter: self.n_iterations,
            d: saved(&self.direction)?,
            t: self.length,
            prev_flat_grad: saved(&self.last_grad)?,
            h_diag: self.scale,
            old_dirs: self.pairs.iter().map(|pair| SavedTensor::new(&pair.change)).collect::<Result<_>>()?,
            old_stps: self.pairs.iter().map(|pair| SavedTensor::new(&pair.step)).collect::<Result<_>>()?,
            ro: self.pairs.iter().map(|pair| pair.scale).collect(),
        })
    }

    /// Goes on where [`LBFGS::state_dict`] was taken.
    ///
    /// # Errors
    /// Vectors that do not fit the parameters; nothing is changed then.
    pub fn load_state_dict(&mut self, saved: &LbfgsState) -> Result<()> {
        let n_elements: usize = self.params.iter().map(Tensor::numel).sum();
        let read = |saved: &SavedTensor| {
            let vector = saved.read()?;
            if vector.sizes() == [n_elements] && Some(vector.dtype()) == self.params.first().map(Tensor::dtype) {
                return Ok(vector);
            }
            let subject = format!("{:?} {}", vector.sizes(), vector.dtype());
            let remedy = "build the optimiser of the same parameters";
            Err(Error::format("load_state_dict", "a vector does not fit the parameters", subject, remedy))
        };
        check_not_negative(OP, &[("lr", saved.options.lr)])?;
        let (direction, last_grad) =
            (saved.d.as_ref().map(read).transpose()?, saved.prev_flat_grad.as_ref().map(read).transpose()?);
        let held = saved.old_dirs.iter().zip(&saved.old_stps).zip(&saved.ro);
        let pairs = held
            .map(|((change, step), &scale)| Ok(Pair { change: read(change)?, step: read(step)?, scale }))
            .collect::<Result<_>>()?;
        *self = LBFGS {
            params: std::mem::take(&mut self.params),
            options: saved.options,
            initial_lr: saved.initial_lr,
            n_evaluations: saved.func_evals,
            n_iterations: saved.n_iter,
            direction,
            length: saved.t,
            last_grad,
            scale: saved.h_diag,
            pairs,
        };
        Ok(())
    }

    fn check_group(op: &'static str, group: usize) -> Result<()> {
        match group {
            0 => Ok(()),
            _ => Err(Error::argument(op, "group", format!("{group} of 1"), "there is no such group")),
        }
    }
}

/// All but `step`, which needs a closure: call [`LBFGS::step_with`].
impl Optimizer for LBFGS {
    fn step(&mut self) -> Result<()> {
        Err(Error::graph(OP, "a step needs the loss again and again", "step", "call step_with and a closure"))
    }

    fn zero_grad(&self) {
        self.params.iter().for_each(|param| param.set_grad(None));
    }

    fn params(&self) -> Vec<Tensor> {
        self.params.clone()
    }

    fn n_groups(&self) -> usize {
        1
    }

    fn lr(&self, group: usize) -> Option<f64> {
        (group == 0).then_some(self.options.lr)
    }

    fn set_lr(&mut self, group: usize, lr: f64) -> Result<()> {
        check_not_negative("set_lr", &[("lr", lr)])?;
        LBFGS::check_group("set_lr", group)?;
        self.options.lr = lr;
        Ok(())
    }

    fn momentum(&self, _group: usize) -> Option<f64> {
        None
    }

    fn set_momentum(&mut self, group: usize, momentum: f64) -> Result<()> {
        LBFGS::check_group("set_momentum", group)?;
        Err(Error::argument("set_momentum", "momentum", momentum, "LBFGS has none"))
    }

    fn initial_lr(&self, group: usize) -> Option<f64> {
        self.initial_lr.filter(|_| group == 0)
    }

    fn set_initial_lr(&mut self, group: usize, lr: f64) -> Result<()> {
        LBFGS::check_group("set_initial_lr", group)?;
        self.initial_lr = Some(lr);
        Ok(())
    }
}
