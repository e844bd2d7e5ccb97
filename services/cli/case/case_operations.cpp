#include "services/cli/case/case_operations.h"

#include "lianban/casework/v1/casework.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/case/case_recompute.h"
#include "services/cli/case/case_substitute.h"
#include "services/cli/case/show_case.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

enum class TaskArgument { kNone, kMay, kMust };

// `key`: "target", or a key of the arguments.
struct Argument {
  const char* option;
  const char* key;
  const char* sentence;
  bool required = false;
};

struct Operation {
  const char* name;
  const char* action;
  const char* sentence;
  TaskArgument task;
  bool reason;
  std::vector<Argument> arguments;
};

constexpr char kChildren[] = "未办结的子事项：end 一并结束，keep 继续办 · What becomes of open child cases: end or keep";

const std::vector<Operation>& Operations() {
  static const std::vector<Operation> operations = {
      {"transfer", "transfer", "转办 · Give a task to another desk or person for good", TaskArgument::kMust, true,
       {{"--desk", "desk", "转给哪个岗位，写作 单位/岗位 · Desk it goes to, unit/role"}, {"--user", "user", "转给哪个人 · Person it goes to"}}},
      {"delegate", "delegate", "委派 · Lend a task to a person; the answer comes back as advice", TaskArgument::kMust, false,
       {{"--user", "user", "委派给谁 · Person who is asked", true}}},
      {"add-handler", "add_handler", "加签 · Call somebody in before, after or beside the handler of a task", TaskArgument::kMust, true,
       {{"--where", "where", "before 先提意见，after 最后定，parallel 一起办 · before: an opinion first; after: decides last; parallel: one more", true},
        {"--user", "user", "加签给谁 · Person who is called in"},
        {"--desk", "desk", "加签给哪个岗位，写作 单位/岗位 · Desk that is called in, unit/role"}}},
      {"remove-handler", "remove_handler", "减签 · Let a handler go before they have answered", TaskArgument::kMust, true,
       {{"--user", "user", "减去后加签的人 · Somebody who would come after the handler of the task"}}},
      {"copy", "copy", "抄送 · Let somebody know; they may see the case from then on", TaskArgument::kNone, false,
       {{"--user", "user", "抄送给谁 · Person who gets the copy"}, {"--desk", "desk", "抄送给哪个岗位，写作 单位/岗位 · Desk that gets the copy, unit/role"}}},
      {"urge", "urge", "催办 · Remind whoever has the open tasks, and child cases", TaskArgument::kMay, false, {}},
      {"return", "return", "退回 · Send a task back to an earlier step", TaskArgument::kMust, true,
       {{"--to", "target", "退回到哪个环节 · Step it goes back to", true}, {"--children", "children", kChildren}}},
      {"take-back", "take_back", "撤回 · Take back your own last answer, or (with --task) what you delegated", TaskArgument::kMay, false, {}},
      {"withdraw", "withdraw", "撤销 · End the case as the applicant asks", TaskArgument::kNone, false,
       {{"--children", "children", kChildren}}},
      {"terminate", "terminate", "终止 · End the case by order", TaskArgument::kNone, true,
       {{"--result", "result", "记录的结果，默认 terminated · Result that is recorded; default: terminated"}, {"--children", "children", kChildren}}},
      {"suspend", "suspend", "中止 · Stop every clock of the case", TaskArgument::kNone, true,
       {{"--ground", "ground", "法定事由，本地列明的才可以（鉴定、听证……） · Legal ground, where the area lists them (鉴定, 听证 …)"}}},
      {"resume", "resume", "恢复 · Go on; the days it stood still are added back", TaskArgument::kNone, false, {}},
      {"extend", "extend", "延期 · Extend a clock before it runs out, as the script allows", TaskArgument::kNone, true,
       {{"--clock", "clock", "哪个期限：case（默认）、环节名，或 unit:单位 · case (default), a step, or unit:<unit>"}, {"--period", "period", "延长多久，如 30d，默认为允许的最长 · How long, for example 30d; default: all that is allowed"}}},
      {"escalate", "escalate", "提级 · Give a task to the unit above", TaskArgument::kMust, true,
       {{"--at", "at", "提到哪一级（district、city），默认上一级 · Level it goes to (district, city); default: the next one up"}}},
      {"supervise", "supervise", "督办 · Supervise the case: blue, orange, red; lifted ends it", TaskArgument::kNone, true,
       {{"--level", "level", "blue、orange、red 或 lifted（解除），默认升一色 · blue, orange, red or lifted; default: the next colour"}, {"--period", "period", "限多久答复，如 2wd · By when it must be answered, for example 2wd"}}},
      {"jump", "jump", "跳转 · Put the case at any step (administrator of workflows)", TaskArgument::kMay, true,
       {{"--to", "target", "跳到哪个环节 · Step it goes to", true}, {"--children", "children", kChildren}}},
      {"reopen", "reopen", "重新打开 · Open a case again that has ended", TaskArgument::kNone, true,
       {{"--to", "target", "从哪个环节重新办 · Step that is done again", true}}},
      {"merge", "merge", "并案 · Join this case to another one that is handled for both", TaskArgument::kNone, true,
       {{"--into", "target", "主件的事项编号 · Id of the leading case", true}}},
      {"unmerge", "unmerge", "拆案 · Let a merged case go on by itself", TaskArgument::kNone, true, {}},
  };
  return operations;
}

struct OperationOptions {
  RemoteOptions remote;
  ActOnCaseRequest act;
  nlohmann::json args = nlohmann::json::object();
  std::string occur_time;
};

absl::Status Operate(OperationOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ActOnCaseRequest& request = options.act;
  if (request.request_id().empty()) request.set_request_id(crypto::NewUuid());
  if (!options.args.empty()) request.set_args_json(options.args.dump());
  if (!options.occur_time.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(options.occur_time));
    *request.mutable_occur_time() = TimestampOf(time);
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto response,
                           client->Call<CommandResponse>("lianban.casework.v1.Casework/ActOnCase", request));
  PrintAnswer(options.remote, response, CommandText(response));
  return absl::OkStatus();
}

// A login is no id: the task would wait for somebody whom nobody knows.
void CheckUserId(const std::string& value) {
  if (!crypto::IsUuid(value)) throw CLI::RuntimeError(Fail(Error("USER_ID_INVALID", {{"value", value}})));
}

void AddTask(CLI::App& command, const std::shared_ptr<OperationOptions>& options, TaskArgument task) {
  if (task == TaskArgument::kNone) return;
  command
      .add_option_function<int64_t>("--task", [options](int64_t no) { options->act.set_task_no(no); },
                                    task == TaskArgument::kMust ? "任务号 · Number of the task" : "任务号，不写为整件事 · Number of the task; default: the case as a whole")
      ->required(task == TaskArgument::kMust);
}

void AddOperation(CLI::App& group, const Operation& operation) {
  auto options = std::make_shared<OperationOptions>();
  CLI::App* command = group.add_subcommand(operation.name, operation.sentence);
  AddRemoteOptions(*command, options->remote);
  options->act.set_action(operation.action);
  command->add_option("case", *options->act.mutable_case_id(), "事项编号 · Id of the case")->required();
  AddTask(*command, options, operation.task);
  for (const Argument& argument : operation.arguments) {
    const std::string key = argument.key;
    command
        ->add_option_function<std::string>(argument.option,
                                           [options, key](const std::string& value) {
                                             if (key == "user") CheckUserId(value);
                                             if (key == "target") {
                                               options->act.set_target(value);
                                             } else {
                                               options->args[key] = value;
                                             }
                                           },
                                           argument.sentence)
        ->required(argument.required);
  }
  if (std::string_view(operation.action) == "add_handler") {
    command->add_option_function<int64_t>("--weight", [options](int64_t weight) { options->args["weight"] = weight; },
                                          "票签时的权重，默认 1 · Weight of the added vote; default 1");
  }
  command->add_option("--reason", *options->act.mutable_reason(), "理由，随记录保存 · Why; kept with the event")->required(operation.reason);
  command->add_option_function<int64_t>("--revision", [options](int64_t no) { options->act.set_revision(no); },
                                        "事项在此版本之后有变动就不办 · Refuse when the case has changed since this revision");
  command->add_option("--occur-time", options->occur_time, "实际发生的时间（补录，须有补录岗位） · When it happened, if entered later; needs the role importer");
  command->add_option("--request-id", *options->act.mutable_request_id(), "请求编号（UUID），同一编号重复提交只办一次 · UUID; the same one again gives the same answer");
  command->callback([options] { throw CLI::RuntimeError(Fail(Operate(*options))); });
}

template <class Request>
void AddClaim(CLI::App& group, const char* name, const char* method, const char* sentence) {
  struct Claim {
    RemoteOptions remote;
    Request request;
  };
  auto options = std::make_shared<Claim>();
  CLI::App* command = group.add_subcommand(name, sentence);
  AddRemoteOptions(*command, options->remote);
  command->add_option("case", *options->request.mutable_case_id(), "事项编号 · Id of the case")->required();
  command
      ->add_option_function<int64_t>("--task", [options](int64_t no) { options->request.set_task_no(no); }, "任务号 · Number of the task")
      ->required();
  command->callback([options, method] {
    const auto claim = [&]() -> absl::Status {
      LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options->remote));
      options->request.set_request_id(crypto::NewUuid());
      LIANBAN_ASSIGN_OR_RETURN(const auto response, client->template Call<CommandResponse>(method, options->request));
      PrintAnswer(options->remote, response, CommandText(response));
      return absl::OkStatus();
    };
    throw CLI::RuntimeError(Fail(claim()));
  });
}

}  // namespace

void AddCaseOperations(CLI::App& group) {
  AddClaim<ClaimTaskRequest>(group, "claim", "lianban.casework.v1.Casework/ClaimTask", "签收 · Take a task; nobody else can answer it then");
  AddClaim<ReleaseTaskRequest>(group, "release", "lianban.casework.v1.Casework/ReleaseTask", "退签 · Put a task back on its desk");
  for (const Operation& operation : Operations()) AddOperation(group, operation);
  AddSubstitute(group);
  AddRecompute(group);
}

}  // namespace lianban::cli
