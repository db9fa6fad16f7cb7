//! The measured workloads, on Cresset alone or by turns with PyTorch: `cargo xtask bench`.

mod arguments;
mod attention;
mod chart;
mod conv;
mod elementwise;
mod index;
mod inputs;
mod limits;
mod matmul;
mod measure;
mod networks;
mod overhead;
mod peers;
mod reduce;
mod report;
mod rounds;
mod set;
mod train;
mod worker;
mod workload;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, Role};
use limits::Limits;
use peers::{Peer, root};
use rounds::Row;

/// Why something could not be done, in one line.
type Failure = String;

fn main() -> ExitCode {
    match arguments::parse(std::env::args().skip(1)).and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.role {
        Role::Driver => drive(arguments),
        Role::Worker(ids) => worker::run(ids, arguments.threads, arguments.budget_ms),
        Role::First => worker::first(),
        Role::Steps(n) => worker::steps(*n, arguments.threads),
    }
}

fn drive(arguments: &Arguments) -> Result<(), Failure> {
    let entries = set::chosen(set::read()?, &arguments.filter)?;
    let mut peers = vec![Peer::cresset()?];
    if arguments.against_pytorch {
        peers.push(Peer::pytorch()?);
    }
    let limits = Limits::measure(arguments.threads);
    let machine = report::machine(&limits, arguments);
    let rows = rounds::run(&entries, &peers, &limits, arguments)?;
    say(&report::text(&rows, &machine))?;
    if let Some(file) = &arguments.json {
        let rows: Vec<_> = rows.iter().map(Row::json).collect();
        let peers: Vec<_> = peers.iter().map(Peer::name).collect();
        let all = serde_json::json!({ "machine": machine, "peers": peers, "rows": rows });
        write(file, &format!("{all:#}\n"))?;
    }
    // The pages show the whole set or are left as they are.
    if let [_, pytorch] = &peers[..]
        && arguments.filter.is_empty()
    {
        let docs = root().join("docs");
        write(&docs.join("benchmarks.md"), &report::markdown(&rows, &machine, &pytorch.name(), arguments))?;
        chart::draw(&docs.join("benchmarks.svg"), &rows)?;
    }
    let differing: Vec<&str> =
        rows.iter().filter(|row| row.agrees() == Some(false)).map(|row| row.entry.id.as_str()).collect();
    if differing.is_empty() { Ok(()) } else { Err(format!("bench: checks differ: {}", differing.join(", "))) }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Prints a line.
fn say(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}").map_err(|error| format!("bench: standard output: {error}"))
}
