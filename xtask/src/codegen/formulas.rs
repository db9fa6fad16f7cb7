//! Formulas as Rust: over lanes of numbers for kernels, over tensors for gradients of gradients.
use cresset_optable::function::{Binary, Unary};
use cresset_optable::{Calls, Expr, Kind, Leaf, Program, Row, Step, Value};

/// A number as a literal; constants of the standard library by name, as clippy wants.
pub fn number(value: f64) -> String {
    use std::f64::consts;
    let named = [
        (consts::PI, "PI"),
        (consts::LN_2, "LN_2"),
        (consts::LN_10, "LN_10"),
        (consts::SQRT_2, "SQRT_2"),
        (consts::FRAC_1_SQRT_2, "FRAC_1_SQRT_2"),
        (consts::FRAC_2_SQRT_PI, "FRAC_2_SQRT_PI"),
    ];
    let sign = if value < 0.0 { "-" } else { "" };
    match named.iter().find(|(constant, _)| *constant == value.abs()) {
        Some((_, name)) => format!("{sign}std::f64::consts::{name}"),
        None if value.is_nan() => "f64::NAN".to_owned(),
        None if value.is_infinite() => format!("{sign}f64::INFINITY"),
        None => format!("{value:?}"),
    }
}

/// The steps of a value, with called rows written out.
pub fn value_program(row: &Row) -> Program {
    match &row.value {
        Value::Expr(expr) => Program::of_expr(expr, Calls::Inline),
        Value::Test(test) => Program::of_test(test, Calls::Inline),
    }
}

/// The variables that a body takes, in order: gradient, result, inputs.
pub fn variables(row: &Row, program: &Program) -> Vec<Leaf> {
    let inputs = (0..row.inputs.len()).map(Leaf::Input);
    [Leaf::Grad, Leaf::Output].into_iter().chain(inputs).filter(|leaf| program.mentions(*leaf)).collect()
}

/// The inputs of a gradient's kernel, in order: the incoming gradient is always there.
pub fn gradient_leaves(row: &Row, program: &Program) -> Vec<Leaf> {
    let mut leaves = variables(row, program);
    if !leaves.contains(&Leaf::Grad) {
        leaves.insert(0, Leaf::Grad);
    }
    leaves
}

/// Whether a gradient is the incoming one as it is, which needs no kernel.
pub fn is_passed_on(row: &Row, gradient: &Expr) -> bool {
    cresset_optable::formula::expression(gradient, &row.input_names()) == "g"
}

/// Name of a variable in a body.
pub fn variable(row: &Row, leaf: Leaf) -> &'static str {
    match leaf {
        Leaf::Input(position) => row.inputs[position].name,
        Leaf::Output => "out",
        Leaf::Grad => "g",
    }
}

/// The text of each step in order. A shared one becomes a line before, under a name.
pub fn texts(
    program: &Program,
    keyword: &str,
    shared: impl Fn(usize) -> bool,
    text: impl Fn(usize, &[String]) -> Option<String>,
) -> Option<(String, Vec<String>)> {
    let (mut lines, mut n_shared) = (String::new(), 0);
    let mut texts: Vec<String> = Vec::with_capacity(program.steps().len());
    for step in 0..program.steps().len() {
        let mut found = text(step, &texts)?;
        if shared(step) {
            let name = format!("s{n_shared}");
            lines += &format!("{keyword} {name} = {found};\n");
            (found, n_shared) = (name, n_shared + 1);
        }
        texts.push(found);
    }
    Some((lines, texts))
}

/// Whether a step is neither a number nor a variable, which need no name.
pub fn computes(step: &Step) -> bool {
    !matches!(step, Step::Constant(_) | Step::Leaf(_))
}

/// Which products are rounded once with a sum that alone reads them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fused {
    No,
    /// The left operand.
    Left,
    /// The left operand, else the right.
    Any,
}

impl Fused {
    /// Factors and addend, where a sum is a fused multiply-add.
    pub fn of(self, program: &Program, uses: &[usize], step: usize) -> Option<[usize; 3]> {
        let Step::Binary(Binary::Add, x, y) = program.steps()[step] else { return None };
        let product = |step: usize| match program.steps()[step] {
            Step::Binary(Binary::Mul, a, b) if uses[step] == 1 => Some([a, b]),
            _ => None,
        };
        let left = product(x).filter(|_| self != Fused::No).map(|[a, b]| [a, b, y]);
        left.or_else(|| product(y).filter(|_| self == Fused::Any).map(|[a, b]| [a, b, x]))
    }
}

/// Body of a formula over lanes.
pub fn lanes(row: &Row, program: &Program, fused: Fused) -> String {
    let uses = program.uses();
    let shared = |step: usize| uses[step] > 1 && computes(&program.steps()[step]);
    let text = |step: usize, texts: &[String]| {
        let fused = fused.of(program, &uses, step);
        Some(lane(&program.steps()[step], fused, texts, &|leaf| variable(row, leaf).to_owned()))
    };
    let (lines, mut texts) = texts(program, "let", shared, text).unwrap_or_default();
    lines + &texts.pop().unwrap_or_default()
}

/// One step over lanes, from the texts of those before it.
pub fn lane(step: &Step, fused: Option<[usize; 3]>, texts: &[String], variable: &dyn Fn(Leaf) -> String) -> String {
    if let Some([a, b, c]) = fused {
        return format!("{}.mul_add({}, {})", texts[a], texts[b], texts[c]);
    }
    match step {
        Step::Constant(bits) => format!("V::constant({})", number(f64::from_bits(*bits))),
        Step::Leaf(leaf) => variable(*leaf),
        Step::Unary(function, x) => format!("{}.{}()", texts[*x], function.name()),
        Step::Binary(function, x, y) => format!("{}.{}({})", texts[*x], function.name(), texts[*y]),
        Step::Compare(comparison, x, y) => format!("{}.{}({})", texts[*x], comparison.name(), texts[*y]),
        Step::Holds(predicate, x) => format!("{}.{}()", texts[*x], predicate.name()),
        Step::Join(connective, x, y) => format!("{}.{}({})", texts[*x], connective.name(), texts[*y]),
        Step::Not(x) => format!("{}.not()", texts[*x]),
        Step::Select(test, x, y) => format!("V::select({}, {}, {})", texts[*test], texts[*x], texts[*y]),
        Step::Call(row, _) => format!("{row}()"),
    }
}

/// A formula over tensors being written; steps that are read more than once get a name.
struct Writer<'a> {
    row: &'a Row,
    program: &'a Program,
    names: Vec<Option<String>>,
}

/// Body of a gradient over tensors: an expression of type `Result<Tensor>` in terms of `at`.
pub fn tensors(row: &Row, gradient: &Expr) -> String {
    let program = Program::of_expr(gradient, Calls::Keep);
    let (uses, last) = (program.uses(), program.steps().len() - 1);
    let mut writer = Writer { row, program: &program, names: vec![None; last + 1] };
    let mut lines = String::new();
    for (step, &n_uses) in uses.iter().enumerate().take(last) {
        let is_leaf = matches!(program.steps()[step], Step::Leaf(_));
        if n_uses > 1 && !is_leaf && writer.scalar(step).is_none() {
            let name = format!("s{}", writer.names.iter().flatten().count());
            lines += &format!("let {name} = {}?;\n", writer.tensor(step));
            writer.names[step] = Some(name);
        }
    }
    lines + &writer.tensor(last)
}

impl Writer<'_> {
    /// The step as an f64, if only numbers enter it.
    fn scalar(&self, step: usize) -> Option<String> {
        match &self.program.steps()[step] {
            Step::Constant(bits) => Some(number(f64::from_bits(*bits))),
            Step::Leaf(Leaf::Input(position)) if matches!(self.row.inputs[*position].kind, Kind::Number { .. }) => {
                Some(format!("at.number({position})"))
            }
            Step::Unary(Unary::Neg, x) => Some(format!("-{}", self.enclosed(*x)?)),
            Step::Binary(function, x, y) => {
                let symbol = match function {
                    Binary::Add => "+",
                    Binary::Sub => "-",
                    Binary::Mul => "*",
                    Binary::Div => "/",
                    _ => return None,
                };
                Some(format!("{} {symbol} {}", self.enclosed(*x)?, self.enclosed(*y)?))
            }
            _ => None,
        }
    }

    /// A scalar as an operand.
    fn enclosed(&self, step: usize) -> Option<String> {
        let text = self.scalar(step)?;
        Some(if text.contains(' ') { format!("({text})") } else { text })
    }

    /// The step as what a method is called on.
    fn receiver(&self, step: usize) -> String {
        match (&self.names[step], &self.program.steps()[step], self.scalar(step)) {
            (Some(name), ..) => name.clone(),
            (_, _, Some(scalar)) => format!("at.full({})?", scalar),
            (_, Step::Leaf(Leaf::Grad), _) => "at.grad()".to_owned(),
            (_, Step::Leaf(Leaf::Output), _) => "at.output()".to_owned(),
            (_, Step::Leaf(Leaf::Input(position)), _) => format!("at.tensor({position})?"),
            _ => format!("{}?", self.tensor(step)),
        }
    }

    /// The step as an argument.
    fn operand(&self, step: usize) -> String {
        match (&self.names[step], &self.program.steps()[step], self.scalar(step)) {
            (Some(name), ..) => format!("&{name}"),
            (_, _, Some(scalar)) => scalar,
            (_, Step::Leaf(Leaf::Grad), _) => "at.grad()".to_owned(),
            (_, Step::Leaf(Leaf::Output), _) => "at.output()".to_owned(),
            (_, Step::Leaf(Leaf::Input(position)), _) => format!("at.input({position})"),
            _ => format!("&{}?", self.tensor(step)),
        }
    }

    /// The step as a `Result<Tensor>`.
    fn tensor(&self, step: usize) -> String {
        let call = |receiver: usize, row: &str, arguments: &[usize]| {
            let arguments: Vec<String> = arguments.iter().map(|argument| self.operand(*argument)).collect();
            format!("{}.try_{row}({})", self.receiver(receiver), arguments.join(", "))
        };
        // The first input is always a tensor; the others may be numbers, and those are better arguments than receivers.
        let lesser = |lhs: usize, rhs: usize| match self.program.steps()[lhs] {
            Step::Leaf(Leaf::Input(position)) => position > 0 && self.scalar(rhs).is_none(),
            _ => self.scalar(lhs).is_some(),
        };
        match &self.program.steps()[step] {
            Step::Constant(_) => format!("at.full({})", self.scalar(step).unwrap_or_default()),
            Step::Leaf(_) => format!("Ok({}.clone())", self.receiver(step)),
            Step::Unary(function, x) => call(*x, function.row(), &[]),
            Step::Binary(function @ (Binary::Add | Binary::Mul), x, y) if lesser(*x, *y) => {
                call(*y, function.row(), &[*x])
            }
            Step::Binary(Binary::Sub, x, y) if lesser(*x, *y) => call(*y, "rsub", &[*x]),
            Step::Binary(Binary::Div, x, y) if self.scalar(*x).is_some() => {
                format!("{}.try_reciprocal()?.try_mul({})", self.receiver(*y), self.operand(*x))
            }
            Step::Binary(function, x, y) => call(*x, function.row(), &[*y]),
            Step::Compare(comparison, x, y) => call(*x, comparison.row(), &[*y]),
            Step::Holds(predicate, x) => call(*x, predicate.row(), &[]),
            Step::Join(connective, x, y) => call(*x, connective.row(), &[*y]),
            Step::Not(x) => call(*x, "logical_not", &[]),
            Step::Select(test, x, y) => call(*test, "where_self", &[*x, *y]),
            Step::Call(row, arguments) => call(arguments[0], row, &arguments[1..]),
        }
    }
}
