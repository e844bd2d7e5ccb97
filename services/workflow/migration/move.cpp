#include "services/workflow/migration/move.h"

#include <algorithm>

#include "services/lib/errors/error.h"
#include "services/workflow/migration/changed_rows.h"
#include "services/workflow/migration/explain_move.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

Refusal ObstacleOf(const Migration& migration) { return {migration.obstacles.front().status}; }

Migration Refused(const MoveItem& item, absl::Status status) {
  Migration migration;
  migration.next = *item.state;
  migration.obstacles.push_back({ReasonOf(status), "", std::move(status)});
  return migration;
}

void CheckPositions(const MoveItem& item, PositionBook& positions, Migration& migration) {
  if (!migration.possible()) return;
  // Whoever stands where the own process never comes (after a jump, for one) is not judged by the new one either.
  if (!positions.Of(*item.from)->Allow(*item.state) || positions.Of(*item.to)->Allow(migration.next)) return;
  migration.obstacles.push_back({"MIGRATION_POSITIONS", "", Error("MIGRATION_POSITIONS")});
}

Migration Examined(const MoveItem& item, PositionBook& positions) {
  if (item.command->actor.kind != ActorClass::kSystem) return Refused(item, Error("SYSTEM_REQUIRED"));
  const auto renamed = item.command->args.value("renamed", std::map<std::string, std::string>());
  auto migration = Migrate(*item.state, *item.from, *item.to, *item.environment, item.now, renamed);
  if (!migration.ok()) return Refused(item, migration.status());
  // The law that a case keeps from now on is that of the release it leaves.
  if (auto law = migration->next.vars.find("law"); law != migration->next.vars.end() && law->value("number", 0) == 0) {
    migration->next.vars.Edit("law")["number"] = item.command->args.value("from", 0);
  }
  CheckPositions(item, positions, *migration);
  return *std::move(migration);
}

Transition Plain(const Migration& migration) {
  Transition transition;
  transition.next = migration.next;
  ++transition.next.revision;
  return transition;
}

// What a light that changes leaves as it is.
json Lasting(const CaseState& state) {
  json lasting = ToJson(state);
  for (const char* key : {"timers", "revision", "counter"}) lasting.erase(key);
  return lasting;
}

json WayBack(const CaseState& after, const CaseState& before) {
  return {{"patch", json::diff(Lasting(after), Lasting(before))}, {"timers", ToJson(before).value("timers", json::array())}};
}

absl::StatusOr<CaseState> Restored(const CaseState& state, const json& back) {
  try {
    json before = Lasting(state).patch(back.at("patch"));
    before["timers"] = back.at("timers");
    before["revision"] = state.revision + 1;
    before["counter"] = state.counter;  // a number is never used again
    return CaseStateFromJson(before);
  } catch (const json::exception& e) {
    return Error("REQUEST_INVALID", {{"detail", e.what()}});
  }
}

// A light that went off is not shown twice, unless its date lies ahead again.
void ForgetLights(const json& lights, absl::Time now, CaseState& state) {
  std::erase_if(state.timers, [&](const TimerState& timer) {
    return timer.due <= now && std::any_of(lights.begin(), lights.end(), [&](const json& light) {
      return light.value("clock", "") == timer.clock && light.value("kind", "") == timer.kind;
    });
  });
}

// The rows, the history, and the way back.
void Complete(const MoveItem& item, const Migration& migration, Transition& transition) {
  CompareRows(*item.state, transition);
  std::vector<Fact> facts = {MoveFact(item, migration, transition)};
  // What has gone out cannot be called back.
  if (transition.effects.empty()) facts.front()["back"] = WayBack(transition.next, *item.state);
  facts.insert(facts.end(), migration.facts.begin(), migration.facts.end());
  facts.insert(facts.end(), transition.facts.begin(), transition.facts.end());
  transition.facts = std::move(facts);
}

json AnewJson(const Migration& migration) {
  json enter = json::array();
  for (const AnewEntry& entry : migration.anew) enter.push_back({{"no", entry.activation}, {"step", entry.step}});
  return enter;
}

}  // namespace

std::vector<Moved> MoveCases(ScriptHost& host, PositionBook& positions, std::span<const MoveItem> items,
                             LedgerSource* ledgers) {
  std::vector<Moved> moved(items.size());
  std::vector<size_t> entering;
  std::vector<Command> commands(items.size());
  std::vector<RunItem> runs;
  for (size_t i = 0; i < items.size(); ++i) {
    Migration& migration = moved[i].migration;
    migration = Examined(items[i], positions);
    if (!migration.possible()) {
      moved[i].result = ObstacleOf(migration);
    } else if (migration.anew.empty()) {
      moved[i].result = Plain(migration);
    } else {
      commands[i] = *items[i].command;
      commands[i].args["enter"] = AnewJson(migration);
      entering.push_back(i);
      runs.push_back({items[i].to, items[i].environment, &migration.next, &commands[i], items[i].now});
    }
  }
  std::vector<RunResult> results = RunCommands(host, runs, ledgers);
  for (size_t n = 0; n < entering.size(); ++n) moved[entering[n]].result = std::move(results[n]);
  for (size_t i = 0; i < items.size(); ++i) {
    if (auto* transition = std::get_if<Transition>(&moved[i].result)) {
      Complete(items[i], moved[i].migration, *transition);
    } else if (moved[i].migration.possible()) {
      const absl::Status& status = std::get<Refusal>(moved[i].result).status;
      moved[i].migration.obstacles.push_back({ReasonOf(status), "", status});
    }
  }
  return moved;
}

RunResult MoveBack(const CaseState& state, const Command& command, absl::Time now) {
  if (command.actor.kind != ActorClass::kSystem) return Refusal{Error("SYSTEM_REQUIRED")};
  const json lights = command.args.value("lights", json::array());
  const auto seen = command.args.value("revision", int64_t{-1}) + static_cast<int64_t>(lights.size());
  if (seen != state.revision) return Refusal{Error("MIGRATION_WORKED_ON")};
  absl::StatusOr<CaseState> before = Restored(state, command.args.value("back", json::object()));
  if (!before.ok()) return Refusal{before.status()};
  Transition transition;
  transition.next = *std::move(before);
  transition.next.form = state.form;
  transition.next.materials = state.materials;
  ForgetLights(lights, now, transition.next);
  CompareRows(state, transition);
  transition.facts = {MoveBackFact(command, transition)};
  return transition;
}

}  // namespace lianban::workflow
