#include "services/workflow/engine/command.h"

#include <array>
#include <utility>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<CommandKind, std::string_view>, 34> kNames = {{
    {CommandKind::kStart, "start"},
    {CommandKind::kCompleteTask, "complete_task"},
    {CommandKind::kClaim, "claim"},
    {CommandKind::kRelease, "release"},
    {CommandKind::kTransfer, "transfer"},
    {CommandKind::kDelegate, "delegate"},
    {CommandKind::kMessage, "message"},
    {CommandKind::kFireTimer, "fire_timer"},
    {CommandKind::kChildFinished, "child_finished"},
    {CommandKind::kWithdraw, "withdraw"},
    {CommandKind::kTerminate, "terminate"},
    {CommandKind::kSuspend, "suspend"},
    {CommandKind::kResume, "resume"},
    {CommandKind::kExtend, "extend"},
    {CommandKind::kReturn, "return"},
    {CommandKind::kTakeBack, "take_back"},
    {CommandKind::kAddHandler, "add_handler"},
    {CommandKind::kRemoveHandler, "remove_handler"},
    {CommandKind::kCopy, "copy"},
    {CommandKind::kUrge, "urge"},
    {CommandKind::kEscalate, "escalate"},
    {CommandKind::kSupervise, "supervise"},
    {CommandKind::kJump, "jump"},
    {CommandKind::kReopen, "reopen"},
    {CommandKind::kEditForm, "edit_form"},
    {CommandKind::kRecompute, "recompute"},
    {CommandKind::kMigrate, "migrate"},
    {CommandKind::kMoveBack, "move_back"},
    {CommandKind::kMerge, "merge"},
    {CommandKind::kUnmerge, "unmerge"},
    {CommandKind::kTakeIn, "take_in"},
    {CommandKind::kLeaveOut, "leave_out"},
    {CommandKind::kLeadEnded, "lead_ended"},
    {CommandKind::kParentEnded, "parent_ended"},
}};

constexpr std::array<std::string_view, 3> kActorKinds = {"person", "system", "service"};

Command ReadCommand(const json& from) {
  Command command;
  auto kind = CommandKindFromName(from.at("kind").get<std::string>());
  if (!kind) throw json::other_error::create(599, "unknown command", nullptr);
  command.kind = *kind;
  const json& actor = from.at("actor");
  std::string actor_kind = actor.at("kind").get<std::string>();
  for (size_t i = 0; i < kActorKinds.size(); ++i) {
    if (actor_kind == kActorKinds[i]) command.actor.kind = static_cast<ActorClass>(i);
  }
  command.actor.user = actor.value("user", "");
  command.actor.name = actor.value("name", "");
  command.actor.desks = actor.value("desks", std::vector<std::string>{});
  command.actor.stands_for = actor.value("stands_for", std::vector<std::string>{});
  command.task = from.value("task", int64_t{0});
  command.target = from.value("target", "");
  command.outcome = from.value("outcome", "");
  command.reason = from.value("reason", "");
  command.data = from.value("data", json::object());
  command.args = from.value("args", json::object());
  return command;
}

}  // namespace

std::string_view Name(CommandKind kind) {
  for (const auto& [each, text] : kNames) {
    if (each == kind) return text;
  }
  return "";
}

std::optional<CommandKind> CommandKindFromName(std::string_view name) {
  for (const auto& [kind, text] : kNames) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

json ToJson(const Command& command) {
  json to = {{"kind", Name(command.kind)}, {"actor", {{"kind", kActorKinds[static_cast<size_t>(command.actor.kind)]}}}};
  if (!command.actor.user.empty()) to["actor"]["user"] = command.actor.user;
  if (!command.actor.name.empty()) to["actor"]["name"] = command.actor.name;
  if (!command.actor.desks.empty()) to["actor"]["desks"] = command.actor.desks;
  if (!command.actor.stands_for.empty()) to["actor"]["stands_for"] = command.actor.stands_for;
  if (command.task != 0) to["task"] = command.task;
  if (!command.target.empty()) to["target"] = command.target;
  if (!command.outcome.empty()) to["outcome"] = command.outcome;
  if (!command.reason.empty()) to["reason"] = command.reason;
  if (!command.data.empty()) to["data"] = command.data;
  if (!command.args.empty()) to["args"] = command.args;
  return to;
}

absl::StatusOr<Command> CommandFromJson(const json& from) {
  try {
    return ReadCommand(from);
  } catch (const json::exception& e) {
    return Error("REQUEST_INVALID", {{"detail", e.what()}});
  }
}

}  // namespace lianban::workflow
