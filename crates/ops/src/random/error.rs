//! What a random function or a saved state can be refused for.

use std::fmt;

/// A refused argument of a random function; nothing was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum RandomError {
    /// A parameter outside the range where the distribution exists.
    Parameter {
        /// The function.
        op: &'static str,
        /// Its argument.
        argument: &'static str,
        /// What was given.
        value: f64,
        /// What would work.
        allowed: &'static str,
    },
    /// `from` lies above `to`, or they lie further apart than the dtype can hold.
    Bounds {
        /// The lower bound given.
        from: f64,
        /// The upper bound given.
        to: f64,
        /// The dtype filled.
        dtype: &'static str,
    },
    /// No integer lies in `low..high`.
    EmptyRange {
        /// The function.
        op: &'static str,
        /// The first integer.
        low: i64,
        /// One past the last integer.
        high: i64,
    },
    /// An integer bound that the dtype cannot hold.
    Unrepresentable {
        /// The function.
        op: &'static str,
        /// The bound.
        value: i64,
        /// The dtype filled.
        dtype: &'static str,
    },
    /// Two slices that belong together differ in length.
    Length {
        /// The function.
        op: &'static str,
        /// The argument of the wrong length.
        argument: &'static str,
        /// Its length.
        length: usize,
        /// The length that would work.
        expected: usize,
    },
    /// More samples asked for, without replacement, than a row has categories; or none.
    SampleCount {
        /// Samples asked for.
        n_samples: usize,
        /// Categories in a row.
        n_categories: usize,
    },
    /// More categories than a float can count.
    CategoryCount {
        /// Categories in a row.
        n_categories: usize,
    },
    /// A row of probabilities that sums to zero.
    NoMass {
        /// The row.
        row: usize,
    },
    /// A saved state of the wrong size.
    StateSize {
        /// The size given.
        n_bytes: usize,
    },
    /// A saved state whose counters no generator can have.
    StateCounters {
        /// The count of words left in the block, plus one.
        left: i32,
        /// The index of the next word.
        next: u64,
    },
    /// A saved state of a GPU that is none.
    CudaState {
        /// The size given.
        n_bytes: usize,
    },
}

impl std::error::Error for RandomError {}

impl fmt::Display for RandomError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Parameter { op, argument, value, allowed } => {
                write!(formatter, "{op}: {argument} is out of range: {value}; {argument} must be {allowed}")
            }
            Self::Bounds { from, to, dtype } => write!(
                formatter,
                "uniform: no such interval in {dtype}: from {from}, to {to}; \
                 from <= to and a finite to - from would work"
            ),
            Self::EmptyRange { op, low, high } => {
                write!(formatter, "{op}: the range is empty: low {low}, high {high}; low must be below high")
            }
            Self::Unrepresentable { op, value, dtype } => {
                write!(
                    formatter,
                    "{op}: bound outside the dtype: {value} in {dtype}; bounds that {dtype} holds would work"
                )
            }
            Self::Length { op, argument, length, expected } => {
                write!(formatter, "{op}: {argument} has the wrong length: {length}; {expected} would work")
            }
            Self::SampleCount { n_samples, n_categories } => write!(
                formatter,
                "multinomial: wrong number of samples: {n_samples} of {n_categories} categories; \
                 1 to {n_categories}, or any positive number with replacement"
            ),
            Self::CategoryCount { n_categories } => {
                write!(formatter, "multinomial: too many categories: {n_categories}; at most 2^24")
            }
            Self::NoMass { row } => write!(
                formatter,
                "multinomial: the probabilities sum to zero: row {row}; a positive probability in each row would work"
            ),
            Self::StateSize { n_bytes } => {
                write!(formatter, "set_state: wrong size: {n_bytes} bytes; a state has 5056 bytes")
            }
            Self::CudaState { n_bytes } => write!(
                formatter,
                "set_cuda_state: no such state: {n_bytes} bytes; 16 bytes, a seed and a multiple of 4, would work"
            ),
            Self::StateCounters { left, next } => write!(
                formatter,
                "set_state: impossible counters: left {left}, next {next}; left in 1..=624 and left + next <= 625"
            ),
        }
    }
}
