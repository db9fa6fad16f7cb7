//! Every overload on arguments at random: a value or an error, never a panic.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use cresset_autograd::{DType, Device, Options, Scalar, Tensor};
use cresset_interop::aten::{self, MemoryFormat, Overload, Value};
use cresset_optable::aten::{Base, Count, Parameter};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A source of small choices.
struct Choices<'a>(&'a mut TestRng);

impl Choices<'_> {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64() % bound
    }

    fn of<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len() as u64) as usize]
    }

    fn whole(&mut self) -> i64 {
        self.of(&[0, 0, 1, 1, 1, 2, 2, 3, 4, -1, -1, -2, 7, -100, i64::MAX, i64::MIN, i64::MAX / 2])
    }

    fn modest(&mut self) -> i64 {
        self.of(&[0, 1, 1, 2, 2, 3, 4, -1, -2])
    }

    fn float(&mut self) -> f64 {
        self.of(&[0.0, 0.5, 1.0, -1.0, 2.0, 1e-5, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY])
    }

    /// A tensor of few elements: any dtype, some without elements, some with gaps.
    fn tensor(&mut self) -> Tensor {
        let rank = self.of(&[0, 1, 1, 2, 2, 3, 4, 5]);
        let sizes: Vec<usize> = (0..rank).map(|_| self.of(&[0, 1, 2, 2, 3, 3, 4])).collect();
        let dtype = self.of(&DType::ALL);
        let usual = self.of(&[DType::F32, DType::F32, DType::I64, dtype]);
        let n: usize = sizes.iter().product();
        let values: Vec<f64> =
            (0..n).map(|_| self.of(&[0.0, 1.0, 2.0, 3.0, -1.0, 0.5, f64::NAN, f64::INFINITY])).collect();
        let tensor = Tensor::try_from_vec(values, &sizes).unwrap().try_to_dtype(usual).unwrap();
        match self.below(4) {
            0 if rank > 1 => tensor.try_transpose(0, -1).unwrap(),
            1 => Options::new().dtype(usual).try_full([], Scalar::I64(1)).unwrap(),
            _ => tensor,
        }
    }

    fn one(&mut self, base: Base) -> Value {
        match base {
            Base::Tensor => match self.below(8) {
                0 => self.one(Base::Scalar),
                _ => Value::Tensor(self.tensor()),
            },
            Base::Scalar => match self.below(3) {
                0 => Value::Int(self.whole()),
                1 => Value::Float(self.float()),
                _ => Value::Bool(self.below(2) == 0),
            },
            Base::Int => Value::Int(self.whole()),
            Base::Float => Value::Float(self.float()),
            Base::Bool => Value::Bool(self.below(2) == 0),
            Base::Text => Value::Text(
                self.of(&[
                    "",
                    "sum",
                    "mean",
                    "prod",
                    "amax",
                    "ij,jk->ik",
                    "...->",
                    "same",
                    "floor",
                    "linear",
                    "reflect",
                    "é",
                ])
                .to_owned(),
            ),
            Base::DType => Value::DType(self.of(&DType::ALL)),
            Base::Device => Value::Device(Device::Cpu),
            Base::MemoryFormat => Value::MemoryFormat(self.of(&[
                MemoryFormat::Contiguous,
                MemoryFormat::Preserve,
                MemoryFormat::ChannelsLast,
            ])),
            Base::Layout | Base::Generator => Value::None,
        }
    }

    fn argument(&mut self, parameter: &Parameter) -> Value {
        let kind = parameter.kind;
        if kind.optional && self.below(3) == 0 {
            return Value::None;
        }
        let count = match kind.count {
            Count::One => return self.one(kind.base),
            Count::Fixed(count) if self.below(4) > 0 => count as u64,
            _ => self.below(5),
        };
        match kind.base {
            Base::Tensor if kind.optional_members => Value::OptionalTensors(
                (0..count).map(|_| if self.below(3) == 0 { None } else { Some(self.tensor()) }).collect(),
            ),
            Base::Tensor => Value::Tensors((0..count).map(|_| self.tensor()).collect()),
            Base::Float => Value::Floats((0..count).map(|_| self.float()).collect()),
            Base::Bool => Value::Bools((0..count).map(|_| self.below(2) == 0).collect()),
            // Sizes stay small: a huge one that fits memory is no error.
            _ if self.below(8) > 0 => Value::Ints((0..count).map(|_| self.modest()).collect()),
            _ => Value::Ints((0..count).map(|_| self.whole()).collect()),
        }
    }
}

/// Overloads whose result is as large as a number asks: a large one is no error but takes all memory.
fn is_sized_by_a_number(overload: &Overload) -> bool {
    let sized =
        ["n", "end", "steps", "window_length", "num_classes", "minlength", "row", "col", "bins", "repeats", "high"];
    overload.schema().parameters.iter().any(|parameter| sized.contains(&parameter.name))
}

fn tamed(value: Value) -> Value {
    match value {
        Value::Int(value) => Value::Int(value.clamp(-8, 8)),
        Value::Float(value) if value.is_finite() => Value::Float(value.clamp(-8.0, 8.0)),
        Value::Ints(values) => Value::Ints(values.into_iter().map(|value| value.clamp(-8, 8)).collect()),
        value => value,
    }
}

#[test]
fn no_overload_panics() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut choices = Choices(runner.rng());
    let mut panics = Vec::new();
    for overload in aten::overloads() {
        for _ in 0..200 {
            let mut values: Vec<Value> = overload.schema().parameters.iter().map(|one| choices.argument(one)).collect();
            if is_sized_by_a_number(overload) || choices.below(2) == 0 {
                values = values.into_iter().map(tamed).collect();
            }
            let text: Vec<String> = values.iter().map(Value::to_string).collect();
            let named = overload.schema().parameters.iter().map(|parameter| parameter.name).zip(values);
            let Ok(bound) = overload.bind([], named) else { continue };
            let outcome = catch_unwind(AssertUnwindSafe(|| drop(overload.call(&bound))));
            if let Err(payload) = outcome {
                let why = payload.downcast_ref::<String>().cloned().unwrap_or_else(|| {
                    payload.downcast_ref::<&str>().map(|text| (*text).to_owned()).unwrap_or_default()
                });
                panics.push(format!("{}({}): {why}", overload.name(), text.join(", ")));
                break;
            }
        }
    }
    let _ = std::panic::take_hook();
    assert!(panics.is_empty(), "{} overloads panic:\n{}", panics.len(), panics.join("\n"));
}
