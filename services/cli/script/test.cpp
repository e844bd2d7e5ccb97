// lianban test: plays the scenarios beside the scripts. No server, no database, a fake clock.

#include <memory>
#include <thread>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/script/script_folders.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/progress.h"
#include "services/lib/errors/error.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::cli {
namespace {

using nlohmann::json;
using workflow::Coverage;
using workflow::ScenarioReport;
using workflow::ScenarioResult;

struct TestOptions {
  std::vector<std::string> paths;
  bool json = false, verbose = false;
};

struct Tested {
  ProcessFolder folder;
  ScenarioReport report;
  bool readable = false;  // script and scenarios could be read
};

bool Passed(const Tested& tested) { return tested.readable && tested.report.failed == 0; }

void PrintStory(const Tested& tested, const ScenarioResult& result) {
  fmt::print("{}/scenarios.lua:{}: {}\n", tested.folder.path, result.line, result.title);
  for (const auto& line : result.story) fmt::print("  {} {}\n", line.failed ? "✗" : "·", Say(line.zh, line.en));
}

void PrintPart(std::string_view zh, std::string_view en, const Coverage::Part& part, bool verbose) {
  if (part.all == 0) return;
  fmt::print("  {} {}/{}", Say(zh, en), part.touched, part.all);
  if (verbose || part.missed.size() <= 3) {
    for (const std::string& missed : part.missed) fmt::print("  [{}]", missed);
  }
  fmt::print("\n");
}

// Told of the adapted process; those that come out otherwise say what the adaptation changes.
void PrintInherited(const std::vector<ScenarioResult>& inherited, bool verbose) {
  if (inherited.empty()) return;
  const auto differs = [](const ScenarioResult& result) { return !result.passed; };
  fmt::print("  {} {}  {} {}\n", Say("上级的情景", "scenarios from above"), inherited.size(), Say("其中结果不同", "come out otherwise"),
             std::count_if(inherited.begin(), inherited.end(), differs));
  if (!verbose) return;
  for (const ScenarioResult& result : inherited) {
    if (differs(result)) fmt::print("    ≠ {}\n", result.title);
  }
}

void PrintText(const std::vector<Tested>& all, bool verbose) {
  int passed = 0, failed = 0;
  for (const Tested& tested : all) {
    for (const auto& finding : tested.folder.findings) {
      if (!finding.warning) fmt::print("{}\n", FindingLine(tested.folder, finding));
    }
    for (const ScenarioResult& result : tested.report.results) {
      if (!result.passed || verbose) PrintStory(tested, result);
    }
    fmt::print("{} {}  {} {}, {} {}\n", Passed(tested) ? "✓" : "✗", tested.folder.path, tested.report.passed,
               Say("通过", "passed"), tested.report.failed, Say("失败", "failed"));
    PrintInherited(tested.report.inherited, verbose);
    PrintPart("环节", "steps", tested.report.coverage.steps, verbose);
    PrintPart("去向", "ways", tested.report.coverage.ways, verbose);
    PrintPart("决策表行", "table rows", tested.report.coverage.rows, verbose);
    passed += tested.report.passed;
    failed += tested.report.failed + (tested.readable ? 0 : 1);
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
}

json PartJson(const Coverage::Part& part) {
  return {{"all", part.all}, {"touched", part.touched}, {"missed", part.missed}};
}

json InheritedDiffering(const workflow::ScenarioReport& report) {
  json titles = json::array();
  for (const ScenarioResult& result : report.inherited) {
    if (!result.passed) titles.push_back(result.title);
  }
  return titles;
}

json ReportJson(const Tested& tested) {
  json scenarios = json::array();
  for (const ScenarioResult& result : tested.report.results) {
    json story = json::array();
    for (const auto& line : result.story) story.push_back({{"zh", line.zh}, {"en", line.en}, {"failed", line.failed}});
    scenarios.push_back({{"title", result.title}, {"line", result.line}, {"passed", result.passed}, {"story", story}});
  }
  json findings = json::array();
  for (const auto& finding : tested.folder.findings) findings.push_back(FindingJson(tested.folder, finding));
  const Coverage& coverage = tested.report.coverage;
  return {
      {"path", tested.folder.path},
      {"passed", tested.report.passed},
      {"failed", tested.report.failed},
      {"scenarios", scenarios},
      {"inherited", {{"all", tested.report.inherited.size()}, {"differ", InheritedDiffering(tested.report)}}},
      {"findings", findings},
      {"coverage",
       {{"steps", PartJson(coverage.steps)}, {"ways", PartJson(coverage.ways)}, {"rows", PartJson(coverage.rows)}}}};
}

void TestFolder(workflow::ScriptHost& host, Tested& tested) {
  LoadFolder(host, tested.folder);
  if (!tested.folder.model) return;
  int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  auto report = workflow::RunScenarios(host, tested.folder.model, &tested.folder.findings, threads);
  if (!report.ok()) return;
  tested.report = *std::move(report);
  tested.readable = true;
}

absl::StatusOr<bool> RunTest(const TestOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto folders, ReadProcessFolders(options.paths));
  LIANBAN_ASSIGN_OR_RETURN(auto host, StartScriptHost());
  std::vector<Tested> all;
  bool passed = true;
  Progress progress(std::string(Say("流程", "processes")), static_cast<int64_t>(folders.size()));
  for (ProcessFolder& folder : folders) {
    all.push_back({std::move(folder), {}, false});
    TestFolder(*host, all.back());
    passed &= Passed(all.back());
    progress.Add();
  }
  progress.Finish();
  if (!options.json) {
    PrintText(all, options.verbose);
    return passed;
  }
  json out = json::array();
  for (const Tested& tested : all) out.push_back(ReportJson(tested));
  fmt::print("{}\n", out.dump(2, ' ', false, json::error_handler_t::replace));
  return passed;
}

}  // namespace

void AddTest(CLI::App& app) {
  auto options = std::make_shared<TestOptions>();
  CLI::App* command = app.add_subcommand("test", "运行流程情景 · Play the scenarios beside the scripts");
  command->add_option("path", options->paths, "流程文件夹，或其上级 · Folders of processes, or folders above them")
      ->required();
  command->add_flag("-v,--verbose", options->verbose,
                    "列出每个情景和未覆盖处 · Tell every story and what none has touched");
  command->add_flag("--json", options->json, "输出 JSON · Print JSON");
  command->callback([options] {
    absl::StatusOr<bool> passed = RunTest(*options);
    if (!passed.ok()) throw CLI::RuntimeError(Fail(passed.status()));
    if (!*passed) throw CLI::RuntimeError(kFindings);
  });
}

}  // namespace lianban::cli
