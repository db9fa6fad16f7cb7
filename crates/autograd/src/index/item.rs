//! What can stand in an index: the items, and the Rust values that become them.

use crate::Tensor;

/// One item of an index.
#[derive(Clone, Debug)]
pub enum IndexItem {
    /// One place of a dimension, which goes away. Negative numbers count from the back.
    At(i64),
    /// A stretch of a dimension.
    Range(Range),
    /// A new dimension of size 1.
    NewAxis,
    /// All dimensions that the other items leave.
    Ellipsis,
    /// Places given by a tensor of whole numbers, or by a mask.
    Tensor(Tensor),
}

/// A stretch of a dimension in steps. Negative ends count from the back; ends outside of the dimension stop at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    /// The first place; the start of the dimension if not given.
    pub start: Option<i64>,
    /// The place after the last; the end of the dimension if not given.
    pub end: Option<i64>,
    /// The distance of neighbours, at least 1.
    pub step: i64,
}

/// A new dimension of size 1. `None` says the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewAxis;

/// All dimensions that the other items leave: Python's `...`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ellipsis;

/// A value that is one item of an index.
pub trait IntoIndexItem {
    /// The item.
    fn into_index_item(self) -> IndexItem;
}

/// A value that is a whole index: an item, a tuple of items, or a list of [`IndexItem`]s as [`crate::s!`] makes.
pub trait IntoIndexItems {
    /// The items in order.
    fn into_index_items(self) -> Vec<IndexItem>;
}

/// A range that can be given a step.
pub trait Step {
    /// Every `step`-th place of the range.
    fn step(self, step: i64) -> Range;
}

impl IntoIndexItem for IndexItem {
    fn into_index_item(self) -> IndexItem {
        self
    }
}

impl IntoIndexItem for Range {
    fn into_index_item(self) -> IndexItem {
        IndexItem::Range(self)
    }
}

impl IntoIndexItem for NewAxis {
    fn into_index_item(self) -> IndexItem {
        IndexItem::NewAxis
    }
}

// The only `Option`, so that a bare `None` is understood; there is no `Some(NewAxis)` to mean anything else.
impl IntoIndexItem for Option<NewAxis> {
    fn into_index_item(self) -> IndexItem {
        IndexItem::NewAxis
    }
}

impl IntoIndexItem for Ellipsis {
    fn into_index_item(self) -> IndexItem {
        IndexItem::Ellipsis
    }
}

impl IntoIndexItem for Tensor {
    fn into_index_item(self) -> IndexItem {
        IndexItem::Tensor(self)
    }
}

impl IntoIndexItem for &Tensor {
    fn into_index_item(self) -> IndexItem {
        IndexItem::Tensor(self.clone())
    }
}

/// A number too large for `i64` is out of range of any dimension, and so is the largest `i64`.
trait Whole {
    fn whole(self) -> i64;
}

macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Whole for $type {
            fn whole(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }

        impl IntoIndexItem for $type {
            fn into_index_item(self) -> IndexItem {
                IndexItem::At(self.whole())
            }
        }

        impl<const N: usize> IntoIndexItem for [$type; N] {
            fn into_index_item(self) -> IndexItem {
                list(self.into_iter().map(Whole::whole).collect())
            }
        }

        impl IntoIndexItem for Vec<$type> {
            fn into_index_item(self) -> IndexItem {
                list(self.into_iter().map(Whole::whole).collect())
            }
        }

        impl IntoIndexItem for &[$type] {
            fn into_index_item(self) -> IndexItem {
                list(self.iter().map(|&place| place.whole()).collect())
            }
        }
    )*};
}

whole!(i32, i64, usize);

/// Places given one by one.
fn list(places: Vec<i64>) -> IndexItem {
    let n = places.len();
    match Tensor::try_from_vec(places, [n]) {
        Ok(places) => IndexItem::Tensor(places),
        // A vector always has the size of its own length.
        Err(_) => IndexItem::Ellipsis,
    }
}

/// The place after an inclusive end: -1 has no place after it but the end of the dimension.
fn after(last: i64) -> Option<i64> {
    if last == -1 { None } else { Some(last.saturating_add(1)) }
}

macro_rules! range {
    ($($range:ident, $value:ident => $start:expr, $end:expr;)*) => {$(
        impl<T: Whole + Copy> Step for std::ops::$range<T> {
            fn step(self, step: i64) -> Range {
                let $value = self;
                Range { start: $start, end: $end, step }
            }
        }

        impl<T: Whole + Copy> IntoIndexItem for std::ops::$range<T> {
            fn into_index_item(self) -> IndexItem {
                IndexItem::Range(self.step(1))
            }
        }
    )*};
}

range! {
    Range, range => Some(range.start.whole()), Some(range.end.whole());
    RangeFrom, range => Some(range.start.whole()), None;
    RangeTo, range => None, Some(range.end.whole());
    RangeInclusive, range => Some(range.start().whole()), after(range.end().whole());
    RangeToInclusive, range => None, after(range.end.whole());
}

impl Step for std::ops::RangeFull {
    fn step(self, step: i64) -> Range {
        Range { start: None, end: None, step }
    }
}

impl IntoIndexItem for std::ops::RangeFull {
    fn into_index_item(self) -> IndexItem {
        IndexItem::Range(self.step(1))
    }
}

impl<T: IntoIndexItem> IntoIndexItems for T {
    fn into_index_items(self) -> Vec<IndexItem> {
        vec![self.into_index_item()]
    }
}

impl IntoIndexItems for Vec<IndexItem> {
    fn into_index_items(self) -> Vec<IndexItem> {
        self
    }
}

impl IntoIndexItems for &[IndexItem] {
    fn into_index_items(self) -> Vec<IndexItem> {
        self.to_vec()
    }
}

impl<const N: usize> IntoIndexItems for [IndexItem; N] {
    fn into_index_items(self) -> Vec<IndexItem> {
        self.into()
    }
}

macro_rules! tuple {
    ($($name:ident)*) => {
        impl<$($name: IntoIndexItem),*> IntoIndexItems for ($($name,)*) {
            #[allow(non_snake_case, reason = "a tuple's types name its values")]
            fn into_index_items(self) -> Vec<IndexItem> {
                let ($($name,)*) = self;
                vec![$($name.into_index_item()),*]
            }
        }
    };
}

tuple!();
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
