// The distinct values of a vector in which equal elements are neighbours. Defined before: `In`; `C`, the type that
// elements are computed in; `THREADS`.

struct Distinct {
  const In *x;
  const long long *positions;  // where elements stood before; 0 where they stand there still
  const long long *ranks;      // how many runs have begun up to an element
  long long *begins;           // 1 where a run begins, else 0
  In *values;
  long long *inverse, *firsts, *counts;
  long long n, n_values;
};
static_assert(sizeof(Distinct) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

extern "C" __global__ void __launch_bounds__(THREADS, 1) begins(Distinct p) {
  // A NaN is a value of its own.
  EACH(at, p.n) p.begins[at] = at == 0 || !(C(widen(p.x[at - 1])) == C(widen(p.x[at])));
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) values(Distinct p) {
  EACH(at, p.n) {
    const long long value = p.ranks[at] - 1;
    p.inverse[p.positions ? p.positions[at] : at] = value;
    if (at == 0 || p.ranks[at - 1] <= value) p.values[value] = p.x[at], p.firsts[value] = at;
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) counts(Distinct p) {
  EACH(at, p.n_values) p.counts[at] = (at + 1 < p.n_values ? p.firsts[at + 1] : p.n) - p.firsts[at];
}
