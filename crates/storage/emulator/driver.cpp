// A libcuda.so.1 for machines without a GPU. Memory is the processor's, each allocation ends at a guard page and starts
// as NaN. Streams are lazy: work waits in its queue until somebody waits for it, so that a missing order shows. As on
// a GPU, a kernel that fails says so later and to everyone.
#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <dlfcn.h>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {
// cuda.h: CUresult.
enum Result {
  Success = 0,
  InvalidValue = 1,
  OutOfMemory = 2,
  InvalidDevice = 101,
  InvalidImage = 200,
  InvalidContext = 201,
  InvalidHandle = 400,
  NotFound = 500,
  NotReady = 600,
  IllegalAddress = 700,
  LaunchFailed = 719,
  CaptureUnsupported = 900,
  CaptureInvalidated = 901,
  CaptureUnmatched = 903,
  CaptureIsolation = 905,
};

constexpr int DEVICES = 2;
constexpr size_t PAGE = 4096;

using Address = uint64_t;
using Run = const char *(*)(void (*)(const void *), const void *, const unsigned *, const unsigned *, unsigned, int);

struct Context {
  int device;
  size_t used_bytes = 0;
  int failure = Success;
};
using Work = std::function<int()>;
struct Graph {
  std::vector<Work> works;
  bool valid = true;
};
struct Stream {
  Context *context;
  std::deque<Work> queue;
  uint64_t submitted = 0, done = 0;
  Graph *recording = nullptr;
};
struct Event {
  Stream *stream = nullptr;
  uint64_t after = 0;
  bool timed = false, recorded_in_graph = false;
};
struct Allocation {
  Context *context;
  char *map;
  size_t map_bytes, bytes;
};
struct Module {
  void *library;
  Run run;
};
struct Function {
  Run run;
  void (*body)(const void *);
  unsigned argument_bytes;
  std::string name;
};

std::recursive_mutex mutex;
using Lock = std::lock_guard<std::recursive_mutex>;
Context contexts[DEVICES] = {{0}, {1}};
std::vector<Stream *> streams;
std::map<Address, Allocation> allocations;
// Memory of the processor that the device reads, by its address.
std::map<Address, size_t> pinned;
thread_local Context *current;
// The stream that this thread captures, and whether calls that would disturb it are allowed.
thread_local Stream *captured;
constexpr int THREAD_LOCAL_MODE = 1, RELAXED_MODE = 2;
thread_local int capture_mode = THREAD_LOCAL_MODE;

size_t memory_bytes() {
  const char *text = getenv("CRESSET_EMULATED_BYTES");
  return text ? strtoull(text, nullptr, 10) : size_t(1) << 30;
}

void run_until(Stream *stream, uint64_t end) {
  while (stream->done < end && !stream->queue.empty()) {
    auto work = std::move(stream->queue.front());
    stream->queue.pop_front();
    if (stream->context->failure == Success) {
      int failure = work();
      if (failure != Success) stream->context->failure = failure;
    }
    stream->done++;
  }
}

void submit(Stream *stream, Work work) {
  if (stream->recording) return stream->recording->works.push_back(std::move(work));
  stream->queue.push_back(std::move(work));
  stream->submitted++;
}

int finish(Stream *stream) {
  run_until(stream, stream->submitted);
  return stream->context->failure;
}

int finish_all() {
  for (Stream *stream : streams)
    if (stream->context == current) finish(stream);
  return current->failure;
}

// Whether the bytes lie in one allocation.
bool within(Address start, size_t bytes) {
  auto after = allocations.upper_bound(start);
  if (after == allocations.begin()) return false;
  auto &[first, allocation] = *std::prev(after);
  return start - first <= allocation.bytes && bytes <= allocation.bytes - (start - first);
}

thread_local sigjmp_buf way_out;
thread_local bool armed;
void on_fault(int) {
  if (armed) siglongjmp(way_out, 1);
  signal(SIGSEGV, SIG_DFL);
}

// Does the device's work, which may name a problem. What it does outside of every allocation is caught.
int guarded(const std::string &name, const std::function<const char *()> &work) {
  static thread_local char stack[65536];
  stack_t alternative{};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
  sigaltstack(&alternative, nullptr);
  struct sigaction action {};
  action.sa_handler = on_fault;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  struct sigaction before;
  sigaction(SIGSEGV, &action, &before);
  int result = Success;
  armed = true;
  if (sigsetjmp(way_out, 1)) {
    fprintf(stderr, "emulator: %s: access outside of every allocation\n", name.c_str());
    result = IllegalAddress;
  } else if (const char *problem = work()) {
    fprintf(stderr, "emulator: %s: %s\n", name.c_str(), problem);
    result = LaunchFailed;
  }
  armed = false;
  sigaction(SIGSEGV, &before, nullptr);
  return result;
}

int run_kernel(const Function &function, const std::vector<uint64_t> &arguments, const unsigned *grid,
               const unsigned *threads, unsigned shared_bytes) {
  const char *order = getenv("CRESSET_EMULATED_ORDER");
  return guarded(function.name, [&] {
    return function.run(function.body, arguments.data(), grid, threads, shared_bytes, order ? atoi(order) : 0);
  });
}
}  // namespace

#define API extern "C" __attribute__((visibility("default"))) int
// Every call takes the lock, needs a context and repeats the context's failure.
#define ENTER                             \
  Lock lock(mutex);                       \
  if (!current) return InvalidContext;    \
  if (current->failure) return current->failure

// Calls that a thread may not make while it captures: they spoil the capture.
#define SPOILS_CAPTURES                                                      \
  ENTER;                                                                     \
  if (captured && capture_mode != RELAXED_MODE) {                            \
    captured->recording->valid = false;                                      \
    return CaptureUnsupported;                                               \
  }
// Calls that wait for a stream, which never comes to an end while it is captured.
#define WAITS_FOR(stream)                                                    \
  if ((stream)->recording) return (stream)->recording->valid = false, CaptureUnsupported

API cuInit(unsigned) {
  const char *refusal = getenv("CRESSET_EMULATED_REFUSAL");
  return refusal ? atoi(refusal) : Success;
}
// A true NVRTC asks for it, and calls it unlooked at.
API cuGetExportTable(const void **table, const void *) { return *table = nullptr, NotFound; }
API cuDriverGetVersion(int *version) { return *version = 13000, Success; }
API cuDeviceGetCount(int *count) { return *count = DEVICES, Success; }
API cuDeviceGet(int *device, int ordinal) {
  *device = ordinal;
  return ordinal >= 0 && ordinal < DEVICES ? Success : InvalidDevice;
}
API cuDeviceGetName(char *name, int bytes, int) { return snprintf(name, bytes, "emulated GPU"), Success; }
API cuDeviceTotalMem_v2(size_t *bytes, int) { return *bytes = memory_bytes(), Success; }
API cuDeviceGetAttribute(int *value, int attribute, int) {
  // cuda.h: CU_DEVICE_ATTRIBUTE_: COMPUTE_CAPABILITY_MAJOR, _MINOR, MULTIPROCESSOR_COUNT.
  const char *text = getenv("CRESSET_EMULATED_ARCHITECTURE");
  const int architecture = text ? atoi(text) : 90;
  *value = attribute == 75 ? architecture / 10 : attribute == 76 ? architecture % 10 : attribute == 16 ? 2 : 0;
  return Success;
}
API cuDevicePrimaryCtxRetain(Context **context, int device) { return *context = &contexts[device], Success; }
API cuCtxGetCurrent(Context **context) { return *context = current, Success; }
API cuCtxSetCurrent(Context *context) { return current = context, Success; }
API cuCtxSynchronize() {
  SPOILS_CAPTURES;
  return finish_all();
}

API cuStreamCreate(Stream **stream, unsigned) {
  ENTER;
  *stream = new Stream;
  (*stream)->context = current;
  streams.push_back(*stream);
  return Success;
}
API cuStreamSynchronize(Stream *stream) {
  ENTER;
  WAITS_FOR(stream);
  return finish(stream);
}
API cuStreamWaitEvent(Stream *stream, Event *event, unsigned) {
  ENTER;
  if (event->recorded_in_graph != bool(stream->recording)) return CaptureIsolation;
  if (Stream *other = event->stream) {
    uint64_t after = event->after;
    submit(stream, [=] { return run_until(other, after), other->context->failure; });
  }
  return Success;
}
API cuEventCreate(Event **event, unsigned flags) {
  ENTER;
  *event = new Event;
  // cuda.h: CU_EVENT_DISABLE_TIMING.
  (*event)->timed = !(flags & 2);
  return Success;
}
API cuEventDestroy_v2(Event *event) {
  Lock lock(mutex);
  delete event;
  return Success;
}
API cuEventRecord(Event *event, Stream *stream) {
  ENTER;
  event->stream = stream;
  event->after = stream->submitted;
  event->recorded_in_graph = stream->recording;
  return Success;
}
// A clock of work: each piece takes a millisecond.
API cuEventElapsedTime(float *milliseconds, Event *start, Event *end) {
  ENTER;
  if (!start->timed || !end->timed || !start->stream || start->stream != end->stream) return InvalidHandle;
  *milliseconds = float(end->after) - float(start->after);
  return Success;
}
API cuEventQuery(Event *event) {
  SPOILS_CAPTURES;
  return !event->stream || event->stream->done >= event->after ? Success : NotReady;
}
API cuEventSynchronize(Event *event) {
  ENTER;
  if (event->stream) run_until(event->stream, event->after);
  return current->failure;
}

API cuMemAlloc_v2(Address *address, size_t bytes) {
  SPOILS_CAPTURES;
  if (bytes == 0) return InvalidValue;
  if (bytes > memory_bytes() - current->used_bytes) return OutOfMemory;
  size_t body = (bytes + PAGE - 1) / PAGE * PAGE, map_bytes = body + 2 * PAGE;
  char *map = static_cast<char *>(mmap(nullptr, map_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (map == MAP_FAILED) return OutOfMemory;
  mprotect(map + PAGE, body, PROT_READ | PROT_WRITE);
  memset(map + PAGE, 0xFF, body);
  // As near to the guard page behind it as 16-byte accesses allow.
  *address = reinterpret_cast<Address>(map + PAGE + ((body - bytes) & ~size_t(15)));
  allocations[*address] = {current, map, map_bytes, bytes};
  current->used_bytes += bytes;
  return Success;
}
API cuMemFree_v2(Address address) {
  SPOILS_CAPTURES;
  auto found = allocations.find(address);
  if (found == allocations.end()) return InvalidValue;
  finish_all();
  found->second.context->used_bytes -= found->second.bytes;
  munmap(found->second.map, found->second.map_bytes);
  allocations.erase(found);
  return Success;
}
API cuMemGetInfo_v2(size_t *free_bytes, size_t *total_bytes) {
  ENTER;
  *total_bytes = memory_bytes();
  *free_bytes = *total_bytes - current->used_bytes;
  return Success;
}
// cuda.h: CU_POINTER_ATTRIBUTE_MEMORY_TYPE and _DEVICE_ORDINAL, of memory of a device.
API cuPointerGetAttribute(unsigned *value, int attribute, Address address) {
  ENTER;
  if (!within(address, 1)) return InvalidValue;
  *value = attribute == 2 ? 2 : std::prev(allocations.upper_bound(address))->second.context->device;
  return attribute == 2 || attribute == 9 ? Success : InvalidValue;
}
// Pageable memory: the driver has read it when the call returns. Pinned memory it reads when the work's turn comes.
API cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes, Stream *stream) {
  ENTER;
  if (!within(to, bytes)) return InvalidValue;
  auto after = pinned.upper_bound(reinterpret_cast<Address>(from));
  if (after != pinned.begin() && reinterpret_cast<Address>(from) - std::prev(after)->first < std::prev(after)->second) {
    submit(stream, [=] { return memcpy(reinterpret_cast<void *>(to), from, bytes), int(Success); });
    return Success;
  }
  WAITS_FOR(stream);
  std::string copy(static_cast<const char *>(from), bytes);
  submit(stream, [=] { return memcpy(reinterpret_cast<void *>(to), copy.data(), bytes), int(Success); });
  return Success;
}
// Pageable memory: the driver has written it when the call returns.
API cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes, Stream *stream) {
  ENTER;
  if (!within(from, bytes)) return InvalidValue;
  WAITS_FOR(stream);
  if (int failure = finish(stream)) return failure;
  memcpy(to, reinterpret_cast<void *>(from), bytes);
  return Success;
}
API cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, Stream *stream) {
  ENTER;
  if (!within(to, bytes) || !within(from, bytes)) return InvalidValue;
  submit(stream, [=] {
    memmove(reinterpret_cast<void *>(to), reinterpret_cast<void *>(from), bytes);
    return int(Success);
  });
  return Success;
}

API cuMemcpyPeerAsync(Address to, Context *, Address from, Context *, size_t bytes, Stream *stream) {
  return cuMemcpyDtoDAsync_v2(to, from, bytes, stream);
}
API cuMemHostAlloc(void **memory, size_t bytes, unsigned) {
  SPOILS_CAPTURES;
  *memory = malloc(bytes);
  if (!*memory) return OutOfMemory;
  pinned[reinterpret_cast<Address>(*memory)] = bytes;
  return Success;
}
API cuMemFreeHost(void *memory) {
  SPOILS_CAPTURES;
  if (!pinned.erase(reinterpret_cast<Address>(memory))) return InvalidValue;
  free(memory);
  return Success;
}

API cuThreadExchangeStreamCaptureMode(int *mode) {
  std::swap(*mode, capture_mode);
  return Success;
}
API cuStreamBeginCapture_v2(Stream *stream, int mode) {
  ENTER;
  if (stream->recording || captured || mode != THREAD_LOCAL_MODE) return InvalidValue;
  captured = stream;
  stream->recording = new Graph;
  return Success;
}
API cuStreamEndCapture(Stream *stream, Graph **graph) {
  ENTER;
  if (captured != stream) return CaptureUnmatched;
  *graph = stream->recording;
  stream->recording = nullptr;
  captured = nullptr;
  return (*graph)->valid ? Success : (delete *graph, *graph = nullptr, CaptureInvalidated);
}
API cuGraphInstantiateWithFlags(Graph **executable, Graph *graph, unsigned long long) {
  ENTER;
  *executable = new Graph(*graph);
  return Success;
}
API cuGraphLaunch(Graph *executable, Stream *stream) {
  ENTER;
  for (const Work &work : executable->works) submit(stream, work);
  return Success;
}
API cuGraphExecDestroy(Graph *executable) { return delete executable, Success; }
API cuGraphDestroy(Graph *graph) { return delete graph, Success; }

API cuModuleLoadData(Module **module, const void *image) {
  SPOILS_CAPTURES;
  auto *bytes = static_cast<const unsigned char *>(image);
  constexpr unsigned char X86_64 = 62;
  if (memcmp(bytes, "\177ELF", 4) != 0 || bytes[18] != X86_64) return InvalidImage;
  // The sections stand at the end of what g++ writes.
  uint64_t sections;
  uint16_t section_bytes, section_count;
  memcpy(&sections, bytes + 40, 8);
  memcpy(&section_bytes, bytes + 58, 2);
  memcpy(&section_count, bytes + 60, 2);
  size_t length = sections + size_t(section_bytes) * section_count;
  int file = memfd_create("kernel", 0);
  bool written = write(file, image, length) == ssize_t(length);
  // The file stays open: dlopen knows libraries by name, and a second module must not get the number of the first.
  std::string path = "/proc/self/fd/" + std::to_string(file);
  void *library = written ? dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  if (!library) return InvalidImage;
  *module = new Module{library, reinterpret_cast<Run>(dlsym(library, "emulated_run"))};
  return Success;
}
API cuModuleGetFunction(Function **function, Module *module, const char *name) {
  ENTER;
  auto symbol = [&](const char *prefix) { return dlsym(module->library, (std::string(prefix) + name).c_str()); };
  auto *body = reinterpret_cast<void (*)(const void *)>(symbol("emulated_call_"));
  auto *bytes = static_cast<const unsigned *>(symbol("emulated_size_"));
  if (!body || !bytes) return NotFound;
  *function = new Function{module->run, body, *bytes, name};
  return Success;
}
API cuFuncSetAttribute(Function *, int, int) { return Success; }
API cuLaunchKernel(Function *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned x, unsigned y,
                   unsigned z, unsigned shared_bytes, Stream *stream, void **arguments, void **) {
  ENTER;
  constexpr unsigned SHARED_LIMIT = 227 << 10;
  uint64_t threads = uint64_t(x) * y * z;
  if (!grid_x || !grid_y || !grid_z || !threads || threads > 1024 || grid_y > 65535 || grid_z > 65535) return InvalidValue;
  if (shared_bytes > SHARED_LIMIT) return InvalidValue;
  std::vector<uint64_t> copy(function->argument_bytes / 8 + 1);
  memcpy(copy.data(), arguments[0], function->argument_bytes);
  submit(stream, [=] {
    unsigned grid[3] = {grid_x, grid_y, grid_z}, block[3] = {x, y, z};
    return run_kernel(*function, copy, grid, block, shared_bytes);
  });
  return Success;
}
API cuGetErrorName(int, const char **name) { return *name = "error of the emulated driver", Success; }
API cuGetErrorString(int, const char **text) { return *text = "error of the emulated driver", Success; }

// For the emulated libraries: work on a stream with a copy of its arguments, which are of words of eight bytes.
API emulated_submit(Stream *stream, const char *name, const char *(*work)(const void *), const void *arguments,
                    size_t bytes) {
  ENTER;
  std::vector<uint64_t> copy((bytes + 7) / 8);
  memcpy(copy.data(), arguments, bytes);
  submit(stream, [=, name = std::string(name)] { return guarded(name, [&] { return work(copy.data()); }); });
  return Success;
}
