#include <algorithm>

#include "absl/time/clock.h"
#include "services/casework/access.h"
#include "services/casework/case/read_case.h"
#include "services/casework/command/command_answer.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::casework {
namespace {

constexpr size_t kReasonCharactersMin = 4;
constexpr size_t kReasonCharactersMax = 200;
constexpr char kRecord[] = "reveal_form";

absl::Status CheckRevealReason(const std::string& reason) {
  const size_t length = workflow::CodePoints(workflow::Tidy(reason)).size();
  return length < kReasonCharactersMin || length > kReasonCharactersMax ? Error("REVEAL_REASON_REQUIRED") : absl::OkStatus();
}

absl::Status CheckFields(const v1::RevealFormRequest& request, const workflow::Model& model) {
  for (const std::string& name : request.fields()) {
    const bool known = std::any_of(model.form.begin(), model.form.end(), [&](const workflow::Field& field) {
      return field.sensitive && field.name == name;
    });
    if (!known) return Error("REQUEST_INVALID", {{"detail", "fields: " + name.substr(0, 64)}});
  }
  return request.fields().empty() ? Error("REQUEST_INVALID", {{"detail", "fields"}}) : absl::OkStatus();
}

v1::AppendRecordsRequest RecordOf(const rpc::Context& caller, const v1::RevealFormRequest& request,
                                  const CaseRecord& shown) {
  v1::AppendRecordsRequest append;
  append.set_source("casework");
  v1::JournalRecord& record = *append.add_records();
  record.set_record_id(crypto::NewUuid());
  record.set_kind(kRecord);
  record.set_subject("casework.form " + shown.case_id);
  SetTime(absl::Now(), record.mutable_time());
  record.set_actor_class("person");
  record.set_actor_id(caller.user_id());
  record.set_actor_name(caller.user_name());
  record.set_process(shown.state.process);
  record.set_release(shown.release);
  record.set_body_json("null");  // a look changes nothing that could be compared later
  nlohmann::json detail = {{"fields", nlohmann::json::array()}, {"reason", request.reason()}, {"unit", caller.unit_id()}};
  for (const std::string& name : request.fields()) detail["fields"].push_back(name);
  record.set_detail_json(Dump(detail));
  return append;
}

}  // namespace

absl::StatusOr<v1::RevealFormResponse> CaseReader::RevealForm(const rpc::Context& caller,
                                                              const v1::RevealFormRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, environments_.Get(caller.city_id()));
  LIANBAN_ASSIGN_OR_RETURN(const CaseRecordPtr record, Visible(caller, request.case_id(), *environment));
  if (!MayOperate(caller, record->state, environment->directory)) return Error("PERMISSION_DENIED");
  LIANBAN_RETURN_IF_ERROR(CheckRevealReason(request.reason()));
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease release,
                           releases_.Get(caller.city_id(), record->state.process, record->release));
  LIANBAN_RETURN_IF_ERROR(CheckFields(request, *release.model));
  const rpc::Context platform = rpc::SystemContext(caller.city_id(), absl::Now());
  LIANBAN_RETURN_IF_ERROR(records_.Append(platform, RecordOf(caller, request, *record)).status());
  nlohmann::json values = nlohmann::json::object();
  for (const std::string& name : request.fields()) {
    if (record->state.form.contains(name)) values[name] = record->state.form[name];
  }
  v1::RevealFormResponse response;
  response.set_form_json(Dump(values));
  return response;
}

}  // namespace lianban::casework
