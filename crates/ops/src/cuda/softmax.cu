// Softmax along the middle dimension of (outer, size, inner) elements, and its gradient. Defined before: `In`, the type
// in memory; `C`, the type that is computed in; `LOG`; `THREADS`.

struct Softmax {
  const In *x;     // the input; for a gradient, that of the result
  const In *out;   // the result, for a gradient
  In *result;
  long long outer, size, inner;
};
static_assert(sizeof(Softmax) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

typedef ExponentialsOf<C> Exponentials;

__device__ __forceinline__ C forward(C x, Exponentials all) {
  // 0, and NaN for a line without a finite greatest element.
  C sum = all.sum + (all.greatest - all.greatest);
  return LOG ? x - all.greatest - f::log(sum) : f::exp(x - all.greatest) / sum;
}
__device__ __forceinline__ C term(C grad, C out) { return LOG ? grad : grad * out; }
__device__ __forceinline__ C backward(C grad, C out, C sum) {
  return LOG ? grad - f::exp(out) * sum : out * (grad - sum);
}

// A block for each line, whose elements lie in a row.
extern "C" __global__ void __launch_bounds__(THREADS, 1) rows(Softmax p) {
  for (long long row = blockIdx.x; row < p.outer; row += gridDim.x) {
    const In *x = p.x + row * p.size;
    Exponentials all = {-f::infinity<C>(), C(0)};
    for (long long at = threadIdx.x; at < p.size; at += THREADS) all = all.with(C(widen(x[at])));
    all = fold_team(all, THREADS, [](Exponentials a, Exponentials b) { return a.joined(b); });
    for (long long at = threadIdx.x; at < p.size; at += THREADS)
      narrow(forward(C(widen(x[at])), all), p.result[row * p.size + at]);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) rows_backward(Softmax p) {
  for (long long row = blockIdx.x; row < p.outer; row += gridDim.x) {
    const In *grad = p.x + row * p.size, *out = p.out + row * p.size;
    C sum = C(0);
    for (long long at = threadIdx.x; at < p.size; at += THREADS) sum += term(C(widen(grad[at])), C(widen(out[at])));
    sum = fold_team(sum, THREADS, [](C a, C b) { return a + b; });
    for (long long at = threadIdx.x; at < p.size; at += THREADS)
      narrow(backward(C(widen(grad[at])), C(widen(out[at])), sum), p.result[row * p.size + at]);
  }
}

// A thread for each line; the lines that lie beside each other are read together.
extern "C" __global__ void __launch_bounds__(THREADS, 1) columns(Softmax p) {
  EACH(line, p.outer * p.inner) {
    const long long first = line / p.inner * p.size * p.inner + line % p.inner;
    Exponentials all = {-f::infinity<C>(), C(0)};
    for (long long at = 0; at < p.size; at++) all = all.with(C(widen(p.x[first + at * p.inner])));
    for (long long at = 0; at < p.size; at++)
      narrow(forward(C(widen(p.x[first + at * p.inner])), all), p.result[first + at * p.inner]);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) columns_backward(Softmax p) {
  EACH(line, p.outer * p.inner) {
    const long long first = line / p.inner * p.size * p.inner + line % p.inner;
    C sum = C(0);
    for (long long at = 0; at < p.size; at++)
      sum += term(C(widen(p.x[first + at * p.inner])), C(widen(p.out[first + at * p.inner])));
    for (long long at = 0; at < p.size; at++) {
      const long long place = first + at * p.inner;
      narrow(backward(C(widen(p.x[place])), C(widen(p.out[place])), sum), p.result[place]);
    }
  }
}
