//! Symbolic sizes of a program's inputs: read from sympy's `srepr`, bound and checked at each call.

use std::collections::HashMap;
use std::fmt;

use crate::aten::Value;

use super::arithmetic::Function;

/// Expressions may be nested so deep.
const MOST_DEEP: usize = 32;

/// A size as an expression of symbols.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Number(i64),
    Symbol(String),
    Apply(Function, Vec<Expression>),
    /// One that is not understood: any size fits.
    Unknown,
}

impl Expression {
    /// Reads `Add(Symbol('s0', integer=True), Integer(1))`.
    pub(super) fn parse(text: &str) -> Expression {
        let mut reader = Reader { rest: text.trim() };
        let found = reader.expression(0);
        found.filter(|_| reader.rest.is_empty()).unwrap_or(Expression::Unknown)
    }

    /// The value, where all symbols are bound.
    pub(super) fn value(&self, bound: &HashMap<String, i64>) -> Option<i64> {
        match self {
            Expression::Number(number) => Some(*number),
            Expression::Symbol(name) => bound.get(name).copied(),
            Expression::Apply(function, members) => {
                let mut values = members.iter().map(|member| member.value(bound));
                let first = values.next()??;
                values.try_fold(first, |held, value| match function.value(&[Value::Int(held), Value::Int(value?)]) {
                    Ok(Value::Int(value)) => Some(value),
                    _ => None,
                })
            }
            Expression::Unknown => None,
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Number(number) => write!(f, "{number}"),
            Expression::Symbol(name) => write!(f, "{name}"),
            Expression::Apply(function, members) => {
                let members: Vec<String> = members.iter().map(Expression::to_string).collect();
                match function {
                    Function::Add => write!(f, "({})", members.join(" + ")),
                    Function::Mul => write!(f, "{}", members.join("*")),
                    Function::FloorDiv => write!(f, "({})", members.join(" // ")),
                    Function::Mod => write!(f, "({})", members.join(" % ")),
                    function => write!(f, "{function:?}({})", members.join(", ")),
                }
            }
            Expression::Unknown => write!(f, "?"),
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?.trim_start();
        Some(())
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-' && c != '.');
        let (word, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        self.rest = rest.trim_start();
        (!word.is_empty()).then_some(word)
    }

    fn expression(&mut self, depth: usize) -> Option<Expression> {
        if depth > MOST_DEEP {
            return None;
        }
        let name = self.word()?;
        self.take("(")?;
        let function = match name {
            "Integer" => {
                let number = self.word()?.parse().ok()?;
                self.take(")")?;
                return Some(Expression::Number(number));
            }
            "Symbol" => {
                self.take("'")?;
                let symbol = self.word()?.to_owned();
                // Assumptions behind the name say nothing that the range does not.
                let (_, rest) = self.rest.split_once(')')?;
                self.rest = rest.trim_start();
                return Some(Expression::Symbol(symbol));
            }
            "Add" => Function::Add,
            "Mul" => Function::Mul,
            "FloorDiv" | "CleanDiv" => Function::FloorDiv,
            "Mod" | "PythonMod" => Function::Mod,
            "Pow" | "PowByNatural" => Function::Pow,
            "Max" => Function::Max,
            "Min" => Function::Min,
            _ => return None,
        };
        let mut members = Vec::new();
        loop {
            members.push(self.expression(depth + 1)?);
            if self.take(",").is_none() {
                self.take(")")?;
                return Some(Expression::Apply(function, members));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_and_have_values() {
        let bound = HashMap::from([("s0".to_owned(), 7), ("s1".to_owned(), 3)]);
        let value = |text: &str| Expression::parse(text).value(&bound);
        assert_eq!(value("Symbol('s0', positive=True, integer=True)"), Some(7));
        assert_eq!(value("Add(Mul(Integer(2), Symbol('s0', integer=True)), Symbol('s1'), Integer(-1))"), Some(16));
        assert_eq!(value("FloorDiv(Symbol('s0', integer=True), Integer(2))"), Some(3));
        assert_eq!(value("Max(Integer(1), Symbol('s1', integer=True))"), Some(3));
        assert_eq!(value("Symbol('u0', integer=True)"), None);
        let text = |text: &str| Expression::parse(text).to_string();
        assert_eq!(text("Add(Mul(Integer(2), Symbol('s0', integer=True)), Integer(1))"), "(2*s0 + 1)");
        assert_eq!(text("FloorDiv(Symbol('s0', integer=True), Integer(2))"), "(s0 // 2)");
    }

    #[test]
    fn what_is_not_understood_fits_anything() {
        let deep = "Add(".repeat(100_000);
        for text in ["", "Integer(", "Integer(x)", "Gamma(Integer(1))", "Integer(1) Integer(2)", "Symbol(s0)", &deep] {
            assert_eq!(Expression::parse(text), Expression::Unknown);
        }
    }
}
