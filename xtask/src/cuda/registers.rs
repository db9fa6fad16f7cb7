//! The texts of kernels, compiled by a true NVRTC: what each kernel takes of a multiprocessor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// One kernel as the checker tells of it: `ARCHITECTURE REGISTERS SPILLED ENTRY: PROGRAM`.
struct Kernel {
    registers: u32,
    spilled_bytes: u32,
    /// The first word of its program's name; elementwise operators are one group.
    group: String,
    line: String,
}

impl Kernel {
    fn read(line: &str) -> Option<Kernel> {
        let (kernel, program) = line.split_once(": ")?;
        let [_, registers, spilled, entry] = kernel.split(' ').collect::<Vec<_>>()[..] else { return None };
        let elementwise = ["contiguous", "strided"].contains(&entry);
        let group = if elementwise { "elementwise" } else { program.split(' ').next()? }.to_owned();
        let [registers, spilled_bytes] = [registers, spilled].map(|count| count.parse().ok());
        Some(Kernel { registers: registers?, spilled_bytes: spilled_bytes?, group, line: line.to_owned() })
    }
}

/// Compiles each text by the checker, as many at a time as there are processors, and prints a table. An error where a
/// text does not compile or a kernel needs memory for its registers.
pub fn check(checker: &Path, nvrtc: &str, texts: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cuda: cannot read: {}: {error}", texts.display());
    let found = std::fs::read_dir(texts).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let paths: Vec<PathBuf> = found.iter().map(std::fs::DirEntry::path).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut answers = Vec::new();
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            answers.push(compile(checker, nvrtc, path)?);
        }
        Ok(answers)
    };
    let n_workers = thread::available_parallelism().map_or(1, usize::from);
    let answers = thread::scope(|scope| {
        let workers: Vec<_> = (0..n_workers).map(|_| scope.spawn(work)).collect();
        let joined =
            workers.into_iter().map(|worker| worker.join().map_err(|_| "cuda: a worker panicked".to_owned())?);
        joined.collect::<Result<Vec<Vec<_>>, String>>()
    })?;
    let answers: Vec<(String, String)> = answers.into_iter().flatten().collect();
    let kernels: Vec<Kernel> =
        answers.iter().flat_map(|(kernels, _)| kernels.lines().filter_map(Kernel::read)).collect();
    print!("{}", table(&kernels));
    let refused: String = answers.iter().map(|(_, errors)| errors.as_str()).collect();
    match (refused.is_empty(), kernels.is_empty()) {
        (true, false) => Ok(()),
        (true, true) => Err(format!("cuda: no kernels: {}", texts.display())),
        (false, _) => Err(format!("cuda: NVRTC refuses a text, or a kernel spills:\n{refused}")),
    }
}

/// What the checker says of a text's kernels, and what it finds wrong.
fn compile(checker: &Path, nvrtc: &str, text: &Path) -> Result<(String, String), String> {
    let mut command = Command::new(checker);
    // NVRTC looks for a library that lies beside it where all are looked for.
    if let Some(beside) = Path::new(nvrtc).parent() {
        command.env("LD_LIBRARY_PATH", beside);
    }
    let answer = command.arg(nvrtc).arg(text).output();
    let answer = answer.map_err(|error| format!("cuda: cannot run: {}: {error}", checker.display()))?;
    let [kernels, mut errors] = [answer.stdout, answer.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    if !answer.status.success() && errors.is_empty() {
        errors = format!("{}: {}\n", text.display(), answer.status);
    }
    Ok((kernels, errors))
}

/// A row for each group of programs.
fn table(kernels: &[Kernel]) -> String {
    let mut groups: BTreeMap<&str, Vec<&Kernel>> = BTreeMap::new();
    for kernel in kernels {
        groups.entry(&kernel.group).or_default().push(kernel);
    }
    let row = |name: &str, kernels: &[&Kernel]| {
        let spilling = kernels.iter().filter(|kernel| kernel.spilled_bytes > 0).count();
        let most = kernels.iter().max_by_key(|kernel| kernel.registers);
        let (registers, line) = most.map_or((0, ""), |kernel| (kernel.registers, &kernel.line));
        format!("{name:<16} {:>7} {registers:>9} {spilling:>8}  {line}\n", kernels.len())
    };
    let rows: String = groups.iter().map(|(name, kernels)| row(name, kernels)).collect();
    let all = row("all", &kernels.iter().collect::<Vec<_>>());
    format!("{:<16} {:>7} {:>9} {:>8}  the most registers\n{rows}{all}", "program", "kernels", "registers", "spilling")
}
