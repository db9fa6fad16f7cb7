//! A formula as a list of steps in which nothing is computed twice: what code is generated from and what is evaluated.
use std::collections::HashMap;

use crate::expr::{Connective, Expr, Leaf, Node, Test, TestNode};
use crate::function::{Binary, Comparison, Predicate, Unary};

/// One step; a number in it is the position of an earlier step.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// A number, by its bits.
    Constant(u64),
    /// A variable.
    Leaf(Leaf),
    /// A function of one argument.
    Unary(Unary, usize),
    /// A function of two arguments.
    Binary(Binary, usize, usize),
    /// Two numbers compared.
    Compare(Comparison, usize, usize),
    /// A property of one number.
    Holds(Predicate, usize),
    /// Two conditions joined.
    Join(Connective, usize, usize),
    /// The opposite of a condition.
    Not(usize),
    /// Condition, value where it holds, value elsewhere.
    Select(usize, usize, usize),
    /// Another row.
    Call(&'static str, Vec<usize>),
}

impl Step {
    /// The steps this one reads.
    pub fn operands(&self) -> Vec<usize> {
        match self {
            Self::Constant(_) | Self::Leaf(_) => vec![],
            Self::Unary(_, x) | Self::Holds(_, x) | Self::Not(x) => vec![*x],
            Self::Binary(_, x, y) | Self::Compare(_, x, y) | Self::Join(_, x, y) => vec![*x, *y],
            Self::Select(test, x, y) => vec![*test, *x, *y],
            Self::Call(_, arguments) => arguments.clone(),
        }
    }
}

/// Whether rows inside a formula stay calls or are written out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Calls {
    /// One step per call: for code on tensors.
    Keep,
    /// The called row's own steps: for bodies and values.
    Inline,
}

/// The steps of one formula; the last is its result.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Vec<Step>,
    calls: Calls,
    positions: HashMap<Step, usize>,
    // Shared parts are met once per pointer: without it a formula of n shared halves takes 2^n visits.
    visited: HashMap<usize, usize>,
}

/// Values of the variables of a formula.
#[derive(Clone, Copy, Debug)]
pub struct Point<'a> {
    /// Inputs in order.
    pub inputs: &'a [f64],
    /// The row's result.
    pub out: f64,
    /// The incoming gradient.
    pub grad: f64,
}

impl Program {
    /// Steps of a number.
    pub fn of_expr(expr: &Expr, calls: Calls) -> Self {
        let mut program = Self::empty(calls);
        program.add_expr(expr);
        program
    }

    /// Steps of a condition.
    pub fn of_test(test: &Test, calls: Calls) -> Self {
        let mut program = Self::empty(calls);
        program.add_test(test);
        program
    }

    /// Steps of several numbers, which share what they have alike, and the position of each.
    pub fn of_exprs(exprs: &[Expr], calls: Calls) -> (Self, Vec<usize>) {
        let mut program = Self::empty(calls);
        let positions = exprs.iter().map(|expr| program.add_expr(expr)).collect();
        (program, positions)
    }

    /// The steps, operands before their users.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether a variable occurs.
    pub fn mentions(&self, leaf: Leaf) -> bool {
        self.steps.contains(&Step::Leaf(leaf))
    }

    /// How many steps read each step.
    pub fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0; self.steps.len()];
        for operand in self.steps.iter().flat_map(Step::operands) {
            uses[operand] += 1;
        }
        uses
    }

    /// Value at a point; conditions are 1 or 0. Calls must have been written out: a call counts as NaN.
    pub fn evaluate(&self, at: Point<'_>) -> f64 {
        let mut values: Vec<f64> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let value = match *step {
                Step::Constant(bits) => f64::from_bits(bits),
                Step::Leaf(Leaf::Input(position)) => at.inputs.get(position).copied().unwrap_or(f64::NAN),
                Step::Leaf(Leaf::Output) => at.out,
                Step::Leaf(Leaf::Grad) => at.grad,
                Step::Unary(function, x) => function.value()(values[x]),
                Step::Binary(function, x, y) => function.value()(values[x], values[y]),
                Step::Compare(comparison, x, y) => f64::from(comparison.value()(values[x], values[y])),
                Step::Holds(predicate, x) => f64::from(predicate.value()(values[x])),
                Step::Join(Connective::And, x, y) => values[x] * values[y],
                Step::Join(Connective::Or, x, y) => values[x].max(values[y]),
                Step::Join(Connective::Xor, x, y) => f64::from(values[x] != values[y]),
                Step::Not(x) => 1.0 - values[x],
                Step::Select(test, x, y) => values[if values[test] == 1.0 { x } else { y }],
                Step::Call(..) => f64::NAN,
            };
            values.push(value);
        }
        values.last().copied().unwrap_or(f64::NAN)
    }

    fn empty(calls: Calls) -> Self {
        Self { steps: Vec::new(), calls, positions: HashMap::new(), visited: HashMap::new() }
    }

    fn add(&mut self, step: Step) -> usize {
        let next = self.steps.len();
        let position = *self.positions.entry(step.clone()).or_insert(next);
        if position == next {
            self.steps.push(step);
        }
        position
    }

    fn add_expr(&mut self, expr: &Expr) -> usize {
        let address = std::ptr::from_ref(expr.node()).addr();
        if let Some(&position) = self.visited.get(&address) {
            return position;
        }
        let step = match expr.node() {
            Node::Constant(value) => Step::Constant(value.to_bits()),
            Node::Leaf(leaf) => Step::Leaf(*leaf),
            Node::Unary(function, x) => Step::Unary(*function, self.add_expr(x)),
            Node::Binary(function, x, y) => Step::Binary(*function, self.add_expr(x), self.add_expr(y)),
            Node::Select(test, x, y) => Step::Select(self.add_test(test), self.add_expr(x), self.add_expr(y)),
            Node::Call { inlined, .. } if self.calls == Calls::Inline => return self.add_expr(inlined),
            Node::Call { row, arguments, .. } => {
                Step::Call(row, arguments.iter().map(|argument| self.add_expr(argument)).collect())
            }
        };
        let position = self.add(step);
        self.visited.insert(address, position);
        position
    }

    fn add_test(&mut self, test: &Test) -> usize {
        let step = match test.node() {
            TestNode::Compare(comparison, x, y) => Step::Compare(*comparison, self.add_expr(x), self.add_expr(y)),
            TestNode::Holds(predicate, x) => Step::Holds(*predicate, self.add_expr(x)),
            TestNode::Join(connective, x, y) => Step::Join(*connective, self.add_test(x), self.add_test(y)),
            TestNode::Not(x) => Step::Not(self.add_test(x)),
        };
        self.add(step)
    }
}
