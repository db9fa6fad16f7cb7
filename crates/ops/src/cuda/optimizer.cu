// Steps of optimisers over many parameters in one launch; a block updates a chunk of one. Defined before: `In`, the type
// in memory; `C`, the type that is computed in; `MOST`, the parameters of a launch; `ARRAYS`, the most arrays of each;
// `NUMBERS`; `CHUNK`; `THREADS`.

struct Steps {
  In *arrays[MOST][ARRAYS];    // parameter, gradient, states
  long long ends[MOST];        // the chunks up to the end of each parameter
  long long numel[MOST];
  double numbers[NUMBERS];     // those of the options and of the step, in the order of the host
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

struct Descent {
  C weight_decay, step, momentum, grad_weight;
  bool maximize, nesterov, first;

  __device__ __forceinline__ Descent(const double *numbers)
      : weight_decay(C(numbers[1])), step(C(-numbers[2])), momentum(C(numbers[3])), grad_weight(C(numbers[4])),
        maximize(numbers[0] != 0.0), nesterov(numbers[5] != 0.0), first(numbers[6] != 0.0) {}

  __device__ __forceinline__ C decayed(C param, C grad) const {
    grad = maximize ? -grad : grad;
    return weight_decay == C(0) ? grad : multiply_add(param, weight_decay, grad);
  }
};

extern "C" __global__ void __launch_bounds__(THREADS, 1) sgd(Steps p) {
  const Descent with(p.numbers);
  sweep<2>(p, [&](C *x) { x[0] = multiply_add(with.decayed(x[0], x[1]), with.step, x[0]); });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) sgd_momentum(Steps p) {
  const Descent with(p.numbers);
  sweep<3>(p, [&](C *x) {
    C grad = with.decayed(x[0], x[1]);
    // The buffer is not read in a first step: it may hold anything.
    x[2] = with.first ? grad : multiply_add(grad, with.grad_weight, x[2] * with.momentum);
    grad = with.nesterov ? multiply_add(x[2], with.momentum, grad) : x[2];
    x[0] = multiply_add(grad, with.step, x[0]);
  });
}

struct Moments {
  C shrink, weight_decay, mean_weight, square_decay, square_weight, root_correction, eps, step;
  bool maximize, near;

  // In a graph the number of the step grows with each replay, and what follows from it is computed here.
  __device__ __forceinline__ Moments(const Steps &p)
      : shrink(C(p.numbers[1])), weight_decay(C(p.numbers[2])), mean_weight(C(p.numbers[3])),
        square_decay(C(p.numbers[4])), square_weight(C(p.numbers[5])), root_correction(C(p.numbers[6])),
        eps(C(p.numbers[7])), step(C(-p.numbers[8])), maximize(p.numbers[0] != 0.0), near(p.numbers[3] < 0.5) {
    __shared__ double corrections[2];
    if (!p.replays) return;
    if (threadIdx.x == 0) {
      const double steps = p.numbers[11] + double(*p.replays);
      corrections[0] = ::sqrt(1.0 - ::pow(p.numbers[4], steps));
      corrections[1] = -p.numbers[10] / (1.0 - ::pow(p.numbers[9], steps));
    }
    __syncthreads();
    root_correction = C(corrections[0]);
    step = C(corrections[1]);
  }

  // The moments after this step, and the parameter after its decay.
  __device__ __forceinline__ void average(C *x) const {
    C grad = maximize ? -x[1] : x[1];
    x[0] *= shrink;
    grad = weight_decay == C(0) ? grad : multiply_add(x[0], weight_decay, grad);
    // PyTorch's lerp starts from the nearer end.
    const C apart = grad - x[2];
    x[2] = near ? multiply_add(apart, mean_weight, x[2]) : multiply_add(apart, mean_weight - C(1), grad);
    x[3] = multiply_add(grad * square_weight, grad, x[3] * square_decay);
  }
  __device__ __forceinline__ void move(C *x, C square) const {
    x[0] = x[2] * step / (f::sqrt(square) / root_correction + eps) + x[0];
  }
};

extern "C" __global__ void __launch_bounds__(THREADS, 1) adam(Steps p) {
  const Moments with(p);
  sweep<4>(p, [&](C *x) {
    with.average(x);
    with.move(x, x[3]);
  });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) adam_amsgrad(Steps p) {
  const Moments with(p);
  sweep<5>(p, [&](C *x) {
    with.average(x);
    x[4] = f::maximum(x[4], x[3]);
    with.move(x, x[4]);
  });
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
