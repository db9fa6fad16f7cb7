// Bisection in sorted rows. Defined before: `In`, the type in memory; `C`, the type that is compared in.

struct Search {
  const In *sequences, *values;
  long long *out;
  long long n, row, width, right;
};
static_assert(sizeof(Search) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

extern "C" __global__ void __launch_bounds__(THREADS) search(Search p) {
  const long long step = gridDim.x * (long long)THREADS;
  for (long long at = blockIdx.x * (long long)THREADS + threadIdx.x; at < p.n; at += step) {
    const In *sequence = p.sequences + at / p.row * p.width;
    const C value = C(widen(p.values[at]));
    long long begin = 0, end = p.width;
    while (begin < end) {
      const long long middle = (begin + end) / 2;
      const C element = C(widen(sequence[middle]));
      // NaN stands after everything.
      const bool stands_after = p.right ? value < element : element >= value;
      if (stands_after) end = middle;
      else begin = middle + 1;
    }
    p.out[at] = begin;
  }
}
