//! Embeddings, selection, joining, scattering and order.

use cresset::prelude::*;

use crate::inputs::{det, ids};
use crate::workload::{Workload, backward, forward};

fn square() -> Tensor {
    det([4096, 4096], 1)
}

fn rows() -> Tensor {
    det([4096, 1024], 1)
}

fn columns() -> Tensor {
    ids([4096, 1024], 2, 1024)
}

fn embedding(x: &[Tensor]) -> Result<Tensor> {
    x[0].try_embedding(&x[1], None, false)
}

fn joined(x: &[Tensor], dim: i64) -> Result<Tensor> {
    Tensor::try_cat(&[&x[0], &x[1], &x[2], &x[3]], dim)
}

pub fn all() -> Vec<Workload> {
    let words = || vec![det([32_000, 512], 1), ids([16, 512], 2, 32_000)];
    let four = |sizes: [usize; 2]| move || (1..=4).map(|seed| det(sizes, seed)).collect();
    let million = || vec![det([1_000_000], 1)];
    vec![
        forward("embedding_32k_512", words, embedding),
        backward("embedding_32k_512_fb", words, 1, || Some(det([16, 512, 512], 7)), embedding),
        forward("index_select_4096", || vec![square(), ids([2048], 2, 4096)], |x| x[0].try_index_select(0, &x[1])),
        forward("cat0_4x1024x4096", four([1024, 4096]), |x| joined(x, 0)),
        forward("cat1_4x4096x1024", four([4096, 1024]), |x| joined(x, 1)),
        forward("gather_4096x1024", || vec![rows(), columns()], |x| x[0].try_gather(1, &x[1])),
        forward(
            "scatter_add_4096x1024",
            || vec![zeros([4096, 1024]), columns(), rows()],
            |x| x[0].try_scatter_add(1, &x[1], &x[2]),
        ),
        forward("sort_1e6", million, |x| Ok(x[0].try_sort(-1, false)?.0)),
        forward("topk100_1e6", million, |x| Ok(x[0].try_topk(100, -1, true, true)?.0)),
    ]
}
