//! Curves of a run as a picture.

mod canvas;

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use cresset_autograd::{Error, Result};
use plotters::coord::Shift;
use plotters::prelude::*;

use canvas::{Canvas, write_png};

const SIZE: (u32, u32) = (720, 440);

/// Draws one line for each name over the epochs: a PNG where the path ends in `.png`, else an SVG. Neither needs fonts to
/// be written. Values that are no numbers are left out.
///
/// # Errors
/// The file cannot be written, or there is nothing to draw.
pub fn draw_curves(path: impl AsRef<Path>, title: &str, curves: &[(String, Vec<f64>)]) -> Result<()> {
    let path = path.as_ref();
    if !curves.iter().flat_map(|(_, values)| values).any(|value| value.is_finite()) {
        return Err(Error::argument("draw_curves", "curves", "no values", "draw after the first epoch"));
    }
    let write = || -> Result<(), Box<dyn std::error::Error>> {
        if path.extension().is_none_or(|extension| extension != "png") {
            return draw(&SVGBackend::new(path, SIZE).into_drawing_area(), 12, title, curves);
        }
        let mut points = vec![255; 3 * SIZE.0 as usize * SIZE.1 as usize];
        // The legend's frame is made by plotters' guess of widths: at this size it is the width of the letters drawn.
        draw(&Canvas::new(SIZE, &mut points).into_drawing_area(), 18, title, curves)?;
        Ok(write_png(BufWriter::new(File::create(path)?), SIZE, &points)?)
    };
    write().map_err(|error| Error::io("draw_curves", path.display(), error))
}

fn draw<B: DrawingBackend>(
    root: &DrawingArea<B, Shift>,
    legend_size: u32,
    title: &str,
    curves: &[(String, Vec<f64>)],
) -> Result<(), Box<dyn std::error::Error>>
where
    B::ErrorType: 'static,
{
    let finite = curves.iter().flat_map(|(_, values)| values).filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
    let margin = (0.05 * (high - low)).max(1e-6 * high.abs()).max(1e-12);
    let last = curves.iter().map(|(_, values)| values.len()).max().unwrap_or(1).max(2) as f64;
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(root)
        .caption(title, ("sans-serif", 22))
        .margin(10)
        .margin_right(30)
        .x_label_area_size(45)
        .y_label_area_size(70)
        .build_cartesian_2d(1.0..last, low - margin..high + margin)?;
    chart
        .configure_mesh()
        .x_desc("epoch")
        .x_label_formatter(&|epoch| epoch.to_string())
        .light_line_style(TRANSPARENT)
        .draw()?;
    for (at, (name, values)) in curves.iter().enumerate() {
        let color = Palette99::pick(at).to_rgba();
        let points = (1..).map(f64::from).zip(values.iter().copied()).filter(|(_, value)| value.is_finite());
        chart
            .draw_series(LineSeries::new(points, color.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color.stroke_width(3)));
    }
    chart
        .configure_series_labels()
        .label_font(("sans-serif", legend_size))
        .background_style(WHITE.mix(0.9))
        .border_style(BLACK.mix(0.4))
        .draw()?;
    Ok(root.present()?)
}
