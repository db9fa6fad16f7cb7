// Triangles of matrices. Defined before: `Unit`, what an element is moved in; `Count`.

struct Triangle {
  Unit *out;
  long long n, rows, columns, lower, diagonal;
};
static_assert(sizeof(Triangle) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// All bits 0 are the zero of each dtype.
extern "C" __global__ void __launch_bounds__(THREADS, 1) clear(Triangle p) {
  const Count columns = Count(p.columns), rows = Count(p.rows);
  for (Count at = blockIdx.x * Count(THREADS) + threadIdx.x; at < Count(p.n); at += gridDim.x * Count(THREADS)) {
    const Count line = at / columns;
    const long long column = at - line * columns, row = line % rows;
    if (p.lower ? column > row + p.diagonal : column < row + p.diagonal) p.out[at] = Unit{};
  }
}
