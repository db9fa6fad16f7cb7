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

/// This program on one test, with an environment of its own.
pub fn child(test: &str, environment: &[(&str, &str)]) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let status = child.args(["--include-ignored", "--exact", test]).envs(environment.iter().copied()).status().unwrap();
    assert!(status.success(), "{test} with {environment:?}: {status}");
}

/// Asserts that a test needs no kernel of ours beyond those that comparisons need, and that one of its forms does with
/// the variable that turns a library off.
pub fn assert_needs_no_kernel(test: &str, one: &str, switch: &str) {
    let folder = std::env::temp_dir().join(format!("cresset-{}-{switch}", std::process::id()));
    let n_kernels = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
    let cache = ("CRESSET_KERNEL_CACHE", folder.to_str().unwrap());
    child("device::comparison_alone", &[cache]);
    let others = n_kernels();
    child(test, &[cache]);
    assert_eq!(n_kernels(), others);
    child(one, &[cache, (switch, "0")]);
    assert!(n_kernels() > others, "our own way has kernels");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
#[ignore = "a part of other tests, which look at its kernels"]
fn comparison_alone() {
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        let x = values(&[3], 1, dtype);
        assert_alike(&on_gpu(&x), &x, "as it was");
    }
}
