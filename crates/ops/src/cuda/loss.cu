// Losses of class predictions, and their gradients. Defined before: `In`, the type in memory; `C`, the type that is
// computed in; `THREADS`.
//
// Lines of `size` classes lie `inner` beside each other. The loss of a line is a weighted mean of the negative
// log-probabilities of all classes. Its shares: the target class has 1 - smoothing times its weight, and each class
// smoothing / size times its weight on top.

struct Loss {
  const long long *target;
  const C *weight;         // 0 where there is none
  const In *x;             // 0 where only the shares are wanted
  C *statistics;           // the greatest logit of each line, then the logarithm of the sum of exponentials less it
  const C *grad;           // 0 for 1
  struct Counted *counted;
  double *parts;           // 0 where losses stay apart
  In *out;
  double smoothing, sign;
  long long ignored, n_lines, size, inner, lanes, n_counted, n_parts, is_mean, is_apart;
};
static_assert(sizeof(Loss) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// The weights of some lines' targets, and the first of the lines whose target is no class, else the number of lines.
struct Counted {
  double weight;
  long long stray;
};

__device__ __forceinline__ double added(double x, double y) { return x + y; }

__device__ __forceinline__ bool is_stray(const Loss &p, long long target) {
  return target != p.ignored && (target < 0 || target >= p.size);
}
__device__ __forceinline__ C weight_of(const Loss &p, long long target) { return p.weight ? p.weight[target] : C(1); }

extern "C" __global__ void __launch_bounds__(THREADS, 1) weigh(Loss p) {
  double weight = 0.0;
  long long stray = p.n_lines;
  EACH(line, p.n_lines) {
    const long long target = p.target[line];
    if (is_stray(p, target)) stray = stray < line ? stray : line;
    else if (target != p.ignored) weight += double(weight_of(p, target));
  }
  weight = fold_team(weight, THREADS, added);
  stray = fold_team(stray, THREADS, [](long long x, long long y) { return x < y ? x : y; });
  if (threadIdx.x == 0) p.counted[blockIdx.x] = {weight, stray};
}

// What sums are divided by; all threads of a block ask for it. A stray target makes it NaN.
__device__ __forceinline__ double divisor(const Loss &p) {
  if (!p.is_mean) return 1.0;
  double weight = 0.0;
  for (long long at = threadIdx.x; at < p.n_counted; at += THREADS) weight += p.counted[at].weight;
  return fold_team(weight, THREADS, added);
}

__device__ __forceinline__ long long first_of(const Loss &p, long long line, long long of_each) {
  const long long outer = quotient(line, p.inner);
  return outer * of_each * p.inner + (line - outer * p.inner);
}

// The loss of the lines of this block, where `loss` computes it from the line and its team's lane. All threads of the
// block come to each call.
template <class F> __device__ __forceinline__ void each_line(const Loss &p, F loss) {
  const int lanes = int(p.lanes), teams = THREADS / lanes, lane = threadIdx.x & (lanes - 1);
  double sum = 0.0;
  for (long long first = blockIdx.x * (long long)teams; first < p.n_lines; first += (long long)gridDim.x * teams) {
    const long long line = first + threadIdx.x / lanes;
    const bool there = line < p.n_lines;
    const C value = loss(there ? line : p.n_lines - 1, lane, lanes, there);
    if (lane != 0 || !there) continue;
    sum += double(value);
    if (!p.parts) narrow(value, p.out[line]);
  }
  if (!p.parts) return;
  sum = fold_team(sum, THREADS, added);
  if (threadIdx.x == 0) p.parts[blockIdx.x] = sum;
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) of_logits(Loss p) {
  each_line(p, [&](long long line, int lane, int lanes, bool there) {
    const In *x = p.x + first_of(p, line, p.size);
    ExponentialsOf<C> all = {-f::infinity<C>(), C(0)};
#pragma unroll 4
    for (long long at = lane; at < p.size; at += lanes) all = all.with(C(widen(x[at * p.inner])));
    all = fold_team(all, lanes, [](const ExponentialsOf<C> &x, const ExponentialsOf<C> &y) { return x.joined(y); });
    // 0, and NaN for a line without a finite greatest element.
    const C greatest = all.greatest, log_sum = f::log(all.sum + (greatest - greatest));
    C *statistics = p.statistics + first_of(p, line, 2);
    if (lane == 0 && there) statistics[0] = greatest, statistics[p.inner] = log_sum;
    C every = C(0);
    if (p.smoothing != 0.0) {
      for (long long at = lane; at < p.size; at += lanes)
        every += weight_of(p, at) * (log_sum - (C(widen(x[at * p.inner])) - greatest));
      every = fold_team(every, lanes, [](C x, C y) { return x + y; });
    }
    const long long target = p.target[line];
    if (is_stray(p, target)) return f::nan<C>();
    if (target == p.ignored) return C(0);
    const C own = weight_of(p, target) * (log_sum - (C(widen(x[target * p.inner])) - greatest));
    return p.smoothing == 0.0 ? own : C(1.0 - p.smoothing) * own + C(p.smoothing / double(p.size)) * every;
  });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) of_log_probabilities(Loss p) {
  each_line(p, [&](long long line, int, int, bool) {
    const long long target = p.target[line];
    if (is_stray(p, target)) return f::nan<C>();
    if (target == p.ignored) return C(0);
    return -weight_of(p, target) * C(widen(p.x[first_of(p, line, p.size) + target * p.inner]));
  });
}

// One block: the sum of all losses, divided for a mean.
extern "C" __global__ void __launch_bounds__(THREADS, 1) total(Loss p) {
  double sum = 0.0;
  for (long long part = threadIdx.x; part < p.n_parts; part += THREADS) sum += p.parts[part];
  sum = fold_team(sum, THREADS, added) / divisor(p);
  if (threadIdx.x == 0) narrow(sum, p.out[0]);
}

// `p.sign` times the shares of all classes, and for logits the softmax times the sum of the line's shares; all times the
// gradient of the line's loss.
template <bool LOGITS> __device__ __forceinline__ void gradient(const Loss &p) {
  const int lanes = int(p.lanes), teams = THREADS / lanes, lane = threadIdx.x & (lanes - 1);
  const double by = divisor(p);
  C mean_weight = C(1);
  if (LOGITS && p.smoothing != 0.0 && p.weight) {
    double sum = 0.0;
    for (long long at = threadIdx.x; at < p.size; at += THREADS) sum += double(p.weight[at]);
    mean_weight = C(fold_team(sum, THREADS, added) / double(p.size));
  }
  const C smooth = C(p.smoothing), each = C(p.smoothing / double(p.size));
  for (long long line = blockIdx.x * (long long)teams + threadIdx.x / lanes; line < p.n_lines; line += (long long)gridDim.x * teams) {
    const long long first = first_of(p, line, p.size), target = p.target[line];
    const bool stray = is_stray(p, target), counts = !stray && target != p.ignored;
    const C weight = counts ? weight_of(p, target) : C(0);
    C factor = C((p.grad ? double(p.grad[p.is_apart ? line : 0]) : 1.0) / by);
    if (!counts) factor = stray ? f::nan<C>() : C(0);
    const C own = C(p.sign) * factor * (C(1) - smooth) * weight, others = C(p.sign) * factor * each;
    C greatest, log_sum, scale;
    if (LOGITS) {
      const C *statistics = p.statistics + first_of(p, line, 2);
      greatest = statistics[0], log_sum = statistics[p.inner];
      scale = factor * ((C(1) - smooth) * weight + smooth * mean_weight);
    }
#pragma unroll 4
    for (long long at = lane; at < p.size; at += lanes) {
      const long long place = first + at * p.inner;
      C sent = counts && at == target ? own : C(0);
      if (counts && p.smoothing != 0.0) sent += others * weight_of(p, at);
      if (LOGITS) sent += f::exp(C(widen(p.x[place])) - greatest - log_sum) * scale;
      narrow(stray ? factor : sent, p.out[place]);
    }
  }
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) gradient_of_logits(Loss p) { gradient<true>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) shares(Loss p) { gradient<false>(p); }
