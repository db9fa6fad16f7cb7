//! Products of matrices.

use cresset::prelude::*;

use crate::inputs::det;
use crate::workload::{Workload, forward};

fn product(id: String, [m, k, n]: [usize; 3], dtype: DType) -> Workload {
    let arguments = move || vec![det([m, k], 1).to_dtype(dtype), det([k, n], 2).to_dtype(dtype)];
    forward(id, arguments, |x| x[0].try_matmul(&x[1]))
}

pub fn all() -> Vec<Workload> {
    let mut all = Vec::new();
    for n in [64, 128, 256, 512, 1024, 2048] {
        all.push(product(format!("mm_f32_{n}"), [n; 3], DType::F32));
    }
    for [m, k, n] in [[1, 4096, 4096], [32, 4096, 4096], [4096, 64, 4096]] {
        all.push(product(format!("mm_f32_{m}x{k}x{n}"), [m, k, n], DType::F32));
    }
    let arguments = || vec![det([32, 4096], 1), det([4096, 4096], 2), det([4096], 3)];
    all.push(forward("linear_f32_32x4096x4096", arguments, |x| x[0].try_linear(&x[1], Some(&x[2]))));
    let arguments = || vec![det([64, 128, 64], 1), det([64, 64, 128], 2)];
    all.push(forward("bmm_f32_64x128x64x128", arguments, |x| x[0].try_bmm(&x[1])));
    for n in [1024, 2048, 4096] {
        all.push(product(format!("mm_bf16_{n}"), [n; 3], DType::BF16));
    }
    all.push(product("mm_f64_1024".to_owned(), [1024; 3], DType::F64));
    all
}
