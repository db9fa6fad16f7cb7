// Indices as positions of a dimension, and whether all are. Defined before: `In`, the type of the indices; `Count`.

struct Positions {
  const In *index;
  long long *out;
  long long *outside;  // becomes 1 where an index is no position
  long long n, size, wraps;
};
static_assert(sizeof(Positions) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

extern "C" __global__ void __launch_bounds__(THREADS, 1) positions(Positions p) {
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < p.n; at += gridDim.x * Count(THREADS)) {
    long long position = p.index[at];
    if (position < 0 && p.wraps) position += p.size;
    if (position < 0 || position >= p.size) {
      // All who write here write the same.
      *p.outside = 1;
      position = 0;
    }
    p.out[at] = position;
  }
}
