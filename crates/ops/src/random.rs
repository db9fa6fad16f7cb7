//! PyTorch's CPU random streams: one seed gives the numbers that PyTorch gives on an x86 machine.
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
//! # Source
//! The [Mersenne Twister](http://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/emt.html) of Matsumoto and Nishimura;
//! PyTorch's `aten/src/ATen/native/cpu/DistributionTemplates.h`.

mod box_muller;
mod choice;
mod continuous;
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
pub use default::{default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state};
pub use discrete::{bernoulli, bernoulli_from, geometric, randint, random, random_from};
pub use dropout::{dropout_mask, dropout_noise, rrelu_slopes};
pub use element::{Element, FloatElement, NumberElement};
pub use error::RandomError;
pub use generator::Generator;
pub use normal::{normal, normal_serial};
pub use poisson::poisson;
