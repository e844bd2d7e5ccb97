#include "services/workflow/overlay/compare.h"

#include <algorithm>
#include <optional>

#include "services/workflow/overlay/block_json.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/overlay/source_lines.h"

namespace lianban::workflow::overlay {
namespace {

using nlohmann::json;

// The value without places: rules become their text, so that equal scripts give equal values.
json Plain(const json& value, const ScriptBundle& bundle) {
  if (value.is_array()) {
    json list = json::array();
    for (const json& each : value) list.push_back(Plain(each, bundle));
    return list;
  }
  if (!value.is_object()) return value;
  if (value.contains("$function")) {
    const auto source = bundle.files.find(TextAt(value, "$file"));
    return source == bundle.files.end() ? json("function") : json(RuleText(source->second, LineAt(value, 1)));
  }
  json plain = json::object();
  for (const auto& [key, each] : value.items()) {
    if (key == "$line" || key == "$file" || key == "$places") continue;
    plain[key] = Plain(each, bundle);
  }
  return plain;
}

// The part a path names; nothing when there is none. Tables are compared as text.
std::optional<json> PartAt(const json& root, const ScriptBundle& bundle, const std::string& path) {
  const size_t dot = path.find('.');
  const std::string holder = path.substr(0, dot);
  std::string rest = dot == std::string::npos ? "" : path.substr(dot + 1);
  if (holder == "tables") {
    for (const auto& [file, text] : bundle.files) {
      if (file == rest + ".csv" || file.ends_with("/" + rest + ".csv")) return json(text);
    }
    return std::nullopt;
  }
  const auto found = root.find(holder);
  if (found == root.end()) return std::nullopt;
  if (rest.empty()) return Plain(*found, bundle);
  if (found->is_object()) {  // params, clock: the rest is one key, dots and all
    return found->contains(rest) ? std::optional(Plain((*found)[rest], bundle)) : std::nullopt;
  }
  if (!found->is_array()) return std::nullopt;
  const std::string name = rest.substr(0, rest.find('.'));
  rest = rest.size() > name.size() ? rest.substr(name.size() + 1) : "";
  for (const json& block : *found) {
    if (TextAt(block, "$name") != name) continue;
    const json* part = &block;
    while (!rest.empty()) {
      const std::string key = rest.substr(0, rest.find('.'));
      if (!part->is_object() || !part->contains(key)) return std::nullopt;
      part = &(*part)[key];
      rest = rest.size() > key.size() ? rest.substr(key.size() + 1) : "";
    }
    return Plain(*part, bundle);
  }
  return std::nullopt;
}

// Paths the overlay changes or adds, each with its place, and those it takes away.
struct Written {
  std::map<std::string, Origin> changed;
  std::map<std::string, Origin> removed;
};

Written PathsOf(const Merged& above, const Merged& effective, const std::string& area) {
  Written written;
  for (const auto& [path, origin] : effective.origins) {
    if (origin.area == area) written.changed[path] = origin;
  }
  // Of a block that is new here the block alone is told, not each of its keys.
  std::erase_if(written.changed, [&](const auto& each) {
    const size_t block_end = each.first.find('.', each.first.find('.') + 1);
    const std::string block = each.first.substr(0, block_end);
    return block_end != std::string::npos && block != each.first && written.changed.contains(block) &&
           !block.starts_with("params.") && !block.starts_with("clock.");
  });
  for (const auto& [path, origin] : above.origins) {
    if (!effective.origins.contains(path)) written.removed[path] = origin;
  }
  std::erase_if(written.removed, [&](const auto& each) {
    const size_t last = each.first.rfind('.');
    return last != std::string::npos && written.removed.contains(each.first.substr(0, last));
  });
  return written;
}

const Lock* LockOn(const Merged& above, const std::string& path) {
  for (const Lock& lock : above.locks) {
    if (Touches(path, lock.path)) return &lock;
  }
  return nullptr;
}

// The block a path lies in must still be there: steps.examine of steps.examine.on.grant.
bool HolderExists(const json& root, const ScriptBundle& bundle, const std::string& path) {
  const size_t first = path.find('.'), second = first == std::string::npos ? first : path.find('.', first + 1);
  const bool in_block = path.starts_with("steps.") || path.starts_with("form.") || path.starts_with("materials.");
  if (!in_block || second == std::string::npos) return true;
  return PartAt(root, bundle, path.substr(0, second)).has_value();
}

std::string AsText(const std::optional<json>& value) {
  if (!value) return "";
  return value->is_string() ? value->get<std::string>() : value->dump(-1, ' ', false, json::error_handler_t::replace);
}

// The table as it was before the last layer replaced it: the one of the lowest layer that had one.
std::optional<json> TableAbove(const ScriptBundle& bundle, const std::string& path) {
  const std::string name = path.substr(path.find('.') + 1) + ".csv" + kAbove;
  std::optional<json> found;
  size_t area_size = 0;
  for (const auto& [file, text] : bundle.files) {
    if (file != name && !file.ends_with("/" + name)) continue;
    const std::string area = AreaOfFile(file);
    if (found && area.size() < area_size) continue;
    found = text;
    area_size = area.size();
  }
  return found;
}

json WithoutLast(const json& root) {
  json above = root;
  above.erase(above.size() - 1);
  return above;
}

}  // namespace

std::string PartText(const json& value, const ScriptBundle& bundle) {
  static const std::map<std::string, std::string> kUnits = {{"minutes", "min"}, {"hours", "h"},   {"days", "d"},
                                                            {"workdays", "wd"}, {"months", "mo"}, {"years", "y"}};
  if (value.is_object()) {
    const auto unit = kUnits.find(TextAt(value, "$kind"));
    if (unit != kUnits.end() && value.contains("count")) return PartText(value["count"], bundle) + unit->second;
    if (value.contains("$param")) return "param \"" + TextAt(value, "$param") + "\"";
    if (!TextAt(value, "$name").empty()) return TextAt(value, "$kind") + " \"" + TextAt(value, "$name") + "\"";
  }
  return AsText(Plain(value, bundle));
}

std::vector<PartFate> CompareBases(const LoadedLayers& effective, const LoadedLayers& now) {
  const ScriptBundle& bundle = *effective.bundle;
  const std::string area = AreasOf(bundle).back();
  const json above_layers = WithoutLast(effective.root);
  const Merged before = MergeLayers(above_layers, bundle), ours = MergeLayers(effective.root, bundle);
  const Merged today = MergeLayers(now.root, *now.bundle);
  const Written written = PathsOf(before, ours, area);
  std::vector<PartFate> fates;
  const auto judge = [&](const std::string& path, const Origin& here, bool removes) {
    const auto was = path.starts_with("tables.") ? TableAbove(bundle, path) : PartAt(before.root, bundle, path);
    const auto is = PartAt(today.root, *now.bundle, path);
    const auto mine = removes ? std::nullopt : PartAt(ours.root, bundle, path);
    PartFate fate{path, Fate::kApplies, here, AsText(was), AsText(is), AsText(mine), ""};
    if (is == mine) {
      fate.fate = Fate::kPointless;
    } else if (const Lock* lock = LockOn(today, path)) {
      fate.fate = Fate::kBroken;
      fate.why = lock->why;
    } else if (!HolderExists(today.root, *now.bundle, path) && HolderExists(before.root, bundle, path)) {
      fate.fate = Fate::kBroken;
    } else if (was != is) {
      fate.fate = Fate::kConflict;
    }
    fates.push_back(std::move(fate));
  };
  for (const auto& [path, origin] : written.changed) judge(path, origin, false);
  for (const auto& [path, origin] : written.removed) judge(path, origin, true);
  const auto old_main = bundle.files.find("process.lua"), new_main = now.bundle->files.find("process.lua");
  if (old_main != bundle.files.end() && new_main != now.bundle->files.end() &&
      Preamble(old_main->second) != Preamble(new_main->second)) {
    fates.push_back({"process.lua", Fate::kLook, {"", "process.lua", 1}, "", "", "", ""});
  }
  return fates;
}

}  // namespace lianban::workflow::overlay
