//! A row of the table: one elementwise operator.
use std::ops::Range;

use crate::expr::{Expr, Leaf, Test};

/// Which dtypes an operator takes and which it returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Numbers of any dtype; the result has the promoted dtype. `Row::boolean` says whether bool is a number here.
    Arithmetic,
    /// Floats; integers and bool are first converted to the default float dtype.
    Float,
    /// Floats; integers and bool are an error.
    FloatOnly,
    /// Floats; integers are returned unchanged.
    Rounding,
    /// First input a condition (bool, or numbers that are true unless zero); the result has the promoted dtype of the
    /// others.
    Select,
    /// Numbers of any dtype, compared in the promoted dtype; the result is bool.
    Comparison,
    /// A property of a float; integers and bool are converted first; the result is bool.
    Predicate,
    /// Truth of any dtype: everything but zero is true; the result is bool.
    Logical,
    /// Integers, and bool where `Row::boolean` says so; the result has the promoted dtype.
    Bitwise,
}

/// What an input may be.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// A tensor or a number, broadcast against the others and differentiated.
    Operand {
        /// Range that gradients are checked in.
        domain: Range<f64>,
    },
    /// A tensor that chooses; never differentiated.
    Condition,
    /// A number: takes no part in promotion and gets no gradient.
    Number {
        /// PyTorch's default.
        default: Option<f64>,
        /// Value that gradients are checked with.
        sample: f64,
    },
}

/// One input of a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Input {
    /// PyTorch's name for the argument; the first input is `x` here.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
}

/// What a row makes of complex numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Complex {
    /// They are an error.
    Refused,
    /// The value is an analytic function: its gradient is the formula's at the conjugate gradient, conjugated.
    Analytic,
    /// The value is real; its gradient is the formula's.
    Real,
    /// The value is complex but not analytic: its gradient is written by hand.
    Own,
}

/// What a row computes.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number.
    Expr(Expr),
    /// A condition.
    Test(Test),
}

/// One elementwise operator.
#[derive(Clone, Debug)]
pub struct Row {
    /// Name of the method, in snake case; PyTorch's where it has one.
    pub name: &'static str,
    /// Part of the table it stands in; names a generated file.
    pub section: &'static str,
    /// Dtypes.
    pub class: Class,
    /// Whether bool is taken as it is, in the classes `Arithmetic` and `Bitwise`.
    pub boolean: bool,
    /// What it makes of complex numbers.
    pub complex: Complex,
    /// Inputs, numbers last.
    pub inputs: Vec<Input>,
    /// The result.
    pub value: Value,
    /// One gradient for each input; none where that input has none.
    pub gradients: Vec<Option<Expr>>,
    /// Why no input has a gradient.
    pub no_grad: Option<&'static str>,
    /// Whether there is a twin that writes `self`.
    pub in_place: bool,
    /// PyTorch's overloads, as `name.overload`.
    pub aten: Vec<String>,
    /// One sentence.
    pub doc: &'static str,
    /// Text of the value, where the formula itself does not read well.
    pub formula: Option<&'static str>,
}

impl From<Expr> for Value {
    fn from(expr: Expr) -> Self {
        Self::Expr(expr)
    }
}

impl From<Leaf> for Value {
    fn from(leaf: Leaf) -> Self {
        Self::Expr(leaf.into())
    }
}

impl From<Test> for Value {
    fn from(test: Test) -> Self {
        Self::Test(test)
    }
}

impl Row {
    /// A row of one input, whose overload is `name.default`, with an in-place twin and no gradient yet.
    pub(crate) fn new(class: Class, name: &'static str, value: impl Into<Value>, doc: &'static str) -> Self {
        Self {
            name,
            section: "",
            class,
            boolean: false,
            complex: Complex::Refused,
            inputs: vec![Input { name: "x", kind: Kind::Operand { domain: -3.0..3.0 } }],
            value: value.into(),
            gradients: Vec::new(),
            no_grad: None,
            in_place: true,
            aten: vec![format!("{name}.default")],
            doc,
            formula: None,
        }
    }

    /// Adds an operand.
    pub(crate) fn with(mut self, name: &'static str) -> Self {
        self.inputs.push(Input { name, kind: Kind::Operand { domain: -3.0..3.0 } });
        self
    }

    /// Adds a number: its PyTorch default and the value to check with.
    pub(crate) fn number(mut self, name: &'static str, default: Option<f64>, sample: f64) -> Self {
        self.inputs.push(Input { name, kind: Kind::Number { default, sample } });
        self
    }

    /// Makes the first input the condition.
    pub(crate) fn chooses(mut self) -> Self {
        self.inputs[0] = Input { name: "condition", kind: Kind::Condition };
        self
    }

    /// Takes bool too.
    pub(crate) fn boolean(mut self) -> Self {
        self.boolean = true;
        self
    }

    /// Takes complex numbers too.
    pub(crate) fn complex(mut self, complex: Complex) -> Self {
        self.complex = complex;
        self
    }

    /// Takes complex numbers too, as an analytic function or a question.
    pub(crate) fn analytic(self) -> Self {
        self.complex(Complex::Analytic)
    }

    /// Ranges to check in, for the operands in order.
    pub(crate) fn over<const N: usize>(mut self, domains: [Range<f64>; N]) -> Self {
        let operands = self.inputs.iter_mut().filter_map(|input| match &mut input.kind {
            Kind::Operand { domain } => Some(domain),
            Kind::Condition | Kind::Number { .. } => None,
        });
        for (domain, given) in operands.zip(domains) {
            *domain = given;
        }
        self
    }

    /// The gradients, for the operands in order.
    pub(crate) fn gradient<const N: usize>(mut self, gradients: [Expr; N]) -> Self {
        let mut gradients = gradients.into_iter();
        self.gradients = self
            .inputs
            .iter()
            .map(|input| if matches!(input.kind, Kind::Operand { .. }) { gradients.next() } else { None })
            .collect();
        self
    }

    /// No input has a gradient.
    pub(crate) fn no_grad(mut self, why: &'static str) -> Self {
        self.no_grad = Some(why);
        self.gradients = vec![None; self.inputs.len()];
        self
    }

    /// PyTorch has no in-place form.
    pub(crate) fn new_only(mut self) -> Self {
        self.in_place = false;
        self
    }

    /// PyTorch's overloads, as `name.overload`.
    pub(crate) fn aten<const N: usize>(mut self, overloads: [&str; N]) -> Self {
        self.aten = overloads.map(str::to_owned).into();
        self
    }

    /// Text of the value.
    pub(crate) fn formula(mut self, formula: &'static str) -> Self {
        self.formula = Some(formula);
        self
    }

    /// Names of the inputs in order.
    pub fn input_names(&self) -> Vec<&'static str> {
        self.inputs.iter().map(|input| input.name).collect()
    }

    /// The value as text.
    pub fn value_text(&self) -> String {
        match (self.formula, &self.value) {
            (Some(text), _) => text.to_owned(),
            (None, Value::Expr(expr)) => crate::formula::expression(expr, &self.input_names()),
            (None, Value::Test(test)) => crate::formula::condition(test, &self.input_names()),
        }
    }
}
