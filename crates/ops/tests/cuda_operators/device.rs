//! What the tests of GPUs share: arrays on both devices, and their comparison.

use cresset_ops::reading::to_vec;
use cresset_ops::{Array, copy, cuda};
use cresset_storage::{DType, Device, cuda as gpu};

pub const GPU: Device = Device::Cuda(0);

/// Whether there is a device to test on.
pub fn present() -> bool {
    let there = gpu::is_available();
    let wanted = std::env::var("CRESSET_TEST_DEVICE").as_deref() == Ok("cuda");
    assert!(there || !wanted, "no device: {:?}", gpu::probe());
    if !there {
        eprintln!("skipped: no GPU; `cargo xtask test --emulate-cuda` runs this without one");
    }
    there
}

/// Numbers in 0.1..0.9, where every operator is defined; for whole numbers 1..9.
pub fn values(sizes: &[usize], seed: usize, dtype: DType) -> Array {
    let numel: usize = sizes.iter().product();
    let fraction = |at: usize| ((at * 37 + seed * 11 + 5) % 101) as f64 / 101.0;
    let number = |at: usize| {
        if dtype.is_floating_point() { 0.1 + 0.8 * fraction(at) } else { (1.0 + 8.0 * fraction(at)).floor() }
    };
    let values: Vec<f64> = (0..numel).map(number).collect();
    copy::to_dtype("test", &Array::from_vec(values, sizes).unwrap(), dtype).unwrap()
}

pub fn on_gpu(x: &Array) -> Array {
    copy::to_device("test", x, GPU).unwrap()
}

#[track_caller]
pub fn assert_alike(found: &Array, expected: &Array, what: &str) {
    assert_eq!((found.device(), expected.device()), (GPU, Device::Cpu), "{what}");
    assert_eq!((found.dtype(), found.sizes()), (expected.dtype(), expected.sizes()), "{what}");
    let tolerance = match expected.dtype() {
        DType::F64 => 1e-12,
        DType::F32 => 4e-6,
        DType::F16 => 2e-3,
        DType::BF16 => 1e-2,
        _ => 0.0,
    };
    let (found, expected) = (to_vec::<f64>(found).unwrap(), to_vec::<f64>(expected).unwrap());
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let close = (found - expected).abs() <= tolerance * (1.0 + expected.abs());
        assert!(
            close || found == expected || found.is_nan() && expected.is_nan(),
            "{what}: element {at}: {found} instead of {expected}"
        );
    }
}

/// Computes the same on both devices; none of the operators named may go through the CPU.
#[track_caller]
pub fn alike<const N: usize>(native: &[&str], inputs: [&Array; N], compute: impl Fn([&Array; N]) -> Vec<Array>) {
    let there = inputs.map(on_gpu);
    let (found, expected) = (compute(there.each_ref()), compute(inputs));
    assert_eq!(found.len(), expected.len(), "{native:?}");
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert_alike(found, expected, &format!("{native:?}, result {at}"));
    }
    for op in cuda::through_the_cpu() {
        assert!(!native.contains(&op), "the CPU computed {op}");
    }
}
