//! Runs cargo on the workspace.
use std::path::Path;
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

/// The measured workloads; the benchmark itself reads the arguments.
pub fn bench(arguments: &[&str]) -> Result<(), String> {
    let mut arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    // Cargo runs a benchmark in the folder of its package.
    if let Some(at) = arguments.iter().position(|argument| argument == "--json")
        && let Some(file) = arguments.get_mut(at + 1)
    {
        let path = std::path::absolute(&*file).map_err(|error| format!("bench: {file}: {error}"))?;
        *file = path.to_string_lossy().into_owned();
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let bench = ["bench", "--package", "cresset-benches", "--bench", "workloads", "--"];
    cargo(&[&bench[..], &arguments].concat())
}

/// The conformance set in the folder that the arguments name, in `../shared/conformance`, or the committed one.
pub fn conformance(arguments: &[&str]) -> Result<(), String> {
    let shared = root().join("../shared/conformance");
    let shared = shared.to_string_lossy().into_owned();
    let names_folder = arguments.iter().any(|argument| Path::new(argument).is_dir());
    let folder = (!names_folder && Path::new(&shared).is_dir()).then_some(shared.as_str());
    let test = ["test", "-q", "-p", "cresset-interop", "--test", "conformance", "--", "--strict"];
    cargo(&[&test[..], folder.as_slice(), arguments].concat())
}
