// Elements whose sources are listed for each dimension: reversed, moved around, repeated. Defined before: `In`, the type in
// memory; `C`, the type that is computed in; `Unit`, what an element is moved in; `Count`.

struct Rearrange {
  const void *x;
  const long long *lists;
  void *out;
  long long n, rank;
  long long sizes[8];    // of the lists
  long long strides[8];  // of the array that the sources are in
  long long begins[8];   // where the list of each dimension begins
};
static_assert(sizeof(Rearrange) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

#define FOR_EACH(at, n) \
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < Count(n); at += gridDim.x * Count(THREADS))

__device__ __forceinline__ long long source_of(const Rearrange &p, Count at) {
  long long source = 0;
  for (int dim = int(p.rank) - 1; dim >= 0; dim--) {
    const Count size = Count(p.sizes[dim]), next = at / size;
    source += p.lists[p.begins[dim] + (at - next * size)] * p.strides[dim];
    at = next;
  }
  return source;
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) rearrange(Rearrange p) {
  FOR_EACH(at, p.n) ((Unit *)p.out)[at] = ((const Unit *)p.x)[source_of(p, at)];
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) rearrange_sum(Rearrange p) {
  FOR_EACH(at, p.n) add_into((In *)p.out + source_of(p, at), C(widen(((const In *)p.x)[at])));
}
