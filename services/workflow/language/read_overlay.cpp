#include "services/workflow/language/read_overlay.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/overlay/compose.h"

namespace lianban::workflow {
namespace {

namespace fs = std::filesystem;

absl::Status Invalid(const fs::path& folder, std::string zh, std::string en) {
  return Error("OVERLAY_INVALID", {{"area", folder.string()}, {"detail", std::move(zh)}, {"detail_en", std::move(en)}});
}

absl::StatusOr<std::map<std::string, std::string>> ReadFiles(const fs::path& folder) {
  std::map<std::string, std::string> files;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string extension = it->path().extension().string();
    if (!it->is_regular_file() || (extension != ".lua" && extension != ".csv")) continue;
    const uintmax_t size = fs::file_size(it->path(), failed);
    std::ifstream in(it->path(), std::ios::binary);
    if (failed || !in || size > kFileBytesMax) return Error("FILE_UNREADABLE", {{"file", it->path().string()}});
    files[it->path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  if (failed) return Error("FILE_UNREADABLE", {{"file", folder.string()}});
  return files;
}

absl::StatusOr<fs::path> FindBase(const fs::path& folder, const std::string& process) {
  std::error_code failed;
  for (fs::path above = fs::absolute(folder, failed).lexically_normal(); above.has_relative_path();
       above = above.parent_path()) {
    const fs::path base = above.parent_path() / "base" / process;
    if (fs::exists(base / "process.lua", failed)) return base;
  }
  return Invalid(folder, fmt::format("找不到上级流程 base/{}", process), fmt::format("there is no base/{} above it", process));
}

// A folder found by its whole path, in the way in which people have named the one beside it.
fs::path AsTyped(const fs::path& found, const fs::path& named) {
  std::error_code failed;
  return named.is_absolute() ? found : fs::relative(found, fs::current_path(failed), failed);
}

absl::StatusOr<EffectiveProcess> Compose(const std::string& process, const fs::path& base,
                                         const std::vector<OverlayLayer>& overlays) {
  EffectiveProcess effective{process, nullptr, {{"", base}}};
  LIANBAN_ASSIGN_OR_RETURN(effective.bundle, ReadBundle(base));
  for (const OverlayLayer& layer : overlays) {
    LIANBAN_ASSIGN_OR_RETURN(const auto files, ReadFiles(layer.folder));
    LIANBAN_ASSIGN_OR_RETURN(effective.bundle, overlay::ComposeBundle(*effective.bundle, layer.area, files));
    effective.layers.push_back(layer);
  }
  return effective;
}

}  // namespace

absl::StatusOr<std::vector<fs::path>> FindOverlayFolders(const fs::path& root) {
  std::error_code failed;
  if (!fs::is_directory(root, failed)) return Error("FILE_UNREADABLE", {{"file", root.string()}});
  if (fs::exists(root / overlay::kAdaptFile, failed)) return std::vector<fs::path>{root};
  std::vector<fs::path> folders;
  for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
    if (it->path().filename() == overlay::kAdaptFile && it->is_regular_file()) folders.push_back(it->path().parent_path());
  }
  if (failed) return Error("FILE_UNREADABLE", {{"file", root.string()}});
  std::sort(folders.begin(), folders.end());
  return folders;
}

absl::StatusOr<EffectiveProcess> ReadEffectiveProcess(const fs::path& folder) {
  std::error_code failed;
  const fs::path whole = fs::absolute(folder, failed).lexically_normal();
  const fs::path plain = whole.has_filename() ? whole : whole.parent_path();
  const std::string process = plain.filename().string(), area = plain.parent_path().filename().string();
  const fs::path overlays = plain.parent_path().parent_path();
  LIANBAN_ASSIGN_OR_RETURN(const fs::path base, FindBase(plain, process));
  std::vector<OverlayLayer> layers;
  for (fs::directory_iterator it(overlays, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string above = it->path().filename().string();
    const fs::path candidate = it->path() / process;
    if (above == area || !overlay::LiesIn(area, above)) continue;
    if (fs::exists(candidate / overlay::kAdaptFile, failed)) layers.push_back({above, AsTyped(candidate, folder)});
  }
  if (failed) return Error("FILE_UNREADABLE", {{"file", overlays.string()}});
  std::sort(layers.begin(), layers.end(), [](const auto& a, const auto& b) { return a.area.size() < b.area.size(); });
  layers.push_back({area, folder});
  return Compose(process, AsTyped(base, folder), layers);
}

absl::StatusOr<EffectiveProcess> ReadEffectiveProcessOf(const fs::path& workflows, const std::string& process,
                                                        const std::string& area) {
  std::error_code failed;
  const fs::path base = workflows / "base" / process;
  if (!fs::exists(base / "process.lua", failed)) return Error("NOT_FOUND", {{"name", process}});
  LIANBAN_ASSIGN_OR_RETURN(const auto folders, FindOverlayFolders(workflows));
  std::vector<OverlayLayer> layers;
  for (const fs::path& folder : folders) {
    const std::string of = folder.parent_path().filename().string();
    if (folder.filename() != process || !overlay::LiesIn(area, of)) continue;
    const bool twice = std::any_of(layers.begin(), layers.end(), [&](const auto& layer) { return layer.area == of; });
    if (twice) return Invalid(folder, "同一地区有两份调整", "there are two overlays for this area");
    layers.push_back({of, folder});
  }
  std::sort(layers.begin(), layers.end(), [](const auto& a, const auto& b) { return a.area.size() < b.area.size(); });
  return Compose(process, base, layers);
}

}  // namespace lianban::workflow
