//! Folds of stretches of a dimension.

use cresset_storage::{DType, Error, Result, Scalar};

use crate::Tensor;
use crate::methods::folded_scatter::scatter_reduce;
use crate::methods::shape::signed;

const OP: &str = "segment_reduce";

/// The lengths of the stretches as whole numbers, by rows of the leading dimensions, and how many there are in a row.
fn lengths_of(lengths: Option<&Tensor>, offsets: Option<&Tensor>, lead: &[usize]) -> Result<(Vec<i64>, usize)> {
    let (given, has_offsets) = match (lengths, offsets) {
        (_, Some(offsets)) => (offsets, true),
        (Some(lengths), None) => (lengths, false),
        (None, None) => return Err(Error::argument(OP, "lengths", "None", "give lengths or offsets")),
    };
    if !matches!(given.dtype(), DType::I64 | DType::I32) {
        return Err(Error::dtype(OP, "not a dtype of lengths", &[("lengths", given.dtype())], "use int64 or int32"));
    }
    let Some((&n, rows)) = given.sizes().split_last().filter(|(_, rows)| *rows == lead) else {
        let shapes: [(_, &[usize]); 2] = [("lengths", given.sizes()), ("self before axis", lead)];
        return Err(Error::shape(OP, "sizes differ", &shapes, "one dim more than self has before axis"));
    };
    let values = given.try_to_vec::<i64>()?;
    if !has_offsets {
        return Ok((values, n));
    }
    if n == 0 {
        return Err(Error::shape(OP, "no offsets", &[("offsets", given.sizes())], "give one more than stretches"));
    }
    let n_rows: usize = rows.iter().product();
    let between = (0..n_rows).flat_map(|row| {
        let row = &values[row * n..(row + 1) * n];
        row.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect::<Vec<_>>()
    });
    Ok((between.collect(), n - 1))
}

#[track_caller]
pub(crate) fn segment_reduce(
    x: &Tensor,
    reduce: &str,
    lengths: Option<&Tensor>,
    offsets: Option<&Tensor>,
    axis: i64,
    unsafe_: bool,
    initial: Option<Scalar>,
) -> Result<Tensor> {
    super::check_floating(OP, x)?;
    let at = x.array().layout().dim(OP, axis)?;
    if x.dim() == 0 || x.numel() == 0 {
        return Err(Error::shape(OP, "no elements", &[("self", x.sizes())], "give at least one element"));
    }
    let (lead, size, inner) = (&x.sizes()[..at], x.sizes()[at], &x.sizes()[at + 1..]);
    let (lengths, n_segments) = lengths_of(lengths, offsets, lead)?;
    let n_rows: usize = lead.iter().product();
    let mut owner = Vec::with_capacity(n_rows * size);
    let mut counts = Vec::with_capacity(lengths.len());
    for row in 0..n_rows {
        let row_lengths = &lengths[row * n_segments..(row + 1) * n_segments];
        let total = row_lengths.iter().fold(0i64, |total, &length| total.saturating_add(length));
        let covers = if unsafe_ { total <= size as i64 } else { total == size as i64 };
        if row_lengths.iter().any(|&length| length < 0) || !covers {
            let remedy = "they must not be negative and must sum to the size of axis";
            return Err(Error::argument(OP, "lengths", format!("{row_lengths:?} for size {size}"), remedy));
        }
        for (segment, &length) in row_lengths.iter().enumerate() {
            owner.extend(std::iter::repeat_n((row * n_segments + segment) as i64, length as usize));
            counts.push(length);
        }
        // What no stretch covers goes to a place behind all of them, which is left out.
        owner.resize((row + 1) * size, (n_rows * n_segments) as i64);
    }
    let (way, usual) = match reduce {
        "sum" => ("sum", 0.0),
        "mean" => ("sum", 0.0),
        "prod" => ("prod", 1.0),
        "max" => ("amax", f64::NEG_INFINITY),
        "min" => ("amin", f64::INFINITY),
        _ => return Err(Error::argument(OP, "reduce", reduce, "use sum, mean, prod, max or min")),
    };
    let start = initial.map_or(usual, Scalar::as_f64);
    let width: usize = inner.iter().product();
    let rows = [n_rows * size, width].map(|size| size as i64);
    let n_owners = counts.len();
    let begun = crate::Options::like(x).try_full([n_owners + 1, width], start)?;
    let owner = x.beside(owner, [n_rows * size, 1])?.try_expand(rows)?;
    let mut out = scatter_reduce(&begun, 0, &owner, &x.try_reshape(rows)?, way, true)?;
    out = out.try_narrow(0, 0, n_owners)?;
    if reduce == "mean" {
        let least = if initial.is_some() { 1 } else { 0 };
        let counts: Vec<i64> = counts.iter().map(|&count| count.max(least)).collect();
        let counts = x.beside(counts, [n_owners, 1])?.try_to_dtype(x.dtype())?;
        out = out.try_div(&counts)?;
    }
    let sizes = signed(x);
    out.try_reshape([&sizes[..at], &[n_segments as i64], &sizes[at + 1..]].concat())
}
