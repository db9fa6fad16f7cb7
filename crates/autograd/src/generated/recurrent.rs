//! Methods of the room `recurrent`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::recurrent;
use crate::record::one_device;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Recurrent layers with tanh: all states of the last, last of all.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn rnn_tanh(
        &self,
        hx: &Tensor,
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> (Tensor, Tensor) {
        plain(self.try_rnn_tanh(hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first))
    }

    /// [`Tensor::rnn_tanh`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_rnn_tanh(
        &self,
        hx: &Tensor,
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> Result<(Tensor, Tensor)> {
        one_device("rnn_tanh", [Some(self), Some(hx)].into_iter().chain(params.iter().copied().map(Some)))?;
        if let Some(casts) = Casts::single() {
            return recurrent::rnn_tanh(
                &casts.one(self)?,
                &casts.one(hx)?,
                &casts.many(params)?.iter().collect::<Vec<_>>(),
                has_biases,
                num_layers,
                dropout,
                train,
                bidirectional,
                batch_first,
            );
        }
        recurrent::rnn_tanh(self, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first)
    }

    /// Recurrent layers with relu: all states of the last, last of all.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn rnn_relu(
        &self,
        hx: &Tensor,
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> (Tensor, Tensor) {
        plain(self.try_rnn_relu(hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first))
    }

    /// [`Tensor::rnn_relu`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_rnn_relu(
        &self,
        hx: &Tensor,
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> Result<(Tensor, Tensor)> {
        one_device("rnn_relu", [Some(self), Some(hx)].into_iter().chain(params.iter().copied().map(Some)))?;
        if let Some(casts) = Casts::single() {
            return recurrent::rnn_relu(
                &casts.one(self)?,
                &casts.one(hx)?,
                &casts.many(params)?.iter().collect::<Vec<_>>(),
                has_biases,
                num_layers,
                dropout,
                train,
                bidirectional,
                batch_first,
            );
        }
        recurrent::rnn_relu(self, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first)
    }

    /// Gated recurrent layers: all states of the last, last of all.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn gru(
        &self,
        hx: &Tensor,
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> (Tensor, Tensor) {
        plain(self.try_gru(hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first))
    }

    /// [`Tensor::gru`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_gru(
        &self,
        hx: &Tensor,
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> Result<(Tensor, Tensor)> {
        one_device("gru", [Some(self), Some(hx)].into_iter().chain(params.iter().copied().map(Some)))?;
        if let Some(casts) = Casts::single() {
            return recurrent::gru(
                &casts.one(self)?,
                &casts.one(hx)?,
                &casts.many(params)?.iter().collect::<Vec<_>>(),
                has_biases,
                num_layers,
                dropout,
                train,
                bidirectional,
                batch_first,
            );
        }
        recurrent::gru(self, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first)
    }

    /// Layers with long memory: all states of the last, last states, memories.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn lstm(
        &self,
        hx: &[&Tensor],
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> (Tensor, Tensor, Tensor) {
        plain(self.try_lstm(hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first))
    }

    /// [`Tensor::lstm`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_lstm(
        &self,
        hx: &[&Tensor],
        params: &[&Tensor],
        has_biases: bool,
        num_layers: i64,
        dropout: f64,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
    ) -> Result<(Tensor, Tensor, Tensor)> {
        one_device(
            "lstm",
            [Some(self)].into_iter().chain(hx.iter().copied().map(Some)).chain(params.iter().copied().map(Some)),
        )?;
        if let Some(casts) = Casts::lower() {
            return recurrent::lstm(
                &casts.one(self)?,
                &casts.many(hx)?.iter().collect::<Vec<_>>(),
                &casts.many(params)?.iter().collect::<Vec<_>>(),
                has_biases,
                num_layers,
                dropout,
                train,
                bidirectional,
                batch_first,
            );
        }
        recurrent::lstm(self, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first)
    }

    /// One step of a recurrent layer with tanh.
    #[track_caller]
    pub fn rnn_tanh_cell(
        &self,
        hx: &Tensor,
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Tensor {
        plain(self.try_rnn_tanh_cell(hx, w_ih, w_hh, b_ih, b_hh))
    }

    /// [`Tensor::rnn_tanh_cell`] with errors as values.
    #[track_caller]
    pub fn try_rnn_tanh_cell(
        &self,
        hx: &Tensor,
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Result<Tensor> {
        one_device("rnn_tanh_cell", [Some(self), Some(hx), Some(w_ih), Some(w_hh), b_ih, b_hh])?;
        if let Some(casts) = Casts::single() {
            return recurrent::rnn_tanh_cell(
                &casts.one(self)?,
                &casts.one(hx)?,
                &casts.one(w_ih)?,
                &casts.one(w_hh)?,
                casts.optional(b_ih)?.as_ref(),
                casts.optional(b_hh)?.as_ref(),
            );
        }
        recurrent::rnn_tanh_cell(self, hx, w_ih, w_hh, b_ih, b_hh)
    }

    /// One step of a recurrent layer with relu.
    #[track_caller]
    pub fn rnn_relu_cell(
        &self,
        hx: &Tensor,
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Tensor {
        plain(self.try_rnn_relu_cell(hx, w_ih, w_hh, b_ih, b_hh))
    }

    /// [`Tensor::rnn_relu_cell`] with errors as values.
    #[track_caller]
    pub fn try_rnn_relu_cell(
        &self,
        hx: &Tensor,
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Result<Tensor> {
        one_device("rnn_relu_cell", [Some(self), Some(hx), Some(w_ih), Some(w_hh), b_ih, b_hh])?;
        if let Some(casts) = Casts::single() {
            return recurrent::rnn_relu_cell(
                &casts.one(self)?,
                &casts.one(hx)?,
                &casts.one(w_ih)?,
                &casts.one(w_hh)?,
                casts.optional(b_ih)?.as_ref(),
                casts.optional(b_hh)?.as_ref(),
            );
        }
        recurrent::rnn_relu_cell(self, hx, w_ih, w_hh, b_ih, b_hh)
    }

    /// One step of a gated recurrent layer.
    #[track_caller]
    pub fn gru_cell(
        &self,
        hx: &Tensor,
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Tensor {
        plain(self.try_gru_cell(hx, w_ih, w_hh, b_ih, b_hh))
    }

    /// [`Tensor::gru_cell`] with errors as values.
    #[track_caller]
    pub fn try_gru_cell(
        &self,
        hx: &Tensor,
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Result<Tensor> {
        one_device("gru_cell", [Some(self), Some(hx), Some(w_ih), Some(w_hh), b_ih, b_hh])?;
        if let Some(casts) = Casts::single() {
            return recurrent::gru_cell(
                &casts.one(self)?,
                &casts.one(hx)?,
                &casts.one(w_ih)?,
                &casts.one(w_hh)?,
                casts.optional(b_ih)?.as_ref(),
                casts.optional(b_hh)?.as_ref(),
            );
        }
        recurrent::gru_cell(self, hx, w_ih, w_hh, b_ih, b_hh)
    }

    /// One step of a layer with long memory: state and memory.
    #[track_caller]
    pub fn lstm_cell(
        &self,
        hx: &[&Tensor],
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> (Tensor, Tensor) {
        plain(self.try_lstm_cell(hx, w_ih, w_hh, b_ih, b_hh))
    }

    /// [`Tensor::lstm_cell`] with errors as values.
    #[track_caller]
    pub fn try_lstm_cell(
        &self,
        hx: &[&Tensor],
        w_ih: &Tensor,
        w_hh: &Tensor,
        b_ih: Option<&Tensor>,
        b_hh: Option<&Tensor>,
    ) -> Result<(Tensor, Tensor)> {
        one_device(
            "lstm_cell",
            [Some(self), Some(w_ih), Some(w_hh), b_ih, b_hh].into_iter().chain(hx.iter().copied().map(Some)),
        )?;
        if let Some(casts) = Casts::single() {
            return recurrent::lstm_cell(
                &casts.one(self)?,
                &casts.many(hx)?.iter().collect::<Vec<_>>(),
                &casts.one(w_ih)?,
                &casts.one(w_hh)?,
                casts.optional(b_ih)?.as_ref(),
                casts.optional(b_hh)?.as_ref(),
            );
        }
        recurrent::lstm_cell(self, hx, w_ih, w_hh, b_ih, b_hh)
    }
}
