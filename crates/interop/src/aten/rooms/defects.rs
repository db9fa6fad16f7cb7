//! Where PyTorch 2.15 computes something else than it documents. A program recorded there holds these numbers, so the
//! overloads have them; the methods of tensors do not.
//!
//! - `_embedding_bag` (sum and mean), `native_layer_norm_backward` (mean and rstd) and the backward of a batch norm in
//!   training (weight, where channels come last) read some arguments as if they were contiguous.
//! - Interpolation with antialiasing to images of width 1 repeats the first row.
//! - `bmm` of nothing does not compare dtypes.

use cresset_autograd::{Result, Tensor};

/// The elements that stand in memory from the first one on, whatever the strides. Where the memory ends before, the
/// elements themselves.
pub(super) fn in_memory_order(x: Tensor) -> Tensor {
    let sizes: Vec<i64> = x.sizes().iter().map(|&size| size as i64).collect();
    let mut strides = vec![1; sizes.len()];
    for dim in (1..sizes.len()).rev() {
        strides[dim - 1] = strides[dim] * sizes[dim].max(1);
    }
    match x.is_contiguous() {
        true => x,
        false => x.detach().try_as_strided(sizes, strides, Some(x.storage_offset() as i64)).unwrap_or(x),
    }
}

/// What an interpolation with antialiasing of `x` gives.
pub(super) fn antialiased(x: &Tensor, out: Tensor) -> Result<Tensor> {
    let (&[_, channels, height, _], &[_, _, out_height, 1]) = (x.sizes(), out.sizes()) else { return Ok(out) };
    let channels_last = channels > 1 && x.strides()[1] == 1;
    if channels_last || height == out_height {
        return Ok(out);
    }
    let rows = out.detach().try_narrow(2, 0, 1.min(out_height))?.try_expand_as(&out)?;
    // The gradient is that of the interpolation itself.
    rows.try_add(&super::folds::gradient_alone(&out)?)
}

/// A batch norm whose input's gradient takes the weight in memory order: `run` gets the input, the weight and the bias.
pub(super) fn weight_in_memory_order(
    x: &Tensor,
    [weight, bias]: [Option<&Tensor>; 2],
    run: impl Fn(&Tensor, Option<&Tensor>, Option<&Tensor>) -> Result<Tensor>,
    out: Tensor,
) -> Result<Tensor> {
    let [_, _, plane @ ..] = x.sizes() else { return Ok(out) };
    let channels_last = x.strides()[1] == 1 && plane.iter().filter(|&&size| size > 1).count() <= 1;
    match weight {
        Some(weight) if x.requires_grad() && channels_last && !weight.is_contiguous() => {
            let read = in_memory_order(weight.clone()).detach();
            let of_x = super::folds::gradient_alone(&run(x, Some(&read), None)?)?;
            run(&x.detach(), Some(weight), bias)?.try_add(&of_x)
        }
        _ => Ok(out),
    }
}

/// The operands of a batch of products. Where there is nothing to multiply they take the second one's dtype.
pub(super) fn operands(lhs: Tensor, rhs: Tensor) -> Result<(Tensor, Tensor)> {
    let lhs = if lhs.numel() == 0 && rhs.numel() == 0 { lhs.try_to_dtype(rhs.dtype())? } else { lhs };
    Ok((lhs, rhs))
}
