// The folds of reductions. Defined before: `In`, the type in memory; `C`, that of an element; `S`, that of a sum; `Out`,
// that of a result.

// The least and the greatest value of a type.
template <class T> struct Limits {
  static constexpr T LEAST = T(-1) < T(0) ? T(1ull << (8 * sizeof(T) - 1)) : T(0);
  static __device__ __forceinline__ T least() { return LEAST; }
  static __device__ __forceinline__ T greatest() { return T(~LEAST); }
};
template <> struct Limits<bool> {
  static __device__ __forceinline__ bool least() { return false; }
  static __device__ __forceinline__ bool greatest() { return true; }
};
template <class T> struct LimitsOfFloats {
  static __device__ __forceinline__ T least() { return -f::infinity<T>(); }
  static __device__ __forceinline__ T greatest() { return f::infinity<T>(); }
};
template <> struct Limits<float> : LimitsOfFloats<float> {};
template <> struct Limits<double> : LimitsOfFloats<double> {};

template <class T> __device__ __forceinline__ void put(const Call &p, long long result, T value) {
  narrow(value, ((Out *)p.outputs[0])[result]);
}

// Sums of what `of` makes of elements.
template <class T> struct Adds {
  typedef T State;
  static constexpr bool TWO = false;
  static __device__ __forceinline__ T start() { return T(0); }
  static __device__ __forceinline__ T merge(T x, T y) { return x + y; }
  static __device__ __forceinline__ void finish(const Call &p, long long result, T sum) { put(p, result, sum); }
};
struct Sum : Adds<S> {
  static __device__ __forceinline__ S step(const Call &, S sum, const Element &at) { return sum + S(at.x); }
};
struct NanSum : Adds<S> {
  static __device__ __forceinline__ S step(const Call &, S sum, const Element &at) { return at.x != at.x ? sum : sum + S(at.x); }
};
struct Product : Adds<S> {
  static __device__ __forceinline__ S start() { return S(1); }
  static __device__ __forceinline__ S step(const Call &, S product, const Element &at) { return product * S(at.x); }
  static __device__ __forceinline__ S merge(S x, S y) { return x * y; }
};
struct TrueCount : Adds<long long> {
  static __device__ __forceinline__ long long step(const Call &, long long count, const Element &at) {
    return count + (at.x != C(0));
  }
};
struct CountNorm : TrueCount {};
struct All : TrueCount {
  static __device__ __forceinline__ void finish(const Call &p, long long result, long long count) {
    put(p, result, count == p.n_folded);
  }
};
struct Any : TrueCount {
  static __device__ __forceinline__ void finish(const Call &p, long long result, long long count) { put(p, result, count > 0); }
};
struct Greatest : Adds<C> {
  static __device__ __forceinline__ C start() { return Limits<C>::least(); }
  static __device__ __forceinline__ C merge(C x, C y) { return f::maximum<C>(x, y); }
  static __device__ __forceinline__ C step(const Call &, C greatest, const Element &at) { return merge(greatest, at.x); }
};
struct Least : Adds<C> {
  static __device__ __forceinline__ C start() { return Limits<C>::greatest(); }
  static __device__ __forceinline__ C merge(C x, C y) { return f::minimum<C>(x, y); }
  static __device__ __forceinline__ C step(const Call &, C least, const Element &at) { return merge(least, at.x); }
};
// An element and its number among those of the result.
typedef PlacedOf<C> Placed;
// A NaN comes first, then the extreme value, then the first of equals.
template <bool GREATEST> struct Extreme {
  typedef Placed State;
  static constexpr bool TWO = false;
  static __device__ __forceinline__ Placed start() { return {C(0), -1}; }
  static __device__ __forceinline__ Placed merge(const Placed &x, const Placed &y) {
    if (x.at < 0 || y.at < 0) return x.at < 0 ? y : x;
    const bool x_is_nan = x.value != x.value, y_is_nan = y.value != y.value;
    if (x_is_nan != y_is_nan) return x_is_nan ? x : y;
    if (GREATEST ? x.value > y.value : x.value < y.value) return x;
    if (GREATEST ? y.value > x.value : y.value < x.value) return y;
    return x.at < y.at ? x : y;
  }
  static __device__ __forceinline__ Placed step(const Call &, const Placed &extreme, const Element &at) {
    return merge(extreme, {at.x, at.at});
  }
  static __device__ __forceinline__ void finish(const Call &p, long long result, const Placed &extreme) {
    put(p, result, extreme.value);
    ((long long *)p.outputs[1])[result] = extreme.at;
  }
};
struct GreatestAt : Extreme<true> {};
struct LeastAt : Extreme<false> {};

#if FLOATING
struct Mean : Sum {
  static __device__ __forceinline__ void finish(const Call &p, long long result, S sum) { put(p, result, sum / S(p.n_folded)); }
};
struct MagnitudeSum : Adds<S> {
  static __device__ __forceinline__ S step(const Call &, S sum, const Element &at) { return sum + f::abs(S(at.x)); }
};
struct Euclid : Adds<S> {
  static __device__ __forceinline__ S step(const Call &, S sum, const Element &at) { return sum + S(at.x) * S(at.x); }
  static __device__ __forceinline__ void finish(const Call &p, long long result, S sum) { put(p, result, f::sqrt(sum)); }
};
struct PowerSum : Adds<S> {
  static __device__ __forceinline__ S step(const Call &p, S sum, const Element &at) {
    return sum + f::pow<S>(f::abs(S(at.x)), S(p.numbers[0]));
  }
  static __device__ __forceinline__ void finish(const Call &p, long long result, S sum) {
    put(p, result, f::pow<S>(sum, S(1.0 / p.numbers[0])));
  }
};
struct GreatestMagnitude : Greatest {
  static __device__ __forceinline__ C start() { return C(0); }
  static __device__ __forceinline__ C step(const Call &, C greatest, const Element &at) { return merge(greatest, f::abs(at.x)); }
};
struct LeastMagnitude : Least {
  static __device__ __forceinline__ C step(const Call &, C least, const Element &at) { return merge(least, f::abs(at.x)); }
};

struct LogSum {
  typedef ExponentialsOf<S> State;
  static constexpr bool TWO = false;
  static __device__ __forceinline__ State start() { return {-f::infinity<S>(), S(0)}; }
  static __device__ __forceinline__ State merge(const State &x, const State &y) { return x.joined(y); }
  static __device__ __forceinline__ State step(const Call &, const State &all, const Element &at) { return all.with(S(at.x)); }
  static __device__ __forceinline__ void finish(const Call &p, long long result, const State &all) {
    put(p, result, all.log());
  }
};

struct Variance {
  typedef MomentsOf<S> State;
  static constexpr bool TWO = false;
  static __device__ __forceinline__ State start() { return {S(0), S(0), S(0)}; }
  static __device__ __forceinline__ State merge(const State &x, const State &y) { return x.joined(y); }
  static __device__ __forceinline__ State step(const Call &, const State &moments, const Element &at) { return moments.with(S(at.x)); }
  // `p.numbers[0]` is what the sum is divided by.
  static __device__ __forceinline__ void finish(const Call &p, long long result, const State &moments) {
    put(p, result, moments.squares / S(p.numbers[0]));
  }
};
struct Deviation : Variance {
  static __device__ __forceinline__ void finish(const Call &p, long long result, const State &moments) {
    put(p, result, f::sqrt(moments.squares / S(p.numbers[0])));
  }
};
#endif
