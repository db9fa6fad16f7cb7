//! Kernels over arrays: elementwise operators, copies, reductions, products, convolutions. No graph.
//!
//! An [`Array`] is a storage seen through a layout. A front door such as [`pointwise::pointwise`] checks dtypes, sizes
//! and devices and makes the result; the kernels in `cpu` only compute. Results do not depend on the number of threads.

mod access;
mod array;
pub mod attention;
pub mod bins;
mod broadcast;
pub mod bytes;
pub mod complex;
pub mod conv;
pub mod copy;
pub mod cpu;
pub mod cuda;
pub mod decompose;
pub mod fft;
pub(crate) mod generated;
pub mod index;
pub mod join;
pub mod loss;
pub mod matmul;
pub mod norm;
pub mod optimizer;
pub mod pad;
pub mod parallel;
mod plain;
pub mod pointwise;
pub mod pool;
pub mod random;
pub mod reading;
pub mod recurrent;
pub mod reduce;
pub mod resample;
pub mod sampling;
pub mod scan;
pub mod search;
pub mod simd;
pub mod softmax;
pub mod sort;
pub mod strided;
mod window;

pub use access::device_of;
pub use array::{Array, Operand};
pub use broadcast::broadcast_sizes;
pub use generated::Pointwise;
pub use parallel::{num_threads, set_num_threads};
