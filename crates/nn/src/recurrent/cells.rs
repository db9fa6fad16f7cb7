//! Single steps of recurrent layers.

use std::marker::PhantomData;

use cresset_autograd::{Options, Result, Tensor};

use super::stack::Kind;
use crate::builder::{dtype_setter, setters};
use crate::hooks::{call_several, call_tuple};
use crate::{Module, Parameter, init};

/// Options of a cell, at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct CellBuilder<C> {
    kind: Kind,
    input_size: usize,
    hidden_size: usize,
    bias: bool,
    options: Options,
    cell: PhantomData<fn() -> C>,
}

impl<C> CellBuilder<C> {
    setters! {
        /// Whether there are biases.
        (bias: bool);
    }
    dtype_setter!();

    /// The parameters: the weights, and the biases where there are some.
    fn parameters(self) -> Result<(Parameter, Parameter, Option<Parameter>, Option<Parameter>)> {
        let CellBuilder { kind, input_size, hidden_size, bias, options, .. } = self;
        let rows = kind.n_gates() * hidden_size;
        let bound = if hidden_size == 0 { 0.0 } else { 1.0 / (hidden_size as f64).sqrt() };
        let drawn = |sizes: &[usize]| {
            let parameter = Parameter::new(options.clone().try_empty(sizes)?)?;
            init::uniform_(&parameter, -bound, bound).map(|()| parameter)
        };
        let maybe = || bias.then(|| drawn(&[rows])).transpose();
        Ok((drawn(&[rows, input_size])?, drawn(&[rows, hidden_size])?, maybe()?, maybe()?))
    }
}

macro_rules! cells {
    ($($(#[$doc:meta])* $name:ident = $kind:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Shapes
        /// `[batch, input_size]` or `[input_size]`, and a state `[batch, hidden_size]` or `[hidden_size]`.
        #[derive(Clone, Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            /// The weight of the input.
            pub weight_ih: Parameter,
            /// The weight of the state.
            pub weight_hh: Parameter,
            /// The bias of the input.
            pub bias_ih: Option<Parameter>,
            /// The bias of the state.
            pub bias_hh: Option<Parameter>,
            kind: Kind,
        }

        impl $name {
            /// A cell with biases.
            ///
            /// # Errors
            /// No memory left.
            pub fn new(input_size: usize, hidden_size: usize) -> Result<$name> {
                $name::builder(input_size, hidden_size).build()
            }

            /// A cell with options.
            pub fn builder(input_size: usize, hidden_size: usize) -> CellBuilder<$name> {
                let (options, cell) = (Options::new(), PhantomData);
                CellBuilder { kind: $kind, input_size, hidden_size, bias: true, options, cell }
            }

            fn extra_repr(&self) -> String {
                let hidden_size = self.weight_hh.sizes().last().copied().unwrap_or(0);
                let input_size = self.weight_ih.sizes().last().copied().unwrap_or(0);
                let bias = if self.bias_ih.is_none() { ", bias=False" } else { "" };
                let kind = if self.kind == Kind::Relu { ", nonlinearity=relu" } else { "" };
                format!("{input_size}, {hidden_size}{bias}{kind}")
            }

            /// Zeros of a state for an input.
            fn first(&self, x: &Tensor) -> Result<Tensor> {
                let hidden_size = self.weight_hh.sizes().last().copied().unwrap_or(0);
                let batch = x.sizes().split_last().map_or(&[][..], |(_, batch)| batch);
                Options::like(x).try_zeros([batch, &[hidden_size]].concat())
            }
        }

        impl CellBuilder<$name> {
            /// The cell.
            ///
            /// # Errors
            /// Not a floating dtype, or no memory left.
            pub fn build(self) -> Result<$name> {
                let kind = self.kind;
                let (weight_ih, weight_hh, bias_ih, bias_hh) = self.parameters()?;
                Ok($name { weight_ih, weight_hh, bias_ih, bias_hh, kind })
            }
        }
    )*};
}

cells! {
    /// One step of [`super::RNN`].
    RNNCell = Kind::Tanh;
    /// One step of [`super::LSTM`].
    LSTMCell = Kind::Lstm;
    /// One step of [`super::GRU`].
    GRUCell = Kind::Gru;
}

impl CellBuilder<RNNCell> {
    /// With the positive part in place of the tanh, as `nonlinearity='relu'`.
    pub fn relu(mut self) -> CellBuilder<RNNCell> {
        self.kind = Kind::Relu;
        self
    }
}

/// Calls `step` on an input and states with a batch of one, where they have none.
fn batched<const N: usize>(
    x: &Tensor,
    states: [&Tensor; N],
    step: impl FnOnce(&Tensor, [&Tensor; N]) -> Result<[Tensor; N]>,
) -> Result<[Tensor; N]> {
    if x.dim() != 1 {
        return step(x, states);
    }
    let rows = states.iter().map(|state| state.try_unsqueeze(0)).collect::<Result<Vec<Tensor>>>()?;
    let mut at = rows.iter();
    let outs = step(&x.try_unsqueeze(0)?, states.map(|state| at.next().unwrap_or(state)))?;
    let mut squeezed = outs.clone();
    for (to, out) in squeezed.iter_mut().zip(&outs) {
        *to = out.try_squeeze_dim(0)?;
    }
    Ok(squeezed)
}

macro_rules! without_memory {
    ($($name:ident),*) => {$(
        impl $name {
            /// The next state; zeros are the first unless one is given.
            ///
            /// # Errors
            /// Sizes or dtypes that do not fit.
            pub fn forward(&self, x: &Tensor, hx: Option<&Tensor>) -> Result<Tensor> {
                match hx {
                    Some(hx) => call_several(self, [x, hx], |[x, hx]| self.step(x, hx)),
                    None => call_several(self, [x], |[x]| self.step(x, &self.first(x)?)),
                }
            }

            fn step(&self, x: &Tensor, hx: &Tensor) -> Result<Tensor> {
                let (w_ih, w_hh) = (&self.weight_ih, &self.weight_hh);
                let (b_ih, b_hh) = (self.bias_ih.as_deref(), self.bias_hh.as_deref());
                let [out] = batched(x, [hx], |x, [hx]| {
                    Ok([match self.kind {
                        Kind::Relu => x.try_rnn_relu_cell(hx, w_ih, w_hh, b_ih, b_hh)?,
                        Kind::Gru => x.try_gru_cell(hx, w_ih, w_hh, b_ih, b_hh)?,
                        _ => x.try_rnn_tanh_cell(hx, w_ih, w_hh, b_ih, b_hh)?,
                    }])
                })?;
                Ok(out)
            }
        }
    )*};
}

without_memory!(RNNCell, GRUCell);

impl LSTMCell {
    /// The next state and memory; zeros are the first unless they are given.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, x: &Tensor, hx: Option<(&Tensor, &Tensor)>) -> Result<(Tensor, Tensor)> {
        let [hidden, memory] = match hx {
            Some((hidden, memory)) => {
                call_tuple(self, [x, hidden, memory], |[x, hidden, memory]| self.step(x, [hidden, memory]))?
            }
            None => call_tuple(self, [x], |[x]| {
                let zeros = self.first(x)?;
                self.step(x, [&zeros, &zeros])
            })?,
        };
        Ok((hidden, memory))
    }

    fn step(&self, x: &Tensor, states: [&Tensor; 2]) -> Result<[Tensor; 2]> {
        let (b_ih, b_hh) = (self.bias_ih.as_deref(), self.bias_hh.as_deref());
        batched(x, states, |x, states| {
            Ok(x.try_lstm_cell(&states, &self.weight_ih, &self.weight_hh, b_ih, b_hh)?.into())
        })
    }
}
