//! AVX-512: sixteen f32 or eight f64 in a register, truth values in mask registers.

use std::arch::x86_64::*;

use half::{bf16, f16};

use super::math::{Float, FloatScalar, power, trigonometric};
use super::pack::Pack;
use super::register::{binary, compare, float_arithmetic, unary};
use super::{Boolean, FloatBits, Level, Mask, Number, Simd, Single};

/// The AVX-512 level.
pub struct Avx512;

impl Simd for Avx512 {
    type F32 = F32x16;
    type F64 = F64x8;
    type I64 = Pack<i64, 8>;
    type I32 = Pack<i32, 16>;
    type I16 = Pack<i16, 32>;
    type I8 = Pack<i8, 64>;
    type U8 = Pack<u8, 64>;
    type Bool = Pack<Boolean, 64>;
    const LEVEL: Level = Level::Avx512;
}

/// 16 truth values, one bit each.
#[derive(Clone, Copy)]
pub struct Mask16(__mmask16);

impl Mask for Mask16 {
    #[inline(always)]
    fn and(self, rhs: Self) -> Self {
        Self(self.0 & rhs.0)
    }
    #[inline(always)]
    fn or(self, rhs: Self) -> Self {
        Self(self.0 | rhs.0)
    }
    #[inline(always)]
    fn xor(self, rhs: Self) -> Self {
        Self(self.0 ^ rhs.0)
    }
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0)
    }
    #[inline(always)]
    fn any(self) -> bool {
        self.0 != 0
    }
    #[inline(always)]
    fn all(self) -> bool {
        self.0 == u16::MAX
    }
    #[inline(always)]
    unsafe fn store_bytes(self, pointer: *mut u8) {
        // SAFETY: the caller grants 16 bytes.
        unsafe { _mm_storeu_si128(pointer.cast(), _mm_maskz_set1_epi8(self.0, 1)) }
    }
    #[inline(always)]
    unsafe fn load_bytes(pointer: *const u8) -> Self {
        // SAFETY: the caller grants 16 bytes.
        Self(unsafe {
            let bytes = _mm_loadu_si128(pointer.cast());
            _mm_test_epi8_mask(bytes, bytes)
        })
    }
}

/// 8 truth values, one bit each.
#[derive(Clone, Copy)]
pub struct Mask8(__mmask8);

impl Mask for Mask8 {
    #[inline(always)]
    fn and(self, rhs: Self) -> Self {
        Self(self.0 & rhs.0)
    }
    #[inline(always)]
    fn or(self, rhs: Self) -> Self {
        Self(self.0 | rhs.0)
    }
    #[inline(always)]
    fn xor(self, rhs: Self) -> Self {
        Self(self.0 ^ rhs.0)
    }
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0)
    }
    #[inline(always)]
    fn any(self) -> bool {
        self.0 != 0
    }
    #[inline(always)]
    fn all(self) -> bool {
        self.0 == u8::MAX
    }
    #[inline(always)]
    unsafe fn store_bytes(self, pointer: *mut u8) {
        // SAFETY: the caller grants 8 bytes.
        unsafe { _mm_storel_epi64(pointer.cast(), _mm_maskz_set1_epi8(u16::from(self.0), 1)) }
    }
    #[inline(always)]
    unsafe fn load_bytes(pointer: *const u8) -> Self {
        // SAFETY: the caller grants 8 bytes.
        Self(unsafe {
            let bytes = _mm_loadl_epi64(pointer.cast());
            _mm_test_epi8_mask(bytes, bytes) as u8
        })
    }
}

/// 16 lanes of f32.
#[derive(Clone, Copy)]
pub struct F32x16(__m512);

#[inline(always)]
fn integers_16(lanes: __m512) -> __m512i {
    // SAFETY: the level's features are there, see `register.rs`.
    unsafe { _mm512_castps_si512(lanes) }
}

#[inline(always)]
fn floats_16(lanes: __m512i) -> __m512 {
    // SAFETY: as above.
    unsafe { _mm512_castsi512_ps(lanes) }
}

impl Number for F32x16 {
    type Scalar = f32;
    type Mask = Mask16;
    const LEN: usize = 16;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm512_set1_ps(value) })
    }
    #[inline(always)]
    unsafe fn load(pointer: *const f32) -> Self {
        // SAFETY: the caller grants 16 elements.
        Self(unsafe { _mm512_loadu_ps(pointer) })
    }
    #[inline(always)]
    unsafe fn store(self, pointer: *mut f32) {
        // SAFETY: the caller grants 16 elements.
        unsafe { _mm512_storeu_ps(pointer, self.0) }
    }
    #[inline(always)]
    unsafe fn stream(self, pointer: *mut f32) {
        // SAFETY: the caller grants 16 elements at an aligned place.
        unsafe { _mm512_stream_ps(pointer, self.0) }
    }
    #[inline(always)]
    unsafe fn load_part(pointer: *const f32, n: usize) -> Self {
        // SAFETY: the masked lanes are not touched, the others are granted by the caller.
        Self(unsafe { _mm512_maskz_loadu_ps(((1u32 << n) - 1) as __mmask16, pointer) })
    }
    #[inline(always)]
    unsafe fn store_part(self, pointer: *mut f32, n: usize) {
        // SAFETY: as above.
        unsafe { _mm512_mask_storeu_ps(pointer, ((1u32 << n) - 1) as __mmask16, self.0) }
    }
    binary! {
        add = _mm512_add_ps;
        sub = _mm512_sub_ps;
        mul = _mm512_mul_ps;
    }
    // The instruction gives its second operand when one is NaN; the first remains to be kept.
    #[inline(always)]
    fn minimum(self, rhs: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self::select(self.is_nan(), self, Self(unsafe { _mm512_min_ps(self.0, rhs.0) }))
    }
    #[inline(always)]
    fn maximum(self, rhs: Self) -> Self {
        // SAFETY: as above.
        Self::select(self.is_nan(), self, Self(unsafe { _mm512_max_ps(self.0, rhs.0) }))
    }
    compare! { Mask16:
        eq = _mm512_cmp_ps_mask::<_CMP_EQ_OQ>;
        ne = _mm512_cmp_ps_mask::<_CMP_NEQ_UQ>;
        lt = _mm512_cmp_ps_mask::<_CMP_LT_OQ>;
        le = _mm512_cmp_ps_mask::<_CMP_LE_OQ>;
        gt = _mm512_cmp_ps_mask::<_CMP_GT_OQ>;
        ge = _mm512_cmp_ps_mask::<_CMP_GE_OQ>;
    }
    #[inline(always)]
    fn select(mask: Mask16, if_true: Self, if_false: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm512_mask_blend_ps(mask.0, if_false.0, if_true.0) })
    }
    float_arithmetic!(pow = power::single);
}

impl FloatBits for F32x16 {
    binary! {
        bits_and = _mm512_and_ps;
        bits_or = _mm512_or_ps;
        bits_xor = _mm512_xor_ps;
        bits_add = |a, b| floats_16(_mm512_add_epi32(integers_16(a), integers_16(b)));
        bits_sub = |a, b| floats_16(_mm512_sub_epi32(integers_16(a), integers_16(b)));
        scale = _mm512_scalef_ps;
    }
    #[inline(always)]
    fn bits_shift_left(self, count: u32) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(floats_16(unsafe { _mm512_sll_epi32(integers_16(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    #[inline(always)]
    fn bits_shift_right(self, count: u32) -> Self {
        // SAFETY: as above.
        Self(floats_16(unsafe { _mm512_srl_epi32(integers_16(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        // SAFETY: as above.
        let (exponent, mantissa) = unsafe {
            (_mm512_getexp_ps(self.0), _mm512_getmant_ps::<_MM_MANT_NORM_P75_1P5, _MM_MANT_SIGN_SRC>(self.0))
        };
        let below_one = Self(mantissa).lt(Self::constant(1.0));
        (Self::select(below_one, Self(exponent).add(Self::constant(1.0)), Self(exponent)), Self(mantissa))
    }
    // The instructions give their second operand when one is NaN.
    #[inline(always)]
    fn bounded(self, low: Self, high: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm512_max_ps(low.0, _mm512_min_ps(high.0, self.0)) })
    }
}

impl Float for F32x16 {
    unary! {
        sqrt = _mm512_sqrt_ps;
        floor = _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC }>;
        ceil = _mm512_roundscale_ps::<{ _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC }>;
        trunc = _mm512_roundscale_ps::<{ _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC }>;
        round = _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>;
    }
    binary! { div = _mm512_div_ps; }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm512_fmadd_ps(self.0, factor.0, addend.0) })
    }
    #[inline(always)]
    fn tan(self) -> Self {
        let (low, high) = self.widen();
        Self::narrow(trigonometric::tan(low), trigonometric::tan(high))
    }
    #[inline(always)]
    fn is_nan(self) -> Mask16 {
        // SAFETY: as above.
        Mask16(unsafe { _mm512_cmp_ps_mask::<_CMP_UNORD_Q>(self.0, self.0) })
    }
    #[inline(always)]
    fn sign_bit(self) -> Mask16 {
        // SAFETY: as above.
        Mask16(unsafe { _mm512_movepi32_mask(integers_16(self.0)) })
    }
}

/// 8 lanes of f64.
#[derive(Clone, Copy)]
pub struct F64x8(__m512d);

#[inline(always)]
fn integers_8(lanes: __m512d) -> __m512i {
    // SAFETY: the level's features are there, see `register.rs`.
    unsafe { _mm512_castpd_si512(lanes) }
}

#[inline(always)]
fn floats_8(lanes: __m512i) -> __m512d {
    // SAFETY: as above.
    unsafe { _mm512_castsi512_pd(lanes) }
}

impl Number for F64x8 {
    type Scalar = f64;
    type Mask = Mask8;
    const LEN: usize = 8;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm512_set1_pd(value) })
    }
    #[inline(always)]
    unsafe fn load(pointer: *const f64) -> Self {
        // SAFETY: the caller grants 8 elements.
        Self(unsafe { _mm512_loadu_pd(pointer) })
    }
    #[inline(always)]
    unsafe fn store(self, pointer: *mut f64) {
        // SAFETY: the caller grants 8 elements.
        unsafe { _mm512_storeu_pd(pointer, self.0) }
    }
    #[inline(always)]
    unsafe fn stream(self, pointer: *mut f64) {
        // SAFETY: the caller grants 8 elements at an aligned place.
        unsafe { _mm512_stream_pd(pointer, self.0) }
    }
    #[inline(always)]
    unsafe fn load_part(pointer: *const f64, n: usize) -> Self {
        // SAFETY: the masked lanes are not touched, the others are granted by the caller.
        Self(unsafe { _mm512_maskz_loadu_pd(((1u32 << n) - 1) as __mmask8, pointer) })
    }
    #[inline(always)]
    unsafe fn store_part(self, pointer: *mut f64, n: usize) {
        // SAFETY: as above.
        unsafe { _mm512_mask_storeu_pd(pointer, ((1u32 << n) - 1) as __mmask8, self.0) }
    }
    binary! {
        add = _mm512_add_pd;
        sub = _mm512_sub_pd;
        mul = _mm512_mul_pd;
    }
    // The instruction gives its second operand when one is NaN; the first remains to be kept.
    #[inline(always)]
    fn minimum(self, rhs: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self::select(self.is_nan(), self, Self(unsafe { _mm512_min_pd(self.0, rhs.0) }))
    }
    #[inline(always)]
    fn maximum(self, rhs: Self) -> Self {
        // SAFETY: as above.
        Self::select(self.is_nan(), self, Self(unsafe { _mm512_max_pd(self.0, rhs.0) }))
    }
    compare! { Mask8:
        eq = _mm512_cmp_pd_mask::<_CMP_EQ_OQ>;
        ne = _mm512_cmp_pd_mask::<_CMP_NEQ_UQ>;
        lt = _mm512_cmp_pd_mask::<_CMP_LT_OQ>;
        le = _mm512_cmp_pd_mask::<_CMP_LE_OQ>;
        gt = _mm512_cmp_pd_mask::<_CMP_GT_OQ>;
        ge = _mm512_cmp_pd_mask::<_CMP_GE_OQ>;
    }
    #[inline(always)]
    fn select(mask: Mask8, if_true: Self, if_false: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm512_mask_blend_pd(mask.0, if_false.0, if_true.0) })
    }
    float_arithmetic!(pow = power::lanewise);
}

impl FloatBits for F64x8 {
    binary! {
        bits_and = _mm512_and_pd;
        bits_or = _mm512_or_pd;
        bits_xor = _mm512_xor_pd;
        bits_add = |a, b| floats_8(_mm512_add_epi64(integers_8(a), integers_8(b)));
        bits_sub = |a, b| floats_8(_mm512_sub_epi64(integers_8(a), integers_8(b)));
        scale = _mm512_scalef_pd;
    }
    #[inline(always)]
    fn bits_shift_left(self, count: u32) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(floats_8(unsafe { _mm512_sll_epi64(integers_8(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    #[inline(always)]
    fn bits_shift_right(self, count: u32) -> Self {
        // SAFETY: as above.
        Self(floats_8(unsafe { _mm512_srl_epi64(integers_8(self.0), _mm_cvtsi32_si128(count as i32)) }))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        // SAFETY: as above.
        let (exponent, mantissa) = unsafe {
            (_mm512_getexp_pd(self.0), _mm512_getmant_pd::<_MM_MANT_NORM_P75_1P5, _MM_MANT_SIGN_SRC>(self.0))
        };
        let below_one = Self(mantissa).lt(Self::constant(1.0));
        (Self::select(below_one, Self(exponent).add(Self::constant(1.0)), Self(exponent)), Self(mantissa))
    }
    // The instructions give their second operand when one is NaN.
    #[inline(always)]
    fn bounded(self, low: Self, high: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm512_max_pd(low.0, _mm512_min_pd(high.0, self.0)) })
    }
}

impl Float for F64x8 {
    unary! {
        sqrt = _mm512_sqrt_pd;
        floor = _mm512_roundscale_pd::<{ _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC }>;
        ceil = _mm512_roundscale_pd::<{ _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC }>;
        trunc = _mm512_roundscale_pd::<{ _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC }>;
        round = _mm512_roundscale_pd::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>;
    }
    binary! { div = _mm512_div_pd; }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        // SAFETY: the level's features are there, see `register.rs`.
        Self(unsafe { _mm512_fmadd_pd(self.0, factor.0, addend.0) })
    }
    #[inline(always)]
    fn is_nan(self) -> Mask8 {
        // SAFETY: as above.
        Mask8(unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, self.0) })
    }
    #[inline(always)]
    fn sign_bit(self) -> Mask8 {
        // SAFETY: as above.
        Mask8(unsafe { _mm512_movepi64_mask(integers_8(self.0)) })
    }
}

impl Single for F32x16 {
    type Double = F64x8;
    #[inline(always)]
    fn widen(self) -> (F64x8, F64x8) {
        // SAFETY: the level's features are there, see `register.rs`.
        unsafe {
            let high = _mm512_extractf32x8_ps::<1>(self.0);
            (F64x8(_mm512_cvtps_pd(_mm512_castps512_ps256(self.0))), F64x8(_mm512_cvtps_pd(high)))
        }
    }
    #[inline(always)]
    fn narrow(low: F64x8, high: F64x8) -> Self {
        // SAFETY: as above.
        Self(unsafe {
            let low = _mm512_castps256_ps512(_mm512_cvtpd_ps(low.0));
            _mm512_insertf32x8::<1>(low, _mm512_cvtpd_ps(high.0))
        })
    }
    #[inline(always)]
    unsafe fn load_f16(pointer: *const f16) -> Self {
        // SAFETY: the caller grants 16 elements; the level's features are there.
        Self(unsafe { _mm512_cvtph_ps(_mm256_loadu_si256(pointer.cast())) })
    }
    #[inline(always)]
    unsafe fn store_f16(self, pointer: *mut f16) {
        // SAFETY: as above.
        unsafe {
            _mm256_storeu_si256(
                pointer.cast(),
                _mm512_cvtps_ph::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(self.0),
            )
        }
    }
    #[inline(always)]
    unsafe fn load_bf16(pointer: *const bf16) -> Self {
        // SAFETY: as above.
        Self(unsafe {
            _mm512_castsi512_ps(_mm512_slli_epi32::<16>(_mm512_cvtepu16_epi32(_mm256_loadu_si256(pointer.cast()))))
        })
    }
    #[inline(always)]
    unsafe fn store_bf16(self, pointer: *mut bf16) {
        // SAFETY: as above.
        unsafe {
            let bits = _mm512_castps_si512(self.0);
            let upper = _mm512_srli_epi32::<16>(bits);
            let odd = _mm512_and_si512(upper, _mm512_set1_epi32(1));
            let rounded =
                _mm512_srli_epi32::<16>(_mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff))));
            // Rounding up could carry a NaN into infinity: those keep their upper bits and become quiet.
            let quiet = _mm512_or_si512(upper, _mm512_set1_epi32(0x40));
            let words = _mm512_mask_blend_epi32(self.is_nan().0, rounded, quiet);
            _mm256_storeu_si256(pointer.cast(), _mm512_cvtepi32_epi16(words));
        }
    }
}
