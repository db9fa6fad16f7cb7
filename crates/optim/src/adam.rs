//! Adam, and Adam with decoupled weight decay.

use cresset_autograd::Result;
use cresset_autograd::optimizer::{self, Slot};

use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

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

macro_rules! adam {
    (
        $(#[$doc:meta])*
        $name:ident, $title:literal, weight_decay: $weight_decay:literal, decoupled: $decoupled:expr,
        $($(#[$more_doc:meta])* $more:ident: $type:ty = $usual:expr,)*
    ) => {
        options! {
            $(#[$doc])*
            #[derive(Copy)]
            $name {
                /// Learning rate.
                lr: f64 = 1e-3,
                /// Shares of the running means of the gradient and of its square that are kept.
                betas: (f64, f64) = (0.9, 0.999),
                /// Added to the divisor.
                eps: f64 = 1e-8,
                /// Weight decay.
                weight_decay: f64 = $weight_decay,
                /// Whether the divisor never shrinks.
                amsgrad: bool = false,
                /// Whether to climb instead of to descend.
                maximize: bool = false,
                $($(#[$more_doc])* $more: $type = $usual,)*
            }
        }

        impl Rule for $name {
            const NAME: &'static str = $title;

            fn check(&self) -> Result<()> {
                let named = [("lr", self.lr), ("eps", self.eps), ("weight_decay", self.weight_decay)];
                check_not_negative(Self::NAME, &named)?;
                check_betas(Self::NAME, self.betas)
            }

            learning_rate!();
            momentum!(betas.0);

            fn states(&self) -> &'static [&'static str] {
                if self.amsgrad { &NAMES } else { &NAMES[..2] }
            }

            fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
                let $name { lr, betas: (beta1, beta2), eps, weight_decay, amsgrad, maximize, .. } = *self;
                let decoupled: fn(&$name) -> bool = $decoupled;
                let decoupled_weight_decay = decoupled(self);
                let rule = if amsgrad {
                    optimizer::Rule::AdamAmsgrad { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize }
                } else {
                    optimizer::Rule::Adam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize }
                };
                optimizer::step(&rule, slots)
            }
        }
    };
}

adam! {
    /// Options of [`Adam`], with PyTorch's defaults.
    AdamOptions, "Adam", weight_decay: 0.0, decoupled: |options| options.decoupled_weight_decay,
    /// Whether the weight decay shrinks the parameters instead of entering the gradient.
    decoupled_weight_decay: bool = false,
}
adam! {
    /// Options of [`AdamW`], with PyTorch's defaults.
    AdamWOptions, "AdamW", weight_decay: 1e-2, decoupled: |_| true,
}
