//! Buffers: sharing, versions, borrowed vectors, and locks from many threads.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::Barrier;
use std::thread;

use cresset_storage::{DType, Device, Element, Scalar, Storage, bf16, f16};

fn values<T: Element>(storage: &Storage) -> Vec<T> {
    let guard = storage.read();
    let len = storage.n_bytes() / T::DTYPE.n_bytes();
    // SAFETY: the storage holds elements of this type, and the guard keeps writers out.
    unsafe { std::slice::from_raw_parts(guard.pointer().unwrap().cast::<T>(), len) }.to_vec()
}

fn fill<T: Element>(storage: &Storage, writer: &'static str, value: T) {
    let mut guard = storage.write(writer);
    let len = storage.n_bytes() / T::DTYPE.n_bytes();
    // SAFETY: the storage holds elements of this type, and the guard keeps everyone else out.
    unsafe { std::slice::from_raw_parts_mut(guard.pointer().unwrap().cast::<T>(), len) }.fill(value);
}

#[test]
fn a_vector_becomes_a_storage_without_a_copy() {
    let given = vec![1.5f32, 2.5];
    let place = given.as_ptr();
    let storage = Storage::from_vec(given);
    assert_eq!((storage.n_bytes(), storage.device(), storage.version()), (8, Device::Cpu, 0));
    assert_eq!(storage.read().pointer().unwrap().cast(), place);
    fill(&storage, "fill_", 3.5f32);
    assert_eq!(values::<f32>(&storage), [3.5, 3.5]);
    let empty = Storage::from_vec(Vec::<f64>::new());
    assert_eq!((empty.n_bytes(), values::<f64>(&empty).len()), (0, 0));
    fill(&empty, "fill_", 1.0f64);
    let mut spacious = Vec::with_capacity(100);
    spacious.push(true);
    assert_eq!(values::<bool>(&Storage::from_vec(spacious)), [true]);
}

#[test]
fn handles_share_bytes_versions_and_writers() {
    let mut storage = Storage::from_vec(vec![1i64]);
    assert!(storage.exclusive().unwrap().is_some());
    assert_eq!((storage.last_writer(), storage.handles()), ("nothing", 1));
    let other = storage.clone();
    let twin = Storage::from_vec(vec![1i64]);
    assert!(storage.same(&other) && !storage.same(&twin));
    assert!(storage.id() == other.id() && storage.id() != twin.id());
    assert!(storage.exclusive().unwrap().is_none(), "another handle could read meanwhile");
    fill(&other, "add_", 2i64);
    fill(&other, "mul_", 4i64);
    assert_eq!(values::<i64>(&storage), [4]);
    assert_eq!((storage.version(), storage.last_writer(), storage.handles()), (2, "mul_", 2));
    drop(other);
    assert!(storage.exclusive().unwrap().is_some());
    assert_eq!(storage.version(), 2, "filling a new buffer is no write in place");
    assert_eq!(format!("{storage:?}"), "Storage(8 bytes on cpu, version 2)");
}

#[test]
fn a_reader_never_sees_half_a_write() {
    const N_WRITERS: u64 = 3;
    let (n_rounds, n_elements) = if cfg!(miri) { (4, 16) } else { (200, 10_000) };
    let storage = Storage::from_vec(vec![0u8; n_elements]);
    let start = Barrier::new(2 * N_WRITERS as usize);
    thread::scope(|scope| {
        for writer in 0..N_WRITERS {
            let (storage, start) = (&storage, &start);
            scope.spawn(move || {
                start.wait();
                for round in 0..n_rounds {
                    fill(storage, "fill_", (round * N_WRITERS + writer) as u8);
                }
            });
            scope.spawn(move || {
                start.wait();
                let mut version = 0;
                for _ in 0..n_rounds {
                    let held = values::<u8>(storage);
                    assert!(held.iter().all(|value| *value == held[0]));
                    assert!(storage.version() >= version);
                    version = storage.version();
                }
            });
        }
    });
    assert_eq!(storage.version(), N_WRITERS * n_rounds);
}

#[test]
fn readers_do_not_wait_for_each_other() {
    let storage = Storage::from_vec(vec![7u8]);
    let both = Barrier::new(2);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let _guard = storage.read();
                both.wait();
            });
        }
    });
}

#[test]
fn a_panic_under_the_lock_leaves_the_storage_usable() {
    let storage = Storage::from_vec(vec![1u8]);
    let other = storage.clone();
    let panicked = thread::spawn(move || {
        let _guard = other.write("fails_");
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    assert!(panicked.join().is_err());
    fill(&storage, "fill_", 2u8);
    assert_eq!((values::<u8>(&storage), storage.version()), (vec![2], 2));
}

#[test]
fn the_last_handle_frees_the_memory_on_any_thread() {
    for storage in [Storage::from_vec(vec![1i32; 100]), Storage::empty(400, Device::Cpu).unwrap()] {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let storage = storage.clone();
                thread::spawn(move || values::<u8>(&storage).len())
            })
            .collect();
        drop(storage);
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() == 400));
    }
}

#[test]
fn numbers_turn_into_elements_and_back() {
    fn round_trip<T: Element>(dtype: DType, value: T) {
        assert_eq!((T::DTYPE, T::DTYPE.n_bytes()), (dtype, size_of::<T>()));
        assert_eq!(T::from_scalar(value.into()), value);
    }
    round_trip(DType::Bool, true);
    round_trip(DType::U8, 255u8);
    round_trip(DType::I8, -128i8);
    round_trip(DType::I16, i16::MIN);
    round_trip(DType::I32, i32::MAX);
    round_trip(DType::I64, i64::MIN);
    round_trip(DType::F16, f16::MAX);
    round_trip(DType::BF16, bf16::MIN_POSITIVE);
    round_trip(DType::F32, f32::MAX);
    round_trip(DType::F64, f64::MIN_POSITIVE);
    assert!(bool::from_scalar(Scalar::F64(f64::NAN)) && !bool::from_scalar(Scalar::F64(-0.0)));
    assert_eq!((i32::from_scalar(Scalar::F64(-2.7)), u8::from_scalar(Scalar::I64(-1))), (-2, 255));
    assert_eq!((f32::from_scalar(Scalar::Bool(true)), i64::from_scalar(Scalar::Bool(false))), (1.0, 0));
    assert_eq!(
        [Scalar::F64(1.0), Scalar::I64(1), Scalar::Bool(true)].map(|number| number.to_string()),
        ["1.0", "1", "true"]
    );
}
