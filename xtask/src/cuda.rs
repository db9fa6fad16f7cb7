//! The emulated GPU: a driver and a compiler of kernels that g++ makes for this machine, and the tests on them.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::codegen::root;

mod registers;

const SOURCES: &str = "crates/storage/emulator";
/// Where the emulated compiler leaves the texts of kernels, in its folder.
const TEXTS: &str = "texts";

/// What runs on the emulated GPU: the tests of the backend, and a part of those of the library that keeps a run short. On
/// a GPU all tests run, by the variables that are set here.
const RUNS: [&[&str]; 3] = [
    &["--test", "cuda", "--test", "cuda_operators", "--test", "device", "--test", "devices"],
    &[
        "--test",
        "gradients",
        "--",
        "pointwise::mul",
        "pointwise::tanh",
        "methods::softmax",
        "methods::sum",
        "methods::linear",
    ],
    &["--test", "conformance", "--", "--filter", "softmax,mul.Tensor,sum.dim,index_select"],
];

/// A true NVRTC compiles each text that the last run of [`test`] left, for sm_80 and sm_90: no kernel may need memory for
/// its registers. The library is named by `CRESSET_NVRTC`.
pub fn check() -> Result<(), String> {
    let Some(nvrtc) = std::env::var("CRESSET_NVRTC").ok().filter(|path| Path::new(path).exists()) else {
        println!("skipped: the check by NVRTC: CRESSET_NVRTC names no libnvrtc.so.13");
        return Ok(());
    };
    let folder = folder()?;
    let (checker, texts) = (folder.join("check"), folder.join(TEXTS));
    if !texts.exists() {
        return Err(format!("cuda: no texts: {}; run cargo xtask test --emulate-cuda first", texts.display()));
    }
    compile("check.cpp", &["-ldl"], &checker)?;
    registers::check(&checker, &nvrtc, &texts)
}

/// The tests of the CUDA backend with no GPU. Where g++ is missing they are left out, and that is said.
pub fn test() -> Result<(), String> {
    let Some(folder) = build()? else { return Ok(()) };
    let kernels = folder.join("kernels");
    let before = std::env::var("LD_LIBRARY_PATH").ok();
    let search = [Some(folder.to_string_lossy().into_owned()), before].into_iter().flatten();
    let search = search.collect::<Vec<_>>().join(":");
    for arguments in RUNS {
        let status = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
            .args(["test", "--workspace"])
            .args(arguments)
            .current_dir(root())
            .env("LD_LIBRARY_PATH", &search)
            .env("CRESSET_TEST_DEVICE", "cuda")
            .env("CRESSET_KERNEL_CACHE", &kernels)
            // Each buffer ends at a guard page, and threads run in an order that nobody would guess.
            .env("CRESSET_CUDA_CACHING", "0")
            .env("CRESSET_EMULATED_ORDER", "2")
            .status()
            .map_err(|error| format!("cuda: cannot run: cargo test: {error}"))?;
        if !status.success() {
            return Err(format!("cuda: tests failed on the emulated GPU: {}", arguments.join(" ")));
        }
    }
    Ok(())
}

fn folder() -> Result<PathBuf, String> {
    std::path::absolute(root().join("target/cuda-emulator")).map_err(|error| error.to_string())
}

/// Makes the folder of the emulated GPU anew: two libraries, and the header that the compiler reads beside them. None
/// where g++ is missing, which is said.
fn build() -> Result<Option<PathBuf>, String> {
    if Command::new("g++").arg("--version").output().is_err() {
        println!("skipped: the tests of the CUDA backend: g++ is not there to build the emulated GPU");
        return Ok(None);
    }
    let folder = folder()?;
    // Kernels of an older emulator must not be found.
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    }
    let texts = folder.join(TEXTS);
    std::fs::create_dir_all(&texts).map_err(|error| failed(&texts, &error))?;
    let header = folder.join("kernel.h");
    std::fs::copy(root().join(SOURCES).join("kernel.h"), &header).map_err(|error| failed(&header, &error))?;
    for (source, library) in [("driver.cpp", "libcuda.so.1"), ("compiler.cpp", "libnvrtc.so.13")] {
        compile(source, &["-shared", "-fPIC", "-fvisibility=hidden"], &folder.join(library))?;
    }
    Ok(Some(folder))
}

/// Compiles one source of the emulator.
fn compile(source: &str, options: &[&str], out: &Path) -> Result<(), String> {
    let status = Command::new("g++")
        .args(["-std=c++17", "-O1", "-Wall", "-Wextra", "-o"])
        .arg(out)
        .arg(root().join(SOURCES).join(source))
        .args(options)
        .status()
        .map_err(|error| format!("cuda: cannot run: g++ {source}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cuda: failed: g++ {source}")) }
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("cuda: cannot write: {}: {error}", path.display())
}
