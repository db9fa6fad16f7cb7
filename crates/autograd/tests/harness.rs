//! Gradients against central differences: random sizes, layouts and broadcasts for elementwise operators, the table's
//! samples for the others. First and second order, in f64, on each device.
//!
//! Devices are the CPU and a GPU that is found; with `CRESSET_TEST_DEVICE=cuda` the GPU alone, which must be there.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "shared by test programs that use parts of it")]

use std::cell::Cell;

use cresset_autograd::{DType, Device, Generator, Options, Result, Tensor, Tolerance, cuda, gradcheck, gradgradcheck};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

thread_local! {
    /// The device that the test works on now.
    static DEVICE: Cell<Device> = const { Cell::new(Device::Cpu) };
}

fn on_each_device(check: impl Fn()) {
    let gpu_alone = std::env::var("CRESSET_TEST_DEVICE").as_deref() == Ok("cuda");
    assert!(!gpu_alone || cuda::is_available(), "no device: {:?}", cuda::probe());
    let gpu = (gpu_alone || cuda::is_available()).then_some(Device::Cuda(0));
    for device in (!gpu_alone).then_some(Device::Cpu).into_iter().chain(gpu) {
        DEVICE.set(device);
        check();
    }
}

/// The tensor where the test works.
fn here(x: Tensor) -> Tensor {
    x.to_device(DEVICE.get())
}

/// Random forms that are tried: on a GPU, whose kernels tests of their own compare with the CPU's, a few.
fn cases() -> u32 {
    if DEVICE.get() == Device::Cpu { 16 } else { 3 }
}

/// How an input lies in memory.
#[derive(Clone, Copy, Debug)]
enum Memory {
    Contiguous,
    Transposed,
    /// Every second element of a larger tensor, from the second on.
    Stepped,
}

/// One input's form: which trailing dimensions it has, which of them are 1, and how it lies in memory.
#[derive(Clone, Debug)]
struct Form {
    dropped: usize,
    ones: u8,
    memory: Memory,
}

fn forms() -> impl Strategy<Value = Form> {
    let memory = prop_oneof![Just(Memory::Contiguous), Just(Memory::Transposed), Just(Memory::Stepped)];
    (0..3usize, any::<u8>(), memory).prop_map(|(dropped, ones, memory)| Form { dropped, ones, memory })
}

/// Uniform values in `low..high` under sizes, lying as asked.
fn values(sizes: &[usize], memory: Memory, (low, high): (f64, f64), generator: &Generator) -> Tensor {
    let options = Options::new().dtype(DType::F64);
    let fill = |sizes: &[usize]| {
        let tensor = options.clone().zeros(sizes);
        tensor.uniform_from_(low, high, generator).unwrap();
        here(tensor)
    };
    match memory {
        Memory::Contiguous => fill(sizes),
        Memory::Transposed => {
            let turned: Vec<usize> = sizes.iter().rev().copied().collect();
            let order: Vec<i64> = (0..sizes.len() as i64).rev().collect();
            fill(&turned).permute(order)
        }
        Memory::Stepped => {
            let larger: Vec<usize> = sizes.iter().map(|size| size * 2 + 1).collect();
            let mut tensor = fill(&larger);
            for dim in 0..sizes.len() {
                tensor = tensor.slice(dim as i64, Some(1), None, 2);
            }
            tensor
        }
    }
}

/// The operator under test. One pointer type for all: the checks are compiled once, not once for each operator.
type Call<'a> = &'a dyn Fn(&[Tensor]) -> Result<Tensor>;

fn checked(call: Call<'_>, inputs: &[Tensor]) {
    for input in inputs {
        input.requires_grad_(true);
    }
    let function = |inputs: &[Tensor]| Ok(vec![parts(call(inputs)?)?]);
    let tolerance = Tolerance { absolute: 2e-5, relative: 2e-4, ..Tolerance::default() };
    let shown = || inputs.iter().map(|input| format!("{input}")).collect::<Vec<_>>().join("\n");
    gradcheck(function, inputs, tolerance).unwrap_or_else(|error| panic!("{error}\n{}", shown()));
    let tolerance = Tolerance { absolute: 1e-4, relative: 2e-3, ..Tolerance::default() };
    gradgradcheck(function, inputs, tolerance).unwrap_or_else(|error| panic!("second order: {error}\n{}", shown()));
}

/// Checks an elementwise operator at random sizes, layouts and broadcasts; the inputs lie in their domains.
pub fn pointwise(call: impl Fn(&[Tensor]) -> Result<Tensor>, domains: &[(f64, f64)]) {
    on_each_device(|| at_random_forms(&call, domains));
}

fn at_random_forms(call: Call<'_>, domains: &[(f64, f64)]) {
    let strategy =
        (proptest::collection::vec(1..4usize, 0..4), proptest::collection::vec(forms(), domains.len()), any::<u64>());
    let mut runner = TestRunner::new(Config { cases: cases(), failure_persistence: None, ..Config::default() });
    runner
        .run(&strategy, |(sizes, forms, seed)| {
            let generator = Generator::new(seed);
            let inputs: Vec<Tensor> = forms
                .iter()
                .zip(domains)
                .enumerate()
                .map(|(at, (form, &domain))| {
                    // The first input has all sizes; the others may lack leading ones and repeat some.
                    let dropped = if at == 0 { 0 } else { form.dropped.min(sizes.len()) };
                    let own: Vec<usize> = sizes[dropped..]
                        .iter()
                        .enumerate()
                        .map(|(dim, &size)| if at > 0 && form.ones >> dim & 1 == 1 { 1 } else { size })
                        .collect();
                    values(&own, form.memory, domain, &generator)
                })
                .collect();
            checked(call, &inputs);
            Ok(())
        })
        .unwrap();
}

/// Checks one sample of another operator, with each input contiguous and transposed.
pub fn method(call: impl Fn(&[Tensor]) -> Result<Tensor>, inputs: &[(&[usize], f64, f64)]) {
    on_each_device(|| in_both_layouts(&call, inputs));
}

fn in_both_layouts(call: Call<'_>, inputs: &[(&[usize], f64, f64)]) {
    for memory in [Memory::Contiguous, Memory::Transposed] {
        let generator = Generator::new(1);
        let inputs: Vec<Tensor> =
            inputs.iter().map(|&(sizes, low, high)| values(sizes, memory, (low, high), &generator)).collect();
        checked(call, &inputs);
    }
}

/// The parts of complex numbers, so that differences can be taken of them; any other tensor itself.
fn parts(x: Tensor) -> Result<Tensor> {
    if x.dtype().is_complex() { x.try_view_as_real() } else { Ok(x) }
}

/// As [`method`], with complex inputs of these sizes.
pub fn complex_method(call: impl Fn(&[Tensor]) -> Result<Tensor>, inputs: &[(&[usize], f64, f64)]) {
    on_each_device(|| of_pairs(&call, inputs));
}

fn of_pairs(call: Call<'_>, inputs: &[(&[usize], f64, f64)]) {
    let sizes: Vec<Vec<usize>> = inputs.iter().map(|(sizes, ..)| [*sizes, &[2]].concat()).collect();
    let pairs: Vec<(&[usize], f64, f64)> =
        inputs.iter().zip(&sizes).map(|(&(_, low, high), sizes)| (&sizes[..], low, high)).collect();
    let complex = |pairs: &[Tensor]| -> Result<Vec<Tensor>> {
        pairs.iter().map(|pair| pair.try_contiguous()?.try_view_as_complex()).collect()
    };
    in_both_layouts(&|pairs| call(&complex(pairs)?), &pairs);
}

/// The matrix with 4, 8 and so on added along the diagonal: it can be solved with, and its singular values are distinct.
pub fn conditioned(x: &Tensor) -> Result<Tensor> {
    let (rows, columns) = (x.try_size(-2)?, x.try_size(-1)?);
    let values =
        (0..rows * columns).map(|at| if at / columns == at % columns { 4.0 * (at / columns + 1) as f64 } else { 0.0 });
    x.try_add(here(Tensor::from_vec(values.collect(), [rows, columns])))
}

/// The lower triangle of a [`conditioned`] matrix.
pub fn lower(x: &Tensor) -> Result<Tensor> {
    conditioned(x)?.try_tril(0)
}

/// The upper triangle of a [`conditioned`] matrix.
pub fn upper(x: &Tensor) -> Result<Tensor> {
    conditioned(x)?.try_triu(0)
}

/// As [`conditioned`], and equal to its transpose.
pub fn symmetric(x: &Tensor) -> Result<Tensor> {
    let x = conditioned(x)?;
    x.try_add(&x.try_transpose(-2, -1)?)?.try_mul(0.5)
}

/// A symmetric matrix whose eigenvalues are positive.
pub fn positive(x: &Tensor) -> Result<Tensor> {
    let x = conditioned(x)?;
    x.try_matmul(&x.try_transpose(-2, -1)?)?.try_mul(0.1)
}

/// A fixed condition of the sizes of `x`.
pub fn condition(x: &Tensor) -> Tensor {
    let values: Vec<bool> = (0..x.numel()).map(|at| at * 7 % 3 != 1).collect();
    here(Tensor::from_vec(values, x.sizes()))
}

/// All elements of several tensors in one row, each with another weight so that mixed-up results show.
pub fn joined(parts: Vec<Tensor>) -> Result<Tensor> {
    let mut sum: Option<Tensor> = None;
    for (at, part) in parts.iter().filter(|part| part.dtype().is_floating_point()).enumerate() {
        let term = part.try_reshape([-1])?.try_sum()?.try_mul((at + 1) as f64)?;
        let term = part.try_mul(part)?.try_reshape([-1])?.try_sum()?.try_add(&term)?;
        sum = Some(match sum {
            Some(sum) => sum.try_add(&term)?,
            None => term,
        });
    }
    sum.map_or_else(|| Ok(here(cresset_autograd::zeros([]))), Ok)
}

/// A tensor of positions.
pub fn indices(values: &[i64], sizes: &[usize]) -> Tensor {
    here(Tensor::from_vec(values.to_vec(), sizes))
}

/// A tensor of truth values.
pub fn mask(values: &[bool], sizes: &[usize]) -> Tensor {
    here(Tensor::from_vec(values.to_vec(), sizes))
}
