//! Tensors that cross to another library and back by the DLPack protocol share their memory, and go back once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};

use cresset_autograd::{DType, Device, Tensor, arange, cuda, tensor, zeros};
use cresset_interop::dlpack::{
    DlDataType, DlDevice, DlManagedTensor, DlManagedTensorVersioned, DlTensor, Managed, Package, from_dlpack, to_dlpack,
};

const GPU: Device = Device::Cuda(0);

/// Whether there is a GPU, or an emulated one, to test on.
fn present() -> bool {
    let wanted = std::env::var("CRESSET_TEST_DEVICE").as_deref() == Ok("cuda");
    assert!(cuda::is_available() || !wanted, "no device: {:?}", cuda::probe());
    if !cuda::is_available() {
        eprintln!("skipped: no GPU; `cargo xtask test --emulate-cuda` runs this without one");
    }
    cuda::is_available()
}

/// A library in C: it owns elements, and counts what is given back.
#[repr(C)]
struct Library {
    elements: [f32; 6],
    sizes: [i64; 3],
    strides: [i64; 3],
    given_back: AtomicUsize,
}

unsafe extern "C" fn give_back(managed: *mut DlManagedTensorVersioned) {
    // SAFETY: the tests leak both the tensor and the library.
    unsafe { (*(*managed).context.cast::<Library>()).given_back.fetch_add(1, Ordering::SeqCst) };
}

fn library(sizes: [i64; 3], strides: [i64; 3]) -> &'static mut Library {
    Box::leak(Box::new(Library {
        elements: [0.0, 1.0, 2.0, 3.0, 4.0, 5.0],
        sizes,
        strides,
        given_back: AtomicUsize::new(0),
    }))
}

fn managed(library: &mut Library, rank: i32) -> &'static mut DlManagedTensorVersioned {
    let tensor = DlTensor {
        data: library.elements.as_mut_ptr().cast(),
        device: DlDevice { kind: 1, ordinal: 0 },
        rank,
        dtype: DlDataType { code: 2, bits: 32, lanes: 1 },
        sizes: library.sizes.as_mut_ptr(),
        strides: library.strides.as_mut_ptr(),
        offset_bytes: 0,
    };
    let context: *mut c_void = (&raw mut *library).cast();
    Box::leak(Box::new(DlManagedTensorVersioned {
        version: [1, 0],
        context,
        deleter: Some(give_back),
        flags: 0,
        tensor,
    }))
}

fn imported(managed: &mut DlManagedTensorVersioned) -> cresset_autograd::Result<Tensor> {
    // SAFETY: the library and its tensor are leaked, and used by this thread alone.
    from_dlpack(unsafe { Package::from_raw(NonNull::from(managed)) })
}

fn round_trip<T: Managed>(dtypes: &[DType], device: Device) {
    for &dtype in dtypes {
        let whole = arange(0, 24, 1).try_to_dtype(dtype).unwrap().try_reshape([2, 3, 4]).unwrap();
        let whole = whole.try_to_device(device).unwrap();
        for x in [whole.try_permute([2, 0, 1]).unwrap(), whole.try_narrow(1, 1, 2).unwrap(), whole.clone()] {
            let raw = to_dlpack::<T>(&x).unwrap().into_raw();
            // SAFETY: it was made just now.
            let y = from_dlpack(unsafe { Package::from_raw(raw) }).unwrap();
            assert_eq!((y.device(), y.dtype(), y.sizes(), y.strides()), (device, dtype, x.sizes(), x.strides()));
            assert_eq!(y.try_eq(&x).unwrap().try_all().unwrap().item(), 1.0);
            // Shared, not copied.
            y.try_fill_(1).unwrap();
            assert_eq!(x.try_eq(&y).unwrap().try_all().unwrap().item(), 1.0);
        }
    }
}

#[test]
fn tensors_cross_and_share_their_memory() {
    round_trip::<DlManagedTensor>(&DType::ALL, Device::Cpu);
    round_trip::<DlManagedTensorVersioned>(&DType::ALL, Device::Cpu);
    let empty = to_dlpack::<DlManagedTensor>(&zeros([0, 3])).unwrap();
    assert_eq!(from_dlpack(empty).unwrap().sizes(), [0, 3]);
    let scalar = to_dlpack::<DlManagedTensor>(&tensor(2.5)).unwrap();
    assert_eq!(from_dlpack(scalar).unwrap().item(), 2.5);
}

#[test]
fn exported_tensors_outlive_ours() {
    let raw =
        to_dlpack::<DlManagedTensorVersioned>(&tensor([1.0, 2.0, 3.0, 4.0]).try_narrow(0, 1, 3).unwrap()).unwrap();
    let raw = raw.into_raw();
    // SAFETY: the tensor belongs to this test until its deleter is called.
    unsafe {
        let managed = raw.as_ref();
        assert_eq!((managed.version[0], managed.flags, managed.tensor.rank), (1, 0, 1));
        assert_eq!((managed.tensor.sizes.read(), managed.tensor.strides.read()), (3, 1));
        let data = managed.tensor.data.cast::<f32>();
        assert_eq!([data.read(), data.add(1).read(), data.add(2).read()], [2.0, 3.0, 4.0]);
        managed.deleter.unwrap()(raw.as_ptr());
    }
    let x = tensor([1.0]);
    x.requires_grad_(true);
    assert!(to_dlpack::<DlManagedTensor>(&x).err().unwrap().to_string().contains("requires a gradient"));
}

#[test]
fn received_tensors_are_given_back_once() {
    let library = library([3, 2, 0], [1, 3, 0]);
    let managed = managed(library, 2);
    let x = imported(managed).unwrap();
    assert_eq!(x.to_vec::<f32>(), [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
    let row = x.try_select(0, 1).unwrap();
    row.try_add_(10.0).unwrap();
    assert_eq!(library.elements, [0.0, 11.0, 2.0, 3.0, 14.0, 5.0]);
    drop(x);
    assert_eq!(library.given_back.load(Ordering::SeqCst), 0);
    std::thread::spawn(move || drop(row)).join().unwrap();
    assert_eq!(library.given_back.load(Ordering::SeqCst), 1);
}

#[test]
fn what_a_tensor_cannot_look_at_is_refused_and_given_back() {
    let refused = |change: &dyn Fn(&mut DlManagedTensorVersioned), part: &str| {
        let library = library([3, 2, 1], [2, 1, 1]);
        let managed = managed(library, 2);
        change(managed);
        let text = imported(managed).err().unwrap().to_string();
        assert!(text.contains(part), "{text}");
        assert_eq!(library.given_back.load(Ordering::SeqCst), 1, "{part}");
    };
    refused(&|managed| managed.version = [2, 0], "another version of the protocol: 2.0");
    refused(&|managed| managed.flags = 1, "read-only memory");
    refused(&|managed| managed.tensor.device.kind = 10, "memory of another device: kind 10");
    refused(&|managed| managed.tensor.device = DlDevice { kind: 2, ordinal: -1 }, "memory of another device");
    // No such GPU, or none at all.
    refused(&|managed| managed.tensor.device = DlDevice { kind: 2, ordinal: 63 }, "cuda:63");
    if present() {
        // The library's memory is the processor's.
        refused(&|managed| managed.tensor.device.kind = 2, "an address that is not the device's");
    }
    refused(&|managed| managed.tensor.dtype.bits = 4, "a dtype that tensors cannot have: code 2, 4 bits");
    refused(&|managed| managed.tensor.dtype.lanes = 4, "a dtype that tensors cannot have");
    refused(&|managed| managed.tensor.rank = -1, "another number of sizes");
    refused(&|managed| managed.tensor.rank = 9, "another number of sizes");
    refused(&|managed| managed.tensor.sizes = null_mut(), "another number of sizes");
    refused(&|managed| managed.tensor.data = null_mut(), "no memory");
    refused(&|managed| managed.tensor.offset_bytes = 2, "an address that does not suit the elements");
    // SAFETY: the lists belong to a leaked library.
    refused(&|managed| unsafe { managed.tensor.sizes.write(-3) }, "a negative size");
    // SAFETY: as above.
    refused(&|managed| unsafe { managed.tensor.strides.write(-2) }, "a negative stride");
    // SAFETY: as above.
    refused(&|managed| unsafe { managed.tensor.sizes.write(i64::MAX) }, "overflow");
    // SAFETY: as above.
    refused(&|managed| unsafe { managed.tensor.strides.write(i64::MAX) }, "reaches outside");
}

#[test]
fn row_major_tensors_need_no_strides() {
    let library = library([3, 2, 0], [0; 3]);
    let managed = managed(library, 2);
    managed.tensor.strides = null_mut();
    assert_eq!(imported(managed).unwrap().strides(), [2, 1]);
}

/// A library in C that works on a GPU: its memory is that of `held`.
fn managed_on_gpu(library: &mut Library, held: &Tensor, rank: i32, skip: u64) -> &'static mut DlManagedTensorVersioned {
    let raw = to_dlpack::<DlManagedTensorVersioned>(held).unwrap().into_raw();
    let managed = managed(library, rank);
    // SAFETY: the tensor was made just now and is leaked, so that the memory stays.
    let given = unsafe { raw.as_ref() }.tensor;
    assert_eq!(given.device, DlDevice { kind: 2, ordinal: 0 });
    managed.tensor = DlTensor { data: given.data, device: given.device, offset_bytes: skip, ..managed.tensor };
    managed
}

#[test]
fn tensors_of_a_gpu_cross_and_share_their_memory() {
    if !present() {
        return;
    }
    round_trip::<DlManagedTensor>(&[DType::F32], GPU);
    round_trip::<DlManagedTensorVersioned>(&[DType::I64], GPU);
    let empty = to_dlpack::<DlManagedTensor>(&zeros([0, 3]).try_to_device(GPU).unwrap()).unwrap();
    assert_eq!(from_dlpack(empty).unwrap().device(), GPU);
}

#[test]
fn kernels_and_the_processor_write_received_memory_of_a_gpu() {
    if !present() {
        return;
    }
    let held = arange(0.0, 8.0, 1.0).try_to_device(GPU).unwrap();
    let library = library([3, 2, 0], [1, 3, 0]);
    // From the second element on: no address for kernels that read four at once.
    let x = imported(managed_on_gpu(library, &held, 2, 4)).unwrap();
    assert_eq!((x.device(), x.strides()), (GPU, [1, 3].as_slice()));
    assert_eq!(x.to_vec::<f32>(), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    // A kernel's write is seen there, and a write there is seen here, though the processor has looked before.
    let row = x.try_select(0, 1).unwrap();
    row.try_add_(10.0).unwrap();
    assert_eq!(held.to_vec::<f32>(), [0.0, 1.0, 12.0, 3.0, 4.0, 15.0, 6.0, 7.0]);
    held.try_mul_(2.0).unwrap();
    cuda::synchronize(0).unwrap();
    assert_eq!(x.to_vec::<f32>(), [2.0, 8.0, 24.0, 30.0, 6.0, 12.0]);
    assert_eq!(x.try_mul(&x).unwrap().to_vec::<f32>(), [4.0, 64.0, 576.0, 900.0, 36.0, 144.0]);
    drop(x);
    assert_eq!(library.given_back.load(Ordering::SeqCst), 0);
    std::thread::spawn(move || drop(row)).join().unwrap();
    assert_eq!(library.given_back.load(Ordering::SeqCst), 1);
    // What an operator without a kernel writes reaches the device, and nothing beside it is touched.
    let held = arange(0.0, 8.0, 1.0).try_to_device(GPU).unwrap();
    let library = self::library([2, 0, 0], [1, 0, 0]);
    let managed = managed_on_gpu(library, &held, 1, 8);
    managed.tensor.dtype = DlDataType { code: 5, bits: 64, lanes: 1 };
    let z = imported(managed).unwrap();
    z.try_mul_(&z).unwrap();
    assert!(cuda::through_the_cpu().contains(&"mul"), "{:?}", cuda::through_the_cpu());
    cuda::synchronize(0).unwrap();
    assert_eq!(held.to_vec::<f32>(), [0.0, 1.0, -5.0, 12.0, -9.0, 40.0, 6.0, 7.0]);
}

#[test]
fn what_a_gpu_cannot_look_at_is_refused_and_given_back() {
    if !present() {
        return;
    }
    let held = zeros([8]).try_to_device(GPU).unwrap();
    let refused = |change: &dyn Fn(&mut DlManagedTensorVersioned), part: &str| {
        let library = library([3, 2, 1], [2, 1, 1]);
        let managed = managed_on_gpu(library, &held, 2, 0);
        change(managed);
        let text = imported(managed).err().unwrap().to_string();
        assert!(text.contains(part), "{text}");
        assert_eq!(library.given_back.load(Ordering::SeqCst), 1, "{part}");
    };
    if cuda::device_count() > 1 {
        refused(&|managed| managed.tensor.device.ordinal = 1, "an address that is not the device's");
    }
    refused(&|managed| managed.flags = 1, "read-only memory");
    refused(&|managed| managed.tensor.offset_bytes = 2, "an address that does not suit the elements");
    refused(&|managed| managed.tensor.data = null_mut(), "no memory");
}
