//! Replays streams recorded from PyTorch: `data/random`, or with CRESSET_CONFORMANCE all of the folder it names.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may, and clippy sees functions beside the tests as library code"
)]

use std::collections::BTreeMap;
use std::path::Path;

use cresset_ops::random::{self, Element, FloatElement, Generator, NumberElement};
use half::{bf16, f16};
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

#[test]
fn recorded_streams_are_reproduced() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/random");
    let (n_steps, n_left_out) = replay(&data.join("streams.jsonl"), &data.join("streams.safetensors"));
    assert!(n_steps == 749 && n_left_out == 0, "{n_steps} steps ran, {n_left_out} lines left out");
    if let Some(folder) = std::env::var_os("CRESSET_CONFORMANCE") {
        let folder = Path::new(&folder);
        let (n_steps, n_left_out) = replay(&folder.join("rng.jsonl"), &folder.join("rng-000.safetensors"));
        assert!(n_steps >= 680 && n_left_out <= 4, "{n_steps} steps ran, {n_left_out} lines left out");
    }
}

/// Runs every line that is `steps`, and returns the number of steps that ran and of lines left out.
fn replay(lines: &Path, tensors: &Path) -> (usize, usize) {
    let bytes = std::fs::read(tensors).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    let (mut n_run, mut left_out, mut worst) = (0, BTreeMap::<String, usize>::new(), BTreeMap::new());
    for line in std::fs::read_to_string(lines).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["kind"] != "steps" {
            continue;
        }
        let generator = Generator::new(line["seed"].as_u64().unwrap());
        for (index, step) in line["steps"].as_array().unwrap().iter().enumerate() {
            let call = Call { step, tensors: &tensors };
            let Some(got) = call.run(&generator) else {
                *left_out.entry(call.name().to_string()).or_default() += 1;
                break;
            };
            for (output, got) in got.into_iter().enumerate() {
                let want = call.tensor(&step["outputs"][output]);
                let place = format!("{} step {index} output {output}", line["id"]);
                let error = compare(&got, &want, call.tolerance(), &place);
                let entry = worst.entry(format!("{} {:?}", call.name(), want.dtype)).or_insert(0.0_f64);
                *entry = entry.max(error);
            }
            n_run += 1;
        }
    }
    println!("{}: {n_run} steps ran; left out: {left_out:?}", lines.display());
    println!("greatest relative errors: {:?}", worst.iter().filter(|(_, error)| **error > 0.0).collect::<Vec<_>>());
    (n_run, left_out.values().sum())
}

/// The elements of a tensor: integers exactly, floats as doubles.
#[derive(Debug, PartialEq)]
enum Values {
    Integers(Vec<i64>),
    Floats(Vec<f64>),
}

impl Values {
    fn floats(&self) -> &[f64] {
        match self {
            Self::Floats(values) => values,
            Self::Integers(_) => panic!("not a float tensor"),
        }
    }
}

struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    values: Values,
}

/// How far a value may lie from the recorded one.
enum Tolerance {
    Exact,
    /// Within the dtype's tolerance of the larger of the value and this term of the sum behind it.
    Rounded(f64),
}

fn compare(got: &Values, want: &Tensor, tolerance: Tolerance, place: &str) -> f64 {
    let (Values::Floats(got), Values::Floats(wanted), Tolerance::Rounded(term)) = (got, &want.values, tolerance) else {
        assert_eq!(*got, want.values, "{place}");
        return 0.0;
    };
    // Two units in the last place; one for the half types, whose f32 numbers may lie on two sides of a tie.
    let relative = match want.dtype {
        Dtype::F64 => 2.0_f64.powi(-51),
        Dtype::F32 => 2.0_f64.powi(-22),
        Dtype::F16 => 2.0_f64.powi(-10),
        _ => 2.0_f64.powi(-7),
    };
    assert_eq!(got.len(), wanted.len(), "{place}");
    let mut worst = 0.0_f64;
    for (&got, &want) in got.iter().zip(wanted) {
        if got != want {
            let error = (got - want).abs() / want.abs().max(term);
            assert!(error <= relative, "{place}: {got} where PyTorch has {want}");
            worst = worst.max(error);
        }
    }
    worst
}

/// An element type of the recordings.
trait Sample: Element + Default {
    fn values(samples: &[Self]) -> Values;
}

trait FloatSample: Sample + FloatElement {
    fn of(value: f64) -> Self;
    fn double(self) -> f64;
}

macro_rules! integer_sample {
    ($($sample:ty)*) => {$(
        impl Sample for $sample {
            fn values(samples: &[Self]) -> Values {
                Values::Integers(samples.iter().map(|&sample| sample as i64).collect())
            }
        }
    )*};
}
integer_sample! { i64 i32 i16 i8 u8 bool }

macro_rules! float_sample {
    ($($sample:ty, |$value:ident| $of:expr;)*) => {$(
        impl Sample for $sample {
            fn values(samples: &[Self]) -> Values {
                Values::Floats(samples.iter().map(|&sample| sample.into()).collect())
            }
        }
        impl FloatSample for $sample {
            fn of($value: f64) -> Self {
                $of
            }
            fn double(self) -> f64 {
                self.into()
            }
        }
    )*};
}
float_sample! {
    f64, |value| value;
    f32, |value| value as f32;
    f16, |value| f16::from_f32(value as f32);
    bf16, |value| bf16::from_f32(value as f32);
}

/// Evaluates the body with `$sample` as the type of the dtype, for floats; `else` for the other dtypes.
macro_rules! for_float {
    ($dtype:expr, $sample:ident => $body:expr, else $other:expr) => {
        match $dtype {
            Dtype::F64 => {
                type $sample = f64;
                $body
            }
            Dtype::F32 => {
                type $sample = f32;
                $body
            }
            Dtype::F16 => {
                type $sample = f16;
                $body
            }
            Dtype::BF16 => {
                type $sample = bf16;
                $body
            }
            _ => $other,
        }
    };
}

macro_rules! for_number {
    ($dtype:expr, $sample:ident => $body:expr, else $other:expr) => {
        for_float!($dtype, $sample => $body, else match $dtype {
            Dtype::I64 => { type $sample = i64; $body }
            Dtype::I32 => { type $sample = i32; $body }
            Dtype::I16 => { type $sample = i16; $body }
            Dtype::I8 => { type $sample = i8; $body }
            Dtype::U8 => { type $sample = u8; $body }
            _ => $other,
        })
    };
}

macro_rules! for_any {
    ($dtype:expr, $sample:ident => $body:expr) => {
        for_number!($dtype, $sample => $body, else { type $sample = bool; $body })
    };
}

struct Call<'a> {
    step: &'a Value,
    tensors: &'a SafeTensors<'a>,
}

impl Call<'_> {
    fn name(&self) -> &str {
        self.step["op"].as_str().unwrap().strip_prefix("aten.").unwrap().trim_end_matches(".default")
    }

    fn tensor(&self, value: &Value) -> Tensor {
        let view = self.tensors.tensor(value["tensor"].as_str().unwrap()).unwrap();
        let bytes = view.data();
        let values = match view.dtype() {
            Dtype::F64 => Values::Floats(decode(bytes, f64::from_le_bytes)),
            Dtype::F32 => Values::Floats(decode(bytes, |bytes| f32::from_le_bytes(bytes).into())),
            Dtype::F16 => Values::Floats(decode(bytes, |bytes| f16::from_le_bytes(bytes).into())),
            Dtype::BF16 => Values::Floats(decode(bytes, |bytes| bf16::from_le_bytes(bytes).into())),
            Dtype::I64 => Values::Integers(decode(bytes, i64::from_le_bytes)),
            Dtype::I32 => Values::Integers(decode(bytes, |bytes| i32::from_le_bytes(bytes).into())),
            Dtype::I16 => Values::Integers(decode(bytes, |bytes| i16::from_le_bytes(bytes).into())),
            Dtype::I8 => Values::Integers(decode(bytes, |bytes| i8::from_le_bytes(bytes).into())),
            _ => Values::Integers(decode(bytes, |bytes| u8::from_le_bytes(bytes).into())),
        };
        Tensor { dtype: view.dtype(), shape: view.shape().to_vec(), values }
    }

    fn argument(&self, index: usize) -> &Value {
        &self.step["args"][index]
    }

    fn number(&self, index: usize, default: f64) -> f64 {
        self.argument(index).as_f64().unwrap_or(default)
    }

    fn input<T: FloatSample>(&self, index: usize) -> Vec<T> {
        self.tensor(self.argument(index)).values.floats().iter().map(|&value| T::of(value)).collect()
    }

    fn tolerance(&self) -> Tolerance {
        match self.name() {
            "normal.Tensor_float" => {
                let means = self.tensor(self.argument(0));
                Tolerance::Rounded(means.values.floats().iter().fold(0.0, |most, mean| mean.abs().max(most)))
            }
            "cauchy" | "cauchy_" => Tolerance::Rounded(self.number(1, 0.0).abs()),
            "exponential" | "exponential_" | "alpha_dropout" => Tolerance::Rounded(0.0),
            _ => Tolerance::Exact,
        }
    }

    /// The outputs, or `None` for another operator and for strided memory, whose order is not a slice's.
    fn run(&self, generator: &Generator) -> Option<Vec<Values>> {
        if self.step["args"].as_array().unwrap().iter().any(|value| value.get("view").is_some()) {
            return None;
        }
        let out = self.tensor(&self.step["outputs"][0]);
        let n = out.shape.iter().product();
        for_float!(out.dtype, T => if let Some(outputs) = self.run_float::<T>(n, generator) {
            return Some(outputs);
        }, else ());
        let any = for_any!(out.dtype, T => self.run_any::<T>(n, generator));
        let number = || for_number!(out.dtype, T => self.run_number::<T>(n, generator), else None);
        any.or_else(number).map(|values| vec![values]).or_else(|| self.run_indices(generator))
    }

    fn run_float<T: FloatSample>(&self, n: usize, generator: &Generator) -> Option<Vec<Values>> {
        let fill = |fill: &dyn Fn(&mut [T])| {
            let mut out = vec![T::default(); n];
            fill(&mut out);
            out
        };
        let standard = || fill(&|out| random::normal(out, 0.0, 1.0, generator).unwrap());
        let affine = |mean: &dyn Fn(usize) -> f64, std: &dyn Fn(usize) -> f64| {
            let scaled = standard().into_iter().enumerate().map(|(index, z)| T::of(z.double() * std(index)));
            scaled.enumerate().map(|(index, value)| T::of(value.double() + mean(index))).collect()
        };
        let product = |lhs: &[T], rhs: &[T]| -> Vec<T> {
            lhs.iter().zip(rhs).map(|(lhs, rhs)| T::of(lhs.double() * rhs.double())).collect()
        };
        let samples: Vec<T> = match self.name() {
            "rand" | "rand_like" => fill(&|out| random::uniform(out, 0.0, 1.0, generator).unwrap()),
            "uniform" | "uniform_" => {
                let (from, to) = (self.number(1, 0.0), self.number(2, 1.0));
                fill(&|out| random::uniform(out, from, to, generator).unwrap())
            }
            "randn" | "randn_like" => standard(),
            "normal_" => fill(&|out| random::normal(out, self.number(1, 0.0), self.number(2, 1.0), generator).unwrap()),
            "normal.float_float" => {
                fill(&|out| random::normal(out, self.number(0, 0.0), self.number(1, 1.0), generator).unwrap())
            }
            "normal.Tensor_Tensor" => {
                let (mean, std) = (self.input::<T>(0), self.input::<T>(1));
                affine(&|index| mean[index].double(), &|index| std[index].double())
            }
            "normal.Tensor_float" => {
                let mean = self.input::<T>(0);
                affine(&|index| mean[index].double(), &|_| self.number(1, 1.0))
            }
            "normal.float_Tensor" => {
                let std = self.input::<T>(1);
                affine(&|_| self.number(0, 0.0), &|index| std[index].double())
            }
            "exponential" | "exponential_" => {
                fill(&|out| random::exponential(out, self.number(1, 1.0), generator).unwrap())
            }
            "cauchy" | "cauchy_" => {
                fill(&|out| random::cauchy(out, self.number(1, 0.0), self.number(2, 1.0), generator).unwrap())
            }
            "log_normal" | "log_normal_" => {
                fill(&|out| random::log_normal(out, self.number(1, 1.0), self.number(2, 2.0), generator).unwrap())
            }
            "poisson" => fill(&|out| random::poisson(out, &self.input::<T>(0), generator).unwrap()),
            "dropout" => {
                let noise = fill(&|out| random::dropout_noise(out, self.number(1, 0.5), generator).unwrap());
                product(&self.input(0), &noise)
            }
            "feature_dropout" => {
                let shape = self.tensor(self.argument(0)).shape;
                let (n_noise, n_repeats) = (shape[0] * shape[1], shape[2..].iter().product());
                let mut noise = vec![T::default(); n_noise];
                random::dropout_noise(&mut noise, self.number(1, 0.5), generator).unwrap();
                let spread: Vec<T> = noise.iter().flat_map(|&factor| std::iter::repeat_n(factor, n_repeats)).collect();
                product(&self.input(0), &spread)
            }
            "native_dropout" => {
                let mut mask = vec![false; n];
                let p = self.number(1, 0.5);
                random::dropout_mask(&mut mask, p, generator).unwrap();
                let factor = if p == 1.0 { 0.0 } else { 1.0 / (1.0 - p) };
                let factor = if size_of::<T>() < 8 { f64::from(factor as f32) } else { factor };
                let factors: Vec<f64> = mask.iter().map(|&kept| if kept { factor } else { 0.0 }).collect();
                let scaled = self.input::<T>(0).into_iter().zip(factors);
                let out: Vec<T> = scaled.map(|(x, factor)| T::of(x.double() * factor)).collect();
                return Some(vec![T::values(&out), bool::values(&mask)]);
            }
            "alpha_dropout" => {
                let (p, alpha) = (self.number(1, 0.5), 1.758_099_340_847_376_6);
                let mut mask = vec![false; n];
                random::dropout_mask(&mut mask, p, generator).unwrap();
                let scale = ((alpha * alpha * p + 1.0) * (1.0 - p)).powf(-0.5);
                let kept = mask.iter().map(|&kept| f64::from(u8::from(kept)));
                let pairs = self.input::<T>(0).into_iter().zip(kept);
                pairs.map(|(x, kept)| T::of(scale * (x.double() * kept + alpha * (kept - 1.0 + p)))).collect()
            }
            "rrelu" | "rrelu_with_noise_functional" => {
                let first = usize::from(self.name() != "rrelu");
                let input = self.input::<T>(0);
                let (lower, upper) = (self.number(first + 1, 0.125), self.number(first + 2, 1.0 / 3.0));
                let slopes = fill(&|out| random::rrelu_slopes(&input, out, lower, upper, generator).unwrap());
                let mut outputs = vec![T::values(&product(&input, &slopes)), T::values(&slopes)];
                outputs.truncate(first + 1);
                return Some(outputs);
            }
            _ => return None,
        };
        Some(vec![T::values(&samples)])
    }

    fn run_number<T: Sample + NumberElement>(&self, n: usize, generator: &Generator) -> Option<Values> {
        matches!(self.name(), "geometric" | "geometric_").then(|| {
            let mut out = vec![T::default(); n];
            random::geometric(&mut out, self.number(1, 0.5), generator).unwrap();
            T::values(&out)
        })
    }

    fn run_any<T: Sample>(&self, n: usize, generator: &Generator) -> Option<Values> {
        let integer = |index: usize| self.argument(index).as_i64().unwrap();
        let mut out = vec![T::default(); n];
        match self.name() {
            "bernoulli.p" | "bernoulli_.float" => random::bernoulli(&mut out, self.number(1, 0.5), generator).unwrap(),
            "bernoulli" | "bernoulli.Tensor" | "bernoulli_.Tensor" => {
                let index = usize::from(self.name() != "bernoulli");
                let dtype = self.tensor(self.argument(index)).dtype;
                for_float!(dtype, P => {
                    random::bernoulli_from(&mut out, &self.input::<P>(index), generator).unwrap();
                }, else return None);
            }
            "random" | "random_" => random::random(&mut out, generator),
            "random.to" | "random_.to" => random::randint(&mut out, 0, integer(1), generator).unwrap(),
            "randint" => random::randint(&mut out, 0, integer(0), generator).unwrap(),
            "randint.low" => random::randint(&mut out, integer(0), integer(1), generator).unwrap(),
            "randint_like" => random::randint(&mut out, 0, integer(1), generator).unwrap(),
            "randint_like.low_dtype" => random::randint(&mut out, integer(1), integer(2), generator).unwrap(),
            _ => return None,
        }
        Some(T::values(&out))
    }

    fn run_indices(&self, generator: &Generator) -> Option<Vec<Values>> {
        let samples = match self.name() {
            "randperm" => random::randperm(self.argument(0).as_u64().unwrap() as usize, generator),
            "multinomial" => {
                let weights = self.tensor(self.argument(0));
                let n_categories = *weights.shape.last().unwrap();
                let n_samples = self.argument(1).as_u64().unwrap() as usize;
                let replacement = self.argument(2) == true;
                for_float!(weights.dtype, T => {
                    random::multinomial(&self.input::<T>(0), n_categories, n_samples, replacement, generator).unwrap()
                }, else return None)
            }
            _ => return None,
        };
        Some(vec![Values::Integers(samples)])
    }
}

fn decode<const N: usize, T>(bytes: &[u8], value: impl Fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks().0.iter().map(|&bytes| value(bytes)).collect()
}
