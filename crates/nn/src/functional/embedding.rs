//! Rows of tables.

use cresset_autograd::{BagOptions, Error, Result, Tensor};

/// Rows of a table at whole numbers; the row `padding_idx` gets no gradient.
///
/// # Errors
/// Indices that are no whole numbers or name no row.
pub fn embedding(
    input: &Tensor,
    weight: &Tensor,
    padding_idx: Option<i64>,
    scale_grad_by_freq: bool,
) -> Result<Tensor> {
    weight.try_embedding(input, padding_idx, scale_grad_by_freq)
}

/// Rows of a table at whole numbers, reduced over bags. Indices of one dim have offsets at which bags begin; those of two
/// dims have a bag in each row, and no offsets.
///
/// # Shapes
/// Input `[bags, size]`, or `[*]` with offsets `[bags]`, to `[bags, embedding_dim]`; a weight for each index where
/// `per_sample_weights` are given.
///
/// # Errors
/// Indices or offsets out of range, or weights where rows are not summed.
pub fn embedding_bag(
    input: &Tensor,
    weight: &Tensor,
    offsets: Option<&Tensor>,
    options: BagOptions<'_>,
) -> Result<Tensor> {
    match (input.sizes(), offsets) {
        (&[n_bags, size], None) => {
            let starts: Vec<i64> = (0..n_bags as i64).map(|bag| bag * size as i64).collect();
            let offsets = Tensor::try_from_vec(starts, [n_bags])?.try_to_dtype(input.dtype())?;
            let weights = options.per_sample_weights.map(|weights| weights.try_reshape([-1])).transpose()?;
            let options = BagOptions { per_sample_weights: weights.as_ref(), include_last_offset: false, ..options };
            Ok(weight.try_embedding_bag(&input.try_reshape([-1])?, &offsets, options)?.out)
        }
        ([_], Some(offsets)) => Ok(weight.try_embedding_bag(input, offsets, options)?.out),
        (sizes, _) => {
            let remedy = "give [bags, size] without offsets, or [indices] with offsets";
            Err(Error::shape("embedding_bag", "offsets do not fit the indices", &[("input", sizes)], remedy))
        }
    }
}
