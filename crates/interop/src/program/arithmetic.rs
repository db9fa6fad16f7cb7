//! Python's operators on sizes: what programs compute between their operators.

use cresset_autograd::{Error, Result};

use crate::aten::Value;

/// A function of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Add,
    Sub,
    Mul,
    FloorDiv,
    TrueDiv,
    Mod,
    Pow,
    Neg,
    Abs,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
    Not,
    Ceil,
    Floor,
    Trunc,
    Round,
    Sqrt,
    Min,
    Max,
    Float,
    IfThenElse,
}

impl Function {
    /// The function of a node's target.
    pub(super) fn of(target: &str) -> Option<Function> {
        Some(match target {
            "_operator.add" => Function::Add,
            "_operator.sub" => Function::Sub,
            "_operator.mul" => Function::Mul,
            "_operator.floordiv" => Function::FloorDiv,
            "_operator.truediv" => Function::TrueDiv,
            "_operator.mod" => Function::Mod,
            "_operator.pow" | "math.pow" | "torch.sym_pow" => Function::Pow,
            "_operator.neg" => Function::Neg,
            "_operator.abs" => Function::Abs,
            "_operator.eq" => Function::Eq,
            "_operator.ne" => Function::Ne,
            "_operator.lt" => Function::Lt,
            "_operator.le" => Function::Le,
            "_operator.gt" => Function::Gt,
            "_operator.ge" => Function::Ge,
            "_operator.and_" => Function::And,
            "_operator.or_" => Function::Or,
            "_operator.not_" | "torch.sym_not" => Function::Not,
            "math.ceil" => Function::Ceil,
            "math.floor" => Function::Floor,
            "math.trunc" | "torch.sym_int" => Function::Trunc,
            "round" | "builtins.round" => Function::Round,
            "math.sqrt" | "torch.sym_sqrt" | "torch._sym_sqrt" => Function::Sqrt,
            "torch.sym_min" => Function::Min,
            "torch.sym_max" => Function::Max,
            "torch.sym_float" => Function::Float,
            "torch.sym_ite" => Function::IfThenElse,
            _ => return None,
        })
    }

    /// The value of the function.
    pub(super) fn value(self, arguments: &[Value]) -> Result<Value> {
        let value = match *arguments {
            [ref condition, ref then, ref otherwise] if self == Function::IfThenElse => {
                number(condition).map(|condition| if condition.truth() { then.clone() } else { otherwise.clone() })
            }
            [ref lhs, ref rhs] => number(lhs).zip(number(rhs)).and_then(|(lhs, rhs)| self.of_two(lhs, rhs)),
            [ref x] => number(x).and_then(|x| self.of_one(x)),
            _ => None,
        };
        value.ok_or_else(|| {
            let given: Vec<String> = arguments.iter().map(Value::to_string).collect();
            let subject = format_args!("{self:?}({})", given.join(", "));
            Error::format("program", "no such arithmetic on sizes", subject, "sizes are whole and must not overflow")
        })
    }

    fn of_one(self, x: Number) -> Option<Value> {
        let rounded = |round: fn(f64) -> f64| match x {
            Number::Int(x) => Some(Value::Int(x)),
            Number::Float(x) => whole(round(x)),
        };
        match (self, x) {
            (Function::Neg, Number::Int(x)) => x.checked_neg().map(Value::Int),
            (Function::Neg, Number::Float(x)) => Some(Value::Float(-x)),
            (Function::Abs, Number::Int(x)) => x.checked_abs().map(Value::Int),
            (Function::Abs, Number::Float(x)) => Some(Value::Float(x.abs())),
            (Function::Not, x) => Some(Value::Bool(!x.truth())),
            (Function::Ceil, _) => rounded(f64::ceil),
            (Function::Floor, _) => rounded(f64::floor),
            (Function::Trunc, _) => rounded(f64::trunc),
            (Function::Round, _) => rounded(f64::round_ties_even),
            (Function::Sqrt, x) if x.float() >= 0.0 => Some(Value::Float(x.float().sqrt())),
            (Function::Float, x) => Some(Value::Float(x.float())),
            _ => None,
        }
    }

    fn of_two(self, lhs: Number, rhs: Number) -> Option<Value> {
        let order = match (lhs, rhs) {
            (Number::Int(lhs), Number::Int(rhs)) => Some(lhs.cmp(&rhs)),
            _ => lhs.float().partial_cmp(&rhs.float()),
        };
        match self {
            Function::Eq => return Some(Value::Bool(order.is_some_and(std::cmp::Ordering::is_eq))),
            Function::Ne => return Some(Value::Bool(order.is_none_or(std::cmp::Ordering::is_ne))),
            Function::Lt => return Some(Value::Bool(order.is_some_and(std::cmp::Ordering::is_lt))),
            Function::Le => return Some(Value::Bool(order.is_some_and(std::cmp::Ordering::is_le))),
            Function::Gt => return Some(Value::Bool(order.is_some_and(std::cmp::Ordering::is_gt))),
            Function::Ge => return Some(Value::Bool(order.is_some_and(std::cmp::Ordering::is_ge))),
            Function::And => return Some(Value::Bool(lhs.truth() && rhs.truth())),
            Function::Or => return Some(Value::Bool(lhs.truth() || rhs.truth())),
            Function::Min => return Some(if order.is_some_and(std::cmp::Ordering::is_le) { lhs } else { rhs }.value()),
            Function::Max => return Some(if order.is_some_and(std::cmp::Ordering::is_ge) { lhs } else { rhs }.value()),
            Function::TrueDiv if rhs.truth() => return Some(Value::Float(lhs.float() / rhs.float())),
            _ => {}
        }
        match (lhs, rhs) {
            (Number::Int(lhs), Number::Int(rhs)) => of_whole(self, lhs, rhs),
            _ => of_floating(self, lhs.float(), rhs.float()).map(Value::Float),
        }
    }
}

fn of_whole(function: Function, lhs: i64, rhs: i64) -> Option<Value> {
    let value = match function {
        Function::Add => lhs.checked_add(rhs),
        Function::Sub => lhs.checked_sub(rhs),
        Function::Mul => lhs.checked_mul(rhs),
        Function::FloorDiv => {
            let quotient = lhs.checked_div(rhs)?;
            let inexact = lhs.checked_rem(rhs)? != 0 && (lhs < 0) != (rhs < 0);
            quotient.checked_sub(i64::from(inexact))
        }
        Function::Mod => {
            let rest = lhs.checked_rem(rhs)?;
            if rest != 0 && (rest < 0) != (rhs < 0) { rest.checked_add(rhs) } else { Some(rest) }
        }
        Function::Pow => lhs.checked_pow(u32::try_from(rhs).ok()?),
        _ => None,
    };
    value.map(Value::Int)
}

fn of_floating(function: Function, lhs: f64, rhs: f64) -> Option<f64> {
    match function {
        Function::Add => Some(lhs + rhs),
        Function::Sub => Some(lhs - rhs),
        Function::Mul => Some(lhs * rhs),
        Function::FloorDiv if rhs != 0.0 => Some((lhs / rhs).floor()),
        Function::Mod if rhs != 0.0 => Some(lhs - rhs * (lhs / rhs).floor()),
        Function::Pow => Some(lhs.powf(rhs)),
        _ => None,
    }
}

/// Whole numbers that a float can hold exactly.
fn whole(value: f64) -> Option<Value> {
    (value.abs() < 9.0e15).then_some(Value::Int(value as i64))
}

#[derive(Clone, Copy)]
enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    fn float(self) -> f64 {
        match self {
            Number::Int(value) => value as f64,
            Number::Float(value) => value,
        }
    }

    fn truth(self) -> bool {
        self.float() != 0.0
    }

    fn value(self) -> Value {
        match self {
            Number::Int(value) => Value::Int(value),
            Number::Float(value) => Value::Float(value),
        }
    }
}

fn number(value: &Value) -> Option<Number> {
    match *value {
        Value::Int(value) => Some(Number::Int(value)),
        Value::Bool(value) => Some(Number::Int(i64::from(value))),
        Value::Float(value) => Some(Number::Float(value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_pythons() {
        let of = |target: &str, arguments: &[Value]| Function::of(target).unwrap().value(arguments).unwrap();
        let whole = |target: &str, lhs: i64, rhs: i64| of(target, &[Value::Int(lhs), Value::Int(rhs)]).to_string();
        assert_eq!(whole("_operator.floordiv", -7, 2), "-4");
        assert_eq!(whole("_operator.floordiv", 7, -2), "-4");
        assert_eq!(whole("_operator.floordiv", -8, 2), "-4");
        assert_eq!(whole("_operator.mod", -7, 3), "2");
        assert_eq!(whole("_operator.mod", 7, -3), "-2");
        assert_eq!(whole("_operator.truediv", 7, 2), "3.5");
        assert_eq!(whole("_operator.pow", 3, 4), "81");
        assert_eq!(whole("torch.sym_max", 3, 4), "4");
        assert_eq!(whole("torch.sym_min", 3, 4), "3");
        assert_eq!(whole("_operator.ge", 3, 4), "false");
        assert_eq!(of("math.ceil", &[Value::Float(2.2)]).to_string(), "3");
        assert_eq!(of("round", &[Value::Float(2.5)]).to_string(), "2");
        assert_eq!(of("torch.sym_ite", &[Value::Bool(false), Value::Int(1), Value::Int(2)]).to_string(), "2");
    }

    #[test]
    fn what_has_no_value_is_refused() {
        let refused = |function: Function, lhs: i64, rhs: i64| {
            function.value(&[Value::Int(lhs), Value::Int(rhs)]).unwrap_err().to_string()
        };
        assert_eq!(
            refused(Function::Mul, i64::MAX, 2),
            "program: no such arithmetic on sizes: Mul(9223372036854775807, 2); sizes are whole and must not overflow"
        );
        refused(Function::FloorDiv, 1, 0);
        refused(Function::Mod, i64::MIN, -1);
        refused(Function::FloorDiv, i64::MIN, -1);
        refused(Function::Pow, 2, -1);
        refused(Function::TrueDiv, 1, 0);
        Function::Add.value(&[Value::None, Value::Int(1)]).unwrap_err();
    }
}
