// The ways of a fold through an array: threads along the folded dimensions, or along the results. Defined before: `In`;
// `C`, the type that elements are computed in; `FOLD`, a structure with `State`, `TWO`, `start`, `step`, `merge` and `finish`;
// `PACK`, the elements of 16 bytes; `THREADS`.

typedef FOLD::State State;
static_assert(sizeof(State) <= STATE_BYTES, "the host has less room for partial results");

// Where a place of some dimensions lies.
__device__ __forceinline__ long long offset(const Axes &axes, long long at) {
  long long offset = 0;
  for (int dim = int(axes.rank) - 1; dim > 0; dim--) {
    long long next = quotient(at, axes.sizes[dim]);
    offset += (at - next * axes.sizes[dim]) * axes.strides[dim];
    at = next;
  }
  return offset + at * axes.strides[0];
}

// Elements of both inputs.
template <int N> struct Loaded {
  Pack<In, N> x, y;
};
template <int N> __device__ __forceinline__ Loaded<N> load(const Call &p, long long place) {
  Loaded<N> loaded;
  loaded.x = *(const Pack<In, N> *)((const In *)p.inputs[0] + place);
  if constexpr (FOLD::TWO) loaded.y = *(const Pack<In, N> *)((const In *)p.inputs[1] + place);
  return loaded;
}
template <int N>
__device__ __forceinline__ State step(const Call &p, const State &state, const Loaded<N> &from, int lane, Element at) {
  at.x = C(widen(from.x.at[lane]));
  if constexpr (FOLD::TWO) at.y = C(widen(from.y.at[lane]));
  return FOLD::step(p, state, at);
}

__device__ __forceinline__ State merged(const State &x, const State &y) { return FOLD::merge(x, y); }

__device__ __forceinline__ void store(const Call &p, long long result, const State &state) {
  if (p.n_parts == 1) FOLD::finish(p, result, state);
  else ((State *)p.parts)[result * p.n_parts + blockIdx.y] = state;
}

// A team of `p.lanes` threads for each result; packs lie along the fold.
template <int N> __device__ __forceinline__ void along_fold(const Call &p) {
  const int lanes = int(p.lanes), teams = THREADS / lanes, lane = threadIdx.x & (lanes - 1);
  const long long n_packs = p.n_folded / N;
  for (long long first = blockIdx.x * (long long)teams; first < p.n_results; first += (long long)gridDim.x * teams) {
    const long long result = first + threadIdx.x / lanes;
    State state = FOLD::start();
    if (result < p.n_results) {
      const long long start = offset(p.kept, result);
#pragma unroll 4
      for (long long pack = blockIdx.y * (long long)lanes + lane; pack < n_packs; pack += p.n_parts * lanes) {
        const long long place = start + offset(p.folded, pack * N);
        const Loaded<N> from = load<N>(p, place);
#pragma unroll
        for (int at = 0; at < N; at++) state = step(p, state, from, at, {C(0), C(0), result, place + at, pack * N + at});
      }
    }
    state = fold_team(state, lanes, merged);
    if (lane == 0 && result < p.n_results) store(p, result, state);
  }
}

// `p.lanes` threads beside each other have N results each; the other threads of the block share their elements.
template <int N> __device__ __forceinline__ void along_results(const Call &p) {
  __shared__ State held[THREADS];
  const int columns = int(p.lanes), rows = THREADS / columns, column = threadIdx.x & (columns - 1);
  const long long n_packs = p.n_results / N;
  for (long long first = blockIdx.x * (long long)columns; first < n_packs; first += (long long)gridDim.x * columns) {
    const long long result = (first + column) * N;
    State states[N];
#pragma unroll
    for (int at = 0; at < N; at++) states[at] = FOLD::start();
    if (result < p.n_results) {
      const long long start = offset(p.kept, result);
#pragma unroll 4
      for (long long row = blockIdx.y * (long long)rows + threadIdx.x / columns; row < p.n_folded; row += p.n_parts * rows) {
        const long long place = start + offset(p.folded, row);
        const Loaded<N> from = load<N>(p, place);
#pragma unroll
        for (int at = 0; at < N; at++) states[at] = step(p, states[at], from, at, {C(0), C(0), result + at, place + at, row});
      }
    }
#pragma unroll
    for (int at = 0; at < N; at++) {
      held[threadIdx.x] = states[at];
      for (int left = THREADS / 2; left >= columns; left /= 2) {
        __syncthreads();
        if (threadIdx.x < left) held[threadIdx.x] = merged(held[threadIdx.x], held[threadIdx.x + left]);
      }
      if (threadIdx.x < columns && result < p.n_results) store(p, result + at, held[threadIdx.x]);
      __syncthreads();
    }
  }
}

// The 1 stands for registers: without it the compiler keeps some in memory, so that more blocks fit.
extern "C" __global__ void __launch_bounds__(THREADS, 1) fold(Call p) { along_fold<1>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) fold_packs(Call p) { along_fold<PACK>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) results(Call p) { along_results<1>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) results_packs(Call p) { along_results<RESULTS_PACK>(p); }

// Folds the partial results.
extern "C" __global__ void __launch_bounds__(THREADS, 1) finish(Call p) {
  const int lanes = int(p.lanes), teams = THREADS / lanes, lane = threadIdx.x & (lanes - 1);
  for (long long first = blockIdx.x * (long long)teams; first < p.n_results; first += (long long)gridDim.x * teams) {
    const long long result = first + threadIdx.x / lanes;
    State state = FOLD::start();
    if (result < p.n_results)
      for (long long part = lane; part < p.n_parts; part += lanes)
        state = merged(state, ((const State *)p.parts)[result * p.n_parts + part]);
    state = fold_team(state, lanes, merged);
    if (lane == 0 && result < p.n_results) FOLD::finish(p, result, state);
  }
}
