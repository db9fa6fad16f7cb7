//! AVX2: eight f32 or four f64 in a register, truth values as lanes of ones or zeros.

use std::arch::x86_64::*;

use half::{bf16, f16};

use super::math::{Float, FloatScalar, power, trigonometric};
use super::pack::Pack;
use super::register::{binary, compare, float_arithmetic, unary};
use super::{Boolean, FloatBits, Level, Mask, Number, Simd, Single};

/// The AVX2 level.
pub struct Avx2;

impl Simd for Avx2 {
    type F32 = F32x8;
    type F64 = F64x4;
    type I64 = Pack<i64, 8>;
    type I32 = Pack<i32, 16>;
    type I16 = Pack<i16, 32>;
    type I8 = Pack<i8, 64>;
    type U8 = Pack<u8, 64>;
    type Bool = Pack<Boolean, 64>;
    const LEVEL: Level = Level::Avx2;
}

/// 8 truth values: all bits of a lane, or none.
#[derive(Clone, Copy)]
pub struct Mask32(__m256);

impl Mask for Mask32 {
    binary! {
        and = _mm256_and_ps;
        or = _mm256_or_ps;
        xor = _mm256_xor_ps;
    }
    unary! { not = |lanes| _mm256_xor_ps(lanes, _mm256_castsi256_ps(_mm256_set1_epi8(-1))); }
    #[inline(always)]
    fn any(self) -> bool {
        // SAFETY: the level's features are there, see `register.rs`.
        unsafe { _mm256_movemask_ps(self.0) != 0 }
    }
    #[inline(always)]
    fn all(self) -> bool {
        // SAFETY: as above.
        unsafe { _mm256_movemask_ps(self.0) == 0xff }
    }
    #[inline(always)]
    unsafe fn store_bytes(self, pointer: *mut u8) {
        // SAFETY: the caller grants 8 bytes; the level's features are there.
        unsafe {
            let words = _mm256_castps_si256(self.0);
            let words = _mm_packs_epi32(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words));
            _mm_storel_epi64(pointer.cast(), _mm_and_si128(_mm_packs_epi16(words, words), _mm_set1_epi8(1)));
        }
    }
    #[inline(always)]
    unsafe fn load_bytes(pointer: *const u8) -> Self {
        // SAFETY: the caller grants 8 bytes; the level's features are there.
        Self(unsafe {
            let lanes = _mm256_cvtepu8_epi32(_mm_loadl_epi64(pointer.cast()));
            _mm256_castsi256_ps(_mm256_cmpgt_epi32(lanes, _mm256_setzero_si256()))
        })
    }
}

/// 4 truth values: all bits of a lane, or none.
#[derive(Clone, Copy)]
pub struct Mask64(__m256d);

impl Mask for Mask64 {
    binary! {
        and = _mm256_and_pd;
        or = _mm256_or_pd;
        xor = _mm256_xor_pd;
    }
    unary! { not = |lanes| _mm256_xor_pd(lanes, _mm256_castsi256_pd(_mm256_set1_epi8(-1))); }
    #[inline(always)]
    fn any(self) -> bool {
        // SAFETY: the level's features are there, see `register.rs`.
        unsafe { _mm256_movemask_pd(self.0) != 0 }
    }
    #[inline(always)]
    fn all(self) -> bool {
        // SAFETY: as above.
        unsafe { _mm256_movemask_pd(self.0) == 0xf }
    }
    #[inline(always)]
    unsafe fn store_bytes(self, pointer: *mut u8) {
        // SAFETY: the level's features are there, see `register.rs`.
        let bits = unsafe { _mm256_movemask_pd(self.0) } as u32;
        let bytes = (bits & 1) | (bits & 2) << 7 | (bits & 4) << 14 | (bits & 8) << 21;
        // SAFETY: the caller grants 4 bytes.
        unsafe { pointer.cast::<u32>().write_unaligned(bytes) }
    }
    #[inline(always)]
    unsafe fn load_bytes(pointer: *const u8) -> Self {
        // SAFETY: the caller grants 4 bytes; the level's features are there.
        Self(unsafe {
            let bytes = _mm_cvtsi32_si128(pointer.cast::<i32>().read_unaligned());
            _mm256_castsi256_pd(_mm256_cmpgt_epi64(_mm256_cvtepu8_epi64(bytes), _mm256_setzero_si256()))
        })
    }
}

/// 8 lanes of f32.
#[derive(Clone, Copy)]
pub struct F32x8(__m256);

#[inline(always)]
fn integers_32(lanes: __m256) -> __m256i {
    // SAFETY: the level's features are there, see `register.rs`.
    unsafe { _mm256_castps_si256(lanes) }
}

#[inline(always)]
fn floats_32(lanes: __m256i) -> __m256 {
    // SAFETY: as above.
    unsafe { _mm256_castsi256_ps(lanes) }
}

impl Number for F32x8 {
    type Scalar = f32;
    type Mask = Mask32;
    const LEN: usize = 8;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm256_set1_ps(value) })
    }
    #[inline(always)]
    unsafe fn load(pointer: *const f32) -> Self {
        // SAFETY: the caller grants 8 elements.
        Self(unsafe { _mm256_loadu_ps(pointer) })
    }
    #[inline(always)]
    unsafe fn store(self, pointer: *mut f32) {
        // SAFETY: the caller grants 8 elements.
        unsafe { _mm256_storeu_ps(pointer, self.0) }
    }
    #[inline(always)]
    unsafe fn stream(self, pointer: *mut f32) {
        // SAFETY: the caller grants 8 elements at an aligned place.
        unsafe { _mm256_stream_ps(pointer, self.0) }
    }
    binary! {
        add = _mm256_add_ps;
        sub = _mm256_sub_ps;
        mul = _mm256_mul_ps;
    }
    // The instruction gives its second operand when one is NaN; the first remains to be kept.
    #[inline(always)]
    fn minimum(self, rhs: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self::select(self.is_nan(), self, Self(unsafe { _mm256_min_ps(self.0, rhs.0) }))
    }
    #[inline(always)]
    fn maximum(self, rhs: Self) -> Self {
        // SAFETY: as above.
        Self::select(self.is_nan(), self, Self(unsafe { _mm256_max_ps(self.0, rhs.0) }))
    }
    compare! { Mask32:
        eq = _mm256_cmp_ps::<_CMP_EQ_OQ>;
        ne = _mm256_cmp_ps::<_CMP_NEQ_UQ>;
        lt = _mm256_cmp_ps::<_CMP_LT_OQ>;
        le = _mm256_cmp_ps::<_CMP_LE_OQ>;
        gt = _mm256_cmp_ps::<_CMP_GT_OQ>;
        ge = _mm256_cmp_ps::<_CMP_GE_OQ>;
    }
    #[inline(always)]
    fn select(mask: Mask32, if_true: Self, if_false: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm256_blendv_ps(if_false.0, if_true.0, mask.0) })
    }
    float_arithmetic!(pow = power::single);
}

impl FloatBits for F32x8 {
    binary! {
        bits_and = _mm256_and_ps;
        bits_or = _mm256_or_ps;
        bits_xor = _mm256_xor_ps;
        bits_add = |a, b| floats_32(_mm256_add_epi32(integers_32(a), integers_32(b)));
        bits_sub = |a, b| floats_32(_mm256_sub_epi32(integers_32(a), integers_32(b)));
    }
    #[inline(always)]
    fn bits_shift_left(self, count: u32) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(floats_32(unsafe { _mm256_sll_epi32(integers_32(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    #[inline(always)]
    fn bits_shift_right(self, count: u32) -> Self {
        // SAFETY: as above.
        Self(floats_32(unsafe { _mm256_srl_epi32(integers_32(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    // The instructions give their second operand when one is NaN.
    #[inline(always)]
    fn bounded(self, low: Self, high: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_max_ps(low.0, _mm256_min_ps(high.0, self.0)) })
    }
}

impl Float for F32x8 {
    unary! {
        sqrt = _mm256_sqrt_ps;
        floor = _mm256_floor_ps;
        ceil = _mm256_ceil_ps;
        trunc = _mm256_round_ps::<{ _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC }>;
        round = _mm256_round_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>;
    }
    binary! { div = _mm256_div_ps; }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm256_fmadd_ps(self.0, factor.0, addend.0) })
    }
    #[inline(always)]
    fn tan(self) -> Self {
        let (low, high) = self.widen();
        Self::narrow(trigonometric::tan(low), trigonometric::tan(high))
    }
    #[inline(always)]
    fn is_nan(self) -> Mask32 {
        self.ne(self)
    }
    #[inline(always)]
    fn sign_bit(self) -> Mask32 {
        // SAFETY: as above.
        Mask32(unsafe { _mm256_castsi256_ps(_mm256_srai_epi32::<31>(integers_32(self.0))) })
    }
}

/// 4 lanes of f64.
#[derive(Clone, Copy)]
pub struct F64x4(__m256d);

#[inline(always)]
fn integers_64(lanes: __m256d) -> __m256i {
    // SAFETY: the level's features are there, see `register.rs`.
    unsafe { _mm256_castpd_si256(lanes) }
}

#[inline(always)]
fn floats_64(lanes: __m256i) -> __m256d {
    // SAFETY: as above.
    unsafe { _mm256_castsi256_pd(lanes) }
}

impl Number for F64x4 {
    type Scalar = f64;
    type Mask = Mask64;
    const LEN: usize = 4;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm256_set1_pd(value) })
    }
    #[inline(always)]
    unsafe fn load(pointer: *const f64) -> Self {
        // SAFETY: the caller grants 4 elements.
        Self(unsafe { _mm256_loadu_pd(pointer) })
    }
    #[inline(always)]
    unsafe fn store(self, pointer: *mut f64) {
        // SAFETY: the caller grants 4 elements.
        unsafe { _mm256_storeu_pd(pointer, self.0) }
    }
    #[inline(always)]
    unsafe fn stream(self, pointer: *mut f64) {
        // SAFETY: the caller grants 4 elements at an aligned place.
        unsafe { _mm256_stream_pd(pointer, self.0) }
    }
    binary! {
        add = _mm256_add_pd;
        sub = _mm256_sub_pd;
        mul = _mm256_mul_pd;
    }
    // The instruction gives its second operand when one is NaN; the first remains to be kept.
    #[inline(always)]
    fn minimum(self, rhs: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self::select(self.is_nan(), self, Self(unsafe { _mm256_min_pd(self.0, rhs.0) }))
    }
    #[inline(always)]
    fn maximum(self, rhs: Self) -> Self {
        // SAFETY: as above.
        Self::select(self.is_nan(), self, Self(unsafe { _mm256_max_pd(self.0, rhs.0) }))
    }
    compare! { Mask64:
        eq = _mm256_cmp_pd::<_CMP_EQ_OQ>;
        ne = _mm256_cmp_pd::<_CMP_NEQ_UQ>;
        lt = _mm256_cmp_pd::<_CMP_LT_OQ>;
        le = _mm256_cmp_pd::<_CMP_LE_OQ>;
        gt = _mm256_cmp_pd::<_CMP_GT_OQ>;
        ge = _mm256_cmp_pd::<_CMP_GE_OQ>;
    }
    #[inline(always)]
    fn select(mask: Mask64, if_true: Self, if_false: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm256_blendv_pd(if_false.0, if_true.0, mask.0) })
    }
    float_arithmetic!(pow = power::lanewise);
}

impl FloatBits for F64x4 {
    binary! {
        bits_and = _mm256_and_pd;
        bits_or = _mm256_or_pd;
        bits_xor = _mm256_xor_pd;
        bits_add = |a, b| floats_64(_mm256_add_epi64(integers_64(a), integers_64(b)));
        bits_sub = |a, b| floats_64(_mm256_sub_epi64(integers_64(a), integers_64(b)));
    }
    #[inline(always)]
    fn bits_shift_left(self, count: u32) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(floats_64(unsafe { _mm256_sll_epi64(integers_64(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    #[inline(always)]
    fn bits_shift_right(self, count: u32) -> Self {
        // SAFETY: as above.
        Self(floats_64(unsafe { _mm256_srl_epi64(integers_64(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    // The instructions give their second operand when one is NaN.
    #[inline(always)]
    fn bounded(self, low: Self, high: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_max_pd(low.0, _mm256_min_pd(high.0, self.0)) })
    }
}

impl Float for F64x4 {
    unary! {
        sqrt = _mm256_sqrt_pd;
        floor = _mm256_floor_pd;
        ceil = _mm256_ceil_pd;
        trunc = _mm256_round_pd::<{ _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC }>;
        round = _mm256_round_pd::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>;
    }
    binary! { div = _mm256_div_pd; }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm256_fmadd_pd(self.0, factor.0, addend.0) })
    }
    #[inline(always)]
    fn is_nan(self) -> Mask64 {
        self.ne(self)
    }
    #[inline(always)]
    fn sign_bit(self) -> Mask64 {
        // SAFETY: as above.
        Mask64(unsafe { _mm256_castsi256_pd(_mm256_cmpgt_epi64(_mm256_setzero_si256(), integers_64(self.0))) })
    }
}

impl Single for F32x8 {
    type Double = F64x4;
    #[inline(always)]
    fn widen(self) -> (F64x4, F64x4) {
        // SAFETY: the level's features are there, see `register.rs`.
        unsafe {
            let high = _mm256_extractf128_ps::<1>(self.0);
            (F64x4(_mm256_cvtps_pd(_mm256_castps256_ps128(self.0))), F64x4(_mm256_cvtps_pd(high)))
        }
    }
    #[inline(always)]
    fn narrow(low: F64x4, high: F64x4) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_set_m128(_mm256_cvtpd_ps(high.0), _mm256_cvtpd_ps(low.0)) })
    }
    #[inline(always)]
    unsafe fn load_f16(pointer: *const f16) -> Self {
        // SAFETY: the caller grants 8 elements; the level's features are there.
        Self(unsafe { _mm256_cvtph_ps(_mm_loadu_si128(pointer.cast())) })
    }
    #[inline(always)]
    unsafe fn store_f16(self, pointer: *mut f16) {
        // SAFETY: as above.
        unsafe { _mm_storeu_si128(pointer.cast(), _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(self.0)) }
    }
    #[inline(always)]
    unsafe fn load_bf16(pointer: *const bf16) -> Self {
        // SAFETY: as above.
        Self(unsafe {
            _mm256_castsi256_ps(_mm256_slli_epi32::<16>(_mm256_cvtepu16_epi32(_mm_loadu_si128(pointer.cast()))))
        })
    }
    #[inline(always)]
    unsafe fn store_bf16(self, pointer: *mut bf16) {
        // SAFETY: as above.
        unsafe {
            let bits = _mm256_castps_si256(self.0);
            let upper = _mm256_srli_epi32::<16>(bits);
            let odd = _mm256_and_si256(upper, _mm256_set1_epi32(1));
            let rounded =
                _mm256_srli_epi32::<16>(_mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff))));
            // Rounding up could carry a NaN into infinity: those keep their upper bits and become quiet.
            let quiet = _mm256_or_si256(upper, _mm256_set1_epi32(0x40));
            let words = _mm256_blendv_epi8(rounded, quiet, _mm256_castps_si256(self.is_nan().0));
            // Both halves of each 128 bits are packed alike; the middle quarters hold what is wanted.
            let packed = _mm256_permute4x64_epi64::<0b1000>(_mm256_packus_epi32(words, words));
            _mm_storeu_si128(pointer.cast(), _mm256_castsi256_si128(packed));
        }
    }
}
