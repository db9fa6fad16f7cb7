//! Elements moved between channels and places.

use cresset_storage::{Error, Result};

use crate::Tensor;
use crate::methods::neural::signed;

/// The sizes in front of the image, and the image's three.
fn image(op: &'static str, x: &Tensor, argument: &'static str, factor: i64) -> Result<(Vec<i64>, [i64; 3])> {
    if factor < 1 {
        return Err(Error::argument(op, argument, factor, "it must be at least 1"));
    }
    let sizes = signed(x.sizes());
    match *sizes.as_slice() {
        [ref lead @ .., channels, height, width] => Ok((lead.to_vec(), [channels, height, width])),
        _ => {
            let remedy = "self must have channels, height and width";
            Err(Error::shape(op, "fewer than three dims", &[("self", x.sizes())], remedy))
        }
    }
}

/// The dims of a tensor with `lead` leading ones in their order, then these counted from there.
fn order(lead: usize, dims: &[i64]) -> Vec<i64> {
    (0..lead as i64).chain(dims.iter().map(|dim| lead as i64 + dim)).collect()
}

#[track_caller]
pub(crate) fn pixel_shuffle(x: &Tensor, upscale_factor: i64) -> Result<Tensor> {
    let op = "pixel_shuffle";
    let (lead, [channels, height, width]) = image(op, x, "upscale_factor", upscale_factor)?;
    let factor = upscale_factor;
    let Some(0) = factor.checked_mul(factor).map(|square| channels % square) else {
        let remedy = "the channels must be a multiple of the factor's square";
        return Err(Error::shape(op, "channels do not divide", &[("self", x.sizes())], remedy));
    };
    let channels = channels / factor / factor;
    let split = [&lead[..], &[channels, factor, factor, height, width]].concat();
    let joined = [&lead[..], &[channels, height * factor, width * factor]].concat();
    x.try_reshape(split)?.try_permute(order(lead.len(), &[0, 3, 1, 4, 2]))?.try_reshape(joined)
}

#[track_caller]
pub(crate) fn pixel_unshuffle(x: &Tensor, downscale_factor: i64) -> Result<Tensor> {
    let op = "pixel_unshuffle";
    let (lead, [channels, height, width]) = image(op, x, "downscale_factor", downscale_factor)?;
    let factor = downscale_factor;
    if height % factor != 0 || width % factor != 0 {
        let remedy = "height and width must be multiples of the factor";
        return Err(Error::shape(op, "sizes do not divide", &[("self", x.sizes())], remedy));
    }
    let (height, width) = (height / factor, width / factor);
    let split = [&lead[..], &[channels, height, factor, width, factor]].concat();
    let joined = [&lead[..], &[channels * factor * factor, height, width]].concat();
    x.try_reshape(split)?.try_permute(order(lead.len(), &[0, 2, 4, 1, 3]))?.try_reshape(joined)
}

#[track_caller]
pub(crate) fn channel_shuffle(x: &Tensor, groups: i64) -> Result<Tensor> {
    let op = "channel_shuffle";
    let sizes = signed(x.sizes());
    let [batch, channels, rest @ ..] = sizes.as_slice() else {
        return Err(Error::shape(op, "too few dims", &[("self", x.sizes())], "self must be [batch, channels, ..]"));
    };
    if rest.is_empty() || groups < 1 || channels % groups != 0 {
        let remedy = "the channels of a tensor of at least three dims must be a multiple of groups";
        return Err(Error::argument(op, "groups", groups, remedy));
    }
    if x.numel() == 0 {
        return x.try_copy();
    }
    let split = [&[*batch, groups, channels / groups, -1][..]].concat();
    x.try_reshape(split)?.try_transpose(1, 2)?.try_contiguous()?.try_reshape(sizes)
}
