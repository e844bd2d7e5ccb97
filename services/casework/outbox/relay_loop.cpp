#include "services/casework/outbox/relay_loop.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/casework/case/case_store.h"
#include "services/casework/command/platform_order.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kRelayLease = absl::Seconds(30);
constexpr absl::Duration kRelayPoll = absl::Milliseconds(500);
constexpr absl::Duration kRelayPause = absl::Seconds(1);
constexpr absl::Duration kRelayPauseMax = absl::Minutes(5);
constexpr int kRelayAttemptsMax = 12;  // of something that is refused, over about half an hour; an absence is waited out
constexpr int kRelayClaimMax = 100;

std::string Text(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool IsAbsence(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) || absl::IsResourceExhausted(status);
}

// The parent has gone on without this child: told is told.
bool IsTold(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "CHILD_ENDED_BEFORE" || reason == "CASE_FINISHED" || reason == "CASE_NOT_MERGED" ||
         reason == "MERGED_BEFORE";
}

// Only a person of the city can mend it: no second try.
bool IsSentBack(std::string_view kind, const absl::Status& status) {
  return kind == "join_case" && !status.ok() && !IsAbsence(status) && ReasonOf(status) != "MERGED_BEFORE";
}

}  // namespace

absl::Duration RelayLoop::Round() {
  int delivered = 0;
  for (const std::string& city_id : ListCities(connections_)) delivered += DeliverDue(city_id);
  return delivered > 0 ? absl::ZeroDuration() : kRelayPoll;
}

int RelayLoop::DeliverDue(const std::string& city_id) {
  const absl::Time now = absl::Now();
  const auto results = connections_.RunTx(
      city_id, {{"claim_effects", {city_id, TimeText(now), TimeText(now + kRelayLease), std::to_string(kRelayClaimMax)}}},
      absl::ZeroDuration());
  if (!results.ok()) return 0;
  const postgres::Rows& rows = *(*results)[0];
  for (int row = 0; row < rows.size(); ++row) {
    Deliver({city_id, rows.GetString(row, 0), rows.GetInt(row, 1), rows.GetString(row, 2), rows.GetString(row, 3),
             TimeFromText(rows.Get(row, 4)), rows.GetInt(row, 5)});
  }
  std::vector<postgres::Statement> settled;
  const auto landed = flights_.WaitForAll();
  SendBack(landed);
  for (const auto& [effect, status] : landed) settled.push_back(Settled(effect, status));
  // If this is lost, the lease runs out and the effect is delivered again, which does nothing twice.
  if (!settled.empty()) connections_.RunTx(city_id, settled).IgnoreError();
  return rows.size();
}

void RelayLoop::Deliver(const Claimed& effect) {
  flights_.Begin();
  auto order = OrderFor(effect);
  if (!order.ok()) return flights_.Land(effect, order.status());
  (*order)->occur_time = effect.event_time;
  (*order)->done = [this, effect](absl::StatusOr<v1::CommandResponse> answer) {
    flights_.Land(effect, answer.status());
  };
  executors_.Submit(*std::move(order));
}

absl::StatusOr<OrderPtr> RelayLoop::OrderFor(const Claimed& effect) {
  LIANBAN_ASSIGN_OR_RETURN(nlohmann::json payload, seals_.Parse(effect.city_id, effect.case_id, effect.payload));
  if (!payload.is_object()) return Error("REQUEST_INVALID", {{"detail", "payload"}});
  if (effect.kind == "start_case") return StartChild(effect, std::move(payload));
  if (effect.kind == "tell_child") return TellChild(effect, payload);
  if (effect.kind.ends_with("_child")) return OperateOnChild(effect, payload);
  if (effect.kind != "tell_parent") return TellMerged(effect, payload);
  return TellParent(effect, payload);
}

absl::StatusOr<OrderPtr> RelayLoop::StartChild(const Claimed& effect, nlohmann::json payload) {
  LIANBAN_ASSIGN_OR_RETURN(const CaseRecordPtr parent, ReadCase(connections_, seals_, effect.city_id, effect.case_id));
  Filing filing{Text(payload, "process"), 0, Text(payload, "unit"), Text(payload, "area"), Text(payload, "title")};
  // One visit, one receipt: the child goes by the number and the party of its parent.
  filing.channel = parent->channel;
  filing.receipt_no = parent->receipt_no;
  filing.party_id = payload.contains("party") ? Text(payload, "party") : parent->party_id;
  filing.parent_case_id = effect.case_id;
  if (!CheckText("title", filing.title, kTitleCharactersMax).ok()) filing.title.clear();
  workflow::Command command;
  command.kind = workflow::CommandKind::kStart;
  payload["parent"]["case"] = effect.case_id;
  command.data = {{"form", payload.value("form", nlohmann::json::object())},
                  {"materials", payload.value("materials", nlohmann::json::object())},
                  {"unit", filing.unit_id},
                  {"area", filing.area_code},
                  {"parent", payload["parent"]}};
  OrderPtr order = PlatformOrder(effect.city_id, DerivedUuid("effect", effect.case_id, effect.effect_no),
                                 crypto::NewUuid(), std::move(command));
  order->filing = std::move(filing);
  return order;
}

OrderPtr RelayLoop::TellParent(const Claimed& effect, const nlohmann::json& payload) {
  const nlohmann::json parent = payload.value("parent", nlohmann::json::object());
  workflow::Command command;
  command.kind = workflow::CommandKind::kChildFinished;
  command.target = effect.case_id;
  command.data = {{"no", parent.value("no", int64_t{0})},
                  {"status", Text(payload, "status")},
                  {"result", Text(payload, "result")}};
  for (const char* key : {"step", "report"}) {
    if (payload.contains(key)) command.data[key] = payload[key];
  }
  return PlatformOrder(effect.city_id, DerivedUuid("effect", effect.case_id, effect.effect_no), Text(parent, "case"),
                       std::move(command));
}

OrderPtr RelayLoop::TellChild(const Claimed& effect, const nlohmann::json& payload) {
  workflow::Command command;
  command.kind = workflow::CommandKind::kMessage;
  command.target = Text(payload, "step");
  command.outcome = Text(payload, "outcome");
  command.data = payload.value("data", nlohmann::json::object());
  return PlatformOrder(effect.city_id, DerivedUuid("effect", effect.case_id, effect.effect_no), Text(payload, "case"),
                       std::move(command));
}

absl::StatusOr<OrderPtr> RelayLoop::OperateOnChild(const Claimed& effect, const nlohmann::json& payload) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(effect.city_id, {{"find_child",
                                           {effect.city_id, effect.case_id,
                                            std::to_string(payload.value("no", int64_t{0}))}}}));
  // It has not been started yet: that effect is on its way, too.
  if (results[0]->size() == 0) return absl::UnavailableError("the child is not there yet");
  workflow::Command command;
  command.reason = Text(payload, "reason");
  if (effect.kind == "end_child") {
    command.kind = workflow::CommandKind::kParentEnded;
    command.args = {{"children", "end"}};
  } else if (effect.kind == "supervise_child") {
    command.kind = workflow::CommandKind::kSupervise;
    command.args = {{"level", Text(payload, "level")}};
  } else {
    command.kind = workflow::CommandKind::kUrge;
  }
  const std::string child = results[0]->GetString(0, 0);
  OrderPtr order = PlatformOrder(effect.city_id, DerivedUuid("effect", effect.case_id, effect.effect_no), child,
                                 std::move(command));
  // Who may urge or supervise the parent may do so with what it waits for.
  LIANBAN_ASSIGN_OR_RETURN(const CaseRecordPtr record, ReadCase(connections_, seals_, effect.city_id, child));
  order->command.actor.desks = {record->state.unit + "/leader"};
  return order;
}

OrderPtr RelayLoop::TellMerged(const Claimed& effect, const nlohmann::json& payload) {
  workflow::Command command;
  command.target = effect.case_id;
  command.data = {{"status", Text(payload, "status")}, {"result", Text(payload, "result")}};
  command.kind = workflow::CommandKind::kLeadEnded;
  if (effect.kind == "leave_case") command.kind = workflow::CommandKind::kLeaveOut;
  if (effect.kind == "join_case") {
    command.kind = workflow::CommandKind::kTakeIn;
    command.data = {{"by_service", payload.value("by_service", false)}};
  }
  OrderPtr order = PlatformOrder(effect.city_id, DerivedUuid("effect", effect.case_id, effect.effect_no),
                                 Text(payload, "case"), std::move(command));
  if (effect.kind == "join_case") {
    for (const auto& desk : payload.value("desks", nlohmann::json::array())) {
      if (desk.is_string()) order->command.actor.desks.push_back(desk.get<std::string>());
    }
  }
  return order;
}

void RelayLoop::SendBack(const std::vector<std::pair<Claimed, absl::Status>>& landed) {
  bool any = false;
  for (const auto& [effect, status] : landed) {
    if (!IsSentBack(effect.kind, status)) continue;
    workflow::Command command;
    command.kind = workflow::CommandKind::kUnmerge;
    command.reason = Localized(status, "zh-CN");
    OrderPtr order = PlatformOrder(effect.city_id, DerivedUuid("sent back", effect.case_id, effect.effect_no),
                                   effect.case_id, std::move(command));
    order->occur_time = effect.event_time;
    order->done = [this, claimed = effect](absl::StatusOr<v1::CommandResponse> answer) {
      flights_.Land(claimed, answer.status());
    };
    flights_.Begin();
    executors_.Submit(std::move(order));
    any = true;
  }
  if (!any) return;
  for (const auto& [effect, status] : flights_.WaitForAll()) {
    if (!status.ok() && !IsTold(status)) spdlog::warn("case {}: is not sent back: {}", effect.case_id, ReasonOf(status));
  }
}

postgres::Statement RelayLoop::Settled(const Claimed& effect, const absl::Status& status) {
  std::string state = "pending";
  if (IsSentBack(effect.kind, status)) {
    state = "failed";
  } else if (status.ok() || IsTold(status)) {
    state = "sent";
  } else if (!IsAbsence(status) && effect.attempt >= kRelayAttemptsMax) {
    state = "failed";
  }
  if (!status.ok()) {
    spdlog::warn("case {}: effect {} ({}) {}: {}", effect.case_id, effect.effect_no, effect.kind, state,
                 ReasonOf(status));
  }
  const absl::Duration pause = std::min(kRelayPauseMax, kRelayPause * (1 << std::min<int64_t>(effect.attempt, 10)));
  return {"finish_effect",
          {effect.city_id, effect.case_id, std::to_string(effect.effect_no), state,
           status.ok() ? "" : Localized(status, "zh-CN"), TimeText(absl::Now() + pause)}};
}

}  // namespace lianban::casework
