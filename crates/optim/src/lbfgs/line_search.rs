//! The line search of L-BFGS: a length that meets the strong Wolfe conditions.

use cresset_autograd::{Result, Tensor};

/// The loss at a place and its gradient there.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) loss: f64,
    pub(super) grad: Tensor,
}

impl Point {
    /// The slope along a direction.
    pub(super) fn slope(&self, direction: &Tensor) -> Result<f64> {
        self.grad.try_dot(direction)?.try_item()
    }

    /// The largest gradient of one element.
    pub(super) fn steepest(&self) -> Result<f64> {
        self.grad.try_abs()?.try_max()?.try_item()
    }
}

/// A place on the line.
#[derive(Clone, Debug)]
struct Place {
    length: f64,
    point: Point,
    slope: f64,
}

/// The lowest place of the cubic through two places and their slopes, kept within bounds.
fn cubic(first: &Place, second: &Place, bounds: Option<(f64, f64)>) -> f64 {
    let (x1, f1, g1) = (first.length, first.point.loss, first.slope);
    let (x2, f2, g2) = (second.length, second.point.loss, second.slope);
    let (low, high) = bounds.unwrap_or((x1.min(x2), x1.max(x2)));
    let d1 = g1 + g2 - 3.0 * (f1 - f2) / (x1 - x2);
    let square = d1 * d1 - g1 * g2;
    if square.is_nan() || square < 0.0 {
        return (low + high) / 2.0;
    }
    let d2 = square.sqrt();
    let lowest = match x1 <= x2 {
        true => x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2.0 * d2)),
        false => x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2.0 * d2)),
    };
    lowest.max(low).min(high)
}

/// Share of the first slope that the loss must fall by.
const FALL: f64 = 1e-4;
/// Share of the first slope that the slope must fall to.
const FLATTEN: f64 = 0.9;

/// The point reached, its length, and how often the loss was computed.
pub(super) fn strong_wolfe(
    probe: &mut dyn FnMut(f64) -> Result<Point>,
    begin: f64,
    direction: &Tensor,
    start: &Point,
    slope: f64,
    tolerance: f64,
    limit: usize,
) -> Result<(Point, f64, usize)> {
    let size = direction.try_abs()?.try_max()?.try_item()?;
    let mut n_probes = 0;
    let mut visit = |length: f64| -> Result<Place> {
        n_probes += 1;
        let point = probe(length)?;
        let slope = point.slope(direction)?;
        Ok(Place { length, point, slope })
    };
    let falls_short = |place: &Place| place.point.loss > start.loss + FALL * place.length * slope;
    let is_flat = |place: &Place| place.slope.abs() <= -FLATTEN * slope;

    // First a stretch that holds such a length.
    let origin = Place { length: 0.0, point: start.clone(), slope };
    let mut last = origin.clone();
    let mut new = visit(begin)?;
    let (mut n, mut found) = (0, None);
    while n < limit {
        if falls_short(&new) || (n > 1 && new.point.loss >= last.point.loss) {
            found = Some([last.clone(), new.clone()]);
            break;
        }
        if is_flat(&new) {
            return Ok((new.point, new.length, n_probes));
        }
        if new.slope >= 0.0 {
            found = Some([last.clone(), new.clone()]);
            break;
        }
        let bounds = (new.length + 0.01 * (new.length - last.length), new.length * 10.0);
        let next = cubic(&last, &new, Some(bounds));
        last = std::mem::replace(&mut new, visit(next)?);
        n += 1;
    }
    let mut stretch = found.unwrap_or([origin, new]);

    // Then it shrinks around the length.
    let mut low = usize::from(stretch[0].point.loss > stretch[1].point.loss);
    let mut stalled = false;
    while n < limit {
        let [first, second] = &stretch;
        if (second.length - first.length).abs() * size < tolerance {
            break;
        }
        let (least, most) = (first.length.min(second.length), first.length.max(second.length));
        let mut length = cubic(first, second, None);
        let margin = 0.1 * (most - least);
        stalled = if (most - length).min(length - least) < margin {
            let leaves = stalled || length >= most || length <= least;
            if leaves {
                let near_most = (length - most).abs() < (length - least).abs();
                length = if near_most { most - margin } else { least + margin };
            }
            !leaves
        } else {
            false
        };
        let new = visit(length)?;
        n += 1;
        if falls_short(&new) || new.point.loss >= stretch[low].point.loss {
            stretch[1 - low] = new;
            low = usize::from(stretch[0].point.loss > stretch[1].point.loss);
            continue;
        }
        let done = is_flat(&new);
        if !done && new.slope * (stretch[1 - low].length - stretch[low].length) >= 0.0 {
            stretch[1 - low] = stretch[low].clone();
        }
        stretch[low] = new;
        if done {
            break;
        }
    }
    let [first, second] = stretch;
    let best = if low == 0 { first } else { second };
    Ok((best.point, best.length, n_probes))
}
