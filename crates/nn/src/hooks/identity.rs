//! Which layer a layer is: where it stands, how large it is, and its name.

use crate::Module;

/// A module's place, size and name: a struct may begin where its first field does.
pub(crate) type Identity = (*const (), usize, String);

pub(crate) fn identity(module: &dyn Module) -> Identity {
    let module = module.as_module();
    (std::ptr::from_ref(module).cast(), size_of_val(module), module.module_name().to_string())
}
