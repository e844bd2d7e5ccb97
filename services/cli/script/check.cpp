// lianban check: is a process fit to be published? Works without a server.

#include <memory>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/script/script_folders.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/workflow/proof/prove.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::cli {
namespace {

struct CheckOptions {
  std::vector<std::string> paths;
  bool json = false, strict = false, no_proof = false;
};

void CheckFolder(workflow::ScriptHost& host, const CheckOptions& options, ProcessFolder& folder) {
  LoadFolder(host, folder);
  if (!folder.model) return;
  // Reading the scenarios finds their mistakes; playing them is what `lianban test` is for.
  workflow::LoadScenarios(host, *folder.bundle, &folder.findings).status().IgnoreError();
  WarnOfUnknownCalls(folder);
  if (options.no_proof) return;
  for (auto& finding : workflow::Prove(*folder.model).findings) folder.findings.push_back(std::move(finding));
}

struct Count {
  int errors = 0, warnings = 0;
};

void PrintText(const std::vector<ProcessFolder>& folders, const Count& count) {
  for (const ProcessFolder& folder : folders) {
    for (const auto& finding : folder.findings) fmt::print("{}\n", FindingLine(folder, finding));
  }
  fmt::print(
      stderr, "{}\n",
      fmt::format(
          fmt::runtime(std::string(Say("{} 个流程，{} 个错误，{} 个提醒", "{} processes, {} errors, {} warnings"))),
          folders.size(), count.errors, count.warnings));
}

void PrintJson(const std::vector<ProcessFolder>& folders, const Count& count) {
  nlohmann::json out = {{"processes", folders.size()},
                        {"errors", count.errors},
                        {"warnings", count.warnings},
                        {"findings", nlohmann::json::array()}};
  for (const ProcessFolder& folder : folders) {
    for (const auto& finding : folder.findings) out["findings"].push_back(FindingJson(folder, finding));
  }
  fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

absl::StatusOr<bool> RunCheck(const CheckOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto folders, ReadProcessFolders(options.paths));
  LIANBAN_ASSIGN_OR_RETURN(auto host, StartScriptHost());
  Count count;
  for (ProcessFolder& folder : folders) CheckFolder(*host, options, folder);
  ForgetToldAbove(folders);
  for (const ProcessFolder& folder : folders) {
    for (const auto& finding : folder.findings) ++(finding.warning ? count.warnings : count.errors);
  }
  if (options.json)
    PrintJson(folders, count);
  else
    PrintText(folders, count);
  return count.errors == 0 && (!options.strict || count.warnings == 0);
}

}  // namespace

void AddCheck(CLI::App& app) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "检查流程脚本 · Check scripts: file:line:col: code: message");
  command->add_option("path", options->paths, "流程文件夹，或其上级 · Folders of processes, or folders above them")
      ->required();
  command->add_flag("--strict", options->strict, "提醒也算不合格 · Warnings fail as well");
  command->add_flag("--no-proof", options->no_proof, "不做可靠性证明 · Do not prove soundness");
  command->add_flag("--json", options->json, "输出 JSON · Print JSON");
  command->callback([options] {
    absl::StatusOr<bool> clean = RunCheck(*options);
    if (!clean.ok()) throw CLI::RuntimeError(Fail(clean.status()));
    if (!*clean) throw CLI::RuntimeError(kFindings);
  });
}

}  // namespace lianban::cli
