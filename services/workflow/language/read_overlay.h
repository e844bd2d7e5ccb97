#pragma once
// Overlays on disk: <anything>/overlays/<area>/<process>/adapt.lua, with tables and scenarios.lua beside it. The base is the
// folder base/<process> of the nearest folder above; the layers between are the overlays whose area holds this one.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

struct OverlayLayer {
  std::string area;               // "" the base
  std::filesystem::path folder;
};

struct EffectiveProcess {
  std::string process;
  std::shared_ptr<const ScriptBundle> bundle;
  std::vector<OverlayLayer> layers;  // the base first, the folder asked for last
};

// The folder itself when it holds an adapt.lua, otherwise every folder below it that does, by name.
absl::StatusOr<std::vector<std::filesystem::path>> FindOverlayFolders(const std::filesystem::path& root);

// Errors: FILE_UNREADABLE, FILE_INVALID, OVERLAY_INVALID (no base, a folder name that is no area).
absl::StatusOr<EffectiveProcess> ReadEffectiveProcess(const std::filesystem::path& folder);

// What holds in `area` by the overlays below `workflows`: those of every area that holds it. The base alone when there are
// none. OVERLAY_INVALID when two cities adapt for one area, NOT_FOUND when there is no such process.
absl::StatusOr<EffectiveProcess> ReadEffectiveProcessOf(const std::filesystem::path& workflows, const std::string& process,
                                                        const std::string& area);

}  // namespace lianban::workflow
