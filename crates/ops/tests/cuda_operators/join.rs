//! Arrays put together and rearranged.

use cresset_ops::join::{self, Sources, Triangle};
use cresset_ops::{Array, copy};
use cresset_storage::{DType, ErrorKind};

use crate::device::{alike, on_gpu, present, values};
use crate::index::FEW;

const OP: &str = "joining";

fn turned(x: &Array) -> Array {
    x.with_layout(x.layout().permute(OP, &[1, 0]).unwrap())
}

#[test]
fn parts_of_all_kinds_are_joined() {
    if !present() {
        return;
    }
    for dtype in FEW {
        let [x, y] = [1, 2].map(|seed| values(&[6, 4], seed, dtype));
        let whole = values(&[3, 4], 3, DType::I32);
        alike(&[OP], [&x, &y, &whole], |[x, y, whole]| {
            let narrow = x.as_strided(OP, &[5, 4], &[4, 1], 3).unwrap();
            let none = y.as_strided(OP, &[0], &[1], 0).unwrap();
            let square = x.as_strided(OP, &[4, 4], &[4, 1], 0).unwrap();
            let many: Vec<Array> = (0..40).map(|at| y.as_strided(OP, &[1, 3], &[4, 1], at % 5).unwrap()).collect();
            let many: Vec<&Array> = many.iter().collect();
            vec![
                join::cat(OP, &[x, &narrow, &none, y], 0).unwrap(),
                join::cat(OP, &[x, y], 1).unwrap(),
                join::cat(OP, &[&turned(x), &turned(y)], 0).unwrap(),
                join::cat(OP, &[&turned(x), &square], 1).unwrap(),
                join::cat(OP, &[x, whole], 0).unwrap(),
                join::cat(OP, &many, 0).unwrap(),
                join::cat(OP, &many, 1).unwrap(),
                join::cat(OP, &[&none, &none], 0).unwrap(),
                join::stack(OP, &[x, y, x], 0).unwrap(),
                join::stack(OP, &[x, y, x], 1).unwrap(),
                join::stack(OP, &[x, y], -1).unwrap(),
                join::stack(OP, &[&none, &none], 0).unwrap(),
            ]
        });
    }
    let x = values(&[6, 4], 1, DType::F32);
    let error = join::cat(OP, &[&on_gpu(&x), &x], 0).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Device { .. }), "{error}");
}

#[test]
fn dimensions_are_reversed_rolled_and_repeated() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::F64, DType::BF16, DType::I8, DType::I64, DType::Bool] {
        let x = values(&[7, 50], 1, dtype);
        alike(&[OP], [&x], |[x]| {
            let all = [
                Sources::flip(OP, x, &[0, 1]).unwrap(),
                Sources::roll(OP, x, &[3, -60], &[0, 1]).unwrap(),
                Sources::repeat(OP, x, &[2, 1, 3]).unwrap(),
                Sources::repeat(OP, x, &[0, 3]).unwrap(),
                Sources::interleave(OP, x, &[0, 1, 2, 3, 0, 1, 5], 0).unwrap(),
            ];
            let moved = |sources: &Sources| {
                let out = join::rearrange(OP, &turned(&turned(x)), sources).unwrap();
                let sum = join::rearrange_sum(OP, &out, sources, x.sizes()).unwrap();
                [out, sum]
            };
            all.iter().flat_map(moved).collect()
        });
    }
    let scalar = values(&[], 1, DType::F32);
    alike(&[OP], [&scalar], |[x]| {
        let sources = Sources::flip(OP, x, &[]).unwrap();
        vec![join::rearrange(OP, x, &sources).unwrap(), join::rearrange_sum(OP, x, &sources, x.sizes()).unwrap()]
    });
}

#[test]
fn triangles_are_cut() {
    if !present() {
        return;
    }
    for dtype in [DType::F64, DType::F32, DType::F16, DType::I8, DType::Bool] {
        let x = values(&[2, 5, 70], 1, dtype);
        alike(&[OP], [&x], |[x]| {
            let mut all = Vec::new();
            for diagonal in [0, 2, -3, 100, -100, i64::MAX, i64::MIN] {
                for kept in [Triangle::Lower, Triangle::Upper] {
                    let written = copy::contiguous_copy(OP, x).unwrap();
                    let view = written.as_strided(OP, &[60, 4], &[1, 70], 3).unwrap();
                    join::triangle_(OP, &view, kept, diagonal).unwrap();
                    all.extend([join::triangle(OP, x, kept, diagonal).unwrap(), written]);
                }
            }
            all
        });
    }
}
