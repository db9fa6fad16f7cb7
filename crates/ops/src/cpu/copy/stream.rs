//! Copies past the caches.

use crate::simd::{Kernel, Number, Simd, dispatch};

/// Copies that are larger than caches go past them: 4096 x 4096 numbers are transposed in 5.3 ms, else in 8.3 ms.
pub(in crate::cpu) const STREAMED_BYTES: usize = 32 << 20;

/// Bytes that memory takes at once.
const LINE_BYTES: usize = 64;

/// Copies bytes to memory past the caches, which a write there would first fill from memory. [`end_streams`] must follow
/// before another thread reads them.
///
/// # Safety
/// Both sides are valid for `n_bytes` and do not overlap.
pub(in crate::cpu) unsafe fn stream(from: *const u8, to: *mut u8, n_bytes: usize) {
    let head = to.align_offset(LINE_BYTES).min(n_bytes);
    let lines = (n_bytes - head) / LINE_BYTES;
    let done = head + lines * LINE_BYTES;
    // SAFETY: by the caller: three parts of both sides.
    unsafe {
        std::ptr::copy_nonoverlapping(from, to, head);
        dispatch(Lines { from: from.add(head), to: to.add(head), lines });
        std::ptr::copy_nonoverlapping(from.add(done), to.add(done), n_bytes - done);
    }
}

/// Whole lines to be copied past the caches, to an address at the start of one.
struct Lines {
    from: *const u8,
    to: *mut u8,
    lines: usize,
}

impl Kernel for Lines {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (from, to) = (self.from.cast::<f32>(), self.to.cast::<f32>());
        let n = self.lines * LINE_BYTES / size_of::<f32>();
        for at in (0..n).step_by(<S::F32 as Number>::LEN) {
            // SAFETY: whoever made this says that both sides have the lines. Any bytes are numbers.
            unsafe { S::F32::load(from.add(at)).stream(to.add(at)) };
        }
    }
}

/// Orders streamed bytes before all that follows.
pub(in crate::cpu) fn end_streams() {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 processor has the instruction, which touches no memory.
    unsafe {
        std::arch::x86_64::_mm_sfence();
    }
}
