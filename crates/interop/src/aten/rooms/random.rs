//! Random tensors. The gradient of what is overwritten with random numbers is zero, and so is that of their parameters.

use cresset_autograd::{Operand, Options, Result, Tensor, default_generator, no_grad};

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
    ("normal.Tensor_float", |c| normal(c, &c.tensor(0)?.try_copy()?)),
    ("normal.float_Tensor", |c| normal(c, &c.tensor(1)?.try_copy()?)),
    ("normal.float_float", |c| {
        options(c, 4)?.try_empty(c.sizes(2)?)?.try_normal_(c.float(0)?, c.float(1)?).into_outputs()
    }),
    ("normal_.default", |c| c.tensor(0)?.try_normal_(c.float(1)?, c.float(2)?).into_outputs()),
    ("normal_functional.default", |c| c.tensor(0)?.try_copy()?.try_normal_(c.float(1)?, c.float(2)?).into_outputs()),
    ("rand.default", |c| options(c, 1)?.try_rand(c.sizes(0)?).into_outputs()),
    ("rand_like.default", |c| like(c, 1)?.try_rand(c.tensor(0)?.sizes()).into_outputs()),
    ("randint.default", |c| options(c, 2)?.dtype(c.dtype(2)?).try_randint(0, c.int(0)?, c.sizes(1)?).into_outputs()),
    ("randint.low", |c| {
        options(c, 3)?.dtype(c.dtype(3)?).try_randint(c.int(0)?, c.int(1)?, c.sizes(2)?).into_outputs()
    }),
    ("randint_like.default", |c| like(c, 2)?.try_randint(0, c.int(1)?, c.tensor(0)?.sizes()).into_outputs()),
    ("randint_like.low_dtype", |c| like(c, 3)?.try_randint(c.int(1)?, c.int(2)?, c.tensor(0)?.sizes()).into_outputs()),
    ("randn.default", |c| options(c, 1)?.try_randn(c.sizes(0)?).into_outputs()),
    ("randn_like.default", |c| like(c, 1)?.try_randn(c.tensor(0)?.sizes()).into_outputs()),
    ("random.default", |c| c.tensor(0)?.try_copy()?.try_random_any_().into_outputs()),
    ("random.to", |c| c.tensor(0)?.try_copy()?.try_random_(0, c.int(1)?).into_outputs()),
    ("random_.default", |c| c.tensor(0)?.try_random_any_().into_outputs()),
    ("random_.to", |c| c.tensor(0)?.try_random_(0, c.int(1)?).into_outputs()),
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
        drawn.try_mul(std)?.try_add(c.operand(0)?)
    })?;
    overwritten(target, &drawn)
}
