//! What one unit of a recurrent layer computes, and its gradient.

use crate::simd::Float;

/// An lstm's gates, which take the place of what the input and the state give, its new memory and its new state.
#[inline(always)]
pub(super) fn lstm<V: Float>([write, keep, new, show]: [V; 4], memory: V) -> ([V; 4], V, V) {
    let gates = [write.sigmoid(), keep.sigmoid(), new.tanh(), show.sigmoid()];
    let [write, keep, new, show] = gates;
    let memory = keep.mul_add(memory, write.mul(new));
    (gates, memory, show.mul(memory.tanh()))
}

/// The gradients of an lstm's four sums and of its old memory, from those of its state and its new memory.
#[inline(always)]
pub(super) fn lstm_backward<V: Float>(
    [write, keep, new, show]: [V; 4],
    [old, memory]: [V; 2],
    [to_hidden, to_memory]: [V; 2],
) -> ([V; 4], V) {
    let one = V::constant(1.0);
    let slope = |gate: V| gate.mul(one.sub(gate));
    let shown = memory.tanh();
    let to_memory = to_hidden.mul(show).mul_add(one.sub(shown.mul(shown)), to_memory);
    let to_gates = [
        to_memory.mul(new).mul(slope(write)),
        to_memory.mul(old).mul(slope(keep)),
        to_memory.mul(write).mul(one.sub(new.mul(new))),
        to_hidden.mul(shown).mul(slope(show)),
    ];
    (to_gates, to_memory.mul(keep))
}

/// The gates of a gated recurrent unit and its new state, from the sums of two gates, what the input and what the state
/// gives to the third, and the old state.
#[inline(always)]
pub(super) fn gru<V: Float>([reset, update]: [V; 2], from_input: V, from_hidden: V, old: V) -> ([V; 3], V) {
    let (reset, update) = (reset.sigmoid(), update.sigmoid());
    let new = reset.mul_add(from_hidden, from_input).tanh();
    ([reset, update, new], old.sub(new).mul_add(update, new))
}

/// The gradients of a unit's three sums of the input, of the last of those of the state, and that of the old state but
/// for the products with the gates; from the gates, the state's part of the new state, the old state and the gradient.
#[inline(always)]
pub(super) fn gru_backward<V: Float>([reset, update, new]: [V; 3], part: V, old: V, grad: V) -> ([V; 3], V, V) {
    let one = V::constant(1.0);
    let slope = |gate: V| gate.mul(one.sub(gate));
    let to_new = grad.mul(one.sub(update)).mul(one.sub(new.mul(new)));
    let to_update = grad.mul(old.sub(new)).mul(slope(update));
    let to_reset = to_new.mul(part).mul(slope(reset));
    ([to_reset, to_update, to_new], to_new.mul(reset), grad.mul(update))
}
