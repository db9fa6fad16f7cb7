//! Single kernels under criterion: `cargo xtask bench --kernels`.

use std::hint::black_box;

use cresset::prelude::*;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn elementwise(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("elementwise");
    for n in [1usize, 1_000, 100_000] {
        let (a, b) = (rand([n]), rand([n]));
        group.throughput(Throughput::Elements(n as u64));
        group.bench_with_input(BenchmarkId::new("add", n), &n, |bencher, _| bencher.iter(|| black_box(a.add(&b))));
        group.bench_with_input(BenchmarkId::new("exp", n), &n, |bencher, _| bencher.iter(|| black_box(a.exp())));
        group.bench_with_input(BenchmarkId::new("tanh", n), &n, |bencher, _| bencher.iter(|| black_box(a.tanh())));
    }
    group.finish();
}

fn reductions(criterion: &mut Criterion) {
    let x = rand([1024, 1024]);
    let mut group = criterion.benchmark_group("reductions");
    group.throughput(Throughput::Elements(1 << 20));
    group.bench_function("sum_all", |bencher| bencher.iter(|| black_box(x.sum())));
    group.bench_function("sum_last", |bencher| bencher.iter(|| black_box(x.sum_dim([-1], false))));
    group.bench_function("sum_first", |bencher| bencher.iter(|| black_box(x.sum_dim([0], false))));
    group.finish();
}

fn products(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("matmul");
    for n in [32usize, 128, 512] {
        let (a, b) = (rand([n, n]), rand([n, n]));
        group.throughput(Throughput::Elements((2 * n * n * n) as u64));
        group.bench_with_input(BenchmarkId::from_parameter(n), &n, |bencher, _| {
            bencher.iter(|| black_box(a.matmul(&b)));
        });
    }
    group.finish();
}

criterion_group!(kernels, elementwise, reductions, products);
criterion_main!(kernels);
