//! PyTorch's overloads of the section `recurrent`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("rnn_tanh.input", |c| {
        c.tensor(0)?
            .try_rnn_tanh(
                &c.tensor(1)?,
                &c.tensors(2)?,
                c.boolean(3)?,
                c.int(4)?,
                c.float(5)?,
                c.boolean(6)?,
                c.boolean(7)?,
                c.boolean(8)?,
            )
            .into_outputs()
    }),
    ("rnn_relu.input", |c| {
        c.tensor(0)?
            .try_rnn_relu(
                &c.tensor(1)?,
                &c.tensors(2)?,
                c.boolean(3)?,
                c.int(4)?,
                c.float(5)?,
                c.boolean(6)?,
                c.boolean(7)?,
                c.boolean(8)?,
            )
            .into_outputs()
    }),
    ("gru.input", |c| {
        c.tensor(0)?
            .try_gru(
                &c.tensor(1)?,
                &c.tensors(2)?,
                c.boolean(3)?,
                c.int(4)?,
                c.float(5)?,
                c.boolean(6)?,
                c.boolean(7)?,
                c.boolean(8)?,
            )
            .into_outputs()
    }),
    ("lstm.input", |c| {
        c.tensor(0)?
            .try_lstm(
                &c.tensors(1)?,
                &c.tensors(2)?,
                c.boolean(3)?,
                c.int(4)?,
                c.float(5)?,
                c.boolean(6)?,
                c.boolean(7)?,
                c.boolean(8)?,
            )
            .into_outputs()
    }),
    ("rnn_tanh_cell.default", |c| {
        c.tensor(0)?
            .try_rnn_tanh_cell(
                &c.tensor(1)?,
                &c.tensor(2)?,
                &c.tensor(3)?,
                c.optional_tensor(4)?.as_ref(),
                c.optional_tensor(5)?.as_ref(),
            )
            .into_outputs()
    }),
    ("rnn_relu_cell.default", |c| {
        c.tensor(0)?
            .try_rnn_relu_cell(
                &c.tensor(1)?,
                &c.tensor(2)?,
                &c.tensor(3)?,
                c.optional_tensor(4)?.as_ref(),
                c.optional_tensor(5)?.as_ref(),
            )
            .into_outputs()
    }),
    ("gru_cell.default", |c| {
        c.tensor(0)?
            .try_gru_cell(
                &c.tensor(1)?,
                &c.tensor(2)?,
                &c.tensor(3)?,
                c.optional_tensor(4)?.as_ref(),
                c.optional_tensor(5)?.as_ref(),
            )
            .into_outputs()
    }),
    ("lstm_cell.default", |c| {
        c.tensor(0)?
            .try_lstm_cell(
                &c.tensors(1)?,
                &c.tensor(2)?,
                &c.tensor(3)?,
                c.optional_tensor(4)?.as_ref(),
                c.optional_tensor(5)?.as_ref(),
            )
            .into_outputs()
    }),
];
