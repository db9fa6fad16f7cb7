// Places of values in sorted sequences. Defined before: `In`; `C`, the type that is computed in; `THREADS`.

struct Search {
  const In *sequences, *values;
  long long *out;
  // Elements of a sequence, values that share one, and all values; whether equal elements stand before.
  long long width, row, numel, right;
};
static_assert(sizeof(Search) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

extern "C" __global__ void __launch_bounds__(THREADS, 1) places(Search p) {
  EACH(at, p.numel) {
    const In *sequence = p.sequences + quotient(at, p.row) * p.width;
    const C value = C(widen(p.values[at]));
    long long low = 0, high = p.width;
    while (low < high) {
      const long long middle = (low + high) / 2;
      const C element = C(widen(sequence[middle]));
      // A NaN stands after everything: no element is known to be as great.
      const bool stands_after = p.right ? value < element : value <= element;
      if (stands_after) high = middle;
      else low = middle + 1;
    }
    p.out[at] = low;
  }
}
