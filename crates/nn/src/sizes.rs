//! Sizes along the last dimensions of a tensor, given as one number or as one for each.

use std::fmt;

/// One number for all of `N` dimensions, or one for each. Shown as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes<const N: usize> {
    each: [usize; N],
    same: bool,
}

/// Sizes along height and width.
pub type Pair = Sizes<2>;

impl<const N: usize> Sizes<N> {
    /// The number of each dimension.
    #[must_use]
    pub fn sizes(self) -> [usize; N] {
        self.each
    }

    /// The numbers as operators take them.
    pub(crate) fn dims(self) -> [i64; N] {
        // What does not fit is out of any tensor's range, which the operator says.
        self.each.map(|size| i64::try_from(size).unwrap_or(i64::MAX))
    }

    /// The numbers in brackets, even if one number was given.
    pub(crate) fn tuple(self) -> Sizes<N> {
        Sizes { same: false, ..self }
    }

    /// Whether all are this number.
    pub(crate) fn are(self, size: usize) -> bool {
        self.each.iter().all(|&each| each == size)
    }
}

impl<const N: usize> fmt::Display for Sizes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (true, [first, ..]) = (self.same, &self.each[..]) {
            return write!(f, "{first}");
        }
        write_tuple(&self.each, f)
    }
}

/// Numbers as Python shows a tuple of them.
fn write_tuple(numbers: &[impl fmt::Display], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shown: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    match &shown[..] {
        [one] => write!(f, "({one},)"),
        _ => write!(f, "({})", shown.join(", ")),
    }
}

/// Numbers in brackets: `(5,)`, `(2, 3)`.
pub(crate) struct Tuple<'a, T>(pub(crate) &'a [T]);

impl<T: fmt::Display> fmt::Display for Tuple<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tuple(self.0, f)
    }
}

impl<const N: usize> From<usize> for Sizes<N> {
    fn from(size: usize) -> Sizes<N> {
        Sizes { each: [size; N], same: true }
    }
}

impl<const N: usize> From<[usize; N]> for Sizes<N> {
    fn from(each: [usize; N]) -> Sizes<N> {
        Sizes { each, same: false }
    }
}

impl From<(usize, usize)> for Sizes<2> {
    fn from((height, width): (usize, usize)) -> Sizes<2> {
        Sizes { each: [height, width], same: false }
    }
}

impl From<(usize, usize, usize)> for Sizes<3> {
    fn from((depth, height, width): (usize, usize, usize)) -> Sizes<3> {
        Sizes { each: [depth, height, width], same: false }
    }
}

/// The name of a layer along one, two or three dimensions.
pub(crate) const fn ranked(rank: usize, [one, two, three]: [&'static str; 3]) -> &'static str {
    match rank {
        1 => one,
        2 => two,
        _ => three,
    }
}
