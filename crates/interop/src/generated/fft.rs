//! PyTorch's overloads of the section `fft`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("_fft_c2c.default", |c| c.tensor(0)?.try_fft_c2c(c.ints(1)?, c.int(2)?, c.boolean(3)?).into_outputs()),
    ("_fft_r2c.default", |c| c.tensor(0)?.try_fft_r2c(c.ints(1)?, c.int(2)?, c.boolean(3)?).into_outputs()),
    ("_fft_c2r.default", |c| c.tensor(0)?.try_fft_c2r(c.ints(1)?, c.int(2)?, c.int(3)?).into_outputs()),
    ("fft_fft.default", |c| c.tensor(0)?.try_fft_fft(c.optional_int(1)?, c.int(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_ifft.default", |c| c.tensor(0)?.try_fft_ifft(c.optional_int(1)?, c.int(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_rfft.default", |c| c.tensor(0)?.try_fft_rfft(c.optional_int(1)?, c.int(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_irfft.default", |c| c.tensor(0)?.try_fft_irfft(c.optional_int(1)?, c.int(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_hfft.default", |c| c.tensor(0)?.try_fft_hfft(c.optional_int(1)?, c.int(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_ihfft.default", |c| c.tensor(0)?.try_fft_ihfft(c.optional_int(1)?, c.int(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_fft2.default", |c| c.tensor(0)?.try_fft_fft2(c.optional_ints(1)?, c.ints(2)?, c.fft_norm(3)?).into_outputs()),
    ("fft_ifft2.default", |c| {
        c.tensor(0)?.try_fft_ifft2(c.optional_ints(1)?, c.ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_rfft2.default", |c| {
        c.tensor(0)?.try_fft_rfft2(c.optional_ints(1)?, c.ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_irfft2.default", |c| {
        c.tensor(0)?.try_fft_irfft2(c.optional_ints(1)?, c.ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_fftn.default", |c| {
        c.tensor(0)?.try_fft_fftn(c.optional_ints(1)?, c.optional_ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_ifftn.default", |c| {
        c.tensor(0)?.try_fft_ifftn(c.optional_ints(1)?, c.optional_ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_rfftn.default", |c| {
        c.tensor(0)?.try_fft_rfftn(c.optional_ints(1)?, c.optional_ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_irfftn.default", |c| {
        c.tensor(0)?.try_fft_irfftn(c.optional_ints(1)?, c.optional_ints(2)?, c.fft_norm(3)?).into_outputs()
    }),
    ("fft_fftshift.default", |c| c.tensor(0)?.try_fft_fftshift(c.optional_ints(1)?).into_outputs()),
    ("fft_ifftshift.default", |c| c.tensor(0)?.try_fft_ifftshift(c.optional_ints(1)?).into_outputs()),
    ("istft.default", |c| {
        c.tensor(0)?
            .try_istft(
                c.size(1)?,
                c.optional_int(2)?,
                c.optional_int(3)?,
                c.optional_tensor(4)?.as_ref(),
                c.boolean(5)?,
                c.boolean(6)?,
                c.optional_boolean(7)?,
                c.optional_int(8)?,
                c.boolean(9)?,
            )
            .into_outputs()
    }),
];
