//! Random tensors. One seed gives PyTorch's numbers.

use cresset_ops::random::{Generator, default_generator};
use cresset_ops::{Array, sampling};
use cresset_storage::{DType, Dims, Result, default_dtype};
use smallvec::smallvec;

use crate::create::creators;
use crate::graph::{Backward, Gradients, Node, NodeRef};
use crate::{Options, Tensor, in_place, mode, plain};

creators! {
    /// Uniform numbers in 0..1.
    rand try_rand(options, sizes: impl AsRef<[usize]>) {
        options.drawn("rand", sizes.as_ref(), default_dtype(), |out, g| sampling::uniform_(out, 0.0, 1.0, g))
    }

    /// Normal numbers of mean 0 and deviation 1.
    randn try_randn(options, sizes: impl AsRef<[usize]>) {
        options.drawn("randn", sizes.as_ref(), default_dtype(), |out, g| sampling::normal_(out, 0.0, 1.0, g))
    }

    /// Whole numbers in `low..high`; `int64` unless another dtype is asked for.
    randint try_randint(options, low: i64, high: i64, sizes: impl AsRef<[usize]>) {
        options.drawn("randint", sizes.as_ref(), DType::I64, |out, g| sampling::randint_(out, low, high, g))
    }

    /// The numbers `0..n` in random order; `int64` unless another dtype is asked for.
    randperm try_randperm(options, n: usize) {
        let drawn = sampling::randperm(n, options.dtype_or(DType::I64), options.chosen_device(), options.generator_or_default())?;
        options.finish(drawn)
    }

    /// Uniform numbers in 0..1 with the sizes of `x`.
    rand_like try_rand_like(options, x: &Tensor) {
        options.like_or(x).try_rand(x.sizes())
    }

    /// Normal numbers with the sizes of `x`.
    randn_like try_randn_like(options, x: &Tensor) {
        options.like_or(x).try_randn(x.sizes())
    }
}

impl Options {
    fn drawn(
        self,
        op: &'static str,
        sizes: &[usize],
        usual: DType,
        draw: impl FnOnce(&Array, &Generator) -> Result<()>,
    ) -> Result<Tensor> {
        let dims = Dims::new(op, sizes)?;
        let array = Array::empty(op, &dims, self.dtype_or(usual), self.chosen_device())?;
        draw(&array, self.generator_or_default())?;
        self.finish(array)
    }
}

/// The node of a tensor overwritten with numbers that do not depend on it.
struct Overwritten(&'static str);

impl Backward for Overwritten {
    fn name(&self) -> &'static str {
        self.0
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(crate::try_zeros_like(grad)?)])
    }
}

/// In-place draws, each with a `try_` twin and one that takes a generator.
macro_rules! draws {
    ($($(#[$doc:meta])* $name:ident $try_name:ident $from_name:ident ($($arg:ident: $type:ty),*)
        $draw:path as $node:literal)*) => {
        impl Tensor {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// As the `try_` form errs.
                #[track_caller]
                pub fn $name(&self, $($arg: $type),*) -> &Tensor {
                    plain(self.$try_name($($arg),*))
                }

                #[doc = concat!("[`Tensor::", stringify!($name), "`] with errors as values.")]
                ///
                /// # Errors
                /// A dtype or parameters that the distribution does not take, or a write the graph could not tell of.
                #[track_caller]
                pub fn $try_name(&self, $($arg: $type),*) -> Result<&Tensor> {
                    self.$from_name($($arg,)* default_generator())
                }

                #[doc = concat!("[`Tensor::", stringify!($name), "`] from a generator, with errors as values.")]
                ///
                /// # Errors
                /// A dtype or parameters that the distribution does not take, or a write the graph could not tell of.
                #[track_caller]
                pub fn $from_name(&self, $($arg: $type,)* generator: &Generator) -> Result<&Tensor> {
                    overwrite(self, $node, |out| $draw(out $(, $arg)*, generator))
                }
            )*
        }
    };
}

draws! {
    /// Overwrites the elements with uniform numbers in `from..to`.
    uniform_ try_uniform_ uniform_from_(from: f64, to: f64) sampling::uniform_ as "UniformBackward0"
    /// Overwrites the elements with normal numbers.
    normal_ try_normal_ normal_from_(mean: f64, std: f64) sampling::normal_ as "NormalBackward0"
    /// Overwrites the elements with exponential numbers.
    exponential_ try_exponential_ exponential_from_(rate: f64) sampling::exponential_ as "ExponentialBackward0"
    /// Overwrites the elements with Cauchy numbers.
    cauchy_ try_cauchy_ cauchy_from_(median: f64, sigma: f64) sampling::cauchy_ as "CauchyBackward0"
    /// Overwrites the elements with numbers whose logarithms are normal.
    log_normal_ try_log_normal_ log_normal_from_(mean: f64, std: f64) sampling::log_normal_ as "LogNormalBackward0"
    /// Overwrites the elements with numbers of trials up to the first success.
    geometric_ try_geometric_ geometric_from_(p: f64) sampling::geometric_ as "GeometricBackward0"
    /// Overwrites the elements with whole numbers of the dtype's whole range, up to the greatest that has no gap below.
    random_any_ try_random_any_ random_any_from_() sampling::random_ as "RandomBackward0"
    /// Overwrites the elements with ones of probability `p` and zeros.
    bernoulli_ try_bernoulli_ bernoulli_from_(p: f64) sampling::bernoulli_ as "BernoulliBackward0"
    /// Overwrites the elements with whole numbers in `low..high`.
    random_ try_random_ random_from_(low: i64, high: i64) sampling::randint_ as "RandomBackward0"
}

#[track_caller]
fn overwrite<'a>(out: &'a Tensor, name: &'static str, draw: impl FnOnce(&Array) -> Result<()>) -> Result<&'a Tensor> {
    let recorded = mode::is_grad_enabled() && out.requires_grad();
    in_place::check(name, out, recorded)?;
    let edges = smallvec![out.edge().filter(|_| recorded)];
    draw(out.array())?;
    if recorded {
        in_place::rebase(out, Node::record(edges, 1, std::panic::Location::caller(), Overwritten(name)));
    }
    Ok(out)
}

impl Tensor {
    /// Ones with this tensor's elements as probabilities, else zeros.
    ///
    /// # Errors
    /// Not a floating dtype, or a probability outside 0..=1.
    pub fn try_bernoulli(&self, generator: &Generator) -> Result<Tensor> {
        sampling::bernoulli(self.array(), generator).map(Tensor::new)
    }

    /// Poisson counts with this tensor's elements as rates. The gradient is zero.
    ///
    /// # Errors
    /// Not a floating dtype, or a negative rate.
    #[track_caller]
    pub fn try_poisson(&self, generator: &Generator) -> Result<Tensor> {
        let drawn = sampling::poisson(self.array(), generator)?;
        Ok(crate::views::link(self, drawn, Overwritten("PoissonBackward0")))
    }

    /// `n_samples` indices for each row of weights.
    ///
    /// # Errors
    /// Weights that are negative or sum to zero, or more samples than categories without replacement.
    pub fn try_multinomial(&self, n_samples: usize, replacement: bool, generator: &Generator) -> Result<Tensor> {
        sampling::multinomial(self.array(), n_samples, replacement, generator).map(Tensor::new)
    }
}
