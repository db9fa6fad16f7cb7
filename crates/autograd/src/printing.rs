//! Text of a tensor, equal to PyTorch's `str(tensor)`.
//!
//! The code knows no tensor. Its caller asks [`shown`] which indices of every dimension are printed, gathers those
//! elements into one row-major block on the host, and hands the block to [`format()`]. So a tensor of any size, on any
//! device, costs a copy of a few elements.

mod block;
mod cells;
mod options;

use std::fmt;
use std::ops::Range;

use block::Axis;
pub use options::{Options, print_options, set_print_options};

/// Shown elements in row-major order, widened without loss.
///
/// A narrow float prints like the same value as `f64`, so the width of the source does not matter here.
#[derive(Clone, Copy, Debug)]
pub enum Values<'a> {
    /// Elements of a float dtype.
    Float(&'a [f64]),
    /// Elements of an integer dtype.
    Integer(&'a [i64]),
    /// Elements of the bool dtype.
    Boolean(&'a [bool]),
    /// Elements of a complex dtype: real and imaginary parts.
    Complex(&'a [(f64, f64)]),
}

/// What is said about a tensor after its values.
#[derive(Clone, Copy, Debug)]
pub struct Suffix<'a> {
    /// Name of the dtype, such as `float32`.
    pub dtype: &'a str,
    /// Name of the float dtype that is not worth a mention, `float32` unless the user changed it.
    pub default_dtype: &'a str,
    /// Device to mention, such as `cuda:0`; `None` on the default device.
    pub device: Option<&'a str>,
    /// Whether the tensor requires a gradient; said only where `grad_fn` is `None`.
    pub requires_grad: bool,
    /// Name of the backward node that made the tensor, such as `MulBackward0`.
    pub grad_fn: Option<&'a str>,
}

/// The block of values does not have as many elements as are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LengthError {
    /// How many values were handed over.
    pub n_values: usize,
    /// How many indices of every dimension are shown.
    pub shown_sizes: Vec<usize>,
}

impl fmt::Display for LengthError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { n_values, shown_sizes } = self;
        write!(
            out,
            "printing: values do not fill the shown block: {n_values} values, shown sizes {shown_sizes:?}; pass {} values",
            numel(shown_sizes)
        )
    }
}

impl std::error::Error for LengthError {}

/// The indices of every dimension that [`format()`] prints: a leading and a trailing range.
///
/// The trailing range is empty where the whole dimension is shown. A tensor of `sizes` is reduced to what
/// [`format()`] takes by joining its two narrowed parts along each dimension.
pub fn shown(sizes: &[usize], options: &Options) -> Vec<[Range<usize>; 2]> {
    let edge = options.edge_items;
    let parts = |(axis, &size): (Axis, &usize)| match axis.is_cut {
        true => [0..edge, size - edge..size],
        false => [0..size, size..size],
    };
    axes(sizes, options).into_iter().zip(sizes).map(parts).collect()
}

/// The text of a tensor of `sizes` whose [`shown`] elements are `values`.
///
/// # Errors
/// [`LengthError`] where `values` has another number of elements than are shown.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.set_printoptions.html>; the layout is that of PyTorch 2.15.
pub fn format(
    values: Values<'_>,
    sizes: &[usize],
    suffix: &Suffix<'_>,
    options: &Options,
) -> Result<String, LengthError> {
    const PREFIX: &str = "tensor(";
    let axes = axes(sizes, options);
    let cells = cells::format(values, options);
    let shown_sizes: Vec<usize> = axes.iter().map(|axis| axis.kept).collect();
    if cells.texts.len() != numel(&shown_sizes) {
        return Err(LengthError { n_values: cells.texts.len(), shown_sizes });
    }
    let mut text = String::from(PREFIX);
    if numel(sizes) == 0 {
        text.push_str("[]");
    } else {
        text.push_str(&block::text(&cells, &axes, PREFIX.len(), options));
    }
    append_suffixes(&mut text, &suffixes(sizes, suffix, options), PREFIX.len(), options.line_width);
    text.push(')');
    Ok(text)
}

fn axes(sizes: &[usize], options: &Options) -> Vec<Axis> {
    let summarize = numel(sizes) > options.threshold;
    let both_edges = options.edge_items.saturating_mul(2);
    let axis = |&size: &usize| {
        let is_cut = summarize && size > both_edges;
        Axis { kept: if is_cut { both_edges } else { size }, is_cut }
    };
    sizes.iter().map(axis).collect()
}

/// Saturates, because an expanded tensor may have more elements than `usize` counts.
fn numel(sizes: &[usize]) -> usize {
    if sizes.contains(&0) { 0 } else { sizes.iter().fold(1, |product, &size| product.saturating_mul(size)) }
}

fn suffixes(sizes: &[usize], suffix: &Suffix<'_>, options: &Options) -> Vec<String> {
    let is_empty = numel(sizes) == 0;
    let default_complex = if suffix.default_dtype == "float64" { "complex128" } else { "complex64" };
    // The elements of an empty tensor do not tell an integer from a float, so only the default is left out.
    let is_evident =
        suffix.dtype == suffix.default_dtype || !is_empty && ["int64", "bool", default_complex].contains(&suffix.dtype);
    let mut out = Vec::new();
    if let Some(device) = suffix.device {
        out.push(format!("device='{device}'"));
    }
    if is_empty && sizes.len() != 1 || !is_empty && options.edge_items == 0 {
        out.push(format!("size={}", tuple(sizes)));
    }
    if !is_evident {
        out.push(format!("dtype=torch.{}", suffix.dtype));
    }
    if let Some(grad_fn) = suffix.grad_fn {
        out.push(format!("grad_fn=<{grad_fn}>"));
    } else if suffix.requires_grad {
        out.push("requires_grad=True".to_owned());
    }
    out
}

/// Python's text of a tuple, where a lone element keeps its comma.
fn tuple(sizes: &[usize]) -> String {
    match sizes {
        [size] => format!("({size},)"),
        _ => format!("({})", sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}

fn append_suffixes(text: &mut String, suffixes: &[String], indent: usize, line_width: usize) {
    // PyTorch counts two characters more than the line has; that is kept, because it decides where lines break.
    let mut line_length = text.len() - text.rfind('\n').map_or(0, |newline| newline + 1) + 2;
    for suffix in suffixes {
        let length = suffix.chars().count();
        if line_length + length + 2 > line_width {
            text.push_str(",\n");
            text.push_str(&" ".repeat(indent));
            line_length = indent + length;
        } else {
            text.push_str(", ");
            line_length += length + 2;
        }
        text.push_str(suffix);
    }
}
