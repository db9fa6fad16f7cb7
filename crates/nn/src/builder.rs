//! Methods of builders that set a field of the same name.

/// Methods that set a field and give back the builder; `into` marks those that convert what they are given.
macro_rules! setters {
    (@one $(#[$doc:meta])* $name:ident $type:ty) => {
        $(#[$doc])*
        pub fn $name(mut self, $name: $type) -> Self {
            self.$name = $name;
            self
        }
    };
    (@one $(#[$doc:meta])* into $name:ident $type:ty) => {
        $(#[$doc])*
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = $name.into();
            self
        }
    };
    (@one $(#[$doc:meta])* some $name:ident $type:ty) => {
        $(#[$doc])*
        pub fn $name(mut self, $name: $type) -> Self {
            self.$name = Some($name);
            self
        }
    };
    ($($(#[$doc:meta])* $($how:ident)? ($name:ident: $type:ty);)*) => {
        $(crate::builder::setters! { @one $(#[$doc])* $($how)? $name $type })*
    };
}

/// The method that sets the dtype of the parameters, of a builder with a field `options`.
macro_rules! dtype_setter {
    () => {
        /// The dtype of the parameters.
        pub fn dtype(mut self, dtype: cresset_autograd::DType) -> Self {
            self.options = self.options.dtype(dtype);
            self
        }
    };
}

pub(crate) use dtype_setter;
pub(crate) use setters;
