//! `docs/benchmarks.svg`: a bar for each workload's ratio, group by group, on a logarithmic axis.

use std::path::Path;

use plotters::prelude::*;

use crate::Failure;
use crate::rounds::{Row, by_group, geometric_mean};

const BETTER: RGBColor = RGBColor(31, 119, 180);
const WORSE: RGBColor = RGBColor(214, 39, 40);
const INK: RGBColor = RGBColor(40, 40, 40);

/// Draws the ratios of all rows that have one.
pub fn draw(path: &Path, rows: &[Row]) -> Result<(), Failure> {
    drawn(path, rows).map_err(|error| format!("{}: {error}", path.display()))
}

fn drawn(path: &Path, rows: &[Row]) -> Result<(), Box<dyn std::error::Error>> {
    // Process start and size would squeeze all others into a corner: they stand in the table.
    let shown: Vec<Row> = rows.iter().filter(|row| row.entry.group != "process").cloned().collect();
    let groups = by_group(&shown);
    let ratios: Vec<f64> = shown.iter().filter_map(Row::ratio).collect();
    let low = ratios.iter().copied().fold(0.5, f64::min) / 1.3;
    let high = ratios.iter().copied().fold(2.0, f64::max) * 1.6;
    // A place for each bar and two between groups; a narrow group has room for its name.
    let width = |rows: &[&Row]| rows.iter().filter(|row| row.ratio().is_some()).count().max(9) as f64 + 2.0;
    let n_places = 2.0 + groups.iter().map(|(_, rows)| width(rows)).sum::<f64>();
    let root = SVGBackend::new(path, (1200, 460)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption("PyTorch's time in multiples of Cresset's", ("sans-serif", 20).into_font().color(&INK))
        .margin(12)
        .x_label_area_size(10)
        .y_label_area_size(60)
        .build_cartesian_2d(0.0..n_places, (low..high).log_scale())?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .y_desc("above 1 Cresset is faster")
        .y_label_formatter(&|value| format!("{value}"))
        .light_line_style(TRANSPARENT)
        .bold_line_style(INK.mix(0.12))
        .axis_style(INK)
        .draw()?;
    let mut place = 2.0;
    for (name, rows) in groups {
        let Some(mean) = geometric_mean(&rows) else { continue };
        let (begin, end) = (place, place + width(&rows));
        for ratio in rows.iter().filter_map(|row| row.ratio()) {
            let color = if ratio < 1.0 { WORSE } else { BETTER };
            let corners = [(place + 0.1, ratio.min(1.0)), (place + 0.9, ratio.max(1.0))];
            chart.draw_series([Rectangle::new(corners, color.filled())])?;
            place += 1.0;
        }
        chart.draw_series([PathElement::new([(begin, mean), (place, mean)], INK.stroke_width(2))])?;
        let style = ("sans-serif", 13).into_font().color(&INK);
        chart.draw_series([Text::new(format!("{name} {mean:.2}"), (begin, high / 1.15), style)])?;
        place = end;
    }
    chart.draw_series([PathElement::new([(0.0, 1.0), (n_places, 1.0)], INK.stroke_width(1))])?;
    Ok(root.present()?)
}
