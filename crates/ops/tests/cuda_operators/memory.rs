//! Ways into the memory of GPUs: pinned memory, other GPUs; and the time that work takes.

use cresset_ops::{Operand, Pointwise, copy, pointwise::pointwise, pointwise::pointwise_, reading::to_vec};
use cresset_storage::cuda::{Event, Stream, device_count};
use cresset_storage::{DType, Device, ErrorKind};

use crate::device::{GPU, on_gpu, present, values};

#[test]
fn copies_from_pinned_memory_see_it_as_it_was() {
    if !present() {
        return;
    }
    let x = values(&[50, 3], 1, DType::F32);
    let pinned = copy::pin_memory("test", &x.as_strided("test", &[3, 50], &[1, 3], 0).unwrap()).unwrap();
    assert!(pinned.storage().is_pinned() && pinned.layout().is_contiguous() && !x.storage().is_pinned());
    let before = to_vec::<f32>(&pinned).unwrap();
    let part = pinned.as_strided("test", &[2, 50], &[50, 1], 50).unwrap();
    let (there, part_there) =
        (copy::to_device("test", &pinned, GPU).unwrap(), copy::to_device("test", &part, GPU).unwrap());
    // Written while the copies may not have been made yet, and given back right after.
    pointwise_(Pointwise::Mul, &pinned, &[Operand::Scalar(0.0.into())]).unwrap();
    drop((pinned, part));
    assert_eq!(to_vec::<f32>(&there).unwrap(), before);
    assert_eq!(to_vec::<f32>(&part_there).unwrap(), before[50..]);
    let refused = copy::pin_memory("test", &there).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::Device { .. }), "{refused}");
}

#[test]
fn arrays_go_from_one_gpu_to_another() {
    if !present() {
        return;
    }
    if device_count() < 2 {
        eprintln!("skipped: there is one GPU");
        return;
    }
    let x = on_gpu(&values(&[333], 1, DType::F32));
    let double = |x| pointwise(Pointwise::Add, &[Operand::Array(x), Operand::Array(x)]).unwrap();
    // The copy waits for the kernel before it, the kernel behind it for the copy, and who writes the source for it too.
    let doubled = double(&x);
    let other = copy::to_device("test", &doubled, Device::Cuda(1)).unwrap();
    pointwise_(Pointwise::Mul, &doubled, &[Operand::Scalar(0.0.into())]).unwrap();
    let twice = double(&other);
    assert_eq!((other.device(), twice.device()), (Device::Cuda(1), Device::Cuda(1)));
    let expected = to_vec::<f32>(&double(&double(&values(&[333], 1, DType::F32)))).unwrap();
    assert_eq!(to_vec::<f32>(&twice).unwrap(), expected);
    let back = copy::to_device("test", &twice, GPU).unwrap();
    assert_eq!((back.device(), to_vec::<f32>(&back).unwrap()), (GPU, expected));
    let error = pointwise(Pointwise::Add, &[Operand::Array(&back), Operand::Array(&twice)]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Device { .. }), "{error}");
}

#[test]
fn events_tell_the_time_between_them() {
    if !present() {
        return;
    }
    let x = on_gpu(&values(&[333], 1, DType::F32));
    let stream = Stream::current(0).unwrap();
    let first = Event::timed(stream).unwrap();
    for _ in 0..3 {
        pointwise_(Pointwise::Add, &x, &[Operand::Scalar(1.0.into())]).unwrap();
    }
    let last = Event::timed(stream).unwrap();
    assert!(first.elapsed_ms(&last).unwrap() > 0.0);
    assert!(first.is_done().unwrap() && last.is_done().unwrap());
    let untimed = Event::record(stream).unwrap();
    assert!(first.elapsed_ms(&untimed).is_err());
}
