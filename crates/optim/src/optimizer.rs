//! What every optimiser can do.

use cresset_autograd::{Result, Tensor};

/// An optimiser: it holds parameters in groups and updates them from their gradients.
pub trait Optimizer {
    /// Updates the parameters that have a gradient, in place; the others are left alone.
    ///
    /// # Errors
    /// A gradient of other sizes or of another dtype than its parameter. No parameter of its group is updated then.
    fn step(&mut self) -> Result<()>;

    /// Clears the gradients of all parameters.
    fn zero_grad(&self);

    /// The parameters of all groups in order.
    fn params(&self) -> Vec<Tensor>;

    /// How many groups there are.
    fn n_groups(&self) -> usize;

    /// The learning rate of a group; `None` if there is no such group.
    fn lr(&self, group: usize) -> Option<f64>;

    /// Sets the learning rate of a group.
    ///
    /// # Errors
    /// There is no such group, or the rate is negative or NaN.
    fn set_lr(&mut self, group: usize, lr: f64) -> Result<()>;

    /// What schedules of the momentum change: the momentum, or the first of `betas`. `None` where there is neither.
    fn momentum(&self, group: usize) -> Option<f64>;

    /// Sets what [`Optimizer::momentum`] gives.
    ///
    /// # Errors
    /// There is no such group, or a momentum that the optimiser refuses.
    fn set_momentum(&mut self, group: usize, momentum: f64) -> Result<()>;

    /// The learning rate of a group before its first schedule changed it.
    fn initial_lr(&self, group: usize) -> Option<f64>;

    /// Sets what [`Optimizer::initial_lr`] gives; schedules do.
    ///
    /// # Errors
    /// There is no such group.
    fn set_initial_lr(&mut self, group: usize, lr: f64) -> Result<()>;

    /// Runs backward from a loss, updates the parameters, and clears the gradients.
    ///
    /// # Errors
    /// As backward and [`Optimizer::step`].
    fn backward_step(&mut self, loss: &Tensor) -> Result<()> {
        loss.try_backward()?;
        self.step()?;
        self.zero_grad();
        Ok(())
    }
}
