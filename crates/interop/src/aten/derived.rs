//! Overloads that follow from others: second names of operators, and operators in place that copy what the plain one
//! gives.

use std::collections::HashMap;

use cresset_optable::aten::Schema;

use super::Overload;

/// Second names of operators, whose overloads are those of the first name.
const NAMES: &[(&str, &str)] = &[
    ("_stack", "stack"),
    ("_unsafe_index", "index"),
    ("_unsafe_index_put", "index_put"),
    ("_unsafe_view", "reshape"),
    ("absolute", "abs"),
    ("arccos", "acos"),
    ("arccosh", "acosh"),
    ("arcsin", "asin"),
    ("arcsinh", "asinh"),
    ("arctan", "atan"),
    ("arctan2", "atan2"),
    ("arctanh", "atanh"),
    ("chain_matmul", "linalg_multi_dot"),
    ("clip", "clamp"),
    ("concatenate", "cat"),
    ("conj_physical", "_conj"),
    ("divide", "div"),
    ("ger", "outer"),
    ("greater", "gt"),
    ("greater_equal", "ge"),
    ("less", "lt"),
    ("less_equal", "le"),
    ("linalg_matmul", "matmul"),
    ("mH", "adjoint"),
    ("matrix_H", "adjoint"),
    ("moveaxis", "movedim"),
    ("multiply", "mul"),
    ("negative", "neg"),
    ("not_equal", "ne"),
    ("row_stack", "vstack"),
    ("special_digamma", "digamma"),
    ("special_logsumexp", "logsumexp"),
    ("special_multigammaln", "mvlgamma"),
    ("special_polygamma", "polygamma"),
    ("subtract", "sub"),
    ("true_divide", "div"),
    ("unsafe_chunk", "chunk"),
    ("unsafe_split", "split"),
    ("unsafe_split_with_sizes", "split_with_sizes"),
];

/// The overload of a schema that no table has, from those that the tables have.
pub(super) fn overload(schema: &'static Schema, tables: &HashMap<&'static str, Overload>) -> Option<Overload> {
    let (operator, suffix) = schema.name.split_once('.')?;
    let written = schema.parameters.first().is_some_and(|parameter| parameter.written);
    let plain = operator.strip_suffix('_').filter(|_| written);
    let first = |name: &str| NAMES.iter().find(|(second, _)| *second == name).map(|(_, first)| *first);
    let find = |name: &str, end: &str| tables.get(format!("{name}{end}.{suffix}").as_str());
    let Some(plain) = plain else {
        let found = find(first(operator)?, "")?;
        return Some(Overload { schema, ..*found });
    };
    if let Some(found) = first(plain).and_then(|name| find(name, "_")) {
        return Some(Overload { schema, ..*found });
    }
    let found = find(plain, "").or_else(|| find(first(plain)?, ""))?;
    Some(Overload { schema, run: found.run, copies_back: true })
}
