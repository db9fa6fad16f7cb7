//! The emulated GPU: a driver and a compiler of kernels that g++ makes for this machine, and the tests on them.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::{Path, PathBuf};

use crate::codegen::root;
use crate::emulate;

mod registers;

const SOURCES: &str = "crates/storage/emulator";
const LIBRARIES: [(&str, &str); 4] = [
    ("driver.cpp", "libcuda.so.1"),
    ("compiler.cpp", "libnvrtc.so.13"),
    ("blas.cpp", "libcublasLt.so.13"),
    ("dnn.cpp", "libcudnn.so.9"),
];
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

/// A true NVRTC compiles each text that the last run of [`test()`] left, for sm_80 and sm_90: no kernel may need memory for
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
    emulate::build_program(&format!("{SOURCES}/check.cpp"), &["-O1", "-ldl"], &checker)?;
    registers::check(&checker, &nvrtc, &texts)
}

/// The tests of the CUDA backend with no GPU. Where g++ is missing they are left out, and that is said.
pub fn test() -> Result<(), String> {
    if !emulate::can_build("the tests of the CUDA backend") {
        return Ok(());
    }
    let folder = build()?;
    let kernels = folder.join("kernels").to_string_lossy().into_owned();
    let before = std::env::var("LD_LIBRARY_PATH").ok();
    let search = [Some(folder.to_string_lossy().into_owned()), before].into_iter().flatten();
    let search = search.collect::<Vec<_>>().join(":");
    let environment = [
        ("LD_LIBRARY_PATH", search.as_str()),
        ("CRESSET_TEST_DEVICE", "cuda"),
        ("CRESSET_KERNEL_CACHE", kernels.as_str()),
        // Each buffer ends at a guard page, and threads run in an order that nobody would guess.
        ("CRESSET_CUDA_CACHING", "0"),
        ("CRESSET_EMULATED_ORDER", "2"),
    ];
    RUNS.iter().try_for_each(|run| emulate::test(run, &environment))
}

fn folder() -> Result<PathBuf, String> {
    std::path::absolute(root().join("target/cuda-emulator")).map_err(|error| error.to_string())
}

/// Makes the folder of the emulated GPU anew: its libraries, and the header that the compiler reads beside them.
fn build() -> Result<PathBuf, String> {
    let folder = folder()?;
    let failed = |path: &Path, error: std::io::Error| format!("cuda: cannot write: {}: {error}", path.display());
    // Kernels of an older emulator must not be found.
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| failed(&folder, error))?;
    }
    let texts = folder.join(TEXTS);
    std::fs::create_dir_all(&texts).map_err(|error| failed(&texts, error))?;
    let header = folder.join("kernel.h");
    std::fs::copy(root().join(SOURCES).join("kernel.h"), &header).map_err(|error| failed(&header, error))?;
    for (source, library) in LIBRARIES {
        emulate::build(&format!("{SOURCES}/{source}"), &["-O1"], &folder.join(library))?;
    }
    Ok(folder)
}
