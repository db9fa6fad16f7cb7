//! The command line.

use std::path::PathBuf;

use crate::Failure;

const USAGE: &str = "usage: cargo xtask bench [OPTION]...
  --filter A,B          the workloads whose id contains A or B; all if not given
  --against pytorch     the same workloads in PyTorch too, by turns
  --threads N           how many threads; as many as there are cores if not given
  --rounds N            how often each group is run, 3 if not given
  --budget MS           milliseconds for each workload in each round, 400 if not given
  --json FILE           writes the figures to FILE too
  --kernels             criterion's benches of single kernels instead";

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Arguments {
    pub filter: String,
    pub against_pytorch: bool,
    pub threads: usize,
    pub rounds: usize,
    pub budget_ms: f64,
    pub json: Option<PathBuf>,
    pub role: Role,
}

/// What this process does. The driver starts the others.
#[derive(Clone, Debug)]
pub enum Role {
    /// Runs groups of workloads by turns and reports.
    Driver,
    /// Runs the workloads of these ids and prints a line of JSON for each.
    Worker(Vec<String>),
    /// Prints one sum and ends.
    First,
    /// Takes so many training steps and prints the most memory that the process had.
    Steps(usize),
}

/// Reads the arguments.
pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Arguments, Failure> {
    let mut parsed = Arguments {
        filter: String::new(),
        against_pytorch: false,
        threads: cresset::num_threads(),
        rounds: 3,
        budget_ms: 400.0,
        json: None,
        role: Role::Driver,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("bench: no value: {argument}\n{USAGE}"));
        match argument.as_str() {
            // Cargo passes it.
            "--bench" => {}
            "--filter" => parsed.filter = value()?,
            "--against" => match value()?.as_str() {
                "pytorch" => parsed.against_pytorch = true,
                other => return Err(format!("bench: unknown peer: {other}; the one peer is pytorch")),
            },
            "--threads" => parsed.threads = number(&value()?)?,
            "--rounds" => parsed.rounds = number(&value()?)?,
            "--budget" => parsed.budget_ms = number::<u32>(&value()?)?.into(),
            "--json" => parsed.json = Some(value()?.into()),
            "--ids" => parsed.role = Role::Worker(value()?.split('|').map(str::to_owned).collect()),
            "--first" => parsed.role = Role::First,
            "--mlp-steps" => parsed.role = Role::Steps(number(&value()?)?),
            _ => return Err(format!("bench: unknown argument: {argument}\n{USAGE}")),
        }
    }
    Ok(parsed)
}

fn number<N: std::str::FromStr + Default + PartialEq>(text: &str) -> Result<N, Failure> {
    let number = text.parse().ok().filter(|number| *number != N::default());
    number.ok_or_else(|| format!("bench: not a number above 0: {text}"))
}
