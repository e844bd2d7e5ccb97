#include "services/casework/command/write_set.h"

#include <algorithm>

#include "services/casework/audit/event_record.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/command/ledger_book.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::casework {
namespace {

std::string_view Name(workflow::ActorClass kind) {
  switch (kind) {
    case workflow::ActorClass::kPerson: return "person";
    case workflow::ActorClass::kSystem: return "system";
    case workflow::ActorClass::kService: return "service";
  }
  return "";
}

void AddOptional(ArrayParam& column, const std::string& value) {
  value.empty() ? column.AddNull() : column.Add(value);
}

void AddOptional(ArrayParam& column, const std::optional<absl::Time>& time) {
  time ? column.AddTime(*time) : column.AddNull();
}

constexpr absl::Duration kLateEntry = absl::Minutes(10);
constexpr absl::Duration kLateEntryGrace = absl::Hours(1);

// Effects that casework itself delivers; the others wait in the event stream for the service that does.
bool IsRelayed(std::string_view kind) {
  static constexpr std::string_view kRelayed[] = {"start_case",  "tell_parent", "tell_child", "end_child",  "urge_child",
                                                  "supervise_child", "join_case", "leave_case", "tell_merged", "connector"};
  return std::find(std::begin(kRelayed), std::end(kRelayed), kind) != std::end(kRelayed);
}

}  // namespace

void WriteSet::Add(const Attempt& attempt) {
  AddRequest(attempt);
  AddCasefile(attempt);
  AddMove(attempt);
  AddForm(attempt);
  for (const std::string& unit : attempt.new_units) {
    units_.columns[0].Add(unit);
    units_.columns[1].Add(attempt.after->case_id);
    ++units_.rows;
  }
  AddTasks(attempt);
  AddTimers(attempt);
  AddEffects(attempt);
  AddEvent(attempt);
}

std::string WriteSet::Stored(const Attempt& attempt, const nlohmann::json& value) const {
  const workflow::Model& model = attempt.target ? *attempt.target : *attempt.model;
  return HasSensitive(model) ? Dump(seal_.Sealed(model, attempt.after->case_id, value)) : Dump(value);
}

void WriteSet::AddRequest(const Attempt& attempt) {
  auto& c = requests_.columns;
  c[0].Add(attempt.order->request_id);
  c[1].AddBytes(attempt.order->digest);
  c[2].AddTime(attempt.record_time);
  c[3].AddBytes(attempt.response.SerializeAsString());
  ++requests_.rows;
}

void WriteSet::AddCasefile(const Attempt& attempt) {
  const CaseRecord& record = *attempt.after;
  const workflow::CaseState& state = record.state;
  const bool fresh = attempt.before == nullptr;
  Table& table = fresh ? new_cases_ : cases_;
  auto column = table.columns.begin();
  column++->Add(record.case_id);
  if (!fresh) column++->AddInt(attempt.before->state.revision);
  column++->AddInt(state.revision);
  if (fresh) {
    column++->Add(state.process);
    column++->AddInt(record.release);
  }
  column++->Add(std::string(workflow::Name(state.status)));
  column++->Add(state.result);
  column++->Add(state.unit);
  if (fresh) {
    column++->Add(state.area);
    column++->Add(record.title);
    column++->Add(record.channel);
    AddOptional(*column++, record.receipt_no);
    column++->Add(record.party_id);
    AddOptional(*column++, record.parent_case_id);
    column++->AddTime(record.receive_time);
  }
  column++->AddTime(record.event_time);
  AddOptional(*column++, state.finished);
  const workflow::ClockState* clock = DueClock(state);
  AddOptional(*column++, clock != nullptr ? std::optional(clock->due) : std::nullopt);
  column++->AddBool(clock != nullptr && clock->unverified);
  column++->Add(postgres::TextArray(record.units));
  column++->Add(Dump(workflow::ToJson(state)));
  ++table.rows;
}

void WriteSet::AddMove(const Attempt& attempt) {
  if (attempt.before == nullptr || attempt.before->release == attempt.after->release) return;
  moves_.columns[0].Add(attempt.after->case_id);
  moves_.columns[1].AddInt(attempt.after->release);
  ++moves_.rows;
}

void WriteSet::AddForm(const Attempt& attempt) {
  const workflow::Transition& transition = attempt.transition;
  if (attempt.before != nullptr && !transition.form_changed && !transition.materials_changed) return;
  forms_.columns[0].Add(attempt.after->case_id);
  forms_.columns[1].Add(Stored(attempt, attempt.after->state.form));
  forms_.columns[2].Add(Dump(attempt.after->state.materials));
  ++forms_.rows;
}

void WriteSet::PutTask(const Attempt& attempt, const workflow::TaskState& task) {
  const CaseRecord& record = *attempt.after;
  const InboxLine line = LineOf(record.state, task, *attempt.environment);
  auto& c = tasks_.columns;
  c[0].Add(record.case_id);
  c[1].AddInt(task.no);
  c[2].Add(task.step);
  c[3].Add(task.title);
  c[4].Add(task.desk);
  c[5].Add(task.assignee);
  c[6].Add(record.state.process);
  c[7].Add(record.title);
  c[8].Add(record.receipt_no);
  c[9].AddTime(task.opened);
  c[10].AddTime(line.due);
  c[11].AddTime(line.warn);
  c[12].AddBool(line.paused);
  ++tasks_.rows;
}

void WriteSet::AddTasks(const Attempt& attempt) {
  const workflow::Transition& transition = attempt.transition;
  if (attempt.before != nullptr) {
    for (const int64_t no : transition.closed) {
      closed_tasks_.columns[0].Add(attempt.after->case_id);
      closed_tasks_.columns[1].AddInt(no);
      ++closed_tasks_.rows;
    }
  }
  // When the clock of the case moved or stands still, every open task may show another light.
  const bool moved = attempt.before != nullptr && LineOf(attempt.before->state, *attempt.environment) !=
                                                      LineOf(attempt.after->state, *attempt.environment);
  for (const auto& task : transition.opened) PutTask(attempt, task);
  if (!moved) return;
  for (const auto& activation : attempt.after->state.activations) {
    for (const auto& task : activation.tasks) {
      const bool written = std::any_of(transition.opened.begin(), transition.opened.end(),
                                       [&](const auto& opened) { return opened.no == task.no; });
      if (!written) PutTask(attempt, task);
    }
  }
}

void WriteSet::AddTimers(const Attempt& attempt) {
  if (attempt.before != nullptr) {
    for (const int64_t no : attempt.transition.timers_cleared) {
      cleared_timers_.columns[0].Add(attempt.after->case_id);
      cleared_timers_.columns[1].AddInt(no);
      ++cleared_timers_.rows;
    }
  }
  for (const auto& timer : attempt.transition.timers_set) {
    timers_.columns[0].Add(attempt.after->case_id);
    timers_.columns[1].AddInt(timer.no);
    timers_.columns[2].AddTime(timer.due);
    // Somebody is entering what happened long ago: let them finish before what was due meanwhile comes true.
    const bool late_entry = attempt.time + kLateEntry < attempt.record_time && timer.due < attempt.record_time;
    timers_.columns[3].AddTime(late_entry ? attempt.record_time + kLateEntryGrace : absl::InfinitePast());
    ++timers_.rows;
  }
}

void WriteSet::AddEffects(const Attempt& attempt) {
  for (const auto& effect : attempt.transition.effects) {
    auto& c = effects_.columns;
    c[0].Add(attempt.after->case_id);
    c[1].AddInt(effect.no);
    c[2].Add(effect.kind);
    c[3].Add(Stored(attempt, effect.payload));
    c[4].Add(IsRelayed(effect.kind) ? "pending" : "recorded");
    c[5].AddTime(attempt.record_time);
    c[6].AddTime(attempt.time);
    ++effects_.rows;
    AddEntries(attempt, effect);
  }
}

void WriteSet::AddEntries(const Attempt& attempt, const workflow::Effect& effect) {
  int64_t row = 0;
  for (const workflow::LedgerEntry& entered :
       workflow::EntriesOf(effect, attempt.time, attempt.environment->zone, attempt.after->case_id)) {
    auto& c = entries_.columns;
    c[0].Add(entered.under.ledger);
    c[1].Add(StoredLedgerKey(entered.under.key));
    c[2].AddTime(attempt.time);
    c[3].Add(attempt.after->case_id);
    c[4].AddInt(effect.no);
    c[5].AddInt(++row);
    c[6].Add(Dump(entered.entry));
    ++entries_.rows;
  }
}

// Written piece by piece: facts are many, and a document of them would be a copy of each.
std::string WriteSet::PayloadOf(const Attempt& attempt) const {
  std::string payload = R"({"command":)" + Stored(attempt, workflow::ToJson(attempt.command));
  payload += R"(,"environment":)" + Dump(attempt.environment->version) + R"(,"facts":[)";
  const char* between = "";
  for (const auto& fact : attempt.transition.facts) {
    payload += between + Dump(fact);
    between = ",";
  }
  payload += ']';
  if (!attempt.transition.ledgers.is_null()) payload += R"(,"ledgers":)" + Dump(attempt.transition.ledgers);
  return payload += '}';
}

// Asking for random bytes costs more than the bytes.
std::string WriteSet::NewSalt() {
  if (salts_.empty()) salts_ = crypto::RandomBytes(audit::kSaltBytes * events_expected_);
  std::string salt = salts_.substr(salts_.size() - audit::kSaltBytes);
  salts_.resize(salts_.size() - audit::kSaltBytes);
  return salt;
}

void WriteSet::AddEvent(const Attempt& attempt) {
  const CaseRecord& record = *attempt.after;
  const workflow::Actor& actor = attempt.command.actor;
  const audit::EventRecord event{city_id_,
                                 record.case_id,
                                 record.state.revision,
                                 absl::ToUnixMicros(attempt.time),
                                 absl::ToUnixMicros(attempt.record_time),
                                 std::string(workflow::Name(attempt.command.kind)),
                                 std::string(Name(actor.kind)),
                                 actor.user,
                                 actor.name,
                                 record.state.process,
                                 record.release,
                                 PayloadOf(attempt)};
  const std::string salt = NewSalt();
  auto& c = events_.columns;
  c[0].Add(event.case_id);
  c[1].AddInt(event.sequence);
  c[2].AddTime(attempt.time);
  c[3].AddTime(attempt.record_time);
  c[4].Add(event.type);
  c[5].Add(event.actor_class);
  c[6].Add(event.actor_id);
  c[7].Add(event.actor_name);
  c[8].Add(event.process);
  c[9].AddInt(event.release);
  c[10].Add(event.payload);
  c[11].AddBytes(salt);
  c[12].AddBytes(audit::EventLeaf(salt, event));
  ++events_.rows;
}

std::vector<postgres::Statement> WriteSet::Take() {
  std::vector<postgres::Statement> statements;
  for (Table* table : {&requests_, &new_cases_, &cases_, &moves_, &forms_, &units_, &closed_tasks_, &tasks_, &cleared_timers_,
                       &timers_, &effects_, &entries_, &events_}) {
    if (table->rows == 0) continue;
    const bool one = table->rows == 1;
    postgres::Statement statement{one ? table->query_of_one : table->query, {city_id_}};
    for (ArrayParam& column : table->columns) {
      statement.params.push_back(one ? column.TakeOnly() : column.TakeArray());
    }
    statements.push_back(std::move(statement));
    table->rows = 0;
  }
  return statements;
}

}  // namespace lianban::casework
