//! Runs cargo on the workspace.
use std::process::Command;

use crate::codegen::root;

/// Runs cargo with the arguments, its output shown.
pub fn cargo(arguments: &[&str]) -> Result<(), String> {
    let line = arguments.join(" ");
    let status = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(arguments)
        .current_dir(root())
        .status()
        .map_err(|error| format!("xtask: cannot run: cargo {line}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("xtask: failed: cargo {line}")) }
}

/// Every test: units, properties, documentation; the examples are built.
pub fn test() -> Result<(), String> {
    cargo(&["test", "--workspace"])
}

/// The workloads whose id contains `filter`.
pub fn bench(filter: &str) -> Result<(), String> {
    cargo(&["bench", "--package", "cresset-benches", "--bench", "workloads", "--", filter])
}
