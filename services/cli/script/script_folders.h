#pragma once
// What check, test and simulate share: the folders named on the command line, and findings as they are printed.

#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/language/model.h"
#include "services/workflow/language/read_overlay.h"

namespace lianban::cli {

struct ProcessFolder {
  std::string path;                                        // as people would type it
  std::vector<workflow::OverlayLayer> layers;              // of an overlay: the base first; empty for a base
  std::shared_ptr<const workflow::ScriptBundle> bundle;
  std::shared_ptr<const workflow::Model> model;            // nullptr when the script has errors
  std::vector<workflow::ScriptDiagnostic> findings;
};

// Every process folder and every overlay (its effective process) at or below the paths; a path may also name one script, which is
// then the process, with what lies beside it to use. Errors: FILE_UNREADABLE, PROCESS_FOLDER_EMPTY.
absl::StatusOr<std::vector<ProcessFolder>> ReadProcessFolders(const std::vector<std::string>& paths);

// Loads the script and fills model and findings.
void LoadFolder(workflow::ScriptHost& host, ProcessFolder& folder);

// A child process that does not lie beside this one: it may be published elsewhere, or its name is wrong.
void WarnOfUnknownCalls(ProcessFolder& folder);

absl::StatusOr<std::unique_ptr<workflow::ScriptHost>> StartScriptHost();

// A file of the bundle as people would type it.
std::string FilePath(const ProcessFolder& folder, const std::string& file);

// file:line:col: code: message, the file with its folder. Where only the line is known (most findings, and everything that happens
// while a script runs), the column is that of the first word of the line. What stands in a file of a process above says for which
// area's adaptation it holds.
std::string FindingLine(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding);
nlohmann::json FindingJson(const ProcessFolder& folder, const workflow::ScriptDiagnostic& finding);

// A fault of a process shows in every adaptation of it, and is told once: where it stands first.
void ForgetToldAbove(std::vector<ProcessFolder>& folders);

}  // namespace lianban::cli
