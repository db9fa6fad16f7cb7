// The first places in order of rows: tiles are sorted in shared memory, then runs are merged two by two. Of a run only
// the elements are kept that can be wanted. Defined before: `In`; `C`, the type that elements are computed in; `LONG`,
// whether keys have 64 bits; `TILE`, the elements that a block sorts; `THREADS`.

// The place of an element among all values of its type, and its position: no two are equal, so that the order of equal
// elements stays.
#if LONG
typedef unsigned long long Key;
typedef long long Whole;
struct Entry {
  Key key, at;
};
__device__ __forceinline__ bool comes_before(const Entry &x, const Entry &y) {
  return x.key < y.key || (x.key == y.key && x.at < y.at);
}
__device__ __forceinline__ Entry entry_of(Key key, long long at) { return {key, Key(at)}; }
__device__ __forceinline__ long long position_of(const Entry &entry) { return entry.at; }
__device__ __forceinline__ Key bits_of(double x) { return __double_as_longlong(x); }
#else
typedef unsigned Key;
typedef int Whole;
typedef unsigned long long Entry;
__device__ __forceinline__ bool comes_before(Entry x, Entry y) { return x < y; }
__device__ __forceinline__ Entry entry_of(Key key, long long at) { return Entry(key) << 32 | Entry(at); }
__device__ __forceinline__ long long position_of(Entry entry) { return entry & 0xffffffffu; }
__device__ __forceinline__ Key bits_of(float x) { return __float_as_uint(x); }
#endif
constexpr Key TOP = Key(1) << (8 * sizeof(Key) - 1);

// NaN counts as larger than every number; -0 equals 0.
__device__ __forceinline__ Key key_of(C x) {
#if FLOATING
  if (x != x) return Key(-1);
  const Key bits = bits_of(x + C(0));
  return bits & TOP ? ~bits : bits | TOP;
#else
  return Key(Whole(x)) ^ TOP;
#endif
}

struct Sort {
  const In *x;
  In *values;
  long long *positions;
  // Runs before and after a merge, a row behind the other.
  const Entry *from;
  Entry *to;
  long long n_rows, width, first, kept, descending;
  // Runs of a row, elements of a run, of which the last may have fewer, and those of the last; places for a row's runs.
  long long n_runs, run, last, stride;
};
static_assert(sizeof(Sort) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

__device__ __forceinline__ void put(const Sort &p, long long row, long long place, const Entry &entry) {
  if (place < p.first || place >= p.first + p.kept) return;
  const long long at = position_of(entry), to = row * p.kept + place - p.first;
  p.positions[to] = at;
  p.values[to] = p.x[row * p.width + at];
}

// Segments of `p.run` elements, a power of two: each is a row, or a tile of one.
extern "C" __global__ void __launch_bounds__(THREADS, 1) tiles(Sort p) {
  __shared__ Entry held[TILE];
  const long long segment = p.run, together = TILE / segment, n_segments = p.n_rows * p.n_runs;
  const long long wanted = p.first + p.kept;
  for (long long first = blockIdx.x * together; first < n_segments; first += gridDim.x * together) {
    for (int at = threadIdx.x; at < TILE; at += THREADS) {
      const long long number = first + at / segment, row = quotient(number, p.n_runs);
      const long long position = (number - row * p.n_runs) * segment + (at & (segment - 1));
      const bool there = number < n_segments && position < p.width;
      const Key key = there ? key_of(C(widen(p.x[row * p.width + position]))) : Key(-1);
      // What is not there comes last: its position is greater than that of any element.
      held[at] = there ? entry_of(p.descending ? Key(~key) : key, position) : entry_of(Key(-1), -1);
    }
    __syncthreads();
    // Batcher's bitonic network, in each segment by itself.
    for (int size = 2; size <= segment; size *= 2)
      for (int apart = size / 2; apart > 0; apart /= 2) {
        for (int pair = threadIdx.x; pair < TILE / 2; pair += THREADS) {
          const int low = 2 * pair - (pair & (apart - 1)), high = low + apart;
          const bool rises = (low & int(segment - 1) & size) == 0;
          const Entry x = held[low], y = held[high];
          if (comes_before(y, x) == rises) held[low] = y, held[high] = x;
        }
        __syncthreads();
      }
    for (int at = threadIdx.x; at < TILE; at += THREADS) {
      const long long number = first + at / segment, row = quotient(number, p.n_runs), tile = number - row * p.n_runs;
      const long long place = at & (segment - 1), left = p.width - tile * segment;
      if (number >= n_segments || place >= wanted || place >= left) continue;
      if (p.n_runs == 1) put(p, row, place, held[at]);
      else p.to[row * p.stride + tile * (segment < wanted ? segment : wanted) + place] = held[at];
    }
    __syncthreads();
  }
}

// How many of the first `count` elements of two runs in order come from the first run.
__device__ __forceinline__ long long split(const Entry *x, long long n_x, const Entry *y, long long n_y, long long count) {
  long long low = count > n_y ? count - n_y : 0, high = count < n_x ? count : n_x;
  while (low < high) {
    const long long middle = (low + high) / 2;
    if (comes_before(x[middle], y[count - 1 - middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Merges neighbouring runs; a block makes TILE elements of one.
extern "C" __global__ void __launch_bounds__(THREADS, 1) merge(Sort p) {
  __shared__ Entry held[TILE];
  __shared__ long long bounds[2];
  const long long wanted = p.first + p.kept, n_pairs = (p.n_runs + 1) / 2;
  const long long made = 2 * p.run < wanted ? 2 * p.run : wanted, n_tiles = (made + TILE - 1) / TILE;
  for (long long block = blockIdx.x; block < p.n_rows * n_pairs * n_tiles; block += gridDim.x) {
    const long long pair_of_all = quotient(block, n_tiles), row = quotient(pair_of_all, n_pairs);
    const long long pair = pair_of_all - row * n_pairs, start = (block - pair_of_all * n_tiles) * TILE;
    const auto length = [&](long long run) { return run + 1 < p.n_runs ? p.run : run + 1 == p.n_runs ? p.last : 0; };
    const long long n_x = length(2 * pair), n_y = length(2 * pair + 1), both = n_x + n_y < made ? n_x + n_y : made;
    const long long end = start + TILE < both ? start + TILE : both;
    const Entry *x = p.from + row * p.stride + 2 * pair * p.run, *y = x + p.run;
    if (threadIdx.x < 2 && start < end) bounds[threadIdx.x] = split(x, n_x, y, n_y, threadIdx.x ? end : start);
    __syncthreads();
    if (start < end) {
      const long long x_start = bounds[0], y_start = start - x_start;
      const int from_x = int(bounds[1] - x_start), from_y = int(end - start) - from_x;
      for (int at = threadIdx.x; at < from_x + from_y; at += THREADS)
        held[at] = at < from_x ? x[x_start + at] : y[y_start + at - from_x];
      __syncthreads();
      for (int at = threadIdx.x; at < from_x + from_y; at += THREADS) {
        const int of_x = int(split(held, from_x, held + from_x, from_y, at)), of_y = at - of_x;
        const bool is_x = of_y >= from_y || (of_x < from_x && comes_before(held[of_x], held[from_x + of_y]));
        const Entry entry = is_x ? held[of_x] : held[from_x + of_y];
        if (n_pairs == 1) put(p, row, start + at, entry);
        else p.to[row * p.stride + pair * made + start + at] = entry;
      }
    }
    __syncthreads();
  }
}
