//! Kernels over runs of elements in a row, one per operator and dtype, behind one signature.

use std::marker::PhantomData;

use cresset_storage::{Complex32, Complex64, DType};

use super::complex;
use super::copy::end_streams;
use crate::pointwise::body::{ComplexBody, ComplexTest, FloatBody, FloatTest, IntegerBody, NumberBody, NumberTest};
use crate::simd::{Kernel, Mask, Number, Simd, dispatch, dispatch_narrow};

/// The most inputs a kernel takes.
pub const MAX_INPUTS: usize = 6;

/// Where a kernel finds one input.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The first element, or 64 bytes of copies of the one value.
    pub pointer: *const u8,
    /// 1 for elements in a row, 0 for one value for all.
    pub step: usize,
}

/// Computes `n` elements in a row.
///
/// # Safety
/// There are as many inputs as the operator has, each readable for `n` elements (step 1) or 64 bytes (step 0), and
/// `out` is writable for `n` results. `out` may be the start of an input but must not overlap one otherwise. With
/// [`Memory::Past`], `out` is aligned to 64 bytes.
pub type Tile = unsafe fn(inputs: *const Input, out: *mut u8, n: usize, memory: Memory);

/// Where the whole result of a call finds room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Memory {
    /// In the caches of a core.
    Near,
    /// In the outer cache, or in an input: a cheap kernel waits for memory.
    Far,
    /// In none: results go past the caches.
    Past,
}

/// The kernels of one operator: one for each dtype it is computed in.
#[derive(Clone, Copy)]
pub struct Tiles([Option<Tile>; DType::ALL.len()]);

impl Tiles {
    /// The kernel that computes in `dtype`.
    #[inline]
    #[must_use]
    pub fn get(&self, dtype: DType) -> Option<Tile> {
        self.0[dtype as usize]
    }

    /// No kernels.
    pub(crate) const NONE: Tiles = Tiles([None; DType::ALL.len()]);

    /// The kernels with those of a body of complex numbers.
    pub(crate) const fn complex<B: ComplexBody<N>, const N: usize>(self) -> Tiles {
        self.with(DType::C64, complex::value::<B, Complex32, N>).with(DType::C128, complex::value::<B, Complex64, N>)
    }

    /// The kernels with those of a question to complex numbers.
    pub(crate) const fn complex_test<B: ComplexTest<N>, const N: usize>(self) -> Tiles {
        self.with(DType::C64, complex::test::<B, Complex32, N>).with(DType::C128, complex::test::<B, Complex64, N>)
    }

    const fn with(mut self, dtype: DType, tile: Tile) -> Tiles {
        self.0[dtype as usize] = Some(tile);
        self
    }
}

/// A tile's loop at one SIMD level, `GROUP` registers at a time: all are read before the first is written.
struct Run<B, K, const N: usize, const GROUP: usize> {
    inputs: *const Input,
    out: *mut u8,
    n: usize,
    memory: Memory,
    body: PhantomData<(B, K)>,
}

/// Loads one register of each input.
///
/// # Safety
/// As for [`Tile`], with `at + LEN <= n`.
#[inline(always)]
unsafe fn load<V: Number, const N: usize>(inputs: &[Input; N], at: usize) -> [V; N] {
    let mut lanes = [V::constant(0.0); N];
    for (lane, input) in lanes.iter_mut().zip(inputs) {
        // SAFETY: by the caller; a step of 0 reads the copies, which fill a register.
        *lane = unsafe { V::load(input.pointer.cast::<V::Scalar>().add(at * input.step)) };
    }
    lanes
}

/// Loads what is left of each input, fewer elements than a register holds.
///
/// # Safety
/// As for [`Tile`], with `at + n` at the end of the tile.
#[inline(always)]
unsafe fn load_part<V: Number, const N: usize>(inputs: &[Input; N], at: usize, n: usize) -> [V; N] {
    let mut lanes = [V::constant(0.0); N];
    for (lane, input) in lanes.iter_mut().zip(inputs) {
        let pointer = input.pointer.cast::<V::Scalar>();
        // SAFETY: by the caller; a step of 0 reads the copies, which fill a register.
        *lane = unsafe { if input.step == 0 { V::load(pointer) } else { V::load_part(pointer.add(at), n) } };
    }
    lanes
}

macro_rules! run {
    ($kind:ident, $level:ident, $body:ident, value) => {
        impl<B: $body<N>, const N: usize, const GROUP: usize> Kernel for Run<B, $kind, N, GROUP> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self) {
                // SAFETY: by the caller of the tile.
                let inputs = unsafe { &*self.inputs.cast::<[Input; N]>() };
                let out = self.out.cast::<<S::$level as Number>::Scalar>();
                let (mut at, len) = (0, <S::$level as Number>::LEN);
                let streams = self.memory == Memory::Past;
                while at + GROUP * len <= self.n {
                    let mut group = [S::$level::constant(0.0); GROUP];
                    for (place, lanes) in group.iter_mut().enumerate() {
                        // SAFETY: the group's registers are left.
                        *lanes = B::eval(unsafe { load::<S::$level, N>(inputs, at + place * len) });
                    }
                    for (place, lanes) in group.into_iter().enumerate() {
                        let to = out.wrapping_add(at + place * len);
                        // SAFETY: as above.
                        unsafe { if streams { lanes.stream(to) } else { lanes.store(to) } };
                    }
                    at += GROUP * len;
                }
                while at + len <= self.n {
                    // SAFETY: a whole register is left.
                    unsafe { B::eval(load::<S::$level, N>(inputs, at)).store(out.add(at)) };
                    at += len;
                }
                if streams {
                    end_streams();
                }
                if at < self.n {
                    let left = self.n - at;
                    // SAFETY: `left` elements are left.
                    unsafe { B::eval(load_part::<S::$level, N>(inputs, at, left)).store_part(out.add(at), left) };
                }
            }
        }
    };
    ($kind:ident, $level:ident, $body:ident, test) => {
        impl<B: $body<N>, const N: usize, const GROUP: usize> Kernel for Run<B, $kind, N, GROUP> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self) {
                // SAFETY: by the caller of the tile.
                let inputs = unsafe { &*self.inputs.cast::<[Input; N]>() };
                let (mut at, len) = (0, <S::$level as Number>::LEN);
                while at + len <= self.n {
                    // SAFETY: a whole register is left; the result is one byte an element.
                    unsafe { B::eval(load::<S::$level, N>(inputs, at)).store_bytes(self.out.add(at)) };
                    at += len;
                }
                if at < self.n {
                    let mut bytes = [0u8; 64];
                    // SAFETY: the rest of the elements are left; a register has at most 64 lanes.
                    unsafe {
                        B::eval(load_part::<S::$level, N>(inputs, at, self.n - at)).store_bytes(bytes.as_mut_ptr());
                        std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.out.add(at), self.n - at);
                    }
                }
            }
        }
    };
}

/// Whether a loop of a body waits for memory.
macro_rules! waits {
    ($body:ident, $memory:ident, value) => {
        $body::CHEAP && $memory != Memory::Near
    };
    ($body:ident, $memory:ident, test) => {
        false
    };
}

macro_rules! family {
    ($(#[$doc:meta])* $name:ident, $body:ident, $form:ident: $($kind:ident $level:ident $dtype:ident),*) => {
        $(
            struct $kind;
            run!($kind, $level, $body, $form);
            impl $kind {
                unsafe fn tile<B: $body<N>, const N: usize>(inputs: *const Input, out: *mut u8, n: usize, memory: Memory) {
                    if waits!(B, memory, $form) {
                        dispatch_narrow(Run::<B, $kind, N, 4> { inputs, out, n, memory, body: PhantomData });
                    } else {
                        dispatch(Run::<B, $kind, N, 1> { inputs, out, n, memory, body: PhantomData });
                    }
                }
            }
        )*
        $(#[$doc])*
        #[must_use]
        pub const fn $name<B: $body<N>, const N: usize>() -> Tiles {
            Tiles::NONE$(.with(DType::$dtype, $kind::tile::<B, N>))*
        }
    };
}

family! {
    /// Kernels of a value of floating numbers.
    float, FloatBody, value: FloatF32 F32 F32, FloatF64 F64 F64
}
family! {
    /// Kernels of a question to floating numbers.
    float_test, FloatTest, test: FloatTestF32 F32 F32, FloatTestF64 F64 F64
}
family! {
    /// Kernels of a value of any numbers.
    number, NumberBody, value: NumberF32 F32 F32, NumberF64 F64 F64, NumberI64 I64 I64, NumberI32 I32 I32,
    NumberI16 I16 I16, NumberI8 I8 I8, NumberU8 U8 U8, NumberBool Bool Bool
}
family! {
    /// Kernels of a question to any numbers.
    number_test, NumberTest, test: NumberTestF32 F32 F32, NumberTestF64 F64 F64, NumberTestI64 I64 I64,
    NumberTestI32 I32 I32, NumberTestI16 I16 I16, NumberTestI8 I8 I8, NumberTestU8 U8 U8, NumberTestBool Bool Bool
}
family! {
    /// Kernels of a value of whole numbers and booleans.
    integer, IntegerBody, value: IntegerI64 I64 I64, IntegerI32 I32 I32, IntegerI16 I16 I16, IntegerI8 I8 I8,
    IntegerU8 U8 U8, IntegerBool Bool Bool
}
