//! Indexing as in Python's brackets: whole numbers, ranges, new dimensions, ellipses, index tensors and masks.
//!
//! [`Tensor::i`] reads and [`Tensor::i_put_`] writes. What only whole numbers and ranges say is a view; index tensors
//! and masks copy.
//!
//! | PyTorch | here |
//! |---|---|
//! | `x[0]` | `x.i(0)` |
//! | `x[:, -1]` | `x.i((.., -1))` |
//! | `x[1:3, 2:]` | `x.i((1..3, 2..))` |
//! | `x[:-1]` | `x.i(..-1)` |
//! | `x[::2, 1::3]` | `x.i(((..).step(2), (1..).step(3)))` or `x.i(s![..;2, 1..;3])` |
//! | `x[..., 0]` | `x.i((Ellipsis, 0))` |
//! | `x[None, :, None]` | `x.i((None, .., None))`, also `NewAxis` |
//! | `x[rows, columns]` | `x.i((&rows, &columns))` |
//! | `x[[0, 2]]` | `x.i([0, 2])` |
//! | `x[x > 0]` | `x.i(&x.gt(0))` |
//! | `x[0, 1:] = 5` | `x.i_put_((0, 1..), 5)` |
//! | `x[mask] = values` | `x.i_put_(&mask, &values)` |

mod item;
mod walk;

pub use item::{Ellipsis, IndexItem, IntoIndexItem, IntoIndexItems, NewAxis, Range, Step};

use cresset_storage::Result;

use crate::operand::Operand;
use crate::{Tensor, plain};

impl Tensor {
    /// The part of the tensor that the indices name, as `x[...]` in Python.
    ///
    /// ```
    /// use cresset_autograd::index::{Ellipsis, Step};
    /// use cresset_autograd::{arange, tensor};
    /// let x = arange(0, 24, 1).reshape([2, 3, 4]);
    /// assert_eq!(x.i((0, 1)).to_vec::<i64>(), [4, 5, 6, 7]);
    /// assert_eq!(x.i((.., 0..2, -1)).to_vec::<i64>(), [3, 7, 15, 19]);
    /// assert_eq!(x.i((1, ..-1, (..).step(2))).to_vec::<i64>(), [12, 14, 16, 18]);
    /// assert_eq!(x.i((Ellipsis, 3)).sizes(), [2, 3]);
    /// assert_eq!(x.i((None, .., None)).sizes(), [1, 2, 1, 3, 4]);
    /// let rows = tensor([2, 0]);
    /// assert_eq!(x.i((0, &rows, 1)).to_vec::<i64>(), [9, 1]);
    /// assert_eq!(x.i(&x.gt(20)).to_vec::<i64>(), [21, 22, 23]);
    /// ```
    ///
    /// # Panics
    /// As [`Tensor::try_i`] errs.
    #[must_use]
    #[track_caller]
    pub fn i(&self, indices: impl IntoIndexItems) -> Tensor {
        plain(self.try_i(indices))
    }

    /// [`Tensor::i`] with errors as values.
    ///
    /// # Errors
    /// More indices than dimensions, an index out of range, a step that is not positive, a mask of other sizes.
    #[track_caller]
    pub fn try_i(&self, indices: impl IntoIndexItems) -> Result<Tensor> {
        walk::read(self, &indices.into_index_items())
    }

    /// Writes a tensor or a number over the part that the indices name, as `x[...] = value` in Python. The value
    /// broadcasts to the part and takes its dtype. Where an element is named twice, the last value stays.
    ///
    /// ```
    /// use cresset_autograd::{tensor, zeros};
    /// let x = zeros([2, 3]);
    /// x.i_put_((0, 1..), 5);
    /// x.i_put_((.., 0), &tensor([1.0, 2.0]));
    /// assert_eq!(x.to_vec::<f32>(), [1.0, 5.0, 5.0, 2.0, 0.0, 0.0]);
    /// x.i_put_(&x.gt(1), -1);
    /// assert_eq!(x.to_vec::<f32>(), [1.0, -1.0, -1.0, -1.0, 0.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// As [`Tensor::try_i_put_`] errs.
    #[track_caller]
    pub fn i_put_<'a>(&self, indices: impl IntoIndexItems, value: impl Into<Operand<'a>>) -> &Tensor {
        plain(self.try_i_put_(indices, value))
    }

    /// [`Tensor::i_put_`] with errors as values.
    ///
    /// # Errors
    /// As [`Tensor::try_i`]; also a value that does not broadcast, or a tensor that may not be written in place.
    #[track_caller]
    pub fn try_i_put_<'a>(&self, indices: impl IntoIndexItems, value: impl Into<Operand<'a>>) -> Result<&Tensor> {
        walk::write(self, &indices.into_index_items(), value.into())?;
        Ok(self)
    }
}

/// Indices in a form in which a range can have a step: `s![0, ..;2, 1..-1;3, NewAxis, &rows]`.
///
/// ```
/// use cresset_autograd::{arange, s};
/// let x = arange(0, 12, 1).reshape([3, 4]);
/// assert_eq!(x.i(s![..;2, 1..;2]).to_vec::<i64>(), [1, 3, 9, 11]);
/// assert_eq!(x.i(s![-1, ..3]).to_vec::<i64>(), [8, 9, 10]);
/// ```
#[macro_export]
macro_rules! s {
    (@ [$($done:tt)*]) => { [$($done)*] };
    (@ [$($done:tt)*] $item:expr ; $step:expr) => { $crate::s![@ [$($done)* $crate::s![@step $item, $step]]] };
    (@ [$($done:tt)*] $item:expr ; $step:expr, $($rest:tt)*) => {
        $crate::s![@ [$($done)* $crate::s![@step $item, $step],] $($rest)*]
    };
    (@ [$($done:tt)*] $item:expr) => { $crate::s![@ [$($done)* $crate::s![@item $item]]] };
    (@ [$($done:tt)*] $item:expr, $($rest:tt)*) => { $crate::s![@ [$($done)* $crate::s![@item $item],] $($rest)*] };
    (@item $item:expr) => { $crate::index::IntoIndexItem::into_index_item($item) };
    (@step $item:expr, $step:expr) => {
        $crate::index::IntoIndexItem::into_index_item($crate::index::Step::step($item, $step))
    };
    ($($items:tt)*) => { $crate::s![@ [] $($items)*] };
}
