// Special functions, in double: the ways of `crates/ops/src/simd/math/special.rs`, so that both devices give the same.
namespace special {
constexpr double PI = 3.141592653589793, TWO_BY_ROOT_PI = 1.1283791670955126;

// exp(x^2) with the rounding error of the square put back.
__device__ __forceinline__ double exp_of_square(double x) {
  const double square = x * x, rest = ::fma(x, x, -square);
  return square < f::infinity<double>() ? ::exp(square) * (1.0 + rest) : ::exp(square);
}

// exp(x^2) * erfc(x), for x from -1/2 on.
__device__ inline double scaled_tail(double x) {
  if (x < 12.0) return exp_of_square(x) * ::erfc(x);
  const double square = x * x;
  double term = 1.0, sum = 1.0;
  for (int k = 0; k < 16 && !(::fabs(term) < 1e-17); k++) {
    term *= -double(2 * k + 1) / (2.0 * square);
    sum += term;
  }
  return sum * (TWO_BY_ROOT_PI / 2.0) / x;
}
__device__ inline double erfcx(double x) {
  return x < -0.5 ? 2.0 * exp_of_square(x) - scaled_tail(-x) : scaled_tail(x);
}

// The y > 0 with erfc(y) = q, for 0 < q <= 1/2: Newton steps on the logarithm.
__device__ inline double erfc_inverse(double q) {
  const double log_q = ::log(q);
  double y = ::sqrt(::fmax(-log_q - 0.5 * ::log(PI * ::fmax(-log_q, 0.5)), 0.2));
  for (int at = 0; at < 8; at++) {
    const double tail = scaled_tail(y), step = (::log(tail) - y * y - log_q) * tail / TWO_BY_ROOT_PI;
    y += step;
    if (::fabs(step) < 1e-9 * y) break;
  }
  return y;
}
__device__ inline double erfinv(double x) {
  const double magnitude = ::fabs(x);
  if (magnitude > 1.0) return f::nan<double>();
  if (magnitude == 1.0) return ::copysign(f::infinity<double>(), x);
  if (magnitude > 0.5) return ::copysign(erfc_inverse(1.0 - magnitude), x);
  // The Maclaurin series, then Halley steps.
  const double z = x / TWO_BY_ROOT_PI;
  double y = z * (1.0 + z * z * (1.0 / 3.0 + z * z * (7.0 / 30.0)));
  for (int at = 0; at < 3; at++) {
    const double newton = (::erf(y) - x) / (TWO_BY_ROOT_PI * ::exp(-y * y));
    y -= newton / (1.0 + y * newton);
  }
  return x == 0.0 ? x : y;
}

// B(2k) / (2k), from k = 1.
__constant__ double DIGAMMA_TAIL[8] = {1.0 / 12.0, -1.0 / 120.0,     1.0 / 252.0, -1.0 / 240.0,
                                       1.0 / 132.0, -691.0 / 32760.0, 1.0 / 12.0,  -3617.0 / 8160.0};
// The Taylor polynomial about the positive root.
__constant__ double DIGAMMA_ROOT[28] = {
    0.9676722454476212,     -0.4427631689835921,    0.258499760955651,      -0.16394270544240652,
    0.10782405069126237,    -0.07219956125645471,   0.04880428816414311,    -0.03316112647484736,
    0.022597648232218104,   -0.01542476590494896,   0.010538791616612175,   -0.007204534386356869,
    0.004926781395729853,   -0.003369801655439328,  0.002305126326734928,   -0.0015769367714301972,
    0.0010788252019162967,  -0.0007380709389960052, 0.000504953265834602,   -0.0003454680251063077,
    0.00023635601564027053, -0.00016170622091974803, 0.0001106337276874741, -7.569179582195066e-05,
    5.178575795222081e-05,  -3.5430070947659604e-05, 2.424006611860132e-05, -1.6584242271854135e-05};

__device__ inline double positive_digamma(double x) {
  // The root in two parts, so that the product keeps its relative accuracy.
  const double root = 1.4616321449683622, root_rest = 9.549995429965697e-17, distance = (x - root) - root_rest;
  double sum = 0.0;
  if (::fabs(x - root) < 0.4) {
    for (int at = 27; at >= 0; at--) sum = sum * distance + DIGAMMA_ROOT[at];
    return sum * distance;
  }
  for (; x < 10.0; x += 1.0) sum -= 1.0 / x;
  if (!(x < 1e17)) return ::log(x);
  const double square = 1.0 / (x * x);
  double tail = 0.0;
  for (int at = 7; at >= 0; at--) tail = tail * square + DIGAMMA_TAIL[at];
  return sum + (::log(x) - 0.5 / x - tail * square);
}
__device__ inline double digamma(double x) {
  if (x == 0.0) return ::copysign(f::infinity<double>(), -x);
  if (!(x < 0.0)) return positive_digamma(x);
  if (x == ::floor(x)) return f::nan<double>();
  // The tangent's argument is reduced first: x * PI loses the digits behind the point.
  return positive_digamma(1.0 - x) - PI / ::tan(PI * (x - ::rint(x)));
}

// Below this the power series of the Bessel functions is summed, above it the asymptotic one.
constexpr double BESSEL_BOUND = 22.0;

__device__ inline double bessel_series(double x, double order) {
  const double quarter = 0.25 * x * x;
  double sum = 1.0, term = 1.0;
  for (double k = 1.0; term > 1e-17 * sum; k += 1.0) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return sum;
}
// exp(-x) * I(x), for x above the bound.
__device__ inline double bessel_tail(double x, double order) {
  double sum = 1.0, term = 1.0;
  for (double k = 1.0; ::fabs(term) > 1e-17 && k < 40.0; k += 1.0) {
    const double odd = 2.0 * k - 1.0;
    term *= (odd * odd - 4.0 * order * order) / (8.0 * k * x);
    sum += term;
  }
  return sum / ::sqrt(2.0 * PI * x);
}
// The exponential in two halves, as the product may be finite where exp(x) is not.
__device__ inline double grown(double scaled, double x) {
  const double half = ::exp(0.5 * x);
  return half == f::infinity<double>() ? half : half * scaled * half;
}
__device__ inline double i0e(double x) {
  x = ::fabs(x);
  return x < BESSEL_BOUND ? bessel_series(x, 0.0) * ::exp(-x) : bessel_tail(x, 0.0);
}
__device__ inline double i0(double x) {
  x = ::fabs(x);
  return x < BESSEL_BOUND ? bessel_series(x, 0.0) : grown(bessel_tail(x, 0.0), x);
}
__device__ inline double i1e(double x) {
  const double size = ::fabs(x);
  return size < BESSEL_BOUND ? 0.5 * x * bessel_series(size, 1.0) * ::exp(-size) : ::copysign(bessel_tail(size, 1.0), x);
}
__device__ inline double i1(double x) {
  const double size = ::fabs(x);
  return size < BESSEL_BOUND ? 0.5 * x * bessel_series(size, 1.0) : ::copysign(grown(bessel_tail(size, 1.0), size), x);
}

__device__ __forceinline__ float erfcx(float x) { return float(erfcx(double(x))); }
__device__ __forceinline__ float erfinv(float x) { return float(erfinv(double(x))); }
__device__ __forceinline__ float digamma(float x) { return float(digamma(double(x))); }
__device__ __forceinline__ float i0(float x) { return float(i0(double(x))); }
__device__ __forceinline__ float i0e(float x) { return float(i0e(double(x))); }
__device__ __forceinline__ float i1(float x) { return float(i1(double(x))); }
__device__ __forceinline__ float i1e(float x) { return float(i1e(double(x))); }
}  // namespace special
