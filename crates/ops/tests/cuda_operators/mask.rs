//! Masks, and the places of elements that are not zero.

use cresset_ops::index;
use cresset_ops::pointwise::pointwise;
use cresset_ops::{Array, Operand, Pointwise, copy};
use cresset_storage::{DType, Dims, Scalar};

use crate::device::{GPU, alike, assert_alike, on_gpu, present, values};
use crate::index::{FEW, below};

const OP: &str = "masking";

/// True where a mixed number is below the share in percent.
fn mask(sizes: &[usize], share: f64) -> Array {
    let numbers = values(sizes, 3, DType::F64);
    pointwise(Pointwise::Lt, &[Operand::Array(&numbers), Operand::Scalar(Scalar::F64(share))]).unwrap()
}

#[test]
fn places_that_are_not_zero_are_found_in_order() {
    if !present() {
        return;
    }
    for dtype in FEW {
        // Halves of one half are zero when cut to whole numbers, so all dtypes have some of both.
        let x = copy::to_dtype(OP, &below(3, 0, &[4, 5, 7]), dtype).unwrap();
        alike(&[OP], [&x], |[x]| vec![index::nonzero(OP, x).unwrap()]);
    }
    // More than one part, with an end.
    for n in [0, 1, 31, 257, 4096, 70_001] {
        for share in [0.0, 0.3, 2.0] {
            let holds = mask(&[n], share);
            alike(&[OP], [&holds], |[holds]| vec![index::nonzero(OP, holds).unwrap()]);
        }
    }
    let nan = Array::from_vec(vec![f32::NAN, 0.0, -0.0, f32::INFINITY], &[4]).unwrap();
    let scalar = values(&[], 1, DType::F32);
    alike(&[OP], [&nan, &scalar], |[nan, scalar]| {
        vec![index::nonzero(OP, nan).unwrap(), index::nonzero(OP, scalar).unwrap()]
    });
}

#[test]
fn masks_select_fill_and_spread() {
    if !present() {
        return;
    }
    for dtype in FEW {
        let (x, source) = (values(&[6, 40], 1, dtype), values(&[300], 2, dtype));
        for holds in [mask(&[6, 40], 0.5), mask(&[40], 0.4), mask(&[6, 1], 0.6), mask(&[3, 1, 1], 0.5)] {
            alike(&[OP], [&x, &source, &holds], |[x, source, holds]| {
                let one = Operand::Scalar(Scalar::I64(1));
                let mut all =
                    vec![index::masked_select(OP, x, holds).unwrap(), index::masked_fill(OP, x, holds, one).unwrap()];
                if holds.rank() < 3 {
                    let written = copy::contiguous_copy(OP, x).unwrap();
                    let view = written.with_layout(written.layout().permute(OP, &[1, 0]).unwrap());
                    let turned = mask_of(&view, holds);
                    index::masked_fill_(OP, &view, &turned, one).unwrap();
                    all.push(written);
                    all.push(index::masked_scatter(OP, x, holds, source).unwrap());
                    all.push(index::masked_spread(OP, &Dims::new(OP, &[6, 40]).unwrap(), holds, source).unwrap());
                }
                all
            });
        }
    }
    let (x, short, holds) = (values(&[9], 1, DType::F32), values(&[2], 1, DType::F32), mask(&[9], 2.0));
    let there = [&x, &short, &holds].map(on_gpu);
    let error = |[x, source, holds]: [&Array; 3]| index::masked_scatter(OP, x, holds, source).unwrap_err();
    assert_eq!(error(there.each_ref()), error([&x, &short, &holds]));
    let found = index::masked_select(OP, &there[0], &there[2]).unwrap();
    assert_eq!(found.device(), GPU);
    assert_alike(&found, &x, "all of it");
}

/// The mask of a matrix's transpose.
fn mask_of(view: &Array, holds: &Array) -> Array {
    let wide = holds.with_layout(holds.layout().broadcast_to(OP, &Dims::new(OP, &[6, 40]).unwrap()).unwrap());
    let turned = wide.with_layout(wide.layout().permute(OP, &[1, 0]).unwrap());
    assert_eq!(turned.sizes(), view.sizes());
    turned
}
