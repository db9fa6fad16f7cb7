//! The rules of optimisers. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::optimizer::rule::{Body, Options, Row, options};
use crate::simd::Float;

/// The most options and flags of a rule.
pub(crate) const MOST_OPTIONS: usize = 9;
/// The most numbers that all elements of a parameter share.
pub(crate) const MOST_NUMBERS: usize = 14;

/// What a step does to each element of a parameter and of its states, which stand in the order named here.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "PyTorch's names")]
pub enum Rule {
    /// Gradient descent. States: none.
    Sgd { lr: f64, weight_decay: f64, maximize: bool },
    /// Gradient descent with momentum; the buffer is not read in a first step. States: `buffer`.
    SgdMomentum { lr: f64, momentum: f64, dampening: f64, weight_decay: f64, nesterov: bool, maximize: bool },
    /// Adam; with decoupled weight decay, AdamW. States: `mean`, `square`.
    Adam { lr: f64, beta1: f64, beta2: f64, eps: f64, weight_decay: f64, decoupled_weight_decay: bool, maximize: bool },
    /// Adam whose divisor never shrinks. States: `mean`, `square`, `largest`.
    AdamAmsgrad {
        lr: f64,
        beta1: f64,
        beta2: f64,
        eps: f64,
        weight_decay: f64,
        decoupled_weight_decay: bool,
        maximize: bool,
    },
    /// Steps of the gradient over the root of its mean square. States: `square`.
    Rmsprop { lr: f64, alpha: f64, eps: f64, weight_decay: f64, maximize: bool },
    /// RMSprop that keeps a share of the last step. States: `square`, `buffer`.
    RmspropMomentum { lr: f64, alpha: f64, eps: f64, weight_decay: f64, momentum: f64, maximize: bool },
    /// RMSprop with the variance in place of the mean square. States: `square`, `mean`.
    RmspropCentered { lr: f64, alpha: f64, eps: f64, weight_decay: f64, maximize: bool },
    /// RMSprop with the variance, and a share of the last step. States: `square`, `buffer`, `mean`.
    RmspropCenteredMomentum { lr: f64, alpha: f64, eps: f64, weight_decay: f64, momentum: f64, maximize: bool },
    /// Adadelta: steps in units that the sizes of earlier steps set. States: `square`, `moved`.
    Adadelta { lr: f64, rho: f64, eps: f64, weight_decay: f64, maximize: bool },
    /// Adagrad: steps of the gradient over the root of the sum of all its squares. States: `sum`.
    Adagrad { lr: f64, lr_decay: f64, weight_decay: f64, eps: f64, maximize: bool },
    /// Adam with the largest gradient in place of the root of the mean square. States: `mean`, `largest`.
    Adamax { lr: f64, beta1: f64, beta2: f64, eps: f64, weight_decay: f64, maximize: bool },
    /// Gradient descent at the rate `eta`, and the mean of the parameters, which the newest enters by the share `mu`. States: `mean`.
    Asgd { eta: f64, mu: f64, lambd: f64, weight_decay: f64, maximize: bool },
    /// Adam with Nesterov's momentum, of which the product over all steps is given. States: `mean`, `square`.
    Nadam {
        lr: f64,
        beta1: f64,
        beta2: f64,
        eps: f64,
        weight_decay: f64,
        momentum_decay: f64,
        momentum_product: f64,
        decoupled_weight_decay: bool,
        maximize: bool,
    },
    /// Adam whose first steps are made smaller, as long as the mean square is known from few gradients. States: `mean`, `square`.
    Radam { lr: f64, beta1: f64, beta2: f64, eps: f64, weight_decay: f64, decoupled_weight_decay: bool, maximize: bool },
    /// Each element has a step size of its own, which grows while the gradient keeps its sign. States: `last`, `size`.
    Rprop { shrink: f64, grow: f64, smallest: f64, largest: f64, maximize: bool },
}

impl Rule {
    /// The row, and the options in its order.
    pub(crate) fn parts(&self) -> (&'static Row, Options) {
        match *self {
            Rule::Sgd { lr, weight_decay, maximize } => (&SGD, options([lr, weight_decay, f64::from(maximize)])),
            Rule::SgdMomentum { lr, momentum, dampening, weight_decay, nesterov, maximize } => (
                &SGD_MOMENTUM,
                options([lr, momentum, dampening, weight_decay, f64::from(nesterov), f64::from(maximize)]),
            ),
            Rule::Adam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize } => (
                &ADAM,
                options([lr, beta1, beta2, eps, weight_decay, f64::from(decoupled_weight_decay), f64::from(maximize)]),
            ),
            Rule::AdamAmsgrad { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize } => (
                &ADAM_AMSGRAD,
                options([lr, beta1, beta2, eps, weight_decay, f64::from(decoupled_weight_decay), f64::from(maximize)]),
            ),
            Rule::Rmsprop { lr, alpha, eps, weight_decay, maximize } => {
                (&RMSPROP, options([lr, alpha, eps, weight_decay, f64::from(maximize)]))
            }
            Rule::RmspropMomentum { lr, alpha, eps, weight_decay, momentum, maximize } => {
                (&RMSPROP_MOMENTUM, options([lr, alpha, eps, weight_decay, momentum, f64::from(maximize)]))
            }
            Rule::RmspropCentered { lr, alpha, eps, weight_decay, maximize } => {
                (&RMSPROP_CENTERED, options([lr, alpha, eps, weight_decay, f64::from(maximize)]))
            }
            Rule::RmspropCenteredMomentum { lr, alpha, eps, weight_decay, momentum, maximize } => {
                (&RMSPROP_CENTERED_MOMENTUM, options([lr, alpha, eps, weight_decay, momentum, f64::from(maximize)]))
            }
            Rule::Adadelta { lr, rho, eps, weight_decay, maximize } => {
                (&ADADELTA, options([lr, rho, eps, weight_decay, f64::from(maximize)]))
            }
            Rule::Adagrad { lr, lr_decay, weight_decay, eps, maximize } => {
                (&ADAGRAD, options([lr, lr_decay, weight_decay, eps, f64::from(maximize)]))
            }
            Rule::Adamax { lr, beta1, beta2, eps, weight_decay, maximize } => {
                (&ADAMAX, options([lr, beta1, beta2, eps, weight_decay, f64::from(maximize)]))
            }
            Rule::Asgd { eta, mu, lambd, weight_decay, maximize } => {
                (&ASGD, options([eta, mu, lambd, weight_decay, f64::from(maximize)]))
            }
            Rule::Nadam {
                lr,
                beta1,
                beta2,
                eps,
                weight_decay,
                momentum_decay,
                momentum_product,
                decoupled_weight_decay,
                maximize,
            } => (
                &NADAM,
                options([
                    lr,
                    beta1,
                    beta2,
                    eps,
                    weight_decay,
                    momentum_decay,
                    momentum_product,
                    f64::from(decoupled_weight_decay),
                    f64::from(maximize),
                ]),
            ),
            Rule::Radam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize } => (
                &RADAM,
                options([lr, beta1, beta2, eps, weight_decay, f64::from(decoupled_weight_decay), f64::from(maximize)]),
            ),
            Rule::Rprop { shrink, grow, smallest, largest, maximize } => {
                (&RPROP, options([shrink, grow, smallest, largest, f64::from(maximize)]))
            }
        }
    }
}

struct Sgd;
impl Body<2, 4> for Sgd {
    fn numbers([lr, weight_decay, maximize, ..]: Options, _: f64) -> [f64; 4] {
        [weight_decay, f64::from(weight_decay == 0.0), if maximize != 0.0 { -1.0 } else { 1.0 }, -lr]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3]: [V; 4], [param, grad]: [V; 2]) -> [V; 2] {
        let s0 = n2.mul(grad);
        [V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0)).mul_add(n3, param), grad]
    }
}

static SGD: Row = Row::of::<Sgd, 2, 4>(
    "sgd",
    r"struct Rule {
  enum { n_arrays = 2, n_numbers = 4 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], weight_decay = options[1], maximize = options[2];
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = -lr;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1];
    const auto s0 = (n[2] * grad);
    x[0] = multiply_add(((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0)), n[3], param);
  }
};
",
);

struct SgdMomentum;
impl Body<3, 8> for SgdMomentum {
    fn numbers([lr, momentum, dampening, weight_decay, nesterov, maximize, ..]: Options, step: f64) -> [f64; 8] {
        [
            f64::from(nesterov != 0.0),
            f64::from(step <= 1.0),
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            1.0 - dampening,
            momentum,
            -lr,
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6, n7]: [V; 8], [param, grad, buffer]: [V; 3]) -> [V; 3] {
        let s0 = n4.mul(grad);
        let s1 = V::select(n3.ne(V::constant(0.0)), s0, param.mul_add(n2, s0));
        let s2 = V::select(n1.ne(V::constant(0.0)), s1, s1.mul_add(n5, buffer.mul(n6)));
        [V::select(n0.ne(V::constant(0.0)), s2.mul_add(n6, s1), s2).mul_add(n7, param), grad, s2]
    }
}

static SGD_MOMENTUM: Row = Row::of::<SgdMomentum, 3, 8>(
    "sgd_momentum",
    r"struct Rule {
  enum { n_arrays = 3, n_numbers = 8 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], momentum = options[1], dampening = options[2], weight_decay = options[3], nesterov = options[4], maximize = options[5];
    n[0] = nesterov != C(0.0);
    n[1] = step <= C(1.0);
    n[2] = weight_decay;
    n[3] = weight_decay == C(0.0);
    n[4] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[5] = C(1.0) - dampening;
    n[6] = momentum;
    n[7] = -lr;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], buffer = x[2];
    const auto s0 = (n[4] * grad);
    const auto s1 = ((n[3] != C(0)) ? s0 : multiply_add(param, n[2], s0));
    const auto s2 = ((n[1] != C(0)) ? s1 : multiply_add(s1, n[5], (buffer * n[6])));
    x[0] = multiply_add(((n[0] != C(0)) ? multiply_add(s2, n[6], s1) : s2), n[7], param);
    x[2] = s2;
  }
};
",
);

struct Adam;
impl Body<4, 11> for Adam {
    fn numbers(
        [lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize, ..]: Options,
        step: f64,
    ) -> [f64; 11] {
        let s0 = 1.0 - beta1;
        let s1 = decoupled_weight_decay != 0.0;
        let s2 = if s1 { 0.0 } else { weight_decay };
        [
            s0,
            f64::from(s0 < 0.5),
            s2,
            f64::from(s2 == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            if s1 { 1.0 - (lr * weight_decay) } else { 1.0 },
            -(lr / (1.0 - f64::powf(beta1, step))),
            beta2,
            1.0 - beta2,
            f64::sqrt(1.0 - f64::powf(beta2, step)),
            eps,
        ]
    }

    #[inline(always)]
    fn update<V: Float>(
        [n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10]: [V; 11],
        [param, grad, mean, square]: [V; 4],
    ) -> [V; 4] {
        let s0 = n4.mul(grad);
        let s1 = param.mul(n5);
        let s2 = V::select(n3.ne(V::constant(0.0)), s0, s1.mul_add(n2, s0));
        let s3 = s2.sub(mean);
        let s4 = V::select(n1.ne(V::constant(0.0)), s3.mul_add(n0, mean), s3.mul_add(n0.sub(V::constant(1.0)), s2));
        let s5 = n8.mul(s2).mul_add(s2, square.mul(n7));
        [s4.mul(n6).div(s5.sqrt().div(n9).add(n10)).add(s1), grad, s4, s5]
    }
}

static ADAM: Row = Row::of::<Adam, 4, 11>(
    "adam",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 11 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], beta1 = options[1], beta2 = options[2], eps = options[3], weight_decay = options[4], decoupled_weight_decay = options[5], maximize = options[6];
    const auto s0 = (C(1.0) - beta1);
    const auto s1 = (decoupled_weight_decay != C(0.0));
    const auto s2 = (s1 ? C(0.0) : weight_decay);
    n[0] = s0;
    n[1] = s0 < C(0.5);
    n[2] = s2;
    n[3] = s2 == C(0.0);
    n[4] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[5] = s1 ? (C(1.0) - (lr * weight_decay)) : C(1.0);
    n[6] = -(lr / (C(1.0) - f::pow<C>(beta1, step)));
    n[7] = beta2;
    n[8] = C(1.0) - beta2;
    n[9] = f::sqrt((C(1.0) - f::pow<C>(beta2, step)));
    n[10] = eps;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], mean = x[2], square = x[3];
    const auto s0 = (n[4] * grad);
    const auto s1 = (param * n[5]);
    const auto s2 = ((n[3] != C(0)) ? s0 : multiply_add(s1, n[2], s0));
    const auto s3 = (s2 - mean);
    const auto s4 = ((n[1] != C(0)) ? multiply_add(s3, n[0], mean) : multiply_add(s3, (n[0] - C(1.0)), s2));
    const auto s5 = multiply_add((n[8] * s2), s2, (square * n[7]));
    x[0] = ((s4 * n[6]) / ((f::sqrt(s5) / n[9]) + n[10])) + s1;
    x[2] = s4;
    x[3] = s5;
  }
};
",
);

struct AdamAmsgrad;
impl Body<5, 11> for AdamAmsgrad {
    fn numbers(
        [lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize, ..]: Options,
        step: f64,
    ) -> [f64; 11] {
        let s0 = 1.0 - beta1;
        let s1 = decoupled_weight_decay != 0.0;
        let s2 = if s1 { 0.0 } else { weight_decay };
        [
            s0,
            f64::from(s0 < 0.5),
            s2,
            f64::from(s2 == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            if s1 { 1.0 - (lr * weight_decay) } else { 1.0 },
            -(lr / (1.0 - f64::powf(beta1, step))),
            beta2,
            1.0 - beta2,
            f64::sqrt(1.0 - f64::powf(beta2, step)),
            eps,
        ]
    }

    #[inline(always)]
    fn update<V: Float>(
        [n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10]: [V; 11],
        [param, grad, mean, square, largest]: [V; 5],
    ) -> [V; 5] {
        let s0 = n4.mul(grad);
        let s1 = param.mul(n5);
        let s2 = V::select(n3.ne(V::constant(0.0)), s0, s1.mul_add(n2, s0));
        let s3 = s2.sub(mean);
        let s4 = V::select(n1.ne(V::constant(0.0)), s3.mul_add(n0, mean), s3.mul_add(n0.sub(V::constant(1.0)), s2));
        let s5 = n8.mul(s2).mul_add(s2, square.mul(n7));
        let s6 = largest.maximum(s5);
        [s4.mul(n6).div(s6.sqrt().div(n9).add(n10)).add(s1), grad, s4, s5, s6]
    }
}

static ADAM_AMSGRAD: Row = Row::of::<AdamAmsgrad, 5, 11>(
    "adam_amsgrad",
    r"struct Rule {
  enum { n_arrays = 5, n_numbers = 11 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], beta1 = options[1], beta2 = options[2], eps = options[3], weight_decay = options[4], decoupled_weight_decay = options[5], maximize = options[6];
    const auto s0 = (C(1.0) - beta1);
    const auto s1 = (decoupled_weight_decay != C(0.0));
    const auto s2 = (s1 ? C(0.0) : weight_decay);
    n[0] = s0;
    n[1] = s0 < C(0.5);
    n[2] = s2;
    n[3] = s2 == C(0.0);
    n[4] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[5] = s1 ? (C(1.0) - (lr * weight_decay)) : C(1.0);
    n[6] = -(lr / (C(1.0) - f::pow<C>(beta1, step)));
    n[7] = beta2;
    n[8] = C(1.0) - beta2;
    n[9] = f::sqrt((C(1.0) - f::pow<C>(beta2, step)));
    n[10] = eps;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], mean = x[2], square = x[3], largest = x[4];
    const auto s0 = (n[4] * grad);
    const auto s1 = (param * n[5]);
    const auto s2 = ((n[3] != C(0)) ? s0 : multiply_add(s1, n[2], s0));
    const auto s3 = (s2 - mean);
    const auto s4 = ((n[1] != C(0)) ? multiply_add(s3, n[0], mean) : multiply_add(s3, (n[0] - C(1.0)), s2));
    const auto s5 = multiply_add((n[8] * s2), s2, (square * n[7]));
    const auto s6 = f::maximum<C>(largest, s5);
    x[0] = ((s4 * n[6]) / ((f::sqrt(s6) / n[9]) + n[10])) + s1;
    x[2] = s4;
    x[3] = s5;
    x[4] = s6;
  }
};
",
);

struct Rmsprop;
impl Body<3, 7> for Rmsprop {
    fn numbers([lr, alpha, eps, weight_decay, maximize, ..]: Options, _: f64) -> [f64; 7] {
        [
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            -lr,
            alpha,
            1.0 - alpha,
            eps,
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6]: [V; 7], [param, grad, square]: [V; 3]) -> [V; 3] {
        let s0 = n2.mul(grad);
        let s1 = V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0));
        let s2 = n5.mul(s1).mul_add(s1, square.mul(n4));
        [s1.mul(n3).div(s2.sqrt().add(n6)).add(param), grad, s2]
    }
}

static RMSPROP: Row = Row::of::<Rmsprop, 3, 7>(
    "rmsprop",
    r"struct Rule {
  enum { n_arrays = 3, n_numbers = 7 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], alpha = options[1], eps = options[2], weight_decay = options[3], maximize = options[4];
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = -lr;
    n[4] = alpha;
    n[5] = C(1.0) - alpha;
    n[6] = eps;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], square = x[2];
    const auto s0 = (n[2] * grad);
    const auto s1 = ((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0));
    const auto s2 = multiply_add((n[5] * s1), s1, (square * n[4]));
    x[0] = ((s1 * n[3]) / (f::sqrt(s2) + n[6])) + param;
    x[2] = s2;
  }
};
",
);

struct RmspropMomentum;
impl Body<4, 8> for RmspropMomentum {
    fn numbers([lr, alpha, eps, weight_decay, momentum, maximize, ..]: Options, _: f64) -> [f64; 8] {
        [
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            alpha,
            1.0 - alpha,
            eps,
            momentum,
            -lr,
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6, n7]: [V; 8], [param, grad, square, buffer]: [V; 4]) -> [V; 4] {
        let s0 = n2.mul(grad);
        let s1 = V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0));
        let s2 = n4.mul(s1).mul_add(s1, square.mul(n3));
        let s3 = s1.div(s2.sqrt().add(n5)).add(buffer.mul(n6));
        [s3.mul_add(n7, param), grad, s2, s3]
    }
}

static RMSPROP_MOMENTUM: Row = Row::of::<RmspropMomentum, 4, 8>(
    "rmsprop_momentum",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 8 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], alpha = options[1], eps = options[2], weight_decay = options[3], momentum = options[4], maximize = options[5];
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = alpha;
    n[4] = C(1.0) - alpha;
    n[5] = eps;
    n[6] = momentum;
    n[7] = -lr;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], square = x[2], buffer = x[3];
    const auto s0 = (n[2] * grad);
    const auto s1 = ((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0));
    const auto s2 = multiply_add((n[4] * s1), s1, (square * n[3]));
    const auto s3 = ((s1 / (f::sqrt(s2) + n[5])) + (buffer * n[6]));
    x[0] = multiply_add(s3, n[7], param);
    x[2] = s2;
    x[3] = s3;
  }
};
",
);

struct RmspropCentered;
impl Body<4, 8> for RmspropCentered {
    fn numbers([lr, alpha, eps, weight_decay, maximize, ..]: Options, _: f64) -> [f64; 8] {
        let s0 = 1.0 - alpha;
        [
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            -lr,
            alpha,
            s0,
            f64::from(s0 < 0.5),
            eps,
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6, n7]: [V; 8], [param, grad, square, mean]: [V; 4]) -> [V; 4] {
        let s0 = n2.mul(grad);
        let s1 = V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0));
        let s2 = s1.sub(mean);
        let s3 = V::select(n6.ne(V::constant(0.0)), s2.mul_add(n5, mean), s2.mul_add(n5.sub(V::constant(1.0)), s1));
        let s4 = n5.mul(s1).mul_add(s1, square.mul(n4));
        [s1.mul(n3).div(s3.neg().mul_add(s3, s4).sqrt().add(n7)).add(param), grad, s4, s3]
    }
}

static RMSPROP_CENTERED: Row = Row::of::<RmspropCentered, 4, 8>(
    "rmsprop_centered",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 8 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], alpha = options[1], eps = options[2], weight_decay = options[3], maximize = options[4];
    const auto s0 = (C(1.0) - alpha);
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = -lr;
    n[4] = alpha;
    n[5] = s0;
    n[6] = s0 < C(0.5);
    n[7] = eps;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], square = x[2], mean = x[3];
    const auto s0 = (n[2] * grad);
    const auto s1 = ((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0));
    const auto s2 = (s1 - mean);
    const auto s3 = ((n[6] != C(0)) ? multiply_add(s2, n[5], mean) : multiply_add(s2, (n[5] - C(1.0)), s1));
    const auto s4 = multiply_add((n[5] * s1), s1, (square * n[4]));
    x[0] = ((s1 * n[3]) / (f::sqrt(multiply_add((-s3), s3, s4)) + n[7])) + param;
    x[2] = s4;
    x[3] = s3;
  }
};
",
);

struct RmspropCenteredMomentum;
impl Body<5, 9> for RmspropCenteredMomentum {
    fn numbers([lr, alpha, eps, weight_decay, momentum, maximize, ..]: Options, _: f64) -> [f64; 9] {
        let s0 = 1.0 - alpha;
        [
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            alpha,
            s0,
            f64::from(s0 < 0.5),
            eps,
            momentum,
            -lr,
        ]
    }

    #[inline(always)]
    fn update<V: Float>(
        [n0, n1, n2, n3, n4, n5, n6, n7, n8]: [V; 9],
        [param, grad, square, buffer, mean]: [V; 5],
    ) -> [V; 5] {
        let s0 = n2.mul(grad);
        let s1 = V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0));
        let s2 = s1.sub(mean);
        let s3 = V::select(n5.ne(V::constant(0.0)), s2.mul_add(n4, mean), s2.mul_add(n4.sub(V::constant(1.0)), s1));
        let s4 = n4.mul(s1).mul_add(s1, square.mul(n3));
        let s5 = s1.div(s3.neg().mul_add(s3, s4).sqrt().add(n6)).add(buffer.mul(n7));
        [s5.mul_add(n8, param), grad, s4, s5, s3]
    }
}

static RMSPROP_CENTERED_MOMENTUM: Row = Row::of::<RmspropCenteredMomentum, 5, 9>(
    "rmsprop_centered_momentum",
    r"struct Rule {
  enum { n_arrays = 5, n_numbers = 9 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], alpha = options[1], eps = options[2], weight_decay = options[3], momentum = options[4], maximize = options[5];
    const auto s0 = (C(1.0) - alpha);
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = alpha;
    n[4] = s0;
    n[5] = s0 < C(0.5);
    n[6] = eps;
    n[7] = momentum;
    n[8] = -lr;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], square = x[2], buffer = x[3], mean = x[4];
    const auto s0 = (n[2] * grad);
    const auto s1 = ((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0));
    const auto s2 = (s1 - mean);
    const auto s3 = ((n[5] != C(0)) ? multiply_add(s2, n[4], mean) : multiply_add(s2, (n[4] - C(1.0)), s1));
    const auto s4 = multiply_add((n[4] * s1), s1, (square * n[3]));
    const auto s5 = ((s1 / (f::sqrt(multiply_add((-s3), s3, s4)) + n[6])) + (buffer * n[7]));
    x[0] = multiply_add(s5, n[8], param);
    x[2] = s4;
    x[3] = s5;
    x[4] = s3;
  }
};
",
);

struct Adadelta;
impl Body<4, 7> for Adadelta {
    fn numbers([lr, rho, eps, weight_decay, maximize, ..]: Options, _: f64) -> [f64; 7] {
        let s0 = 1.0 - rho;
        [eps, rho, s0, weight_decay, f64::from(weight_decay == 0.0), if maximize != 0.0 { -1.0 } else { 1.0 }, -lr]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6]: [V; 7], [param, grad, square, moved]: [V; 4]) -> [V; 4] {
        let s0 = n5.mul(grad);
        let s1 = V::select(n4.ne(V::constant(0.0)), s0, param.mul_add(n3, s0));
        let s2 = n2.mul(s1).mul_add(s1, square.mul(n1));
        let s3 = moved.add(n0).sqrt().div(s2.add(n0).sqrt()).mul(s1);
        [s3.mul_add(n6, param), grad, s2, n2.mul(s3).mul_add(s3, moved.mul(n1))]
    }
}

static ADADELTA: Row = Row::of::<Adadelta, 4, 7>(
    "adadelta",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 7 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], rho = options[1], eps = options[2], weight_decay = options[3], maximize = options[4];
    const auto s0 = (C(1.0) - rho);
    n[0] = eps;
    n[1] = rho;
    n[2] = s0;
    n[3] = weight_decay;
    n[4] = weight_decay == C(0.0);
    n[5] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[6] = -lr;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], square = x[2], moved = x[3];
    const auto s0 = (n[5] * grad);
    const auto s1 = ((n[4] != C(0)) ? s0 : multiply_add(param, n[3], s0));
    const auto s2 = multiply_add((n[2] * s1), s1, (square * n[1]));
    const auto s3 = ((f::sqrt((moved + n[0])) / f::sqrt((s2 + n[0]))) * s1);
    x[0] = multiply_add(s3, n[6], param);
    x[2] = s2;
    x[3] = multiply_add((n[2] * s3), s3, (moved * n[1]));
  }
};
",
);

struct Adagrad;
impl Body<3, 5> for Adagrad {
    fn numbers([lr, lr_decay, weight_decay, eps, maximize, ..]: Options, step: f64) -> [f64; 5] {
        [
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            -(lr / (1.0 + ((step - 1.0) * lr_decay))),
            eps,
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4]: [V; 5], [param, grad, sum]: [V; 3]) -> [V; 3] {
        let s0 = n2.mul(grad);
        let s1 = V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0));
        let s2 = s1.mul_add(s1, sum);
        [s1.mul(n3).div(s2.sqrt().add(n4)).add(param), grad, s2]
    }
}

static ADAGRAD: Row = Row::of::<Adagrad, 3, 5>(
    "adagrad",
    r"struct Rule {
  enum { n_arrays = 3, n_numbers = 5 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], lr_decay = options[1], weight_decay = options[2], eps = options[3], maximize = options[4];
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = -(lr / (C(1.0) + ((step - C(1.0)) * lr_decay)));
    n[4] = eps;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], sum = x[2];
    const auto s0 = (n[2] * grad);
    const auto s1 = ((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0));
    const auto s2 = multiply_add(s1, s1, sum);
    x[0] = ((s1 * n[3]) / (f::sqrt(s2) + n[4])) + param;
    x[2] = s2;
  }
};
",
);

struct Adamax;
impl Body<4, 8> for Adamax {
    fn numbers([lr, beta1, beta2, eps, weight_decay, maximize, ..]: Options, step: f64) -> [f64; 8] {
        let s0 = 1.0 - beta1;
        [
            s0,
            f64::from(s0 < 0.5),
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            -(lr / (1.0 - f64::powf(beta1, step))),
            beta2,
            eps,
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6, n7]: [V; 8], [param, grad, mean, largest]: [V; 4]) -> [V; 4] {
        let s0 = n4.mul(grad);
        let s1 = V::select(n3.ne(V::constant(0.0)), s0, param.mul_add(n2, s0));
        let s2 = s1.sub(mean);
        let s3 = V::select(n1.ne(V::constant(0.0)), s2.mul_add(n0, mean), s2.mul_add(n0.sub(V::constant(1.0)), s1));
        let s4 = largest.mul(n6).maximum(s1.abs().add(n7));
        [s3.mul(n5).div(s4).add(param), grad, s3, s4]
    }
}

static ADAMAX: Row = Row::of::<Adamax, 4, 8>(
    "adamax",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 8 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], beta1 = options[1], beta2 = options[2], eps = options[3], weight_decay = options[4], maximize = options[5];
    const auto s0 = (C(1.0) - beta1);
    n[0] = s0;
    n[1] = s0 < C(0.5);
    n[2] = weight_decay;
    n[3] = weight_decay == C(0.0);
    n[4] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[5] = -(lr / (C(1.0) - f::pow<C>(beta1, step)));
    n[6] = beta2;
    n[7] = eps;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], mean = x[2], largest = x[3];
    const auto s0 = (n[4] * grad);
    const auto s1 = ((n[3] != C(0)) ? s0 : multiply_add(param, n[2], s0));
    const auto s2 = (s1 - mean);
    const auto s3 = ((n[1] != C(0)) ? multiply_add(s2, n[0], mean) : multiply_add(s2, (n[0] - C(1.0)), s1));
    const auto s4 = f::maximum<C>((largest * n[6]), (f::abs(s1) + n[7]));
    x[0] = ((s3 * n[5]) / s4) + param;
    x[2] = s3;
    x[3] = s4;
  }
};
",
);

struct Asgd;
impl Body<3, 7> for Asgd {
    fn numbers([eta, mu, lambd, weight_decay, maximize, ..]: Options, _: f64) -> [f64; 7] {
        [
            weight_decay,
            f64::from(weight_decay == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            -eta,
            1.0 - (lambd * eta),
            mu,
            f64::from(mu == 1.0),
        ]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4, n5, n6]: [V; 7], [param, grad, mean]: [V; 3]) -> [V; 3] {
        let s0 = n2.mul(grad);
        let s1 = V::select(n1.ne(V::constant(0.0)), s0, param.mul_add(n0, s0)).mul_add(n3, param.mul(n4));
        [s1, grad, V::select(n6.ne(V::constant(0.0)), s1, mean.add(s1.sub(mean).mul(n5)))]
    }
}

static ASGD: Row = Row::of::<Asgd, 3, 7>(
    "asgd",
    r"struct Rule {
  enum { n_arrays = 3, n_numbers = 7 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C eta = options[0], mu = options[1], lambd = options[2], weight_decay = options[3], maximize = options[4];
    n[0] = weight_decay;
    n[1] = weight_decay == C(0.0);
    n[2] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[3] = -eta;
    n[4] = C(1.0) - (lambd * eta);
    n[5] = mu;
    n[6] = mu == C(1.0);
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], mean = x[2];
    const auto s0 = (n[2] * grad);
    const auto s1 = multiply_add(((n[1] != C(0)) ? s0 : multiply_add(param, n[0], s0)), n[3], (param * n[4]));
    x[0] = s1;
    x[2] = (n[6] != C(0)) ? s1 : (mean + ((s1 - mean) * n[5]));
  }
};
",
);

struct Nadam;
impl Body<4, 12> for Nadam {
    fn numbers(
        [lr, beta1, beta2, eps, weight_decay, momentum_decay, momentum_product, decoupled_weight_decay, maximize, ..]: Options,
        step: f64,
    ) -> [f64; 12] {
        let s0 = 1.0 - beta1;
        let s1 = decoupled_weight_decay != 0.0;
        let s2 = if s1 { 0.0 } else { weight_decay };
        let s3 = -lr;
        let s4 = beta1 * (1.0 - (0.5 * f64::powf(0.96, (step + 1.0) * momentum_decay)));
        [
            s0,
            f64::from(s0 < 0.5),
            s2,
            f64::from(s2 == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            if s1 { 1.0 - (lr * weight_decay) } else { 1.0 },
            (s3 * s4) / (1.0 - (momentum_product * s4)),
            beta2,
            1.0 - beta2,
            1.0 - f64::powf(beta2, step),
            eps,
            (s3 * (1.0 - (beta1 * (1.0 - (0.5 * f64::powf(0.96, step * momentum_decay)))))) / (1.0 - momentum_product),
        ]
    }

    #[inline(always)]
    fn update<V: Float>(
        [n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11]: [V; 12],
        [param, grad, mean, square]: [V; 4],
    ) -> [V; 4] {
        let s0 = n4.mul(grad);
        let s1 = param.mul(n5);
        let s2 = V::select(n3.ne(V::constant(0.0)), s0, s1.mul_add(n2, s0));
        let s3 = s2.sub(mean);
        let s4 = V::select(n1.ne(V::constant(0.0)), s3.mul_add(n0, mean), s3.mul_add(n0.sub(V::constant(1.0)), s2));
        let s5 = n8.mul(s2).mul_add(s2, square.mul(n7));
        let s6 = s5.div(n9).sqrt().add(n10);
        [s4.mul(n6).div(s6).add(s2.mul(n11).div(s6).add(s1)), grad, s4, s5]
    }
}

static NADAM: Row = Row::of::<Nadam, 4, 12>(
    "nadam",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 12 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], beta1 = options[1], beta2 = options[2], eps = options[3], weight_decay = options[4], momentum_decay = options[5], momentum_product = options[6], decoupled_weight_decay = options[7], maximize = options[8];
    const auto s0 = (C(1.0) - beta1);
    const auto s1 = (decoupled_weight_decay != C(0.0));
    const auto s2 = (s1 ? C(0.0) : weight_decay);
    const auto s3 = (-lr);
    const auto s4 = (beta1 * (C(1.0) - (C(0.5) * f::pow<C>(C(0.96), ((step + C(1.0)) * momentum_decay)))));
    n[0] = s0;
    n[1] = s0 < C(0.5);
    n[2] = s2;
    n[3] = s2 == C(0.0);
    n[4] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[5] = s1 ? (C(1.0) - (lr * weight_decay)) : C(1.0);
    n[6] = (s3 * s4) / (C(1.0) - (momentum_product * s4));
    n[7] = beta2;
    n[8] = C(1.0) - beta2;
    n[9] = C(1.0) - f::pow<C>(beta2, step);
    n[10] = eps;
    n[11] = (s3 * (C(1.0) - (beta1 * (C(1.0) - (C(0.5) * f::pow<C>(C(0.96), (step * momentum_decay))))))) / (C(1.0) - momentum_product);
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], mean = x[2], square = x[3];
    const auto s0 = (n[4] * grad);
    const auto s1 = (param * n[5]);
    const auto s2 = ((n[3] != C(0)) ? s0 : multiply_add(s1, n[2], s0));
    const auto s3 = (s2 - mean);
    const auto s4 = ((n[1] != C(0)) ? multiply_add(s3, n[0], mean) : multiply_add(s3, (n[0] - C(1.0)), s2));
    const auto s5 = multiply_add((n[8] * s2), s2, (square * n[7]));
    const auto s6 = (f::sqrt((s5 / n[9])) + n[10]);
    x[0] = ((s4 * n[6]) / s6) + (((s2 * n[11]) / s6) + s1);
    x[2] = s4;
    x[3] = s5;
  }
};
",
);

struct Radam;
impl Body<4, 14> for Radam {
    fn numbers(
        [lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize, ..]: Options,
        step: f64,
    ) -> [f64; 14] {
        let s0 = decoupled_weight_decay != 0.0;
        let s1 = 1.0 - beta2;
        let s2 = (2.0 / s1) - 1.0;
        let s3 = f64::powf(beta2, step);
        let s4 = 1.0 - s3;
        let s5 = s2 - (((2.0 * step) * s3) / s4);
        let s6 = 1.0 - beta1;
        let s7 = if s0 { 0.0 } else { weight_decay };
        [
            lr,
            if s0 { 1.0 - (lr * weight_decay) } else { 1.0 },
            beta2,
            s1,
            f64::from(s5 > 5.0),
            s6,
            f64::from(s6 < 0.5),
            s7,
            f64::from(s7 == 0.0),
            if maximize != 0.0 { -1.0 } else { 1.0 },
            1.0 - f64::powf(beta1, step),
            eps,
            f64::sqrt(s4),
            f64::sqrt((((s5 - 4.0) * (s5 - 2.0)) * s2) / (((s2 - 4.0) * (s2 - 2.0)) * s5)),
        ]
    }

    #[inline(always)]
    fn update<V: Float>(
        [n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13]: [V; 14],
        [param, grad, mean, square]: [V; 4],
    ) -> [V; 4] {
        let s0 = param.mul(n1);
        let s1 = n9.mul(grad);
        let s2 = V::select(n8.ne(V::constant(0.0)), s1, s0.mul_add(n7, s1));
        let s3 = s2.sub(mean);
        let s4 = V::select(n6.ne(V::constant(0.0)), s3.mul_add(n5, mean), s3.mul_add(n5.sub(V::constant(1.0)), s2));
        let s5 = s4.div(n10).mul(n0);
        let s6 = n3.mul(s2).mul_add(s2, square.mul(n2));
        [
            s0.sub(V::select(n4.ne(V::constant(0.0)), s5.mul(s6.sqrt().add(n11).recip().mul(n12)).mul(n13), s5)),
            grad,
            s4,
            s6,
        ]
    }
}

static RADAM: Row = Row::of::<Radam, 4, 14>(
    "radam",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 14 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C lr = options[0], beta1 = options[1], beta2 = options[2], eps = options[3], weight_decay = options[4], decoupled_weight_decay = options[5], maximize = options[6];
    const auto s0 = (decoupled_weight_decay != C(0.0));
    const auto s1 = (C(1.0) - beta2);
    const auto s2 = ((C(2.0) / s1) - C(1.0));
    const auto s3 = f::pow<C>(beta2, step);
    const auto s4 = (C(1.0) - s3);
    const auto s5 = (s2 - (((C(2.0) * step) * s3) / s4));
    const auto s6 = (C(1.0) - beta1);
    const auto s7 = (s0 ? C(0.0) : weight_decay);
    n[0] = lr;
    n[1] = s0 ? (C(1.0) - (lr * weight_decay)) : C(1.0);
    n[2] = beta2;
    n[3] = s1;
    n[4] = s5 > C(5.0);
    n[5] = s6;
    n[6] = s6 < C(0.5);
    n[7] = s7;
    n[8] = s7 == C(0.0);
    n[9] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[10] = C(1.0) - f::pow<C>(beta1, step);
    n[11] = eps;
    n[12] = f::sqrt(s4);
    n[13] = f::sqrt(((((s5 - C(4.0)) * (s5 - C(2.0))) * s2) / (((s2 - C(4.0)) * (s2 - C(2.0))) * s5)));
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], mean = x[2], square = x[3];
    const auto s0 = (param * n[1]);
    const auto s1 = (n[9] * grad);
    const auto s2 = ((n[8] != C(0)) ? s1 : multiply_add(s0, n[7], s1));
    const auto s3 = (s2 - mean);
    const auto s4 = ((n[6] != C(0)) ? multiply_add(s3, n[5], mean) : multiply_add(s3, (n[5] - C(1.0)), s2));
    const auto s5 = ((s4 / n[10]) * n[0]);
    const auto s6 = multiply_add((n[3] * s2), s2, (square * n[2]));
    x[0] = s0 - ((n[4] != C(0)) ? ((s5 * (f::recip((f::sqrt(s6) + n[11])) * n[12])) * n[13]) : s5);
    x[2] = s4;
    x[3] = s6;
  }
};
",
);

struct Rprop;
impl Body<4, 5> for Rprop {
    fn numbers([shrink, grow, smallest, largest, maximize, ..]: Options, _: f64) -> [f64; 5] {
        [if maximize != 0.0 { -1.0 } else { 1.0 }, shrink, grow, smallest, largest]
    }

    #[inline(always)]
    fn update<V: Float>([n0, n1, n2, n3, n4]: [V; 5], [param, grad, last, size]: [V; 4]) -> [V; 4] {
        let s0 = n0.mul(grad);
        let s1 = s0.mul(last);
        let s2 = s1.lt(V::constant(0.0));
        let s3 = V::select(s2, V::constant(0.0), s0);
        let s4 = size
            .mul(V::select(s2, n1, V::select(s1.gt(V::constant(0.0)), n2, V::constant(1.0))))
            .maximum(n3)
            .minimum(n4);
        [s3.sign().neg().mul_add(s4, param), grad, s3, s4]
    }
}

static RPROP: Row = Row::of::<Rprop, 4, 5>(
    "rprop",
    r"struct Rule {
  enum { n_arrays = 4, n_numbers = 5 };
  static __device__ void numbers(const double *options, double step, double *n) {
    typedef double C;
    const C shrink = options[0], grow = options[1], smallest = options[2], largest = options[3], maximize = options[4];
    n[0] = (maximize != C(0.0)) ? C(-1.0) : C(1.0);
    n[1] = shrink;
    n[2] = grow;
    n[3] = smallest;
    n[4] = largest;
  }
  static __device__ __forceinline__ void update(const C *n, C *x) {
    const C param = x[0], grad = x[1], last = x[2], size = x[3];
    const auto s0 = (n[0] * grad);
    const auto s1 = (s0 * last);
    const auto s2 = (s1 < C(0.0));
    const auto s3 = (s2 ? C(0.0) : s0);
    const auto s4 = f::minimum<C>(f::maximum<C>((size * (s2 ? n[1] : ((s1 > C(0.0)) ? n[2] : C(1.0)))), n[3]), n[4]);
    x[0] = multiply_add((-f::sign(s3)), s4, param);
    x[2] = s3;
    x[3] = s4;
  }
};
",
);
