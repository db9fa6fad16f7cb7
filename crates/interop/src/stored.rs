//! Tensors as strided windows onto the bytes of storages, the way PyTorch's files hold them.

use std::collections::HashMap;

use cresset_autograd::{DType, Result, Tensor, bytes};

use crate::place::Place;

/// Which elements of a storage a tensor consists of. Counts are in elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) dtype: DType,
    pub(crate) sizes: Vec<i64>,
    pub(crate) strides: Vec<i64>,
    pub(crate) offset: i64,
}

impl Window {
    /// Refuses a window that reaches out of a storage of so many bytes, or whose sizes overflow.
    pub(crate) fn check(&self, n_bytes: u64, place: &Place) -> Result<()> {
        let refuse = |problem| {
            let found = format_args!("sizes {:?}, strides {:?}, offset {}", self.sizes, self.strides, self.offset);
            Err(place.found(problem, found, "the file is damaged"))
        };
        if self.sizes.len() != self.strides.len() {
            return refuse("not a stride for each size");
        }
        if self.offset < 0 || self.sizes.iter().chain(&self.strides).any(|&number| number < 0) {
            return refuse("a negative size, stride or offset");
        }
        let item = self.dtype.n_bytes() as i64;
        let numel = self.sizes.iter().try_fold(item, |product, &size| product.checked_mul(size));
        if numel.is_none() && !self.sizes.contains(&0) {
            return refuse("size overflows");
        }
        let reach = self.sizes.iter().zip(&self.strides).try_fold(self.offset, |last, (&size, &stride)| {
            last.checked_add(size.saturating_sub(1).max(0).checked_mul(stride)?)
        });
        let n_needed = if self.sizes.contains(&0) { Some(0) } else { reach.and_then(|last| last.checked_add(1)) };
        match n_needed.and_then(|n| n.checked_mul(item)).and_then(|n| u64::try_from(n).ok()) {
            Some(n) if n <= n_bytes => Ok(()),
            _ => refuse("a tensor that reaches out of its storage"),
        }
    }
}

/// Storages by name, each made once: tensors that share one in the file share it here.
#[derive(Default)]
pub(crate) struct Storages {
    made: HashMap<(String, DType), Tensor>,
}

impl Storages {
    /// The tensor of a window, over the bytes that `read` gives for a storage seen for the first time.
    pub(crate) fn tensor(
        &mut self,
        name: &str,
        window: &Window,
        place: &Place,
        read: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<Tensor> {
        let key = (name.to_owned(), window.dtype);
        let whole = match self.made.get(&key) {
            Some(whole) => whole.clone(),
            None => {
                let held = read()?;
                let item = window.dtype.n_bytes();
                let n = held.len() / item;
                let array = bytes::from_bytes(held.get(..n * item).unwrap_or_default(), window.dtype, &[n]);
                let whole = Tensor::new(array.map_err(|error| place.tensor(error))?);
                self.made.insert(key, whole.clone());
                whole
            }
        };
        window.check((whole.numel() * window.dtype.n_bytes()) as u64, place)?;
        if window.sizes.contains(&0) {
            let sizes: Vec<usize> = window.sizes.iter().map(|&size| size as usize).collect();
            let empty = bytes::from_bytes(&[], window.dtype, &sizes);
            return Ok(Tensor::new(empty.map_err(|error| place.tensor(error))?));
        }
        let view = whole.try_as_strided(&window.sizes, &window.strides, Some(window.offset));
        Ok(view.map_err(|error| place.tensor(error))?.detach())
    }
}
