//! Runs a conformance set against the dispatcher of PyTorch's operators.
//!
//! `[DIR] [--filter PATTERN,PATTERN] [--json FILE] [--strict] [--update]`. Without a folder the committed set runs.
//! Then the second order of every differentiable case is held against differences of its gradients.
//! Operators of `passing.txt` must pass; `--strict` asks it of all, `--update` writes the list anew.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cresset_autograd::Device;
use serde_json::Value as Json;

use decode::{Checked, Trouble};
use report::Report;
use set::{Set, Shard};

mod cases;
mod compare;
mod decode;
mod printing;
mod report;
mod second;
mod set;
mod streams;

const PASSING: &str = include_str!("passing.txt");

/// What the command line asks for.
#[derive(Default)]
struct Options {
    folder: Option<PathBuf>,
    patterns: Vec<String>,
    json: Option<String>,
    strict: bool,
    update: bool,
}

impl Options {
    /// Reads the command line; nothing where the test runner asks for other tests.
    fn read() -> Option<Options> {
        let mut options = Options::default();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--filter" => options.patterns = arguments.next()?.split(',').map(str::to_owned).collect(),
                "--json" => options.json = arguments.next(),
                "--strict" => options.strict = true,
                "--update" => options.update = true,
                "--list" => return None,
                path if Path::new(path).is_dir() => options.folder = Some(path.into()),
                flag if flag.starts_with('-') => {}
                name if "conformance".contains(name) => {}
                _ => return None,
            }
        }
        Some(options)
    }

    fn wants(&self, op: &str, id: &str) -> bool {
        let matches = |pattern: &String| {
            let part = pattern.trim_matches('*');
            op.contains(part) || id.contains(part)
        };
        self.patterns.is_empty() || self.patterns.iter().any(matches)
    }
}

/// Runs one case; a panic is a failure.
fn guarded(run: impl FnOnce() -> Checked) -> Checked {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Trouble::Failed(format!("panic: {}", text.unwrap_or_default())))
    })
}

/// How a line is run.
type Runner = fn(&Json, &Shard) -> Checked;

/// Where operators are called: on the CPU, or with `CRESSET_TEST_DEVICE=cuda` on the GPU, which must be there.
fn test_device() -> Device {
    let gpu = std::env::var("CRESSET_TEST_DEVICE").as_deref() == Ok("cuda");
    if gpu { Device::Cuda(0) } else { Device::Cpu }
}

/// Runs the lines of one file with the shards that they name.
fn run(set: &Set, options: &Options, kind: &str, runner: Runner, report: &mut Report) -> Result<(), String> {
    // Random streams are those of the CPU.
    let device = if kind == "rng" { Device::Cpu } else { test_device() };
    let mut shards: HashMap<u64, Shard> = HashMap::new();
    for line in set.lines(&format!("{kind}.jsonl"))? {
        let id = line["id"].as_str().unwrap_or_default();
        let group = format!("{kind}.{}", id.split('/').next().unwrap_or_default());
        let op = line["op"].as_str().map_or(group.as_str(), |op| op.trim_start_matches("aten."));
        if options.wants(op, id) {
            let number = line["shard"].as_u64().unwrap_or_default();
            if let std::collections::hash_map::Entry::Vacant(place) = shards.entry(number) {
                place.insert(Shard::read(set, &format!("{kind}-{number:03}.safetensors"), device)?);
            }
            report.add(op, id, guarded(|| runner(&line, &shards[&number])));
        }
    }
    Ok(())
}

fn print_items(set: &Set, options: &Options, report: &mut Report) -> Result<(), String> {
    let Ok(bytes) = set.read("printing.json") else { return Ok(()) };
    let file: Json = serde_json::from_slice(&bytes).map_err(|error| format!("printing.json: {error}"))?;
    let shard = Shard::read(set, file["shard"].as_str().unwrap_or("printing-000.safetensors"), Device::Cpu)?;
    for item in file["items"].as_array().into_iter().flatten() {
        let id = item["id"].as_str().unwrap_or_default();
        let group = format!("printing.{}", id.split('-').next().unwrap_or_default());
        if options.wants(&group, id) {
            report.add(&group, id, guarded(|| printing::item(item, &shard)));
        }
    }
    Ok(())
}

/// First what PyTorch recorded, then gradients of gradients at the same arguments.
fn run_all(options: &Options) -> Result<[Report; 2], String> {
    let set = options.folder.clone().map_or(Set::Committed, Set::Folder);
    let mut report = Report::default();
    run(&set, options, "cases", cases::case, &mut report)?;
    run(&set, options, "errors", cases::refusal, &mut report)?;
    run(&set, options, "rng", streams::stream, &mut report)?;
    print_items(&set, options, &mut report)?;
    let mut second = Report::default();
    run(&set, options, "cases", second::case, &mut second)?;
    Ok([report, second])
}

fn main() -> ExitCode {
    let Some(options) = Options::read() else { return ExitCode::SUCCESS };
    std::panic::set_hook(Box::new(|_| {}));
    let [report, second] = match run_all(&options) {
        Ok(reports) => reports,
        Err(why) => {
            println!("{why}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(Err(why)) = options.json.as_ref().map(|path| report.write(path)) {
        println!("{why}");
    }
    if options.update {
        let list: String = report.passing().into_iter().map(|op| format!("{op}\n")).collect();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/passing.txt");
        if let Err(error) = std::fs::write(path, list) {
            println!("passing.txt: {error}");
        }
    }
    println!("second order, against differences:");
    second.print(|_| true);
    let must_pass = |op: &str| options.strict || PASSING.lines().any(|line| line == op);
    println!("as PyTorch:");
    report.print(must_pass);
    let failed = second.any_failed() || report.any_failed_of(must_pass);
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
