//! Optimisers under PyTorch's names.
