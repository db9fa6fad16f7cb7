//! The loader's promises: order, prefetching, failures that end a pass, and workers that stop.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cresset_autograd::{Error, Generator, Result, Tensor};
use cresset_data::{ConcatDataset, DataLoader, Dataset, SequentialSampler, Subset};

/// Numbers, of which one fails and one panics, that counts how many it gave. Early ones are slow, so that workers
/// finish out of order.
#[derive(Default)]
struct Numbers {
    len: usize,
    fails_at: Option<usize>,
    panics_at: Option<usize>,
    n_given: Arc<AtomicUsize>,
}

impl Dataset for Numbers {
    type Item = i64;

    fn len(&self) -> usize {
        self.len
    }

    fn get(&self, index: usize) -> Result<i64> {
        if self.fails_at == Some(index) {
            return Err(Error::format("decode", "not an image", "cat.png", "replace it"));
        }
        assert!(self.panics_at != Some(index), "no item\nat {index}");
        if index.is_multiple_of(4) {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.n_given.fetch_add(1, Ordering::SeqCst);
        Ok(index as i64)
    }
}

/// The batches of one pass up to the first error.
fn pass(numbers: Numbers, n_workers: usize) -> (Vec<Vec<i64>>, Option<String>) {
    let loader = DataLoader::builder(numbers).batch_size(3).num_workers(n_workers).build().unwrap();
    let (mut batches, mut error) = (Vec::new(), None);
    for batch in &loader {
        assert!(error.is_none(), "a batch after an error");
        match batch {
            Ok(batch) => batches.push(batch.to_vec()),
            Err(refusal) => error = Some(refusal.to_string()),
        }
    }
    (batches, error)
}

#[test]
fn order_does_not_depend_on_workers() {
    let expected: Vec<Vec<i64>> = (0..20).collect::<Vec<i64>>().chunks(3).map(<[i64]>::to_vec).collect();
    for n_workers in [0, 1, 2, 7, 50] {
        assert_eq!(pass(Numbers { len: 20, ..Numbers::default() }, n_workers), (expected.clone(), None));
    }
}

#[test]
fn failures_name_the_item_and_end_the_pass() {
    for n_workers in [0, 1, 3] {
        let numbers = Numbers { len: 20, fails_at: Some(7), ..Numbers::default() };
        let line = "DataLoader: dataset item 7 failed: decode: not an image: cat.png; replace it";
        assert_eq!(pass(numbers, n_workers), (vec![vec![0, 1, 2], vec![3, 4, 5]], Some(line.to_string())));
        let numbers = Numbers { len: 20, panics_at: Some(0), ..Numbers::default() };
        let line = "DataLoader: dataset item 0 panicked: no item at 0; return an error instead";
        assert_eq!(pass(numbers, n_workers), (Vec::new(), Some(line.to_string())));
        let numbers = Numbers { len: 20, ..Numbers::default() };
        let loader = DataLoader::builder(numbers)
            .batch_size(3)
            .num_workers(n_workers)
            .build_with(|items| if items[0] == 3 { panic!("bad batch") } else { Ok(items) })
            .unwrap();
        let last = loader.iter().last().unwrap().unwrap_err().to_string();
        assert_eq!(last, "DataLoader: collating batch 1 panicked: bad batch; return an error instead");
    }
}

#[test]
fn dropping_a_pass_stops_its_workers() {
    let n_given = Arc::new(AtomicUsize::new(0));
    let numbers = Numbers { len: 1_000_000, n_given: Arc::clone(&n_given), ..Numbers::default() };
    let numbers = Arc::new(numbers);
    let loader = DataLoader::builder(Arc::clone(&numbers)).batch_size(4).num_workers(3).build().unwrap();
    let mut batches = loader.iter();
    assert_eq!(batches.next().unwrap().unwrap().to_vec::<i64>(), [0, 1, 2, 3]);
    // The first batch, and as many ahead as asked: 3 workers with 2 each.
    let expected = 4 * (1 + 6);
    while n_given.load(Ordering::SeqCst) < expected {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(n_given.load(Ordering::SeqCst), expected);
    drop(batches);
    drop(loader);
    assert_eq!(Arc::strong_count(&numbers), 1, "no thread holds the dataset");
}

#[test]
fn refused_configurations() {
    let refusal = |len, batch_size, prefetch| {
        let numbers = Numbers { len, ..Numbers::default() };
        let builder = DataLoader::builder(numbers).batch_size(batch_size).prefetch_factor(prefetch);
        builder.build().unwrap_err().to_string()
    };
    assert_eq!(refusal(0, 1, 1), "DataLoader: bad argument: dataset = empty; give a dataset with items");
    assert_eq!(refusal(1, 0, 1), "DataLoader: bad argument: batch_size = 0; a batch has at least one item");
    assert!(refusal(1, 1, 0).contains("prefetch_factor"));
    let numbers = Numbers { len: 3, ..Numbers::default() };
    let both = DataLoader::builder(numbers).shuffle(true).sampler(SequentialSampler::new(3)).build();
    assert!(both.unwrap_err().to_string().contains("shuffle"));
    // A sampler that asks for items that are not there.
    let loader = DataLoader::builder(vec![1_i64]).sampler(SequentialSampler::new(2)).num_workers(1).build().unwrap();
    let results: Vec<Result<Tensor>> = loader.iter().collect();
    assert!(results.len() == 2 && results[1].as_ref().unwrap_err().to_string().contains("item 1 failed"));
}

/// Items that are random numbers.
struct Noise;

impl Dataset for Noise {
    type Item = i64;

    fn len(&self) -> usize {
        12
    }

    fn get(&self, index: usize) -> Result<i64> {
        Err(Error::argument("Noise", "index", index, "use get_seeded"))
    }

    fn get_seeded(&self, _index: usize, seed: u64) -> Result<i64> {
        Ok(i64::from(Generator::new(seed).random_u32()))
    }
}

#[test]
fn seeded_items_do_not_depend_on_workers_but_on_the_pass() {
    let two_passes = |n_workers| {
        let noise = Subset::new(ConcatDataset::new(vec![Box::new(Noise)]).unwrap(), (0..12).rev().collect()).unwrap();
        let generator = Generator::new(5);
        let loader =
            DataLoader::builder(noise).batch_size(5).num_workers(n_workers).generator(&generator).build().unwrap();
        [0, 1].map(|_| loader.iter().flat_map(|batch| batch.unwrap().to_vec::<i64>()).collect::<Vec<_>>())
    };
    let [first, second] = two_passes(0);
    assert_ne!(first, second);
    assert_eq!(first.iter().collect::<std::collections::HashSet<_>>().len(), 12);
    assert_eq!(two_passes(1), [first.clone(), second.clone()]);
    assert_eq!(two_passes(3), [first, second]);
}
