#include "services/cli/script/script_folders.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/overlay/compose.h"

namespace lianban::cli {
namespace {

// Where the line begins, when all that is known is the line.
int ColumnOf(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding) {
  if (finding.column > 0) return finding.column;
  const auto file = folder.bundle->files.find(finding.file);
  if (file == folder.bundle->files.end()) return 1;
  std::string_view rest = file->second;
  for (int line = 1; line < finding.line && !rest.empty(); ++line) {
    const size_t end = rest.find('\n');
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  const size_t begin = rest.find_first_not_of(" \t");
  return begin == std::string_view::npos || rest[begin] == '\n' ? 1 : static_cast<int>(begin) + 1;
}

// The area whose adaptation has brought about what stands in a file above it; "" where the file is its own.
std::string AdaptedFor(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding) {
  if (folder.layers.empty()) return "";
  const std::string& area = folder.layers.back().area;
  return workflow::overlay::AreaOfFile(finding.file) == area ? "" : area;
}

absl::Status AddOverlays(const std::filesystem::path& root, std::vector<ProcessFolder>& folders) {
  LIANBAN_ASSIGN_OR_RETURN(const auto found, workflow::FindOverlayFolders(root));
  for (const auto& each : found) {
    LIANBAN_ASSIGN_OR_RETURN(auto effective, workflow::ReadEffectiveProcess(each));
    ProcessFolder folder;
    folder.path = each.lexically_normal().string();
    folder.layers = std::move(effective.layers);
    folder.bundle = std::move(effective.bundle);
    folders.push_back(std::move(folder));
  }
  return absl::OkStatus();
}

// Names a process by one of its files.
bool IsPartOfFolder(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name == "process.lua" || name == "scenarios.lua" || name == workflow::overlay::kAdaptFile;
}

bool IsLoneScript(const std::filesystem::path& path) {
  std::error_code failed;
  return path.extension() == ".lua" && std::filesystem::is_regular_file(path, failed);
}

std::filesystem::path FolderOf(const std::filesystem::path& file) { return file.has_parent_path() ? file.parent_path() : "."; }

absl::Status AddLoneScript(const std::filesystem::path& script, std::vector<ProcessFolder>& folders) {
  ProcessFolder folder;
  folder.path = FolderOf(script).lexically_normal().string();
  LIANBAN_ASSIGN_OR_RETURN(folder.bundle, workflow::ReadBundle(FolderOf(script), script.filename().string()));
  folders.push_back(std::move(folder));
  return absl::OkStatus();
}

}  // namespace

std::string FilePath(const ProcessFolder& folder, const std::string& file) {
  std::filesystem::path holder = folder.layers.empty() ? std::filesystem::path(folder.path) : folder.layers[0].folder;
  const std::string area = workflow::overlay::AreaOfFile(file);
  for (const workflow::OverlayLayer& layer : folder.layers) {
    if (!area.empty() && layer.area == area) {
      return (layer.folder / std::filesystem::path(file).filename()).lexically_normal().string();
    }
  }
  return (holder / file).lexically_normal().string();
}

absl::StatusOr<std::vector<ProcessFolder>> ReadProcessFolders(const std::vector<std::string>& paths) {
  std::vector<ProcessFolder> folders;
  for (const std::string& path : paths) {
    std::filesystem::path root(path);
    const size_t before = folders.size();
    if (IsPartOfFolder(root)) root = FolderOf(root);
    if (IsLoneScript(root)) {
      LIANBAN_RETURN_IF_ERROR(AddLoneScript(root, folders));
      continue;
    }
    LIANBAN_ASSIGN_OR_RETURN(auto found, workflow::FindProcessFolders(root));
    for (const auto& each : found) {
      ProcessFolder folder;
      folder.path = each.lexically_normal().string();
      LIANBAN_ASSIGN_OR_RETURN(folder.bundle, workflow::ReadBundle(each));
      folders.push_back(std::move(folder));
    }
    LIANBAN_RETURN_IF_ERROR(AddOverlays(root, folders));
    if (folders.size() == before) return Error("PROCESS_FOLDER_EMPTY", {{"path", path}});
  }
  return folders;
}

void LoadFolder(workflow::ScriptHost& host, ProcessFolder& folder) {
  auto model = workflow::LoadProcess(host, folder.bundle, &folder.findings);
  if (model.ok()) {
    folder.model = *std::move(model);
    return;
  }
  bool told =
      std::any_of(folder.findings.begin(), folder.findings.end(), [](const auto& each) { return !each.warning; });
  if (!told) {
    workflow::ScriptDiagnostic finding;
    finding.file = folder.bundle->main;
    finding.line = 1;
    finding.code = ReasonOf(model.status()).empty() ? "INTERNAL" : ReasonOf(model.status());
    finding.message = std::string(model.status().message());
    folder.findings.push_back(std::move(finding));
  }
}

void WarnOfUnknownCalls(ProcessFolder& folder) {
  if (!folder.model) return;
  const std::filesystem::path own = folder.layers.empty() ? std::filesystem::path(folder.path) : folder.layers[0].folder;
  for (const workflow::Step& step : folder.model->steps) {
    if (step.kind != workflow::StepKind::kCall || step.process.empty() || step.process == folder.model->process) continue;
    std::error_code failed;
    if (std::filesystem::exists((own.has_filename() ? own : own.parent_path()).parent_path() / step.process / "process.lua", failed)) continue;
    workflow::ScriptDiagnostic finding;
    finding.file = step.file.empty() ? folder.bundle->main : step.file;
    finding.line = step.line;
    finding.code = "PROCESS_UNKNOWN";
    finding.message = fmt::format("步骤“{}”开出的流程 {} 不在同一目录里，名称是否写错 (step {} calls {}, which does not lie beside it; is the name right?)", step.title,
                                  step.process, step.name, step.process);
    finding.warning = true;
    folder.findings.push_back(std::move(finding));
  }
}

absl::StatusOr<std::unique_ptr<workflow::ScriptHost>> StartScriptHost() {
  workflow::WorkerPoolOptions options;
  // At a desk nobody is kept waiting by a slow neighbour; the budget in steps is the same as in production.
  options.hard_deadline_ms = 2000;
  options.soft_deadline_ms = 500;
  return workflow::StartWorkerPool(options);
}

std::string FindingLine(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding) {
  const std::string area = AdaptedFor(folder, finding);
  return fmt::format("{}:{}:{}: {}{}: {}{}", FilePath(folder, finding.file), std::max(finding.line, 1), ColumnOf(folder, finding),
                     finding.warning ? "warning " : "", finding.code, finding.message,
                     area.empty() ? "" : fmt::format(" [{} 的调整 · as adapted for {}]", area, area));
}

nlohmann::json FindingJson(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding) {
  nlohmann::json told = {{"file", FilePath(folder, finding.file)},
                         {"line", std::max(finding.line, 1)},
                         {"column", ColumnOf(folder, finding)},
                         {"code", finding.code},
                         {"message", finding.message},
                         {"severity", finding.warning ? "warning" : "error"}};
  if (const std::string area = AdaptedFor(folder, finding); !area.empty()) told["area"] = area;
  return told;
}

void ForgetToldAbove(std::vector<ProcessFolder>& folders) {
  std::set<std::tuple<std::string, int, std::string, std::string>> told;
  for (ProcessFolder& folder : folders) {
    std::erase_if(folder.findings, [&](const auto& finding) {
      return !told.emplace(FilePath(folder, finding.file), finding.line, finding.code, finding.message).second;
    });
  }
}

}  // namespace lianban::cli
