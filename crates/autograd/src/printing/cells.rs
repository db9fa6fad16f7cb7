//! Text of single elements, padded to the width that the elements of one tensor share.

use super::{Options, Values};

/// Texts of the shown elements.
pub(super) struct Cells {
    pub(super) texts: Vec<String>,
    /// Width that an element takes in a line, which may differ from the length of its text.
    pub(super) width: usize,
}

pub(super) fn format(values: Values<'_>, options: &Options) -> Cells {
    match values {
        Values::Float(values) => floats(values, options),
        Values::Integer(values) => exact(&values.iter().map(i64::to_string).collect::<Vec<_>>()),
        Values::Boolean(values) => {
            exact(&values.iter().map(|&value| if value { "True" } else { "False" }.to_owned()).collect::<Vec<_>>())
        }
        Values::Complex(values) => complexes(values, options),
    }
}

fn exact(texts: &[String]) -> Cells {
    let width = texts.iter().map(String::len).max().unwrap_or(1);
    pad(texts, width)
}

fn pad(texts: &[String], width: usize) -> Cells {
    Cells { texts: texts.iter().map(|text| format!("{text:>width$}")).collect(), width }
}

fn floats(values: &[f64], options: &Options) -> Cells {
    let notation = Notation::of(values, options);
    let texts: Vec<String> = values.iter().map(|&value| notation.text(value)).collect();
    // Zeros, NaNs and infinities do not widen the column in PyTorch: `-0.0000` stands out by one character.
    let width = values.iter().zip(&texts).filter(|(value, _)| counts(**value)).map(|(_, text)| text.len()).max();
    pad(&texts, width.unwrap_or(1))
}

fn complexes(values: &[(f64, f64)], options: &Options) -> Cells {
    let real = floats(&values.iter().map(|value| value.0).collect::<Vec<_>>(), options);
    let imaginary = floats(&values.iter().map(|value| value.1).collect::<Vec<_>>(), options);
    let join = |(real, imaginary): (String, String)| {
        let imaginary = imaginary.trim_start();
        let sign = if imaginary.starts_with('-') { "" } else { "+" };
        format!("{real}{sign}{imaginary}j")
    };
    let width = real.width + imaginary.width + 1;
    Cells { texts: real.texts.into_iter().zip(imaginary.texts).map(join).collect(), width }
}

/// Whether PyTorch looks at the value when it chooses notation and width.
fn counts(value: f64) -> bool {
    value.is_finite() && value != 0.0
}

/// How the floats of one tensor are written.
enum Notation {
    Whole,
    Fixed(usize),
    Scientific(usize),
}

impl Notation {
    fn of(values: &[f64], options: &Options) -> Self {
        let (mut smallest, mut largest, mut all_whole) = (f64::INFINITY, 0.0_f64, true);
        for value in values.iter().copied().filter(|&value| counts(value)) {
            smallest = smallest.min(value.abs());
            largest = largest.max(value.abs());
            all_whole &= value == value.ceil();
        }
        let precision = usize::from(options.precision);
        if largest == 0.0 {
            return Self::Whole;
        }
        let wide = largest / smallest > 1000.0 || largest > 1.0e8 || smallest < 1.0e-4;
        match (options.sci_mode.unwrap_or(wide), all_whole) {
            (true, _) => Self::Scientific(precision),
            (false, true) => Self::Whole,
            (false, false) => Self::Fixed(precision),
        }
    }

    fn text(&self, value: f64) -> String {
        if value.is_nan() {
            return "nan".to_owned();
        }
        if value.is_infinite() {
            return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
        }
        match *self {
            Self::Whole => format!("{value:.0}."),
            Self::Fixed(precision) => format!("{value:.precision$}"),
            Self::Scientific(precision) => scientific(value, precision),
        }
    }
}

/// Python's `e` format: the exponent has a sign and two digits or more.
fn scientific(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}e{sign}{digits:0>2}")
}
