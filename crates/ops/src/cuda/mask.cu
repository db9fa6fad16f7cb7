// The places where elements are not zero, found in two passes over equal parts of them: how many each part has, and where
// they are. Defined before: `In`, the type in memory; `Unit`, what an element is moved in.

struct Mask {
  const In *x;
  void *other;     // how many places each part has, then where its own begin; for a filling the value
  void *out;
  long long n, n_parts, rank;
  long long sizes[8];
};
static_assert(sizeof(Mask) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

__device__ __forceinline__ bool holds(In x) {
  auto value = widen(x);
  return value != decltype(value)(0);
}

__device__ __forceinline__ long long begin_of(const Mask &p, long long part) {
  const long long chunk = (p.n + p.n_parts - 1) / p.n_parts, begin = part * chunk;
  return begin < p.n ? begin : p.n;
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) count(Mask p) {
  long long n = 0, total;
  const long long end = begin_of(p, blockIdx.x + 1);
  for (long long at = begin_of(p, blockIdx.x) + threadIdx.x; at < end; at += THREADS) n += holds(p.x[at]);
  sum_before(n, total);
  if (threadIdx.x == 0) ((long long *)p.other)[blockIdx.x] = total;
}

// One block: where the places of each part begin, and behind them how many there are in all.
extern "C" __global__ void __launch_bounds__(THREADS, 1) begin(Mask p) {
  long long *begins = (long long *)p.other, before = 0;
  for (long long first = 0; first <= p.n_parts; first += THREADS) {
    const long long part = first + threadIdx.x;
    long long total;
    const long long sum = before + sum_before(part < p.n_parts ? begins[part] : 0ll, total);
    if (part <= p.n_parts) begins[part] = sum;
    before += total;
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) find(Mask p) {
  const long long end = begin_of(p, blockIdx.x + 1);
  long long *out = (long long *)p.out + ((const long long *)p.other)[blockIdx.x];
  for (long long first = begin_of(p, blockIdx.x); first < end; first += THREADS) {
    const long long at = first + threadIdx.x;
    const bool found = at < end && holds(p.x[at]);
    long long total;
    const long long before = sum_before((long long)found, total);
    if (found) out[before] = at;
    out += total;
  }
}

// Places as an index for each dimension. `other` has the places, and `n` is their number.
extern "C" __global__ void __launch_bounds__(THREADS, 1) split(Mask p) {
  EACH(at, p.n) {
    long long place = ((const long long *)p.other)[at];
    for (int dim = int(p.rank) - 1; dim >= 0; dim--) {
      const long long next = place / p.sizes[dim];
      ((long long *)p.out)[at * p.rank + dim] = place - next * p.sizes[dim];
      place = next;
    }
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) fill(Mask p) {
  const Unit value = *(const Unit *)p.other;
  EACH(at, p.n)
    if (holds(p.x[at])) ((Unit *)p.out)[at] = value;
}
