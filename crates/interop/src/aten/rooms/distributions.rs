//! Random numbers of other distributions than the uniform and the normal one, windows, and spread values.

use cresset_autograd::{Options, Result, Tensor, default_generator};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("cauchy.default", |c| cauchy(c, c.tensor(0)?.try_copy()?)),
    ("cauchy_.default", |c| cauchy(c, c.tensor(0)?)),
    ("exponential.default", |c| exponential(c, c.tensor(0)?.try_copy()?)),
    ("exponential_.default", |c| exponential(c, c.tensor(0)?)),
    ("geometric.default", |c| geometric(c, c.tensor(0)?.try_copy()?)),
    ("geometric_.default", |c| geometric(c, c.tensor(0)?)),
    ("log_normal.default", |c| log_normal(c, c.tensor(0)?.try_copy()?)),
    ("log_normal_.default", |c| log_normal(c, c.tensor(0)?)),
    ("poisson.default", |c| c.tensor(0)?.try_poisson(default_generator()).into_outputs()),
    ("blackman_window.default", |c| options(c, 1)?.try_blackman_window(c.size(0)?, true).into_outputs()),
    ("hamming_window.default", |c| options(c, 1)?.try_hamming_window(c.size(0)?, true, 0.54, 0.46).into_outputs()),
    ("hann_window.default", |c| options(c, 1)?.try_hann_window(c.size(0)?, true).into_outputs()),
    ("linspace.default", linspace),
    ("logspace.default", logspace),
];

fn options(c: &Arguments<'_>, at: usize) -> Result<Options> {
    let options = Options::new().device(c.optional_device(at + 2)?.unwrap_or_default());
    Ok(match c.optional_dtype(at)? {
        Some(dtype) => options.dtype(dtype),
        None => options,
    })
}

fn cauchy(c: &Arguments<'_>, out: Tensor) -> Result<Outputs> {
    out.try_cauchy_(c.float(1)?, c.float(2)?).into_outputs()
}

fn exponential(c: &Arguments<'_>, out: Tensor) -> Result<Outputs> {
    out.try_exponential_(c.float(1)?).into_outputs()
}

fn geometric(c: &Arguments<'_>, out: Tensor) -> Result<Outputs> {
    out.try_geometric_(c.float(1)?).into_outputs()
}

fn log_normal(c: &Arguments<'_>, out: Tensor) -> Result<Outputs> {
    out.try_log_normal_(c.float(1)?, c.float(2)?).into_outputs()
}

/// Bounds in whole numbers where the dtype is whole.
fn linspace(c: &Arguments<'_>) -> Result<Outputs> {
    let is_whole = c.optional_dtype(3)?.is_some_and(|dtype| !dtype.is_floating_point());
    let bound = |at: usize| -> Result<f64> { Ok(if is_whole { c.scalar(at)?.as_i64() as f64 } else { c.float(at)? }) };
    options(c, 3)?.try_linspace(bound(0)?, bound(1)?, c.size(2)?).into_outputs()
}

fn logspace(c: &Arguments<'_>) -> Result<Outputs> {
    options(c, 4)?.try_logspace(c.scalar(0)?, c.scalar(1)?, c.size(2)?, c.float(3)?).into_outputs()
}
