//! An array: a storage, a layout and a dtype. No graph.

use cresset_storage::cuda::begin_operator;
use cresset_storage::{DType, Device, Dims, Element, Error, Layout, Participant, Result, Scalar, Storage};

/// Elements of one dtype on one device, seen through a layout. Clones share the elements.
#[derive(Clone, Debug)]
pub struct Array {
    storage: Storage,
    layout: Layout,
    dtype: DType,
}

impl Array {
    /// A row-major array whose elements are whatever the memory held before.
    ///
    /// # Errors
    /// Sizes that overflow, no memory left, a device that is not there.
    #[inline]
    pub fn empty(op: &'static str, sizes: &Dims, dtype: DType, device: Device) -> Result<Array> {
        let numel = sizes.checked_numel(op, dtype.n_bytes())?;
        if let Device::Cuda(ordinal) = device {
            begin_operator(op, ordinal);
        }
        let storage = Storage::empty(numel * dtype.n_bytes(), device)?;
        Ok(Array { storage, layout: Layout::contiguous(*sizes), dtype })
    }

    /// An array of a filled storage, from its start. The layout must be that which the storage was filled in.
    #[inline]
    #[must_use]
    pub fn over(storage: Storage, layout: &Layout, dtype: DType) -> Array {
        Array { storage, layout: layout.at_start(), dtype }
    }

    /// An uninitialised array with the sizes and, where they fill a gap-free span, the strides of `like`.
    ///
    /// # Errors
    /// As [`Array::empty`].
    pub fn empty_like(op: &'static str, like: &Layout, dtype: DType, device: Device) -> Result<Array> {
        let mut out = Array::empty(op, like.sizes(), dtype, device)?;
        if !like.is_contiguous() && like.is_dense() {
            out.layout = Layout::strided(op, like.sizes(), like.strides(), 0, like.numel())?;
        }
        Ok(out)
    }

    /// An array over a vector's own memory.
    ///
    /// # Errors
    /// The sizes do not multiply to the vector's length.
    pub fn from_vec<T: Element>(values: Vec<T>, sizes: &[usize]) -> Result<Array> {
        let dims = Dims::new("from_vec", sizes)?;
        if dims.checked_numel("from_vec", T::DTYPE.n_bytes())? != values.len() {
            return Err(Error::shape(
                "from_vec",
                "sizes do not fit the number of values",
                &[("sizes", sizes), ("values", &[values.len()])],
                "the product of the sizes must equal the number of values",
            ));
        }
        Ok(Array { storage: Storage::from_vec(values), layout: Layout::contiguous(dims), dtype: T::DTYPE })
    }

    /// The same elements through another layout. The layout must have come from this array's own.
    #[inline]
    #[must_use]
    pub fn with_layout(&self, layout: Layout) -> Array {
        Array { storage: self.storage.clone(), layout, dtype: self.dtype }
    }

    /// The same storage as elements of another dtype. The layout must lie within it.
    pub(crate) fn seen_as(&self, dtype: DType, layout: Layout) -> Array {
        Array { storage: self.storage.clone(), layout, dtype }
    }

    /// Any layout over the same storage.
    ///
    /// # Errors
    /// The layout reaches outside the storage.
    pub fn as_strided(&self, op: &'static str, sizes: &[usize], strides: &[usize], offset: usize) -> Result<Array> {
        let n_elements = self.storage.n_bytes() / self.dtype.n_bytes();
        // A view without elements starts nowhere in particular.
        let offset = if sizes.contains(&0) { offset.min(n_elements) } else { offset };
        Ok(self.with_layout(Layout::strided(op, sizes, strides, offset, n_elements)?))
    }

    /// The storage.
    #[inline]
    #[must_use]
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    #[inline]
    pub(crate) fn storage_mut(&mut self) -> &mut Storage {
        &mut self.storage
    }

    /// The layout.
    #[inline]
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The sizes.
    #[inline]
    #[must_use]
    pub fn sizes(&self) -> &Dims {
        self.layout.sizes()
    }

    /// The dtype.
    #[inline]
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The device.
    #[inline]
    #[must_use]
    pub fn device(&self) -> Device {
        self.storage.device()
    }

    /// The number of elements.
    #[inline]
    #[must_use]
    pub fn numel(&self) -> usize {
        self.layout.numel()
    }

    /// The number of dimensions.
    #[inline]
    #[must_use]
    pub fn rank(&self) -> usize {
        self.layout.rank()
    }

    /// Whether both arrays can have elements in common. May say yes where there are none.
    #[must_use]
    pub fn may_share_elements(&self, other: &Array) -> bool {
        let (lhs, rhs) = (self.layout.span(), other.layout.span());
        self.storage.same(&other.storage)
            && lhs.start * self.dtype.n_bytes() < rhs.end * other.dtype.n_bytes()
            && rhs.start * other.dtype.n_bytes() < lhs.end * self.dtype.n_bytes()
    }
}

/// An input of an operator: an array or a plain number.
#[derive(Clone, Copy, Debug)]
pub enum Operand<'a> {
    /// An array.
    Array(&'a Array),
    /// A number: it has no dimensions and promotes as a plain number does.
    Scalar(Scalar),
}

impl<'a> Operand<'a> {
    /// The array, if it is one.
    #[inline]
    #[must_use]
    pub fn array(self) -> Option<&'a Array> {
        match self {
            Operand::Array(array) => Some(array),
            Operand::Scalar(_) => None,
        }
    }

    /// The dtype it has of its own.
    #[inline]
    #[must_use]
    pub fn dtype(self) -> DType {
        match self {
            Operand::Array(array) => array.dtype,
            Operand::Scalar(scalar) => scalar.default_dtype(),
        }
    }

    /// The part it takes in type promotion.
    #[inline]
    #[must_use]
    pub fn participant(self) -> Participant {
        match self {
            Operand::Array(array) if array.rank() == 0 => Participant::ZeroDim(array.dtype),
            Operand::Array(array) => Participant::Dimensioned(array.dtype),
            Operand::Scalar(scalar) => Participant::Number(scalar),
        }
    }
}

impl<'a> From<&'a Array> for Operand<'a> {
    fn from(array: &'a Array) -> Operand<'a> {
        Operand::Array(array)
    }
}
