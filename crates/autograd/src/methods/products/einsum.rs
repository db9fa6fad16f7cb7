//! Einstein's summation: letters name dimensions, and what the result does not name is summed.

use cresset_storage::{Error, Result};

use crate::Tensor;
use crate::methods::shape::signed;

const OP: &str = "einsum";

/// A dimension: a letter, or one of those that `...` stands for, counted from the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Label {
    Letter(char),
    Rest(usize),
}

fn refuse<T>(equation: &str, remedy: &'static str) -> Result<T> {
    Err(Error::argument(OP, "equation", equation, remedy))
}

/// The labels of one term; `rank` tells how many dimensions `...` stands for, where there is a tensor.
fn labels(equation: &str, term: &str, n_rest: impl Fn(usize) -> Option<usize>) -> Result<Vec<Label>> {
    let n_letters = term.chars().filter(char::is_ascii_alphabetic).count();
    let mut labels = Vec::new();
    let mut rest = term;
    let mut has_rest = false;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("...") {
            let Some(count) = n_rest(n_letters).filter(|_| !has_rest) else {
                return refuse(equation, "one ... for each tensor, which must have the dims");
            };
            labels.extend((0..count).rev().map(Label::Rest));
            has_rest = true;
            rest = behind;
            continue;
        }
        if !first.is_ascii_alphabetic() {
            return refuse(equation, "use letters, commas, ... and one ->");
        }
        labels.push(Label::Letter(first));
        rest = &rest[1..];
    }
    Ok(labels)
}

/// A tensor, and what its dimensions are called.
struct Named {
    tensor: Tensor,
    labels: Vec<Label>,
}

/// Takes the diagonal of dimensions that have one name.
#[track_caller]
fn without_repeats(mut named: Named) -> Result<Named> {
    let mut at = 0;
    while at < named.labels.len() {
        let label = named.labels[at];
        match (at + 1..named.labels.len()).find(|&other| named.labels[other] == label) {
            None => at += 1,
            Some(other) => {
                let sizes = named.tensor.sizes();
                if sizes[at] != sizes[other] {
                    let remedy = "dims with one letter must have one size";
                    return Err(Error::shape(OP, "sizes differ", &[("operand", sizes)], remedy));
                }
                named.tensor = named.tensor.try_diagonal(0, at as i64, other as i64)?;
                named.labels.remove(other);
                named.labels.remove(at);
                named.labels.push(label);
            }
        }
    }
    Ok(named)
}

impl Named {
    fn size(&self, label: Label) -> Option<usize> {
        self.labels.iter().position(|&own| own == label).map(|at| self.tensor.sizes()[at])
    }

    /// The dimensions in this order, those that are missing with size 1.
    #[track_caller]
    fn ordered(&self, order: &[Label]) -> Result<Tensor> {
        let places = order.iter().filter_map(|label| self.labels.iter().position(|own| own == label));
        let turned = self.tensor.try_permute(places.map(|at| at as i64).collect::<Vec<_>>())?;
        let mut sizes = signed(&turned).into_iter();
        let wanted = order.iter().map(|label| if self.labels.contains(label) { sizes.next() } else { None });
        turned.try_reshape(wanted.map(|size| size.unwrap_or(1)).collect::<Vec<_>>())
    }

    /// Without the dimensions that nobody else names.
    #[track_caller]
    fn summed(self, kept: impl Fn(Label) -> bool) -> Result<Named> {
        let gone: Vec<usize> = (0..self.labels.len()).filter(|&at| !kept(self.labels[at])).collect();
        if gone.is_empty() {
            return Ok(self);
        }
        let dims: Vec<i64> = gone.iter().map(|&at| at as i64).collect();
        let tensor = self.tensor.try_sum_dim(dims, false)?;
        let labels = self.labels.iter().copied().filter(|&label| kept(label)).collect();
        Ok(Named { tensor, labels })
    }
}

/// The product of two, summed over what `kept` does not name: a product of batches of matrices.
#[track_caller]
fn pair(lhs: Named, rhs: Named, kept: impl Fn(Label) -> bool) -> Result<Named> {
    let (lhs_labels, rhs_labels) = (lhs.labels.clone(), rhs.labels.clone());
    let lhs = lhs.summed(|label| rhs_labels.contains(&label) || kept(label))?;
    let rhs = rhs.summed(|label| lhs_labels.contains(&label) || kept(label))?;
    let wide = |of: &Named, label: Label| of.size(label).is_some_and(|size| size != 1);
    let (mut batch, mut rows, mut columns, mut inner) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for &label in lhs.labels.iter().chain(rhs.labels.iter().filter(|label| !lhs.labels.contains(label))) {
        match (wide(&lhs, label), wide(&rhs, label)) {
            (true, true) if kept(label) => batch.push(label),
            (true, true) => inner.push(label),
            (true, false) => rows.push(label),
            (false, true) => columns.push(label),
            (false, false) => batch.push(label),
        }
    }
    // A dimension of size 1 on one side is summed on the other before.
    let lhs = lhs.summed(|label| kept(label) || !rows.contains(&label))?;
    let rhs = rhs.summed(|label| kept(label) || !columns.contains(&label))?;
    rows.retain(|&label| kept(label));
    columns.retain(|&label| kept(label));
    batch.retain(|&label| kept(label));
    let product = |of: &Named, labels: &[Label]| -> i64 {
        labels.iter().map(|&label| of.size(label).unwrap_or(1) as i64).product()
    };
    let sizes = |of: &Named, labels: &[Label]| -> Vec<i64> {
        labels.iter().map(|&label| of.size(label).unwrap_or(1) as i64).collect()
    };
    let n_batch = product(&lhs, &batch);
    let strip = |of: &Named, other: &[Label]| -> Result<Named> {
        // What has size 1 and is named by nobody here needs no place.
        let labels: Vec<Label> = of.labels.iter().copied().filter(|label| other.contains(label)).collect();
        let sizes = labels.iter().map(|&label| of.size(label).unwrap_or(1) as i64).collect::<Vec<_>>();
        Ok(Named { tensor: of.tensor.try_reshape(sizes)?, labels })
    };
    let left_order = [&batch[..], &rows, &inner].concat();
    let right_order = [&batch[..], &inner, &columns].concat();
    let left = strip(&lhs, &left_order)?.ordered(&left_order)?;
    let right = strip(&rhs, &right_order)?.ordered(&right_order)?;
    let left = left.try_reshape([n_batch, product(&lhs, &rows), product(&lhs, &inner)])?;
    let right = right.try_reshape([n_batch, product(&lhs, &inner), product(&rhs, &columns)])?;
    // Without a sum this is a plain product, which takes two dtypes.
    let out = if inner.is_empty() { left.try_mul(&right)? } else { left.try_bmm(&right)? };
    let sizes = [sizes(&lhs, &batch), sizes(&lhs, &rows), sizes(&rhs, &columns)].concat();
    Ok(Named { tensor: out.try_reshape(sizes)?, labels: [batch, rows, columns].concat() })
}

#[track_caller]
pub(crate) fn einsum(equation: &str, tensors: &[&Tensor]) -> Result<Tensor> {
    let text: String = equation.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (inputs, output) = match text.split_once("->") {
        Some((inputs, output)) => (inputs, Some(output)),
        None => (text.as_str(), None),
    };
    let terms: Vec<&str> = inputs.split(',').collect();
    if terms.len() != tensors.len() || tensors.is_empty() {
        return refuse(equation, "one term for each tensor");
    }
    let mut operands = Vec::with_capacity(tensors.len());
    let mut seen: Vec<Label> = Vec::new();
    for (term, tensor) in terms.into_iter().zip(tensors) {
        let labels = labels(equation, term, |n_letters| tensor.dim().checked_sub(n_letters))?;
        if labels.len() != tensor.dim() {
            let remedy = "one letter for each dim, or ... for the rest";
            return Err(Error::shape(OP, "letters and dims differ", &[("operand", tensor.sizes())], remedy));
        }
        seen.extend(&labels);
        operands.push(without_repeats(Named { tensor: (*tensor).clone(), labels })?);
    }
    let n_rest = seen.iter().filter_map(|label| if let Label::Rest(at) = label { Some(at + 1) } else { None }).max();
    let wanted = match output {
        Some(output) => {
            let wanted = labels(equation, output, |_| Some(n_rest.unwrap_or(0)))?;
            let is_repeated = |at: usize| wanted[..at].contains(&wanted[at]);
            if (0..wanted.len()).any(|at| is_repeated(at) || !seen.contains(&wanted[at])) {
                return refuse(equation, "each letter of the result once, and in some term");
            }
            wanted
        }
        None => {
            let mut letters: Vec<char> = seen
                .iter()
                .filter(|label| seen.iter().filter(|other| other == label).count() == 1)
                .filter_map(|label| if let Label::Letter(letter) = label { Some(*letter) } else { None })
                .collect();
            letters.sort_unstable();
            let rest = (0..n_rest.unwrap_or(0)).rev().map(Label::Rest);
            rest.chain(letters.into_iter().map(Label::Letter)).collect()
        }
    };
    for label in &seen {
        let mut sizes = operands.iter().filter_map(|operand| operand.size(*label)).filter(|&size| size != 1);
        if let Some(size) = sizes.next()
            && sizes.any(|other| other != size)
        {
            return refuse(equation, "dims with one letter must have one size, or size 1");
        }
    }
    let mut rest = operands.into_iter();
    let Some(mut folded) = rest.next() else { return refuse(equation, "one term for each tensor") };
    while let Some(next) = rest.next() {
        let later: Vec<Label> = rest.as_slice().iter().flat_map(|operand| operand.labels.clone()).collect();
        folded = pair(folded, next, |label| wanted.contains(&label) || later.contains(&label))?;
    }
    folded.summed(|label| wanted.contains(&label))?.ordered(&wanted)
}
