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
  std::vector<std::string> stands_for;  // 代理: users whose own tasks the person may answer now
};

enum class CommandKind {
  kStart,           // data: {form, materials, unit, area, release, parent}; release: its number, where releases have
                    // one; parent: as a start_case effect gives it
  kCompleteTask,    // task, outcome, data: form patch, args.materials: materials patch, reason
  kClaim, kRelease,
  kTransfer,        // 转办: args.desk or args.user
  kDelegate,        // 委派: args.user
  kMessage,         // target: message name (or step of a wait), data: {form, materials, …}; outcome when several
  kFireTimer,       // args.timer
  kChildFinished,   // target: child case id; data: {no, status, result}, as the child's tell_parent effect gives it
                    // (status "reopened": it had ended and is open again; "arrived" with
                    // {step, report}: it has not ended but waits for this case)
  kWithdraw,        // by the applicant 撤销
  kTerminate, kSuspend, kResume,
  kExtend,          // 延期: args.period, args.clock
  kReturn,          // 退回: task, target step, reason; args.children: "end" | "keep"
  kTakeBack,        // 撤回: one's own last answer; with a task: what one has delegated
  kAddHandler,      // 加签: task, args.where before | after | parallel, args.user or args.desk; args.weight for votes
  kRemoveHandler,   // 减签: task, or task and args.user of somebody who would come after
  kCopy,            // 抄送: args.user or args.desk
  kUrge,            // 催办: all open tasks, or one
  kEscalate,        // 提级: task; one level up, or args.at: "district"
  kSupervise,       // 督办: args.level blue | orange | red | lifted, args.period
  kJump,            // administrator: target step; task: only this branch
  kReopen,          // 唤醒: target step
  kMerge,           // 并案: target: case id of the leading case
  kUnmerge,         // 拆案
  kEditForm,        // data: form patch, reason
  kRecompute,       // by the system: the calendar or a parameter changed; due dates are counted again
  kMigrate,         // 迁移, by the system: the case goes to another release (migration/move.h); args.enter: steps that
                    // are entered anew there, [{no: activation, step}]
  kMoveBack,        // by the system: a migration is undone (migration/move.h)
  // Between cases, by the system, as the effects of the other case ask for it:
  kTakeIn,          // leading case: target: the merged case; data: {title}
  kLeaveOut,        // leading case: target: the case that is merged no more
  kLeadEnded,       // merged case: the leading case has ended; data: {status, result}
  kParentEnded,     // child: ends with its parent; data: {status}
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
