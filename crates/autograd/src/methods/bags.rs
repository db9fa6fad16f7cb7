//! Rows of a weight matrix by index, reduced over bags of indices; and the gradient of rows by index.

use cresset_ops::index::largest_of_bags;
use cresset_storage::{DType, Error, ErrorKind, Result};

use crate::{Options, Tensor};

/// What becomes of the rows of a bag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BagMode {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The largest element of each column.
    Max,
}

/// The results of [`Tensor::try_embedding_bag`].
#[derive(Clone, Debug)]
pub struct EmbeddingBag {
    /// One row for each bag.
    pub out: Tensor,
    /// The bag of each index.
    pub bag_of_index: Tensor,
    /// Indices of each bag, without those of the padding row.
    pub bag_size: Tensor,
    /// With [`BagMode::Max`] the rows that the elements are from, else as `bag_size`.
    pub max_indices: Tensor,
}

/// How [`Tensor::try_embedding_bag`] reads bags.
#[derive(Clone, Copy, Debug)]
pub struct BagOptions<'a> {
    /// What becomes of the rows of a bag.
    pub mode: BagMode,
    /// Whether each row's gradient is divided by how often the row was read.
    pub scale_grad_by_freq: bool,
    /// What each row is multiplied by; only for sums.
    pub per_sample_weights: Option<&'a Tensor>,
    /// Whether the last offset is the end of the last bag.
    pub include_last_offset: bool,
    /// A row that takes no part.
    pub padding_idx: Option<i64>,
}

fn whole_numbers(op: &'static str, name: &'static str, x: &Tensor) -> Result<Vec<i64>> {
    if !matches!(x.dtype(), DType::I64 | DType::I32) {
        let remedy = "use int64 or int32";
        return Err(Error::dtype(op, "not a dtype of indices", &[(name, x.dtype())], remedy));
    }
    if x.dim() != 1 {
        return Err(Error::shape(op, "not one dim", &[(name, x.sizes())], "give a vector"));
    }
    x.try_to_vec::<i64>()
}

/// Where bags begin, and the end of the last.
fn bounds(op: &'static str, offsets: &Tensor, n_indices: usize, include_last: bool) -> Result<Vec<usize>> {
    let given = whole_numbers(op, "offsets", offsets)?;
    let refuse = |remedy| Err(Error::argument(op, "offsets", format!("{given:?}"), remedy));
    if include_last && given.is_empty() {
        return refuse("with include_last_offset there is at least one offset");
    }
    let mut bounds = Vec::with_capacity(given.len() + 1);
    for &offset in &given {
        match usize::try_from(offset) {
            Ok(offset) if offset <= n_indices && bounds.last().is_none_or(|&last| last <= offset) => {
                bounds.push(offset)
            }
            _ => return refuse("offsets must rise from 0 to the number of indices"),
        }
    }
    if bounds.first().is_some_and(|&first| first != 0) {
        return refuse("the first offset must be 0");
    }
    if include_last {
        if let Some(last) = bounds.last_mut() {
            *last = n_indices;
        }
    } else {
        bounds.push(n_indices);
    }
    Ok(bounds)
}

/// A vector of whole numbers in the dtype of `like`.
fn indices_like(values: &[i64], sizes: &[usize], like: &Tensor) -> Result<Tensor> {
    like.beside(values.to_vec(), sizes)?.try_to_dtype(like.dtype())
}

impl Tensor {
    /// Rows of this matrix at `indices`, reduced over bags that begin at `offsets`: called on the weight.
    ///
    /// # Errors
    /// Indices or offsets out of range, or weights where the rows are not summed.
    #[track_caller]
    pub fn try_embedding_bag(
        &self,
        indices: &Tensor,
        offsets: &Tensor,
        options: BagOptions<'_>,
    ) -> Result<EmbeddingBag> {
        let op = "embedding_bag";
        let &[n_rows, width] = self.sizes() else {
            let remedy = "the weight must have two dims";
            return Err(Error::shape(op, "weight is not a matrix", &[("self", self.sizes())], remedy));
        };
        if !self.dtype().is_floating_point() {
            let remedy = "convert to a floating dtype";
            return Err(Error::dtype(op, "not a floating dtype", &[("self", self.dtype())], remedy));
        }
        let places = whole_numbers(op, "indices", indices)?;
        let bounds = bounds(op, offsets, places.len(), options.include_last_offset)?;
        if let Some(&index) = places.iter().find(|&&index| index < 0 || index >= n_rows as i64) {
            return Err(ErrorKind::Index { op, index, dim: 0, size: n_rows }.into());
        }
        let padding = match options.padding_idx {
            Some(index) if index < -(n_rows as i64) || index >= n_rows as i64 => {
                return Err(ErrorKind::Index { op, index, dim: 0, size: n_rows }.into());
            }
            Some(index) => Some(index.rem_euclid(n_rows as i64)),
            None => None,
        };
        if let Some(weights) = options.per_sample_weights {
            if options.mode != BagMode::Sum {
                let remedy = "only sums take weights";
                return Err(Error::argument(op, "per_sample_weights", "a tensor", remedy));
            }
            if weights.sizes() != indices.sizes() || weights.dtype() != self.dtype() {
                let shapes: [(_, &[usize]); 2] = [("weights", weights.sizes()), ("indices", indices.sizes())];
                let remedy = "there is one weight of the matrix's dtype for each index";
                return Err(Error::shape(op, "weights that do not fit", &shapes, remedy));
            }
        }
        let n_bags = bounds.len() - 1;
        let bags = || bounds.windows(2).enumerate();
        let bag_of_index: Vec<i64> = bags().flat_map(|(bag, range)| vec![bag as i64; range[1] - range[0]]).collect();
        let kept: Vec<i64> = (0..places.len()).filter(|&at| Some(places[at]) != padding).map(|at| at as i64).collect();
        let mut counts = vec![0i64; n_bags];
        kept.iter().for_each(|&at| counts[bag_of_index[at as usize] as usize] += 1);
        let bag_size = indices_like(&counts, &[n_bags], indices)?;
        let (out, max_indices) = match options.mode {
            BagMode::Max => {
                let rows: Vec<i64> = kept.iter().map(|&at| places[at as usize]).collect();
                let ends = counts.iter().scan(0, |end, &count| {
                    *end += count as usize;
                    Some(*end)
                });
                let bounds: Vec<usize> = std::iter::once(0).chain(ends).collect();
                let at = Tensor::new(largest_of_bags(op, self.array(), &rows, &bounds)?);
                let empty: Vec<bool> = counts.iter().map(|&count| count == 0).collect();
                let empty = self.beside(empty, [n_bags, 1])?;
                let out = self.try_gather(0, &at)?.try_masked_fill(&empty, 0.0)?;
                (out, at.try_to_dtype(indices.dtype())?.try_to_device(indices.device())?)
            }
            mode => {
                let column = |all: &[i64]| -> Result<Tensor> {
                    let chosen: Vec<i64> = kept.iter().map(|&at| all[at as usize]).collect();
                    self.beside(chosen, [kept.len()])
                };
                // Halves are summed in f32.
                let wide = if self.dtype().n_bytes() == 2 { DType::F32 } else { self.dtype() };
                let mut rows = self.try_embedding(&column(&places)?, None, options.scale_grad_by_freq)?;
                rows = rows.try_to_dtype(wide)?;
                if let Some(weights) = options.per_sample_weights {
                    let at = self.beside(kept.clone(), [kept.len()])?;
                    rows = rows.try_mul(&weights.try_index_select(0, &at)?.try_unsqueeze(1)?)?;
                }
                let none = Options::like(self).dtype(wide).try_zeros([n_bags, width])?;
                let mut out = none.try_index_add(0, &column(&bag_of_index)?, &rows, 1)?;
                if mode == BagMode::Mean {
                    let divisors: Vec<f64> = counts.iter().map(|&count| count.max(1) as f64).collect();
                    let divisors = self.beside(divisors, [n_bags, 1])?.try_to_dtype(wide)?;
                    out = out.try_div(&divisors)?;
                }
                (out.try_to_dtype(self.dtype())?, bag_size.clone())
            }
        };
        let bag_of_index = indices_like(&bag_of_index, &[places.len()], indices)?;
        Ok(EmbeddingBag { out, bag_of_index, bag_size, max_indices })
    }

    /// The gradient of [`Tensor::embedding`]'s weight from that of its result: called on the gradient.
    ///
    /// # Errors
    /// Sizes that do not fit, or an index out of range.
    #[track_caller]
    pub fn try_embedding_dense_backward(
        &self,
        indices: &Tensor,
        num_weights: i64,
        padding_idx: i64,
        scale_grad_by_freq: bool,
    ) -> Result<Tensor> {
        let op = "embedding_backward";
        let fits = self.sizes().split_last().is_some_and(|(_, lead)| lead == indices.sizes());
        let (Some(&width), true, Ok(n_rows)) = (self.sizes().last(), fits, usize::try_from(num_weights)) else {
            let shapes: [(_, &[usize]); 2] = [("grad", self.sizes()), ("indices", indices.sizes())];
            return Err(Error::shape(op, "sizes differ", &shapes, "there is one row of the gradient for each index"));
        };
        let n = indices.numel();
        let places = whole_numbers(op, "indices", &indices.try_reshape([n as i64])?)?;
        let mut counts = vec![0u64; n_rows];
        for &index in &places {
            match usize::try_from(index).ok().and_then(|index| counts.get_mut(index)) {
                Some(count) => *count += 1,
                None => return Err(ErrorKind::Index { op, index, dim: 0, size: n_rows }.into()),
            }
        }
        let factor = |&index: &i64| match counts[index as usize] {
            _ if index == padding_idx => 0.0,
            count if scale_grad_by_freq => 1.0 / count as f64,
            _ => 1.0,
        };
        let padded: Vec<bool> = places.iter().map(|&index| index == padding_idx).collect();
        let factors: Vec<f64> = places.iter().map(factor).collect();
        let mut rows = self.try_reshape([n as i64, width as i64])?;
        if scale_grad_by_freq {
            rows = rows.try_mul(&self.beside(factors, [n, 1])?.try_to_dtype(self.dtype())?)?;
        }
        rows = rows.try_masked_fill(&self.beside(padded, [n, 1])?, 0.0)?;
        let none = Options::like(self).try_zeros([n_rows, width])?;
        none.try_index_add(0, &self.beside(places, [n])?, &rows, 1)
    }
}
