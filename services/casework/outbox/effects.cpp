#include "services/casework/outbox/effects.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/casework/access.h"
#include "services/casework/case/first_case.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

// Columns from `first` on: kind, payload (left out here), state, attempt, next_time, last_error, event_time.
v1::Effect EffectFrom(const postgres::Rows& rows, int row, int first) {
  v1::Effect effect;
  effect.set_kind(rows.GetString(row, first));
  effect.set_state(rows.GetString(row, first + 2));
  effect.set_attempt(static_cast<int32_t>(rows.GetInt(row, first + 3)));
  if (effect.state() == "pending") SetTime(TimeFromText(rows.Get(row, first + 4)), effect.mutable_next_time());
  effect.set_last_error(rows.GetString(row, first + 5));
  SetTime(TimeFromText(rows.Get(row, first + 6)), effect.mutable_event_time());
  return effect;
}

}  // namespace

absl::StatusOr<v1::ListEffectsResponse> Effects::List(const rpc::Context& caller,
                                                      const v1::ListEffectsRequest& request) {
  return request.case_id().empty() ? Failed(caller, request) : OfCase(caller, request);
}

absl::StatusOr<v1::ListEffectsResponse> Effects::OfCase(const rpc::Context& caller,
                                                        const v1::ListEffectsRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string case_id, CaseId(request.case_id()));
  v1::GetCaseRequest asked;
  asked.set_case_id(case_id);
  LIANBAN_RETURN_IF_ERROR(cases_.GetCase(caller, asked).status());
  LIANBAN_ASSIGN_OR_RETURN(const Results results,
                           connections_.RunTx(caller.city_id(), {{"list_effects", {caller.city_id(), case_id}}}));
  v1::ListEffectsResponse response;
  for (int row = 0; row < results[0]->size(); ++row) {
    v1::Effect& effect = *response.add_effects();
    effect = EffectFrom(*results[0], row, 1);
    const std::string_view payload = results[0]->Get(row, 2);
    effect.set_payload_json(WithoutSealed(payload));
    if (IsPlatform(caller)) {  // a notice is set from the values
      LIANBAN_ASSIGN_OR_RETURN(const nlohmann::json open, seals_.Parse(caller.city_id(), case_id, payload));
      effect.set_payload_json(Dump(open));
    }
    effect.set_case_id(case_id);
    effect.set_effect_no(results[0]->GetInt(row, 0));
  }
  return response;
}

absl::StatusOr<v1::ListEffectsResponse> Effects::Failed(const rpc::Context& caller,
                                                        const v1::ListEffectsRequest& request) {
  if (!IsSystemAdmin(caller)) return Error("PERMISSION_DENIED");
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  const std::string query = QueryOf("ListEffects", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(std::vector<std::string> cursor, tokens_.Open(query, request.page_token()));
  if (cursor.size() != 2) cursor = {kFirstCase, "0"};
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(caller.city_id(), {{"list_failed_effects",
                                             {caller.city_id(), cursor[0], cursor[1], std::to_string(page_size + 1)}}}));
  const postgres::Rows& rows = *results[0];
  v1::ListEffectsResponse response;
  for (int row = 0; row < std::min(rows.size(), page_size); ++row) {
    v1::Effect& effect = *response.add_effects();
    effect = EffectFrom(rows, row, 2);
    effect.set_case_id(rows.GetString(row, 0));
    effect.set_effect_no(rows.GetInt(row, 1));
  }
  if (rows.size() > page_size) {
    response.set_next_page_token(
        tokens_.Seal(query, {rows.GetString(page_size - 1, 0), rows.GetString(page_size - 1, 1)}));
  }
  return response;
}

absl::StatusOr<v1::Effect> Effects::Resend(const rpc::Context& caller, const v1::ResendEffectRequest& request) {
  if (!IsSystemAdmin(caller)) return Error("PERMISSION_DENIED");
  LIANBAN_ASSIGN_OR_RETURN(const std::string case_id, CaseId(request.case_id()));
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(caller.city_id(), {{"resend_effect",
                                             {caller.city_id(), case_id, std::to_string(request.effect_no()),
                                              TimeText(absl::Now())}}}));
  if (results[0]->size() == 0) return Error("EFFECT_NOT_FAILED");
  v1::Effect effect = EffectFrom(*results[0], 0, 0);
  effect.set_case_id(case_id);
  effect.set_effect_no(request.effect_no());
  return effect;
}

}  // namespace lianban::casework
