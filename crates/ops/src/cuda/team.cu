// Folds over teams: threads of a block that follow each other, a power of two of them. What is folded is a number, or a
// structure of numbers whose `each` gives it with a function applied to all of them.

template <class S, class M> __device__ __forceinline__ auto moved(const S &state, M move, int) -> decltype(state.each(move)) {
  return state.each(move);
}
template <class S, class M> __device__ __forceinline__ S moved(const S &state, M move, long) { return S(move(state)); }

template <class S> __device__ __forceinline__ S from_lane_across(const S &state, int bits) {
  return moved(state, [=](auto value) { return decltype(value)(__shfl_xor_sync(0xffffffffu, value, bits)); }, 0);
}

// All threads of the block call it, and those of a team get the same result. The order of the fold is fixed by `lanes`
// and THREADS, so that results do not change from run to run.
template <class S, class F> __device__ __forceinline__ S fold_team(S state, int lanes, F merge) {
  for (int bits = (lanes < 32 ? lanes : 32) / 2; bits > 0; bits >>= 1) {
    S other = from_lane_across(state, bits);
    // The lower lane's comes first on both sides, as not every merge gives the same bits either way.
    state = threadIdx.x & bits ? merge(other, state) : merge(state, other);
  }
  if (lanes <= 32) return state;
  __shared__ S of_warps[THREADS / 32];
  const int warp = threadIdx.x / 32, first = warp & ~(lanes / 32 - 1);
  if (threadIdx.x % 32 == 0) of_warps[warp] = state;
  __syncthreads();
  state = of_warps[first];
  for (int other = 1; other < lanes / 32; other++) state = merge(state, of_warps[first + other]);
  // The next fold writes there again.
  __syncthreads();
  return state;
}

// Divisions of 64 bits take a hundred instructions.
__device__ __forceinline__ long long quotient(long long x, long long y) {
  return ((unsigned long long)(x | y) >> 32) == 0 ? (long long)((unsigned)x / (unsigned)y) : x / y;
}

// A quotient that may be wrong by two units in the last place: the exact one takes three times as many instructions.
__device__ __forceinline__ double about(double x, double y) { return x / y; }
#ifdef CRESSET_EMULATED
__device__ __forceinline__ float about(float x, float y) { return x / y; }
#else
__device__ __forceinline__ float about(float x, float y) { return __fdividef(x, y); }
#endif

// The number of elements so far, their mean, and the sum of their squared distances from it.
template <class T> struct MomentsOf {
  T count, mean, squares;
  template <class M> __device__ __forceinline__ MomentsOf each(M move) const {
    return {move(count), move(mean), move(squares)};
  }
  __device__ __forceinline__ MomentsOf with(T x) const {
    // Where the mean is a little off, so are the distances, but the squares are those from this mean all the same.
    T counted = count + T(1), distance = x - mean, middle = mean + about(distance, counted);
    return {counted, middle, squares + distance * (x - middle)};
  }
  // Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances (1979).
  __device__ __forceinline__ MomentsOf joined(const MomentsOf &other) const {
    if (other.count == T(0)) return *this;
    if (count == T(0)) return other;
    T counted = count + other.count, distance = other.mean - mean, part = other.count / counted;
    return {counted, mean + distance * part, squares + other.squares + distance * distance * count * part};
  }
};

// An element and its position; -1 is nothing yet.
template <class T> struct PlacedOf {
  T value;
  long long at;
  template <class M> __device__ __forceinline__ PlacedOf each(M move) const { return {move(value), move(at)}; }
};

// The greatest element so far, and the sum of the exponentials of the distances from it.
template <class T> struct ExponentialsOf {
  T greatest, sum;
  template <class M> __device__ __forceinline__ ExponentialsOf each(M move) const { return {move(greatest), move(sum)}; }
  __device__ __forceinline__ ExponentialsOf joined(const ExponentialsOf &other) const {
    // Before the differences: -inf less -inf is NaN.
    if (greatest == other.greatest) return {greatest, sum + other.sum};
    if (greatest > other.greatest) return {greatest, sum + other.sum * f::exp(other.greatest - greatest)};
    return {other.greatest, other.sum + sum * f::exp(greatest - other.greatest)};
  }
  __device__ __forceinline__ ExponentialsOf with(T x) const {
    // A NaN becomes part of the sum, and stays there.
    return x != x ? ExponentialsOf{greatest, x} : joined({x, T(1)});
  }
  // The logarithm of the sum of all exponentials.
  __device__ __forceinline__ T log() const {
    return f::is_inf(greatest) && sum == sum ? greatest : greatest + f::log(sum);
  }
};
