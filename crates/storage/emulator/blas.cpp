// A libcublasLt.so.13 for the emulated GPU: products by plain loops, in the order of the stream. Where the true library
// would refuse a description or a call, this one ends the process and says why: a refusal would only send the product to
// our own kernels. Values and sizes are those of cublasLt.h.
#include <cstdint>
#include <tuple>
#include <vector>

#include "library.h"

namespace {
const char *const LIBRARY_NAME = "cublasLt";

// What an address of a description must begin with, until the description is gone.
enum Magic : uint64_t { LIBRARY = 0xB1A50001, OPERATION, LAYOUT, WISHES, ALGORITHM };

enum Status { Success = 0, InvalidValue = 7, ExecutionFailed = 13, NotSupported = 15 };
// cudaDataType and cublasComputeType_t.
enum Type { R32 = 0, R64 = 1, R16 = 2, RB16 = 14 };
enum Compute { Compute32 = 68, Compute64 = 70, ComputeTf32 = 77 };
constexpr uint32_t BIAS = 4;
// cublasLtReductionScheme_t: parts in the dtype of sums, added in a step of its own.
constexpr uint32_t PARTS_IN_COMPUTE_TYPE = 2;

struct Library {
  Magic magic;
  void *context;
};
struct Operation {
  Magic magic;
  int32_t compute, scale, transposes[2];
  uint32_t epilogue;
  uint64_t bias;
};
struct Layout {
  Magic magic;
  int32_t type;
  uint64_t rows, columns;
  int64_t step;
  int32_t batch;
  int64_t batch_step;
};
struct Wishes {
  Magic magic;
  uint64_t workspace_bytes;
  uint32_t reductions, alignments[4];
};
// What decides of the algorithm; compared byte by byte.
struct Problem {
  int32_t compute, type, transposes[2];
  uint64_t has_bias, rows, columns, inner, batch;
  int64_t steps[4], batch_steps[4];
};
struct Algorithm {
  uint64_t magic, fingerprint, parts, alignments[5];
};
static_assert(sizeof(Algorithm) == 8 * 8, "cublasLtMatmulAlgo_t");
struct Heuristic {
  Algorithm algorithm;
  size_t workspace_bytes;
  int32_t state;
  float waves;
  int32_t reserved[4];
};
static_assert(sizeof(Heuristic) == 96, "cublasLtMatmulHeuristicResult_t");

struct Arguments {
  Problem problem;
  uint64_t parts, left, right, input, out, bias, workspace;
  double alpha, beta;
};

size_t bytes_of(int32_t type) { return type == R64 ? 8 : type == R32 ? 4 : 2; }

template <typename T> void set(T &place, const void *value, size_t bytes) {
  must(value && bytes == sizeof place, "an attribute of another size");
  memcpy(&place, value, sizeof place);
}

template <typename T> T widened(T value) { return value; }
float widened(_Float16 value) { return float(value); }
struct Bfloat16 {
  uint16_t bits;
};
float widened(Bfloat16 value) {
  uint32_t bits = uint32_t(value.bits) << 16;
  float wide;
  return memcpy(&wide, &bits, 4), wide;
}
template <typename S, typename T> void narrow(S value, T &place) { place = T(value); }
void narrow(float value, Bfloat16 &place) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  place.bits = value != value ? 0x7FFF : (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
}
double rounded(double value, bool) { return value; }
// To the nearest of TF32's numbers, which have ten bits of a fraction.
float rounded(float value, bool tf32) {
  if (!tf32 || value - value != 0) return value;
  uint32_t bits;
  memcpy(&bits, &value, 4);
  bits = (bits + 0xFFF + (bits >> 13 & 1)) & ~0x1FFFu;
  return memcpy(&value, &bits, 4), value;
}

template <typename T, typename S> void multiply(const Arguments &a) {
  const Problem &p = a.problem;
  bool tf32 = p.compute == ComputeTf32;
  auto *bias = reinterpret_cast<const T *>(a.bias);
  std::vector<S> own(a.parts);
  for (uint64_t batch = 0; batch < p.batch; batch++) {
    auto *left = reinterpret_cast<const T *>(a.left) + batch * p.batch_steps[0];
    auto *right = reinterpret_cast<const T *>(a.right) + batch * p.batch_steps[1];
    auto *input = reinterpret_cast<const T *>(a.input) + batch * p.batch_steps[2];
    auto *out = reinterpret_cast<T *>(a.out) + batch * p.batch_steps[3];
    for (uint64_t column = 0; column < p.columns; column++)
      for (uint64_t row = 0; row < p.rows; row++) {
        // Parts of the sum lie in the workspace, those of an element side by side.
        uint64_t element = (batch * p.columns + column) * p.rows + row;
        S *parts = a.workspace ? reinterpret_cast<S *>(a.workspace) + element * a.parts : own.data();
        for (uint64_t part = 0; part < a.parts; part++) {
          parts[part] = 0;
          for (uint64_t k = part * p.inner / a.parts; k < (part + 1) * p.inner / a.parts; k++) {
            S x = widened(left[p.transposes[0] ? k + row * p.steps[0] : row + k * p.steps[0]]);
            S y = widened(right[p.transposes[1] ? column + k * p.steps[1] : k + column * p.steps[1]]);
            parts[part] += rounded(x, tf32) * rounded(y, tf32);
          }
        }
        S sum = 0;
        for (uint64_t part = 0; part < a.parts; part++) sum += parts[part];
        sum *= S(a.alpha);
        if (a.beta != 0) sum += S(a.beta) * S(widened(input[row + column * p.steps[2]]));
        if (p.has_bias) sum += S(widened(bias[row]));
        narrow(sum, out[row + column * p.steps[3]]);
      }
  }
}
const char *run(const void *arguments) {
  const Arguments &a = *static_cast<const Arguments *>(arguments);
  switch (a.problem.type) {
    case R64: multiply<double, double>(a); break;
    case R32: multiply<float, float>(a); break;
    case R16: multiply<_Float16, float>(a); break;
    default: multiply<Bfloat16, float>(a);
  }
  return nullptr;
}

// The problem of descriptions that fit each other.
Problem problem_of(const Operation *operation, Layout *const (&layouts)[4]) {
  known(operation, OPERATION);
  Problem p{};
  const Layout *out = known(layouts[3], LAYOUT);
  p.compute = operation->compute;
  p.type = out->type;
  p.has_bias = operation->epilogue == BIAS;
  p.rows = out->rows;
  p.columns = out->columns;
  p.batch = out->batch;
  bool known_types = p.type == R64   ? p.compute == Compute64 && operation->scale == R64
                     : p.type == R32 ? (p.compute == Compute32 || p.compute == ComputeTf32) && operation->scale == R32
                                     : p.compute == Compute32 && operation->scale == R32;
  must(known_types, "dtypes that are not computed together");
  for (int at = 0; at < 4; at++) {
    const Layout *layout = known(layouts[at], LAYOUT);
    must(layout->type == p.type, "matrices of different dtypes");
    must(layout->batch == out->batch, "batches of different sizes");
    p.steps[at] = layout->step;
    p.batch_steps[at] = layout->batch_step;
  }
  must(p.batch == 1 || out->batch_step >= out->step * int64_t(out->columns), "results that overlap");
  for (int at = 0; at < 2; at++) p.transposes[at] = operation->transposes[at];
  auto [left, right, input] = std::tuple(layouts[0], layouts[1], layouts[2]);
  p.inner = p.transposes[0] ? left->rows : left->columns;
  must((p.transposes[0] ? left->columns : left->rows) == p.rows, "rows of the left factor and of the result differ");
  must((p.transposes[1] ? right->columns : right->rows) == p.inner, "inner sizes differ");
  must((p.transposes[1] ? right->rows : right->columns) == p.columns, "columns of the right factor and of the result differ");
  must(input->rows == p.rows && input->columns == p.columns, "what is added has another size");
  must(!p.has_bias || (operation->bias && operation->bias % bytes_of(p.type) == 0), "no bias, or one between elements");
  return p;
}
uint64_t fingerprint(const Problem &problem) {
  uint64_t sum = 0xCBF29CE484222325;
  for (size_t at = 0; at < sizeof problem; at++)
    sum = (sum ^ reinterpret_cast<const unsigned char *>(&problem)[at]) * 0x100000001B3;
  return sum;
}
size_t parts_bytes(const Problem &p, uint64_t parts) {
  return parts > 1 ? parts * p.batch * p.rows * p.columns * (p.type == R64 ? 8 : 4) : 0;
}
}  // namespace

API int cublasLtCreate(Library **library) { return *library = new Library{LIBRARY, current_context()}, Success; }

API int cublasLtMatmulDescCreate(Operation **operation, int32_t compute, int32_t scale) {
  return *operation = new Operation{OPERATION, compute, scale, {}, 1, 0}, Success;
}
API int cublasLtMatmulDescDestroy(Operation *operation) { return destroy(operation, OPERATION); }
API int cublasLtMatmulDescSetAttribute(Operation *operation, int attribute, const void *value, size_t bytes) {
  known(operation, OPERATION);
  switch (attribute) {
    case 3: set(operation->transposes[0], value, bytes); break;
    case 4: set(operation->transposes[1], value, bytes); break;
    case 7:
      set(operation->epilogue, value, bytes);
      must(operation->epilogue == 1 || operation->epilogue == BIAS, "an epilogue that is not emulated");
      break;
    case 8: set(operation->bias, value, bytes); break;
    default: misuse("an attribute of operations that is not emulated");
  }
  for (int32_t transpose : operation->transposes) must(transpose == 0 || transpose == 1, "an unknown transpose");
  return Success;
}

API int cublasLtMatrixLayoutCreate(Layout **layout, int32_t type, uint64_t rows, uint64_t columns, int64_t step) {
  must(type == R32 || type == R64 || type == R16 || type == RB16, "a dtype that is not emulated");
  must(rows && columns && rows <= INT32_MAX && columns <= INT32_MAX, "a size that is not from 1 to 2^31 - 1");
  must(step >= int64_t(rows), "columns that overlap");
  return *layout = new Layout{LAYOUT, type, rows, columns, step, 1, 0}, Success;
}
API int cublasLtMatrixLayoutDestroy(Layout *layout) { return destroy(layout, LAYOUT); }
API int cublasLtMatrixLayoutSetAttribute(Layout *layout, int attribute, const void *value, size_t bytes) {
  known(layout, LAYOUT);
  switch (attribute) {
    case 5: set(layout->batch, value, bytes); break;
    case 6: set(layout->batch_step, value, bytes); break;
    default: misuse("an attribute of layouts that is not emulated");
  }
  must(layout->batch > 0, "an empty batch");
  return Success;
}

API int cublasLtMatmulPreferenceCreate(Wishes **wishes) {
  return *wishes = new Wishes{WISHES, 0, 7, {256, 256, 256, 256}}, Success;
}
API int cublasLtMatmulPreferenceDestroy(Wishes *wishes) { return destroy(wishes, WISHES); }
API int cublasLtMatmulPreferenceSetAttribute(Wishes *wishes, int attribute, const void *value, size_t bytes) {
  known(wishes, WISHES);
  switch (attribute) {
    case 1: set(wishes->workspace_bytes, value, bytes); break;
    case 3: set(wishes->reductions, value, bytes); break;
    case 5: case 6: case 7: case 8: set(wishes->alignments[attribute - 5], value, bytes); break;
    default: misuse("an attribute of preferences that is not emulated");
  }
  return Success;
}

API int cublasLtMatmulAlgoGetHeuristic(Library *library, Operation *operation, Layout *left, Layout *right, Layout *input,
                                       Layout *out, Wishes *wishes, int wanted, Heuristic *found, int *count) {
  must(known(library, LIBRARY)->context == current_context(), "a library of another device");
  must(wanted > 0 && found && count, "no place for an algorithm");
  Problem p = problem_of(operation, {left, right, input, out});
  known(wishes, WISHES);
  must(wishes->reductions == PARTS_IN_COMPUTE_TYPE, "sums whose order or dtype is not fixed");
  *count = 0;
  // The true one has such gaps too: our own kernels must fill them.
  if (input->step != out->step) return NotSupported;
  Heuristic chosen{};
  chosen.algorithm = {ALGORITHM, fingerprint(p), p.inner >= 256 ? 4u : 1u, {}};
  for (int at = 0; at < 4; at++) {
    uint32_t alignment = wishes->alignments[at];
    must(alignment >= bytes_of(p.type) && (alignment & (alignment - 1)) == 0, "an alignment that is none");
    chosen.algorithm.alignments[at] = alignment;
  }
  chosen.algorithm.alignments[4] = p.has_bias ? operation->bias & -operation->bias : 1;
  if (parts_bytes(p, chosen.algorithm.parts) > wishes->workspace_bytes) chosen.algorithm.parts = 1;
  chosen.workspace_bytes = parts_bytes(p, chosen.algorithm.parts);
  *found = chosen;
  *count = 1;
  return Success;
}

API int cublasLtMatmul(Library *library, Operation *operation, const void *alpha, const void *left, Layout *left_layout,
                       const void *right, Layout *right_layout, const void *beta, const void *input,
                       Layout *input_layout, void *out, Layout *out_layout, const Algorithm *algorithm, void *workspace,
                       size_t workspace_bytes, void *stream) {
  must(known(library, LIBRARY)->context == current_context(), "a library of another device");
  Problem p = problem_of(operation, {left_layout, right_layout, input_layout, out_layout});
  must(algorithm && algorithm->magic == ALGORITHM && algorithm->fingerprint == fingerprint(p), "an algorithm of another problem");
  must(stream && alpha && beta && left && right && input && out, "an address is missing");
  bool wide = p.type == R64;
  auto number = [&](const void *at) { return wide ? *static_cast<const double *>(at) : *static_cast<const float *>(at); };
  auto address = [](const void *at) { return reinterpret_cast<uint64_t>(at); };
  const uint64_t addresses[5] = {address(left), address(right), address(input), address(out), operation->bias};
  for (int at = 0; at < 5; at++)
    must(addresses[at] % algorithm->alignments[at] == 0, "an address that is less aligned than the algorithm was chosen for");
  must(input != out || (p.steps[2] == p.steps[3] && p.batch_steps[2] == p.batch_steps[3]), "in place, in another layout");
  size_t needed = parts_bytes(p, algorithm->parts);
  must(workspace_bytes >= needed && (!needed || (workspace && address(workspace) % 16 == 0)), "a workspace too small or not aligned");
  Arguments a = {p, algorithm->parts, addresses[0], addresses[1], addresses[2], addresses[3], addresses[4],
                 needed ? address(workspace) : 0, number(alpha), number(beta)};
  auto *submit = of_driver<int (*)(void *, const char *, const char *(*)(const void *), const void *, size_t)>("emulated_submit");
  return submit(stream, "cublasLtMatmul", run, &a, sizeof a) ? ExecutionFailed : Success;
}
