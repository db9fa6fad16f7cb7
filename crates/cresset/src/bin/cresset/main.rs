//! The command `cresset`: looks into files of tensors and programs, converts them, runs programs.
#![allow(clippy::print_stdout, reason = "a program prints")]
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cresset::Device;

mod convert;
mod inspect;
mod progress;
mod run;

/// Looks into files of tensors and programs, converts them, runs programs.
///
/// Formats are .pt2 (torch.export), .pt and .pth (torch.save), .safetensors and their .index.json, .npz and .npy. No
/// code in a file is ever executed. Exit codes: 0 done, 1 refused, 2 misused.
#[derive(Parser)]
#[command(name = "cresset", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows names, dtypes and sizes of the tensors of a file, and what else is in it.
    Inspect {
        /// The file.
        file: PathBuf,
        /// Writes JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes the tensors of a file in the format that the ending of OUT names: pt, pth, safetensors or npz.
    Convert {
        /// The file to read.
        #[arg(value_name = "IN")]
        from: PathBuf,
        /// The file to write.
        #[arg(value_name = "OUT")]
        to: PathBuf,
        /// Takes this prefix off the names that have it.
        #[arg(long, value_name = "PREFIX")]
        strip_prefix: Option<String>,
        /// Leaves out names that do not begin with this prefix.
        #[arg(long, value_name = "PREFIX")]
        only: Option<String>,
    },
    /// Runs an exported program.
    Run {
        /// The program, a .pt2 file.
        program: PathBuf,
        /// A safetensors file with the inputs, under the program's names of them or as in.0, in.1 and so on.
        #[arg(long, value_name = "FILE")]
        inputs: PathBuf,
        /// Where to write the outputs, as out.0, out.1 and so on.
        #[arg(long, value_name = "FILE")]
        outputs: Option<PathBuf>,
        /// cpu, cuda or cuda:N.
        #[arg(long, default_value = "cpu")]
        device: Device,
        /// How often to run; the times are shown.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        repeat: u32,
        /// The seed of random numbers.
        #[arg(long)]
        seed: Option<u64>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Inspect { file, json } => inspect::inspect(&file, json),
        Command::Convert { from, to, strip_prefix, only } => convert::convert(&from, &to, only, strip_prefix),
        Command::Run { program, inputs, outputs, device, repeat, seed } => {
            run::run(&program, &inputs, outputs.as_deref(), &run::Settings { device, repeat, seed })
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
