//! Modules one after another.

use std::fmt;

use cresset_autograd::{Result, Tensor};

use crate::hooks::call;
use crate::module::{Member, MemberMut, See, SeeMut};
use crate::{Forward, Module};

/// Modules each of which takes what the one before it gives.
///
/// ```
/// use cresset_nn::{Linear, ReLU, Sequential};
/// # fn main() -> cresset_autograd::Result<()> {
/// let model = Sequential::new().add(Linear::new(64, 32)?).add(ReLU).add(Linear::new(32, 10)?);
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Sequential {
    layers: Vec<(String, Box<Slot<dyn Forward>>)>,
}

/// A layer with a place in memory of its own, also where the layer has no fields: hooks and summaries know it by that.
struct Slot<L: ?Sized> {
    _place: u8,
    layer: L,
}

impl Sequential {
    /// No modules: the tensor itself.
    #[must_use]
    pub fn new() -> Sequential {
        Sequential::default()
    }

    /// With another module at the end, named by its number.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "PyTorch calls it add_module")]
    pub fn add(mut self, layer: impl Forward + 'static) -> Sequential {
        self.push(layer);
        self
    }

    /// With another module at the end under a name, as of an `OrderedDict`.
    #[must_use]
    pub fn add_module(mut self, name: impl Into<String>, layer: impl Forward + 'static) -> Sequential {
        self.layers.push((name.into(), Box::new(Slot { _place: 0, layer })));
        self
    }

    /// Puts another module at the end, named by its number.
    pub fn push(&mut self, layer: impl Forward + 'static) {
        let name = self.layers.len().to_string();
        self.layers.push((name, Box::new(Slot { _place: 0, layer })));
    }

    /// How many modules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// One of the modules.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&dyn Forward> {
        self.layers.get(at).map(|(_, slot)| &slot.layer)
    }
}

impl Module for Sequential {
    fn as_module(&self) -> &dyn Module {
        self
    }

    fn module_name(&self) -> &str {
        "Sequential"
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        for (name, slot) in &self.layers {
            see(name, Member::Module(slot.layer.as_module()));
        }
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        for (_, slot) in &mut self.layers {
            see(MemberMut::Module(&mut slot.layer));
        }
    }
}

impl Forward for Sequential {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| self.layers.iter().try_fold(x.clone(), |x, (_, slot)| slot.layer.forward(&x)))
    }
}

impl fmt::Display for Sequential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::derive::write_summary(self, f)
    }
}

impl fmt::Debug for Sequential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
