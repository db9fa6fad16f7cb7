//! Autocast: operators that gain from fewer bits run in bf16 or f16 on this thread, those that lose stay in f32.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use cresset_storage::{DType, Error, Result};

use crate::{Tensor, mode};

/// A weight with the version of its memory that was cast, and its cast.
type CachedCast = (Tensor, u64, Tensor);

thread_local! {
    /// The dtype of the innermost scope.
    static DTYPE: Cell<Option<DType>> = const { Cell::new(None) };
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static CACHE: RefCell<HashMap<usize, CachedCast>> = RefCell::new(HashMap::new());
}

/// Ends a scope of autocast when it is dropped.
#[must_use = "the scope ends when the guard is dropped"]
#[derive(Debug)]
pub struct AutocastGuard {
    before: Option<DType>,
    /// The scope belongs to the thread, so the guard must not leave it.
    stays: PhantomData<*const ()>,
}

impl AutocastGuard {
    fn enter(dtype: Option<DType>) -> AutocastGuard {
        DEPTH.set(DEPTH.get() + 1);
        AutocastGuard { before: DTYPE.replace(dtype), stays: PhantomData }
    }
}

impl Drop for AutocastGuard {
    fn drop(&mut self) {
        DTYPE.set(self.before);
        DEPTH.set(DEPTH.get() - 1);
        if DEPTH.get() == 0 {
            // Dropped outside of the borrow: it may hold the last handle to a graph.
            drop(CACHE.take());
        }
    }
}

/// Runs the operators of this thread in mixed precision until the guard is dropped, as
/// `with torch.autocast("cpu", dtype)`: matrix products and convolutions in `dtype`, losses and what else needs the
/// digits in f32, all others in what they are given. Tensors of f64, of whole and of complex numbers stay as they are.
/// In-place forms are not touched.
///
/// Casts of weights are kept until the outermost guard is dropped. Backward runs each gradient in the dtype of its
/// forward call, within the scope or after it.
///
/// ```
/// use cresset_autograd::{DType, autocast, ones};
///
/// let (x, weight) = (ones([2, 3]), ones([4, 3]));
/// let guard = autocast(DType::BF16)?;
/// assert_eq!(x.linear(&weight, None).dtype(), DType::BF16);
/// drop(guard);
/// assert_eq!(x.linear(&weight, None).dtype(), DType::F32);
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
///
/// # Errors
/// A dtype that is neither bf16 nor f16.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/amp.html>
pub fn autocast(dtype: DType) -> Result<AutocastGuard> {
    match dtype {
        DType::BF16 | DType::F16 => Ok(AutocastGuard::enter(Some(dtype))),
        _ => Err(Error::dtype("autocast", "not of lower precision", &[("dtype", dtype)], "use bf16 or f16")),
    }
}

/// Ends autocast on this thread until the guard is dropped, as `with torch.autocast("cpu", enabled=False)`.
pub fn no_autocast() -> AutocastGuard {
    AutocastGuard::enter(None)
}

/// The dtype that autocast runs matrix products in on this thread, where it is on.
#[inline]
#[must_use]
pub fn autocast_dtype() -> Option<DType> {
    DTYPE.get()
}

/// Sets autocast as it was in another place, until the guard is dropped.
pub(crate) fn restore(dtype: Option<DType>) -> AutocastGuard {
    AutocastGuard::enter(dtype)
}

/// The casts of one call. As long as they live autocast is off, so that what the call is made of runs in their dtype.
pub(crate) struct Casts {
    to: DType,
    scope: DType,
}

impl Casts {
    #[inline]
    fn start(to: impl FnOnce(DType) -> DType) -> Option<Casts> {
        let scope = DTYPE.get()?;
        DTYPE.set(None);
        Some(Casts { to: to(scope), scope })
    }

    /// To the dtype of the scope, where there is one.
    #[inline]
    pub(crate) fn lower() -> Option<Casts> {
        Casts::start(|scope| scope)
    }

    /// To f32.
    #[inline]
    pub(crate) fn single() -> Option<Casts> {
        Casts::start(|_| DType::F32)
    }

    /// To f32 where one of these is, else to the dtype of the scope.
    #[inline]
    pub(crate) fn widest(tensors: &[&Tensor]) -> Option<Casts> {
        let is_wider = |scope| tensors.iter().any(|tensor| is_cast(tensor) && tensor.dtype() != scope);
        Casts::start(|scope| if is_wider(scope) { DType::F32 } else { scope })
    }

    #[track_caller]
    pub(crate) fn one(&self, tensor: &Tensor) -> Result<Tensor> {
        if !is_cast(tensor) || tensor.dtype() == self.to {
            return Ok(tensor.clone());
        }
        let is_weight = tensor.requires_grad() && tensor.is_leaf() && !tensor.is_view();
        if !is_weight || self.to != self.scope || tensor.dtype() != DType::F32 {
            return tensor.try_to_dtype(self.to);
        }
        let (key, version) = (Arc::as_ptr(&tensor.0).addr(), tensor.array().storage().version());
        // A cast made without recording would not send gradients on.
        let is_fresh =
            |cached: &&CachedCast| cached.1 == version && cached.2.requires_grad() == mode::is_grad_enabled();
        let found = CACHE.with_borrow(|cache| cache.get(&key).filter(is_fresh).map(|cached| cached.2.clone()));
        if let Some(cast) = found.filter(|cast| cast.dtype() == self.to) {
            return Ok(cast);
        }
        let cast = tensor.try_to_dtype(self.to)?;
        let before = CACHE.with_borrow_mut(|cache| cache.insert(key, (tensor.clone(), version, cast.clone())));
        drop(before);
        Ok(cast)
    }

    #[track_caller]
    pub(crate) fn optional(&self, tensor: Option<&Tensor>) -> Result<Option<Tensor>> {
        tensor.map(|tensor| self.one(tensor)).transpose()
    }

    #[track_caller]
    pub(crate) fn many(&self, tensors: &[&Tensor]) -> Result<Vec<Tensor>> {
        tensors.iter().map(|tensor| self.one(tensor)).collect()
    }
}

impl Drop for Casts {
    fn drop(&mut self) {
        DTYPE.set(Some(self.scope));
    }
}

/// Whether autocast touches a tensor at all.
fn is_cast(tensor: &Tensor) -> bool {
    matches!(tensor.dtype(), DType::F32 | DType::F16 | DType::BF16)
}
