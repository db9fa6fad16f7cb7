// A libcudnn.so.9 for the emulated GPU: convolutions by plain loops, in the order of the stream. Where the true library
// would refuse a description or a call, this one ends the process and says why: a refusal would only send the convolution
// to our own kernels. Values are those of cudnn_graph.h, cudnn_ops.h and cudnn_cnn.h.
#include <cstdint>

#include "library.h"

namespace {
const char *const LIBRARY_NAME = "cuDNN";

// What an address of a description must begin with, until the description is gone.
enum Magic : uint64_t { LIBRARY = 0xD11A0001, TENSOR, FILTER, WINDOW };

enum Status { Success = 0, ExecutionFailed = 5000 };
enum Type { SINGLE = 0, HALF = 2, BFLOAT16 = 9 };
enum Math { DEFAULT_MATH = 0, TENSOR_MATH = 1, ONLY_FMA = 3 };

constexpr int MOST_DIMS = 5;

struct Library {
  Magic magic;
  void *context, *stream;
};
struct Array {
  Magic magic;
  int type = -1, rank = 0, sizes[MOST_DIMS] = {1, 1, 1, 1, 1};
};
struct Window {
  Magic magic;
  int rank = 0, padding[3] = {}, stride[3] = {1, 1, 1}, dilation[3] = {1, 1, 1}, groups = 1, math = DEFAULT_MATH;
};
struct Choice {
  int algorithm, status;
  float time;
  size_t workspace_bytes;
  int determinism, math, reserved[3];
};
static_assert(sizeof(Choice) == 48, "cudnnConvolutionFwdAlgoPerf_t");

// Sizes of a dtype that is known, from `from` on in places for three spatial dims.
void set_array(Array *array, int type, int rank, const int *sizes) {
  must(type == SINGLE || type == HALF || type == BFLOAT16, "a dtype that is not emulated");
  must((rank == 4 || rank == 5) && sizes, "other than four or five dims");
  array->type = type;
  array->rank = rank;
  for (int dim = 0; dim < MOST_DIMS; dim++) array->sizes[dim] = 1;
  for (int dim = 0; dim < rank; dim++) {
    must(sizes[dim] > 0, "an empty dim");
    array->sizes[dim < 2 ? dim : dim + MOST_DIMS - rank] = sizes[dim];
  }
}

enum Way { FORWARD, TO_INPUT, TO_WEIGHT };
struct Arguments {
  int way, type, tf32;
  int input[MOST_DIMS], weight[MOST_DIMS], out[MOST_DIMS];
  Window window;
  uint64_t x, w, y, workspace, workspace_bytes;
};

float read(const Arguments &a, uint64_t array, int64_t at) {
  float wide;
  if (a.type == HALF) {
    wide = float(reinterpret_cast<const _Float16 *>(array)[at]);
  } else if (a.type == BFLOAT16) {
    uint32_t bits = uint32_t(reinterpret_cast<const uint16_t *>(array)[at]) << 16;
    memcpy(&wide, &bits, 4);
  } else {
    wide = reinterpret_cast<const float *>(array)[at];
  }
  if (!a.tf32 || wide - wide != 0) return wide;
  // To the nearest of TF32's numbers, which have ten bits of a fraction.
  uint32_t bits;
  memcpy(&bits, &wide, 4);
  bits = (bits + 0xFFF + (bits >> 13 & 1)) & ~0x1FFFu;
  return memcpy(&wide, &bits, 4), wide;
}
void write(const Arguments &a, uint64_t array, int64_t at, float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  if (a.type == HALF)
    reinterpret_cast<_Float16 *>(array)[at] = _Float16(value);
  else if (a.type == BFLOAT16)
    reinterpret_cast<uint16_t *>(array)[at] = value != value ? 0x7FFF : (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
  else
    reinterpret_cast<float *>(array)[at] = value;
}

int64_t volume(const int *sizes) { return int64_t(sizes[2]) * sizes[3] * sizes[4]; }
void places(int64_t at, const int *sizes, int (&place)[3]) {
  for (int dim = 2; dim >= 0; dim--) place[dim] = at % sizes[2 + dim], at /= sizes[2 + dim];
}
// The element of the input that a place of the result sees through a tap; none in the padding.
int64_t seen(const Arguments &a, int64_t place, int64_t tap) {
  int at[3], of[3];
  places(place, a.out, at);
  places(tap, a.weight, of);
  int64_t index = 0;
  for (int dim = 0; dim < 3; dim++) {
    int where = at[dim] * a.window.stride[dim] + of[dim] * a.window.dilation[dim] - a.window.padding[dim];
    if (where < 0 || where >= a.input[2 + dim]) return -1;
    index = index * a.input[2 + dim] + where;
  }
  return index;
}

const char *run(const void *arguments) {
  const Arguments &a = *static_cast<const Arguments *>(arguments);
  memset(reinterpret_cast<void *>(a.workspace), 0xFF, a.workspace_bytes);
  const int inputs = a.weight[1], outputs = a.weight[0] / a.window.groups;
  const int64_t x_plane = volume(a.input), taps = volume(a.weight), y_plane = volume(a.out);
  // Sums of all that comes together in each element of what is written.
  const uint64_t target = a.way == FORWARD ? a.y : a.way == TO_INPUT ? a.x : a.w;
  const int *sizes = a.way == FORWARD ? a.out : a.way == TO_INPUT ? a.input : a.weight;
  const int64_t numel = sizes[0] * int64_t(sizes[1]) * volume(sizes);
  auto *sums = static_cast<float *>(calloc(numel, sizeof(float)));
  for (int image = 0; image < a.input[0]; image++)
    for (int output = 0; output < a.weight[0]; output++)
      for (int input = 0; input < inputs; input++)
        for (int64_t tap = 0; tap < taps; tap++)
          for (int64_t place = 0; place < y_plane; place++) {
            int64_t at = seen(a, place, tap);
            if (at < 0) continue;
            int64_t x = (image * int64_t(a.input[1]) + output / outputs * inputs + input) * x_plane + at;
            int64_t w = (output * int64_t(inputs) + input) * taps + tap;
            int64_t y = (image * int64_t(a.weight[0]) + output) * y_plane + place;
            if (a.way == FORWARD) sums[y] += read(a, a.x, x) * read(a, a.w, w);
            if (a.way == TO_INPUT) sums[x] += read(a, a.y, y) * read(a, a.w, w);
            if (a.way == TO_WEIGHT) sums[w] += read(a, a.x, x) * read(a, a.y, y);
          }
  for (int64_t at = 0; at < numel; at++) write(a, target, at, sums[at]);
  free(sums);
  return nullptr;
}

// The convolution of descriptions that fit each other.
Arguments fitting(Way way, Array *input, Array *weight, Array *out, Window *window) {
  known(input, TENSOR), known(weight, FILTER), known(out, TENSOR), known(window, WINDOW);
  must(input->type == weight->type && weight->type == out->type, "different dtypes");
  must(input->rank == weight->rank && weight->rank == out->rank && window->rank == out->rank - 2, "different ranks");
  must(input->sizes[0] == out->sizes[0], "batches of different sizes");
  must(input->sizes[1] == weight->sizes[1] * window->groups, "channels of the input and the weights differ");
  must(out->sizes[1] == weight->sizes[0] && weight->sizes[0] % window->groups == 0, "channels of the result and the weights differ");
  for (int dim = 0; dim < 3; dim++) {
    int reach = input->sizes[2 + dim] + 2 * window->padding[dim] - window->dilation[dim] * (weight->sizes[2 + dim] - 1) - 1;
    must(reach >= 0 && reach / window->stride[dim] + 1 == out->sizes[2 + dim], "a result of another size");
  }
  Arguments a{};
  a.way = way;
  a.type = input->type;
  a.tf32 = a.type == SINGLE && window->math != ONLY_FMA;
  memcpy(a.input, input->sizes, sizeof a.input);
  memcpy(a.weight, weight->sizes, sizeof a.weight);
  memcpy(a.out, out->sizes, sizeof a.out);
  a.window = *window;
  return a;
}

size_t workspace_bytes(const Arguments &a) { return a.weight[0] % 2 ? 0 : 512; }

// The first is the fastest, but adds atomically, the second transforms.
int choose(Library *library, const Arguments &a, int wanted, int *count, Choice *choices) {
  must(known(library, LIBRARY)->context == current_context(), "a library of another device");
  must(wanted >= 3 && count && choices, "too few places for algorithms");
  const int atomic = a.way == FORWARD ? 7 : 0, transforming = a.way == FORWARD ? 6 : 2, plain = 1;
  const size_t bytes = workspace_bytes(a);
  // Which units it would take if it might.
  const int math = a.window.math == ONLY_FMA ? DEFAULT_MATH : a.window.math;
  choices[0] = {atomic, Success, 1, 0, 0, math, {}};
  choices[1] = {transforming, Success, 2, 0, 1, math, {}};
  choices[2] = {plain, Success, 3, bytes, 1, math, {}};
  *count = 3;
  return Success;
}

int launch(Library *library, Arguments a, int algorithm, void *workspace, size_t bytes, const float *alpha,
           const float *beta, const void *x, const void *w, const void *y) {
  must(known(library, LIBRARY)->context == current_context(), "a library of another device");
  must(library->stream, "no stream");
  must(alpha && beta && *alpha == 1 && *beta == 0, "factors that are not emulated");
  must(algorithm == 1, "an algorithm that was not to be chosen");
  must(bytes >= workspace_bytes(a) && (!bytes || workspace), "a workspace that is too small");
  auto address = [](const void *at) { return reinterpret_cast<uint64_t>(at); };
  must(x && w && y && (address(x) | address(w) | address(y)) % 16 == 0, "an address that is missing or not aligned");
  a.x = address(x), a.w = address(w), a.y = address(y), a.workspace = address(workspace);
  a.workspace_bytes = workspace_bytes(a);
  auto *submit = of_driver<int (*)(void *, const char *, const char *(*)(const void *), const void *, size_t)>("emulated_submit");
  return submit(library->stream, "cuDNN", run, &a, sizeof a) ? ExecutionFailed : Success;
}
}  // namespace

API int cudnnCreate(Library **library) { return *library = new Library{LIBRARY, current_context(), nullptr}, Success; }
API int cudnnSetStream(Library *library, void *stream) { return known(library, LIBRARY)->stream = stream, Success; }
API int cudnnCreateTensorDescriptor(Array **array) { return *array = new Array{TENSOR}, Success; }
API int cudnnDestroyTensorDescriptor(Array *array) { return destroy(array, TENSOR); }
API int cudnnCreateFilterDescriptor(Array **array) { return *array = new Array{FILTER}, Success; }
API int cudnnDestroyFilterDescriptor(Array *array) { return destroy(array, FILTER); }
API int cudnnCreateConvolutionDescriptor(Window **window) { return *window = new Window{WINDOW}, Success; }
API int cudnnDestroyConvolutionDescriptor(Window *window) { return destroy(window, WINDOW); }

API int cudnnSetTensorNdDescriptor(Array *array, int type, int rank, const int *sizes, const int *strides) {
  set_array(known(array, TENSOR), type, rank, sizes);
  for (int64_t dim = rank - 1, step = 1; dim >= 0; step *= sizes[dim--])
    must(strides[dim] == step, "strides that are not emulated");
  return Success;
}
API int cudnnSetFilterNdDescriptor(Array *array, int type, int format, int rank, const int *sizes) {
  must(format == 0, "a format that is not emulated");
  return set_array(known(array, FILTER), type, rank, sizes), Success;
}
API int cudnnSetConvolutionNdDescriptor(Window *window, int rank, const int *padding, const int *stride,
                                        const int *dilation, int mode, int type) {
  known(window, WINDOW);
  must(rank == 2 || rank == 3, "other than two or three spatial dims");
  must(mode == 1 && type == SINGLE, "no correlation, or sums of another dtype");
  *window = Window{WINDOW};
  window->rank = rank;
  for (int dim = 0; dim < rank; dim++) {
    must(padding[dim] >= 0 && stride[dim] > 0 && dilation[dim] > 0, "a padding, a stride or a dilation out of range");
    int place = dim + 3 - rank;
    window->padding[place] = padding[dim], window->stride[place] = stride[dim], window->dilation[place] = dilation[dim];
  }
  return Success;
}
API int cudnnSetConvolutionGroupCount(Window *window, int groups) {
  must(groups > 0, "no groups");
  return known(window, WINDOW)->groups = groups, Success;
}
API int cudnnSetConvolutionMathType(Window *window, int math) {
  must(math == DEFAULT_MATH || math == TENSOR_MATH || math == ONLY_FMA, "units that are not emulated");
  return known(window, WINDOW)->math = math, Success;
}

API int cudnnGetConvolutionForwardAlgorithm_v7(Library *library, Array *x, Array *w, Window *window, Array *y, int wanted,
                                               int *count, Choice *choices) {
  return choose(library, fitting(FORWARD, x, w, y, window), wanted, count, choices);
}
API int cudnnGetConvolutionBackwardDataAlgorithm_v7(Library *library, Array *w, Array *y, Window *window, Array *x,
                                                    int wanted, int *count, Choice *choices) {
  return choose(library, fitting(TO_INPUT, x, w, y, window), wanted, count, choices);
}
API int cudnnGetConvolutionBackwardFilterAlgorithm_v7(Library *library, Array *x, Array *y, Window *window, Array *w,
                                                      int wanted, int *count, Choice *choices) {
  return choose(library, fitting(TO_WEIGHT, x, w, y, window), wanted, count, choices);
}

API int cudnnConvolutionForward(Library *library, const float *alpha, Array *x, const void *input, Array *w,
                                const void *weight, Window *window, int algorithm, void *workspace, size_t bytes,
                                const float *beta, Array *y, void *out) {
  return launch(library, fitting(FORWARD, x, w, y, window), algorithm, workspace, bytes, alpha, beta, input, weight, out);
}
API int cudnnConvolutionBackwardData(Library *library, const float *alpha, Array *w, const void *weight, Array *y,
                                     const void *out, Window *window, int algorithm, void *workspace, size_t bytes,
                                     const float *beta, Array *x, void *input) {
  return launch(library, fitting(TO_INPUT, x, w, y, window), algorithm, workspace, bytes, alpha, beta, input, weight, out);
}
API int cudnnConvolutionBackwardFilter(Library *library, const float *alpha, Array *x, const void *input, Array *y,
                                       const void *out, Window *window, int algorithm, void *workspace, size_t bytes,
                                       const float *beta, Array *w, void *weight) {
  return launch(library, fitting(TO_WEIGHT, x, w, y, window), algorithm, workspace, bytes, alpha, beta, input, weight, out);
}
