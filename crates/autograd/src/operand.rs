//! What an operator takes beside the tensor it is called on: another tensor or a plain number.

use cresset_storage::{Complex32, Complex64, Scalar};

use crate::Tensor;

/// A tensor or a plain number.
#[derive(Clone, Copy, Debug)]
pub enum Operand<'a> {
    /// A tensor.
    Tensor(&'a Tensor),
    /// A number. It does not raise the dtype within its category.
    Scalar(Scalar),
}

impl<'a> Operand<'a> {
    /// As the kernels take it.
    #[inline]
    pub(crate) fn lower(self) -> cresset_ops::Operand<'a> {
        match self {
            Operand::Tensor(tensor) => cresset_ops::Operand::Array(tensor.array()),
            Operand::Scalar(scalar) => cresset_ops::Operand::Scalar(scalar),
        }
    }

    /// All of a call as the kernels take them, each written once and where it stays.
    #[inline(always)]
    pub(crate) fn lower_all<const N: usize>(all: &[Operand<'a>; N]) -> [cresset_ops::Operand<'a>; N] {
        let mut lowered = [cresset_ops::Operand::Scalar(Scalar::Bool(false)); N];
        for (to, operand) in lowered.iter_mut().zip(all) {
            match operand {
                Operand::Tensor(tensor) => *to = cresset_ops::Operand::Array(tensor.array()),
                Operand::Scalar(scalar) => *to = cresset_ops::Operand::Scalar(*scalar),
            }
        }
        lowered
    }
}

impl<'a> From<&'a Tensor> for Operand<'a> {
    #[inline]
    fn from(tensor: &'a Tensor) -> Operand<'a> {
        Operand::Tensor(tensor)
    }
}

macro_rules! from_number {
    ($($type:ty),*) => {$(
        impl From<$type> for Operand<'_> {
            #[inline]
            fn from(value: $type) -> Self {
                Operand::Scalar(value.into())
            }
        }
    )*};
}

from_number!(f64, f32, i64, i32, i16, i8, u8, u32, usize, bool, Complex32, Complex64, Scalar);

/// What an operator takes beside `self`: a tensor, a reference to one, or a number.
pub trait AsOperand {
    /// As operators take it.
    fn as_operand(&self) -> Operand<'_>;
}

impl AsOperand for Tensor {
    fn as_operand(&self) -> Operand<'_> {
        Operand::Tensor(self)
    }
}

impl AsOperand for &Tensor {
    fn as_operand(&self) -> Operand<'_> {
        Operand::Tensor(self)
    }
}

macro_rules! number_operand {
    ($($type:ty),*) => {$(
        impl AsOperand for $type {
            fn as_operand(&self) -> Operand<'_> {
                Operand::Scalar((*self).into())
            }
        }
    )*};
}

number_operand!(f64, f32, i64, i32, i16, i8, u8, u32, usize, bool, Complex32, Complex64, Scalar);

impl AsOperand for Operand<'_> {
    fn as_operand(&self) -> Operand<'_> {
        *self
    }
}
