#include "services/cli/admin/audit_log.h"

#include <fstream>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/casework/log/checkpoint_notes.h"
#include "services/casework/sql_files.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/database.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

constexpr char kForm[] = "lianban-audit-log/1";
constexpr int kLogPage = 2000;

std::string FromHex(const std::string& text) {
  return absl::HexStringToBytes(text);
}

audit::StoredEvent EventOf(const postgres::Rows& rows, int row, const std::string& city_id) {
  audit::StoredEvent event;
  event.log_index = rows.GetInt(row, 0);
  event.record.city_id = city_id;
  event.record.case_id = rows.GetString(row, 1);
  event.record.sequence = rows.GetInt(row, 2);
  event.record.time_us = postgres::FromTimestamp(rows.Get(row, 3));
  event.record.record_time_us = postgres::FromTimestamp(rows.Get(row, 4));
  event.record.type = rows.GetString(row, 5);
  event.record.actor_class = rows.GetString(row, 6);
  event.record.actor_id = rows.GetString(row, 7);
  event.record.actor_name = rows.GetString(row, 8);
  event.record.process = rows.GetString(row, 9);
  event.record.release = static_cast<int32_t>(rows.GetInt(row, 10));
  event.record.payload = rows.GetString(row, 11);
  if (!rows.IsNull(row, 12)) event.salt = postgres::FromBytes(rows.Get(row, 12));
  event.leaf_hash = postgres::FromBytes(rows.Get(row, 13));
  return event;
}

audit::StoredEvent EventOf(const json& line, const std::string& city_id) {
  audit::StoredEvent event;
  event.log_index = line.at("log_index");
  event.record = {city_id,           line.at("case_id"),  line.at("sequence"), line.at("time_us"),
                  line.at("record_time_us"), line.at("type"), line.at("actor_class"), line.at("actor_id"),
                  line.at("actor_name"), line.at("process"), line.at("release"), line.at("payload")};
  if (!line.at("salt").is_null()) event.salt = FromHex(line.at("salt"));
  event.leaf_hash = FromHex(line.at("leaf_hash"));
  return event;
}

}  // namespace

absl::Status ReadDatabaseLog(const config::Config& config, const std::string& city_id, const BeginSink& begin,
                             const EventSink& event) {
  LIANBAN_ASSIGN_OR_RETURN(const crypto::Keys keys, crypto::LoadKeys(config.data_dir + "/keys"));
  const auto database = postgres::OpenDatabase(
      {.connection = config.database, .role = "lianban_casework", .connections = 1, .statement_timeout_ms = 60'000},
      postgres::Queries(casework::sql::EmbeddedFiles()));
  AuditLog log{city_id, crypto::SigningKeyFromSeed(keys.audit_seed).public_key,
               casework::ReadNotes(casework::NotesPath(config.data_dir + "/checkpoints", city_id))};
  LIANBAN_ASSIGN_OR_RETURN(const auto notes, database->Read(city_id, "checkpoints_after", {city_id, "0"}));
  for (int row = 0; row < notes->size(); ++row) log.notes.push_back(notes->GetString(row, 0));
  LIANBAN_RETURN_IF_ERROR(begin(log));
  int64_t seen = 0;
  while (true) {
    LIANBAN_ASSIGN_OR_RETURN(const auto rows, database->Read(city_id, "export_records",
                                                             {city_id, std::to_string(seen), std::to_string(kLogPage)}));
    if (rows->size() == 0) return absl::OkStatus();
    for (int row = 0; row < rows->size(); ++row) {
      const audit::StoredEvent stored = EventOf(*rows, row, city_id);
      seen = stored.log_index;
      LIANBAN_RETURN_IF_ERROR(event(stored));
    }
  }
}

absl::Status ReadExportedLog(const std::string& path, const BeginSink& begin, const EventSink& event) {
  std::ifstream in(path);
  if (!in) return Error("FILE_UNREADABLE", {{"file", path}});
  AuditLog log;
  bool begun = false;
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    const auto invalid = [&](const std::string& detail) {
      return Error("FILE_INVALID", {{"file", path}, {"line", std::to_string(number)}, {"detail", detail}});
    };
    try {
      const json line = json::parse(text);
      if (number == 1) {
        if (line.at("form") != kForm) return invalid("form");
        log.city_id = line.at("city");
        log.public_key = FromHex(line.at("public_key"));
      } else if (line.contains("note")) {
        log.notes.push_back(line.at("note"));
      } else {
        if (!std::exchange(begun, true)) LIANBAN_RETURN_IF_ERROR(begin(log));
        LIANBAN_RETURN_IF_ERROR(event(EventOf(line.at("event"), log.city_id)));
      }
    } catch (const json::exception& error) {
      return invalid(error.what());
    }
  }
  return begun ? absl::OkStatus() : begin(log);
}

std::string ExportHeader(const AuditLog& log) {
  std::string out =
      json{{"form", kForm}, {"city", log.city_id}, {"public_key", crypto::Hex(log.public_key)}}.dump() + "\n";
  for (const std::string& note : log.notes) out += json{{"note", note}}.dump() + "\n";
  return out;
}

std::string ExportLine(const audit::StoredEvent& event) {
  const audit::EventRecord& record = event.record;
  const json line = {{"event",
                      {{"log_index", event.log_index},
                       {"case_id", record.case_id},
                       {"sequence", record.sequence},
                       {"time_us", record.time_us},
                       {"record_time_us", record.record_time_us},
                       {"type", record.type},
                       {"actor_class", record.actor_class},
                       {"actor_id", record.actor_id},
                       {"actor_name", record.actor_name},
                       {"process", record.process},
                       {"release", record.release},
                       {"payload", record.payload},
                       {"salt", event.salt ? json(crypto::Hex(*event.salt)) : json()},
                       {"leaf_hash", crypto::Hex(event.leaf_hash)}}}};
  return line.dump() + "\n";
}

}  // namespace lianban::cli
