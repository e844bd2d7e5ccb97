#include "services/workflow/replay/mapping.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

std::string MappingPath(const ScriptBundle& bundle) {
  size_t slash = bundle.main.rfind('/');
  return (slash == std::string::npos ? "" : bundle.main.substr(0, slash + 1)) + "replay.lua";
}

class MappingReader {
 public:
  explicit MappingReader(const Model& model) : model_(model) {}

  absl::StatusOr<Mapping> Read(const json& root) {
    LIANBAN_RETURN_IF_ERROR(OnlyKeys(root, "replay.lua", {"columns", "given", "events"}));
    if (root.contains("columns")) LIANBAN_RETURN_IF_ERROR(ReadColumns(root["columns"]));
    if (root.contains("given")) mapping_.given = root["given"];
    auto events = root.find("events");
    if (events == root.end() || !events->is_object()) return Wrong("events = { [\"activity\"] = { … } } is missing");
    for (const auto& [activity, value] : events->items()) LIANBAN_RETURN_IF_ERROR(ReadEvent(activity, value));
    return std::move(mapping_);
  }

 private:
  static absl::Status Wrong(std::string detail) { return Error("REPLAY_MAPPING_INVALID", {{"detail", std::move(detail)}}); }

  static absl::Status OnlyKeys(const json& value, const std::string& where, std::initializer_list<std::string_view> keys) {
    if (!value.is_object()) return Wrong(where + " is not a table with names");
    for (const auto& [key, unused] : value.items()) {
      bool known = false;
      for (std::string_view each : keys) known |= each == key;
      if (!known) return Wrong(fmt::format("{}: unknown key {}", where, key));
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<std::string> Text(const json& value, const std::string& where) {
    if (value.is_string()) return value.get<std::string>();
    return Wrong(where + " is not a text");
  }

  absl::Status ReadColumns(const json& value) {
    LIANBAN_RETURN_IF_ERROR(OnlyKeys(value, "columns", {"case", "activity", "time", "resource"}));
    LogColumns columns;
    for (auto [key, to] : {std::pair("case", &columns.case_id), std::pair("activity", &columns.activity),
                           std::pair("time", &columns.time), std::pair("resource", &columns.resource)}) {
      if (value.contains(key)) {
        LIANBAN_ASSIGN_OR_RETURN(*to, Text(value[key], std::string("columns.") + key));
      }
    }
    mapping_.columns = std::move(columns);
    return absl::OkStatus();
  }

  absl::Status ReadEvent(const std::string& activity, const json& value) {
    MappedEvent event;
    if (!value.is_array() && !value.is_object()) return Wrong(activity + " is not a table");
    if (value.is_array() || value.contains("$items")) {
      for (const json& one : value.is_array() ? value : value["$items"]) LIANBAN_RETURN_IF_ERROR(ReadAct(activity, one, event));
    } else if (!value.empty()) {
      LIANBAN_RETURN_IF_ERROR(ReadAct(activity, value, event));
    }
    mapping_.events.emplace(activity, std::move(event));
    return absl::OkStatus();
  }

  absl::Status ReadAct(const std::string& activity, const json& value, MappedEvent& event) {
    LIANBAN_RETURN_IF_ERROR(OnlyKeys(value, activity, {"start", "task", "message", "timeout", "act", "outcome", "reason", "form", "ends"}));
    MappedAct act;
    int kinds = 0;
    for (const char* key : {"start", "task", "message", "timeout", "act"}) kinds += value.contains(key);
    if (kinds != 1) return Wrong(activity + " is one of start, task, message, timeout, act");
    if (value.contains("start")) act.kind = ActKind::kStart, act.command = CommandKind::kStart;
    if (value.contains("task")) LIANBAN_RETURN_IF_ERROR(ReadTask(activity, value["task"], act));
    if (value.contains("timeout")) LIANBAN_RETURN_IF_ERROR(ReadTimeout(activity, value["timeout"], act));
    if (value.contains("message")) {
      LIANBAN_ASSIGN_OR_RETURN(act.target, Text(value["message"], activity + ".message"));
    }
    if (value.contains("act")) LIANBAN_RETURN_IF_ERROR(ReadOperation(activity, value["act"], act));
    if (value.contains("outcome")) {
      LIANBAN_ASSIGN_OR_RETURN(act.outcome, ReadText(value["outcome"], activity + ".outcome"));
    }
    if (value.contains("reason")) {
      LIANBAN_ASSIGN_OR_RETURN(act.reason, ReadText(value["reason"], activity + ".reason"));
    }
    if (value.contains("form")) LIANBAN_RETURN_IF_ERROR(ReadForm(activity, value["form"], act));
    if (value.contains("ends")) {
      LIANBAN_ASSIGN_OR_RETURN(event.ends, Text(value["ends"], activity + ".ends"));
    }
    LIANBAN_RETURN_IF_ERROR(CheckOutcomes(activity, act));
    event.acts.push_back(std::move(act));
    return absl::OkStatus();
  }

  absl::Status ReadTask(const std::string& activity, const json& value, MappedAct& act) {
    act.kind = ActKind::kTask;
    act.command = CommandKind::kCompleteTask;
    LIANBAN_ASSIGN_OR_RETURN(act.step, Text(value, activity + ".task"));
    const Step* step = model_.Find(act.step);
    return step && step->kind == StepKind::kTask ? absl::OkStatus() : Wrong(fmt::format("{}: {} is not a task", activity, act.step));
  }

  absl::Status ReadTimeout(const std::string& activity, const json& value, MappedAct& act) {
    act.kind = ActKind::kTimeout;
    act.command = CommandKind::kFireTimer;
    LIANBAN_ASSIGN_OR_RETURN(act.step, Text(value, activity + ".timeout"));
    return model_.Find(act.step) ? absl::OkStatus() : Wrong(fmt::format("{}: there is no step {}", activity, act.step));
  }

  static absl::Status ReadOperation(const std::string& activity, const json& value, MappedAct& act) {
    LIANBAN_ASSIGN_OR_RETURN(std::string name, Text(value, activity + ".act"));
    auto kind = CommandKindFromName(name);
    if (!kind || *kind == CommandKind::kFireTimer || *kind == CommandKind::kStart) {
      return Wrong(fmt::format("{}: there is no operation {}", activity, name));
    }
    act.command = *kind;
    return absl::OkStatus();
  }

  static absl::StatusOr<MappedText> ReadText(const json& value, const std::string& where) {
    MappedText text;
    if (value.is_string()) {
      text.written = value.get<std::string>();
      return text;
    }
    LIANBAN_RETURN_IF_ERROR(OnlyKeys(value, where, {"column", "values", "otherwise"}));
    if (!value.contains("column")) return Wrong(where + ": column is missing");
    LIANBAN_ASSIGN_OR_RETURN(text.column, Text(value["column"], where + ".column"));
    if (value.contains("otherwise")) {
      LIANBAN_ASSIGN_OR_RETURN(text.otherwise, Text(value["otherwise"], where + ".otherwise"));
    }
    if (!value.contains("values")) return text;
    if (!value["values"].is_object()) return Wrong(where + ".values is not a table with names");
    for (const auto& [from, to] : value["values"].items()) {
      LIANBAN_ASSIGN_OR_RETURN(text.values[from], Text(to, where));
    }
    return text;
  }

  // In a form, a plain text names a column: what the log says is what is wanted there.
  absl::Status ReadForm(const std::string& activity, const json& value, MappedAct& act) {
    if (!value.is_object()) return Wrong(activity + ".form is not a table with names");
    for (const auto& [field, from] : value.items()) {
      if (!model_.FindField(field)) return Wrong(fmt::format("{}: there is no field {}", activity, field));
      MappedText text;
      if (from.is_string()) text.column = from.get<std::string>();
      else {
        LIANBAN_ASSIGN_OR_RETURN(text, ReadText(from, activity + "." + field));
      }
      act.form.emplace(field, std::move(text));
    }
    return absl::OkStatus();
  }

  // Outcomes of a task are known before anything runs.
  absl::Status CheckOutcomes(const std::string& activity, const MappedAct& act) const {
    if (act.kind != ActKind::kTask) return absl::OkStatus();
    const Step& step = *model_.Find(act.step);
    std::vector<std::string> said;
    if (act.outcome.column.empty()) said.push_back(act.outcome.written);
    for (const auto& [from, to] : act.outcome.values) said.push_back(to);
    if (act.outcome.otherwise) said.push_back(*act.outcome.otherwise);
    for (const std::string& outcome : said) {
      if (!step.on.contains(outcome)) return Wrong(fmt::format("{}: {} has no outcome \"{}\"", activity, act.step, outcome));
    }
    return absl::OkStatus();
  }

  const Model& model_;
  Mapping mapping_;
};

}  // namespace

absl::StatusOr<std::optional<Mapping>> LoadMapping(ScriptHost& host, const Model& model,
                                                   std::vector<ScriptDiagnostic>* diagnostics) {
  std::string path = MappingPath(*model.bundle);
  if (!model.bundle->files.contains(path)) return std::optional<Mapping>();
  ScriptBundle bundle = *model.bundle;
  bundle.main = path;
  LIANBAN_ASSIGN_OR_RETURN(LoadedScript script, host.Load(bundle, diagnostics));
  LIANBAN_ASSIGN_OR_RETURN(Mapping mapping, MappingReader(model).Read(script.root));
  return std::optional<Mapping>(std::move(mapping));
}

}  // namespace lianban::workflow
