//! Convolutions over one, two and three dims, and their gradients.

use cresset_ops::conv::{Convolution, conv_backward_input, conv_backward_weight, convolution};
use cresset_ops::copy;
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 3] = ["conv1d", "conv2d", "conv3d"];

struct Case {
    input: &'static [usize],
    weight: &'static [usize],
    stride: &'static [i64],
    padding: &'static [i64],
    dilation: &'static [i64],
    groups: i64,
}

fn check(case: &Case, dtype: DType) {
    let rank = case.weight.len() - 2;
    let how = Convolution::new(rank, case.stride, case.padding, case.dilation, case.groups).unwrap();
    let (x, weight) = (values(case.input, 1, dtype), values(case.weight, 2, dtype));
    let bias = values(&case.weight[..1], 3, dtype);
    let out = convolution(&x, &weight, None, &how).unwrap();
    // Not all alike, so that an element at the wrong place shows.
    let grad = copy::contiguous("test", &values(out.sizes(), 4, dtype)).unwrap();
    alike(&NATIVE, [&x, &weight, &bias, &grad], |[x, weight, bias, grad]| {
        vec![
            convolution(x, weight, Some(bias), &how).unwrap(),
            convolution(x, weight, None, &how).unwrap(),
            conv_backward_input(grad, weight, x.sizes(), &how).unwrap(),
            conv_backward_weight(grad, x, weight.sizes(), &how).unwrap(),
        ]
    });
}

#[test]
fn convolutions_and_their_gradients() {
    if !present() {
        return;
    }
    let case =
        |input, weight, stride, padding, dilation, groups| Case { input, weight, stride, padding, dilation, groups };
    let cases = [
        case(&[2, 3, 9, 7], &[5, 3, 3, 3], &[1], &[1], &[1], 1),
        case(&[2, 4, 9, 10], &[6, 2, 3, 2], &[2, 3], &[2, 1], &[1, 2], 2),
        case(&[5, 3, 6], &[20, 5, 1, 1], &[1], &[0], &[1], 1),
        case(&[2, 6, 5, 5], &[4, 3, 1, 1], &[1], &[0], &[1], 2),
        case(&[2, 6, 5, 5], &[4, 6, 1, 1], &[2], &[0], &[1], 1),
        case(&[2, 4, 40], &[8, 4, 5], &[3], &[4], &[2], 1),
        case(&[2, 3, 5, 6, 4], &[4, 3, 2, 3, 2], &[2, 1, 1], &[1, 0, 1], &[1, 2, 1], 1),
        case(&[2, 6, 11, 11], &[12, 1, 3, 3], &[2], &[1], &[1], 6),
        case(&[2, 70, 12, 12], &[68, 70, 3, 3], &[1], &[1], &[1], 1),
        case(&[0, 3, 5, 5], &[2, 3, 3, 3], &[1], &[0], &[1], 1),
    ];
    for case in &cases {
        for dtype in [DType::F32, DType::F16, DType::BF16, DType::F64, DType::I64, DType::I32] {
            // What is small is enough for the dtypes that differ in their elements only.
            if case.input.iter().product::<usize>() < 5000 || matches!(dtype, DType::F32 | DType::F16) {
                check(case, dtype);
            }
        }
    }
}
