//! PyTorch's random streams: one seed gives the numbers that PyTorch gives on an x86 machine; on a GPU, those that it
//! gives there.
//!
//! A [`Generator`] is the stream. The filling functions write plain slices in memory order and draw exactly what
//! PyTorch draws for a tensor of that size and dtype, so calls of different kinds can follow one another on one
//! stream.
//!
//! ```
//! use cresset_ops::random::{self, Generator};
//!
//! let generator = Generator::new(0);
//! let mut weights = [0.0_f32; 4];
//! random::uniform(&mut weights, 0.0, 1.0, &generator)?;
//! assert_eq!(weights, [0.4962566, 0.7682218, 0.08847743, 0.13203049]); // torch.manual_seed(0); torch.rand(4)
//! # Ok::<(), random::RandomError>(())
//! ```
//!
//! # Numerics
//! Integers, uniforms, choices and orders equal PyTorch's bit for bit. What passes through `log`, `sqrt`, `sin` or
//! `cos` may differ in the last place, because PyTorch computes these with vector code of its own.
//!
//! On a GPU the numbers of `uniform_`, `normal_`, `log_normal_`, `exponential_`, `cauchy_`, `geometric_`, `bernoulli_`
//! with one probability, `random_` and `randint` are those of PyTorch, which depend on the number of the device's
//! multiprocessors where a tensor has more elements than the device has threads. Dropout, `bernoulli` with a tensor of
//! probabilities, `rrelu`, `poisson`, `multinomial` and `randperm` draw from the same generator in ways of their own.
//!
//! # Source
//! The [Mersenne Twister](http://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/emt.html) of Matsumoto and Nishimura;
//! PyTorch's `aten/src/ATen/native/cpu/DistributionTemplates.h`.

mod box_muller;
mod choice;
mod continuous;
mod counter;
mod default;
mod discrete;
mod dropout;
mod element;
mod engine;
mod error;
mod generator;
mod multiply_add;
mod normal;
mod poisson;
mod shuffle;
mod state;
mod stream;
mod wide;

pub use choice::{multinomial, randperm};
pub use continuous::{cauchy, exponential, log_normal, uniform};
pub use default::{
    default_generator, get_cuda_rng_state, get_rng_state, initial_seed, manual_seed, seed, set_cuda_rng_state,
    set_rng_state,
};
pub(crate) use discrete::greatest;
pub use discrete::{bernoulli, bernoulli_from, geometric, randint, random, random_from};
pub use dropout::{dropout_mask, dropout_noise, rrelu_slopes};
pub use element::{Element, FloatElement, NumberElement};
pub use error::RandomError;
pub use generator::Generator;
pub use normal::{normal, normal_serial};
pub use poisson::poisson;
