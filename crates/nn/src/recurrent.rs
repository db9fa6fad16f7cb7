//! Recurrent layers.

mod cells;
mod packed;
mod stack;

use cresset_autograd::{Error, Result, Tensor};

use crate::hooks::call_tuple;
use crate::{Member, MemberMut, Module, See, SeeMut};
use stack::{Kind, Stack, State};

pub use cells::{CellBuilder, GRUCell, LSTMCell, RNNCell};
pub use packed::{PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence};
pub use stack::RecurrentBuilder;

/// A recurrent layer: its struct, its module, and what is common to its constructors.
macro_rules! recurrent {
    ($($(#[$doc:meta])* $name:ident = $kind:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Shapes
        /// `[steps, batch, input_size]`, or `[batch, steps, input_size]` with `batch_first`, to as many steps of
        /// `directions * hidden_size`; the batch may be left out. States are `[layers * directions, batch, hidden_size]`.
        /// Weights are named `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `…_l0_reverse`, `…_l1`.
        ///
        /// # Numerics
        /// All parameters start uniform within `1 / sqrt(hidden_size)`; one seed gives PyTorch's.
        #[derive(Clone, Debug)]
        pub struct $name(Stack);

        impl $name {
            /// One layer in one direction.
            ///
            /// # Errors
            /// A hidden size of 0, or no memory left.
            pub fn new(input_size: usize, hidden_size: usize) -> Result<$name> {
                $name::builder(input_size, hidden_size).build()
            }

            /// Layers with options.
            pub fn builder(input_size: usize, hidden_size: usize) -> RecurrentBuilder<$name> {
                RecurrentBuilder::start($kind, input_size, hidden_size)
            }
        }

        impl RecurrentBuilder<$name> {
            /// The layers.
            ///
            /// # Errors
            /// No layers, a hidden size of 0, a projection that is not smaller, a chance outside 0..=1, not a floating
            /// dtype, or no memory left.
            pub fn build(self) -> Result<$name> {
                self.stack(stringify!($name)).map($name)
            }
        }

        impl Module for $name {
            fn as_module(&self) -> &dyn Module {
                self
            }

            fn module_name(&self) -> &str {
                stringify!($name)
            }

            fn members<'a>(&'a self, see: &mut See<'a, '_>) {
                see("mode", Member::Mode(&self.0.mode));
                for (name, parameter) in &self.0.parameters {
                    see(name, Member::Parameter(parameter));
                }
            }

            fn members_mut(&mut self, see: &mut SeeMut<'_>) {
                for (_, parameter) in &mut self.0.parameters {
                    see(MemberMut::Parameter(parameter));
                }
            }

            fn extra_repr(&self) -> String {
                self.0.shown()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::derive::write_summary(self, f)
            }
        }
    )*};
}

recurrent! {
    /// Layers whose state is the tanh, or the positive part, of what the input and the last state give.
    RNN = Kind::Tanh;
    /// Layers with gates and a memory beside the state.
    LSTM = Kind::Lstm;
    /// Layers with gates.
    GRU = Kind::Gru;
}

/// The forward of layers without a memory.
macro_rules! without_memory {
    ($($name:ident),*) => {$(
        impl $name {
            /// The states of the last layer at all steps, and the last states of all layers.
            ///
            /// # Errors
            /// Sizes or dtypes that do not fit.
            pub fn forward(&self, x: &Tensor, hx: Option<&Tensor>) -> Result<(Tensor, Tensor)> {
                self.hooked(x, hx, |x, hx| self.0.forward(x, hx))
            }

            /// As [`Self::forward`], of sequences of different lengths. Hooks see their elements.
            ///
            /// # Errors
            /// Sizes or dtypes that do not fit.
            pub fn forward_packed(
                &self,
                x: &PackedSequence,
                hx: Option<&Tensor>,
            ) -> Result<(PackedSequence, Tensor)> {
                let (data, hidden) = self.hooked(&x.data, hx, |data, hx| {
                    self.0.forward_packed(&x.with_data(data), hx).map(|(out, last)| (out.data, last))
                })?;
                Ok((x.with_data(&data), hidden))
            }

            fn hooked(
                &self,
                x: &Tensor,
                hx: Option<&Tensor>,
                forward: impl Fn(&Tensor, Option<State>) -> Result<(Tensor, State)>,
            ) -> Result<(Tensor, Tensor)> {
                let run = |x: &Tensor, hx| forward(x, hx).map(|(out, last)| [out, last.hidden]);
                let [out, hidden] = match hx {
                    Some(hx) => call_tuple(self, [x, hx], |[x, hx]| run(x, Some(State::only(hx))))?,
                    None => call_tuple(self, [x], |[x]| run(x, None))?,
                };
                Ok((out, hidden))
            }
        }
    )*};
}

without_memory!(RNN, GRU);

impl RecurrentBuilder<RNN> {
    /// With the positive part in place of the tanh, as `nonlinearity='relu'`.
    pub fn relu(self) -> RecurrentBuilder<RNN> {
        self.kind(Kind::Relu)
    }
}

impl RecurrentBuilder<LSTM> {
    /// With states of this size, which are projections of the cells' outputs.
    pub fn proj_size(self, proj_size: usize) -> RecurrentBuilder<LSTM> {
        self.projected(proj_size)
    }
}

impl LSTM {
    /// The states of the last layer at all steps, and the last states and memories of all layers.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, x: &Tensor, hx: Option<(&Tensor, &Tensor)>) -> Result<(Tensor, (Tensor, Tensor))> {
        self.hooked(x, hx, |x, hx| self.0.forward(x, hx))
    }

    /// As [`LSTM::forward`], of sequences of different lengths. Hooks see their elements.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward_packed(
        &self,
        x: &PackedSequence,
        hx: Option<(&Tensor, &Tensor)>,
    ) -> Result<(PackedSequence, (Tensor, Tensor))> {
        let (data, states) = self.hooked(&x.data, hx, |data, hx| {
            self.0.forward_packed(&x.with_data(data), hx).map(|(out, last)| (out.data, last))
        })?;
        Ok((x.with_data(&data), states))
    }

    fn hooked(
        &self,
        x: &Tensor,
        hx: Option<(&Tensor, &Tensor)>,
        forward: impl Fn(&Tensor, Option<State>) -> Result<(Tensor, State)>,
    ) -> Result<(Tensor, (Tensor, Tensor))> {
        let run = |x: &Tensor, hx| {
            let (out, State { hidden, memory }) = forward(x, hx)?;
            let memory = memory.ok_or_else(|| Error::graph("LSTM", "no memory", "hx", "give state and memory"))?;
            Ok([out, hidden, memory])
        };
        let [out, hidden, memory] = match hx {
            Some((hidden, memory)) => call_tuple(self, [x, hidden, memory], |[x, hidden, memory]| {
                run(x, Some(State::both((hidden, memory))))
            })?,
            None => call_tuple(self, [x], |[x]| run(x, None))?,
        };
        Ok((out, (hidden, memory)))
    }
}
