use cresset_autograd::*;
use std::time::Instant;
fn time(name: &str, n: usize, mut f: impl FnMut()) {
    if let Ok(only) = std::env::var("ONLY") { if only != name { return; } }
    for _ in 0..n/10+1 { f(); }
    let mut best = f64::MAX;
    for _ in 0..5 { let t = Instant::now(); for _ in 0..n { f(); } best = best.min(t.elapsed().as_nanos() as f64 / n as f64); }
    println!("{name}: {best:.1} ns");
}
fn main() {
    let a = Tensor::from_vec(vec![1.0f32], [1]);
    let b = Tensor::from_vec(vec![2.0f32], [1]);
    time("add 1", 1000000, || { std::hint::black_box(a.add(&b)); });
    time("add scalar", 1000000, || { std::hint::black_box(&a + 1.0); });
    let r = Tensor::from_vec(vec![1.0f32], [1]); r.requires_grad_(true);
    time("add 1 rec", 1000000, || { std::hint::black_box(r.add(&b)); });
    let w = Tensor::from_vec(vec![0.999f32], [1]); w.requires_grad_(true);
    let bb = Tensor::from_vec(vec![0.001f32], [1]); bb.requires_grad_(true);
    time("chain1000 fb", 100, || {
        let mut y = r.clone();
        for _ in 0..500 { y = &(&y * &w) + &bb; }
        y.backward();
        r.set_grad(None); w.set_grad(None); bb.set_grad(None);
    });
    let big = zeros([10_000_000]); let big2 = zeros([10_000_000]);
    time("add 1e7", 5, || { std::hint::black_box(&big + &big2); });
    let m = zeros([1000]);
    time("exp 1e3", 100000, || { std::hint::black_box(m.exp()); });
    time("tanh 1e3", 100000, || { std::hint::black_box(m.tanh()); });
}
