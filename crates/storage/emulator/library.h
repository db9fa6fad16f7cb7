// What the emulated libraries of NVIDIA share: misuse ends the process, and a description is known by its first word,
// `magic`, which is 0 once it is gone.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

#define API extern "C" __attribute__((visibility("default")))

namespace {
// For messages: the library that a file stands for.
extern const char *const LIBRARY_NAME;

[[noreturn]] void misuse(const char *problem) {
  fprintf(stderr, "emulator: %s: %s\n", LIBRARY_NAME, problem);
  abort();
}
void must(bool holds, const char *problem) {
  if (!holds) misuse(problem);
}

template <typename T> T *known(T *description, decltype(T::magic) magic) {
  must(description && description->magic == magic, "a description that is none or is gone");
  return description;
}
template <typename T> int destroy(T *description, decltype(T::magic) magic) {
  known(description, magic)->magic = decltype(T::magic)(0);
  delete description;
  return 0;
}

template <typename F> F of_driver(const char *name) {
  static void *driver = dlopen("libcuda.so.1", RTLD_NOW);
  void *found = driver ? dlsym(driver, name) : nullptr;
  must(found, "no emulated driver");
  return reinterpret_cast<F>(found);
}
void *current_context() {
  void *context = nullptr;
  of_driver<int (*)(void **)>("cuCtxGetCurrent")(&context);
  must(context, "no context of the calling thread");
  return context;
}
}
