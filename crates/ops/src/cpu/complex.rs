//! Kernels over complex numbers: elementwise bodies one number at a time, conjugates, products.

mod functions;

use cresset_storage::{Complex32, Complex64, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::cpu::tiles::{Input, Memory};
use crate::parallel::for_chunks;
use crate::plain::Plain;
use crate::pointwise::body::{ComplexBody, ComplexTest};

pub use functions::ComplexNumber;

/// Truth values joined by the names that lanes of them have.
pub trait Truth {
    /// True where both are.
    fn and(self, rhs: Self) -> Self;
    /// True where one is.
    fn or(self, rhs: Self) -> Self;
    /// True where exactly one is.
    fn xor(self, rhs: Self) -> Self;
    /// True where it is not.
    fn not(self) -> Self;
}

impl Truth for bool {
    #[inline(always)]
    fn and(self, rhs: bool) -> bool {
        self & rhs
    }
    #[inline(always)]
    fn or(self, rhs: bool) -> bool {
        self | rhs
    }
    #[inline(always)]
    fn xor(self, rhs: bool) -> bool {
        self ^ rhs
    }
    #[inline(always)]
    fn not(self) -> bool {
        !self
    }
}

/// One element of each input.
///
/// # Safety
/// As for a tile, with `at` below its length.
#[inline(always)]
unsafe fn load<V: Copy, const N: usize>(inputs: &[Input; N], at: usize) -> [V; N] {
    // SAFETY: by the caller; a step of 0 reads the one value.
    std::array::from_fn(|input| unsafe { *inputs[input].pointer.cast::<V>().add(at * inputs[input].step) })
}

/// The tile of a body.
///
/// # Safety
/// As [`crate::cpu::tiles::Tile`].
pub(crate) unsafe fn value<B: ComplexBody<N>, V: ComplexNumber, const N: usize>(
    inputs: *const Input,
    out: *mut u8,
    n: usize,
    _memory: Memory,
) {
    // SAFETY: by the caller.
    let inputs = unsafe { &*inputs.cast::<[Input; N]>() };
    for at in 0..n {
        // SAFETY: by the caller.
        unsafe { *out.cast::<V>().add(at) = B::eval(load::<V, N>(inputs, at)) };
    }
}

/// The tile of a question.
///
/// # Safety
/// As [`crate::cpu::tiles::Tile`].
pub(crate) unsafe fn test<B: ComplexTest<N>, V: ComplexNumber, const N: usize>(
    inputs: *const Input,
    out: *mut u8,
    n: usize,
    _memory: Memory,
) {
    // SAFETY: by the caller.
    let inputs = unsafe { &*inputs.cast::<[Input; N]>() };
    for at in 0..n {
        // SAFETY: by the caller.
        unsafe { *out.add(at) = u8::from(B::eval(load::<V, N>(inputs, at))) };
    }
}

/// Elements that one thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Fills `out` with the conjugates of `x`. Both are contiguous.
pub(crate) fn conjugates<T: Plain>(op: &'static str, x: &Array, out: &mut Array) -> Result<()> {
    let access = Access::read(&[x])?;
    let elements: &[T] = access.slice(op, 0)?;
    for_chunks(fill::<T>(op, out)?, CHUNK, elements.len(), &|chunk, out| {
        for (out, x) in out.iter_mut().zip(&elements[chunk * CHUNK..]) {
            *out = T::from_complex(x.to_f64(), -x.imaginary());
        }
    });
    Ok(())
}

/// Fills `out` with the product of each row of `n` elements of `x`, in complex128. Both are contiguous.
pub(crate) fn products<T: Plain>(op: &'static str, x: &Array, n: usize, out: &mut Array) -> Result<()> {
    let access = Access::read(&[x])?;
    let elements: &[T] = access.slice(op, 0)?;
    for_chunks(fill::<T>(op, out)?, 1, elements.len(), &|row, out| {
        let mut product = Complex64::new(1.0, 0.0);
        for element in &elements[row * n..(row + 1) * n] {
            product *= Complex64::new(element.to_f64(), element.imaginary());
        }
        out[0] = T::from_complex(product.re, product.im);
    });
    Ok(())
}

/// Through complex128, where the parts need more room than their own: a wide detour that costs little next to the
/// functions themselves.
#[inline(always)]
fn wide(x: Complex32, function: impl Fn(Complex64) -> Complex64) -> Complex32 {
    let value = function(Complex64::new(x.re.into(), x.im.into()));
    Complex32::new(value.re as f32, value.im as f32)
}
