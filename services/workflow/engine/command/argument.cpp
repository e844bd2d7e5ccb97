#include "services/workflow/engine/command/argument.h"

#include "services/lib/errors/error.h"

namespace lianban::workflow {

std::string ArgumentText(const Run& run, const char* key) {
  auto it = run.command.args.find(key);
  return it != run.command.args.end() && it->is_string() ? it->get<std::string>() : "";
}

absl::Status CheckDesk(const Run& run, const std::string& desk) {
  size_t slash = desk.find('/');
  bool formed = slash != std::string::npos && slash > 0 && slash + 1 < desk.size();
  const auto& units = run.environment.directory.units;
  if (formed && (units.empty() || units.contains(desk.substr(0, slash)))) return absl::OkStatus();
  return Error("DESK_UNKNOWN", {{"desk", desk}});
}

void SendMessage(Run& run, std::string_view name, const std::string& desk, const std::string& user,
                 nlohmann::json more) {
  more["name"] = name;
  if (!desk.empty()) more["desk"] = desk;
  if (!user.empty()) more["user"] = user;
  if (!run.command.reason.empty()) more["text"] = run.command.reason;
  AddEffect(run, "message", std::move(more));
}

}  // namespace lianban::workflow
