//! What the optimisers do to the elements at one place.

use super::Update;
use crate::cuda::optimizer::{Fused, NUMBERS};
use crate::optimizer::{Adam, Sgd};
use crate::simd::Float;

/// A step of [`Sgd`] on one parameter; `N` counts the arrays, three with momentum.
#[derive(Clone, Copy)]
pub(crate) struct SgdUpdate<const N: usize> {
    options: Sgd,
    first: bool,
}

impl<const N: usize> SgdUpdate<N> {
    pub(crate) fn new(options: &Sgd, step: u64) -> SgdUpdate<N> {
        SgdUpdate { options: *options, first: step <= 1 }
    }

    #[inline(always)]
    fn decayed<V: Float>(&self, param: V, grad: V) -> V {
        let grad = if self.options.maximize { grad.neg() } else { grad };
        if self.options.weight_decay == 0.0 {
            grad
        } else {
            param.mul_add(V::constant(self.options.weight_decay), grad)
        }
    }
}

impl Update<2> for SgdUpdate<2> {
    #[inline(always)]
    fn update<V: Float>(&self, [param, grad]: [V; 2]) -> [V; 2] {
        let grad = self.decayed(param, grad);
        [grad.mul_add(V::constant(-self.options.lr), param), grad]
    }
}

impl Update<3> for SgdUpdate<3> {
    #[inline(always)]
    fn update<V: Float>(&self, [param, grad, buffer]: [V; 3]) -> [V; 3] {
        let momentum = V::constant(self.options.momentum);
        let grad = self.decayed(param, grad);
        let buffer = if self.first {
            grad
        } else {
            grad.mul_add(V::constant(1.0 - self.options.dampening), buffer.mul(momentum))
        };
        let grad = if self.options.nesterov { buffer.mul_add(momentum, grad) } else { buffer };
        [grad.mul_add(V::constant(-self.options.lr), param), grad, buffer]
    }
}

impl<const N: usize> Fused for SgdUpdate<N> {
    const ENTRY: &'static str = if N == 2 { "sgd" } else { "sgd_momentum" };

    fn numbers(&self) -> [f64; NUMBERS] {
        let Sgd { lr, momentum, dampening, weight_decay, nesterov, maximize } = self.options;
        let flag = |set| f64::from(u8::from(set));
        let numbers = [flag(maximize), weight_decay, lr, momentum, 1.0 - dampening, flag(nesterov), flag(self.first)];
        std::array::from_fn(|at| numbers.get(at).copied().unwrap_or(0.0))
    }
}

/// A step of [`Adam`] on one parameter; `N` counts the arrays, five with `amsgrad`. The numbers are computed in f64 and
/// rounded to the dtype, as PyTorch's are.
#[derive(Clone, Copy)]
pub(crate) struct AdamUpdate<const N: usize> {
    maximize: bool,
    /// What the parameter is multiplied by first; 1 without decoupled weight decay.
    shrink: f64,
    /// Added to the gradient, times the parameter.
    weight_decay: f64,
    mean_weight: f64,
    square_decay: f64,
    square_weight: f64,
    root_correction: f64,
    eps: f64,
    step_size: f64,
    /// For graphs of a GPU, where the step counts on: the first beta, the learning rate and the step.
    counted: [f64; 3],
}

impl<const N: usize> AdamUpdate<N> {
    pub(crate) fn new(options: &Adam, step: u64) -> AdamUpdate<N> {
        let (beta1, beta2) = options.betas;
        let step = step as f64;
        let decoupled = options.decoupled_weight_decay;
        AdamUpdate {
            maximize: options.maximize,
            shrink: if decoupled { 1.0 - options.lr * options.weight_decay } else { 1.0 },
            weight_decay: if decoupled { 0.0 } else { options.weight_decay },
            mean_weight: 1.0 - beta1,
            square_decay: beta2,
            square_weight: 1.0 - beta2,
            root_correction: (1.0 - beta2.powf(step)).sqrt(),
            eps: options.eps,
            step_size: options.lr / (1.0 - beta1.powf(step)),
            counted: [beta1, options.lr, step],
        }
    }

    /// The gradient, mean and mean square after this step, and the parameter after its decay.
    #[inline(always)]
    fn averaged<V: Float>(&self, [param, grad, mean, square]: [V; 4]) -> [V; 4] {
        let grad = if self.maximize { grad.neg() } else { grad };
        let param = param.mul(V::constant(self.shrink));
        let grad = if self.weight_decay == 0.0 { grad } else { param.mul_add(V::constant(self.weight_decay), grad) };
        let weight = V::constant(self.mean_weight);
        // PyTorch's lerp starts from the nearer end.
        let mean = if self.mean_weight < 0.5 {
            grad.sub(mean).mul_add(weight, mean)
        } else {
            grad.sub(mean).mul_add(weight.sub(V::constant(1.0)), grad)
        };
        let square = square.mul(V::constant(self.square_decay));
        let square = grad.mul(V::constant(self.square_weight)).mul_add(grad, square);
        [param, grad, mean, square]
    }

    #[inline(always)]
    fn moved<V: Float>(&self, param: V, mean: V, square: V) -> V {
        let divisor = square.sqrt().div(V::constant(self.root_correction)).add(V::constant(self.eps));
        mean.mul(V::constant(-self.step_size)).div(divisor).add(param)
    }
}

impl Update<4> for AdamUpdate<4> {
    #[inline(always)]
    fn update<V: Float>(&self, lanes: [V; 4]) -> [V; 4] {
        let [param, grad, mean, square] = self.averaged(lanes);
        [self.moved(param, mean, square), grad, mean, square]
    }
}

impl Update<5> for AdamUpdate<5> {
    #[inline(always)]
    fn update<V: Float>(&self, [param, grad, mean, square, largest]: [V; 5]) -> [V; 5] {
        let [param, grad, mean, square] = self.averaged([param, grad, mean, square]);
        let largest = largest.maximum(square);
        [self.moved(param, mean, largest), grad, mean, square, largest]
    }
}

impl<const N: usize> Fused for AdamUpdate<N> {
    const ENTRY: &'static str = if N == 4 { "adam" } else { "adam_amsgrad" };

    fn numbers(&self) -> [f64; NUMBERS] {
        let [beta1, lr, step] = self.counted;
        [
            f64::from(u8::from(self.maximize)),
            self.shrink,
            self.weight_decay,
            self.mean_weight,
            self.square_decay,
            self.square_weight,
            self.root_correction,
            self.eps,
            self.step_size,
            beta1,
            lr,
            step,
        ]
    }
}
