// Convolutions and their gradients as products whose right factor is gathered where it lies. Defined before: what
// `tile.cu` names; `WAY`, one of the three below.
//
// A place is an element of a plane with its image, a tap an element of the window with its channel. The right factor's
// columns are places and its terms are taps; for the gradient of the weights it is the other way round.

// The host counts the same way.
#define FORWARD 0
#define TO_INPUT 1
#define TO_WEIGHT 2

// Quotients of numbers below 2^31 without a division.
struct Divisor {
  unsigned magic, shift;
  long long by;
  __device__ __forceinline__ int quotient(int number) const {
    return (int)((__umulhi((unsigned)number, magic) + (unsigned)number) >> shift);
  }
};

// A number of four digits: of an image or a channel, and of the spatial dims.
struct alignas(16) Digits { int first, at[3]; };
struct Split {
  Divisor by[3];
  __device__ __forceinline__ Digits digits(int number) const {
    const int first = by[0].quotient(number), in_first = number - first * (int)by[0].by;
    const int deep = by[1].quotient(in_first), in_deep = in_first - deep * (int)by[1].by;
    const int high = by[2].quotient(in_deep);
    return {first, {deep, high, in_deep - high * (int)by[2].by}};
  }
};

struct Convolution {
  const In *left, *source, *bias;
  const Digits *listed;  // the taps, as `prepared` gives them
  In *out;
  C *parts;  // sums of parts of the terms, where there are several: [parts, groups, rows, columns]
  long long rows, columns, inner, groups, n_parts, part;
  long long channels, plane, n_places;  // channels of a group and elements of a plane of the source; places of an image
  long long sizes[3], stride[3], padding[3], dilation[3];
  Split places, taps;
  Divisor strides[3];
};
static_assert(sizeof(Convolution) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// A tap as steps in the source: to its channel, and along each spatial dim.
__device__ __forceinline__ Digits prepared(const Convolution &p, int tap) {
  Digits digits = p.taps.digits(tap);
  digits.first *= (int)p.plane;
#pragma unroll
  for (int dim = 0; dim < 3; dim++) digits.at[dim] *= (int)p.dilation[dim];
  return digits;
}

// Where a place sees the source through a prepared tap; null in the padding.
__device__ __forceinline__ const In *seen(const Convolution &p, int group, const Digits &place, const Digits &tap) {
  int offset = 0;
#pragma unroll
  for (int dim = 0; dim < 3; dim++) {
    int at;
    if (WAY == TO_INPUT) {
      const int steps = place.at[dim] + (int)p.padding[dim] - tap.at[dim];
      if (steps < 0) return 0;
      at = p.strides[dim].quotient(steps);
      if (at * (int)p.stride[dim] != steps) return 0;
    } else {
      at = place.at[dim] * (int)p.stride[dim] - (int)p.padding[dim] + tap.at[dim];
    }
    if ((unsigned)at >= (unsigned)p.sizes[dim]) return 0;
    offset = offset * (int)p.sizes[dim] + at;
  }
  return p.source + ((long long)place.first * p.groups + group) * p.channels * p.plane + (tap.first + offset);
}

struct Weights {
  const In *start;
  int rows, pitch, end;
  __device__ __forceinline__ const In *at(int row, int k, int &valid) const {
    valid = row < rows && k < end ? end - k : 0;
    return start + (valid ? (long long)row * pitch + k : 0);
  }
};

// The gradient of the result: rows are channels, terms are places.
struct Gradients {
  const Convolution &p;
  int group, end;
  __device__ __forceinline__ const In *at(int row, int k, int &valid) const {
    valid = row < p.rows && k < end ? end - k : 0;
    const int image = p.places.by[0].quotient(k), place = k - image * (int)p.n_places;
    return p.left + (valid ? ((image * p.groups + group) * p.rows + row) * p.n_places + place : 0);
  }
};

struct Gathered {
  const Convolution &p;
  int group, end;
  __device__ __forceinline__ const In *at(int column, int k, int &valid) const {
    const In *from = 0;
    if (column < p.columns && k < end) {
      if (WAY == TO_WEIGHT) from = seen(p, group, p.places.digits(k), prepared(p, column));
      else from = seen(p, group, p.places.digits(column), p.listed[k]);
    }
    valid = from != 0;
    return from ? from : p.source;
  }
};

__device__ __forceinline__ void finish(const Convolution &p, long long group, int row, int column, C sum) {
  const long long channel = group * p.rows + row;
  if (WAY == TO_WEIGHT) {
    narrow(sum, p.out[channel * p.columns + column]);
  } else {
    if (p.bias) sum += C(widen(p.bias[channel]));
    const int image = p.places.by[0].quotient(column);
    narrow(sum, p.out[(image * p.groups * p.rows + channel) * p.n_places + (column - image * p.n_places)]);
  }
}

template <class Body> __device__ __forceinline__ void with_factors(const Convolution &p, int group, int end, Body body) {
  const Gathered right = {p, group, end};
  if constexpr (WAY == TO_WEIGHT) body(Gradients{p, group, end}, right);
  else body(Weights{p.left + group * p.rows * p.inner, (int)p.rows, (int)p.inner, end}, right);
}

// The taps for all blocks: that of each term would cost more than its element.
extern "C" __global__ void __launch_bounds__(THREADS, 1) list_taps(const Convolution p) {
  EACH(tap, p.inner) ((Digits *)p.listed)[tap] = prepared(p, (int)tap);
}

// One block is enough: for a second one the compiler would take registers away.
extern "C" __global__ void __launch_bounds__(THREADS, 1) convolution(const Convolution p) {
  const long long tiles = (p.rows + TILE_ROWS - 1) / TILE_ROWS * ((p.columns + TILE_COLUMNS - 1) / TILE_COLUMNS);
  const long long group = blockIdx.x / tiles / p.n_parts, part = blockIdx.x / tiles % p.n_parts;
  int row0, column0;
  find_tile(blockIdx.x % tiles, p.rows, p.columns, row0, column0);
  const int k0 = (int)(part * p.part), k1 = (int)(p.inner - k0 < p.part ? p.inner : k0 + p.part);
  with_factors(p, (int)group, k1, [&](const auto &left, const auto &right) {
    multiply_tile(left, right, row0, column0, k0, k1, [&](int row, int column, C sum) {
      if (row >= p.rows || column >= p.columns) return;
      if (p.n_parts == 1) finish(p, group, row, column, sum);
      else p.parts[((part * p.groups + group) * p.rows + row) * p.columns + column] = sum;
    });
  });
}

// Adds the parts, always in the same order.
extern "C" __global__ void __launch_bounds__(THREADS, 1) add_parts(const Convolution p) {
  const long long matrix = p.rows * p.columns, numel = matrix * p.groups;
  EACH(at, numel) {
    C sum = C(0);
    for (long long part = 0; part < p.n_parts; part++) sum += p.parts[part * numel + at];
    finish(p, at / matrix, (int)(at % matrix / p.columns), (int)(at % p.columns), sum);
  }
}

// Some of the terms of one sum.
template <class Left, class Right>
__device__ __forceinline__ C add_terms(const Left &left, const Right &right, int row, int column, int k0, int k1, int step) {
  C sum = C(0);
  for (int k = k0; k < k1; k += step) {
    int of_left, of_right;
    const In *x = left.at(row, k, of_left), *y = right.at(column, k, of_right);
    if (of_left && of_right) sum += C(widen(*x)) * C(widen(*y));
  }
  return sum;
}

// For groups of few channels, whose tiles would be empty: a thread for each sum.
extern "C" __global__ void __launch_bounds__(THREADS, 1) sums(const Convolution p) {
  const long long matrix = p.rows * p.columns;
  EACH(at, matrix * p.groups) {
    const int row = (int)(at % matrix / p.columns), column = (int)(at % p.columns);
    with_factors(p, (int)(at / matrix), (int)p.inner, [&](const auto &left, const auto &right) {
      finish(p, at / matrix, row, column, add_terms(left, right, row, column, 0, (int)p.inner, 1));
    });
  }
}

// The same with a block for each sum.
extern "C" __global__ void __launch_bounds__(THREADS, 1) sums_by_blocks(const Convolution p) {
  const long long matrix = p.rows * p.columns;
  for (long long at = blockIdx.x; at < matrix * p.groups; at += gridDim.x) {
    const int row = (int)(at % matrix / p.columns), column = (int)(at % p.columns);
    with_factors(p, (int)(at / matrix), (int)p.inner, [&](const auto &left, const auto &right) {
      const C terms = add_terms(left, right, row, column, (int)threadIdx.x, (int)p.inner, THREADS);
      const C sum = fold_team(terms, THREADS, [](C x, C y) { return x + y; });
      if (threadIdx.x == 0) finish(p, at / matrix, row, column, sum);
    });
  }
}
