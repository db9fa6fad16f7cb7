//! Replays orders recorded from PyTorch: `data/orders.jsonl`, or with CRESSET_CONFORMANCE all of the folder it names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cresset_autograd::{Generator, Result, Tensor, manual_seed};
use cresset_data::{BatchSampler, DataLoader, RandomSampler, Sampler, SequentialSampler};
use serde_json::{Value, from_value, json};

/// Tests that seed the default generator take turns.
static TURN: Mutex<()> = Mutex::new(());

#[test]
fn recorded_orders_are_reproduced() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/orders.jsonl");
    assert_eq!(replay(&data), 20);
    if let Some(folder) = std::env::var_os("CRESSET_CONFORMANCE") {
        assert_eq!(replay(&Path::new(&folder).join("rng.jsonl")), 40);
    }
}

fn replay(lines: &Path) -> usize {
    let mut n_replayed = 0;
    for line in std::fs::read_to_string(lines).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        match line["kind"].as_str().unwrap() {
            "loader" => [0, 1, 3].into_iter().for_each(|n_workers| replay_loader(&line, n_workers)),
            "sampler" => replay_sampler(&line),
            _ => continue,
        }
        n_replayed += 1;
    }
    n_replayed
}

fn size(line: &Value, key: &str) -> usize {
    line[key].as_u64().unwrap() as usize
}

/// The generator that the line passes, or a seeded default one.
fn seeded(line: &Value) -> Option<Generator> {
    let seed = line["seed"].as_u64().unwrap();
    manual_seed(seed);
    (line["generator"] == json!(true)).then(|| Generator::new(seed))
}

fn replay_loader(line: &Value, n_workers: usize) {
    let items: Vec<i64> = (0..size(line, "n") as i64).collect();
    let mut builder = DataLoader::builder(items)
        .batch_size(size(line, "batch_size"))
        .drop_last(line["drop_last"] == json!(true))
        .shuffle(true)
        .num_workers(n_workers);
    if let Some(generator) = seeded(line) {
        builder = builder.generator(&generator);
    }
    let loader = builder.build().unwrap();
    for epoch in line["epochs"].as_array().unwrap() {
        let got: Vec<Vec<i64>> = loader.iter().map(|batch: Result<Tensor>| batch.unwrap().to_vec()).collect();
        assert_eq!(json!(got), *epoch, "{} with {n_workers} workers", line["id"]);
        assert_eq!(got.len(), loader.len());
    }
}

fn replay_sampler(line: &Value) {
    let mut sampler = RandomSampler::new(size(line, "n")).unwrap().replacement(line["replacement"] == json!(true));
    if let Some(num_samples) = line["num_samples"].as_u64() {
        sampler = sampler.num_samples(num_samples as usize).unwrap();
    }
    if let Some(generator) = seeded(line) {
        sampler = sampler.generator(&generator);
    }
    let got: Vec<usize> = sampler.iter().collect::<Result<_>>().unwrap();
    assert_eq!(got, from_value::<Vec<usize>>(line["order"].clone()).unwrap(), "{}", line["id"]);
    assert_eq!(got.len(), sampler.len());
}

#[test]
fn batches_end_as_asked() {
    let batches = |drop_last| {
        let sampler = BatchSampler::new(SequentialSampler::new(5), 2, drop_last).unwrap();
        let batches: Vec<Vec<usize>> = sampler.iter().collect::<Result<_>>().unwrap();
        assert_eq!(batches.len(), sampler.len());
        batches
    };
    assert_eq!(batches(false), [vec![0, 1], vec![2, 3], vec![4]]);
    assert_eq!(batches(true), [vec![0, 1], vec![2, 3]]);
}

#[test]
fn what_has_no_order_is_refused() {
    assert!(RandomSampler::new(0).is_err());
    assert!(RandomSampler::new(3).unwrap().num_samples(0).is_err());
    assert!(BatchSampler::new(SequentialSampler::new(3), 0, false).is_err());
}
