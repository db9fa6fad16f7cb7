//! Training and evaluation of programs that still say which of the two they do.

use cresset_autograd::{Error, Result};

use crate::aten::Value;

use super::plan::{Feed, Fill, Step, Work};
use super::{ExportedProgram, Input};

/// What operators call the argument.
const NAMES: [&str; 2] = ["train", "training"];
/// Operators that behave otherwise in training and have an argument for it.
const SWITCHED: [&str; 11] = [
    "alpha_dropout",
    "alpha_dropout_",
    "batch_norm",
    "dropout",
    "dropout_",
    "feature_alpha_dropout",
    "feature_dropout",
    "feature_dropout_",
    "gru",
    "lstm",
    "rrelu",
];
/// What they become when a program is decomposed: the choice is made for good.
const DECIDED: [&str; 5] = [
    "native_dropout",
    "_native_batch_norm_legit",
    "_native_batch_norm_legit_functional",
    "_native_batch_norm_legit_no_training",
    "native_batch_norm",
];

impl ExportedProgram {
    /// Says whether dropouts and batch norms of the program train, as `move_exported_model_to_train` and `_to_eval`.
    ///
    /// [`cresset_nn::Module::train`] does not reach into a program: its graph is changed by this alone. A program
    /// exported for evaluation does not count batches in training, because it never did.
    ///
    /// # Errors
    /// The program was decomposed, so that the choice is made for good.
    pub fn switch_training(&mut self, training: bool) -> Result<()> {
        let mut decided = None;
        self.plan.each_step(&mut |step| {
            if let Work::Call { overload, .. } = &step.work
                && DECIDED.contains(&overload.schema().operator())
            {
                decided = Some(overload.name());
            }
        });
        if let Some(name) = decided {
            let remedy = "export it in this mode, or without run_decompositions()";
            return Err(Error::graph("switch_training", "the program is decomposed", name, remedy));
        }
        let counts: Vec<usize> = self.count_slots();
        let mut refused = Ok(());
        self.plan.each_step(&mut |step| {
            if refused.is_ok() {
                refused = switch(step, training, &counts);
            }
        });
        refused
    }

    /// The slots of the buffers that count batches.
    fn count_slots(&self) -> Vec<usize> {
        let pairs = self.inputs.iter().zip(&self.plan.inputs);
        let counts = pairs.filter_map(|(input, slot)| match *input {
            Input::Buffer(at) if self.buffers[at].0.ends_with("num_batches_tracked") => *slot,
            _ => None,
        });
        counts.collect()
    }
}

fn switch(step: &mut Step, training: bool, counts: &[usize]) -> Result<()> {
    let Work::Call { overload, template, fills, .. } = &mut step.work else { return Ok(()) };
    let schema = overload.schema();
    if schema.operator() == "add_" {
        let counted =
            |fill: &(usize, Fill)| matches!(fill, (0, Fill::One(Feed::Slot { at, .. })) if counts.contains(at));
        if fills.iter().any(counted) {
            step.skipped = !training;
        }
        return Ok(());
    }
    if !SWITCHED.contains(&schema.operator()) {
        return Ok(());
    }
    // Without running statistics a batch norm always takes those of the batch.
    let has_statistics = fills.iter().any(|(at, _)| schema.position("running_mean") == Some(*at));
    if schema.operator() == "batch_norm" && !has_statistics {
        return Ok(());
    }
    match NAMES.iter().find_map(|name| schema.position(name)) {
        Some(at) => template.set(at, Value::Bool(training)),
        None => Ok(()),
    }
}
