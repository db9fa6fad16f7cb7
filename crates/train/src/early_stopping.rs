//! Ending a run whose score no longer gets better.

use serde::{Deserialize, Serialize};

/// Ends a run when a score has not got better for some epochs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlyStopping {
    score: String,
    larger_is_better: bool,
    patience: u32,
    min_delta: f64,
    best: Option<f64>,
    n_waited: u32,
}

impl EarlyStopping {
    /// Watches a score by its name (`loss` is the mean loss of training), of which smaller is better.
    #[must_use]
    pub fn new(score: &str, patience: u32) -> EarlyStopping {
        let score = score.to_string();
        EarlyStopping { score, larger_is_better: false, patience, min_delta: 0.0, best: None, n_waited: 0 }
    }

    /// Whether larger is better.
    #[must_use]
    pub fn larger_is_better(mut self, larger_is_better: bool) -> EarlyStopping {
        self.larger_is_better = larger_is_better;
        self
    }

    /// How much better a score must be to count.
    #[must_use]
    pub fn min_delta(mut self, min_delta: f64) -> EarlyStopping {
        self.min_delta = min_delta;
        self
    }

    /// The name of the score.
    #[must_use]
    pub fn score(&self) -> &str {
        &self.score
    }

    /// The best score so far.
    #[must_use]
    pub fn best(&self) -> Option<f64> {
        self.best
    }

    /// Takes the score of an epoch; whether to stop. NaN is never better.
    pub fn update(&mut self, score: f64) -> bool {
        let is_better = match (self.best, self.larger_is_better) {
            (None, _) => !score.is_nan(),
            (Some(best), true) => score > best + self.min_delta,
            (Some(best), false) => score < best - self.min_delta,
        };
        if is_better {
            (self.best, self.n_waited) = (Some(score), 0);
            return false;
        }
        self.n_waited += 1;
        self.has_stopped()
    }

    /// Whether the score has not got better for longer than the patience.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.n_waited > self.patience
    }
}

#[cfg(test)]
mod tests {
    use super::EarlyStopping;

    #[test]
    fn it_stops_after_its_patience() {
        let mut watch = EarlyStopping::new("loss", 1).min_delta(0.1);
        assert_eq!(
            [1.0, 0.95, 0.5, f64::NAN, 0.45].map(|score| watch.update(score)),
            [false, false, false, false, true]
        );
        let mut watch = EarlyStopping::new("accuracy", 0).larger_is_better(true);
        assert_eq!([0.5, 0.6, 0.6].map(|score| watch.update(score)), [false, false, true]);
        assert_eq!(watch.best(), Some(0.6));
    }
}
