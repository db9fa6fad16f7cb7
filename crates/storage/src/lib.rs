//! Typed bytes on a device: dtypes, layouts, buffers, allocators.
