#include "services/cli/case/show_case.h"

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"

namespace lianban::cli {
namespace {

using casework::v1::Case;
using casework::v1::Task;

std::string StatusText(const std::string& status, const std::string& result) {
  static const std::map<std::string, std::string> zh = {{"running", "办理中"},   {"suspended", "已暂停"},
                                                        {"finished", "已办结"},  {"withdrawn", "已撤销"},
                                                        {"terminated", "已终止"}, {"merged", "已并案"}};
  const auto found = zh.find(status);
  const std::string text = Locale() == "en" || found == zh.end() ? status : found->second;
  return result.empty() ? text : fmt::format("{} ({})", text, result);
}

std::string LightText(const std::string& light) {
  static const std::map<std::string, std::string> zh = {
      {"normal", "正常"}, {"yellow", "将到期"}, {"red", "已超期"}, {"paused", "暂停"}};
  const auto found = zh.find(light);
  return Locale() == "en" || found == zh.end() ? light : found->second;
}

std::string DueText(const google::protobuf::Timestamp& due, const std::string& light, bool unverified) {
  if (due.seconds() == 0) return "";
  return fmt::format("{}{}{}", ShowDue(due), light.empty() ? "" : " " + LightText(light),
                     unverified ? std::string(Say("（节假日安排未公布，暂定）", " (provisional: calendar not published)")) : "");
}

void AddRow(std::vector<std::vector<std::string>>& rows, std::string_view zh, std::string_view en, std::string value) {
  if (!value.empty()) rows.push_back({std::string(Say(zh, en)), std::move(value)});
}

// Sentences of automatic decisions.
std::string Explanations(const std::string& json_text) {
  std::string out;
  const nlohmann::json all = nlohmann::json::parse(json_text, nullptr, false);
  if (!all.is_array()) return out;
  for (const nlohmann::json& one : all) {
    if (one.is_object()) out += fmt::format("  · {}\n", one.value(Locale() == "en" ? "en" : "zh", ""));
  }
  return out;
}

std::string Plainly(const nlohmann::json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::vector<std::string> TaskRow(const Task& task) {
  return {task.case_id(),
          fmt::format("#{}", task.task_no()),
          task.title().empty() ? task.step() : task.title(),
          Shorten(task.case_title(), 30),
          task.assignee().empty() ? task.desk() : task.desk() + " ←" + task.assignee(),
          DueText(task.due_time(), task.light(), false)};
}

}  // namespace

std::string TaskList(const google::protobuf::RepeatedPtrField<Task>& tasks) {
  std::vector<std::vector<std::string>> rows;
  for (const Task& task : tasks) rows.push_back(TaskRow(task));
  return AlignedTable(rows);
}

std::string RevealedText(const casework::v1::RevealFormResponse& revealed) {
  std::vector<std::vector<std::string>> rows;
  const nlohmann::json form = nlohmann::json::parse(revealed.form_json(), nullptr, false);
  if (!form.is_object() || form.empty()) return std::string(Say("这些字段没有填写。\n", "These fields are not filled in.\n"));
  for (const auto& [name, value] : form.items()) rows.push_back({name, value.is_string() ? value.get<std::string>() : value.dump()});
  return AlignedTable(rows);
}

std::string CaseText(const Case& view) {
  std::vector<std::vector<std::string>> rows;
  AddRow(rows, "事项", "case", view.title());
  AddRow(rows, "编号", "id", view.case_id());
  AddRow(rows, "收件编号", "receipt", view.receipt_no());
  AddRow(rows, "流程", "process", fmt::format("{} v{}", view.process(), view.release()));
  AddRow(rows, "状态", "status", StatusText(view.status(), view.result()));
  AddRow(rows, "办理单位", "unit", view.unit_id());
  AddRow(rows, "属地", "area", view.area_code());
  AddRow(rows, "收件", "received", Show(view.receive_time()));
  AddRow(rows, "最迟办结", "due", DueText(view.due_time(), view.finish_time().seconds() ? "" : view.light(), view.due_unverified()));
  AddRow(rows, "办结", "finished", Show(view.finish_time()));
  AddRow(rows, "当前环节", "steps", fmt::format("{}", fmt::join(view.active_steps(), " ")));
  AddRow(rows, "版本", "revision", std::to_string(view.revision()));
  std::string out = AlignedTable(rows);
  if (view.open_tasks_size() > 0) out += fmt::format("\n{}\n{}", Say("待办", "open tasks"), TaskList(view.open_tasks()));
  if (view.children_size() > 0) {
    std::vector<std::vector<std::string>> children;
    for (const Case& child : view.children()) {
      children.push_back({child.case_id(), Shorten(child.title(), 30), child.process(),
                          StatusText(child.status(), child.result()),
                          DueText(child.due_time(), child.light(), child.due_unverified())});
    }
    out += fmt::format("\n{}\n{}", Say("子事项", "children"), AlignedTable(children));
  }
  return out;
}

// "grant 给予援助  refuse 不予援助": what is typed, and what it means.
std::string ChoicesText(const Task& task) {
  std::string text;
  for (const auto& label : task.outcome_labels()) {
    text += (text.empty() ? "" : "  ") + label.outcome();
    const std::string& word = Locale() == "en" ? label.en() : label.zh();
    if (word != label.outcome()) text += " " + word;
  }
  return text;
}

// What the system proposes, and why.
std::string ProposalText(const std::string& json_text) {
  const nlohmann::json proposal = nlohmann::json::parse(json_text, nullptr, false);
  if (!proposal.is_object() || !proposal.contains("outcome")) return "";
  std::string text = fmt::format("\n{}  {}\n", Say("系统建议", "proposed"), Plainly(proposal["outcome"]));
  if (proposal.contains("explanation")) text += Explanations(nlohmann::json::array({proposal["explanation"]}).dump());
  return text;
}

// What is filled in, and what this step may fill in: --form '{"name": …}'.
std::string FormText(const std::string& json_text) {
  std::vector<std::vector<std::string>> filled, open;
  const nlohmann::json fields = nlohmann::json::parse(json_text, nullptr, false);
  if (!fields.is_array()) return "";
  for (const nlohmann::json& field : fields) {
    const std::string label = field.value("label", "");
    if (field.contains("value") && !field["value"].is_null()) filled.push_back({"  " + label, Plainly(field["value"])});
    if (field.value("editable", false)) open.push_back({"  " + field.value("name", ""), label, field.value("type", "")});
  }
  std::string text;
  if (!filled.empty()) text += fmt::format("\n{}\n{}", Say("表单", "form"), AlignedTable(filled));
  if (!open.empty()) text += fmt::format("\n{}\n{}", Say("本环节可填（--form）", "to fill in here (--form)"), AlignedTable(open));
  return text;
}

std::string TaskText(const Task& task) {
  std::vector<std::vector<std::string>> rows;
  AddRow(rows, "任务", "task", fmt::format("{} #{}", task.case_id(), task.task_no()));
  AddRow(rows, "环节", "step", fmt::format("{} ({})", task.title(), task.step()));
  AddRow(rows, "事项", "case", task.case_title());
  AddRow(rows, "岗位", "desk", task.desk());
  AddRow(rows, "承办人", "assignee", task.assignee());
  AddRow(rows, "开始", "opened", Show(task.open_time()));
  AddRow(rows, "期限", "due", DueText(task.due_time(), task.light(), false));
  AddRow(rows, "可选结果", "outcomes", ChoicesText(task));
  std::string out = AlignedTable(rows);
  return out + ProposalText(task.proposal_json()) + FormText(task.form_json());
}

std::string EventLine(const casework::v1::Event& event) {
  return fmt::format("{:>8}  {}  {}  {}#{}  {}", event.log_index(), Show(event.time()), event.case_id(), event.type(),
                     event.sequence(), event.actor_name().empty() ? event.actor_id() : event.actor_name());
}

std::string CommandText(const casework::v1::CommandResponse& response) {
  std::string out = fmt::format("{} r{} {}", response.case_id(), response.revision(),
                                StatusText(response.status(), response.result()));
  if (response.due_time().seconds() != 0) {
    out += fmt::format("  {} {}", Say("最迟", "due"), DueText(response.due_time(), "", response.due_unverified()));
  }
  out += "\n" + Explanations(response.explanation_json());
  if (response.opened_tasks_size() > 0) out += TaskList(response.opened_tasks());
  return out;
}

}  // namespace lianban::cli
