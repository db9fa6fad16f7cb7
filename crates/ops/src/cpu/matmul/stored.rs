//! Elements as kernels read them: loaded wide, and turned from columns into rows by shuffles within 128 bits.

use cresset_storage::{bf16, f16};

use crate::cpu::lanes::Lanes;
use crate::plain::Plain;
use crate::simd::{FloatScalar, Level, Number, Simd, Single};

/// The registers that elements are computed in.
pub(crate) type Wide<E, S> = <<E as Plain>::Wide as Lanes>::At<S>;

/// A type that kernels read: what they compute in, or halves of it.
pub(crate) trait Stored: Plain<Wide: Lanes + FloatScalar> {
    /// Whether elements are computed with as they are.
    const IS_WIDE: bool;

    /// Reads a register.
    ///
    /// # Safety
    /// The pointer is valid for as many elements as a register has lanes.
    unsafe fn load<S: Simd>(from: *const Self) -> Wide<Self, S>;

    /// Reads `n` elements, fewer than a register has lanes; the other lanes are zeros.
    ///
    /// # Safety
    /// The pointer is valid for `n` elements.
    unsafe fn load_part<S: Simd>(from: *const Self, n: usize) -> Wide<Self, S>;

    /// `to[i * to_stride + j] = from[j * from_stride + i]` for `i` and `j` below the lanes of a register.
    ///
    /// # Safety
    /// Both pointers are valid for so many runs of so many elements at their strides.
    unsafe fn turn<S: Simd>(from: *const Self, from_stride: usize, to: *mut Self::Wide, to_stride: usize);
}

/// The definition, for levels without shuffles of their own.
///
/// # Safety
/// As [`Stored::turn`].
#[inline(always)]
unsafe fn plainly<T: Copy>(len: usize, from: *const T, from_stride: usize, to: *mut T, to_stride: usize) {
    for i in 0..len {
        for j in 0..len {
            // SAFETY: by the caller.
            unsafe { *to.add(i * to_stride + j) = *from.add(j * from_stride + i) };
        }
    }
}

impl Stored for f32 {
    const IS_WIDE: bool = true;

    #[inline(always)]
    unsafe fn load<S: Simd>(from: *const f32) -> S::F32 {
        // SAFETY: by the caller.
        unsafe { S::F32::load(from) }
    }

    #[inline(always)]
    unsafe fn load_part<S: Simd>(from: *const f32, n: usize) -> S::F32 {
        // SAFETY: by the caller.
        unsafe { S::F32::load_part(from, n) }
    }

    #[inline(always)]
    unsafe fn turn<S: Simd>(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: by the caller; the machine has the level's features.
        unsafe {
            match S::LEVEL {
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => x86::singles_512(from, from_stride, to, to_stride),
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => x86::singles_256(from, from_stride, to, to_stride),
                _ => plainly(<S::F32 as Number>::LEN, from, from_stride, to, to_stride),
            }
        }
    }
}

impl Stored for f64 {
    const IS_WIDE: bool = true;

    #[inline(always)]
    unsafe fn load<S: Simd>(from: *const f64) -> S::F64 {
        // SAFETY: by the caller.
        unsafe { S::F64::load(from) }
    }

    #[inline(always)]
    unsafe fn load_part<S: Simd>(from: *const f64, n: usize) -> S::F64 {
        // SAFETY: by the caller.
        unsafe { S::F64::load_part(from, n) }
    }

    #[inline(always)]
    unsafe fn turn<S: Simd>(from: *const f64, from_stride: usize, to: *mut f64, to_stride: usize) {
        // SAFETY: by the caller; the machine has the level's features.
        unsafe {
            match S::LEVEL {
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => x86::doubles_512(from, from_stride, to, to_stride),
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => x86::doubles_256(from, from_stride, to, to_stride),
                _ => plainly(<S::F64 as Number>::LEN, from, from_stride, to, to_stride),
            }
        }
    }
}

/// Lanes of the longest register of f32.
const LANES: usize = 16;

macro_rules! half {
    ($($half:ty => $load:ident),*) => {$(
        impl Stored for $half {
            const IS_WIDE: bool = false;

            #[inline(always)]
            unsafe fn load<S: Simd>(from: *const $half) -> S::F32 {
                // SAFETY: by the caller.
                unsafe { S::F32::$load(from) }
            }

            #[inline(always)]
            unsafe fn load_part<S: Simd>(from: *const $half, n: usize) -> S::F32 {
                let mut elements = [<$half>::ZERO; LANES];
                // SAFETY: by the caller; a register has no more lanes than there are elements.
                unsafe {
                    std::ptr::copy_nonoverlapping(from, elements.as_mut_ptr(), n);
                    S::F32::$load(elements.as_ptr())
                }
            }

            #[inline(always)]
            unsafe fn turn<S: Simd>(from: *const $half, from_stride: usize, to: *mut f32, to_stride: usize) {
                let mut block = [0f32; LANES * LANES];
                let len = <S::F32 as Number>::LEN;
                // SAFETY: by the caller; the block has room for as many runs as a register has lanes.
                unsafe {
                    for run in 0..len {
                        S::F32::$load(from.add(run * from_stride)).store(block.as_mut_ptr().add(run * len));
                    }
                    f32::turn::<S>(block.as_ptr(), len, to, to_stride);
                }
            }
        }
    )*};
}

half!(f16 => load_f16, bf16 => load_bf16);

/// Each register takes, into its parts of 128 bits, the same few columns of every fourth run (second, for f64): what is
/// left is to turn within the parts, which needs no shuffle across them.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    /// 16 runs of 16.
    ///
    /// # Safety
    /// As [`Stored::turn`](super::Stored::turn), with AVX-512.
    #[inline(always)]
    pub(super) unsafe fn singles_512(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: by the caller.
        unsafe {
            for group in 0..4 {
                let part = |run: usize| _mm_loadu_ps(from.add(run * from_stride + group * 4));
                let parts = |at: usize| {
                    let lanes = _mm512_castps128_ps512(part(at));
                    let lanes = _mm512_insertf32x4::<1>(lanes, part(at + 4));
                    let lanes = _mm512_insertf32x4::<2>(lanes, part(at + 8));
                    _mm512_insertf32x4::<3>(lanes, part(at + 12))
                };
                let runs = [parts(0), parts(1), parts(2), parts(3)];
                let low = [_mm512_unpacklo_ps(runs[0], runs[1]), _mm512_unpacklo_ps(runs[2], runs[3])];
                let high = [_mm512_unpackhi_ps(runs[0], runs[1]), _mm512_unpackhi_ps(runs[2], runs[3])];
                for (at, [first, second]) in [low, high].into_iter().enumerate() {
                    let [first, second] = [_mm512_castps_pd(first), _mm512_castps_pd(second)];
                    let to = to.add((group * 4 + at * 2) * to_stride);
                    _mm512_storeu_pd(to.cast(), _mm512_unpacklo_pd(first, second));
                    _mm512_storeu_pd(to.add(to_stride).cast(), _mm512_unpackhi_pd(first, second));
                }
            }
        }
    }

    /// 8 runs of 8.
    ///
    /// # Safety
    /// As [`Stored::turn`](super::Stored::turn), with AVX2.
    #[inline(always)]
    pub(super) unsafe fn singles_256(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: by the caller.
        unsafe {
            for group in 0..2 {
                let part = |run: usize| _mm_loadu_ps(from.add(run * from_stride + group * 4));
                let parts = |at: usize| _mm256_insertf128_ps::<1>(_mm256_castps128_ps256(part(at)), part(at + 4));
                let runs = [parts(0), parts(1), parts(2), parts(3)];
                let low = [_mm256_unpacklo_ps(runs[0], runs[1]), _mm256_unpacklo_ps(runs[2], runs[3])];
                let high = [_mm256_unpackhi_ps(runs[0], runs[1]), _mm256_unpackhi_ps(runs[2], runs[3])];
                for (at, [first, second]) in [low, high].into_iter().enumerate() {
                    let [first, second] = [_mm256_castps_pd(first), _mm256_castps_pd(second)];
                    let to = to.add((group * 4 + at * 2) * to_stride);
                    _mm256_storeu_pd(to.cast(), _mm256_unpacklo_pd(first, second));
                    _mm256_storeu_pd(to.add(to_stride).cast(), _mm256_unpackhi_pd(first, second));
                }
            }
        }
    }

    /// 8 runs of 8.
    ///
    /// # Safety
    /// As [`Stored::turn`](super::Stored::turn), with AVX-512.
    #[inline(always)]
    pub(super) unsafe fn doubles_512(from: *const f64, from_stride: usize, to: *mut f64, to_stride: usize) {
        // SAFETY: by the caller.
        unsafe {
            for group in 0..4 {
                let part = |run: usize| _mm_loadu_pd(from.add(run * from_stride + group * 2));
                let parts = |at: usize| {
                    let lanes = _mm512_castpd128_pd512(part(at));
                    let lanes = _mm512_insertf64x2::<1>(lanes, part(at + 2));
                    let lanes = _mm512_insertf64x2::<2>(lanes, part(at + 4));
                    _mm512_insertf64x2::<3>(lanes, part(at + 6))
                };
                let (first, second) = (parts(0), parts(1));
                let to = to.add(group * 2 * to_stride);
                _mm512_storeu_pd(to, _mm512_unpacklo_pd(first, second));
                _mm512_storeu_pd(to.add(to_stride), _mm512_unpackhi_pd(first, second));
            }
        }
    }

    /// 4 runs of 4.
    ///
    /// # Safety
    /// As [`Stored::turn`](super::Stored::turn), with AVX2.
    #[inline(always)]
    pub(super) unsafe fn doubles_256(from: *const f64, from_stride: usize, to: *mut f64, to_stride: usize) {
        // SAFETY: by the caller.
        unsafe {
            for group in 0..2 {
                let part = |run: usize| _mm_loadu_pd(from.add(run * from_stride + group * 2));
                let parts = |at: usize| _mm256_insertf128_pd::<1>(_mm256_castpd128_pd256(part(at)), part(at + 2));
                let (first, second) = (parts(0), parts(1));
                let to = to.add(group * 2 * to_stride);
                _mm256_storeu_pd(to, _mm256_unpacklo_pd(first, second));
                _mm256_storeu_pd(to.add(to_stride), _mm256_unpackhi_pd(first, second));
            }
        }
    }
}
