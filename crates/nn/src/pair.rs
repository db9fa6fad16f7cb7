//! Sizes along height and width, given as one number or as two.

use std::fmt;

/// One number for both dimensions of an image, or one for each. Shown as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// The same for height and width.
    Both(usize),
    /// Height and width.
    Each(usize, usize),
}

impl Pair {
    /// Height and width.
    #[must_use]
    pub fn sizes(self) -> [usize; 2] {
        match self {
            Pair::Both(size) => [size, size],
            Pair::Each(height, width) => [height, width],
        }
    }

    /// Height and width as operators take them.
    pub(crate) fn dims(self) -> [i64; 2] {
        // What does not fit is out of any tensor's range, which the operator says.
        self.sizes().map(|size| i64::try_from(size).unwrap_or(i64::MAX))
    }

    /// Height and width in brackets, even if one number was given.
    pub(crate) fn both(self) -> Pair {
        let [height, width] = self.sizes();
        Pair::Each(height, width)
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pair::Both(size) => write!(f, "{size}"),
            Pair::Each(height, width) => write!(f, "({height}, {width})"),
        }
    }
}

impl From<usize> for Pair {
    fn from(size: usize) -> Pair {
        Pair::Both(size)
    }
}

impl From<(usize, usize)> for Pair {
    fn from((height, width): (usize, usize)) -> Pair {
        Pair::Each(height, width)
    }
}

impl From<[usize; 2]> for Pair {
    fn from([height, width]: [usize; 2]) -> Pair {
        Pair::Each(height, width)
    }
}
