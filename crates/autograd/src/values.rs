//! Values brought out of tensors, copies, and writing whole tensors in place.

use cresset_ops::{copy, reading};
use cresset_storage::{Device, Element, Error, Result, Scalar};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, Node, NodeRef};
use crate::methods::shape::copied;
use crate::operand::Operand;
use crate::{Tensor, in_place, mode, plain};

/// The node of a copy over a tensor.
struct CopyBackward {
    sizes: cresset_storage::Dims,
    dtype: cresset_storage::DType,
}

impl Backward for CopyBackward {
    fn name(&self) -> &'static str {
        "CopyBackwards"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let source = match node.needs_input_grad(1) {
            true => Some(grad.try_sum_to_size(&self.sizes)?.try_to_dtype(self.dtype)?),
            false => None,
        };
        // What was there before is gone: its gradient is zero.
        let own = if node.needs_input_grad(0) { Some(crate::try_zeros_like(grad)?) } else { None };
        Ok(smallvec![own, source])
    }
}

impl Tensor {
    /// The one element as `f64`.
    ///
    /// # Panics
    /// There is not exactly one element.
    #[must_use]
    #[track_caller]
    pub fn item(&self) -> f64 {
        plain(self.try_item())
    }

    /// [`Tensor::item`] with errors as values.
    ///
    /// # Errors
    /// There is not exactly one element.
    pub fn try_item(&self) -> Result<f64> {
        self.try_scalar().map(Scalar::as_f64)
    }

    /// The one element as a number of its own kind.
    ///
    /// # Errors
    /// There is not exactly one element.
    pub fn try_scalar(&self) -> Result<Scalar> {
        reading::item("item", self.array())
    }

    /// The elements in row-major order, converted to `T`.
    ///
    /// # Panics
    /// No memory left.
    #[must_use]
    #[track_caller]
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        plain(self.try_to_vec())
    }

    /// [`Tensor::to_vec`] with errors as values.
    ///
    /// # Errors
    /// No memory left.
    pub fn try_to_vec<T: Element>(&self) -> Result<Vec<T>> {
        reading::to_vec(self.array())
    }

    /// A copy in memory of its own, as `torch.clone`. (`clone` itself gives another handle to the same tensor.)
    ///
    /// # Panics
    /// No memory left.
    #[must_use]
    #[track_caller]
    pub fn copy(&self) -> Tensor {
        plain(self.try_copy())
    }

    /// [`Tensor::copy`] with errors as values.
    ///
    /// # Errors
    /// No memory left.
    #[track_caller]
    pub fn try_copy(&self) -> Result<Tensor> {
        copied(self, copy::clone("clone", self.array())?)
    }

    /// A row-major copy in memory of its own, whatever the strides are.
    ///
    /// # Errors
    /// No memory left.
    #[track_caller]
    pub fn try_copy_row_major(&self) -> Result<Tensor> {
        copied(self, copy::contiguous_copy("clone", self.array())?)
    }

    /// The tensor on a device: itself where it is there already, else a copy whose gradient flows back.
    ///
    /// # Panics
    /// As [`Tensor::try_to_device`] errs.
    #[must_use]
    #[track_caller]
    pub fn to_device(&self, device: Device) -> Tensor {
        plain(self.try_to_device(device))
    }

    /// [`Tensor::to_device`] with errors as values.
    ///
    /// # Errors
    /// The device is not there.
    #[track_caller]
    pub fn try_to_device(&self, device: Device) -> Result<Tensor> {
        if device == self.device() {
            return Ok(self.clone());
        }
        copied(self, copy::to_device("to_device", self.array(), device)?)
    }

    /// A copy in pinned memory, from which [`Tensor::to_device`] does not wait, as `torch.Tensor.pin_memory`.
    ///
    /// # Panics
    /// As [`Tensor::try_pin_memory`] errs.
    #[must_use]
    #[track_caller]
    pub fn pin_memory(&self) -> Tensor {
        plain(self.try_pin_memory())
    }

    /// [`Tensor::pin_memory`] with errors as values.
    ///
    /// # Errors
    /// There is no GPU, or the tensor is on one.
    #[track_caller]
    pub fn try_pin_memory(&self) -> Result<Tensor> {
        if self.is_pinned() {
            return Ok(self.clone());
        }
        copied(self, copy::pin_memory("pin_memory", self.array())?)
    }

    /// Whether the elements are in pinned memory.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.array().storage().is_pinned()
    }

    /// Writes the elements of `source`, which broadcasts to this tensor, over it.
    ///
    /// # Panics
    /// As [`Tensor::try_copy_`] errs.
    #[track_caller]
    pub fn copy_(&self, source: &Tensor) -> &Tensor {
        plain(self.try_copy_(source))
    }

    /// [`Tensor::copy_`] with errors as values.
    ///
    /// # Errors
    /// The sizes do not broadcast, or the graph could not tell of the write.
    #[track_caller]
    pub fn try_copy_(&self, source: &Tensor) -> Result<&Tensor> {
        let recorded = mode::is_grad_enabled()
            && self.dtype().is_differentiable()
            && (self.requires_grad() || source.requires_grad());
        in_place::check("copy_", self, recorded)?;
        let edges = smallvec![self.edge().filter(|_| recorded), source.edge().filter(|_| recorded)];
        copy::copy_("copy_", self.array(), Operand::Tensor(source).lower())?;
        if recorded {
            let body = CopyBackward { sizes: *source.array().sizes(), dtype: source.dtype() };
            in_place::rebase(self, Node::record(edges, 1, std::panic::Location::caller(), body));
        }
        Ok(self)
    }

    /// Writes one value to every element.
    ///
    /// # Panics
    /// As [`Tensor::try_fill_`] errs.
    #[track_caller]
    pub fn fill_(&self, value: impl Into<Scalar>) -> &Tensor {
        plain(self.try_fill_(value))
    }

    /// [`Tensor::fill_`] with errors as values.
    ///
    /// # Errors
    /// The graph could not tell of the write.
    #[track_caller]
    pub fn try_fill_(&self, value: impl Into<Scalar>) -> Result<&Tensor> {
        let recorded = mode::is_grad_enabled() && self.requires_grad();
        in_place::check("fill_", self, recorded)?;
        let edges = smallvec![self.edge().filter(|_| recorded)];
        copy::copy_("fill_", self.array(), cresset_ops::Operand::Scalar(value.into()))?;
        if recorded {
            let body = CopyBackward { sizes: cresset_storage::Dims::EMPTY, dtype: self.dtype() };
            in_place::rebase(self, Node::record(edges, 1, std::panic::Location::caller(), body));
        }
        Ok(self)
    }

    /// Writes zeros.
    ///
    /// # Panics
    /// As [`Tensor::try_fill_`] errs.
    #[track_caller]
    pub fn zero_(&self) -> &Tensor {
        plain(self.try_zero_())
    }

    /// [`Tensor::zero_`] with errors as values.
    ///
    /// # Errors
    /// As [`Tensor::try_fill_`].
    #[track_caller]
    pub fn try_zero_(&self) -> Result<&Tensor> {
        self.try_fill_(0)
    }

    /// The sum over the dimensions that expanding `sizes` to this tensor's would repeat.
    ///
    /// # Errors
    /// `sizes` do not expand to this tensor's.
    #[track_caller]
    pub fn try_sum_to_size(&self, sizes: &[usize]) -> Result<Tensor> {
        if self.sizes() == sizes {
            return Ok(self.clone());
        }
        let refuse = || {
            let remedy = "sizes must expand to the tensor's";
            Error::shape("sum_to_size", "sizes do not expand", &[("self", self.sizes()), ("sizes", sizes)], remedy)
        };
        let lead = self.dim().checked_sub(sizes.len()).ok_or_else(refuse)?;
        let mut dims: Vec<i64> = (0..lead as i64).collect();
        for (at, (&size, &held)) in sizes.iter().zip(&self.sizes()[lead..]).enumerate() {
            if size != held {
                if size != 1 {
                    return Err(refuse());
                }
                dims.push((lead + at) as i64);
            }
        }
        let wanted: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
        self.try_sum_dim(dims, true)?.try_reshape(wanted)
    }
}
