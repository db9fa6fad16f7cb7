// Pooling and its gradients, a thread for each element of the result: gradients are gathered, so that their sums have one
// order. Defined before: `In`, the type in memory; `C`, the type of sums; `THREADS`.

#define PADDED 0
#define INSIDE 1
#define FIXED 2

struct Pool {
  const In *x;
  const long long *places;  // for each window the place of its greatest element
  In *out;
  long long *indices;
  long long numel;  // of the result
  long long input[3], kernel[3], stride[3], padding[3], dilation[3], output[3];
  long long counted, divisor;  // what means are divided by: one of the three above, and the fixed number
};
static_assert(sizeof(Pool) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

struct Place { long long plane; int at[3]; };

__device__ __forceinline__ long long elements(const long long *sizes) { return sizes[0] * sizes[1] * sizes[2]; }
__device__ __forceinline__ Place place_of(long long at, const long long *sizes) {
  const long long plane = at / elements(sizes);
  const unsigned within = (unsigned)(at - plane * elements(sizes)), wide = (unsigned)sizes[2], high = (unsigned)sizes[1];
  return {plane, {(int)(within / wide / high), (int)(within / wide % high), (int)(within % wide)}};
}

// The elements of a window: `body(offset in the plane, number of the place in the window)`.
template <class Body> __device__ __forceinline__ void for_window(const Pool &p, const int *window, Body body) {
  int first[3];
#pragma unroll
  for (int dim = 0; dim < 3; dim++) first[dim] = window[dim] * (int)p.stride[dim] - (int)p.padding[dim];
  for (int deep = 0; deep < p.kernel[0]; deep++) {
    const int d = first[0] + deep * (int)p.dilation[0];
    if ((unsigned)d >= (unsigned)p.input[0]) continue;
    for (int high = 0; high < p.kernel[1]; high++) {
      const int h = first[1] + high * (int)p.dilation[1];
      if ((unsigned)h >= (unsigned)p.input[1]) continue;
      for (int wide = 0; wide < p.kernel[2]; wide++) {
        const int w = first[2] + wide * (int)p.dilation[2];
        if ((unsigned)w >= (unsigned)p.input[2]) continue;
        body((d * p.input[1] + h) * p.input[2] + w, (deep * p.kernel[1] + high) * p.kernel[2] + wide);
      }
    }
  }
}

// The window that sees an element at its place number `tap`.
__device__ __forceinline__ bool sees(const Pool &p, int dim, int at, int tap, int &window) {
  const int steps = at + (int)p.padding[dim] - tap * (int)p.dilation[dim];
  window = steps / (int)p.stride[dim];
  return steps >= 0 && window * (int)p.stride[dim] == steps && window < p.output[dim];
}

// The windows that see an element: `body(three numbers, offset in the plane of windows, number of the place)`.
template <class Body> __device__ __forceinline__ void for_windows(const Pool &p, const int *at, Body body) {
  int window[3];
  for (int deep = 0; deep < p.kernel[0]; deep++) {
    if (!sees(p, 0, at[0], deep, window[0])) continue;
    for (int high = 0; high < p.kernel[1]; high++) {
      if (!sees(p, 1, at[1], high, window[1])) continue;
      for (int wide = 0; wide < p.kernel[2]; wide++) {
        if (!sees(p, 2, at[2], wide, window[2])) continue;
        body(window, (window[0] * p.output[1] + window[1]) * p.output[2] + window[2],
             (deep * p.kernel[1] + high) * p.kernel[2] + wide);
      }
    }
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) largest(const Pool p) {
  EACH(at, p.numel) {
    const Place place = place_of(at, p.output);
    const In *x = p.x + place.plane * elements(p.input);
    C best = -f::infinity<C>();
    long long index = -1;
    for_window(p, place.at, [&](long long offset, long long) {
      const C value = C(widen(x[offset]));
      // The first element wins whatever it is; of several NaN the last one's index stays, as in PyTorch.
      const bool wins = value > best || value != value || index < 0;
      best = wins ? value : best;
      index = wins ? offset : index;
    });
    narrow(best, p.out[at]);
    p.indices[at] = index;
  }
}

// The elements at the places of `largest`, and 0 for a window without one.
extern "C" __global__ void __launch_bounds__(THREADS, 1) taken(const Pool p) {
  EACH(at, p.numel) {
    const long long plane = elements(p.input), index = p.places[at];
    const bool there = index >= 0 && index < plane;
    if (there) p.out[at] = p.x[at / elements(p.output) * plane + index];
    else narrow(C(0), p.out[at]);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) largest_backward(const Pool p) {
  EACH(at, p.numel) {
    const Place place = place_of(at, p.input);
    const long long first = place.plane * elements(p.output), here = at - place.plane * elements(p.input);
    C sum = C(0);
    for_windows(p, place.at, [&](const int *, long long window, long long) {
      if (p.places[first + window] == here) sum += C(widen(p.x[first + window]));
    });
    narrow(sum, p.out[at]);
  }
}

// What the sum of a window is divided by. These windows are not dilated.
__device__ __forceinline__ C divisor_of(const Pool &p, const int *window) {
  if (p.counted == FIXED) return C(p.divisor);
  long long count = 1;
#pragma unroll
  for (int dim = 0; dim < 3; dim++) {
    const long long start = window[dim] * p.stride[dim] - p.padding[dim], end = start + p.kernel[dim];
    const long long last = p.counted == PADDED ? p.input[dim] + p.padding[dim] : p.input[dim];
    const long long first = p.counted == PADDED || start > 0 ? start : 0;
    const long long seen = (end < last ? end : last) - first;
    count *= seen > 0 ? seen : 0;
  }
  return C(count);
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) means(const Pool p) {
  EACH(at, p.numel) {
    const Place place = place_of(at, p.output);
    const In *x = p.x + place.plane * elements(p.input);
    C sum = C(0);
    for_window(p, place.at, [&](long long offset, long long) { sum += C(widen(x[offset])); });
    narrow(sum / divisor_of(p, place.at), p.out[at]);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) means_backward(const Pool p) {
  EACH(at, p.numel) {
    const Place place = place_of(at, p.input);
    const In *grad = p.x + place.plane * elements(p.output);
    C sum = C(0);
    for_windows(p, place.at, [&](const int *window, long long offset, long long) {
      sum += C(widen(grad[offset])) / divisor_of(p, window);
    });
    narrow(sum, p.out[at]);
  }
}

// Bins: element `at` of `count` is the mean of a part of `size` elements.
__device__ __forceinline__ int bin_start(int at, long long size, long long count) { return (int)(at * size / count); }
__device__ __forceinline__ int bin_end(int at, long long size, long long count) {
  return (int)(((at + 1) * size + count - 1) / count);
}

// The elements of a bin number `lane`, `lane + step`, ... added.
__device__ __forceinline__ C add_bin(const Pool &p, const Place &place, int lane, int step, int &count) {
  int first[3], size[3];
#pragma unroll
  for (int dim = 0; dim < 3; dim++) {
    first[dim] = bin_start(place.at[dim], p.input[dim], p.output[dim]);
    size[dim] = bin_end(place.at[dim], p.input[dim], p.output[dim]) - first[dim];
  }
  count = size[0] * size[1] * size[2];
  const In *x = p.x + place.plane * elements(p.input);
  C sum = C(0);
  for (int at = lane; at < count; at += step) {
    const int deep = at / size[2] / size[1], high = at / size[2] % size[1], wide = at % size[2];
    sum += C(widen(x[((first[0] + deep) * p.input[1] + first[1] + high) * p.input[2] + first[2] + wide]));
  }
  return sum;
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) bins(const Pool p) {
  EACH(at, p.numel) {
    int count;
    const C sum = add_bin(p, place_of(at, p.output), 0, 1, count);
    narrow(sum / C(count), p.out[at]);
  }
}

// Large bins: a warp for each.
extern "C" __global__ void __launch_bounds__(THREADS, 1) bins_by_warps(const Pool p) {
  const int lane = threadIdx.x % 32;
  const long long warps = THREADS / 32;
  for (long long at = blockIdx.x * warps + threadIdx.x / 32; at < p.numel; at += gridDim.x * warps) {
    int count;
    const C sum = fold_team(add_bin(p, place_of(at, p.output), lane, 32, count), 32, [](C x, C y) { return x + y; });
    if (lane == 0) narrow(sum / C(count), p.out[at]);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) bins_backward(const Pool p) {
  EACH(at, p.numel) {
    const Place place = place_of(at, p.input);
    const In *grad = p.x + place.plane * elements(p.output);
    int first[3], end[3];
#pragma unroll
    for (int dim = 0; dim < 3; dim++) {
      // The bins that reach over an element are those that the exchanged sizes give.
      first[dim] = bin_start(place.at[dim], p.output[dim], p.input[dim]);
      end[dim] = bin_end(place.at[dim], p.output[dim], p.input[dim]);
    }
    C sum = C(0);
    for (int deep = first[0]; deep < end[0]; deep++)
      for (int high = first[1]; high < end[1]; high++)
        for (int wide = first[2]; wide < end[2]; wide++) {
          const int bin[3] = {deep, high, wide};
          int count = 1;
#pragma unroll
          for (int dim = 0; dim < 3; dim++)
            count *= bin_end(bin[dim], p.input[dim], p.output[dim]) - bin_start(bin[dim], p.input[dim], p.output[dim]);
          sum += C(widen(grad[(deep * p.output[1] + high) * p.output[2] + wide])) / C(count);
        }
    narrow(sum, p.out[at]);
  }
}

// Windows as columns: [planes, places of the window, windows].
extern "C" __global__ void __launch_bounds__(THREADS, 1) unfold(const Pool p) {
  const long long windows = elements(p.output);
  EACH(at, p.numel) {
    const Place place = place_of(at % windows, p.output);
    const int row = (int)(at / windows % elements(p.kernel));
    const int tap[3] = {(int)(row / p.kernel[2] / p.kernel[1]), (int)(row / p.kernel[2] % p.kernel[1]), (int)(row % p.kernel[2])};
    long long offset = at / windows / elements(p.kernel);
    bool there = true;
#pragma unroll
    for (int dim = 0; dim < 3; dim++) {
      const long long input = place.at[dim] * p.stride[dim] - p.padding[dim] + tap[dim] * p.dilation[dim];
      there = there && input >= 0 && input < p.input[dim];
      offset = offset * p.input[dim] + input;
    }
    if (there) p.out[at] = p.x[offset];
    else narrow(C(0), p.out[at]);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) fold(const Pool p) {
  const long long windows = elements(p.output);
  EACH(at, p.numel) {
    const Place place = place_of(at, p.input);
    const In *columns = p.x + place.plane * elements(p.kernel) * windows;
    C sum = C(0);
    for_windows(p, place.at, [&](const int *, long long window, long long tap) { sum += C(widen(columns[tap * windows + window])); });
    narrow(sum, p.out[at]);
  }
}
