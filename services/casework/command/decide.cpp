#include "services/casework/command/decide.h"

#include "services/casework/access.h"
#include "services/casework/case/form_seals.h"
#include "services/casework/case/masked_form.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/command/ledger_book.h"
#include "services/lib/errors/error.h"
#include "services/workflow/migration/move.h"

namespace lianban::casework {
namespace {

using workflow::CommandKind;

// Clocks of two machines differ a little.
constexpr absl::Duration kClockTolerance = absl::Seconds(60);

absl::Time Micros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

// An importer enters what others did, so their desks are lent to this one command.
void LendDesks(Attempt& attempt) {
  for (const auto& activation : attempt.before->state.activations) {
    for (const auto& task : activation.tasks) {
      if (MayEnterFor(attempt.order->caller, UnitOfDesk(task.desk), attempt.environment->directory)) {
        attempt.command.actor.desks.push_back(task.desk);
      }
    }
  }
}

absl::Status SetOccurTime(Attempt& attempt) {
  const absl::Time earliest = attempt.before->event_time;
  if (!attempt.order->occur_time) {
    attempt.time = std::max(attempt.record_time, earliest);
    return absl::OkStatus();
  }
  attempt.time = Micros(*attempt.order->occur_time);
  if (IsPlatform(attempt.order->caller)) {
    attempt.time = std::max(attempt.time, earliest);
    return absl::OkStatus();
  }
  if (!IsImporter(attempt.order->caller)) return Error("IMPORTER_ONLY");
  if (attempt.time < earliest || attempt.time > attempt.record_time + kClockTolerance) {
    const auto zone = attempt.environment->zone;
    return Error("OCCUR_TIME_INVALID", {{"earliest", absl::FormatTime("%Y-%m-%d %H:%M:%S", earliest, zone)}});
  }
  LendDesks(attempt);
  return absl::OkStatus();
}

void DropMaskedValues(Attempt& attempt) {
  if (!HasSensitive(*attempt.model)) return;
  nlohmann::json& data = attempt.command.data;
  const CommandKind kind = attempt.command.kind;
  const nlohmann::json form = attempt.before->state.form;
  if (kind == CommandKind::kCompleteTask || kind == CommandKind::kEditForm) DropMasked(form, *attempt.model, data);
  if (kind == CommandKind::kMessage && data.contains("form")) DropMasked(form, *attempt.model, data["form"]);
}

std::shared_ptr<CaseRecord> NewRecord(const Attempt& attempt) {
  const Filing& filing = *attempt.order->filing;
  auto record = std::make_shared<CaseRecord>();
  record->city_id = attempt.order->caller.city_id();
  record->case_id = attempt.order->case_id;
  record->release = attempt.release;
  record->title = filing.title.empty() ? attempt.model->title : filing.title;
  record->channel = filing.channel;
  record->receipt_no = filing.receipt_no;
  record->party_id = filing.party_id;
  record->parent_case_id = filing.parent_case_id;
  record->receive_time = attempt.time;
  // Who took the matter in must be able to tell the applicant where it stands.
  std::vector<std::string> added;
  AddUnit(attempt.order->caller.unit_id(), record->units, &added);
  return record;
}

bool IsOnlyWarning(const Attempt& attempt, const workflow::Transition& transition) {
  return attempt.command.kind == CommandKind::kFireTimer && transition.closed.empty() && transition.opened.empty() &&
         transition.next.activations.size() == attempt.before->state.activations.size() &&
         transition.next.status == attempt.before->state.status;
}

void Accept(Attempt& attempt, workflow::Transition transition) {
  std::shared_ptr<CaseRecord> record;
  if (attempt.before == nullptr) {
    record = NewRecord(attempt);
    attempt.new_units = record->units;
  } else {
    record = std::make_shared<CaseRecord>();
    static_cast<CaseHeader&>(*record) = *attempt.before;
    record->release = attempt.release;
    attempt.new_units.clear();
  }
  // A warning light changes nothing: what people do may still be entered as of an earlier moment.
  if (attempt.before == nullptr || !IsOnlyWarning(attempt, transition)) record->event_time = attempt.time;
  record->state = std::move(transition.next);
  for (std::string& unit : AddHandlingUnits(record->state, record->units)) attempt.new_units.push_back(std::move(unit));
  attempt.transition = std::move(transition);
  attempt.after = std::move(record);
  attempt.response = AnswerOf(attempt);
}

}  // namespace

absl::Status Decider::PrepareFiling(Attempt& attempt) {
  const Filing& filing = *attempt.order->filing;
  const auto& units = attempt.environment->directory.units;
  if (!units.empty() && !units.contains(filing.unit_id)) return Error("UNIT_UNKNOWN", {{"unit", filing.unit_id}});
  const std::string& city_id = attempt.order->caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease release, 
                           releases_.Get(city_id, filing.process, filing.release, filing.area_code));
  attempt.release = release.number;
  attempt.model = release.model;
  attempt.command.data["release"] = release.number;
  attempt.time = Micros(attempt.order->occur_time.value_or(attempt.record_time));
  if (attempt.time > attempt.record_time + kClockTolerance) return Error("RECEIVE_TIME_FUTURE");
  return absl::OkStatus();
}

absl::Status Decider::PrepareCommand(Attempt& attempt) {
  const Order& order = *attempt.order;
  const auto unknown = [&] { return Error("NOT_FOUND", {{"name", order.case_id}}); };
  if (attempt.before == nullptr) return unknown();
  const CaseRecord& record = *attempt.before;
  const workflow::Directory& directory = attempt.environment->directory;
  if (attempt.command.actor.kind == workflow::ActorClass::kPerson) {
    attempt.command.actor.stands_for =
        substitutions_.OwnersFor(record.city_id, attempt.command.actor.user, attempt.record_time);
  }
  if (!MaySee(order.caller, record, directory, attempt.command.actor.stands_for)) return unknown();
  if (order.revision != 0 && order.revision != record.state.revision) {
    return Error("CASE_CHANGED", {{"revision", std::to_string(record.state.revision)}});
  }
  LIANBAN_RETURN_IF_ERROR(SetOccurTime(attempt));
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease release,
                           releases_.Get(record.city_id, record.state.process, record.release));
  attempt.release = release.number;
  attempt.model = release.model;
  DropMaskedValues(attempt);
  LIANBAN_RETURN_IF_ERROR(PrepareLaw(attempt));
  return PrepareMove(attempt);
}

// The release it goes to; for going back, the one it came from.
absl::Status Decider::PrepareMove(Attempt& attempt) {
  const bool moves = attempt.command.kind == CommandKind::kMigrate;
  if (!moves && attempt.command.kind != CommandKind::kMoveBack) return absl::OkStatus();
  const auto to = attempt.command.args.value("to", 0);
  if (moves && attempt.command.args.value("from", 0) != attempt.release) {
    return Error("MIGRATION_RELEASE_CHANGED", {{"release", std::to_string(attempt.release)}});
  }
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease target,
                           releases_.Get(attempt.before->city_id, attempt.before->state.process, to));
  attempt.release = target.number;
  attempt.target = target.model;
  return absl::OkStatus();
}

// Steps that decide by the law at filing need the release of then, once the case has moved.
absl::Status Decider::PrepareLaw(Attempt& attempt) {
  const CaseRecord& record = *attempt.before;
  const auto law = record.state.vars.find("law");
  const int32_t number = law == record.state.vars.end() ? 0 : law->value("number", 0);
  if (number == 0 || number == record.release) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(LoadedRelease filed, releases_.Get(record.city_id, record.state.process, number));
  attempt.filed = std::move(filed.model);
  return absl::OkStatus();
}

// Moves and everything else, each kind in one go.
std::vector<workflow::RunResult> Decider::Run(const std::vector<Attempt>& ready) {
  if (ready.empty()) return {};
  std::vector<workflow::RunResult> results(ready.size());
  std::vector<workflow::RunItem> items;
  std::vector<workflow::MoveItem> moves;
  std::vector<size_t> item_of, move_of;
  for (size_t i = 0; i < ready.size(); ++i) {
    const Attempt& attempt = ready[i];
    const workflow::CaseState* state = attempt.before ? &attempt.before->state : nullptr;
    if (attempt.command.kind == CommandKind::kMoveBack) {
      results[i] = workflow::MoveBack(*state, attempt.command, attempt.time);
    } else if (attempt.command.kind == CommandKind::kMigrate) {
      moves.push_back({attempt.model, attempt.target, attempt.environment, state, &attempt.command, attempt.time});
      move_of.push_back(i);
    } else {
      items.push_back({attempt.model, attempt.environment, state, &attempt.command, attempt.time, attempt.filed});
      item_of.push_back(i);
    }
  }
  LedgerBook ledgers(connections_, ready.front().order->caller.city_id());
  std::vector<workflow::RunResult> ran = workflow::RunCommands(scripts_, items, &ledgers);
  for (size_t n = 0; n < item_of.size(); ++n) results[item_of[n]] = std::move(ran[n]);
  if (moves.empty()) return results;
  std::vector<workflow::Moved> moved = workflow::MoveCases(scripts_, positions_, moves, &ledgers);
  for (size_t n = 0; n < move_of.size(); ++n) results[move_of[n]] = std::move(moved[n].result);
  return results;
}

absl::Status Decider::Prepare(Attempt& attempt) {
  attempt.command = attempt.order->command;
  attempt.record_time = Micros(absl::Now());
  LIANBAN_ASSIGN_OR_RETURN(attempt.environment, environments_.Get(attempt.order->caller.city_id()));
  return attempt.order->filing ? PrepareFiling(attempt) : PrepareCommand(attempt);
}

Decided Decider::Decide(std::vector<Attempt> attempts) {
  Decided decided;
  std::vector<Attempt> ready;
  for (Attempt& attempt : attempts) {
    const absl::Status status = Prepare(attempt);
    if (status.ok()) {
      ready.push_back(std::move(attempt));
    } else {
      decided.refused.emplace_back(std::move(attempt), status);
    }
  }
  std::vector<workflow::RunResult> results = Run(ready);
  for (size_t i = 0; i < ready.size(); ++i) {
    if (auto* refusal = std::get_if<workflow::Refusal>(&results[i])) {
      decided.refused.emplace_back(std::move(ready[i]), refusal->status);
    } else {
      Accept(ready[i], std::move(std::get<workflow::Transition>(results[i])));
      decided.accepted.push_back(std::move(ready[i]));
    }
  }
  return decided;
}

}  // namespace lianban::casework
