//! Tensor methods of elementwise operators: `crates/autograd/src/generated`.
use cresset_optable::{Complex, Input, Kind, Row};

use super::formulas::tensors;
use super::twins::Twins;
use super::{Files, camel, grouped, header, imports};

pub fn write(rows: &[Row], files: &mut Files) {
    for (section, members) in grouped(rows, |row| row.section) {
        let twins: String = members.iter().map(|row| twins_of(row).text()).collect();
        let rules: String = members.iter().map(|row| rule(row)).collect();
        let body = format!("impl Tensor {{ {twins} }}\n\n{rules}");
        let uses = imports(
            &body,
            &[
                ("cresset_ops", &["Pointwise"]),
                ("crate::methods", &["complex"]),
                ("crate::pointwise", &["At", "OfComplex", "Rule", "record", "record_", "write_out"]),
                ("crate", &["AsOperand", "Result", "Tensor", "plain"]),
            ],
        );
        let text = header(&format!("Elementwise methods of the section `{section}`.")) + &uses + "\n" + &body;
        files.insert(format!("crates/autograd/src/generated/{section}.rs"), text);
    }
}

fn twins_of(row: &Row) -> Twins<'_> {
    let rest = &row.inputs[1..];
    let argument = |kind: &Kind| match kind {
        Kind::Operand { .. } | Kind::Condition => "impl AsOperand".to_owned(),
        Kind::Number { .. } => "f64".to_owned(),
    };
    let lowered = |input: &Input| match input.kind {
        Kind::Number { .. } => format!("{}.into()", input.name),
        Kind::Operand { .. } | Kind::Condition => format!("{}.as_operand()", input.name),
    };
    let into: Vec<String> = rest.iter().map(lowered).collect();
    let all = [&["self.into()".to_owned()], &into[..]].concat();
    let constant = row.name.to_uppercase();
    Twins {
        name: row.name,
        doc: documentation(row),
        receiver: true,
        arguments: rest.iter().map(|input| (input.name, argument(&input.kind))).collect(),
        returns: "Tensor",
        body: format!("record(&{constant}, [{}])", all.join(", ")),
        body_in_place: row
            .in_place
            .then(|| format!("record_(&{constant}, self, [{}]).map(|()| self)", into.join(", "))),
        body_out: Some(format!("write_out(&{constant}, [{}], out)", all.join(", "))),
    }
}

fn documentation(row: &Row) -> String {
    let default = |kind: &Kind| match kind {
        Kind::Number { default: Some(value), .. } => Some(*value),
        _ => None,
    };
    let defaults: Vec<String> =
        row.inputs.iter().filter_map(|input| Some(format!("`{} = {}`", input.name, default(&input.kind)?))).collect();
    let defaults =
        if defaults.is_empty() { String::new() } else { format!(" PyTorch's defaults: {}.", defaults.join(", ")) };
    let why = row.no_grad.map_or(String::new(), |why| format!("\n\nNo gradient: {why}."));
    format!("{} `out = {}`{}{defaults}{why}", row.doc, row.value_text(), if defaults.is_empty() { "" } else { "." })
}

fn rule(row: &Row) -> String {
    let mut functions = String::new();
    let mut entries = Vec::new();
    for (position, gradient) in row.gradients.iter().enumerate() {
        let Some(gradient) = gradient else {
            entries.push("None".to_owned());
            continue;
        };
        let name = format!("{}_grad_{position}", row.name);
        let formula = cresset_optable::formula::expression(gradient, &row.input_names());
        functions += &format!(
            "/// Gradient in `{}`: `{formula}`.\nfn {name}(at: &At<'_>) -> Result<Tensor> {{ {} }}\n\n",
            row.inputs[position].name,
            tensors(row, gradient)
        );
        entries.push(format!("Some({name})"));
    }
    let of_complex = match row.complex {
        Complex::Refused | Complex::Analytic => "OfComplex::Conjugated".to_owned(),
        Complex::Real => "OfComplex::Alike".to_owned(),
        Complex::Own => format!("OfComplex::Own(complex::{}_gradient)", row.name),
    };
    format!(
        "pub(crate) static {}: Rule = Rule {{ op: Pointwise::{}, node: \"{}\", gradients: &[{}], of_complex: {of_complex} }};\n\n{functions}",
        row.name.to_uppercase(),
        camel(row.name),
        node(row),
        entries.join(", ")
    )
}

/// PyTorch's name of the node: after the operator without its overload.
fn node(row: &Row) -> String {
    let overload = row.aten.first().map_or(row.name, String::as_str);
    camel(overload.split('.').next().unwrap_or(row.name)) + "Backward0"
}
