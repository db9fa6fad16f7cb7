//! Schedules whose factors a user's function gives.

use std::fmt;
use std::sync::Arc;

use cresset_autograd::{Error, Result};

use super::{Moment, Schedule, Scheduler};

type Factor = Arc<dyn Fn(i64) -> f64 + Send + Sync>;

macro_rules! factors {
    ($options:ident, $name:literal) => {
        impl $options {
            /// The factor of a step from its number, the same for all groups.
            pub fn new(factor: impl Fn(i64) -> f64 + Send + Sync + 'static) -> $options {
                $options { factors: vec![Arc::new(factor)] }
            }

            /// As [`Self::new`], one function for each group.
            #[must_use]
            pub fn per_group(factors: Vec<Arc<dyn Fn(i64) -> f64 + Send + Sync>>) -> $options {
                $options { factors }
            }

            fn factor(&self, at: &Moment) -> f64 {
                let factor = if self.factors.len() == 1 { self.factors.first() } else { self.factors.get(at.group) };
                factor.map_or(1.0, |factor| factor(at.epoch))
            }

            fn check_factors(&self, n_groups: usize) -> Result<()> {
                if self.factors.len() == 1 || self.factors.len() == n_groups {
                    return Ok(());
                }
                let value = format!("{} functions for {n_groups} groups", self.factors.len());
                Err(Error::argument($name, "factors", value, "give one for each group"))
            }
        }

        impl fmt::Debug for $options {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($options)).field("factors", &self.factors.len()).finish()
            }
        }
    };
}

/// The first rate times a function of the step's number.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html>
pub type LambdaLR = Scheduler<LambdaOptions>;

/// The functions of [`LambdaLR`]; they are not part of its state.
#[derive(Clone)]
pub struct LambdaOptions {
    factors: Vec<Factor>,
}

factors!(LambdaOptions, "LambdaLR");

impl Schedule for LambdaOptions {
    const NAME: &'static str = "LambdaLR";

    fn check(&self, n_groups: usize) -> Result<()> {
        self.check_factors(n_groups)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        Ok(at.base_lr * self.factor(at))
    }
}

/// The rate times a function of the step's number, in each step.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiplicativeLR.html>
pub type MultiplicativeLR = Scheduler<MultiplicativeOptions>;

/// The functions of [`MultiplicativeLR`]; they are not part of its state.
#[derive(Clone)]
pub struct MultiplicativeOptions {
    factors: Vec<Factor>,
}

factors!(MultiplicativeOptions, "MultiplicativeLR");

impl Schedule for MultiplicativeOptions {
    const NAME: &'static str = "MultiplicativeLR";

    fn check(&self, n_groups: usize) -> Result<()> {
        self.check_factors(n_groups)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        Ok(if at.is_initial { at.lr } else { at.lr * self.factor(at) })
    }
}
