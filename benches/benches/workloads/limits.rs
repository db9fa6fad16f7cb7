//! What the machine can do at most, measured by loops of a few milliseconds: memory read at several sizes, and products
//! fused with sums in registers. Tiles of matrices (AMX, SME) are not counted, so bfloat16 may pass its limit there.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use crate::set::Entry;

/// Bytes and operations a second, of so many threads together.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Working sets in bytes, rising, each with the bytes read in a second.
    pub reading: Vec<(f64, f64)>,
    pub f32: f64,
    pub f64: f64,
    pub bf16: f64,
}

impl Limits {
    /// Measures them.
    pub fn measure(threads: usize) -> Limits {
        let sizes = [1u64 << 15, 1 << 18, 1 << 20, 1 << 23, 1 << 25, 1 << 28];
        let reading = sizes.map(|size| (size as f64, rate(threads, || reader(size as usize / threads))));
        let single = rate(threads, || single_precision);
        // Where there is no instruction for bfloat16, its products are made in f32.
        let bf16 = rate(threads, || brain_float).max(single);
        Limits { reading: reading.to_vec(), f32: single, f64: rate(threads, || double_precision), bf16 }
    }

    /// Bytes read in a second from working sets of a size, between the measured sizes by their logarithms.
    fn bytes_per_second(&self, working_set: f64) -> f64 {
        let (Some(first), Some(last)) = (self.reading.first(), self.reading.last()) else { return f64::INFINITY };
        let pairs = self.reading.windows(2).find(|pair| (pair[0].0..pair[1].0).contains(&working_set));
        match pairs {
            Some([low, high]) => {
                let share = (working_set / low.0).ln() / (high.0 / low.0).ln();
                low.1.powf(1.0 - share) * high.1.powf(share)
            }
            _ if working_set < first.0 => first.1,
            _ => last.1,
        }
    }

    /// The least milliseconds that a workload can take; 0 where nothing is known to bound it.
    pub fn least_ms(&self, entry: &Entry) -> f64 {
        let peak = match entry.peak.as_str() {
            "f32" => self.f32,
            "f64" => self.f64,
            "bf16" => self.bf16,
            _ => f64::INFINITY,
        };
        1e3 * (entry.flops / peak).max(entry.bytes / self.bytes_per_second(entry.working_set))
    }
}

/// The work done in a second by all threads, each calling its own `work`, which says how much it has done; the best of
/// three tries.
fn rate<W: FnMut() -> u64>(threads: usize, prepare: impl Fn() -> W + Sync) -> f64 {
    let barrier = Barrier::new(threads);
    let one = || {
        let mut work = prepare();
        work();
        let mut best: f64 = 0.0;
        for _ in 0..3 {
            barrier.wait();
            let (started, mut done) = (Instant::now(), 0);
            while started.elapsed() < Duration::from_millis(20) {
                done += work();
            }
            best = best.max(done as f64 / started.elapsed().as_secs_f64());
        }
        best
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        all.into_iter().filter_map(|thread| thread.join().ok()).sum()
    })
}

/// Reads a buffer of its own again and again.
fn reader(n_bytes: usize) -> impl FnMut() -> u64 {
    let values = vec![1u64; (n_bytes / 8).max(64)];
    // A short buffer is read often enough that the clock does not count.
    let times = (1 << 20) / n_bytes.max(1) + 1;
    move || {
        for _ in 0..times {
            black_box(read(black_box(&values)));
        }
        (times * values.len() * 8) as u64
    }
}

#[inline(always)]
fn summed(values: &[u64]) -> u64 {
    let mut sums = [0u64; 64];
    for chunk in values.chunks_exact(64) {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum = sum.wrapping_add(*value);
        }
    }
    sums.iter().fold(0, |all, sum| all.wrapping_add(*sum))
}

/// How often each loop goes round, and how many sums it holds: more than a processor has under way at a time.
const ROUNDS: u64 = 20_000;
const SUMS: usize = 12;

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::hint::black_box;

    use super::{ROUNDS, SUMS};

    #[target_feature(enable = "avx2")]
    pub fn read(values: &[u64]) -> u64 {
        super::summed(values)
    }

    /// A loop of one instruction on vectors: its name, what must be there, the first sum, the factor, the instruction,
    /// and how many operations it makes.
    macro_rules! fused {
        ($($name:ident, $features:literal, $zero:expr, $value:expr, |$sum:ident, $x:ident| $step:expr, $flops:literal;)*) => {$(
            #[target_feature(enable = $features)]
            pub fn $name() -> u64 {
                let (mut sums, $x) = ([$zero; SUMS], black_box($value));
                for _ in 0..ROUNDS {
                    for slot in &mut sums {
                        let $sum = *slot;
                        *slot = $step;
                    }
                }
                black_box(sums);
                ROUNDS * SUMS as u64 * $flops
            }
        )*};
    }

    fused! {
        single_256, "avx2,fma", _mm256_setzero_ps(), _mm256_set1_ps(0.5), |sum, x| _mm256_fmadd_ps(x, x, sum), 16;
        double_256, "avx2,fma", _mm256_setzero_pd(), _mm256_set1_pd(0.5), |sum, x| _mm256_fmadd_pd(x, x, sum), 8;
        single_512, "avx512f", _mm512_setzero_ps(), _mm512_set1_ps(0.5), |sum, x| _mm512_fmadd_ps(x, x, sum), 32;
        double_512, "avx512f", _mm512_setzero_pd(), _mm512_set1_pd(0.5), |sum, x| _mm512_fmadd_pd(x, x, sum), 16;
        brain_512, "avx512f,avx512bf16", _mm512_setzero_ps(),
            _mm512_cvtne2ps_pbh(_mm512_set1_ps(0.5), _mm512_set1_ps(0.5)), |sum, x| _mm512_dpbf16_ps(sum, x, x), 64;
    }
}

/// Calls the first function whose features the processor has, else the last.
macro_rules! best {
    ($([$($feature:tt)+] $function:ident($($argument:expr)?),)* else $plain:expr) => {{
        #[cfg(target_arch = "x86_64")]
        {
            $(if $(std::arch::is_x86_feature_detected!($feature))&&+ {
                // SAFETY: the features that the function names were found on this processor in the line above.
                return unsafe { x86::$function($($argument)?) };
            })*
        }
        $plain
    }};
}

fn read(values: &[u64]) -> u64 {
    best! { ["avx2"] read(values), else summed(values) }
}

fn single_precision() -> u64 {
    best! { ["avx512f"] single_512(), ["avx2" "fma"] single_256(), else plain::<f32>(0.5) }
}

fn double_precision() -> u64 {
    best! { ["avx512f"] double_512(), ["avx2" "fma"] double_256(), else plain::<f64>(0.5) }
}

fn brain_float() -> u64 {
    best! { ["avx512f" "avx512bf16"] brain_512(), else 0 }
}

/// The loop for processors without the instructions above; the compiler makes vectors of it.
fn plain<T: Copy + std::ops::Add<Output = T> + std::ops::Mul<Output = T>>(value: T) -> u64 {
    let (mut sums, factor) = ([value; 64], black_box(value));
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = *sum * factor + factor;
        }
    }
    black_box(sums);
    ROUNDS * 128
}

/// The vector instructions of this processor that matter here.
pub fn features() -> String {
    let mut found: Vec<&str> = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        macro_rules! look {
            ($($feature:tt),*) => {$(if std::arch::is_x86_feature_detected!($feature) { found.push($feature); })*};
        }
        look!("avx2", "fma", "avx512f", "avx512bf16", "avx512fp16");
    }
    found.insert(0, std::env::consts::ARCH);
    found.join(" ")
}
