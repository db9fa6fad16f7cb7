//! `cresset inspect`.

use std::io::Write;
use std::path::Path;

use cresset::interop::{Checkpoint, Described};
use cresset::nn::Module;
use cresset::{DType, Error, Result};
use serde_json::{Map, Value, json};

/// Shows what is in a file.
pub fn inspect(path: &Path, as_json: bool) -> Result<()> {
    let file = Checkpoint::open(path)?;
    let tensors = file.tensors();
    let text = if as_json { described(&file, &tensors).to_string() + "\n" } else { listed(&file, &tensors) };
    // A reader that has seen enough is no error.
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::io("inspect", "stdout", error)),
        _ => Ok(()),
    }
}

fn numel(sizes: &[usize]) -> usize {
    sizes.iter().fold(1, |product, &size| product.saturating_mul(size))
}

fn totals(tensors: &[(String, DType, Vec<usize>)]) -> (usize, usize) {
    tensors.iter().fold((0, 0), |(n, n_bytes), (_, dtype, sizes)| {
        let numel = numel(sizes);
        (n + numel, n_bytes + numel.saturating_mul(dtype.n_bytes()))
    })
}

fn described(file: &Checkpoint, tensors: &[(String, DType, Vec<usize>)]) -> Value {
    let (n_elements, n_bytes) = totals(tensors);
    let tensors: Vec<Value> = tensors
        .iter()
        .map(|(name, dtype, sizes)| json!({"name": name, "dtype": dtype.name(), "sizes": sizes}))
        .collect();
    let mut whole = Map::new();
    whole.insert("format".to_owned(), file.format().into());
    whole.insert("elements".to_owned(), n_elements.into());
    whole.insert("bytes".to_owned(), n_bytes.into());
    whole.insert("tensors".to_owned(), tensors.into());
    match file {
        Checkpoint::Program(program) => {
            let described = |list: &[Described]| -> Value {
                let one = |one: &Described| json!({"name": one.name, "dtype": one.dtype.map(DType::name), "sizes": one.sizes});
                list.iter().map(one).collect()
            };
            whole.insert("inputs".to_owned(), described(program.inputs()));
            whole.insert("outputs".to_owned(), described(program.outputs()));
            let symbols: Map<String, Value> =
                program.symbols().map(|(name, bounds)| (name.to_owned(), json!([bounds.least, bounds.most]))).collect();
            whole.insert("symbols".to_owned(), symbols.into());
            whole.insert("operators".to_owned(), json!(program.operators()));
        }
        Checkpoint::SafeTensors(file) => {
            whole.insert("metadata".to_owned(), json!(file.metadata()));
        }
        _ => {}
    }
    Value::Object(whole)
}

fn listed(file: &Checkpoint, tensors: &[(String, DType, Vec<usize>)]) -> String {
    let width = tensors.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0).min(60);
    let mut text = String::new();
    for (name, dtype, sizes) in tensors {
        text += &format!("{:width$}  {:10} {sizes:?}\n", shown(name), dtype.name());
    }
    let (n_elements, n_bytes) = totals(tensors);
    text += &format!("{}: {} tensors, {n_elements} elements, {n_bytes} bytes\n", file.format(), tensors.len());
    match file {
        Checkpoint::Program(program) => {
            let n_parameters: usize = program.parameters().iter().map(|parameter| parameter.numel()).sum();
            text += &format!("{n_parameters} elements of parameters\n");
            for (what, list) in [("input", program.inputs()), ("output", program.outputs())] {
                list.iter().for_each(|one| text += &format!("{what:6} {}\n", shown(&one.to_string())));
            }
            for (name, bounds) in program.symbols() {
                text += &format!("size   {} {bounds}\n", shown(name));
            }
            for (name, count) in program.operators() {
                text += &format!("{count:6} aten.{name}\n");
            }
        }
        Checkpoint::SafeTensors(file) => {
            for (name, value) in file.metadata() {
                text += &format!("{} = {}\n", shown(name), shown(value));
            }
        }
        _ => {}
    }
    text
}

/// A text from a file, without what could steer a terminal.
fn shown(text: &str) -> String {
    let escape = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(escape).collect()
}
