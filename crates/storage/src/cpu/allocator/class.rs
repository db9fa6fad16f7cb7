//! The sizes of blocks: classes for small ones, fine steps for large ones.

/// Every block starts at a multiple of this: a cache line, and the widest vector register.
pub(super) const ALIGNMENT: usize = 64;
/// The largest small block.
pub(super) const SMALL_LIMIT: usize = 64 * 1024;
/// The number of classes of small blocks.
pub(super) const N_CLASSES: usize = 36;

const PAGE: usize = 4096;
/// The size of a huge page.
pub(super) const HUGE_PAGE: usize = 2 * 1024 * 1024;

/// The class of a small request. Four classes lie between each power of two and the next, so that at most a fifth of
/// a block above 256 bytes is wasted.
#[inline]
pub(super) const fn of(n_bytes: usize) -> usize {
    let last_unit = n_bytes.saturating_sub(1) / ALIGNMENT;
    if last_unit < 4 {
        return last_unit;
    }
    let power = last_unit.ilog2() as usize;
    (power - 1) * 4 + (last_unit >> (power - 2)) % 4
}

/// The bytes of a block of this class.
#[inline]
pub(super) const fn capacity(class: usize) -> usize {
    if class < 4 {
        return (class + 1) * ALIGNMENT;
    }
    ((class % 4 + 5) << (class / 4 - 1)) * ALIGNMENT
}

/// The bytes of the block for a large request: in steps of a sixteenth, from a page up to a huge page, so that requests
/// of nearly the same size can share a block.
#[inline]
pub(super) fn large_capacity(n_bytes: usize) -> Option<usize> {
    let step = ((1usize << n_bytes.checked_ilog2()?) / 16).clamp(PAGE, HUGE_PAGE);
    // A huge page of room for aligning the block must fit into an address as well.
    n_bytes.checked_next_multiple_of(step).filter(|&capacity| capacity <= isize::MAX as usize - HUGE_PAGE)
}

/// The largest cached block that a large request takes: a quarter more than it needs.
#[inline]
pub(super) fn largest_fit(capacity: usize) -> usize {
    capacity + capacity / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_the_smallest_that_holds_the_request() {
        for n_bytes in 0..=SMALL_LIMIT {
            let class = of(n_bytes);
            assert!(capacity(class) >= n_bytes);
            assert!(class == 0 || capacity(class - 1) < n_bytes, "{n_bytes} bytes in class {class}");
            assert!(n_bytes <= 256 || (capacity(class) - n_bytes) * 5 <= capacity(class), "{n_bytes} bytes waste");
        }
        assert_eq!(of(SMALL_LIMIT), N_CLASSES - 1);
        assert_eq!(capacity(N_CLASSES - 1), SMALL_LIMIT);
    }

    #[test]
    fn a_block_finds_its_class_again() {
        for class in 0..N_CLASSES {
            assert_eq!(of(capacity(class)), class);
            assert_eq!(capacity(class) % ALIGNMENT, 0);
        }
    }

    #[test]
    fn large_blocks_waste_little_and_never_overflow() {
        for n_bytes in [SMALL_LIMIT + 1, 100_000, HUGE_PAGE - 1, HUGE_PAGE, HUGE_PAGE + 1, 1 << 30, (1 << 40) + 1] {
            let capacity = large_capacity(n_bytes).unwrap();
            assert!(capacity >= n_bytes && (capacity - n_bytes) * 16 <= n_bytes, "{n_bytes} bytes in {capacity}");
            assert_eq!(large_capacity(capacity), Some(capacity));
        }
        assert_eq!(large_capacity(usize::MAX), None);
        assert_eq!(large_capacity(isize::MAX as usize), None);
        assert!(largest_fit(large_capacity(isize::MAX as usize - 2 * HUGE_PAGE).unwrap()) > 0);
    }
}
