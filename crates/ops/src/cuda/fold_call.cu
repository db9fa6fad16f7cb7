// What a fold is told: the arguments of its kernels, and one element. Defined before: `C`, `ARGUMENT_WORDS`.

// Dimensions, the largest stride first.
struct Axes {
  long long rank, sizes[8], strides[8];
};
struct Call {
  // The first two are walked; what the others are, the fold knows.
  const void *inputs[4];
  void *outputs[4];
  // A state for each part of each result, where there is more than one part.
  void *parts;
  double numbers[2];
  long long whole[2];
  long long n_results, n_folded, n_parts, lanes;
  Axes kept, folded;
};
static_assert(sizeof(Call) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

struct Element {
  C x, y;
  // The number of the result, where the element lies, and its number among those of the result.
  long long result, place, at;
};
