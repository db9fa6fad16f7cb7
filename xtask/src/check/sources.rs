//! Rules about single files: where unsafe code may stand, who matches on dtypes, names, lengths, first lines.
use super::{Finding, Source};

/// Modules that may hold unsafe code: they touch memory, threads, instructions or drivers.
const UNSAFE: &[&str] = &[
    "crates/storage/src/storage.rs",
    // Reads the structures that other libraries hand over.
    "crates/storage/src/dlpack.rs",
    // Maps files.
    "crates/storage/src/mapped.rs",
    // Writes a value into counted room.
    "crates/storage/src/placed.rs",
    "crates/storage/src/cpu/",
    "crates/storage/src/cuda.rs",
    "crates/storage/src/cuda/",
    "crates/ops/src/access.rs",
    "crates/ops/src/plain.rs",
    "crates/ops/src/parallel.rs",
    "crates/ops/src/simd.rs",
    "crates/ops/src/simd/",
    "crates/ops/src/cpu/",
    // Starts kernels of a GPU.
    "crates/ops/src/cuda/launch.rs",
    // Hands strided operands of a product to its kernel.
    "crates/ops/src/matmul.rs",
];

/// Crates whose root must forbid unsafe code.
const SAFE_CRATES: &[&str] = &["optable", "autograd", "nn", "nn-derive", "optim", "data", "interop", "cresset"];

/// Modules that may match on dtypes: the types themselves, and the one macro for kernels.
const DTYPE_MATCHES: &[&str] =
    &["crates/storage/src/dtype.rs", "crates/storage/src/promotion.rs", "crates/ops/src/plain.rs"];

const BANNED_NAMES: &[&str] = &["utils", "util", "common", "helpers", "misc", "base", "mod"];

const LONG: usize = 800;

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let (path, text) = (source.path.as_str(), source.text.as_str());
        let library = path.contains("/src/");
        if !text.starts_with("//!") {
            findings.push(format!("files: no first line: {path}; open it with `//!` and what it is"));
        }
        let name = path.rsplit('/').next().and_then(|file| file.strip_suffix(".rs")).unwrap_or_default();
        if BANNED_NAMES.contains(&name) {
            findings.push(format!("names: says nothing: {path}; name it after what is in it"));
        }
        let lines = text.lines().count();
        if lines > LONG && !text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.contains("lines")) {
            findings.push(format!("files: {lines} lines: {path}; split it, or say why in its first lines"));
        }
        if path.starts_with("crates/")
            && library
            && uses_unsafe(text)
            && !UNSAFE.iter().any(|allowed| path.starts_with(allowed))
        {
            findings.push(format!("unsafe: not in a listed module: {path}; see docs/architecture.md"));
        }
        if path.starts_with("crates/ops/src/") && matches_dtype(text) && !DTYPE_MATCHES.contains(&path) {
            findings.push(format!("dtypes: matched outside of plain.rs: {path}; use for_dtype!"));
        }
        for mark in ["TODO", "FIXME", "todo!(", "unimplemented!("] {
            if library && !path.starts_with("xtask/") && text.contains(mark) {
                findings.push(format!("files: left open: {path} has {mark}; finish it or take it out"));
            }
        }
    }
    for name in SAFE_CRATES {
        let path = format!("crates/{name}/src/lib.rs");
        let forbids = |source: &&Source| source.path == path && source.text.contains("#![forbid(unsafe_code)]");
        if !sources.iter().any(|source| forbids(&source)) {
            findings.push(format!("unsafe: not forbidden: {path}; add #![forbid(unsafe_code)]"));
        }
    }
    findings
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"))
}

fn uses_unsafe(text: &str) -> bool {
    code_lines(text).any(|line| ["unsafe {", "unsafe fn", "unsafe impl"].iter().any(|form| line.contains(form)))
}

/// Arms for several dtypes in one file: a single `DType::Bool =>` is a special case, not a dispatch.
fn matches_dtype(text: &str) -> bool {
    code_lines(text).filter(|line| line.starts_with("DType::") && line.contains("=>")).count() > 2
}
