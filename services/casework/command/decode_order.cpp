#include "services/casework/command/decode_order.h"

#include <array>

#include "services/casework/access.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/request_check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

using workflow::CommandKind;

constexpr size_t kDigestBytes = 16;

// What ActOnCase takes; the others have calls of their own or belong to the platform.
constexpr std::array kActions = {
    CommandKind::kWithdraw,   CommandKind::kTerminate,     CommandKind::kSuspend,  CommandKind::kResume,
    CommandKind::kExtend,     CommandKind::kReturn,        CommandKind::kTakeBack, CommandKind::kTransfer,
    CommandKind::kDelegate,   CommandKind::kAddHandler,    CommandKind::kRemoveHandler, CommandKind::kCopy,
    CommandKind::kUrge,       CommandKind::kEscalate,      CommandKind::kSupervise, CommandKind::kJump,
    CommandKind::kReopen,     CommandKind::kEditForm,      CommandKind::kMerge,    CommandKind::kUnmerge};

workflow::Actor ActorOf(const rpc::Context& caller) {
  workflow::Actor actor;
  switch (caller.actor_class()) {
    case identity::v1::ACTOR_CLASS_SYSTEM: actor.kind = workflow::ActorClass::kSystem; break;
    case identity::v1::ACTOR_CLASS_SERVICE: actor.kind = workflow::ActorClass::kService; break;
    default: actor.kind = workflow::ActorClass::kPerson;
  }
  actor.user = caller.user_id();
  actor.name = caller.user_name();
  actor.desks = DesksOf(caller);
  return actor;
}

std::string DigestOf(std::string_view call, const rpc::Context& caller, const google::protobuf::MessageLite& request) {
  std::string all(call);
  all += '\n';
  all += caller.user_id();
  all += '\n';
  all += request.SerializeAsString();
  return crypto::Sha256(all).substr(0, kDigestBytes);
}

// What every order has.
template <class Request>
absl::StatusOr<OrderPtr> Begin(CommandKind kind, const Request& request, const rpc::Context& caller) {
  auto order = std::make_unique<Order>();
  order->caller = caller;
  LIANBAN_ASSIGN_OR_RETURN(order->request_id, RequestId(request.request_id()));
  order->digest = DigestOf(workflow::Name(kind), caller, request);
  order->command.kind = kind;
  order->command.actor = ActorOf(caller);
  return order;
}

template <class Request>
absl::StatusOr<OrderPtr> BeginOnCase(CommandKind kind, const Request& request, const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, Begin(kind, request, caller));
  LIANBAN_ASSIGN_OR_RETURN(order->case_id, CaseId(request.case_id()));
  return order;
}

absl::Status CheckFiling(const v1::StartCaseRequest& request) {
  if (request.process().empty()) return Error("REQUEST_INVALID", {{"detail", "process"}});
  LIANBAN_RETURN_IF_ERROR(CheckName("process", request.process()));
  LIANBAN_RETURN_IF_ERROR(CheckName("unit_id", request.unit_id()));
  LIANBAN_RETURN_IF_ERROR(CheckName("area_code", request.area_code()));
  LIANBAN_RETURN_IF_ERROR(CheckText("title", request.title(), kTitleCharactersMax));
  LIANBAN_RETURN_IF_ERROR(CheckName("party_id", request.party_id()));
  LIANBAN_RETURN_IF_ERROR(CheckName("receipt_no", request.receipt_no()));
  LIANBAN_RETURN_IF_ERROR(CheckName("channel", request.channel()));
  if (request.release() < 0) return Error("REQUEST_INVALID", {{"detail", "release"}});
  if (!request.parent_case_id().empty()) return CaseId(request.parent_case_id()).status();
  return absl::OkStatus();
}

// Transfer and its kin name a person or a desk.
void NamePersonOrDesk(const std::string& target, nlohmann::json& args) {
  if (target.empty() || args.contains("user") || args.contains("desk")) return;
  args[target.find('/') == std::string::npos ? "user" : "desk"] = target;
}

}  // namespace

absl::StatusOr<OrderPtr> OrderFrom(const v1::StartCaseRequest& request, const rpc::Context& caller) {
  LIANBAN_RETURN_IF_ERROR(CheckFiling(request));
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, Begin(CommandKind::kStart, request, caller));
  LIANBAN_ASSIGN_OR_RETURN(nlohmann::json form, JsonObject("form_json", request.form_json()));
  LIANBAN_ASSIGN_OR_RETURN(nlohmann::json materials, JsonObject("materials_json", request.materials_json()));
  order->case_id = crypto::NewUuid();
  Filing filing{request.process(), request.release(),    request.unit_id(),  request.area_code(),     request.title(),
                request.channel(), request.receipt_no(), request.party_id(), request.parent_case_id()};
  if (filing.unit_id.empty()) filing.unit_id = caller.unit_id();
  if (filing.area_code.empty()) filing.area_code = caller.area_code();
  order->command.data = {{"form", std::move(form)},
                         {"materials", std::move(materials)},
                         {"unit", filing.unit_id},
                         {"area", filing.area_code}};
  order->filing = std::move(filing);
  if (request.has_receive_time()) order->occur_time = TimeOf(request.receive_time());
  return order;
}

absl::StatusOr<OrderPtr> OrderFrom(const v1::CompleteTaskRequest& request, const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, BeginOnCase(CommandKind::kCompleteTask, request, caller));
  LIANBAN_RETURN_IF_ERROR(CheckName("outcome", request.outcome()));
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), kReasonCharactersMax));
  LIANBAN_ASSIGN_OR_RETURN(order->command.data, JsonObject("form_json", request.form_json()));
  if (!request.materials_json().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(order->command.args["materials"], JsonObject("materials_json", request.materials_json()));
  }
  order->command.task = request.task_no();
  order->command.outcome = request.outcome();
  order->command.reason = request.reason();
  order->revision = request.revision();
  if (request.has_occur_time()) order->occur_time = TimeOf(request.occur_time());
  return order;
}

absl::StatusOr<OrderPtr> OrderFrom(const v1::ClaimTaskRequest& request, const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, BeginOnCase(CommandKind::kClaim, request, caller));
  order->command.task = request.task_no();
  return order;
}

absl::StatusOr<OrderPtr> OrderFrom(const v1::ReleaseTaskRequest& request, const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, BeginOnCase(CommandKind::kRelease, request, caller));
  order->command.task = request.task_no();
  return order;
}

absl::StatusOr<OrderPtr> OrderFrom(const v1::SendMessageRequest& request, const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, BeginOnCase(CommandKind::kMessage, request, caller));
  LIANBAN_RETURN_IF_ERROR(CheckName("name", request.name()));
  LIANBAN_RETURN_IF_ERROR(CheckName("outcome", request.outcome()));
  LIANBAN_ASSIGN_OR_RETURN(order->command.data, JsonObject("data_json", request.data_json()));
  order->command.target = request.name();
  order->command.outcome = request.outcome();
  if (request.has_occur_time()) order->occur_time = TimeOf(request.occur_time());
  return order;
}

absl::StatusOr<OrderPtr> OrderFrom(const v1::ActOnCaseRequest& request, const rpc::Context& caller) {
  const auto kind = workflow::CommandKindFromName(request.action());
  if (!kind || std::find(kActions.begin(), kActions.end(), *kind) == kActions.end()) {
    std::string allowed;
    for (CommandKind each : kActions) allowed += (allowed.empty() ? "" : ", ") + std::string(workflow::Name(each));
    return Error("ACTION_UNKNOWN", {{"action", request.action().substr(0, 64)}, {"allowed", allowed}});
  }
  LIANBAN_ASSIGN_OR_RETURN(OrderPtr order, BeginOnCase(*kind, request, caller));
  LIANBAN_RETURN_IF_ERROR(CheckName("target", request.target()));
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), kReasonCharactersMax));
  LIANBAN_ASSIGN_OR_RETURN(nlohmann::json args, JsonObject("args_json", request.args_json()));
  workflow::Command& command = order->command;
  command.task = request.task_no();
  command.target = request.target();
  command.reason = request.reason();
  if (*kind == CommandKind::kEditForm) {
    command.data = std::move(args);
  } else {
    command.args = std::move(args);
  }
  if (*kind == CommandKind::kTransfer || *kind == CommandKind::kDelegate || *kind == CommandKind::kCopy ||
      *kind == CommandKind::kAddHandler || *kind == CommandKind::kRemoveHandler) {
    NamePersonOrDesk(request.target(), command.args);
  }
  if (*kind == CommandKind::kMerge) {
    LIANBAN_ASSIGN_OR_RETURN(command.target, CaseId(request.target()));
    if (command.target == order->case_id) return Error("MERGE_SAME");
  }
  order->revision = request.revision();
  if (request.has_occur_time()) order->occur_time = TimeOf(request.occur_time());
  return order;
}

}  // namespace lianban::casework
