//! Adam, and Adam with decoupled weight decay.

use cresset_autograd::optimizer::{self, Slot};
use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::updater::{Rule, Updater, check_not_negative};

/// Adam: steps of the mean gradient over the root of its mean square.
///
/// # Numerics
/// The order of roundings of `torch.optim.Adam` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://arxiv.org/abs/1412.6980>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html>
pub type Adam = Updater<AdamOptions>;

/// Adam whose weight decay shrinks the parameters instead of entering the gradient.
///
/// # Source
/// <https://arxiv.org/abs/1711.05101>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html>
pub type AdamW = Updater<AdamWOptions>;

const NAMES: [&str; 3] = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

macro_rules! options {
    ($(#[$doc:meta])* $name:ident, $title:literal, weight_decay: $weight_decay:literal, decoupled: $decoupled:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            /// Learning rate.
            pub lr: f64,
            /// Shares of the running means of the gradient and of its square that are kept.
            pub betas: (f64, f64),
            /// Added to the divisor.
            pub eps: f64,
            /// Weight decay.
            pub weight_decay: f64,
            /// Whether the divisor never shrinks.
            pub amsgrad: bool,
            /// Whether to climb instead of to descend.
            pub maximize: bool,
        }

        impl Default for $name {
            fn default() -> $name {
                $name {
                    lr: 1e-3,
                    betas: (0.9, 0.999),
                    eps: 1e-8,
                    weight_decay: $weight_decay,
                    amsgrad: false,
                    maximize: false,
                }
            }
        }

        impl Rule for $name {
            const NAME: &'static str = $title;

            fn check(&self) -> Result<()> {
                let named = [("lr", self.lr), ("eps", self.eps), ("weight_decay", self.weight_decay)];
                check_not_negative(Self::NAME, &named)?;
                for (name, beta) in [("betas.0", self.betas.0), ("betas.1", self.betas.1)] {
                    if !(0.0..1.0).contains(&beta) {
                        return Err(Error::argument(Self::NAME, name, beta, "betas lie in 0..1"));
                    }
                }
                Ok(())
            }

            fn lr(&self) -> f64 {
                self.lr
            }

            fn set_lr(&mut self, lr: f64) {
                self.lr = lr;
            }

            fn states(&self) -> &'static [&'static str] {
                if self.amsgrad { &NAMES } else { &NAMES[..2] }
            }

            fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
                let $name { lr, betas, eps, weight_decay, amsgrad, maximize } = *self;
                let decoupled_weight_decay = $decoupled;
                let options =
                    optimizer::Adam { lr, betas, eps, weight_decay, decoupled_weight_decay, amsgrad, maximize };
                optimizer::adam(slots, &options)
            }
        }
    };
}

options! {
    /// Options of [`Adam`], with PyTorch's defaults.
    AdamOptions, "Adam", weight_decay: 0.0, decoupled: false
}
options! {
    /// Options of [`AdamW`], with PyTorch's defaults.
    AdamWOptions, "AdamW", weight_decay: 1e-2, decoupled: true
}
