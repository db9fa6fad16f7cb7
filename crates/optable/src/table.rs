//! All elementwise operators, section by section.
use crate::row::Row;

mod activations;
mod arithmetic;
mod bitwise;
mod comparison;
mod exponential;
mod losses;
mod powers;
mod rounding;
mod selection;
mod special;
mod trigonometric;

/// Every row, in the order of generated code.
pub fn rows() -> Vec<Row> {
    let sections = [
        ("arithmetic", arithmetic::rows()),
        ("powers", powers::rows()),
        ("rounding", rounding::rows()),
        ("exponential", exponential::rows()),
        ("trigonometric", trigonometric::rows()),
        ("special", special::rows()),
        ("activations", activations::rows()),
        ("comparison", comparison::rows()),
        ("selection", selection::rows()),
        ("bitwise", bitwise::rows()),
        ("losses", losses::rows()),
    ];
    let named = |(section, rows): (&'static str, Vec<Row>)| rows.into_iter().map(move |row| Row { section, ..row });
    sections.into_iter().flat_map(named).collect()
}
