// Elements that several threads change at once. Defined before: `In`, the type in memory; `C`, the type that is
// computed in.

template <int BYTES> struct Cell { typedef unsigned word; };
template <> struct Cell<8> { typedef unsigned long long word; };

// Puts `join(held)` in place of the element held. Elements of fewer than 4 bytes are part of a word.
template <class F> __device__ __forceinline__ void join_into(In *place, F join) {
  typedef typename Cell<sizeof(In)>::word Word;
  const unsigned long long address = (unsigned long long)place;
  Word *cell = (Word *)(address & ~(unsigned long long)(sizeof(Word) - 1));
  const int shift = int(address & (sizeof(Word) - 1)) * 8;
  const Word mask = (~Word(0) >> (8 * (sizeof(Word) - sizeof(In)))) << shift;
  Word held = *cell, seen;
  do {
    seen = held;
    union { Word word; In element; } old, next;
    old.word = seen >> shift;
    next.word = 0;
    narrow(C(join(C(widen(old.element)))), next.element);
    held = atomicCAS(cell, seen, (seen & ~mask) | (next.word << shift));
  } while (held != seen);
}

// Sums come in any order, as PyTorch's: the last bits of floats can change from run to run.
template <class T> __device__ __forceinline__ void add_into(T *place, C value) {
  join_into(place, [value](C held) { return C(held + value); });
}
__device__ __forceinline__ void add_into(float *place, float value) { atomicAdd(place, value); }
__device__ __forceinline__ void add_into(double *place, double value) { atomicAdd(place, value); }
__device__ __forceinline__ void add_into(int *place, int value) { atomicAdd(place, value); }
__device__ __forceinline__ void add_into(long long *place, long long value) {
  atomicAdd((unsigned long long *)place, (unsigned long long)value);
}
#ifdef HAS_COMPLEX
__device__ __forceinline__ void add_into(complex<float> *place, complex<float> value) {
  atomicAdd(&place->re, value.re), atomicAdd(&place->im, value.im);
}
__device__ __forceinline__ void add_into(complex<double> *place, complex<double> value) {
  atomicAdd(&place->re, value.re), atomicAdd(&place->im, value.im);
}
#endif
