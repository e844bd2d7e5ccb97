#include "services/casework/case/read_case.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "services/casework/access.h"
#include "services/casework/case/case_message.h"
#include "services/casework/case/case_store.h"
#include "services/casework/case/first_case.h"
#include "services/casework/case/masked_form.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/request_check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/choices.h"
#include "services/workflow/language/outcome_label.h"

namespace lianban::casework {
namespace {

constexpr char kLastCase[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
constexpr int kChildrenShown = 200;

absl::Status Unknown(std::string_view name) { return Error("NOT_FOUND", {{"name", std::string(name.substr(0, 64))}}); }

const workflow::TaskState* FindTask(const workflow::CaseState& state, int64_t no) {
  for (const auto& activation : state.activations) {
    for (const auto& task : activation.tasks) {
      if (task.no == no) return &task;
    }
  }
  return nullptr;
}

// A case without a clock of its own, such as one visit with several matters, is due when the last of its children is.
void DueWithChildren(v1::Case& parent) {
  for (const auto& child : parent.children()) {
    if (!child.has_due_time()) continue;
    if (!parent.has_due_time() || TimeOf(child.due_time()) > TimeOf(parent.due_time())) {
      *parent.mutable_due_time() = child.due_time();
    }
    parent.set_due_unverified(parent.due_unverified() || child.due_unverified());
  }
}

// The page of rows and the token of the next one; the cursor is the case of the last row.
v1::ListCasesResponse PageOf(const postgres::Rows& rows, int page_size, const PageTokens& tokens,
                             const std::string& query) {
  v1::ListCasesResponse response;
  for (int row = 0; row < std::min(rows.size(), page_size); ++row) *response.add_cases() = CaseSummaryFrom(rows, row);
  if (rows.size() > page_size) {
    response.set_next_page_token(tokens.Seal(query, {response.cases(page_size - 1).case_id()}));
  }
  return response;
}

}  // namespace

absl::StatusOr<CaseRecordPtr> CaseReader::Visible(const rpc::Context& caller, const std::string& case_id,
                                                  const workflow::Environment& environment) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string id, CaseId(case_id));
  LIANBAN_ASSIGN_OR_RETURN(CaseRecordPtr record, ReadCase(connections_, seals_, caller.city_id(), id));
  const auto stands_for = substitutions_.OwnersFor(caller.city_id(), caller.user_id(), absl::Now());
  if (!MaySee(caller, *record, environment.directory, stands_for)) return Unknown(id);
  return record;
}

absl::StatusOr<std::string> CaseReader::CaseOfReceipt(const rpc::Context& caller, const std::string& receipt_no) {
  LIANBAN_RETURN_IF_ERROR(CheckName("receipt_no", receipt_no));
  LIANBAN_ASSIGN_OR_RETURN(const Results results,
                           connections_.RunTx(caller.city_id(), {{"find_receipt", {caller.city_id(), receipt_no}}}));
  if (results[0]->size() == 0) return Unknown(receipt_no);
  return results[0]->GetString(0, 0);
}

absl::StatusOr<v1::Case> CaseReader::GetCase(const rpc::Context& caller, const v1::GetCaseRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, environments_.Get(caller.city_id()));
  std::string case_id = request.case_id();
  const bool by_receipt = case_id.empty() && !request.receipt_no().empty();
  if (by_receipt) {
    LIANBAN_ASSIGN_OR_RETURN(case_id, CaseOfReceipt(caller, request.receipt_no()));
  }
  auto record = Visible(caller, case_id, *environment);
  // The answer names what was asked for, not what it might have led to.
  if (!record.ok()) return by_receipt && absl::IsNotFound(record.status()) ? Unknown(request.receipt_no()) : record.status();
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease release,
                           releases_.Get(caller.city_id(), (*record)->state.process, (*record)->release));
  LIANBAN_ASSIGN_OR_RETURN(const Results results,
                           connections_.RunTx(caller.city_id(), {{"list_children",
                                                                  {caller.city_id(), (*record)->case_id, kFirstCase,
                                                                   std::to_string(kChildrenShown)}}}));
  v1::Case out = CaseOf(**record, *environment, absl::Now());
  out.set_form_json(Dump(IsPlatform(caller) ? nlohmann::json((*record)->state.form) : Masked((*record)->state.form, *release.model)));
  out.set_materials_json(Dump((*record)->state.materials));
  for (int row = 0; row < results[0]->size(); ++row) *out.add_children() = CaseSummaryFrom(*results[0], row);
  if (!out.has_due_time()) DueWithChildren(out);
  return out;
}

absl::StatusOr<v1::Task> CaseReader::GetTask(const rpc::Context& caller, const v1::GetTaskRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, environments_.Get(caller.city_id()));
  LIANBAN_ASSIGN_OR_RETURN(const CaseRecordPtr record, Visible(caller, request.case_id(), *environment));
  const workflow::TaskState* task = FindTask(record->state, request.task_no());
  if (task == nullptr) return Unknown(record->case_id + "/" + std::to_string(request.task_no()));
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease release,
                           releases_.Get(caller.city_id(), record->state.process, record->release));
  v1::Task out = TaskOf(*record, *task, *environment, absl::Now());
  const workflow::Step* step = release.model->Find(task->step);
  if (step == nullptr) return out;
  for (const auto& outcome : workflow::ChoicesOf(*step, *task)) {
    out.add_outcomes(outcome);
    const workflow::OutcomeLabel label = workflow::LabelOfOutcome(*release.model, *step, outcome);
    v1::OutcomeLabel& shown = *out.add_outcome_labels();
    shown.set_outcome(outcome);
    shown.set_zh(label.zh);
    shown.set_en(label.en);
  }
  if (!task->proposal->is_null()) out.set_proposal_json(Dump(*task->proposal));
  out.set_form_json(Dump(FormFields(*release.model, *step, Masked(record->state.form, *release.model))));
  return out;
}

absl::StatusOr<v1::ListCasesResponse> CaseReader::ListChildren(const rpc::Context& caller,
                                                               const v1::ListCasesRequest& request,
                                                               const workflow::Environment& environment) {
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  const std::string query = QueryOf("ListCases", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, tokens_.Open(query, request.page_token()));
  // Whoever may see a case may see how its children stand.
  LIANBAN_ASSIGN_OR_RETURN(const CaseRecordPtr parent, Visible(caller, request.parent_case_id(), environment));
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(caller.city_id(),
                         {{"list_children",
                           {caller.city_id(), parent->case_id, cursor.empty() ? kFirstCase : cursor[0],
                            std::to_string(page_size + 1)}}}));
  return PageOf(*results[0], page_size, tokens_, query);
}

absl::StatusOr<v1::ListCasesResponse> CaseReader::ListCases(const rpc::Context& caller,
                                                            const v1::ListCasesRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, environments_.Get(caller.city_id()));
  if (!request.parent_case_id().empty()) return ListChildren(caller, request, *environment);
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  LIANBAN_RETURN_IF_ERROR(CheckName("process", request.process()));
  LIANBAN_RETURN_IF_ERROR(CheckName("status", request.status()));
  const std::string query = QueryOf("ListCases", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, tokens_.Open(query, request.page_token()));
  const std::string before = cursor.empty() ? kLastCase : cursor[0];
  const std::string limit = std::to_string(page_size + 1);
  if (IsPlatform(caller) && request.unit_id().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(
        const Results results,
        connections_.RunTx(caller.city_id(), {{"list_cases_of_city",
                                               {caller.city_id(), before, request.process(), request.status(), limit}}}));
    return PageOf(*results[0], page_size, tokens_, query);
  }
  std::vector<std::string> units = VisibleUnits(caller, environment->directory);
  if (!request.unit_id().empty()) {
    const bool visible = IsPlatform(caller) || std::binary_search(units.begin(), units.end(), request.unit_id());
    units.clear();  // a unit out of sight is an empty list, like one that does not exist
    if (visible) units.push_back(request.unit_id());
  }
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(caller.city_id(),
                         {{"list_cases_of_units",
                           {caller.city_id(), postgres::TextArray(units), before, request.process(), request.status(),
                            limit}}}));
  return PageOf(*results[0], page_size, tokens_, query);
}

absl::StatusOr<v1::ListEventsResponse> CaseReader::ListEvents(const rpc::Context& caller,
                                                              const v1::ListEventsRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, environments_.Get(caller.city_id()));
  const std::string query = QueryOf("ListEvents", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, tokens_.Open(query, request.page_token()));
  LIANBAN_ASSIGN_OR_RETURN(const CaseRecordPtr record, Visible(caller, request.case_id(), *environment));
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(caller.city_id(),
                         {{"list_events_of_case",
                           {caller.city_id(), record->case_id, cursor.empty() ? "0" : cursor[0],
                            std::to_string(page_size + 1)}}}));
  const postgres::Rows& rows = *results[0];
  v1::ListEventsResponse response;
  for (int row = 0; row < std::min(rows.size(), page_size); ++row) {
    v1::Event& event = *response.add_events() = EventFrom(rows, row);
    // What-if replay decides as it was decided: with the values.
    if (IsPlatform(caller)) {
      LIANBAN_ASSIGN_OR_RETURN(const nlohmann::json payload, seals_.Parse(caller.city_id(), record->case_id, rows.Get(row, 11)));
      event.set_payload_json(Dump(payload));
    }
  }
  if (rows.size() > page_size) {
    response.set_next_page_token(
        tokens_.Seal(query, {std::to_string(response.events(page_size - 1).sequence())}));
  }
  return response;
}

}  // namespace lianban::casework
