//! Inputs and first weights by an integer hash that the PyTorch side computes too, so that results can be compared.

use cresset::nn::Module;
use cresset::prelude::*;

/// The hash of the places `0..n`.
fn hashed(n: usize, seed: u32) -> impl Iterator<Item = u32> {
    (0..n).map(move |at| {
        let mut x = (at as u32).wrapping_mul(0x9E37_79B1).wrapping_add(seed.wrapping_mul(0x85EB_CA77));
        x ^= x >> 15;
        x = x.wrapping_mul(0x2C1B_3C6D);
        x ^= x >> 12;
        x = x.wrapping_mul(0x297A_2D39);
        x ^ (x >> 15)
    })
}

/// Numbers in `-scale..scale`.
pub fn scaled(sizes: impl AsRef<[usize]>, seed: u32, scale: f64) -> Tensor {
    let n = sizes.as_ref().iter().product();
    let value = |hash| ((f64::from(hash) / 4_294_967_296.0 - 0.5) * 2.0 * scale) as f32;
    Tensor::from_vec(hashed(n, seed).map(value).collect(), sizes)
}

/// Numbers in `-1..1`.
pub fn det(sizes: impl AsRef<[usize]>, seed: u32) -> Tensor {
    scaled(sizes, seed, 1.0)
}

/// Whole numbers in `0..modulus`.
pub fn ids(sizes: impl AsRef<[usize]>, seed: u32, modulus: u32) -> Tensor {
    let n = sizes.as_ref().iter().product();
    Tensor::from_vec(hashed(n, seed).map(|hash| i64::from(hash % modulus)).collect(), sizes)
}

/// The network with weights by the hash, smaller the more each sums up; scales of norms are 1, biases 0.
pub fn initialised<M: Module>(network: M) -> Result<M> {
    let mut seed = 100;
    no_grad(|| {
        for (name, parameter) in network.named_parameters() {
            if let [first, rest @ ..] = parameter.sizes()
                && !rest.is_empty()
            {
                let fan_in: usize = rest.iter().product();
                parameter.try_copy_(&scaled([&[*first], rest].concat(), seed, 1.0 / (fan_in as f64).sqrt()))?;
                seed += 1;
            } else {
                parameter.try_fill_(if name.ends_with("weight") { 1.0 } else { 0.0 })?;
            }
        }
        Ok(network)
    })
}
