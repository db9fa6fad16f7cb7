//! Attention over several blocks of queries and keys against the same of other operators, with gradients.
#![allow(clippy::unwrap_used, reason = "tests")]

use cresset_autograd::{DType, Generator, Options, Tensor};
use cresset_ops::set_num_threads;
use cresset_ops::simd::{available, with_level};

fn random(sizes: &[usize], generator: &Generator) -> Tensor {
    let x = Options::new().dtype(DType::F64).zeros(sizes);
    x.normal_from_(0.0, 1.0, generator).unwrap();
    x.requires_grad_(true);
    x
}

/// Attention of products and a softmax; heads of keys and values are repeated to those of queries.
fn plain(query: &Tensor, key: &Tensor, value: &Tensor, mask: &Tensor) -> Tensor {
    let shared = (query.size(1) / key.size(1)) as i64;
    let [key, value] = [key, value].map(|x| x.repeat_interleave(shared, Some(1)));
    let scores = query.matmul(&key.transpose(-2, -1)).mul(1.0 / (query.size(-1) as f64).sqrt());
    scores.add(mask).softmax(-1).matmul(&value)
}

fn close(lhs: &Tensor, rhs: &Tensor) {
    assert_eq!(lhs.sizes(), rhs.sizes());
    let off = lhs.sub(rhs).abs().max().item();
    assert!(off < 1e-12, "off by {off}");
}

/// Results and gradients with a mask are those of the plain way.
fn check(heads: [usize; 2], lengths: [usize; 2], mask: Option<&Tensor>, causal: bool) {
    let generator = Generator::new(3);
    let [queries, keys] = lengths;
    let inputs = [
        random(&[2, heads[0], queries, 5], &generator),
        random(&[2, heads[1], keys, 5], &generator),
        random(&[2, heads[1], keys, 3], &generator),
    ];
    let hidden = match mask {
        Some(mask) => mask.clone(),
        None if causal => Options::new().dtype(DType::F64).full([queries, keys], f64::NEG_INFINITY).triu(1),
        None => Options::new().dtype(DType::F64).zeros([1]),
    };
    // The upper triangle of infinities has zeros below it, but infinity times zero nowhere.
    let [query, key, value] = &inputs;
    let expected = plain(query, key, value, &hidden);
    let out = query.scaled_dot_product_attention(key, value, mask, 0.0, causal, None, true);
    close(&out, &expected);
    let weights = random(&[2, heads[0], queries, 3], &generator).detach();
    let gradients = |out: &Tensor| {
        inputs.iter().for_each(|input| input.set_grad(None));
        out.mul(&weights).sum().backward();
        inputs.each_ref().map(|input| input.grad().unwrap())
    };
    let (wanted, got) = (gradients(&expected), gradients(&out));
    got.iter().zip(&wanted).for_each(|(got, wanted)| close(got, wanted));
}

#[test]
fn blocks_agree_with_the_whole() {
    check([2, 2], [150, 300], None, false);
}

#[test]
fn causal_blocks_agree_with_the_whole() {
    check([2, 2], [200, 200], None, true);
    check([1, 1], [150, 40], None, true);
}

#[test]
fn masks_and_shared_heads_agree_with_the_whole() {
    let generator = Generator::new(5);
    for sizes in [&[70, 130][..], &[2, 1, 1, 130], &[4, 70, 130], &[130]] {
        check([4, 2], [70, 130], Some(&random(sizes, &generator).detach()), false);
    }
}

#[test]
fn a_query_that_sees_nothing_gets_zeros() {
    let generator = Generator::new(7);
    let inputs = [[3, 2], [4, 2], [4, 2]].map(|sizes| random(&sizes, &generator));
    let mask = Tensor::from_vec([[true; 4], [false; 4], [true; 4]].concat(), [3, 4]);
    let [query, key, value] = &inputs;
    let out = query.scaled_dot_product_attention(key, value, Some(&mask), 0.0, false, None, false);
    assert_eq!(out.select(0, 1).to_vec::<f64>(), [0.0, 0.0]);
    out.sum().backward();
    assert!(inputs.iter().all(|input| input.grad().unwrap().isfinite().all().item() == 1.0));
    assert_eq!(query.grad().unwrap().select(0, 1).to_vec::<f64>(), [0.0, 0.0]);
}

/// Attention of bfloat16 numbers at every level is that of the same numbers in f64, but for the rounding of weights and
/// results.
fn check_brain_floats(heads: [usize; 2], lengths: [usize; 2], features: usize, mask: Option<&Tensor>, causal: bool) {
    let generator = Generator::new(11);
    let [queries, keys] = lengths;
    let sizes = [[2, heads[0], queries, features], [2, heads[1], keys, features], [2, heads[1], keys, features + 1]];
    let inputs = sizes.map(|sizes| random(&sizes, &generator).detach().to_dtype(DType::BF16));
    let exact = inputs.each_ref().map(|input| input.to_dtype(DType::F64));
    let attend = |[query, key, value]: &[Tensor; 3]| {
        let mask = mask.map(|mask| mask.to_dtype(query.dtype()));
        query.scaled_dot_product_attention(key, value, mask.as_ref(), 0.0, causal, None, true)
    };
    let expected = attend(&exact);
    for level in available() {
        with_level(level, || {
            let out = attend(&inputs);
            assert_eq!(out.dtype(), DType::BF16);
            let off = out.to_dtype(DType::F64).sub(&expected).abs();
            let most = off.div(expected.abs().add(1.0)).max().item();
            assert!(most < 0.006, "{lengths:?} {features} {causal} {level:?}: off by {most}");
            set_num_threads(1);
            let alone = attend(&inputs);
            set_num_threads(usize::MAX);
            assert_eq!(alone.to_vec::<f32>(), out.to_vec::<f32>(), "{lengths:?} {features} {level:?}: one thread");
        });
    }
}

#[test]
fn brain_floats_agree_with_exact_numbers() {
    let generator = Generator::new(13);
    check_brain_floats([2, 2], [203, 290], 32, None, false);
    check_brain_floats([2, 1], [300, 300], 7, None, true);
    check_brain_floats([1, 1], [1, 40], 16, None, false);
    check_brain_floats([4, 2], [70, 130], 9, Some(&random(&[4, 70, 130], &generator).detach()), false);
    // Some queries see nothing.
    check_brain_floats([1, 1], [100, 60], 8, Some(&Options::new().full([100, 60], f64::NEG_INFINITY).triu(-3)), false);
}
