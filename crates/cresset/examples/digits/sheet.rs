//! The test digits with what the network took them for, as SVG, which needs no fonts to be written.

use std::path::Path;

use cresset::{Error, Result};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const MISTAKEN: RGBColor = RGBColor(214, 39, 40);
const INK: RGBColor = RGBColor(40, 40, 40);

/// A test image with its true and its predicted class; pixels in 0..=1 by rows.
pub struct Digit<'a> {
    pub pixels: &'a [f32],
    pub target: i64,
    pub predicted: i64,
}

const COLUMNS: usize = 12;
const ROWS: usize = 5;
/// Pixels of the picture for one of a digit.
const SCALE: i32 = 9;
const CELL: (i32, i32) = (92, 110);
const HEAD: i32 = 52;

/// Draws as many test digits as fit, mistakes first, each with its prediction.
pub fn draw_sheet(path: &Path, digits: &[Digit<'_>]) -> Result<()> {
    let (wrong, right): (Vec<&Digit<'_>>, Vec<&Digit<'_>>) =
        digits.iter().partition(|digit| digit.predicted != digit.target);
    let n_wrong = wrong.len();
    let shown: Vec<&Digit<'_>> = wrong.into_iter().chain(right).take(COLUMNS * ROWS).collect();
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
    draw().map_err(|error| Error::io("draw_sheet", path.display(), error))
}

fn text(size: i32, color: RGBColor, at: HPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&color).pos(Pos::new(at, VPos::Center))
}

fn draw_digit(root: &Area<'_>, (x, y): (i32, i32), digit: &Digit<'_>) -> Result<(), Box<dyn std::error::Error>> {
    let is_right = digit.predicted == digit.target;
    root.draw(&Rectangle::new([(x, y), (x + 8 * SCALE, y + 8 * SCALE)], BLACK.filled()))?;
    for (at, &pixel) in (0..).zip(digit.pixels).filter(|(_, pixel)| **pixel > 0.0) {
        let (left, top) = (x + at % 8 * SCALE, y + at / 8 * SCALE);
        let level = (255.0 * pixel) as u8;
        let color = RGBColor(level, level, level).filled();
        root.draw(&Rectangle::new([(left, top), (left + SCALE, top + SCALE)], color))?;
    }
    let (color, label) = match is_right {
        true => (INK, digit.predicted.to_string()),
        false => (MISTAKEN, format!("{} (is {})", digit.predicted, digit.target)),
    };
    if !is_right {
        root.draw(&Rectangle::new([(x - 2, y - 2), (x + 8 * SCALE + 2, y + 8 * SCALE + 2)], MISTAKEN.stroke_width(3)))?;
    }
    root.draw(&Text::new(label, (x + 4 * SCALE, y + 8 * SCALE + 15), text(17, color, HPos::Center)))?;
    Ok(())
}
