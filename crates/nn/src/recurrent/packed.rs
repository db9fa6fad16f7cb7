//! Sequences of different lengths, packed without padding.

use cresset_autograd::{Error, Options, Result, Tensor};

/// Sequences step by step: the first elements of all, then the second ones of those that have one, and so on. The longest
/// sequence comes first.
#[derive(Clone, Debug)]
pub struct PackedSequence {
    /// All elements, `[sum of lengths, *]`.
    pub data: Tensor,
    /// How many sequences there are at each step.
    pub batch_sizes: Vec<usize>,
    /// The sequences by length, if they were not.
    pub sorted_indices: Option<Tensor>,
    /// Where each sequence is among the sorted ones.
    pub unsorted_indices: Option<Tensor>,
}

impl PackedSequence {
    /// Other elements in the same order.
    pub(super) fn with_data(&self, data: &Tensor) -> PackedSequence {
        PackedSequence { data: data.clone(), ..self.clone() }
    }
}

/// Packs padded sequences, `[steps, batch, *]` or with `batch_first` `[batch, steps, *]`. With `enforce_sorted` the
/// lengths must fall.
///
/// # Errors
/// Lengths that are 0, too large, too few or, with `enforce_sorted`, rising.
pub fn pack_padded_sequence(
    x: &Tensor,
    lengths: &[usize],
    batch_first: bool,
    enforce_sorted: bool,
) -> Result<PackedSequence> {
    let op = "pack_padded_sequence";
    let refuse = |remedy| Err(Error::argument(op, "lengths", format!("{lengths:?}"), remedy));
    if x.dim() < 2 {
        return Err(Error::shape(op, "too few dims", &[("x", x.sizes())], "x must be [steps, batch, *]"));
    }
    let mut x = if batch_first { x.try_transpose(0, 1)? } else { x.clone() };
    let (n_steps, batch) = (x.sizes()[0], x.sizes()[1]);
    if lengths.len() != batch || lengths.is_empty() {
        return refuse("give one for each sequence of the batch");
    }
    if lengths.iter().any(|length| !(1..=n_steps).contains(length)) {
        return refuse("each lies between 1 and the number of steps");
    }
    let mut lengths = lengths.to_vec();
    let (mut sorted_indices, mut unsorted_indices) = (None, None);
    if enforce_sorted {
        if !lengths.is_sorted_by(|lhs, rhs| lhs >= rhs) {
            return refuse("they must fall, or enforce_sorted be false");
        }
    } else {
        let mut order: Vec<usize> = (0..batch).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(lengths[at]));
        let mut places = vec![0i64; batch];
        order.iter().enumerate().for_each(|(place, &at)| places[at] = place as i64);
        lengths = order.iter().map(|&at| lengths[at]).collect();
        let order = Tensor::try_from_vec(order.iter().map(|&at| at as i64).collect::<Vec<_>>(), [batch])?;
        x = x.try_index_select(1, &order)?;
        sorted_indices = Some(order);
        unsorted_indices = Some(Tensor::try_from_vec(places, [batch])?);
    }
    let longest = lengths.first().copied().unwrap_or(0);
    let batch_sizes: Vec<usize> =
        (0..longest).map(|step| lengths.iter().filter(|&&length| length > step).count()).collect();
    let steps = batch_sizes.iter().enumerate();
    let parts: Vec<Tensor> =
        steps.map(|(step, &size)| x.try_select(0, step as i64)?.try_narrow(0, 0, size)).collect::<Result<_>>()?;
    let data = Tensor::try_cat(&parts.iter().collect::<Vec<_>>(), 0)?;
    Ok(PackedSequence { data, batch_sizes, sorted_indices, unsorted_indices })
}

/// Packs sequences `[steps, *]` of different lengths.
///
/// # Errors
/// As [`pack_padded_sequence`].
pub fn pack_sequence(sequences: &[&Tensor], enforce_sorted: bool) -> Result<PackedSequence> {
    let lengths: Vec<usize> = sequences.iter().map(|x| x.sizes().first().copied().unwrap_or(0)).collect();
    pack_padded_sequence(&pad_sequence(sequences, false, 0.0)?, &lengths, false, enforce_sorted)
}

/// Sequences `[steps, *]` as one tensor `[longest, batch, *]`, or with `batch_first` `[batch, longest, *]`, filled up with
/// a value.
///
/// # Errors
/// No sequences, or sizes that differ behind the first.
pub fn pad_sequence(sequences: &[&Tensor], batch_first: bool, padding_value: f64) -> Result<Tensor> {
    let lengths = sequences.iter().map(|x| x.sizes().first().copied().unwrap_or(0));
    let longest = lengths.max().unwrap_or(0);
    let padded: Vec<Tensor> = sequences
        .iter()
        .map(|x| {
            let missing = (longest - x.sizes().first().copied().unwrap_or(0)) as i64;
            let mut pad = vec![0; 2 * x.dim().max(1)];
            if let Some(end) = pad.last_mut() {
                *end = missing;
            }
            x.try_pad(pad, padding_value)
        })
        .collect::<Result<_>>()?;
    Tensor::try_stack(&padded.iter().collect::<Vec<_>>(), if batch_first { 0 } else { 1 })
}

/// The padded sequences of a packed one, in their first order, and their lengths. With `total_length` there are so many
/// steps.
///
/// # Errors
/// A total length below the longest.
pub fn pad_packed_sequence(
    sequence: &PackedSequence,
    batch_first: bool,
    padding_value: f64,
    total_length: Option<usize>,
) -> Result<(Tensor, Vec<usize>)> {
    let PackedSequence { data, batch_sizes, unsorted_indices, .. } = sequence;
    let (longest, batch) = (batch_sizes.len(), batch_sizes.first().copied().unwrap_or(0));
    let n_steps = total_length.unwrap_or(longest);
    if n_steps < longest {
        let remedy = "it must be at least the longest length";
        return Err(Error::argument("pad_packed_sequence", "total_length", n_steps, remedy));
    }
    let mut start = 0;
    let mut steps = Vec::with_capacity(n_steps);
    let rest = data.sizes().get(1..).unwrap_or_default();
    for &size in batch_sizes {
        let step = data.try_narrow(0, start as i64, size)?;
        start += size;
        let mut pad = vec![0; 2 * data.dim()];
        pad[2 * data.dim() - 1] = (batch - size) as i64;
        steps.push(step.try_pad(pad, padding_value)?);
    }
    for _ in longest..n_steps {
        steps.push(Options::like(data).try_full([&[batch], rest].concat(), padding_value)?);
    }
    let mut lengths: Vec<usize> = (0..batch).map(|at| batch_sizes.iter().filter(|&&size| size > at).count()).collect();
    let mut out = Tensor::try_stack(&steps.iter().collect::<Vec<_>>(), 0)?;
    if let Some(places) = unsorted_indices {
        out = out.try_index_select(1, places)?;
        let places = places.try_to_vec::<i64>()?;
        lengths = places.iter().map(|&place| lengths[place as usize]).collect();
    }
    Ok((if batch_first { out.try_transpose(0, 1)? } else { out }, lengths))
}
