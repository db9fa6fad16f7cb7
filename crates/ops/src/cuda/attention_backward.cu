// The gradients of attention. Behind `attention.cu`.
//
// They are summed by the block that owns their rows, so that the sums have one order; what that costs is computing the
// products twice, once for queries and once for keys.

// For each query its result times the result's gradient: a warp each.
extern "C" __global__ void __launch_bounds__(THREADS, 1) along(const Attention p) {
  const long long step = gridDim.x * (long long)(THREADS / 32);
  for (long long row = blockIdx.x * (long long)(THREADS / 32) + threadIdx.x / 32; row < p.batches * p.queries; row += step) {
    C sum = C(0);
    for (long long at = threadIdx.x % 32; at < p.width; at += 32)
      sum += C(widen(p.grad[row * p.width + at])) * C(widen(p.out[row * p.width + at]));
    sum = fold_team(sum, 32, [](C x, C y) { return x + y; });
    if (threadIdx.x % 32 == 0) p.to_log_sums[row] = sum;
  }
}

// A block owns queries with their gradients and goes along keys with their values, or the other way round.
template <bool OF_KEYS> __device__ __forceinline__ void backward(const Attention &p) {
  ROOM(own_features, OWN * FEATURES);
  ROOM(own_width, OWN * WIDTH);
  ROOM(other_features, OTHER * FEATURES);
  ROOM(other_width, OTHER * WIDTH);
  Tile<OWN, FEATURES, FEATURES_PACK> own_x = {own_features};
  Tile<OWN, WIDTH, WIDTH_PACK> own_y = {own_width};
  Tile<OTHER, FEATURES, FEATURES_PACK> x = {other_features};
  Tile<OTHER, WIDTH, WIDTH_PACK> y = {other_width};
  const long long rows = OF_KEYS ? p.keys : p.queries, others = OF_KEYS ? p.queries : p.keys;
  const long long tiles = (rows + OWN - 1) / OWN, owner = blockIdx.x / tiles;
  const int tile = (int)(blockIdx.x % tiles), first = (OF_KEYS ? tile : (int)tiles - 1 - tile) * OWN;
  const int start = OF_KEYS && p.causal ? first : 0;
  const int end = (int)(!OF_KEYS && p.causal && first + OWN < others ? first + OWN : others);
  own_x.load(rows_of(OF_KEYS ? p.key : p.query, owner, rows, p.features, first));
  own_y.load(rows_of(OF_KEYS ? p.value : p.grad, owner, rows, p.width, first));
  Fragment<FEATURES> to_x;
  Fragment<WIDTH> to_y;
  for (int member = 0; member < (OF_KEYS ? p.shared : 1); member++) {
    const long long batch = OF_KEYS ? owner * p.shared + member : owner, other = OF_KEYS ? batch : owner / p.shared;
    const long long plane = p.mask ? p.planes[batch] : 0;
    for (int other0 = start; other0 < end; other0 += OTHER) {
      x.load(rows_of(OF_KEYS ? p.query : p.key, other, others, p.features, other0));
      y.load(rows_of(OF_KEYS ? p.grad : p.value, other, others, p.width, other0));
      end_load();
      arrived<0>();
      Fragment<OTHER> weights, grads;
      multiply(weights, own_x, x);
      multiply(grads, own_y, y);
#pragma unroll
      for (int i = 0; i < ROWS; i++)
#pragma unroll
        for (int j = 0; j < Fragment<OTHER>::PER; j++) {
          const int own = first + weights.row(i), beside = other0 + weights.column(j);
          const int query = OF_KEYS ? beside : own, key = OF_KEYS ? own : beside;
          C weight = C(0), grad = C(0);
          if (sees(p, query, key)) {
            const long long place = batch * p.queries + query;
            weight = exponential(score(p, plane, query, key, weights.at(i, j)) - p.log_sums[place]);
            grad = weight * (grads.at(i, j) - p.along[place]);
          }
          weights.at(i, j) = weight;
          grads.at(i, j) = grad;
        }
      if (OF_KEYS) accumulate(to_y, weights, y);
      accumulate(to_x, grads, x);
      __syncthreads();
    }
  }
  C scales[ROWS], ones[ROWS];
#pragma unroll
  for (int i = 0; i < ROWS; i++) scales[i] = C(p.scale), ones[i] = C(1);
  write(to_x, OF_KEYS ? p.to_key : p.to_query, owner, rows, p.features, first, scales);
  if (OF_KEYS) write(to_y, p.to_value, owner, rows, p.width, first, ones);
}

// One block is enough: for a second one the compiler would take registers away.
extern "C" __global__ void __launch_bounds__(THREADS, 1) to_queries(const Attention p) { backward<false>(p); }
extern "C" __global__ void __launch_bounds__(THREADS, 1) to_keys(const Attention p) { backward<true>(p); }
