//! A graph made ready to run: names turned into numbered slots, operators resolved, arguments bound.

use cresset_autograd::{DType, Tensor};

use crate::aten::{self, Bound, Overload, Value};

use super::arithmetic::Function;
use super::control::Control;

/// Steps in the order in which they run, over slots that hold the values of the graph's names.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) n_slots: usize,
    /// The slots of the graph's inputs; none for those that nothing reads.
    pub(super) inputs: Vec<Option<usize>>,
    /// Steps whose results are the same at every call.
    pub(super) constant_steps: Vec<Step>,
    pub(super) steps: Vec<Step>,
    pub(super) outputs: Vec<Feed>,
}

/// A node.
#[derive(Debug)]
pub(super) struct Step {
    /// Its name and target, for errors.
    pub(super) name: String,
    pub(super) work: Work,
    pub(super) results: Vec<Target>,
    /// Whether it is left out: counts of batches while evaluating.
    pub(super) skipped: bool,
}

#[derive(Debug)]
pub(super) enum Work {
    Call {
        overload: &'static Overload,
        template: Bound,
        fills: Vec<(usize, Fill)>,
        /// The dtype that floating tensors are brought to before, in a region of autocast.
        cast: Option<DType>,
    },
    Arithmetic {
        function: Function,
        arguments: Vec<Feed>,
    },
    /// Graphs of their own.
    Graphs {
        control: Control,
        plans: Vec<Plan>,
        arguments: Vec<Feed>,
    },
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub(super) enum Feed {
    Value(Value),
    /// A slot, which is left empty after the last reading.
    Slot {
        at: usize,
        last: bool,
    },
}

/// An argument that is known when the step runs.
#[derive(Debug)]
pub(super) enum Fill {
    One(Feed),
    Tensors(Vec<Feed>),
    OptionalTensors(Vec<Option<Feed>>),
    Ints(Vec<Feed>),
    Floats(Vec<Feed>),
    Bools(Vec<Feed>),
}

/// Where a result goes.
#[derive(Debug)]
pub(super) enum Target {
    Nowhere,
    Slot(usize),
    Slots(Vec<Option<usize>>),
}

impl Fill {
    fn feeds_mut(&mut self) -> Box<dyn DoubleEndedIterator<Item = &mut Feed> + '_> {
        match self {
            Fill::One(feed) => Box::new(std::iter::once(feed)),
            Fill::Tensors(feeds) | Fill::Ints(feeds) | Fill::Floats(feeds) | Fill::Bools(feeds) => {
                Box::new(feeds.iter_mut())
            }
            Fill::OptionalTensors(feeds) => Box::new(feeds.iter_mut().flatten()),
        }
    }

    fn feeds(&self) -> Vec<&Feed> {
        match self {
            Fill::One(feed) => vec![feed],
            Fill::Tensors(feeds) | Fill::Ints(feeds) | Fill::Floats(feeds) | Fill::Bools(feeds) => {
                feeds.iter().collect()
            }
            Fill::OptionalTensors(feeds) => feeds.iter().flatten().collect(),
        }
    }
}

impl Step {
    /// What the step reads, in the order in which it reads.
    fn feeds_mut(&mut self) -> Vec<&mut Feed> {
        match &mut self.work {
            Work::Call { fills, .. } => fills.iter_mut().flat_map(|(_, fill)| fill.feeds_mut()).collect(),
            Work::Arithmetic { arguments, .. } | Work::Graphs { arguments, .. } => arguments.iter_mut().collect(),
        }
    }

    /// The slots that the step reads.
    pub(super) fn reads(&self) -> Vec<usize> {
        let feeds: Vec<&Feed> = match &self.work {
            Work::Call { fills, .. } => fills.iter().flat_map(|(_, fill)| fill.feeds()).collect(),
            Work::Arithmetic { arguments, .. } | Work::Graphs { arguments, .. } => arguments.iter().collect(),
        };
        feeds.into_iter().filter_map(Feed::slot).collect()
    }

    /// The slots that the step fills.
    pub(super) fn writes(&self) -> Vec<usize> {
        let slots = self.results.iter().flat_map(|result| match result {
            Target::Nowhere => Vec::new(),
            Target::Slot(at) => vec![*at],
            Target::Slots(places) => places.iter().flatten().copied().collect(),
        });
        slots.collect()
    }
}

impl Feed {
    pub(super) fn slot(&self) -> Option<usize> {
        match self {
            Feed::Slot { at, .. } => Some(*at),
            Feed::Value(_) => None,
        }
    }
}

impl Plan {
    /// Marks where each slot is read last, and drops results that nothing reads.
    pub(super) fn mark_last_uses(&mut self) {
        let mut is_read = vec![false; self.n_slots];
        let mut read = |at: usize| is_read.get_mut(at).is_none_or(|seen| std::mem::replace(seen, true));
        for at in self.outputs.iter().filter_map(Feed::slot) {
            read(at);
        }
        let mut dropped = Vec::new();
        for step in self.steps.iter_mut().rev().chain(self.constant_steps.iter_mut().rev()) {
            for at in step.writes() {
                if !read(at) {
                    dropped.push(at);
                }
            }
            for feed in step.feeds_mut().into_iter().rev() {
                if let Feed::Slot { at, last } = feed {
                    *last = !read(*at);
                }
            }
        }
        let is_dropped = |at: &usize| dropped.contains(at);
        for result in self.steps.iter_mut().chain(&mut self.constant_steps).flat_map(|step| &mut step.results) {
            match result {
                Target::Slot(at) if is_dropped(at) => *result = Target::Nowhere,
                Target::Slots(places) => {
                    places
                        .iter_mut()
                        .filter(|place| place.as_ref().is_some_and(is_dropped))
                        .for_each(|place| *place = None);
                }
                _ => {}
            }
        }
        for input in &mut self.inputs {
            *input = input.filter(|&at| is_read.get(at).copied().unwrap_or(false));
        }
    }

    /// Takes out the steps that depend on nothing but `constants`, write nothing and draw no random numbers.
    pub(super) fn fold(&mut self, constants: &[usize]) {
        // What is written in place, and all that it may be a view of, is a new value at each call.
        let mut is_written = vec![false; self.n_slots];
        for step in self.steps.iter().rev() {
            let touched = step.writes().into_iter().any(|at| is_written.get(at).copied().unwrap_or(true));
            for at in step.reads() {
                if touched || step.writes_in_place() {
                    set(&mut is_written, at);
                }
            }
        }
        let mut is_constant = vec![false; self.n_slots];
        let unwritten = constants.iter().filter(|&&at| !is_written.get(at).copied().unwrap_or(true));
        unwritten.for_each(|&at| set(&mut is_constant, at));
        let (mut folded, mut kept) = (Vec::new(), Vec::new());
        for step in std::mem::take(&mut self.steps) {
            let reads_constants = step.reads().into_iter().all(|at| is_constant.get(at).copied().unwrap_or(false));
            let is_written = step.writes().into_iter().any(|at| is_written.get(at).copied().unwrap_or(true));
            if reads_constants && !is_written && step.is_pure() {
                step.writes().into_iter().for_each(|at| set(&mut is_constant, at));
                folded.push(step);
            } else {
                kept.push(step);
            }
        }
        (self.constant_steps, self.steps) = (folded, kept);
    }

    /// Lets views copy where strides do not fit. A decomposed program fixes views by the strides that PyTorch's kernels
    /// give their results, which are not always those of the kernels here. Nothing tells a copy from a view where
    /// nothing is written in place.
    pub(super) fn relax_views(&mut self) {
        let Some(view_or_copy) = aten::view_or_copy() else { return };
        if self.steps.iter().any(Step::writes_in_place) {
            return;
        }
        for step in &mut self.steps {
            if let Work::Call { overload, .. } = &mut step.work
                && overload.name() == "view.default"
            {
                *overload = view_or_copy;
            }
        }
    }

    /// Runs a function over every step, nested ones too.
    pub(super) fn each_step(&mut self, function: &mut dyn FnMut(&mut Step)) {
        for step in self.constant_steps.iter_mut().chain(&mut self.steps) {
            function(step);
            if let Work::Graphs { plans, .. } = &mut step.work {
                plans.iter_mut().for_each(|plan| plan.each_step(function));
            }
        }
    }
}

fn set(marks: &mut [bool], at: usize) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = true;
    }
}

/// Operators that draw random numbers, or may do so.
const RANDOM: [&str; 19] = [
    "alpha_dropout",
    "bernoulli",
    "cauchy",
    "dropout",
    "exponential",
    "feature_alpha_dropout",
    "feature_dropout",
    "geometric",
    "log_normal",
    "multinomial",
    "native_dropout",
    "normal",
    "poisson",
    "rand",
    "random",
    "rrelu",
    "rrelu_with_noise",
    "scaled_dot_product_attention",
    "uniform",
];

impl Step {
    /// Whether the step writes one of its arguments. A nested graph may.
    fn writes_in_place(&self) -> bool {
        match &self.work {
            // Where there is no graph, `detach_` does nothing.
            Work::Call { overload, .. } => {
                overload.name() != "detach_.default"
                    && overload.schema().parameters.iter().any(|parameter| parameter.written)
            }
            Work::Arithmetic { .. } => false,
            Work::Graphs { .. } => true,
        }
    }

    fn is_pure(&self) -> bool {
        let is_random = |operator: &str| {
            let name = operator.trim_end_matches("_like").trim_end_matches("_functional");
            RANDOM.contains(&name) || name.starts_with("rand")
        };
        match &self.work {
            Work::Call { overload, .. } => {
                !self.writes_in_place() && !self.results.is_empty() && !is_random(overload.schema().operator())
            }
            Work::Arithmetic { .. } => true,
            Work::Graphs { .. } => false,
        }
    }
}

/// The tensor of a value.
pub(super) fn tensor_of(value: Value) -> Option<Tensor> {
    match value {
        Value::Tensor(tensor) => Some(tensor),
        _ => None,
    }
}
