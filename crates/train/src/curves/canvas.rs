//! A picture of points that plotters draws on, with the letters of `font8x8`: plotters' own way needs a library of fonts.

use std::io::{Error, Write};

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use font8x8::{BASIC_FONTS, GREEK_FONTS, LATIN_FONTS, UnicodeFonts};

/// Points of a letter from left to right and from top to bottom, with the gap to the next.
const SIDE: i32 = 8;
/// Stands for a letter that is not there.
const BOX: [u8; 8] = [0x7e, 0x42, 0x42, 0x42, 0x42, 0x42, 0x7e, 0];

/// The rows of a letter from the top; the lowest bit is the leftmost point.
fn letter(character: char) -> [u8; 8] {
    let fonts = [BASIC_FONTS.get(character), LATIN_FONTS.get(character), GREEK_FONTS.get(character)];
    fonts.into_iter().flatten().next().unwrap_or(BOX)
}

/// Red, green and blue of each point, row by row.
pub(super) struct Canvas<'a> {
    size: (u32, u32),
    points: &'a mut [u8],
}

impl<'a> Canvas<'a> {
    /// A picture over memory of three bytes a point.
    pub(super) fn new(size: (u32, u32), points: &'a mut [u8]) -> Canvas<'a> {
        Canvas { size, points }
    }
}

/// How many points of the picture a point of a letter is wide and high.
fn scale(style: &impl BackendTextStyle) -> i32 {
    (style.size() / 12.5).round().max(1.0) as i32
}

/// The width and the height of a text.
fn extent(text: &str, scale: i32) -> (i32, i32) {
    (text.chars().count() as i32 * SIDE * scale, SIDE * scale)
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Error>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Error>> {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Result<(), DrawingErrorKind<Error>> {
        let (Ok(column), Ok(row)) = (u32::try_from(x), u32::try_from(y)) else { return Ok(()) };
        if column >= self.size.0 || row >= self.size.1 {
            return Ok(());
        }
        let start = 3 * (row as usize * self.size.0 as usize + column as usize);
        let (red, green, blue) = color.rgb;
        for (point, part) in self.points[start..start + 3].iter_mut().zip([red, green, blue]) {
            *point = (f64::from(*point) + (f64::from(part) - f64::from(*point)) * color.alpha).round() as u8;
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Error>> {
        let (width, height) = extent(text, scale(style));
        Ok((width as u32, height as u32))
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Error>> {
        let scale = scale(style);
        let (width, height) = extent(text, scale);
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2,
            HPos::Right => x - width,
        };
        let top = match style.anchor().v_pos {
            VPos::Top => y,
            VPos::Center => y - height / 2,
            VPos::Bottom => y - height,
        };
        for (at, character) in (0..).zip(text.chars()) {
            for (row, points) in (0..).zip(letter(character)) {
                for column in (0..SIDE).filter(|column| points >> column & 1 == 1) {
                    let corner = (left + (at * SIDE + column) * scale, top + row * scale);
                    for point in 0..scale * scale {
                        self.draw_pixel((corner.0 + point % scale, corner.1 + point / scale), style.color())?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Writes points as a PNG file.
pub(super) fn write_png(out: impl Write, size: (u32, u32), points: &[u8]) -> Result<(), png::EncodingError> {
    let mut encoder = png::Encoder::new(out, size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(points)?;
    writer.finish()
}
