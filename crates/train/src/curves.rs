//! Curves of a run as a picture.

use std::path::Path;

use cresset_autograd::{Error, Result};
use plotters::prelude::*;

/// Draws one line for each name over the epochs, as SVG, which needs no fonts to be written. Values that are no numbers
/// are left out.
///
/// # Errors
/// The file cannot be written, or there is nothing to draw.
pub fn draw_curves(path: impl AsRef<Path>, title: &str, curves: &[(String, Vec<f64>)]) -> Result<()> {
    let path = path.as_ref();
    let finite = || curves.iter().flat_map(|(_, values)| values).filter(|value| value.is_finite());
    let (low, high) = finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
    if low > high {
        return Err(Error::argument("draw_curves", "curves", "no values", "draw after the first epoch"));
    }
    let margin = (0.05 * (high - low)).max(1e-6 * high.abs()).max(1e-12);
    let last = curves.iter().map(|(_, values)| values.len()).max().unwrap_or(1).max(2) as f64;
    let draw = || -> Result<(), Box<dyn std::error::Error>> {
        let root = SVGBackend::new(path, (720, 440)).into_drawing_area();
        root.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&root)
            .caption(title, ("sans-serif", 22))
            .margin(10)
            .x_label_area_size(45)
            .y_label_area_size(70)
            .build_cartesian_2d(1.0..last, low - margin..high + margin)?;
        chart.configure_mesh().x_desc("epoch").light_line_style(TRANSPARENT).draw()?;
        for (at, (name, values)) in curves.iter().enumerate() {
            let color = Palette99::pick(at).to_rgba();
            let points = (1..).map(f64::from).zip(values.iter().copied()).filter(|(_, value)| value.is_finite());
            chart
                .draw_series(LineSeries::new(points, color.stroke_width(2)))?
                .label(name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color.stroke_width(3)));
        }
        chart.configure_series_labels().background_style(WHITE.mix(0.9)).border_style(BLACK.mix(0.4)).draw()?;
        Ok(root.present()?)
    };
    draw().map_err(|error| Error::io("draw_curves", path.display(), error))
}
