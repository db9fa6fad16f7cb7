//! Leave to touch elements: the locks of a call's storages, taken in one order, and the slices they open.

use std::slice;

use cresset_storage::{Device, Error, ErrorKind, ReadGuard, Result, Storage, WriteGuard};

use crate::Array;
use crate::plain::Plain;

/// The most arrays one call can lock.
pub(crate) const MAX_ARRAYS: usize = 8;

/// Says so where a result of a GPU is computed by the processor. Refuses it in a graph.
#[inline(always)]
fn note(op: &'static str, storage: &Storage) -> Result<()> {
    match storage.device() {
        Device::Cpu => Ok(()),
        Device::Cuda(ordinal) => crate::cuda::note_through_the_cpu(op, ordinal),
    }
}

/// The device of all arrays; the processor where there are none.
///
/// # Errors
/// They are on several.
#[inline]
pub fn device_of<'a>(op: &'static str, arrays: impl IntoIterator<Item = &'a Array>) -> Result<Device> {
    let mut found: Option<Device> = None;
    for array in arrays {
        match found {
            Some(device) if device != array.device() => return Err(apart(op, vec![device, array.device()])),
            _ => found = Some(array.device()),
        }
    }
    Ok(found.unwrap_or(Device::Cpu))
}

#[cold]
fn apart(op: &'static str, devices: Vec<Device>) -> Error {
    let (problem, remedy) = ("tensors on different devices", "move them to one device with to_device");
    ErrorKind::Device { op, problem, devices, remedy }.into()
}

/// The locks of a call's arrays while its kernel runs.
///
/// All are taken at once and in the order of the storages, so two calls never wait for each other. No kernel calls an
/// operator while it holds any.
///
/// The addresses are those of the processor. Elements on a GPU come over first, and go back when the GPU is next to read
/// them; taking the locks fails where that does.
pub(crate) struct Access<'a, const N: usize = MAX_ARRAYS> {
    pub(crate) arrays: [Option<&'a Array>; N],
    pointers: [*mut u8; N],
    /// The lock of the first array, where it is to be written.
    writer: Option<WriteGuard<'a>>,
    /// The locks of the others. Of several arrays over one storage, one holds it.
    readers: [Option<ReadGuard<'a>>; N],
}

impl<'a> Access<'a> {
    /// Leave to read the arrays, at most [`MAX_ARRAYS`].
    pub(crate) fn read(arrays: &[&'a Array]) -> Result<Access<'a>> {
        Access::take(held(arrays), arrays.len(), None)
    }

    /// Leave to write the first array and to read the others, in the name of `op`.
    pub(crate) fn write(op: &'static str, arrays: &[&'a Array]) -> Result<Access<'a>> {
        Access::take(held(arrays), arrays.len(), Some(op))
    }
}

impl<'a, const N: usize> Access<'a, N> {
    /// Leave for the first `n_arrays`, which are there; with a `writer`, the first is to be written.
    #[inline]
    pub(crate) fn take(
        arrays: [Option<&'a Array>; N],
        n_arrays: usize,
        writer: Option<&'static str>,
    ) -> Result<Access<'a, N>> {
        let mut access = Access { arrays, ..Access::none() };
        access.lock(n_arrays, writer)?;
        Ok(access)
    }

    /// Leave for nothing yet.
    #[inline(always)]
    pub(crate) fn none() -> Access<'a, N> {
        let pointers = [std::ptr::null_mut(); N];
        Access { arrays: [None; N], pointers, writer: None, readers: [const { None }; N] }
    }

    /// As [`Access::take`] for `arrays` that are set, where it stands: to move what is held took a fifth of a call on
    /// one element.
    #[inline(always)]
    pub(crate) fn lock(&mut self, n_arrays: usize, writer: Option<&'static str>) -> Result<()> {
        // The arrays' places by their storages' numbers. A stable sort: of the aliases of one storage the first array,
        // the written one, comes first.
        let mut order = [0; N];
        for at in 0..n_arrays.min(N) {
            let id = self.id(at);
            let mut place = at;
            while place > 0 && self.id(order[place - 1]) > id {
                order[place] = order[place - 1];
                place -= 1;
            }
            order[place] = at;
        }
        let (mut start, mut last) = (std::ptr::null_mut(), 0);
        for &at in &order[..n_arrays] {
            let Some(array) = self.arrays[at] else { continue };
            if self.id(at) != last {
                last = self.id(at);
                start = match writer {
                    Some(op) if at == 0 => {
                        note(op, array.storage())?;
                        self.writer.insert(array.storage().write(op)).pointer()?
                    }
                    _ => self.readers[at].insert(array.storage().read()).pointer()?.cast_mut(),
                };
            }
            self.pointers[at] = start.wrapping_add(array.layout().offset_bytes(array.dtype()));
        }
        Ok(())
    }

    /// The number of an array's storage; none has number 0.
    #[inline(always)]
    fn id(&self, at: usize) -> usize {
        self.arrays[at].map_or(0, |array| array.storage().id())
    }

    /// The address of the first element of array `at`. Only the first array of a writing access may be written.
    #[inline]
    pub(crate) fn pointer(&self, at: usize) -> *mut u8 {
        self.pointers[at]
    }

    /// The elements of array `at`.
    ///
    /// # Errors
    /// The array is not contiguous or not of the dtype of `T`: the front door must see to both.
    pub(crate) fn slice<T: Plain>(&self, op: &'static str, at: usize) -> Result<&[T]> {
        let Some(array) = self.arrays[at] else { return Ok(&[]) };
        if let Some(first) = self.arrays[0].filter(|first| first.device() != array.device()) {
            return Err(apart(op, vec![first.device(), array.device()]));
        }
        check::<T>(op, array)?;
        if array.numel() == 0 {
            return Ok(&[]);
        }
        // SAFETY: a contiguous layout lies within its storage, whose memory is initialised and aligned for any
        // dtype; any bits are a T; the lock keeps writers out while `self` is borrowed.
        Ok(unsafe { slice::from_raw_parts(self.pointers[at].cast::<T>(), array.numel()) })
    }
}

/// At most [`MAX_ARRAYS`] arrays of a call.
fn held<'a>(arrays: &[&'a Array]) -> [Option<&'a Array>; MAX_ARRAYS] {
    std::array::from_fn(|at| arrays.get(at).copied())
}

/// The elements of an array that nobody else holds yet: the way to fill a result.
///
/// # Errors
/// The array is shared, not contiguous or not of the dtype of `T`.
pub(crate) fn fill<'a, T: Plain>(op: &'static str, out: &'a mut Array) -> Result<&'a mut [T]> {
    check::<T>(op, out)?;
    let numel = out.numel();
    let pointer = exclusive(op, out)?;
    if numel == 0 {
        return Ok(&mut []);
    }
    // SAFETY: as for `Access::slice`; the mutable borrow of the only handle keeps everyone else out.
    Ok(unsafe { slice::from_raw_parts_mut(pointer.cast::<T>(), numel) })
}

/// The address of the first element of an array that nobody else holds yet.
///
/// # Errors
/// The array is shared.
#[inline]
pub(crate) fn exclusive(op: &'static str, out: &mut Array) -> Result<*mut u8> {
    let offset_bytes = out.layout().offset_bytes(out.dtype());
    only_handle(op, out.storage_mut()).map(|pointer| pointer.wrapping_add(offset_bytes))
}

/// The address of the bytes of a storage that nobody else holds yet.
///
/// # Errors
/// The storage is shared.
#[inline]
pub(crate) fn only_handle(op: &'static str, storage: &mut Storage) -> Result<*mut u8> {
    note(op, storage)?;
    match storage.exclusive()? {
        Some(pointer) => Ok(pointer),
        None => Err(Error::graph(op, "result is already shared", "storage", "fill a result before handing it out")),
    }
}

fn check<T: Plain>(op: &'static str, array: &Array) -> Result<()> {
    if array.dtype() != T::DTYPE {
        return Err(Error::dtype(
            op,
            "kernel for another dtype",
            &[("array", array.dtype()), ("kernel", T::DTYPE)],
            "convert the array first",
        ));
    }
    if !array.layout().is_contiguous() {
        return Err(Error::shape(op, "not contiguous", &[("sizes", array.sizes())], "make it contiguous first"));
    }
    Ok(())
}

/// Lets `body` write the elements of `out`, which need not be new, in the order in which they lie in memory; an array
/// with gaps is filled in row-major order.
///
/// # Errors
/// As `body`; also several elements that share a place, or a dtype other than that of `T`.
pub(crate) fn write_in_memory_order<T: Plain>(
    op: &'static str,
    out: &Array,
    body: impl FnOnce(&mut [T]) -> Result<()>,
) -> Result<()> {
    crate::pointwise::check_writable(op, out)?;
    if out.dtype() != T::DTYPE || !out.layout().is_dense() {
        let mut filled = Array::empty(op, out.sizes(), out.dtype(), out.device())?;
        body(fill(op, &mut filled)?)?;
        return crate::copy::copy_(op, out, crate::Operand::Array(&filled));
    }
    if out.numel() == 0 {
        return body(&mut []);
    }
    let access = Access::write(op, &[out])?;
    // SAFETY: a dense layout fills the span from its first element; the memory is initialised and aligned, any bits
    // are a T, and the write lock keeps everyone else out.
    body(unsafe { slice::from_raw_parts_mut(access.pointer(0).cast::<T>(), out.numel()) })
}
