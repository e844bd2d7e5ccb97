#include "tests/load/process_usage.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "fmt/format.h"

namespace lianban::load {
namespace {

// The fields of /proc/<pid>/stat after the name, which may hold spaces.
std::vector<std::string> StatFields(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(text.substr(name_end + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

}  // namespace

std::vector<pid_t> ProcessTree(pid_t root) {
  std::multimap<pid_t, pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const pid_t pid = std::stoi(name);
    const auto fields = StatFields(pid);
    if (fields.size() > 1) children.emplace(std::stoi(fields[1]), pid);
  }
  std::vector<pid_t> tree = {root};
  for (size_t i = 0; i < tree.size(); ++i) {
    const auto [first, last] = children.equal_range(tree[i]);
    for (auto it = first; it != last; ++it) tree.push_back(it->second);
  }
  return tree;
}

double CpuSeconds(const std::vector<pid_t>& processes) {
  long ticks = 0;
  for (const pid_t pid : processes) {
    const auto fields = StatFields(pid);
    if (fields.size() < 15) continue;
    for (int field = 11; field <= 14; ++field) ticks += std::stol(fields[field]);  // utime stime cutime cstime
  }
  return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double MemoryMebibytes(const std::vector<pid_t>& processes) {
  long kibibytes = 0;
  for (const pid_t pid : processes) {
    std::ifstream file(fmt::format("/proc/{}/smaps_rollup", pid));
    std::string line;
    while (std::getline(file, line)) {
      if (line.starts_with("Pss:")) kibibytes += std::stol(line.substr(4));
    }
  }
  return static_cast<double>(kibibytes) / 1024;
}

}  // namespace lianban::load
