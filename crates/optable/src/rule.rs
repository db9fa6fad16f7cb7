//! A rule: what an optimiser's step does to each element of a parameter.
use crate::expr::{Expr, Leaf, call};

/// The parameter's element.
pub const PARAM: Leaf = Leaf::Input(0);
/// The gradient's element.
pub const GRAD: Leaf = Leaf::Input(1);
/// The number of the step; the first is 1.
pub const STEP: Leaf = Leaf::Input(2);
/// Where the inputs of one rule's own begin.
const OWN: usize = 3;

/// Name of the call that rounds a number to the dtype of the elements.
pub const ROUNDED: &str = "rounded";

/// A number that all elements share, in their dtype: what follows from it is computed there too, as PyTorch's kernels do.
pub(crate) fn rounded(number: &Expr) -> Expr {
    call(ROUNDED, [number.clone()], number.clone())
}

/// The elementwise rule of an optimiser.
///
/// Its inputs are [`PARAM`], [`GRAD`], [`STEP`], the states, the options and the flags. What follows from the step, the
/// options and the flags alone is computed once for a parameter, in f64.
///
/// # Numerics
/// A product that stands left in a sum of elements is rounded once with it, any other by itself. So the order of terms
/// says where PyTorch's kernels use a fused multiply-add.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Name in snake case.
    pub name: &'static str,
    /// What is kept of each element between steps.
    pub states: Vec<&'static str>,
    /// Numbers that the optimiser gives.
    pub options: Vec<&'static str>,
    /// Options that are set or not; in formulas 1 or 0.
    pub flags: Vec<&'static str>,
    /// The new element of the parameter, then of each state.
    pub updates: Vec<Expr>,
    /// One sentence.
    pub doc: &'static str,
}

impl Rule {
    /// A rule of these states, options and flags, whose leaves the formulas are written with.
    pub(crate) fn new<const S: usize, const O: usize, const F: usize>(
        name: &'static str,
        doc: &'static str,
        (states, options, flags): ([&'static str; S], [&'static str; O], [&'static str; F]),
        updates: impl FnOnce([Leaf; S], [Leaf; O], [Leaf; F]) -> Vec<Expr>,
    ) -> Self {
        let leaf = |from: usize| move |at: usize| Leaf::Input(OWN + from + at);
        let updates =
            updates(std::array::from_fn(leaf(0)), std::array::from_fn(leaf(S)), std::array::from_fn(leaf(S + O)));
        Self { name, states: states.into(), options: options.into(), flags: flags.into(), updates, doc }
    }

    /// The variables that differ from element to element, as a kernel has them: parameter, gradient, states.
    pub fn elements(&self) -> Vec<Leaf> {
        [PARAM, GRAD].into_iter().chain((0..self.states.len()).map(|at| Leaf::Input(OWN + at))).collect()
    }

    /// The variables that all elements share: options, flags, the step.
    pub fn numbers(&self) -> Vec<Leaf> {
        let first = OWN + self.states.len();
        let given = self.options.len() + self.flags.len();
        (first..first + given).map(Leaf::Input).chain([STEP]).collect()
    }

    /// Names of all inputs, by position.
    pub fn input_names(&self) -> Vec<&'static str> {
        ["param", "grad", "step"].iter().chain(&self.states).chain(&self.options).chain(&self.flags).copied().collect()
    }
}
