#pragma once
// What somebody wants done to a case.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace lianban::workflow {

enum class ActorClass { kPerson, kSystem, kService };  // a timeout is the system's act, never a person's approval

struct Actor {
  ActorClass kind = ActorClass::kPerson;
  std::string user;                 // user id; empty for the system
  std::string name;
  std::vector<std::string> desks;   // "<unit>/<role>" the person may act for
};

enum class CommandKind {
  kStart,           // data: {form, materials, unit, area, parent}; parent: as a start_case effect gives it
  kCompleteTask,    // task, outcome, data: form patch, args.materials: materials patch, reason
  kClaim, kRelease,
  kTransfer,        // 转办: args.desk or args.user
  kDelegate,        // 委派: args.user
  kMessage,         // target: message name (or step of a wait), data: {form, materials, …}; outcome when several
  kFireTimer,       // args.timer
  kChildFinished,   // target: child case id; data: {no, status, result}, as the child's tell_parent effect gives it
  kWithdraw,        // by the applicant 撤销
  kTerminate, kSuspend, kResume,
  kExtend,          // 延期: args.period, args.clock
  kReturn,          // 退回: target step, reason
  kTakeBack,        // 撤回
  kAddHandler, kRemoveHandler,   // 加签 减签
  kCopy, kUrge, kEscalate, kSupervise, kJump, kReopen,
  kEditForm,        // data: form patch, reason
  kRecompute,       // by the system: the calendar or a parameter changed; due dates are counted again
};

struct Command {
  CommandKind kind = CommandKind::kStart;
  Actor actor;
  int64_t task = 0;
  std::string target;
  std::string outcome;
  std::string reason;
  nlohmann::json data = nlohmann::json::object();
  nlohmann::json args = nlohmann::json::object();
};

std::string_view Name(CommandKind kind);                      // "complete_task"
std::optional<CommandKind> CommandKindFromName(std::string_view name);
nlohmann::json ToJson(const Command& command);                // as recorded in events, so that a replay can repeat it
absl::StatusOr<Command> CommandFromJson(const nlohmann::json& json);

}  // namespace lianban::workflow
