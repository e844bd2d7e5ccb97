// lianban-training WORKFLOWS: runs what the shipped workflows do, as tests and as replay, so that LIANBAN_PROFILE=COUNT counts it.

#include <cstdio>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/replay/recorded_story.h"
#include "services/workflow/replay/replay.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {
namespace {

constexpr size_t kCopies = 20;  // of a past case: replay tells many side by side

absl::Status Run(ScriptHost& host, const std::filesystem::path& folder) {
  LIANBAN_ASSIGN_OR_RETURN(const auto bundle, ReadBundle(folder));
  LIANBAN_ASSIGN_OR_RETURN(const auto model, LoadProcess(host, bundle, nullptr));
  LIANBAN_RETURN_IF_ERROR(RunScenarios(host, model, nullptr).status());
  LIANBAN_ASSIGN_OR_RETURN(const auto scenarios, LoadScenarios(host, *bundle, nullptr));
  for (const Scenario& scenario : scenarios) {
    if (scenario.given.contains("refused")) continue;  // never filed
    LIANBAN_ASSIGN_OR_RETURN(Recording past, RecordStory(host, model, scenario));
    past.cases.resize(kCopies, past.cases[0]);
    ReplayCases(host, model, past, {.mode = ReplayMode::kWhatIf, .threads = 1});
  }
  return absl::OkStatus();
}

absl::Status RunAll(const std::filesystem::path& workflows) {
  LIANBAN_ASSIGN_OR_RETURN(const auto host, StartWorkerPool({.workers = 1}));
  LIANBAN_ASSIGN_OR_RETURN(const auto folders, FindProcessFolders(workflows));
  for (const auto& folder : folders) LIANBAN_RETURN_IF_ERROR(Run(*host, folder));
  return absl::OkStatus();
}

}  // namespace
}  // namespace lianban::workflow

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: lianban-training WORKFLOWS\n");
    return 2;
  }
  const absl::Status status = lianban::workflow::RunAll(argv[1]);
  if (status.ok()) return 0;
  fmt::print(stderr, "lianban-training: {}\n", status.ToString());
  return 1;
}
