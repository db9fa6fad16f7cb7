//! Rows of recurrent layers and cells.
use crate::method::ArgumentKind::{Bool, Float, Int, OptionalTensor, Tensor, Tensors};
use crate::method::Literal::{Inputs, None};
use crate::method::{ArgumentKind, Method, Returns, arguments, input};

/// The arguments of a layer, given the kind of the first states.
fn layer(hx: ArgumentKind) -> [(&'static str, ArgumentKind); 8] {
    [
        ("hx", hx),
        ("params", Tensors),
        ("has_biases", Bool),
        ("num_layers", Int),
        ("dropout", Float),
        ("train", Bool),
        ("bidirectional", Bool),
        ("batch_first", Bool),
    ]
}

/// The arguments of a cell, given the kind of the state.
fn cell(hx: ArgumentKind) -> [(&'static str, ArgumentKind); 5] {
    [("hx", hx), ("w_ih", Tensor), ("w_hh", Tensor), ("b_ih", OptionalTensor), ("b_hh", OptionalTensor)]
}

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("rnn_tanh", layer(Tensor), "Recurrent layers with tanh: all states of the last, last of all.")
            .aten(["rnn_tanh.input"])
            .returns(Returns::Two)
            .sample(
                [&[3, 2, 2], &[1, 2, 2], &[2, 2], &[2, 2]],
                arguments![input(1), Inputs(vec![2, 3]), false, 1, 0.0, false, false, false],
            ),
        Method::new("rnn_relu", layer(Tensor), "Recurrent layers with relu: all states of the last, last of all.")
            .aten(["rnn_relu.input"])
            .returns(Returns::Two)
            .sample(
                [&[2, 2, 2], &[1, 2, 1], &[1, 2], &[1, 1], &[1], &[1]],
                arguments![input(1), Inputs(vec![2, 3, 4, 5]), true, 1, 0.0, false, false, false],
            ),
        Method::new("gru", layer(Tensor), "Gated recurrent layers: all states of the last, last of all.")
            .aten(["gru.input"])
            .returns(Returns::Two)
            .sample(
                [&[1, 3, 2], &[2, 1, 1], &[3, 2], &[3, 1], &[3, 2], &[3, 1]],
                arguments![input(1), Inputs(vec![2, 3, 4, 5]), false, 1, 0.0, false, true, true],
            ),
        Method::new("lstm", layer(Tensors), "Layers with long memory: all states of the last, last states, memories.")
            .aten(["lstm.input"])
            .returns(Returns::Three)
            .sample(
                [&[2, 1, 2], &[2, 1, 1], &[2, 1, 1], &[4, 2], &[4, 1], &[4, 1], &[4, 1]],
                arguments![Inputs(vec![1, 2]), Inputs(vec![3, 4, 5, 6]), false, 2, 0.0, false, false, false],
            ),
        Method::new("rnn_tanh_cell", cell(Tensor), "One step of a recurrent layer with tanh.")
            .aten(["rnn_tanh_cell.default"])
            .sample([&[2, 3], &[2, 2], &[2, 3], &[2, 2]], arguments![input(1), input(2), input(3), None, None]),
        Method::new("rnn_relu_cell", cell(Tensor), "One step of a recurrent layer with relu.")
            .aten(["rnn_relu_cell.default"])
            .sample([&[2, 3], &[2, 2], &[2, 3], &[2, 2]], arguments![input(1), input(2), input(3), None, None]),
        Method::new("gru_cell", cell(Tensor), "One step of a gated recurrent layer.")
            .aten(["gru_cell.default"])
            .sample(
                [&[2, 3], &[2, 1], &[3, 3], &[3, 1], &[3], &[3]],
                arguments![input(1), input(2), input(3), input(4), input(5)],
            ),
        Method::new("lstm_cell", cell(Tensors), "One step of a layer with long memory: state and memory.")
            .aten(["lstm_cell.default"])
            .returns(Returns::Two)
            .sample(
                [&[2, 3], &[2, 1], &[2, 1], &[4, 3], &[4, 1], &[4], &[4]],
                arguments![Inputs(vec![1, 2]), input(3), input(4), input(5), input(6)],
            ),
    ]
}
