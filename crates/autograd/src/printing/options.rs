//! Print options of the process and PyTorch's profiles of them.

use std::sync::{PoisonError, RwLock};

/// How tensors are printed: PyTorch's `set_printoptions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Digits after the point of a float.
    pub precision: u8,
    /// Most elements that are printed without a summary.
    pub threshold: usize,
    /// Elements shown at either end of a dimension in a summary.
    pub edge_items: usize,
    /// Characters of a line before it is broken.
    pub line_width: usize,
    /// Scientific notation: always, never, or where the magnitudes ask for it.
    pub sci_mode: Option<bool>,
}

impl Options {
    /// PyTorch's profile `default`.
    pub const DEFAULT: Self = Self { precision: 4, threshold: 1000, edge_items: 3, line_width: 80, sci_mode: None };

    /// PyTorch's profile `short`: two digits, two edge elements.
    pub const SHORT: Self = Self { precision: 2, edge_items: 2, ..Self::DEFAULT };

    /// PyTorch's profile `full`: no summary, whatever the size.
    pub const FULL: Self = Self { threshold: usize::MAX, ..Self::DEFAULT };
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

static OPTIONS: RwLock<Options> = RwLock::new(Options::DEFAULT);

/// Sets the options with which the process prints tensors from now on.
pub fn set_print_options(options: Options) {
    *OPTIONS.write().unwrap_or_else(PoisonError::into_inner) = options;
}

/// The options with which the process prints tensors.
pub fn print_options() -> Options {
    *OPTIONS.read().unwrap_or_else(PoisonError::into_inner)
}
