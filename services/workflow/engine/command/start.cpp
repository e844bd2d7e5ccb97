#include "services/lib/errors/error.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/commands.h"
#include "services/workflow/engine/form_check.h"
#include "services/workflow/engine/law.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/moves.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

int64_t NumberAt(const json& data, const char* key) {
  auto it = data.find(key);
  return it != data.end() && it->is_number_integer() ? it->get<int64_t>() : 0;
}

const json& JsonAt(const json& data, const char* key) {
  static const json nothing = json::object();
  auto it = data.find(key);
  return it == data.end() || it->is_null() ? nothing : *it;
}

}  // namespace

absl::Status StartCase(Run& run) {
  const json& data = run.command.data;
  if (!data.is_object()) return Error("REQUEST_INVALID", {{"detail", "data is an object"}});
  run.state.process = run.model.process;
  run.state.unit = TextAt(data, "unit");
  run.state.area = TextAt(data, "area");
  run.state.started = run.now;
  KeepLaw(run, run.model.hash, NumberAt(data, "release"));
  const Actor& actor = run.command.actor;
  if (!actor.user.empty()) {
    json& starter = run.state.vars.Edit("starter") = json::object();
    starter["user"] = actor.user;
    starter["desk"] = actor.desks.empty() ? run.state.unit + "/window" : actor.desks[0];
  }
  if (auto parent = data.find("parent"); parent != data.end() && !parent->is_null()) run.state.vars.Edit("parent") = *parent;
  LIANBAN_RETURN_IF_ERROR(AcceptNewForm(run, JsonAt(data, "form"), JsonAt(data, "materials")));
  AddFact(run, "CaseStarted", [&] {
    json fact = {{"process", run.model.process}, {"unit", run.state.unit}, {"area", run.state.area}};
    if (auto missing = run.state.vars.find("missing"); missing != run.state.vars.end()) fact["missing"] = *missing;
    return fact;
  });
  LIANBAN_RETURN_IF_ERROR(StartCaseClocks(run, ""));
  SendToStep(run, run.model.steps.front().name);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
