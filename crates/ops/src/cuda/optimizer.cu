// Steps of optimisers over many parameters in one launch; a block updates a chunk of one. Defined before: `In`, the type
// in memory; `C`, the type that is computed in; `MOST`, the parameters of a launch; `ARRAYS`, the most arrays of each;
// `NUMBERS`, `OPTIONS`, the most of a rule; `CHUNK`; `THREADS`. A rule's structure and its kernel come behind.

struct Steps {
  In *arrays[MOST][ARRAYS];    // parameter, gradient, states
  long long ends[MOST];        // the chunks up to the end of each parameter
  long long numel[MOST];
  double numbers[NUMBERS];     // what all elements share, in the order of the rule
  double options[OPTIONS];     // what that was computed from
  double step;
  const long long *replays;    // how often the graph that has this launch was replayed; null outside of graphs
};
static_assert(sizeof(Steps) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

constexpr int WIDTH = 16 / sizeof(In);

__device__ __forceinline__ float multiply_add(float x, float y, float z) { return ::fmaf(x, y, z); }
__device__ __forceinline__ double multiply_add(double x, double y, double z) { return ::fma(x, y, z); }

// Updates this block's chunk; `update` gets the elements at one place and leaves the new ones there.
template <int N, class U> __device__ __forceinline__ void sweep(const Steps &p, U update) {
  const long long chunk = blockIdx.x;
  int at = 0;
#pragma unroll
  for (int by = MOST / 2; by > 0; by >>= 1)
    if (p.ends[at + by - 1] <= chunk) at += by;
  const long long first = (chunk - (at > 0 ? p.ends[at - 1] : 0)) * CHUNK, rest = p.numel[at] - first;
  const int n = int(rest < CHUNK ? rest : CHUNK);
  In *arrays[N];
  unsigned long long together = 0;
#pragma unroll
  for (int place = 0; place < N; place++) {
    arrays[place] = p.arrays[at][place] + first;
    together |= (unsigned long long)arrays[place];
  }
  const int packed = together % 16 == 0 ? n / WIDTH * WIDTH : 0;
  for (int from = threadIdx.x * WIDTH; from < packed; from += THREADS * WIDTH) {
    Pack<In, WIDTH> packs[N];
#pragma unroll
    for (int place = 0; place < N; place++) packs[place] = *(const Pack<In, WIDTH> *)(arrays[place] + from);
#pragma unroll
    for (int lane = 0; lane < WIDTH; lane++) {
      C x[N];
#pragma unroll
      for (int place = 0; place < N; place++) x[place] = C(widen(packs[place].at[lane]));
      update(x);
#pragma unroll
      for (int place = 0; place < N; place++) narrow(x[place], packs[place].at[lane]);
    }
#pragma unroll
    for (int place = 0; place < N; place++)
      if (place != 1) *(Pack<In, WIDTH> *)(arrays[place] + from) = packs[place];
  }
  for (int from = packed + threadIdx.x; from < n; from += THREADS) {
    C x[N];
#pragma unroll
    for (int place = 0; place < N; place++) x[place] = C(widen(arrays[place][from]));
    update(x);
#pragma unroll
    for (int place = 0; place < N; place++)
      if (place != 1) narrow(x[place], arrays[place][from]);
  }
}

template <class Rule> __device__ __forceinline__ void step(const Steps &p) {
  __shared__ double shared[NUMBERS];
  // In a graph the number of the step grows with each replay, and what follows from it is computed here.
  if (p.replays) {
    if (threadIdx.x == 0) Rule::numbers(p.options, p.step + double(*p.replays), shared);
    __syncthreads();
  }
  C numbers[Rule::n_numbers];
#pragma unroll
  for (int at = 0; at < Rule::n_numbers; at++) numbers[at] = C(p.replays ? shared[at] : p.numbers[at]);
  sweep<Rule::n_arrays>(p, [&](C *x) { Rule::update(numbers, x); });
}

// Multiplies by a number; the second array of each row is one truth value, which is taken where an element is infinite
// or no number.
extern "C" __global__ void __launch_bounds__(THREADS, 1) scale(Steps p) {
  const C factor = C(p.numbers[0]);
  bool finite = true;
  sweep<1>(p, [&](C *x) {
    finite &= x[0] - x[0] == C(0);
    x[0] *= factor;
  });
  // Whoever writes writes the same.
  if (!finite) ((truth *)p.arrays[0][1])->bits = 0;
}
