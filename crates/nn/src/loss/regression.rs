//! Negative log-likelihoods of numbers.

use cresset_autograd::{Reduction, Result, Tensor};

use super::reduction_setter;
use crate::Module;
use crate::hooks::call_several;

/// Negative log-likelihood of counts under Poisson distributions.
#[derive(Clone, Copy, Debug, Module)]
pub struct PoissonNLLLoss {
    log_input: bool,
    full: bool,
    eps: f64,
    reduction: Reduction,
}

impl Default for PoissonNLLLoss {
    fn default() -> PoissonNLLLoss {
        PoissonNLLLoss { log_input: true, full: false, eps: 1e-8, reduction: Reduction::Mean }
    }
}

impl PoissonNLLLoss {
    /// The mean over all elements, of logarithms of rates.
    #[must_use]
    pub fn new() -> PoissonNLLLoss {
        PoissonNLLLoss::default()
    }

    /// Whether the input is the logarithm of rates.
    #[must_use]
    pub fn log_input(mut self, log_input: bool) -> PoissonNLLLoss {
        self.log_input = log_input;
        self
    }

    /// Whether Stirling's term, which does not depend on the input, is added.
    #[must_use]
    pub fn full(mut self, full: bool) -> PoissonNLLLoss {
        self.full = full;
        self
    }

    /// With another number added to rates.
    #[must_use]
    pub fn eps(mut self, eps: f64) -> PoissonNLLLoss {
        self.eps = eps;
        self
    }

    reduction_setter!();

    /// The loss of rates against counts.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target], |[input, target]| {
            input.try_poisson_nll_loss(target, self.log_input, self.full, self.eps, self.reduction)
        })
    }
}

/// Negative log-likelihood of numbers under normal distributions.
#[derive(Clone, Copy, Debug, Module)]
pub struct GaussianNLLLoss {
    full: bool,
    eps: f64,
    reduction: Reduction,
}

impl Default for GaussianNLLLoss {
    fn default() -> GaussianNLLLoss {
        GaussianNLLLoss { full: false, eps: 1e-6, reduction: Reduction::Mean }
    }
}

impl GaussianNLLLoss {
    /// The mean over all elements.
    #[must_use]
    pub fn new() -> GaussianNLLLoss {
        GaussianNLLLoss::default()
    }

    /// Whether the constant term is added.
    #[must_use]
    pub fn full(mut self, full: bool) -> GaussianNLLLoss {
        self.full = full;
        self
    }

    /// With another least variance.
    #[must_use]
    pub fn eps(mut self, eps: f64) -> GaussianNLLLoss {
        self.eps = eps;
        self
    }

    reduction_setter!();

    /// The loss of means and variances against numbers.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit, or a negative variance.
    pub fn forward(&self, input: &Tensor, target: &Tensor, var: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target, var], |[input, target, var]| {
            input.try_gaussian_nll_loss(target, var, self.full, self.eps, self.reduction)
        })
    }
}
