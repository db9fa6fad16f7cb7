//! Runs a plan.

use cresset_autograd::{Error, ErrorKind, Result, Tensor, no_grad_guard};

use crate::aten::{Later, Outputs, Value};

use super::autocast;
use super::plan::{Feed, Fill, Plan, Step, Target, Work, tensor_of};

/// The values of the slots.
pub(super) struct Slots(Vec<Value>);

impl Slots {
    pub(super) fn new(plan: &Plan) -> Slots {
        Slots(vec![Value::None; plan.n_slots])
    }

    pub(super) fn set(&mut self, at: usize, value: Value) {
        if let Some(slot) = self.0.get_mut(at) {
            *slot = value;
        }
    }

    fn take(&mut self, feed: &Feed) -> Value {
        match feed {
            Feed::Value(value) => value.clone(),
            Feed::Slot { at, last } => match self.0.get_mut(*at) {
                Some(slot) if *last => std::mem::replace(slot, Value::None),
                Some(slot) => slot.clone(),
                None => Value::None,
            },
        }
    }

    fn take_all(&mut self, feeds: &[Feed]) -> Vec<Value> {
        feeds.iter().map(|feed| self.take(feed)).collect()
    }

    fn take_tensor(&mut self, feed: &Feed) -> Result<Tensor> {
        tensor_of(self.take(feed)).ok_or_else(|| unfit("a tensor"))
    }

    fn fill(&mut self, fill: &Fill) -> Result<Value> {
        Ok(match fill {
            Fill::One(feed) => self.take(feed),
            Fill::Tensors(feeds) => {
                Value::Tensors(feeds.iter().map(|feed| self.take_tensor(feed)).collect::<Result<_>>()?)
            }
            Fill::OptionalTensors(feeds) => {
                let tensors = feeds.iter().map(|feed| feed.as_ref().map(|feed| self.take_tensor(feed)).transpose());
                Value::OptionalTensors(tensors.collect::<Result<_>>()?)
            }
            Fill::Ints(feeds) => {
                let ints = feeds.iter().map(|feed| match self.take(feed) {
                    Value::Int(value) => Ok(value),
                    Value::Bool(value) => Ok(i64::from(value)),
                    _ => Err(unfit("a whole number")),
                });
                Value::Ints(ints.collect::<Result<_>>()?)
            }
            Fill::Floats(feeds) => {
                let floats = feeds.iter().map(|feed| match self.take(feed).as_scalar() {
                    Some(scalar) => Ok(scalar.as_f64()),
                    None => Err(unfit("a number")),
                });
                Value::Floats(floats.collect::<Result<_>>()?)
            }
            Fill::Bools(feeds) => {
                let bools = feeds.iter().map(|feed| match self.take(feed) {
                    Value::Bool(value) => Ok(value),
                    _ => Err(unfit("a truth value")),
                });
                Value::Bools(bools.collect::<Result<_>>()?)
            }
        })
    }

    fn put(&mut self, target: &Target, value: Value) -> Result<()> {
        match (target, value) {
            (Target::Nowhere, _) => {}
            (Target::Slot(at), value) => self.set(*at, value),
            (Target::Slots(places), Value::Tensors(tensors)) if places.len() == tensors.len() => {
                for (place, tensor) in places.iter().zip(tensors) {
                    if let Some(at) = place {
                        self.set(*at, Value::Tensor(tensor));
                    }
                }
            }
            (Target::Slots(places), _) => {
                let subject = format_args!("{} wanted", places.len());
                return Err(Error::format("program", "another number of results", subject, "export the program anew"));
            }
        }
        Ok(())
    }
}

#[cold]
pub(super) fn unfit(wanted: &'static str) -> Error {
    Error::format("program", "a value of another kind", wanted, "export the program anew")
}

impl Plan {
    /// The values of the slots that are the same at every call.
    pub(super) fn folded(&self, mut slots: Slots) -> Result<Vec<(usize, Value)>> {
        let _mode = no_grad_guard();
        let filled: Vec<usize> = self.constant_steps.iter().flat_map(Step::writes).collect();
        for step in &self.constant_steps {
            step.run(&mut slots)?;
        }
        let values = filled.into_iter().map(|at| (at, slots.take(&Feed::Slot { at, last: true })));
        Ok(values.filter(|(_, value)| !matches!(value, Value::None)).collect())
    }

    /// The graph's results.
    #[track_caller]
    pub(super) fn run(&self, mut slots: Slots) -> Result<Vec<Value>> {
        for step in &self.steps {
            if !step.skipped {
                step.run(&mut slots)?;
            }
        }
        Ok(slots.take_all(&self.outputs))
    }

    /// A nested graph's results.
    #[track_caller]
    pub(super) fn run_with(&self, arguments: Vec<Value>) -> Result<Outputs> {
        let mut slots = Slots::new(self);
        for (input, value) in self.inputs.iter().zip(arguments) {
            if let Some(at) = input {
                slots.set(*at, value);
            }
        }
        self.run(slots).map(Outputs::from)
    }
}

impl Step {
    #[track_caller]
    fn run(&self, slots: &mut Slots) -> Result<()> {
        self.try_run(slots).map_err(|error| self.located(error))
    }

    #[track_caller]
    fn try_run(&self, slots: &mut Slots) -> Result<()> {
        let outputs: Outputs = match &self.work {
            Work::Call { overload, template, fills, cast } => {
                let mut later = Later::new();
                for (position, fill) in fills {
                    let value = overload.fitted(*position, slots.fill(fill)?)?;
                    let value = if let Some(dtype) = cast { autocast::cast(value, *dtype)? } else { value };
                    later.push((*position, value));
                }
                overload.call_with(template, &later)?
            }
            Work::Arithmetic { function, arguments } => {
                Outputs::from_elem(function.value(&slots.take_all(arguments))?, 1)
            }
            Work::Graphs { control, plans, arguments } => control.run(plans, slots.take_all(arguments))?,
        };
        // What an operator in place returns and the program does not name is left out.
        if outputs.len() < self.results.len() {
            let subject = format_args!("{} of {}", outputs.len(), self.results.len());
            return Err(Error::format("program", "another number of results", subject, "export the program anew"));
        }
        for (result, value) in self.results.iter().zip(outputs) {
            slots.put(result, value)?;
        }
        Ok(())
    }

    #[cold]
    fn located(&self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::OutOfMemory { .. } => error,
            _ => Error::graph("program", "a node fails", format_args!("{}: {error}", self.name), "see its inputs"),
        }
    }
}
