#include "services/lib/journal/journal.h"

#include "services/lib/crypto/crypto.h"

namespace lianban::journal {

std::vector<postgres::Statement> StatementsOf(const std::string& city_id, const Note& note) {
  if (note.subjects.empty()) return {};
  std::vector<std::string> ids;
  for (size_t i = 0; i < note.subjects.size(); ++i) ids.push_back(crypto::NewUuid());
  return {{"note_journal_city", {city_id}},
          {"note_in_journal",
           {city_id, postgres::TextArray(ids), postgres::TextArray(note.subjects), note.kind,
            postgres::Timestamp(absl::ToUnixMicros(note.time)), note.actor_class, note.actor_id, note.actor_name,
            note.process, std::to_string(note.release), note.detail_json}}};
}

absl::Status Write(postgres::Transaction& tx, const std::string& city_id, const Note& note) {
  for (const postgres::Statement& statement : StatementsOf(city_id, note)) {
    const absl::Status status = tx.Query(statement.name, statement.params).status();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace lianban::journal
