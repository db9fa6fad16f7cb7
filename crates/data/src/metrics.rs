//! How well predicted classes meet the true ones.

use std::fmt;

use cresset_autograd::{Error, ErrorKind, Result, Tensor};

/// The part of `predicted` classes that equals `targets`; NaN for no classes.
///
/// # Shapes
/// Both of the same sizes, of whole numbers.
///
/// # Errors
/// Sizes that differ, or a floating dtype.
pub fn accuracy(predicted: &Tensor, targets: &Tensor) -> Result<f64> {
    let (predicted, targets) = classes("accuracy", predicted, targets)?;
    let n_right = predicted.iter().zip(&targets).filter(|(predicted, target)| predicted == target).count();
    Ok(n_right as f64 / targets.len() as f64)
}

/// How often each true class was predicted as which: a row for a true class, a column for a predicted one.
///
/// ```
/// use cresset_autograd::tensor;
/// use cresset_data::metrics::ConfusionMatrix;
///
/// let mut matrix = ConfusionMatrix::new(2)?;
/// matrix.update(&tensor([0, 1, 1, 1]), &tensor([0, 1, 0, 1]))?;
/// assert_eq!((matrix.count(0, 1), matrix.accuracy()), (1, 0.75));
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionMatrix {
    n_classes: usize,
    counts: Vec<u64>,
}

impl ConfusionMatrix {
    /// A matrix of zeros.
    ///
    /// # Errors
    /// No classes, or more than a square of them can be held for.
    pub fn new(n_classes: usize) -> Result<ConfusionMatrix> {
        const LIMIT: usize = 1 << 14;
        if n_classes == 0 || n_classes > LIMIT {
            return Err(Error::argument("ConfusionMatrix", "n_classes", n_classes, "use 1 to 16384 classes"));
        }
        Ok(ConfusionMatrix { n_classes, counts: vec![0; n_classes * n_classes] })
    }

    /// Counts these predictions.
    ///
    /// # Errors
    /// Sizes that differ, a floating dtype, or a class out of range; nothing is counted then.
    pub fn update(&mut self, predicted: &Tensor, targets: &Tensor) -> Result<()> {
        const OP: &str = "ConfusionMatrix::update";
        let (predicted, targets) = classes(OP, predicted, targets)?;
        if let Some(&class) = predicted.iter().chain(&targets).find(|&&class| self.place(class).is_none()) {
            return Err(ErrorKind::Index { op: OP, index: class, dim: 0, size: self.n_classes }.into());
        }
        for (predicted, target) in predicted.into_iter().zip(targets) {
            if let (Some(predicted), Some(target)) = (self.place(predicted), self.place(target)) {
                self.counts[target * self.n_classes + predicted] += 1;
            }
        }
        Ok(())
    }

    fn place(&self, class: i64) -> Option<usize> {
        usize::try_from(class).ok().filter(|&class| class < self.n_classes)
    }

    /// The number of classes.
    #[must_use]
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// How often `target` was predicted as `predicted`; 0 for classes that are not there.
    #[must_use]
    pub fn count(&self, target: usize, predicted: usize) -> u64 {
        match target < self.n_classes && predicted < self.n_classes {
            true => self.counts[target * self.n_classes + predicted],
            false => 0,
        }
    }

    /// The number of predictions counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The part of predictions that were right; NaN before the first.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let n_right: u64 = (0..self.n_classes).map(|class| self.count(class, class)).sum();
        n_right as f64 / self.total() as f64
    }
}

/// A table with a head, without a newline at the end; zeros off the diagonal are dots, so that errors stand out.
impl fmt::Display for ConfusionMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let largest = self.counts.iter().max().copied().unwrap_or(0).max(self.n_classes as u64 - 1);
        let width = largest.to_string().len() + 1;
        let corner = "true\\predicted";
        write!(f, "{corner}")?;
        (0..self.n_classes).try_for_each(|class| write!(f, " {class:>width$}"))?;
        for target in 0..self.n_classes {
            write!(f, "\n{target:>indent$}", indent = corner.len())?;
            for predicted in 0..self.n_classes {
                match self.count(target, predicted) {
                    0 if target != predicted => write!(f, " {:>width$}", ".")?,
                    count => write!(f, " {count:>width$}")?,
                }
            }
        }
        Ok(())
    }
}

/// Both as vectors of classes.
fn classes(op: &'static str, predicted: &Tensor, targets: &Tensor) -> Result<(Vec<i64>, Vec<i64>)> {
    if predicted.sizes() != targets.sizes() {
        let shapes = [("predicted", predicted.sizes()), ("targets", targets.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "give one class for each target"));
    }
    if predicted.dtype().is_floating_point() || targets.dtype().is_floating_point() {
        let dtypes = [("predicted", predicted.dtype()), ("targets", targets.dtype())];
        return Err(Error::dtype(op, "classes are whole numbers", &dtypes, "take the argmax of scores first"));
    }
    Ok((predicted.try_to_vec()?, targets.try_to_vec()?))
}

#[cfg(test)]
mod tests {
    use cresset_autograd::tensor;

    use super::{ConfusionMatrix, accuracy};

    #[test]
    fn counts_stand_at_their_places() {
        let mut matrix = ConfusionMatrix::new(3).unwrap();
        matrix.update(&tensor([0, 2, 1, 2, 2]), &tensor([0, 1, 1, 2, 0])).unwrap();
        let table =
            "true\\predicted  0  1  2\n             0  1  .  1\n             1  .  1  1\n             2  .  .  1";
        assert_eq!(matrix.to_string(), table);
        assert_eq!((matrix.total(), matrix.accuracy()), (5, 0.6));
        assert_eq!(accuracy(&tensor([0, 2, 1]), &tensor([0, 1, 1])).unwrap(), 2.0 / 3.0);
    }

    #[test]
    fn what_is_no_class_is_refused_and_counts_nothing() {
        let mut matrix = ConfusionMatrix::new(3).unwrap();
        let error = matrix.update(&tensor([0, 3]), &tensor([0, 1])).unwrap_err().to_string();
        assert!(error.contains("index 3") && error.contains("size 3"), "{error}");
        assert!(matrix.update(&tensor([0, 1]), &tensor([0, -1])).is_err());
        assert!(matrix.update(&tensor([0.0, 1.0]), &tensor([0, 1])).unwrap_err().to_string().contains("argmax"));
        assert!(matrix.update(&tensor([0]), &tensor([0, 1])).unwrap_err().to_string().contains("sizes differ"));
        assert_eq!(matrix.total(), 0);
    }
}
