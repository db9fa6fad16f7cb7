//! What goes wrong in a training: one line that says what and where, and nothing lost.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use cresset::data::metrics::ConfusionMatrix;
use cresset::prelude::*;

fn told<T>(result: Result<T>) -> String {
    let line = result.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(!line.is_empty() && !line.contains('\n'), "{line}");
    line
}

#[test]
fn labels_out_of_range_are_named() {
    let scores = zeros([2, 3]);
    for label in [3_i64, -1, i64::MIN, i64::MAX] {
        let labels = tensor([0, label]);
        let entropy = told(nn::CrossEntropyLoss::new().forward(&scores, &labels));
        let likelihood = told(nn::NLLLoss::new().forward(&scores, &labels));
        let embedded = told(nn::Embedding::new(3, 2).unwrap().forward(&labels));
        let counted = told(ConfusionMatrix::new(3).unwrap().update(&labels, &labels));
        for line in [entropy, likelihood, embedded, counted] {
            assert!(line.contains(&label.to_string()) && line.contains('3'), "{line}");
        }
    }
    // The target that is left out is none of them.
    let loss = nn::CrossEntropyLoss::new().forward(&scores, &tensor([0_i64, -100])).unwrap();
    assert!((loss.item() - 3.0_f64.ln()).abs() < 1e-6);
}

#[test]
fn batches_that_do_not_fit_are_refused_before_they_are_learnt_from() {
    let empty: Vec<Tensor> = Vec::new();
    assert!(told(DataLoader::builder(empty).build().map(|_: DataLoader<_, Tensor>| ())).contains("dataset = empty"));
    let ragged = DataLoader::builder(vec![zeros([2]), zeros([3])]).batch_size(2).build().unwrap();
    let line = told(ragged.iter().next().unwrap());
    assert!(line.contains("items of different sizes") && line.contains("[2]") && line.contains("[3]"), "{line}");
}

/// A device of Linux on which every write finds the disk full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_whoever_writes() {
    let folder = std::env::temp_dir().join(format!("cresset-full-disk-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // A link of their own for each: who replaces the file as a whole must not replace the device.
    let full = |name: &str| {
        std::os::unix::fs::symlink("/dev/full", folder.join(name)).unwrap();
        folder.join(name)
    };
    // What is written beside the file and renamed finds the disk full there; the file itself stays.
    let held = |name: &str| {
        std::fs::write(folder.join(name), "held").unwrap();
        std::os::unix::fs::symlink("/dev/full", folder.join(format!("{name}.part"))).unwrap();
        folder.join(name)
    };
    let mut log = cresset::train::CsvLog::new(full("log")).unwrap();
    let logged = (0..10_000).try_for_each(|step| cresset::train::Logger::log(&mut log, step, "loss", 0.5));
    let logged = logged.and_then(|()| cresset::train::Logger::flush(&mut log));
    let curves = [("loss".to_string(), vec![1.0, 0.5])];
    let lines = [
        ("npy", told(cresset::interop::save_npy(held("npy"), &zeros([4])))),
        ("npz", told(cresset::interop::save_npz(held("npz"), &[("x", &zeros([4]))], false))),
        ("pt", told(cresset::interop::save_torch(held("pt"), &nn::Linear::new(2, 2).unwrap().state_dict()))),
        ("svg", told(cresset::train::draw_curves(full("svg"), "run", &curves))),
        ("log", told(logged)),
    ];
    for (name, line) in lines {
        assert!(line.contains(folder.join(name).to_str().unwrap()), "{name}: {line}");
    }
    for name in ["npy", "npz", "pt"] {
        assert_eq!(std::fs::read_to_string(folder.join(name)).unwrap(), "held");
        assert!(std::fs::symlink_metadata(folder.join(format!("{name}.part"))).is_err(), "{name}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
