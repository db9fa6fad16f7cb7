// A libnvrtc.so for machines without one: compiles CUDA C for the processor by g++ and the `kernel.h` beside the
// library. What it gives in place of a cubin is a shared object, which only the emulated driver takes.
//
// Each text is left in the folder `texts` beside the library, where there is one, for a true NVRTC to compile.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <regex>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char **environ;

namespace {
// nvrtc.h: NVRTC_SUCCESS and NVRTC_ERROR_ of these names.
enum Result { Success = 0, InvalidProgram = 4, InvalidOption = 5, Compilation = 6 };

// The options that the library uses, as NVRTC spells them. Another one may be a slip that NVRTC would refuse.
const char *const OPTIONS[] = {"--gpu-architecture=sm_", "--std=c++17", "-default-device"};

// The oldest that NVRTC 13 knows.
constexpr int LEAST_ARCHITECTURE = 75;

struct Program {
  std::string text, name, log, image;
};

std::string folder() {
  Dl_info found{};
  dladdr(reinterpret_cast<void *>(&folder), &found);
  std::string path = found.dli_fname ? found.dli_fname : "./libnvrtc.so";
  return path.substr(0, path.rfind('/'));
}

std::string contents(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string entries(const std::string &text) {
  static const std::regex entry(R"rx(extern\s+"C"\s+__global__\s+void\s+(?:__launch_bounds__\s*\([^)]*\)\s+)?(\w+))rx");
  std::string lines;
  for (std::sregex_iterator found(text.begin(), text.end(), entry), none; found != none; ++found)
    lines += "EMULATED_KERNEL(" + (*found)[1].str() + ")\n";
  return lines;
}

bool run(const char *const *words, const std::string &log) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child;
  int failed = posix_spawnp(&child, words[0], &actions, nullptr, const_cast<char *const *>(words), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 1;
  return !failed && waitpid(child, &status, 0) == child && status == 0;
}

// What a text and the header before it are both compiled by: a header that was compiled otherwise is not taken.
const char *const COMPILER[] = {"g++", "-std=c++17", "-O1", "-w", "-ffp-contract=off", "-fno-strict-aliasing", "-fPIC", "-fvisibility=hidden"};

// The header before each text. It is compiled once, beside itself, for it takes longer than most texts.
std::string header(const std::string &log) {
  const std::string shim = folder() + "/kernel.h", compiled = shim + ".gch";
  if (access(compiled.c_str(), R_OK) != 0) {
    // By another name first: several processes may be at it.
    const std::string made = compiled + std::to_string(getpid());
    std::vector<const char *> words(COMPILER, std::end(COMPILER));
    for (const char *word : {"-x", "c++-header", shim.c_str(), "-o", made.c_str()}) words.push_back(word);
    words.push_back(nullptr);
    if (run(words.data(), log)) rename(made.c_str(), compiled.c_str());
  }
  return shim;
}

// A text by the sum of its contents, its program's name first.
void leave(const Program &program) {
  const std::string texts = folder() + "/texts";
  if (access(texts.c_str(), W_OK) == 0)
    std::ofstream(texts + "/" + std::to_string(std::hash<std::string>{}(program.text))) << "// " << program.name << "\n" << program.text;
}

Result compile(Program &program) {
  leave(program);
  char folder_name[] = "/tmp/emulated-kernel-XXXXXX";
  if (!mkdtemp(folder_name)) return Compilation;
  std::string made = folder_name, source = made + "/kernel.cpp", object = made + "/kernel.so", log = made + "/log";
  std::ofstream(source) << "#line 1 \"kernel\"\n" << program.text << "\n" << entries(program.text);
  const std::string shim = header(log);
  std::vector<const char *> words(COMPILER, std::end(COMPILER));
  for (const char *word : {"-shared", "-include", shim.c_str(), "-o", object.c_str(), source.c_str()}) words.push_back(word);
  words.push_back(nullptr);
  bool done = run(words.data(), log);
  program.log = contents(log);
  program.image = contents(object);
  for (auto &path : {source, object, log}) unlink(path.c_str());
  rmdir(folder_name);
  return done ? Success : Compilation;
}
}  // namespace

#define API extern "C" __attribute__((visibility("default")))

API int nvrtcVersion(int *major, int *minor) {
  *major = 0;
  *minor = 1;
  return Success;
}
API int nvrtcCreateProgram(Program **program, const char *text, const char *name, int, const char *const *, const char *const *) {
  *program = new Program{text, name, "", ""};
  return Success;
}
API int nvrtcDestroyProgram(Program **program) {
  delete *program;
  *program = nullptr;
  return Success;
}
API int nvrtcCompileProgram(Program *program, int count, const char *const *options) {
  for (int at = 0; at < count; at++) {
    bool known = false;
    for (const char *option : OPTIONS) known |= strncmp(options[at], option, strlen(option)) == 0;
    if (!known) return program->log = std::string("unrecognized option ") + options[at], InvalidOption;
    int architecture = LEAST_ARCHITECTURE;
    sscanf(options[at], "--gpu-architecture=sm_%d", &architecture);
    if (architecture < LEAST_ARCHITECTURE) return program->log = "invalid value for --gpu-architecture", InvalidOption;
  }
  return compile(*program);
}
API int nvrtcGetProgramLogSize(Program *program, size_t *bytes) {
  *bytes = program->log.size() + 1;
  return Success;
}
API int nvrtcGetProgramLog(Program *program, char *log) {
  memcpy(log, program->log.c_str(), program->log.size() + 1);
  return Success;
}
API int nvrtcGetCUBINSize(Program *program, size_t *bytes) {
  *bytes = program->image.size();
  return program->image.empty() ? InvalidProgram : Success;
}
API int nvrtcGetCUBIN(Program *program, char *image) {
  memcpy(image, program->image.data(), program->image.size());
  return Success;
}
API const char *nvrtcGetErrorString(int) { return "error of the emulated compiler"; }
