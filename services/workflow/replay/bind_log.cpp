// From an event log to a recording: columns become values of the form, activities become commands.

#include <cstdlib>
#include <set>

#include "services/lib/errors/error.h"
#include "services/workflow/replay/mapping.h"
#include "services/workflow/scenario/world.h"
#include "services/workflow/validate/money.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

class Binder {
 public:
  Binder(const EventLog& log, const Mapping& mapping, const Model& model) : log_(log), mapping_(mapping), model_(model) {
    for (size_t i = 0; i < log.columns.size(); ++i) columns_[log.columns[i]] = i;
  }

  Recording Bind() {
    Recording recording;
    recording.given = mapping_.given;
    recording.cases.resize(log_.cases.size());
    for (size_t i = 0; i < log_.cases.size(); ++i) recording.cases[i].id = log_.cases[i];
    for (const LoggedEvent& event : log_.events) {
      recording.cases[static_cast<size_t>(event.case_no)].events.push_back(BindEvent(event));
      recording.last = std::max(recording.last, event.time + (event.date_only ? absl::Hours(24) : absl::ZeroDuration()));
    }
    std::set<std::string> timed;
    for (const auto& [activity, event] : mapping_.events) {
      for (const MappedAct& act : event.acts) {
        if (act.kind == ActKind::kTimeout) timed.insert(act.step);
      }
    }
    recording.timed_steps.assign(timed.begin(), timed.end());
    return recording;
  }

 private:
  PastEvent BindEvent(const LoggedEvent& event) {
    PastEvent past;
    past.name = event.activity;
    past.time = event.time;
    past.date_only = event.date_only;
    auto mapped = mapping_.events.find(event.activity);
    if (mapped == mapping_.events.end()) {
      past.acts.push_back(Wrong(Error("REPLAY_ACTIVITY_UNMAPPED", {{"activity", event.activity}})));
      return past;
    }
    past.ends = mapped->second.ends;
    for (const MappedAct& act : mapped->second.acts) past.acts.push_back(BindAct(act, event));
    return past;
  }

  static Act Wrong(absl::Status status) {
    Act act;
    act.kind = ActKind::kWrong;
    act.wrong = std::move(status);
    return act;
  }

  const std::string& Value(const LoggedEvent& event, const std::string& column) const {
    static const std::string nothing;
    auto it = columns_.find(column);
    return it == columns_.end() || it->second >= event.values.size() ? nothing : event.values[it->second];
  }

  std::string TextOf(const MappedText& text, const LoggedEvent& event) const {
    if (text.column.empty()) return text.written;
    const std::string& value = Value(event, text.column);
    auto it = text.values.find(value);
    if (it != text.values.end()) return it->second;
    return text.otherwise.value_or(value);
  }

  static absl::StatusOr<json> FieldValue(const Field& field, const std::string& text) {
    if (field.type == "money") {
      auto fen = FenFromYuan(text);
      if (!fen.ok()) return fen.status();
      return json(*fen);
    }
    if (field.type == "bool") return json(text == "true" || text == "1");
    if (field.type == "integer" || field.type == "number") {
      json number = json::parse(text, nullptr, false);
      if (number.is_number()) return number;
      return Error("REPLAY_VALUE_INVALID", {{"field", field.name}, {"value", text}});
    }
    return json(text);
  }

  Act BindAct(const MappedAct& mapped, const LoggedEvent& event) {
    Act act;
    act.kind = mapped.kind;
    act.step = mapped.step;
    Command& command = act.command;
    command.kind = mapped.command;
    command.target = mapped.target;
    command.outcome = TextOf(mapped.outcome, event);
    command.reason = TextOf(mapped.reason, event);
    if (act.kind == ActKind::kTask || act.kind == ActKind::kStart) command.actor = {ActorClass::kPerson, event.resource, "", {}};
    else command.actor.kind = act.kind == ActKind::kTimeout ? ActorClass::kSystem : ActorClass::kService;
    json form = json::object();
    for (const auto& [name, from] : mapped.form) {
      std::string text = TextOf(from, event);
      if (text.empty()) continue;
      auto value = FieldValue(*model_.FindField(name), text);
      if (!value.ok()) return Wrong(Error("REPLAY_VALUE_INVALID", {{"field", name}, {"value", text}}));
      form[name] = *std::move(value);
    }
    if (act.kind == ActKind::kTask) {
      command.data = std::move(form);
    } else if (act.kind == ActKind::kStart) {
      command.data = {{"form", std::move(form)},
                      {"unit", GivenText(mapping_.given, "unit", kScenarioUnit)},
                      {"area", GivenText(mapping_.given, "area", "")}};
    } else if (!form.empty()) {
      command.data = command.kind == CommandKind::kEditForm ? std::move(form) : json{{"form", std::move(form)}};
    }
    return act;
  }

  const EventLog& log_;
  const Mapping& mapping_;
  const Model& model_;
  std::map<std::string, size_t> columns_;
};

}  // namespace

Recording BindLog(const EventLog& log, const Mapping& mapping, const Model& model) { return Binder(log, mapping, model).Bind(); }

}  // namespace lianban::workflow
