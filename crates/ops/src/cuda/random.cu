// Random numbers as PyTorch's generator for GPUs draws them: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random
// numbers: as easy as 1, 2, 3; 2011). Thread number t of T draws from the sequence t; its draw number s, of N numbers,
// makes the elements s * T * N + t, with T between them. Transformations are those of cuRAND and of PyTorch's
// `TransformationHelper.h`, with the fast functions that those use. Defined before: `In`, the type in memory; `C`, float
// or double; `N`, the numbers of a draw of floats: 4, and 2 of double.

struct Random {
  const In *x;  // probabilities, or the input of a layer
  In *out;
  long long *outside;  // becomes 1 where a probability is none
  long long n;
  unsigned long long seed, offset;
  const unsigned long long *start;  // a replay's seed, and what it adds to the offset; null outside of graphs
  double a, b;  // parameters of the distribution
  long long base;
  unsigned long long range;
};
static_assert(sizeof(Random) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

__device__ __forceinline__ unsigned long long seed(const Random &p) { return p.start ? p.start[0] : p.seed; }
// The number of the first draw; each takes four places.
__device__ __forceinline__ unsigned long long first_draw(const Random &p) {
  return (p.offset + (p.start ? p.start[1] : 0)) / 4;
}

#ifdef CRESSET_EMULATED
static inline void sine_and_cosine(float x, float *sine, float *cosine) { *sine = sinf(x), *cosine = cosf(x); }
static inline void sine_and_cosine_of_pi(double x, double *sine, double *cosine) {
  *sine = sin(x * 3.141592653589793), *cosine = cos(x * 3.141592653589793);
}
static inline float fast_log(float x) { return logf(x); }
static inline float fast_exp(float x) { return expf(x); }
static inline float fast_tan(float x) { return tanf(x); }
#else
__device__ __forceinline__ void sine_and_cosine(float x, float *sine, float *cosine) { __sincosf(x, sine, cosine); }
__device__ __forceinline__ void sine_and_cosine_of_pi(double x, double *sine, double *cosine) { sincospi(x, sine, cosine); }
__device__ __forceinline__ float fast_log(float x) { return __logf(x); }
__device__ __forceinline__ float fast_exp(float x) { return __expf(x); }
__device__ __forceinline__ float fast_tan(float x) { return __tanf(x); }
#endif
__device__ __forceinline__ double fast_log(double x) { return ::log(x); }
__device__ __forceinline__ double fast_exp(double x) { return ::exp(x); }
__device__ __forceinline__ double fast_tan(double x) { return ::tan(x); }
__device__ __forceinline__ float log_1_plus(float x) { return fast_log(1.0f + x); }
__device__ __forceinline__ double log_1_plus(double x) { return ::log1p(x); }

__device__ __forceinline__ uint4 philox(unsigned long long seed, unsigned long long sequence, unsigned long long at) {
  unsigned key0 = unsigned(seed), key1 = unsigned(seed >> 32);
  unsigned x = unsigned(at), y = unsigned(at >> 32), z = unsigned(sequence), w = unsigned(sequence >> 32);
#pragma unroll
  for (int round = 0; round < 10; round++) {
    const unsigned high0 = __umulhi(0xD2511F53u, x), low0 = 0xD2511F53u * x;
    const unsigned high1 = __umulhi(0xCD9E8D57u, z), low1 = 0xCD9E8D57u * z;
    x = high1 ^ y ^ key0, y = low1, z = high0 ^ w ^ key1, w = low0;
    key0 += 0x9E3779B9u, key1 += 0xBB67AE85u;
  }
  uint4 bits;
  bits.x = x, bits.y = y, bits.z = z, bits.w = w;
  return bits;
}

// Numbers in (0, 1].
__device__ __forceinline__ void unit(uint4 bits, float (&u)[4]) {
  const float step = 2.3283064365386963e-10f;
  u[0] = bits.x * step + step / 2, u[1] = bits.y * step + step / 2;
  u[2] = bits.z * step + step / 2, u[3] = bits.w * step + step / 2;
}
__device__ __forceinline__ double unit(unsigned low, unsigned high, double scale) {
  return double((unsigned long long)low ^ ((unsigned long long)high << 21)) * scale + scale / 2;
}
__device__ __forceinline__ void unit(uint4 bits, double (&u)[2]) {
  u[0] = unit(bits.x, bits.y, 1.1102230246251565e-16), u[1] = unit(bits.z, bits.w, 1.1102230246251565e-16);
}

// Normal numbers of mean 0 and deviation 1: Box and Muller.
__device__ __forceinline__ void pair(unsigned x, unsigned y, float *first, float *second) {
  const float step = 2.3283064365386963e-10f, turn = 2.3283064365386963e-10f * 6.2831855f;
  const float radius = sqrtf(-2.0f * logf(x * step + step / 2));
  sine_and_cosine(y * turn + turn / 2, first, second);
  *first *= radius, *second *= radius;
}
__device__ __forceinline__ void normal(uint4 bits, float (&z)[4]) {
  pair(bits.x, bits.y, z, z + 1);
  pair(bits.z, bits.w, z + 2, z + 3);
}
__device__ __forceinline__ void normal(uint4 bits, double (&z)[2]) {
  const double step = 1.1102230246251565e-16;
  const double radius = sqrt(-2.0 * log(unit(bits.x, bits.y, step)));
  sine_and_cosine_of_pi(unit(bits.z, bits.w, 2 * step), z, z + 1);
  z[0] *= radius, z[1] *= radius;
}

// Whole numbers of 32 or of 64 bits.
__device__ __forceinline__ void whole(uint4 bits, unsigned (&all)[4]) {
  all[0] = bits.x, all[1] = bits.y, all[2] = bits.z, all[3] = bits.w;
}
__device__ __forceinline__ void whole(uint4 bits, unsigned long long (&all)[2]) {
  all[0] = (unsigned long long)bits.x << 32 | bits.y, all[1] = (unsigned long long)bits.z << 32 | bits.w;
}

// Draws `COUNT` numbers of a type at a time, and gives each with its element to `put`.
template <class V, int COUNT, class Draw, class Put> __device__ __forceinline__ void fill(const Random &p, Draw draw, Put put) {
  const long long thread = blockIdx.x * (long long)THREADS + threadIdx.x, threads = gridDim.x * (long long)THREADS;
  const unsigned long long key = seed(p);
  unsigned long long at = first_draw(p);
  for (long long first = thread; first < p.n; first += threads * COUNT, at++) {
    V drawn[COUNT];
    draw(philox(key, thread, at), drawn);
#pragma unroll
    for (int nth = 0; nth < COUNT; nth++)
      if (first + threads * nth < p.n) put(first + threads * nth, drawn[nth]);
  }
}
template <class Put> __device__ __forceinline__ void units(const Random &p, Put put) {
  fill<C, N>(p, [](uint4 bits, C (&drawn)[N]) { unit(bits, drawn); }, put);
}
template <class F> __device__ __forceinline__ void of_units(const Random &p, F value) {
  units(p, [&](long long at, C u) { narrow(C(value(u)), p.out[at]); });
}
template <class F> __device__ __forceinline__ void of_normals(const Random &p, F value) {
  fill<C, N>(p, [](uint4 bits, C (&drawn)[N]) { normal(bits, drawn); },
             [&](long long at, C z) { narrow(C(value(z)), p.out[at]); });
}
template <class V, int COUNT> __device__ __forceinline__ void integers(const Random &p) {
  fill<V, COUNT>(p, [](uint4 bits, V (&drawn)[COUNT]) { whole(bits, drawn); }, [&](long long at, V bits) {
    // A range of 0 stands for all of 64 bits.
    const unsigned long long rest = p.range ? bits % V(p.range) : bits;
    narrow((long long)(rest + (unsigned long long)p.base), p.out[at]);
  });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) uniform(Random p) {
  In from, to, range;
  narrow(C(p.a), from), narrow(C(p.b), to);
  narrow(C(C(widen(to)) - C(widen(from))), range);
  of_units(p, [&](C u) {
    In rounded;
    narrow(C(u * C(widen(range)) + C(widen(from))), rounded);
    // The bounds change places: [from, to).
    return C(widen(widen(rounded) == widen(to) ? from : rounded));
  });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) gaussian(Random p) {
  of_normals(p, [&](C z) { return z * C(p.b) + C(p.a); });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) log_normal(Random p) {
  of_normals(p, [&](C z) { return fast_exp(C(z * C(p.b) + C(p.a))); });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) exponential(Random p) {
  const C half_ulp = sizeof(C) == 4 ? C(5.9604644775390625e-08) : C(1.1102230246251565e-16);
  // Never 0: the logarithm of what is nearly 1 is not that of 1.
  of_units(p, [&](C u) { return C(-1) / C(p.a) * (u >= C(1) - half_ulp ? -half_ulp : fast_log(u)); });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) cauchy(Random p) {
  const C edge = sizeof(C) == 4 ? C(1.1920928955078125e-07) : C(0);
  of_units(p, [&](C u) {
    u = u > C(1) - edge ? C(1) - edge : u < edge ? edge : u;
    return C(p.a) + C(p.b) * fast_tan(C(C(3.141592653589793) * (u - C(0.5))));
  });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) geometric(Random p) {
  of_units(p, [&](C u) {
    const C trials = f::ceil(C(fast_log(u) / log_1_plus(C(-p.a))));
    return trials < C(1) ? C(1) : trials;
  });
}
// `b` where a number is below `a`, else 0.
extern "C" __global__ void __launch_bounds__(THREADS, 1) bernoulli(Random p) {
  of_units(p, [&](C u) { return u < C(p.a) ? C(p.b) : C(0); });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) whole_32(Random p) { integers<unsigned, 4>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) whole_64(Random p) { integers<unsigned long long, 2>(p); }

// Ones with the probabilities of `x`.
extern "C" __global__ void __launch_bounds__(THREADS, 1) bernoulli_of(Random p) {
  units(p, [&](long long at, C u) {
    const C probability = C(widen(p.x[at]));
    if (!(probability >= C(0) && probability <= C(1))) *p.outside = 1;
    narrow(u <= probability ? C(1) : C(0), p.out[at]);
  });
}
// Slopes between `a` and `b` where `x` is at most 0, else 1.
extern "C" __global__ void __launch_bounds__(THREADS, 1) slopes(Random p) {
  units(p, [&](long long at, C u) {
    narrow(C(widen(p.x[at])) <= C(0) ? u * (C(p.b) - C(p.a)) + C(p.a) : C(1), p.out[at]);
  });
}

// The score of a weight and, so that of equal scores the first is the largest, its index, in one number: the weight over
// an exponential number of the sequence.
__device__ __forceinline__ unsigned long long scored(const Random &p, const In *row, unsigned long long sequence, long long at) {
  const float weight = float(widen(row[at]));
  if (!(weight >= 0.0f && weight < f::infinity<float>())) *p.outside = 1;
  float u[4];
  unit(philox(seed(p), sequence, first_draw(p) + at / 4), u);
  const int nth = int(at % 4);
  const float chosen = nth == 0 ? u[0] : nth == 1 ? u[1] : nth == 2 ? u[2] : u[3];
  const float score = weight > 0.0f ? weight / fmaxf(-logf(chosen), 1e-30f) : 0.0f;
  return (unsigned long long)__float_as_uint(score) << 32 | (0xffffffffu - (unsigned)at);
}
__device__ __forceinline__ unsigned long long largest(const Random &p, const In *row, unsigned long long sequence,
                                                      unsigned long long below) {
  unsigned long long most = 0;
  for (long long at = threadIdx.x; at < p.base; at += THREADS) {
    const unsigned long long score = scored(p, row, sequence, at);
    if (score < below && score > most) most = score;
  }
  return fold_team(most, THREADS, [](unsigned long long x, unsigned long long y) { return x > y ? x : y; });
}

// Indices drawn by the weights in `n` rows of `base` elements, `range` for each row: those of the largest scores. With
// replacement each sample has scores of its own.
template <bool REPLACES> __device__ __forceinline__ void sample(const Random &p) {
  const long long n_blocks = REPLACES ? p.n * (long long)p.range : p.n;
  for (long long block = blockIdx.x; block < n_blocks; block += gridDim.x) {
    const In *row = p.x + (REPLACES ? block / (long long)p.range : block) * p.base;
    unsigned long long last = ~0ull;
    for (long long nth = 0; nth < (REPLACES ? 1 : (long long)p.range); nth++) {
      last = largest(p, row, block, last);
      if (threadIdx.x != 0) continue;
      if (nth == 0 && last >> 32 == 0) *p.outside = 1;
      ((long long *)p.out)[REPLACES ? block : block * (long long)p.range + nth] = 0xffffffffu - unsigned(last);
    }
  }
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) sample_again(Random p) { sample<true>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) sample_once(Random p) { sample<false>(p); }

// One double after another of an element's own sequence.
struct Stream {
  unsigned long long seed, sequence, at;
  double kept;
  bool keeps;
  __device__ __forceinline__ double next() {
    if (keeps) {
      keeps = false;
      return kept;
    }
    double u[2];
    unit(philox(seed, sequence, at++), u);
    kept = u[1], keeps = true;
    return u[0];
  }
};

// Counts whose rates are `x`: products of uniform numbers below a rate of 10, else the rejection of `random/poisson.rs`.
extern "C" __global__ void __launch_bounds__(THREADS, 1) poisson(Random p) {
  for (long long at = blockIdx.x * (long long)THREADS + threadIdx.x; at < p.n; at += gridDim.x * (long long)THREADS) {
    Stream stream = {seed(p), (unsigned long long)at, first_draw(p), 0.0, false};
    const double rate = double(widen(p.x[at]));
    double count = 0.0;
    if (!(rate >= 0.0 && rate < 9e15)) {
      *p.outside = 1;
    } else if (rate < 10.0) {
      const double threshold = ::exp(-rate);
      for (double product = stream.next(); rate > 0.0 && product > threshold; product *= stream.next()) count += 1.0;
    } else {
      const double scale = 0.931 + 2.53 * ::sqrt(rate), shape = -0.059 + 0.02483 * scale;
      const double inverse_alpha = 1.1239 + 1.1328 / (scale - 3.4), sure = 0.9277 - 3.6224 / (scale - 2.0);
      for (;;) {
        const double offset = stream.next() - 0.5, height = stream.next(), margin = 0.5 - ::fabs(offset);
        count = ::floor((2.0 * shape / margin + scale) * offset + rate + 0.43);
        if (margin >= 0.07 && height <= sure) break;
        if (!(count >= 0.0) || (margin < 0.013 && height > margin)) continue;
        const double hat = ::log(height) + ::log(inverse_alpha) - ::log(shape / (margin * margin) + scale);
        if (hat <= count * ::log(rate) - rate - ::lgamma(count + 1.0)) break;
      }
    }
    narrow(count, p.out[at]);
  }
}
