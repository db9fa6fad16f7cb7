//! The hooks of layers, kept apart from them: a layer of a finished model has no place for them.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use cresset_autograd::{Error, Result, Tensor};

use super::{Identity, identity};
use crate::Module;

/// Gradients of a layer's inputs or outputs; none of those that require none.
pub(crate) type Gradients = Vec<Option<Tensor>>;

/// A function of tensors, or of gradients, that may give others in their place.
type OfOne<T> = Box<dyn Fn(&[T]) -> Result<Option<Vec<T>>> + Send + Sync>;
type OfTwo<T> = Box<dyn Fn(&[T], &[T]) -> Result<Option<Vec<T>>> + Send + Sync>;

/// What a hook is called with, and when.
pub(crate) enum Kind {
    Before(OfOne<Tensor>),
    After(OfTwo<Tensor>),
    BackwardBefore(OfOne<Option<Tensor>>),
    Backward(OfTwo<Option<Tensor>>),
}

struct Entry {
    number: usize,
    /// The address as a number, as pointers do not go from thread to thread.
    place: usize,
    n_bytes: usize,
    name: String,
    kind: Arc<Kind>,
}

static HOOKS: RwLock<Vec<Entry>> = RwLock::new(Vec::new());
/// How many there are, so that layers need not look for them where there are none.
static N_HOOKS: AtomicUsize = AtomicUsize::new(0);
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A hook of a layer, which is taken away when this is dropped. The model cannot be moved meanwhile.
#[must_use = "the hook is taken away when this is dropped"]
pub struct LayerHook<'a> {
    number: usize,
    model: PhantomData<&'a ()>,
}

impl LayerHook<'_> {
    /// Takes the hook away.
    pub fn remove(self) {}
}

impl Drop for LayerHook<'_> {
    fn drop(&mut self) {
        let mut hooks = HOOKS.write().unwrap_or_else(PoisonError::into_inner);
        hooks.retain(|entry| entry.number != self.number);
        N_HOOKS.store(hooks.len(), Ordering::Release);
    }
}

/// Puts a hook on the layer at a path.
pub(crate) fn register<'a>(op: &'static str, model: &'a dyn Module, path: &str, kind: Kind) -> Result<LayerHook<'a>> {
    let modules = model.named_modules();
    let identities: Vec<Identity> = modules.iter().map(|(_, module)| identity(*module)).collect();
    let Some(at) = modules.iter().position(|(other, _)| other == path) else {
        return Err(Error::argument(op, "path", path, "named_modules lists the paths"));
    };
    let (place, n_bytes, name) = identities[at].clone();
    // A layer without fields has no memory: fields may share its place, and in a box all of them have one.
    let alike = identities.iter().filter(|other| **other == identities[at]).count();
    if alike > 1 || n_bytes == 0 && place.addr() <= align_of_val(modules[at].1.as_module()) {
        let remedy = "put it into a Sequential, whose layers each have a place, or hook the layer around it";
        let found = format_args!("{path} ({name})");
        return Err(Error::graph(op, "a layer without fields, which is not told from others", found, remedy));
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut hooks = HOOKS.write().unwrap_or_else(PoisonError::into_inner);
    hooks.push(Entry { number, place: place.addr(), n_bytes, name, kind: Arc::new(kind) });
    N_HOOKS.store(hooks.len(), Ordering::Release);
    Ok(LayerHook { number, model: PhantomData })
}

/// The hooks of a layer, in the order in which they were put on it. The list is not held while they run, as they may
/// put on others.
pub(super) fn hooks_of(module: &dyn Module) -> Vec<Arc<Kind>> {
    if N_HOOKS.load(Ordering::Acquire) == 0 {
        return Vec::new();
    }
    let module = module.as_module();
    let (place, n_bytes) = (std::ptr::from_ref(module).addr(), size_of_val(module));
    let hooks = HOOKS.read().unwrap_or_else(PoisonError::into_inner);
    let own = |entry: &&Entry| entry.place == place && entry.n_bytes == n_bytes && entry.name == module.module_name();
    hooks.iter().filter(own).map(|entry| entry.kind.clone()).collect()
}
