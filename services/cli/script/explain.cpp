// lianban explain: the process as it holds in an area, and where each part of it was written. Works without a server.

#include <algorithm>
#include <filesystem>
#include <memory>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/script/explain_parts.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/table.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

std::string_view LevelWord(std::string_view level) {
  static constexpr std::pair<std::string_view, std::string_view> kZh[] = {
      {"province", "省"}, {"city", "市"}, {"district", "区县"}, {"street", "街道"}, {"community", "社区"}};
  for (const auto& [en, zh] : kZh) {
    if (en == level) return Say(zh, en);
  }
  return level;
}

using nlohmann::json;

struct ExplainOptions {
  std::string process, area, workflows = "workflows", onto;
  bool json = false, all = false;
};

constexpr int kValueWidth = 56;

void PrintParts(const EffectiveParts& effective, bool all) {
  std::vector<std::vector<std::string>> rows;
  for (const EffectivePart& part : effective.parts) {
    if (!all && part.area.empty()) continue;
    rows.push_back({part.path, Shorten(part.value, kValueWidth), fmt::format("{}:{}", part.file, part.line),
                    part.area.empty() ? "" : fmt::format("{} {}", LevelWord(part.level), part.area)});
  }
  fmt::print("{} {}  {}\n", effective.process, effective.area, effective.title);
  fmt::print("{}", AlignedTable(rows));
  for (const auto& lock : effective.locks) {
    fmt::print("{} {}  {}:{}  {}\n", Say("锁定", "locked"), lock.path, lock.file, lock.line, lock.value);
  }
  if (!all) fmt::print("{}\n", Say("只列出各地调整过的部分；--all 列出全部", "only parts an area has changed; --all for every part"));
}

void PrintFates(const std::vector<BaseMove>& moves) {
  std::vector<std::vector<std::string>> rows;
  for (const BaseMove& move : moves) {
    rows.push_back({std::string(Say(move.zh, move.en)), move.path, Shorten(move.detail, 2 * kValueWidth)});
  }
  fmt::print("{}", AlignedTable(rows));
}

absl::StatusOr<bool> RunExplain(const ExplainOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto host, StartScriptHost());
  if (!options.onto.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const auto moves, CompareWithBase(*host, options.workflows, options.process, options.area, options.onto));
    if (options.json) {
      json out = json::array();
      for (const BaseMove& move : moves) out.push_back({{"path", move.path}, {"fate", move.name}, {"detail", move.detail}});
      fmt::print("{}\n", out.dump(2, ' ', false, json::error_handler_t::replace));
    } else {
      PrintFates(moves);
    }
    return std::none_of(moves.begin(), moves.end(), [](const BaseMove& move) { return move.needs_decision; });
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto effective, EffectivePartsOf(*host, options.workflows, options.process, options.area));
  for (const std::string& finding : effective.findings) fmt::print(stderr, "{}\n", finding);
  if (options.json) {
    fmt::print("{}\n", PartsJson(effective).dump(2, ' ', false, json::error_handler_t::replace));
  } else {
    PrintParts(effective, options.all);
  }
  return effective.findings.empty();
}

}  // namespace

void AddExplain(CLI::App& app) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand(
      "explain", "某地实际执行的流程，以及每一部分出自哪里 · A process as it holds in an area, and where each part was written");
  command->add_option("process", options->process, "流程名 · Name of the process")->required();
  command->add_option("--area", options->area, "区划代码，不写为上级通用 · Area code; the base without it");
  command->add_option("--workflows", options->workflows, "流程总目录 · Folder of all processes")->check(CLI::ExistingDirectory);
  command->add_option("--onto", options->onto,
                      "上级流程改动后的总目录：逐项说明本地调整是否仍然成立 · Folder in which the base has moved: what becomes of the overlay")
      ->check(CLI::ExistingDirectory);
  command->add_flag("--all", options->all, "列出全部，含未调整的 · Every part, changed or not");
  command->add_flag("--json", options->json, "输出 JSON · Print JSON");
  command->callback([options] {
    absl::StatusOr<bool> fine = RunExplain(*options);
    if (!fine.ok()) throw CLI::RuntimeError(Fail(fine.status()));
    if (!*fine) throw CLI::RuntimeError(kFindings);
  });
}

}  // namespace lianban::cli
