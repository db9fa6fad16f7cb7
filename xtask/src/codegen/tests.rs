//! Gradient tests: `crates/autograd/tests/gradients.rs`.
use cresset_optable::{Argument, ArgumentKind, Complex, Kind, Literal, Method, Returns, Row, Sample};

use super::{Files, header, imports};

pub fn write(rows: &[Row], methods: &[Method], files: &mut Files) {
    let pointwise: String = rows.iter().filter(|row| row.no_grad.is_none()).map(pointwise).collect();
    let samples = |method: &Method| -> String {
        method.samples.iter().enumerate().map(|(position, sample)| self::sample(method, position, sample)).collect()
    };
    let samples: String = methods.iter().map(samples).collect();
    let mut names = vec!["DType", "Tensor"];
    names.extend(methods.iter().flat_map(|method| &method.arguments).filter_map(|argument| match argument.kind {
        ArgumentKind::Named(name) => Some(name),
        _ => None,
    }));
    names.sort_unstable();
    names.dedup();
    for (name, what, body) in [("pointwise", "elementwise rows", pointwise), ("methods", "method rows", samples)] {
        let modules: [(&str, &[&str]); 2] = [("crate", &["harness"]), ("cresset_autograd", &names)];
        let uses = imports(&body, &modules);
        let text = header(&format!("Gradients of {what} against differences.")) + &uses + "\n" + &body;
        files.insert(format!("crates/autograd/tests/generated/{name}.rs"), text);
    }
    let root = "#![allow(clippy::needless_borrows_for_generic_args, reason = \"all tensors are passed alike\")]
        mod harness;
        #[path = \"generated/methods.rs\"]
        mod methods;
        #[path = \"generated/pointwise.rs\"]
        mod pointwise;";
    files.insert("crates/autograd/tests/gradients.rs".to_owned(), header("Every gradient against differences.") + root);
}

fn pointwise(row: &Row) -> String {
    let mut domains = Vec::new();
    let mut arguments = Vec::new();
    for input in &row.inputs {
        arguments.push(match &input.kind {
            Kind::Operand { domain } => {
                domains.push(format!("({:?}, {:?})", domain.start, domain.end));
                format!("&t[{}]", domains.len() - 1)
            }
            Kind::Condition => "harness::condition(&t[0])".to_owned(),
            Kind::Number { sample, .. } => format!("{sample:?}"),
        });
    }
    let receiver = arguments.remove(0);
    let call = format!("|t| {}.try_{}({})", receiver.trim_start_matches('&'), row.name, arguments.join(", "));
    let name = row.name;
    let mut text = format!(
        "#[test]\nfn {name}() {{ harness::pointwise({call}, &[{domains}]); }}\n\n",
        domains = domains.join(", ")
    );
    if row.complex != Complex::Refused {
        // Different sizes, which broadcast.
        let inputs = domains.iter().enumerate().map(|(at, domain)| {
            let sizes = ["&[2, 3]", "&[3]", "&[2, 1]"][at % 3];
            format!("({sizes}, {}", domain.trim_start_matches('('))
        });
        text += &format!(
            "#[test]\nfn {name}_of_complex() {{ harness::complex_method({call}, &[{inputs}]); }}\n\n",
            inputs = inputs.collect::<Vec<_>>().join(", "),
        );
    }
    text
}

fn sample(method: &Method, position: usize, sample: &Sample) -> String {
    let arguments: Vec<String> =
        method.arguments.iter().zip(&sample.arguments).map(|(argument, value)| literal(*argument, value)).collect();
    let mut arguments = arguments.join(", ");
    if let Some((input, kind)) = sample.kind {
        arguments = arguments.replace(&format!("&t[{input}]"), &format!("&harness::{kind}(&t[{input}])?"));
    }
    let inputs: Vec<String> =
        sample.inputs.iter().map(|(sizes, low, high)| format!("(&{sizes:?}, {low:?}, {high:?})")).collect();
    let first = match method.returns {
        Returns::Tensor => "",
        Returns::Two => ".map(|(first, _)| first)",
        Returns::Three => ".map(|(first, _, _)| first)",
        Returns::Many => ".and_then(harness::joined)",
    };
    format!(
        "#[test]\nfn {name}_{position}() {{ harness::{check}(|t| {receiver}try_{name}({arguments}){first}, &[{inputs}]); }}\n\n",
        name = method.name,
        check = if sample.complex { "complex_method" } else { "method" },
        receiver = match (method.receiver, sample.kind) {
            (false, _) => "Tensor::".to_owned(),
            (true, Some((0, kind))) => format!("harness::{kind}(&t[0])?."),
            (true, _) => "t[0].".to_owned(),
        },
        inputs = inputs.join(", "),
    )
}

fn literal(argument: Argument, value: &Literal) -> String {
    let given = match value {
        Literal::Input(position) => format!("&t[{position}]"),
        Literal::Inputs(positions) => {
            let inputs: Vec<String> = positions.iter().map(|position| format!("&t[{position}]")).collect();
            format!("&[{}]", inputs.join(", "))
        }
        Literal::None => return "None".to_owned(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Bool(value) => value.to_string(),
        Literal::Ints(values) if argument.kind == ArgumentKind::OptionalInts => format!("&{values:?}"),
        Literal::Ints(values) => format!("{values:?}"),
        Literal::Indices(values, sizes) => format!("&harness::indices(&{values:?}, &{sizes:?})"),
        Literal::Mask(values, sizes) => format!("&harness::mask(&{values:?}, &{sizes:?})"),
        Literal::IndexList(tensors) => {
            let tensor =
                |(values, sizes): &(Vec<i64>, Vec<i64>)| format!("Some(&harness::indices(&{values:?}, &{sizes:?}))");
            let tensors: Vec<String> =
                tensors.iter().map(|given| given.as_ref().map_or_else(|| "None".to_owned(), tensor)).collect();
            format!("&[{}]", tensors.join(", "))
        }
        Literal::Text(word) => format!("{word:?}"),
        Literal::Variant(name) => match argument.kind {
            ArgumentKind::Named(kind) => format!("{kind}::{name}"),
            _ => format!("DType::{name}"),
        },
    };
    match argument.kind {
        ArgumentKind::OptionalTensor
        | ArgumentKind::OptionalInt
        | ArgumentKind::OptionalBool
        | ArgumentKind::OptionalFloat
        | ArgumentKind::OptionalInts
        | ArgumentKind::OptionalDType
        | ArgumentKind::OptionalText => format!("Some({given})"),
        ArgumentKind::OptionalScalar => format!("Some(Into::into({given}))"),
        _ => given,
    }
}
