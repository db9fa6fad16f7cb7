//! Random tensors. The gradient of what is overwritten with random numbers is zero, and so is that of their parameters.

use cresset_autograd::{DType, Error, Operand, Options, Result, Tensor, default_generator, no_grad};

use super::creation::{like, options};
use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("bernoulli.Tensor", |c| bernoulli(c, c.tensor(0)?.try_copy()?)),
    ("bernoulli.default", |c| {
        let x = c.tensor(0)?;
        overwritten(&x.try_copy()?, &x.detach().try_bernoulli(default_generator())?)
    }),
    ("bernoulli.p", |c| c.tensor(0)?.try_copy()?.try_bernoulli_(c.float(1)?).into_outputs()),
    ("bernoulli_.Tensor", |c| bernoulli(c, c.tensor(0)?)),
    ("bernoulli_.float", |c| c.tensor(0)?.try_bernoulli_(c.float(1)?).into_outputs()),
    ("multinomial.default", |c| {
        c.tensor(0)?.try_multinomial(c.size(1)?, c.boolean(2)?, default_generator()).into_outputs()
    }),
    ("normal.Tensor_Tensor", |c| normal(c, &c.tensor(0)?.try_add(&c.tensor(1)?)?)),
    ("normal.Tensor_float", normal_about),
    ("normal.float_Tensor", |c| normal(c, &c.tensor(1)?.try_copy()?)),
    ("normal.float_float", |c| {
        options(c, 4)?.try_empty(c.sizes(2)?)?.try_normal_(c.float(0)?, c.float(1)?).into_outputs()
    }),
    ("normal_.default", |c| c.tensor(0)?.try_normal_(c.float(1)?, c.float(2)?).into_outputs()),
    ("normal_functional.default", |c| c.tensor(0)?.try_copy()?.try_normal_(c.float(1)?, c.float(2)?).into_outputs()),
    ("rand.default", |c| options(c, 1)?.try_rand(c.sizes(0)?).into_outputs()),
    ("rand_like.default", |c| like(c, 1)?.try_rand(c.tensor(0)?.sizes()).into_outputs()),
    ("randint.default", |c| whole(c, &options(c, 2)?.dtype(c.dtype(2)?).try_empty(c.sizes(1)?)?, 0, c.int(0)?)),
    ("randint.low", |c| whole(c, &options(c, 3)?.dtype(c.dtype(3)?).try_empty(c.sizes(2)?)?, c.int(0)?, c.int(1)?)),
    ("randint_like.default", |c| whole(c, &like(c, 2)?.try_empty(c.tensor(0)?.sizes())?, 0, c.int(1)?)),
    ("randint_like.low_dtype", |c| whole(c, &like(c, 3)?.try_empty(c.tensor(0)?.sizes())?, c.int(1)?, c.int(2)?)),
    ("randn.default", |c| options(c, 1)?.try_randn(c.sizes(0)?).into_outputs()),
    ("randn_like.default", |c| like(c, 1)?.try_randn(c.tensor(0)?.sizes()).into_outputs()),
    ("random.default", |c| c.tensor(0)?.try_copy()?.try_random_any_().into_outputs()),
    ("random.to", |c| whole(c, &c.tensor(0)?.try_copy()?, 0, c.int(1)?)),
    ("random_.default", |c| c.tensor(0)?.try_random_any_().into_outputs()),
    ("random_.to", |c| whole(c, &c.tensor(0)?, 0, c.int(1)?)),
    ("randperm.default", |c| options(c, 1)?.try_randperm(c.size(0)?).into_outputs()),
    ("uniform.default", |c| c.tensor(0)?.try_copy()?.try_uniform_(c.float(1)?, c.float(2)?).into_outputs()),
    ("uniform_.default", |c| c.tensor(0)?.try_uniform_(c.float(1)?, c.float(2)?).into_outputs()),
];

fn overwritten(target: &Tensor, drawn: &Tensor) -> Result<Outputs> {
    target.try_copy_(drawn).into_outputs()
}

/// Ones where the probabilities, broadcast to the target, say so.
fn bernoulli(c: &Arguments<'_>, target: Tensor) -> Result<Outputs> {
    let p = c.tensor(1)?;
    let sizes: Vec<i64> = target.sizes().iter().map(|&size| size as i64).collect();
    let drawn = no_grad(|| p.try_expand(sizes)?.try_contiguous()?.try_bernoulli(default_generator()))?;
    if p.requires_grad() {
        // The probabilities take part, so that they get their zeros.
        target.try_add_(&p.try_to_dtype(target.dtype())?)?;
    }
    overwritten(&target, &drawn)
}

/// Normal numbers in a tensor made from mean and deviation.
fn normal(c: &Arguments<'_>, target: &Tensor) -> Result<Outputs> {
    let drawn = no_grad(|| {
        let std = c.operand(1)?;
        let is_negative = match std {
            Operand::Tensor(std) => std.numel() > 0 && std.try_amin([], false)?.try_item()? < 0.0,
            Operand::Scalar(std) => std.as_f64() < 0.0,
        };
        if is_negative {
            return Err(c.refused(1, "a deviation is not negative"));
        }
        let drawn = Options::like(target).try_randn(target.sizes())?;
        // With one rounding, as PyTorch.
        Options::like(target).try_zeros(target.sizes())?.try_add(c.operand(0)?)?.try_addcmul(&drawn, std, 1.0)
    })?;
    overwritten(target, &drawn)
}

/// Normal numbers of one deviation about a tensor.
fn normal_about(c: &Arguments<'_>) -> Result<Outputs> {
    let mean = c.tensor(0)?;
    let drawn = no_grad(|| {
        let drawn = Options::like(&mean).try_empty(mean.sizes())?;
        drawn.try_normal_(0.0, c.float(1)?)?.try_add(&mean)
    })?;
    overwritten(&mean.try_copy()?, &drawn)
}

/// Whole numbers from `low` to below `high` over a tensor, which must be able to hold them.
fn whole(c: &Arguments<'_>, target: &Tensor, low: i64, high: i64) -> Result<Outputs> {
    if target.dtype() == DType::Bool && (low < 0 || high > 2) {
        let remedy = "bool holds 0 and 1";
        return Err(Error::argument(c.op(), "high", high, remedy));
    }
    target.try_random_(low, high).into_outputs()
}
