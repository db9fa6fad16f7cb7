//! The formulas of elementwise operators as CUDA C: `crates/ops/src/generated/kernels.rs`.
use cresset_optable::function::{Binary, Comparison, Unary};
use cresset_optable::{Calls, Connective, Expr, Leaf, Program, Row, Step};

use super::formulas::{computes, gradient_leaves, is_passed_on, texts, value_program};
use super::{Files, header};

/// Functions of `crates/ops/src/cuda/special.cu`, which only the texts that use them contain; all others are in
/// `prelude.cu`.
const SPECIAL: [Unary; 7] = [Unary::Erfcx, Unary::Erfinv, Unary::Digamma, Unary::I0, Unary::I0e, Unary::I1, Unary::I1e];

pub fn write(rows: &[Row], files: &mut Files) {
    let entries: String = rows.iter().map(entry).collect();
    let text = format!(
        "{header}use crate::cuda::Formulas;

        /// The formulas of each row, in the order of the operators; none for what has to go through the CPU.
        pub(crate) static FORMULAS: [Formulas; {count}] = [{entries}];",
        header = header("Elementwise operators as CUDA C."),
        count = rows.len(),
    );
    files.insert("crates/ops/src/generated/kernels.rs".to_owned(), text);
}

fn inputs(row: &Row) -> Vec<Leaf> {
    (0..row.inputs.len()).map(Leaf::Input).collect()
}

fn entry(row: &Row) -> String {
    let gradient = |gradient: &Option<Expr>| match gradient {
        Some(gradient) if !is_passed_on(row, gradient) => {
            let program = Program::of_expr(gradient, Calls::Inline);
            body(&program, &gradient_leaves(row, &program))
        }
        _ => None,
    };
    let gradients: Vec<String> = row.gradients.iter().map(|formula| format!("{:?}", gradient(formula))).collect();
    let program = value_program(row);
    format!(
        "// {}\nFormulas {{ value: {:?}, whole: {}, gradients: &[{}] }},\n",
        row.name,
        body(&program, &inputs(row)),
        program.steps().iter().all(is_whole),
        gradients.join(", ")
    )
}

/// Whether a step of whole numbers is a whole number, computed as it stands.
fn is_whole(step: &Step) -> bool {
    match step {
        Step::Constant(bits) => f64::from_bits(*bits).fract() == 0.0,
        Step::Unary(function, _) => matches!(function, Unary::Abs | Unary::Neg | Unary::Sign | Unary::BitNot),
        Step::Binary(function, ..) => {
            !matches!(function, Binary::Div | Binary::Pow | Binary::Atan2 | Binary::Copysign | Binary::Hypot)
        }
        Step::Holds(..) => false,
        _ => true,
    }
}

/// The body of a C function of `x0`, `x1`, ... of type `C`; none where a function has no twin.
fn body(program: &Program, leaves: &[Leaf]) -> Option<String> {
    let uses = program.uses();
    let variable = |leaf: Leaf| Some(format!("x{}", leaves.iter().position(|found| *found == leaf)?));
    let shared = |step: usize| uses[step] > 1 && computes(&program.steps()[step]);
    let text = |step: usize, texts: &[String]| c_step(&program.steps()[step], texts, &variable);
    let (lines, texts) = texts(program, "auto", shared, text)?;
    Some(format!("{}return {};", lines.replace('\n', " "), texts.last()?))
}

/// One step in C, from the texts of those before it.
pub fn c_step(step: &Step, texts: &[String], variable: &dyn Fn(Leaf) -> Option<String>) -> Option<String> {
    let infix = |symbol: &str, x: &usize, y: &usize| format!("({} {symbol} {})", texts[*x], texts[*y]);
    Some(match step {
        Step::Constant(bits) => constant(f64::from_bits(*bits)),
        Step::Leaf(leaf) => variable(*leaf)?,
        Step::Unary(Unary::Neg, x) => format!("(-{})", texts[*x]),
        Step::Unary(function, x) if SPECIAL.contains(function) => {
            format!("special::{}({})", function.name(), texts[*x])
        }
        Step::Unary(function, x) => format!("f::{}({})", function.name(), texts[*x]),
        Step::Binary(function, x, y) => match arithmetic(*function) {
            Some(symbol) => infix(symbol, x, y),
            None => format!("f::{}<C>({}, {})", function.name(), texts[*x], texts[*y]),
        },
        Step::Compare(comparison, x, y) => infix(compared(*comparison), x, y),
        Step::Holds(predicate, x) => format!("f::{}({})", predicate.name(), texts[*x]),
        Step::Join(connective, x, y) => infix(joined(*connective), x, y),
        Step::Not(x) => format!("!{}", texts[*x]),
        Step::Select(test, x, y) => format!("({} ? {} : {})", texts[*test], texts[*x], texts[*y]),
        Step::Call(..) => return None,
    })
}

/// The operator of C and of Rust, where a function has one.
pub fn arithmetic(function: Binary) -> Option<&'static str> {
    match function {
        Binary::Add => Some("+"),
        Binary::Sub => Some("-"),
        Binary::Mul => Some("*"),
        Binary::Div => Some("/"),
        _ => None,
    }
}

/// The operator of C and of Rust.
pub fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

/// The operator of C and of Rust.
pub fn joined(connective: Connective) -> &'static str {
    match connective {
        Connective::And => "&&",
        Connective::Or => "||",
        Connective::Xor => "!=",
    }
}

fn constant(value: f64) -> String {
    match value {
        value if value.is_nan() => "f::nan<C>()".to_owned(),
        value if value.is_infinite() => format!("{}f::infinity<C>()", if value < 0.0 { "-" } else { "" }),
        value => format!("C({value:?})"),
    }
}
