//! A run that is killed again and again ends at the same bits as one that is left alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cresset_autograd::{Reduction, Result, Tensor, manual_seed, randn};
use cresset_data::{DataLoader, TensorDataset};
use cresset_nn::{Dropout, Forward, Linear, Module, ReLU, Sequential};
use cresset_optim::scheduler::{OneCycleLR, OneCycleOptions};
use cresset_optim::{AdamW, AdamWOptions};
use cresset_train::{Checkpoints, Resumable, StepEvery, TrainOptions, Trainer};

const FOLDER: &str = "CRESSET_TEST_RESUME_FOLDER";
const N_KILLS: u64 = 20;

/// Trains a small model, from the newest checkpoint where there is one; gives all its bytes, and what was refused.
fn train(folder: &Path) -> Result<(Vec<u8>, Vec<String>)> {
    manual_seed(1);
    let x = randn([96, 4]);
    let y = x.try_sum_dim([1], true)?.try_tanh()?;
    let loader = DataLoader::builder(TensorDataset::new((x, y))?).batch_size(4).shuffle(true).build()?;
    let model = Sequential::new().add(Linear::new(4, 16)?).add(ReLU).add(Dropout::new(0.2)?).add(Linear::new(16, 1)?);
    let mut optimizer = AdamW::new(model.parameters(), AdamWOptions { amsgrad: true, ..Default::default() })?;
    let cycle = OneCycleOptions { max_lr: 0.02.into(), total_steps: Some(12 * 24), ..Default::default() };
    let schedule = OneCycleLR::new(&mut optimizer, cycle)?;
    let options = TrainOptions { epochs: 12, clip_norm: Some(0.5), checkpoint_every: Some(1), ..Default::default() };
    let mut trainer = Trainer::new(model, optimizer, options)?
        .scheduler(schedule, StepEvery::Step)
        .checkpoints(Checkpoints::new(folder, 3)?);
    let refused = trainer.resume()?.iter().map(ToString::to_string).collect();
    let loss = |model: &Sequential, (x, y): &(Tensor, Tensor)| model.forward(x)?.try_mse_loss(y, Reduction::Mean);
    let report = trainer.fit(&loader, loss, |_| Ok(vec![("constant".to_string(), 1.5)]))?;
    assert_eq!((report.steps, report.history.len()), (12 * 24, 12));
    let mut bytes = trainer.optimizer.to_bytes()?;
    for (_, tensor) in trainer.model.state_dict() {
        bytes.extend(tensor.to_vec::<f32>().iter().flat_map(|x| x.to_bits().to_le_bytes()));
    }
    bytes.extend(report.history.iter().flat_map(|epoch| epoch.loss.to_bits().to_le_bytes()));
    Ok((bytes, refused))
}

/// What the process that is killed does.
fn train_and_tell(folder: &Path) {
    let (bytes, _) = train(folder).unwrap();
    std::fs::write(folder.join("done.part"), bytes).unwrap();
    std::fs::rename(folder.join("done.part"), folder.join("done")).unwrap();
}

/// This test once more in a process of its own, which the folder tells to train.
fn start(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "killed_runs_go_on_to_the_same_bits"]).env(FOLDER, folder);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn killed_runs_go_on_to_the_same_bits() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return train_and_tell(Path::new(&folder));
    }
    let root = std::env::temp_dir().join(format!("cresset-resume-{}", std::process::id()));
    let (alone, killed) = (root.join("alone"), root.join("killed"));
    let (expected, refused) = train(&alone).unwrap();
    assert!(refused.is_empty());
    std::fs::create_dir_all(&killed).unwrap();
    // Instants of a fixed stream, so that a failure can be seen again.
    let mut random = 12345_u64;
    let mut n_killed = 0;
    while n_killed < N_KILLS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut process = start(&killed);
        std::thread::sleep(Duration::from_micros(5_000 + (random >> 33) % 60_000));
        process.kill().unwrap();
        process.wait().unwrap();
        n_killed += 1;
        if killed.join("done").exists() {
            // So fast that it ended: begin again.
            assert_eq!(std::fs::read(killed.join("done")).unwrap(), expected);
            std::fs::remove_dir_all(&killed).unwrap();
            std::fs::create_dir_all(&killed).unwrap();
        }
    }
    assert!(start(&killed).wait().unwrap().success());
    assert_eq!(std::fs::read(killed.join("done")).unwrap(), expected);

    // The newest checkpoint cut off and the one before changed: the third is used, and the others are named.
    let mut files: Vec<PathBuf> = std::fs::read_dir(&killed).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ckpt"));
    files.sort();
    let [.., changed, newest] = &files[..] else { panic!("{files:?}") };
    let bytes = std::fs::read(newest).unwrap();
    std::fs::write(newest, &bytes[..bytes.len() / 2]).unwrap();
    let mut bytes = std::fs::read(changed).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(changed, bytes).unwrap();
    let (again, refused) = train(&killed).unwrap();
    assert_eq!(again, expected);
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused[0].contains("cut off") && refused[1].contains("bytes have changed"), "{refused:?}");
    std::fs::remove_dir_all(&root).unwrap();
}
