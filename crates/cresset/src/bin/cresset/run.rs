//! `cresset run`.

use std::path::Path;
use std::time::{Duration, Instant};

use cresset::interop::{ExportedProgram, SafeTensors};
use cresset::nn::{Module, StateDict, save_safetensors};
use cresset::{Device, Error, Result, Tensor, manual_seed, no_grad};

use crate::progress;

/// How a program is run.
pub struct Settings {
    pub device: Device,
    pub repeat: u32,
    pub seed: Option<u64>,
}

/// Runs a program and shows the times.
pub fn run(program: &Path, inputs: &Path, outputs: Option<&Path>, settings: &Settings) -> Result<()> {
    let start = Instant::now();
    let mut program = progress::during("loading", || ExportedProgram::load(program))?;
    if settings.device != Device::Cpu {
        program.to_device(settings.device)?;
    }
    println!("load {}", milliseconds(start.elapsed()));
    let given = SafeTensors::open(inputs)?;
    let mut tensors = Vec::new();
    for (at, name) in program.input_names().enumerate() {
        let numbered = format!("in.{at}");
        let found = [name, numbered.as_str()].into_iter().find(|name| given.describe(name).is_some());
        let Some(found) = found else {
            let remedy = "give every input under its name or as in.0, in.1 and so on";
            return Err(Error::argument("run", "inputs", format_args!("no {name}"), remedy));
        };
        tensors.push(given.tensor(found)?.try_to_device(settings.device)?);
    }
    let mut times = Vec::new();
    let mut results: Vec<Tensor> = Vec::new();
    let bar = progress::of_runs("running", settings.repeat.into());
    for _ in 0..settings.repeat {
        if let Some(seed) = settings.seed {
            manual_seed(seed);
        }
        let start = Instant::now();
        results = no_grad(|| program.forward(&tensors))?;
        times.push(start.elapsed());
        bar.inc(1);
    }
    bar.finish_and_clear();
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let (least, most) = (times.first().copied().unwrap_or_default(), times.last().copied().unwrap_or_default());
    let [least, middle, most] = [least, middle, most].map(milliseconds);
    println!("run {middle} (median of {}; least {least}, most {most})", times.len());
    for (at, result) in results.iter().enumerate() {
        println!("out.{at} {} {:?}", result.dtype(), result.sizes());
    }
    if let Some(path) = outputs {
        let named = results.into_iter().enumerate().map(|(at, result)| (format!("out.{at}"), result.detach()));
        save_safetensors(&named.collect::<StateDict>(), path)?;
    }
    Ok(())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}
