//! Weighted sums of neighbours, bins, bisection, and what views do to gradients.

use cresset_ops::bins::{self, Bins};
use cresset_ops::resample::{Rounding, Taps, resample};
use cresset_ops::{Array, copy, search, strided};
use cresset_storage::{DType, Layout};

use crate::device::{alike, present, values};
use crate::index::FEW;

const OP: &str = "sampling of places";
const FLOATS: [DType; 4] = [DType::F32, DType::F64, DType::F16, DType::BF16];

/// Three weighted neighbours of each of `n` places.
fn taps(size: usize, n: usize) -> Taps {
    let mut taps = Taps::over(size);
    for at in 0..n {
        let place = (at * size / n) as i64;
        // One place has no taps.
        let weights: &[f64] = if at == 1 { &[] } else { &[0.25, 0.5, 0.375] };
        taps.push(weights.iter().enumerate().map(|(nth, &weight)| (place + nth as i64 - 1, weight)));
    }
    taps
}

#[test]
fn neighbours_are_summed_and_their_gradient() {
    if !present() {
        return;
    }
    for dtype in FLOATS {
        let (x, grad) = (values(&[2, 5, 40], 1, dtype), values(&[2, 9, 33], 2, dtype));
        let both = [taps(5, 9), taps(40, 33)];
        alike(&[OP], [&x, &grad], |[x, grad]| {
            vec![
                resample(OP, x, &both, Rounding::None, false).unwrap(),
                resample(OP, grad, &both, Rounding::None, true).unwrap(),
                resample(OP, x, &both[1..], Rounding::None, false).unwrap(),
            ]
        });
    }
    let bytes = values(&[3, 50], 1, DType::U8);
    alike(&[OP], [&bytes], |[x]| vec![resample(OP, x, &[taps(50, 7)], Rounding::Bytes, false).unwrap()]);
}

#[test]
fn the_largest_of_each_bin_is_found() {
    if !present() {
        return;
    }
    let x = values(&[2, 3, 9, 11], 1, DType::F32);
    let with_nan = copy::contiguous_copy(OP, &x).unwrap();
    let nan = with_nan.as_strided(OP, &[5], &[17], 3).unwrap();
    copy::copy_(OP, &nan, cresset_ops::Operand::Scalar(f64::NAN.into())).unwrap();
    let grid = |rows: usize, columns: usize| [Bins::even(1, 1), Bins::even(9, rows), Bins::even(11, columns)];
    let shared = Bins::new(OP, 2, x.sizes(), vec![grid(4, 5)]).unwrap();
    let moved = |at: usize| [Bins::even(1, 1), vec![at..at + 4, 4..9], vec![at..at + 1, 1..11, 10..11]];
    let own = Bins::new(OP, 2, x.sizes(), (0..6).map(moved).collect()).unwrap();
    alike(&[OP], [&x, &with_nan], |[x, with_nan]| {
        let whole = copy::to_dtype(OP, x, DType::I32).unwrap();
        let half = copy::to_dtype(OP, x, DType::F16).unwrap();
        [x, with_nan, &whole, &half]
            .iter()
            .flat_map(|x| [bins::largest(x, &shared).unwrap(), bins::largest(x, &own).unwrap()])
            .collect()
    });
}

#[test]
fn values_are_looked_up_in_sorted_sequences() {
    if !present() {
        return;
    }
    for dtype in FEW {
        let sorted: Vec<f64> = (0..12).map(|at| (at / 3) as f64).collect();
        let sorted = copy::to_dtype(OP, &Array::from_vec(sorted, &[2, 6]).unwrap(), dtype).unwrap();
        let looked = copy::to_dtype(OP, &values(&[2, 40], 1, DType::I32), dtype).unwrap();
        alike(&[OP], [&sorted, &looked], |[sorted, looked]| {
            let row = sorted.as_strided(OP, &[12], &[1], 0).unwrap();
            let empty = sorted.as_strided(OP, &[0], &[1], 0).unwrap();
            [false, true]
                .into_iter()
                .flat_map(|right| {
                    [(sorted, looked), (&row, looked), (&empty, looked)]
                        .map(|(sequence, values)| search::searchsorted(OP, sequence, values, right).unwrap())
                })
                .collect()
        });
    }
    let odd = Array::from_vec(vec![-f64::INFINITY, 0.0, f64::INFINITY, f64::NAN], &[4]).unwrap();
    alike(&[OP], [&odd], |[x]| [false, true].map(|right| search::searchsorted(OP, x, x, right).unwrap()).into());
}

#[test]
fn gradients_of_views_are_added_where_they_overlap() {
    if !present() {
        return;
    }
    for dtype in FEW {
        let x = values(&[4, 6], 1, dtype);
        let input = Layout::contiguous(*values(&[20], 1, dtype).sizes());
        let views = [Layout::strided(OP, &[4, 6], &[2, 1], 5, 20), Layout::strided(OP, &[4, 6], &[0, 2], 3, 20)];
        alike(&[OP], [&x], |[x]| {
            let scattered = |view: &Layout| strided::scatter(OP, x, &input, view).unwrap();
            let both: Vec<Array> = views.iter().map(|view| scattered(view.as_ref().unwrap())).collect();
            let gathered = |view: &Layout| strided::gather(OP, &both[0], &input, view).unwrap();
            let there: Vec<Array> = views.iter().map(|view| gathered(view.as_ref().unwrap())).collect();
            [both, there].concat()
        });
    }
}
