// check LIBNVRTC TEXT: a true NVRTC compiles a text for the architectures below. A line for each kernel goes to the output:
// ARCHITECTURE REGISTERS SPILLED_BYTES ENTRY: PROGRAM. A text that is refused, or that spills, is an error.
#include <dlfcn.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>
#include <string>

static const char *const ARCHITECTURES[] = {"sm_80", "sm_90"};

static void *library;

template <class... A> static int call(const char *name, A... arguments) {
  auto *function = reinterpret_cast<int (*)(A...)>(dlsym(library, name));
  return function ? function(arguments...) : -1;
}

static bool check(const std::string &text, const std::string &name, const char *architecture) {
  void *program = nullptr;
  call("nvrtcCreateProgram", &program, text.c_str(), name.c_str(), 0, static_cast<void *>(nullptr), static_cast<void *>(nullptr));
  const std::string target = std::string("--gpu-architecture=") + architecture;
  const char *options[] = {target.c_str(), "--std=c++17", "-default-device", "--ptxas-options=-v"};
  const bool refused = call("nvrtcCompileProgram", program, 4, static_cast<const char *const *>(options)) != 0;
  size_t bytes = 0;
  call("nvrtcGetProgramLogSize", program, &bytes);
  std::string log(bytes, '\0'), entry;
  call("nvrtcGetProgramLog", program, log.data());
  static const std::regex line(R"rx(entry function '(\w+)'|(\d+) bytes spill stores|Used (\d+) registers)rx");
  std::string spilled = "0";
  bool spills = false;
  for (std::sregex_iterator found(log.begin(), log.end(), line), none; found != none; ++found) {
    if ((*found)[1].matched) entry = (*found)[1].str();
    if ((*found)[2].matched) spills |= (spilled = (*found)[2].str()) != "0";
    if ((*found)[3].matched)
      std::cout << architecture << " " << (*found)[3].str() << " " << spilled << " " << entry << ": " << name << "\n";
  }
  if (refused || spills) std::cerr << name << ": " << architecture << ": " << log << "\n";
  return !refused && !spills;
}

int main(int count, char **words) {
  std::ifstream file(count == 3 ? words[2] : "");
  std::string name, text;
  std::getline(file, name);
  text.assign(std::istreambuf_iterator<char>(file), {});
  library = count == 3 ? dlopen(words[1], RTLD_NOW) : nullptr;
  if (!library || text.empty()) {
    std::cerr << "check: cannot read: " << (library || count != 3 ? "the text" : dlerror()) << "; check LIBNVRTC TEXT\n";
    return 2;
  }
  bool fits = true;
  for (const char *architecture : ARCHITECTURES) fits &= check(text, name.substr(3), architecture);
  return !fits;
}
