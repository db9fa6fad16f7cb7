//! The set of workloads as `workloads.json` describes it: what each reads, writes and computes.

use serde::Deserialize;

use crate::Failure;

/// One workload's description.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    pub id: String,
    pub group: String,
    /// Products and sums, a fused pair as two.
    pub flops: f64,
    /// Read and written at the least.
    pub bytes: f64,
    /// The arithmetic whose peak bounds it: `f32`, `f64`, `bf16`, or `none` where only memory does.
    pub peak: String,
    /// The bytes that one run touches.
    #[serde(rename = "ws")]
    pub working_set: f64,
}

impl Entry {
    /// Whether its figure is megabytes and not milliseconds.
    pub fn is_size(&self) -> bool {
        matches!(self.id.as_str(), "proc_rss_mlp" | "proc_install")
    }

    /// The unit of its figure.
    pub fn unit(&self) -> &'static str {
        if self.is_size() { "MB" } else { "ms" }
    }

    /// How far the two results may differ, relative to the larger. Sums are added in different orders; the norms of
    /// ResNet let that grow over five steps to 2e-4 of a loss that has fallen to a tenth.
    pub fn tolerance(&self) -> f64 {
        if self.id == "tr_resnet18_b32" { 1e-3 } else { 1e-5 }
    }
}

/// All workloads in their order.
pub fn read() -> Result<Vec<Entry>, Failure> {
    serde_json::from_str(include_str!("../../workloads.json")).map_err(|error| format!("workloads.json: {error}"))
}

/// Those whose id begins with or contains one of the words between commas; all where there is no word.
pub fn chosen(set: Vec<Entry>, filter: &str) -> Result<Vec<Entry>, Failure> {
    let words: Vec<&str> = filter.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let chosen: Vec<Entry> =
        set.into_iter().filter(|entry| words.is_empty() || words.iter().any(|word| entry.id.contains(word))).collect();
    if chosen.is_empty() {
        Err(format!("bench: no workload: --filter {filter}; ids stand in benches/workloads.json"))
    } else {
        Ok(chosen)
    }
}
