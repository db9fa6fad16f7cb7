//! The text of every error: one line that says who, what, with which operands, and what would work.

use cresset_storage::{DType, Device, Dims, Error, ErrorKind};

#[track_caller]
fn check(error: impl Into<Error>, text: &str) {
    let error = error.into();
    let shown = error.to_string();
    assert_eq!((shown.as_str(), format!("{error:?}").as_str()), (text, text));
    assert!(!shown.contains('\n'));
}

#[test]
fn operands_that_do_not_fit() {
    check(
        Error::shape(
            "matmul",
            "inner sizes differ",
            &[("lhs", &[2, 3]), ("rhs", &[4, 5])],
            "lhs.size(-1) must equal rhs.size(-2)",
        ),
        "matmul: inner sizes differ: lhs [2, 3], rhs [4, 5]; lhs.size(-1) must equal rhs.size(-2)",
    );
    check(ErrorKind::Dim { op: "sum", dim: 2, rank: 2 }, "sum: dim out of range: dim 2, rank 2; dim must be in -2..=1");
    check(
        ErrorKind::Dim { op: "sum", dim: -2, rank: 0 },
        "sum: dim out of range: dim -2, rank 0; dim must be in -1..=0",
    );
    check(ErrorKind::RepeatedDim { op: "permute", dim: -1 }, "permute: dim given twice: dim -1; name each dim once");
    check(
        ErrorKind::Index { op: "select", index: 5, dim: 1, size: 3 },
        "select: index out of range: index 5, dim 1 of size 3; index must be in -3..=2",
    );
    check(
        ErrorKind::Index { op: "select", index: 0, dim: 1, size: 0 },
        "select: index out of range: index 0, dim 1 of size 0; the dim is empty",
    );
    check(
        Error::dtype("logical", "not whole numbers", &[("lhs", DType::F32), ("rhs", DType::I64)], "convert both"),
        "logical: not whole numbers: lhs float32, rhs int64; convert both",
    );
    check(
        ErrorKind::Device {
            op: "add",
            problem: "tensors on different devices",
            devices: vec![Device::Cpu, Device::Cuda(1)],
            remedy: "move one",
        },
        "add: tensors on different devices: cpu, cuda:1; move one",
    );
    check(
        Error::argument("dropout", "p", 1.5, "p must be in 0..=1"),
        "dropout: bad argument: p = 1.5; p must be in 0..=1",
    );
    check(
        ErrorKind::DivisionByZero { op: "remainder" },
        "remainder: division of an integer by zero: the divisor holds a 0; divide floating numbers instead",
    );
    check(
        ErrorKind::Overlap { op: "copy_", problem: "elements share memory", remedy: "clone it first" },
        "copy_: elements share memory; clone it first",
    );
}

#[test]
fn memory_and_devices() {
    check(
        ErrorKind::Cuda { device: Device::Cuda(0), call: "cuMemcpyHtoD", code: "CUDA_ERROR_INVALID_VALUE".to_string() },
        "cuda: the driver refused: cuMemcpyHtoD on cuda:0, CUDA_ERROR_INVALID_VALUE; look the code up in its manual",
    );
    let code = "CUDA_ERROR_ILLEGAL_ADDRESS".to_string();
    check(
        ErrorKind::DeviceLost { device: Device::Cuda(1), kernel: "tanh: strided".to_string(), code },
        "cuda: a kernel failed: tanh: strided or one before it on cuda:1, CUDA_ERROR_ILLEGAL_ADDRESS; start the process \
         again, with CUDA_LAUNCH_BLOCKING=1 to learn which",
    );
    check(
        ErrorKind::DeviceUnavailable { device: Device::Cuda(3), problem: "2 devices were found".to_string() },
        "device: not available: cuda:3 (2 devices were found); use Device::Cpu",
    );
    check(
        ErrorKind::SizeOverflow { op: "zeros", sizes: Dims::clamped(&[1 << 40, 1 << 40]), item_bytes: 4 },
        "zeros: size overflows: sizes [1099511627776, 1099511627776] of 4 bytes each; the product must fit an address",
    );
    let out_of_memory =
        |cap_bytes| ErrorKind::OutOfMemory { device: Device::Cpu, requested_bytes: 100, in_use_bytes: 20, cap_bytes };
    check(
        out_of_memory(None),
        "allocate: out of memory: cpu, 100 bytes asked, 20 in use; free tensors or work in smaller batches",
    );
    check(
        out_of_memory(Some(110)),
        "allocate: out of memory: cpu, 100 bytes asked, 20 in use, cap 110; raise the cap or free tensors",
    );
}

#[test]
fn graphs() {
    let modified = |recorded_at| ErrorKind::Modified {
        saved_by: "exp",
        modified_by: "add_",
        sizes: Dims::clamped(&[2]),
        saved_version: 0,
        found_version: 1,
        recorded_at,
    };
    check(
        modified(None),
        "backward: a saved tensor was modified in place: sizes [2], saved by exp at version 0, now at version 1 after \
         add_; clone it before writing",
    );
    check(
        modified(Some("src/main.rs:4:7".to_string())),
        "backward: a saved tensor was modified in place: sizes [2], saved by exp at version 0, now at version 1 after \
         add_ (recorded at src/main.rs:4:7); clone it before writing",
    );
    check(
        Error::graph("backward", "not a scalar", "sizes [3]", "pass a gradient"),
        "backward: not a scalar: sizes [3]; pass a gradient",
    );
    let cause = Error::graph("grad", "the graph is gone", "mul", "use retain_graph");
    let nested = |recorded_at| Error::from(ErrorKind::Backward { node: "mul", recorded_at, cause: cause.clone() });
    check(nested(None), "backward of mul: grad: the graph is gone: mul; use retain_graph");
    check(
        nested(Some("src/main.rs:4:7".to_string())),
        "backward of mul (recorded at src/main.rs:4:7): grad: the graph is gone: mul; use retain_graph",
    );
    let source = std::error::Error::source(&nested(None)).map(ToString::to_string);
    assert_eq!(source, Some(cause.to_string()));
    assert!(std::error::Error::source(&cause).is_none());
}

#[test]
fn files() {
    check(
        Error::format("load", "not a zip file", "model.pt", "save it with torch.save"),
        "load: not a zip file: model.pt; save it with torch.save",
    );
    check(
        Error::io("load", "model.pt", "No such file or directory"),
        "load: cannot use the file: model.pt; No such file or directory",
    );
}

/// What comes from a file may hold anything: an error stays one line.
#[test]
fn foreign_texts_stay_on_one_line() {
    check(
        Error::format("load", "unknown name", "a\nb\r\tc\u{1b}[1m", "rename it"),
        "load: unknown name: a\\nb\\r\\tc\\u{1b}[1m; rename it",
    );
    check(Error::io("load", "a\nb", "c\nd"), "load: cannot use the file: a\\nb; c\\nd");
    check(Error::argument("device", "name", "é\n", "use cpu"), "device: bad argument: name = é\\n; use cpu");
    check(Error::graph("grad", "odd", "a\n", "do not"), "grad: odd: a\\n; do not");
}

#[test]
fn a_result_stays_one_word() {
    assert_eq!(size_of::<cresset_storage::Result<()>>(), size_of::<usize>());
}
