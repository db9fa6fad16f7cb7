//! Conversions between slices of f32 and of the 16-bit floats.
//!
//! Narrowing rounds to nearest even and keeps NaN; widening is exact.

use half::{bf16, f16};

use super::{Kernel, Number, Simd, Single, dispatch};

macro_rules! conversions {
    ($($half:ident $widen:ident $widen_kernel:ident $load:ident $narrow:ident $narrow_kernel:ident $store:ident;)*) => { $(
        struct $widen_kernel<'a>(&'a [$half], &'a mut [f32]);

        impl Kernel for $widen_kernel<'_> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self) {
                let (source, source_rest) = self.0.split_at(self.0.len() / S::F32::LEN * S::F32::LEN);
                let (out, out_rest) = self.1.split_at_mut(source.len());
                for (from, to) in source.chunks_exact(S::F32::LEN).zip(out.chunks_exact_mut(S::F32::LEN)) {
                    // SAFETY: both chunks have LEN elements.
                    unsafe { S::F32::$load(from.as_ptr()).store(to.as_mut_ptr()) }
                }
                for (from, to) in source_rest.iter().zip(out_rest) {
                    *to = from.to_f32();
                }
            }
        }

        /// Widens `source` into `out`; converts as many as the shorter has.
        pub fn $widen(source: &[$half], out: &mut [f32]) {
            let n = source.len().min(out.len());
            dispatch($widen_kernel(&source[..n], &mut out[..n]));
        }

        struct $narrow_kernel<'a>(&'a [f32], &'a mut [$half]);

        impl Kernel for $narrow_kernel<'_> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self) {
                let (source, source_rest) = self.0.split_at(self.0.len() / S::F32::LEN * S::F32::LEN);
                let (out, out_rest) = self.1.split_at_mut(source.len());
                for (from, to) in source.chunks_exact(S::F32::LEN).zip(out.chunks_exact_mut(S::F32::LEN)) {
                    // SAFETY: both chunks have LEN elements.
                    unsafe { S::F32::load(from.as_ptr()).$store(to.as_mut_ptr()) }
                }
                for (from, to) in source_rest.iter().zip(out_rest) {
                    *to = $half::from_f32(*from);
                }
            }
        }

        /// Rounds `source` into `out`; converts as many as the shorter has.
        pub fn $narrow(source: &[f32], out: &mut [$half]) {
            let n = source.len().min(out.len());
            dispatch($narrow_kernel(&source[..n], &mut out[..n]));
        }
    )* };
}

conversions! {
    f16 f16_to_f32 WidenF16 load_f16 f32_to_f16 NarrowF16 store_f16;
    bf16 bf16_to_f32 WidenBf16 load_bf16 f32_to_bf16 NarrowBf16 store_bf16;
}
