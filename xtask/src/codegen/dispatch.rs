//! PyTorch's overloads as calls of tensor methods: `crates/interop/src/generated`.
//!
//! An overload is written here where its arguments and those of the method have the same names and fitting types; all
//! others are written by hand in `crates/interop/src/aten/rooms`.
use cresset_optable::aten::{Base, Count, Parameter, Schema, Type, schema, schemas};
use cresset_optable::{Argument, ArgumentKind, Kind, Method, Row};

use super::{Files, grouped, header};

/// Arguments that PyTorch takes as hints; they never change a result.
const HINTS: [&str; 6] = ["cudnn_enable", "cudnn_enabled", "implicit", "non_blocking", "pin_memory", "sparse_grad"];

pub fn write(rows: &[Row], methods: &[Method], files: &mut Files) {
    let mut modules = Vec::new();
    for (section, members) in grouped(rows, |row| row.section) {
        add(section, members.into_iter().flat_map(row_entries).collect(), &mut modules, files);
    }
    for (room, members) in grouped(methods, |method| method.room) {
        add(room, members.into_iter().flat_map(method_entries).collect(), &mut modules, files);
    }
    let lines: String = modules.iter().map(|name| format!("mod {name};\n")).collect();
    let tables: Vec<String> = modules.iter().map(|name| format!("{name}::TABLE")).collect();
    let root = format!(
        "{}{lines}\nuse crate::aten::Table;\n\n/// Every table.\npub(crate) const TABLES: &[Table] = &[{}];",
        header("PyTorch's overloads that are one method each."),
        tables.join(", ")
    );
    files.insert("crates/interop/src/generated.rs".to_owned(), root);
}

fn add(section: &'static str, entries: Vec<String>, modules: &mut Vec<&'static str>, files: &mut Files) {
    if entries.is_empty() {
        return;
    }
    let text = format!(
        "{}use crate::aten::{{IntoOutputs, Table}};\n\npub(super) const TABLE: Table = &[{}];",
        header(&format!("PyTorch's overloads of the section `{section}`.")),
        entries.concat()
    );
    files.insert(format!("crates/interop/src/generated/{section}.rs"), text);
    modules.push(section);
}

fn entry(schema: &Schema, call: &str) -> String {
    format!("({:?}, |c| {call}.into_outputs()),\n", schema.name)
}

/// The schemas of overloads, and those of their forms in place.
fn forms<'a>(overloads: impl Iterator<Item = &'a str>, in_place: bool) -> Vec<(&'static Schema, bool)> {
    let overloads: Vec<&str> = overloads.collect();
    let plain = overloads.iter().filter_map(|name| schema(name)).map(|schema| (schema, false));
    let written = schemas().iter().filter(|written| in_place && overloads.iter().any(|name| is_twin(name, written)));
    plain.chain(written.map(|schema| (schema, true))).collect()
}

/// Whether the schema is the form in place of an overload: `pow_.Scalar` of `pow.Tensor_Scalar`.
fn is_twin(overload: &str, written: &Schema) -> bool {
    let Some((operator, kind)) = overload.split_once('.') else { return false };
    let Some((written, written_kind)) = written.name.split_once('.') else { return false };
    let fits = kind == "default"
        || kind == written_kind
        || kind.strip_suffix(written_kind).is_some_and(|kind| kind.ends_with('_'));
    written.strip_suffix('_') == Some(operator) && fits
}

/// Position and parameter of each name, if the schema has these and no others but hints.
fn bound<'a>(schema: &'a Schema, first: usize, names: &[&str]) -> Option<Vec<(usize, &'a Parameter)>> {
    let rest = schema.parameters.get(first..)?;
    let others = rest.iter().filter(|parameter| !names.contains(&parameter.name));
    if others.into_iter().any(|parameter| !HINTS.contains(&parameter.name)) {
        return None;
    }
    let find = |name: &&str| Some((schema.position(name)?, schema.parameters.get(schema.position(name)?)?));
    names.iter().map(find).collect()
}

fn row_entries(row: &Row) -> Vec<String> {
    let entry_of = |(schema, in_place): (&Schema, bool)| {
        let names = &row.input_names()[1..];
        let mut arguments = Vec::new();
        for (input, (at, parameter)) in row.inputs[1..].iter().zip(bound(schema, 1, names)?) {
            let kind = parameter.kind;
            let fits = kind.count == Count::One && !kind.optional && matches!(kind.base, Base::Tensor | Base::Scalar);
            arguments.push(match input.kind {
                Kind::Operand { .. } | Kind::Condition if fits => format!("c.operand({at})?"),
                Kind::Number { .. } if is_number(kind) => format!("c.float({at})?"),
                _ => return None,
            });
        }
        let receiver = if in_place { "tensor" } else { "receiver" };
        let suffix = if in_place { "_" } else { "" };
        Some(entry(schema, &format!("c.{receiver}(0)?.try_{}{suffix}({})", row.name, arguments.join(", "))))
    };
    forms(row.aten.iter().map(String::as_str), row.in_place).into_iter().filter_map(entry_of).collect()
}

fn method_entries(method: &Method) -> Vec<String> {
    let entry_of = |(schema, in_place): (&Schema, bool)| {
        let first = usize::from(method.receiver);
        let names: Vec<&str> = method.arguments.iter().map(|argument| argument.name).collect();
        let pairs = method.arguments.iter().zip(bound(schema, first, &names)?);
        let arguments: Option<Vec<String>> = pairs.map(|(argument, found)| argument_text(*argument, found)).collect();
        let receiver = if method.receiver { "c.tensor(0)?." } else { "cresset_autograd::Tensor::" };
        let suffix = if in_place { "_" } else { "" };
        Some(entry(schema, &format!("{receiver}try_{}{suffix}({})", method.name, arguments?.join(", "))))
    };
    forms(method.aten.iter().copied(), method.in_place).into_iter().filter_map(entry_of).collect()
}

fn is_number(kind: Type) -> bool {
    kind.count == Count::One && !kind.optional && matches!(kind.base, Base::Scalar | Base::Float | Base::Int)
}

/// The argument as the method takes it; nothing where the types do not fit.
fn argument_text(argument: Argument, (at, parameter): (usize, &Parameter)) -> Option<String> {
    let kind = parameter.kind;
    let is = |base: Base, list: bool, optional: bool| {
        kind.base == base && (kind.count != Count::One) == list && kind.optional == optional
    };
    let optional_number = is(Base::Float, false, true) || is(Base::Scalar, false, true);
    let operand = is(Base::Tensor, false, false) || is(Base::Scalar, false, false);
    let (fits, text) = match argument.kind {
        ArgumentKind::Tensor | ArgumentKind::Elsewhere => (is(Base::Tensor, false, false), format!("&c.tensor({at})?")),
        ArgumentKind::OptionalTensor => (is(Base::Tensor, false, true), format!("c.optional_tensor({at})?.as_ref()")),
        ArgumentKind::Operand => (operand, format!("c.operand({at})?")),
        ArgumentKind::Scalar => (is(Base::Scalar, false, false), format!("c.scalar({at})?")),
        ArgumentKind::Int => (is(Base::Int, false, false), format!("c.int({at})?")),
        ArgumentKind::OptionalInt => (is(Base::Int, false, true), format!("c.optional_int({at})?")),
        ArgumentKind::Size => (is(Base::Int, false, false), format!("c.size({at})?")),
        ArgumentKind::Float => (is_number(kind), format!("c.float({at})?")),
        ArgumentKind::OptionalFloat => (optional_number, format!("c.optional_float({at})?")),
        ArgumentKind::Bool => (is(Base::Bool, false, false), format!("c.boolean({at})?")),
        ArgumentKind::OptionalBool => (is(Base::Bool, false, true), format!("c.optional_boolean({at})?")),
        ArgumentKind::Ints => (is(Base::Int, true, false), format!("c.ints({at})?")),
        ArgumentKind::OptionalInts => (is(Base::Int, true, true), format!("c.optional_ints({at})?")),
        ArgumentKind::OptionalFloats => (is(Base::Float, true, true), format!("c.optional_floats({at})?")),
        ArgumentKind::Tensors => (is(Base::Tensor, true, false), format!("&c.tensors({at})?")),
        ArgumentKind::OptionalTensors => (kind.optional_members, format!("&c.optional_tensors({at})?")),
        ArgumentKind::OptionalDType => (is(Base::DType, false, true), format!("c.optional_dtype({at})?")),
        ArgumentKind::DType => (is(Base::DType, false, false), format!("c.dtype({at})?")),
        ArgumentKind::Text => (is(Base::Text, false, false), format!("c.text({at})?")),
        ArgumentKind::OptionalText => (is(Base::Text, false, true), format!("c.optional_text({at})?")),
        ArgumentKind::OptionalScalar => (is(Base::Scalar, false, true), format!("c.optional_scalar({at})?")),
        ArgumentKind::Named("Reduction") => (is(Base::Int, false, false), format!("c.reduction({at})?")),
        ArgumentKind::Named("FftNorm") => (is(Base::Text, false, true), format!("c.fft_norm({at})?")),
        ArgumentKind::Named(_) => (false, String::new()),
    };
    fits.then_some(text)
}
