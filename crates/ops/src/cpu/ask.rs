//! Asking for memory before it is needed.

/// Asks for the line of memory that an address lies in, to be brought to the second cache. It may lie anywhere: what is
/// not there is not brought.
#[inline(always)]
pub(crate) fn ask_for<T>(address: *const T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch reads nothing that the program sees, and every x86-64 machine has it.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T1>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

const LINE_BYTES: usize = 64;

/// Asks for the lines of `n` elements, as [`ask_for`].
#[inline(always)]
pub(crate) fn ask_for_all<T>(start: *const T, n: usize) {
    for at in (0..n * size_of::<T>()).step_by(LINE_BYTES) {
        ask_for(start.cast::<u8>().wrapping_add(at));
    }
}
