//! The bytes of a saved state, in the layout of `torch.get_rng_state()`.
//!
//! A C structure written as it lies in memory on a 64-bit little-endian machine:
//!
//! | bytes | field |
//! |---|---|
//! | 0..8 | seed, u64 |
//! | 8..12 | left, i32 |
//! | 12..16 | whether seeded, i32, always 1 |
//! | 16..24 | next, u64 |
//! | 24..5016 | the 624 words of the state, one u64 each |
//! | 5016..5024 | unused, zero |
//! | 5024..5032 | kept normal, f64 |
//! | 5032..5040 | unused, zero |
//! | 5040..5044 | whether a normal is kept, i32 |
//! | 5048..5053 | a kept f32 normal and whether there is one: no CPU function of PyTorch makes one; zero, ignored |
//!
//! # Source
//! `CPUGeneratorImplState` in PyTorch's `aten/src/ATen/CPUGeneratorImpl.cpp`.

use super::engine::{Mt19937, N_WORDS};
use super::error::RandomError;
use super::stream::Stream;

const N_BYTES: usize = 5056;
const LEFT: usize = 8;
const SEEDED: usize = 12;
const NEXT: usize = 16;
const WORDS: usize = 24;
const KEPT_NORMAL: usize = WORDS + 8 * N_WORDS + 8;
const KEPT_NORMAL_VALID: usize = KEPT_NORMAL + 16;

pub(super) fn encode(stream: &Stream) -> Vec<u8> {
    let mut bytes = vec![0; N_BYTES];
    let (next, left) = stream.engine.counters();
    write(&mut bytes, 0, stream.engine.seed().to_le_bytes());
    write(&mut bytes, LEFT, (left as i32).to_le_bytes());
    write(&mut bytes, SEEDED, 1_i32.to_le_bytes());
    write(&mut bytes, NEXT, (next as u64).to_le_bytes());
    for (index, &word) in stream.engine.state().iter().enumerate() {
        write(&mut bytes, WORDS + 8 * index, u64::from(word).to_le_bytes());
    }
    if let Some(normal) = stream.kept_normal {
        write(&mut bytes, KEPT_NORMAL, normal.to_le_bytes());
        write(&mut bytes, KEPT_NORMAL_VALID, 1_i32.to_le_bytes());
    }
    bytes
}

pub(super) fn decode(bytes: &[u8]) -> Result<Stream, RandomError> {
    let bytes: &[u8; N_BYTES] = bytes.try_into().map_err(|_| RandomError::StateSize { n_bytes: bytes.len() })?;
    let left = i32::from_le_bytes(read(bytes, LEFT));
    let next = u64::from_le_bytes(read(bytes, NEXT));
    let state = std::array::from_fn(|index| u64::from_le_bytes(read(bytes, WORDS + 8 * index)) as u32);
    let kept = i32::from_le_bytes(read(bytes, KEPT_NORMAL_VALID)) != 0;
    let kept_normal = kept.then(|| f64::from_le_bytes(read(bytes, KEPT_NORMAL)));

    let seeded = i32::from_le_bytes(read(bytes, SEEDED)) != 0;
    let counters = usize::try_from(next).ok().zip(usize::try_from(left).ok()).filter(|_| seeded);
    let engine = counters
        .and_then(|(next, left)| Mt19937::from_parts(u64::from_le_bytes(read(bytes, 0)), state, next, left))
        .ok_or(RandomError::StateCounters { left, next })?;
    Ok(Stream { engine, kept_normal })
}

fn write<const N: usize>(bytes: &mut [u8], at: usize, value: [u8; N]) {
    bytes[at..at + N].copy_from_slice(&value);
}

fn read<const N: usize>(bytes: &[u8; N_BYTES], at: usize) -> [u8; N] {
    std::array::from_fn(|index| bytes[at + index])
}
