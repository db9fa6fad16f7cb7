// The two ways through the elements of an elementwise call. Defined before: `C`, the type that is computed in; `Out`;
// `WIDTH`, the elements of 16 bytes of the widest type; `arguments`, the size of the structure on the host; and, for
// each input, by macros: `LOAD_PACKS`, `PACKED`, `ELEMENTS`, `OFFSETS`, `STEP`, `STRIDED`.

struct Pointwise {
  void *out;
  const void *inputs[6];
  // Numbers in place of inputs.
  double real[6], imaginary[6];
  long long whole[6];
  long long numel, rank;
  long long sizes[8], out_strides[8];
  long long strides[6][8];
};
static_assert(sizeof(Pointwise) == ARGUMENT_BYTES, "the host's structure is another one");

template <class T> __device__ __forceinline__ T number(double real, long long whole) {
  // Truth and whole numbers come exactly; fractions are kept where the type has them.
  return T(0.5) == T(0) || sizeof(T) == 1 ? T(whole) : T(real);
}

// All arrays are contiguous and begin at multiples of their packs.
extern "C" __global__ void __launch_bounds__(256, 1) contiguous(Pointwise p) {
  const long long first = blockIdx.x * 256ll + threadIdx.x, step = gridDim.x * 256ll, n_packs = p.numel / WIDTH;
  NUMBERS
  for (long long pack = first; pack < n_packs; pack += step) {
    LOAD_PACKS
    Pack<Out, WIDTH> result;
#pragma unroll
    for (int lane = 0; lane < WIDTH; lane++) narrow(Gives(value(PACKED)), result.at[lane]);
    ((Pack<Out, WIDTH> *)p.out)[pack] = result;
  }
  for (long long at = n_packs * WIDTH + first; at < p.numel; at += step)
    narrow(Gives(value(ELEMENTS)), ((Out *)p.out)[at]);
}

extern "C" __global__ void __launch_bounds__(256, 1) strided(Pointwise p) {
  const long long first = blockIdx.x * 256ll + threadIdx.x, step = gridDim.x * 256ll;
  NUMBERS
  for (long long at = first; at < p.numel; at += step) {
    long long rest = at, out = 0;
    OFFSETS
    for (int dim = int(p.rank) - 1; dim >= 0; dim--) {
      long long next = rest / p.sizes[dim], index = rest - next * p.sizes[dim];
      rest = next;
      out += index * p.out_strides[dim];
      STEP
    }
    narrow(Gives(value(STRIDED)), ((Out *)p.out)[out]);
  }
}
