//! What derived modules call: it tells by a field's type whether it is a member.
//!
//! Rust has no way to ask whether a type implements a trait, but its search for methods has: `(&Probe(field)).see(…)`
//! finds [`Known`] first, and goes on to [`Unknown`], one reference further, where the field's type is no [`Field`].

use crate::field::Field;
use crate::module::{See, SeeMut};

pub use crate::display::write_summary;

/// A field to look at.
pub struct Probe<'a, F>(pub &'a F);

/// A field to change.
pub struct ProbeMut<'a, F>(pub &'a mut F);

#[allow(missing_docs)]
pub trait Known<'a> {
    fn see(&self, name: &str, see: &mut See<'a, '_>);
}

impl<'a, F: Field> Known<'a> for Probe<'a, F> {
    fn see(&self, name: &str, see: &mut See<'a, '_>) {
        self.0.see(name, see);
    }
}

#[allow(missing_docs)]
pub trait Unknown<'a> {
    fn see(&self, _name: &str, _see: &mut See<'a, '_>) {}
}

impl<'a, F> Unknown<'a> for &Probe<'a, F> {}

#[allow(missing_docs)]
pub trait KnownMut {
    fn see(&mut self, see: &mut SeeMut<'_>);
}

impl<F: Field> KnownMut for ProbeMut<'_, F> {
    fn see(&mut self, see: &mut SeeMut<'_>) {
        self.0.see_mut(see);
    }
}

#[allow(missing_docs)]
pub trait UnknownMut {
    fn see(&self, _see: &mut SeeMut<'_>) {}
}

impl<F> UnknownMut for &mut ProbeMut<'_, F> {}
