//! Observers, which see each layer's forward.

use std::cell::RefCell;
use std::rc::Rc;

use cresset_autograd::Tensor;

use crate::Module;

/// One forward of a layer, as an observer sees it.
#[derive(Clone, Copy)]
pub struct Observed<'a> {
    /// The layer.
    pub module: &'a dyn Module,
    /// What it was given.
    pub inputs: &'a [&'a Tensor],
    /// What it has made of it.
    pub outputs: &'a [&'a Tensor],
}

type Observer = Rc<dyn Fn(Observed<'_>)>;

thread_local! {
    static OBSERVERS: RefCell<Vec<Observer>> = const { RefCell::new(Vec::new()) };
}

/// Takes the last observer away, also when a panic passes.
struct Ends;

impl Drop for Ends {
    fn drop(&mut self) {
        OBSERVERS.with_borrow_mut(Vec::pop);
    }
}

/// Runs a function, and calls `see` after each forward of a layer of this library within it, on this thread.
///
/// ```
/// use cresset_autograd::{Result, zeros};
/// use cresset_nn::{Forward, Linear, ReLU, Sequential, observe};
/// use std::{cell::RefCell, rc::Rc};
///
/// # fn main() -> Result<()> {
/// let model = Sequential::new().add(Linear::new(4, 3)?).add(ReLU);
/// let names = Rc::new(RefCell::new(Vec::new()));
/// let seen = names.clone();
/// observe(move |layer| seen.borrow_mut().push(layer.module.module_name().to_string()), || model.forward(&zeros([2, 4])))?;
/// assert_eq!(*names.borrow(), ["Linear", "ReLU", "Sequential"]);
/// # Ok(())
/// # }
/// ```
pub fn observe<T>(see: impl Fn(Observed<'_>) + 'static, run: impl FnOnce() -> T) -> T {
    OBSERVERS.with_borrow_mut(|observers| observers.push(Rc::new(see)));
    let _ends = Ends;
    run()
}

/// Tells the observers of a forward.
pub(super) fn tell(module: &dyn Module, inputs: &[&Tensor], outputs: &[&Tensor]) {
    // The list is not held while observers run, as they may call layers themselves.
    let observers =
        OBSERVERS.with_borrow(|observers| if observers.is_empty() { Vec::new() } else { observers.clone() });
    for observer in observers {
        observer(Observed { module, inputs, outputs });
    }
}
