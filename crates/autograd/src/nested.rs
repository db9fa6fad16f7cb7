//! Nested arrays, slices and vectors as the values of a tensor.

use cresset_storage::{Complex32, Complex64, DType, Element, Error, Result, bf16, default_dtype, f16};

/// Values in any number of nested arrays, slices or vectors.
pub trait Nested {
    /// The innermost type.
    type Value: Element;

    /// Adds this level's length and those below to `sizes`.
    fn sizes(&self, sizes: &mut Vec<usize>);

    /// Adds the values in order; `sizes` are those that this level and the ones below must have.
    ///
    /// # Errors
    /// Lengths differ within one level.
    fn values(&self, sizes: &[usize], values: &mut Vec<Self::Value>) -> Result<()>;
}

macro_rules! nested_number {
    ($($type:ty),*) => {$(
        impl Nested for $type {
            type Value = $type;
            fn sizes(&self, _sizes: &mut Vec<usize>) {}
            fn values(&self, _sizes: &[usize], values: &mut Vec<$type>) -> Result<()> {
                values.push(*self);
                Ok(())
            }
        }
    )*};
}

nested_number!(f64, f32, i64, i32, i16, i8, u8, bool, f16, bf16, Complex32, Complex64);

impl<T: Nested> Nested for [T] {
    type Value = T::Value;

    fn sizes(&self, sizes: &mut Vec<usize>) {
        sizes.push(self.len());
        if let Some(first) = self.first() {
            first.sizes(sizes);
        }
    }

    fn values(&self, sizes: &[usize], values: &mut Vec<T::Value>) -> Result<()> {
        match sizes.split_first() {
            Some((&len, below)) if len == self.len() => self.iter().try_for_each(|item| item.values(below, values)),
            _ => Err(Error::shape(
                "tensor",
                "lengths differ within one level",
                &[("first", sizes.get(..1).unwrap_or(&[])), ("other", &[self.len()])],
                "give every row the same length",
            )),
        }
    }
}

macro_rules! nested_as_slice {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        impl<$($generics)*> Nested for $type {
            type Value = T::Value;
            fn sizes(&self, sizes: &mut Vec<usize>) {
                self[..].sizes(sizes);
            }
            fn values(&self, sizes: &[usize], values: &mut Vec<T::Value>) -> Result<()> {
                self[..].values(sizes, values)
            }
        }
    )*};
}

nested_as_slice!([T: Nested] Vec<T>, [T: Nested, const N: usize] [T; N], [T: Nested] &[T], [T: Nested, const N: usize] &[T; N]);

/// The values in order, and the sizes.
pub(crate) fn flatten<N: Nested>(nested: &N) -> Result<(Vec<N::Value>, Vec<usize>)> {
    let mut sizes = Vec::new();
    nested.sizes(&mut sizes);
    let mut values = Vec::new();
    nested.values(&sizes, &mut values)?;
    Ok((values, sizes))
}

/// The dtype that PyTorch gives to literals of this kind.
pub(crate) fn literal_dtype<T: Element>(_values: &[T]) -> DType {
    match T::DTYPE {
        DType::F64 => default_dtype(),
        DType::I32 => DType::I64,
        DType::C128 => default_dtype().to_complex(),
        dtype => dtype,
    }
}
