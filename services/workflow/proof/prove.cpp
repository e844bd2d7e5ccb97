#include "services/workflow/proof/prove.h"

#include <set>

#include "fmt/format.h"
#include "services/workflow/proof/net_of_model.h"

namespace lianban::workflow {
namespace {

constexpr size_t kTraceStepsShown = 12;

struct Words {
  std::string_view code, zh, en;
};

Words WordsFor(SoundnessFault fault) {
  switch (fault) {
    case SoundnessFault::kStuck:
      return {"SOUND_STUCK", "会卡住，谁也办不下去", "gets stuck, nobody can go on"};
    case SoundnessFault::kEndless:
      return {"SOUND_ENDLESS", "会一直循环，再也不能办结", "goes round for ever and cannot end"};
    case SoundnessFault::kImproperEnd:
      return {"SOUND_IMPROPER_END", "办结时还有未完的步骤；确要撤下，请在办结步骤写 cancels",
              "ends while something is open; if that is meant, name it in `cancels` of the finish"};
    case SoundnessFault::kUnbounded:
      return {"SOUND_UNBOUNDED", "会无限堆积", "piles up without limit"};
    case SoundnessFault::kDeadTransition:
      return {"SOUND_DEAD", "永远不会发生", "can never happen"};
    case SoundnessFault::kTimeoutRefused:
      return {"TIMEOUT_REFUSED", "会走不通：接着要走的环节只能走一次，已经走过，到时限也不会有动静",
              "is refused: what comes next happens once and has happened, so nothing comes of the time running out"};
  }
  return {};
}

std::string TitleOf(const Model& model, const std::string& name) {
  const Step* step = model.Find(name);
  return step && !step->title.empty() ? step->title : name;
}

// 窗口受理[complete] → 审查[grant]; the end of a long story is what explains it.
std::string Story(const Model& model, const std::vector<TraceStep>& trace, bool zh) {
  std::string out;
  const size_t from = trace.size() > kTraceStepsShown ? trace.size() - kTraceStepsShown : 0;
  if (from > 0) out = "…";
  for (size_t i = from; i < trace.size(); ++i) {
    if (!out.empty()) out += " → ";
    out += zh ? TitleOf(model, trace[i].step) : trace[i].step;
    if (!trace[i].outcome.empty()) out += fmt::format("[{}]", trace[i].outcome);
  }
  return out;
}

std::string Names(const Model& model, const std::vector<std::string>& steps, bool zh) {
  std::set<std::string> names;
  for (const std::string& step : steps) names.insert(zh ? TitleOf(model, step) : step);
  return fmt::format("{}", fmt::join(names, zh ? "、" : ", "));
}

// The step a finding is about: where somebody waits in vain, what is dead, what piles up, else the last one.
const Step* About(const Model& model, const SoundnessFinding& finding) {
  if (!finding.step.empty()) return model.Find(finding.step);
  if (finding.fault == SoundnessFault::kImproperEnd && !finding.trace.empty()) {
    return model.Find(finding.trace.back().step);
  }
  return finding.open.empty() ? nullptr : model.Find(finding.open.front());
}

ScriptDiagnostic Explain(const Model& model, const SoundnessFinding& finding) {
  const Words words = WordsFor(finding.fault);
  const Step* step = About(model, finding);
  const std::string name = step ? step->name : model.process;
  std::string zh = fmt::format("“{}”", step ? TitleOf(model, name) : model.title), en = name;
  if (!finding.outcome.empty()) {
    zh += fmt::format("的“{}”", finding.outcome);
    en += fmt::format(" [{}]", finding.outcome);
  }
  zh += words.zh;
  en += fmt::format(" {}", words.en);
  if (!finding.trace.empty()) {
    zh += fmt::format("。经过：{}", Story(model, finding.trace, true));
    en += fmt::format("; by way of {}", Story(model, finding.trace, false));
  }
  if (!finding.open.empty()) {
    zh += fmt::format("；此时未完：{}", Names(model, finding.open, true));
    en += fmt::format("; open then: {}", Names(model, finding.open, false));
  }
  ScriptDiagnostic out;
  out.file = step ? step->file : model.bundle ? model.bundle->main : "";
  out.line = step ? step->line : 0;
  out.code = words.code;
  out.message = fmt::format("{} ({})", zh, en);
  return out;
}

ScriptDiagnostic BeyondBound(const Model& model, std::string_view why_zh, std::string_view why_en) {
  ScriptDiagnostic out;
  out.file = model.steps.empty() ? "" : model.steps[0].file;
  out.line = model.steps.empty() ? 0 : model.steps[0].line;
  out.code = "SOUND_BEYOND_BOUND";
  out.message = fmt::format("流程太大，未能证明：{} (too large to be proved: {})", why_zh, why_en);
  out.warning = true;
  return out;
}

}  // namespace

Proof Prove(const Model& model, const SoundnessOptions& options) {
  Proof proof;
  const auto net = NetOfModel(model);
  if (!net.ok()) {
    const std::string why(net.status().message());
    proof.findings.push_back(BeyondBound(model, why, why));
    return proof;
  }
  const SoundnessResult result = CheckSoundness(*net, options);
  proof.verdict = result.verdict;
  proof.markings = result.markings;
  proof.counter_example = CounterExampleOf(*net, result);
  for (const SoundnessFinding& finding : result.findings) proof.findings.push_back(Explain(model, finding));
  for (const SoundnessFinding& warning : result.warnings) {
    proof.findings.push_back(Explain(model, warning));
    proof.findings.back().warning = true;
  }
  if (result.verdict == SoundnessResult::Verdict::kBeyondBound) {
    proof.findings.push_back(BeyondBound(model, fmt::format("已查看 {} 种状态，没有发现问题", result.markings),
                                         fmt::format("{} markings visited, nothing wrong in them", result.markings)));
  }
  return proof;
}

}  // namespace lianban::workflow
