//! The results of a call as values.

use cresset_autograd::{Result, Scalar, Tensor};
use smallvec::{SmallVec, smallvec};

use super::Value;

/// One value for each result of a schema.
pub type Outputs = SmallVec<[Value; 1]>;

/// What methods return, as values.
pub(crate) trait IntoOutputs {
    /// The values.
    fn into_outputs(self) -> Result<Outputs>;
}

impl<T: IntoOutputs> IntoOutputs for Result<T> {
    fn into_outputs(self) -> Result<Outputs> {
        self?.into_outputs()
    }
}

impl IntoOutputs for () {
    fn into_outputs(self) -> Result<Outputs> {
        Ok(Outputs::new())
    }
}

/// Of a method in place: the tensor itself.
impl IntoOutputs for &Tensor {
    fn into_outputs(self) -> Result<Outputs> {
        Ok(smallvec![Value::Tensor(self.clone())])
    }
}

macro_rules! single {
    ($($type:ty),*) => {$(
        impl IntoOutputs for $type {
            fn into_outputs(self) -> Result<Outputs> {
                Ok(smallvec![Value::from(self)])
            }
        }
    )*};
}

single!(Tensor, Vec<Tensor>, i64, bool, Scalar);

macro_rules! several {
    ($(($($type:ident $name:ident),*))*) => {$(
        impl IntoOutputs for ($($type,)*) {
            fn into_outputs(self) -> Result<Outputs> {
                let ($($name,)*) = self;
                Ok(smallvec![$(Value::Tensor($name)),*])
            }
        }
    )*};
}

several! {
    (Tensor first, Tensor second)
    (Tensor first, Tensor second, Tensor third)
    (Tensor first, Tensor second, Tensor third, Tensor fourth)
    (Tensor first, Tensor second, Tensor third, Tensor fourth, Tensor fifth)
}
