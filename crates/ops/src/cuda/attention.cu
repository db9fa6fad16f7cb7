// What attention and its gradients share: tiles of rows, and their products. Defined before: `In`, the type in memory; `C`, the type that
// is computed in; `FEATURES` and `WIDTH`, powers of two that rows of queries and keys, and of values, fit in;
// `FEATURES_PACK` and `WIDTH_PACK`, elements of them that are read at once; `OWN` and `OTHER`, rows of a tile that a block
// keeps and of one that it goes along; `THREADS`; `MATRICES` for halves on tensor cores.
//
// Dao, FlashAttention-2, https://arxiv.org/abs/2307.08691.

struct Attention {
  const In *query, *key, *value, *mask, *grad, *out;
  const C *log_sums, *along;
  const long long *planes;
  In *to_query, *to_key, *to_value;  // `to_value` is the result of the forward way
  C *to_log_sums;
  long long batches, shared, queries, keys, features, width, mask_rows, causal;
  double scale;
};
static_assert(sizeof(Attention) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// Rows of an array, of which so many are there.
struct Rows {
  const In *start;
  int there, length;
};

__device__ __forceinline__ Rows rows_of(const In *array, long long batch, long long rows, long long length, int first) {
  const long long rest = rows - first;
  return {array + (batch * rows + first) * length, (int)(rest > 0 ? rest : 0), (int)length};
}

#ifdef MATRICES
// Threads that share rows, and rows of a thread.
constexpr int LANES = 4, ROWS = 2;
static_assert(OWN == THREADS / 2, "a warp has 16 rows");

// A thread's part of a tile of OWN rows.
template <int COLUMNS> struct Fragment {
  static constexpr int PER = COLUMNS / 4;
  float sums[COLUMNS / 8][4] = {};
  __device__ __forceinline__ float &at(int i, int j) { return sums[j / 2][i * 2 + j % 2]; }
  __device__ static __forceinline__ int row(int i) { return threadIdx.x / 32 * 16 + threadIdx.x % 32 / 4 + i * 8; }
  __device__ static __forceinline__ int column(int j) { return j / 2 * 8 + threadIdx.x % 4 * 2 + j % 2; }
};

template <int LINES, int LENGTH, int PACK> struct Tile {
  In *memory;
  __device__ __forceinline__ void load(const Rows &rows) const {
    for (int piece = threadIdx.x; piece < LINES * LENGTH / PACK; piece += THREADS) {
      const int line = piece / (LENGTH / PACK), at = piece % (LENGTH / PACK) * PACK;
      const int rest = line < rows.there ? rows.length - at : 0, valid = rest > PACK ? PACK : rest > 0 ? rest : 0;
      const In *from = rows.start + (valid ? (long long)line * rows.length + at : 0);
      In *to = &memory[Halves<LINES, LENGTH, true>::place(line, at)];
      if constexpr (PACK == 8) copy_async<16>(to, from, valid * 2);
      else *to = valid ? *from : In{};
    }
  }
};

// The loads since the last such call are one; `arrived` waits for all but the last LATER.
__device__ __forceinline__ void end_load() { commit_copies(); }
template <int LATER> __device__ __forceinline__ void arrived() {
  wait_for_copies<LATER>();
  __syncthreads();
}

template <int LENGTH, int PACK>
__device__ __forceinline__ void multiply(Fragment<OTHER> &to, const Tile<OWN, LENGTH, PACK> &own, const Tile<OTHER, LENGTH, PACK> &other) {
#pragma unroll
  for (int k = 0; k < LENGTH; k += 16) {
    unsigned left[4];
    Halves<OWN, LENGTH, true>::left(left, own.memory, threadIdx.x / 32 * 16, k);
#pragma unroll
    for (int j = 0; j < OTHER / 16; j++) {
      unsigned right[4];
      Halves<OTHER, LENGTH, true>::right(right, other.memory, j * 16, k);
      multiply_matrices(to.sums[2 * j], left, right, In{});
      multiply_matrices(to.sums[2 * j + 1], left, right + 2, In{});
    }
  }
}

__device__ __forceinline__ unsigned pair(float x, float y) {
  In low, high;
  narrow(x, low);
  narrow(y, high);
  return low.bits | (unsigned)high.bits << 16;
}

// The sums of a product lie in registers as a left factor does.
template <int LENGTH, int PACK>
__device__ __forceinline__ void accumulate(Fragment<LENGTH> &to, const Fragment<OTHER> &weights, const Tile<OTHER, LENGTH, PACK> &other) {
#pragma unroll
  for (int j = 0; j < OTHER / 16; j++) {
    const float *low = weights.sums[2 * j], *high = weights.sums[2 * j + 1];
    const unsigned left[4] = {pair(low[0], low[1]), pair(low[2], low[3]), pair(high[0], high[1]), pair(high[2], high[3])};
#pragma unroll
    for (int n = 0; n < LENGTH / 16; n++) {
      unsigned right[4];
      Halves<LENGTH, OTHER, false>::right(right, other.memory, n * 16, j * 16);
      multiply_matrices(to.sums[2 * n], left, right, In{});
      multiply_matrices(to.sums[2 * n + 1], left, right + 2, In{});
    }
  }
}
#define ROOM(name, elements) __shared__ __align__(128) In name[elements]
__device__ __forceinline__ C exponential(C x) { return f::exp2(x * 1.4426950408889634f); }
#else
constexpr int LANES = 16, ROWS = OWN / 16, CHUNK = 16, LINES_ROOM = 16384 / sizeof(C);
static_assert(THREADS == 256, "16 by 16 threads");

template <int COLUMNS> struct Fragment {
  static constexpr int PER = COLUMNS / 16;
  C sums[ROWS][PER] = {};
  __device__ __forceinline__ C &at(int i, int j) { return sums[i][j]; }
  __device__ static __forceinline__ int row(int i) { return threadIdx.x / 16 + i * 16; }
  __device__ static __forceinline__ int column(int j) { return threadIdx.x % 16 + j * 16; }
};

// Rows stay where they are: they come to shared memory in parts, when they are multiplied.
template <int LINES, int LENGTH, int PACK> struct Tile {
  Rows rows;
  __device__ __forceinline__ void load(const Rows &from) { rows = from; }
  __device__ __forceinline__ C at(int line, int column) const {
    return line < rows.there && column < rows.length ? C(widen(rows.start[(long long)line * rows.length + column])) : C(0);
  }
};
template <int LATER> __device__ __forceinline__ void arrived() {}
__device__ __forceinline__ void end_load() {}

__shared__ C chunk_of_own[CHUNK][OWN + 1], chunk_of_other[CHUNK][OTHER + 1], weights_of_own[OWN][OTHER + 1], lines[LINES_ROOM];

template <int LENGTH, int PACK>
__device__ __forceinline__ void multiply(Fragment<OTHER> &to, const Tile<OWN, LENGTH, PACK> &own, const Tile<OTHER, LENGTH, PACK> &other) {
  for (int k0 = 0; k0 < own.rows.length; k0 += CHUNK) {
    __syncthreads();
    for (int at = threadIdx.x; at < OWN * CHUNK; at += THREADS) chunk_of_own[at % CHUNK][at / CHUNK] = own.at(at / CHUNK, k0 + at % CHUNK);
    for (int at = threadIdx.x; at < OTHER * CHUNK; at += THREADS) chunk_of_other[at % CHUNK][at / CHUNK] = other.at(at / CHUNK, k0 + at % CHUNK);
    __syncthreads();
#pragma unroll 4
    for (int k = 0; k < CHUNK; k++)
#pragma unroll
      for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int j = 0; j < Fragment<OTHER>::PER; j++)
          to.sums[i][j] += chunk_of_own[k][to.row(i)] * chunk_of_other[k][to.column(j)];
  }
}

template <int LENGTH, int PACK>
__device__ __forceinline__ void accumulate(Fragment<LENGTH> &to, Fragment<OTHER> &weights, const Tile<OTHER, LENGTH, PACK> &other) {
  constexpr int MOST = LINES_ROOM / LENGTH, DEEP = MOST < OTHER ? MOST : OTHER;
  __syncthreads();
#pragma unroll
  for (int i = 0; i < ROWS; i++)
#pragma unroll
    for (int j = 0; j < Fragment<OTHER>::PER; j++) weights_of_own[weights.row(i)][weights.column(j)] = weights.at(i, j);
  for (int k0 = 0; k0 < OTHER; k0 += DEEP) {
    __syncthreads();
    for (int at = threadIdx.x; at < DEEP * LENGTH; at += THREADS) lines[at] = other.at(k0 + at / LENGTH, at % LENGTH);
    __syncthreads();
#pragma unroll 2
    for (int k = 0; k < DEEP; k++)
#pragma unroll
      for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int j = 0; j < Fragment<LENGTH>::PER; j++)
          to.sums[i][j] += weights_of_own[to.row(i)][k0 + k] * lines[k * LENGTH + to.column(j)];
  }
}
#define ROOM(name, elements) const Rows name = {}
__device__ __forceinline__ C exponential(C x) { return f::exp(x); }
#endif

__device__ __forceinline__ bool sees(const Attention &p, int query, int key) {
  return query < p.queries && key < p.keys && !(p.causal && key > query);
}

// The product of a query and a key that it sees, scaled and masked.
__device__ __forceinline__ C score(const Attention &p, long long plane, int query, int key, C product) {
  product *= C(p.scale);
  if (p.mask) product += C(widen(p.mask[(plane * p.mask_rows + (p.mask_rows == 1 ? 0 : query)) * p.keys + key]));
  return product;
}

template <int COLUMNS>
__device__ __forceinline__ void write(Fragment<COLUMNS> &sums, In *to, long long batch, long long rows, long long length, int first, const C *factors) {
#pragma unroll
  for (int i = 0; i < ROWS; i++)
#pragma unroll
    for (int j = 0; j < Fragment<COLUMNS>::PER; j++) {
      const long long row = first + sums.row(i), column = sums.column(j);
      if (row < rows && column < length) narrow(sums.at(i, j) * factors[i], to[(batch * rows + row) * length + column]);
    }
}
