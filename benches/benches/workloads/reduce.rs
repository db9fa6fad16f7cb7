//! Sums, means, softmax, norms and cross entropy.

use cresset::prelude::*;

use crate::inputs::{det, ids};
use crate::workload::{Workload, backward, forward};

fn square() -> Vec<Tensor> {
    vec![det([4096, 4096], 1)]
}

fn rows() -> Tensor {
    det([4096, 1024], 1)
}

fn layer_norm(x: &[Tensor]) -> Result<Tensor> {
    x[0].try_layer_norm([1024], Some(&x[1]), Some(&x[2]), 1e-5)
}

fn cross_entropy(x: &[Tensor]) -> Result<Tensor> {
    x[0].try_cross_entropy(&x[1], None, Reduction::Mean, -100, 0.0)
}

fn batch_norm(x: &[Tensor]) -> Result<Tensor> {
    x[0].try_batch_norm(Some(&x[1]), Some(&x[2]), Some(&x[3]), Some(&x[4]), true, 0.1, 1e-5)
}

fn images() -> Vec<Tensor> {
    vec![det([32, 64, 56, 56], 1), ones([64]), zeros([64]), zeros([64]), ones([64])]
}

pub fn all() -> Vec<Workload> {
    let normed = || vec![rows(), ones([1024]), zeros([1024])];
    let classes = || vec![det([4096, 1000], 1), ids([4096], 2, 1000)];
    vec![
        forward("sum_all_4096", square, |x| x[0].try_sum()),
        forward("sum_last_4096", square, |x| x[0].try_sum_dim([1], false)),
        forward("sum_first_4096", square, |x| x[0].try_sum_dim([0], false)),
        forward("mean_all_4096", square, |x| x[0].try_mean()),
        forward("mean_last_4096", square, |x| x[0].try_mean_dim([1], false)),
        forward("mean_first_4096", square, |x| x[0].try_mean_dim([0], false)),
        forward("softmax_4096x1024", || vec![rows()], |x| x[0].try_softmax(-1)),
        forward("layer_norm_4096x1024", normed, layer_norm),
        backward("layer_norm_4096x1024_fb", normed, 3, || Some(det([4096, 1024], 7)), layer_norm),
        forward("cross_entropy_4096x1000", classes, cross_entropy),
        backward("cross_entropy_4096x1000_fb", classes, 1, || None, cross_entropy),
        forward("bn2d_train_32x64x56x56", images, batch_norm),
        backward("bn2d_train_32x64x56x56_fb", images, 3, || Some(det([32, 64, 56, 56], 7)), batch_norm),
    ]
}
