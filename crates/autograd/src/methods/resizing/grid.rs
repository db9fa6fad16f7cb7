//! An image read at the points of a grid, and grids of affine maps.

use cresset_storage::{DType, Error, Result};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::neural::signed;
use crate::record::record;
use crate::{Options, Tensor};

/// How [`Tensor::grid_sample`] finds the values between elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GridMode {
    /// In proportion to the distances of the two neighbours along each dim.
    Bilinear,
    /// The nearest element; halves go to the even one.
    Nearest,
    /// By cubic curves through four neighbours along each of two dims.
    Bicubic,
}

/// What [`Tensor::grid_sample`] finds beyond the image.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GridPadding {
    /// Zeros.
    Zeros,
    /// The elements at the border.
    Border,
    /// The image reflected at its border.
    Reflection,
}

/// Coordinates along one dim of the image.
struct Axis {
    size: f64,
    padding: GridPadding,
    align_corners: bool,
}

impl Axis {
    /// From -1..1 to elements.
    fn unnormalised(&self, x: &Tensor) -> Result<Tensor> {
        if self.align_corners {
            x.try_add(1.0)?.try_mul((self.size - 1.0) / 2.0)
        } else {
            x.try_add(1.0)?.try_mul(self.size)?.try_sub(1.0)?.try_div(2.0)
        }
    }

    /// Brought into the image as the padding says.
    fn brought_in(&self, x: &Tensor) -> Result<Tensor> {
        match self.padding {
            GridPadding::Zeros => Ok(x.clone()),
            GridPadding::Border => self.clipped(x),
            GridPadding::Reflection => {
                let (low, high) = if self.align_corners { (0.0, self.size - 1.0) } else { (-0.5, self.size - 0.5) };
                self.clipped(&reflected(x, low, high)?)
            }
        }
    }

    /// No gradient flows at and beyond the border, as PyTorch.
    fn clipped(&self, x: &Tensor) -> Result<Tensor> {
        let inside = x.try_gt(0.0)?.try_logical_and(&x.try_lt(self.size - 1.0)?)?;
        // What is not a number goes to the first element.
        let at_border = x.detach().try_nan_to_num(0.0, f64::INFINITY, f64::NEG_INFINITY)?;
        let at_border = at_border.try_clamp(0.0, self.size - 1.0)?;
        inside.try_where_self(x, &at_border)
    }
}

/// Reflected at two bounds as often as needed.
fn reflected(x: &Tensor, low: f64, high: f64) -> Result<Tensor> {
    let span = high - low;
    if span == 0.0 {
        return x.try_mul(0.0)?.try_nan_to_num(0.0, 0.0, 0.0);
    }
    let distance = x.try_sub(low)?.try_abs()?;
    let flips = distance.detach().try_div(span)?.try_floor()?;
    let extra = distance.try_sub(&flips.try_mul(span)?)?;
    let even = flips.try_remainder(2.0)?.try_eq(0.0)?;
    even.try_where_self(&extra.try_add(low)?, &extra.try_neg()?.try_add(high)?)
}

/// The image in rows of places, and what is needed to find places in it.
struct Image {
    /// `[batch, channels, places]`.
    rows: Tensor,
    /// Sizes of the spatial dims.
    sizes: Vec<usize>,
}

impl Image {
    /// The elements at whole coordinates, one tensor for each dim; zero beyond the image.
    fn at(&self, coordinates: &[Tensor]) -> Result<Tensor> {
        let mut place: Option<Tensor> = None;
        let mut inside: Option<Tensor> = None;
        for (coordinate, &size) in coordinates.iter().zip(&self.sizes) {
            let last = size as f64 - 1.0;
            let here = coordinate.try_ge(0.0)?.try_logical_and(&coordinate.try_le(last)?)?;
            let zero = coordinate.try_mul(0.0)?;
            let index = here.try_where_self(coordinate, &zero)?;
            // In int64 before it is multiplied: a half could not hold it.
            let index = index.try_nan_to_num(0.0, 0.0, 0.0)?.try_to_dtype(DType::I64)?;
            place = Some(match place {
                Some(place) => place.try_mul(size as i64)?.try_add(&index)?,
                None => index,
            });
            inside = Some(match inside {
                Some(inside) => inside.try_logical_and(&here)?,
                None => here,
            });
        }
        let (Some(place), Some(inside)) = (place, inside) else { return Ok(self.rows.clone()) };
        // `[batch, 1, points]`, repeated for the channels.
        let (batch, channels) = (self.rows.sizes()[0] as i64, self.rows.sizes()[1] as i64);
        let points = (place.numel() / self.rows.sizes()[0].max(1)) as i64;
        let sizes = [batch, channels, points];
        let index = place.try_reshape([batch, 1, points])?.try_expand(sizes)?;
        let beyond = inside.try_logical_not()?.try_reshape([batch, 1, points])?;
        self.rows.try_gather(2, &index)?.try_masked_fill(&beyond, 0.0)
    }
}

fn check(x: &Tensor, grid: &Tensor) -> Result<usize> {
    let op = "grid_sample";
    let refuse = |problem, remedy| {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("grid", grid.sizes())];
        Err(Error::shape(op, problem, &shapes, remedy))
    };
    let rank = x.dim().saturating_sub(2);
    if !(2..=3).contains(&rank) || grid.dim() != x.dim() {
        return refuse("wrong number of dims", "self is [batch, channels, spatial dims], grid has as many dims");
    }
    if x.sizes()[0] != grid.sizes()[0] || grid.sizes()[grid.dim() - 1] != rank {
        return refuse("grid does not fit", "grid is [batch, points along each dim, number of spatial dims]");
    }
    if x.sizes()[2..].contains(&0) {
        return refuse("an empty image", "the spatial dims must not be empty");
    }
    if x.dtype() != grid.dtype() || !x.dtype().is_floating_point() {
        let dtypes = [("self", x.dtype()), ("grid", grid.dtype())];
        return Err(Error::dtype(op, "dtypes differ or are not floating", &dtypes, "use one floating dtype"));
    }
    Ok(rank)
}

#[track_caller]
pub(crate) fn grid_sample(
    x: &Tensor,
    grid: &Tensor,
    mode: GridMode,
    padding_mode: GridPadding,
    align_corners: bool,
) -> Result<Tensor> {
    let rank = check(x, grid)?;
    let given = x.dtype();
    let computing = if given == DType::F64 { DType::F64 } else { DType::F32 };
    let (x, grid) = (x.try_to_dtype(computing)?, grid.try_to_dtype(computing)?);
    let (batch, channels) = (x.sizes()[0] as i64, x.sizes()[1] as i64);
    let sizes = x.sizes()[2..].to_vec();
    let out_sizes = [&[batch, channels], &signed(&grid.sizes()[1..=rank])[..]].concat();
    if grid.numel() == 0 || channels == 0 {
        return x.try_sum()?.try_mul(0.0)?.try_to_dtype(given)?.try_expand(out_sizes);
    }
    let places: usize = sizes.iter().product();
    let image = Image { rows: x.try_reshape([batch, channels, places as i64])?, sizes: sizes.clone() };
    let points: i64 = out_sizes[2..].iter().product();
    let axes = sizes.iter().map(|&size| Axis { size: size as f64, padding: padding_mode, align_corners });
    // The grid's last coordinate belongs to the first dim.
    let coordinates = axes.clone().enumerate().map(|(dim, axis)| {
        axis.unnormalised(&grid.try_select(-1, (rank - 1 - dim) as i64)?.try_reshape([batch, points])?)
    });
    let coordinates: Vec<Tensor> = coordinates.collect::<Result<_>>()?;
    let axes: Vec<Axis> = axes.collect();
    let out = match mode {
        GridMode::Nearest => {
            let brought = axes.iter().zip(&coordinates).map(|(axis, x)| axis.brought_in(&x.detach())?.try_round());
            let found = image.at(&brought.collect::<Result<Vec<_>>>()?)?;
            let out = found.array().clone();
            record(&[Some(&found), Some(&grid)], out, |_| Ok(NearestBackward { grid: grid.detach() }))?
        }
        GridMode::Bilinear => {
            let taps = axes.iter().zip(&coordinates).map(|(axis, x)| linear_taps(&axis.brought_in(x)?));
            weighted(&image, &taps.collect::<Result<Vec<_>>>()?)?
        }
        GridMode::Bicubic => {
            let taps = axes.iter().zip(&coordinates).map(|(axis, x)| cubic_taps(axis, x));
            weighted(&image, &taps.collect::<Result<Vec<_>>>()?)?
        }
    };
    out.try_reshape(out_sizes)?.try_to_dtype(given)
}

/// Of the nearest elements: the grid has a gradient, which is zero.
struct NearestBackward {
    grid: Tensor,
}

impl Backward for NearestBackward {
    fn name(&self) -> &'static str {
        "GridSampler2DBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let to_grid = node.needs_input_grad(1).then(|| crate::try_zeros_like(&self.grid)).transpose()?;
        Ok(smallvec![Some(grad.clone()), to_grid])
    }
}

/// Places along one dim with their weights.
type TensorTaps = Vec<(Tensor, Tensor)>;

fn linear_taps(x: &Tensor) -> Result<TensorTaps> {
    let first = x.detach().try_floor()?;
    let weight = x.try_sub(&first)?;
    let opposite = first.try_add(1.0)?.try_sub(x)?;
    Ok(vec![(first.clone(), opposite), (first.try_add(1.0)?, weight)])
}

/// Keys's cubic curves with slope -0.75.
fn cubic_taps(axis: &Axis, x: &Tensor) -> Result<TensorTaps> {
    let slope = -0.75;
    let first = x.detach().try_floor()?;
    let distance = x.try_sub(&first)?;
    let near = |x: &Tensor| -> Result<Tensor> {
        x.try_mul(slope + 2.0)?.try_sub(slope + 3.0)?.try_mul(x)?.try_mul(x)?.try_add(1.0)
    };
    let far = |x: &Tensor| -> Result<Tensor> {
        x.try_mul(slope)?.try_sub(5.0 * slope)?.try_mul(x)?.try_add(8.0 * slope)?.try_mul(x)?.try_sub(4.0 * slope)
    };
    let opposite = distance.try_neg()?.try_add(1.0)?;
    let weights = [far(&distance.try_add(1.0)?)?, near(&distance)?, near(&opposite)?, far(&opposite.try_add(1.0)?)?];
    let taps = weights.into_iter().enumerate().map(|(at, weight)| {
        let place = axis.brought_in(&first.try_add(at as f64 - 1.0)?)?;
        Ok((place.try_round()?, weight))
    });
    taps.collect()
}

/// The sum over all combinations of taps.
fn weighted(image: &Image, taps: &[TensorTaps]) -> Result<Tensor> {
    let n: usize = taps.iter().map(Vec::len).product();
    let mut sum: Option<Tensor> = None;
    for combination in 0..n {
        let mut rest = combination;
        let mut places = Vec::new();
        let mut weight: Option<Tensor> = None;
        for taps in taps {
            let (place, share) = &taps[rest % taps.len()];
            rest /= taps.len();
            places.push(place.clone());
            weight = Some(match weight {
                Some(weight) => weight.try_mul(share)?,
                None => share.clone(),
            });
        }
        let Some(weight) = weight else { continue };
        let term = image.at(&places)?.try_mul(&weight.try_unsqueeze(1)?)?;
        sum = Some(match sum {
            Some(sum) => sum.try_add(&term)?,
            None => term,
        });
    }
    sum.map_or_else(|| Ok(image.rows.clone()), Ok)
}

#[track_caller]
pub(crate) fn affine_grid(theta: &Tensor, size: &[i64], align_corners: bool) -> Result<Tensor> {
    let op = "affine_grid";
    let rank = size.len().saturating_sub(2);
    let fits = (2..=3).contains(&rank)
        && matches!(*theta.sizes(), [n, rows, columns] if n as i64 == size[0] && rows == rank && columns == rank + 1);
    if !fits || size.iter().any(|&size| size < 0) {
        let wanted: Vec<usize> = size.iter().map(|&size| size.max(0) as usize).collect();
        let shapes: [(_, &[usize]); 2] = [("self", theta.sizes()), ("size", &wanted)];
        let remedy = "for size [n, c, h, w] theta is [n, 2, 3], for [n, c, d, h, w] it is [n, 3, 4]";
        return Err(Error::shape(op, "maps do not fit the size", &shapes, remedy));
    }
    if !theta.dtype().is_floating_point() {
        let remedy = "convert to a floating dtype";
        return Err(Error::dtype(op, "not a floating dtype", &[("self", theta.dtype())], remedy));
    }
    let spatial = &size[2..];
    let options = Options::like(theta);
    // Each coordinate over all points, the last dim's first, then ones.
    let mut columns = Vec::new();
    for dim in (0..rank).rev() {
        let n = spatial[dim];
        let mut places = if n <= 1 {
            options.clone().try_zeros([n as usize])?
        } else {
            options.clone().try_linspace(-1.0, 1.0, n as usize)?
        };
        if !align_corners && n > 1 {
            places = places.try_mul((n - 1) as f64)?.try_div(n as f64)?;
        }
        let mut sizes = vec![1; rank];
        sizes[dim] = n;
        columns.push(places.try_reshape(sizes)?.try_expand(spatial)?.try_reshape([-1])?);
    }
    let points: i64 = spatial.iter().product();
    columns.push(options.try_ones([points as usize])?);
    let columns: Vec<&Tensor> = columns.iter().collect();
    let base = Tensor::try_stack(&columns, -1)?;
    let batch = size[0];
    let base = base.try_expand([batch, points, rank as i64 + 1])?;
    let sizes = [&[batch], spatial, &[rank as i64]].concat();
    base.try_bmm(&theta.try_transpose(1, 2)?)?.try_reshape(sizes)
}
