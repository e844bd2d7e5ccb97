#include "services/cli/script_folders.h"

#include <algorithm>
#include <filesystem>

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
    // process.lua itself may be named as well.
    std::filesystem::path root(path);
    const size_t before = folders.size();
    if (root.filename() == "process.lua" || root.filename() == workflow::overlay::kAdaptFile) root = root.has_parent_path() ? root.parent_path() : ".";
    LIANBAN_ASSIGN_OR_RETURN(auto found, workflow::FindProcessFolders(root));
    for (const auto& each : found) {
      ProcessFolder folder;
      folder.path = each.lexically_normal().string();
      LIANBAN_ASSIGN_OR_RETURN(folder.bundle, workflow::ReadBundle(each));
      folders.push_back(std::move(folder));
    }
    LIANBAN_RETURN_IF_ERROR(AddOverlays(root, folders));
    if (folders.size() == before) return Error("OPTION_INVALID", {{"option", "PATH"}, {"value", path}});
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

absl::StatusOr<std::unique_ptr<workflow::ScriptHost>> StartScriptHost() {
  workflow::WorkerPoolOptions options;
  // At a desk nobody is kept waiting by a slow neighbour; the budget in steps is the same as in production.
  options.hard_deadline_ms = 2000;
  options.soft_deadline_ms = 500;
  return workflow::StartWorkerPool(options);
}

std::string FindingLine(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding) {
  return fmt::format("{}:{}:{}: {}{}: {}", FilePath(folder, finding.file), std::max(finding.line, 1),
                     ColumnOf(folder, finding), finding.warning ? "warning " : "", finding.code, finding.message);
}

nlohmann::json FindingJson(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding) {
  return {{"file", FilePath(folder, finding.file)},
          {"line", std::max(finding.line, 1)},
          {"column", ColumnOf(folder, finding)},
          {"code", finding.code},
          {"message", finding.message},
          {"severity", finding.warning ? "warning" : "error"}};
}

}  // namespace lianban::cli
