//! Bags of rows.

use cresset_ops::{Array, copy, index};
use cresset_storage::DType;

use crate::device::{alike, present, values};

#[test]
fn rows_of_largest_elements() {
    if !present() {
        return;
    }
    let rows = [4, 2, 2, 0, 1, 3, 3];
    let bounds = [0, 1, 4, 4, 7];
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        for width in [0, 1, 7, 300] {
            let weight = values(&[5, width], 1, dtype);
            alike(&["bags"], [&weight], |[weight]| {
                vec![index::largest_of_bags("bags", weight, &rows, &bounds).unwrap()]
            });
        }
        let nan = f64::NAN;
        let column = Array::from_vec(vec![nan, 2.0, 1.0, nan, f64::NEG_INFINITY], &[5, 1]).unwrap();
        let column = copy::to_dtype("test", &column, dtype).unwrap();
        alike(&["bags"], [&column], |[weight]| {
            let largest =
                |rows: &[i64], bounds: &[usize]| index::largest_of_bags("bags", weight, rows, bounds).unwrap();
            vec![largest(&[0, 1, 1, 0, 3, 4, 2, 4], &[0, 2, 4, 6, 8]), largest(&rows, &bounds), largest(&[], &[0, 0])]
        });
    }
}
