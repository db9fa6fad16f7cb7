//! Recurrent layers and their cells.

mod fused;

use cresset_ops::recurrent::Cell;
use cresset_storage::{Error, Result};

use crate::Tensor;
use crate::methods::neural::signed;

/// Weights of one direction of one layer.
#[derive(Clone, Copy)]
struct Weights<'a> {
    input: &'a Tensor,
    hidden: &'a Tensor,
    biases: Option<[&'a Tensor; 2]>,
    /// What the state is multiplied by, where it is smaller than the memory.
    projection: Option<&'a Tensor>,
}

/// What a cell hands on: the state, and the memory of an lstm.
#[derive(Clone)]
struct State {
    hidden: Tensor,
    memory: Option<Tensor>,
}

/// One step, from what the input contributes to the gates.
fn step(cell: Cell, from_input: &Tensor, state: &State, weights: Weights<'_>) -> Result<State> {
    let bias = weights.biases.map(|[_, hidden]| hidden);
    let from_hidden = state.hidden.try_linear(weights.hidden, bias)?;
    let gate = |gates: &Tensor, at: usize, n: usize| {
        let size = gates.sizes()[1] / n;
        gates.try_narrow(1, (at * size) as i64, size)
    };
    let hidden = match cell {
        Cell::Tanh => from_input.try_add(&from_hidden)?.try_tanh()?,
        Cell::Relu => from_input.try_add(&from_hidden)?.try_relu()?,
        Cell::Gru => {
            let both = |at: usize| gate(from_input, at, 3)?.try_add(&gate(&from_hidden, at, 3)?)?.try_sigmoid();
            let (reset, update) = (both(0)?, both(1)?);
            let new = gate(from_input, 2, 3)?.try_add(&reset.try_mul(&gate(&from_hidden, 2, 3)?)?)?.try_tanh()?;
            state.hidden.try_sub(&new)?.try_mul(&update)?.try_add(&new)?
        }
        Cell::Lstm => {
            let Some(memory) = &state.memory else {
                return Err(Error::graph("lstm", "no memory", "hx", "give hidden state and memory"));
            };
            let gates = from_input.try_add(&from_hidden)?;
            let keep = gate(&gates, 1, 4)?.try_sigmoid()?.try_mul(memory)?;
            let write = gate(&gates, 0, 4)?.try_sigmoid()?.try_mul(&gate(&gates, 2, 4)?.try_tanh()?)?;
            let memory = keep.try_add(&write)?;
            let hidden = gate(&gates, 3, 4)?.try_sigmoid()?.try_mul(&memory.try_tanh()?)?;
            let hidden = match weights.projection {
                Some(projection) => hidden.try_linear(projection, None)?,
                None => hidden,
            };
            return Ok(State { hidden, memory: Some(memory) });
        }
    };
    Ok(State { hidden, memory: None })
}

/// One direction of one layer over `x`, which is `[steps, batch, features]`: all states, and the last.
#[track_caller]
fn run(cell: Cell, x: &Tensor, first: State, weights: Weights<'_>, backwards: bool) -> Result<(Tensor, State)> {
    if fused::fits(x, &first, weights) {
        return fused::run(cell, x, &first, weights, backwards);
    }
    composed(cell, x, first, weights, backwards)
}

/// The same of recorded operators, for what the kernel does not take.
#[track_caller]
fn composed(cell: Cell, x: &Tensor, first: State, weights: Weights<'_>, backwards: bool) -> Result<(Tensor, State)> {
    let n_steps = x.sizes()[0];
    // The input's part of all steps in one product.
    let from_input = x.try_linear(weights.input, weights.biases.map(|[input, _]| input))?.try_unbind(0)?;
    let mut states = vec![first.hidden.clone(); n_steps];
    let mut state = first;
    for at in 0..n_steps {
        let at = if backwards { n_steps - 1 - at } else { at };
        state = step(cell, &from_input[at], &state, weights)?;
        states[at] = state.hidden.clone();
    }
    let states: Vec<&Tensor> = states.iter().collect();
    Ok((Tensor::try_stack(&states, 0)?, state))
}

/// What the recurrent layers share beside tensors.
#[derive(Clone, Copy)]
struct Settings {
    has_biases: bool,
    num_layers: i64,
    dropout: f64,
    train: bool,
    bidirectional: bool,
    batch_first: bool,
}

/// The weights of each direction of each layer.
fn split_weights<'a>(
    op: &'static str,
    params: &[&'a Tensor],
    settings: Settings,
    projected: bool,
) -> Result<Vec<Weights<'a>>> {
    let each = 2 + 2 * usize::from(settings.has_biases) + usize::from(projected);
    let directions = if settings.bidirectional { 2 } else { 1 };
    let layers = usize::try_from(settings.num_layers).unwrap_or(0).saturating_mul(directions);
    if layers == 0 || params.len() != layers.saturating_mul(each) {
        let shown = format!("{} tensors", params.len());
        return Err(Error::argument(op, "params", shown, "give the weights of each direction of each layer"));
    }
    let weights = params.chunks_exact(each).map(|params| Weights {
        input: params[0],
        hidden: params[1],
        biases: if settings.has_biases { Some([params[2], params[3]]) } else { None },
        projection: if projected { Some(params[each - 1]) } else { None },
    });
    Ok(weights.collect())
}

/// Refuses weights whose products would only fail, or broadcast, far inside.
fn check(cell: Cell, features: usize, hidden: &[usize], memory: Option<&[usize]>, weights: Weights<'_>) -> Result<()> {
    let op = cell.op();
    let (n_gates, rows) = (cell.n_gates(), weights.input.sizes().first().copied().unwrap_or(0));
    let inner = rows / n_gates;
    let fits = weights.input.sizes() == [inner * n_gates, features]
        && weights.hidden.dim() == 2
        && hidden.len() == 2
        && weights.hidden.sizes() == [rows, hidden[1]]
        && weights.biases.is_none_or(|biases| biases.iter().all(|bias| bias.sizes() == [rows]))
        && weights.projection.map_or(hidden[1] == inner, |projection| projection.sizes() == [hidden[1], inner])
        && memory.is_none_or(|memory| memory == [hidden[0], inner]);
    if fits {
        return Ok(());
    }
    let shapes: [(_, &[usize]); 4] =
        [("features", &[features]), ("w_ih", weights.input.sizes()), ("w_hh", weights.hidden.sizes()), ("hx", hidden)];
    let remedy = "w_ih is [gates * hidden, features], w_hh [gates * hidden, hidden], hx [batch, hidden]";
    Err(Error::shape(op, "sizes differ", &shapes, remedy))
}

/// All layers: the states of the last, and the last states of all.
fn layers(
    cell: Cell,
    x: &Tensor,
    [hx, memory]: [Option<&Tensor>; 2],
    params: &[&Tensor],
    settings: Settings,
) -> Result<(Tensor, State)> {
    let op = cell.op();
    let projected = memory.is_some_and(|memory| hx.is_some_and(|hx| hx.sizes().last() != memory.sizes().last()));
    let weights = split_weights(op, params, settings, projected)?;
    let Some(hx) = hx else { return Err(Error::argument(op, "hx", "None", "give the first states")) };
    if x.dim() != 3 || hx.dim() != 3 || memory.is_some_and(|memory| memory.dim() != 3) {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("hx", hx.sizes())];
        return Err(Error::shape(
            op,
            "not three dims",
            &shapes,
            "self is [steps, batch, features], hx [layers, batch, hidden]",
        ));
    }
    let mut x = if settings.batch_first { x.try_transpose(0, 1)? } else { x.clone() };
    let (n_steps, batch) = (x.sizes()[0], x.sizes()[1]);
    let fits = |state: &Tensor| state.sizes()[0] == weights.len() && state.sizes()[1] == batch;
    if !fits(hx) || memory.is_some_and(|memory| !fits(memory)) || n_steps == 0 {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("hx", hx.sizes())];
        return Err(Error::shape(
            op,
            "sizes differ",
            &shapes,
            "hx is [layers * directions, batch, hidden], and there is a step",
        ));
    }
    let n_directions = if settings.bidirectional { 2 } else { 1 };
    let (mut last_hidden, mut last_memory) = (Vec::new(), Vec::new());
    let n_layers = weights.len() / n_directions;
    for (layer, directions) in weights.chunks_exact(n_directions).enumerate() {
        let mut outs = Vec::new();
        for (direction, &weights) in directions.iter().enumerate() {
            let at = (layer * n_directions + direction) as i64;
            let hidden = hx.try_select(0, at)?;
            let memory = memory.map(|memory| memory.try_select(0, at)).transpose()?;
            check(cell, x.sizes()[2], hidden.sizes(), memory.as_ref().map(Tensor::sizes), weights)?;
            let (out, last) = run(cell, &x, State { hidden, memory }, weights, direction == 1)?;
            outs.push(out);
            last_hidden.push(last.hidden);
            last_memory.extend(last.memory);
        }
        x = match outs.as_slice() {
            [only] => only.clone(),
            _ => Tensor::try_cat(&outs.iter().collect::<Vec<_>>(), -1)?,
        };
        if settings.dropout != 0.0 && settings.train && layer + 1 < n_layers {
            x = x.try_dropout(settings.dropout, true)?;
        }
    }
    if settings.batch_first {
        x = x.try_transpose(0, 1)?;
    }
    let hidden = Tensor::try_stack(&last_hidden.iter().collect::<Vec<_>>(), 0)?;
    let memory = match last_memory.is_empty() {
        true => None,
        false => Some(Tensor::try_stack(&last_memory.iter().collect::<Vec<_>>(), 0)?),
    };
    Ok((x, State { hidden, memory }))
}

macro_rules! simple_layers {
    ($($name:ident $cell:ident;)*) => {$(
        #[track_caller]
        #[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
        pub(crate) fn $name(
            x: &Tensor,
            hx: &Tensor,
            params: &[&Tensor],
            has_biases: bool,
            num_layers: i64,
            dropout: f64,
            train: bool,
            bidirectional: bool,
            batch_first: bool,
        ) -> Result<(Tensor, Tensor)> {
            let settings = Settings { has_biases, num_layers, dropout, train, bidirectional, batch_first };
            let (out, last) = layers(Cell::$cell, x, [Some(hx), None], params, settings)?;
            Ok((out, last.hidden))
        }
    )*};
}

simple_layers! {
    rnn_tanh Tanh;
    rnn_relu Relu;
    gru Gru;
}

#[track_caller]
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub(crate) fn lstm(
    x: &Tensor,
    hx: &[&Tensor],
    params: &[&Tensor],
    has_biases: bool,
    num_layers: i64,
    dropout: f64,
    train: bool,
    bidirectional: bool,
    batch_first: bool,
) -> Result<(Tensor, Tensor, Tensor)> {
    let settings = Settings { has_biases, num_layers, dropout, train, bidirectional, batch_first };
    let &[hidden, memory] = hx else {
        return Err(Error::argument("lstm", "hx", format!("{} tensors", hx.len()), "give hidden state and memory"));
    };
    let (out, last) = layers(Cell::Lstm, x, [Some(hidden), Some(memory)], params, settings)?;
    let memory = last.memory.unwrap_or_else(|| last.hidden.clone());
    Ok((out, last.hidden, memory))
}

/// One step of a cell on `x`, which is `[batch, features]` or without the batch.
fn one_step(cell: Cell, x: &Tensor, state: [Option<&Tensor>; 2], weights: [Option<&Tensor>; 4]) -> Result<State> {
    let op = cell.op();
    let ([Some(hidden), memory], [Some(input), Some(from_hidden), first, second]) = (state, weights) else {
        return Err(Error::argument(op, "hx", "None", "give states and weights"));
    };
    let with_batch = |x: &Tensor| if x.dim() == 1 { x.try_unsqueeze(0) } else { Ok(x.clone()) };
    if x.dim() != hidden.dim() || !(1..=2).contains(&x.dim()) {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("hx", hidden.sizes())];
        return Err(Error::shape(op, "wrong number of dims", &shapes, "self is [batch, features], hx [batch, hidden]"));
    }
    let (batched, hidden_batched) = (with_batch(x)?, with_batch(hidden)?);
    let memory = memory.map(with_batch).transpose()?;
    // A cell may have one bias without the other: zeros stand for the one that is not there.
    let zeros = || crate::Options::like(input).try_zeros([input.sizes().first().copied().unwrap_or(0)]);
    let filled = match (first, second) {
        (None, None) => None,
        (first, second) => {
            let or_zeros = |bias: Option<&Tensor>| bias.map_or_else(zeros, |bias| Ok(bias.clone()));
            Some([or_zeros(first)?, or_zeros(second)?])
        }
    };
    let biases = filled.as_ref().map(|[first, second]| [first, second]);
    let weights = Weights { input, hidden: from_hidden, biases, projection: None };
    check(cell, batched.sizes()[1], hidden_batched.sizes(), memory.as_ref().map(Tensor::sizes), weights)?;
    if batched.sizes()[0] != hidden_batched.sizes()[0] {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("hx", hidden.sizes())];
        return Err(Error::shape(op, "batches differ", &shapes, "self and hx must have one batch"));
    }
    let state = State { hidden: hidden_batched, memory };
    let steps = batched.try_unsqueeze(0)?;
    let out = if fused::has_kernel(x) && fused::fits(&steps, &state, weights) {
        fused::run(cell, &steps, &state, weights, false)?.1
    } else {
        let from_input = batched.try_linear(weights.input, biases.map(|[input, _]| input))?;
        step(cell, &from_input, &state, weights)?
    };
    let shaped = |out: Tensor| if x.dim() == 1 { out.try_reshape(signed(&out.sizes()[1..])) } else { Ok(out) };
    Ok(State { hidden: shaped(out.hidden)?, memory: out.memory.map(shaped).transpose()? })
}

macro_rules! cells {
    ($($name:ident $cell:ident;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(
            x: &Tensor,
            hx: &Tensor,
            w_ih: &Tensor,
            w_hh: &Tensor,
            b_ih: Option<&Tensor>,
            b_hh: Option<&Tensor>,
        ) -> Result<Tensor> {
            Ok(one_step(Cell::$cell, x, [Some(hx), None], [Some(w_ih), Some(w_hh), b_ih, b_hh])?.hidden)
        }
    )*};
}

cells! {
    rnn_tanh_cell Tanh;
    rnn_relu_cell Relu;
    gru_cell Gru;
}

#[track_caller]
pub(crate) fn lstm_cell(
    x: &Tensor,
    hx: &[&Tensor],
    w_ih: &Tensor,
    w_hh: &Tensor,
    b_ih: Option<&Tensor>,
    b_hh: Option<&Tensor>,
) -> Result<(Tensor, Tensor)> {
    let &[hidden, memory] = hx else {
        return Err(Error::argument("lstm", "hx", format!("{} tensors", hx.len()), "give hidden state and memory"));
    };
    let out = one_step(Cell::Lstm, x, [Some(hidden), Some(memory)], [Some(w_ih), Some(w_hh), b_ih, b_hh])?;
    let memory = out.memory.unwrap_or_else(|| out.hidden.clone());
    Ok((out.hidden, memory))
}
