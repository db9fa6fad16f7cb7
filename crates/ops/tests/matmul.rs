//! Products against plain loops in f64: sizes at the edges of every kernel, layouts, levels, dtypes, refusals.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_ops::matmul::{addmm, baddbmm, bmm, dot, linear, matmul, mm, mv};
use cresset_ops::reading::to_vec;
use cresset_ops::simd::{Level, available, with_level};
use cresset_ops::{Array, broadcast_sizes, copy, set_num_threads};
use cresset_storage::{DType, Dims, Scalar};

/// How an array lies in memory.
#[derive(Clone, Copy, Debug)]
enum Memory {
    Contiguous,
    /// The last two dims swapped.
    Turned,
    /// Every second element along each dim, from the second on.
    Stepped,
}

const MEMORIES: [Memory; 3] = [Memory::Contiguous, Memory::Turned, Memory::Stepped];

/// Halves of whole numbers from -4 to 4, so that sums are exact in f64 and nearly so in f32.
fn contiguous(sizes: &[usize], seed: usize, dtype: DType) -> Array {
    let mut state = seed as u64 * 2 + 1;
    let values: Vec<f64> = (0..sizes.iter().product())
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 40) % 17) as f64 / 2.0 - 4.0
        })
        .collect();
    copy::to_dtype("test", &Array::from_vec(values, sizes).unwrap(), dtype).unwrap()
}

fn array(sizes: &[usize], memory: Memory, seed: usize, dtype: DType) -> Array {
    match memory {
        Memory::Turned if sizes.len() > 1 => {
            let mut turned = sizes.to_vec();
            turned.swap(sizes.len() - 1, sizes.len() - 2);
            let array = contiguous(&turned, seed, dtype);
            array.with_layout(array.layout().transpose("test", -1, -2).unwrap())
        }
        Memory::Stepped => {
            let larger: Vec<usize> = sizes.iter().map(|size| size * 2 + 1).collect();
            let array = contiguous(&larger, seed, dtype);
            let mut layout = *array.layout();
            for dim in 0..sizes.len() {
                layout = layout.slice("test", dim as i64, Some(1), None, 2).unwrap();
            }
            array.with_layout(layout)
        }
        _ => contiguous(sizes, seed, dtype),
    }
}

/// `lhs @ rhs` by the definition.
fn naive(lhs: &Array, rhs: &Array) -> (Vec<f64>, Vec<usize>) {
    let (mut left, mut right) = (lhs.sizes().to_vec(), rhs.sizes().to_vec());
    let (row, column) = (left.len() == 1, right.len() == 1);
    if row {
        left.insert(0, 1);
    }
    if column {
        right.push(1);
    }
    let (m, k, n) = (left[left.len() - 2], left[left.len() - 1], right[right.len() - 1]);
    let lead = |sizes: &[usize]| Dims::new("test", &sizes[..sizes.len() - 2]).unwrap();
    let batch = broadcast_sizes("test", &lead(&left), &lead(&right)).unwrap();
    let spread = |array: &Array, own: &[usize], matrix: [usize; 2]| {
        let array = copy::contiguous("test", array).unwrap();
        let viewed = array.layout().view(&Dims::new("test", own).unwrap()).unwrap();
        let mut sizes = batch;
        sizes.push("test", matrix[0]).unwrap();
        sizes.push("test", matrix[1]).unwrap();
        to_vec::<f64>(&array.with_layout(viewed.broadcast_to("test", &sizes).unwrap())).unwrap()
    };
    let (a, b) = (spread(lhs, &left, [m, k]), spread(rhs, &right, [k, n]));
    let mut out = Vec::new();
    for at in 0..batch.numel() {
        for i in 0..m {
            for j in 0..n {
                out.push((0..k).map(|p| a[at * m * k + i * k + p] * b[at * k * n + p * n + j]).sum());
            }
        }
    }
    let mut sizes = batch.to_vec();
    sizes.extend((!row).then_some(m));
    sizes.extend((!column).then_some(n));
    (out, sizes)
}

fn assert_close(out: &Array, expected: &[f64], relative: f64, what: &str) {
    let out = to_vec::<f64>(out).unwrap();
    assert_eq!(out.len(), expected.len(), "{what}");
    for (at, (out, expected)) in out.iter().zip(expected).enumerate() {
        let close = (out - expected).abs() <= relative * (1.0 + expected.abs());
        assert!(close, "{what}: element {at}: {out} instead of {expected}");
    }
}

#[test]
fn any_sizes_and_layouts_at_every_level() {
    let shapes: [(&[usize], &[usize]); 27] = [
        (&[5], &[5]),
        (&[37], &[37]),
        (&[4], &[4, 3]),
        (&[70], &[70, 35]),
        (&[3, 4], &[4]),
        (&[35, 70], &[70]),
        (&[1, 1], &[1, 1]),
        (&[1, 9], &[9, 1]),
        (&[6, 7], &[7, 16]),
        (&[7, 3], &[3, 33]),
        (&[13, 40], &[40, 10]),
        (&[32, 64], &[64, 32]),
        (&[1, 50], &[50, 40]),
        (&[50, 40], &[40, 1]),
        (&[70, 65], &[65, 67]),
        (&[3, 0], &[0, 2]),
        (&[0, 3], &[3, 2]),
        (&[2, 3], &[3, 0]),
        (&[0], &[0]),
        (&[2, 5, 3], &[3, 4]),
        (&[2, 5, 3], &[3]),
        (&[3], &[2, 3, 4]),
        (&[4, 3], &[2, 3, 5]),
        (&[2, 1, 3, 4], &[5, 4, 2]),
        (&[2, 2, 3, 4], &[2, 1, 4, 2]),
        (&[0, 3, 4], &[4, 2]),
        (&[3, 2, 0], &[0, 2]),
    ];
    for level in available() {
        with_level(level, || {
            for (lhs, rhs) in shapes {
                for (left, right) in MEMORIES.into_iter().flat_map(|left| MEMORIES.map(|right| (left, right))) {
                    for (dtype, relative) in [(DType::F64, 1e-13), (DType::F32, 1e-5)] {
                        let (a, b) = (array(lhs, left, 1, dtype), array(rhs, right, 2, dtype));
                        let (expected, sizes) = naive(&a, &b);
                        let out = matmul(&a, &b).unwrap();
                        let what = format!("{lhs:?} {left:?} @ {rhs:?} {right:?} {dtype:?} {level:?}");
                        assert_eq!(out.sizes()[..], sizes[..], "{what}");
                        assert!(out.layout().is_contiguous());
                        assert_close(&out, &expected, relative, &what);
                    }
                }
            }
        });
    }
}

/// Fractions whose sums are rounded, so that another order of the terms gives other bits.
fn fractions(sizes: &[usize], seed: usize) -> Array {
    let values = to_vec::<f64>(&contiguous(sizes, seed, DType::F64)).unwrap();
    let values: Vec<f32> = values.iter().enumerate().map(|(at, value)| (value / (at % 7 + 3) as f64) as f32).collect();
    Array::from_vec(values, sizes).unwrap()
}

/// The same elements, with the last two dims the other way round in memory.
fn turned(array: &Array) -> Array {
    let transpose = |array: &Array| array.with_layout(array.layout().transpose("test", -1, -2).unwrap());
    transpose(&copy::contiguous("test", &transpose(array)).unwrap())
}

#[test]
fn every_rest_of_a_block() {
    let mut state = 9u64;
    let mut size = |most: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) % most) as usize
    };
    for at in 0..400 {
        let (m, k, n) = (size(70), if at % 8 == 0 { 200 + size(150) } else { size(70) }, size(70));
        let memories = [MEMORIES[size(3)], MEMORIES[size(3)]];
        let (dtype, relative) = [(DType::F64, 1e-13), (DType::F32, 1e-5), (DType::BF16, 0.004)][at % 3];
        let (a, b) = (array(&[m, k], memories[0], at, dtype), array(&[k, n], memories[1], at + 1, dtype));
        let expected = naive(&a, &b).0;
        for level in available() {
            with_level(level, || {
                let what = format!("[{m}, {k}] @ [{k}, {n}] {memories:?} {dtype:?} {level:?}");
                assert_close(&mm(&a, &b).unwrap(), &expected, relative, &what);
            });
        }
    }
}

#[test]
fn layouts_and_other_rows_do_not_change_a_bit() {
    for level in available() {
        with_level(level, || {
            for [m, k, n] in [[300, 700, 500], [1, 700, 300], [5, 600, 170], [170, 600, 1], [33, 257, 40], [2, 3000, 9]]
            {
                let (a, b) = (fractions(&[m, k], 1), fractions(&[k, n], 2));
                let bits = |a: &Array, b: &Array| to_vec::<f32>(&mm(a, b).unwrap()).unwrap();
                let expected = bits(&a, &b);
                let what = format!("[{m}, {k}] @ [{k}, {n}] {level:?}");
                for (lhs, rhs) in [(a.clone(), turned(&b)), (turned(&a), b.clone()), (turned(&a), turned(&b))] {
                    assert!(bits(&lhs, &rhs) == expected, "{what}: turned");
                }
                let rows = a.with_layout(a.layout().narrow("test", 0, 0, m.min(2)).unwrap());
                assert!(bits(&rows, &b)[..] == expected[..m.min(2) * n], "{what}: fewer rows");
            }
        });
    }
}

#[test]
fn layouts_rows_and_threads_do_not_change_a_bit_of_brain_floats() {
    let halves = |sizes: &[usize], seed| copy::to_dtype("test", &fractions(sizes, seed), DType::BF16).unwrap();
    for level in available() {
        with_level(level, || {
            for [m, k, n] in [[300, 700, 330], [90, 257, 70], [33, 31, 17], [9, 1100, 49], [5, 600, 170]] {
                let (a, b) = (halves(&[m, k], 1), halves(&[k, n], 2));
                let bits = |a: &Array, b: &Array| to_vec::<f32>(&mm(a, b).unwrap()).unwrap();
                let expected = bits(&a, &b);
                let what = format!("[{m}, {k}] @ [{k}, {n}] {level:?}");
                assert_close(&mm(&a, &b).unwrap(), &naive(&a, &b).0, 0.02, &what);
                for (lhs, rhs) in [(a.clone(), turned(&b)), (turned(&a), b.clone()), (turned(&a), turned(&b))] {
                    assert!(bits(&lhs, &rhs) == expected, "{what}: turned");
                }
                let rows = a.with_layout(a.layout().narrow("test", 0, 0, m.min(9)).unwrap());
                assert!(bits(&rows, &b)[..] == expected[..m.min(9) * n], "{what}: fewer rows");
                set_num_threads(1);
                let alone = bits(&a, &b);
                set_num_threads(usize::MAX);
                assert!(alone == expected, "{what}: one thread");
            }
        });
    }
}

#[test]
fn tiles_sum_even_and_odd_terms_apart() {
    let [ones, terms] = [vec![1f32; 64], [16777216.0, 1.0, -16777216.0, 1.0].repeat(16)];
    let (a, b) = (Array::from_vec(ones, &[16, 4]).unwrap(), Array::from_vec(terms, &[16, 4]).unwrap());
    let [a, b] = [a, b].map(|array| copy::to_dtype("test", &array, DType::BF16).unwrap());
    let b = b.with_layout(b.layout().transpose("test", 0, 1).unwrap());
    for level in available() {
        // Next to 2^24 a one is lost; apart from it two of them are not.
        let out = with_level(level, || to_vec::<f64>(&mm(&a, &b).unwrap()).unwrap());
        assert!(out.iter().all(|&sum| (sum == 2.0) == (level == Level::Amx)), "{level:?}: {out:?}");
    }
}

#[test]
fn what_is_not_finite_stays_where_it_is() {
    for (level, dtype) in available().flat_map(|level| [(level, DType::F32), (level, DType::BF16)]) {
        with_level(level, || {
            // The NaN of the third stands where the fourth has no more terms.
            for [m, k, n] in
                [[3, 300, 17], [20, 40, 50], [12, 100, 50], [20, 40, 50], [1, 40, 50], [40, 40, 1], [300, 300, 300]]
            {
                let (mut left, mut right) = (vec![0.5f32; m * k], vec![0.25f32; k * n]);
                left[(m - 1) * k + k / 2] = f32::NAN;
                right[k / 3 * n + n - 1] = f32::INFINITY;
                let (a, b) = (Array::from_vec(left, &[m, k]).unwrap(), Array::from_vec(right, &[k, n]).unwrap());
                let [a, b] = [a, b].map(|array| copy::to_dtype("test", &array, dtype).unwrap());
                for (a, b) in [(a.clone(), b.clone()), (turned(&a), turned(&b))] {
                    for (at, value) in to_vec::<f32>(&mm(&a, &b).unwrap()).unwrap().into_iter().enumerate() {
                        let (row, column) = (at / n, at % n);
                        let what = format!("[{m}, {k}, {n}] {dtype:?} {level:?}: {row}, {column}: {value}");
                        match (row == m - 1, column == n - 1) {
                            (true, _) => assert!(value.is_nan(), "{what}"),
                            (_, true) => assert_eq!(value, f32::INFINITY, "{what}"),
                            _ => assert_eq!(value, k as f32 / 8.0, "{what}"),
                        }
                    }
                }
            }
        });
    }
}

#[test]
fn large_products_do_not_depend_on_the_threads() {
    let shapes = [
        (vec![600, 90], vec![90, 520]),
        (vec![5, 80, 70], vec![5, 70, 90]),
        (vec![900, 900], vec![900]),
        (vec![300], vec![300, 9000]),
        (vec![3, 300], vec![300, 9000]),
        (vec![769, 300], vec![300, 1025]),
    ];
    for (lhs, rhs) in shapes {
        let (a, b) = (fractions(&lhs, 1), fractions(&rhs, 2));
        let many = matmul(&a, &b).unwrap();
        set_num_threads(1);
        let one = matmul(&a, &b).unwrap();
        set_num_threads(usize::MAX);
        assert_eq!(to_vec::<f32>(&many).unwrap(), to_vec::<f32>(&one).unwrap());
        assert_close(&many, &naive(&a, &b).0, 1e-4, &format!("{lhs:?} @ {rhs:?}"));
    }
}

#[test]
fn whole_numbers_wrap() {
    let a = Array::from_vec(vec![100i8, 100, -128, 1], &[2, 2]).unwrap();
    let b = Array::from_vec(vec![2i8, 1, 2, -1], &[2, 2]).unwrap();
    // 400 - 256 = 144 - 256 = -112; -256 + 2 = 2 (mod 256); -128 - 1 = 127.
    assert_eq!(to_vec::<i8>(&mm(&a, &b).unwrap()).unwrap(), [-112, 0, 2, 127]);
    let huge = Array::from_vec(vec![i64::MAX, 1], &[2]).unwrap();
    assert_eq!(to_vec::<i64>(&dot(&huge, &huge).unwrap()).unwrap(), [2]);
    let input = Array::from_vec(vec![7i8], &[1]).unwrap();
    let out = addmm(&input, &a, &b, Scalar::I64(3), Scalar::I64(-1)).unwrap();
    assert_eq!(to_vec::<i8>(&out).unwrap(), [-123, 21, 19, -106]);
    // The fraction of a factor is cut off.
    let out = addmm(&input, &a, &b, Scalar::F64(3.7), Scalar::F64(-1.2)).unwrap();
    assert_eq!(to_vec::<i8>(&out).unwrap(), [-123, 21, 19, -106]);
}

#[test]
fn halves_are_rounded_once() {
    for dtype in [DType::F16, DType::BF16] {
        let (a, b) = (array(&[20, 300], Memory::Turned, 1, dtype), array(&[300, 10], Memory::Stepped, 2, dtype));
        let (expected, _) = naive(&a, &b);
        let rounded = copy::to_dtype("test", &Array::from_vec(expected, &[20, 10]).unwrap(), dtype).unwrap();
        let out = mm(&a, &b).unwrap();
        assert_eq!(out.dtype(), dtype);
        assert_eq!(to_vec::<f64>(&out).unwrap(), to_vec::<f64>(&rounded).unwrap());
    }
}

#[test]
fn halves_of_any_sizes_and_layouts() {
    let shapes = [[1, 1, 1], [1, 90, 37], [90, 37, 1], [5, 300, 70], [33, 35, 31], [64, 64, 64], [17, 513, 50]];
    for level in available() {
        with_level(level, || {
            for ([m, k, n], dtype) in shapes.into_iter().flat_map(|shape| [(shape, DType::F16), (shape, DType::BF16)]) {
                for (left, right) in MEMORIES.into_iter().flat_map(|left| MEMORIES.map(|right| (left, right))) {
                    let (a, b) = (array(&[m, k], left, 1, dtype), array(&[k, n], right, 2, dtype));
                    let input = array(&[n], Memory::Contiguous, 3, dtype);
                    let given = to_vec::<f64>(&input).unwrap();
                    let (product, _) = naive(&a, &b);
                    let expected: Vec<f64> =
                        product.iter().enumerate().map(|(at, value)| given[at % n] - 2.0 * value).collect();
                    let expected = Array::from_vec(expected, &[m, n]).unwrap();
                    let expected = to_vec::<f64>(&copy::to_dtype("test", &expected, dtype).unwrap()).unwrap();
                    let out = addmm(&input, &a, &b, Scalar::I64(1), Scalar::I64(-2)).unwrap();
                    assert_close(&out, &expected, 0.0, &format!("{m} {k} {n} {left:?} {right:?} {dtype:?} {level:?}"));
                }
            }
        });
    }
}

#[test]
fn sums_with_an_input() {
    for sizes in [[3, 4, 5], [1, 40, 30], [40, 30, 1], [80, 80, 80]] {
        let [m, k, n] = sizes;
        for memory in MEMORIES {
            let (a, b) = (array(&[m, k], memory, 1, DType::F64), array(&[k, n], memory, 2, DType::F64));
            let input = array(&[n], memory, 3, DType::F64);
            let given = to_vec::<f64>(&input).unwrap();
            let (product, _) = naive(&a, &b);
            let expected: Vec<f64> =
                product.iter().enumerate().map(|(at, value)| 0.5 * given[at % n] - 2.0 * value).collect();
            let out = addmm(&input, &a, &b, Scalar::F64(0.5), Scalar::I64(-2)).unwrap();
            assert_close(&out, &expected, 1e-13, &format!("addmm {sizes:?} {memory:?}"));
            let expected: Vec<f64> = product.iter().enumerate().map(|(at, value)| given[at % n] + value).collect();
            let weight = b.with_layout(b.layout().transpose("test", 0, 1).unwrap());
            let out = linear(&a, &weight, Some(&input)).unwrap();
            assert_close(&out, &expected, 1e-13, &format!("linear {sizes:?} {memory:?}"));
        }
    }
    let (a, b) = (contiguous(&[2, 3, 4], 1, DType::F64), contiguous(&[2, 4, 5], 2, DType::F64));
    let unread = Array::from_vec(vec![f64::NAN], &[1, 1, 1]).unwrap();
    let out = baddbmm(&unread, &a, &b, Scalar::I64(0), Scalar::I64(1)).unwrap();
    assert_close(&out, &naive(&a, &b).0, 1e-13, "an input times 0 is not read");
}

#[test]
fn linear_takes_any_leading_sizes() {
    let weight = contiguous(&[4, 3], 2, DType::F32);
    for sizes in [vec![3], vec![2, 3], vec![2, 5, 3], vec![0, 3]] {
        let x = array(&sizes, Memory::Stepped, 1, DType::F32);
        let turned = weight.with_layout(weight.layout().transpose("test", 0, 1).unwrap());
        let out = linear(&x, &weight, None).unwrap();
        assert_eq!(out.sizes()[..], [&sizes[..sizes.len() - 1], &[4]].concat()[..]);
        assert_close(&out, &naive(&x, &turned).0, 1e-6, "linear");
    }
}

#[test]
fn refusals_name_the_operands() {
    let of = |sizes: &[usize]| contiguous(sizes, 1, DType::F32);
    let text = |result: cresset_storage::Result<Array>| result.unwrap_err().to_string();
    assert_eq!(
        text(matmul(&of(&[2, 3]), &of(&[4, 5]))),
        "matmul: inner sizes differ: lhs [2, 3], rhs [4, 5]; lhs.size(-1) must equal rhs.size(-2)"
    );
    assert_eq!(
        text(matmul(&of(&[]), &of(&[4, 5]))),
        "matmul: a scalar has no rows: lhs [], rhs [4, 5]; both need at least one dim; mul takes scalars"
    );
    assert_eq!(
        text(matmul(&of(&[2, 2, 3]), &of(&[3, 3, 2]))),
        "matmul: batches do not broadcast: lhs [2, 2, 3], rhs [3, 3, 2]; each pair of leading sizes must be equal or \
         contain a 1"
    );
    assert_eq!(
        text(matmul(&of(&[3]), &contiguous(&[3], 1, DType::F64))),
        "matmul: dtypes differ: lhs float32, rhs float64; convert them to one dtype with to_dtype"
    );
    assert!(text(mm(&of(&[2, 2, 3]), &of(&[3, 3]))).starts_with("mm: wrong number of dims"));
    assert!(text(mv(&of(&[2, 3]), &of(&[3, 1]))).starts_with("mv: wrong number of dims"));
    assert!(text(bmm(&of(&[1, 2, 3]), &of(&[2, 3, 1]))).starts_with("bmm: batches differ in size"));
    assert!(text(addmm(&of(&[3]), &of(&[2, 3]), &of(&[3, 4]), 1.into(), 1.into())).contains("input [3]"));
    assert!(text(addmm(&of(&[3]), &of(&[2, 3]), &of(&[3, 4]), 0.into(), 1.into())).starts_with("addmm: sizes"));
    assert!(text(linear(&of(&[2, 3]), &of(&[4, 3]), Some(&of(&[3])))).contains("bias [3]"));
    let truth = copy::to_dtype("test", &of(&[2, 2]), DType::Bool).unwrap();
    assert!(text(mm(&truth, &truth)).contains("not a numeric dtype"));
}
