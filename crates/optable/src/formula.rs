//! Formulas as text, for documentation.
use crate::expr::{Connective, Expr, Leaf, Node, Test, TestNode};
use crate::function::{Binary, Comparison, Unary};

/// How tightly the outermost operator of a text binds.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Any,
    Compare,
    Sum,
    Product,
    Sign,
    Atom,
}

/// Text of a formula; `names` are the inputs'.
pub fn expression(expr: &Expr, names: &[&str]) -> String {
    write(expr, names).0
}

/// Text of a condition; `names` are the inputs'.
pub fn condition(test: &Test, names: &[&str]) -> String {
    write_test(test, names).0
}

fn write(expr: &Expr, names: &[&str]) -> (String, Binding) {
    let list = |arguments: &[&Expr]| {
        arguments.iter().map(|argument| expression(argument, names)).collect::<Vec<_>>().join(", ")
    };
    let infix = |symbol: &str, lhs: &Expr, rhs: &Expr, binding: Binding, right: Binding| {
        let lhs = enclose(write(lhs, names), binding);
        (format!("{lhs} {symbol} {}", enclose(write(rhs, names), right)), binding)
    };
    match expr.node() {
        Node::Constant(value) => (number(*value), if *value < 0.0 { Binding::Sign } else { Binding::Atom }),
        Node::Leaf(Leaf::Input(position)) => (names.get(*position).unwrap_or(&"?").to_string(), Binding::Atom),
        Node::Leaf(Leaf::Output) => ("out".to_owned(), Binding::Atom),
        Node::Leaf(Leaf::Grad) => ("g".to_owned(), Binding::Atom),
        Node::Unary(Unary::Neg, x) => (format!("-{}", enclose(write(x, names), Binding::Sign)), Binding::Sign),
        Node::Unary(function, x) => (format!("{}({})", function.name(), expression(x, names)), Binding::Atom),
        Node::Binary(Binary::Add, x, y) => infix("+", x, y, Binding::Sum, Binding::Sum),
        Node::Binary(Binary::Sub, x, y) => infix("-", x, y, Binding::Sum, Binding::Product),
        Node::Binary(Binary::Mul, x, y) => infix("*", x, y, Binding::Product, Binding::Product),
        Node::Binary(Binary::Div, x, y) => infix("/", x, y, Binding::Product, Binding::Sign),
        Node::Binary(function, x, y) => (format!("{}({})", function.name(), list(&[x, y])), Binding::Atom),
        Node::Select(test, x, y) => (format!("where({}, {})", condition(test, names), list(&[x, y])), Binding::Atom),
        Node::Call { row, arguments, .. } => {
            (format!("{row}({})", list(&arguments.iter().collect::<Vec<_>>())), Binding::Atom)
        }
    }
}

fn write_test(test: &Test, names: &[&str]) -> (String, Binding) {
    match test.node() {
        TestNode::Compare(comparison, x, y) => {
            let symbol = match comparison {
                Comparison::Eq => "==",
                Comparison::Ne => "!=",
                Comparison::Lt => "<",
                Comparison::Le => "<=",
                Comparison::Gt => ">",
                Comparison::Ge => ">=",
            };
            (format!("{} {symbol} {}", expression(x, names), expression(y, names)), Binding::Compare)
        }
        TestNode::Holds(predicate, x) => (format!("{}({})", predicate.name(), expression(x, names)), Binding::Atom),
        TestNode::Join(connective, x, y) => {
            let symbol = match connective {
                Connective::And => "and",
                Connective::Or => "or",
                Connective::Xor => "xor",
            };
            let (x, y) = (write_test(x, names), write_test(y, names));
            (format!("{} {symbol} {}", enclose(x, Binding::Compare), enclose(y, Binding::Compare)), Binding::Any)
        }
        TestNode::Not(x) => (format!("not {}", enclose(write_test(x, names), Binding::Atom)), Binding::Atom),
    }
}

fn enclose((text, binding): (String, Binding), least: Binding) -> String {
    if binding < least { format!("({text})") } else { text }
}

/// Named constants by name, others in their shortest decimal form.
pub fn number(value: f64) -> String {
    use std::f64::consts;
    let named = [
        (consts::PI, "pi"),
        (consts::LN_2, "ln(2)"),
        (consts::LN_10, "ln(10)"),
        (consts::SQRT_2, "sqrt(2)"),
        (consts::FRAC_1_SQRT_2, "1/sqrt(2)"),
        (consts::FRAC_2_SQRT_PI, "2/sqrt(pi)"),
        (consts::PI / 180.0, "(pi/180)"),
        (180.0 / consts::PI, "(180/pi)"),
    ];
    match named.iter().find(|(constant, _)| *constant == value.abs()) {
        Some((_, name)) => format!("{}{name}", if value < 0.0 { "-" } else { "" }),
        None if value.abs() < 1e-4 && value != 0.0 => format!("{value:e}"),
        None => format!("{value}"),
    }
}
