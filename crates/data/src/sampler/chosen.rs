//! Random orders of some items, and by weights.

use cresset_autograd::{Error, Generator, Options, Result, Tensor, default_generator};

use super::Sampler;

/// The given indices in random order, as `torch.utils.data.SubsetRandomSampler`.
#[derive(Clone, Debug)]
pub struct SubsetRandomSampler {
    indices: Vec<usize>,
    generator: Option<Generator>,
}

impl SubsetRandomSampler {
    /// These indices, each once, in random order.
    #[must_use]
    pub fn new(indices: Vec<usize>) -> SubsetRandomSampler {
        SubsetRandomSampler { indices, generator: None }
    }

    /// Draws from this generator.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> SubsetRandomSampler {
        self.generator = Some(generator.clone());
        self
    }
}

/// An iterator over what `draw` gives, which is called when the first index is asked for.
fn drawn_late<'a>(
    draw: impl FnOnce() -> Result<Vec<i64>> + 'a,
    index: impl Fn(i64) -> usize + 'a,
) -> Box<dyn Iterator<Item = Result<usize>> + 'a> {
    let drawn = std::iter::once_with(draw).flat_map(|drawn| {
        let (drawn, error) = match drawn {
            Ok(drawn) => (drawn, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        drawn.into_iter().map(Ok).chain(error.map(Err))
    });
    Box::new(drawn.map(move |drawn| drawn.map(&index)))
}

impl Sampler for SubsetRandomSampler {
    fn len(&self) -> usize {
        self.indices.len()
    }

    fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_> {
        let draw = || {
            let generator = self.generator.as_ref().unwrap_or_else(|| default_generator());
            Options::new().generator(generator).try_randperm(self.indices.len())?.try_to_vec::<i64>()
        };
        drawn_late(draw, |at| self.indices[at as usize])
    }
}

/// Indices drawn by weights, as `torch.utils.data.WeightedRandomSampler`.
#[derive(Clone, Debug)]
pub struct WeightedRandomSampler {
    weights: Tensor,
    num_samples: usize,
    replacement: bool,
    generator: Option<Generator>,
}

impl WeightedRandomSampler {
    /// `num_samples` of the items, each as likely as its weight says; the weights need not sum to one.
    ///
    /// # Errors
    /// No samples, a weight that is negative or no number, no weight above zero, or without replacement more samples
    /// than items with a weight.
    pub fn new(weights: &[f64], num_samples: usize, replacement: bool) -> Result<WeightedRandomSampler> {
        const OP: &str = "WeightedRandomSampler";
        if num_samples == 0 {
            return Err(Error::argument(OP, "num_samples", 0, "draw at least one"));
        }
        if let Some(weight) = weights.iter().find(|weight| !weight.is_finite() || **weight < 0.0) {
            return Err(Error::argument(OP, "weights", weight, "weights are at least 0"));
        }
        let n_likely = weights.iter().filter(|weight| **weight > 0.0).count();
        if n_likely == 0 || (!replacement && n_likely < num_samples) {
            let value = format!("{n_likely} above 0 for {num_samples} samples");
            return Err(Error::argument(OP, "weights", value, "draw fewer, or with replacement"));
        }
        let weights = Tensor::try_from_vec(weights.to_vec(), [weights.len()])?;
        Ok(WeightedRandomSampler { weights, num_samples, replacement, generator: None })
    }

    /// Draws from this generator.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> WeightedRandomSampler {
        self.generator = Some(generator.clone());
        self
    }
}

impl Sampler for WeightedRandomSampler {
    fn len(&self) -> usize {
        self.num_samples
    }

    fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_> {
        let draw = || {
            let generator = self.generator.as_ref().unwrap_or_else(|| default_generator());
            self.weights.try_multinomial(self.num_samples, self.replacement, generator)?.try_to_vec::<i64>()
        };
        drawn_late(draw, |index| index as usize)
    }
}
