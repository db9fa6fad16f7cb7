//! Running means of a model's parameters.

use cresset_autograd::{Error, Result, Tensor, no_grad};
use serde::{Deserialize, Serialize};

use crate::SavedTensor;

/// How parameters enter their mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Averaging {
    /// All with the same weight, as stochastic weight averaging does.
    Swa,
    /// Exponentially: this share of the mean is kept at each update.
    Ema(f64),
}

/// Means of parameters. A model has no copy of itself, so the means are tensors of their own: build the model a second
/// time and [`AveragedModel::copy_to`] its parameters.
///
/// ```
/// use cresset_autograd::tensor;
/// use cresset_optim::{AveragedModel, Averaging};
///
/// let weight = tensor([1.0, 2.0]);
/// let mut averaged = AveragedModel::new(&[weight.clone()], Averaging::Swa)?;
/// averaged.update_parameters(&[weight.clone()])?;
/// weight.copy_(&tensor([3.0, 6.0]));
/// averaged.update_parameters(&[weight])?;
/// assert_eq!(averaged.parameters()[0].to_vec::<f32>(), [2.0, 4.0]);
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/optim.html#weight-averaging-swa-and-ema>
#[derive(Clone, Debug)]
pub struct AveragedModel {
    averaging: Averaging,
    means: Vec<Tensor>,
    n_averaged: u64,
}

/// The state of an [`AveragedModel`] as plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct AveragedState {
    pub n_averaged: u64,
    pub means: Vec<SavedTensor>,
}

fn check_alike(op: &'static str, means: &[Tensor], others: &[Tensor]) -> Result<()> {
    let odd = means.iter().zip(others).find(|(mean, other)| mean.sizes() != other.sizes());
    if let Some((mean, other)) = odd {
        let shapes = [("mean", mean.sizes()), ("parameter", other.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "give the parameters in the same order"));
    }
    if means.len() != others.len() {
        let value = format!("{} for {} means", others.len(), means.len());
        return Err(Error::argument(op, "parameters", value, "give the parameters of the same model"));
    }
    Ok(())
}

impl AveragedModel {
    /// Means that begin as copies of these parameters. The first update copies anew.
    ///
    /// # Errors
    /// A share outside 0..=1, or no memory left.
    pub fn new(parameters: &[Tensor], averaging: Averaging) -> Result<AveragedModel> {
        if let Averaging::Ema(decay) = averaging
            && !(0.0..=1.0).contains(&decay)
        {
            return Err(Error::argument("AveragedModel", "decay", decay, "it lies in 0..=1"));
        }
        let means =
            no_grad(|| parameters.iter().map(|parameter| parameter.detach().try_copy()).collect::<Result<_>>())?;
        Ok(AveragedModel { averaging, means, n_averaged: 0 })
    }

    /// Takes the parameters as they are now into the means.
    ///
    /// # Errors
    /// Other parameters than the means were made of.
    pub fn update_parameters(&mut self, parameters: &[Tensor]) -> Result<()> {
        check_alike("update_parameters", &self.means, parameters)?;
        let weight = match (self.n_averaged, self.averaging) {
            (0, _) => 1.0,
            (_, Averaging::Ema(decay)) => 1.0 - decay,
            (n_averaged, Averaging::Swa) => 1.0 / (n_averaged + 1) as f64,
        };
        no_grad(|| {
            self.means.iter().zip(parameters).try_for_each(|(mean, parameter)| {
                // What counts, such as the batches a layer has seen, has no mean.
                let copied = self.n_averaged == 0 || !mean.dtype().is_floating_point();
                if copied { mean.try_copy_(parameter) } else { mean.try_lerp_(parameter.detach(), weight) }.map(drop)
            })
        })?;
        self.n_averaged += 1;
        Ok(())
    }

    /// The means, in the order of the parameters.
    #[must_use]
    pub fn parameters(&self) -> &[Tensor] {
        &self.means
    }

    /// How often the parameters were taken.
    #[must_use]
    pub fn n_averaged(&self) -> u64 {
        self.n_averaged
    }

    /// Writes the means over the parameters of a model built alike.
    ///
    /// # Errors
    /// Other parameters than the means were made of.
    pub fn copy_to(&self, parameters: &[Tensor]) -> Result<()> {
        check_alike("copy_to", &self.means, parameters)?;
        no_grad(|| self.means.iter().zip(parameters).try_for_each(|(mean, to)| to.try_copy_(mean).map(drop)))
    }

    /// All that is needed to go on later.
    ///
    /// # Errors
    /// No memory left.
    pub fn state_dict(&self) -> Result<AveragedState> {
        let means = self.means.iter().map(SavedTensor::new).collect::<Result<_>>()?;
        Ok(AveragedState { n_averaged: self.n_averaged, means })
    }

    /// Goes on where [`AveragedModel::state_dict`] was taken.
    ///
    /// # Errors
    /// Saved from other parameters; nothing is changed then.
    pub fn load_state_dict(&mut self, saved: &AveragedState) -> Result<()> {
        let means: Vec<Tensor> = saved.means.iter().map(SavedTensor::read).collect::<Result<_>>()?;
        check_alike("load_state_dict", &self.means, &means)?;
        no_grad(|| self.means.iter().zip(&means).try_for_each(|(mean, saved)| mean.try_copy_(saved).map(drop)))?;
        self.n_averaged = saved.n_averaged;
        Ok(())
    }
}
