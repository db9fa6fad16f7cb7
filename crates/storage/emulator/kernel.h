// Lets g++ compile CUDA C kernels for the processor. Each CUDA thread is a fiber; the fibers of a block take turns at
// barriers and warp operations; blocks run one after another. The emulated compiler puts this file before a kernel's
// text and `EMULATED_KERNEL(name)` behind it, once for each entry. NVRTC never sees it.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <sys/mman.h>
#include <type_traits>
#include <vector>

#define CRESSET_EMULATED 1
#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __shared__ static thread_local
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
// In place of `extern __shared__`, which has no counterpart here.
#define DYNAMIC_SHARED(type, name) type *name = static_cast<type *>(emulator::block.shared)

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
struct alignas(8) float2 {
  float x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};

namespace emulator {
enum class Waits { Nothing, Block, Warp, Ended };

struct Fiber {
  void *stack_pointer;
  char *stack;
  dim3 thread;
  unsigned index;
  Waits waits;
  unsigned mask;    // of the lanes that must meet
  uint64_t slot;    // what the lane shows the others
};

struct Block {
  dim3 grid, threads, index;
  void *shared;
  Fiber *running;
  void *scheduler;
  void (*body)(const void *);
  const void *arguments;
  std::vector<Fiber> fibers;
};

static thread_local Block block;
constexpr size_t STACK_BYTES = 64 << 10;

// Stores the stack pointer, loads another. What a call must keep is on the stack; all else the compiler saves itself.
extern "C" void emulator_switch(void **save, void *load);
asm(".text\n.hidden emulator_switch\n.globl emulator_switch\nemulator_switch:\n"
    " push %rbp\n push %rbx\n push %r12\n push %r13\n push %r14\n push %r15\n"
    " mov %rsp,(%rdi)\n mov %rsi,%rsp\n"
    " pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n ret\n");

static void first_call() {
  block.body(block.arguments);
  block.running->waits = Waits::Ended;
  emulator_switch(&block.running->stack_pointer, block.scheduler);
  __builtin_trap();
}

static void wait(Waits what, unsigned mask) {
  Fiber *self = block.running;
  self->waits = what;
  self->mask = mask;
  emulator_switch(&self->stack_pointer, block.scheduler);
}

static void resume(Fiber &fiber) {
  block.running = &fiber;
  fiber.waits = Waits::Nothing;
  emulator_switch(&block.scheduler, fiber.stack_pointer);
}

static std::vector<char *> &idle_stacks() {
  static thread_local std::vector<char *> stacks;
  return stacks;
}

static void start(Fiber &fiber) {
  auto &idle = idle_stacks();
  if (idle.empty()) {
    void *made = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    idle.push_back(static_cast<char *>(made));
  }
  fiber.stack = idle.back();
  idle.pop_back();
  void **top = reinterpret_cast<void **>(fiber.stack + STACK_BYTES);
  *--top = nullptr;
  *--top = reinterpret_cast<void *>(first_call);
  for (int saved = 0; saved < 6; saved++) *--top = nullptr;
  fiber.stack_pointer = top;
  resume(fiber);
}

static void end(Fiber &fiber) {
  if (fiber.waits == Waits::Ended && fiber.stack) {
    idle_stacks().push_back(fiber.stack);
    fiber.stack = nullptr;
  }
}

// The order in which threads get their turn: rising, falling or mixed. A kernel without a race does not care.
static unsigned turn(unsigned at, unsigned count, int order) {
  return order == 0 ? at : order == 1 ? count - 1 - at : (at * 7919u + 13u) % count;
}

// Lets the lanes go that wait for each other and are all there.
static bool open_warps() {
  bool moved = false;
  unsigned count = block.fibers.size();
  for (unsigned first = 0; first < count; first += 32) {
    unsigned here = 0, wanted = 0, alive = 0;
    for (unsigned lane = 0; lane < 32 && first + lane < count; lane++) {
      Fiber &fiber = block.fibers[first + lane];
      if (fiber.waits != Waits::Ended) alive |= 1u << lane;
      if (fiber.waits == Waits::Warp) here |= 1u << lane, wanted |= fiber.mask;
    }
    if (!here || (wanted & alive) != here) continue;
    moved = true;
    for (unsigned lane = 0; lane < 32; lane++)
      if (here >> lane & 1) {
        resume(block.fibers[first + lane]);
        end(block.fibers[first + lane]);
      }
  }
  return moved;
}

static const char *run_block(int order) {
  static thread_local char problem[160];
  unsigned count = block.threads.x * block.threads.y * block.threads.z;
  block.fibers.assign(count, Fiber{});
  for (unsigned at = 0; at < count; at++) {
    unsigned index = turn(at, count, order);
    Fiber &fiber = block.fibers[index];
    fiber.index = index;
    fiber.thread = {index % block.threads.x, index / block.threads.x % block.threads.y,
                    index / (block.threads.x * block.threads.y)};
    start(fiber);
    end(fiber);
  }
  for (;;) {
    unsigned alive = 0, arrived = 0;
    for (auto &fiber : block.fibers) alive += fiber.waits != Waits::Ended, arrived += fiber.waits == Waits::Block;
    if (!alive) return nullptr;
    if (arrived == alive) {
      for (unsigned at = 0; at < count; at++) {
        Fiber &fiber = block.fibers[turn(at, count, order)];
        if (fiber.waits == Waits::Block) resume(fiber), end(fiber);
      }
    } else if (!open_warps()) {
      snprintf(problem, sizeof problem, "block (%u, %u, %u): %u of %u threads came to the barrier", block.index.x,
               block.index.y, block.index.z, arrived, alive);
      return problem;
    }
  }
}

// Each lane of the mask shows a value and reads that of another lane.
template <class T>
static T exchange(unsigned mask, T value, unsigned from) {
  static_assert(sizeof(T) <= 8, "lanes exchange up to 8 bytes");
  Fiber *self = block.running;
  memcpy(&self->slot, &value, sizeof(T));
  wait(Waits::Warp, mask);
  unsigned at = (self->index & ~31u) + (from & 31);
  T read = value;
  if (at < block.fibers.size()) memcpy(&read, &block.fibers[at].slot, sizeof(T));
  wait(Waits::Warp, mask);
  return read;
}

template <class A>
static void call(void (*kernel)(A), const void *arguments) {
  kernel(*static_cast<const std::remove_cv_t<A> *>(arguments));
}
template <class A>
constexpr unsigned size_of_arguments(void (*)(A)) {
  static_assert(sizeof(A) <= 4096, "the arguments of a kernel take at most 4 KB");
  return sizeof(A);
}
}  // namespace emulator

#define threadIdx (emulator::block.running->thread)
#define blockIdx (emulator::block.index)
#define blockDim (emulator::block.threads)
#define gridDim (emulator::block.grid)

static inline void __syncthreads() { emulator::wait(emulator::Waits::Block, 0); }
static inline void __syncwarp(unsigned mask = ~0u) { emulator::wait(emulator::Waits::Warp, mask); }
static inline unsigned emulated_lane() { return emulator::block.running->index & 31; }
template <class T>
static inline T __shfl_sync(unsigned mask, T value, int lane) {
  return emulator::exchange(mask, value, lane);
}
template <class T>
static inline T __shfl_xor_sync(unsigned mask, T value, int bits) {
  return emulator::exchange(mask, value, emulated_lane() ^ bits);
}
template <class T>
static inline T __shfl_down_sync(unsigned mask, T value, unsigned by) {
  unsigned lane = emulated_lane();
  return emulator::exchange(mask, value, lane + by < 32 ? lane + by : lane);
}
template <class T>
static inline T __shfl_up_sync(unsigned mask, T value, unsigned by) {
  unsigned lane = emulated_lane();
  return emulator::exchange(mask, value, lane >= by ? lane - by : lane);
}
template <class T>
static inline T __ldg(const T *address) {
  return *address;
}
static inline unsigned __float_as_uint(float value) {
  unsigned bits;
  memcpy(&bits, &value, 4);
  return bits;
}
static inline float __uint_as_float(unsigned bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
static inline unsigned __umulhi(unsigned a, unsigned b) { return uint64_t(a) * b >> 32; }
static inline float rsqrtf(float x) { return 1.0f / std::sqrt(x); }
static inline double rsqrt(double x) { return 1.0 / std::sqrt(x); }
static inline float rsqrt(float x) { return rsqrtf(x); }
using std::isinf;
using std::isnan;
using std::signbit;
// Blocks run one after another, and so do the threads of one between barriers.
template <class T>
static inline T atomicAdd(T *address, T value) {
  T old = *address;
  *address = old + value;
  return old;
}
static inline void __threadfence() {}
static inline long long __double_as_longlong(double value) {
  long long bits;
  memcpy(&bits, &value, 8);
  return bits;
}
template <class T>
static inline T atomicMax(T *address, T value) {
  T old = *address;
  if (old < value) *address = value;
  return old;
}
template <class T>
static inline T atomicCAS(T *address, T expected, T value) {
  T old = *address;
  if (old == expected) *address = value;
  return old;
}

// Called by the emulated driver. Shared memory is poisoned: a GPU does not clear it either.
extern "C" __attribute__((visibility("default"))) const char *emulated_run(void (*body)(const void *),
                                                                          const void *arguments, const unsigned *grid,
                                                                          const unsigned *threads,
                                                                          unsigned shared_bytes, int order) {
  auto &block = emulator::block;
  block.grid = {grid[0], grid[1], grid[2]};
  block.threads = {threads[0], threads[1], threads[2]};
  block.body = body;
  block.arguments = arguments;
  std::vector<uint64_t> shared(shared_bytes / 8 + 17);
  block.shared = reinterpret_cast<void *>((reinterpret_cast<uintptr_t>(shared.data()) + 127) & ~uintptr_t(127));
  for (unsigned z = 0; z < grid[2]; z++)
    for (unsigned y = 0; y < grid[1]; y++)
      for (unsigned x = 0; x < grid[0]; x++) {
        block.index = {x, y, z};
        memset(block.shared, 0xCD, shared_bytes);
        if (const char *problem = emulator::run_block(order)) return problem;
      }
  return nullptr;
}

#define EMULATED_KERNEL(name)                                                                         \
  extern "C" __attribute__((visibility("default"))) void emulated_call_##name(const void *arguments) { \
    emulator::call(&name, arguments);                                                                 \
  }                                                                                                   \
  extern "C" __attribute__((visibility("default"))) const unsigned emulated_size_##name =             \
      emulator::size_of_arguments(&name);
