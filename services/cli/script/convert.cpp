// lianban convert: BPMN 2.0 and PNML into a script. Works without a server.

#include <filesystem>
#include <memory>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/workflow/interchange/import_pnml.h"

namespace lianban::cli {
namespace {

struct ConvertOptions {
  std::string file, out;
  bool json = false;
};

void Report(const workflow::Imported& imported, const std::string& script, bool json) {
  if (json) {
    nlohmann::json lost = nlohmann::json::array();
    for (const auto& each : imported.unmapped) lost.push_back({{"element", each.element}, {"zh", each.zh}, {"en", each.en}});
    const nlohmann::json report = {{"process", imported.process}, {"script", script}, {"unmapped", std::move(lost)}};
    fmt::print("{}\n", report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  for (const auto& each : imported.unmapped) {
    fmt::print("{}: {}\n", each.element.empty() ? imported.process : each.element, Say(each.zh, each.en));
  }
  fmt::print(stderr, "{}: {} {}\n", script, imported.unmapped.size(), Say("处要核对", "to be checked"));
}

absl::Status RunConvert(const ConvertOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string xml, ReadText(options.file));
  // A net says so in its root element, whatever the file is called.
  const bool net = xml.find("<pnml") != std::string::npos;
  LIANBAN_ASSIGN_OR_RETURN(const workflow::Imported imported,
                           net ? workflow::ImportPnml(xml, options.file) : workflow::ImportBpmn(xml, options.file));
  const std::filesystem::path script = std::filesystem::path(options.out) / "process.lua";
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  // What somebody has already worked on is not written over.
  if (failed || std::filesystem::exists(script, failed)) return Error("FILE_UNWRITABLE", {{"file", script.string()}});
  LIANBAN_RETURN_IF_ERROR(WriteFile(script, imported.script));
  Report(imported, script.string(), options.json);
  return absl::OkStatus();
}

}  // namespace

void AddConvert(CLI::App& app) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command = app.add_subcommand("convert", "把 BPMN 2.0 或 PNML 转成脚本 · Make a script of BPMN 2.0 or PNML");
  command->add_option("file", options->file, "BPMN 2.0 或 PNML 文件 · A BPMN 2.0 or PNML file")->required();
  command->add_option("--out", options->out, "写入的流程文件夹 · Folder of the process to write")->required();
  command->add_flag("--json", options->json, "以 JSON 列出要核对的内容 · List what is to be checked as JSON");
  command->callback([options] {
    const absl::Status done = RunConvert(*options);
    if (!done.ok()) throw CLI::RuntimeError(Fail(done));
  });
}

}  // namespace lianban::cli
