//! The driver: groups of workloads, the sides by turns, several times; then the middle of each side's figures.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::Failure;
use crate::arguments::Arguments;
use crate::limits::Limits;
use crate::peers::{Answer, Peer};
use crate::set::Entry;

/// One side's result of a workload.
#[derive(Clone, Debug)]
pub struct Side {
    /// The middle of the rounds, in milliseconds or megabytes.
    pub value: f64,
    pub check: Vec<f64>,
}

/// A workload with what both sides say of it.
#[derive(Clone, Debug)]
pub struct Row {
    pub entry: Entry,
    pub cresset: Result<Side, String>,
    /// `None` where Cresset runs alone.
    pub pytorch: Option<Result<Side, String>>,
    /// The least milliseconds that the machine allows.
    pub least_ms: f64,
}

impl Row {
    /// PyTorch's figure in multiples of Cresset's: above 1 where Cresset is better.
    pub fn ratio(&self) -> Option<f64> {
        match (&self.cresset, &self.pytorch) {
            (Ok(cresset), Some(Ok(pytorch))) => Some(pytorch.value / cresset.value),
            _ => None,
        }
    }

    /// Whether the two results agree; `None` where there are not two.
    pub fn agrees(&self) -> Option<bool> {
        let (Ok(cresset), Some(Ok(pytorch))) = (&self.cresset, &self.pytorch) else { return None };
        if cresset.check.is_empty() && pytorch.check.is_empty() {
            return None;
        }
        // PyTorch's side rounds losses to six places.
        let rounding = if self.entry.group == "train" { 1e-6 } else { 0.0 };
        let near = |a: f64, b: f64| (a - b).abs() <= self.entry.tolerance() * a.abs().max(b.abs()) + rounding;
        let pairs = cresset.check.iter().zip(&pytorch.check);
        Some(cresset.check.len() == pytorch.check.len() && pairs.into_iter().all(|(a, b)| near(*a, *b)))
    }

    /// The least time in hundredths of Cresset's time.
    pub fn percent_of_limit(&self) -> Option<f64> {
        let cresset = self.cresset.as_ref().ok().filter(|_| self.least_ms > 0.0)?;
        Some(100.0 * self.least_ms / cresset.value)
    }

    /// The row for `--json`.
    pub fn json(&self) -> Value {
        let side = |side: &Result<Side, String>| match side {
            Ok(side) => json!({ "value": side.value, "unit": self.entry.unit(), "check": side.check }),
            Err(reason) => json!({ "missing": reason }),
        };
        json!({
            "id": self.entry.id,
            "group": self.entry.group,
            "cresset": side(&self.cresset),
            "pytorch": self.pytorch.as_ref().map(side),
            "ratio": self.ratio(),
            "percent_of_limit": self.percent_of_limit(),
            "checks_agree": self.agrees(),
        })
    }
}

/// Ratios of a group and their geometric mean.
pub fn geometric_mean(rows: &[&Row]) -> Option<f64> {
    let logarithms: Vec<f64> = rows.iter().filter_map(|row| row.ratio()).map(f64::ln).collect();
    (!logarithms.is_empty()).then(|| (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp())
}

/// The groups in their order, each with its rows.
pub fn by_group(rows: &[Row]) -> Vec<(&str, Vec<&Row>)> {
    let mut groups: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|(name, _)| *name == row.entry.group) {
            Some((_, group)) => group.push(row),
            None => groups.push((&row.entry.group, vec![row])),
        }
    }
    groups
}

/// All answers of one side, by id.
#[derive(Default)]
struct Answers(HashMap<String, Vec<Answer>>);

impl Answers {
    fn add(&mut self, id: String, answer: Answer) {
        self.0.entry(id).or_default().push(answer);
    }

    /// The middle figure, or why there is none.
    fn side(&self, id: &str) -> Result<Side, String> {
        let (mut values, mut checks) = (Vec::new(), Vec::new());
        for answer in self.0.get(id).into_iter().flatten() {
            match answer {
                Answer::Missing(reason) => return Err(reason.clone()),
                Answer::Figure { value, check } => {
                    values.push(*value);
                    checks.push(check);
                }
            }
        }
        values.sort_by(f64::total_cmp);
        match (values.get(values.len() / 2), checks.first()) {
            (Some(value), Some(check)) => Ok(Side { value: *value, check: (*check).clone() }),
            _ => Err("it gave no figure".to_owned()),
        }
    }
}

/// Runs the workloads in all rounds on all sides.
pub fn run(entries: &[Entry], peers: &[Peer], limits: &Limits, arguments: &Arguments) -> Result<Vec<Row>, Failure> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for entry in entries {
        match groups.last_mut() {
            Some((group, ids)) if *group == entry.group => ids.push(&entry.id),
            _ => groups.push((&entry.group, vec![&entry.id])),
        }
    }
    let mut answers: Vec<Answers> = peers.iter().map(|_| Answers::default()).collect();
    for (group, ids) in &groups {
        for round in 1..=arguments.rounds {
            for (peer, answers) in peers.iter().zip(&mut answers) {
                eprintln!("{group}, round {round} of {}: {}", arguments.rounds, peer.name());
                if *group == "process" {
                    for id in ids {
                        answers.add((*id).to_owned(), peer.run_process(id, arguments.threads)?);
                    }
                } else {
                    peer.run(ids, arguments)?.into_iter().for_each(|(id, answer)| answers.add(id, answer));
                }
            }
        }
    }
    let row = |entry: &Entry| Row {
        entry: entry.clone(),
        cresset: answers[0].side(&entry.id),
        pytorch: answers.get(1).map(|answers| answers.side(&entry.id)),
        least_ms: limits.least_ms(entry),
    };
    Ok(entries.iter().map(row).collect())
}
