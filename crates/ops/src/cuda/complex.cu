// Complex numbers, for the texts that have some: arithmetic, and the functions of `cpu/complex/functions.rs` with their
// values at infinity. Order looks at the real part alone.

template <class T> struct alignas(2 * sizeof(T)) complex {
  T re, im;
  complex() = default;
  __device__ __forceinline__ complex(T re, T im) : re(re), im(im) {}
  template <class X> __device__ __forceinline__ complex(X x) : re(T(x)), im(T(0)) {}
  template <class X> __device__ __forceinline__ complex(complex<X> x) : re(T(x.re)), im(T(x.im)) {}
  // A real type has no room for the imaginary part.
  template <class X> __device__ __forceinline__ explicit operator X() const { return X(re); }
  // For `team.cu`.
  template <class M> __device__ __forceinline__ complex each(M move) const { return complex(move(re), move(im)); }
};

#define OF_COMPLEX template <class T> __device__ __forceinline__
OF_COMPLEX complex<T> operator-(complex<T> x) { return complex<T>(-x.re, -x.im); }
OF_COMPLEX complex<T> operator+(complex<T> x, complex<T> y) { return complex<T>(x.re + y.re, x.im + y.im); }
OF_COMPLEX complex<T> operator-(complex<T> x, complex<T> y) { return complex<T>(x.re - y.re, x.im - y.im); }
OF_COMPLEX complex<T> operator*(complex<T> x, complex<T> y) {
  return complex<T>(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
}
// Both parts of `y` are divided by the greater one first, so that no square overflows.
OF_COMPLEX complex<T> operator/(complex<T> x, complex<T> y) {
  if (f::abs(y.re) >= f::abs(y.im)) {
    if (y.re == T(0)) return complex<T>(x.re / f::abs(y.re), x.im / f::abs(y.im));
    const T ratio = y.im / y.re, scale = T(1) / (y.re + y.im * ratio);
    return complex<T>((x.re + x.im * ratio) * scale, (x.im - x.re * ratio) * scale);
  }
  const T ratio = y.re / y.im, scale = T(1) / (y.re * ratio + y.im);
  return complex<T>((x.re * ratio + x.im) * scale, (x.im * ratio - x.re) * scale);
}
OF_COMPLEX bool operator==(complex<T> x, complex<T> y) { return x.re == y.re && x.im == y.im; }
OF_COMPLEX bool operator!=(complex<T> x, complex<T> y) { return !(x == y); }
OF_COMPLEX bool operator<(complex<T> x, complex<T> y) { return x.re < y.re; }
OF_COMPLEX bool operator>(complex<T> x, complex<T> y) { return x.re > y.re; }

namespace f {
typedef complex<double> Wide;

OF_COMPLEX complex<T> conj(complex<T> x) { return complex<T>(x.re, -x.im); }
OF_COMPLEX complex<T> abs(complex<T> x) { return complex<T>(hypot<T>(x.re, x.im), T(0)); }
OF_COMPLEX bool is_nan(complex<T> x) { return x != x; }
OF_COMPLEX bool is_inf(complex<T> x) { return is_inf(x.re) || is_inf(x.im); }

// `x * y`, where zero times infinity is zero: how C's functions treat a part that is exactly zero.
__device__ __forceinline__ double times(double x, double y) {
  return y == 0.0 && x == x ? (sign_bit(x) ? -y : y) : x * y;
}
__device__ __forceinline__ bool is_finite(double x) { return x - x == 0.0; }
__device__ __forceinline__ Wide turned(Wide x) { return Wide(-x.im, x.re); }
__device__ __forceinline__ Wide turned_back(Wide x) { return Wide(x.im, -x.re); }

__device__ __forceinline__ Wide sign(Wide x) {
  const double size = ::hypot(x.re, x.im);
  return size == 0.0 ? Wide(0.0, 0.0) : Wide(x.re / size, x.im / size);
}
__device__ __forceinline__ Wide recip(Wide x) { return Wide(1.0, 0.0) / x; }
__device__ __forceinline__ Wide sqrt(Wide z) {
  const double x = z.re, y = z.im, endless = infinity<double>();
  if (x == 0.0 && y == 0.0) return Wide(0.0, y);
  if (is_inf(y)) return Wide(endless, y);
  if (is_inf(x)) {
    const double rest = y != y ? y : 0.0;
    return x > 0.0 ? Wide(x, ::copysign(rest, y)) : Wide(rest, ::copysign(endless, y));
  }
  const double root = ::sqrt(0.5 * (::fabs(x) + ::hypot(x, y))), other = y / (2.0 * root);
  return x >= 0.0 ? Wide(root, other) : Wide(::fabs(other), ::copysign(root, y));
}
__device__ __forceinline__ Wide rsqrt(Wide x) { return recip(sqrt(x)); }
__device__ __forceinline__ Wide exp(Wide z) {
  const double x = z.re, y = z.im;
  if (y == 0.0) return Wide(::exp(x), y);
  if (is_inf(x) && !is_finite(y)) return x < 0.0 ? Wide(0.0, 0.0) : Wide(x, nan<double>());
  return Wide(times(::exp(x), ::cos(y)), times(::exp(x), ::sin(y)));
}
__device__ __forceinline__ Wide exp2(Wide x) {
  return exp(Wide(x.re * 0.6931471805599453, x.im * 0.6931471805599453));
}
__device__ __forceinline__ Wide expm1(Wide x) {
  const double half = ::sin(0.5 * x.im);
  return Wide(::expm1(x.re) * ::cos(x.im) - 2.0 * half * half, ::exp(x.re) * ::sin(x.im));
}
__device__ __forceinline__ Wide log(Wide x) { return Wide(::log(::hypot(x.re, x.im)), ::atan2(x.im, x.re)); }
__device__ __forceinline__ Wide log2(Wide x) {
  const Wide found = log(x);
  return Wide(found.re / 0.6931471805599453, found.im / 0.6931471805599453);
}
__device__ __forceinline__ Wide log10(Wide x) {
  const Wide found = log(x);
  return Wide(found.re / 2.302585092994046, found.im / 2.302585092994046);
}
__device__ __forceinline__ Wide log1p(Wide z) {
  const double x = z.re, y = z.im, angle = ::atan2(y, x + 1.0);
  if (::hypot(x, y) >= 0.5 || x != x || y != y) return Wide(::log(::hypot(x + 1.0, y)), angle);
  const double excess = x * (2.0 + x) + y * y;
  return Wide(excess == 0.0 ? x : 0.5 * ::log1p(excess), angle);
}
__device__ __forceinline__ Wide sinh(Wide x) {
  return Wide(times(::cos(x.im), ::sinh(x.re)), times(::cosh(x.re), ::sin(x.im)));
}
__device__ __forceinline__ Wide cosh(Wide x) {
  return Wide(::cosh(x.re) * ::cos(x.im), times(::sin(x.im), ::sinh(x.re)));
}
__device__ __forceinline__ Wide tanh(Wide z) {
  const double x = z.re, y = z.im;
  if (::fabs(x) > 20.0) {
    const double rest = is_finite(y) ? 4.0 * ::sin(y) * ::cos(y) * ::exp(-2.0 * ::fabs(x)) : 0.0;
    return Wide(::copysign(1.0, x), rest);
  }
  const double tan = ::tan(y), sinh = ::sinh(x), slope = 1.0 + tan * tan, below = 1.0 + slope * sinh * sinh;
  return Wide(slope * ::sqrt(1.0 + sinh * sinh) * sinh / below, tan / below);
}
__device__ __forceinline__ Wide sin(Wide x) { return turned_back(sinh(turned(x))); }
__device__ __forceinline__ Wide cos(Wide x) { return cosh(turned(x)); }
__device__ __forceinline__ Wide tan(Wide x) { return turned_back(tanh(turned(x))); }
__device__ __forceinline__ Wide asin(Wide x) {
  const Wide below = sqrt(Wide(1.0 - x.re, -x.im)), above = sqrt(Wide(1.0 + x.re, x.im));
  return Wide(::atan2(x.re, (below * above).re), ::asinh((conj(below) * above).im));
}
__device__ __forceinline__ Wide acos(Wide x) {
  const Wide below = sqrt(Wide(1.0 - x.re, -x.im)), above = sqrt(Wide(1.0 + x.re, x.im));
  return Wide(2.0 * ::atan2(below.re, above.re), ::asinh((conj(above) * below).im));
}
__device__ __forceinline__ Wide asinh(Wide x) { return turned_back(asin(turned(x))); }
__device__ __forceinline__ Wide acosh(Wide x) {
  const Wide below = sqrt(Wide(x.re - 1.0, x.im)), above = sqrt(Wide(x.re + 1.0, x.im));
  return Wide(::asinh((conj(below) * above).re), 2.0 * ::atan2(below.im, above.re));
}
__device__ __forceinline__ Wide atanh(Wide z) {
  const double x = z.re, y = z.im;
  // Squares would overflow; what is left of the real part is below every number next to pi / 2.
  if (::fabs(x) > 1e150 || ::fabs(y) > 1e150) return Wide(::copysign(0.0, x), ::copysign(1.5707963267948966, y));
  const double real = 0.25 * ::log1p(4.0 * x / ((1.0 - x) * (1.0 - x) + y * y));
  return Wide(real, 0.5 * ::atan2(2.0 * y, (1.0 - x) * (1.0 + x) - y * y));
}
__device__ __forceinline__ Wide atan(Wide x) { return turned_back(atanh(turned(x))); }
__device__ __forceinline__ Wide sigmoid(Wide x) {
  const Wide below = exp(-x);
  return recip(Wide(1.0 + below.re, below.im));
}
template <> __device__ __forceinline__ Wide pow(Wide x, Wide y) {
  if (y == Wide(0.0, 0.0)) return Wide(1.0, 0.0);
  if (y == Wide(1.0, 0.0)) return x;
  if (x == Wide(0.0, 0.0) && y.re > 0.0) return Wide(0.0, 0.0);
  return exp(y * log(x));
}
template <> __device__ __forceinline__ complex<float> pow(complex<float> x, complex<float> y) {
  return complex<float>(pow<Wide>(Wide(x), Wide(y)));
}
template <> __device__ __forceinline__ Wide maximum(Wide x, Wide y) { return x.re < y.re || y != y ? y : x; }
template <> __device__ __forceinline__ complex<float> maximum(complex<float> x, complex<float> y) {
  return x.re < y.re || y != y ? y : x;
}

// Complex numbers of floats go through doubles, where the parts need more room than their own.
#define WIDENED(name) \
  __device__ __forceinline__ complex<float> name(complex<float> x) { return complex<float>(name(Wide(x))); }
WIDENED(sign) WIDENED(recip) WIDENED(sqrt) WIDENED(rsqrt) WIDENED(exp) WIDENED(exp2) WIDENED(expm1) WIDENED(log)
WIDENED(log2) WIDENED(log10) WIDENED(log1p) WIDENED(sin) WIDENED(cos) WIDENED(tan) WIDENED(asin) WIDENED(acos)
WIDENED(atan) WIDENED(sinh) WIDENED(cosh) WIDENED(tanh) WIDENED(asinh) WIDENED(acosh) WIDENED(atanh) WIDENED(sigmoid)
#undef WIDENED
}  // namespace f
#undef OF_COMPLEX
#define HAS_COMPLEX
