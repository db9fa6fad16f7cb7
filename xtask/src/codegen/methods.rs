//! Tensor methods of the other operators: `crates/autograd/src/generated`.
use cresset_optable::{Argument, ArgumentKind, Cast, Method, Returns};

use super::twins::Twins;
use super::{Files, grouped, header, imports};

pub fn write(methods: &[Method], files: &mut Files) {
    for (room, members) in grouped(methods, |method| method.room) {
        let twins: String = members.iter().map(|method| twins_of(method).text()).collect();
        let body = format!("impl Tensor {{ {twins} }}");
        let named = members.iter().flat_map(|method| &method.arguments).filter_map(|argument| match argument.kind {
            ArgumentKind::Named(name) => Some(name),
            _ => None,
        });
        let names: Vec<&str> =
            ["AsOperand", "DType", "Result", "Scalar", "Tensor", "plain"].into_iter().chain(named).collect();
        let mut names = names;
        names.sort_unstable();
        names.dedup();
        let uses = imports(
            &body,
            &[
                ("crate", &names),
                ("crate::autocast", &["Casts"]),
                ("crate::methods", &[room]),
                ("crate::record", &["one_device"]),
            ],
        );
        let text = header(&format!("Methods of the room `{room}`.")) + &uses + "\n" + &body;
        files.insert(format!("crates/autograd/src/generated/{room}.rs"), text);
    }
}

/// Type of an argument.
pub fn type_of(kind: ArgumentKind) -> String {
    match kind {
        ArgumentKind::Tensor | ArgumentKind::Elsewhere => "&Tensor",
        ArgumentKind::OptionalTensor => "Option<&Tensor>",
        ArgumentKind::Operand => "impl AsOperand",
        ArgumentKind::Scalar => "impl Into<Scalar>",
        ArgumentKind::Int => "i64",
        ArgumentKind::OptionalInt => "Option<i64>",
        ArgumentKind::Size => "usize",
        ArgumentKind::Float => "f64",
        ArgumentKind::OptionalFloat => "Option<f64>",
        ArgumentKind::Bool => "bool",
        ArgumentKind::OptionalBool => "Option<bool>",
        ArgumentKind::Ints => "impl AsRef<[i64]>",
        ArgumentKind::OptionalInts => "Option<&[i64]>",
        ArgumentKind::OptionalFloats => "Option<&[f64]>",
        ArgumentKind::Tensors => "&[&Tensor]",
        ArgumentKind::OptionalTensors => "&[Option<&Tensor>]",
        ArgumentKind::OptionalDType => "Option<DType>",
        ArgumentKind::DType => "DType",
        ArgumentKind::Text => "&str",
        ArgumentKind::OptionalText => "Option<&str>",
        ArgumentKind::OptionalScalar => "Option<Scalar>",
        ArgumentKind::Named(name) => name,
    }
    .to_owned()
}

/// Type of a result.
pub fn type_of_result(returns: Returns) -> &'static str {
    match returns {
        Returns::Tensor => "Tensor",
        Returns::Two => "(Tensor, Tensor)",
        Returns::Three => "(Tensor, Tensor, Tensor)",
        Returns::Many => "Vec<Tensor>",
    }
}

fn twins_of(method: &Method) -> Twins<'_> {
    let passed = |argument: &Argument| match argument.kind {
        ArgumentKind::Operand => format!("{}.as_operand()", argument.name),
        ArgumentKind::Scalar => format!("{}.into()", argument.name),
        ArgumentKind::Ints => format!("{}.as_ref()", argument.name),
        _ => argument.name.to_owned(),
    };
    let arguments = call(method, passed);
    let (name, room) = (method.name, method.room);
    let why = method.no_grad.map_or(String::new(), |why| format!("\n\nNo gradient: {why}."));
    let in_casts = |start| {
        let arguments = call(method, |argument| cast_of(argument).unwrap_or_else(|| passed(argument)));
        format!("if let Some(casts) = Casts::{start} {{ return {room}::{name}({arguments}); }}\n")
    };
    let in_casts = match cresset_optable::cast(method) {
        None => String::new(),
        Some(Cast::Lower) => in_casts("lower()".to_owned()),
        Some(Cast::Single) => in_casts("single()".to_owned()),
        Some(Cast::Widest) => in_casts(format!("widest({})", all_tensors(method))),
    };
    let on_one_device = on_one_device(method);
    Twins {
        name,
        doc: format!("{}{why}", method.doc),
        receiver: method.receiver,
        arguments: method.arguments.iter().map(|argument| (argument.name, type_of(argument.kind))).collect(),
        returns: type_of_result(method.returns),
        body: format!("{on_one_device}{in_casts}{room}::{name}({arguments})"),
        body_in_place: method.in_place.then(|| format!("{on_one_device}{room}::{name}_({arguments}).map(|()| self)")),
        body_out: None,
    }
}

/// The tensor that a method is called on, as an argument.
const RECEIVER: Argument = Argument { name: "self", kind: ArgumentKind::Tensor };

/// All arguments of a method's call.
fn call(method: &Method, passed: impl Fn(&Argument) -> String) -> String {
    let all = method.receiver.then_some(&RECEIVER).into_iter().chain(&method.arguments);
    all.map(passed).collect::<Vec<_>>().join(", ")
}

/// Refuses tensors of several devices, where there is more than one tensor.
fn on_one_device(method: &Method) -> String {
    let all: Vec<&Argument> = method.receiver.then_some(&RECEIVER).into_iter().chain(&method.arguments).collect();
    let one = |argument: &&Argument| match argument.kind {
        ArgumentKind::Tensor => Some(format!("Some({})", argument.name)),
        ArgumentKind::OptionalTensor => Some(argument.name.to_owned()),
        _ => None,
    };
    let single: Vec<String> = all.iter().filter_map(one).collect();
    let lists = all.iter().filter(|argument| argument.kind == ArgumentKind::Tensors);
    let lists: Vec<String> = lists.map(|list| format!("{}.iter().copied().map(Some)", list.name)).collect();
    let tensors = match (single.len(), &lists[..]) {
        (0 | 1, []) => return String::new(),
        (0, [list]) => list.clone(),
        _ => {
            let chained: String = lists.iter().map(|list| format!(".chain({list})")).collect();
            let start = if lists.is_empty() { "" } else { ".into_iter()" };
            format!("[{}]{start}{chained}", single.join(", "))
        }
    };
    format!("one_device(\"{}\", {tensors})?;\n", method.name)
}

/// An argument in the dtype that autocast wants, where it holds tensors.
fn cast_of(argument: &Argument) -> Option<String> {
    let name = argument.name;
    match argument.kind {
        ArgumentKind::Tensor => Some(format!("&casts.one({name})?")),
        ArgumentKind::OptionalTensor => Some(format!("casts.optional({name})?.as_ref()")),
        ArgumentKind::Tensors => Some(format!("&casts.many({name})?.iter().collect::<Vec<_>>()")),
        _ => None,
    }
}

/// The tensors among a method's arguments, as one slice.
fn all_tensors(method: &Method) -> String {
    if let Some(list) = method.arguments.iter().find(|argument| argument.kind == ArgumentKind::Tensors) {
        return list.name.to_owned();
    }
    let is_tensor = |argument: &&Argument| argument.kind == ArgumentKind::Tensor;
    let names = method.receiver.then_some(&RECEIVER).into_iter().chain(&method.arguments).filter(is_tensor);
    format!("&[{}]", names.map(|argument| argument.name).collect::<Vec<_>>().join(", "))
}
