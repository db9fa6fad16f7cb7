//! Recurrent layers.

use cresset_ops::pointwise::pointwise;
use cresset_ops::recurrent::{Arrived, Cell, Recurrence, Sent, recurrent, recurrent_backward};
use cresset_ops::{Array, Operand, Pointwise, copy};
use cresset_storage::cuda::Graph;
use cresset_storage::{DType, Device};

use crate::device::{alike, assert_alike, on_gpu, present, values};

const NATIVE: [&str; 7] = ["rnn_tanh", "rnn_relu", "lstm", "gru", "linear", "mm", "addmm"];
const CELLS: [Cell; 4] = [Cell::Tanh, Cell::Relu, Cell::Lstm, Cell::Gru];

/// What the steps leave and send back; the CPU computes halves in f32, so that only the last places differ.
fn results(cell: Cell, reverse: bool, given: [&Array; 7], arrives: [bool; 3]) -> Vec<Array> {
    let [gates, weight, bias, hidden, memory, grad, of_last] = given;
    let back = gates.dtype();
    let computed = |x: &Array| {
        let wide = x.device() == Device::Cpu && back.n_bytes() == 2;
        if wide { copy::to_dtype("test", x, DType::F32).unwrap() } else { copy::contiguous_copy("test", x).unwrap() }
    };
    let [weight, bias, hidden, memory, grad, of_last] = [weight, bias, hidden, memory, grad, of_last].map(computed);
    let how = Recurrence { cell, reverse, weight: &weight, bias: arrives[0].then_some(&bias) };
    let is_lstm = cell == Cell::Lstm;
    let trace = recurrent(how, computed(gates), &hidden, is_lstm.then_some(&memory)).unwrap();
    let arrived = Arrived {
        states: arrives[1].then_some(&grad),
        hidden: arrives[2].then_some(&of_last),
        memory: (arrives[2] && is_lstm).then_some(&of_last),
    };
    let Sent { gates, parts, hidden, memory } = recurrent_backward(how, &trace, arrived).unwrap();
    let mut all = vec![trace.states().unwrap(), trace.old_states().unwrap(), trace.last_state().unwrap()];
    if is_lstm {
        all.extend([trace.last_memory().unwrap(), memory]);
    }
    all.extend([gates, parts, hidden]);
    all.iter().map(|x| copy::to_dtype("test", x, back).unwrap()).collect()
}

#[test]
fn all_cells_step_and_send_gradients_back() {
    if !present() {
        return;
    }
    for cell in CELLS {
        for (reverse, [steps, batch, hidden], dtype, arrives) in [
            (false, [3, 2, 5], DType::F32, [true, true, true]),
            (true, [4, 3, 33], DType::F32, [true, true, false]),
            (false, [2, 9, 40], DType::F64, [false, false, true]),
            (true, [1, 1, 1], DType::F64, [true, true, true]),
            (false, [3, 4, 16], DType::F16, [true, true, true]),
            (true, [3, 4, 16], DType::BF16, [true, true, true]),
            (false, [2, 0, 4], DType::F32, [true, true, true]),
        ] {
            let rows = cell.n_gates() * hidden;
            // Weights are small, so that no gate is all open.
            let small =
                |x: Array, by: f64| pointwise(Pointwise::Mul, &[(&x).into(), Operand::Scalar(by.into())]).unwrap();
            let gates = small(values(&[steps, batch, rows], 1, dtype), -1.0);
            let weight = small(values(&[hidden, rows], 2, dtype), 1.0 / hidden as f64);
            let weight = weight.with_layout(weight.layout().permute("test", &[1, 0]).unwrap());
            let [bias, first, memory] = [(&[rows][..], 3), (&[batch, hidden], 4), (&[batch, hidden], 5)]
                .map(|(sizes, seed)| values(sizes, seed, dtype));
            let (grad, of_last) = (values(&[steps, batch, hidden], 6, dtype), values(&[batch, hidden], 7, dtype));
            let given = [&gates, &weight, &bias, &first, &memory, &grad, &of_last];
            alike(&NATIVE, given, |given| results(cell, reverse, given, arrives));
        }
    }
}

#[test]
fn what_is_no_number_stays_none() {
    if !present() {
        return;
    }
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    for cell in CELLS {
        let rows = cell.n_gates() * 3;
        let gates: Vec<f64> = (0..2 * rows).map(|at| [nan, inf, -inf, 1.0, -1.0, 0.0][at % 6]).collect();
        let gates = Array::from_vec(gates, &[1, 2, rows]).unwrap();
        let [weight, bias] = [(&[rows, 3][..], 1), (&[rows], 2)].map(|(sizes, seed)| values(sizes, seed, DType::F64));
        let [first, grad] = [(&[2, 3][..], 3), (&[1, 2, 3], 4)].map(|(sizes, seed)| values(sizes, seed, DType::F64));
        let given = [&gates, &weight, &bias, &first, &first, &grad, &first];
        alike(&NATIVE, given, |given| results(cell, false, given, [true, true, false]));
    }
}

#[test]
fn steps_are_captured_in_a_graph() {
    if !present() {
        return;
    }
    for cell in CELLS {
        let rows = cell.n_gates() * 6;
        let sizes: [&[usize]; 7] = [&[3, 2, rows], &[rows, 6], &[rows], &[2, 6], &[2, 6], &[3, 2, 6], &[2, 6]];
        let given: Vec<Array> = sizes.iter().enumerate().map(|(at, sizes)| values(sizes, at, DType::F32)).collect();
        let given: [&Array; 7] = std::array::from_fn(|at| &given[at]);
        let there = given.map(on_gpu);
        let (graph, out) = Graph::capture(|| Ok(results(cell, true, there.each_ref(), [true; 3]))).unwrap();
        let other = values(given[0].sizes(), 9, DType::F32);
        copy::copy_("copy_", &there[0], Operand::Array(&other)).unwrap();
        graph.replay().unwrap();
        let expected =
            results(cell, true, [&other, given[1], given[2], given[3], given[4], given[5], given[6]], [true; 3]);
        for (found, expected) in out.iter().zip(&expected) {
            assert_alike(found, expected, cell.op());
        }
    }
}
