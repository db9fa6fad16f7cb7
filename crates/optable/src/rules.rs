//! The rules of PyTorch's elementwise optimisers, with the roundings of its loops over parameters.
//!
//! # Source
//! <https://docs.pytorch.org/docs/stable/optim.html>: each rule's page has its formulas and its paper.
use crate::expr::{Expr, Leaf, Test, select};
use crate::function::{abs, eq, gt, le, lt, maximum, minimum, ne, pow, recip, sign, sqrt};
use crate::rule::{GRAD, PARAM, Rule, STEP, rounded};

/// Whether a flag is set.
fn set(flag: Leaf) -> Test {
    ne(flag, 0.0)
}

/// The gradient of what is to become smaller.
fn downhill(maximize: Leaf) -> Expr {
    select(set(maximize), -1.0, 1.0) * GRAD
}

/// The gradient with that of an L2 penalty. None is added for 0, so that infinite parameters do no harm.
fn penalised(maximize: Leaf, weight_decay: impl Into<Expr>) -> Expr {
    let (grad, weight_decay) = (downhill(maximize), weight_decay.into());
    select(eq(&weight_decay, 0.0), &grad, PARAM * &weight_decay + &grad)
}

/// Parameter and gradient with a weight decay that shrinks the one or enters the other.
fn decayed(lr: Leaf, weight_decay: Leaf, decoupled: Leaf, maximize: Leaf) -> (Expr, Expr) {
    let param = PARAM * select(set(decoupled), 1.0 - lr * weight_decay, 1.0);
    let grad = downhill(maximize);
    let penalty = select(set(decoupled), 0.0, weight_decay);
    (param.clone(), select(eq(&penalty, 0.0), &grad, param * &penalty + &grad))
}

/// PyTorch's lerp, which starts from the nearer end.
fn lerp(from: Leaf, to: &Expr, weight: &Expr) -> Expr {
    let apart = to - from;
    select(lt(weight, 0.5), &apart * weight + from, &apart * (rounded(weight) - 1.0) + to)
}

/// A running mean of squares.
fn mean_square(square: Leaf, of: &Expr, kept: Leaf) -> Expr {
    (1.0 - kept) * of * of + square * kept
}

/// One minus the share of a running mean's first value that is left in it.
fn correction(kept: Leaf) -> Expr {
    1.0 - pow(kept, STEP)
}

fn sgd() -> [Rule; 2] {
    let plain = Rule::new(
        "sgd",
        "Gradient descent.",
        ([], ["lr", "weight_decay"], ["maximize"]),
        |[], [lr, weight_decay], [maximize]| vec![penalised(maximize, weight_decay) * -lr + PARAM],
    );
    let options = ["lr", "momentum", "dampening", "weight_decay"];
    let momentum = Rule::new(
        "sgd_momentum",
        "Gradient descent with momentum; the buffer is not read in a first step.",
        (["buffer"], options, ["nesterov", "maximize"]),
        |[buffer], [lr, momentum, dampening, weight_decay], [nesterov, maximize]| {
            let grad = penalised(maximize, weight_decay);
            let buffer = select(le(STEP, 1.0), &grad, &grad * (1.0 - dampening) + buffer * momentum);
            let along = select(set(nesterov), &buffer * momentum + &grad, &buffer);
            vec![along * -lr + PARAM, buffer]
        },
    );
    [plain, momentum]
}

const ADAM_OPTIONS: [&str; 5] = ["lr", "beta1", "beta2", "eps", "weight_decay"];
const ADAM_FLAGS: [&str; 2] = ["decoupled_weight_decay", "maximize"];

fn adam() -> [Rule; 2] {
    /// Parameter before its move, mean and mean square, and what moves by the root of a mean square.
    fn moments(
        [mean, square]: [Leaf; 2],
        [lr, beta1, beta2, eps, weight_decay]: [Leaf; 5],
        [decoupled, maximize]: [Leaf; 2],
    ) -> (Expr, Expr, impl Fn(&Expr) -> Expr) {
        let (param, grad) = decayed(lr, weight_decay, decoupled, maximize);
        let mean = lerp(mean, &grad, &(1.0 - beta1));
        let square = mean_square(square, &grad, beta2);
        let step = &mean * -(lr / correction(beta1));
        let moved = move |square: &Expr| &step / (sqrt(square) / sqrt(correction(beta2)) + eps) + &param;
        (mean, square, moved)
    }
    let plain = Rule::new(
        "adam",
        "Adam; with decoupled weight decay, AdamW.",
        (["mean", "square"], ADAM_OPTIONS, ADAM_FLAGS),
        |states, options, flags| {
            let (mean, square, moved) = moments(states, options, flags);
            vec![moved(&square), mean, square]
        },
    );
    let amsgrad = Rule::new(
        "adam_amsgrad",
        "Adam whose divisor never shrinks.",
        (["mean", "square", "largest"], ADAM_OPTIONS, ADAM_FLAGS),
        |[mean, square, largest], options, flags| {
            let (mean, square, moved) = moments([mean, square], options, flags);
            let largest = maximum(largest, &square);
            vec![moved(&largest), mean, square, largest]
        },
    );
    [plain, amsgrad]
}

fn adadelta() -> Rule {
    Rule::new(
        "adadelta",
        "Adadelta: steps in units that the sizes of earlier steps set.",
        (["square", "moved"], ["lr", "rho", "eps", "weight_decay"], ["maximize"]),
        |[square, moved], [lr, rho, eps, weight_decay], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let square = mean_square(square, &grad, rho);
            let delta = sqrt(moved + eps) / sqrt(&square + eps) * grad;
            vec![&delta * -lr + PARAM, square, mean_square(moved, &delta, rho)]
        },
    )
}

fn adagrad() -> Rule {
    Rule::new(
        "adagrad",
        "Adagrad: steps of the gradient over the root of the sum of all its squares.",
        (["sum"], ["lr", "lr_decay", "weight_decay", "eps"], ["maximize"]),
        |[sum], [lr, lr_decay, weight_decay, eps], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let sum = &grad * &grad + sum;
            let lr = lr / (1.0 + (STEP - 1.0) * lr_decay);
            vec![grad * -lr / (sqrt(&sum) + eps) + PARAM, sum]
        },
    )
}

fn adamax() -> Rule {
    Rule::new(
        "adamax",
        "Adam with the largest gradient in place of the root of the mean square.",
        (["mean", "largest"], ADAM_OPTIONS, ["maximize"]),
        |[mean, largest], [lr, beta1, beta2, eps, weight_decay], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let mean = lerp(mean, &grad, &(1.0 - beta1));
            let largest = maximum(largest * beta2, abs(grad) + eps);
            vec![&mean * -(lr / correction(beta1)) / &largest + PARAM, mean, largest]
        },
    )
}

fn asgd() -> Rule {
    Rule::new(
        "asgd",
        "Gradient descent at the rate `eta`, and the mean of the parameters, which the newest enters by the share `mu`.",
        (["mean"], ["eta", "mu", "lambd", "weight_decay"], ["maximize"]),
        |[mean], [eta, mu, lambd, weight_decay], [maximize]| {
            let param = penalised(maximize, weight_decay) * -eta + PARAM * (1.0 - lambd * eta);
            let mean = select(eq(mu, 1.0), &param, mean + (&param - mean) * mu);
            vec![param, mean]
        },
    )
}

fn nadam() -> Rule {
    let options = ["lr", "beta1", "beta2", "eps", "weight_decay", "momentum_decay", "momentum_product"];
    Rule::new(
        "nadam",
        "Adam with Nesterov's momentum, of which the product over all steps is given.",
        (["mean", "square"], options, ADAM_FLAGS),
        |[mean, square], [lr, beta1, beta2, eps, weight_decay, decay, product], [decoupled, maximize]| {
            let (param, grad) = decayed(lr, weight_decay, decoupled, maximize);
            let momentum = |step: Expr| beta1 * (1.0 - 0.5 * pow(0.96, step * decay));
            let (now, next) = (momentum(STEP.into()), momentum(STEP + 1.0));
            let mean = lerp(mean, &grad, &(1.0 - beta1));
            let square = mean_square(square, &grad, beta2);
            let divisor = sqrt(&square / correction(beta2)) + eps;
            let of_grad = -lr * (1.0 - now) / (1.0 - product);
            let of_mean = -lr * &next / (1.0 - product * &next);
            let param = grad * of_grad / &divisor + param;
            vec![&mean * of_mean / &divisor + param, mean, square]
        },
    )
}

fn radam() -> Rule {
    Rule::new(
        "radam",
        "Adam whose first steps are made smaller, as long as the mean square is known from few gradients.",
        (["mean", "square"], ADAM_OPTIONS, ADAM_FLAGS),
        |[mean, square], [lr, beta1, beta2, eps, weight_decay], [decoupled, maximize]| {
            let (param, grad) = decayed(lr, weight_decay, decoupled, maximize);
            let mean = lerp(mean, &grad, &(1.0 - beta1));
            let square = mean_square(square, &grad, beta2);
            let step = &mean / correction(beta1) * lr;
            // How many gradients the mean square is worth, at most and now.
            let longest = 2.0 / (1.0 - beta2) - 1.0;
            let length = &longest - 2.0 * STEP * pow(beta2, STEP) / correction(beta2);
            let trust = (&length - 4.0) * (&length - 2.0) * &longest / ((&longest - 4.0) * (&longest - 2.0) * &length);
            let adaptive = recip(sqrt(&square) + eps) * sqrt(correction(beta2));
            vec![param - select(gt(&length, 5.0), &step * adaptive * sqrt(trust), &step), mean, square]
        },
    )
}

fn rmsprop() -> [Rule; 4] {
    const OPTIONS: [&str; 4] = ["lr", "alpha", "eps", "weight_decay"];
    const WITH_MOMENTUM: [&str; 5] = ["lr", "alpha", "eps", "weight_decay", "momentum"];
    let variance = |square: &Expr, mean: &Expr| -mean * mean + square;
    let plain = Rule::new(
        "rmsprop",
        "Steps of the gradient over the root of its mean square.",
        (["square"], OPTIONS, ["maximize"]),
        |[square], [lr, alpha, eps, weight_decay], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let square = mean_square(square, &grad, alpha);
            vec![grad * -lr / (sqrt(&square) + eps) + PARAM, square]
        },
    );
    let momentum = Rule::new(
        "rmsprop_momentum",
        "RMSprop that keeps a share of the last step.",
        (["square", "buffer"], WITH_MOMENTUM, ["maximize"]),
        |[square, buffer], [lr, alpha, eps, weight_decay, momentum], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let square = mean_square(square, &grad, alpha);
            let buffer = grad / (sqrt(&square) + eps) + buffer * momentum;
            vec![&buffer * -lr + PARAM, square, buffer]
        },
    );
    let centered = Rule::new(
        "rmsprop_centered",
        "RMSprop with the variance in place of the mean square.",
        (["square", "mean"], OPTIONS, ["maximize"]),
        |[square, mean], [lr, alpha, eps, weight_decay], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let (square, mean) = (mean_square(square, &grad, alpha), lerp(mean, &grad, &(1.0 - alpha)));
            vec![grad * -lr / (sqrt(variance(&square, &mean)) + eps) + PARAM, square, mean]
        },
    );
    let centered_momentum = Rule::new(
        "rmsprop_centered_momentum",
        "RMSprop with the variance, and a share of the last step.",
        (["square", "buffer", "mean"], WITH_MOMENTUM, ["maximize"]),
        |[square, buffer, mean], [lr, alpha, eps, weight_decay, momentum], [maximize]| {
            let grad = penalised(maximize, weight_decay);
            let (square, mean) = (mean_square(square, &grad, alpha), lerp(mean, &grad, &(1.0 - alpha)));
            let buffer = grad / (sqrt(variance(&square, &mean)) + eps) + buffer * momentum;
            vec![&buffer * -lr + PARAM, square, buffer, mean]
        },
    );
    [plain, momentum, centered, centered_momentum]
}

fn rprop() -> Rule {
    Rule::new(
        "rprop",
        "Each element has a step size of its own, which grows while the gradient keeps its sign.",
        (["last", "size"], ["shrink", "grow", "smallest", "largest"], ["maximize"]),
        |[last, size], [shrink, grow, smallest, largest], [maximize]| {
            let grad = downhill(maximize);
            let product = &grad * last;
            let turned = || lt(&product, 0.0);
            let factor = select(turned(), shrink, select(gt(&product, 0.0), grow, 1.0));
            let size = minimum(maximum(size * factor, smallest), largest);
            // An element whose gradient has turned stays where it is for one step.
            let grad = select(turned(), 0.0, grad);
            vec![-sign(&grad) * &size + PARAM, grad, size]
        },
    )
}

/// Every rule, in the order of generated code.
pub fn rules() -> Vec<Rule> {
    let single = [adadelta(), adagrad(), adamax(), asgd(), nadam(), radam(), rprop()];
    sgd().into_iter().chain(adam()).chain(rmsprop()).chain(single).collect()
}
