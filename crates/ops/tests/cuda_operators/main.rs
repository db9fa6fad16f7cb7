//! Operators on a GPU, or on the emulated one of `cargo xtask test --emulate-cuda`, against the CPU.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod attention;
mod bags;
mod blas;
mod complex;
mod conv;
mod device;
mod dnn;
mod graph;
mod index;
mod join;
mod loss;
mod mask;
mod matmul;
mod memory;
mod norm;
mod optimizer;
mod pool;
mod random;
mod recurrent;
mod reduce;
mod resample;
mod scan;
mod softmax;
mod sort;
mod special;

use cresset_ops::conv::{Convolution, convolution};
use cresset_ops::pointwise::{pointwise, pointwise_, pointwise_gradient, table::Class};
use cresset_ops::reading::to_vec;
use cresset_ops::{Array, Operand, Pointwise, copy, cuda, decompose};
use cresset_storage::{DType, Device, ErrorKind, Scalar, Storage};

use device::{GPU, assert_alike, on_gpu, present, values};

/// A row's value on both devices.
fn check_value(op: Pointwise, inputs: &[Array]) {
    let operands = usize::from(op.row().operands);
    let n_inputs = usize::from(op.row().inputs);
    let there: Vec<Array> = inputs[..operands].iter().map(on_gpu).collect();
    let number = Operand::Scalar(Scalar::F64(0.5));
    let with_numbers = |arrays: &[Array]| {
        let call: Vec<Operand<'_>> =
            (0..n_inputs).map(|at| arrays.get(at).filter(|_| at < operands).map_or(number, Operand::Array)).collect();
        pointwise(op, &call)
    };
    match (with_numbers(&there), with_numbers(inputs)) {
        (Ok(found), Ok(expected)) => assert_alike(&found, &expected, &format!("{} {}", op.name(), inputs[0].dtype())),
        (Err(found), Err(expected)) => assert_eq!(found, expected),
        (found, expected) => panic!("{}: {found:?} instead of {expected:?}", op.name()),
    }
}

#[test]
fn every_row_gives_what_the_cpu_gives() {
    if !present() {
        return;
    }
    for op in Pointwise::ALL {
        let dtype = if op.row().class == Class::Bitwise { DType::I64 } else { DType::F32 };
        check_value(
            op,
            &[
                values(&[3, 7], 1, dtype),
                values(&[3, 7], 2, dtype),
                values(&[3, 7], 3, dtype),
                values(&[3, 7], 4, dtype),
            ],
        );
    }
}

#[test]
fn dtypes_are_computed_as_on_the_cpu() {
    if !present() {
        return;
    }
    use Pointwise::{Add, Eq, FloorDivide, Maximum, Mul, Remainder, Tanh};
    for dtype in
        [DType::Bool, DType::U8, DType::I8, DType::I16, DType::I32, DType::I64, DType::F16, DType::BF16, DType::F64]
    {
        for op in [Add, Mul, Eq, Maximum, Tanh, FloorDivide, Remainder] {
            let [x, y] = [1, 2].map(|seed| values(&[67], seed, dtype));
            check_value(op, &[x, y]);
        }
    }
    // One is wider than the other; numbers beside arrays.
    check_value(Add, &[values(&[40], 1, DType::BF16), values(&[40], 2, DType::F32)]);
    check_value(Mul, &[values(&[40], 1, DType::I32), values(&[40], 2, DType::F16)]);
    for (scalar, dtype) in
        [(Scalar::I64(1 << 60), DType::I64), (Scalar::F64(0.1), DType::F32), (Scalar::Bool(true), DType::U8)]
    {
        let x = values(&[9], 1, dtype);
        let sum = |x: &Array| pointwise(Add, &[Operand::Array(x), Operand::Scalar(scalar)]).unwrap();
        assert_alike(&sum(&on_gpu(&x)), &sum(&x), "a number");
    }
}

#[test]
fn layouts_of_all_kinds_are_walked() {
    if !present() {
        return;
    }
    let base = values(&[4, 6, 10], 1, DType::F32);
    let there = on_gpu(&base);
    // Sizes, strides and offset of two inputs that broadcast to each other.
    type View<'a> = (&'a [usize], &'a [usize], usize);
    let cases: [(View<'_>, View<'_>); 7] = [
        ((&[240], &[1], 0), (&[240], &[1], 0)),
        ((&[237], &[1], 3), (&[237], &[1], 0)),
        ((&[10, 6], &[1, 10], 0), (&[10, 6], &[1, 10], 60)),
        ((&[4, 6, 10], &[60, 10, 1], 0), (&[10], &[1], 7)),
        ((&[6, 1], &[10, 1], 2), (&[1, 10], &[1, 1], 5)),
        ((&[3, 5], &[0, 2], 1), (&[3, 5], &[20, 4], 0)),
        ((&[], &[], 17), (&[], &[], 18)),
    ];
    for (x, y) in cases {
        let view = |array: &Array, (sizes, strides, offset): View<'_>| {
            array.as_strided("test", sizes, strides, offset).unwrap()
        };
        let call = |array: &Array| {
            pointwise(Pointwise::Sub, &[Operand::Array(&view(array, x)), Operand::Array(&view(array, y))]).unwrap()
        };
        let (found, expected) = (call(&there), call(&base));
        assert_eq!(found.layout(), expected.layout());
        assert_alike(&found, &expected, &format!("{x:?} {y:?}"));
        let copied = |array: &Array| copy::contiguous_copy("test", &view(array, x)).unwrap();
        assert_alike(&copied(&there), &copied(&base), "a copy");
    }
    for numel in [0, 1, 3, 255, 1025, 70_001] {
        check_value(Pointwise::Add, &[values(&[numel], 1, DType::BF16), values(&[numel], 2, DType::BF16)]);
    }
}

#[test]
fn arrays_are_written_in_place() {
    if !present() {
        return;
    }
    let (x, y) = (values(&[5, 9], 1, DType::F32), values(&[9], 2, DType::F32));
    let there = [on_gpu(&x), on_gpu(&y)];
    let address = there[0].storage().id();
    let write = |x: &Array, y: &Array| {
        pointwise_(Pointwise::Mul, x, &[Operand::Array(y)]).unwrap();
        // The written array is read as well, transposed, and through itself.
        let square = x.as_strided("test", &[5, 5], &[9, 1], 0).unwrap();
        let turned = x.as_strided("test", &[5, 5], &[1, 9], 0).unwrap();
        pointwise_(Pointwise::Add, &square, &[Operand::Array(&turned)]).unwrap();
        pointwise_(Pointwise::Add, &square, &[Operand::Array(&square)]).unwrap();
        copy::copy_("copy_", &x.as_strided("test", &[4], &[9], 8).unwrap(), Operand::Scalar(Scalar::F64(7.0))).unwrap();
        copy::copy_("copy_", &x.as_strided("test", &[9], &[1], 0).unwrap(), Operand::Array(y)).unwrap();
    };
    write(&x, &y);
    write(&there[0], &there[1]);
    assert_alike(&there[0], &x, "in place");
    assert_eq!((there[0].storage().id(), there[0].storage().version()), (address, x.storage().version()));
    assert!(!cuda::through_the_cpu().contains(&"copy_"), "{:?}", cuda::through_the_cpu());
}

#[test]
fn gradients_are_those_of_the_cpu() {
    if !present() {
        return;
    }
    for op in [Pointwise::Mul, Pointwise::Div, Pointwise::Tanh, Pointwise::Gelu, Pointwise::Maximum, Pointwise::Relu] {
        for input in 0..usize::from(op.row().operands) {
            let arrays = [1, 2, 3].map(|seed| values(&[4, 33], seed, DType::F32));
            let gradient = |[grad, x, y]: [&Array; 3]| {
                let inputs = [Operand::Array(x), Operand::Array(y)];
                let output = pointwise(op, &inputs[..usize::from(op.row().operands)]).unwrap();
                pointwise_gradient(op, input, grad, &inputs, Some(&output), DType::F32, Array::over).unwrap()
            };
            let there = arrays.each_ref().map(on_gpu);
            assert_alike(&gradient(there.each_ref()), &gradient(arrays.each_ref()), op.name());
        }
    }
}

#[test]
fn elements_are_converted_and_filled() {
    if !present() {
        return;
    }
    let real = DType::ALL.into_iter().filter(|dtype| !dtype.is_complex());
    for dtype in real {
        for (from, to) in [(dtype, DType::F32), (DType::F32, dtype), (dtype, DType::I64)] {
            let x = values(&[300], 1, from);
            let converted = |x: &Array| copy::to_dtype("to", x, to).unwrap();
            assert_alike(&converted(&on_gpu(&x)), &converted(&x), &format!("{from} to {to}"));
        }
        let sizes = *values(&[7, 3], 0, dtype).sizes();
        let full = |device| copy::full("full", &sizes, Scalar::I64(3), dtype, device).unwrap();
        assert_alike(&full(GPU), &full(Device::Cpu), "full");
    }
    let moved = values(&[6, 4], 1, DType::F16);
    let turned = moved.as_strided("test", &[4, 6], &[1, 4], 0).unwrap();
    let back = copy::to_device("to_device", &copy::to_device("to_device", &turned, GPU).unwrap(), Device::Cpu).unwrap();
    assert_eq!(to_vec::<f64>(&back).unwrap(), to_vec::<f64>(&turned).unwrap());
}

#[test]
fn what_has_no_kernel_yet_goes_through_the_cpu_and_says_so() {
    if !present() {
        return;
    }
    let x = values(&[5, 5], 1, DType::F32);
    // Before and after it, kernels of the GPU.
    let chain = |x: &Array| {
        let tanh = pointwise(Pointwise::Tanh, &[Operand::Array(x)]).unwrap();
        let exponential = decompose::matrix_exp("matrix_exp", &tanh).unwrap();
        pointwise(Pointwise::Mul, &[Operand::Array(&exponential), Operand::Array(x)]).unwrap()
    };
    assert_alike(&chain(&on_gpu(&x)), &chain(&x), "a chain");
    let names = cuda::through_the_cpu();
    assert!(names.contains(&"matrix_exp") && !names.contains(&"tanh"), "{names:?}");
}

#[test]
fn devices_do_not_mix() {
    if !present() {
        return;
    }
    let x = values(&[4], 1, DType::F32);
    let error = pointwise(Pointwise::Add, &[Operand::Array(&x), Operand::Array(&on_gpu(&x))]).unwrap_err();
    let ErrorKind::Device { devices, .. } = error.kind() else { panic!("{error}") };
    assert_eq!(devices[..], [Device::Cpu, GPU]);
    let (x, weight) = (values(&[1, 2, 4, 4], 1, DType::F32), values(&[3, 2, 2, 2], 2, DType::F32));
    let how = Convolution::new(2, &[1], &[0], &[1], 1).unwrap();
    let errors = [
        convolution(&x, &on_gpu(&weight), None, &how).unwrap_err(),
        convolution(&on_gpu(&x), &weight, None, &how).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error.kind(), ErrorKind::Device { .. }), "{error}");
    }
    assert!(matches!(Storage::empty(8, Device::Cuda(63)).unwrap_err().kind(), ErrorKind::DeviceUnavailable { .. }));
}
