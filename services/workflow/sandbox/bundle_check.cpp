#include "services/workflow/sandbox/bundle_check.h"

#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

constexpr size_t kPathBytesMax = 200;
constexpr size_t kFilesMax = 500;
constexpr size_t kScriptBytesMax = 4 << 20;

bool IsLogicalPath(std::string_view path) {
  if (path.empty() || path.size() > kPathBytesMax || path.front() == '/' || !IsUtf8(path)) return false;
  if (path == ".." || path.starts_with("../") || path.find("/../") != path.npos || path.ends_with("/..")) return false;
  for (char c : path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == ':' || c == '\\' || c == '\'' || c == '"') return false;
  }
  return true;
}

}  // namespace

std::optional<ScriptDiagnostic> CheckBundle(const ScriptBundle& bundle) {
  ScriptDiagnostic d{.file = Printable(bundle.main, kPathBytesMax), .line = 1, .column = 1, .code = "SCRIPT_SOURCE"};
  size_t bytes = 0;
  for (const auto& [path, text] : bundle.files) {
    if (!IsLogicalPath(path)) {
      d.file = Printable(path, kPathBytesMax);
      d.message = "文件路径须为相对路径，不超过 200 字节，不含 .. : \\ 和引号 (a path in a bundle is relative, at most 200 bytes, without .. : \\ or quotes)";
      return d;
    }
    if (path.ends_with(".lua")) bytes += text.size();
  }
  if (!bundle.files.contains(bundle.main)) {
    d.message = "文件中没有主脚本 (the main script is not among the files)";
    return d;
  }
  if (bundle.files.size() > kFilesMax || bytes > kScriptBytesMax) {
    d.message = "一个流程最多 500 个文件、4 MiB 脚本 (a bundle has at most 500 files and 4 MiB of scripts)";
    return d;
  }
  return std::nullopt;
}

}  // namespace lianban::workflow::sandbox
