// Elements joined with those at their positions otherwise than by sums, after `along.cu`; both parts of a complex number
// cannot be.

template <class F> __device__ __forceinline__ void fold(const Along &p, F join) {
  FOR_EACH(at, p.n) {
    const Place place = place_of(p, at);
    const C value = C(widen(((const In *)p.x)[place.source]));
    join_into((In *)p.out + place.held, [value, join](C held) { return join(held, value); });
  }
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) product(Along p) {
  fold(p, [](C held, C value) { return C(held * value); });
}
// What is NaN stays NaN.
extern "C" __global__ void __launch_bounds__(THREADS, 1) largest(Along p) {
  fold(p, [](C held, C value) { return held == held && (value != value || held < value) ? value : held; });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) smallest(Along p) {
  fold(p, [](C held, C value) { return held == held && (value != value || value < held) ? value : held; });
}
