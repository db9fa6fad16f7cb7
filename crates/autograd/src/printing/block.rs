//! Nested brackets around cells: line breaks, indentation and the dots of a summary.

use super::Options;
use super::cells::Cells;

/// One dimension of the shown block.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    /// Indices that are shown.
    pub(super) kept: usize,
    /// Whether dots stand in the middle for indices that are not.
    pub(super) is_cut: bool,
}

/// The text of `cells` as a block of `axes` that starts in column `indent`.
pub(super) fn text(cells: &Cells, axes: &[Axis], indent: usize, options: &Options) -> String {
    nested(&cells.texts, cells.width, axes, indent, options)
}

fn nested(texts: &[String], width: usize, axes: &[Axis], indent: usize, options: &Options) -> String {
    let Some((axis, inner)) = axes.split_first() else {
        return texts.concat();
    };
    let margin = " ".repeat(indent + 1);
    if inner.is_empty() {
        let mut row: Vec<&str> = texts.iter().map(String::as_str).collect();
        if axis.is_cut {
            row.insert(options.edge_items, if options.edge_items == 0 { "..." } else { " ..." });
        }
        let per_line = (options.line_width.saturating_sub(indent) / (width + 2)).max(1);
        let lines: Vec<String> = row.chunks(per_line).map(|line| line.join(", ")).collect();
        return format!("[{}]", lines.join(&format!(",\n{margin}")));
    }
    // Without edge items no cell is left, and chunks of zero would panic.
    let n_inner = (texts.len() / axis.kept.max(1)).max(1);
    let mut parts: Vec<String> =
        texts.chunks(n_inner).map(|part| nested(part, width, inner, indent + 1, options)).collect();
    if axis.is_cut {
        parts.insert(options.edge_items, "...".to_owned());
    }
    format!("[{}]", parts.join(&format!(",{}{margin}", "\n".repeat(inner.len()))))
}
