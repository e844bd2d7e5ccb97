#pragma once
// An effective process is an ordinary bundle: the files of the base, under overlays/<area>/ the files of every layer
// from the province down, and a main script that names them in order. It can be loaded, proved, tested, replayed and
// published like any other, and holds everything it needs.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow::overlay {

inline constexpr char kAdaptFile[] = "adapt.lua";
inline constexpr char kAbove[] = ".above";  // behind the name of a table that a layer has replaced

// The bundle of `above` (a base or an effective bundle) adapted in `area`. `files` are the overlay's own: "adapt.lua",
// tables, scenarios.lua, further scripts; names without folder. A table takes the place of the one with its name above.
// Errors: OVERLAY_INVALID (no adapt.lua, a name with a folder, an area that does not lie below that of `above`).
absl::StatusOr<std::shared_ptr<const ScriptBundle>> ComposeBundle(const ScriptBundle& above, const std::string& area,
                                                                  const std::map<std::string, std::string>& files);

// Areas of the layers, the base ("") first: {"", "33", "3306"}.
std::vector<std::string> AreasOf(const ScriptBundle& bundle);
// The area a file belongs to; "" for the base.
std::string AreaOfFile(std::string_view path);
// Files of the last layer, without folder; of a base bundle, all of them.
std::map<std::string, std::string> OwnFiles(const ScriptBundle& bundle);

// Is `area` equal to `above`, or inside it? "" holds everything. Codes in the short form: 33, 3306, 330602, 330602001.
bool LiesIn(std::string_view area, std::string_view above);

// province, city, district, street, village; "national" for "".
std::string_view LevelOf(std::string_view area);

}  // namespace lianban::workflow::overlay
