//! The figures as a table: in the terminal, and as `docs/benchmarks.md`.

use std::fmt::Write as _;

use crate::arguments::Arguments;
use crate::limits::{Limits, features};
use crate::rounds::{Row, Side, by_group, geometric_mean};

/// The machine in words, without its name.
pub fn machine(limits: &Limits, arguments: &Arguments) -> String {
    let memory = limits.reading.last().map_or(0.0, |(_, rate)| rate / 1e9);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{cores} cores ({}), {} threads used; memory read at {memory:.1} GB/s; {:.0} GFLOP/s in f32, {:.0} in f64, {:.0} in bf16",
        features(),
        arguments.threads,
        limits.f32 / 1e9,
        limits.f64 / 1e9,
        limits.bf16 / 1e9
    )
}

const HEAD: [&str; 8] = ["id", "Cresset", "PyTorch", "ratio", "of limit", "check", "PyTorch's", "note"];

fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.2}"),
        size if size >= 0.01 => format!("{value:.4}"),
        _ => format!("{value:.6}"),
    }
}

fn times(ratio: f64) -> String {
    if ratio >= 100.0 { format!("{ratio:.0}") } else { format!("{ratio:.2}") }
}

fn figure(row: &Row, side: Option<&Result<Side, String>>) -> String {
    match side {
        None => String::new(),
        Some(Err(_)) => "missing".to_owned(),
        Some(Ok(side)) => format!("{} {}", number(side.value), row.entry.unit()),
    }
}

fn check(side: Option<&Result<Side, String>>) -> String {
    let Some(Ok(side)) = side else { return String::new() };
    let shown = |value: &f64| match value.abs() {
        size if size >= 1e-3 => format!("{value:.6}"),
        _ => format!("{value:.6e}"),
    };
    side.check.iter().map(shown).collect::<Vec<_>>().join(" ")
}

fn note(row: &Row) -> String {
    let mut notes = Vec::new();
    if row.ratio().is_some_and(|ratio| ratio < 1.0) {
        notes.push("PyTorch wins");
    }
    if row.agrees() == Some(false) {
        notes.push("CHECKS DIFFER");
    }
    notes.join(", ")
}

fn cells(row: &Row) -> [String; 8] {
    [
        row.entry.id.clone(),
        figure(row, Some(&row.cresset)),
        figure(row, row.pytorch.as_ref()),
        row.ratio().map_or_else(String::new, times),
        row.percent_of_limit().map_or_else(String::new, |percent| format!("{percent:.1} %")),
        check(Some(&row.cresset)),
        check(row.pytorch.as_ref()),
        note(row),
    ]
}

/// The geometric means of the groups' ratios, and of all timed in one process, with how many ratios they are of.
fn means(rows: &[Row]) -> Vec<(String, f64, usize)> {
    let mut means = Vec::new();
    let timed = rows.iter().filter(|row| row.entry.group != "process").collect();
    for (group, rows) in by_group(rows).into_iter().chain([("all but process", timed)]) {
        if let Some(mean) = geometric_mean(&rows) {
            means.push((group.to_owned(), mean, rows.iter().filter(|row| row.ratio().is_some()).count()));
        }
    }
    means
}

/// What has no figure, and why.
fn missing(rows: &[Row]) -> Vec<String> {
    let mut missing = Vec::new();
    for row in rows {
        let sides = [("Cresset", Some(&row.cresset)), ("PyTorch", row.pytorch.as_ref())];
        for (name, side) in sides {
            if let Some(Err(reason)) = side {
                missing.push(format!("{}, {name}: {reason}", row.entry.id));
            }
        }
    }
    missing
}

/// For the terminal.
pub fn text(rows: &[Row], machine: &str) -> String {
    let mut text = format!("{machine}\n\n");
    let mut line = |cells: [&str; 8]| {
        let [id, ours, theirs, ratio, limit, check, their_check, note] = cells;
        let row = format!("{id:<26}{ours:>14}{theirs:>14}{ratio:>8}{limit:>10}  {check:<19}{their_check:<19}{note}");
        _ = writeln!(text, "{}", row.trim_end());
    };
    line(HEAD);
    for row in rows {
        line(cells(row).each_ref().map(String::as_str));
    }
    for line in missing(rows) {
        _ = writeln!(text, "missing: {line}");
    }
    for (group, mean, n) in means(rows) {
        _ = writeln!(text, "geometric mean of {group}: {} ({n} workloads)", times(mean));
    }
    text
}

/// `docs/benchmarks.md`.
pub fn markdown(rows: &[Row], machine: &str, peer: &str, arguments: &Arguments) -> String {
    let mut text = format!(
        "# Benchmarks against {peer}

Written by `cargo xtask bench --against pytorch`. Both sides ran by turns in one run, {} rounds; each figure is the middle of the rounds' medians.

Machine: {machine}.

- **ratio**: PyTorch's figure in multiples of Cresset's. Above 1 Cresset is faster or smaller; below 1 PyTorch wins, and the note says so.
- **of limit**: the least time that the machine allows, for the bytes and operations of `benches/workloads.json`, in hundredths of Cresset's time. Memory is measured by reading, at the workload's size; arithmetic in registers, that of bfloat16 by AVX-512 BF16 even where products are by AMX. Caches between the measured sizes and what one run leaves in them can take a row above 100 %.
- **check**: the mean size of the result's elements, or the first and the fifth loss, from the same inputs on both sides. They agree within 1e-5 of their size, of ResNet's training within 1e-3, or the note says that they differ.
- **process**: from start to the first printed sum; the most memory of 200 training steps; what is on the disk: Cresset's program without symbols, and the packages of PyTorch's environment, which on Linux bring CUDA's libraries.

![Ratios by group](benchmarks.svg)

| group | geometric mean of the ratios | workloads | PyTorch wins |
|---|---|---|---|
",
        arguments.rounds
    );
    let groups = by_group(rows);
    for (group, mean, n) in means(rows) {
        let of_group = groups.iter().find(|(name, _)| *name == group);
        let wins = |row: &&Row| row.ratio().is_some_and(|ratio| ratio < 1.0);
        let n_wins = match of_group {
            Some((_, rows)) => rows.iter().copied().filter(wins).count(),
            None => rows.iter().filter(|row| row.entry.group != "process").filter(wins).count(),
        };
        _ = writeln!(text, "| {group} | {} | {n} | {n_wins} |", times(mean));
    }
    _ = writeln!(text, "\n| {} |\n|{}", HEAD.join(" | "), "---|".repeat(HEAD.len()));
    for row in rows {
        let [id, rest @ ..] = cells(row);
        _ = writeln!(text, "| `{id}` | {} |", rest.join(" | "));
    }
    let missing = missing(rows);
    if !missing.is_empty() {
        text += "\n## Missing\n\n";
        for line in missing {
            _ = writeln!(text, "- {line}");
        }
    }
    text
}
