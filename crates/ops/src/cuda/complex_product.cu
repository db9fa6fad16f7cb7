// The product of complex numbers, in doubles. Defined before: `In`, the type in memory.

struct Product {
  typedef complex<double> State;
  static constexpr bool TWO = false;
  static __device__ __forceinline__ State start() { return State(1.0, 0.0); }
  static __device__ __forceinline__ State step(const Call &, State product, const Element &at) { return product * State(at.x); }
  static __device__ __forceinline__ State merge(State x, State y) { return x * y; }
  static __device__ __forceinline__ void finish(const Call &p, long long result, State product) {
    narrow(product, ((In *)p.outputs[0])[result]);
  }
};
