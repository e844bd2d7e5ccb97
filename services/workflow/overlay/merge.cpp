#include "services/workflow/overlay/merge.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/overlay/block_json.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/overlay/source_lines.h"

namespace lianban::workflow::overlay {
namespace {

using nlohmann::json;

constexpr std::string_view kBlockLists[] = {"form", "materials", "steps"};
constexpr std::string_view kTables[] = {"params", "clock", "labels"};
// What an overlay says about itself.
constexpr std::string_view kOwnKeys[] = {"area", "basis", "note", "remove", "locked"};
constexpr std::string_view kBlockWords[] = {"after", "without", "whole"};

template <class List>
bool Has(const List& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

// One layer being laid over what is there already.
class Layer {
 public:
  Layer(const json& written, const ScriptBundle& bundle, Merged& merged)
      : written_(written), bundle_(bundle), merged_(merged), file_(TextAt(written, "$file")), area_(AreaOfFile(file_)) {}

  void ReadBase() {
    merged_.root = written_;
    const Places places = PlacesOf(written_);
    for (const auto& [key, value] : written_.items()) {
      if (!IsWritten(key) || key == "locked") continue;
      Note(key, places.Of(key));
      if (Has(kBlockLists, key) && value.is_array()) {
        for (const json& block : value) NoteBlock(key + "." + TextAt(block, "$name"), block);
      } else if (Has(kTables, key) && value.is_object()) {
        for (const auto& [name, each] : value.items()) {
          if (IsWritten(name)) Note(key + "." + name, places.Of(key + "." + name));
        }
      }
    }
    NoteTables();
    ReadLocks(places);
  }

  void Adapt() {
    if (!CheckHead()) return;
    places_ = PlacesOf(written_);
    Remove();
    for (const auto& [key, value] : written_.items()) {
      if (!IsWritten(key) || Has(kOwnKeys, key)) continue;
      if (Has(kBlockLists, key)) {
        AdaptBlocks(key, value);
      } else if (Has(kTables, key)) {
        AdaptTable(key, value);
      } else {
        Put(merged_.root, key, value, key, places_.Of(key));
      }
    }
    AdaptTables();
    ReadLocks(places_);
  }

 private:
  struct Places {
    std::map<std::string, int> lines;
    int block = 0;
    int Of(const std::string& key) const {
      const auto it = lines.find(key);
      return it == lines.end() ? block : it->second;
    }
  };

  Places PlacesOf(const json& block) const {
    const std::string file = TextAt(block, "$file").empty() ? file_ : TextAt(block, "$file");
    const auto source = bundle_.files.find(file);
    const int line = LineAt(block, 1);
    if (source == bundle_.files.end()) return {{}, line};
    return {KeyLines(source->second, line, TextAt(block, "$kind"), TextAt(block, "$name")), line};
  }

  void Find(std::string_view code, int line, std::string_view zh, std::string_view en, bool warning = false) {
    merged_.findings.push_back({file_, line, 0, std::string(code), fmt::format("{} ({})", zh, en), warning});
  }

  void Note(const std::string& path, int line) { merged_.origins[path] = {area_, file_, line}; }

  void NoteBlock(const std::string& path, const json& block) {
    const Places places = PlacesOf(block);
    Note(path, places.block);
    for (const auto& [key, value] : block.items()) {
      if (!IsWritten(key) || Has(kBlockWords, key)) continue;
      Note(path + "." + key, places.Of(key));
      if (key != "on" || !value.is_object()) continue;
      for (const auto& [outcome, target] : value.items()) Note(path + ".on." + outcome, places.Of("on." + outcome));
    }
  }

  void Forget(const std::string& path) {
    std::erase_if(merged_.origins, [&](const auto& each) {
      return each.first == path || std::string_view(each.first).starts_with(path + ".");
    });
  }

  // False and a finding when a lock from above holds the part.
  bool MayChange(const std::string& path, int line) {
    for (const Lock& lock : merged_.locks) {
      if (!Touches(path, lock.path)) continue;
      const std::string whose = lock.origin.area.empty() ? "base" : lock.origin.area;
      Find("OVERLAY_LOCKED", line,
           fmt::format("{} 不能调整：{}:{} 锁定了 {}，理由：{}", path, lock.origin.file, lock.origin.line, lock.path, lock.why),
           fmt::format("{} is locked by {} ({}:{}): {}", path, lock.path, lock.origin.file, lock.origin.line, lock.why));
      return false;
    }
    return true;
  }

  bool CheckHead() {
    const int line = LineAt(written_, 1);
    const std::string process = TextAt(merged_.root, "$name");
    if (TextAt(written_, "$kind") != "adapt" || TextAt(written_, "$name") != process) {
      Find("OVERLAY_PROCESS", line, fmt::format("应当返回 adapt \"{}\" {{ … }}", process),
           fmt::format("must return adapt \"{}\" {{ … }}", process));
      return false;
    }
    if (TextAt(written_, "area") != area_) {
      Find("OVERLAY_AREA", line, fmt::format("应写 area = \"{}\"", area_), fmt::format("needs area = \"{}\"", area_));
      return false;
    }
    return true;
  }

  void Unknown(const std::string& path, int line) {
    Find("OVERLAY_UNKNOWN", line, fmt::format("上级流程没有 {}", path), fmt::format("the process above has no {}", path));
  }

  // Sets `holder[key]`; says so when that changes nothing.
  void Put(json& holder, const std::string& key, const json& value, const std::string& path, int line) {
    if (!MayChange(path, line)) return;
    if (holder.is_object() && holder.contains(key) && !value.is_object() && holder[key] == value) {
      Find("OVERLAY_POINTLESS", line, fmt::format("{} 与上级相同", path), fmt::format("{} is what it is above", path), true);
    }
    if (!holder.is_object()) holder = json::object();
    holder[key] = value;
    Forget(path);
    Note(path, line);
  }

  void AdaptTable(const std::string& key, const json& value) {
    if (!IsTable(value)) return Put(merged_.root, key, value, key, places_.Of(key));
    json& holder = merged_.root[key];
    for (const auto& [name, each] : value.items()) {
      if (IsWritten(name)) Put(holder, name, each, key + "." + name, places_.Of(key + "." + name));
    }
  }

  static json* FindBlock(json& list, const std::string& name) {
    if (!list.is_array()) return nullptr;
    auto it = std::find_if(list.begin(), list.end(), [&](const json& each) { return TextAt(each, "$name") == name; });
    return it == list.end() ? nullptr : &*it;
  }

  void AdaptBlocks(const std::string& key, const json& value) {
    if (!value.is_array()) {
      if (!IsTable(value)) Find("OVERLAY_UNKNOWN", places_.Of(key), key + " 应当是列表", key + " must be a list");
      return;
    }
    json& list = merged_.root[key];
    if (!list.is_array()) list = json::array();
    for (const json& block : value) {
      const std::string path = key + "." + TextAt(block, "$name");
      json* known = FindBlock(list, TextAt(block, "$name"));
      if (known == nullptr) {
        AddBlock(list, key, path, block);
      } else if (block.value("whole", json(false)) == true) {
        if (!MayChange(path, LineAt(block, 1))) continue;
        Forget(path);
        *known = Stripped(block);
        NoteBlock(path, block);
      } else {
        ChangeBlock(*known, path, block);
      }
    }
  }

  static json Stripped(const json& block) {
    json copy = block;
    for (std::string_view word : kBlockWords) copy.erase(std::string(word));
    return copy;
  }

  void AddBlock(json& list, const std::string& key, const std::string& path, const json& block) {
    const int line = LineAt(block, 1);
    if (!MayChange(path, line)) return;
    auto at = list.end();
    const std::string after = TextAt(block, "after");
    if (!after.empty()) {
      json* before = FindBlock(list, after);
      if (before == nullptr) return Unknown(key + "." + after, line);
      at = list.begin() + (before - &list[0]) + 1;
    }
    list.insert(at, Stripped(block));
    NoteBlock(path, block);
  }

  void ChangeBlock(json& known, const std::string& path, const json& block) {
    const Places places = PlacesOf(block);
    if (TextAt(known, "$kind") != TextAt(block, "$kind")) {
      return Find("OVERLAY_KIND", places.block,
                  fmt::format("{} 在上级是 {}；要换成另一种，写 whole = true", path, TextAt(known, "$kind")),
                  fmt::format("{} is a {} above; to make it another kind, write whole = true", path, TextAt(known, "$kind")));
    }
    TakeOut(known, path, block, places);
    for (const auto& [key, value] : block.items()) {
      if (!IsWritten(key) || Has(kBlockWords, key)) continue;
      if (key == "on" && value.is_object() && known.contains("on") && known["on"].is_object()) {
        ChangeWays(known, path, value, places);
      } else {
        Put(known, key, value, path + "." + key, places.Of(key));
      }
    }
  }

  void ChangeWays(json& known, const std::string& path, const json& ways, const Places& places) {
    // The order of outcomes is read from the source: first as written above, then what is new here.
    json& places_written = known["$places"];
    if (!places_written.is_array()) places_written = json::array({{known["$file"], known["$line"]}});
    places_written.push_back({file_, places.block});
    for (const auto& [outcome, target] : ways.items()) {
      const std::string way = path + ".on." + outcome;
      const int line = places.Of("on." + outcome);
      if (target == false) {
        if (!known["on"].contains(outcome)) {
          Unknown(way, line);
        } else if (MayChange(way, line)) {
          known["on"].erase(outcome);
          Forget(way);
        }
      } else {
        Put(known["on"], outcome, target, way, line);
      }
    }
  }

  void TakeOut(json& known, const std::string& path, const json& block, const Places& places) {
    const json without = block.value("without", json::array());
    for (const json& key : without.is_array() ? without : json::array({without})) {
      if (!key.is_string()) continue;
      const std::string part = path + "." + key.get<std::string>();
      if (!known.contains(key.get<std::string>())) {
        Unknown(part, places.Of("without"));
      } else if (MayChange(part, places.Of("without"))) {
        known.erase(key.get<std::string>());
        Forget(part);
      }
    }
  }

  void Remove() {
    const auto remove = written_.find("remove");
    if (remove == written_.end()) return;
    const int line = places_.Of("remove");
    for (const json& each : remove->is_array() ? *remove : json::array({*remove})) {
      const std::string path = each.is_string() ? each.get<std::string>() : each.dump();
      const size_t dot = path.find('.');
      const std::string holder = path.substr(0, dot), name = dot == std::string::npos ? "" : path.substr(dot + 1);
      json* list = merged_.root.contains(holder) ? &merged_.root[holder] : nullptr;
      json* block = list != nullptr && Has(kBlockLists, holder) ? FindBlock(*list, name) : nullptr;
      const bool keyed = list != nullptr && Has(kTables, holder) && list->contains(name);
      if (block == nullptr && !keyed) {
        Unknown(path, line);
      } else if (MayChange(path, line)) {
        if (keyed) list->erase(name);
        else list->erase(list->begin() + (block - &(*list)[0]));
        Forget(path);
      }
    }
  }

  void NoteTables() {
    for (const auto& [path, text] : bundle_.files) {
      if (AreaOfFile(path) != area_) continue;
      if (path.ends_with(".csv")) merged_.origins[TablePath(path)] = {area_, path, 1};
      // Replaced by a layer below, and locked or not all the same.
      const std::string_view replaced = std::string_view(path).substr(0, path.size() - std::min(path.size(), sizeof kAbove - 1));
      if (path.ends_with(kAbove)) merged_.origins[TablePath(replaced)] = {area_, path, 1};
    }
  }

  void AdaptTables() {
    for (const auto& [path, text] : bundle_.files) {
      if (!path.ends_with(".csv") || AreaOfFile(path) != area_) continue;
      if (!MayChange(TablePath(path), LineAt(written_, 1))) continue;
      merged_.origins[TablePath(path)] = {area_, path, 1};
    }
  }

  static std::string TablePath(std::string_view path) {
    const size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
    return "tables." + std::string(path.substr(0, path.size() - 4));
  }

  void ReadLocks(const Places& places) {
    const auto locked = written_.find("locked");
    if (locked == written_.end() || !locked->is_object()) return;
    for (const auto& [path, why] : locked->items()) {
      const int line = places.Of("locked." + path);
      if (!why.is_string() || why.get<std::string>().empty()) {
        Find("LOCK_WRONG", line, fmt::format("locked：{} 要写明理由", path), fmt::format("locked: {} needs its reason", path));
        continue;
      }
      const bool known = std::any_of(merged_.origins.begin(), merged_.origins.end(), [&](const auto& origin) {
        return origin.first == path || std::string_view(origin.first).starts_with(path + ".");
      });
      if (!known) {
        Find("LOCK_UNKNOWN", line, fmt::format("locked：流程没有 {}", path), fmt::format("locked: the process has no {}", path));
        continue;
      }
      merged_.locks.push_back({path, why.get<std::string>(), {area_, file_, line}});
    }
  }

  const json& written_;
  const ScriptBundle& bundle_;
  Merged& merged_;
  const std::string file_, area_;
  Places places_;
};

}  // namespace

bool IsLayered(const json& root) {
  return root.is_array() && !root.empty() && TextAt(root[0], "$kind") == "workflow";
}

bool Touches(std::string_view path, std::string_view locked) {
  if (path.size() > locked.size()) std::swap(path, locked);
  return locked.starts_with(path) && (locked.size() == path.size() || locked[path.size()] == '.');
}

Merged MergeLayers(const json& root, const ScriptBundle& bundle) {
  Merged merged;
  if (!IsLayered(root)) {
    Layer(root, bundle, merged).ReadBase();
    return merged;
  }
  Layer(root[0], bundle, merged).ReadBase();
  for (size_t i = 1; i < root.size(); ++i) Layer(root[i], bundle, merged).Adapt();
  return merged;
}

}  // namespace lianban::workflow::overlay
