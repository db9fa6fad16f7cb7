//! Losses that ask scores or distances to keep a margin.

use cresset_storage::{DType, Error, Result, Scalar};

use super::{Reduction, reduced};
use crate::Tensor;

#[track_caller]
pub(crate) fn cosine_embedding_loss(
    x: &Tensor,
    input2: &Tensor,
    target: &Tensor,
    margin: f64,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "cosine_embedding_loss";
    let rank = target.dim() + 1;
    if target.dim() > 1 || x.dim() != rank || input2.dim() != rank {
        let shapes = [("self", x.sizes()), ("input2", input2.sizes()), ("target", target.sizes())];
        return Err(Error::shape(op, "numbers of dims differ", &shapes, "one target for each row of both inputs"));
    }
    // PyTorch's, which keeps the quotient finite.
    const EPSILON: f64 = 1e-12;
    let of = |lhs: &Tensor, rhs: &Tensor| lhs.try_mul(rhs)?.try_sum_dim([-1], false);
    let length = of(x, x)?.try_add(EPSILON)?.try_mul(&of(input2, input2)?.try_add(EPSILON)?)?.try_sqrt()?;
    let cosine = of(x, input2)?.try_div(&length)?;
    let alike = target.try_eq(1)?.try_where_self(&cosine.try_rsub(1.0)?, 0.0)?;
    let apart = target.try_eq(-1)?.try_where_self(&cosine.try_sub(margin)?.try_clamp_min(0.0)?, 0.0)?;
    reduced(op, &alike.try_add(&apart)?, reduction)
}

#[track_caller]
pub(crate) fn hinge_embedding_loss(x: &Tensor, target: &Tensor, margin: f64, reduction: Reduction) -> Result<Tensor> {
    let short = x.try_rsub(margin)?.try_clamp_min(0.0)?;
    let apart = target.try_ne(1)?.try_where_self(&short, 0.0)?;
    let alike = target.try_ne(-1)?.try_where_self(x, 0.0)?;
    reduced("hinge_embedding_loss", &apart.try_add(&alike)?, reduction)
}

#[track_caller]
pub(crate) fn margin_ranking_loss(
    x: &Tensor,
    input2: &Tensor,
    target: &Tensor,
    margin: f64,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "margin_ranking_loss";
    if x.dim() != input2.dim() || x.dim() != target.dim() {
        let shapes = [("self", x.sizes()), ("input2", input2.sizes()), ("target", target.sizes())];
        return Err(Error::shape(op, "numbers of dims differ", &shapes, "give all as many dims"));
    }
    let terms = target.try_neg()?.try_mul(&x.try_sub(input2)?)?.try_add(margin)?.try_clamp_min(0.0)?;
    reduced(op, &terms, reduction)
}

/// Rows of scores, and how many classes each has.
fn rows(op: &'static str, x: &Tensor) -> Result<Tensor> {
    match x.sizes() {
        [] => x.try_reshape([1, 1]),
        &[n] if n > 0 => x.try_unsqueeze(0),
        &[_, n] if n > 0 => Ok(x.clone()),
        sizes => Err(Error::shape(op, "not rows of scores", &[("self", sizes)], "give one or two dims with classes")),
    }
}

/// Classes as positions.
fn classes(op: &'static str, target: &Tensor, n_rows: usize) -> Result<Tensor> {
    if target.dim() > 1 || target.numel() != n_rows {
        return Err(Error::shape(op, "not one class for each row", &[("target", target.sizes())], "give a vector"));
    }
    if target.dtype() != DType::I64 {
        return Err(Error::dtype(op, "not int64", &[("target", target.dtype())], "convert the target to int64"));
    }
    target.try_reshape([n_rows as i64, 1])
}

#[track_caller]
pub(crate) fn multi_margin_loss(
    x: &Tensor,
    target: &Tensor,
    p: Scalar,
    margin: Scalar,
    weight: Option<&Tensor>,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "multi_margin_loss";
    let p = p.as_f64();
    if p != 1.0 && p != 2.0 {
        return Err(Error::argument(op, "p", p, "p must be 1 or 2"));
    }
    let scores = rows(op, x)?;
    let (n_rows, n_classes) = (scores.sizes()[0], scores.sizes()[1]);
    let class = classes(op, target, n_rows)?;
    let gap = scores.try_sub(&scores.try_gather(1, &class)?)?.try_add(margin.as_f64())?.try_clamp_min(0.0)?;
    // What is NaN keeps no margin and breaks none.
    let gap = gap.detach().try_gt(0.0)?.try_where_self(&gap, 0.0)?;
    let gap = if p == 2.0 { gap.try_square()? } else { gap };
    let mut terms = gap.try_scatter(1, &class, 0.0)?;
    if let Some(weight) = weight {
        if weight.dim() > 1 || weight.numel() != n_classes {
            let shapes = [("self", x.sizes()), ("weight", weight.sizes())];
            return Err(Error::shape(op, "not one weight for each class", &shapes, "give a vector of the classes"));
        }
        terms = terms.try_mul(&weight.try_take(&class)?)?;
    }
    let terms = terms.try_sum_dim([1], false)?.try_div(n_classes as f64)?;
    let is_one = reduction == Reduction::None && target.dim() == 0;
    reduced(op, &if is_one { terms.try_reshape([])? } else { terms }, reduction)
}

#[track_caller]
pub(crate) fn multilabel_margin_loss(x: &Tensor, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
    let op = "multilabel_margin_loss";
    let scores = rows(op, x)?;
    if target.numel() != scores.numel() || (x.dim() == 2 && target.sizes() != x.sizes()) || target.dim() > 2 {
        let shapes = [("self", x.sizes()), ("target", target.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "list classes in as many places as there are"));
    }
    if target.dtype() != DType::I64 {
        return Err(Error::dtype(op, "not int64", &[("target", target.dtype())], "convert the target to int64"));
    }
    let (n_rows, n_classes) = (scores.sizes()[0], scores.sizes()[1]);
    let listed = target.try_to_vec::<i64>()?;
    // For each place of the list whether it counts, and for each class whether it is listed.
    let (mut counts, mut is_listed) = (vec![false; listed.len()], vec![false; listed.len()]);
    let mut place = vec![0i64; listed.len()];
    for row in 0..n_rows {
        for at in row * n_classes..(row + 1) * n_classes {
            if listed[at] == -1 {
                break;
            }
            let Some(class) = usize::try_from(listed[at]).ok().filter(|&class| class < n_classes) else {
                return Err(Error::argument(op, "target", listed[at], "classes must be in 0..size, or -1 at the end"));
            };
            (counts[at], place[at], is_listed[row * n_classes + class]) = (true, listed[at], true);
        }
    }
    let sizes = [n_rows, n_classes];
    let place = scores.beside(place, sizes)?;
    let of_list = scores.try_gather(1, &place)?.try_unsqueeze(2)?;
    let gap = scores.try_unsqueeze(1)?.try_sub(&of_list)?.try_add(1.0)?.try_clamp_min(0.0)?;
    let counts = scores.beside(counts, sizes)?.try_unsqueeze(2)?;
    let others = scores.beside(is_listed, sizes)?.try_logical_not()?.try_unsqueeze(1)?;
    let breaks = counts.try_logical_and(&others)?.try_logical_and(&gap.detach().try_gt(0.0)?)?;
    let terms = breaks.try_where_self(&gap, 0.0)?;
    let terms = terms.try_sum_dim([1, 2], false)?.try_div(n_classes as f64)?;
    let is_one = reduction == Reduction::None && x.dim() < 2;
    reduced(op, &if is_one { terms.try_reshape([])? } else { terms }, reduction)
}

#[track_caller]
pub(crate) fn soft_margin_loss(x: &Tensor, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
    let op = "soft_margin_loss";
    let terms = x.try_soft_margin(target)?;
    if terms.sizes() != x.sizes() {
        let shapes = [("self", x.sizes()), ("target", target.sizes())];
        return Err(Error::shape(op, "the target has more elements", &shapes, "it must broadcast to self"));
    }
    reduced(op, &super::in_dtype_of(op, x, &terms)?, reduction)
}

#[expect(clippy::too_many_arguments, reason = "PyTorch's")]
#[track_caller]
pub(crate) fn triplet_margin_loss(
    x: &Tensor,
    positive: &Tensor,
    negative: &Tensor,
    margin: f64,
    p: f64,
    eps: f64,
    swap: bool,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "triplet_margin_loss";
    if x.dim() != positive.dim() || x.dim() != negative.dim() {
        let shapes = [("self", x.sizes()), ("positive", positive.sizes()), ("negative", negative.sizes())];
        return Err(Error::shape(op, "numbers of dims differ", &shapes, "give all as many dims"));
    }
    let near = x.try_pairwise_distance(positive, p, eps, false)?;
    let mut far = x.try_pairwise_distance(negative, p, eps, false)?;
    if swap {
        far = far.try_minimum(&positive.try_pairwise_distance(negative, p, eps, false)?)?;
    }
    reduced(op, &near.try_sub(&far)?.try_add(margin)?.try_clamp_min(0.0)?, reduction)
}
