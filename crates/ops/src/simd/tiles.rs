//! Whether there are AMX tiles of bfloat16, and the kernel's leave to use them.

use std::arch::x86_64::{__cpuid, __cpuid_count};

/// Bits of leaf 7 of `cpuid`, in `edx`: AMX-BF16 and AMX-TILE.
const BITS: u32 = 1 << 22 | 1 << 24;

/// Whether all threads of the process may use tiles from now on.
pub(super) fn allowed() -> bool {
    __cpuid(0).eax >= 7 && __cpuid_count(7, 0).edx & BITS == BITS && granted()
}

/// Asks the kernel, which saves the tiles of those alone who ask. It refuses where it has not enabled them in XCR0, so
/// nothing is left to ask `xgetbv` for.
#[cfg(target_os = "linux")]
fn granted() -> bool {
    use std::ffi::c_long;

    unsafe extern "C" {
        fn syscall(number: c_long, ...) -> c_long;
    }
    /// From `asm/unistd_64.h`, `asm/prctl.h` (`ARCH_REQ_XCOMP_PERM`) and `asm/fpu/types.h` (`XFEATURE_XTILE_DATA`).
    const ARCH_PRCTL: c_long = 158;
    const REQUEST: c_long = 0x1023;
    const TILES: c_long = 18;
    // SAFETY: the call takes two numbers and touches no memory of the process.
    unsafe { syscall(ARCH_PRCTL, REQUEST, TILES) == 0 }
}

#[cfg(not(target_os = "linux"))]
fn granted() -> bool {
    false
}
