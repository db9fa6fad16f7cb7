// Rows of several parts, put one after the other. Defined before: `Unit`, what elements are moved in; `Count`.

struct Join {
  Unit *out;
  long long outer, row;  // rows of the result, and the units of one
  const Unit *parts[32];
  long long widths[32];  // units of a part's row
  long long starts[32];  // where they begin in a row of the result
};
static_assert(sizeof(Join) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// A row of the grid for each part.
extern "C" __global__ void __launch_bounds__(THREADS, 1) join(Join p) {
  const Count width = Count(p.widths[blockIdx.y]), n = width * Count(p.outer);
  const Unit *part = p.parts[blockIdx.y];
  Unit *out = p.out + p.starts[blockIdx.y];
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < n; at += gridDim.x * Count(THREADS)) {
    const Count row = at / width;
    out[row * p.row + (at - row * width)] = part[at];
  }
}
