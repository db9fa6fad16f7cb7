//! Datasets, samplers and loaders under PyTorch's names.
//!
//! A [`Dataset`] gives items by index, a [`Sampler`] says in which order, [`Collate`] makes a batch of items, and a
//! [`DataLoader`] puts the three together, on this thread or on workers:
//!
//! ```
//! use cresset_autograd::{Tensor, arange, manual_seed};
//! use cresset_data::{DataLoader, TensorDataset};
//!
//! manual_seed(0);
//! let inputs = arange(0.0, 20.0, 1.0).reshape([10, 2]);
//! let dataset = TensorDataset::new((inputs, arange(0, 10, 1)))?;
//! let loader = DataLoader::builder(dataset).batch_size(4).shuffle(true).num_workers(2).build()?;
//! for batch in &loader {
//!     let (x, y) = batch?;
//!     assert_eq!(x.sizes()[0], y.sizes()[0]);
//! }
//! # Ok::<(), cresset_autograd::Error>(())
//! ```
//!
//! # Random numbers
//! One seed gives PyTorch's order of items. The order and the batches do not depend on the number of workers.
#![forbid(unsafe_code)]

mod cached;
mod collate;
mod concat;
mod dataset;
pub mod datasets;
mod loader;
mod mapped;
pub mod metrics;
pub mod readers;
mod sampler;
mod split;
mod stack;
mod stream;
mod subset;
mod tensor_dataset;
pub mod transforms;
mod vocabulary;

pub use cached::Cached;
pub use collate::{Collate, pad_collate};
pub use concat::ConcatDataset;
pub use dataset::Dataset;
pub use loader::{Batches, DataLoader, DataLoaderBuilder, LoaderState, Pin};
pub use mapped::Mapped;
pub use sampler::{
    BatchSampler, DistributedSampler, RandomSampler, Sampler, SequentialSampler, SubsetRandomSampler,
    WeightedRandomSampler,
};
pub use split::{SplitLength, random_split};
pub use stack::{Stack, StackDataset};
pub use stream::{ChainDataset, IterableDataset, StreamBatches, StreamLoader, WorkerInfo};
pub use subset::Subset;
pub use tensor_dataset::{TensorDataset, Tensors};
pub use vocabulary::Vocabulary;
