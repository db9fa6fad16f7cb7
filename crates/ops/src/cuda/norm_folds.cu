// The folds of normalisation over the channels of a batch. Defined before: `C` and `S`, the type that is computed in;
// `Running`, that of running statistics.

// Mean and variance of a channel. They become its mean and factor, and move the running statistics where `p.whole[0]`
// has the bits 1 for the mean, 2 for the variance. `p.numbers` are what is added to the variance, and the batch's part.
struct ChannelMoments {
  typedef MomentsOf<S> State;
  static constexpr bool TWO = false;
  static __device__ __forceinline__ State start() { return {S(0), S(0), S(0)}; }
  static __device__ __forceinline__ State merge(const State &x, const State &y) { return x.joined(y); }
  static __device__ __forceinline__ State step(const Call &, const State &moments, const Element &at) { return moments.with(at.x); }
  static __device__ __forceinline__ void move(const Call &p, int which, long long channel, S batch) {
    Running &running = ((Running *)p.outputs[which])[channel];
    const double part = p.numbers[1];
    narrow(part * double(batch) + (1.0 - part) * double(widen(running)), running);
  }
  static __device__ __forceinline__ void finish(const Call &p, long long channel, const State &moments) {
    const S count = S(p.n_folded), mean = p.n_folded ? moments.mean : f::nan<S>();
    ((S *)p.outputs[0])[channel] = mean;
    ((S *)p.outputs[1])[channel] = S(1) / f::sqrt(moments.squares / count + S(p.numbers[0]));
    int which = 2;
    if (p.whole[0] & 1) move(p, which++, channel, mean);
    if (p.whole[0] & 2) move(p, which, channel, moments.squares / (count - S(1)));
  }
};

// The sums of a weight's and a bias's gradients; the inputs are the gradient of the result, the array that was
// normalised, the means, and the factors. `p.whole[0]` says which statistics an element has: 0 those of its result, 1
// those of its number in the fold, else those of its row of so many elements.
struct Sums {
  S along, total;
  template <class M> __device__ __forceinline__ Sums each(M move) const { return {move(along), move(total)}; }
};
struct Gradients {
  typedef Sums State;
  static constexpr bool TWO = true;
  static __device__ __forceinline__ Sums start() { return {S(0), S(0)}; }
  static __device__ __forceinline__ Sums merge(const Sums &x, const Sums &y) { return {x.along + y.along, x.total + y.total}; }
  static __device__ __forceinline__ Sums step(const Call &p, const Sums &sums, const Element &at) {
    const long long rows = p.whole[0], of = rows == 0 ? at.result : rows == 1 ? at.at : quotient(at.place, rows);
    const S normalised = (at.y - ((const S *)p.inputs[2])[of]) * ((const S *)p.inputs[3])[of];
    return {sums.along + at.x * normalised, sums.total + at.x};
  }
  static __device__ __forceinline__ void finish(const Call &p, long long channel, const Sums &sums) {
    ((S *)p.outputs[0])[channel] = sums.along;
    ((S *)p.outputs[1])[channel] = sums.total;
  }
};
