// A tile of a product on a block: `TILE_ROWS` by `TILE_COLUMNS` sums, `TILE_INNER` terms at a time, through shared
// memory. Defined before: `In`, the type in memory; `C`, the type of the sums; for each factor whether its neighbours in
// memory lie along the terms (`LHS_ALONG`, `RHS_ALONG`) and how many are read at once (`LHS_PACK`, `RHS_PACK`);
// `THREADS`.
//
// A factor has `const In *at(int row, int k, int &valid)`, where `row` is a row of the left and a column of the right
// one: the address of an element, and how many of those that are read at once are there.

// The pieces of a factor's tile that a thread brings: its `i`-th is at (`row`, `k`) if `there`.
template <int ROWS, int INNER, bool ALONG, int PACK> struct Pieces {
  static constexpr int TOTAL = ROWS * INNER / PACK, EACH = (TOTAL + THREADS - 1) / THREADS;
  __device__ static __forceinline__ bool find(int i, int &row, int &k) {
    const int piece = threadIdx.x + i * THREADS;
    row = ALONG ? piece / (INNER / PACK) : piece % (ROWS / PACK) * PACK;
    k = ALONG ? piece % (INNER / PACK) * PACK : piece / (ROWS / PACK);
    return TOTAL % THREADS == 0 || piece < TOTAL;
  }
};

// Pieces on their way from global to shared memory, in registers.
template <int ROWS, int INNER, bool ALONG, int PACK> struct Carried {
  typedef Pieces<ROWS, INNER, ALONG, PACK> Each;
  Pack<In, PACK> pieces[Each::EACH];

  template <class Factor> __device__ __forceinline__ void fetch(const Factor &factor, int row0, int k0) {
#pragma unroll
    for (int i = 0; i < Each::EACH; i++) {
      int row, k, valid = 0;
      const In *from = 0;
      if (Each::find(i, row, k)) from = factor.at(row0 + row, k0 + k, valid);
      if (valid >= PACK) {
        pieces[i] = *(const Pack<In, PACK> *)from;
      } else {
#pragma unroll
        for (int lane = 0; lane < PACK; lane++) pieces[i].at[lane] = lane < valid ? from[lane] : In{};
      }
    }
  }
  // Calls `store(row, k, element)` for each.
  template <class Store> __device__ __forceinline__ void store(Store store) const {
#pragma unroll
    for (int i = 0; i < Each::EACH; i++) {
      int row, k;
      if (Each::find(i, row, k)) {
#pragma unroll
        for (int lane = 0; lane < PACK; lane++)
          store(row + (ALONG ? 0 : lane), k + (ALONG ? lane : 0), pieces[i].at[lane]);
      }
    }
  }
};

#ifdef MATRICES
// On tensor cores. A warp has `WARP_ROWS` by `WARP_COLUMNS` of the sums.
#ifdef TF32
template <int ROWS, bool ALONG> using Matrices = Singles<ROWS, TILE_INNER, ALONG>;
constexpr int STAGES = 2;
#else
template <int ROWS, bool ALONG> using Matrices = Halves<ROWS, TILE_INNER, ALONG>;
constexpr int STAGES = 3;
#endif

template <int ROWS, bool ALONG, int PACK> struct Staged {
  typedef Matrices<ROWS, ALONG> Tile;
  typedef Pieces<ROWS, TILE_INNER, ALONG, PACK> Each;
  // Single halves go through registers: the copies that do not wait take 4 bytes at least.
  static constexpr bool IN_REGISTERS = PACK * sizeof(In) < 4;
  Carried<ROWS, TILE_INNER, ALONG, PACK> carried;

  template <class Factor> __device__ __forceinline__ void begin(const Factor &factor, In *tile, int row0, int k0) {
    if constexpr (IN_REGISTERS) {
      carried.fetch(factor, row0, k0);
    } else {
#pragma unroll
      for (int i = 0; i < Each::EACH; i++) {
        int row, k, valid = 0;
        if (!Each::find(i, row, k)) continue;
        const In *from = factor.at(row0 + row, k0 + k, valid);
        copy_async<PACK * sizeof(In)>(&tile[Tile::place(row, k)], from, (valid < PACK ? valid : PACK) * sizeof(In));
      }
    }
  }
  __device__ __forceinline__ void end(In *tile) {
    if constexpr (IN_REGISTERS) carried.store([&](int row, int k, In element) { tile[Tile::place(row, k)] = element; });
  }
};

template <class Lhs, class Rhs, class Out>
__device__ __forceinline__ void multiply_tile(const Lhs &lhs, const Rhs &rhs, int row0, int column0, int k0, int k1,
                                              const Out &out) {
  typedef Matrices<TILE_ROWS, LHS_ALONG> Left;
  typedef Matrices<TILE_COLUMNS, RHS_ALONG> Right;
  __shared__ __align__(128) In left[STAGES][Left::ELEMENTS], right[STAGES][Right::ELEMENTS];
  constexpr int DOWN = WARP_ROWS / 16, ACROSS = WARP_COLUMNS / 8;
  static_assert(TILE_ROWS / WARP_ROWS * (TILE_COLUMNS / WARP_COLUMNS) * 32 == THREADS && ACROSS % 2 == 0, "warps");
  const int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
  const int warp_row = warp / (TILE_COLUMNS / WARP_COLUMNS) * WARP_ROWS;
  const int warp_column = warp % (TILE_COLUMNS / WARP_COLUMNS) * WARP_COLUMNS;
  Staged<TILE_ROWS, LHS_ALONG, LHS_PACK> to_left;
  Staged<TILE_COLUMNS, RHS_ALONG, RHS_PACK> to_right;
  const int n_steps = (k1 - k0 + TILE_INNER - 1) / TILE_INNER;
  float sums[DOWN][ACROSS][4] = {};
#pragma unroll
  for (int stage = 0; stage < STAGES - 1; stage++) {
    if (stage < n_steps) {
      to_left.begin(lhs, left[stage], row0, k0 + stage * TILE_INNER);
      to_right.begin(rhs, right[stage], column0, k0 + stage * TILE_INNER);
      to_left.end(left[stage]);
      to_right.end(right[stage]);
    }
    commit_copies();
  }
  for (int step = 0; step < n_steps; step++) {
    wait_for_copies<STAGES - 2>();
    // All see what was copied, and all are done with the stage that is filled next.
    __syncthreads();
    const int next = step + STAGES - 1, stage = step % STAGES, filled = next % STAGES;
    if (next < n_steps) {
      to_left.begin(lhs, left[filled], row0, k0 + next * TILE_INNER);
      to_right.begin(rhs, right[filled], column0, k0 + next * TILE_INNER);
    }
    commit_copies();
#pragma unroll
    for (int k = 0; k < TILE_INNER; k += Left::DEPTH) {
      unsigned of_left[DOWN][4], of_right[ACROSS / 2][4];
#pragma unroll
      for (int i = 0; i < DOWN; i++)
        Left::left(of_left[i], left[stage], warp_row + i * 16, k);
#pragma unroll
      for (int j = 0; j < ACROSS / 2; j++)
        Right::right(of_right[j], right[stage], warp_column + j * 16, k);
#pragma unroll
      for (int i = 0; i < DOWN; i++)
#pragma unroll
        for (int j = 0; j < ACROSS; j++) multiply_matrices(sums[i][j], of_left[i], &of_right[j / 2][j % 2 * 2], In{});
    }
    if (next < n_steps) {
      to_left.end(left[filled]);
      to_right.end(right[filled]);
    }
  }
  wait_for_copies<0>();
#pragma unroll
  for (int i = 0; i < DOWN; i++)
#pragma unroll
    for (int j = 0; j < ACROSS; j++)
#pragma unroll
      for (int at = 0; at < 4; at++)
        out(row0 + warp_row + i * 16 + lane / 4 + at / 2 * 8, column0 + warp_column + j * 8 + lane % 4 * 2 + at % 2,
            sums[i][j][at]);
}
#else
// All other types. A thread has `PER_ROWS` by `PER_COLUMNS` of the sums, in groups that are read at once.
template <int TILE, int PER> struct Share {
  static constexpr int MOST = 16 / sizeof(C), GROUP = PER < MOST ? PER : MOST, GROUPS = PER / GROUP;
  static constexpr int PITCH = TILE + MOST;
  // Where the group number `group` of a thread's elements begins.
  __device__ static __forceinline__ int place(int thread, int group) { return group * (TILE / GROUPS) + thread * GROUP; }
  __device__ static __forceinline__ void read(C *to, const C *line, int thread) {
#pragma unroll
    for (int group = 0; group < GROUPS; group++) {
      const Pack<C, GROUP> pack = *(const Pack<C, GROUP> *)&line[place(thread, group)];
#pragma unroll
      for (int lane = 0; lane < GROUP; lane++) to[group * GROUP + lane] = pack.at[lane];
    }
  }
};

template <class Lhs, class Rhs, class Out>
__device__ __forceinline__ void multiply_tile(const Lhs &lhs, const Rhs &rhs, int row0, int column0, int k0, int k1,
                                              const Out &out) {
  typedef Share<TILE_ROWS, PER_ROWS> Down;
  typedef Share<TILE_COLUMNS, PER_COLUMNS> Across;
  __shared__ __align__(16) C left[2][TILE_INNER][Down::PITCH], right[2][TILE_INNER][Across::PITCH];
  constexpr int WIDE = TILE_COLUMNS / PER_COLUMNS;
  static_assert(TILE_ROWS / PER_ROWS * WIDE == THREADS, "threads");
  const int thread_row = threadIdx.x / WIDE, thread_column = threadIdx.x % WIDE;
  Carried<TILE_ROWS, TILE_INNER, LHS_ALONG, LHS_PACK> of_left;
  Carried<TILE_COLUMNS, TILE_INNER, RHS_ALONG, RHS_PACK> of_right;
  C sums[PER_ROWS][PER_COLUMNS] = {};
  of_left.fetch(lhs, row0, k0);
  of_right.fetch(rhs, column0, k0);
  for (int buffer = 0;; buffer ^= 1) {
    of_left.store([&](int row, int k, In element) { left[buffer][k][row] = C(widen(element)); });
    of_right.store([&](int row, int k, In element) { right[buffer][k][row] = C(widen(element)); });
    // One barrier for two buffers: the one that is filled next was read before it.
    __syncthreads();
    k0 += TILE_INNER;
    if (k0 < k1) {
      of_left.fetch(lhs, row0, k0);
      of_right.fetch(rhs, column0, k0);
    }
    // More at once would not fit into registers beside the addresses of single elements.
#pragma unroll 4
    for (int k = 0; k < TILE_INNER; k++) {
      C down[PER_ROWS], across[PER_COLUMNS];
      Down::read(down, left[buffer][k], thread_row);
      Across::read(across, right[buffer][k], thread_column);
#pragma unroll
      for (int i = 0; i < PER_ROWS; i++)
#pragma unroll
        for (int j = 0; j < PER_COLUMNS; j++) sums[i][j] += down[i] * across[j];
    }
    if (k0 >= k1) break;
  }
#pragma unroll
  for (int i = 0; i < PER_ROWS; i++)
#pragma unroll
    for (int j = 0; j < PER_COLUMNS; j++)
      out(row0 + Down::place(thread_row, i / Down::GROUP) + i % Down::GROUP,
          column0 + Across::place(thread_column, j / Across::GROUP) + j % Across::GROUP, sums[i][j]);
}
#endif

// Which tile a block computes. Tiles of eight rows of tiles follow each other, so that what they read stays in the
// second-level cache.
__device__ __forceinline__ void find_tile(long long at, long long rows, long long columns, int &row0, int &column0) {
  const long long down = (rows + TILE_ROWS - 1) / TILE_ROWS, across = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const long long first = at / (8 * across) * 8, high = down - first < 8 ? down - first : 8;
  const long long within = at % (8 * across);
  row0 = (int)(first + within % high) * TILE_ROWS;
  column0 = (int)(within / high) * TILE_COLUMNS;
}
