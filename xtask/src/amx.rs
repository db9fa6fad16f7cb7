//! AMX on processors without it: a library that carries out its instructions, and the tests with it.
#![allow(clippy::print_stdout, reason = "a program prints")]

use crate::codegen::root;
use crate::emulate;

/// What runs: the tests whose products or levels of bfloat16 numbers differ there.
const RUNS: [&[&str]; 3] = [
    &["--test", "matmul", "--test", "attention"],
    &["--test", "simd_float", "a_level_can_be_forced"],
    &["--test", "conformance", "--", "--filter", "mm,matmul,linear,attention"],
];

/// The tests of products of bfloat16 numbers with no AMX. Where g++ or AVX-512 is missing they are left out, and that is
/// said.
pub fn test() -> Result<(), String> {
    if !has_vectors() {
        println!("skipped: the tests with AMX: it is emulated on processors with AVX-512");
        return Ok(());
    }
    if !emulate::can_build("the tests with AMX") {
        return Ok(());
    }
    let folder = std::path::absolute(root().join("target/amx-emulator")).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&folder).map_err(|error| format!("amx: cannot write: {}: {error}", folder.display()))?;
    let library = folder.join("amx.so");
    emulate::build("crates/ops/emulator/amx.cpp", &["-O3", "-mfma", "-mavx2"], &library)?;
    // Cargo and the compiler run without it.
    let runner = format!("env LD_PRELOAD={} CRESSET_SIMD=amx", library.display());
    RUNS.iter().try_for_each(|run| emulate::test(run, &[("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER", &runner)]))
}

#[cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
fn has_vectors() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")))]
fn has_vectors() -> bool {
    false
}
