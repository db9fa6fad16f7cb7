//! Exported programs against PyTorch: outputs, buffers and gradients of every parameter.
//!
//! The committed sets are `data/programs.zip` and `data/corners.zip`, written by `data/programs.py` and
//! `data/corners.py`. The variable `CRESSET_PROGRAMS` names a folder with another set, such as that of `data/zoo.py`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use cresset_autograd::{Tensor, manual_seed};
use cresset_interop::{ExportedProgram, SafeTensors};
use cresset_nn::Module;
use serde_json::Value as Json;

mod behaviour;

const COMMITTED: &[u8] = include_bytes!("../data/programs.zip");
const CORNERS: &[u8] = include_bytes!("../data/corners.zip");

/// The files of a set by name.
enum Set {
    Folder(PathBuf),
    Files(HashMap<String, Vec<u8>>),
}

impl Set {
    fn committed(bytes: &'static [u8]) -> Set {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = HashMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            files.insert(file.name().unwrap().into_owned(), bytes);
        }
        Set::Files(files)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        match self {
            Set::Folder(folder) => std::fs::read(folder.join(name)).unwrap(),
            Set::Files(files) => files[name].clone(),
        }
    }

    fn programs(&self) -> Json {
        serde_json::from_slice::<Json>(&self.read("programs.json")).unwrap()["programs"].take()
    }
}

/// Largest distance of two lists of tensors, by the set's rule, or what differs more than that.
fn compare(pairs: &[(String, Tensor, Tensor)], tolerance: f64) -> Result<(), String> {
    let values =
        |tensor: &Tensor| -> Vec<f64> { tensor.detach().try_to_dtype(cresset_autograd::DType::F64).unwrap().to_vec() };
    let largest = |tensor: &Tensor| {
        let finite = values(tensor).into_iter().filter(|value| value.is_finite());
        finite.fold(0.0f64, |largest, value| largest.max(value.abs()))
    };
    let floating = pairs.iter().filter(|(_, _, want)| want.dtype().is_floating_point());
    let overall = floating.map(|(_, _, want)| largest(want)).fold(0.0, f64::max);
    for (name, got, want) in pairs {
        if got.dtype() != want.dtype() || got.sizes() != want.sizes() {
            let of = |tensor: &Tensor| format!("{} {:?}", tensor.dtype(), tensor.sizes());
            return Err(format!("{name}: {} is not {}", of(got), of(want)));
        }
        let scale = largest(want).max(1e-3 * overall);
        for (got, want) in values(got).into_iter().zip(values(want)) {
            let near = match want.is_finite() && tolerance > 0.0 {
                true => (got - want).abs() <= tolerance * scale || got == want,
                false => got == want || (got.is_nan() && want.is_nan()),
            };
            if !near {
                return Err(format!("{name}: {got} is not {want} (scale {scale})"));
            }
        }
    }
    Ok(())
}

/// Tensors `prefix.0`, `prefix.1` and so on.
fn numbered(tensors: &SafeTensors, prefix: &str) -> Vec<Tensor> {
    let named = (0..).map(|at| format!("{prefix}.{at}"));
    named.map_while(|name| tensors.describe(&name).map(|_| tensors.tensor(&name).unwrap())).collect()
}

/// `<outputs, cotangents>` of the outputs that have one.
fn weighted(outputs: &[Tensor], tensors: &SafeTensors) -> Tensor {
    let terms = outputs.iter().enumerate().filter_map(|(at, out)| {
        let name = format!("cot.{at}");
        tensors.describe(&name).map(|_| (out * &tensors.tensor(&name).unwrap()).sum())
    });
    terms.reduce(|sum, term| &sum + &term).unwrap()
}

fn check(set: &Set, variant: &Json) -> Result<(), String> {
    let text = |error: cresset_autograd::Error| error.to_string();
    let program = ExportedProgram::from_bytes(set.read(variant["archive"].as_str().unwrap())).map_err(text)?;
    let tensors = SafeTensors::from_bytes(set.read(variant["tensors"].as_str().unwrap())).map_err(text)?;
    manual_seed(variant["seed"].as_u64().unwrap());
    let outputs = program.forward(&numbered(&tensors, "in")).map_err(text)?;
    let mut pairs: Vec<(String, Tensor, Tensor)> = Vec::new();
    let wanted = numbered(&tensors, "out");
    if outputs.len() != wanted.len() {
        return Err(format!("{} outputs, not {}", outputs.len(), wanted.len()));
    }
    pairs.extend(
        outputs.iter().cloned().zip(wanted).enumerate().map(|(at, (got, want))| (format!("out.{at}"), got, want)),
    );
    for (name, buffer) in program.named_buffers() {
        let name = format!("buffer.{name}");
        if tensors.describe(&name).is_some() {
            pairs.push((name.clone(), buffer, tensors.tensor(&name).unwrap()));
        }
    }
    compare(&pairs, variant["tol"]["out"].as_f64().unwrap())?;

    let wanted: Vec<&str> = tensors.names().filter_map(|name| name.strip_prefix("grad.")).collect();
    let parameters: HashMap<String, Tensor> = program.named_parameters().into_iter().collect();
    if let Some(missing) = wanted.iter().find(|name| !parameters.contains_key(**name)) {
        return Err(format!("no parameter {missing}"));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    weighted(&outputs, &tensors).try_backward().map_err(text)?;
    let pairs = wanted.iter().map(|name| {
        let want = tensors.tensor(&format!("grad.{name}")).unwrap();
        let got = parameters[*name].grad().unwrap_or_else(|| cresset_autograd::zeros_like(&want));
        (format!("grad.{name}"), got, want)
    });
    compare(&pairs.collect::<Vec<_>>(), variant["tol"]["grad"].as_f64().unwrap())
}

fn check_all(set: &Set) {
    let mut failures = Vec::new();
    let mut n_checked = 0;
    for (name, program) in set.programs().as_object().unwrap() {
        for (kind, variant) in program["variants"].as_object().unwrap() {
            n_checked += 1;
            if let Err(why) = check(set, variant) {
                failures.push(format!("{name} {kind}: {why}"));
            }
        }
    }
    assert!(n_checked > 0);
    assert!(failures.is_empty(), "{} of {n_checked} programs fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn programs_give_pytorchs_outputs_buffers_and_gradients() {
    check_all(&Set::committed(COMMITTED));
    check_all(&Set::committed(CORNERS));
    if let Some(folder) = std::env::var_os("CRESSET_PROGRAMS") {
        check_all(&Set::Folder(folder.into()));
    }
}
