//! Which crate may import which: the picture of `docs/architecture.md`, checked both ways.
use std::collections::BTreeSet;
use std::process::Command;

use super::Finding;
use crate::codegen::root;

/// Every edge between crates of the workspace. An edge that is not here is an error, and so is a row without an edge.
const EDGES: &[(&str, &[&str])] = &[
    ("cresset-optable", &[]),
    ("cresset-storage", &[]),
    ("cresset-ops", &["cresset-storage"]),
    ("cresset-autograd", &["cresset-ops", "cresset-storage"]),
    ("cresset-nn-derive", &[]),
    ("cresset-nn", &["cresset-autograd", "cresset-nn-derive"]),
    ("cresset-optim", &["cresset-autograd"]),
    ("cresset-data", &["cresset-autograd"]),
    ("cresset-train", &["cresset-autograd", "cresset-nn", "cresset-optim", "cresset-data"]),
    ("cresset-interop", &["cresset-autograd", "cresset-nn", "cresset-optable"]),
    (
        "cresset",
        &[
            "cresset-autograd",
            "cresset-nn",
            "cresset-nn-derive",
            "cresset-optim",
            "cresset-data",
            "cresset-train",
            "cresset-interop",
        ],
    ),
    ("cresset-benches", &["cresset"]),
    ("xtask", &["cresset-optable"]),
];

/// Compares the table with what cargo says.
pub fn check() -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    let mut unseen: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    for (name, found) in edges()? {
        let Some((row, allowed)) = EDGES.iter().find(|(row, _)| *row == name) else {
            findings.push(format!("layers: a crate without a row: {name}; add it to xtask/src/check/layers.rs"));
            continue;
        };
        unseen.remove(row);
        for edge in found.iter().filter(|edge| !allowed.contains(&edge.as_str())) {
            findings.push(format!("layers: an edge upwards or sideways: {name} imports {edge}; move the code down"));
        }
        for edge in allowed.iter().filter(|edge| !found.contains(**edge)) {
            findings.push(format!("layers: a row without an edge: {name} does not import {edge}; remove the row"));
        }
    }
    findings.extend(unseen.into_iter().map(|name| format!("layers: a row without a crate: {name}; remove the row")));
    Ok(findings)
}

/// The normal dependencies among the workspace's own crates, from `cargo tree`, which needs no network.
fn edges() -> Result<Vec<(String, BTreeSet<String>)>, String> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["tree", "--workspace", "--edges", "normal", "--depth", "1", "--prefix", "depth", "--no-dedupe"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("layers: cannot run: cargo tree: {error}"))?;
    if !output.status.success() {
        return Err(format!("layers: cargo tree failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut crates: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((depth, rest)) = line.split_at_checked(1) else { continue };
        let name = rest.split(' ').next().unwrap_or_default().to_owned();
        match (depth, crates.last_mut()) {
            ("0", _) => crates.push((name, BTreeSet::new())),
            ("1", Some((_, edges))) if name.starts_with("cresset") => {
                edges.insert(name);
            }
            _ => {}
        }
    }
    Ok(crates)
}
