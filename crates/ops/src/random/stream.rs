//! The unlocked stream behind a generator: words, uniforms and normals, singly and in bulk.

use super::engine::Mt19937;

const MASK_53: u64 = (1 << 53) - 1;
const MASK_24: u32 = (1 << 24) - 1;

/// The engine with the second normal of a pair, which waits for the next normal draw.
#[derive(Clone)]
pub struct Stream {
    pub(super) engine: Mt19937,
    pub(super) kept_normal: Option<f64>,
}

impl Stream {
    pub(super) fn new(seed: u64) -> Self {
        Self { engine: Mt19937::new(seed), kept_normal: None }
    }

    pub(super) fn next_u32(&mut self) -> u32 {
        self.engine.next_u32()
    }

    pub(super) fn next_u64(&mut self) -> u64 {
        let high = self.engine.next_u32();
        join([high, self.engine.next_u32()])
    }

    /// A double in `[0, 1)` with 53 random bits.
    pub(super) fn next_f64(&mut self) -> f64 {
        unit_f64(self.next_u64())
    }

    /// A normal double: the kept one, or the first of a new Box-Muller pair whose second is kept.
    pub(super) fn next_normal(&mut self) -> f64 {
        if let Some(kept) = self.kept_normal.take() {
            return kept;
        }
        let (angle, distance) = (self.next_f64(), self.next_f64());
        let radius = (-2.0 * (-distance).ln_1p()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * angle).sin_cos();
        self.kept_normal = Some(radius * sine);
        radius * cosine
    }

    /// Sets each element to `value` of a 32-bit draw.
    pub(super) fn fill_u32<T>(&mut self, mut out: &mut [T], value: impl Fn(u32) -> T) {
        while !out.is_empty() {
            let words = self.engine.take(out.len());
            let (head, tail) = out.split_at_mut(words.len());
            for (element, &word) in head.iter_mut().zip(words) {
                *element = value(word);
            }
            out = tail;
        }
    }

    /// Sets each element to `value` of a 64-bit draw.
    pub(super) fn fill_u64<T>(&mut self, mut out: &mut [T], value: impl Fn(u64) -> T) {
        while !out.is_empty() {
            out = match self.engine.take_pairs(out.len()) {
                // This pair straddles two blocks.
                [] => {
                    let (head, tail) = out.split_at_mut(1);
                    head[0] = value(self.next_u64());
                    tail
                }
                pairs => {
                    let (head, tail) = out.split_at_mut(pairs.len());
                    for (element, &pair) in head.iter_mut().zip(pairs) {
                        *element = value(join(pair));
                    }
                    tail
                }
            };
        }
    }
}

fn join([high, low]: [u32; 2]) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// The low 53 bits as a double in `[0, 1)`.
pub(super) fn unit_f64(bits: u64) -> f64 {
    (bits & MASK_53) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// The low 24 bits as a float in `[0, 1)`.
pub(super) fn unit_f32(bits: u32) -> f32 {
    // Through i32, for which every x86 has a vector conversion.
    (bits & MASK_24) as i32 as f32 * (1.0 / (1_u32 << 24) as f32)
}

/// Whether [`unit_f64`] of the bits is below `probability`, which is in `[0, 1]`, without leaving integers.
pub(super) fn is_below(probability: f64) -> impl Fn(u64) -> bool {
    let threshold = (probability * (1_u64 << 53) as f64).ceil() as u64;
    move |bits| (bits & MASK_53) < threshold
}
