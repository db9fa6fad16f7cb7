// One position along a dimension for each element. Defined before: `In`, the type in memory; `C`, the type that is
// computed in; `Unit`, what an element is moved in; `Count`.

struct Along {
  const void *x;         // what is read, or what is written to the places
  const long long *at;   // positions, in row-major order; none where no dimension has any
  void *out;
  Count *owner;          // for each place the last position that names it and one
  long long n, rank;
  long long stride;      // of the dimension
  long long sizes[8];    // of the positions
  long long strides[8];  // of the array that the places are in; 0 for the dimension
  long long source_strides[8];  // of `x` where it is written
};
static_assert(sizeof(Along) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

#define FOR_EACH(at, n) \
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < Count(n); at += gridDim.x * Count(THREADS))

struct Place { long long held, source; };

__device__ __forceinline__ Place place_of(const Along &p, Count at) {
  Place place = {p.at ? p.at[at] * p.stride : 0, 0};
  for (int dim = int(p.rank) - 1; dim >= 0; dim--) {
    const Count size = Count(p.sizes[dim]), next = at / size, index = at - next * size;
    place.held += index * p.strides[dim];
    place.source += index * p.source_strides[dim];
    at = next;
  }
  return place;
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) gather(Along p) {
  FOR_EACH(at, p.n) ((Unit *)p.out)[at] = ((const Unit *)p.x)[place_of(p, at).held];
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) own(Along p) {
  FOR_EACH(at, p.n) atomicMax(p.owner + place_of(p, at).held, at + 1);
}

// Of several elements for one place the last stays, whichever thread comes last.
extern "C" __global__ void __launch_bounds__(THREADS, 1) scatter(Along p) {
  FOR_EACH(at, p.n) {
    const Place place = place_of(p, at);
    if (p.owner[place.held] == at + 1) ((Unit *)p.out)[place.held] = ((const Unit *)p.x)[place.source];
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) add(Along p) {
  FOR_EACH(at, p.n) {
    const Place place = place_of(p, at);
    add_into((In *)p.out + place.held, C(widen(((const In *)p.x)[place.source])));
  }
}
