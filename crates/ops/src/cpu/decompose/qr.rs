//! QR of row-major matrices by Householder's reflections, with LAPACK's signs.

use super::{Field, subtract_scaled};

/// The Euclidean length, without overflow in between.
fn length(squares: impl Fn(f64) -> f64, largest: f64) -> f64 {
    let plain = squares(1.0).sqrt();
    if plain > 1e-150 && plain.is_finite() || largest == 0.0 || !largest.is_finite() {
        return plain;
    }
    squares(largest.recip()).sqrt() * largest
}

/// Overwrites a matrix of so many columns with `R` in the upper triangle and the reflections below; `scales` are LAPACK's
/// `tau`.
pub(crate) fn factor<T: Field>(matrix: &mut [T], columns: usize, scales: &mut [T]) {
    let mut products = vec![T::ZERO; columns];
    for (at, scale) in scales.iter_mut().enumerate() {
        *scale = reflect(&mut matrix[at * columns..], columns, at);
        apply(&mut matrix[at * columns..], columns, at, scale.conjugate(), None, at + 1, &mut products);
    }
}

/// Makes the reflection that clears a column, counted `at`, below the first of these rows, and returns its scale.
fn reflect<T: Field>(rows: &mut [T], columns: usize, at: usize) -> T {
    let below = || rows.chunks_exact(columns).skip(1).map(|row| row[at]);
    let largest = below().map(Field::size).fold(0.0, f64::max);
    let squared = |value: T, by: f64| (value.real_part() * by).powi(2) + (value.imaginary_part() * by).powi(2);
    let tail = length(|by| below().map(|value| squared(value, by)).sum(), largest);
    let head = rows[at];
    if tail == 0.0 && head.imaginary_part() == 0.0 {
        return T::ZERO;
    }
    let size = head.real_part().hypot(head.imaginary_part()).hypot(tail);
    let beta = T::of_real(if head.real_part().is_sign_negative() { size } else { -size });
    let divisor = head - beta;
    rows.chunks_exact_mut(columns).skip(1).for_each(|row| row[at] = row[at] / divisor);
    rows[at] = beta;
    (beta - head) / beta
}

/// Applies a reflection, kept in column `at` of `kept` or of the target itself, to the columns from `first` on.
fn apply<T: Field>(
    target: &mut [T],
    columns: usize,
    at: usize,
    scale: T,
    kept: Option<(&[T], usize)>,
    first: usize,
    products: &mut [T],
) {
    if scale.size() == 0.0 || first >= columns {
        return;
    }
    // The first entry of a reflection is 1 and not kept.
    let entry = |row: usize, own: &[T]| match (row, kept) {
        (0, _) => T::ONE,
        (_, Some((kept, width))) => kept[row * width + at],
        (_, None) => own[at],
    };
    let products = &mut products[first..];
    products.fill(T::ZERO);
    for (row, own) in target.chunks_exact(columns).enumerate() {
        subtract_scaled(products, -entry(row, own).conjugate(), &own[first..]);
    }
    let finite = scale.size().is_finite();
    for (row, own) in target.chunks_exact_mut(columns).enumerate() {
        let factor = scale * entry(row, own);
        if finite {
            subtract_scaled(&mut own[first..], factor, products);
            continue;
        }
        // As LAPACK, which leaves columns of zeros alone.
        let changed = own[first..].iter_mut().zip(&*products).filter(|(_, product)| product.size() != 0.0);
        changed.for_each(|(target, &product)| *target = *target - factor * product);
    }
}

/// Fills `out`, of so many columns, with the product of the reflections that [`factor`] left in a matrix of `width`
/// columns.
pub(crate) fn orthogonal<T: Field>(factors: &[T], width: usize, scales: &[T], out: &mut [T], columns: usize) {
    out.fill(T::ZERO);
    out.iter_mut().step_by(columns + 1).take(columns).for_each(|diagonal| *diagonal = T::ONE);
    let mut products = vec![T::ZERO; columns];
    for (at, &scale) in scales.iter().enumerate().rev() {
        let kept = Some((&factors[at * width..], width));
        apply(&mut out[at * columns..], columns, at, scale, kept, at, &mut products);
    }
}
