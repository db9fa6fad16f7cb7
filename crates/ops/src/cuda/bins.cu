// The place of the largest element of each bin of a plane. Defined before: `In`, the type in memory; `C`, the type that is
// compared in; `Count`.

struct Bins {
  const In *x;
  const long long *lists;  // for each grid the begin and the end of each bin of the three dimensions
  long long *out;
  long long n_planes, n_grids;
  long long bins[3], sizes[3];
};
static_assert(sizeof(Bins) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

extern "C" __global__ void __launch_bounds__(THREADS, 1) largest(Bins p) {
  const Count depths = Count(p.bins[0]), rows = Count(p.bins[1]), columns = Count(p.bins[2]);
  const Count outputs = depths * rows * columns, n = Count(p.n_planes) * outputs;
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < n; at += gridDim.x * Count(THREADS)) {
    const Count plane = at / outputs, bin = at - plane * outputs;
    const Count column = bin % columns, row = bin / columns % rows, depth = bin / columns / rows;
    const long long *lists = p.lists + (p.n_grids == 1 ? 0 : plane) * 2ll * (depths + rows + columns);
    const long long *of_depth = lists + 2 * depth, *of_row = lists + 2 * (depths + row),
                    *of_column = lists + 2 * (depths + rows + column);
    const In *x = p.x + plane * p.sizes[0] * p.sizes[1] * p.sizes[2];
    long long found = (of_depth[0] * p.sizes[1] + of_row[0]) * p.sizes[2] + of_column[0];
    C best = C(widen(x[found]));
    for (long long d = of_depth[0]; d < of_depth[1]; d++)
      for (long long r = of_row[0]; r < of_row[1]; r++)
        for (long long c = of_column[0]; c < of_column[1]; c++) {
          const long long place = (d * p.sizes[1] + r) * p.sizes[2] + c;
          const C value = C(widen(x[place]));
          // A NaN wins over all before it.
          if (value > best || value != value) best = value, found = place;
        }
    p.out[at] = found;
  }
}
