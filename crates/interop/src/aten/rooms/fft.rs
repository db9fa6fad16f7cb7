//! Fourier transforms whose arguments are not those of one method.

use cresset_autograd::{Result, Tensor, try_fft_fftfreq, try_fft_rfftfreq};

use super::creation::options;
use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("fft_fftfreq.default", |c| try_fft_fftfreq(c.size(0)?, c.float(1)?, options(c, 2)?).into_outputs()),
    ("fft_rfftfreq.default", |c| try_fft_rfftfreq(c.size(0)?, c.float(1)?, options(c, 2)?).into_outputs()),
    ("stft.default", stft),
];

fn stft(c: &Arguments<'_>) -> Result<Outputs> {
    let (x, window) = (c.tensor(0)?, c.optional_tensor(4)?);
    let is_complex = x.is_complex() || window.as_ref().is_some_and(Tensor::is_complex);
    let Some(return_complex) = c.optional_boolean(7)?.or(is_complex.then_some(true)) else {
        return Err(c.refused(7, "say whether parts or complex numbers are wanted"));
    };
    let out = x.try_stft(
        c.size(1)?,
        c.optional_int(2)?,
        c.optional_int(3)?,
        window.as_ref(),
        c.boolean(5)?,
        c.optional_boolean(6)?,
    )?;
    if return_complex { Ok(out) } else { out.try_view_as_real() }.into_outputs()
}
