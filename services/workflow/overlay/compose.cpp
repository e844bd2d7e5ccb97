#include "services/workflow/overlay/compose.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow::overlay {
namespace {

constexpr std::string_view kFolder = "overlays/";

std::string FolderOf(std::string_view area) { return area.empty() ? "" : fmt::format("{}{}/", kFolder, area); }

std::string_view FileName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

absl::Status Invalid(std::string_view area, std::string_view zh, std::string_view en) {
  return Error("OVERLAY_INVALID", {{"area", std::string(area)}, {"detail", std::string(zh)}, {"detail_en", std::string(en)}});
}

bool IsAreaCode(std::string_view area) {
  const bool digits = std::all_of(area.begin(), area.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && !area.empty() && LevelOf(area) != "";
}

// Layers are loaded by `use`, so every rule of every layer lives in one environment and has one number.
std::string MainScript(const std::vector<std::string>& areas) {
  std::string text = "return { use \"process\"";
  for (const std::string& area : areas) {
    if (!area.empty()) text += fmt::format(", use \"overlays/{}/adapt\"", area);
  }
  return text + " }\n";
}

// A table of that name above decides no longer; it is kept beside for comparison.
void Supersede(ScriptBundle& bundle, const std::string& table) {
  std::map<std::string, std::string> kept;
  for (auto& [path, text] : bundle.files) {
    if (FileName(path) == table) kept[path + kAbove] = std::move(text);
  }
  std::erase_if(bundle.files, [&](const auto& file) { return FileName(file.first) == table; });
  bundle.files.merge(kept);
}

}  // namespace

std::string_view LevelOf(std::string_view area) {
  switch (area.size()) {
    case 0: return "national";
    case 2: return "province";
    case 4: return "city";
    case 6: return "district";
    case 9: return "street";
    case 12: return "village";
    default: return "";
  }
}

bool LiesIn(std::string_view area, std::string_view above) { return area.starts_with(above); }

std::string AreaOfFile(std::string_view path) {
  if (!path.starts_with(kFolder)) return "";
  path.remove_prefix(kFolder.size());
  const size_t slash = path.find('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

std::vector<std::string> AreasOf(const ScriptBundle& bundle) {
  std::vector<std::string> areas = {""};
  for (const auto& [path, text] : bundle.files) {
    const std::string area = AreaOfFile(path);
    if (!area.empty() && FileName(path) == kAdaptFile) areas.push_back(area);
  }
  // Each lies in the one before, so the shorter code is the one above.
  std::sort(areas.begin(), areas.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return areas;
}

std::map<std::string, std::string> OwnFiles(const ScriptBundle& bundle) {
  const std::string area = AreasOf(bundle).back();
  if (area.empty()) return bundle.files;
  std::map<std::string, std::string> own;
  for (const auto& [path, text] : bundle.files) {
    if (AreaOfFile(path) == area && path != bundle.main) own[std::string(FileName(path))] = text;
  }
  return own;
}

absl::StatusOr<std::shared_ptr<const ScriptBundle>> ComposeBundle(const ScriptBundle& above, const std::string& area,
                                                                  const std::map<std::string, std::string>& files) {
  std::vector<std::string> areas = AreasOf(above);
  if (!IsAreaCode(area)) return Invalid(area, "区划代码应为2、4、6、9或12位", "an area code has 2, 4, 6, 9 or 12 digits");
  if (area == areas.back() || !LiesIn(area, areas.back())) {
    return Invalid(area, fmt::format("不在上一级 {} 之内", areas.back()), fmt::format("does not lie in {}", areas.back()));
  }
  if (!files.contains(kAdaptFile)) return Invalid(area, "缺少 adapt.lua", "adapt.lua is missing");
  auto bundle = std::make_shared<ScriptBundle>(above);
  if (!areas.back().empty()) bundle->files.erase(above.main);
  for (const auto& [name, text] : files) {
    if (name.empty() || name.find('/') != std::string::npos || name == "effective.lua") {
      return Invalid(area, fmt::format("文件名 {} 不合规则", name), fmt::format("{} is no name of a file", name));
    }
    if (name.ends_with(".csv")) Supersede(*bundle, name);
    bundle->files[FolderOf(area) + name] = text;
  }
  areas.push_back(area);
  bundle->main = FolderOf(area) + "effective.lua";
  bundle->files[bundle->main] = MainScript(areas);
  return bundle;
}

}  // namespace lianban::workflow::overlay
