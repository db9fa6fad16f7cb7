//! PyTorch's programming model in pure Rust.
