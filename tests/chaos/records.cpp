#include "tests/chaos/records.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/escaping.h"
#include "nlohmann/json.hpp"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::chaos {
namespace {

using nlohmann::json;

std::string Bytes(const json& line, const char* key) {
  return absl::HexStringToBytes(line.at(key).get<std::string>());
}

// A line about a change of the rules that was sent before.
void TakeRule(const std::string& what, const json& line, RuleChange& change) {
  if (what == "rule settled") {
    change.settled = true;
    change.answer = line.at("answer");
  }
  if (what == "refused") change.refusal = line.at("reason");
  if (what == "failed") change.stuck = true;
}

void Take(const json& line, std::map<std::string, size_t>& places, Records& records) {
  const std::string what = line.at("what");
  if (what == "rule sent") {
    return records.rule_changes.push_back({line.at("id"), line.at("kind"), line.at("subject"), "", false, "", false});
  }
  if (what == "seen") {
    records.seen.push_back({line.at("index"), line.at("case"), line.at("sequence"), Bytes(line, "leaf")});
    return;
  }
  if (what == "checkpoint") return records.checkpoints.push_back(line.at("note"));
  const std::string id = line.at("id");
  if (what == "sent") {
    Command command{id, line.at("call") == "start" ? Call::kStart : Call::kComplete, line.at("user"),
                    Bytes(line, "request"), {}, {}, "", false};
    places[id] = records.commands.size();
    return records.commands.push_back(std::move(command));
  }
  if (!places.contains(id) && !records.rule_changes.empty() && records.rule_changes.back().id == id) {
    return TakeRule(what, line, records.rule_changes.back());
  }
  Command& command = records.commands[places.at(id)];
  if (what == "answered") command.answers.push_back(Bytes(line, "response"));
  if (what == "failed") command.failures.push_back(line.at("reason"));
  if (what == "refused") command.refusal = line.at("reason");
  if (what == "abandoned") command.abandoned = true;
}

absl::Status ReadFile(const std::string& path, std::map<std::string, size_t>& places, Records& records) {
  std::ifstream in(path);
  if (!in) return Error("FILE_UNREADABLE", {{"file", path}});
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    try {
      Take(json::parse(text), places, records);
    } catch (const std::exception& error) {
      return Error("FILE_INVALID", {{"file", path}, {"line", std::to_string(number)}, {"detail", error.what()}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

Notebook::Notebook(const std::string& path) : out_(path, std::ios::app | std::ios::binary) {
  LIANBAN_CHECK(out_.good(), "cannot write {}", path);
}

void Notebook::Write(const std::string& line) {
  std::lock_guard lock(mutex_);
  out_ << line << std::endl;
  LIANBAN_CHECK(out_.good(), "cannot write down what was done: is the disk full?");
}

void Notebook::Sent(const Command& command) {
  Write(json{{"what", "sent"},
             {"id", command.request_id},
             {"call", command.call == Call::kStart ? "start" : "complete"},
             {"user", command.user},
             {"request", crypto::Hex(command.request)}}.dump());
}
void Notebook::Answered(const std::string& request_id, const std::string& response) {
  Write(json{{"what", "answered"}, {"id", request_id}, {"response", crypto::Hex(response)}}.dump());
}
void Notebook::Failed(const std::string& request_id, const std::string& reason) {
  Write(json{{"what", "failed"}, {"id", request_id}, {"reason", reason}}.dump());
}
void Notebook::Refused(const std::string& request_id, const std::string& reason) {
  Write(json{{"what", "refused"}, {"id", request_id}, {"reason", reason}}.dump());
}
void Notebook::Abandoned(const std::string& request_id) {
  Write(json{{"what", "abandoned"}, {"id", request_id}}.dump());
}
void Notebook::RuleSent(const RuleChange& change) {
  Write(json{{"what", "rule sent"}, {"id", change.id}, {"kind", change.kind}, {"subject", change.subject}}.dump());
}
void Notebook::RuleSettled(const std::string& id, const std::string& answer) {
  Write(json{{"what", "rule settled"}, {"id", id}, {"answer", answer}}.dump());
}
void Notebook::Seen(const SeenEvent& event) {
  Write(json{{"what", "seen"},
             {"index", event.log_index},
             {"case", event.case_id},
             {"sequence", event.sequence},
             {"leaf", crypto::Hex(event.leaf_hash)}}.dump());
}
void Notebook::Checkpoint(const std::string& note) { Write(json{{"what", "checkpoint"}, {"note", note}}.dump()); }

absl::StatusOr<Records> ReadRecords(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) paths.push_back(entry.path());
  if (error) return Error("FILE_UNREADABLE", {{"file", folder}});
  std::sort(paths.begin(), paths.end());
  Records records;
  std::map<std::string, size_t> places;
  for (const std::string& path : paths) LIANBAN_RETURN_IF_ERROR(ReadFile(path, places, records));
  return records;
}

}  // namespace lianban::chaos
