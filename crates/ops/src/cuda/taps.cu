// Weighted sums of neighbours along the middle dimension of (outer, size, inner) elements. Defined before: `In`, the type
// in memory; `Count`.

struct Taps {
  const In *x;
  const long long *lists;  // where the taps of each place of the result begin, with one more number at the end; then
                           // their places; then their weights, the bits of a double each
  In *out;
  long long outer, size, n_outputs, inner, n_taps, rounds;
};
static_assert(sizeof(Taps) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

extern "C" __global__ void __launch_bounds__(THREADS, 1) resample(Taps p) {
  const Count inner = Count(p.inner), n_outputs = Count(p.n_outputs), n = Count(p.outer) * n_outputs * inner;
  const long long *places = p.lists + p.n_outputs + 1;
  const double *weights = (const double *)(places + p.n_taps);
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < n; at += gridDim.x * Count(THREADS)) {
    const Count row = at / inner, lead = row / n_outputs, output = row - lead * n_outputs;
    const In *x = p.x + lead * p.size * inner + (at - row * inner);
    double sum = 0;
    for (long long tap = p.lists[output]; tap < p.lists[output + 1]; tap++)
      sum += double(x[places[tap] * p.inner]) * weights[tap];
    if (p.rounds) sum = fmin(fmax(floor(double(In(sum)) + 0.5), 0.0), 255.0);
    p.out[at] = In(sum);
  }
}
