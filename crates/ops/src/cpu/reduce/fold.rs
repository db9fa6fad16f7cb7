//! The folds: what a reduction does with each element, and how two partial results become one.

use super::element::{Element, Number, Ordered, Real};
use crate::simd::{Float, Number as _, Simd};

/// Partial results that a block is folded into side by side. The same at every SIMD level, so that results are.
pub(crate) const LANES: usize = 32;

/// A way to make many elements one. Everything in it must be `#[inline(always)]`: it runs within a SIMD level.
pub(crate) trait Fold<T: Copy>: Copy + Sync {
    /// What a fold is told beforehand, one for each result.
    type Given: Copy + Sync;
    /// A partial result.
    type State: Copy + Send + Sync;
    /// The fold of nothing.
    const START: Self::State;

    /// Takes one more element in.
    fn step(self, given: Self::Given, state: Self::State, element: T) -> Self::State;

    /// Two partial results as one.
    fn merge(self, lhs: Self::State, rhs: Self::State) -> Self::State;

    /// Folds elements of one result that stand in a row.
    #[inline(always)]
    fn block<S: Simd>(self, given: Self::Given, block: &[T]) -> Self::State {
        in_lanes(self, given, block)
    }

    /// Takes one element into each of many results.
    #[inline(always)]
    fn row<S: Simd>(self, given: &[Self::Given], states: &mut [Self::State], row: &[T]) {
        let n = states.len();
        let (given, row) = (&given[..n], &row[..n]);
        for at in 0..n {
            states[at] = self.step(given[at], states[at], row[at]);
        }
    }

    /// Takes four elements into each of many results, so that partial results are loaded and stored less often.
    #[inline(always)]
    fn rows<S: Simd>(self, given: &[Self::Given], states: &mut [Self::State], rows: [&[T]; 4]) {
        let n = states.len();
        let (given, [first, second, third, fourth]) = (&given[..n], rows.map(|row| &row[..n]));
        for at in 0..n {
            let mut state = self.step(given[at], states[at], first[at]);
            state = self.step(given[at], state, second[at]);
            state = self.step(given[at], state, third[at]);
            states[at] = self.step(given[at], state, fourth[at]);
        }
    }
}

/// Folds elements of one result that stand in a row, in [`LANES`] partial results.
#[inline(always)]
fn in_lanes<T: Copy, F: Fold<T>>(fold: F, given: F::Given, block: &[T]) -> F::State {
    if block.len() < LANES {
        return block.iter().fold(F::START, |state, &element| fold.step(given, state, element));
    }
    let mut lanes = [F::START; LANES];
    let mut chunks = block.chunks_exact(LANES);
    for chunk in &mut chunks {
        for at in 0..LANES {
            lanes[at] = fold.step(given, lanes[at], chunk[at]);
        }
    }
    for (lane, &element) in lanes.iter_mut().zip(chunks.remainder()) {
        *lane = fold.step(given, *lane, element);
    }
    pairwise(fold, &mut lanes)
}

/// Merges the halves until one is left. There must be one.
#[inline(always)]
pub(crate) fn pairwise<T: Copy, F: Fold<T>>(fold: F, states: &mut [F::State]) -> F::State {
    let mut n = states.len();
    while n > 1 {
        let half = n.div_ceil(2);
        for at in 0..n / 2 {
            states[at] = fold.merge(states[at], states[at + half]);
        }
        n = half;
    }
    states[0]
}

/// Folds that are told nothing beforehand: a name, what sums must be, the type of a partial result, the fold of nothing,
/// the step, and how two become one.
macro_rules! folds {
    ($($(#[$doc:meta])* $name:ident of $number:ident ($state:ty) from $start:expr,
     |$sofar:ident, $x:ident| $step:expr, $merge:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name;
        impl<T: Element<Sum: $number>> Fold<T> for $name {
            type Given = ();
            type State = $state;
            const START: $state = $start;
            #[inline(always)]
            fn step(self, (): (), $sofar: $state, $x: T) -> $state { $step }
            #[inline(always)]
            fn merge(self, lhs: $state, rhs: $state) -> $state { lhs.$merge(rhs) }
        }
    )*};
}

folds! {
    /// The sum of all but NaN.
    NanSum of Number (T::Sum) from T::Sum::ZERO,
        |sum, x| if x.term().is_undefined() { sum } else { sum.plus(x.term()) }, plus;
    /// The product.
    Product of Number (T::Sum) from T::Sum::ONE, |product, x| product.times(x.term()), times;
    /// The greatest; NaN if one is NaN.
    Greatest of Number (T::Wide) from T::Wide::LEAST, |greatest, x| greatest.greater_of(x.widen()), greater_of;
    /// The least; NaN if one is NaN.
    Least of Number (T::Wide) from T::Wide::GREATEST, |least, x| least.lesser_of(x.widen()), lesser_of;
    /// How many are not zero.
    TrueCount of Number (i64) from 0, |count, x| count + i64::from(x.is_true()), plus;
    /// The sum of magnitudes.
    MagnitudeSum of Real (T::Sum) from T::Sum::ZERO, |sum, x| sum.plus(x.term().magnitude()), plus;
    /// The sum of squares.
    SquareSum of Real (T::Sum) from T::Sum::ZERO, |sum, x| sum.plus(x.term().times(x.term())), plus;
    /// The greatest magnitude.
    GreatestMagnitude of Real (T::Sum) from T::Sum::ZERO,
        |greatest, x| greatest.greater_of(x.term().magnitude()), greater_of;
    /// The least magnitude.
    LeastMagnitude of Real (T::Sum) from T::Sum::GREATEST,
        |least, x| least.lesser_of(x.term().magnitude()), lesser_of;
}

/// The sum.
#[derive(Clone, Copy)]
pub(crate) struct Sum;

impl<T: Element<Sum: Number>> Fold<T> for Sum {
    type Given = ();
    type State = T::Sum;
    const START: T::Sum = T::Sum::ZERO;
    #[inline(always)]
    fn step(self, (): (), sum: T::Sum, x: T) -> T::Sum {
        sum.plus(x.term())
    }
    #[inline(always)]
    fn merge(self, lhs: T::Sum, rhs: T::Sum) -> T::Sum {
        lhs.plus(rhs)
    }
    #[inline(always)]
    fn block<S: Simd>(self, (): (), block: &[T]) -> T::Sum {
        match if block.len() < LANES { None } else { T::sum_of_row::<S>(block) } {
            Some(sum) => sum,
            None => in_lanes(self, (), block),
        }
    }
}

/// The sum of powers of magnitudes.
#[derive(Clone, Copy)]
pub(crate) struct PowerSum(pub(crate) f64);

impl<T: Element<Sum: Real>> Fold<T> for PowerSum {
    type Given = ();
    type State = T::Sum;
    const START: T::Sum = T::Sum::ZERO;
    #[inline(always)]
    fn step(self, (): (), sum: T::Sum, x: T) -> T::Sum {
        sum.plus(x.term().magnitude().power(self.0))
    }
    #[inline(always)]
    fn merge(self, lhs: T::Sum, rhs: T::Sum) -> T::Sum {
        lhs.plus(rhs)
    }
}

/// The sum of squared distances from the mean, which is given. A second pass over memory, but accurate in the element's
/// own precision however large the mean is, and without a division for each element.
#[derive(Clone, Copy)]
pub(crate) struct SquaredDistanceSum;

impl<T: Element<Sum: Real>> Fold<T> for SquaredDistanceSum {
    type Given = T::Sum;
    type State = T::Sum;
    const START: T::Sum = T::Sum::ZERO;
    #[inline(always)]
    fn step(self, mean: T::Sum, sum: T::Sum, x: T) -> T::Sum {
        let distance = x.term().minus(mean);
        sum.plus(distance.times(distance))
    }
    #[inline(always)]
    fn merge(self, lhs: T::Sum, rhs: T::Sum) -> T::Sum {
        lhs.plus(rhs)
    }
}

/// The sum of exponentials of distances from the greatest element, which is given.
#[derive(Clone, Copy)]
pub(crate) struct ExponentialSum;

/// Elements whose exponentials are computed in registers before they are added one by one.
const PIECE: usize = 64;

impl ExponentialSum {
    /// The exponentials of a piece.
    #[inline(always)]
    fn piece<T: Element<Sum: Real>, S: Simd>(piece: &[T], given: impl Fn(usize) -> T::Sum) -> [T::Sum; PIECE] {
        let mut values = [T::Sum::ZERO; PIECE];
        for (at, (value, x)) in values.iter_mut().zip(piece).enumerate() {
            *value = x.term().minus(given(at));
        }
        let len = <T::Sum as Real>::Lanes::<S>::LEN;
        for lanes in values[..piece.len().next_multiple_of(len).min(PIECE)].chunks_exact_mut(len) {
            <T::Sum as Real>::Lanes::<S>::load_slice(lanes, T::Sum::ZERO).exp().store_slice(lanes);
        }
        values
    }
}

impl<T: Element<Sum: Real>> Fold<T> for ExponentialSum {
    type Given = T::Sum;
    type State = T::Sum;
    const START: T::Sum = T::Sum::ZERO;
    #[inline(always)]
    fn step(self, greatest: T::Sum, sum: T::Sum, x: T) -> T::Sum {
        sum.plus(x.term().minus(greatest).exponential())
    }
    #[inline(always)]
    fn merge(self, lhs: T::Sum, rhs: T::Sum) -> T::Sum {
        lhs.plus(rhs)
    }
    #[inline(always)]
    fn block<S: Simd>(self, greatest: T::Sum, block: &[T]) -> T::Sum {
        let mut lanes = [T::Sum::ZERO; PIECE];
        for piece in block.chunks(PIECE) {
            let values = ExponentialSum::piece::<T, S>(piece, |_| greatest);
            for (lane, value) in lanes.iter_mut().zip(values).take(piece.len()) {
                *lane = lane.plus(value);
            }
        }
        pairwise::<T, _>(self, &mut lanes)
    }
    #[inline(always)]
    fn row<S: Simd>(self, greatest: &[T::Sum], sums: &mut [T::Sum], row: &[T]) {
        for ((greatest, sums), row) in greatest.chunks(PIECE).zip(sums.chunks_mut(PIECE)).zip(row.chunks(PIECE)) {
            let values = ExponentialSum::piece::<T, S>(row, |at| greatest[at]);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum = sum.plus(value);
            }
        }
    }
    #[inline(always)]
    fn rows<S: Simd>(self, greatest: &[T::Sum], sums: &mut [T::Sum], rows: [&[T]; 4]) {
        for row in rows {
            Fold::<T>::row::<S>(self, greatest, sums, row);
        }
    }
}
