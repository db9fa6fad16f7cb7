//! How good predictions are.

use cresset_autograd::{Error, Result, Tensor};

pub use cresset_data::metrics::{ConfusionMatrix, accuracy};

/// The part of targets that are among the `k` classes of the highest scores; NaN for no targets.
///
/// # Shapes
/// Scores `[n, classes]`, targets `[n]` of whole numbers.
///
/// # Errors
/// Sizes that do not fit, or a `k` outside the classes.
pub fn top_k_accuracy(scores: &Tensor, targets: &Tensor, k: usize) -> Result<f64> {
    const OP: &str = "top_k_accuracy";
    let (&[n, n_classes], &[n_targets]) = (scores.sizes(), targets.sizes()) else {
        let shapes = [("scores", scores.sizes()), ("targets", targets.sizes())];
        return Err(Error::shape(OP, "not scores and targets", &shapes, "give [n, classes] and [n]"));
    };
    if n != n_targets || k == 0 || k > n_classes {
        let value = format!("{k} of {n_classes} classes, {n} scores for {n_targets} targets");
        return Err(Error::argument(OP, "k", value, "k lies in 1..=classes, and each target has scores"));
    }
    let (_, best) = scores.detach().try_topk(k, 1, true, true)?;
    let (best, targets) = (best.try_to_vec::<i64>()?, targets.try_to_vec::<i64>()?);
    let n_right = best.chunks_exact(k).zip(&targets).filter(|(best, target)| best.contains(target)).count();
    Ok(n_right as f64 / n as f64)
}

/// Precision, recall and F1 of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClassScores {
    /// The part of predictions of the class that were right; 0 for none.
    pub precision: f64,
    /// The part of the class that was found; 0 for none.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// The scores of each class.
#[must_use]
pub fn class_scores(matrix: &ConfusionMatrix) -> Vec<ClassScores> {
    let share = |part: u64, all: u64| if all == 0 { 0.0 } else { part as f64 / all as f64 };
    let scores = (0..matrix.n_classes()).map(|class| {
        let right = matrix.count(class, class);
        let predicted: u64 = (0..matrix.n_classes()).map(|target| matrix.count(target, class)).sum();
        let there: u64 = (0..matrix.n_classes()).map(|predicted| matrix.count(class, predicted)).sum();
        ClassScores {
            precision: share(right, predicted),
            recall: share(right, there),
            f1: share(2 * right, predicted + there),
        }
    });
    scores.collect()
}

/// The mean F1 of all classes, each with the same weight.
#[must_use]
pub fn macro_f1(matrix: &ConfusionMatrix) -> f64 {
    let scores = class_scores(matrix);
    scores.iter().map(|scores| scores.f1).sum::<f64>() / scores.len() as f64
}

/// The area under the ROC curve: how likely a positive scores above a negative, ties as half.
///
/// # Shapes
/// Both `[n]`; targets are 0 or 1.
///
/// # Errors
/// Sizes that differ, targets of another kind, no positives or no negatives, or a score that is no number.
pub fn auroc(scores: &Tensor, targets: &Tensor) -> Result<f64> {
    const OP: &str = "auroc";
    if scores.sizes() != targets.sizes() || scores.dim() != 1 {
        let shapes = [("scores", scores.sizes()), ("targets", targets.sizes())];
        return Err(Error::shape(OP, "not scores and targets", &shapes, "give two vectors of one size"));
    }
    let scores = scores.try_to_vec::<f64>()?;
    let targets = targets.try_to_vec::<f64>()?;
    if let Some(odd) = targets.iter().find(|target| **target != 0.0 && **target != 1.0) {
        return Err(Error::argument(OP, "target", odd, "targets are 0 or 1"));
    }
    if scores.iter().any(|score| score.is_nan()) {
        return Err(Error::argument(OP, "score", f64::NAN, "scores are numbers"));
    }
    let mut pairs: Vec<(f64, f64)> = scores.into_iter().zip(targets).collect();
    pairs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let n_positive: f64 = pairs.iter().map(|(_, target)| target).sum();
    let n_negative = pairs.len() as f64 - n_positive;
    if n_positive == 0.0 || n_negative == 0.0 {
        let value = format!("{n_positive} positive, {n_negative} negative");
        return Err(Error::argument(OP, "targets", value, "give both kinds"));
    }
    let (mut area, mut below) = (0.0, 0.0);
    for tied in pairs.chunk_by(|(a, _), (b, _)| a == b) {
        let positive: f64 = tied.iter().map(|(_, target)| target).sum();
        let negative = tied.len() as f64 - positive;
        area += positive * (below + negative / 2.0);
        below += negative;
    }
    Ok(area / (n_positive * n_negative))
}

/// The perplexity of a mean cross entropy in natural units.
#[must_use]
pub fn perplexity(mean_loss: f64) -> f64 {
    mean_loss.exp()
}

/// Differences of predictions and targets.
fn differences(op: &'static str, predicted: &Tensor, targets: &Tensor) -> Result<Vec<f64>> {
    if predicted.sizes() != targets.sizes() {
        let shapes = [("predicted", predicted.sizes()), ("targets", targets.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "give one prediction for each target"));
    }
    let pairs = predicted.try_to_vec::<f64>()?.into_iter().zip(targets.try_to_vec::<f64>()?);
    Ok(pairs.map(|(predicted, target)| predicted - target).collect())
}

/// The mean size of the error; NaN for none.
///
/// # Errors
/// Sizes that differ.
pub fn mean_absolute_error(predicted: &Tensor, targets: &Tensor) -> Result<f64> {
    let errors = differences("mean_absolute_error", predicted, targets)?;
    Ok(errors.iter().map(|error| error.abs()).sum::<f64>() / errors.len() as f64)
}

/// The mean square of the error; NaN for none.
///
/// # Errors
/// Sizes that differ.
pub fn mean_squared_error(predicted: &Tensor, targets: &Tensor) -> Result<f64> {
    let errors = differences("mean_squared_error", predicted, targets)?;
    Ok(errors.iter().map(|error| error * error).sum::<f64>() / errors.len() as f64)
}

#[cfg(test)]
mod tests {
    use cresset_autograd::tensor;

    use super::*;

    #[test]
    fn scores_are_those_of_scikit_learn() {
        let scores = tensor([[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]]);
        // The example of top_k_accuracy_score, which gives 0.75.
        assert_eq!(top_k_accuracy(&scores, &tensor([0, 1, 2, 2]), 2).unwrap(), 0.75);
        assert!(top_k_accuracy(&scores, &tensor([0, 1, 2, 2]), 4).is_err());
        // The example of f1_score, which gives 0.266... for the macro mean.
        let mut matrix = ConfusionMatrix::new(3).unwrap();
        matrix.update(&tensor([0, 2, 1, 0, 0, 1]), &tensor([0, 1, 2, 0, 1, 2])).unwrap();
        assert!((macro_f1(&matrix) - 0.8 / 3.0).abs() < 1e-12);
        assert_eq!(class_scores(&matrix)[0], ClassScores { precision: 2.0 / 3.0, recall: 1.0, f1: 0.8 });
        // The example of roc_auc_score, which gives 0.75.
        assert_eq!(auroc(&tensor([0.1, 0.4, 0.35, 0.8]), &tensor([0, 0, 1, 1])).unwrap(), 0.75);
        assert_eq!(auroc(&tensor([0.5, 0.5, 0.5]), &tensor([0, 1, 1])).unwrap(), 0.5);
        assert!(
            auroc(&tensor([0.5, 0.1]), &tensor([1, 1])).unwrap_err().to_string().contains("2 positive, 0 negative")
        );
        let (predicted, targets) = (tensor([2.5, 0.0, 2.0, 8.0]), tensor([3.0, -0.5, 2.0, 7.0]));
        assert_eq!(mean_absolute_error(&predicted, &targets).unwrap(), 0.5);
        assert_eq!(mean_squared_error(&predicted, &targets).unwrap(), 0.375);
        assert_eq!(perplexity(0.0), 1.0);
    }
}
