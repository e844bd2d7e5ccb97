// lianban simulate: steps through a case in the terminal, or as the standard input says. What was played can be printed
// as a scenario.

#include <unistd.h>

#include <iostream>
#include <memory>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/script/script_folders.h"
#include "services/cli/script/simulation_line.h"
#include "services/cli/script/simulation_view.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/workflow/scenario/player.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

struct SimulateOptions {
  std::string path, unit, area, at;
  bool json = false;
};

constexpr std::string_view kHelp[] = {
    "start [字段=值 …]              登记立案，如 start matter=wages income=286000\n"
    "complete 步骤 结果 [字段=值 …]  办理，可加 reason= by= user= item= at=\n"
    "message 名称 [结果]            收到消息或申请人补正\n"
    "wait 2026-03-10 [09:00]        时间走到那一刻，到期的计时依次触发\n"
    "child 1 [结果]                 第 1 个子事项办结\n"
    "claim|release|return|extend|suspend|resume|withdraw|terminate|… [键=值 …]\n"
    "show  form  facts  scenario  help  quit\n",
    "start [field=value …]          files the case: start matter=wages income=286000\n"
    "complete STEP OUTCOME [field=value …]   with reason= by= user= item= at= as needed\n"
    "message NAME [OUTCOME]         a message, or what the applicant supplied\n"
    "wait 2026-03-10 [09:00]        time goes on; timers fire on the way\n"
    "child 1 [RESULT]               the first child case ends\n"
    "claim|release|return|extend|suspend|resume|withdraw|terminate|… [key=value …]\n"
    "show  form  facts  scenario  help  quit\n"};

class Simulation {
 public:
  Simulation(workflow::ScriptHost& host, const ProcessFolder& folder, const SimulateOptions& options)
      : host_(host), folder_(folder), options_(options) {
    scenario_.title = "simulation";
    scenario_.given = json::object();
    if (!options.unit.empty()) scenario_.given["unit"] = options.unit;
    if (!options.area.empty()) scenario_.given["area"] = options.area;
    if (!options.at.empty()) scenario_.given["at"] = options.at;
    scenario_.story = json::array();
  }

  // False when it is over.
  bool Line(const std::string& line) {
    size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos || line[first] == '#') return true;
    if (line == "quit" || line == "exit") return false;
    if (line == "help")
      fmt::print("{}", kHelp[Locale() == "en"]);
    else if (line == "scenario")
      PrintScenario();
    else if (line == "show" || line == "form" || line == "facts")
      Show(line);
    else
      Play(line);
    return true;
  }

  bool failed() const { return failed_; }

 private:
  void Play(const std::string& line) {
    auto entry = ParseSimulationLine(line);
    if (!entry.ok()) {
      failed_ = true;
      Fail(entry.status());
      return;
    }
    bool starts = entry->contains("start");
    if (starts) {
      for (const char* key : {"form", "materials", "params", "unit", "area", "at"}) {
        if (entry->contains(key)) scenario_.given[key] = (*entry)[key];
      }
    }
    if (starts || !player_) {
      player_ = std::make_unique<workflow::Player>(host_, folder_.model, scenario_);
      told_ = 0;
      if (!player_->Begin()) {
        Tell();
        player_.reset();
        failed_ = true;
        return;
      }
    }
    bool fine = starts || player_->PlayEntry(*entry);
    failed_ |= !fine;
    if (!starts && fine) scenario_.story.push_back(*entry);
    Tell();
    if (options_.json)
      fmt::print("{}\n", ViewJson(*folder_.model, *player_).dump(-1, ' ', false, json::error_handler_t::replace));
    else
      fmt::print("{}", ViewText(*folder_.model, *player_));
  }

  void Tell() {
    const auto& story = player_->result().story;
    for (; told_ < story.size(); ++told_) {
      if (!options_.json) fmt::print("{} {}\n", story[told_].failed ? "✗" : "·", Say(story[told_].zh, story[told_].en));
    }
  }

  void Show(const std::string& what) {
    if (!player_) return;
    if (what == "show") return fmt::print("{}", ViewText(*folder_.model, *player_));
    json out = what == "form" ? json(player_->state().form) : json(player_->facts());
    fmt::print("{}\n", out.dump(2, ' ', false, json::error_handler_t::replace));
  }

  void PrintScenario() {
    fmt::print("  scenario \"…\" {{\n    given = {},\n    story = {{\n", LuaOf(scenario_.given));
    for (const json& entry : scenario_.story) fmt::print("      {},\n", LuaOf(entry));
    fmt::print("    }},\n  }},\n");
  }

  workflow::ScriptHost& host_;
  const ProcessFolder& folder_;
  const SimulateOptions& options_;
  workflow::Scenario scenario_;
  std::unique_ptr<workflow::Player> player_;
  size_t told_ = 0;
  bool failed_ = false;
};

absl::StatusOr<bool> RunSimulate(const SimulateOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto folders, ReadProcessFolders({options.path}));
  if (folders.size() != 1) return Error("OPTION_INVALID", {{"option", "path"}, {"value", options.path}});
  LIANBAN_ASSIGN_OR_RETURN(auto host, StartScriptHost());
  ProcessFolder& folder = folders[0];
  LoadFolder(*host, folder);
  if (!folder.model) {
    for (const auto& finding : folder.findings) fmt::print(stderr, "{}\n", FindingLine(folder, finding));
    return false;
  }
  bool terminal = isatty(STDIN_FILENO) != 0 && !options.json;
  if (terminal) fmt::print("{} · {}\n{}", folder.model->title, folder.model->process, kHelp[Locale() == "en"]);
  Simulation simulation(*host, folder, options);
  std::string line;
  for (;;) {
    if (terminal) {
      fmt::print("> ");
      std::fflush(stdout);
    }
    if (!std::getline(std::cin, line) || !simulation.Line(line)) break;
  }
  // At a keyboard a slip is part of trying; in a pipe it has to be noticed.
  return terminal || !simulation.failed();
}

}  // namespace

void AddSimulate(CLI::App& app) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App* command =
      app.add_subcommand("simulate", "走一遍流程 · Step through a case: at the keyboard or from standard input");
  command->add_option("path", options->path, "流程文件夹 · The folder of the process")->required();
  command->add_option("--unit", options->unit, "承办单位 · Handling unit");
  command->add_option("--area", options->area, "区划代码 · Area code of the matter");
  command->add_option("--at", options->at, "从何时开始 · When it begins: \"2026-03-03 10:20\"");
  command->add_flag("--json", options->json, "每行输出 JSON · One JSON object after each line");
  command->callback([options] {
    absl::StatusOr<bool> fine = RunSimulate(*options);
    if (!fine.ok()) throw CLI::RuntimeError(Fail(fine.status()));
    if (!*fine) throw CLI::RuntimeError(kFindings);
  });
}

}  // namespace lianban::cli
