//! Formulas as values: an expression tree with the arithmetic operators of Rust.
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Sub};
use std::sync::Arc;

use crate::function::{Binary, Comparison, Predicate, Unary};

/// A formula over the inputs of a row, its output and its incoming gradient. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Expr(pub(crate) Arc<Node>);

/// One step of a formula.
#[derive(Clone, Debug)]
pub enum Node {
    /// A number.
    Constant(f64),
    /// A variable.
    Leaf(Leaf),
    /// A function of one argument.
    Unary(Unary, Expr),
    /// A function of two arguments.
    Binary(Binary, Expr, Expr),
    /// The first expression where the test holds, else the second.
    Select(Test, Expr, Expr),
    /// Another row applied to arguments, with its formula written out.
    Call {
        /// Name of the row.
        row: &'static str,
        /// Inputs of the row, in its order.
        arguments: Vec<Expr>,
        /// The row's value with the arguments in place.
        inlined: Expr,
    },
}

/// A variable of a formula.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Leaf {
    /// Input by position.
    Input(usize),
    /// The row's own result.
    Output,
    /// The incoming gradient.
    Grad,
}

/// First input: `self`.
pub const X: Leaf = Leaf::Input(0);
/// Second input.
pub const Y: Leaf = Leaf::Input(1);
/// Third input.
pub const Z: Leaf = Leaf::Input(2);
/// Fourth input.
pub const W: Leaf = Leaf::Input(3);
/// The row's result, for gradients.
pub const OUT: Leaf = Leaf::Output;
/// The incoming gradient.
pub const G: Leaf = Leaf::Grad;

/// A condition, for `select` and for rows that return booleans.
#[derive(Clone, Debug)]
pub struct Test(pub(crate) Arc<TestNode>);

/// One step of a condition.
#[derive(Clone, Debug)]
pub enum TestNode {
    /// Two numbers compared.
    Compare(Comparison, Expr, Expr),
    /// A property of one number.
    Holds(Predicate, Expr),
    /// Two conditions joined.
    Join(Connective, Test, Test),
    /// The opposite.
    Not(Test),
}

/// How two conditions are joined.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Connective {
    /// Both hold.
    And,
    /// At least one holds.
    Or,
    /// Exactly one holds.
    Xor,
}

impl Connective {
    /// Name as a function: `and`, `or`, `xor`.
    pub fn name(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Xor => "xor",
        }
    }

    /// Name of the row that computes it on tensors.
    pub fn row(self) -> &'static str {
        match self {
            Self::And => "logical_and",
            Self::Or => "logical_or",
            Self::Xor => "logical_xor",
        }
    }
}

impl Expr {
    pub(crate) fn new(node: Node) -> Self {
        Self(Arc::new(node))
    }

    /// The outermost step.
    pub fn node(&self) -> &Node {
        &self.0
    }
}

impl Test {
    pub(crate) fn new(node: TestNode) -> Self {
        Self(Arc::new(node))
    }

    /// The outermost step.
    pub fn node(&self) -> &TestNode {
        &self.0
    }
}

/// `if_true` where `test` holds, else `if_false`.
pub fn select(test: Test, if_true: impl Into<Expr>, if_false: impl Into<Expr>) -> Expr {
    Expr::new(Node::Select(test, if_true.into(), if_false.into()))
}

/// The row `row` applied to `arguments`; `inlined` is the same written out.
pub fn call<const N: usize>(row: &'static str, arguments: [Expr; N], inlined: Expr) -> Expr {
    Expr::new(Node::Call { row, arguments: arguments.into(), inlined })
}

impl From<f64> for Expr {
    fn from(value: f64) -> Self {
        Self::new(Node::Constant(value))
    }
}

impl From<Leaf> for Expr {
    fn from(leaf: Leaf) -> Self {
        Self::new(Node::Leaf(leaf))
    }
}

impl From<&Expr> for Expr {
    fn from(expr: &Expr) -> Self {
        expr.clone()
    }
}

macro_rules! operator {
    ($($operator:ident $method:ident)*) => {$(
        operator!(@left $operator $method: Expr, &Expr, Leaf);
        operator!(@number $operator $method: Expr, &Expr, Leaf);
    )*};
    (@left $operator:ident $method:ident: $($lhs:ty),*) => {$(
        impl<R: Into<Expr>> $operator<R> for $lhs {
            type Output = Expr;
            fn $method(self, rhs: R) -> Expr {
                Expr::new(Node::Binary(Binary::$operator, self.into(), rhs.into()))
            }
        }
    )*};
    (@number $operator:ident $method:ident: $($rhs:ty),*) => {$(
        impl $operator<$rhs> for f64 {
            type Output = Expr;
            fn $method(self, rhs: $rhs) -> Expr {
                Expr::new(Node::Binary(Binary::$operator, self.into(), rhs.into()))
            }
        }
    )*};
}
operator! { Add add Sub sub Mul mul Div div }

macro_rules! negation {
    ($($operand:ty),*) => {$(
        impl Neg for $operand {
            type Output = Expr;
            fn neg(self) -> Expr {
                Expr::new(Node::Unary(Unary::Neg, self.into()))
            }
        }
    )*};
}
negation!(Expr, &Expr, Leaf);

macro_rules! connective {
    ($($connective:ident $operator:ident $method:ident)*) => {$(
        impl $operator for Test {
            type Output = Test;
            fn $method(self, rhs: Test) -> Test {
                Test::new(TestNode::Join(Connective::$connective, self, rhs))
            }
        }
    )*};
}
connective! { And BitAnd bitand Or BitOr bitor Xor BitXor bitxor }

impl Not for Test {
    type Output = Test;
    fn not(self) -> Test {
        Test::new(TestNode::Not(self))
    }
}
