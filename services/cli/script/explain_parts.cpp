#include "services/cli/script/explain_parts.h"

#include <algorithm>
#include <filesystem>

#include "fmt/format.h"
#include "services/cli/import/csv_table.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compare.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/overlay/merge.h"

namespace lianban::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
namespace overlay = workflow::overlay;

struct Loaded {
  ProcessFolder folder;
  json root;
};

absl::StatusOr<Loaded> Load(workflow::ScriptHost& host, const std::string& workflows, const std::string& process,
                            const std::string& area) {
  LIANBAN_ASSIGN_OR_RETURN(auto effective, workflow::ReadEffectiveProcessOf(workflows, process, area));
  Loaded loaded;
  loaded.folder.path = effective.layers.back().folder.lexically_normal().string();
  loaded.folder.layers = std::move(effective.layers);
  loaded.folder.bundle = std::move(effective.bundle);
  LoadFolder(host, loaded.folder);
  LIANBAN_ASSIGN_OR_RETURN(workflow::LoadedScript script, host.Load(*loaded.folder.bundle));
  loaded.root = std::move(script.root);
  return loaded;
}

const json* ValueAt(const json& root, const std::string& path) {
  const size_t dot = path.find('.');
  const auto holder = root.find(path.substr(0, dot));
  if (holder == root.end() || dot == std::string::npos) return holder == root.end() ? nullptr : &*holder;
  std::string rest = path.substr(dot + 1);
  if (holder->is_object()) return holder->contains(rest) ? &(*holder)[rest] : nullptr;
  const std::string name = rest.substr(0, rest.find('.'));
  rest = rest.size() > name.size() ? rest.substr(name.size() + 1) : "";
  for (const json& block : *holder) {
    if (block.value("$name", "") != name) continue;
    const json* part = &block;
    while (!rest.empty()) {
      const std::string key = rest.substr(0, rest.find('.'));
      if (!part->is_object() || !part->contains(key)) return nullptr;
      part = &(*part)[key];
      rest = rest.size() > key.size() ? rest.substr(key.size() + 1) : "";
    }
    return part;
  }
  return nullptr;
}

// Blocks and lists of blocks are told by their keys.
bool HasParts(const overlay::Merged& merged, const std::string& path) {
  const auto next = merged.origins.lower_bound(path + ".");
  return next != merged.origins.end() && next->first.starts_with(path + ".");
}

EffectivePart PartOf(const ProcessFolder& folder, const std::string& path, std::string value,
                     const overlay::Origin& origin) {
  return {path, std::move(value), FilePath(folder, origin.file), origin.line, origin.area,
          std::string(overlay::LevelOf(origin.area))};
}

// Rows of parameters.csv in the folder of the city the area belongs to, the one nearest to the area last.
absl::Status SetParameters(const std::string& workflows, const std::string& area, EffectiveParts& effective) {
  std::error_code failed;
  for (const auto& city : fs::directory_iterator(fs::path(workflows) / "cities", failed)) {
    const fs::path about = city.path() / "city.csv", values = city.path() / "parameters.csv";
    if (area.size() < 4 || !fs::exists(about, failed) || !fs::exists(values, failed)) continue;
    LIANBAN_ASSIGN_OR_RETURN(const CsvTable cities, ReadCsvTable(about.string(), {"city_id"}, {}, true));
    if (cities.rows.empty() || cities.rows[0]["city_id"].substr(0, 4) != area.substr(0, 4)) continue;
    LIANBAN_ASSIGN_OR_RETURN(CsvTable table, ReadCsvTable(values.string(), {"key", "area_code", "value", "basis"}, {"locked"}));
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const CsvRecord& a, const CsvRecord& b) {
      return a["area_code"].size() < b["area_code"].size();
    });
    for (const CsvRecord& row : table.rows) {
      const std::string& of = row["area_code"];
      if (!overlay::LiesIn(area, of)) continue;
      for (EffectivePart& part : effective.parts) {
        if (part.path != "params." + row["key"]) continue;
        part = {part.path, row["value"], values.lexically_normal().string(), row.line, of.empty() ? area.substr(0, 4) : of,
                std::string(overlay::LevelOf(of.empty() ? area.substr(0, 4) : of))};
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<EffectiveParts> EffectivePartsOf(workflow::ScriptHost& host, const std::string& workflows,
                                                const std::string& process, const std::string& area) {
  LIANBAN_ASSIGN_OR_RETURN(const Loaded loaded, Load(host, workflows, process, area));
  const overlay::Merged merged = overlay::MergeLayers(loaded.root, *loaded.folder.bundle);
  EffectiveParts effective;
  effective.process = process;
  effective.area = area;
  effective.title = merged.root.value("title", process);
  for (const auto& finding : loaded.folder.findings) {
    if (!finding.warning) effective.findings.push_back(FindingLine(loaded.folder, finding));
  }
  for (const auto& [path, origin] : merged.origins) {
    if (HasParts(merged, path)) continue;
    const json* value = ValueAt(merged.root, path);
    effective.parts.push_back(
        PartOf(loaded.folder, path, value ? overlay::PartText(*value, *loaded.folder.bundle) : "", origin));
  }
  for (const overlay::Lock& lock : merged.locks) {
    effective.locks.push_back(PartOf(loaded.folder, lock.path, lock.why, lock.origin));
  }
  LIANBAN_RETURN_IF_ERROR(SetParameters(workflows, area, effective));
  return effective;
}

json PartsJson(const EffectiveParts& effective) {
  const auto list = [](const std::vector<EffectivePart>& parts, const char* value) {
    json out = json::array();
    for (const EffectivePart& part : parts) {
      out.push_back({{"path", part.path}, {value, part.value}, {"file", part.file}, {"line", part.line},
                     {"area", part.area}, {"level", part.level}});
    }
    return out;
  };
  return {{"process", effective.process}, {"area", effective.area},          {"title", effective.title},
          {"parts", list(effective.parts, "value")}, {"locks", list(effective.locks, "why")}, {"findings", effective.findings}};
}

absl::StatusOr<std::vector<BaseMove>> CompareWithBase(workflow::ScriptHost& host, const std::string& workflows,
                                                      const std::string& process, const std::string& area,
                                                      const std::string& onto) {
  LIANBAN_ASSIGN_OR_RETURN(const Loaded ours, Load(host, workflows, process, area));
  const std::vector<std::string> areas = overlay::AreasOf(*ours.folder.bundle);
  if (area.empty() || areas.back() != area) return Error("NOT_FOUND", {{"name", process + " " + area}});
  // What is above the overlay today: the layers of the next area up.
  LIANBAN_ASSIGN_OR_RETURN(const Loaded now, Load(host, onto, process, areas[areas.size() - 2]));
  std::vector<BaseMove> moves;
  for (const auto& part :
       overlay::CompareBases({ours.root, ours.folder.bundle.get()}, {now.root, now.folder.bundle.get()})) {
    const std::string change = fmt::format("{} → {} | {}", part.was, part.is, part.ours);
    switch (part.fate) {
      case overlay::Fate::kApplies: moves.push_back({part.path, "applies", "仍然成立", "applies", part.ours, false}); break;
      case overlay::Fate::kPointless:
        moves.push_back({part.path, "pointless", "已无必要：上级与本地相同", "pointless: the same above now", part.ours, false});
        break;
      case overlay::Fate::kConflict: moves.push_back({part.path, "conflict", "冲突：两边都改了", "conflict: both changed it", change, true}); break;
      case overlay::Fate::kBroken:
        moves.push_back({part.path, "broken", "不再成立：上级已取消或锁定", "broken: gone or locked above", part.why.empty() ? change : part.why, true});
        break;
      case overlay::Fate::kLook:
        moves.push_back({part.path, "look", "请核对：上级的公用函数改了", "look: helper code above has changed", "", false});
        break;
    }
  }
  return moves;
}

}  // namespace lianban::cli
