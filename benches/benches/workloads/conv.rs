//! Convolutions and pooling of images.

use crate::inputs::{det, scaled};
use crate::workload::{Workload, backward, forward};

/// A convolution of square images, alone and with its backward.
#[derive(Clone, Copy)]
struct Convolution {
    id: &'static str,
    batch: usize,
    channels: usize,
    size: usize,
    out_channels: usize,
    kernel: usize,
    stride: usize,
    padding: usize,
    groups: usize,
}

impl Convolution {
    fn both(self) -> [Workload; 2] {
        let Convolution { id, batch, channels, size, out_channels, kernel, stride, padding, groups } = self;
        let inner = channels / groups;
        let scale = 1.0 / (inner as f64 * (kernel * kernel) as f64).sqrt();
        let arguments = move || {
            let weight = scaled([out_channels, inner, kernel, kernel], 2, scale);
            vec![det([batch, channels, size, size], 1), weight]
        };
        let function = move |x: &[cresset::Tensor]| {
            x[0].try_conv2d(&x[1], None, [stride as i64], [padding as i64], [1], groups as i64)
        };
        let out_size = (size + 2 * padding - kernel) / stride + 1;
        let gradient = move || Some(det([batch, out_channels, out_size, out_size], 7));
        [forward(id, arguments, function), backward(format!("{id}_fb"), arguments, 2, gradient, function)]
    }
}

pub fn all() -> Vec<Workload> {
    let square = Convolution {
        id: "conv3x3_32x64x56",
        batch: 32,
        channels: 64,
        size: 56,
        out_channels: 64,
        kernel: 3,
        stride: 1,
        padding: 1,
        groups: 1,
    };
    let point = Convolution { id: "conv1x1_32x256x28", channels: 256, size: 28, kernel: 1, padding: 0, ..square };
    let stem =
        Convolution { id: "conv7x7_32x3x224", channels: 3, size: 224, kernel: 7, stride: 2, padding: 3, ..square };
    let depthwise = Convolution { id: "dwconv3x3_32x128x56", channels: 128, out_channels: 128, groups: 128, ..square };
    let mut all: Vec<Workload> = [square, point, stem, depthwise].into_iter().flat_map(Convolution::both).collect();
    all.push(forward(
        "maxpool2_32x64x112",
        || vec![det([32, 64, 112, 112], 1)],
        |x| x[0].try_max_pool2d([2], [], [0], [1], false),
    ));
    all
}
