//! The loop: accumulation, early stopping, logs, and what it refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::path::PathBuf;

use cresset_autograd::{DType, Reduction, Result, Tensor, arange, no_grad, zeros};
use cresset_data::{DataLoader, TensorDataset};
use cresset_nn::{Forward, Linear, Module};
use cresset_optim::scheduler::{StepLR, StepOptions};
use cresset_optim::{GradScaler, GradScalerOptions, Optimizer, SGD, SgdOptions};
use cresset_train::*;

type Loader = DataLoader<TensorDataset<(Tensor, Tensor)>, (Tensor, Tensor)>;

fn loader(batch_size: usize) -> Loader {
    let x = arange(0.0, 16.0, 1.0).reshape([16, 1]) / 16.0;
    let y = &x * 3.0 - 1.0;
    DataLoader::builder(TensorDataset::new((x, y)).unwrap()).batch_size(batch_size).build().unwrap()
}

fn trainer(options: TrainOptions) -> Trainer<Linear, SGD> {
    let model = Linear::new(1, 1).unwrap();
    // Not drawn: the tests of this file run at once and share the default generator.
    no_grad(|| {
        for parameter in model.parameters() {
            parameter.fill_(0.25);
        }
    });
    let optimizer = SGD::new(model.parameters(), SgdOptions { lr: 0.1, ..Default::default() }).unwrap();
    Trainer::new(model, optimizer, options).unwrap()
}

fn loss(model: &Linear, (x, y): &(Tensor, Tensor)) -> Result<Tensor> {
    model.forward(x)?.try_mse_loss(y, Reduction::Mean)
}

fn none(_: &Linear) -> Result<Scores> {
    Ok(Vec::new())
}

fn values(trainer: &Trainer<Linear, SGD>) -> Vec<f32> {
    trainer.model.parameters().iter().flat_map(Tensor::to_vec::<f32>).collect()
}

#[test]
fn accumulated_batches_are_one_large_batch() {
    let mut small = trainer(TrainOptions { epochs: 5, accumulate: 4, ..Default::default() });
    let report = small.fit(&loader(2), loss, none).unwrap();
    assert_eq!((report.steps, report.ending), (10, Ending::Done));
    let mut large = trainer(TrainOptions { epochs: 5, ..Default::default() });
    large.fit(&loader(8), loss, none).unwrap();
    for (small, large) in values(&small).into_iter().zip(values(&large)) {
        assert!((small - large).abs() < 1e-6, "{small} {large}");
    }
    assert!(report.history[4].loss < report.history[0].loss);
}

#[test]
fn runs_end_early_and_schedules_go_by_epochs() {
    let watch = EarlyStopping::new("score", 1);
    let mut run = trainer(TrainOptions { epochs: 9, early_stopping: Some(watch.clone()), ..Default::default() });
    let schedule = StepLR::new(&mut run.optimizer, StepOptions { step_size: 2, gamma: 0.5 }).unwrap();
    let mut run = run.scheduler(schedule, StepEvery::Epoch);
    let scores = [5.0, 4.0, 4.5, 4.2, 1.0];
    let mut at = 0;
    let evaluate = |_: &Linear| {
        at += 1;
        assert!(!cresset_autograd::is_grad_enabled());
        Ok(vec![("score".to_string(), scores[at - 1])])
    };
    let report = run.fit(&loader(4), loss, evaluate).unwrap();
    assert_eq!((report.history.len(), report.ending), (4, Ending::Early));
    assert_eq!(run.optimizer.lr(0), Some(0.025));
    let mut run = trainer(TrainOptions { early_stopping: Some(watch), ..Default::default() });
    assert!(run.fit(&loader(4), loss, none).unwrap_err().to_string().contains("score"));
}

/// The payloads of an event file, whose lengths must be right to the end.
fn events(path: PathBuf) -> Vec<Vec<u8>> {
    let file = std::fs::read(path).unwrap();
    let (mut rest, mut events) = (&file[..], Vec::new());
    while !rest.is_empty() {
        let length = u64::from_le_bytes(rest[..8].try_into().unwrap()) as usize;
        events.push(rest[12..12 + length].to_vec());
        rest = &rest[12 + length + 4..];
    }
    events
}

#[test]
fn logs_hold_every_number() {
    let folder = std::env::temp_dir().join(format!("cresset-logs-{}", std::process::id()));
    let board = TensorBoard::new(&folder).unwrap();
    let path = board.path().to_path_buf();
    let run = trainer(TrainOptions { epochs: 2, log_every: 2, ..Default::default() });
    let mut run = run.log_to(board).log_to(CsvLog::new(folder.join("log.csv")).unwrap());
    let report = run.fit(&loader(4), loss, |_| Ok(vec![("right".to_string(), 0.5)])).unwrap();
    let text = std::fs::read_to_string(folder.join("log.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    // In each epoch two losses with their rates, and three numbers at its end.
    assert_eq!((lines[0], lines.len()), ("step,name,value", 1 + 2 * 7));
    assert_eq!(lines[14], "8,epoch/right,0.5");
    assert!(lines.contains(&format!("4,epoch/loss,{}", report.history[0].loss).as_str()));
    let events = events(path);
    assert_eq!(events.len(), 1 + 2 * 7);
    let last = events.last().unwrap();
    assert!(last.windows(11).any(|part| part == b"epoch/right"));
    assert_eq!(last[last.len() - 4..], 0.5_f32.to_le_bytes());
    let losses = report.history.iter().map(|epoch| epoch.loss).collect();
    draw_curves(folder.join("curves.svg"), "run", &[("loss".to_string(), losses)]).unwrap();
    assert!(std::fs::read_to_string(folder.join("curves.svg")).unwrap().contains("polyline"));
    let losses = |bend: f64| (0..20).map(|at| 1.0 / (1.0 + bend * f64::from(at))).collect();
    let both = [("train/loss".to_string(), losses(0.3)), ("test/loss".to_string(), losses(0.2))];
    draw_curves(folder.join("curves.png"), "Losses (20 epochs)", &both).unwrap();
    let image = cresset_data::readers::read_image(folder.join("curves.png")).unwrap();
    assert_eq!(image.sizes(), [3, 440, 720]);
    // The title is black on white, and the two curves have colours.
    let row = |top, height| image.narrow(1, top, height);
    assert!(row(8, 20).min().item() < 0.1 && row(0, 8).min().item() > 0.99);
    let colourful = image.amax([0], false).sub(image.amin([0], false)).gt(0.3);
    assert!(colourful.sum().item() > 1000.0, "{}", colourful.sum().item());
    assert!(draw_curves(folder.join("none.svg"), "run", &[("loss".to_string(), vec![f64::NAN])]).is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut run = trainer(TrainOptions::default());
    assert!(run.resume().unwrap_err().to_string().contains("checkpoints"));
    let error = run.fit(&loader(4), |model, batch| loss(model, batch)?.try_mul(f64::NAN), none).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Trainer: bad argument: loss = NaN in epoch 1, batch 1; lower the learning rate, or clip the gradients"
    );
    let pair = TensorDataset::new((zeros([2, 1]), zeros([2, 1]))).unwrap();
    let short: Loader = DataLoader::builder(pair).batch_size(4).drop_last(true).build().unwrap();
    assert!(run.fit(&short, loss, none).unwrap_err().to_string().contains("loader = without a batch"));
    let model = Linear::new(1, 1).unwrap();
    let optimizer = SGD::new(model.parameters(), SgdOptions::default()).unwrap();
    assert!(Trainer::new(model, optimizer, TrainOptions { accumulate: 0, ..Default::default() }).is_err());
    let folder = std::env::temp_dir().join(format!("cresset-other-{}", std::process::id()));
    let mut run = trainer(TrainOptions::default()).checkpoints(Checkpoints::new(&folder, 1).unwrap());
    run.fit(&loader(4), loss, none).unwrap();
    let model = Linear::new(2, 1).unwrap();
    let optimizer = SGD::new(model.parameters(), SgdOptions::default()).unwrap();
    let other = Trainer::new(model, optimizer, TrainOptions::default()).unwrap();
    let error = other.checkpoints(Checkpoints::new(&folder, 1).unwrap()).resume().unwrap_err().to_string();
    assert!(error.contains("weight has [1, 2], given [1, 1]"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn mixed_precision_runs_the_loss_in_it_and_leaves_out_what_overflows() {
    let folder = std::env::temp_dir().join(format!("cresset-mixed-{}", std::process::id()));
    let scaler = || GradScaler::new(GradScalerOptions { init_scale: 3e38, ..Default::default() }).unwrap();
    let options = |epochs| TrainOptions {
        epochs,
        autocast: Some(DType::BF16),
        clip_norm: Some(1.0),
        checkpoint_every: Some(1),
        ..Default::default()
    };
    let mixed = |model: &Linear, (x, y): &(Tensor, Tensor)| {
        let out = model.forward(x)?;
        assert_eq!(out.dtype(), DType::BF16);
        out.try_mse_loss(y, Reduction::Mean)?.try_mul(100.0)
    };
    let evaluate = |model: &Linear| {
        assert_eq!(model.forward(&arange(0.0, 1.0, 1.0).reshape([1, 1]))?.dtype(), DType::BF16);
        Ok(Vec::new())
    };
    let run = |epochs| trainer(options(epochs)).scaler(scaler()).checkpoints(Checkpoints::new(&folder, 1).unwrap());
    let mut first = run(1);
    first.fit(&loader(4), mixed, evaluate).unwrap();
    assert_eq!(values(&first), [0.25, 0.25], "four steps overflow, and none is made");
    // The factor is part of the checkpoint: it goes on shrinking where it was, until steps are made.
    let mut whole = trainer(options(6)).scaler(scaler());
    let report = whole.fit(&loader(4), mixed, evaluate).unwrap();
    assert!(report.history[5].loss < report.history[2].loss, "{:?}", report.history);
    let mut second = run(6);
    assert!(second.resume().unwrap().is_empty());
    second.fit(&loader(4), mixed, evaluate).unwrap();
    assert_eq!(values(&second), values(&whole));
    let mut other = trainer(options(6)).checkpoints(Checkpoints::new(&folder, 1).unwrap());
    assert!(other.resume().unwrap_err().to_string().contains("only one of trainer and checkpoint has it: scaler"));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A device of Linux on which every write finds the disk full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_the_last_checkpoint_stays() {
    let folder = std::env::temp_dir().join(format!("cresset-full-{}", std::process::id()));
    let checkpoints = Checkpoints::new(&folder, 2).unwrap();
    let options = || TrainOptions { epochs: 3, checkpoint_every: Some(1), ..Default::default() };
    // The third step is written to a full disk.
    std::os::unix::fs::symlink("/dev/full", folder.join("step-000000000003.part")).unwrap();
    let mut run = trainer(options()).checkpoints(checkpoints.clone());
    let error = run.fit(&loader(8), loss, none).unwrap_err().to_string();
    assert!(error.contains("step-000000000003.ckpt") && error.contains("No space left"), "{error}");
    let found = checkpoints.newest().unwrap();
    assert_eq!((found.newest.map(|(step, _)| step), found.refused.len()), (Some(2), 0));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "nothing half-written is left");
    // With room again, the run goes on from there.
    let mut run = trainer(options()).checkpoints(checkpoints);
    run.resume().unwrap();
    assert_eq!(run.fit(&loader(8), loss, none).unwrap().steps, 6);
    let mut whole = trainer(options());
    whole.fit(&loader(8), loss, none).unwrap();
    assert_eq!(values(&run), values(&whole));
    std::fs::remove_dir_all(&folder).unwrap();
}
