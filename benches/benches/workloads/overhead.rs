//! What an operator costs beside its arithmetic: single elements.

use cresset::prelude::*;

use crate::inputs::det;
use crate::workload::{Workload, backward, forward, recorded};

/// A thousand operators: `x * w + bias`, again and again.
fn chain(x: &[Tensor]) -> Result<Tensor> {
    let mut y = x[0].clone();
    for _ in 0..500 {
        y = y.try_mul(&x[1])?.try_add(&x[2])?;
    }
    Ok(y)
}

fn elements(n: u32) -> impl Fn() -> Vec<Tensor> + Copy {
    move || (1..=n).map(|seed| det([1], seed)).collect()
}

pub fn all() -> Vec<Workload> {
    vec![
        forward("ov_add_1", elements(2), |x| x[0].try_add(&x[1])),
        recorded("ov_add_1_rec", elements(2), |x| x[0].try_add(&x[1])),
        forward("ov_chain1000_f", elements(3), chain),
        backward("ov_chain1000_fb", elements(3), 3, || Some(ones([1])), chain),
    ]
}
