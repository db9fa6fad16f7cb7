// What every kernel text begins with: the types of elements, and the functions that formulas use. NVRTC compiles it
// without any header of CUDA's, g++ with the emulator's `kernel.h`.

struct f16 { unsigned short bits; };
struct bf16 { unsigned short bits; };
struct truth { unsigned char bits; };

// The type that elements are computed in.
#ifdef CRESSET_EMULATED
static inline float widen(f16 x) { _Float16 half; memcpy(&half, &x.bits, 2); return half; }
static inline void narrow(float x, f16 &to) { _Float16 half = x; memcpy(&to.bits, &half, 2); }
#else
__device__ __forceinline__ float widen(f16 x) { float wide; asm("cvt.f32.f16 %0, %1;" : "=f"(wide) : "h"(x.bits)); return wide; }
__device__ __forceinline__ void narrow(float x, f16 &to) { asm("cvt.rn.f16.f32 %0, %1;" : "=h"(to.bits) : "f"(x)); }
#endif
__device__ __forceinline__ float widen(bf16 x) { return __uint_as_float((unsigned)x.bits << 16); }
__device__ __forceinline__ void narrow(float x, bf16 &to) {
  unsigned bits = __float_as_uint(x);
  // To the nearest, ties to even; a NaN stays one.
  to.bits = x != x ? 0x7fc0 | (bits >> 16 & 0x8000) : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}
__device__ __forceinline__ bool widen(truth x) { return x.bits != 0; }
template <class T> __device__ __forceinline__ T widen(T x) { return x; }
template <class C> __device__ __forceinline__ void narrow(C x, truth &to) { to.bits = x != C(0); }
template <class C> __device__ __forceinline__ void narrow(C x, f16 &to) { narrow(float(x), to); }
template <class C> __device__ __forceinline__ void narrow(C x, bf16 &to) { narrow(float(x), to); }
template <class C, class T> __device__ __forceinline__ void narrow(C x, T &to) { to = T(x); }

// Elements that are read and written at once.
template <class T, int N> struct alignas(sizeof(T) * N) Pack { T at[N]; };

// The numbers below `n` that are this thread's, where the threads of the grid share them. Blocks have THREADS threads.
#define EACH(at, n)                                                                                                 \
  for (long long at = blockIdx.x * (long long)THREADS + threadIdx.x; at < (n); at += gridDim.x * (long long)THREADS)

namespace f {
template <class T> __device__ __forceinline__ T infinity() { return T(__uint_as_float(0x7f800000)); }
template <class T> __device__ __forceinline__ T nan() { return T(__uint_as_float(0x7fc00000)); }

#define ONE_ARGUMENT(name, of_float, of_double)                                    \
  __device__ __forceinline__ float name(float x) { return of_float; }              \
  __device__ __forceinline__ double name(double x) { return of_double; }
ONE_ARGUMENT(sqrt, ::sqrtf(x), ::sqrt(x))
ONE_ARGUMENT(rsqrt, ::rsqrtf(x), ::rsqrt(x))
ONE_ARGUMENT(recip, 1.0f / x, 1.0 / x)
ONE_ARGUMENT(exp, ::expf(x), ::exp(x))
ONE_ARGUMENT(exp2, ::exp2f(x), ::exp2(x))
ONE_ARGUMENT(expm1, ::expm1f(x), ::expm1(x))
ONE_ARGUMENT(log, ::logf(x), ::log(x))
ONE_ARGUMENT(log2, ::log2f(x), ::log2(x))
ONE_ARGUMENT(log10, ::log10f(x), ::log10(x))
ONE_ARGUMENT(log1p, ::log1pf(x), ::log1p(x))
ONE_ARGUMENT(sin, ::sinf(x), ::sin(x))
ONE_ARGUMENT(cos, ::cosf(x), ::cos(x))
ONE_ARGUMENT(tan, ::tanf(x), ::tan(x))
ONE_ARGUMENT(asin, ::asinf(x), ::asin(x))
ONE_ARGUMENT(acos, ::acosf(x), ::acos(x))
ONE_ARGUMENT(atan, ::atanf(x), ::atan(x))
ONE_ARGUMENT(sinh, ::sinhf(x), ::sinh(x))
ONE_ARGUMENT(cosh, ::coshf(x), ::cosh(x))
ONE_ARGUMENT(tanh, ::tanhf(x), ::tanh(x))
ONE_ARGUMENT(asinh, ::asinhf(x), ::asinh(x))
ONE_ARGUMENT(acosh, ::acoshf(x), ::acosh(x))
ONE_ARGUMENT(atanh, ::atanhf(x), ::atanh(x))
ONE_ARGUMENT(erf, ::erff(x), ::erf(x))
ONE_ARGUMENT(erfc, ::erfcf(x), ::erfc(x))
ONE_ARGUMENT(lgamma, ::lgammaf(x), ::lgamma(x))
ONE_ARGUMENT(sigmoid, 1.0f / (1.0f + ::expf(-x)), 1.0 / (1.0 + ::exp(-x)))
ONE_ARGUMENT(floor, ::floorf(x), ::floor(x))
ONE_ARGUMENT(ceil, ::ceilf(x), ::ceil(x))
ONE_ARGUMENT(round, ::rintf(x), ::rint(x))
ONE_ARGUMENT(trunc, ::truncf(x), ::trunc(x))
#undef ONE_ARGUMENT

__device__ __forceinline__ float abs(float x) { return ::fabsf(x); }
__device__ __forceinline__ double abs(double x) { return ::fabs(x); }
template <class T> __device__ __forceinline__ T abs(T x) { return x < T(0) ? T(-x) : x; }
template <class T> __device__ __forceinline__ T sign(T x) { return T(int(x > T(0)) - int(x < T(0))); }
template <class T> __device__ __forceinline__ bool is_nan(T x) { return x != x; }
template <class T> __device__ __forceinline__ bool is_inf(T x) { return abs(x) == infinity<T>(); }
__device__ __forceinline__ bool sign_bit(float x) { return __float_as_uint(x) >> 31; }
__device__ __forceinline__ bool sign_bit(double x) { return ::copysign(1.0, x) < 0.0; }

template <class T> __device__ __forceinline__ T minimum(T x, T y) { return x < y || x != x ? x : y; }
template <class T> __device__ __forceinline__ T maximum(T x, T y) { return x > y || x != x ? x : y; }
template <class T> __device__ __forceinline__ T fmin(T x, T y) { return x < y || y != y ? x : y; }
template <class T> __device__ __forceinline__ T fmax(T x, T y) { return x > y || y != y ? x : y; }

template <class T> __device__ __forceinline__ T pow(T x, T y) { return T(::pow(x, y)); }
template <> __device__ __forceinline__ float pow(float x, float y) { return ::powf(x, y); }
template <class T> __device__ __forceinline__ T atan2(T x, T y) { return T(::atan2(x, y)); }
template <> __device__ __forceinline__ float atan2(float x, float y) { return ::atan2f(x, y); }
template <class T> __device__ __forceinline__ T copysign(T x, T y) { return T(::copysign(x, y)); }
template <> __device__ __forceinline__ float copysign(float x, float y) { return ::copysignf(x, y); }
template <class T> __device__ __forceinline__ T nextafter(T x, T y) { return T(::nextafter(x, y)); }
template <> __device__ __forceinline__ float nextafter(float x, float y) { return ::nextafterf(x, y); }
template <class T> __device__ __forceinline__ T hypot(T x, T y) { return T(::hypot(x, y)); }
template <> __device__ __forceinline__ float hypot(float x, float y) { return ::hypotf(x, y); }

// Whole numbers; the divisor is not 0, which is looked at before.
template <class T> __device__ __forceinline__ T fmod(T x, T y) { return T(x % y); }
template <> __device__ __forceinline__ float fmod(float x, float y) { return ::fmodf(x, y); }
template <> __device__ __forceinline__ double fmod(double x, double y) { return ::fmod(x, y); }
// The sign is that of the divisor, as in Python.
template <class T> __device__ __forceinline__ T remainder(T x, T y) {
  T rest = fmod<T>(x, y);
  return rest != T(0) && (rest < T(0)) != (y < T(0)) ? T(rest + y) : rest;
}
template <class T> __device__ __forceinline__ T trunc_divide(T x, T y) { return T(x / y); }
template <> __device__ __forceinline__ float trunc_divide(float x, float y) { return ::truncf(x / y); }
template <> __device__ __forceinline__ double trunc_divide(double x, double y) { return ::trunc(x / y); }
template <class T> __device__ __forceinline__ T floor_divide(T x, T y) {
  T quotient = T(x / y);
  return x % y != 0 && (x < T(0)) != (y < T(0)) ? T(quotient - T(1)) : quotient;
}
// As PyTorch divides (`div_floor_floating`): from the exact remainder, so that a quotient just below a whole number is
// not rounded up to it first.
template <class T> __device__ __forceinline__ T floor_divide_of_floats(T x, T y) {
  if (y == T(0)) return x / y;
  T rest = fmod<T>(x, y);
  T quotient = (x - rest) / y;
  if (rest != T(0) && (y < T(0)) != (rest < T(0))) quotient -= T(1);
  if (quotient == T(0)) return copysign<T>(T(0), x / y);
  T whole = floor(quotient);
  return quotient - whole > T(0.5) ? whole + T(1) : whole;
}
template <> __device__ __forceinline__ float floor_divide(float x, float y) { return floor_divide_of_floats(x, y); }
template <> __device__ __forceinline__ double floor_divide(double x, double y) { return floor_divide_of_floats(x, y); }

template <class T> __device__ __forceinline__ T bit_and(T x, T y) { return T(x & y); }
template <class T> __device__ __forceinline__ T bit_or(T x, T y) { return T(x | y); }
template <class T> __device__ __forceinline__ T bit_xor(T x, T y) { return T(x ^ y); }
template <class T> __device__ __forceinline__ T bit_not(T x) { return T(~x); }
__device__ __forceinline__ bool bit_not(bool x) { return !x; }
// A count that is negative or not less than the width moves all bits out.
template <class T> __device__ __forceinline__ T shift_left(T x, T y) {
  return y >= T(0) && y < T(8 * sizeof(T)) ? T((unsigned long long)x << y) : T(0);
}
template <class T> __device__ __forceinline__ T shift_right(T x, T y) {
  return y >= T(0) && y < T(8 * sizeof(T)) ? T(x >> y) : T(x < T(0) ? ~T(0) : T(0));
}
// Of magnitudes; the least number has none of its own sign.
template <class T> __device__ __forceinline__ T gcd(T x, T y) {
  const auto magnitude = [](T of) { return of < T(0) ? 0ull - (unsigned long long)of : (unsigned long long)of; };
  unsigned long long larger = magnitude(x), smaller = magnitude(y);
  while (smaller != 0) {
    const unsigned long long rest = larger % smaller;
    larger = smaller, smaller = rest;
  }
  return T(larger);
}
template <class T> __device__ __forceinline__ T lcm(T x, T y) {
  const T divisor = gcd<T>(x, y);
  return divisor == T(0) ? T(0) : abs(T((unsigned long long)(x / divisor) * (unsigned long long)y));
}
}  // namespace f
