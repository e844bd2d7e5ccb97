#include "services/workflow/replay/casework_log.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/lib/errors/error.h"
#include "services/workflow/replay/gzip_file.h"
#include "services/workflow/replay/log_time.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

const json* Either(const json& of, const char* snake, const char* camel) {
  auto it = of.find(snake);
  if (it == of.end()) it = of.find(camel);
  return it == of.end() ? nullptr : &*it;
}

std::string TextAt(const json& of, const char* key) {
  auto it = of.find(key);
  return it != of.end() && it->is_string() ? it->get<std::string>() : "";
}

struct Entry {
  int64_t sequence = 0;
  absl::Time time;
  Command command;
  json facts;
};

// Entries that decisions of the past have found; many have found the same.
class FoundEntries {
 public:
  void Add(const json& ledgers, absl::Time seen) {
    for (const auto& [ledger, keys] : ledgers.items()) {
      for (const auto& [key, entries] : keys.items()) {
        for (const json& entry : entries) AddOne({ledger, key}, entry, seen);
      }
    }
  }

  std::vector<PastEntry> Take() {
    std::stable_sort(all_.begin(), all_.end(), [](const PastEntry& a, const PastEntry& b) { return a.since < b.since; });
    return std::move(all_);
  }

 private:
  void AddOne(LedgerKey under, const json& entry, absl::Time seen) {
    if (!known_.emplace(under, entry.dump()).second) return;
    const auto entered = ParseLogTime(TextAt(entry, "entered"), absl::FixedTimeZone(8 * 3600));
    all_.push_back({std::move(under), entered ? entered->time : seen, entry});
  }

  std::set<std::pair<LedgerKey, std::string>> known_;
  std::vector<PastEntry> all_;
};

// One case: what its own history says about task numbers and children.
class CaseReader {
 public:
  PastEvent Read(const Entry& entry) {
    PastEvent past;
    past.name = std::string(Name(entry.command.kind));
    past.time = entry.time;
    Remember(entry.facts);
    for (const json& fact : entry.facts) {
      if (TextAt(fact, "type") == "CaseFinished") past.ends = TextAt(fact, "result");
    }
    // A case that went to another release did nothing by that; the script that is tried takes its place anyway.
    if (entry.command.kind == CommandKind::kMigrate || entry.command.kind == CommandKind::kMoveBack) return past;
    if (entry.command.kind == CommandKind::kFireTimer) ReadTimer(entry.facts, past);
    else past.acts.push_back(ActOf(entry));
    if (past.acts.size() == 1 && !past.acts[0].step.empty()) past.name += " " + past.acts[0].step;
    MoveDesks(entry.facts);
    return past;
  }

 private:
  void Remember(const json& facts) {
    for (const json& fact : facts) {
      std::string type = TextAt(fact, "type");
      if (type == "TaskOpened") {
        steps_[fact.value("task", int64_t{0})] = TextAt(fact, "step");
        desks_[fact.value("task", int64_t{0})] = TextAt(fact, "desk");
      }
      if (type == "ChildStarted") children_.push_back(fact.value("no", int64_t{0}));
      if (type != "CaseMigrated" && type != "CaseMovedBack") continue;
      for (const json& task : fact.value("tasks", json::array())) steps_[task.value("task", int64_t{0})] = TextAt(task, "step");
    }
  }

  // 转办、提级: from the next command on it lies elsewhere.
  void MoveDesks(const json& facts) {
    for (const json& fact : facts) {
      const std::string type = TextAt(fact, "type");
      if (type == "TaskTransferred" || type == "TaskEscalated") desks_[fact.value("task", int64_t{0})] = TextAt(fact, "desk");
    }
  }

  // A timer that only changed a light is the clock's business and is not compared.
  static void ReadTimer(const json& facts, PastEvent& past) {
    for (const json& fact : facts) {
      std::string type = TextAt(fact, "type");
      const bool waited = type == "WaitEnded" && TextAt(fact, "by") == "system";
      if (type != "TimedOut" && type != "InvitationClosed" && !waited) continue;
      Act act;
      act.kind = ActKind::kTimeout;
      act.step = TextAt(fact, "step");
      past.acts.push_back(std::move(act));
    }
  }

  Act ActOf(const Entry& entry) const {
    Act act;
    act.command = entry.command;
    if (entry.command.kind == CommandKind::kStart) act.kind = ActKind::kStart;
    if (entry.command.kind == CommandKind::kChildFinished) {
      act.kind = ActKind::kChild;
      auto it = std::find(children_.begin(), children_.end(), entry.command.data.value("no", int64_t{0}));
      act.child = static_cast<int>(it - children_.begin()) + 1;
    }
    if (entry.command.task != 0) {
      act.kind = ActKind::kTask;
      auto it = steps_.find(entry.command.task);
      if (it != steps_.end()) act.step = it->second;
      if (const auto desk = desks_.find(entry.command.task); desk != desks_.end()) act.desk = desk->second;
    }
    return act;
  }

  std::map<int64_t, std::string> steps_, desks_;
  std::vector<int64_t> children_;
};

class LogReader {
 public:
  LogReader(std::string path, std::string_view process) : path_(std::move(path)), process_(process) {}

  absl::StatusOr<Recording> Read() {
    LIANBAN_ASSIGN_OR_RETURN(std::string text, ReadWhole(path_));
    return Read(text);
  }

  absl::StatusOr<Recording> Read(std::string_view text) {
    json whole = json::parse(text, nullptr, false);
    if (whole.is_object()) {
      line_ = 1;
      LIANBAN_RETURN_IF_ERROR(Take(whole));
    } else {
      LIANBAN_RETURN_IF_ERROR(ReadLines(text));
    }
    return Finish();
  }

 private:
  absl::Status Invalid(std::string detail) const {
    return Error("EVENT_LOG_INVALID", {{"file", path_}, {"line", std::to_string(line_)}, {"detail", std::move(detail)}});
  }

  absl::Status ReadLines(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      json value = json::parse(line, nullptr, false);
      if (!value.is_object()) return Invalid("not a JSON object");
      LIANBAN_RETURN_IF_ERROR(Take(value));
    }
    return absl::OkStatus();
  }

  absl::Status Take(const json& value) {
    // Watch wraps what it sends once more.
    if (auto result = value.find("result"); result != value.end() && result->is_object()) return Take(*result);
    if (auto events = value.find("events"); events != value.end() && events->is_array()) {
      for (const json& event : *events) LIANBAN_RETURN_IF_ERROR(Take(event));
      return absl::OkStatus();
    }
    if (!Either(value, "case_id", "caseId")) return absl::OkStatus();  // a heartbeat
    try {
      return TakeEvent(value);
    } catch (const json::exception& e) {
      return Invalid(e.what());
    }
  }

  absl::Status TakeEvent(const json& event) {
    if (!process_.empty() && TextAt(event, "process") != process_) return absl::OkStatus();
    const json* payload = Either(event, "payload_json", "payloadJson");
    if (!payload) return Invalid("no payload_json");
    json content = payload->is_string() ? json::parse(payload->get<std::string>()) : *payload;
    auto command = CommandFromJson(content.at("command"));
    if (!command.ok()) return Invalid(std::string(command.status().message()));
    auto time = ParseLogTime(TextAt(event, "time"), absl::UTCTimeZone());
    if (!time) return Invalid("no time");
    Entry entry;
    const json& sequence = event.at("sequence");  // a 64-bit number is a text in protobuf's JSON
    entry.sequence = sequence.is_string() ? std::stoll(sequence.get<std::string>()) : sequence.get<int64_t>();
    entry.time = time->time;
    entry.command = *std::move(command);
    entry.facts = content.value("facts", json::array());
    if (auto ledgers = content.find("ledgers"); ledgers != content.end()) found_.Add(*ledgers, entry.time);
    std::string id = Either(event, "case_id", "caseId")->get<std::string>();
    if (!cases_.contains(id)) order_.push_back(id);
    cases_[id].push_back(std::move(entry));
    return absl::OkStatus();
  }

  Recording Finish() {
    Recording recording;
    recording.all_timers = true;
    recording.entries = found_.Take();
    for (const std::string& id : order_) {
      std::vector<Entry>& entries = cases_[id];
      std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.sequence < b.sequence; });
      PastCase past;
      past.id = id;
      CaseReader reader;
      for (const Entry& entry : entries) {
        past.events.push_back(reader.Read(entry));
        recording.last = std::max(recording.last, entry.time);
      }
      recording.cases.push_back(std::move(past));
    }
    return recording;
  }

  std::string path_, process_;
  int line_ = 0;
  std::map<std::string, std::vector<Entry>> cases_;
  FoundEntries found_;
  std::vector<std::string> order_;
};

}  // namespace

absl::StatusOr<Recording> ReadCaseworkLog(const std::string& path, std::string_view process) {
  return LogReader(path, process).Read();
}

absl::StatusOr<Recording> ReadCaseworkEvents(std::string_view lines, std::string_view process) {
  return LogReader("casework", process).Read(lines);
}

}  // namespace lianban::workflow
