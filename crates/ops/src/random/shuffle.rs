//! The two shuffles of `randperm`, over any source of draws. Imports nothing: its test includes this file.

/// A random order of `0..n`; `draw` gives a number below its argument, which is below 2^32.
pub(crate) fn from_front(n: usize, mut draw: impl FnMut(usize) -> usize) -> Vec<i64> {
    let mut order: Vec<i64> = (0..n as i64).collect();
    for index in 0..n.saturating_sub(1) {
        order.swap(index, index + draw(n - index));
    }
    order
}

/// A random order of `0..n`; `draw` gives a number below its argument.
pub(crate) fn inside_out(n: usize, mut draw: impl FnMut(usize) -> usize) -> Vec<i64> {
    let mut order = Vec::with_capacity(n);
    for index in 0..n {
        let place = draw(index + 1);
        order.push(index as i64);
        order.swap(index, place);
    }
    order
}
