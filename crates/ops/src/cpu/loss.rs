//! Losses of class predictions: what one position of the target adds, its gradient, and sums over positions.
//!
//! The loss of a position is a weighted mean of the negative log-probabilities of all classes. Its shares: the target
//! class has `1 - smoothing` times its weight, and each class `smoothing / classes` times its weight on top. A position
//! to be ignored has none. The mean is over the weights of the target classes, as in PyTorch.

use crate::cpu::lanes::Lanes;
use crate::cpu::softmax::{self, Lines, Task};
use crate::parallel::for_chunks;
use crate::plain::Plain;

/// The target classes and what each counts.
#[derive(Clone, Copy)]
pub(crate) struct Targets<'a, T> {
    /// The classes are the size.
    pub(crate) lines: Lines,
    /// A class for each line, in -∞.. but in range where it is not `ignore_index`.
    pub(crate) classes: &'a [i64],
    pub(crate) ignore_index: i64,
    pub(crate) weight: Option<&'a [T]>,
    pub(crate) smoothing: f64,
}

/// The target of one line.
struct Target {
    /// Where the line's first element is.
    start: usize,
    class: usize,
    weight: f64,
}

impl<T: Lanes> Targets<'_, T> {
    /// The first target that is neither a class nor to be ignored.
    pub(crate) fn stray(&self) -> Option<i64> {
        let classes = 0..self.lines.size as i64;
        self.classes.iter().copied().find(|class| *class != self.ignore_index && !classes.contains(class))
    }

    fn weight(&self, class: usize) -> f64 {
        self.weight.map_or(1.0, |weight| Plain::to_f64(weight[class]))
    }

    /// The target of a line, if it is not to be ignored.
    fn target(&self, line: usize) -> Option<Target> {
        if self.classes[line] == self.ignore_index {
            return None;
        }
        let Lines { size, inner, .. } = self.lines;
        let class = self.classes[line] as usize;
        Some(Target { start: line / inner * size * inner + line % inner, class, weight: self.weight(class) })
    }

    /// What sums are divided by for a mean.
    pub(crate) fn divisor(&self) -> f64 {
        match self.weight {
            None => self.classes.iter().filter(|class| **class != self.ignore_index).count() as f64,
            Some(_) => (0..self.classes.len()).filter_map(|line| self.target(line)).map(|target| target.weight).sum(),
        }
    }

    /// What a line adds, from log-probabilities.
    pub(crate) fn loss(&self, line: usize, log_probabilities: &[T]) -> f64 {
        self.target(line).map_or(0.0, |target| {
            let at = target.start + target.class * self.lines.inner;
            -target.weight * Plain::to_f64(log_probabilities[at])
        })
    }

    /// What a line adds, from logits and their statistics.
    pub(crate) fn loss_of_logits(&self, line: usize, x: &[T], statistics: &[T]) -> f64 {
        let Lines { size, inner, .. } = self.lines;
        self.target(line).map_or(0.0, |target| {
            let at = line / inner * 2 * inner + line % inner;
            let (greatest, log_sum) = (Plain::to_f64(statistics[at]), Plain::to_f64(statistics[at + inner]));
            let negative_log = |class: usize| log_sum - (Plain::to_f64(x[target.start + class * inner]) - greatest);
            let own = target.weight * negative_log(target.class);
            if self.smoothing == 0.0 {
                return own;
            }
            let all: f64 = (0..size).map(|class| self.weight(class) * negative_log(class)).sum();
            (1.0 - self.smoothing) * own + self.smoothing / size as f64 * all
        })
    }

    /// Adds to each element of `out` its share, times a factor for its line.
    pub(crate) fn add_shares(&self, factor: impl Fn(usize) -> f64, out: &mut [T]) {
        let Lines { size, inner, .. } = self.lines;
        let mut add = |at: usize, share: f64| out[at] = out[at] + <T as Plain>::from_f64(share);
        for line in 0..self.classes.len() {
            let Some(target) = self.target(line) else { continue };
            let factor = factor(line);
            add(target.start + target.class * inner, (1.0 - self.smoothing) * target.weight * factor);
            if self.smoothing != 0.0 {
                let each = self.smoothing / size as f64 * factor;
                (0..size).for_each(|class| add(target.start + class * inner, each * self.weight(class)));
            }
        }
    }

    /// The gradient in the logits: for each line the softmax times the sum of the line's shares, less the shares; all
    /// times a factor for the line.
    pub(crate) fn gradient_of_logits(&self, x: &[T], statistics: &[T], factor: impl Fn(usize) -> f64, out: &mut [T]) {
        let size = self.lines.size;
        let mean_weight = match (self.smoothing != 0.0, self.weight) {
            (true, Some(_)) => (0..size).map(|class| self.weight(class)).sum::<f64>() / size as f64,
            _ => 1.0,
        };
        let scales: Vec<T> = (0..self.classes.len())
            .map(|line| {
                <T as Plain>::from_f64(self.target(line).map_or(0.0, |target| {
                    factor(line) * ((1.0 - self.smoothing) * target.weight + self.smoothing * mean_weight)
                }))
            })
            .collect();
        softmax::run(Task::Scaled { x, statistics, scales: &scales }, self.lines, out);
        self.add_shares(|line| -factor(line), out);
    }
}

/// Lines that a thread takes at a time.
const CHUNK: usize = 4096;

/// Writes the loss of each line.
pub(crate) fn each<T: Lanes>(loss: impl Fn(usize) -> f64 + Sync, out: &mut [T]) {
    let work = out.len();
    for_chunks(out, CHUNK, work, &|chunk, out| {
        for (at, out) in out.iter_mut().enumerate() {
            *out = <T as Plain>::from_f64(loss(chunk * CHUNK + at));
        }
    });
}

/// The sum of the losses of all lines, in parts that do not depend on the threads.
pub(crate) fn sum(loss: impl Fn(usize) -> f64 + Sync, n_lines: usize) -> f64 {
    let mut parts = vec![0.0; n_lines.div_ceil(CHUNK)];
    for_chunks(&mut parts, 1, n_lines, &|chunk, part| {
        part[0] = (chunk * CHUNK..n_lines.min((chunk + 1) * CHUNK)).map(&loss).sum();
    });
    parts.iter().sum()
}
