//! Weighted sums of neighbours along dims, one dim after the other: what resizing an image is.

use cresset_storage::{DType, Device, Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{contiguous, to_dtype};
use crate::cpu::resample as cpu;
use crate::cuda::resample as cuda;
use crate::plain::for_dtype;
use crate::pointwise::computing;

/// For each place of a result along one dim, the places of the input that it is a weighted sum of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taps {
    size: usize,
    /// Where the taps of each place begin; one more number at the end.
    first: Vec<usize>,
    places: Vec<usize>,
    weights: Vec<f64>,
}

impl Taps {
    /// No place yet, over an input of `size` places.
    #[must_use]
    pub fn over(size: usize) -> Taps {
        Taps { size, first: vec![0], places: Vec::new(), weights: Vec::new() }
    }

    /// One more place of the result. Places beyond the input are brought to its ends.
    pub fn push(&mut self, taps: impl IntoIterator<Item = (i64, f64)>) {
        let last = self.size.saturating_sub(1) as i64;
        for (place, weight) in taps {
            self.places.push(place.clamp(0, last) as usize);
            self.weights.push(weight);
        }
        self.first.push(self.places.len());
    }

    /// Places of the input.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Places of the result.
    #[must_use]
    pub fn n_outputs(&self) -> usize {
        self.first.len() - 1
    }

    /// All weights, for rounding them together.
    pub fn weights_mut(&mut self) -> &mut [f64] {
        &mut self.weights
    }

    /// Where the taps of each place begin, with one more number at the end; their places; their weights.
    pub(crate) fn lists(&self) -> (&[usize], &[usize], &[f64]) {
        (&self.first, &self.places, &self.weights)
    }

    /// The taps that bring a gradient of the result back to the input.
    fn transposed(&self) -> Taps {
        let mut begins = vec![0; self.size + 1];
        self.places.iter().for_each(|&place| begins[place + 1] += 1);
        for at in 0..self.size {
            begins[at + 1] += begins[at];
        }
        let (mut next, n) = (begins.clone(), self.places.len());
        let (mut places, mut weights) = (vec![0; n], vec![0.0; n]);
        for output in 0..self.n_outputs() {
            let (inputs, given) = self.of(output);
            for (&input, &weight) in inputs.iter().zip(given) {
                (places[next[input]], weights[next[input]]) = (output, weight);
                next[input] += 1;
            }
        }
        Taps { size: self.n_outputs(), first: begins, places, weights }
    }

    /// The taps of one place of the result.
    pub(crate) fn of(&self, at: usize) -> (&[usize], &[f64]) {
        let range = self.first[at]..self.first[at + 1];
        (&self.places[range.clone()], &self.weights[range])
    }
}

/// How sums become elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// As they are.
    None,
    /// To the nearest whole number in 0..=255 after each dim.
    Bytes,
}

/// Weighted sums along the last dims of `x`: `taps` has one entry for each, and the last dim comes first. With
/// `transposed` the gradient of that.
///
/// # Numerics
/// The halves are computed in f32 and rounded once.
///
/// # Errors
/// Sizes that do not fit the taps, or a dtype that is neither floating nor uint8 with [`Rounding::Bytes`].
pub fn resample(op: &'static str, x: &Array, taps: &[Taps], rounding: Rounding, transposed: bool) -> Result<Array> {
    let (given, dtype) = (x.dtype(), resampled_dtype(op, x.dtype(), rounding)?);
    let sizes_of = |taps: &Taps| if transposed { [taps.n_outputs(), taps.size] } else { [taps.size, taps.n_outputs()] };
    let lead = x.rank().checked_sub(taps.len());
    let fits =
        lead.is_some_and(|lead| x.sizes()[lead..].iter().zip(taps).all(|(&size, taps)| size == sizes_of(taps)[0]));
    let Some(lead) = lead.filter(|_| fits) else {
        let expected: Vec<usize> = taps.iter().map(|taps| sizes_of(taps)[0]).collect();
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("expected", &expected)];
        return Err(Error::shape(op, "sizes that do not fit", &shapes, "the last dims must be those of the call"));
    };
    let mut x = contiguous(op, x)?;
    if x.dtype() != dtype {
        x = to_dtype(op, &x, dtype)?;
    }
    for (dim, taps) in taps.iter().enumerate().rev() {
        let at = lead + dim;
        let mut sizes: Dims = *x.sizes();
        sizes[at] = sizes_of(taps)[1];
        let inner: usize = sizes[at + 1..].iter().product();
        let mut out = Array::empty(op, &sizes, dtype, x.device())?;
        if x.device() != Device::Cpu {
            let transpose = transposed.then(|| taps.transposed());
            let taps = transpose.as_ref().unwrap_or(taps);
            cuda::resample(op, &x, &mut out, taps, inner, rounding == Rounding::Bytes)?;
            x = out;
            continue;
        }
        let access = Access::read(&[&x])?;
        for_dtype!(op, dtype, float: T => {
            let (from, to) = (access.slice::<T>(op, 0)?, fill::<T>(op, &mut out)?);
            if transposed { cpu::spread(taps, inner, from, to) } else { cpu::gather(taps, inner, from, to) }
            if rounding == Rounding::Bytes {
                cpu::round_to_bytes(to);
            }
        });
        drop(access);
        x = out;
    }
    if given == dtype { Ok(x) } else { to_dtype(op, &x, given) }
}

/// The dtype that sums are computed in.
fn resampled_dtype(op: &'static str, given: DType, rounding: Rounding) -> Result<DType> {
    if given.is_floating_point() {
        Ok(computing(given))
    } else if rounding == Rounding::Bytes && given == DType::U8 {
        Ok(DType::F64)
    } else {
        Err(crate::plain::not_floating(op, given))
    }
}
