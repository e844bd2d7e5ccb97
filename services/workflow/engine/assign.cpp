#include "services/workflow/engine/assign.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/rule_inputs.h"
#include "services/workflow/engine/rules.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

std::string Desk(const Run& run, const std::string& unit, const std::string& role) {
  return fmt::format("{}/{}", run.environment.directory.Current(unit), role);
}

// What a rule or an item says: "unit/role" or { unit =, role =, user =, desk = }.
std::optional<Seat> SeatFromJson(const Run& run, const json& value, const std::string& role) {
  if (value.is_string()) {
    std::string text = value.get<std::string>();
    size_t slash = text.find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == text.size()) return std::nullopt;
    return Seat{Desk(run, text.substr(0, slash), text.substr(slash + 1)), "", {}};
  }
  if (!value.is_object()) return std::nullopt;
  Seat seat;
  seat.user = TextAt(value, "user");
  seat.desk = TextAt(value, "desk");
  std::string unit = TextAt(value, "unit");
  std::string own_role = TextAt(value, "role");
  if (seat.desk.empty() && (!unit.empty() || !own_role.empty())) {
    seat.desk = Desk(run, unit.empty() ? run.state.unit : unit, own_role.empty() ? role : own_role);
  }
  if (seat.desk.empty()) return std::nullopt;
  return seat;
}

absl::StatusOr<Seat> SeatOfRole(Run& run, const Assignment& by) {
  if (by.at.empty()) return Seat{Desk(run, run.state.unit, by.name), "", {}};
  if (by.at == "above") {  // 提级: who has nobody above stays with it
    const auto& units = run.environment.directory.units;
    const auto own = units.find(run.state.unit);
    const bool top = own == units.end() || own->second.parent.empty();
    return Seat{Desk(run, top ? run.state.unit : own->second.parent, by.name), "", {}};
  }
  auto unit = run.environment.directory.UnitAtLevel(run.state.unit, by.at);
  if (!unit) return Error("UNIT_LEVEL_MISSING", {{"unit", run.state.unit}, {"level", by.at}});
  return Seat{Desk(run, *unit, by.name), "", {}};
}

std::string Whom(const Seat& seat) { return seat.user.empty() ? seat.desk : fmt::format("{} ({})", seat.desk, seat.user); }

absl::StatusOr<Seat> SeatOf(Run& run, const Step& step, const json& item) {
  const Assignment& by = step.by;
  switch (by.kind) {
    case Assignment::Kind::kRole:
      return SeatOfRole(run, by);
    case Assignment::Kind::kUnit:
      return Seat{Desk(run, by.name, by.role), "", {}};
    case Assignment::Kind::kApplicant:
      return Seat{"applicant", "", {}};
    case Assignment::Kind::kDuty: {
      auto unit = run.environment.directory.UnitForDuty(by.name, run.state.area);
      if (!unit) return Error("DUTY_UNASSIGNED", {{"duty", by.name}, {"area", run.state.area}});
      Seat seat{Desk(run, *unit, by.role), "", {}};
      seat.why = ExplainDuty(run, step, by.name, run.state.area, seat.desk);
      return seat;
    }
    case Assignment::Kind::kStarter: {
      auto starter = run.state.vars.find("starter");
      if (starter == run.state.vars.end()) return SeatOfRole(run, {Assignment::Kind::kRole, "window", "", "", {}});
      return Seat{TextAt(*starter, "desk"), TextAt(*starter, "user"), {}};
    }
    case Assignment::Kind::kRule: {
      LIANBAN_ASSIGN_OR_RETURN(json value, item.is_null() ? Ask(run, *by.rule) : AskAbout(run, *by.rule, item));
      auto seat = SeatFromJson(run, value, by.role);
      if (seat) {
        if (run.tells()) seat->why = ExplainRule(run, step, *by.rule, item, fmt::format("交给 {}", Whom(*seat)), fmt::format("gives it to {}", Whom(*seat)));
        return *std::move(seat);
      }
      return RuleFailed(run, *by.rule, "RULE_TYPE",
                        "by 应当给出“单位/岗位”或 { unit =, role =, user = } (by must return \"unit/role\" or such a table)");
    }
  }
  return Seat{};
}

}  // namespace

absl::StatusOr<Seat> SeatFor(Run& run, const Step& step, const json& item) {
  // An item of several instances names its own place; the step's `by` is what it does not say.
  if (item.is_object()) {
    const std::string& role = step.by.kind == Assignment::Kind::kRole ? step.by.name : step.by.role;
    if (auto seat = SeatFromJson(run, item, role)) return *std::move(seat);
    LIANBAN_ASSIGN_OR_RETURN(Seat seat, SeatOf(run, step, item));
    seat.user = TextAt(item, "user");
    return seat;
  }
  return SeatOf(run, step, item);
}

}  // namespace lianban::workflow
