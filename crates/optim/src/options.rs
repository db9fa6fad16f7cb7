//! What the options of all optimisers and schedulers have alike: defaults and checks.

use cresset_autograd::{Error, Result};

/// A struct of options whose fields have defaults; serde takes the default for a field that is left out.
macro_rules! options {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $default:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> $name {
                $name { $($field: $default,)* }
            }
        }
    };
}

/// The methods of a rule whose learning rate is its field `lr`.
macro_rules! learning_rate {
    () => {
        fn lr(&self) -> f64 {
            self.lr
        }

        fn set_lr(&mut self, lr: f64) {
            self.lr = lr;
        }
    };
}

/// The methods of a rule that schedules of the momentum change: a field, or the first of `betas`.
macro_rules! momentum {
    ($($field:tt)+) => {
        fn momentum(&self) -> Option<f64> {
            Some(self.$($field)+)
        }

        fn set_momentum(&mut self, momentum: f64) {
            self.$($field)+ = momentum;
        }
    };
}

pub(crate) use {learning_rate, momentum, options};

/// Refuses options that are negative or NaN.
pub(crate) fn check_not_negative(op: &'static str, options: &[(&'static str, f64)]) -> Result<()> {
    match options.iter().find(|(_, value)| value.is_nan() || *value < 0.0) {
        Some((name, value)) => Err(Error::argument(op, name, value, "it must be at least 0")),
        None => Ok(()),
    }
}

/// Refuses shares that are not kept, or more than kept.
pub(crate) fn check_betas(op: &'static str, betas: (f64, f64)) -> Result<()> {
    for (name, beta) in [("betas.0", betas.0), ("betas.1", betas.1)] {
        if !(0.0..1.0).contains(&beta) {
            return Err(Error::argument(op, name, beta, "betas lie in 0..1"));
        }
    }
    Ok(())
}
