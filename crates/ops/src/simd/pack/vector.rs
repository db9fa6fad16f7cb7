//! Reading and writing arrays of lanes by way of vector types.
//!
//! Arrays read as such become single lanes to the compiler, which then vectorises the kernel's loop across registers,
//! with gathers: five times slower than the vectors that it makes of lanes that come from a vector.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256i, __m512i};
use std::mem::transmute_copy;

/// Reads lanes.
///
/// # Safety
/// `pointer` must be valid for reads of a `Lanes`, which must be an array of numbers.
#[inline(always)]
pub unsafe fn read<Lanes: Copy>(pointer: *const Lanes) -> Lanes {
    #[cfg(target_arch = "x86_64")]
    if size_of::<Lanes>() == size_of::<__m512i>() {
        // SAFETY: the caller grants the bytes; any bytes are numbers. Reading needs no feature, only the type.
        return unsafe { transmute_copy(&pointer.cast::<__m512i>().read_unaligned()) };
    } else if size_of::<Lanes>() == size_of::<__m256i>() {
        // SAFETY: as above.
        return unsafe { transmute_copy(&pointer.cast::<__m256i>().read_unaligned()) };
    }
    // SAFETY: the caller grants the bytes.
    unsafe { pointer.read_unaligned() }
}

/// Writes lanes.
///
/// # Safety
/// `pointer` must be valid for writes of a `Lanes`, which must be an array of numbers.
#[inline(always)]
pub unsafe fn write<Lanes: Copy>(pointer: *mut Lanes, lanes: Lanes) {
    #[cfg(target_arch = "x86_64")]
    if size_of::<Lanes>() == size_of::<__m512i>() {
        // SAFETY: the caller grants the bytes.
        return unsafe { pointer.cast::<__m512i>().write_unaligned(transmute_copy(&lanes)) };
    } else if size_of::<Lanes>() == size_of::<__m256i>() {
        // SAFETY: as above.
        return unsafe { pointer.cast::<__m256i>().write_unaligned(transmute_copy(&lanes)) };
    }
    // SAFETY: the caller grants the bytes.
    unsafe { pointer.write_unaligned(lanes) }
}
