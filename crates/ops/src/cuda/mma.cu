// Tensor cores and copies that do not wait: PTX on a GPU of sm_80 and later, and their meaning on the emulator.

#ifdef CRESSET_EMULATED
namespace emulated {
struct Copy {
  unsigned thread, age;
  void *to;
  const void *from;
  int bytes, valid;
};
static thread_local std::vector<Copy> copies;
static thread_local unsigned registers[32][32][6];
static thread_local const void *rows[32][32];

template <class T> static inline float half_of(unsigned pair, int which) {
  T half;
  half.bits = which ? pair >> 16 : pair & 0xffff;
  return widen(half);
}
}  // namespace emulated

// Copies BYTES to shared memory; what is beyond `valid` becomes 0. It lands when it is waited for and not before, so
// that a kernel that forgets to wait reads poison.
template <int BYTES> static inline void copy_async(void *to, const void *from, int valid) {
  emulated::copies.push_back({emulator::block.running->index, 0, to, from, BYTES, valid});
}
static inline void commit_copies() {
  for (auto &copy : emulated::copies) copy.age += copy.thread == emulator::block.running->index;
}
template <int LATER> static inline void wait_for_copies() {
  auto &copies = emulated::copies;
  size_t kept = 0;
  for (auto &copy : copies) {
    if (copy.thread != emulator::block.running->index || copy.age <= LATER) {
      copies[kept++] = copy;
      continue;
    }
    memset(copy.to, 0, copy.bytes);
    if (copy.valid) memcpy(copy.to, copy.from, copy.valid);
  }
  copies.resize(kept);
}

template <bool TRANSPOSED> static inline void load_matrices(unsigned *to, const void *row) {
  unsigned lane = emulated_lane(), warp = emulator::block.running->index / 32;
  auto &rows = emulated::rows[warp];
  rows[lane] = row;
  __syncwarp();
  for (int matrix = 0; matrix < 4; matrix++) {
    unsigned short pair[2];
    for (int which = 0; which < 2; which++) {
      unsigned at = lane / 4, beside = lane % 4 * 2 + which;
      if (TRANSPOSED) { unsigned turned = at; at = beside; beside = turned; }
      pair[which] = static_cast<const unsigned short *>(rows[matrix * 8 + at])[beside];
    }
    to[matrix] = pair[0] | unsigned(pair[1]) << 16;
  }
  __syncwarp();
}

// Adds the products of a warp's matrices to the sums of a lane: `term(held, row, column, k)` is one of `depth` terms,
// where `held[lane]` is what a lane has of both factors.
template <class F> static inline void multiply_emulated(int depth, float *sums, const unsigned *lhs, const unsigned *rhs, F term) {
  unsigned lane = emulated_lane();
  auto &held = emulated::registers[emulator::block.running->index / 32];
  memcpy(held[lane], lhs, 16);
  memcpy(held[lane] + 4, rhs, 8);
  __syncwarp();
  for (int at = 0; at < 4; at++) {
    float sum = 0;
    for (int k = 0; k < depth; k++) sum += term(held, lane / 4 + at / 2 * 8, lane % 4 * 2 + at % 2, k);
    sums[at] += sum;
  }
  __syncwarp();
}

template <class T> static inline void multiply_matrices(float *sums, const unsigned *lhs, const unsigned *rhs, T) {
  multiply_emulated(16, sums, lhs, rhs, [](const auto &held, int row, int column, int k) {
    unsigned of_row = held[row % 8 * 4 + k % 8 / 2][row / 8 + k / 8 * 2];
    unsigned of_column = held[column * 4 + k % 8 / 2][4 + k / 8];
    return emulated::half_of<T>(of_row, k % 2) * emulated::half_of<T>(of_column, k % 2);
  });
}

static inline unsigned to_tf32(float x) { return (__float_as_uint(x) + 0x1000) & ~0x1fffu; }
static inline void multiply_matrices(float *sums, const unsigned *lhs, const unsigned *rhs, float) {
  multiply_emulated(8, sums, lhs, rhs, [](const auto &held, int row, int column, int k) {
    unsigned of_row = held[row % 8 * 4 + k % 4][row / 8 + k / 4 * 2], of_column = held[column * 4 + k % 4][4 + k / 4];
    return __uint_as_float(of_row) * __uint_as_float(of_column);
  });
}
#else
// Copies BYTES to shared memory; what is beyond `valid` becomes 0.
template <int BYTES> __device__ __forceinline__ void copy_async(void *to, const void *from, int valid) {
  unsigned place = (unsigned)__cvta_generic_to_shared(to);
  if (BYTES == 16)
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(place), "l"(from), "r"(valid) : "memory");
  else
    asm volatile("cp.async.ca.shared.global [%0], [%1], %3, %2;" ::"r"(place), "l"(from), "r"(valid), "n"(BYTES) : "memory");
}
__device__ __forceinline__ void commit_copies() { asm volatile("cp.async.commit_group;" ::: "memory"); }
// Waits for all copies but those of the last LATER commits.
template <int LATER> __device__ __forceinline__ void wait_for_copies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(LATER) : "memory");
}

// Four matrices of 8 x 8 halves; lane i names row i % 8 of matrix i / 8.
template <bool TRANSPOSED> __device__ __forceinline__ void load_matrices(unsigned *to, const void *row) {
  unsigned place = (unsigned)__cvta_generic_to_shared(row);
  if (TRANSPOSED)
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(place) : "memory");
  else
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(place) : "memory");
}

// Adds the product of 16 x 16 and 16 x 8 halves to sums in f32.
#define MULTIPLY_MATRICES(type)                                                                                      \
  __device__ __forceinline__ void multiply_matrices(float *sums, const unsigned *lhs, const unsigned *rhs, type) {   \
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32." #type "." #type ".f32 "                                    \
                 "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"                                   \
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])                                        \
                 : "r"(lhs[0]), "r"(lhs[1]), "r"(lhs[2]), "r"(lhs[3]), "r"(rhs[0]), "r"(rhs[1]));                    \
  }
MULTIPLY_MATRICES(f16)
MULTIPLY_MATRICES(bf16)
#undef MULTIPLY_MATRICES

// A float with the 10 bits of a half's fraction, to the nearest.
__device__ __forceinline__ unsigned to_tf32(float x) {
  unsigned bits;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
  return bits;
}
// Adds the product of 16 x 8 and 8 x 8 such floats to sums in f32.
__device__ __forceinline__ void multiply_matrices(float *sums, const unsigned *lhs, const unsigned *rhs, float) {
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
               "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
               : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
               : "r"(lhs[0]), "r"(lhs[1]), "r"(lhs[2]), "r"(lhs[3]), "r"(rhs[0]), "r"(rhs[1]));
}
#endif

// The tile of a matrix of halves in shared memory: `ROWS` by `INNER` elements, in rows (`ALONG`) or in columns. Its
// pieces of 16 bytes are exchanged so that `load_matrices` meets each bank once.
template <int ROWS, int INNER, bool ALONG> struct Halves {
  static constexpr int ELEMENTS = ROWS * INNER, DEPTH = 16;
  static_assert(ROWS % 16 == 0 && INNER % 16 == 0, "pieces of 8 elements, matrices of 16");
  __device__ static __forceinline__ int place(int row, int k) {
    const int length = ALONG ? INNER : ROWS, line = ALONG ? row : k, at = ALONG ? k : row;
    // As many lines as fill all banks are turned alike.
    const int turn = length >= 64 ? line : line / (64 / length);
    return line * length + ((at / 8 ^ turn & (length >= 64 ? 7 : length / 8 - 1)) * 8 | at % 8);
  }
  // 16 rows from `row` and 16 columns from `k`, as the left factor.
  __device__ static __forceinline__ void left(unsigned *to, const In *tile, int row, int k) {
    const int lane = threadIdx.x % 32;
    if (ALONG) load_matrices<false>(to, &tile[place(row + lane % 16, k + lane / 16 * 8)]);
    else load_matrices<true>(to, &tile[place(row + lane / 8 % 2 * 8, k + lane % 8 + lane / 16 * 8)]);
  }
  // The same as the right factor: two registers for the first 8 rows, and two for the others.
  __device__ static __forceinline__ void right(unsigned *to, const In *tile, int row, int k) {
    const int lane = threadIdx.x % 32;
    if (ALONG) load_matrices<false>(to, &tile[place(row + lane % 8 + lane / 16 * 8, k + lane / 8 % 2 * 8)]);
    else load_matrices<true>(to, &tile[place(row + lane / 16 * 8, k + lane % 8 + lane / 8 % 2 * 8)]);
  }
};

// The tile of a matrix of floats that are multiplied as TF32, with lines so long that the lanes of a warp meet each bank
// once.
template <int ROWS, int INNER, bool ALONG> struct Singles {
  static constexpr int PITCH = ALONG ? INNER + 4 : ROWS + 8, ELEMENTS = PITCH * (ALONG ? ROWS : INNER), DEPTH = 8;
  __device__ static __forceinline__ int place(int row, int k) { return ALONG ? row * PITCH + k : k * PITCH + row; }
  __device__ static __forceinline__ unsigned element(const float *tile, int row, int k) {
    const int lane = threadIdx.x % 32;
    return to_tf32(tile[place(row + lane / 4, k + lane % 4)]);
  }
  // 16 rows from `row` and 8 columns from `k`, as the left factor.
  __device__ static __forceinline__ void left(unsigned *to, const float *tile, int row, int k) {
#pragma unroll
    for (int at = 0; at < 4; at++) to[at] = element(tile, row + at % 2 * 8, k + at / 2 * 4);
  }
  // The same as the right factor: two registers for the first 8 rows, and two for the others.
  __device__ static __forceinline__ void right(unsigned *to, const float *tile, int row, int k) {
#pragma unroll
    for (int at = 0; at < 4; at++) to[at] = element(tile, row + at / 2 * 8, k + at % 2 * 4);
  }
};
