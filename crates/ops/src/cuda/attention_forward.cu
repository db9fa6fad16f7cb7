// Attention: a block has a tile of queries and goes along the keys and values. Behind `attention.cu`.

// One block is enough: for a second one the compiler would take registers away.
extern "C" __global__ void __launch_bounds__(THREADS, 1) forward(const Attention p) {
  ROOM(of_queries, OWN * FEATURES);
  ROOM(of_keys, OTHER * FEATURES);
  ROOM(of_values, OTHER * WIDTH);
  Tile<OWN, FEATURES, FEATURES_PACK> query = {of_queries};
  Tile<OTHER, FEATURES, FEATURES_PACK> key = {of_keys};
  Tile<OTHER, WIDTH, WIDTH_PACK> value = {of_values};
  const long long tiles = (p.queries + OWN - 1) / OWN, batch = blockIdx.x / tiles, group = batch / p.shared;
  // The tiles that see the most keys first.
  const int first = (int)(tiles - 1 - blockIdx.x % tiles) * OWN;
  const int end = (int)(p.causal && first + OWN < p.keys ? first + OWN : p.keys);
  const long long plane = p.mask ? p.planes[batch] : 0;
  Fragment<WIDTH> sums;
  C greatest[ROWS], totals[ROWS];
#pragma unroll
  for (int i = 0; i < ROWS; i++) greatest[i] = -f::infinity<C>(), totals[i] = C(0);
  query.load(rows_of(p.query, batch, p.queries, p.features, first));
  key.load(rows_of(p.key, group, p.keys, p.features, 0));
  end_load();
  value.load(rows_of(p.value, group, p.keys, p.width, 0));
  end_load();
  for (int key0 = 0; key0 < end; key0 += OTHER) {
    Fragment<OTHER> scores;
    arrived<1>();
    multiply(scores, query, key);
    __syncthreads();
    // The next keys come while these are weighed, and the next values while the next keys are.
    if (key0 + OTHER < end) key.load(rows_of(p.key, group, p.keys, p.features, key0 + OTHER));
    end_load();
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      C most = greatest[i], total = C(0);
#pragma unroll
      for (int j = 0; j < Fragment<OTHER>::PER; j++) {
        C &at = scores.at(i, j);
        const int query = first + scores.row(i), key_at = key0 + scores.column(j);
        at = sees(p, query, key_at) ? score(p, plane, query, key_at, at) : -f::infinity<C>();
        most = at > most ? at : most;
      }
      most = fold_team(most, LANES, [](C x, C y) { return x > y ? x : y; });
      // Where nothing is seen yet, -inf less -inf would be NaN.
      const bool blind = most == -f::infinity<C>();
#pragma unroll
      for (int j = 0; j < Fragment<OTHER>::PER; j++) {
        C &at = scores.at(i, j);
        at = blind && at == most ? C(0) : exponential(at - most);
        total += at;
      }
      const C kept = blind ? C(1) : exponential(greatest[i] - most);
      totals[i] = totals[i] * kept + fold_team(total, LANES, [](C x, C y) { return x + y; });
      greatest[i] = most;
#pragma unroll
      for (int j = 0; j < Fragment<WIDTH>::PER; j++) sums.at(i, j) *= kept;
    }
    arrived<1>();
    accumulate(sums, scores, value);
    __syncthreads();
    if (key0 + OTHER < end) value.load(rows_of(p.value, group, p.keys, p.width, key0 + OTHER));
    end_load();
  }
  arrived<0>();
  C factors[ROWS];
#pragma unroll
  for (int i = 0; i < ROWS; i++) {
    const int row = first + sums.row(i);
    const bool unseen = totals[i] == C(0);
    factors[i] = unseen ? C(0) : C(1) / totals[i];
    if (threadIdx.x % LANES == 0 && row < p.queries)
      p.to_log_sums[batch * p.queries + row] = unseen ? f::infinity<C>() : greatest[i] + f::log(totals[i]);
  }
  write(sums, p.to_value, batch, p.queries, p.width, first, factors);
}
