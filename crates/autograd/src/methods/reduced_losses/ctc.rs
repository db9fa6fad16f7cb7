//! Connectionist temporal classification.

use cresset_storage::{DType, Error, Result};

use super::{Reduction, reduced};
use crate::Tensor;

/// Labels of each sequence with a blank before, between and after them, all of the width of the longest.
struct Labels {
    /// Twice the longest target, plus one.
    width: usize,
    labels: Vec<i64>,
    /// Whether a step may come from two places before: from one label to another one.
    skips: Vec<bool>,
}

const OP: &str = "ctc_loss";

fn labels(targets: &Tensor, lengths: &[i64], blank: i64, n_classes: i64) -> Result<Labels> {
    let given = targets.try_to_dtype(DType::I64)?.try_to_vec::<i64>()?;
    let longest = lengths.iter().copied().max().unwrap_or(0) as usize;
    let width = 2 * longest + 1;
    let stride = if targets.dim() == 2 { targets.sizes()[1] } else { 0 };
    let mut found = Labels { width, labels: Vec::new(), skips: Vec::new() };
    let mut start = 0;
    for (sample, &length) in lengths.iter().enumerate() {
        let first = if targets.dim() == 2 { sample * stride } else { start };
        start += length as usize;
        let own = given.get(first..first + length as usize).unwrap_or(&[]);
        if let Some(&wrong) = own.iter().find(|&&label| !(0..n_classes).contains(&label)) {
            return Err(Error::argument(OP, "target", wrong, "labels must be below the number of classes"));
        }
        let at = |place: usize| if place % 2 == 1 { own.get(place / 2).copied().unwrap_or(blank) } else { blank };
        found.labels.extend((0..width).map(at));
        found.skips.extend((0..width).map(|place| place > 1 && at(place) != blank && at(place) != at(place - 2)));
    }
    Ok(found)
}

/// The lengths as they must be: one for each sequence, from 0 to `most`.
fn check_lengths(name: &'static str, lengths: &[i64], n: usize, most: usize) -> Result<()> {
    if lengths.len() != n {
        return Err(Error::argument(OP, name, lengths.len(), "give one length for each sequence"));
    }
    match lengths.iter().find(|&&length| length < 0 || length as usize > most) {
        Some(&length) => Err(Error::argument(OP, name, length, "lengths must be within the tensor")),
        None => Ok(()),
    }
}

#[track_caller]
pub(crate) fn ctc_loss(
    x: &Tensor,
    targets: &Tensor,
    input_lengths: &[i64],
    target_lengths: &[i64],
    blank: i64,
    reduction: Reduction,
    zero_infinity: bool,
) -> Result<Tensor> {
    let alone = x.dim() == 2;
    let x = if alone { x.try_unsqueeze(1)? } else { x.clone() };
    let &[steps, n, classes] = x.sizes() else {
        let remedy = "give [steps, batch, classes] or [steps, classes]";
        return Err(Error::shape(OP, "not log-probabilities of sequences", &[("self", x.sizes())], remedy));
    };
    if !x.dtype().is_floating_point() || !targets.dtype().is_integral() {
        let dtypes = [("self", x.dtype()), ("targets", targets.dtype())];
        return Err(Error::dtype(OP, "dtypes do not fit", &dtypes, "log-probabilities are floating, targets whole"));
    }
    if blank < 0 || blank as usize >= classes {
        return Err(Error::argument(OP, "blank", blank, "blank must be one of the classes"));
    }
    let targets = if alone && targets.dim() == 1 { targets.try_unsqueeze(0)? } else { targets.clone() };
    let longest = if targets.dim() == 2 { targets.sizes()[1] } else { targets.numel() };
    check_lengths("input_lengths", input_lengths, n, steps)?;
    check_lengths("target_lengths", target_lengths, n, longest)?;
    let needed: i64 = target_lengths.iter().sum();
    if steps == 0 || targets.dim() == 0 || targets.dim() > 2 || (targets.dim() == 1 && needed != longest as i64) {
        let shapes = [("self", x.sizes()), ("targets", targets.sizes())];
        let remedy = "targets are [batch, length], or all labels in one row; self has at least one step";
        return Err(Error::shape(OP, "sizes do not fit", &shapes, remedy));
    }
    let Labels { width, labels, skips } = labels(&targets, target_lengths, blank, classes as i64)?;
    let mask = |values: Vec<bool>, sizes: [usize; 2]| x.beside(values, sizes);
    let index = x.beside(labels, [1, n, width])?.try_expand([steps as i64, n as i64, width as i64])?;
    let skips = mask(skips, [n, width])?;
    let frames = x.try_gather(2, &index)?;
    let never = f64::NEG_INFINITY;
    let moved = |alpha: &Tensor, places: i64| alpha.try_pad([places, -places], never);
    // Logarithms of the chance to have come to each place. Before the first step only the start is reached.
    let start = (0..n * width).map(|place| place % width == 0).collect();
    let mut alpha =
        mask(start, [n, width])?.try_where_self(crate::try_zeros_like(&frames.try_select(0, 0)?)?, never)?;
    for step in 0..steps {
        let frame = frames.try_select(0, step as i64)?;
        let next = if step == 0 {
            // The first step goes to the first blank or the first label.
            let first = (0..n * width).map(|place| place % width < 2).collect();
            mask(first, [n, width])?.try_where_self(&frame, never)?
        } else {
            let from_two = skips.try_where_self(&moved(&alpha, 2)?, never)?;
            Tensor::try_stack(&[&alpha, &moved(&alpha, 1)?, &from_two], 0)?
                .try_logsumexp([0], false)?
                .try_add(&frame)?
        };
        let live: Vec<bool> = input_lengths.iter().map(|&length| step < length as usize).collect();
        alpha = if live.iter().all(|&live| live) { next } else { mask(live, [n, 1])?.try_where_self(&next, &alpha)? };
    }
    // A sequence ends at its last blank or its last label.
    let ends: Vec<i64> = target_lengths.iter().flat_map(|&length| [2 * length, (2 * length - 1).max(0)]).collect();
    let ended = alpha.try_gather(1, &x.beside(ends, [n, 2])?)?;
    let two = mask(target_lengths.iter().flat_map(|&length| [true, length > 0]).collect(), [n, 2])?;
    let mut losses = two.try_where_self(&ended, never)?.try_logsumexp([1], false)?.try_neg()?;
    if zero_infinity {
        losses = losses.try_isinf()?.try_where_self(0.0, &losses)?;
    }
    if reduction == Reduction::Mean {
        let lengths: Vec<f64> = target_lengths.iter().map(|&length| length.max(1) as f64).collect();
        losses = losses.try_div(&x.beside(lengths, [n])?.try_to_dtype(x.dtype())?)?;
    }
    let losses = if alone && reduction == Reduction::None { losses.try_squeeze_dim(0)? } else { losses };
    reduced(OP, &losses, reduction)
}
