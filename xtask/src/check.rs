//! The rules of `docs/architecture.md` that a machine can check.
use std::path::{Path, PathBuf};

use crate::codegen::{self, root};

mod layers;
mod sources;

/// One broken rule: where, and what to do.
type Finding = String;

/// A Rust file of the project, generated ones left out.
pub struct Source {
    /// From the root of the workspace, with `/`.
    pub path: String,
    pub text: String,
}

/// Runs every check and lists all that is broken.
pub fn all() -> Result<(), String> {
    let sources = rust_files()?;
    let mut findings = layers::check()?;
    findings.extend(sources::check(&sources));
    findings.extend(codegen::check().err());
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n")) }
}

fn rust_files() -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    let mut folders: Vec<PathBuf> = ["crates", "xtask", "benches"].iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            let skipped = path.file_name().is_some_and(|name| name == "target" || name == "generated");
            if path.is_dir() && !skipped {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
                let path = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                sources.push(Source { path, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("check: cannot read: {}: {error}", path.display())
}
