//! Measured workloads and kernel benches; see `benches/`.
