//! What fields of a module can be: members, or `Option`s and lists of members.

use crate::module::{Member, MemberMut, Module, See, SeeMut};
use crate::{Buffer, Mode, Parameter};

/// A field that is a member of its module, or holds some.
pub trait Field: Send + Sync {
    /// PyTorch's name of a list of such fields.
    const LIST: &'static str;

    /// Shows the members under a name.
    fn see<'a>(&'a self, name: &str, see: &mut See<'a, '_>);

    /// Shows the members, to be changed.
    fn see_mut(&mut self, see: &mut SeeMut<'_>);
}

impl Field for Parameter {
    const LIST: &'static str = "ParameterList";

    fn see<'a>(&'a self, name: &str, see: &mut See<'a, '_>) {
        see(name, Member::Parameter(self));
    }

    fn see_mut(&mut self, see: &mut SeeMut<'_>) {
        see(MemberMut::Parameter(self));
    }
}

impl Field for Buffer {
    const LIST: &'static str = "BufferList";

    fn see<'a>(&'a self, name: &str, see: &mut See<'a, '_>) {
        see(name, Member::Buffer(self));
    }

    fn see_mut(&mut self, see: &mut SeeMut<'_>) {
        see(MemberMut::Buffer(self));
    }
}

impl Field for Mode {
    const LIST: &'static str = "ModeList";

    fn see<'a>(&'a self, name: &str, see: &mut See<'a, '_>) {
        see(name, Member::Mode(self));
    }

    fn see_mut(&mut self, _see: &mut SeeMut<'_>) {}
}

impl<M: Module> Field for M {
    const LIST: &'static str = "ModuleList";

    fn see<'a>(&'a self, name: &str, see: &mut See<'a, '_>) {
        see(name, Member::Module(self));
    }

    fn see_mut(&mut self, see: &mut SeeMut<'_>) {
        see(MemberMut::Module(self));
    }
}

impl<F: Field> Field for Option<F> {
    const LIST: &'static str = F::LIST;

    fn see<'a>(&'a self, name: &str, see: &mut See<'a, '_>) {
        if let Some(field) = self {
            field.see(name, see);
        }
    }

    fn see_mut(&mut self, see: &mut SeeMut<'_>) {
        if let Some(field) = self {
            field.see_mut(see);
        }
    }
}

/// A list is a module, as PyTorch's `ModuleList` and `ParameterList`: its members have numbers for names.
macro_rules! list {
    ($([$($generics:tt)*] $type:ty),*) => {$(
        impl<$($generics)*> Module for $type {
            fn as_module(&self) -> &dyn Module {
                self
            }

            fn module_name(&self) -> &str {
                F::LIST
            }

            fn members<'a>(&'a self, see: &mut See<'a, '_>) {
                for (at, field) in self.iter().enumerate() {
                    field.see(&at.to_string(), see);
                }
            }

            fn members_mut(&mut self, see: &mut SeeMut<'_>) {
                for field in self.iter_mut() {
                    field.see_mut(see);
                }
            }
        }
    )*};
}

list!([F: Field] Vec<F>, [F: Field, const N: usize] [F; N]);
