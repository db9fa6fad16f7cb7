//! Checks the inputs of a call against the sizes that the program was exported for.

use std::collections::{BTreeMap, HashMap};

use cresset_autograd::{Error, Result};

use crate::aten::Value;

use super::describe::Bounds;
use super::file::{Range, Size};
use super::symbols::Expression;
use crate::unique::Unique;

/// What an input of a call must be.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// A tensor of these sizes.
    Tensor(Vec<Expression>),
    /// A number.
    Number(Expression),
    /// A value that the export has fixed; what a call gives is not looked at.
    Fixed(Value),
}

/// The range of each symbol.
#[derive(Debug, Default)]
pub(super) struct Ranges(pub(super) BTreeMap<String, Bounds>);

impl Ranges {
    pub(super) fn new(ranges: &Unique<Range>) -> Ranges {
        // PyTorch writes no number, or one of the two largest, where there is no bound.
        let number =
            |value: &serde_json::Value| value.as_i64().filter(|bound| bound.unsigned_abs() < i64::MAX as u64 - 1);
        let bounds = |range: &Range| Bounds { least: number(&range.min_val), most: number(&range.max_val) };
        Ranges(ranges.0.iter().map(|(name, range)| (name.clone(), bounds(range))).collect())
    }
}

/// The expression of a size in the file.
pub(super) fn expression(size: &Size) -> Expression {
    match size {
        Size::AsInt(value) => Expression::Number(*value),
        Size::AsExpr { expr_str } => Expression::parse(expr_str),
    }
}

/// Refuses inputs of other sizes than the program takes.
pub(super) fn check(expected: &[Expected], given: &[Value], ranges: &Ranges) -> Result<()> {
    let mut bound: HashMap<String, i64> = HashMap::new();
    let mut later: Vec<(&Expected, &Expression, i64)> = Vec::new();
    for (input, value) in expected.iter().zip(given) {
        match (&input.kind, value) {
            (Kind::Tensor(sizes), Value::Tensor(tensor)) => {
                if tensor.dim() != sizes.len() {
                    let found = [("input", tensor.sizes())];
                    let remedy = "give a tensor of as many dims as the program was exported with";
                    return Err(Error::shape("program", "an input has another number of dims", &found, remedy));
                }
                for (size, &found) in sizes.iter().zip(tensor.sizes()) {
                    bind(input, size, found as i64, &mut bound, &mut later, ranges)?;
                }
            }
            (Kind::Number(size), Value::Int(found)) => bind(input, size, *found, &mut bound, &mut later, ranges)?,
            (Kind::Number(_), Value::Float(_) | Value::Bool(_)) | (Kind::Fixed(_), _) => {}
            (_, value) => {
                let found = format_args!("{} = {value}", input.name);
                return Err(Error::graph(
                    "program",
                    "an input of another kind",
                    found,
                    "give what the export was given",
                ));
            }
        }
    }
    for (input, size, found) in later {
        if let Some(wanted) = size.value(&bound).filter(|&wanted| wanted != found) {
            return Err(other_size(input, found, &wanted.to_string()));
        }
    }
    Ok(())
}

fn bind<'a>(
    input: &'a Expected,
    size: &'a Expression,
    found: i64,
    bound: &mut HashMap<String, i64>,
    later: &mut Vec<(&'a Expected, &'a Expression, i64)>,
    ranges: &Ranges,
) -> Result<()> {
    match size {
        Expression::Number(wanted) if *wanted != found => Err(other_size(input, found, &wanted.to_string())),
        Expression::Number(_) | Expression::Unknown => Ok(()),
        Expression::Symbol(name) => {
            if let Some(&wanted) = bound.get(name) {
                return if wanted == found {
                    Ok(())
                } else {
                    Err(other_size(input, found, &format!("{name} = {wanted}")))
                };
            }
            if let Some(bounds) = ranges.0.get(name).filter(|bounds| !bounds.contain(found)) {
                return Err(other_size(input, found, &format!("{name} {bounds}")));
            }
            bound.insert(name.clone(), found);
            Ok(())
        }
        Expression::Apply(..) => {
            later.push((input, size, found));
            Ok(())
        }
    }
}

#[cold]
fn other_size(input: &Expected, found: i64, wanted: &str) -> Error {
    let subject = format_args!("{} has {found}, the program wants {wanted}", input.name);
    Error::graph("program", "an input of another size", subject, "export it with dynamic sizes or give this one")
}
