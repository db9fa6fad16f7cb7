//! What a workload is: how it is prepared, what one run of it does, and the number that shows its result.

use std::hint::black_box;

use cresset::prelude::*;
use cresset::{BackwardOptions, enable_grad};

/// A prepared workload.
pub trait Measured {
    /// What is timed.
    fn run(&mut self) -> Result<()>;

    /// The mean size of the result's elements, or the first and the fifth loss.
    fn check(&mut self) -> Result<Vec<f64>>;
}

type Prepare = Box<dyn FnOnce() -> Result<Box<dyn Measured>>>;

/// One workload under its id.
pub struct Workload {
    pub id: String,
    /// Whether it runs with recording on.
    records: bool,
    prepare: Prepare,
}

impl Workload {
    /// A workload that runs with recording on.
    pub fn new<M: Measured + 'static>(
        id: impl Into<String>,
        prepare: impl FnOnce() -> Result<M> + 'static,
    ) -> Workload {
        let prepare: Prepare = Box::new(|| prepare().map(|measured| Box::new(measured) as Box<dyn Measured>));
        Workload { id: id.into(), records: true, prepare }
    }

    /// The same without recording.
    pub fn unrecorded(self) -> Workload {
        Workload { records: false, ..self }
    }

    /// Prepares it and gives it to `measure`, with recording on or off.
    pub fn with<T>(self, measure: impl FnOnce(&mut dyn Measured) -> Result<T>) -> Result<T> {
        let Workload { records, prepare, .. } = self;
        let body = || measure(&mut *prepare()?);
        if records { enable_grad(body) } else { no_grad(body) }
    }
}

/// The mean of the elements' sizes, added up in double precision.
pub fn mean_abs(tensor: &Tensor) -> Result<f64> {
    tensor.detach().try_to_dtype(DType::F64)?.try_abs()?.try_mean()?.try_item()
}

struct Forwards<F> {
    arguments: Vec<Tensor>,
    function: F,
}

impl<F: Fn(&[Tensor]) -> Result<Tensor>> Measured for Forwards<F> {
    fn run(&mut self) -> Result<()> {
        black_box((self.function)(&self.arguments)?);
        Ok(())
    }

    fn check(&mut self) -> Result<Vec<f64>> {
        Ok(vec![mean_abs(&(self.function)(&self.arguments)?)?])
    }
}

/// One call without recording; its result is dropped.
pub fn forward(
    id: impl Into<String>,
    arguments: impl FnOnce() -> Vec<Tensor> + 'static,
    function: impl Fn(&[Tensor]) -> Result<Tensor> + 'static,
) -> Workload {
    Workload::new(id, || Ok(Forwards { arguments: arguments(), function })).unrecorded()
}

/// One recorded call; the first argument requires a gradient.
pub fn recorded(
    id: impl Into<String>,
    arguments: impl FnOnce() -> Vec<Tensor> + 'static,
    function: impl Fn(&[Tensor]) -> Result<Tensor> + 'static,
) -> Workload {
    Workload::new(id, || {
        let arguments = arguments();
        arguments[0].try_requires_grad_(true)?;
        Ok(Forwards { arguments, function })
    })
}

struct Backwards<F> {
    arguments: Vec<Tensor>,
    n_leaves: usize,
    gradient: Option<Tensor>,
    function: F,
}

impl<F: Fn(&[Tensor]) -> Result<Tensor>> Measured for Backwards<F> {
    fn run(&mut self) -> Result<()> {
        self.arguments[..self.n_leaves].iter().for_each(|leaf| leaf.set_grad(None));
        let out = (self.function)(&self.arguments)?;
        out.try_backward_with(BackwardOptions { gradient: self.gradient.as_ref(), ..BackwardOptions::default() })
    }

    fn check(&mut self) -> Result<Vec<f64>> {
        self.run()?;
        self.arguments[0].grad().iter().map(mean_abs).collect()
    }
}

/// A recorded call and its backward to the first `n_leaves` arguments, from a given gradient of the result or, where
/// that is a single number, from 1.
pub fn backward(
    id: impl Into<String>,
    arguments: impl FnOnce() -> Vec<Tensor> + 'static,
    n_leaves: usize,
    gradient: impl FnOnce() -> Option<Tensor> + 'static,
    function: impl Fn(&[Tensor]) -> Result<Tensor> + 'static,
) -> Workload {
    Workload::new(id, move || {
        let arguments = arguments();
        arguments[..n_leaves].iter().try_for_each(|leaf| leaf.try_requires_grad_(true).map(drop))?;
        Ok(Backwards { arguments, n_leaves, gradient: gradient(), function })
    })
}
