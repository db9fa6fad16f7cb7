//! What an operator takes and returns, as schemas know it.

use std::fmt;

use cresset_autograd::{Complex64, DType, Device, Scalar, Tensor};

/// How elements stand in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// By a step for each dimension; the only one here.
    Strided,
}

/// The order of dimensions in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemoryFormat {
    /// Row-major.
    Contiguous,
    /// As the input.
    Preserve,
    /// Channels innermost, of images.
    ChannelsLast,
    /// Channels innermost, of volumes.
    ChannelsLast3d,
}

/// An argument or a result.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing: an optional argument left out.
    None,
    /// A tensor.
    Tensor(Tensor),
    /// A list of tensors.
    Tensors(Vec<Tensor>),
    /// A list in which tensors may be left out.
    OptionalTensors(Vec<Option<Tensor>>),
    /// A whole number.
    Int(i64),
    /// A floating number.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A complex number: real and imaginary part.
    Complex([f64; 2]),
    /// A list of whole numbers.
    Ints(Vec<i64>),
    /// A list of floating numbers.
    Floats(Vec<f64>),
    /// A list of truth values.
    Bools(Vec<bool>),
    /// A text.
    Text(String),
    /// A dtype.
    DType(DType),
    /// A device.
    Device(Device),
    /// A layout.
    Layout(Layout),
    /// A memory format.
    MemoryFormat(MemoryFormat),
}

impl Value {
    /// The number that stands in a tensor's or a scalar's place.
    #[must_use]
    pub fn as_scalar(&self) -> Option<Scalar> {
        match *self {
            Value::Int(value) => Some(Scalar::I64(value)),
            Value::Float(value) => Some(Scalar::F64(value)),
            Value::Bool(value) => Some(Scalar::Bool(value)),
            Value::Complex([real, imaginary]) => Some(Scalar::Complex(Complex64::new(real, imaginary))),
            _ => None,
        }
    }

    /// The tensor, if it is one.
    #[must_use]
    pub fn as_tensor(&self) -> Option<&Tensor> {
        match self {
            Value::Tensor(tensor) => Some(tensor),
            _ => None,
        }
    }
}

macro_rules! value_from {
    ($($type:ty => $variant:ident,)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Value {
                Value::$variant(value)
            }
        }
    )*};
}

value_from! {
    Tensor => Tensor,
    Vec<Tensor> => Tensors,
    Vec<Option<Tensor>> => OptionalTensors,
    i64 => Int,
    f64 => Float,
    bool => Bool,
    Vec<i64> => Ints,
    Vec<f64> => Floats,
    Vec<bool> => Bools,
    String => Text,
    DType => DType,
    Device => Device,
}

impl From<Scalar> for Value {
    fn from(scalar: Scalar) -> Value {
        match scalar {
            Scalar::F64(value) => Value::Float(value),
            Scalar::I64(value) => Value::Int(value),
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Complex(value) => Value::Complex([value.re, value.im]),
        }
    }
}

/// In an error's line: the value of small ones, else what it is.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => write!(f, "None"),
            Value::Tensor(tensor) => write!(f, "a tensor {:?} of {}", tensor.sizes(), tensor.dtype()),
            Value::Tensors(tensors) => write!(f, "{} tensors", tensors.len()),
            Value::OptionalTensors(tensors) => write!(f, "{} tensors", tensors.len()),
            Value::Int(value) => write!(f, "{value}"),
            Value::Float(value) => write!(f, "{value:?}"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Complex([real, imaginary]) => write!(f, "{real} + {imaginary}i"),
            Value::Ints(values) => write!(f, "{values:?}"),
            Value::Floats(values) => write!(f, "{values:?}"),
            Value::Bools(values) => write!(f, "{values:?}"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::DType(dtype) => write!(f, "{dtype}"),
            Value::Device(device) => write!(f, "{device}"),
            Value::Layout(Layout::Strided) => write!(f, "strided"),
            Value::MemoryFormat(format) => write!(f, "{format:?}"),
        }
    }
}
