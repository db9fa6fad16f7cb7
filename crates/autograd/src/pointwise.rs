//! Records elementwise calls: one node type for every row of the operator table.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use cresset_ops::Pointwise;
use cresset_ops::pointwise as ops;
use cresset_ops::{Array, copy};
use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Result, Scalar};
use smallvec::SmallVec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::operand::Operand;
use crate::saved::{Saved, released};
use crate::{Tensor, in_place, mode};

/// The gradients of an elementwise operator.
pub(crate) struct Rule {
    pub(crate) op: Pointwise,
    /// PyTorch's name of the node.
    pub(crate) node: &'static str,
    /// The formula of each input's gradient on tensors, for gradients of gradients.
    pub(crate) gradients: &'static [Option<Formula>],
    /// How they are those of complex numbers.
    pub(crate) of_complex: OfComplex,
}

/// How the gradients of real numbers become those of complex ones, which are PyTorch's: twice the derivative in the
/// conjugate.
#[derive(Clone, Copy)]
pub(crate) enum OfComplex {
    /// The operator is analytic: the formula at the conjugate of the gradient, conjugated.
    Conjugated,
    /// The formula as it is.
    Alike,
    /// Another formula, of the one input.
    Own(Formula),
}

/// A gradient on tensors.
pub(crate) type Formula = fn(&At<'_>) -> Result<Tensor>;

/// The values that a gradient's formula speaks of.
pub(crate) struct At<'a> {
    grad: &'a Tensor,
    inputs: SmallVec<[Unpacked; 3]>,
    output: Option<Tensor>,
}

enum Unpacked {
    Number(Scalar),
    Tensor(Tensor),
}

impl At<'_> {
    /// The gradient of the result.
    pub(crate) fn grad(&self) -> &Tensor {
        self.grad
    }

    /// An input of the call.
    pub(crate) fn input(&self, at: usize) -> Operand<'_> {
        match self.inputs.get(at) {
            Some(Unpacked::Number(scalar)) => Operand::Scalar(*scalar),
            Some(Unpacked::Tensor(tensor)) => Operand::Tensor(tensor),
            None => Operand::Tensor(self.grad),
        }
    }

    /// An input of the call as a tensor, where it is the one that a method is called on.
    pub(crate) fn tensor(&self, at: usize) -> Result<Tensor> {
        match self.input(at) {
            Operand::Tensor(tensor) => Ok(tensor.clone()),
            Operand::Scalar(scalar) => crate::Options::like(self.grad).try_full([], scalar),
        }
    }

    /// An input of the call that is always a number.
    pub(crate) fn number(&self, at: usize) -> f64 {
        match self.input(at) {
            Operand::Scalar(scalar) => scalar.as_f64(),
            // The table's numbers are numbers in every call.
            Operand::Tensor(_) => f64::NAN,
        }
    }

    /// One value everywhere, of the sizes of the result.
    pub(crate) fn full(&self, value: f64) -> Result<Tensor> {
        crate::try_full_like(self.grad, value)
    }

    /// The result of the call.
    pub(crate) fn output(&self) -> &Tensor {
        self.output.as_ref().unwrap_or(self.grad)
    }
}

/// An input as the node keeps it.
enum Kept {
    Number(Scalar),
    Tensor(Saved),
    /// No wanted gradient mentions it.
    Nothing,
}

/// What the node keeps until backward.
struct State {
    inputs: SmallVec<[Kept; 3]>,
    output: Option<Saved>,
}

/// The node of an elementwise call.
struct PointwiseBackward {
    rule: &'static Rule,
    targets: SmallVec<[Target; 2]>,
    state: Mutex<Option<State>>,
}

/// The sizes and the dtype that the gradient of an input must have.
enum Target {
    /// The input is a number.
    Number,
    /// Those of the result.
    Result,
    /// The input was broadcast or converted.
    Other(Box<(Dims, DType)>),
}

impl Target {
    /// The dtype, where the gradient of the result is `grad`.
    #[inline]
    fn dtype(&self, grad: &Tensor) -> DType {
        match self {
            Target::Other(target) => target.1,
            _ => grad.dtype(),
        }
    }

    /// The gradient of the input from that of all its broadcast elements.
    #[inline]
    fn fit(&self, full: Tensor) -> Result<Tensor> {
        match self {
            Target::Other(target) => full.try_sum_to_size(&target.0)?.try_to_dtype(target.1),
            _ => Ok(full),
        }
    }
}

impl Backward for PointwiseBackward {
    fn name(&self) -> &'static str {
        self.rule.node
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(state) = state.as_ref() else { return Err(released(node)) };
        if grad.dtype().is_complex() || self.targets.iter().any(|target| target.dtype(grad).is_complex()) {
            return self.of_complex(node, grad, state);
        }
        let at = if mode::is_grad_enabled() { Some(unpack(node, grad, state)?) } else { None };
        let mut sent = Gradients::new();
        for (input, target) in self.targets.iter().enumerate() {
            if !node.needs_input_grad(input) {
                sent.push(None);
                continue;
            }
            if ops::is_truth(self.rule.op) {
                sent.push(Some(target.fit(crate::try_zeros_like(grad)?)?));
                continue;
            }
            let dtype = target.dtype(grad);
            let full = match &at {
                Some(at) => self.on_tensors(at, input)?,
                None => self.fused(node, grad, state, input, dtype)?,
            };
            sent.push(Some(target.fit(full)?));
        }
        Ok(sent)
    }

    fn release(&self) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl PointwiseBackward {
    /// Gradients where complex numbers take part; those of real inputs are the real parts.
    #[cold]
    fn of_complex(&self, node: &NodeRef, grad: &Tensor, state: &State) -> Result<Gradients> {
        let is_conjugated = matches!(self.rule.of_complex, OfComplex::Conjugated);
        let given = if is_conjugated { grad.try_conj()? } else { grad.clone() };
        let at = unpack(node, &given, state)?;
        let mut sent = Gradients::new();
        for (input, target) in self.targets.iter().enumerate() {
            if !node.needs_input_grad(input) {
                sent.push(None);
                continue;
            }
            let full = match self.rule.of_complex {
                OfComplex::Own(formula) => formula(&at)?,
                OfComplex::Alike => self.on_tensors(&at, input)?,
                OfComplex::Conjugated => self.on_tensors(&at, input)?.try_conj()?,
            };
            sent.push(Some(target.fit(full)?.try_to_dtype(target.dtype(grad))?));
        }
        Ok(sent)
    }

    fn on_tensors(&self, at: &At<'_>, input: usize) -> Result<Tensor> {
        match self.rule.gradients.get(input) {
            Some(Some(formula)) => formula(at),
            // A truth value was written over a number: what was there before is gone.
            _ if ops::is_truth(self.rule.op) => crate::try_zeros_like(at.grad()),
            _ => Err(ops::no_gradient(self.rule.op.row())),
        }
    }

    fn fused(&self, node: &NodeRef, grad: &Tensor, state: &State, input: usize, dtype: DType) -> Result<Tensor> {
        if ops::passes_gradient(self.rule.op, input) {
            return Ok(grad.clone());
        }
        let mut inputs: SmallVec<[cresset_ops::Operand<'_>; 3]> = SmallVec::new();
        for kept in &state.inputs {
            inputs.push(match kept {
                Kept::Number(scalar) => cresset_ops::Operand::Scalar(*scalar),
                Kept::Tensor(saved) => cresset_ops::Operand::Array(saved.array(node)?),
                Kept::Nothing => cresset_ops::Operand::Array(grad.array()),
            });
        }
        let output = state.output.as_ref().map(|saved| saved.array(node)).transpose()?;
        ops::pointwise_gradient(self.rule.op, input, grad.array(), &inputs, output, dtype, Tensor::over)
    }
}

fn unpack<'a>(node: &NodeRef, grad: &'a Tensor, state: &State) -> Result<At<'a>> {
    let mut inputs = SmallVec::new();
    for kept in &state.inputs {
        inputs.push(match kept {
            Kept::Number(scalar) => Unpacked::Number(*scalar),
            Kept::Tensor(saved) => Unpacked::Tensor(saved.tensor(node)?),
            Kept::Nothing => Unpacked::Tensor(grad.clone()),
        });
    }
    let output = state.output.as_ref().map(|saved| saved.tensor(node)).transpose()?;
    Ok(At { grad, inputs, output })
}

/// Whether a call with these inputs is recorded.
#[inline]
fn is_recorded(inputs: &[Operand<'_>]) -> bool {
    mode::is_grad_enabled()
        && inputs.iter().any(|input| matches!(input, Operand::Tensor(tensor) if tensor.requires_grad()))
}

/// A call that is being recorded.
#[derive(Default)]
struct Recorded {
    edges: SmallVec<[Option<Edge>; 2]>,
    targets: SmallVec<[Target; 2]>,
    inputs: SmallVec<[Kept; 3]>,
    wants_output: bool,
}

impl Recorded {
    /// What is known before the output is. The first input is about to be overwritten where `in_place` holds: then a
    /// copy of it is kept.
    fn prepare(
        &mut self,
        rule: &'static Rule,
        inputs: &[Operand<'_>],
        output: (&Dims, DType),
        in_place: bool,
    ) -> Result<()> {
        let mut mentioned = 0u32;
        for (at, input) in inputs.iter().enumerate() {
            let edge = match input {
                Operand::Tensor(tensor) if tensor.dtype().is_differentiable() => tensor.edge(),
                _ => None,
            };
            if edge.is_some() {
                mentioned |= match rule.of_complex {
                    OfComplex::Own(_) => 1 << at,
                    _ => ops::gradient_mentions(rule.op, at),
                };
            }
            self.edges.push(edge);
            self.targets.push(match input {
                Operand::Scalar(_) => Target::Number,
                Operand::Tensor(tensor) if (tensor.array().sizes(), tensor.dtype()) == output => Target::Result,
                Operand::Tensor(tensor) => Target::Other(Box::new((*tensor.array().sizes(), tensor.dtype()))),
            });
        }
        self.wants_output = mentioned & ops::MENTIONS_OUTPUT != 0;
        for (at, input) in inputs.iter().enumerate() {
            self.inputs.push(match input {
                Operand::Scalar(scalar) => Kept::Number(*scalar),
                Operand::Tensor(tensor) if mentioned & (1 << at) != 0 => {
                    if in_place && matches!(inputs[0], Operand::Tensor(target) if target.shares_storage(tensor)) {
                        let copy = tensor.same_edge(copy::clone(rule.op.name(), tensor.array())?);
                        Kept::Tensor(Saved::input(&copy)?)
                    } else {
                        Kept::Tensor(Saved::input(tensor)?)
                    }
                }
                Operand::Tensor(_) => Kept::Nothing,
            });
        }
        Ok(())
    }

    /// Keeps the output if a wanted gradient mentions it, and makes the node.
    #[inline]
    fn finish(self, rule: &'static Rule, output: &Array, place: &'static Location<'static>) -> NodeRef {
        let output = self.wants_output.then(|| Saved::output(output, 0));
        let state = Mutex::new(Some(State { inputs: self.inputs, output }));
        Node::record(self.edges, 1, place, PointwiseBackward { rule, targets: self.targets, state })
    }
}

/// Runs an elementwise call and records it.
#[track_caller]
#[inline]
pub(crate) fn record<const N: usize>(rule: &'static Rule, inputs: [Operand<'_>; N]) -> Result<Tensor> {
    let arrays = Operand::lower_all(&inputs);
    let out = match ops::pointwise_as(rule.op, &arrays, Tensor::over) {
        Ok(out) => out,
        Err(error) => return with_numbers_moved(error, &[], inputs, |inputs| record(rule, inputs)),
    };
    if !is_recorded(&inputs) || !out.dtype().is_differentiable() {
        return Ok(out);
    }
    recorded(rule, &inputs, out, Location::caller())
}

fn recorded(
    rule: &'static Rule,
    inputs: &[Operand<'_>],
    out: Tensor,
    place: &'static Location<'static>,
) -> Result<Tensor> {
    let mut call = Recorded::default();
    call.prepare(rule, inputs, (out.array().sizes(), out.dtype()), false)?;
    let node = call.finish(rule, out.array(), place);
    Ok(out.attach(Edge { node, output: 0 }))
}

/// Calls again what found tensors on different devices: a tensor of one number on the processor goes to the GPU of the
/// others. PyTorch takes such numbers too.
#[cold]
#[track_caller]
fn with_numbers_moved<'a, R, const N: usize>(
    error: Error,
    fixed: &[Operand<'a>],
    inputs: [Operand<'a>; N],
    again: impl FnOnce([Operand<'_>; N]) -> Result<R>,
) -> Result<R> {
    let tensor = |operand: &Operand<'a>| match *operand {
        Operand::Tensor(tensor) => Some(tensor),
        Operand::Scalar(_) => None,
    };
    let mut devices = fixed.iter().chain(&inputs).filter_map(tensor).map(Tensor::device);
    let gpu = devices.find(|&device| device != Device::Cpu);
    let (ErrorKind::Device { .. }, Some(gpu)) = (error.kind(), gpu) else { return Err(error) };
    let mut moved = [const { None }; N];
    for (to, operand) in moved.iter_mut().zip(&inputs) {
        let number = tensor(operand).filter(|tensor| tensor.dim() == 0 && tensor.device() == Device::Cpu);
        *to = number.map(|number| number.try_to_device(gpu)).transpose()?;
    }
    if moved.iter().all(Option::is_none) {
        return Err(error);
    }
    again(std::array::from_fn(|at| moved[at].as_ref().map_or(inputs[at], Operand::Tensor)))
}

/// Runs an elementwise call over its first input and records it.
#[track_caller]
pub(crate) fn record_<const N: usize>(rule: &'static Rule, target: &Tensor, rest: [Operand<'_>; N]) -> Result<()> {
    let place = Location::caller();
    let mut inputs: SmallVec<[Operand<'_>; 4]> = SmallVec::new();
    inputs.push(Operand::Tensor(target));
    inputs.extend(rest);
    let recorded = is_recorded(&inputs) && target.dtype().is_differentiable();
    in_place::check(rule.op.name(), target, recorded)?;
    let mut call = Recorded::default();
    if recorded {
        call.prepare(rule, &inputs, (target.array().sizes(), target.dtype()), true)?;
    }
    let arrays = Operand::lower_all(&rest);
    if let Err(error) = ops::pointwise_(rule.op, target.array(), &arrays) {
        return with_numbers_moved(error, &[Operand::Tensor(target)], rest, |rest| record_(rule, target, rest));
    }
    if recorded {
        in_place::rebase(target, call.finish(rule, target.array(), place));
    }
    Ok(())
}

/// Runs an elementwise call into `out`.
pub(crate) fn write_out<'a, const N: usize>(
    rule: &'static Rule,
    inputs: [Operand<'_>; N],
    out: &'a Tensor,
) -> Result<&'a Tensor> {
    let op = rule.op.name();
    let recorded = is_recorded(&inputs) || is_recorded(&[Operand::Tensor(out)]);
    if recorded && out.dtype().is_differentiable() {
        let remedy = "call it within no_grad, or use the form without out";
        return Err(Error::graph(op, "a gradient is required of a call into out", "out", remedy));
    }
    in_place::check(op, out, false)?;
    ops::pointwise_out(rule.op, &Operand::lower_all(&inputs), out.array())?;
    Ok(out)
}
