//! What came of each case, and how it is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::json;

use crate::decode::{Checked, Trouble};

/// Results of all cases by operator.
#[derive(Default)]
pub struct Report {
    failures: BTreeMap<String, Vec<(String, String)>>,
    skipped: BTreeMap<String, usize>,
    passed: BTreeMap<String, usize>,
    cases: Vec<serde_json::Value>,
}

impl Report {
    pub fn add(&mut self, op: &str, id: &str, outcome: Checked) {
        let (result, why) = match outcome {
            Ok(()) => {
                *self.passed.entry(op.to_owned()).or_default() += 1;
                ("passed", String::new())
            }
            Err(Trouble::Skipped(why)) => {
                *self.skipped.entry(why.clone()).or_default() += 1;
                ("skipped", why)
            }
            Err(Trouble::Failed(why)) => {
                self.failures.entry(op.to_owned()).or_default().push((id.to_owned(), why.clone()));
                ("failed", why)
            }
        };
        self.cases.push(json!({ "op": op, "id": id, "result": result, "why": why }));
    }

    fn n_passed(&self) -> usize {
        self.passed.values().sum()
    }

    fn n_failed(&self) -> usize {
        self.failures.values().map(Vec::len).sum()
    }

    /// Whether any case of the operator failed.
    pub fn has_failed(&self, op: &str) -> bool {
        self.failures.contains_key(op)
    }

    pub fn any_failed(&self) -> bool {
        !self.failures.is_empty()
    }

    /// Whether an operator that must pass has failures.
    pub fn any_failed_of(&self, must_pass: impl Fn(&str) -> bool) -> bool {
        self.failures.keys().any(|op| must_pass(op))
    }

    /// Operators with cases, none of which failed.
    pub fn passing(&self) -> BTreeSet<&str> {
        self.passed.keys().map(String::as_str).filter(|op| !self.has_failed(op)).collect()
    }

    /// Failures by operator, reasons of what was skipped, and the counts.
    pub fn print(&self, shown: impl Fn(&str) -> bool) {
        for (op, failures) in self.failures.iter().filter(|(op, _)| shown(op)) {
            println!("{op}: {} failed, {} passed", failures.len(), self.passed.get(op).copied().unwrap_or_default());
            for (id, why) in failures {
                let line: String = why.replace('\n', " ").chars().take(240).collect();
                println!("  {id}: {line}");
            }
        }
        for (why, count) in &self.skipped {
            println!("{count} skipped: {why}");
        }
        println!("{} passed, {} failed", self.n_passed(), self.n_failed());
    }

    pub fn write(&self, path: &str) -> Result<(), String> {
        let json = json!({ "passed": self.n_passed(), "failed": self.n_failed(), "cases": self.cases });
        fs::write(path, json.to_string()).map_err(|error| format!("{path}: {error}"))
    }
}
