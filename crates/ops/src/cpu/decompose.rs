//! Factors of dense matrices: what the kernels ask of an element, and how a batch is shared among threads.

pub(crate) mod cholesky;
pub(crate) mod exponential;
pub(crate) mod lu;
pub(crate) mod qr;
pub(crate) mod spectrum;
pub(crate) mod triangular;

use std::ops::{Add, Div, Mul, Neg, Sub};

use cresset_storage::{Complex32, Complex64};
use faer::traits::ComplexField;

use crate::parallel::for_chunks;
use crate::plain::Plain;

/// Elements that matrices can be solved over.
pub(crate) trait Field:
    Plain
    + ComplexField<Real = Self::Part>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The type of absolute values.
    type Part: Plain + ComplexField;
    const ZERO: Self;
    const ONE: Self;
    /// The real part.
    fn real_part(self) -> f64;
    /// The imaginary part.
    fn imaginary_part(self) -> f64;
    /// A real number.
    fn of_real(value: f64) -> Self;
    /// The conjugate.
    fn conjugate(self) -> Self;

    /// The sum of the absolute values of both parts, by which LAPACK chooses pivots.
    #[inline(always)]
    fn size(self) -> f64 {
        self.real_part().abs() + self.imaginary_part().abs()
    }
}

macro_rules! real_field {
    ($($type:ty),*) => {$(
        impl Field for $type {
            type Part = $type;
            const ZERO: $type = 0.0;
            const ONE: $type = 1.0;
            #[inline(always)]
            fn real_part(self) -> f64 { f64::from(self) }
            #[inline(always)]
            fn imaginary_part(self) -> f64 { 0.0 }
            #[inline(always)]
            fn of_real(value: f64) -> $type { value as $type }
            #[inline(always)]
            fn conjugate(self) -> $type { self }
        }
    )*};
}
real_field!(f32, f64);

macro_rules! complex_field {
    ($($type:ty, $part:ty);*) => {$(
        impl Field for $type {
            type Part = $part;
            const ZERO: $type = <$type>::new(0.0, 0.0);
            const ONE: $type = <$type>::new(1.0, 0.0);
            #[inline(always)]
            fn real_part(self) -> f64 { f64::from(self.re) }
            #[inline(always)]
            fn imaginary_part(self) -> f64 { f64::from(self.im) }
            #[inline(always)]
            fn of_real(value: f64) -> $type { <$type>::new(value as $part, 0.0) }
            #[inline(always)]
            fn conjugate(self) -> $type { self.conj() }
        }
    )*};
}
complex_field!(Complex32, f32; Complex64, f64);

/// A slice as `count` runs of `each` elements, which may be none.
pub(crate) fn runs<T>(mut slice: &mut [T], count: usize, each: usize) -> Vec<&mut [T]> {
    let mut out = Vec::with_capacity(count);
    for _ in 0..count {
        let (run, rest) = slice.split_at_mut(each);
        out.push(run);
        slice = rest;
    }
    out
}

/// Runs `body` on each matrix of a batch, with its number; among threads where `each` elements of work a matrix pay.
pub(crate) fn for_matrices<M: Send>(batch: &mut [M], each: usize, body: &(dyn Fn(usize, &mut M) + Sync)) {
    let work = batch.len().saturating_mul(each);
    for_chunks(batch, 1, work, &|at, part| part.iter_mut().for_each(|matrix| body(at, matrix)));
}

/// `target - factor * source`, element by element.
#[inline(always)]
pub(crate) fn subtract_scaled<T: Field>(target: &mut [T], factor: T, source: &[T]) {
    target.iter_mut().zip(source).for_each(|(target, &source)| *target = *target - factor * source);
}
