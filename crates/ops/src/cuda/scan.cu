// Running folds along the middle dimension of (outer, n, inner) elements. Defined before: `In`; `C`, the type of an
// element that is computed in; `S`, that of a sum; `Out`; `SCAN`, a structure with `State`, `start`, `of`, `merge` and `show`;
// `THREADS`.

struct Scan {
  const In *x, *y;
  Out *out;
  long long *positions;
  void *parts;  // a state for each part of each line, where there is more than one part
  long long n_lines, n, inner, n_parts, backward;
};
static_assert(sizeof(Scan) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

template <class T> struct Running {
  typedef T State;
  static __device__ __forceinline__ void show(const Scan &p, long long place, const T &state) { narrow(state, p.out[place]); }
};
struct Sum : Running<S> {
  static __device__ __forceinline__ S start() { return S(0); }
  static __device__ __forceinline__ S of(const Scan &p, long long place, long long) { return S(C(widen(p.x[place]))); }
  static __device__ __forceinline__ S merge(S x, S y) { return x + y; }
};
struct Product : Sum {
  static __device__ __forceinline__ S start() { return S(1); }
  static __device__ __forceinline__ S merge(S x, S y) { return x * y; }
};

typedef PlacedOf<C> Placed;
// The later of equals; a NaN stays until the next.
template <bool LEAST> struct Extreme {
  typedef Placed State;
  static __device__ __forceinline__ Placed start() { return {C(0), -1}; }
  static __device__ __forceinline__ Placed of(const Scan &p, long long place, long long at) { return {C(widen(p.x[place])), at}; }
  static __device__ __forceinline__ Placed merge(const Placed &x, const Placed &y) {
    if (x.at < 0 || y.at < 0) return y.at < 0 ? x : y;
    const bool is_worse = LEAST ? x.value < y.value : y.value < x.value;
    return y.value == y.value && (x.value != x.value || is_worse) ? x : y;
  }
  static __device__ __forceinline__ void show(const Scan &p, long long place, const Placed &state) {
    narrow(state.value, p.out[place]);
    p.positions[place] = state.at;
  }
};
struct Greatest : Extreme<false> {};
struct Least : Extreme<true> {};

#if FLOATING
struct LogSum {
  typedef ExponentialsOf<S> State;
  static __device__ __forceinline__ State start() { return {-f::infinity<S>(), S(0)}; }
  static __device__ __forceinline__ State of(const Scan &p, long long place, long long) { return start().with(S(widen(p.x[place]))); }
  static __device__ __forceinline__ State merge(const State &x, const State &y) { return x.joined(y); }
  static __device__ __forceinline__ void show(const Scan &p, long long place, const State &state) {
    narrow(state.log(), p.out[place]);
  }
};

// y = term + factor * y before: as what a run of elements makes of the y before it. What overflows in a product of
// factors alone makes a NaN of a y of 0 before it.
struct Affine {
  S factor, term;
  template <class M> __device__ __forceinline__ Affine each(M move) const { return {move(factor), move(term)}; }
};
struct Recurrence {
  typedef Affine State;
  static __device__ __forceinline__ Affine start() { return {S(1), S(0)}; }
  // There is nothing before the first element, so that its factor, be it NaN, counts for nothing.
  static __device__ __forceinline__ Affine of(const Scan &p, long long place, long long at) {
    return {at == (p.backward ? p.n - 1 : 0) ? S(0) : S(widen(p.x[place])), S(widen(p.y[place]))};
  }
  static __device__ __forceinline__ Affine merge(const Affine &x, const Affine &y) {
    return {x.factor * y.factor, y.term + y.factor * x.term};
  }
  static __device__ __forceinline__ void show(const Scan &p, long long place, const Affine &state) { narrow(state.term, p.out[place]); }
};
#endif

typedef SCAN::State State;
static_assert(sizeof(State) <= STATE_BYTES, "the host has less room for partial results");

// The states of the threads before each thread and its own as one; `all` becomes that of the whole block.
__device__ __forceinline__ State scan_block(State state, State &all) {
  __shared__ State of_warps[THREADS / 32];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
#pragma unroll
  for (int by = 1; by < 32; by *= 2) {
    const State before = moved(state, [=](auto value) { return decltype(value)(__shfl_up_sync(0xffffffffu, value, by)); }, 0);
    if (lane >= by) state = SCAN::merge(before, state);
  }
  if (lane == 31) of_warps[warp] = state;
  __syncthreads();
  State before = of_warps[0];
  all = before;
  for (int other = 1; other < THREADS / 32; other++) {
    if (other == warp) before = all;
    all = SCAN::merge(all, of_warps[other]);
  }
  // The next scan writes there again.
  __syncthreads();
  return warp == 0 ? state : SCAN::merge(before, state);
}

__device__ __forceinline__ long long first_of(const Scan &p, long long line) {
  const long long outer = quotient(line, p.inner);
  return outer * p.n * p.inner + (line - outer * p.inner);
}
__device__ __forceinline__ long long position(const Scan &p, long long at) { return p.backward ? p.n - 1 - at : at; }

// Folds the elements of one part of a line after `carry`; the results are written where they are asked for.
template <bool SHOW> __device__ __forceinline__ State run(const Scan &p, long long line, long long part, State carry) {
  const long long each = (p.n + p.n_parts - 1) / p.n_parts, first = first_of(p, line);
  const long long end = (part + 1) * each < p.n ? (part + 1) * each : p.n;
  for (long long start = part * each; start < end; start += THREADS) {
    const long long at = position(p, start + threadIdx.x), place = first + at * p.inner;
    const bool there = start + threadIdx.x < end;
    State all, state = scan_block(there ? SCAN::of(p, place, at) : SCAN::start(), all);
    if (SHOW && there) SCAN::show(p, place, SCAN::merge(carry, state));
    carry = SCAN::merge(carry, all);
  }
  return carry;
}

// What each part of each line makes.
extern "C" __global__ void __launch_bounds__(THREADS, 1) parts(Scan p) {
  for (long long line = blockIdx.x; line < p.n_lines; line += gridDim.x) {
    const State state = run<false>(p, line, blockIdx.y, SCAN::start());
    if (threadIdx.x == 0) ((State *)p.parts)[line * p.n_parts + blockIdx.y] = state;
  }
}

// A block for each part of each line.
extern "C" __global__ void __launch_bounds__(THREADS, 1) lines(Scan p) {
  for (long long line = blockIdx.x; line < p.n_lines; line += gridDim.x) {
    State carry = SCAN::start();
    for (long long start = 0; start < blockIdx.y; start += THREADS) {
      const long long part = start + threadIdx.x;
      State all;
      scan_block(part < blockIdx.y ? ((const State *)p.parts)[line * p.n_parts + part] : SCAN::start(), all);
      carry = SCAN::merge(carry, all);
    }
    run<true>(p, line, blockIdx.y, carry);
  }
}

// A thread for each line: those that lie beside each other are read together.
extern "C" __global__ void __launch_bounds__(THREADS, 1) columns(Scan p) {
  EACH(line, p.n_lines) {
    const long long first = first_of(p, line);
    State state = SCAN::start();
#pragma unroll 4
    for (long long number = 0; number < p.n; number++) {
      const long long at = position(p, number), place = first + at * p.inner;
      state = SCAN::merge(state, SCAN::of(p, place, at));
      SCAN::show(p, place, state);
    }
  }
}
