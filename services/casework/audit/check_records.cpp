#include "services/casework/audit/check_records.h"

#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace lianban::audit {
namespace {

using nlohmann::json;

constexpr std::string_view kType = "record.";

json Parsed(std::string_view text) { return json::parse(text, nullptr, false); }

// "approver, files.process.lua"
std::string Differences(const json& was, const json& is) {
  if (!was.is_object() || !is.is_object()) return "";
  std::string parts;
  for (const json& change : json::diff(was, is)) {
    std::string path = change.at("path").get<std::string>().substr(1);
    if (parts.find(path) == std::string::npos) parts += (parts.empty() ? "" : ", ") + path;
  }
  return parts;
}

}  // namespace

void RecordCheck::AddEvent(const StoredEvent& event) {
  if (!event.record.type.starts_with(kType) || !event.salt) return;  // erased by law: nothing to compare with
  const json payload = Parsed(event.record.payload);
  if (!payload.is_object() || !payload.contains("subject") || !payload["subject"].is_string()) return;
  ++records_;
  recorded_[payload["subject"].get<std::string>()] = {event.log_index, payload.value("body", json()).dump()};
}

void RecordCheck::AddRow(std::string_view subject, std::string_view body_json) {
  rows_.emplace(subject, body_json);
}

std::vector<LogFinding> RecordCheck::Finish() const {
  std::vector<LogFinding> findings;
  for (const auto& [subject, recorded] : recorded_) {
    if (excused_.contains(subject)) continue;
    const json was = Parsed(recorded.body);
    const auto row = rows_.find(subject);
    if (row == rows_.end()) {
      if (!was.is_null()) findings.push_back({recorded.log_index, "RECORD_GONE", subject});
      continue;
    }
    const json is = Parsed(row->second);
    if (was == is) continue;
    const std::string parts = Differences(was, is);
    findings.push_back({recorded.log_index, "RECORD_CHANGED", parts.empty() ? subject : fmt::format("{}: {}", subject, parts)});
  }
  for (const auto& [subject, body] : rows_) {
    if (!recorded_.contains(subject) && !excused_.contains(subject)) findings.push_back({0, "RECORD_UNKNOWN", subject});
  }
  return findings;
}

}  // namespace lianban::audit
