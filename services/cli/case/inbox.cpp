// lianban inbox list | count | show | claim | release | complete

#include "fmt/format.h"
#include "services/cli/case/show_case.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

struct InboxOptions {
  RemoteOptions remote;
  std::string case_id, outcome, form, materials, reason, desk, process, view = "all", request_id, occur_time;
  int64_t task_no = 0, revision = 0;
  int limit = 50;
};

absl::Status ListInbox(const InboxOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListTasksRequest request;
  request.set_desk(options.desk);
  request.set_process(options.process);
  request.set_view(options.view == "mine"        ? ListTasksRequest::VIEW_MINE
                   : options.view == "unclaimed" ? ListTasksRequest::VIEW_UNCLAIMED
                                                 : ListTasksRequest::VIEW_ALL);
  ListTasksResponse all;
  do {
    request.set_page_size(std::min(1000, options.limit - all.tasks_size()));
    LIANBAN_ASSIGN_OR_RETURN(const auto page,
                             client->Call<ListTasksResponse>("lianban.casework.v1.Casework/ListTasks", request));
    all.MergeFrom(page);
    request.set_page_token(page.next_page_token());
    all.set_next_page_token(page.next_page_token());
  } while (!request.page_token().empty() && all.tasks_size() < options.limit);
  PrintAnswer(options.remote, all, all.tasks_size() == 0 ? std::string(Say("没有待办。\n", "nothing to do.\n")) : TaskList(all.tasks()));
  if (!options.remote.json && !all.next_page_token().empty()) {
    fmt::print(stderr, "{}\n", Say("还有更多，用 --limit 调整。", "there are more; raise --limit."));
  }
  return absl::OkStatus();
}

absl::Status Count(const InboxOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto counts, client->Call<CountTasksResponse>(
                                                  "lianban.casework.v1.Casework/CountTasks", CountTasksRequest()));
  std::vector<std::vector<std::string>> rows = {{std::string(Say("岗位", "desk")), std::string(Say("待办", "open")),
                                                 std::string(Say("将到期", "due soon")), std::string(Say("已超期", "overdue"))}};
  for (const auto& desk : counts.desks()) {
    rows.push_back({desk.desk(), std::to_string(desk.open()), std::to_string(desk.due_soon()), std::to_string(desk.overdue())});
  }
  rows.push_back({std::string(Say("我的", "mine")), std::to_string(counts.mine())});
  PrintAnswer(options.remote, counts, AlignedTable(rows));
  return absl::OkStatus();
}

absl::Status ShowTask(const InboxOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  GetTaskRequest request;
  request.set_case_id(options.case_id);
  request.set_task_no(options.task_no);
  LIANBAN_ASSIGN_OR_RETURN(const Task task, client->Call<Task>("lianban.casework.v1.Casework/GetTask", request));
  PrintAnswer(options.remote, task, TaskText(task));
  return absl::OkStatus();
}

template <class Request>
absl::Status Command(const InboxOptions& options, const char* method, Request request) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  request.set_request_id(options.request_id.empty() ? crypto::NewUuid() : options.request_id);
  request.set_case_id(options.case_id);
  request.set_task_no(options.task_no);
  LIANBAN_ASSIGN_OR_RETURN(const auto response, client->Call<CommandResponse>(method, request));
  PrintAnswer(options.remote, response, CommandText(response));
  return absl::OkStatus();
}

absl::Status Claim(const InboxOptions& options) {
  return Command(options, "lianban.casework.v1.Casework/ClaimTask", ClaimTaskRequest());
}

absl::Status Release(const InboxOptions& options) {
  return Command(options, "lianban.casework.v1.Casework/ReleaseTask", ReleaseTaskRequest());
}

absl::Status Complete(const InboxOptions& options) {
  CompleteTaskRequest request;
  request.set_outcome(options.outcome);
  request.set_reason(options.reason);
  request.set_revision(options.revision);
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_form_json(), TextOrFile(options.form));
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_materials_json(), TextOrFile(options.materials));
  if (!options.occur_time.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(options.occur_time));
    *request.mutable_occur_time() = TimestampOf(time);
  }
  return Command(options, "lianban.casework.v1.Casework/CompleteTask", std::move(request));
}

template <class Run>
CLI::App* Add(CLI::App& parent, const std::shared_ptr<InboxOptions>& options, const char* name, const char* sentence, Run run) {
  CLI::App* command = parent.add_subcommand(name, sentence);
  AddRemoteOptions(*command, options->remote);
  command->callback([options, run] { throw CLI::RuntimeError(Fail(run(*options))); });
  return command;
}

CLI::App* AddOnTask(CLI::App& parent, const std::shared_ptr<InboxOptions>& options, const char* name, const char* sentence,
                    absl::Status (*run)(const InboxOptions&)) {
  CLI::App* command = Add(parent, options, name, sentence, run);
  command->add_option("case", options->case_id, "事项编号 · Id of the case")->required();
  command->add_option("task", options->task_no, "任务号 · Number of the task in the case")->required();
  command->add_option("--request-id", options->request_id, "请求编号（UUID），同一编号重复提交只办一次 · UUID; the same one again gives the same answer");
  return command;
}

}  // namespace

void AddInbox(CLI::App& app) {
  CLI::App* group = app.add_subcommand("inbox", "待办 · Tasks of your desks");
  group->require_subcommand(1);
  auto options = std::make_shared<InboxOptions>();
  CLI::App* list = Add(*group, options, "list", "待办，急的在前 · Open tasks, the most urgent first", ListInbox);
  list->add_option("--view", options->view, "all 全部、mine 本人的、unclaimed 无人认领的 · all, mine or unclaimed")->check(CLI::IsMember({"all", "mine", "unclaimed"}))->capture_default_str();
  list->add_option("--desk", options->desk, "只看一个岗位：单位/岗位 · One desk only: UNIT/ROLE");
  list->add_option("--process", options->process, "只看一个流程 · One process only");
  list->add_option("--limit", options->limit, "最多列出多少条 · How many at most")->check(CLI::Range(1, 100000))->capture_default_str();
  Add(*group, options, "count", "各岗位待办、将到期、已超期的件数 · How many tasks each desk has, and how many are late", Count);
  AddOnTask(*group, options, "show", "一项任务：可选结果、系统建议、内容 · One task: what can be decided, what is proposed, the form", ShowTask);
  AddOnTask(*group, options, "claim", "认领 · Take a task of your desk", Claim);
  AddOnTask(*group, options, "release", "退还岗位 · Give a task back to its desk", Release);
  CLI::App* complete = AddOnTask(*group, options, "complete", "办理 · Decide a task", Complete);
  complete->add_option("outcome", options->outcome, "办理结果，可选的见 inbox show · One of the outcomes that show lists")->required();
  complete->add_option("--form", options->form, "本环节填写的内容，JSON 或 @文件 · Fields this step edits, as JSON object or @file");
  complete->add_option("--materials", options->materials, "本环节核对的材料，JSON 或 @文件 · Materials checked at this step, as JSON object or @file");
  complete->add_option("--reason", options->reason, "理由；不按建议办、不利于申请人的必填 · Why; needed to overrule a proposal and where the script says so");
  complete->add_option("--revision", options->revision, "事项在此版本之后有变动就不办 · Refuse when the case has changed since this revision");
  complete->add_option("--occur-time", options->occur_time, "实际发生的时间（补录，须有补录岗位） · When it happened, if entered later; needs the role importer");
}

}  // namespace lianban::cli
