#include "services/workflow/migration/obstacles.h"

#include <algorithm>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

// What a step waits for decides which command or timer ends it.
bool WaitsAlike(const Step& before, const Step& after) {
  return before.until.has_value() == after.until.has_value() && before.of_applicant == after.of_applicant &&
         before.of_parent == after.of_parent && before.message.empty() == after.message.empty() &&
         before.invite.empty() == after.invite.empty();
}

class Inspection {
 public:
  Inspection(const CaseState& state, const Model& from, const Model& to, const Renaming& renaming,
             std::vector<AnewEntry>* anew)
      : state_(state), from_(from), to_(to), renaming_(renaming), anew_(anew) {}

  std::vector<MigrationObstacle> Run() {
    if (from_.process != to_.process) Stop("MIGRATION_OTHER_PROCESS", to_.process);
    if (IsOver(state_.status)) Stop("MIGRATION_CASE_OVER", "");
    for (const Activation& activation : state_.activations) CheckActivation(activation);
    for (const auto& [place, count] : state_.tokens) {
      if (count > 0) CheckPlace(StepOfPlace(place));
    }
    CheckExclusive();
    if (!anew_->empty() && state_.status != CaseStatus::kRunning) Stop("MIGRATION_CASE_HELD", anew_->front().step);
    return std::move(obstacles_);
  }

 private:
  void Stop(const std::string& code, const std::string& place) {
    const auto same = [&](const MigrationObstacle& each) { return each.code == code && each.place == place; };
    if (std::any_of(obstacles_.begin(), obstacles_.end(), same)) return;
    const Step* step = from_.Find(place);
    const std::string title = step != nullptr && !step->title.empty() ? step->title : place;
    obstacles_.push_back({code, place, Error(code, {{"place", place}, {"title", title}})});
  }

  // The reason why the position cannot simply be taken over; "" when it can.
  std::string Unlike(const Activation& activation, const Step& before, const Step& after) const {
    if (before.kind != after.kind || !WaitsAlike(before, after)) return "MIGRATION_KIND_CHANGED";
    if (before.mode != after.mode || before.each.has_value() != after.each.has_value() ||
        (activation.passed && !after.enough)) {
      return "MIGRATION_INSTANCES_CHANGED";
    }
    for (const auto& [outcome, count] : activation.tally) {
      if (count > 0 && !after.on.contains(outcome)) return "MIGRATION_OUTCOME_GONE";
    }
    return "";
  }

  void CheckActivation(const Activation& activation) {
    const Step* before = from_.Find(activation.step);
    const Step* after = to_.Find(renaming_.Step(activation.step));
    if (after == nullptr || before == nullptr || after->kind == StepKind::kJoin) {
      return Stop("MIGRATION_STEP_GONE", activation.step);
    }
    const std::string why = Unlike(activation, *before, *after);
    if (why.empty()) return;
    if (!renaming_.Says(activation.step)) return Stop(why, activation.step);
    if (before->kind == StepKind::kCall) return Stop("MIGRATION_CHILDREN_OPEN", activation.step);
    anew_->push_back({activation.no, after->name});
  }

  // Tokens that wait at a join stay where they are only if its branches are the same.
  void CheckPlace(const std::string& name) {
    const Step* before = from_.Find(name);
    const Step* after = to_.Find(renaming_.Step(name));
    if (before == nullptr || after == nullptr || before->kind != after->kind) return Stop("MIGRATION_STEP_GONE", name);
    if (before->kind != StepKind::kJoin) return;
    const bool same = before->wait_for == after->wait_for && before->n_of == after->n_of &&
                      before->threads == after->threads && SameGroups(before->groups, after->groups);
    if (!same) Stop("MIGRATION_JOIN_CHANGED", name);
  }

  bool SameGroups(const std::vector<std::vector<std::string>>& before,
                  const std::vector<std::vector<std::string>>& after) const {
    if (before.size() != after.size()) return false;
    for (size_t i = 0; i < before.size(); ++i) {
      std::vector<std::string> names, now = after[i];
      for (const std::string& step : before[i]) names.push_back(renaming_.Step(step));
      std::sort(names.begin(), names.end());
      std::sort(now.begin(), now.end());
      if (names != now) return false;
    }
    return true;
  }

  // Who is in hand of an exclusive part, or waits at its door, needs the same parts.
  void CheckExclusive() {
    const bool waits = std::any_of(state_.tokens.begin(), state_.tokens.end(),
                                   [](const auto& each) { return each.first.ends_with("@") && each.second > 0; });
    if (state_.held.empty() && !waits) return;
    bool same = from_.exclusive.size() == to_.exclusive.size();
    for (size_t i = 0; same && i < from_.exclusive.size(); ++i) same = SameGroups(from_.exclusive[i], to_.exclusive[i]);
    if (!same) Stop("MIGRATION_EXCLUSIVE_CHANGED", "");
  }

  const CaseState& state_;
  const Model& from_;
  const Model& to_;
  const Renaming& renaming_;
  std::vector<AnewEntry>* anew_;
  std::vector<MigrationObstacle> obstacles_;
};

}  // namespace

std::vector<MigrationObstacle> ObstaclesOf(const CaseState& state, const Model& from, const Model& to,
                                           const Renaming& renaming, std::vector<AnewEntry>* anew) {
  return Inspection(state, from, to, renaming, anew).Run();
}

}  // namespace lianban::workflow
