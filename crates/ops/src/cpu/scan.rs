//! Running folds along a dimension: each element's result depends on those before it.

use std::ops::{Add, Mul};

use cresset_storage::{Complex64, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::cpu::reduce::element::Ordered;
use crate::parallel;
use crate::plain::Plain;

/// What a running fold does with one element.
pub(crate) trait Running<T>: Copy + Sync {
    /// What is carried from element to element.
    type State: Copy;
    /// Elements of the result.
    type Shown: Plain;
    /// What the first element finds.
    const START: Self::State;
    /// Takes the element at a position in.
    fn step(self, state: Self::State, element: T, position: usize) -> Self::State;
    /// The result at an element that was just taken in.
    fn show(self, state: Self::State) -> Self::Shown;
}

/// Which end a running fold starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the first element to the last.
    Forward,
    /// From the last element to the first.
    Backward,
}

impl Direction {
    /// The other direction.
    #[must_use]
    pub fn reversed(self) -> Direction {
        match self {
            Direction::Forward => Direction::Backward,
            Direction::Backward => Direction::Forward,
        }
    }

    /// The position that comes as number `at` of `n`.
    #[inline(always)]
    fn place(self, at: usize, n: usize) -> usize {
        match self {
            Direction::Forward => at,
            Direction::Backward => n - 1 - at,
        }
    }
}

/// Runs `body` for each block of `n` rows of `inner` elements, the part of a result that is computed in turn: with the
/// position of its first element, and the block of the result.
fn for_each_block<R: Send>(out: &mut [R], [n, inner]: [usize; 2], body: &(dyn Fn(usize, &mut [R]) + Sync)) {
    let (block, work) = (n * inner, out.len());
    if block == 0 {
        return;
    }
    let chunk = (parallel::SERIAL_ELEMENTS / block).max(1) * block;
    parallel::for_chunks(out, chunk, work, &|at, chunk_out| {
        for (number, out) in chunk_out.chunks_exact_mut(block).enumerate() {
            body(at * chunk + number * block, out);
        }
    });
}

/// Fills `out` with the running fold of `x` along the middle dimension. Both are contiguous, of sizes `[.., n, inner]`.
pub(crate) fn scan<T: Plain, R: Running<T>>(
    op: &'static str,
    x: &Array,
    sizes: [usize; 2],
    direction: Direction,
    running: R,
    out: &mut Array,
) -> Result<()> {
    let access = Access::read(&[x])?;
    let elements: &[T] = access.slice(op, 0)?;
    let [n, inner] = sizes;
    for_each_block(fill::<R::Shown>(op, out)?, sizes, &|start, out| {
        let elements = &elements[start..start + n * inner];
        if inner == 1 {
            let mut state = R::START;
            for at in 0..n {
                let place = direction.place(at, n);
                state = running.step(state, elements[place], place);
                out[place] = running.show(state);
            }
            return;
        }
        let mut states = vec![R::START; inner];
        for at in 0..n {
            let place = direction.place(at, n);
            let (row, out) = (&elements[place * inner..][..inner], &mut out[place * inner..][..inner]);
            for ((state, &x), out) in states.iter_mut().zip(row).zip(out) {
                *state = running.step(*state, x, place);
                *out = running.show(*state);
            }
        }
    });
    Ok(())
}

/// Fills `out` with `y`, where `y = term + factor * y` of the element before. All are contiguous, of equal sizes.
pub(crate) fn recurrence<T: Plain, C: Carried>(
    op: &'static str,
    [factor, term]: [&Array; 2],
    sizes: [usize; 2],
    direction: Direction,
    out: &mut Array,
) -> Result<()> {
    let access = Access::read(&[factor, term])?;
    let (factors, terms): (&[T], &[T]) = (access.slice(op, 0)?, access.slice(op, 1)?);
    let [n, inner] = sizes;
    for_each_block(fill::<T>(op, out)?, sizes, &|start, out| {
        let (factors, terms) = (&factors[start..start + n * inner], &terms[start..start + n * inner]);
        let mut states = vec![C::of(T::from_i64(0)); inner];
        for at in 0..n {
            let place = direction.place(at, n) * inner;
            for (column, state) in states.iter_mut().enumerate() {
                let (factor, term) = (C::of(factors[place + column]), C::of(terms[place + column]));
                // There is nothing before the first element, so that its factor, be it NaN, counts for nothing.
                *state = if at == 0 { term } else { term + factor * *state };
                out[place + column] = state.shown();
            }
        }
    });
    Ok(())
}

/// What a recurrence is carried in.
pub(crate) trait Carried: Copy + Add<Output = Self> + Mul<Output = Self> {
    /// From an element.
    fn of<T: Plain>(element: T) -> Self;
    /// As an element.
    fn shown<T: Plain>(self) -> T;
}

impl Carried for f64 {
    #[inline(always)]
    fn of<T: Plain>(element: T) -> f64 {
        element.to_f64()
    }
    #[inline(always)]
    fn shown<T: Plain>(self) -> T {
        T::from_f64(self)
    }
}

impl Carried for Complex64 {
    #[inline(always)]
    fn of<T: Plain>(element: T) -> Complex64 {
        Complex64::new(element.to_f64(), element.imaginary())
    }
    #[inline(always)]
    fn shown<T: Plain>(self) -> T {
        T::from_complex(self.re, self.im)
    }
}

/// Running sums and products of complex numbers, carried in complex128.
#[derive(Clone, Copy)]
pub(crate) struct Complexes<const PRODUCT: bool>;

impl<T: Plain, const PRODUCT: bool> Running<T> for Complexes<PRODUCT> {
    type State = Complex64;
    type Shown = T;
    const START: Complex64 = Complex64::new(if PRODUCT { 1.0 } else { 0.0 }, 0.0);
    #[inline(always)]
    fn step(self, state: Complex64, element: T, _: usize) -> Complex64 {
        let element = Complex64::of(element);
        if PRODUCT { state * element } else { state + element }
    }
    #[inline(always)]
    fn show(self, state: Complex64) -> T {
        state.shown()
    }
}

/// Running sums and products of floating numbers, carried in f64 as PyTorch's are.
#[derive(Clone, Copy)]
pub(crate) struct Fractions<const PRODUCT: bool>;

impl<T: Plain, const PRODUCT: bool> Running<T> for Fractions<PRODUCT> {
    type State = f64;
    type Shown = T;
    const START: f64 = if PRODUCT { 1.0 } else { 0.0 };
    #[inline(always)]
    fn step(self, state: f64, element: T, _: usize) -> f64 {
        if PRODUCT { state * element.to_f64() } else { state + element.to_f64() }
    }
    #[inline(always)]
    fn show(self, state: f64) -> T {
        T::from_f64(state)
    }
}

/// Running sums and products of whole numbers and booleans, in i64; they wrap.
#[derive(Clone, Copy)]
pub(crate) struct Wholes<const PRODUCT: bool>;

impl<T: Plain, const PRODUCT: bool> Running<T> for Wholes<PRODUCT> {
    type State = i64;
    type Shown = i64;
    const START: i64 = if PRODUCT { 1 } else { 0 };
    #[inline(always)]
    fn step(self, state: i64, element: T, _: usize) -> i64 {
        if PRODUCT { state.wrapping_mul(element.to_i64()) } else { state.wrapping_add(element.to_i64()) }
    }
    #[inline(always)]
    fn show(self, state: i64) -> i64 {
        state
    }
}

/// Logarithms of running sums of exponentials.
#[derive(Clone, Copy)]
pub(crate) struct LogSum;

impl<T: Plain> Running<T> for LogSum {
    type State = f64;
    type Shown = T;
    const START: f64 = f64::NEG_INFINITY;
    #[inline(always)]
    fn step(self, state: f64, element: T, _: usize) -> f64 {
        let x = element.to_f64();
        let (less, more) = if x < state { (x, state) } else { (state, x) };
        // Equal infinities have no difference, and a NaN stays.
        if less == more && less.is_infinite() { more } else { (less - more).exp().ln_1p() + more }
    }
    #[inline(always)]
    fn show(self, state: f64) -> T {
        T::from_f64(state)
    }
}

/// The extreme element so far and its last position; `LEAST` says which extreme. A NaN stays.
fn extreme<T: Plain<Wide: Ordered>, const LEAST: bool>(
    sofar: Option<(T, i64)>,
    element: T,
    position: usize,
) -> Option<(T, i64)> {
    let newest = Some((element, position as i64));
    let Some((held, _)) = sofar else { return newest };
    let (held, x) = (held.widen(), element.widen());
    let is_worse = if LEAST { held.is_less(x) } else { x.is_less(held) };
    let stays = !x.is_undefined() && (held.is_undefined() || is_worse);
    if stays { sofar } else { newest }
}

/// The extreme element so far.
#[derive(Clone, Copy)]
pub(crate) struct ExtremeValue<const LEAST: bool>;

impl<T: Plain<Wide: Ordered>, const LEAST: bool> Running<T> for ExtremeValue<LEAST> {
    type State = Option<(T, i64)>;
    type Shown = T;
    const START: Option<(T, i64)> = None;
    #[inline(always)]
    fn step(self, state: Option<(T, i64)>, element: T, position: usize) -> Option<(T, i64)> {
        extreme::<T, LEAST>(state, element, position)
    }
    #[inline(always)]
    fn show(self, state: Option<(T, i64)>) -> T {
        state.map_or(T::from_i64(0), |(value, _)| value)
    }
}

/// The position of the extreme element so far.
#[derive(Clone, Copy)]
pub(crate) struct ExtremePosition<const LEAST: bool>;

impl<T: Plain<Wide: Ordered>, const LEAST: bool> Running<T> for ExtremePosition<LEAST> {
    type State = Option<(T, i64)>;
    type Shown = i64;
    const START: Option<(T, i64)> = None;
    #[inline(always)]
    fn step(self, state: Option<(T, i64)>, element: T, position: usize) -> Option<(T, i64)> {
        extreme::<T, LEAST>(state, element, position)
    }
    #[inline(always)]
    fn show(self, state: Option<(T, i64)>) -> i64 {
        state.map_or(0, |(_, position)| position)
    }
}
