// Folds over the threads of a block. Each function is called by all threads of the block, and gives all of them the
// result. Blocks have THREADS threads, a multiple of 32.

template <class C, class F> __device__ __forceinline__ C fold_warp(C value, F fold) {
#pragma unroll
  for (int bits = 16; bits > 0; bits >>= 1) value = fold(value, __shfl_xor_sync(0xffffffffu, value, bits));
  return value;
}

// The order of the fold is fixed by THREADS, so that results do not change from run to run.
template <class C, class F> __device__ __forceinline__ C fold_block(C value, F fold) {
  __shared__ C of_warps[THREADS / 32];
  value = fold_warp(value, fold);
  if (threadIdx.x % 32 == 0) of_warps[threadIdx.x / 32] = value;
  __syncthreads();
  value = of_warps[0];
#pragma unroll
  for (int warp = 1; warp < THREADS / 32; warp++) value = fold(value, of_warps[warp]);
  // The next fold writes there again.
  __syncthreads();
  return value;
}

template <class C> __device__ __forceinline__ C sum_block(C value) {
  return fold_block(value, [](C x, C y) { return x + y; });
}
