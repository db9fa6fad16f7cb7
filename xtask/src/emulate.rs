//! What the emulators share: libraries that g++ builds, and the tests that run on them.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::Path;
use std::process::Command;

use crate::codegen::root;

/// Whether g++ is there; where it is not, what is left out is said.
pub fn can_build(left_out: &str) -> bool {
    let there = Command::new("g++").arg("--version").output().is_ok();
    if !there {
        println!("skipped: {left_out}: g++ is not there to build what emulates it");
    }
    there
}

/// Builds a library from a source of the project.
pub fn build(source: &str, flags: &[&str], library: &Path) -> Result<(), String> {
    build_program(source, &[flags, &["-shared", "-fPIC", "-fvisibility=hidden"]].concat(), library)
}

/// Builds a program from a source of the project.
pub fn build_program(source: &str, flags: &[&str], program: &Path) -> Result<(), String> {
    let status = Command::new("g++")
        .args(["-std=c++17", "-Wall", "-Wextra", "-o"])
        .arg(program)
        .arg(root().join(source))
        .args(flags)
        .status()
        .map_err(|error| format!("xtask: cannot run: g++ {source}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("xtask: failed: g++ {source}")) }
}

/// Runs tests of the workspace with more variables in their environment.
pub fn test(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), String> {
    let line = arguments.join(" ");
    let status = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["test", "--workspace"])
        .args(arguments)
        .current_dir(root())
        .envs(environment.iter().copied())
        .status()
        .map_err(|error| format!("xtask: cannot run: cargo test: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("xtask: tests failed where the machine is emulated: {line}")) }
}
