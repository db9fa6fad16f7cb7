//! Printed tensors against PyTorch's text, byte for byte.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use std::path::{Path, PathBuf};

use cresset_autograd::printing::{
    LengthError, Options, Suffix, Values, format, print_options, set_print_options, shown,
};
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/printing")
}

enum Elements {
    Float(Vec<f64>),
    Integer(Vec<i64>),
    Boolean(Vec<bool>),
    Complex(Vec<(f64, f64)>),
}

impl Elements {
    fn values(&self) -> Values<'_> {
        match self {
            Self::Float(values) => Values::Float(values),
            Self::Integer(values) => Values::Integer(values),
            Self::Boolean(values) => Values::Boolean(values),
            Self::Complex(values) => Values::Complex(values),
        }
    }

    fn pick(&self, places: &[usize]) -> Self {
        fn from<T: Copy>(values: &[T], places: &[usize]) -> Vec<T> {
            places.iter().map(|&place| values[place]).collect()
        }
        match self {
            Self::Float(values) => Self::Float(from(values, places)),
            Self::Integer(values) => Self::Integer(from(values, places)),
            Self::Boolean(values) => Self::Boolean(from(values, places)),
            Self::Complex(values) => Self::Complex(from(values, places)),
        }
    }
}

/// Elements, sizes and PyTorch's dtype name of one stored tensor.
fn load(file: &SafeTensors<'_>, value: &Value) -> (Elements, Vec<usize>, &'static str) {
    let tensor = file.tensor(value["tensor"].as_str().unwrap()).unwrap();
    let (bytes, mut sizes) = (tensor.data(), tensor.shape().to_vec());
    fn wide<const N: usize, T>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> Vec<T> {
        bytes.as_chunks::<N>().0.iter().map(|&chunk| read(chunk)).collect()
    }
    let (elements, name) = match tensor.dtype() {
        Dtype::F64 => (Elements::Float(wide(bytes, f64::from_le_bytes)), "float64"),
        Dtype::F32 => (Elements::Float(wide(bytes, |chunk| f32::from_le_bytes(chunk).into())), "float32"),
        Dtype::F16 => (Elements::Float(wide(bytes, |chunk| half::f16::from_le_bytes(chunk).into())), "float16"),
        Dtype::BF16 => (Elements::Float(wide(bytes, |chunk| half::bf16::from_le_bytes(chunk).into())), "bfloat16"),
        Dtype::I64 => (Elements::Integer(wide(bytes, i64::from_le_bytes)), "int64"),
        Dtype::I32 => (Elements::Integer(wide(bytes, |chunk| i32::from_le_bytes(chunk).into())), "int32"),
        Dtype::I16 => (Elements::Integer(wide(bytes, |chunk| i16::from_le_bytes(chunk).into())), "int16"),
        Dtype::I8 => (Elements::Integer(wide(bytes, |chunk| i8::from_le_bytes(chunk).into())), "int8"),
        Dtype::U8 => (Elements::Integer(wide(bytes, |chunk| u8::from_le_bytes(chunk).into())), "uint8"),
        Dtype::BOOL => (Elements::Boolean(wide(bytes, |[byte]| byte != 0)), "bool"),
        other => panic!("dtype {other:?} is not in the set"),
    };
    let (Elements::Float(parts), Some(true)) = (&elements, value["complex"].as_bool()) else {
        return (elements, sizes, name);
    };
    let pairs = parts.as_chunks().0.iter().map(|&[real, imaginary]| (real, imaginary)).collect();
    sizes.pop();
    (Elements::Complex(pairs), sizes, if name == "float64" { "complex128" } else { "complex64" })
}

fn options(item: &Value) -> Options {
    let given = &item["options"];
    let number = |key: &str| given[key].as_u64().map(|number| number as usize);
    let base = match given["profile"].as_str() {
        None => Options::default(),
        Some("short") => Options::SHORT,
        Some("full") => Options::FULL,
        Some(other) => panic!("profile {other} is not in the set"),
    };
    Options {
        precision: number("precision").map_or(base.precision, |digits| digits.try_into().unwrap()),
        threshold: number("threshold").unwrap_or(base.threshold),
        edge_items: number("edgeitems").unwrap_or(base.edge_items),
        line_width: number("linewidth").unwrap_or(base.line_width),
        sci_mode: given["sci_mode"].as_bool(),
    }
}

/// Row-major places of the shown elements among all elements of `sizes`.
fn shown_places(sizes: &[usize], options: &Options) -> Vec<usize> {
    let mut places = vec![0];
    for ([leading, trailing], size) in shown(sizes, options).into_iter().zip(sizes) {
        let indices: Vec<usize> = leading.chain(trailing).collect();
        places = places.iter().flat_map(|place| indices.iter().map(move |index| place * size + index)).collect();
    }
    places
}

fn text(file: &SafeTensors<'_>, item: &Value) -> String {
    let value = if item["shown_value"].is_null() { &item["value"] } else { &item["shown_value"] };
    let (elements, sizes, dtype) = load(file, value);
    let grad_fn = item["made_by"].as_str().map(|name| format!("{}{}Backward0", name[..1].to_uppercase(), &name[1..]));
    let suffix = Suffix {
        dtype,
        default_dtype: item["default_dtype"].as_str().unwrap_or("float32"),
        device: None,
        requires_grad: item["requires_grad"].as_bool().unwrap_or(false),
        grad_fn: grad_fn.as_deref(),
    };
    let options = options(item);
    let block = elements.pick(&shown_places(&sizes, &options));
    format(block.values(), &sizes, &suffix, &options).unwrap()
}

fn compare(name: &str, n_items: usize) {
    let table: Value = serde_json::from_slice(&std::fs::read(folder().join(name)).unwrap()).unwrap();
    let bytes = std::fs::read(folder().join(table["shard"].as_str().unwrap())).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let items = table["items"].as_array().unwrap();
    assert!(items.len() >= n_items, "{name} has {} items", items.len());
    let wrong: Vec<String> = items
        .iter()
        .filter_map(|item| {
            let (text, wanted) = (text(&file, item), item["text"].as_str().unwrap());
            (text != wanted).then(|| format!("{}\n{text}\ninstead of\n{wanted}\n", item["id"]))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} texts differ:\n{}", wrong.len(), items.len(), wrong.join("\n"));
}

#[test]
fn every_way_of_printing_equals_pytorch() {
    compare("printing.json", 111);
}

#[test]
fn random_and_edge_cases_equal_pytorch() {
    compare("random.json", 207);
}

const PLAIN: Suffix<'_> =
    Suffix { dtype: "float32", default_dtype: "float32", device: None, requires_grad: false, grad_fn: None };

#[test]
fn the_device_comes_first() {
    let suffix = Suffix { device: Some("cuda:0"), dtype: "float64", grad_fn: Some("MulBackward0"), ..PLAIN };
    let text = format(Values::Float(&[1.0]), &[1], &suffix, &Options::default()).unwrap();
    assert_eq!(text, "tensor([1.], device='cuda:0', dtype=torch.float64, grad_fn=<MulBackward0>)");
}

#[test]
fn a_block_of_another_size_is_an_error() {
    let error = format(Values::Float(&[0.0; 5]), &[2, 3], &PLAIN, &Options::default()).unwrap_err();
    assert_eq!(error, LengthError { n_values: 5, shown_sizes: vec![2, 3] });
    assert_eq!(
        error.to_string(),
        "printing: values do not fill the shown block: 5 values, shown sizes [2, 3]; pass 6 values"
    );
}

#[test]
fn a_tensor_beyond_memory_shows_its_corners() {
    let sizes = [usize::MAX, usize::MAX];
    let options = Options { edge_items: 1, precision: u8::MAX, ..Options::default() };
    let last = usize::MAX - 1..usize::MAX;
    assert_eq!(shown(&sizes, &options), [[0..1, last.clone()], [0..1, last]]);
    let text = format(Values::Float(&[1.0, 2.0, 3.0, 4.0]), &sizes, &PLAIN, &options).unwrap();
    assert_eq!(text, "tensor([[1.,  ..., 2.],\n        ...,\n        [3.,  ..., 4.]])");
}

#[test]
fn extreme_options_do_not_panic() {
    let options = Options { precision: u8::MAX, line_width: 0, edge_items: usize::MAX, ..Options::default() };
    for sci_mode in [true, false] {
        let options = Options { sci_mode: Some(sci_mode), ..options };
        let text = format(Values::Float(&[0.5, -1.0]), &[2], &PLAIN, &options).unwrap();
        assert!(text.len() > 2 * usize::from(u8::MAX), "{}", text.len());
    }
}

#[test]
fn options_hold_for_the_process() {
    let options = Options { sci_mode: Some(true), ..Options::SHORT };
    set_print_options(options);
    let seen = std::thread::spawn(print_options).join().unwrap();
    set_print_options(Options::default());
    assert_eq!((seen, print_options()), (options, Options::DEFAULT));
}
