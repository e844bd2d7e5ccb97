// lianban bench: how fast, in figures that compare with a floor measured in the same run.

#include <filesystem>

#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "services/lib/errors/error.h"
#include "tests/load/bench.h"

namespace lianban::cli {
namespace {

struct Bench {
  load::BenchOptions options;
  bool json = false;
};

absl::Status Measure(Bench& bench) {
  load::Report report(bench.json);
  std::string folder = std::filesystem::temp_directory_path() / "lianban-bench-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return Error("DEPLOYMENT_FAILED", {{"detail", folder}});
  bench.options.folder = folder;
  const absl::Status status = load::RunBench(bench.options, report);
  std::filesystem::remove_all(folder);
  report.Finish();
  return status;
}

}  // namespace

void AddBench(CLI::App& app) {
  auto bench = std::make_shared<Bench>();
  CLI::App* command = app.add_subcommand(
      "bench", "测速 · Measure this machine: one line `name value` a figure. Makes and drops the database lianban_bench; "
               "scripts/bench gives it a cluster of its own");
  bench->options.workflows = "workflows";
  command->add_option("--superuser", bench->options.superuser,
                      "libpq connection string of a superuser of the PostgreSQL cluster to measure")
      ->required();
  command->add_option("--workflows", bench->options.workflows, "The folder of the shipped processes")->capture_default_str();
  command->add_option("--only", bench->options.only,
                      "These parts only: scripts, checks, replay, start, transitions, latency, timers, inbox")
      ->delimiter(',')
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(load::kParts), std::end(load::kParts))));
  command->add_flag("--quick", bench->options.quick, "Shorter runs and a smaller inbox: the figures scatter more");
  command->add_flag("--json", bench->json, "One JSON object at the end instead of lines");
  command->callback([bench] { throw CLI::RuntimeError(Fail(Measure(*bench))); });
}

}  // namespace lianban::cli
