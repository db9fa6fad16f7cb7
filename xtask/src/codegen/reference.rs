//! The table for readers: `docs/ops.md`.
use cresset_optable::formula::expression;
use cresset_optable::{Class, Complex, Method, Row};

use super::grouped;
use super::methods::{type_of, type_of_result};

pub fn text(rows: &[Row], methods: &[Method]) -> String {
    let mut text = format!(
        "<!-- Written by `cargo xtask codegen` from `crates/optable`; do not edit. -->\n# Operators\n\n\
        {} elementwise operators and {} others. `x` is the tensor that the method is called on, `g` the incoming gradient, \
        `out` the result. Every method has a twin `try_…` that returns errors as values; where a name is marked with `_` \
        there is one that writes `x` too.\n",
        rows.len(),
        methods.len()
    );
    text += ON_GPUS;
    for (section, members) in grouped(rows, |row| row.section) {
        text += &format!(
            "\n## {}\n\n| name | value | dtypes | gradients | PyTorch | |\n|---|---|---|---|---|---|\n",
            title(section)
        );
        text.extend(members.into_iter().map(row));
    }
    for (room, members) in grouped(methods, |method| method.room) {
        text +=
            &format!("\n## {}\n\n| signature | returns | gradient | PyTorch | |\n|---|---|---|---|---|\n", title(room));
        text.extend(members.into_iter().map(method));
    }
    text
}

/// What has kernels on GPUs.
const ON_GPUS: &str = "\nOn a GPU numbers have kernels for elementwise operators and their gradients, copies, \
    conversions and fills, reductions, products, convolutions, pools, normalisation, losses of classes, attention, softmax, \
    scans, sorting, reading and writing by position, masks, joining and rearranging, padding, resampling, bins, windows, \
    random numbers, recurrent layers and the steps of optimisers; what is composed of these needs none of its own. Complex \
    numbers have those of elementwise operators, copies, sums, products and products of matrices. Decompositions of \
    matrices, Fourier transforms, convolutions and means over windows of whole numbers, attention of more than 256 features \
    and batch statistics whose two running arrays differ in dtype are computed by the CPU on a copy of the elements, which \
    says so once on standard error.\n";

fn title(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..].replace('_', " ")
}

fn twin(in_place: bool) -> &'static str {
    if in_place { " `_`" } else { "" }
}

fn code<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" ")
}

fn dtypes(row: &Row) -> String {
    let real = match (row.class, row.boolean) {
        (Class::Arithmetic, true) => "any",
        (Class::Arithmetic, false) => "any but bool",
        (Class::Float, _) => "any, to float",
        (Class::FloatOnly, _) => "float",
        (Class::Rounding, _) => "float; integers unchanged",
        (Class::Select, _) => "bool, then any",
        (Class::Comparison | Class::Predicate | Class::Logical, _) => "any, to bool",
        (Class::Bitwise, true) => "integers and bool",
        (Class::Bitwise, false) => "integers",
    };
    match row.complex {
        Complex::Refused => real.to_owned(),
        Complex::Real => format!("{real}, complex (to real)"),
        _ => format!("{real}, complex"),
    }
}

fn row(row: &Row) -> String {
    let names = row.input_names();
    let gradients =
        row.inputs.iter().zip(&row.gradients).filter_map(|(input, gradient)| {
            Some(format!("{}: `{}`", input.name, expression(gradient.as_ref()?, &names)))
        });
    let gradients =
        row.no_grad.map_or_else(|| gradients.collect::<Vec<_>>().join("<br>"), |why| format!("none: {why}"));
    format!(
        "| `{}({})`{} | `{}` | {} | {gradients} | {} | {} |\n",
        row.name,
        names[1..].join(", "),
        twin(row.in_place),
        row.value_text(),
        dtypes(row),
        code(row.aten.iter().map(String::as_str)),
        row.doc
    )
}

fn method(method: &Method) -> String {
    let arguments: Vec<String> = method
        .arguments
        .iter()
        .map(|argument| format!("{}: {}", argument.name, type_of(argument.kind).replace("'a", "'_")))
        .collect();
    format!(
        "| `{}{}({})`{} | `{}` | {} | {} | {} |\n",
        if method.receiver { "" } else { "Tensor::" },
        method.name,
        arguments.join(", "),
        twin(method.in_place),
        type_of_result(method.returns),
        method.no_grad.map_or("yes".to_owned(), |why| format!("none: {why}")),
        code(method.aten.iter().copied()),
        method.doc
    )
}
