//! Recurrent layers in one kernel against loops over their cells, with gradients.
#![allow(clippy::unwrap_used, reason = "tests")]

use cresset_autograd::{DType, Device, Generator, Options, Tensor, cuda};
use cresset_ops::set_num_threads;
use cresset_ops::simd::{available, with_level};

#[derive(Clone, Copy, PartialEq, Debug)]
enum Cell {
    Tanh,
    Relu,
    Lstm,
    Gru,
}

const CELLS: [Cell; 4] = [Cell::Tanh, Cell::Relu, Cell::Lstm, Cell::Gru];

impl Cell {
    fn n_gates(self) -> usize {
        match self {
            Cell::Tanh | Cell::Relu => 1,
            Cell::Lstm => 4,
            Cell::Gru => 3,
        }
    }

    /// A step: the new state and memory, which is the old one where the cell has none.
    fn step(self, x: &Tensor, [hidden, memory]: [&Tensor; 2], w: &[Tensor]) -> [Tensor; 2] {
        let (b_ih, b_hh) = (Some(&w[2]), Some(&w[3]));
        let only = |hidden: Tensor| [hidden, memory.clone()];
        match self {
            Cell::Tanh => only(x.rnn_tanh_cell(hidden, &w[0], &w[1], b_ih, b_hh)),
            Cell::Relu => only(x.rnn_relu_cell(hidden, &w[0], &w[1], b_ih, b_hh)),
            Cell::Gru => only(x.gru_cell(hidden, &w[0], &w[1], b_ih, b_hh)),
            Cell::Lstm => {
                let (hidden, memory) = x.lstm_cell(&[hidden, memory], &w[0], &w[1], b_ih, b_hh);
                [hidden, memory]
            }
        }
    }

    /// A layer in both directions: all states, the last ones and the last memories.
    fn layer(self, x: &Tensor, [hidden, memory]: [&Tensor; 2], w: &[Tensor]) -> [Tensor; 3] {
        let w: Vec<&Tensor> = w.iter().collect();
        let with_memory = |(out, hidden): (Tensor, Tensor)| [out, hidden, memory.clone()];
        match self {
            Cell::Tanh => with_memory(x.rnn_tanh(hidden, &w, true, 1, 0.0, false, true, false)),
            Cell::Relu => with_memory(x.rnn_relu(hidden, &w, true, 1, 0.0, false, true, false)),
            Cell::Gru => with_memory(x.gru(hidden, &w, true, 1, 0.0, false, true, false)),
            Cell::Lstm => {
                let (out, hidden, memory) = x.lstm(&[hidden, memory], &w, true, 1, 0.0, false, true, false);
                [out, hidden, memory]
            }
        }
    }

    /// The same by steps.
    fn steps(self, x: &Tensor, first: [&Tensor; 2], w: &[Tensor]) -> [Tensor; 3] {
        let n_steps = x.size(0) as i64;
        let mut found = [const { Vec::new() }; 3];
        for direction in 0..2 {
            let mut state = first.map(|first| first.select(0, direction));
            let mut states = Vec::new();
            for step in 0..n_steps {
                let step = if direction == 0 { step } else { n_steps - 1 - step };
                state = self.step(&x.select(0, step), state.each_ref(), &w[direction as usize * 4..]);
                states.push(state[0].clone());
            }
            if direction == 1 {
                states.reverse();
            }
            found[0].push(stack(&states));
            let [hidden, memory] = state;
            found[1].push(hidden);
            found[2].push(memory);
        }
        [Tensor::cat(&[&found[0][0], &found[0][1]], -1), stack(&found[1]), stack(&found[2])]
    }
}

fn stack(all: &[Tensor]) -> Tensor {
    Tensor::stack(&all.iter().collect::<Vec<_>>(), 0)
}

/// A call's input, first state, first memory and weights.
fn inputs(cell: Cell, [steps, batch, features, hidden]: [usize; 4]) -> Vec<Tensor> {
    let generator = Generator::new(5);
    let rows = cell.n_gates() * hidden;
    let first = vec![2, batch, hidden];
    let direction = [vec![rows, features], vec![rows, hidden], vec![rows], vec![rows]];
    let all = [vec![steps, batch, features], first.clone(), first].into_iter();
    let all = all.chain(direction.clone()).chain(direction);
    all.map(|sizes| {
        let x = Options::new().dtype(DType::F64).zeros(&sizes[..]);
        let spread = if sizes.len() == 2 { 1.0 / (hidden as f64).sqrt() } else { 1.0 };
        x.normal_from_(0.0, spread, &generator).unwrap();
        x.requires_grad_(true);
        x
    })
    .collect()
}

/// Results and gradients.
fn run(call: impl Fn(&[Tensor]) -> [Tensor; 3], inputs: &[Tensor]) -> Vec<Tensor> {
    inputs.iter().for_each(|input| input.set_grad(None));
    let results = call(inputs);
    let generator = Generator::new(6);
    let mut sum = Options::new().dtype(DType::F64).zeros([1]).sum().to_device(inputs[0].device());
    for result in &results {
        let weights = Options::new().dtype(DType::F64).zeros(result.sizes());
        weights.normal_from_(0.0, 1.0, &generator).unwrap();
        sum = sum.add(result.mul(weights.to_device(result.device())).sum());
    }
    sum.backward();
    results.iter().map(Tensor::detach).chain(inputs.iter().filter_map(Tensor::grad)).collect()
}

fn check(cell: Cell, sizes: [usize; 4]) {
    let inputs = inputs(cell, sizes);
    let expected = run(|x| cell.steps(&x[0], [&x[1], &x[2]], &x[3..]), &inputs);
    let found = run(|x| cell.layer(&x[0], [&x[1], &x[2]], &x[3..]), &inputs);
    assert_eq!(found.len(), 3 + inputs.len());
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let off = found.sub(expected).abs().max().item();
        assert!(off < 1e-11 * expected.abs().max().item().max(1.0), "{cell:?} {sizes:?}: tensor {at} is off by {off}");
    }
}

#[test]
fn layers_agree_with_their_cells() {
    for level in available() {
        with_level(level, || {
            for cell in CELLS {
                [[5, 3, 4, 7], [1, 2, 3, 1], [3, 9, 2, 33]].into_iter().for_each(|sizes| check(cell, sizes));
            }
        });
    }
}

#[test]
fn large_layers_agree_with_their_cells() {
    for cell in CELLS {
        // Shared by rows, and by units.
        check(cell, [6, 23, 5, 70]);
        check(cell, [4, 5, 3, 720]);
    }
}

#[test]
fn threads_change_nothing() {
    for (cell, sizes) in [(Cell::Lstm, [5, 19, 3, 72]), (Cell::Gru, [3, 5, 3, 600])] {
        let inputs = inputs(cell, sizes);
        let all = run(|x| cell.layer(&x[0], [&x[1], &x[2]], &x[3..]), &inputs);
        set_num_threads(1);
        let alone = run(|x| cell.layer(&x[0], [&x[1], &x[2]], &x[3..]), &inputs);
        set_num_threads(usize::MAX);
        for (all, alone) in all.iter().zip(&alone) {
            assert_eq!(all.sub(alone).abs().max().item(), 0.0, "{cell:?}");
        }
    }
}

#[test]
fn a_gpu_gives_what_the_cpu_gives() {
    let wanted = std::env::var("CRESSET_TEST_DEVICE").as_deref() == Ok("cuda");
    if !cuda::is_available() {
        assert!(!wanted, "no device: {:?}", cuda::probe());
        eprintln!("skipped: no GPU; `cargo xtask test --emulate-cuda` runs this without one");
        return;
    }
    for cell in CELLS {
        let inputs = inputs(cell, [3, 2, 4, 5]);
        let moved = |x: &Tensor| {
            let there = x.detach().to_device(Device::Cuda(0));
            there.requires_grad_(true);
            there
        };
        let there: Vec<Tensor> = inputs.iter().map(moved).collect();
        let layer = |x: &[Tensor]| run(|x| cell.layer(&x[0], [&x[1], &x[2]], &x[3..]), x);
        let steps = |x: &[Tensor]| run(|x| cell.steps(&x[0], [&x[1], &x[2]], &x[3..]), x);
        let found = [layer(&there), steps(&there)].concat();
        for (at, (found, expected)) in found.iter().zip([layer(&inputs), steps(&inputs)].concat()).enumerate() {
            let off = found.to_device(Device::Cpu).sub(&expected).abs().max().item();
            assert!(off < 1e-12 * expected.abs().max().item().max(1.0), "{cell:?}: tensor {at} is off by {off}");
        }
    }
    let names = cresset_ops::cuda::through_the_cpu();
    assert!(names.is_empty(), "the CPU computed {names:?}");
}

#[test]
fn a_written_result_is_noticed() {
    let inputs = inputs(Cell::Gru, [3, 2, 2, 2]);
    let weights: Vec<&Tensor> = inputs[3..7].iter().collect();
    let (out, _) = inputs[0].gru(&inputs[1].narrow(0, 0, 1), &weights, true, 1, 0.0, false, false, false);
    out.add_(1.0);
    let error = out.sum().try_backward().unwrap_err().to_string();
    assert!(error.contains("GruBackward0"), "{error}");
}
