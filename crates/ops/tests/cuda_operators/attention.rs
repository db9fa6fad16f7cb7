//! Attention and its gradients.

use cresset_ops::attention::{Attention, Given, attention, attention_backward};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 2] = ["scaled_dot_product_attention", "scaled_dot_product_attention_backward"];

/// Batches of queries, of keys, length of queries, of keys, features, width.
type Sizes = [usize; 6];

/// Elements around 0, so that weights differ and gradients have both signs.
fn centred(sizes: &[usize], seed: usize, dtype: DType) -> Array {
    let half = values(sizes, seed, DType::F64);
    let numbers: Vec<f64> =
        cresset_ops::reading::to_vec::<f64>(&half).unwrap().iter().map(|x| (x - 0.5) * 2.0).collect();
    copy::to_dtype("test", &Array::from_vec(numbers, sizes).unwrap(), dtype).unwrap()
}

fn check([batches, groups, queries, keys, features, width]: Sizes, causal: bool, mask: Option<&Array>, dtype: DType) {
    let query = centred(&[batches, queries, features], 1, dtype);
    let (key, value) = (centred(&[groups, keys, features], 2, dtype), centred(&[groups, keys, width], 3, dtype));
    let grad = centred(&[batches, queries, width], 4, dtype);
    let planes = mask.map_or(0, |mask| mask.sizes()[0]);
    let mask = mask.map(|mask| copy::to_dtype("test", mask, dtype).unwrap());
    let how = Attention {
        scale: (features as f64).sqrt().recip(),
        causal,
        shared: batches / groups,
        planes: if planes > 0 { (0..batches).map(|batch| (batch * 3 + 1) % planes).collect() } else { Vec::new() },
    };
    // Without a mask its place is taken by the queries, which nobody reads there.
    let beside = mask.as_ref().unwrap_or(&query);
    alike(&NATIVE, [&query, &key, &value, &grad, beside], |[query, key, value, grad, beside]| {
        let given = Given { query, key, value, mask: mask.as_ref().map(|_| beside) };
        let (out, log_sums) = attention(given, &how).unwrap();
        let [to_query, to_key, to_value] = attention_backward(grad, given, &out, &log_sums, &how).unwrap();
        vec![out, log_sums, to_query, to_key, to_value]
    });
}

#[test]
fn lengths_features_and_dtypes() {
    if !present() {
        return;
    }
    let sizes: [Sizes; 6] = [
        [1, 1, 1, 1, 1, 1],
        [1, 1, 70, 67, 24, 40],
        [2, 1, 65, 130, 64, 64],
        [1, 1, 33, 5, 100, 128],
        [2, 1, 20, 40, 13, 7],
        [2, 2, 0, 4, 8, 8],
    ];
    for (at, sizes) in sizes.into_iter().enumerate() {
        // One text for each dtype and power of two: the first sizes are enough for those that differ in their type only.
        let dtypes = [DType::F32, DType::BF16, DType::F64, DType::F16];
        for dtype in if at < 2 { &dtypes[..] } else { &dtypes[..2] } {
            check(sizes, false, None, *dtype);
            check(sizes, true, None, *dtype);
        }
    }
    for dtype in [DType::F32, DType::F64, DType::BF16] {
        check([1, 1, 40, 35, 200, 136], true, None, dtype);
    }
    check([2, 2, 5, 0, 8, 8], false, None, DType::F32);
}

#[test]
fn masks_are_added_and_what_is_hidden_weighs_nothing() {
    if !present() {
        return;
    }
    let inf = f64::INFINITY;
    for (planes, rows) in [(2, 70), (3, 1)] {
        let number = |at: usize| match at % 7 {
            0 | 3 => -inf,
            rest => rest as f64 * 0.25 - 1.0,
        };
        let mut numbers: Vec<f64> = (0..planes * rows * 67).map(number).collect();
        // A query that sees nothing, and one that sees a NaN.
        numbers[..67].fill(-inf);
        let all = Array::from_vec(numbers.clone(), &[planes, rows, 67]).unwrap();
        numbers[67] = f64::NAN;
        let missing = Array::from_vec(numbers, &[planes, rows, 67]).unwrap();
        for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
            check([2, 1, 70, 67, 24, 40], false, Some(&all), dtype);
            check([2, 1, 70, 67, 24, 40], true, Some(&all), dtype);
        }
        check([2, 1, 70, 67, 24, 40], false, Some(&missing), DType::F32);
    }
}
