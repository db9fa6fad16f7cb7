//! Pools over one, two and three dims, their gradients, and windows as columns.

use cresset_ops::pool::{
    Adaptive, Divisor, Pooling, Sliding, Unfolding, adaptive_avg_pool, avg_pool, avg_pool_backward, max_pool,
    max_pool_backward, max_pool_gather, unfold,
};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const FLOATS: [DType; 4] = [DType::F32, DType::F64, DType::F16, DType::BF16];

fn sliding<'a>(kernel: &'a [i64], stride: &'a [i64], padding: &'a [i64], dilation: &'a [i64]) -> Sliding<'a> {
    Sliding { kernel_size: kernel, stride, padding, dilation }
}

#[test]
fn windows_and_their_gradients() {
    if !present() {
        return;
    }
    type Case<'a> = (&'a [usize], Sliding<'a>, bool);
    let cases: [Case<'_>; 6] = [
        (&[2, 3, 12], sliding(&[3], &[2], &[1], &[1]), false),
        (&[2, 3, 9, 11], sliding(&[3, 2], &[2, 3], &[1], &[1]), true),
        (&[3, 8, 8], sliding(&[2], &[], &[0], &[1]), false),
        (&[1, 2, 5, 6, 7], sliding(&[2, 3, 2], &[1], &[1], &[1]), false),
        (&[2, 2, 40, 33], sliding(&[5], &[1], &[2], &[1]), false),
        (&[0, 2, 8, 8], sliding(&[2], &[2], &[0], &[1]), false),
    ];
    for (sizes, how, ceil_mode) in cases {
        let rank = if sizes.len() == 5 {
            3
        } else if sizes.len() == 3 && sizes[0] == 2 {
            1
        } else {
            2
        };
        let dilated = Sliding { dilation: &[2], ..how };
        for dtype in FLOATS {
            let x = values(sizes, 1, dtype);
            for how in [how, dilated] {
                let pooling = Pooling::new("max_pool", rank, sizes, how, ceil_mode).unwrap();
                let grad = values(max_pool(&x, &pooling).unwrap().0.sizes(), 2, dtype);
                alike(&["max_pool"], [&x, &grad], |[x, grad]| {
                    let (out, indices) = max_pool(x, &pooling).unwrap();
                    let sent = max_pool_backward(grad, &indices, &pooling).unwrap();
                    vec![out, max_pool_gather(x, &indices, &pooling).unwrap(), sent, indices]
                });
            }
            for divisor in [Divisor::Padded, Divisor::Inside, Divisor::Fixed(-3)] {
                let pooling = Pooling::new("avg_pool", rank, sizes, how, ceil_mode).unwrap();
                let grad = values(avg_pool(&x, &pooling, divisor).unwrap().sizes(), 2, dtype);
                alike(&["avg_pool"], [&x, &grad], |[x, grad]| {
                    vec![avg_pool(x, &pooling, divisor).unwrap(), avg_pool_backward(grad, &pooling, divisor).unwrap()]
                });
            }
        }
    }
}

#[test]
fn missing_and_equal_numbers_win_as_on_the_cpu() {
    if !present() {
        return;
    }
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    let rows = [[1.0, 1.0, nan, 2.0, nan, 0.0], [-inf; 6], [inf, inf, 0.0, -inf, nan, 1.0], [3.0; 6]];
    let x = Array::from_vec(rows.concat(), &[1, 4, 6]).unwrap();
    for dtype in FLOATS {
        let x = copy::to_dtype("test", &x, dtype).unwrap();
        let pooling = Pooling::new("max_pool", 2, &[1, 4, 6], sliding(&[2, 3], &[1], &[1], &[1]), false).unwrap();
        alike(&["max_pool"], [&x], |[x]| {
            let (out, indices) = max_pool(x, &pooling).unwrap();
            vec![out, indices]
        });
    }
}

#[test]
fn bins_and_their_gradients() {
    if !present() {
        return;
    }
    for (sizes, output) in [
        (&[2, 3, 7, 9][..], &[1i64][..]),
        (&[2, 3, 7, 9], &[3, 4]),
        (&[2, 3, 5, 4], &[8, 2]),
        (&[3, 20, 31], &[1, 2]),
        (&[2, 3, 4], &[0, 1]),
    ] {
        for dtype in FLOATS {
            let adaptive = Adaptive::new("adaptive_avg_pool", 2, sizes, output).unwrap();
            let x = values(sizes, 1, dtype);
            let grad = values(adaptive_avg_pool(&x, &adaptive, false).unwrap().sizes(), 2, dtype);
            alike(&["adaptive_avg_pool"], [&x, &grad], |[x, grad]| {
                vec![adaptive_avg_pool(x, &adaptive, false).unwrap(), adaptive_avg_pool(grad, &adaptive, true).unwrap()]
            });
        }
    }
}

#[test]
fn windows_as_columns_and_back() {
    if !present() {
        return;
    }
    let sizes = [2, 3, 9, 8];
    let windows: [[&[i64]; 4]; 4] = [
        [&[3, 2], &[2, 1], &[1], &[1, 2]],
        [&[3], &[1], &[1], &[1]],
        [&[2, 5], &[3, 2], &[0, 2], &[2, 1]],
        [&[1, 8], &[4, 1], &[0], &[1]],
    ];
    let unfoldings = windows.map(|[kernel, stride, padding, dilation]| {
        Unfolding::new("unfold", &sizes, sliding(kernel, stride, padding, dilation)).unwrap()
    });
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16, DType::I64, DType::U8, DType::Bool] {
        let x = values(&sizes, 1, dtype);
        alike(&["unfold"], [&x], |[x]| {
            let turned = x.as_strided("test", &sizes, &[72, 144, 8, 1], 0).unwrap();
            let columns = |x: &Array| unfoldings.each_ref().map(|unfolding| unfold(x, unfolding, false).unwrap());
            let fold = |(columns, unfolding)| unfold(columns, unfolding, true).unwrap();
            let mut all = [columns(x), columns(&turned)].concat();
            if dtype.is_floating_point() {
                all.extend(columns(x).iter().zip(&unfoldings).map(fold));
            }
            all
        });
    }
}
