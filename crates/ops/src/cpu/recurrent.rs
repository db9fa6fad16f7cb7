//! Recurrent layers step by step: the product with the state and the gates in one pass.
//!
//! Rows of a batch do not meet, so threads take rows and go through all steps alone; a batch of few rows is shared by
//! units, step by step. An element is the same either way.

mod cells;

use std::ops::Range;

use super::disjoint::Disjoint;
use super::lanes::Lanes;
use super::panels::{MOST_REGISTERS, Panels, Sums, multiply, rows_of};
use crate::parallel::{for_ranges, num_threads};
use crate::recurrent::Cell;
use crate::simd::{Float, Kernel, Level, Number, Simd, dispatch, level, with_level};

/// Rows that are worth a thread: with fewer, the weights are read more often than used.
const LEAST_ROWS: usize = 4;

/// Multiply-adds of a step that are worth waking threads for each step.
const SHARED_STEP: usize = 1 << 21;

/// Multiply-adds that take about as long as an element of other work.
const PER_ELEMENT: usize = 16;

/// One direction of one layer.
#[derive(Clone, Copy)]
pub(crate) struct Layer {
    pub(crate) cell: Cell,
    pub(crate) steps: usize,
    pub(crate) batch: usize,
    pub(crate) hidden: usize,
    /// From the last step to the first.
    pub(crate) reverse: bool,
    /// Of the thread that packed the weights: panels fit one level.
    level: Level,
}

/// Where a step's gates are, and its old and new state.
pub(crate) struct Places {
    pub(crate) gates: usize,
    pub(crate) old: usize,
    pub(crate) new: usize,
}

impl Layer {
    pub(crate) fn new(cell: Cell, [steps, batch, hidden]: [usize; 3], reverse: bool) -> Layer {
        Layer { cell, steps, batch, hidden, reverse, level: level() }
    }

    /// The weight of the state, `[gates * hidden, hidden]`, to multiply states with.
    pub(crate) fn forward_panels(&self) -> Panels {
        let (hidden, groups) = (self.hidden, self.cell.n_gates());
        Panels { inner: hidden, groups, units: hidden, unit_stride: hidden, inner_stride: 1 }
    }

    /// The same weight, to multiply gradients of gates with.
    pub(crate) fn backward_panels(&self) -> Panels {
        let hidden = self.hidden;
        Panels { inner: self.width(), groups: 1, units: hidden, unit_stride: 1, inner_stride: hidden }
    }

    /// Elements of a row's gates.
    pub(crate) fn width(&self) -> usize {
        self.cell.n_gates() * self.hidden
    }

    pub(crate) fn places(&self, step: usize) -> Places {
        match self.reverse {
            false => Places { gates: step, old: step, new: step + 1 },
            true => Places { gates: self.steps - 1 - step, old: self.steps - step, new: self.steps - 1 - step },
        }
    }

    /// Runs all steps, in turn or from the last. Of a step `alone` runs for rows, then `shared` for rows and panels.
    fn schedule(
        &self,
        from_last: bool,
        n_panels: usize,
        alone: &(dyn Fn(usize, Range<usize>) + Sync),
        shared: &(dyn Fn(usize, Range<usize>, Range<usize>) + Sync),
    ) {
        let Layer { steps, batch, level, .. } = *self;
        let each = batch.saturating_mul(self.width()).saturating_mul(self.hidden);
        let order = |step: usize| if from_last { steps - 1 - step } else { step };
        let threads = num_threads();
        if batch >= LEAST_ROWS * threads || each < SHARED_STEP {
            let rows = batch.div_ceil(threads).max(LEAST_ROWS);
            for_ranges(batch, rows, each.saturating_mul(steps) / PER_ELEMENT, &|rows| {
                with_level(level, || {
                    for step in (0..steps).map(order) {
                        alone(step, rows.clone());
                        shared(step, rows.clone(), 0..n_panels);
                    }
                });
            });
            return;
        }
        for step in (0..steps).map(order) {
            alone(step, 0..batch);
            for_ranges(n_panels, 1, each / PER_ELEMENT, &|panels| with_level(level, || shared(step, 0..batch, panels)));
        }
    }
}

/// The ranges of `rows`, of about the same length and at most `most` each.
fn parts(rows: Range<usize>, most: usize) -> impl Iterator<Item = Range<usize>> {
    let (start, len) = (rows.start, rows.len());
    let n = len.div_ceil(most);
    (0..n).map(move |part| start + len * part / n..start + len * (part + 1) / n)
}

/// Reads `n` elements, at most a register's.
///
/// # Safety
/// The pointer is valid for them.
#[inline(always)]
unsafe fn get<V: Number>(from: *const V::Scalar, n: usize) -> V {
    // SAFETY: by the caller.
    unsafe { if n == V::LEN { V::load(from) } else { V::load_part(from, n) } }
}

/// Writes `n` elements, at most a register's.
///
/// # Safety
/// The pointer is valid for them.
#[inline(always)]
unsafe fn put<V: Number>(lanes: V, to: *mut V::Scalar, n: usize) {
    // SAFETY: by the caller.
    unsafe { if n == V::LEN { lanes.store(to) } else { lanes.store_part(to, n) } }
}

/// Reads `n` elements of a slice, at most a register's.
#[inline(always)]
fn slice<V: Number>(from: &[V::Scalar], at: usize, n: usize) -> V {
    let part = &from[at..][..n];
    // SAFETY: the slice has so many.
    unsafe { get(part.as_ptr(), n) }
}

/// The most gates that a cell has.
const MOST_GATES: usize = 4;

/// What a forward call reads and writes.
pub(crate) struct Forward<'a, T> {
    /// The weight of the state as [`Layer::forward_panels`].
    pub(crate) panels: &'a [T],
    /// What is added to the products with the state.
    pub(crate) bias: Option<&'a [T]>,
    /// What the input gives, which becomes the gates: `[steps, batch, gates * hidden]`.
    pub(crate) gates: Disjoint<'a, T>,
    /// All states from the first on, or with `reverse` up to it: `[steps + 1, batch, hidden]`.
    pub(crate) states: Disjoint<'a, T>,
    /// An lstm's memories, as the states; of a gru the state's part of the new state, `[steps, batch, hidden]`.
    pub(crate) beside: Disjoint<'a, T>,
}

/// All steps.
pub(crate) fn forward<T: Lanes>(layer: &Layer, given: &Forward<'_, T>) {
    let n_panels = layer.forward_panels().count::<T>();
    layer.schedule(false, n_panels, &|_, _| {}, &|step, rows, panels| {
        dispatch(Step { layer, given, step, rows, panels });
    });
}

/// One step of some rows and units.
struct Step<'a, T> {
    layer: &'a Layer,
    given: &'a Forward<'a, T>,
    step: usize,
    rows: Range<usize>,
    panels: Range<usize>,
}

impl<T: Lanes> Kernel for Step<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let Layer { batch, hidden, .. } = *self.layer;
        let how = self.layer.forward_panels();
        let (len, per, registers) = (<T::At<S> as Number>::LEN, how.unit_registers(), how.registers());
        let places = self.layer.places(self.step);
        let mut sums = Sums::new();
        for panel in self.panels.clone() {
            let weights = &self.given.panels[panel * hidden * registers * len..][..hidden * registers * len];
            for rows in parts(self.rows.clone(), rows_of::<S>()) {
                let old = self.given.states.pointer((places.old * batch + rows.start) * hidden);
                // SAFETY: the old states of the rows are there and are not written in this step.
                unsafe {
                    multiply::<S, T>(
                        [rows.len(), hidden, registers, registers],
                        old,
                        hidden,
                        weights.as_ptr(),
                        &mut sums,
                    );
                }
                for (at, row) in rows.enumerate() {
                    for register in 0..per {
                        let unit = (panel * per + register) * len;
                        if unit < hidden {
                            let sums = &sums.0[(at * registers + register) * len..];
                            // SAFETY: row and units are those of this task alone.
                            unsafe { self.unit::<T::At<S>>(&places, row, unit, sums, per * len) };
                        }
                    }
                }
            }
        }
    }
}

impl<T: Lanes> Step<'_, T> {
    /// A register of units of a row; their sums stand `stride` apart.
    ///
    /// # Safety
    /// No other thread touches these units of the row in this step.
    #[inline(always)]
    unsafe fn unit<V: Float<Scalar = T>>(&self, places: &Places, row: usize, unit: usize, sums: &[T], stride: usize) {
        let Layer { cell, batch, hidden, .. } = *self.layer;
        let Forward { bias, gates, states, beside, .. } = self.given;
        let n = V::LEN.min(hidden - unit);
        let n_gates = cell.n_gates();
        let gate_at = |gate: usize| gates.pointer(((places.gates * batch + row) * n_gates + gate) * hidden + unit);
        let state_at = |place: usize| (place * batch + row) * hidden + unit;
        let (mut both, mut parts) = ([V::constant(0.0); MOST_GATES], [V::constant(0.0); MOST_GATES]);
        // SAFETY: by the caller; sums stand in whole registers.
        unsafe {
            for (gate, (both, part)) in both.iter_mut().zip(&mut parts).enumerate().take(n_gates) {
                *part = V::load(sums[gate * stride..][..V::LEN].as_ptr());
                if let Some(bias) = bias {
                    *part = part.add(slice(bias, gate * hidden + unit, n));
                }
                *both = get::<V>(gate_at(gate), n).add(*part);
            }
            let new = match cell {
                Cell::Tanh => both[0].tanh(),
                Cell::Relu => both[0].maximum(V::constant(0.0)),
                Cell::Lstm => {
                    let (memory, new);
                    (both, memory, new) = cells::lstm(both, get(beside.pointer(state_at(places.old)), n));
                    put(memory, beside.pointer(state_at(places.new)), n);
                    new
                }
                Cell::Gru => {
                    let (old, part) = (get(states.pointer(state_at(places.old)), n), parts[2]);
                    let (found, new) = cells::gru([both[0], both[1]], get(gate_at(2), n), part, old);
                    both[..3].copy_from_slice(&found);
                    put(part, beside.pointer(state_at(places.gates)), n);
                    new
                }
            };
            for (gate, lanes) in both.iter().enumerate().take(n_gates) {
                put(*lanes, gate_at(gate), n);
            }
            put(new, states.pointer(state_at(places.new)), n);
        }
    }
}

/// What a backward call reads and writes.
pub(crate) struct Backward<'a, T> {
    /// The weight of the state as [`Layer::backward_panels`].
    pub(crate) panels: &'a [T],
    /// As the forward call left them.
    pub(crate) gates: &'a [T],
    pub(crate) states: &'a [T],
    pub(crate) beside: &'a [T],
    /// The gradient of the states at all steps.
    pub(crate) grad: Option<&'a [T]>,
    /// The gradients of what the input and, for a gru, of what the state gave to the gates.
    pub(crate) to_gates: Disjoint<'a, T>,
    pub(crate) to_parts: Disjoint<'a, T>,
    /// The gradients of the last state and memory, which become those of the first.
    pub(crate) to_hidden: Disjoint<'a, T>,
    pub(crate) to_memory: Disjoint<'a, T>,
}

/// All steps from the last.
pub(crate) fn backward<T: Lanes>(layer: &Layer, given: &Backward<'_, T>) {
    let n_panels = layer.backward_panels().count::<T>();
    let slopes = |step: usize, rows: Range<usize>| dispatch(Slopes { layer, given, step, rows });
    layer.schedule(true, n_panels, &slopes, &|step, rows, panels| {
        dispatch(Back { layer, given, step, rows, panels });
    });
}

/// The gradients of a step's gates, from that of its state.
struct Slopes<'a, T> {
    layer: &'a Layer,
    given: &'a Backward<'a, T>,
    step: usize,
    rows: Range<usize>,
}

impl<T: Lanes> Kernel for Slopes<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let places = self.layer.places(self.step);
        for row in self.rows.clone() {
            for unit in (0..self.layer.hidden).step_by(<T::At<S> as Number>::LEN) {
                // SAFETY: the row is that of this task alone.
                unsafe { self.unit::<T::At<S>>(&places, row, unit) };
            }
        }
    }
}

impl<T: Lanes> Slopes<'_, T> {
    /// A register of units of a row.
    ///
    /// # Safety
    /// No other thread touches the row.
    #[inline(always)]
    unsafe fn unit<V: Float<Scalar = T>>(&self, places: &Places, row: usize, unit: usize) {
        let Layer { cell, batch, hidden, .. } = *self.layer;
        let given = self.given;
        let n = V::LEN.min(hidden - unit);
        let n_gates = cell.n_gates();
        let gate_at = |gate: usize| ((places.gates * batch + row) * n_gates + gate) * hidden + unit;
        let state_at = |place: usize| (place * batch + row) * hidden + unit;
        let (zero, one) = (V::constant(0.0), V::constant(1.0));
        let (mut gates, mut to_gates, mut direct) = ([zero; MOST_GATES], [zero; MOST_GATES], zero);
        // SAFETY: by the caller.
        unsafe {
            let to_hidden = given.to_hidden.pointer(row * hidden + unit);
            let mut grad = get::<V>(to_hidden, n);
            if let Some(all) = given.grad {
                grad = grad.add(slice(all, state_at(places.gates), n));
            }
            for (gate, lanes) in gates.iter_mut().enumerate().take(n_gates) {
                *lanes = slice(given.gates, gate_at(gate), n);
            }
            match cell {
                Cell::Tanh => {
                    let state: V = slice(given.states, state_at(places.new), n);
                    to_gates[0] = grad.mul(one.sub(state.mul(state)));
                }
                Cell::Relu => {
                    let state: V = slice(given.states, state_at(places.new), n);
                    // The gradient goes through where the state is NaN, as in PyTorch.
                    to_gates[0] = V::select(state.le(zero), zero, grad);
                }
                Cell::Lstm => {
                    let to_memory = given.to_memory.pointer(row * hidden + unit);
                    let old = slice(given.beside, state_at(places.old), n);
                    let memory = slice(given.beside, state_at(places.new), n);
                    let to_old;
                    (to_gates, to_old) = cells::lstm_backward(gates, [old, memory], [grad, get(to_memory, n)]);
                    put(to_old, to_memory, n);
                }
                Cell::Gru => {
                    let part = slice(given.beside, state_at(places.gates), n);
                    let old = slice(given.states, state_at(places.old), n);
                    let (found, to_part, to_old) = cells::gru_backward([gates[0], gates[1], gates[2]], part, old, grad);
                    to_gates[..3].copy_from_slice(&found);
                    for (gate, lanes) in [found[0], found[1], to_part].iter().enumerate() {
                        put(*lanes, given.to_parts.pointer(gate_at(gate)), n);
                    }
                    direct = to_old;
                }
            }
            for (gate, lanes) in to_gates.iter().enumerate().take(n_gates) {
                put(*lanes, given.to_gates.pointer(gate_at(gate)), n);
            }
            put(direct, to_hidden, n);
        }
    }
}

/// Adds the products of a step's gradients and the weight to the gradient of its old state.
struct Back<'a, T> {
    layer: &'a Layer,
    given: &'a Backward<'a, T>,
    step: usize,
    rows: Range<usize>,
    panels: Range<usize>,
}

impl<T: Lanes> Kernel for Back<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let Layer { cell, batch, hidden, .. } = *self.layer;
        let (len, inner) = (<T::At<S> as Number>::LEN, self.layer.width());
        let places = self.layer.places(self.step);
        let grads = if cell == Cell::Gru { &self.given.to_parts } else { &self.given.to_gates };
        let width = MOST_REGISTERS * len;
        let mut sums = Sums::new();
        for panel in self.panels.clone() {
            let weights = &self.given.panels[panel * inner * width..][..inner * width];
            for rows in parts(self.rows.clone(), rows_of::<S>()) {
                let from = grads.pointer((places.gates * batch + rows.start) * inner);
                // SAFETY: the rows' gradients of this step are written, and nobody writes them now.
                unsafe {
                    let sizes = [rows.len(), inner, MOST_REGISTERS, MOST_REGISTERS];
                    multiply::<S, T>(sizes, from, inner, weights.as_ptr(), &mut sums);
                }
                for (at, row) in rows.enumerate() {
                    for (register, unit) in (panel * width..hidden.min((panel + 1) * width)).step_by(len).enumerate() {
                        let n = len.min(hidden - unit);
                        let to = self.given.to_hidden.pointer(row * hidden + unit);
                        let sum = &sums.0[(at * MOST_REGISTERS + register) * len..][..len];
                        // SAFETY: row and units are those of this task alone; sums stand in whole registers.
                        unsafe { put(get::<T::At<S>>(to, n).add(<T::At<S>>::load(sum.as_ptr())), to, n) };
                    }
                }
            }
        }
    }
}
