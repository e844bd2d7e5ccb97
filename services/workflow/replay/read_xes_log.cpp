#include <pugixml.hpp>

#include <unordered_map>

#include "services/lib/errors/error.h"
#include "services/workflow/replay/event_log.h"
#include "services/workflow/replay/gzip_file.h"
#include "services/workflow/replay/log_time.h"

namespace lianban::workflow {
namespace {

class XesReader {
 public:
  XesReader(std::string path, const LogColumns& names, absl::TimeZone zone) : path_(std::move(path)), names_(names), zone_(zone) {}

  absl::StatusOr<EventLog> Read() {
    LIANBAN_ASSIGN_OR_RETURN(std::string text, ReadWhole(path_));
    pugi::xml_document document;
    // pugixml expands no external entities.
    pugi::xml_parse_result parsed = document.load_buffer_inplace(text.data(), text.size());
    if (!parsed) return Invalid(parsed.description());
    pugi::xml_node root = document.child("log");
    if (!root) return Invalid("no <log>");
    for (pugi::xml_node trace : root.children("trace")) LIANBAN_RETURN_IF_ERROR(ReadTrace(trace));
    return std::move(log_);
  }

 private:
  absl::Status Invalid(std::string detail) const {
    return Error("EVENT_LOG_INVALID", {{"file", path_}, {"line", "0"}, {"detail", std::move(detail)}});
  }

  static std::string Attribute(pugi::xml_node of, const std::string& key) {
    for (pugi::xml_node child : of.children()) {
      if (key == child.attribute("key").value()) return child.attribute("value").value();
    }
    return "";
  }

  int ColumnOf(const std::string& key) {
    auto [it, fresh] = columns_.try_emplace(key, static_cast<int>(log_.columns.size()));
    if (fresh) log_.columns.push_back(key);
    return it->second;
  }

  void Collect(pugi::xml_node of, const std::string& prefix, std::vector<std::string>& values) {
    for (pugi::xml_node child : of.children()) {
      pugi::xml_attribute key = child.attribute("key"), value = child.attribute("value");
      if (!key || !value) continue;
      size_t column = static_cast<size_t>(ColumnOf(prefix + key.value()));
      if (values.size() <= column) values.resize(column + 1);
      values[column] = value.value();
    }
  }

  absl::Status ReadTrace(pugi::xml_node trace) {
    std::string id = Attribute(trace, names_.case_id);
    if (id.empty()) id = "#" + std::to_string(log_.cases.size() + 1);
    auto number = static_cast<int32_t>(log_.cases.size());
    log_.cases.push_back(id);
    std::vector<std::string> shared;
    Collect(trace, "case:", shared);
    for (pugi::xml_node node : trace.children("event")) {
      LoggedEvent event;
      event.case_no = number;
      event.activity = Attribute(node, names_.activity);
      event.resource = Attribute(node, names_.resource);
      std::string when = Attribute(node, names_.time);
      auto time = ParseLogTime(when, zone_);
      if (!time) return Invalid("case " + id + ": \"" + when + "\" is not a time");
      event.time = time->time;
      event.date_only = time->date_only;
      event.values = shared;
      Collect(node, "", event.values);
      log_.events.push_back(std::move(event));
    }
    return absl::OkStatus();
  }

  std::string path_;
  LogColumns names_;
  absl::TimeZone zone_;
  EventLog log_;
  std::unordered_map<std::string, int> columns_;
};

}  // namespace

absl::StatusOr<EventLog> ReadXesLog(const std::string& path, const LogColumns& columns, absl::TimeZone zone) {
  return XesReader(path, columns, zone).Read();
}

}  // namespace lianban::workflow
