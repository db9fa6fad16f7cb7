//! What the recurrent layers have in common: parameters by layer and direction, and how they run.

use std::marker::PhantomData;

use cresset_autograd::{Error, Options, Result, Tensor};

use super::PackedSequence;
use crate::builder::{dtype_setter, setters};
use crate::python::python_float;
use crate::{Mode, Parameter, init};

/// How a layer steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Tanh,
    Relu,
    Lstm,
    Gru,
}

impl Kind {
    /// Rows of the weights for each element of the state.
    pub(super) fn n_gates(self) -> usize {
        match self {
            Kind::Tanh | Kind::Relu => 1,
            Kind::Lstm => 4,
            Kind::Gru => 3,
        }
    }
}

/// What layers hand on from step to step.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) hidden: Tensor,
    pub(super) memory: Option<Tensor>,
}

impl State {
    pub(super) fn only(hidden: &Tensor) -> State {
        State { hidden: hidden.clone(), memory: None }
    }

    pub(super) fn both((hidden, memory): (&Tensor, &Tensor)) -> State {
        State { hidden: hidden.clone(), memory: Some(memory.clone()) }
    }

    /// The same function of state and memory.
    fn map(&self, function: impl Fn(&Tensor) -> Result<Tensor>) -> Result<State> {
        let memory = self.memory.as_ref().map(&function).transpose()?;
        Ok(State { hidden: function(&self.hidden)?, memory })
    }

    /// Several states one after another.
    fn join(states: &[State], join: impl Fn(&[&Tensor]) -> Result<Tensor>) -> Result<State> {
        let hidden: Vec<&Tensor> = states.iter().map(|state| &state.hidden).collect();
        let memory: Vec<&Tensor> = states.iter().filter_map(|state| state.memory.as_ref()).collect();
        let memory = if memory.is_empty() { None } else { Some(join(&memory)?) };
        Ok(State { hidden: join(&hidden)?, memory })
    }
}

/// Layers in one or two directions.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    pub(super) parameters: Vec<(String, Parameter)>,
    pub(super) mode: Mode,
    op: &'static str,
    kind: Kind,
    sizes: Widths,
    num_layers: usize,
    bias: bool,
    batch_first: bool,
    dropout: f64,
    bidirectional: bool,
}

#[derive(Clone, Copy, Debug)]
struct Widths {
    input: usize,
    hidden: usize,
    /// The size of projected states; 0 for none.
    projected: usize,
}

impl Widths {
    fn state(self) -> usize {
        if self.projected == 0 { self.hidden } else { self.projected }
    }
}

/// Options of a recurrent layer, at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct RecurrentBuilder<L> {
    kind: Kind,
    sizes: Widths,
    num_layers: usize,
    bias: bool,
    batch_first: bool,
    dropout: f64,
    bidirectional: bool,
    options: Options,
    layer: PhantomData<fn() -> L>,
}

impl<L> RecurrentBuilder<L> {
    setters! {
        /// How many layers there are, each of which takes the states of the one before.
        (num_layers: usize);
        /// Whether there are biases.
        (bias: bool);
        /// Whether the batch is the first dimension of inputs and outputs.
        (batch_first: bool);
        /// The chance of dropout behind each layer but the last.
        (dropout: f64);
        /// Whether each layer also runs backwards, with weights of its own.
        (bidirectional: bool);
    }
    dtype_setter!();

    pub(super) fn start(kind: Kind, input: usize, hidden: usize) -> RecurrentBuilder<L> {
        RecurrentBuilder {
            kind,
            sizes: Widths { input, hidden, projected: 0 },
            num_layers: 1,
            bias: true,
            batch_first: false,
            dropout: 0.0,
            bidirectional: false,
            options: Options::new(),
            layer: PhantomData,
        }
    }

    pub(super) fn kind(mut self, kind: Kind) -> RecurrentBuilder<L> {
        self.kind = kind;
        self
    }

    pub(super) fn projected(mut self, size: usize) -> RecurrentBuilder<L> {
        self.sizes.projected = size;
        self
    }

    pub(super) fn stack(self, op: &'static str) -> Result<Stack> {
        let RecurrentBuilder { kind, sizes, num_layers, bias, batch_first, dropout, bidirectional, options, .. } = self;
        for (name, size) in [("hidden_size", sizes.hidden), ("num_layers", num_layers)] {
            if size == 0 {
                return Err(Error::argument(op, name, size, "it must be at least 1"));
            }
        }
        if sizes.projected != 0 && sizes.projected >= sizes.hidden {
            return Err(Error::argument(op, "proj_size", sizes.projected, "it must be below hidden_size"));
        }
        if !(0.0..=1.0).contains(&dropout) {
            return Err(Error::argument(op, "dropout", dropout, "a chance lies in 0..=1"));
        }
        let n_directions = if bidirectional { 2 } else { 1 };
        let (rows, state) = (kind.n_gates() * sizes.hidden, sizes.state());
        let mut parameters = Vec::new();
        for (layer, direction) in (0..num_layers).flat_map(|layer| (0..n_directions).map(move |at| (layer, at))) {
            let features = if layer == 0 { sizes.input } else { state * n_directions };
            let mut wanted: Vec<(&str, Vec<usize>)> =
                vec![("weight_ih", vec![rows, features]), ("weight_hh", vec![rows, state])];
            if bias {
                wanted.extend([("bias_ih", vec![rows]), ("bias_hh", vec![rows])]);
            }
            if sizes.projected != 0 {
                wanted.push(("weight_hr", vec![sizes.projected, sizes.hidden]));
            }
            let suffix = if direction == 1 { "_reverse" } else { "" };
            for (name, sizes) in wanted {
                let parameter = Parameter::new(options.clone().try_empty(sizes)?)?;
                parameters.push((format!("{name}_l{layer}{suffix}"), parameter));
            }
        }
        let bound = 1.0 / (sizes.hidden as f64).sqrt();
        parameters.iter().try_for_each(|(_, parameter)| init::uniform_(parameter, -bound, bound))?;
        let mode = Mode::new();
        Ok(Stack { parameters, mode, op, kind, sizes, num_layers, bias, batch_first, dropout, bidirectional })
    }
}

impl Stack {
    pub(super) fn shown(&self) -> String {
        let mut text = format!("{}, {}", self.sizes.input, self.sizes.hidden);
        if self.sizes.projected != 0 {
            text += &format!(", proj_size={}", self.sizes.projected);
        }
        if self.num_layers != 1 {
            text += &format!(", num_layers={}", self.num_layers);
        }
        for (name, shown) in [("bias=False", !self.bias), ("batch_first=True", self.batch_first)] {
            if shown {
                text += &format!(", {name}");
            }
        }
        if self.dropout != 0.0 {
            text += &format!(", dropout={}", python_float(self.dropout));
        }
        if self.bidirectional {
            text += ", bidirectional=True";
        }
        text
    }

    fn n_directions(&self) -> usize {
        if self.bidirectional { 2 } else { 1 }
    }

    /// First states for a batch, zeros unless given.
    fn first(&self, x: &Tensor, batch: usize, given: Option<State>) -> Result<State> {
        if let Some(state) = given {
            return Ok(state);
        }
        let zeros = |width| Options::like(x).try_zeros([self.num_layers * self.n_directions(), batch, width]);
        let memory = if self.kind == Kind::Lstm { Some(zeros(self.sizes.hidden)?) } else { None };
        Ok(State { hidden: zeros(self.sizes.state())?, memory })
    }

    /// One call of the operator: all layers, or one direction of one.
    fn call(&self, x: &Tensor, first: &State, weights: &[&Tensor], how: Call) -> Result<(Tensor, State)> {
        let Call { num_layers, bidirectional, batch_first } = how;
        let (layers, p, train) = (num_layers as i64, self.dropout, self.mode.is_training());
        let (hx, bias) = (&first.hidden, self.bias);
        let (out, hidden) = match (self.kind, &first.memory) {
            (Kind::Lstm, Some(memory)) => {
                let (out, hidden, memory) =
                    x.try_lstm(&[hx, memory], weights, bias, layers, p, train, bidirectional, batch_first)?;
                return Ok((out, State { hidden, memory: Some(memory) }));
            }
            (Kind::Gru, _) => x.try_gru(hx, weights, bias, layers, p, train, bidirectional, batch_first)?,
            (Kind::Relu, _) => x.try_rnn_relu(hx, weights, bias, layers, p, train, bidirectional, batch_first)?,
            _ => x.try_rnn_tanh(hx, weights, bias, layers, p, train, bidirectional, batch_first)?,
        };
        Ok((out, State { hidden, memory: None }))
    }

    fn weights(&self) -> Vec<&Tensor> {
        self.parameters.iter().map(|(_, parameter)| parameter.tensor()).collect()
    }

    pub(super) fn forward(&self, x: &Tensor, hx: Option<State>) -> Result<(Tensor, State)> {
        if !matches!(x.dim(), 2 | 3) {
            let remedy = "x must be [steps, batch, features] or [steps, features]";
            return Err(Error::shape(self.op, "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        let how =
            Call { num_layers: self.num_layers, bidirectional: self.bidirectional, batch_first: self.batch_first };
        if x.dim() == 2 {
            let batch_dim = if self.batch_first { 0 } else { 1 };
            let hx = hx.map(|state| state.map(|state| state.try_unsqueeze(1))).transpose()?;
            let first = self.first(x, 1, hx)?;
            let (out, last) = self.call(&x.try_unsqueeze(batch_dim)?, &first, &self.weights(), how)?;
            return Ok((out.try_squeeze_dim(batch_dim)?, last.map(|state| state.try_squeeze_dim(1))?));
        }
        let batch = if self.batch_first { x.sizes()[0] } else { x.sizes()[1] };
        let first = self.first(x, batch, hx)?;
        self.call(x, &first, &self.weights(), how)
    }

    pub(super) fn forward_packed(&self, x: &PackedSequence, hx: Option<State>) -> Result<(PackedSequence, State)> {
        let batch = x.batch_sizes.first().copied().unwrap_or(0);
        let hx = match (hx, &x.sorted_indices) {
            (Some(state), Some(order)) => Some(state.map(|state| state.try_index_select(1, order))?),
            (hx, _) => hx,
        };
        let first = self.first(&x.data, batch, hx)?;
        let (all, each) = (self.weights(), self.parameters.len() / (self.num_layers * self.n_directions()));
        let (mut data, mut lasts) = (x.data.clone(), Vec::new());
        for (layer, weights) in all.chunks(each * self.n_directions()).enumerate() {
            let mut outs = Vec::new();
            for (direction, weights) in weights.chunks(each).enumerate() {
                let at = (layer * self.n_directions() + direction) as i64;
                let first = first.map(|state| state.try_narrow(0, at, 1))?;
                let steps = Steps { data: &data, batch_sizes: &x.batch_sizes };
                let (out, last) = self.one_direction(steps, &first, weights, direction == 1)?;
                outs.push(out);
                lasts.push(last);
            }
            data = Tensor::try_cat(&outs.iter().collect::<Vec<_>>(), -1)?;
            if layer + 1 < self.num_layers {
                data = data.try_dropout(self.dropout, self.mode.is_training())?;
            }
        }
        let mut last = State::join(&lasts, |states| Tensor::try_cat(states, 0))?;
        if let Some(order) = &x.unsorted_indices {
            last = last.map(|state| state.try_index_select(1, order))?;
        }
        Ok((PackedSequence { data, ..x.clone() }, last))
    }

    /// One direction of one layer. Steps with as many sequences run in one call; forwards, the states of sequences that
    /// end are put aside, backwards, sequences join where they end.
    fn one_direction(
        &self,
        x: Steps<'_>,
        first: &State,
        weights: &[&Tensor],
        backwards: bool,
    ) -> Result<(Tensor, State)> {
        let how = Call { num_layers: 1, bidirectional: false, batch_first: false };
        let part = |from: usize, to: usize| first.map(|state| state.try_narrow(1, from as i64, to - from));
        let mut runs = x.runs();
        if backwards {
            runs.reverse();
        }
        let mut state = part(0, runs.first().map_or(0, |run| run.batch))?;
        let (mut outs, mut ended, mut batch) = (Vec::new(), Vec::new(), state.hidden.sizes()[1]);
        for run in runs {
            if run.batch < batch {
                ended.push(state.map(|state| state.try_narrow(1, run.batch as i64, batch - run.batch))?);
                state = state.map(|state| state.try_narrow(1, 0, run.batch))?;
            } else if run.batch > batch {
                state = State::join(&[state, part(batch, run.batch)?], |states| Tensor::try_cat(states, 1))?;
            }
            batch = run.batch;
            let rows = x.data.try_narrow(0, run.start as i64, run.steps * run.batch)?;
            let turn = |x: &Tensor| if backwards { x.try_flip([0]) } else { Ok(x.clone()) };
            let shaped = rows.try_reshape([run.steps as i64, run.batch as i64, -1])?;
            let (out, last) = self.call(&turn(&shaped)?, &state, weights, how)?;
            outs.push(turn(&out)?.try_flatten(0, 1)?);
            state = last;
        }
        if backwards {
            outs.reverse();
        }
        ended.push(state);
        ended.reverse();
        let last = State::join(&ended, |states| Tensor::try_cat(states, 1))?;
        Ok((Tensor::try_cat(&outs.iter().collect::<Vec<_>>(), 0)?, last))
    }
}

/// What one call runs.
#[derive(Clone, Copy)]
struct Call {
    num_layers: usize,
    bidirectional: bool,
    batch_first: bool,
}

/// Packed steps of sequences.
#[derive(Clone, Copy)]
struct Steps<'a> {
    data: &'a Tensor,
    batch_sizes: &'a [usize],
}

/// Neighbouring steps with as many sequences.
struct Run {
    start: usize,
    steps: usize,
    batch: usize,
}

impl Steps<'_> {
    fn runs(self) -> Vec<Run> {
        let mut start = 0;
        let mut runs = Vec::new();
        for alike in self.batch_sizes.chunk_by(|lhs, rhs| lhs == rhs) {
            let (steps, batch) = (alike.len(), alike[0]);
            runs.push(Run { start, steps, batch });
            start += steps * batch;
        }
        runs
    }
}
