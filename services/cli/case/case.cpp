// lianban case show | start | act | message | reveal | events | watch; one command per operation: case_operations.h; papers:
// case_notices.h

#include "fmt/format.h"
#include "services/cli/case/case_notices.h"
#include "services/cli/case/case_operations.h"
#include "services/cli/case/event_text.h"
#include "services/cli/case/show_case.h"
#include "services/cli/command.h"
#include "services/cli/connect/remote.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

struct CaseOptions {
  RemoteOptions remote;
  std::string id, form, materials, args, request_id, occur_time, receive_time;
  StartCaseRequest start;
  ActOnCaseRequest act;
  SendMessageRequest message;
  RevealFormRequest reveal;
  WatchRequest watch;
  int limit = 0;
};

std::string RequestIdOr(const std::string& given) { return given.empty() ? crypto::NewUuid() : given; }

absl::Status ShowCase(const CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  GetCaseRequest request;
  // A receipt number is digits, maybe with dashes; a case id is a UUID.
  if (crypto::IsUuid(options.id)) {
    request.set_case_id(options.id);
  } else {
    request.set_receipt_no(options.id);
  }
  LIANBAN_ASSIGN_OR_RETURN(const Case view, client->Call<Case>("lianban.casework.v1.Casework/GetCase", request));
  PrintAnswer(options.remote, view, CaseText(view));
  return absl::OkStatus();
}

absl::Status StartCase(CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  StartCaseRequest& request = options.start;
  request.set_request_id(RequestIdOr(options.request_id));
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_form_json(), TextOrFile(options.form));
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_materials_json(), TextOrFile(options.materials));
  if (!options.receive_time.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(options.receive_time));
    *request.mutable_receive_time() = TimestampOf(time);
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto response,
                           client->Call<CommandResponse>("lianban.casework.v1.Casework/StartCase", request));
  PrintAnswer(options.remote, response, CommandText(response));
  return absl::OkStatus();
}

absl::Status Act(CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ActOnCaseRequest& request = options.act;
  request.set_request_id(RequestIdOr(options.request_id));
  LIANBAN_ASSIGN_OR_RETURN(*request.mutable_args_json(), TextOrFile(options.args));
  if (!options.occur_time.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(options.occur_time));
    *request.mutable_occur_time() = TimestampOf(time);
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto response,
                           client->Call<CommandResponse>("lianban.casework.v1.Casework/ActOnCase", request));
  PrintAnswer(options.remote, response, CommandText(response));
  return absl::OkStatus();
}

absl::Status SendMessage(CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  options.message.set_request_id(RequestIdOr(options.request_id));
  LIANBAN_ASSIGN_OR_RETURN(*options.message.mutable_data_json(), TextOrFile(options.form));
  LIANBAN_ASSIGN_OR_RETURN(const auto response,
                           client->Call<CommandResponse>("lianban.casework.v1.Casework/SendMessage", options.message));
  PrintAnswer(options.remote, response, CommandText(response));
  return absl::OkStatus();
}

absl::Status Reveal(const CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  LIANBAN_ASSIGN_OR_RETURN(const auto response,
                           client->Call<RevealFormResponse>("lianban.casework.v1.Casework/RevealForm", options.reveal));
  PrintAnswer(options.remote, response, RevealedText(response));
  return absl::OkStatus();
}

absl::Status Events(const CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  ListEventsRequest request;
  request.set_case_id(options.id);
  request.set_page_size(500);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page,
                             client->Call<ListEventsResponse>("lianban.casework.v1.Casework/ListEvents", request));
    for (const Event& event : page.events()) PrintAnswer(options.remote, event, EventText(event));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// Goes on where it was when the server is restarted.
absl::Status Watch(CaseOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto client, Connect(options.remote));
  int shown = 0;
  bool enough = false;
  const auto each = [&](const std::string& bytes) {
    WatchResponse response;
    if (!response.ParseFromString(bytes)) return false;
    for (const Event& event : response.events()) {
      PrintAnswer(options.remote, event, EventLine(event) + "\n");
      enough = options.limit > 0 && ++shown >= options.limit;
      if (enough) break;
    }
    std::fflush(stdout);
    options.watch.set_from_now(false);
    options.watch.set_after_log_index(response.cursor());
    return !enough;
  };
  while (true) {
    const absl::Status ended = client->Stream("lianban.casework.v1.Casework/Watch", options.watch, each);
    if (enough || ReasonOf(ended) != "SERVER_STOPPING") return ended;
    absl::SleepFor(absl::Seconds(2));
  }
}

template <class Run>
CLI::App* Add(CLI::App& parent, const std::shared_ptr<CaseOptions>& options, const char* name, const char* sentence, Run run) {
  CLI::App* command = parent.add_subcommand(name, sentence);
  AddRemoteOptions(*command, options->remote);
  command->callback([options, run] { throw CLI::RuntimeError(Fail(run(*options))); });
  return command;
}

// CLI11 writes into std::string; messages are filled through their mutable fields.
CLI::Option* Text(CLI::App* command, const char* name, std::string* place, const char* sentence) {
  return command->add_option(name, *place, sentence);
}

void AddStart(CLI::App& group, const std::shared_ptr<CaseOptions>& options) {
  CLI::App* command = Add(group, options, "start", "立案 · Open a case", StartCase);
  StartCaseRequest& start = options->start;
  Text(command, "process", start.mutable_process(), "流程名，如 legal_aid · Name of the process, for example legal_aid")->required();
  Text(command, "--unit", start.mutable_unit_id(), "承办单位，默认您的单位 · Handling unit; default: yours");
  Text(command, "--area", start.mutable_area_code(), "区划代码，默认您单位的 · Area of the matter; default: your unit's");
  Text(command, "--title", start.mutable_title(), "列表里的标题 · Title shown in lists");
  Text(command, "--form", &options->form, "表单，JSON 或 @文件 · Form as JSON object, or @file");
  Text(command, "--materials", &options->materials, "材料，JSON 或 @文件 · Materials as JSON object, or @file");
  Text(command, "--party", start.mutable_party_id(), "已登记的人（party_id） · Party in intake");
  Text(command, "--receive-time", &options->receive_time, "实际收件时间（补录，须有补录岗位） · When it was received (2026-03-03 10:20); needs the role importer");
  Text(command, "--request-id", &options->request_id, "请求编号（UUID），同一编号重复提交只办一次 · UUID; the same one again gives the same answer");
}

void AddAct(CLI::App& group, const std::shared_ptr<CaseOptions>& options) {
  CLI::App* command = Add(group, options, "act", "按名称办理任一操作 · Any operation on a case by its name, with arguments as JSON; each also has "
                                                 "a command of its own", Act);
  ActOnCaseRequest& act = options->act;
  Text(command, "case", act.mutable_case_id(), "事项编号 · Id of the case")->required();
  Text(command, "action", act.mutable_action(), "操作名 · Name of the operation")->required();
  command->add_option_function<int64_t>("--task", [options](int64_t no) { options->act.set_task_no(no); }, "任务号 · Number of the task");
  Text(command, "--target", act.mutable_target(), "环节、人或岗位，视操作而定 · Step, user or desk, as the operation needs");
  Text(command, "--reason", act.mutable_reason(), "理由，随记录保存 · Why; kept with the event");
  Text(command, "--args", &options->args, "其他参数，JSON 或 @文件 · Further arguments as JSON object, or @file");
  command->add_option_function<int64_t>("--revision", [options](int64_t no) { options->act.set_revision(no); },
                                        "事项在此版本之后有变动就不办 · Refuse when the case has changed since this revision");
  Text(command, "--occur-time", &options->occur_time, "实际发生的时间（补录，须有补录岗位） · When it happened, if entered later; needs the role importer");
  Text(command, "--request-id", &options->request_id, "请求编号（UUID），同一编号重复提交只办一次 · UUID; the same one again gives the same answer");
}

void AddMessage(CLI::App& group, const std::shared_ptr<CaseOptions>& options) {
  CLI::App* command = Add(group, options, "message", "告知等待中的环节：材料已补齐、法院已答复…… · Answer a waiting step: the applicant supplied what was missing, …", SendMessage);
  Text(command, "case", options->message.mutable_case_id(), "事项编号 · Id of the case")->required();
  Text(command, "name", options->message.mutable_name(), "消息名或等待的环节 · Message or waiting step")->required();
  Text(command, "--outcome", options->message.mutable_outcome(), "结果，有几种的要写明 · Outcome, for steps with several");
  Text(command, "--data", &options->form, "内容，JSON 或 @文件 · Data as JSON object, or @file");
  Text(command, "--request-id", &options->request_id, "请求编号（UUID），同一编号重复提交只办一次 · UUID; the same one again gives the same answer");
}

void AddReveal(CLI::App& group, const std::shared_ptr<CaseOptions>& options) {
  CLI::App* command = Add(group, options, "reveal",
                          "查看敏感字段的原值，写明理由并留痕 · Plain values of sensitive fields, for a reason that is recorded", Reveal);
  Text(command, "case", options->reveal.mutable_case_id(), "事项编号 · Id of the case")->required();
  command->add_option_function<std::vector<std::string>>(
             "fields", [options](const std::vector<std::string>& names) {
               options->reveal.mutable_fields()->Assign(names.begin(), names.end());
             }, "字段名，一个或几个 · Names of fields, one or several")
      ->required();
  Text(command, "--reason", options->reveal.mutable_reason(), "为什么需要看，4 至 200 字 · Why you need to see it, 4 to 200 characters")->required();
}

}  // namespace

void AddCase(CLI::App& app) {
  CLI::App* group = app.add_subcommand("case", "事项 · Cases: look at, open, act on, follow");
  group->require_subcommand(1);
  auto options = std::make_shared<CaseOptions>();
  CLI::App* show = Add(*group, options, "show", "一件事办到哪一步 · One case with its open tasks and children", ShowCase);
  Text(show, "case", &options->id, "事项编号或凭证号 · Case id or receipt number")->required();
  AddStart(*group, options);
  AddAct(*group, options);
  AddMessage(*group, options);
  AddReveal(*group, options);
  AddCaseOperations(*group);
  AddCaseNotices(*group);
  CLI::App* events = Add(*group, options, "events", "谁在什么时候做了什么，系统为什么这样判断 · History of one case, and why the system decided as it did", Events);
  Text(events, "case", &options->id, "事项编号 · Id of the case")->required();
  CLI::App* watch = Add(*group, options, "watch", "全市动态，按次序逐条列出 · What happens in the city, as it happens; every event once, in order", Watch);
  watch->add_option_function<int64_t>("--after", [options](int64_t at) { options->watch.set_after_log_index(at); },
                                      "从记录的这个位置之后开始，0 为从头 · Begin after this position of the log; 0 is the beginning");
  watch->add_flag_callback("--from-now", [options] { options->watch.set_from_now(true); }, "不要以前的 · Leave out what has been");
  watch->add_option("--limit", options->limit, "收到这么多条就结束 · End after so many events");
}

}  // namespace lianban::cli
