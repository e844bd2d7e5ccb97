#include "services/casework/case/case_message.h"

#include <algorithm>
#include <set>

#include "services/casework/case/form_seals.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/inbox/inbox_line.h"
#include "services/casework/store/array_param.h"

namespace lianban::casework {
namespace {

nlohmann::json ClocksOf(const workflow::CaseState& state) {
  const nlohmann::json json = workflow::ToJson(state);
  const auto clocks = json.find("clocks");
  return clocks == json.end() ? nlohmann::json::array() : *clocks;
}

}  // namespace

v1::Case CaseOf(const CaseRecord& record, const workflow::Environment& environment, absl::Time now) {
  const workflow::CaseState& state = record.state;
  v1::Case out;
  out.set_case_id(record.case_id);
  out.set_process(state.process);
  out.set_release(record.release);
  out.set_title(record.title);
  out.set_status(std::string(Name(state.status)));
  out.set_result(state.result);
  out.set_revision(state.revision);
  out.set_unit_id(state.unit);
  out.set_area_code(state.area);
  out.set_receipt_no(record.receipt_no);
  out.set_party_id(record.party_id);
  out.set_parent_case_id(record.parent_case_id);
  out.set_channel(record.channel);
  SetTime(record.receive_time, out.mutable_receive_time());
  if (state.finished) SetTime(*state.finished, out.mutable_finish_time());
  if (const workflow::ClockState* clock = DueClock(state); clock != nullptr) {
    SetTime(clock->due, out.mutable_due_time());
    out.set_due_unverified(clock->unverified);
  }
  if (!state.finished) out.set_light(std::string(LightOf(LineOf(state, environment), now)));
  std::set<std::string> steps;
  for (const auto& activation : state.activations) {
    steps.insert(activation.step);
    for (const auto& task : activation.tasks) *out.add_open_tasks() = TaskOf(record, task, environment, now);
  }
  for (const auto& step : steps) out.add_active_steps(step);
  out.set_clocks_json(Dump(ClocksOf(state)));
  return out;
}

v1::Case CaseSummaryFrom(const postgres::Rows& rows, int row) {
  v1::Case out;
  out.set_case_id(rows.GetString(row, 0));
  out.set_process(rows.GetString(row, 1));
  out.set_release(static_cast<int32_t>(rows.GetInt(row, 2)));
  out.set_title(rows.GetString(row, 3));
  out.set_status(rows.GetString(row, 4));
  out.set_result(rows.GetString(row, 5));
  out.set_revision(rows.GetInt(row, 6));
  out.set_unit_id(rows.GetString(row, 7));
  out.set_area_code(rows.GetString(row, 8));
  out.set_receipt_no(rows.GetString(row, 9));
  out.set_party_id(rows.GetString(row, 10));
  out.set_parent_case_id(rows.GetString(row, 11));
  SetTime(TimeFromText(rows.Get(row, 12)), out.mutable_receive_time());
  if (!rows.IsNull(row, 13)) SetTime(TimeFromText(rows.Get(row, 13)), out.mutable_finish_time());
  if (!rows.IsNull(row, 14)) SetTime(TimeFromText(rows.Get(row, 14)), out.mutable_due_time());
  out.set_due_unverified(rows.GetBool(row, 15));
  out.set_channel(rows.GetString(row, 16));
  return out;
}

v1::Event EventFrom(const postgres::Rows& rows, int row) {
  v1::Event event;
  event.set_log_index(rows.GetInt(row, 0));
  event.set_case_id(rows.GetString(row, 1));
  event.set_sequence(rows.GetInt(row, 2));
  SetTime(TimeFromText(rows.Get(row, 3)), event.mutable_time());
  SetTime(TimeFromText(rows.Get(row, 4)), event.mutable_record_time());
  event.set_type(rows.GetString(row, 5));
  event.set_actor_class(rows.GetString(row, 6));
  event.set_actor_id(rows.GetString(row, 7));
  event.set_actor_name(rows.GetString(row, 8));
  event.set_process(rows.GetString(row, 9));
  event.set_release(static_cast<int32_t>(rows.GetInt(row, 10)));
  event.set_payload_json(WithoutSealed(rows.Get(row, 11)));
  event.set_leaf_hash(postgres::FromBytes(rows.Get(row, 12)));
  return event;
}

nlohmann::json FormFields(const workflow::Model& model, const workflow::Step& step, const nlohmann::json& form) {
  auto fields = nlohmann::json::array();
  for (const auto& field : model.form) {
    const bool editable = std::find(step.edits.begin(), step.edits.end(), field.name) != step.edits.end();
    nlohmann::json entry = {{"name", field.name}, {"label", field.label}, {"type", field.type},
                            {"editable", editable}, {"spec", field.spec}};
    if (const auto value = form.find(field.name); value != form.end()) entry["value"] = *value;
    fields.push_back(std::move(entry));
  }
  return fields;
}

}  // namespace lianban::casework
