//! One direction of one recurrent layer, all steps in one call, and its gradient.

use cresset_storage::{Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::{Array, Operand};
use crate::copy::{contiguous, contiguous_copy, copy_};
use crate::cpu::disjoint::Disjoint;
use crate::cpu::panels::Panels;
use crate::cpu::recurrent as cpu;
use crate::cuda::recurrent as cuda;
use crate::plain::{Plain, for_dtype};

/// How a layer steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// The tanh of the sums.
    Tanh,
    /// Their positive part.
    Relu,
    /// With gates and a memory.
    Lstm,
    /// With gates.
    Gru,
}

impl Cell {
    /// PyTorch's name of the layer.
    #[must_use]
    pub fn op(self) -> &'static str {
        match self {
            Cell::Tanh => "rnn_tanh",
            Cell::Relu => "rnn_relu",
            Cell::Lstm => "lstm",
            Cell::Gru => "gru",
        }
    }

    /// Rows of the weights for each element of the state.
    #[must_use]
    pub fn n_gates(self) -> usize {
        match self {
            Cell::Tanh | Cell::Relu => 1,
            Cell::Lstm => 4,
            Cell::Gru => 3,
        }
    }
}

/// A layer's way and its weights of the state: `[gates * hidden, hidden]`, and `[gates * hidden]` to add.
#[derive(Clone, Copy, Debug)]
pub struct Recurrence<'a> {
    /// How it steps.
    pub cell: Cell,
    /// From the last step to the first.
    pub reverse: bool,
    /// What the state is multiplied by.
    pub weight: &'a Array,
    /// What is added to these products.
    pub bias: Option<&'a Array>,
}

/// What all steps left.
#[derive(Clone, Debug)]
pub struct Trace {
    /// `[steps, batch, gates * hidden]`.
    gates: Array,
    /// The first state and those of all steps, in the order of the steps: `[steps + 1, batch, hidden]`.
    states: Array,
    /// An lstm's memories, as the states; of a gru what the state gives to the new state, `[steps, batch, hidden]`.
    beside: Array,
    reverse: bool,
}

/// Steps `start..start + n` of an array of steps.
fn steps(array: &Array, start: usize, n: usize) -> Result<Array> {
    Ok(array.with_layout(array.layout().narrow("recurrent", 0, start as i64, n)?))
}

impl Trace {
    /// The states after all steps, `[steps, batch, hidden]`.
    ///
    /// # Errors
    /// None where the trace is whole.
    pub fn states(&self) -> Result<Array> {
        steps(&self.states, usize::from(!self.reverse), self.gates.sizes()[0])
    }

    /// The states before all steps, `[steps, batch, hidden]`.
    ///
    /// # Errors
    /// As [`Trace::states`].
    pub fn old_states(&self) -> Result<Array> {
        steps(&self.states, usize::from(self.reverse), self.gates.sizes()[0])
    }

    /// A copy of the last state, `[batch, hidden]`.
    ///
    /// # Errors
    /// No memory left.
    pub fn last_state(&self) -> Result<Array> {
        self.last(&self.states)
    }

    /// A copy of an lstm's last memory, `[batch, hidden]`.
    ///
    /// # Errors
    /// No memory left.
    pub fn last_memory(&self) -> Result<Array> {
        self.last(&self.beside)
    }

    fn last(&self, of: &Array) -> Result<Array> {
        let at = if self.reverse { 0 } else { self.gates.sizes()[0] };
        contiguous_copy("recurrent", &of.with_layout(of.layout().select("recurrent", 0, at as i64)?))
    }
}

/// The sizes of a call: steps, batch, elements of the state.
fn sizes(how: Recurrence<'_>, gates: &Array, hidden: &[usize]) -> Result<[usize; 3]> {
    let op = how.cell.op();
    let shapes: [(_, &[usize]); 3] = [("gates", gates.sizes()), ("hx", hidden), ("w_hh", how.weight.sizes())];
    let refuse = |problem| {
        let remedy = "gates are [steps, batch, gates * hidden], hx [batch, hidden], w_hh [gates * hidden, hidden]";
        Err(Error::shape(op, problem, &shapes, remedy))
    };
    let (&[steps, batch, rows], &[hidden_batch, width]) = (&gates.sizes()[..], hidden) else {
        return refuse("wrong number of dims");
    };
    let fits = hidden_batch == batch
        && rows == how.cell.n_gates() * width
        && how.weight.sizes()[..] == [rows, width]
        && how.bias.is_none_or(|bias| bias.sizes()[..] == [rows]);
    if fits { Ok([steps, batch, width]) } else { refuse("sizes differ") }
}

/// The weight in panels.
fn packed(op: &'static str, how: Panels, weight: &Array) -> Result<Array> {
    let weight = contiguous(op, weight)?;
    let mut out = Array::empty(op, &Dims::new(op, &[how.room()])?, weight.dtype(), weight.device())?;
    let access = Access::read(&[&weight])?;
    for_dtype!(op, weight.dtype(), float: T => {
        how.pack::<<T as Plain>::Wide>(access.slice(op, 0)?, fill(op, &mut out)?);
    });
    drop(access);
    Ok(out)
}

/// An array of steps of which one is `first`; the others hold anything.
fn beginning_with(op: &'static str, first: &Array, n_steps: usize, reverse: bool) -> Result<Array> {
    let sizes = Dims::new(op, &[&[n_steps + 1][..], &first.sizes()[..]].concat())?;
    let all = Array::empty(op, &sizes, first.dtype(), first.device())?;
    let at = if reverse { n_steps } else { 0 };
    copy_(op, &steps(&all, at, 1)?, Operand::Array(first))?;
    Ok(all)
}

/// All steps of a layer, in f32 or f64, on a GPU in halves too, from what its input gives to the gates, `[steps, batch, gates * hidden]`, and the
/// first state and, of an lstm, memory, `[batch, hidden]`. `gates` must be newly made.
///
/// # Numerics
/// The terms of a sum are added in order, whatever the number of threads.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn recurrent(how: Recurrence<'_>, gates: Array, hidden: &Array, memory: Option<&Array>) -> Result<Trace> {
    let op = how.cell.op();
    let [n_steps, batch, width] = sizes(how, &gates, hidden.sizes())?;
    if memory.is_some() != (how.cell == Cell::Lstm) || memory.is_some_and(|memory| memory.sizes() != hidden.sizes()) {
        return Err(Error::shape(
            op,
            "wrong memory",
            &[("hx", hidden.sizes())],
            "an lstm has one, of the state's sizes",
        ));
    }
    let layer = cpu::Layer::new(how.cell, [n_steps, batch, width], how.reverse);
    let bias = how.bias.map(|bias| contiguous(op, bias)).transpose()?;
    let mut states = beginning_with(op, hidden, n_steps, how.reverse)?;
    let mut beside = match memory {
        Some(memory) => beginning_with(op, memory, n_steps, how.reverse)?,
        None => {
            let n_steps = if how.cell == Cell::Gru { n_steps } else { 0 };
            Array::empty(op, &Dims::new(op, &[n_steps, batch, width])?, gates.dtype(), gates.device())?
        }
    };
    let on_gpu = cuda::Forward { bias: bias.as_ref(), gates: &gates, states: &states, beside: &beside };
    if cuda::forward(&layer, how, &on_gpu)? {
        return Ok(Trace { gates, states, beside, reverse: how.reverse });
    }
    let mut gates = gates;
    let panels = packed(op, layer.forward_panels(), how.weight)?;
    let mut arrays = vec![&panels];
    arrays.extend(&bias);
    let access = Access::read(&arrays)?;
    for_dtype!(op, gates.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        cpu::forward::<Wide>(&layer, &cpu::Forward {
            panels: access.slice(op, 0)?,
            bias: if bias.is_some() { Some(access.slice(op, 1)?) } else { None },
            gates: Disjoint::new(fill(op, &mut gates)?),
            states: Disjoint::new(fill(op, &mut states)?),
            beside: Disjoint::new(fill(op, &mut beside)?),
        });
    });
    drop(access);
    Ok(Trace { gates, states, beside, reverse: how.reverse })
}

/// The gradients that arrive at a call's results: of the states at all steps, of the last state and the last memory.
#[derive(Clone, Copy, Debug)]
pub struct Arrived<'a> {
    /// `[steps, batch, hidden]`.
    pub states: Option<&'a Array>,
    /// `[batch, hidden]`.
    pub hidden: Option<&'a Array>,
    /// `[batch, hidden]`.
    pub memory: Option<&'a Array>,
}

/// The gradients of a call's inputs.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Of what the input gave to the gates, `[steps, batch, gates * hidden]`.
    pub gates: Array,
    /// Of what the state gave to them; the same but for a gru.
    pub parts: Array,
    /// Of the first state.
    pub hidden: Array,
    /// Of the first memory; empty but for an lstm.
    pub memory: Array,
}

/// The gradients of [`recurrent`].
///
/// # Errors
/// Gradients of other sizes than the results.
pub fn recurrent_backward(how: Recurrence<'_>, trace: &Trace, arrived: Arrived<'_>) -> Result<Sent> {
    let op = how.cell.op();
    let sizes = sizes(how, &trace.gates, &trace.states.sizes()[1..])?;
    let layer = cpu::Layer::new(how.cell, sizes, how.reverse);
    let fits = |grad: Option<&Array>, wanted: &[usize]| grad.is_none_or(|grad| grad.sizes()[..] == *wanted);
    if !fits(arrived.states, &sizes) || !fits(arrived.hidden, &sizes[1..]) || !fits(arrived.memory, &sizes[1..]) {
        let remedy = "they must have the sizes of the results";
        return Err(Error::shape(op, "gradients of other sizes", &[("states", &sizes[..])], remedy));
    }
    let (dtype, device) = (trace.gates.dtype(), trace.gates.device());
    let grad = arrived.states.map(|grad| contiguous(op, grad)).transpose()?;
    let start = |grad: Option<&Array>, there: bool| {
        let batch = if there { sizes[1] } else { 0 };
        let out = Array::empty(op, &Dims::new(op, &[batch, sizes[2]])?, dtype, device)?;
        match grad {
            Some(grad) => copy_(op, &out, Operand::Array(grad))?,
            None => copy_(op, &out, Operand::Scalar(0.into()))?,
        }
        Ok::<_, Error>(out)
    };
    let is_gru = how.cell == Cell::Gru;
    let (mut hidden, mut memory) = (start(arrived.hidden, true)?, start(arrived.memory, how.cell == Cell::Lstm)?);
    let mut gates = Array::empty(op, trace.gates.sizes(), dtype, device)?;
    let mut parts = match is_gru {
        true => Array::empty(op, trace.gates.sizes(), dtype, device)?,
        false => Array::empty(op, &Dims::new(op, &[0])?, dtype, device)?,
    };
    let on_gpu = cuda::Backward {
        gates: &trace.gates,
        states: &trace.states,
        beside: &trace.beside,
        grad: grad.as_ref(),
        to_gates: &gates,
        to_parts: &parts,
        to_hidden: &hidden,
        to_memory: &memory,
    };
    if let Some(hidden) = cuda::backward(&layer, how, &on_gpu)? {
        let parts = if is_gru { parts } else { gates.clone() };
        return Ok(Sent { gates, parts, hidden, memory });
    }
    let panels = packed(op, layer.backward_panels(), how.weight)?;
    let mut arrays = vec![&panels, &trace.gates, &trace.states, &trace.beside];
    arrays.extend(&grad);
    let access = Access::read(&arrays)?;
    for_dtype!(op, dtype, float: T => {
        type Wide = <T as Plain>::Wide;
        cpu::backward::<Wide>(&layer, &cpu::Backward {
            panels: access.slice(op, 0)?,
            gates: access.slice(op, 1)?,
            states: access.slice(op, 2)?,
            beside: access.slice(op, 3)?,
            grad: if grad.is_some() { Some(access.slice(op, 4)?) } else { None },
            to_gates: Disjoint::new(fill(op, &mut gates)?),
            to_parts: Disjoint::new(fill(op, &mut parts)?),
            to_hidden: Disjoint::new(fill(op, &mut hidden)?),
            to_memory: Disjoint::new(fill(op, &mut memory)?),
        });
    });
    drop(access);
    let parts = if is_gru { parts } else { gates.clone() };
    Ok(Sent { gates, parts, hidden, memory })
}
