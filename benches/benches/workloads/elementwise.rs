//! Elementwise operators, broadcasting and copies.

use cresset::prelude::*;

use crate::inputs::det;
use crate::workload::{Workload, forward};

fn two(n: usize) -> Vec<Tensor> {
    vec![det([n], 1), det([n], 2)]
}

fn square() -> Tensor {
    det([4096, 4096], 1)
}

pub fn all() -> Vec<Workload> {
    let mut all = Vec::new();
    for (tag, n) in [("1e1", 10), ("1e3", 1_000), ("1e5", 100_000), ("1e6", 1_000_000), ("1e7", 10_000_000)] {
        let one = move || vec![det([n], 1)];
        all.push(forward(format!("ew_add_{tag}"), move || two(n), |x| x[0].try_add(&x[1])));
        all.push(forward(format!("ew_mul_{tag}"), move || two(n), |x| x[0].try_mul(&x[1])));
        all.push(forward(format!("ew_exp_{tag}"), one, |x| x[0].try_exp()));
        all.push(forward(format!("ew_gelu_{tag}"), one, |x| x[0].try_gelu()));
        all.push(forward(format!("ew_tanh_{tag}"), one, |x| x[0].try_tanh()));
    }
    let arguments = || vec![det([10_000_000], 1), det([10_000_000], 2), zeros([10_000_000])];
    all.push(forward("ew_add_out_1e7", arguments, |x| x[0].try_add_out(&x[1], &x[2]).cloned()));
    // Zeros are added, so that the sum does not grow from run to run.
    let arguments = || vec![det([10_000_000], 1), zeros([10_000_000])];
    all.push(forward("ew_add_inplace_1e7", arguments, |x| x[0].try_add_(&x[1]).cloned()));
    for (tag, n) in [("1e6", 1_000_000), ("1e7", 10_000_000)] {
        let arguments = move || vec![det([n], 1), det([n], 2), det([n], 3)];
        all.push(forward(format!("ew_chain5_{tag}"), arguments, |x| {
            x[0].try_mul(&x[1])?.try_add(&x[2])?.try_tanh()?.try_mul(&x[0])?.try_add(1.0)
        }));
    }
    all.push(forward("bc_add_row_4096", || vec![square(), det([4096], 2)], |x| x[0].try_add(&x[1])));
    all.push(forward("bc_add_col_4096", || vec![square(), det([4096, 1], 2)], |x| x[0].try_add(&x[1])));
    all.push(forward("copy_t_4096", || vec![square()], |x| x[0].try_t()?.try_contiguous()));
    all.push(forward("copy_strided_4096", || vec![square()], |x| x[0].try_slice(1, None, None, 2)?.try_contiguous()));
    all
}
