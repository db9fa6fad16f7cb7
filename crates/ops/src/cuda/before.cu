// Sums over the threads of a block in their order. Each function is called by all threads of the block.

// The sum of the values of the threads before this one; `total` becomes that of all.
template <class T> __device__ __forceinline__ T sum_before(T value, T &total) {
  __shared__ T of_warps[THREADS / 32];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  T sum = value;
#pragma unroll
  for (int by = 1; by < 32; by <<= 1) {
    const T below = __shfl_up_sync(0xffffffffu, sum, by);
    if (lane >= by) sum += below;
  }
  if (lane == 31) of_warps[warp] = sum;
  __syncthreads();
  T before = 0;
  total = 0;
#pragma unroll
  for (int at = 0; at < THREADS / 32; at++) {
    if (at == warp) before = total;
    total += of_warps[at];
  }
  // The next sum writes there again.
  __syncthreads();
  return before + sum - value;
}
