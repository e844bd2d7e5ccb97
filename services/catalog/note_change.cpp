#include "services/catalog/note_change.h"

#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "services/lib/check/check.h"
#include "services/lib/journal/journal.h"

namespace lianban::catalog {
namespace {

journal::Note NoteOf(const Change& change, const std::string& kind, std::vector<std::string> subjects) {
  return {.kind = kind,
          .subjects = std::move(subjects),
          .time = change.now,
          .actor_class = change.caller.actor_class() == identity::v1::ACTOR_CLASS_PERSON ? "person" : "system",
          .actor_id = change.caller.user_id(),
          .actor_name = change.caller.user_name()};
}

// Without the files, whose hashes the view has.
std::string GateRecord(v1::Draft draft) {
  draft.clear_bundle();
  std::string json;
  const auto written = google::protobuf::util::MessageToJsonString(draft, &json);
  LIANBAN_CHECK(written.ok(), "a draft that is no JSON");
  return json;
}

}  // namespace

absl::Status NoteChange(postgres::Transaction& tx, const Change& change, const std::string& kind,
                        const std::vector<std::string>& subjects) {
  return journal::Write(tx, change.city(), NoteOf(change, kind, subjects));
}

absl::Status NoteRelease(postgres::Transaction& tx, const Change& change, const std::string& kind,
                         const v1::Release& release, const v1::Draft* draft, const std::vector<std::string>& scopes) {
  auto note = NoteOf(change, kind, {fmt::format("catalog.release {}/{}", release.process(), release.number())});
  note.process = release.process();
  note.release = release.number();
  if (draft != nullptr) note.detail_json = GateRecord(*draft);
  const absl::Status noted = journal::Write(tx, change.city(), note);
  if (!noted.ok()) return noted;
  note.kind = "set_release_scope";
  note.detail_json.clear();
  note.subjects.clear();
  for (const std::string& sequence : scopes) {
    note.subjects.push_back(fmt::format("catalog.release_scope {}/{}", release.process(), sequence));
  }
  return journal::Write(tx, change.city(), note);
}

absl::Status NoteDecision(postgres::Transaction& tx, const Change& change, const v1::Draft& draft) {
  const bool approved = draft.state() == v1::Draft::STATE_APPROVED;
  auto note = NoteOf(change, approved ? "approve_draft" : "return_draft", {"catalog.draft " + draft.draft_id()});
  note.process = draft.process();
  note.detail_json = GateRecord(draft);
  return journal::Write(tx, change.city(), note);
}

}  // namespace lianban::catalog
