//! Writes the files that follow from the operator table, or checks that they are what it would write.
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod bodies;
mod dispatch;
mod formulas;
mod kernels;
mod methods;
mod pointwise;
mod reference;
mod rules;
mod tests;
mod twins;

/// Texts by path from the root of the workspace.
type Files = BTreeMap<String, String>;

/// First line of a generated Rust file.
fn header(what: &str) -> String {
    format!("//! {what} Written by `cargo xtask codegen` from `crates/optable`; do not edit.\n")
}

/// `use` lines for those names of a module that the text mentions.
fn imports(text: &str, modules: &[(&str, &[&str])]) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mentions = |name: &&&str| text.split(|c| !is_word(c)).any(|word| word == **name);
    let line = |(module, names): &(&str, &[&str])| {
        let used: Vec<&str> = names.iter().filter(mentions).copied().collect();
        if used.is_empty() { String::new() } else { format!("use {module}::{{{}}};\n", used.join(", ")) }
    };
    modules.iter().map(line).collect()
}

/// Each distinct group in order of first appearance, with its members.
fn grouped<T>(items: &[T], group: impl Fn(&T) -> &'static str) -> Vec<(&'static str, Vec<&T>)> {
    let mut groups: Vec<(&'static str, Vec<&T>)> = Vec::new();
    for item in items {
        match groups.iter_mut().find(|(name, _)| *name == group(item)) {
            Some((_, members)) => members.push(item),
            None => groups.push((group(item), vec![item])),
        }
    }
    groups
}

/// `leaky_relu` as `LeakyRelu`.
fn camel(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|word| !word.is_empty()).map(capital).collect()
}

fn generate() -> Result<Files, String> {
    let (rows, methods) = (cresset_optable::rows(), cresset_optable::methods());
    let mut files = Files::new();
    bodies::write(&rows, &mut files);
    kernels::write(&rows, &mut files);
    rules::write(&cresset_optable::rules(), &mut files);
    pointwise::write(&rows, &mut files);
    methods::write(&methods, &mut files);
    files.insert("crates/autograd/src/generated.rs".to_owned(), twins::root(&rows, &methods));
    tests::write(&rows, &methods, &mut files);
    dispatch::write(&rows, &methods, &mut files);
    files.insert("docs/ops.md".to_owned(), reference::text(&rows, &methods));
    let rust = files.iter_mut().filter(|(path, _)| path.ends_with(".rs"));
    for (path, text) in rust {
        *text = formatted(text).map_err(|error| format!("codegen: rustfmt failed: {path}: {error}"))?;
    }
    Ok(files)
}

fn formatted(text: &str) -> Result<String, String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    if let Some(mut input) = rustfmt.stdin.take() {
        input.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = rustfmt.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(output.status.to_string());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files in the folders that hold nothing but generated ones and that are not generated any more.
fn leftovers(files: &Files) -> Vec<String> {
    let folders = [
        "crates/ops/src/generated",
        "crates/autograd/src/generated",
        "crates/autograd/tests/generated",
        "crates/interop/src/generated",
    ];
    let in_folder = |folder: &&str| {
        let entries = std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
        entries.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy())).collect::<Vec<_>>()
    };
    folders.iter().flat_map(in_folder).filter(|path| !files.contains_key(path)).collect()
}

/// Writes every generated file and removes those that no longer are.
pub fn write() -> Result<(), String> {
    let files = generate()?;
    let failed = |path: &str, error: std::io::Error| format!("codegen: cannot write: {path}: {error}");
    for (path, text) in &files {
        let target = root().join(path);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(path, error))?;
        }
        std::fs::write(target, text).map_err(|error| failed(path, error))?;
    }
    for path in leftovers(&files) {
        std::fs::remove_file(root().join(&path)).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// Names the files that differ from what `write` would leave.
pub fn check() -> Result<(), String> {
    let files = generate()?;
    let fresh = |(path, text): &(&String, &String)| {
        std::fs::read_to_string(root().join(path)).is_ok_and(|found| found == **text)
    };
    let mut stale: Vec<String> = files.iter().filter(|file| !fresh(file)).map(|(path, _)| path.clone()).collect();
    stale.extend(leftovers(&files));
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("codegen: files are not fresh: {}; run `cargo xtask codegen`", stale.join(", ")))
}

#[cfg(test)]
mod fresh {
    /// A change of the table or of the generator comes with the files that follow from it.
    #[test]
    fn generated_files_are_fresh() {
        assert_eq!(super::check(), Ok(()));
    }
}
