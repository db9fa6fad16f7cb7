//! Reads one schema as PyTorch writes it: `add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`.

use super::{Base, Count, Default, Parameter, Schema, Type};

/// The schema of a line; nothing where it cannot be read.
pub fn schema(line: &'static str) -> Option<Schema> {
    let (head, returns) = line.rsplit_once(") -> ")?;
    let returns = returns.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(returns);
    let (name, arguments) = head.split_once('(')?;
    let mut keyword_only = false;
    let mut parameters = Vec::new();
    for text in parts(arguments) {
        if text == "*" {
            keyword_only = true;
        } else {
            parameters.push(parameter(text, keyword_only)?);
        }
    }
    // Only the type of a result counts; some have names.
    let returns = parts(returns).into_iter().map(|text| Some(kind(text.split(' ').next()?)?.0));
    Some(Schema { name: full_name(name), parameters, returns: returns.collect::<Option<_>>()? })
}

/// `abs` as `abs.default`. There is one such text for each overload, kept as long as the program runs.
fn full_name(name: &'static str) -> &'static str {
    if name.contains('.') { name } else { format!("{name}.default").leak() }
}

/// The parts between commas that stand in no brackets.
fn parts(text: &'static str) -> Vec<&'static str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

fn parameter(text: &'static str, keyword_only: bool) -> Option<Parameter> {
    let (text, default) = match text.split_once('=') {
        Some((text, value)) => (text, Some(value)),
        None => (text, None),
    };
    let (type_text, name) = text.rsplit_once(' ')?;
    let (kind, written) = kind(type_text)?;
    let default = match default {
        Some(value) => Some(literal(value)?),
        None => None,
    };
    Some(Parameter { name, kind, default, keyword_only, written })
}

/// The type, and whether it is written: `Tensor(a!)`.
fn kind(text: &str) -> Option<(Type, bool)> {
    let (optional, text) = match text.strip_suffix('?') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (count, text) = match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((text, "")) => (Count::Many, text),
        Some((text, size)) => (Count::Fixed(size.parse().ok()?), text),
        None => (Count::One, text),
    };
    let (optional_members, text) = match text.strip_suffix('?') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (text, written) = match text.split_once('(') {
        Some((text, alias)) => (text, alias.contains('!')),
        None => (text, false),
    };
    let base = match text {
        "Tensor" => Base::Tensor,
        "Scalar" => Base::Scalar,
        "int" | "SymInt" => Base::Int,
        "float" => Base::Float,
        "bool" | "SymBool" => Base::Bool,
        "str" => Base::Text,
        "ScalarType" => Base::DType,
        "Device" => Base::Device,
        "Layout" => Base::Layout,
        "MemoryFormat" => Base::MemoryFormat,
        "Generator" => Base::Generator,
        _ => return None,
    };
    Some((Type { base, count, optional, optional_members }, written))
}

fn literal(text: &'static str) -> Option<Default> {
    Some(match text {
        "None" => Default::None,
        "True" => Default::Bool(true),
        "False" => Default::Bool(false),
        _ => {
            if let Some(text) = text.strip_prefix('"') {
                Default::Text(text.strip_suffix('"')?)
            } else if let Some(list) = text.strip_prefix('[') {
                let members = parts(list.strip_suffix(']')?);
                Default::Ints(members.into_iter().map(|member| member.parse().ok()).collect::<Option<_>>()?)
            } else if let Ok(whole) = text.parse() {
                Default::Int(whole)
            } else {
                Default::Float(text.parse().ok()?)
            }
        }
    })
}
