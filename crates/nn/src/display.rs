//! The summary of a module, as Python's `print(module)`.

use std::fmt;

use crate::module::{Member, Module};

/// Writes the summary of a module.
///
/// # Errors
/// As the formatter.
pub fn write_summary<M: Module + ?Sized>(module: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&summary(module.as_module()))
}

impl fmt::Display for dyn Module + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&summary(self))
    }
}

fn summary(module: &dyn Module) -> String {
    let name = module.module_name();
    let extra = module.extra_repr();
    let mut children = Vec::new();
    module.members(&mut |name, member| match member {
        Member::Module(child) => children.push((name.to_string(), summary(child))),
        // Only lists show their parameters.
        Member::Parameter(parameter) if module.module_name() == "ParameterList" => {
            let sizes = parameter.sizes().iter().map(ToString::to_string).collect::<Vec<_>>().join("x");
            let shown = format!("Parameter containing: [torch.{} of size {sizes}]", parameter.dtype());
            children.push((name.to_string(), shown));
        }
        _ => {}
    });
    let mut lines: Vec<String> = extra.split('\n').filter(|line| !line.is_empty()).map(str::to_string).collect();
    if children.is_empty() && lines.len() <= 1 {
        return format!("{name}({extra})");
    }
    lines.extend(if name == "ModuleList" { grouped(children) } else { children.iter().map(line).collect() });
    // A child of several lines is one step further in.
    let body = lines.join("\n").replace('\n', "\n  ");
    format!("{name}(\n  {body}\n)")
}

fn line((name, shown): &(String, String)) -> String {
    format!("({name}): {shown}")
}

/// Neighbours of a list that look alike, as one: `(0-2): 3 x Linear(…)`.
fn grouped(children: Vec<(String, String)>) -> Vec<String> {
    children
        .chunk_by(|lhs, rhs| lhs.1 == rhs.1)
        .filter_map(|alike| match alike {
            [one] => Some(line(one)),
            [first, .., last] => Some(format!("({}-{}): {} x {}", first.0, last.0, alike.len(), first.1)),
            [] => None,
        })
        .collect()
}
