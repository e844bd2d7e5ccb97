#include "services/intake/matter/earlier_matter.h"

#include <set>

#include "services/intake/matter/read_matter.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

using nlohmann::json;

bool IsMatterId(const std::string& text) { return text.size() == 36 && text[8] == '-'; }

absl::StatusOr<Matter> MatterOfProcess(Counter& counter, postgres::Transaction& tx, const rpc::Context& caller,
                                       const std::string& earlier, const std::string& process) {
  const bool by_id = IsMatterId(earlier);
  LIANBAN_ASSIGN_OR_RETURN(Matter matter, VisibleMatter(counter, tx, caller, by_id ? earlier : "", by_id ? "" : earlier));
  if (matter.process == process) return matter;
  LIANBAN_ASSIGN_OR_RETURN(std::vector<Matter> children, counter.matters.Children(tx, caller.city_id(), matter.matter_id));
  for (Matter& child : children) {
    if (child.process == process) return std::move(child);
  }
  return Error("EARLIER_OTHER_PROCESS", {{"earlier", earlier}, {"process", process}});
}

json ObjectIn(const std::string& text) {
  json value = json::parse(text, nullptr, false);
  return value.is_object() ? value : json::object();
}

// What tasks write is not the applicant's: opinions, the lawyer, the closing day.
void TakeOutWhatOfficialsWrote(const workflow::Model& model, json& form) {
  for (const workflow::Step& step : model.steps) {
    if (step.kind != workflow::StepKind::kTask) continue;
    for (const std::string& field : step.edits) form.erase(field);
  }
}

}  // namespace

absl::StatusOr<EarlierFiling> ReadEarlier(Counter& counter, const rpc::Context& caller, const std::string& earlier,
                                          const std::string& process) {
  absl::StatusOr<Matter> matter = absl::UnknownError("");
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) {
    matter = MatterOfProcess(counter, tx, caller, earlier, process);
    return matter.status();
  }));
  LIANBAN_ASSIGN_OR_RETURN(const auto found, counter.casework.Get(caller.city_id(), matter->case_id));
  if (!found) return Error("NOT_FOUND", {{"name", earlier}});
  LIANBAN_ASSIGN_OR_RETURN(const auto model, counter.models.Get(caller.city_id(), process));
  EarlierFiling filing{matter->party_id, ObjectIn(found->form_json()), ObjectIn(found->materials_json())};
  TakeOutWhatOfficialsWrote(*model, filing.form);
  return filing;
}

}  // namespace lianban::intake
