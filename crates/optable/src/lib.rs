//! Cresset's table of operators: one row each, as typed values that a code generator or a compiler can read.
//!
//! [`rows`] are the elementwise operators: value and gradients are formulas ([`Expr`]). [`methods`] are all others:
//! a signature and sample calls. [`rules`] are the steps of optimisers. [`aten`] holds PyTorch's schemas of both. [`Program`] lists the steps of a formula and evaluates it in f64.
#![forbid(unsafe_code)]

pub mod aten;
mod autocast;
mod expr;
pub mod formula;
pub mod function;
mod method;
mod methods;
mod program;
mod row;
mod rule;
mod rules;
pub mod special;
mod table;

pub use autocast::{Cast, cast};
pub use expr::{Connective, Expr, G, Leaf, Node, OUT, Test, TestNode, W, X, Y, Z, call, select};
pub use method::{Argument, ArgumentKind, Literal, Method, Returns, Sample};
pub use methods::methods;
pub use program::{Calls, Point, Program, Step};
pub use row::{Class, Complex, Input, Kind, Row, Value};
pub use rule::{GRAD, PARAM, ROUNDED, Rule, STEP};
pub use rules::rules;
pub use table::rows;
