#include "services/workflow/sandbox/worker/chunk_label.h"

namespace lianban::workflow::sandbox {

std::string ChunkLabel(Context& context, std::string_view path) {
  constexpr size_t kLabelMax = LUA_IDSIZE - 2;
  std::string label(path);
  if (label.size() > kLabelMax) {
    std::string mark = "~" + std::to_string(context.paths.size() + 1) + "/";
    size_t start = path.size() - (kLabelMax - mark.size());
    while ((path[start] & 0xC0) == 0x80) ++start;  // never inside a character
    label = mark + std::string(path.substr(start));
  }
  context.paths.emplace(label, path);
  return label;
}

std::string PathOf(const Context& context, std::string_view label) {
  auto found = context.paths.find(label);
  return found == context.paths.end() ? std::string(label) : found->second;
}

}  // namespace lianban::workflow::sandbox
