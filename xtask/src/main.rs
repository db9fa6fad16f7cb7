//! `cargo xtask`: writes generated code, checks the house's rules, runs tests and benchmarks.
use std::process::ExitCode;

mod amx;
mod check;
mod codegen;
mod cuda;
mod emulate;
mod run;

const USAGE: &str = "usage: cargo xtask COMMAND
  codegen [--check]    write what follows from the operator table, or name what differs
  check                the rules that a machine can check: layers, unsafe code, files, names
  test                 all tests of the workspace
  test --emulate-cuda  the tests of the CUDA backend on an emulated GPU, which g++ builds
  test --emulate-amx   the tests of products with the instructions of AMX emulated
  cuda check           the kernels of that on the GPU, compiled by the NVRTC that CRESSET_NVRTC names, for sm_80 and sm_90
  conformance [DIR] [--filter PATTERN] [--json FILE] [--update]
                       PyTorch's recorded calls against the library
  bench [--filter A,B] [--against pytorch] [--threads N] [--rounds N] [--budget MS] [--json FILE]
                       the measured workloads, by turns with PyTorch; writes docs/benchmarks.md where all are asked for
  bench --kernels      criterion's benches of single kernels";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["check"] => check::all(),
        ["test"] => run::test(),
        ["test", "--emulate-cuda"] => cuda::test(),
        ["test", "--emulate-amx"] => amx::test(),
        ["cuda", "check"] => cuda::check(),
        ["conformance", ref rest @ ..] => run::conformance(rest),
        ["bench", "--kernels"] => run::cargo(&["bench", "--package", "cresset-benches", "--bench", "kernels"]),
        ["bench", ref rest @ ..] => run::bench(rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
