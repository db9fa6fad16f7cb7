//! The two pictures of the example, as SVG, which needs no fonts to be written.

use std::fmt;
use std::path::Path;

use cresset::{Error, Result};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const TRAIN: RGBColor = RGBColor(31, 119, 180);
const TEST: RGBColor = RGBColor(214, 39, 40);
const INK: RGBColor = RGBColor(40, 40, 40);

/// Mean loss, and the part of right answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    pub loss: f64,
    pub accuracy: f64,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loss {:.4}  accuracy {:5.1} %", self.loss, 100.0 * self.accuracy)
    }
}

/// A test image with its true and its predicted class; pixels in 0..=1 by rows.
pub struct Digit {
    pub pixels: Vec<f32>,
    pub target: i64,
    pub predicted: i64,
}

fn refused(path: &Path, problem: impl fmt::Display) -> Error {
    Error::io("plot", path.display(), problem)
}

/// Draws the scores of the training and the test set over the epochs: losses beside accuracies.
pub fn curves(path: &Path, epochs: &[(Score, Score)]) -> Result<()> {
    let draw = || -> Result<(), Box<dyn std::error::Error>> {
        let root = SVGBackend::new(path, (1100, 440)).into_drawing_area();
        root.fill(&WHITE)?;
        let (left, right) = root.margin(8, 8, 8, 16).split_horizontally(540);
        let losses: Vec<(f64, f64)> = epochs.iter().map(|(train, test)| (train.loss, test.loss)).collect();
        let top = losses.iter().map(|(train, test)| train.max(*test)).fold(0.0, f64::max);
        panel(&left, "Loss", "cross-entropy", 0.0..top * 1.05, losses)?;
        let percent = |score: &Score| 100.0 * score.accuracy;
        let accuracies: Vec<(f64, f64)> = epochs.iter().map(|(train, test)| (percent(train), percent(test))).collect();
        let lowest = accuracies.iter().map(|(train, test)| train.min(*test)).fold(100.0, f64::min);
        // From the ten below the lowest, so that the last per cent can be told apart.
        let bottom = 10.0 * (lowest / 10.0 - 0.2).floor().max(0.0);
        panel(&right, "Accuracy", "right answers in %", bottom..101.0, accuracies)?;
        Ok(root.present()?)
    };
    draw().map_err(|error| refused(path, error))
}

/// One chart of values of the training and the test set for each epoch.
fn panel(
    area: &Area<'_>,
    title: &str,
    what: &str,
    range: std::ops::Range<f64>,
    values: Vec<(f64, f64)>,
) -> Result<(), Box<dyn std::error::Error>> {
    let (last, top) = (values.len().max(2) as f64, range.end);
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 22).into_font().color(&INK))
        .margin(10)
        .x_label_area_size(45)
        .y_label_area_size(60)
        .build_cartesian_2d(1.0..last, range)?;
    chart
        .configure_mesh()
        .x_desc("epoch")
        .y_desc(what)
        .axis_desc_style(("sans-serif", 16))
        .label_style(("sans-serif", 14))
        .x_labels(values.len().clamp(2, 12))
        .x_label_formatter(&|epoch| if epoch.fract() == 0.0 { format!("{epoch:.0}") } else { String::new() })
        .y_label_formatter(&|value| if top > 10.0 { format!("{value:.0}") } else { format!("{value:.1}") })
        .light_line_style(TRANSPARENT)
        .bold_line_style(INK.mix(0.12))
        .axis_style(INK)
        .draw()?;
    let (train, test): (Vec<f64>, Vec<f64>) = values.into_iter().unzip();
    for (name, color, values) in [("training", TRAIN, train), ("test", TEST, test)] {
        let points: Vec<(f64, f64)> = (1..).map(f64::from).zip(values).collect();
        chart
            .draw_series(LineSeries::new(points.iter().copied(), color.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color.stroke_width(3)));
        chart.draw_series(points.into_iter().map(|point| Circle::new(point, 3, color.filled())))?;
    }
    let corner = if title == "Loss" { SeriesLabelPosition::UpperRight } else { SeriesLabelPosition::LowerRight };
    chart
        .configure_series_labels()
        .position(corner)
        .label_font(("sans-serif", 15))
        .background_style(WHITE.mix(0.9))
        .border_style(INK.mix(0.4))
        .draw()?;
    Ok(())
}

const COLUMNS: usize = 12;
const ROWS: usize = 5;
/// Pixels of the picture for one of a digit.
const SCALE: i32 = 9;
const CELL: (i32, i32) = (92, 110);
const HEAD: i32 = 52;

/// Draws as many test digits as fit, mistakes first, each with its prediction.
pub fn sheet(path: &Path, digits: &[Digit]) -> Result<()> {
    let (wrong, right): (Vec<&Digit>, Vec<&Digit>) = digits.iter().partition(|digit| digit.predicted != digit.target);
    let n_wrong = wrong.len();
    let shown: Vec<&Digit> = wrong.into_iter().chain(right).take(COLUMNS * ROWS).collect();
    let draw = || -> Result<(), Box<dyn std::error::Error>> {
        let rows = shown.len().div_ceil(COLUMNS) as i32;
        let size = (CELL.0 * COLUMNS as i32 + 20, HEAD + CELL.1 * rows + 10);
        let root = SVGBackend::new(path, (size.0 as u32, size.1 as u32)).into_drawing_area();
        root.fill(&WHITE)?;
        let title = format!("{} test digits, {n_wrong} mistaken; mistakes first, in red", digits.len());
        root.draw(&Text::new(title, (size.0 / 2, 26), text(22, INK, HPos::Center)))?;
        for (at, digit) in shown.into_iter().enumerate() {
            let corner = (10 + CELL.0 * (at % COLUMNS) as i32, HEAD + CELL.1 * (at / COLUMNS) as i32);
            draw_digit(&root, (corner.0 + (CELL.0 - 8 * SCALE) / 2, corner.1), digit)?;
        }
        Ok(root.present()?)
    };
    draw().map_err(|error| refused(path, error))
}

fn text(size: i32, color: RGBColor, at: HPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&color).pos(Pos::new(at, VPos::Center))
}

fn draw_digit(root: &Area<'_>, (x, y): (i32, i32), digit: &Digit) -> Result<(), Box<dyn std::error::Error>> {
    let is_right = digit.predicted == digit.target;
    root.draw(&Rectangle::new([(x, y), (x + 8 * SCALE, y + 8 * SCALE)], BLACK.filled()))?;
    for (at, &pixel) in (0..).zip(&digit.pixels).filter(|(_, pixel)| **pixel > 0.0) {
        let (left, top) = (x + at % 8 * SCALE, y + at / 8 * SCALE);
        let level = (255.0 * pixel) as u8;
        let color = RGBColor(level, level, level).filled();
        root.draw(&Rectangle::new([(left, top), (left + SCALE, top + SCALE)], color))?;
    }
    let (color, label) = match is_right {
        true => (INK, digit.predicted.to_string()),
        false => (TEST, format!("{} (is {})", digit.predicted, digit.target)),
    };
    if !is_right {
        root.draw(&Rectangle::new([(x - 2, y - 2), (x + 8 * SCALE + 2, y + 8 * SCALE + 2)], TEST.stroke_width(3)))?;
    }
    root.draw(&Text::new(label, (x + 4 * SCALE, y + 8 * SCALE + 15), text(17, color, HPos::Center)))?;
    Ok(())
}
