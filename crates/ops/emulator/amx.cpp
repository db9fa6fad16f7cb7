// AMX for processors without it, preloaded into a program: an instruction that the processor does not know raises a signal,
// whose handler carries it out. As on a processor that has it, `cpuid` names it and the system must be asked first.
#include <atomic>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <cpuid.h>
#include <immintrin.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace {
constexpr int TILES = 8, ROWS = 16, ROW_BYTES = 64;
// asm/prctl.h and asm/fpu/types.h: ARCH_REQ_XCOMP_PERM, XFEATURE_XTILE_DATA.
constexpr long REQUEST = 0x1023, TILE_DATA = 18;
// Leaf 7 of cpuid, edx: AMX-BF16 and AMX-TILE.
constexpr uint32_t FEATURES = 1u << 22 | 1u << 24;
// All exceptions masked, results and operands that are subnormal taken for zeros, rounding to nearest even.
constexpr unsigned FLUSHED = 0x9fc0;

struct Shapes {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
};
static_assert(sizeof(Shapes) == 64);

// The initial-exec model needs no allocation in a handler.
#define OF_THREAD static thread_local __attribute__((tls_model("initial-exec")))
OF_THREAD Shapes shapes;
OF_THREAD uint8_t tiles[TILES][ROWS][ROW_BYTES];

std::atomic<bool> granted;

// Threads whose tiles are in use: the system saves them whenever it changes threads.
std::atomic<int> in_use;

// An instruction of AMX, all of which have a VEX prefix of three bytes.
struct Instruction {
  enum Prefix { None, X66, XF3, XF2 } prefix;
  uint8_t opcode, mod, reg, rm, vvvv;
  // Address of the operand in memory and the stride between its rows.
  uint64_t address, stride;
  bool has_index;
  int len;
};

uint64_t general(const mcontext_t &machine, int number) {
  constexpr int PLACES[16] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                              REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
  return static_cast<uint64_t>(machine.gregs[PLACES[number]]);
}

// Intel's manual, volume 2: 2.1.3 (ModR/M and SIB) and 2.3.5 (VEX).
bool decode(const mcontext_t &machine, Instruction &found) {
  auto *code = reinterpret_cast<const uint8_t *>(machine.gregs[REG_RIP]);
  if (code[0] != 0xc4 || (code[1] & 0x1f) != 2 || (code[2] & 0x84) != 0)
    return false;
  int above_reg = code[1] & 0x80 ? 0 : 8, above_index = code[1] & 0x40 ? 0 : 8, above_base = code[1] & 0x20 ? 0 : 8;
  found.prefix = Instruction::Prefix(code[2] & 3);
  found.vvvv = ~code[2] >> 3 & 15;
  found.opcode = code[3];
  found.mod = code[4] >> 6;
  found.reg = (code[4] >> 3 & 7) + above_reg;
  found.rm = (code[4] & 7) + (found.mod == 3 ? above_base : 0);
  found.len = 5;
  found.has_index = false;
  found.address = found.stride = 0;
  if (found.mod == 3)
    return true;
  int base = (code[4] & 7) + above_base;
  bool has_base = true;
  if ((code[4] & 7) == 4) {
    uint8_t sib = code[found.len++];
    int index = (sib >> 3 & 7) + above_index;
    found.has_index = true;
    found.stride = index == 4 ? 0 : general(machine, index) << (sib >> 6);
    base = (sib & 7) + above_base;
    has_base = (sib & 7) != 5 || found.mod != 0;
  } else if (found.mod == 0 && (code[4] & 7) == 5) {
    int32_t offset;
    std::memcpy(&offset, code + found.len, 4);
    found.len += 4;
    found.address = reinterpret_cast<uint64_t>(code) + found.len + offset;
    return true;
  }
  int32_t offset = 0;
  if (found.mod == 1)
    offset = static_cast<int8_t>(code[found.len++]);
  if (found.mod == 2 || !has_base) {
    std::memcpy(&offset, code + found.len, 4);
    found.len += 4;
  }
  found.address = (has_base ? general(machine, base) : 0) + static_cast<int64_t>(offset);
  return true;
}

bool is_set(int tile) { return tile < TILES && shapes.palette == 1 && shapes.rows[tile] > 0 && shapes.row_bytes[tile] > 0; }

bool configure(uint64_t address) {
  Shapes given;
  std::memcpy(&given, reinterpret_cast<void *>(address), sizeof given);
  if (given.palette > 1)
    return false;
  for (int tile = 0; tile < 16; tile++)
    if (given.rows[tile] > (tile < TILES ? ROWS : 0) || given.row_bytes[tile] > (tile < TILES ? ROW_BYTES : 0))
      return false;
  int before = shapes.palette;
  std::memset(tiles, 0, sizeof tiles);
  std::memset(&shapes, 0, sizeof shapes);
  in_use += given.palette - before;
  if (given.palette == 1)
    shapes = given;
  return true;
}

float widened(uint16_t half) {
  uint32_t bits = static_cast<uint32_t>(half) << 16;
  float number;
  std::memcpy(&number, &bits, sizeof number);
  return number;
}

bool multiply(int out, int lhs, int rhs) {
  if (!is_set(out) || !is_set(lhs) || !is_set(rhs) || out == lhs || out == rhs || lhs == rhs)
    return false;
  int columns = shapes.row_bytes[out] / 4, pairs = shapes.row_bytes[lhs] / 4;
  if (shapes.row_bytes[out] % 4 || shapes.row_bytes[lhs] % 4 || shapes.rows[out] != shapes.rows[lhs] ||
      shapes.rows[rhs] != pairs || shapes.row_bytes[rhs] != shapes.row_bytes[out])
    return false;
  for (int row = 0; row < shapes.rows[out]; row++) {
    float sums[2][ROWS] = {};
    for (int pair = 0; pair < pairs; pair++)
      for (int half = 0; half < 2; half++)
        for (int column = 0; column < columns; column++) {
          uint16_t left, right;
          std::memcpy(&left, &tiles[lhs][row][4 * pair + 2 * half], 2);
          std::memcpy(&right, &tiles[rhs][pair][4 * column + 2 * half], 2);
          sums[half][column] = std::fma(widened(left), widened(right), sums[half][column]);
        }
    for (int column = 0; column < columns; column++) {
      float held;
      std::memcpy(&held, &tiles[out][row][4 * column], 4);
      held += sums[0][column] + sums[1][column];
      std::memcpy(&tiles[out][row][4 * column], &held, 4);
    }
    std::memset(&tiles[out][row][4 * columns], 0, ROW_BYTES - 4 * columns);
  }
  std::memset(tiles[out][shapes.rows[out]], 0, (ROWS - shapes.rows[out]) * ROW_BYTES);
  return true;
}

bool load(int tile, const Instruction &how) {
  if (!is_set(tile) || !how.has_index)
    return false;
  std::memset(tiles[tile], 0, sizeof tiles[tile]);
  for (int row = 0; row < shapes.rows[tile]; row++)
    std::memcpy(tiles[tile][row], reinterpret_cast<void *>(how.address + row * how.stride), shapes.row_bytes[tile]);
  return true;
}

bool store(int tile, const Instruction &how) {
  if (!is_set(tile) || !how.has_index)
    return false;
  for (int row = 0; row < shapes.rows[tile]; row++)
    std::memcpy(reinterpret_cast<void *>(how.address + row * how.stride), tiles[tile][row], shapes.row_bytes[tile]);
  return true;
}

// What a processor refuses, by a signal to whoever has no leave or no tiles configured, gives false.
__attribute__((noinline)) bool carry_out(const Instruction &what) {
  bool registers = what.mod == 3;
  if (!granted)
    return false;
  switch (what.opcode << 8 | what.prefix) {
  case 0x49 << 8 | Instruction::None: // tilerelease, ldtilecfg
    if (registers) {
      in_use -= shapes.palette;
      std::memset(&shapes, 0, sizeof shapes);
      return what.reg == 0 && what.rm == 0;
    }
    return what.reg == 0 && configure(what.address);
  case 0x49 << 8 | Instruction::X66: // sttilecfg
    if (registers || what.reg != 0)
      return false;
    std::memcpy(reinterpret_cast<void *>(what.address), &shapes, sizeof shapes);
    return true;
  case 0x49 << 8 | Instruction::XF2: // tilezero
    if (!registers || what.rm != 0 || !is_set(what.reg))
      return false;
    std::memset(tiles[what.reg], 0, sizeof tiles[what.reg]);
    return true;
  case 0x4b << 8 | Instruction::XF2: // tileloadd
  case 0x4b << 8 | Instruction::X66: // tileloaddt1
    return !registers && load(what.reg, what);
  case 0x4b << 8 | Instruction::XF3: // tilestored
    return !registers && store(what.reg, what);
  case 0x5c << 8 | Instruction::XF3: // tdpbf16ps
    return registers && multiply(what.reg, what.rm, what.vvvv);
  default:
    return false;
  }
}

// A `cpuid` of Rust's core library, between moves that keep rbx; or the `ud2` that has taken its place.
bool asks(const uint8_t *at, uint8_t second, uint8_t third) {
  return (at[-3] & 0xfe) == 0x48 && at[-2] == 0x89 && (at[-1] & 0xf8) == 0xd8 && at[0] == second && at[1] == third &&
         (at[2] & 0xf8) == 0x48 && at[3] == 0x87;
}

void answer(mcontext_t &machine) {
  auto &registers = machine.gregs;
  auto leaf = static_cast<uint32_t>(registers[REG_RAX]), part = static_cast<uint32_t>(registers[REG_RCX]);
  uint32_t eax, ebx, ecx, edx;
  __cpuid_count(leaf, part, eax, ebx, ecx, edx);
  registers[REG_RAX] = eax;
  registers[REG_RBX] = ebx;
  registers[REG_RCX] = ecx;
  registers[REG_RDX] = leaf == 7 && part == 0 ? edx | FEATURES : edx;
  registers[REG_RIP] += 2;
}

void handle(int signal, siginfo_t *, void *context) {
  mcontext_t &machine = static_cast<ucontext_t *>(context)->uc_mcontext;
  Instruction found;
  // The way back from a handler restores it.
  _mm_setcsr(FLUSHED);
  if (asks(reinterpret_cast<const uint8_t *>(machine.gregs[REG_RIP]), 0x0f, 0x0b))
    answer(machine);
  else if (decode(machine, found) && carry_out(found))
    machine.gregs[REG_RIP] += found.len;
  else
    std::signal(signal, SIG_DFL);
}

// Replaces each `cpuid` in the code of the program itself.
int watch(dl_phdr_info *program, size_t, void *) {
  for (int at = 0; at < program->dlpi_phnum; at++) {
    const auto &part = program->dlpi_phdr[at];
    if (part.p_type != PT_LOAD || !(part.p_flags & PF_X))
      continue;
    auto *start = reinterpret_cast<uint8_t *>(program->dlpi_addr + part.p_vaddr), *end = start + part.p_memsz;
    auto page = reinterpret_cast<uint64_t>(start) & ~uint64_t(getpagesize() - 1);
    auto len = reinterpret_cast<uint64_t>(end) - page;
    if (mprotect(reinterpret_cast<void *>(page), len, PROT_READ | PROT_WRITE | PROT_EXEC))
      _exit(125);
    for (auto *code = start + 3; code + 4 <= end; code++)
      if (asks(code, 0x0f, 0xa2))
        code[1] = 0x0b;
    mprotect(reinterpret_cast<void *>(page), len, PROT_READ | PROT_EXEC);
  }
  // The first is the program.
  return 1;
}

__attribute__((constructor)) void start() {
  struct sigaction action = {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGILL, &action, nullptr);
  dl_iterate_phdr(watch, nullptr);
}

__attribute__((destructor)) void end() {
  if (in_use == 0)
    return;
  std::fprintf(stderr, "amx: %d threads have not released their tiles\n", in_use.load());
  _exit(1);
}
} // namespace

// Stands before the C library's: leave to use tiles is given here, everything else is asked of the system.
extern "C" __attribute__((visibility("default"))) long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long of[6];
  for (long &argument : of)
    argument = va_arg(list, long);
  va_end(list);
  if (number == SYS_arch_prctl && of[0] == REQUEST && of[1] == TILE_DATA) {
    granted = true;
    return 0;
  }
  register long r10 asm("r10") = of[3];
  register long r8 asm("r8") = of[4];
  register long r9 asm("r9") = of[5];
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(of[0]), "S"(of[1]), "d"(of[2]), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  if (result < 0 && result > -4096) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return result;
}
