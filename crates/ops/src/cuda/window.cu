// The elements that each place of a sliding window sees, as columns, and their sums. Defined before: `In`, the type in
// memory; `C`, the type that is computed in; `Count`.

struct Window {
  const In *x;
  In *out;
  long long n;
  long long input[3], kernel[3], stride[3], padding[3], dilation[3], output[3];
};
static_assert(sizeof(Window) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

#define FOR_EACH(at, n) \
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < Count(n); at += gridDim.x * Count(THREADS))

// The last of three parts of a number, which loses it.
__device__ __forceinline__ long long take(Count &number, long long size) {
  const Count next = number / Count(size), part = number - next * Count(size);
  number = next;
  return part;
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) unfold(Window p) {
  FOR_EACH(at, p.n) {
    Count rest = at;
    long long place[3];
    bool inside = true;
#pragma unroll
    for (int dim = 2; dim >= 0; dim--) place[dim] = take(rest, p.output[dim]) * p.stride[dim] - p.padding[dim];
#pragma unroll
    for (int dim = 2; dim >= 0; dim--) {
      place[dim] += take(rest, p.kernel[dim]) * p.dilation[dim];
      inside &= place[dim] >= 0 && place[dim] < p.input[dim];
    }
    In value{};
    if (inside) value = p.x[((rest * p.input[0] + place[0]) * p.input[1] + place[1]) * p.input[2] + place[2]];
    p.out[at] = value;
  }
}

// A thread for each element of the image, which looks for the windows that see it: so sums have one order.
extern "C" __global__ void __launch_bounds__(THREADS, 1) fold(Window p) {
  FOR_EACH(at, p.n) {
    Count plane = at;
    long long place[3];
#pragma unroll
    for (int dim = 2; dim >= 0; dim--) place[dim] = take(plane, p.input[dim]) + p.padding[dim];
    const Count taps = Count(p.kernel[0] * p.kernel[1] * p.kernel[2]);
    C sum = C(0);
    for (Count tap = 0; tap < taps; tap++) {
      Count rest = tap;
      long long window[3];
      bool sees = true;
#pragma unroll
      for (int dim = 2; dim >= 0; dim--) {
        const long long from = place[dim] - take(rest, p.kernel[dim]) * p.dilation[dim];
        window[dim] = from / p.stride[dim];
        sees &= from >= 0 && window[dim] * p.stride[dim] == from && window[dim] < p.output[dim];
      }
      const long long column = ((plane * (long long)taps + tap) * p.output[0] + window[0]) * p.output[1] + window[1];
      if (sees) sum += C(widen(p.x[column * p.output[2] + window[2]]));
    }
    narrow(sum, p.out[at]);
  }
}
