// Products of batches of matrices, `alpha * lhs @ rhs + beta * input`. Defined before: what `tile.cu` names, and
// `Number`, the type of the factors.

constexpr int BATCH_DIMS = 6;

struct Product {
  const In *lhs, *rhs, *input;
  In *out;
  C *parts;  // sums of parts of the terms, where there are several: [parts, batch, rows, columns]
  long long rows, inner, columns, batch;
  long long n_parts, part;  // terms of a part
  long long lhs_strides[2], rhs_strides[2], input_strides[2], out_strides[2];
  Number alpha, beta;
  long long sizes[BATCH_DIMS], lhs_batch[BATCH_DIMS], rhs_batch[BATCH_DIMS], input_batch[BATCH_DIMS];
};
static_assert(sizeof(Product) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

template <bool ALONG> struct Strided {
  const In *start;
  long long row_stride, k_stride;
  int rows, inner;
  __device__ __forceinline__ const In *at(int row, int k, int &valid) const {
    valid = row < rows && k < inner ? (ALONG ? inner - k : rows - row) : 0;
    return start + (valid ? row * row_stride + k * k_stride : 0);
  }
};

__device__ __forceinline__ long long offset_in_batch(const Product &p, const long long *strides, long long at) {
  long long offset = 0;
#pragma unroll
  for (int dim = BATCH_DIMS - 1; dim >= 0; dim--) {
    if (at == 0) break;
    offset += at % p.sizes[dim] * strides[dim];
    at /= p.sizes[dim];
  }
  return offset;
}

__device__ __forceinline__ void finish(const Product &p, long long batch, long long input, int row, int column, C sum) {
  C value = C(p.alpha) * sum;
  if (p.input) value += C(p.beta) * C(widen(p.input[input + row * p.input_strides[0] + column * p.input_strides[1]]));
  narrow(value, p.out[batch * p.rows * p.columns + row * p.out_strides[0] + column * p.out_strides[1]]);
}

// One block is enough: for a second one the compiler would take registers away.
extern "C" __global__ void __launch_bounds__(THREADS, 1) product(Product p) {
  const long long tiles = (p.rows + TILE_ROWS - 1) / TILE_ROWS * ((p.columns + TILE_COLUMNS - 1) / TILE_COLUMNS);
  const long long batch = blockIdx.x / tiles / p.n_parts, part = blockIdx.x / tiles % p.n_parts;
  int row0, column0;
  find_tile(blockIdx.x % tiles, p.rows, p.columns, row0, column0);
  const int k0 = (int)(part * p.part), k1 = (int)(p.inner - k0 < p.part ? p.inner : k0 + p.part);
  const Strided<LHS_ALONG> lhs = {p.lhs + offset_in_batch(p, p.lhs_batch, batch), p.lhs_strides[0], p.lhs_strides[1], (int)p.rows, k1};
  const Strided<RHS_ALONG> rhs = {p.rhs + offset_in_batch(p, p.rhs_batch, batch), p.rhs_strides[1], p.rhs_strides[0], (int)p.columns, k1};
  const long long input = p.input ? offset_in_batch(p, p.input_batch, batch) : 0;
  multiply_tile(lhs, rhs, row0, column0, k0, k1, [&](int row, int column, C sum) {
    if (row >= p.rows || column >= p.columns) return;
    if (p.n_parts == 1) finish(p, batch, input, row, column, sum);
    else p.parts[((part * p.batch + batch) * p.rows + row) * p.columns + column] = sum;
  });
}

// Adds the parts, always in the same order.
extern "C" __global__ void __launch_bounds__(THREADS, 1) add_parts(Product p) {
  const long long matrix = p.rows * p.columns, numel = matrix * p.batch, step = gridDim.x * (long long)THREADS;
  for (long long at = blockIdx.x * (long long)THREADS + threadIdx.x; at < numel; at += step) {
    C sum = C(0);
    for (long long part = 0; part < p.n_parts; part++) sum += p.parts[part * numel + at];
    const long long batch = at / matrix;
    finish(p, batch, p.input ? offset_in_batch(p, p.input_batch, batch) : 0, (int)(at % matrix / p.columns),
           (int)(at % p.columns), sum);
  }
}
