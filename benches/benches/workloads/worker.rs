//! The processes that the driver starts: one line of JSON for each workload, as the PyTorch side prints them.

use cresset::prelude::*;
use serde_json::json;

use crate::workload::Workload;
use crate::{Failure, attention, conv, elementwise, index, matmul, measure, overhead, reduce, say, train};

fn all() -> Vec<Workload> {
    [matmul::all, elementwise::all, reduce::all, conv::all, index::all, attention::all, overhead::all, train::all]
        .into_iter()
        .flat_map(|group| group())
        .collect()
}

/// Runs the workloads of these ids.
pub fn run(ids: &[String], threads: usize, budget_ms: f64) -> Result<(), Failure> {
    cresset::set_num_threads(threads);
    let mut all = all();
    for id in ids {
        let line = match all.iter().position(|workload| workload.id == *id) {
            None => json!({ "id": id, "status": "unsupported", "reason": "no operator or form of one for it" }),
            Some(at) => match measured(all.swap_remove(at), budget_ms) {
                Ok(line) => line,
                Err(error) => json!({ "id": id, "status": "unsupported", "reason": error.to_string() }),
            },
        };
        say(&line.to_string())?;
    }
    Ok(())
}

fn measured(workload: Workload, budget_ms: f64) -> Result<serde_json::Value> {
    let id = workload.id.clone();
    workload.with(|measured| {
        let check = measured.check()?;
        let timing = measure::timing(budget_ms, || measured.run())?;
        let (median, min, runs) = (timing.median_ms, timing.min_ms, timing.runs);
        Ok(json!({ "id": id, "median_ms": median, "min_ms": min, "n": runs, "check": check }))
    })
}

/// The first result of a program.
pub fn first() -> Result<(), Failure> {
    let sum = (ones([2]) + 1.0).sum().item();
    say(&sum.to_string())
}

/// Training steps, then the most memory that this process had.
pub fn steps(n: usize, threads: usize) -> Result<(), Failure> {
    cresset::set_num_threads(threads);
    let done = train::perceptron_64().with(|measured| (0..n).try_for_each(|_| measured.run()));
    done.map_err(|error| error.to_string())?;
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| format!("/proc/self/status: {error}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<u64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    say(&json!({ "vm_hwm_kb": kilobytes }).to_string())
}
