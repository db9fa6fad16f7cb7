// Positions along the middle dimension of (outer, size, inner) elements, read and written. Defined before: `In`, the type
// in memory; `C`, the type that is computed in; `Unit`, what elements are moved in; `Count`.

struct Places {
  const void *x;         // what is read, or the rows or the value that are written
  const long long *at;   // positions
  void *out;
  Count *owner;          // for each position the last place that names it and one; none where places do not differ
  long long outer, n, size, inner;  // `inner` counts units where elements are moved
  long long one;         // whether `x` is one value
  double real;           // the factor
  long long whole;
};
static_assert(sizeof(Places) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

#define FOR_EACH(at, n) \
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < Count(n); at += gridDim.x * Count(THREADS))

extern "C" __global__ void __launch_bounds__(THREADS, 1) read(Places p) {
  const Count inner = p.inner, n = p.n;
  FOR_EACH(at, p.outer * p.n * p.inner) {
    const Count row = at / inner, lead = row / n;
    const long long from = lead * p.size + p.at[row - lead * n];
    ((Unit *)p.out)[at] = ((const Unit *)p.x)[from * inner + (at - row * inner)];
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) own(Places p) {
  FOR_EACH(at, p.n) atomicMax(p.owner + p.at[at], at + 1);
}

// Of several rows for one position the last stays, whichever thread comes last.
extern "C" __global__ void __launch_bounds__(THREADS, 1) replace(Places p) {
  const Count inner = p.inner, n = p.n;
  FOR_EACH(at, p.outer * p.n * p.inner) {
    const Count row = at / inner, lead = row / n, nth = row - lead * n;
    const long long position = p.at[nth];
    if (p.owner && p.owner[position] != nth + 1) continue;
    ((Unit *)p.out)[(lead * p.size + position) * inner + (at - row * inner)] = ((const Unit *)p.x)[p.one ? 0 : at];
  }
}

template <class T> __device__ __forceinline__ C product(T value, const Places &p) {
  // Whether the type has fractions.
  return T(0.5) != T(0) && sizeof(T) > 1 ? C(double(value) * p.real)
                                         : C((unsigned long long)(long long)value * (unsigned long long)p.whole);
}

template <bool SCALED> __device__ __forceinline__ void add_rows(const Places &p) {
  const Count inner = p.inner, n = p.n;
  FOR_EACH(at, p.outer * p.n * p.inner) {
    const Count row = at / inner, lead = row / n;
    const long long place = (lead * p.size + p.at[row - lead * n]) * inner + (at - row * inner);
    C value = C(widen(((const In *)p.x)[p.one ? 0 : at]));
    if (SCALED) {
      // The product is rounded first, as on the processor.
      In rounded;
      narrow(product(value, p), rounded);
      value = C(widen(rounded));
    }
    add_into((In *)p.out + place, value);
  }
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) add(Places p) { add_rows<false>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) add_scaled(Places p) { add_rows<true>(p); }

// As `add`, in the order of the positions: a block looks through all of them for the rows that it owns, which are those of
// one remainder, and adds to a part of their columns. A thread has its column to itself.
template <bool SCALED> __device__ __forceinline__ void add_in_order(const Places &p) {
  __shared__ long long owned[THREADS], positions[THREADS];
  const long long column = blockIdx.y * (long long)THREADS + threadIdx.x;
  for (long long first = 0; first < p.n; first += THREADS) {
    const long long nth = first + threadIdx.x, position = nth < p.n ? p.at[nth] : 0;
    const bool owns = nth < p.n && (unsigned long long)position % gridDim.x == blockIdx.x;
    int n_owned;
    const int before = sum_before(int(owns), n_owned);
    if (owns) owned[before] = nth, positions[before] = position;
    __syncthreads();
    for (int at = 0; at < n_owned && column < p.inner; at++)
      for (long long lead = 0; lead < p.outer; lead++) {
        C value = C(widen(((const In *)p.x)[p.one ? 0 : (lead * p.n + owned[at]) * p.inner + column]));
        if (SCALED) {
          In rounded;
          narrow(product(value, p), rounded);
          value = C(widen(rounded));
        }
        In *out = (In *)p.out + (lead * p.size + positions[at]) * p.inner + column;
        narrow(C(C(widen(*out)) + value), *out);
      }
    // The next turn writes the lists again, but not before its first barrier.
  }
}
extern "C" __global__ void __launch_bounds__(THREADS, 4) add_ordered(Places p) { add_in_order<false>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 4) add_scaled_ordered(Places p) { add_in_order<true>(p); }

// How often each position is named.
extern "C" __global__ void __launch_bounds__(THREADS, 1) count(Places p) {
  FOR_EACH(at, p.n) atomicAdd(p.owner + p.at[at], Count(1));
}

// Rows without that of the position `whole`, divided by how often theirs is named where that was counted.
extern "C" __global__ void __launch_bounds__(THREADS, 1) weigh(Places p) {
  const Count inner = p.inner;
  FOR_EACH(at, p.n * p.inner) {
    const long long position = p.at[at / inner];
    C value = C(widen(((const In *)p.x)[at]));
    // What is left out is left out even where it is not finite.
    if (position == p.whole) value = C(0);
    else if (p.owner) value = C(double(value) * (1.0 / double(p.owner[position])));
    narrow(value, ((In *)p.out)[at]);
  }
}
