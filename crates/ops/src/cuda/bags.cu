// The row of each bag that has the largest element of each column. Defined before: `In`, the type in memory; `C`, the type
// that is computed in; `THREADS`.

struct Bags {
  const In *weight;
  const long long *rows, *bounds;
  long long *largest;
  long long n, width;
};
static_assert(sizeof(Bags) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// Threads beside each other read columns beside each other.
extern "C" __global__ void __launch_bounds__(THREADS, 1) largest(Bags p) {
  for (long long at = blockIdx.x * (long long)THREADS + threadIdx.x; at < p.n; at += gridDim.x * (long long)THREADS) {
    const long long bag = at / p.width, column = at - bag * p.width, end = p.bounds[bag + 1];
    long long place = p.bounds[bag], best = place < end ? p.rows[place] : 0;
    for (C most = place < end ? C(widen(p.weight[best * p.width + column])) : C(0); ++place < end;) {
      const long long row = p.rows[place];
      const C value = C(widen(p.weight[row * p.width + column]));
      if (value > most) most = value, best = row;
    }
    p.largest[at] = best;
  }
}
