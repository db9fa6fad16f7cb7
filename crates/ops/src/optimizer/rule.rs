//! The shape of an optimiser's rule: what the elements share, what each becomes, and the kernels of both devices.

use crate::array::Array;
use crate::cpu::optimizer::{Sweep, sweep};
use crate::generated::rules::{MOST_NUMBERS, MOST_OPTIONS};
use crate::optimizer::MAX_STATES;
use crate::simd::Float;

/// The most arrays of one parameter: itself, its gradient and its states.
pub(crate) const MOST_ARRAYS: usize = 2 + MAX_STATES;

/// Options and flags in the order of a rule; the rest is 0.
pub(crate) type Options = [f64; MOST_OPTIONS];

/// What all elements of a parameter share, in the order of a rule; the rest is 0.
pub(crate) type Numbers = [f64; MOST_NUMBERS];

/// A rule over lanes: `N` arrays, which are the parameter, its gradient and its states, and `K` numbers.
pub(crate) trait Body<const N: usize, const K: usize> {
    /// What the elements share in a step.
    fn numbers(options: Options, step: f64) -> [f64; K];

    /// The new elements; the gradient comes back as it was. Implementations must be `#[inline(always)]`.
    fn update<V: Float>(numbers: [V; K], elements: [V; N]) -> [V; N];
}

/// A rule as both devices run it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) n_arrays: usize,
    pub(crate) numbers: fn(Options, f64) -> Numbers,
    pub(crate) sweep: Sweep,
    /// A structure of CUDA C.
    pub(crate) kernel: &'static str,
}

impl Row {
    pub(crate) const fn of<B: Body<N, K>, const N: usize, const K: usize>(
        name: &'static str,
        kernel: &'static str,
    ) -> Row {
        const { assert!(N <= MOST_ARRAYS && K <= MOST_NUMBERS) };
        let numbers = |options, step| filled(B::numbers(options, step));
        Row { name, n_arrays: N, numbers, sweep: sweep::<B, N, K>, kernel }
    }
}

/// Options in the order of a rule.
pub(crate) fn options<const N: usize>(given: [f64; N]) -> Options {
    filled(given)
}

fn filled<const N: usize, const M: usize>(given: [f64; N]) -> [f64; M] {
    std::array::from_fn(|at| given.get(at).copied().unwrap_or(0.0))
}

/// The step of one parameter.
pub(crate) struct Update<'a> {
    pub(crate) row: &'static Row,
    pub(crate) options: Options,
    pub(crate) step: f64,
    /// The parameter, its gradient and its states, as many as the row has.
    pub(crate) arrays: [Option<&'a Array>; MOST_ARRAYS],
}

impl<'a> Update<'a> {
    /// What the elements share.
    pub(crate) fn numbers(&self) -> Numbers {
        (self.row.numbers)(self.options, self.step)
    }

    /// The arrays and their places.
    pub(crate) fn arrays(&self) -> impl Iterator<Item = (usize, &'a Array)> {
        self.arrays.iter().enumerate().filter_map(|(place, array)| Some((place, (*array)?)))
    }
}

/// Whether the array at a place is written: all but the gradient are.
pub(crate) fn is_written(place: usize) -> bool {
    place != 1
}
