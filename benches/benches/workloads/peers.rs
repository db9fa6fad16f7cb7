//! The two sides as processes: this program with other arguments, and PyTorch's harness in Python.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::Failure;
use crate::arguments::Arguments;

/// One side.
#[derive(Clone, Debug)]
pub enum Peer {
    Cresset(PathBuf),
    PyTorch { python: PathBuf, harness: PathBuf, version: String },
}

/// What a side says of one workload.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Milliseconds or megabytes, and the numbers that show the result.
    Figure { value: f64, check: Vec<f64> },
    /// Why there is no figure.
    Missing(String),
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    package().parent().unwrap_or_else(package)
}

impl Peer {
    /// This program.
    pub fn cresset() -> Result<Peer, Failure> {
        std::env::current_exe().map(Peer::Cresset).map_err(|error| format!("bench: no path of this program: {error}"))
    }

    /// PyTorch in the interpreter that `CRESSET_BENCH_PYTHON` names, or in an environment under `target` that is made
    /// at the first call.
    pub fn pytorch() -> Result<Peer, Failure> {
        let named = std::env::var_os("CRESSET_BENCH_PYTHON").map(PathBuf::from);
        let python = named.map_or_else(environment, Ok)?;
        let asked = ["-c", "import torch, numpy; print(torch.__version__)"];
        let version = output(Command::new(&python).args(asked))?.trim().to_owned();
        Ok(Peer::PyTorch { python, harness: package().join("pytorch_bench.py"), version })
    }

    /// Its name.
    pub fn name(&self) -> String {
        match self {
            Peer::Cresset(_) => "Cresset".to_owned(),
            Peer::PyTorch { version, .. } => format!("PyTorch {version}"),
        }
    }

    fn command(&self) -> Command {
        match self {
            Peer::Cresset(program) => Command::new(program),
            Peer::PyTorch { python, harness, .. } => {
                let mut command = Command::new(python);
                command.arg(harness);
                command
            }
        }
    }

    /// Runs the workloads of these ids in one process: their ids and answers.
    pub fn run(&self, ids: &[&str], arguments: &Arguments) -> Result<Vec<(String, Answer)>, Failure> {
        let (threads, budget) = (arguments.threads.to_string(), arguments.budget_ms.to_string());
        let mut command = self.command();
        command.args(["--threads", &threads, "--budget", &budget, "--ids", &ids.join("|")]);
        // What a process printed before it failed counts; the rest of its group is missing.
        let (lines, failure) = printed(&mut command)?;
        failure.into_iter().for_each(|failure| eprintln!("{failure}"));
        lines.lines().filter(|line| line.starts_with('{')).map(answer).collect()
    }

    /// A workload that is a whole process.
    pub fn run_process(&self, id: &str, threads: usize) -> Result<Answer, Failure> {
        let value = match id {
            "proc_start" => {
                let mut times: Vec<f64> = Vec::new();
                for _ in 0..5 {
                    let started = Instant::now();
                    output(self.command().arg("--first"))?;
                    times.push(started.elapsed().as_secs_f64() * 1e3);
                }
                times.sort_by(f64::total_cmp);
                times[times.len() / 2]
            }
            "proc_rss_mlp" => {
                let text = output(self.command().args(["--threads", &threads.to_string(), "--mlp-steps", "200"]))?;
                let line: Value = serde_json::from_str(text.trim()).map_err(|error| unreadable(&text, &error))?;
                match line["vm_hwm_kb"].as_f64() {
                    Some(kilobytes) => kilobytes / 1e3,
                    None => return Ok(Answer::Missing("this system does not say how much memory it took".to_owned())),
                }
            }
            "proc_install" => self.installed_mb()?,
            _ => return Ok(Answer::Missing("not written".to_owned())),
        };
        Ok(Answer::Figure { value, check: Vec::new() })
    }

    /// Megabytes on the disk: this program, which holds all of Cresset, without symbols where `strip` is there; the
    /// packages that PyTorch needs.
    fn installed_mb(&self) -> Result<f64, Failure> {
        match self {
            Peer::Cresset(program) => {
                let stripped = program.with_extension("stripped");
                let done = output(Command::new("strip").arg("-o").arg(&stripped).arg(program));
                let program = if done.is_ok() { &stripped } else { program };
                let metadata = std::fs::metadata(program).map_err(|error| format!("{}: {error}", program.display()))?;
                Ok(metadata.len() as f64 / 1e6)
            }
            Peer::PyTorch { .. } => {
                let text = output(self.command().arg("--installed"))?;
                text.trim().parse().map_err(|error| unreadable(&text, &error))
            }
        }
    }
}

fn answer(line: &str) -> Result<(String, Answer), Failure> {
    let value: Value = serde_json::from_str(line).map_err(|error| unreadable(line, &error))?;
    let id = value["id"].as_str().unwrap_or_default().to_owned();
    let answer = match value["median_ms"].as_f64() {
        Some(median) => {
            let check = match &value["check"] {
                Value::Array(numbers) => numbers.iter().filter_map(Value::as_f64).collect(),
                number => number.as_f64().into_iter().collect(),
            };
            Answer::Figure { value: median, check }
        }
        None => Answer::Missing(value["reason"].as_str().unwrap_or("it gave no figure").to_owned()),
    };
    Ok((id, answer))
}

fn unreadable(text: &str, error: &dyn std::fmt::Display) -> Failure {
    format!("bench: not what was expected: {}: {error}", text.trim())
}

/// What a command prints, where it ends well.
fn output(command: &mut Command) -> Result<String, Failure> {
    let (text, failure) = printed(command)?;
    failure.map_or(Ok(text), Err)
}

/// What a command prints, and why it failed if it did. Its errors are shown.
fn printed(command: &mut Command) -> Result<(String, Option<Failure>), Failure> {
    let done = command.stderr(Stdio::inherit()).output();
    let failed = |why: &dyn std::fmt::Display| format!("bench: {why}: {}", command_line(command));
    let output = done.map_err(|error| failed(&error))?;
    let failure = (!output.status.success()).then(|| failed(&output.status));
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), failure))
}

fn command_line(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The interpreter of an environment under `target` with PyTorch in it.
fn environment() -> Result<PathBuf, Failure> {
    let folder = root().join("target/bench-python");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    // Written last, so that an environment that was not finished is made again.
    let ready = folder.join("ready");
    if !ready.exists() {
        eprintln!("making {} with PyTorch 2.15, once", folder.display());
        output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "torch==2.15.0", "numpy"]))?;
        std::fs::write(&ready, "").map_err(|error| format!("{}: {error}", ready.display()))?;
    }
    Ok(python)
}
