// lianban replay: does the script describe what happened, and what would an edited script have done? No server needed.

#include <algorithm>
#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/script/replay_report.h"
#include "services/cli/script/script_folders.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/workflow/replay/casework_log.h"
#include "services/workflow/replay/conformance.h"
#include "services/workflow/replay/mapping.h"
#include "services/workflow/replay/what_if.h"

namespace lianban::cli {
namespace {

using nlohmann::json;
using workflow::Recording;
using workflow::Replay;
using workflow::ReplayMode;

struct ReplayCommandOptions {
  std::vector<std::string> paths;
  std::string against, only;
  int threads = 0;
  size_t details = 20;
  bool json = false;
};

struct Script {
  ProcessFolder folder;
  std::optional<workflow::Mapping> mapping;
};

struct Told {
  Replay replay;
  absl::Duration took;
};

absl::StatusOr<Script> LoadScript(workflow::ScriptHost& host, const std::string& path) {
  LIANBAN_ASSIGN_OR_RETURN(auto folders, ReadProcessFolders({path}));
  if (folders.size() != 1) return Error("OPTION_INVALID", {{"option", "SCRIPT"}, {"value", path}});
  Script script;
  script.folder = std::move(folders[0]);
  LoadFolder(host, script.folder);
  if (script.folder.model) {
    LIANBAN_ASSIGN_OR_RETURN(script.mapping, workflow::LoadMapping(host, *script.folder.model, &script.folder.findings));
    return script;
  }
  for (const auto& finding : script.folder.findings) fmt::print(stderr, "{}\n", FindingLine(script.folder, finding));
  return Error("OPTION_INVALID", {{"option", "SCRIPT"}, {"value", path}});
}

// An edited script without a mapping of its own is read by that of the base.
absl::StatusOr<Recording> ReadRecording(const std::string& path, const Script& script, const Script& base) {
  const workflow::Model& model = *script.folder.model;
  LIANBAN_ASSIGN_OR_RETURN(workflow::LogFormat format, workflow::FormatOf(path));
  const auto& mapping = script.mapping ? script.mapping : base.mapping;
  if (format == workflow::LogFormat::kCasework) {
    LIANBAN_ASSIGN_OR_RETURN(Recording recording, workflow::ReadCaseworkLog(path, base.folder.model->process));
    if (mapping) recording.given = mapping->given;
    return recording;
  }
  if (!mapping) return Error("REPLAY_MAPPING_MISSING", {{"folder", base.folder.path}});
  const absl::TimeZone zone = workflow::Environment().zone;
  bool csv = format == workflow::LogFormat::kCsv;
  workflow::LogColumns columns = csv ? mapping->columns.value_or(workflow::kCsvColumns) : workflow::kXesColumns;
  LIANBAN_ASSIGN_OR_RETURN(workflow::EventLog log, csv ? workflow::ReadCsvLog(path, columns, zone) : workflow::ReadXesLog(path, columns, zone));
  return workflow::BindLog(log, *mapping, model);
}

void KeepOnly(Recording& recording, const std::string& id) {
  if (!id.empty()) std::erase_if(recording.cases, [&](const auto& past) { return past.id != id; });
}

Told Tell(workflow::ScriptHost& host, const Script& script, const Recording& recording, ReplayMode mode, const ReplayCommandOptions& options) {
  workflow::ReplayOptions how;
  how.mode = mode;
  how.threads = options.threads > 0 ? options.threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  how.story = !options.only.empty();
  const absl::Time begun = absl::Now();
  Told told;
  told.replay = workflow::ReplayCases(host, script.folder.model, recording, how);
  told.took = absl::Now() - begun;
  return told;
}

void PrintSpeed(const Told& told) {
  double seconds = std::max(1e-9, absl::ToDoubleSeconds(told.took));
  fmt::print(stderr, "{}\n", fmt::format(fmt::runtime(std::string(Say("回放 {} 件、{} 个命令，用时 {:.2f} 秒，每秒 {:.0f} 件",
                                                                     "{} cases, {} commands in {:.2f} s: {:.0f} cases per second"))),
                                         told.replay.cases.size(), told.replay.commands, seconds,
                                         static_cast<double>(told.replay.cases.size()) / seconds));
}

// Said, not refused: most processes decide nothing by such fields.
void WarnOfMaskedValues(const Recording& recording, const workflow::Model& model) {
  const int64_t masked = CasesWithMaskedValues(recording, model);
  if (masked == 0) return;
  fmt::print(stderr, "{}\n", fmt::format(fmt::runtime(std::string(Say(
                                 "日志里有 {} 件的敏感字段是遮盖的（***），读这些字段的规则在这里判不出当时的结果；按原值的回放由服务器在审批前做（lianban publish）。",
                                 "{} cases of the log have masked values of sensitive fields (***); what rules made of them cannot be told here. The server replays "
                                 "with the values before approval (lianban publish)."))), masked));
}

void PrintStory(const std::string& path, const Replay& replay) {
  for (const auto& one : replay.cases) {
    fmt::print("\n{}: {}\n", path, workflow::EndText(one));
    for (const std::string& line : one.story) fmt::print("  {}\n", line);
    for (const auto& refused : one.refused) {
      fmt::print("  ✗ {} {}\n", refused.event + 1, Localized(refused.status, Locale()));
    }
  }
}

void PrintJson(json out, std::initializer_list<const Told*> all, bool stories) {
  json speed = json::array();
  for (const Told* told : all) {
    speed.push_back({{"cases", told->replay.cases.size()}, {"commands", told->replay.commands},
                     {"seconds", absl::ToDoubleSeconds(told->took)}});
    if (!stories) continue;
    for (const auto& one : told->replay.cases) out["stories"].push_back(one.story);
  }
  out["replays"] = std::move(speed);
  fmt::print("{}\n", out.dump(2, ' ', false, json::error_handler_t::replace));
}

absl::StatusOr<bool> RunConformance(workflow::ScriptHost& host, const Script& base, const std::string& log, const ReplayCommandOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(Recording recording, ReadRecording(log, base, base));
  KeepOnly(recording, options.only);
  WarnOfMaskedValues(recording, *base.folder.model);
  Told told = Tell(host, base, recording, ReplayMode::kConform, options);
  workflow::Conformance report = workflow::Conform(recording, told.replay);
  if (options.json) {
    PrintJson(workflow::ToJson(report), {&told}, !options.only.empty());
  } else {
    fmt::print("{}", ConformanceText(report));
    if (!options.only.empty()) PrintStory(base.folder.path, told.replay);
    PrintSpeed(told);
  }
  return report.accepted == report.cases;
}

absl::Status RunWhatIf(workflow::ScriptHost& host, const Script& base, const Script& edited, const std::string& log,
                       const ReplayCommandOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(Recording before, ReadRecording(log, base, base));
  LIANBAN_ASSIGN_OR_RETURN(Recording after, ReadRecording(log, edited, base));
  KeepOnly(before, options.only);
  KeepOnly(after, options.only);
  WarnOfMaskedValues(before, *base.folder.model);
  Told first = Tell(host, base, before, ReplayMode::kWhatIf, options);
  Told second = Tell(host, edited, after, ReplayMode::kWhatIf, options);
  workflow::WhatIf report = workflow::Compare(before, first.replay, second.replay);
  if (options.json) {
    PrintJson(workflow::ToJson(report), {&first, &second}, !options.only.empty());
    return absl::OkStatus();
  }
  fmt::print("{}", WhatIfText(report, options.details));
  if (!options.only.empty()) {
    PrintStory(base.folder.path, first.replay);
    PrintStory(edited.folder.path, second.replay);
  }
  PrintSpeed(first);
  PrintSpeed(second);
  return absl::OkStatus();
}

// SCRIPT LOG, or BASE EDITED LOG, or EDITED LOG --against BASE.
absl::StatusOr<bool> RunReplay(const ReplayCommandOptions& options) {
  std::string base = options.paths[0], edited, log = options.paths.back();
  if (options.paths.size() == 3) edited = options.paths[1];
  if (!options.against.empty()) {
    if (!edited.empty()) return Error("OPTION_INVALID", {{"option", "--against"}, {"value", options.against}});
    edited = base;
    base = options.against;
  }
  LIANBAN_ASSIGN_OR_RETURN(auto host, StartScriptHost());
  LIANBAN_ASSIGN_OR_RETURN(Script first, LoadScript(*host, base));
  if (edited.empty()) return RunConformance(*host, first, log, options);
  LIANBAN_ASSIGN_OR_RETURN(Script second, LoadScript(*host, edited));
  LIANBAN_RETURN_IF_ERROR(RunWhatIf(*host, first, second, log, options));
  return true;
}

}  // namespace

void AddReplay(CLI::App& app) {
  auto options = std::make_shared<ReplayCommandOptions>();
  CLI::App* command = app.add_subcommand(
      "replay", "回放已办的件：脚本是否相符；或改动会带来什么 · Replay past cases: SCRIPT LOG, or BASE EDITED LOG");
  command->add_option("path", options->paths,
                      "脚本 日志，或 原脚本 新脚本 日志（CSV、XES，可 gzip；或 casework 事件的 JSON 行）· SCRIPT LOG, or BASE EDITED LOG "
                      "(CSV or XES, gzip or not; or casework's events as JSON lines)")
      ->required()->expected(2, 3);
  command->add_option("--against", options->against, "原脚本 · The script to compare with");
  command->add_option("--case", options->only, "只看这一件，讲出经过 · Only this case, told step by step");
  command->add_option("--details", options->details, "逐件列出的件数 · How many cases are listed one by one")->capture_default_str();
  command->add_option("--threads", options->threads, "线程数 · Threads; 0: one per core")->check(CLI::Range(0, 256));
  command->add_flag("--json", options->json, "输出 JSON · Print JSON");
  command->callback([options] {
    absl::StatusOr<bool> clean = RunReplay(*options);
    if (!clean.ok()) throw CLI::RuntimeError(Fail(clean.status()));
    if (!*clean) throw CLI::RuntimeError(kFindings);
  });
}

}  // namespace lianban::cli
