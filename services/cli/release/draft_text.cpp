#include "services/cli/release/draft_text.h"

#include "fmt/format.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/table.h"

namespace lianban::cli {
namespace {

using namespace catalog::v1;

std::string_view StateName(Draft::State state) {
  switch (state) {
    case Draft::STATE_CHECKED: return Say("已通过检查，待批准", "checked, waits for approval");
    case Draft::STATE_APPROVED: return Say("已批准", "approved");
    case Draft::STATE_RETURNED: return Say("已退回", "returned");
    case Draft::STATE_PUBLISHED: return Say("已发布", "published");
    default: return Say("编辑中", "being edited");
  }
}

std::string Join(const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string_view SoundnessWord(const std::string& verdict) {
  if (verdict == "sound") return Say("可靠，总能办结", "sound");
  if (verdict == "unsound") return Say("不可靠，有办不结的走法", "unsound");
  return Say("太大，没有证明完", "beyond the bound of the proof");
}

std::string WhatIfText(const WhatIfReport& report) {
  if (!report.skipped().empty()) return fmt::format("{}{}\n", Say("往案回放：未做，", "past cases: not replayed: "), report.skipped());
  return fmt::format("{} {}: {} {}, {} {}, {} {}, {} {}\n", Say("往案回放", "past cases"), report.cases(), Say("相同", "same"),
                     report.same(), Say("路径不同", "other path"), report.path_differs(), Say("结果不同", "other end"),
                     report.ends_elsewhere(), Say("期限移动", "deadlines move"), report.deadline_moves());
}

std::string ReportText(const GateReport& report) {
  std::string text = FindingsText(report.diagnostics());
  text += fmt::format("{}: {} ({})\n", Say("可靠性", "soundness"), SoundnessWord(report.soundness()), report.markings());
  text += fmt::format("{}: {} {}, {} {}\n", Say("情景", "scenarios"), report.scenarios_passed(), Say("通过", "passed"),
                      report.scenarios_failed(), Say("失败", "failed"));
  for (const auto& failed : report.failed()) {
    text += fmt::format("  ✗ {}: {}\n", failed.title(), Say(failed.story(), failed.story_en()));
  }
  text += fmt::format("{}: {} {}/{}, {} {}/{} (≥ {}%)\n", Say("覆盖", "coverage"), Say("环节", "steps"), report.steps().touched(),
                      report.steps().all(), Say("去向", "ways"), report.ways().touched(), report.ways().all(),
                      report.coverage_min_percent());
  text += WhatIfText(report.what_if());
  for (const BaseMove& move : report.base_moves()) {
    text += fmt::format("{} {} {}: {} → {} | {}\n", Say("上级变动", "base moved"), move.fate(), move.path(), move.was(), move.is(),
                        move.ours());
  }
  return text;
}

std::string NextText(const Draft& draft) {
  if (draft.state() == Draft::STATE_CHECKED) {
    return fmt::format("{}lianban approve {}\n", Say("下一步，由没有参与编写的人：", "next, by somebody who did not write it: "), draft.draft_id());
  }
  if (draft.state() == Draft::STATE_APPROVED) return fmt::format("{}lianban publish {}\n", Say("下一步：", "next: "), draft.draft_id());
  return "";
}

}  // namespace

std::string FindingsText(const google::protobuf::RepeatedPtrField<Diagnostic>& findings) {
  std::string text;
  for (const Diagnostic& finding : findings) {
    text += fmt::format("{}:{}:{}: {}: {}\n", finding.file(), finding.line(), finding.column(), finding.code(), finding.message());
  }
  return text;
}

std::string DraftText(const Draft& draft) {
  std::string text = fmt::format("{} {} {} v{}  {}  {}\n", draft.draft_id(), draft.process(), draft.area_code(), draft.version(),
                                 StateName(draft.state()), Join(draft.editors()));
  if (draft.has_report()) text += ReportText(draft.report());
  if (!draft.approver().empty()) text += fmt::format("{} {} {}\n", StateName(draft.state()), draft.approver(), draft.decision_reason());
  return text + NextText(draft);
}

std::string DraftsText(const ListDraftsResponse& drafts) {
  std::vector<std::vector<std::string>> rows;
  for (const Draft& draft : drafts.drafts()) {
    rows.push_back({draft.draft_id(), draft.process(), draft.area_code(), fmt::format("v{}", draft.version()),
                    std::string(StateName(draft.state())), draft.note()});
  }
  return AlignedTable(rows);
}

std::string ReleaseText(const Release& release) {
  const std::string number = fmt::format(fmt::runtime(Say("第 {} 版", "release {}")), release.number());
  return fmt::format("{} {} {}  {}\n", release.process(), release.area_code(), number, release.title());
}

}  // namespace lianban::cli
