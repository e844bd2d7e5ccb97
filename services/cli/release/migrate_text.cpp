#include "services/cli/release/migrate_text.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

constexpr int kSampleMax = 3;

std::string Text(std::string_view zh, std::string_view en) { return std::string(Say(zh, en)); }

std::string_view MigrationStateName(const std::string& state) {
  if (state == "asked") return Say("待批准", "asked");
  if (state == "running") return Say("迁移中", "running");
  if (state == "done") return Say("已完成", "done");
  if (state == "cancelled") return Say("已取消", "cancelled");
  if (state == "undoing") return Say("撤销中", "undoing");
  if (state == "undone") return Say("已撤销", "undone");
  if (state == "waiting") return Say("待迁移", "waiting");
  if (state == "moved") return Say("已迁移", "moved");
  if (state == "refused") return Say("未迁移", "refused");
  if (state == "stayed") return Say("不能撤销", "stayed");
  return state;
}

std::string Releases(const MigrationPlan& plan) {
  std::string from;
  for (const int32_t number : plan.from_releases()) from += fmt::format("{}{}", from.empty() ? "" : ",", number);
  return fmt::format("{} → {}", from.empty() ? Text("其他各版", "any") : from, plan.to_release());
}

std::string GroupsText(const google::protobuf::RepeatedPtrField<MigrationGroup>& groups) {
  std::string text;
  for (const MigrationGroup& group : groups) {
    text += fmt::format("  {}  {}{}\n      {}\n", group.cases(), group.code(), group.place().empty() ? "" : " " + group.place(),
                        Say(group.zh(), group.en()));
    for (const std::string& id : group.sample_case_ids()) text += fmt::format("      {}\n", id);
  }
  return text;
}

std::string DeadlinesText(const DeadlineEffect& deadlines) {
  if (deadlines.earlier() + deadlines.later() == 0) return Text("期限：都不变\n", "deadlines: none moves\n");
  std::string text = Locale() == "en"
                         ? fmt::format("deadlines: {} earlier, {} later\n", deadlines.earlier(), deadlines.later())
                         : fmt::format("期限：提前 {} 个，延后 {} 个\n", deadlines.earlier(), deadlines.later());
  const std::map<int32_t, int64_t> days(deadlines.days().begin(), deadlines.days().end());
  for (const auto& [moved, count] : days) {
    text += Locale() == "en" ? fmt::format("  {:+} days: {}\n", moved, count) : fmt::format("  {:+} 日：{} 个\n", moved, count);
  }
  return text;
}

std::string ProgressText(const Migration& migration) {
  if (migration.total() == 0) return "";
  return Locale() == "en" ? fmt::format("cases {}: moved {}, refused {}, waiting {}, undone {}, stayed {}\n", migration.total(),
                                        migration.moved(), migration.refused(), migration.waiting(), migration.undone(),
                                        migration.stayed())
                          : fmt::format("共 {} 件：已迁移 {}，未迁移 {}，待迁移 {}，已撤销 {}，不能撤销 {}\n", migration.total(),
                                        migration.moved(), migration.refused(), migration.waiting(), migration.undone(),
                                        migration.stayed());
}

std::string NextText(const Migration& migration) {
  const std::string& id = migration.migration_id();
  if (migration.state() == "asked") return fmt::format("{}lianban migrate approve {}\n", Say("请另一人批准：", "somebody else approves: "), id);
  if (migration.state() == "running") return fmt::format("{}lianban migrate status {} --wait\n", Say("进度：", "progress: "), id);
  if (migration.state() == "done") return fmt::format("{}lianban migrate undo {} --reason …\n", Say("撤销：", "undo: "), id);
  return "";
}

}  // namespace

void AddPage(PreviewMigrationResponse& all, const PreviewMigrationResponse& page, int cases_max) {
  all.set_total(page.total());
  all.set_examined(all.examined() + page.examined());
  all.set_moves(all.moves() + page.moves());
  all.set_changes(all.changes() + page.changes());
  all.set_refused(all.refused() + page.refused());
  TaskEffect& tasks = *all.mutable_tasks();
  tasks.set_kept(tasks.kept() + page.tasks().kept());
  tasks.set_changed(tasks.changed() + page.tasks().changed());
  tasks.set_moved(tasks.moved() + page.tasks().moved());
  tasks.set_closed(tasks.closed() + page.tasks().closed());
  tasks.set_opened(tasks.opened() + page.tasks().opened());
  DeadlineEffect& deadlines = *all.mutable_deadlines();
  deadlines.set_earlier(deadlines.earlier() + page.deadlines().earlier());
  deadlines.set_later(deadlines.later() + page.deadlines().later());
  for (const auto& [days, count] : page.deadlines().days()) (*deadlines.mutable_days())[days] += count;
  for (const MigrationGroup& group : page.groups()) {
    auto& groups = *all.mutable_groups();
    auto known = std::find_if(groups.begin(), groups.end(), [&](const MigrationGroup& each) {
      return each.code() == group.code() && each.place() == group.place();
    });
    if (known == groups.end()) {
      *groups.Add() = group;
      continue;
    }
    known->set_cases(known->cases() + group.cases());
    for (const std::string& id : group.sample_case_ids()) {
      if (known->sample_case_ids_size() < kSampleMax) known->add_sample_case_ids(id);
    }
  }
  for (const PreviewedCase& one : page.cases()) {
    if (all.cases_size() < cases_max) *all.add_cases() = one;
  }
}

std::string PreviewText(const PreviewMigrationResponse& preview) {
  const bool en = Locale() == "en";
  const TaskEffect& tasks = preview.tasks();
  std::string text = en ? fmt::format("{} running cases: {} move as they are, {} move with changes, {} cannot move\n",
                                      preview.examined(), preview.moves(), preview.changes(), preview.refused())
                        : fmt::format("在办 {} 件：{} 件可迁移、不受影响，{} 件可迁移、有变化，{} 件不能迁移\n", preview.examined(),
                                      preview.moves(), preview.changes(), preview.refused());
  text += en ? fmt::format("tasks: {} kept, {} changed, {} at another step, {} closed, {} opened\n", tasks.kept(),
                           tasks.changed(), tasks.moved(), tasks.closed(), tasks.opened())
             : fmt::format("任务：{} 个不变，{} 个有变化，{} 个转到别的环节，{} 个关闭，{} 个新开\n", tasks.kept(), tasks.changed(),
                           tasks.moved(), tasks.closed(), tasks.opened());
  text += DeadlinesText(preview.deadlines());
  if (preview.groups_size() > 0) text += Text("不能迁移的原因：\n", "why not:\n") + GroupsText(preview.groups());
  for (const PreviewedCase& one : preview.cases()) {
    text += fmt::format("{}  {}  {}\n", one.case_id(), one.group(), Say(one.zh(), one.en()));
  }
  return text;
}

std::string MigrationText(const Migration& migration) {
  std::string text = fmt::format("{}  {}  {}  {}\n", migration.migration_id(), migration.plan().process(),
                                 Releases(migration.plan()), MigrationStateName(migration.state()));
  text += fmt::format("{}{}  {}\n", Say("提出：", "asked by: "), migration.asked_by(), migration.reason());
  if (!migration.approved_by().empty()) text += fmt::format("{}{}\n", Say("批准：", "approved by: "), migration.approved_by());
  if (!migration.ended_by().empty()) {
    text += fmt::format("{}{}  {}\n", Say("取消或撤销：", "ended by: "), migration.ended_by(), migration.end_reason());
  }
  text += ProgressText(migration);
  return text + GroupsText(migration.groups()) + NextText(migration);
}

std::string MigrationsText(const ListMigrationsResponse& list) {
  if (list.migrations_size() == 0) return Text("没有迁移。\n", "no migrations.\n");
  std::vector<std::vector<std::string>> rows = {{Text("编号", "id"), Text("流程", "process"), Text("版本", "releases"),
                                                 Text("状态", "state"), Text("提出", "asked by"), Text("理由", "reason")}};
  for (const Migration& each : list.migrations()) {
    rows.push_back({each.migration_id(), each.plan().process(), Releases(each.plan()), std::string(MigrationStateName(each.state())),
                    each.asked_by(), each.reason()});
  }
  return AlignedTable(rows);
}

std::string MigrationCasesText(const ListMigrationCasesResponse& list) {
  std::vector<std::vector<std::string>> rows;
  for (const MigrationCase& one : list.cases()) {
    rows.push_back({one.case_id(), std::string(MigrationStateName(one.state())), std::string(Say(one.zh(), one.en()))});
  }
  return rows.empty() ? "" : AlignedTable(rows);
}

}  // namespace lianban::cli
