//! Programs that `torch.export` wrote: run eagerly through the dispatcher of PyTorch's operators, trained on.
//!
//! ```no_run
//! use cresset_autograd::zeros;
//! use cresset_interop::ExportedProgram;
//! use cresset_nn::Module;
//!
//! let program = ExportedProgram::load("model.pt2")?;
//! let outputs = program.forward(&[zeros([1, 3, 224, 224])])?;
//! outputs[0].try_sum()?.try_backward()?;
//! for (name, parameter) in program.named_parameters() {
//!     println!("{name} {:?}", parameter.grad());
//! }
//! # Ok::<(), cresset_autograd::Error>(())
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use cresset_autograd::{Error, Result, Tensor, is_grad_enabled, no_grad};
use cresset_nn::{Buffer, Member, MemberMut, Module, Parameter, See, SeeMut};

use crate::archive::Archive;
use crate::aten::Value;

mod arithmetic;
mod autocast;
mod compile;
mod control;
mod describe;
mod file;
mod inputs;
mod load;
mod modes;
mod plan;
mod run;
mod symbols;

pub use describe::{Bounds, Described};
use inputs::{Expected, Kind, Ranges};
use plan::{Plan, Work, tensor_of};
use run::Slots;

/// A program of `torch.export.save`, in the training form or after `run_decompositions()`.
///
/// It is a [`Module`]: its parameters and buffers stand under PyTorch's names, optimisers take them, state dicts load
/// into it. Operators are resolved once, at load.
pub struct ExportedProgram {
    inputs: Vec<Input>,
    outputs: Vec<Output>,
    parameters: Vec<(String, Parameter)>,
    buffers: Vec<(String, Buffer)>,
    constants: Vec<Tensor>,
    /// What the caller gives, in order.
    expected: Vec<Expected>,
    ranges: Ranges,
    /// Inputs and outputs, for people.
    described: [Vec<Described>; 2],
    plan: Plan,
    /// Values of slots that are the same at every call, computed at the first.
    folded: OnceLock<Vec<(usize, Value)>>,
}

/// What an input of the graph is.
enum Input {
    Parameter(usize),
    Buffer(usize),
    Constant(usize),
    User(usize),
}

/// What becomes of an output of the graph.
enum Output {
    User,
    Buffer(usize),
    Parameter(usize),
    Input(usize),
}

impl ExportedProgram {
    /// The program of a `.pt2` file.
    ///
    /// # Errors
    /// No such file, not an archive of a program, operators that are unknown (all of them are named), or data that
    /// does not fit.
    pub fn load(path: impl AsRef<Path>) -> Result<ExportedProgram> {
        load::program(Archive::open("ExportedProgram::load", path.as_ref())?)
    }

    /// [`ExportedProgram::load`] from the bytes of a file.
    ///
    /// # Errors
    /// As [`ExportedProgram::load`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<ExportedProgram> {
        load::program(Archive::from_bytes("ExportedProgram::from_bytes", bytes)?)
    }

    /// The names of the inputs, in order. A nested structure of inputs is flattened as PyTorch flattens it.
    pub fn input_names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.expected.iter().map(|input| input.name.as_str())
    }

    /// How many operators a call runs, nested graphs counted as one, and how many were folded into constants.
    #[must_use]
    pub fn n_steps(&self) -> (usize, usize) {
        (self.plan.steps.len(), self.plan.constant_steps.len())
    }

    /// The operators of the program, nested graphs left out, each with how often it stands there.
    #[must_use]
    pub fn operators(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for step in self.plan.constant_steps.iter().chain(&self.plan.steps) {
            if let Work::Call { overload, .. } = &step.work {
                *counts.entry(overload.name()).or_default() += 1;
            }
        }
        counts
    }

    /// Runs the program on its tensor inputs; returns its tensor outputs, in order. Outputs that are no tensors are
    /// left out.
    ///
    /// # Errors
    /// Another number of inputs, sizes outside of what the export allows, or an operator that refuses.
    #[track_caller]
    pub fn forward(&self, inputs: &[Tensor]) -> Result<Vec<Tensor>> {
        let n_wanted = self.expected.iter().filter(|input| !matches!(input.kind, Kind::Fixed(_))).count();
        if inputs.len() != n_wanted {
            return Err(another_number(inputs.len(), n_wanted));
        }
        let mut given = inputs.iter();
        let values = self.expected.iter().map(|input| match &input.kind {
            Kind::Fixed(value) => value.clone(),
            _ => given.next().map_or(Value::None, |tensor| Value::Tensor(tensor.clone())),
        });
        let values: Vec<Value> = values.collect();
        Ok(self.call(&values)?.into_iter().filter_map(tensor_of).collect())
    }

    /// Runs the program on all its inputs; returns all outputs, in order.
    ///
    /// # Errors
    /// As [`ExportedProgram::forward`].
    #[track_caller]
    pub fn call(&self, inputs: &[Value]) -> Result<Vec<Value>> {
        if inputs.len() != self.expected.len() {
            return Err(another_number(inputs.len(), self.expected.len()));
        }
        inputs::check(&self.expected, inputs, &self.ranges)?;
        let folded = match self.folded.get() {
            Some(folded) => folded,
            None => {
                let mut slots = Slots::new(&self.plan);
                self.fill(&mut slots, inputs);
                let folded = self.plan.folded(slots)?;
                self.folded.get_or_init(|| folded)
            }
        };
        let mut slots = Slots::new(&self.plan);
        self.fill(&mut slots, inputs);
        if is_grad_enabled() {
            self.keep_from_writes(&mut slots)?;
        }
        for (at, value) in folded {
            slots.set(*at, value.clone());
        }
        let results = self.plan.run(slots)?;
        let mut outputs = Vec::new();
        for (output, value) in self.outputs.iter().zip(results) {
            let written: &Tensor = match *output {
                Output::User => {
                    outputs.push(own(value, folded)?);
                    continue;
                }
                Output::Buffer(at) => &self.buffers[at].1,
                Output::Parameter(at) => &self.parameters[at].1,
                Output::Input(at) => match &inputs[at] {
                    Value::Tensor(tensor) => tensor,
                    _ => continue,
                },
            };
            if let Value::Tensor(new) = value
                && !new.is_same(written)
            {
                no_grad(|| written.try_copy_(&new).map(drop))?;
            }
        }
        Ok(outputs)
    }

    /// Puts copies in the place of buffers that get new values at the end of the call: the backward pass may ask for
    /// the old ones.
    fn keep_from_writes(&self, slots: &mut Slots) -> Result<()> {
        for (input, slot) in self.inputs.iter().zip(&self.plan.inputs) {
            if let (Input::Buffer(at), Some(slot)) = (input, slot)
                && self.outputs.iter().any(|output| matches!(output, Output::Buffer(written) if written == at))
            {
                slots.set(*slot, Value::Tensor(self.buffers[*at].1.try_copy()?));
            }
        }
        Ok(())
    }

    fn fill(&self, slots: &mut Slots, inputs: &[Value]) {
        for (input, slot) in self.inputs.iter().zip(&self.plan.inputs) {
            let Some(slot) = slot else { continue };
            let value = match *input {
                Input::Parameter(at) => Value::Tensor(self.parameters[at].1.tensor().clone()),
                Input::Buffer(at) => Value::Tensor(self.buffers[at].1.tensor().clone()),
                Input::Constant(at) => Value::Tensor(self.constants[at].clone()),
                Input::User(at) => inputs[at].clone(),
            };
            slots.set(*slot, value);
        }
    }
}

/// A result that shares no memory with what other calls will read.
fn own(value: Value, folded: &[(usize, Value)]) -> Result<Value> {
    let Value::Tensor(tensor) = &value else { return Ok(value) };
    let is_shared = folded.iter().any(|(_, held)| match held {
        Value::Tensor(held) => held.shares_storage(tensor),
        Value::Tensors(held) => held.iter().any(|held| held.shares_storage(tensor)),
        _ => false,
    });
    if is_shared { tensor.try_copy().map(Value::Tensor) } else { Ok(value) }
}

#[cold]
fn another_number(found: usize, wanted: usize) -> Error {
    Error::argument("program", "inputs", found, if wanted == 1 { "give one" } else { "give one for each input name" })
}

impl Module for ExportedProgram {
    fn as_module(&self) -> &dyn Module {
        self
    }

    fn module_name(&self) -> &str {
        "ExportedProgram"
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        for (name, parameter) in &self.parameters {
            see(name, Member::Parameter(parameter));
        }
        for (name, buffer) in &self.buffers {
            see(name, Member::Buffer(buffer));
        }
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        for (_, parameter) in &mut self.parameters {
            see(MemberMut::Parameter(parameter));
        }
        for (_, buffer) in &mut self.buffers {
            see(MemberMut::Buffer(buffer));
        }
    }
}
