// Normalisation of rows, and of channels by statistics that are there, with the gradients of inputs. Defined before:
// `In`, the type in memory; `C`, the type that is computed in; `CENTRED`, whether the mean is subtracted; `PACK`, the
// elements of 16 bytes; `THREADS`.

struct Norm {
  const In *x, *grad;
  const C *weight, *bias;  // 0 where there is none
  C *mean, *rstd;
  const C *along, *total;  // the gradients of weight and bias, for a gradient that depends on them
  In *out;
  double eps;
  // Rows of `len`; row r has the weights of group r % groups, `n_weights` of them, for `run` elements each.
  long long n_rows, len, groups, run, n_weights, lanes;
};
static_assert(sizeof(Norm) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

__device__ __forceinline__ bool is_finite(C x) { return x - x == C(0); }

// The weights of a pack of a row; N elements lie within one run, or each has a weight of its own.
template <int N> struct Weights {
  long long first;
  bool apart;
  __device__ __forceinline__ Weights(const Norm &p, long long row, long long column) {
    apart = p.run == 1;
    first = (row - quotient(row, p.groups) * p.groups) * p.n_weights + (apart ? column : quotient(column, p.run));
  }
  __device__ __forceinline__ C of(const C *weights, int at, C otherwise) const {
    return weights ? weights[first + (apart ? at : 0)] : otherwise;
  }
};

template <int N> __device__ __forceinline__ const Pack<In, N> &pack_of(const In *row, long long pack) {
  return ((const Pack<In, N> *)row)[pack];
}

// The sum over a row of what `term` makes of its elements; all threads of the block ask for it.
template <int N, class T>
__device__ __forceinline__ C sum_of(const In *row, long long len, int lane, int lanes, bool there, T term) {
  C sum = C(0);
  if (there)
    for (long long pack = lane; pack < len / N; pack += lanes) {
      const Pack<In, N> from = pack_of<N>(row, pack);
#pragma unroll
      for (int at = 0; at < N; at++) sum += term(C(widen(from.at[at])));
    }
  return fold_team(sum, lanes, [](C x, C y) { return x + y; });
}
// As PyTorch's running mean, which subtracts infinity from itself; a row of no elements has a mean of 0.
__device__ __forceinline__ C mean_of(C sum, long long len) {
  const C mean = sum / C(len > 0 ? len : 1);
  return f::is_inf(mean) ? f::nan<C>() : mean;
}

// A team for each row: a warp, or all threads of a block.
template <int N> __device__ __forceinline__ void forward(const Norm &p) {
  const int lanes = int(p.lanes), teams = THREADS / lanes, lane = threadIdx.x & (lanes - 1);
  const long long n_packs = p.len / N;
  for (long long first = blockIdx.x * (long long)teams; first < p.n_rows; first += (long long)gridDim.x * teams) {
    const long long row = first + threadIdx.x / lanes;
    const bool there = row < p.n_rows;
    const In *x = p.x + row * p.len;
    // After the first time the elements of the row come from a cache.
    const C mean = CENTRED ? mean_of(sum_of<N>(x, p.len, lane, lanes, there, [](C x) { return x; }), p.len) : C(0);
    const C squares = sum_of<N>(x, p.len, lane, lanes, there, [=](C x) { return (x - mean) * (x - mean); });
    const C variance = squares / C(p.len);
    if (!there) continue;
    const C rstd = C(1) / f::sqrt(variance + C(p.eps));
    if (lane == 0) p.mean[row] = mean, p.rstd[row] = rstd;
    for (long long pack = lane; pack < n_packs; pack += lanes) {
      const Pack<In, N> from = pack_of<N>(x, pack);
      const Weights<N> weights(p, row, pack * N);
      Pack<In, N> out;
#pragma unroll
      for (int at = 0; at < N; at++)
        narrow((C(widen(from.at[at])) - mean) * rstd * weights.of(p.weight, at, C(1)) + weights.of(p.bias, at, C(0)), out.at[at]);
      ((Pack<In, N> *)(p.out + row * p.len))[pack] = out;
    }
  }
}

// The sums over a row of gradients times weights, and of their products with the distances of the inputs from a centre.
struct Sums {
  C total, along;
  template <class M> __device__ __forceinline__ Sums each(M move) const { return {move(total), move(along)}; }
};
template <int N>
__device__ __forceinline__ Sums sums_of(const Norm &p, long long row, int lane, int lanes, bool there, C centre) {
  Sums sums = {C(0), C(0)};
  if (there)
    for (long long pack = lane; pack < p.len / N; pack += lanes) {
      const Pack<In, N> x = pack_of<N>(p.x + row * p.len, pack), grad = pack_of<N>(p.grad + row * p.len, pack);
      const Weights<N> weights(p, row, pack * N);
#pragma unroll
      for (int at = 0; at < N; at++) {
        const C sent = C(widen(grad.at[at])) * weights.of(p.weight, at, C(1));
        sums = {sums.total + sent, sums.along + sent * (C(widen(x.at[at])) - centre)};
      }
    }
  return fold_team(sums, lanes, [](const Sums &x, const Sums &y) -> Sums { return {x.total + y.total, x.along + y.along}; });
}

template <int N> __device__ __forceinline__ void backward(const Norm &p) {
  const int lanes = int(p.lanes), teams = THREADS / lanes, lane = threadIdx.x & (lanes - 1);
  const C count = C(p.len);
  for (long long first = blockIdx.x * (long long)teams; first < p.n_rows; first += (long long)gridDim.x * teams) {
    const long long row = first + threadIdx.x / lanes;
    const bool there = row < p.n_rows;
    const C mean = there ? p.mean[row] : C(0), rstd = there ? p.rstd[row] : C(0);
    Sums sums = sums_of<N>(p, row, lane, lanes, there, mean);
    // The gradient is grad * rstd + (x - centre) * slope + shift.
    C slope = -sums.along * rstd / count * rstd * rstd, shift = CENTRED ? -sums.total / count * rstd : C(0), centre = mean;
    // All threads of a team come here, or none.
    if (CENTRED && !(is_finite(slope) && is_finite(shift))) {
      // Infinite numbers meet each other where PyTorch's formula lets them.
      sums = sums_of<N>(p, row, lane, lanes, there, C(0));
      slope = (sums.total * mean - sums.along) * rstd * rstd * rstd / count;
      shift = -slope * mean - sums.total * rstd / count, centre = C(0);
    }
    if (!there) continue;
    for (long long pack = lane; pack < p.len / N; pack += lanes) {
      const Pack<In, N> x = pack_of<N>(p.x + row * p.len, pack), grad = pack_of<N>(p.grad + row * p.len, pack);
      const Weights<N> weights(p, row, pack * N);
      Pack<In, N> out;
#pragma unroll
      for (int at = 0; at < N; at++) {
        const C sent = C(widen(grad.at[at])) * weights.of(p.weight, at, C(1));
        narrow(sent * rstd + (C(widen(x.at[at])) - centre) * slope + shift, out.at[at]);
      }
      ((Pack<In, N> *)(p.out + row * p.len))[pack] = out;
    }
  }
}

// What becomes of the elements of a channel: (grad * factor + (x - centre) * slope + shift) * scale.
struct Line {
  C factor, centre, slope, shift, scale;
  __device__ __forceinline__ C at(C grad, C x) const { return (grad * factor + (x - centre) * slope + shift) * scale; }
};
__device__ __forceinline__ Line line_forward(const Norm &p, long long channel) {
  const C mean = p.mean[channel], bias = p.bias ? p.bias[channel] : C(0);
  const C slope = p.rstd[channel] * (p.weight ? p.weight[channel] : C(1));
  if (is_finite(slope)) return {C(0), mean, slope, bias, C(1)};
  // Infinite numbers meet each other where PyTorch lets them: mean and bias folded into one.
  return {C(0), C(0), slope, bias - mean * slope, C(1)};
}
__device__ __forceinline__ Line line_backward(const Norm &p, long long channel) {
  const C rstd = p.rstd[channel], scale = rstd * (p.weight ? p.weight[channel] : C(1));
  // Statistics of the batch depend on the input.
  const C count = C(p.len), along = p.along ? p.along[channel] : C(0), total = p.total ? p.total[channel] : C(0);
  return {C(1), p.mean[channel], -rstd * along / count, -total / count, scale};
}

// Elements of `n_rows` planes of `run`, of `groups` channels in turn. N elements lie within one plane, or planes have one
// element and N channels follow each other.
template <int N, bool BACKWARD> __device__ __forceinline__ void channels(const Norm &p) {
  const long long n_packs = p.n_rows * p.run / N;
  EACH(pack, n_packs) {
    const long long plane = quotient(pack * N, p.run), channel = plane - quotient(plane, p.groups) * p.groups;
    const Pack<In, N> x = pack_of<N>(p.x, pack);
    Pack<In, N> grad, out;
    if (BACKWARD) grad = pack_of<N>(p.grad, pack);
    Line line;
#pragma unroll
    for (int at = 0; at < N; at++) {
      if (at == 0 || p.run == 1) line = BACKWARD ? line_backward(p, channel + at) : line_forward(p, channel + at);
      const C value = C(widen(x.at[at]));
      // Not a product by zero: x may be infinite.
      if (BACKWARD) narrow(line.at(C(widen(grad.at[at])), value), out.at[at]);
      else narrow((value - line.centre) * line.slope + line.shift, out.at[at]);
    }
    ((Pack<In, N> *)p.out)[pack] = out;
  }
}

// The 1 stands for registers: without it the compiler keeps some in memory, so that more blocks fit.
extern "C" __global__ void __launch_bounds__(THREADS, 1) rows(Norm p) { forward<1>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) rows_packs(Norm p) { forward<PACK>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) rows_backward(Norm p) { backward<1>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) rows_backward_packs(Norm p) { backward<PACK>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) channels_forward(Norm p) { channels<1, false>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) channels_forward_packs(Norm p) { channels<PACK, false>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) channels_backward(Norm p) { channels<1, true>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) channels_backward_packs(Norm p) { channels<PACK, true>(p); }

// Running statistics, means in `along` and variances in `total`, as those of a call.
extern "C" __global__ void __launch_bounds__(THREADS, 1) running(Norm p) {
  EACH(channel, p.groups) {
    p.mean[channel] = p.along[channel];
    p.rstd[channel] = C(1) / f::sqrt(p.total[channel] + C(p.eps));
  }
}
