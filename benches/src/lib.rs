//! Workloads under the ids of the benchmark set.
