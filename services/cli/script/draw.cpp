// lianban draw: a process as a picture, as BPMN, or as text. Works without a server.

#include <memory>

#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/script/script_folders.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/workflow/interchange/export_bpmn.h"
#include "services/workflow/interchange/picture.h"
#include "services/workflow/proof/prove.h"

namespace lianban::cli {
namespace {

struct DrawOptions {
  std::string script, format = "svg", out;
};

// What the proof has found, on the picture; the same is said as a line.
absl::StatusOr<std::string> Picture(const ProcessFolder& folder) {
  const workflow::Proof proof = workflow::Prove(*folder.model);
  const auto& example = proof.counter_example;
  if (!example) return workflow::SvgOf(*folder.model);
  workflow::PictureMarks marks;
  for (const workflow::TraceStep& step : example->finding.trace) marks.way.push_back(step.step);
  marks.open.insert(example->finding.open.begin(), example->finding.open.end());
  marks.dead.insert(example->dead.begin(), example->dead.end());
  for (const auto& finding : proof.findings) fmt::print(stderr, "{}\n", FindingLine(folder, finding));
  const std::string& message = proof.findings[0].message;
  marks.why = message.substr(0, message.find(" ("));
  return workflow::SvgOf(*folder.model, marks);
}

absl::StatusOr<std::string> Drawing(const ProcessFolder& folder, const std::string& format) {
  const workflow::Model& model = *folder.model;
  if (format == "text") return workflow::TextOf(model);
  if (format == "svg") return Picture(folder);
  LIANBAN_ASSIGN_OR_RETURN(workflow::BpmnExport exported, workflow::ExportBpmn(model));
  for (const workflow::Unmapped& lost : exported.unmapped) {
    fmt::print(stderr, "{}: {}\n", lost.element.empty() ? model.process : lost.element, Say(lost.zh, lost.en));
  }
  return std::move(exported.xml);
}

absl::StatusOr<bool> RunDraw(const DrawOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(auto folders, ReadProcessFolders({options.script}));
  if (folders.size() != 1) return Error("OPTION_INVALID", {{"option", "SCRIPT"}, {"value", options.script}});
  LIANBAN_ASSIGN_OR_RETURN(auto host, StartScriptHost());
  LoadFolder(*host, folders[0]);
  if (!folders[0].model) {
    for (const auto& finding : folders[0].findings) fmt::print(stderr, "{}\n", FindingLine(folders[0], finding));
    return false;
  }
  LIANBAN_ASSIGN_OR_RETURN(std::string drawing, Drawing(folders[0], options.format));
  if (options.out.empty()) {
    fmt::print("{}", drawing);
  } else {
    LIANBAN_RETURN_IF_ERROR(WriteFile(options.out, drawing));
  }
  return true;
}

}  // namespace

void AddDraw(CLI::App& app) {
  auto options = std::make_shared<DrawOptions>();
  CLI::App* command = app.add_subcommand("draw", "画出流程图 · Draw a process: SVG, BPMN 2.0 or text");
  command->add_option("script", options->script, "流程文件夹 · Folder of one process")->required();
  command->add_option("--format", options->format, "svg、bpmn 或 text · svg, bpmn or text")
      ->check(CLI::IsMember({"svg", "bpmn", "text"}));
  command->add_option("--out", options->out, "写入文件，不写则打印 · File to write; printed without it");
  command->callback([options] {
    absl::StatusOr<bool> drawn = RunDraw(*options);
    if (!drawn.ok()) throw CLI::RuntimeError(Fail(drawn.status()));
    if (!*drawn) throw CLI::RuntimeError(kFindings);
  });
}

}  // namespace lianban::cli
