//! Transforms of windows of a signal, and the signal from them.

use cresset_storage::{Error, Result};

use super::FftNorm;
use crate::{Options, Tensor};

/// The geometry of windows.
struct Frames {
    hop: usize,
    window: Option<Tensor>,
}

fn positive(op: &'static str, name: &'static str, value: i64) -> Result<usize> {
    match usize::try_from(value) {
        Ok(value) if value > 0 => Ok(value),
        _ => Err(Error::argument(op, name, value, "at least 1 is needed")),
    }
}

impl Frames {
    /// A window shorter than a transform stands in its middle, with zeros around.
    fn new(
        op: &'static str,
        n_fft: usize,
        hop: Option<i64>,
        length: Option<i64>,
        window: Option<&Tensor>,
        like: &Tensor,
    ) -> Result<Frames> {
        positive(op, "n_fft", n_fft as i64)?;
        let hop = hop.map_or(Ok((n_fft / 4).max(1)), |hop| positive(op, "hop_length", hop))?;
        let length = length.map_or(Ok(n_fft), |length| positive(op, "win_length", length))?;
        if length > n_fft {
            return Err(Error::argument(op, "win_length", length, "at most n_fft"));
        }
        if let Some(window) = window
            && (window.dim() != 1 || window.numel() != length)
        {
            let shapes: [(_, &[usize]); 2] = [("window", window.sizes()), ("win_length", &[length])];
            return Err(Error::shape(op, "window does not fit", &shapes, "give a vector of win_length"));
        }
        let window = match window {
            Some(window) => Some(window.clone()),
            None if length < n_fft => Some(Options::like(like).dtype(like.dtype().to_real()).try_ones([length])?),
            None => None,
        };
        let window = match window {
            Some(window) if length < n_fft => {
                let before = (n_fft - length) / 2;
                Some(window.try_pad([before as i64, (n_fft - length - before) as i64], 0.0)?)
            }
            window => window,
        };
        Ok(Frames { hop, window })
    }
}

fn ortho(normalized: bool) -> FftNorm {
    if normalized { FftNorm::Ortho } else { FftNorm::Backward }
}

#[track_caller]
pub(crate) fn stft(
    x: &Tensor,
    n_fft: usize,
    hop_length: Option<i64>,
    win_length: Option<i64>,
    window: Option<&Tensor>,
    normalized: bool,
    onesided: Option<bool>,
) -> Result<Tensor> {
    let op = "stft";
    if !x.dtype().is_differentiable() {
        let remedy = "convert to a floating or complex dtype";
        return Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], remedy));
    }
    if x.dim() == 0 || x.dim() > 2 {
        let remedy = "one dim, or two with the batch first";
        return Err(Error::shape(op, "neither a signal nor a batch of them", &[("self", x.sizes())], remedy));
    }
    let frames = Frames::new(op, n_fft, hop_length, win_length, window, x)?;
    let is_complex = x.is_complex() || window.is_some_and(Tensor::is_complex);
    let onesided = onesided.unwrap_or(!is_complex);
    if onesided && is_complex {
        return Err(Error::argument(op, "onesided", true, "complex signals have no half that the rest follows from"));
    }
    if n_fft > x.try_size(-1)? {
        return Err(Error::argument(op, "n_fft", n_fft, "at most the length of the signal"));
    }
    let mut parts = x.try_unfold(-1, n_fft, frames.hop)?;
    if let Some(window) = &frames.window {
        parts = parts.try_mul(window)?;
    }
    let norm = ortho(normalized);
    let out = if onesided { parts.try_fft_rfft(None, -1, norm)? } else { parts.try_fft_fft(None, -1, norm)? };
    out.try_transpose(-1, -2)
}

#[expect(clippy::too_many_arguments, reason = "PyTorch's")]
#[track_caller]
pub(crate) fn istft(
    x: &Tensor,
    n_fft: usize,
    hop_length: Option<i64>,
    win_length: Option<i64>,
    window: Option<&Tensor>,
    center: bool,
    normalized: bool,
    onesided: Option<bool>,
    length: Option<i64>,
    return_complex: bool,
) -> Result<Tensor> {
    let op = "istft";
    if !x.is_complex() {
        return Err(Error::dtype(op, "not a complex dtype", &[("self", x.dtype())], "give the transforms of windows"));
    }
    let frames = Frames::new(op, n_fft, hop_length, win_length, window, x)?;
    let [.., n_bins, n_frames] = *x.sizes() else {
        return Err(Error::shape(
            op,
            "no windows",
            &[("self", x.sizes())],
            "frequencies and windows are the last dims",
        ));
    };
    let onesided = onesided.unwrap_or(n_bins != n_fft);
    let expected = if onesided { n_fft / 2 + 1 } else { n_fft };
    if n_bins != expected || x.dim() > 3 || n_frames == 0 {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("frequencies", &[expected])];
        return Err(Error::shape(op, "wrong sizes", &shapes, "give [frequencies, windows], or a batch of them"));
    }
    if return_complex && onesided {
        return Err(Error::argument(op, "onesided", true, "a complex signal has no half that the rest follows from"));
    }
    let norm = ortho(normalized);
    let spectra = x.try_transpose(-1, -2)?;
    let mut parts = match (onesided, return_complex) {
        (true, _) => spectra.try_fft_irfft(Some(n_fft as i64), -1, norm)?,
        (false, true) => spectra.try_fft_ifft(None, -1, norm)?,
        (false, false) => spectra.try_fft_ifft(None, -1, norm)?.try_real()?,
    };
    let ones = Options::like(x).dtype(x.dtype().to_real()).try_ones([n_fft])?;
    let window = frames.window.as_ref().unwrap_or(&ones);
    parts = parts.try_mul(window)?;
    let total = n_fft + frames.hop * (n_frames - 1);
    // Each window is added where it lies; so are the squares, which say how often each place was counted.
    let places: Vec<i64> =
        (0..n_frames).flat_map(|frame| (0..n_fft).map(move |at| (frame * frames.hop + at) as i64)).collect();
    let places = x.beside(places, [n_frames * n_fft])?;
    let spread = |x: &Tensor| -> Result<Tensor> {
        let flat = x.try_flatten(-2, -1)?;
        let mut sizes = flat.sizes().to_vec();
        if let Some(last) = sizes.last_mut() {
            *last = total;
        }
        Options::like(&flat).try_zeros(sizes)?.try_index_add(-1, &places, &flat, 1)
    };
    let squares = window.try_mul(window)?.try_expand([n_frames as i64, n_fft as i64])?;
    let (sum, weight) = (spread(&parts)?, spread(&squares)?);
    let start = if center { n_fft / 2 } else { 0 };
    let end = match length {
        Some(length) => start + positive(op, "length", length)?,
        None if center => total.saturating_sub(n_fft / 2),
        None => total,
    };
    let cut = |x: &Tensor| x.try_slice(-1, Some(start as i64), Some(end.min(total) as i64), 1);
    let (sum, weight) = (cut(&sum)?, cut(&weight)?);
    if weight.detach().try_abs()?.try_lt(1e-11)?.try_any()?.try_item()? != 0.0 {
        return Err(Error::argument(op, "window", "zero somewhere", "windows must overlap where they are zero"));
    }
    let out = sum.try_div(&weight)?;
    let missing = end.saturating_sub(end.min(total));
    if missing > 0 { out.try_pad([0, missing as i64], 0.0) } else { Ok(out) }
}
