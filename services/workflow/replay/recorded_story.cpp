#include "services/workflow/replay/recorded_story.h"

#include "services/lib/errors/error.h"
#include "services/workflow/replay/casework_log.h"
#include "services/workflow/scenario/player.h"

namespace lianban::workflow {

using nlohmann::json;

absl::StatusOr<Recording> RecordStory(ScriptHost& host, std::shared_ptr<const Model> model, const Scenario& scenario) {
  const std::string process = model->process;
  Player player(host, std::move(model), scenario);
  player.Play();
  std::string lines;
  for (const PlayedCommand& played : player.history()) {
    const json event = {{"case_id", scenario.title},
                        {"process", process},
                        {"sequence", &played - player.history().data()},
                        {"time", absl::FormatTime(absl::RFC3339_full, played.time, absl::UTCTimeZone())},
                        {"payload_json", {{"command", ToJson(played.command)}, {"facts", played.facts}}}};
    lines += event.dump() + "\n";
  }
  if (lines.empty()) return Error("EVENT_LOG_INVALID", {{"file", scenario.title}, {"line", "0"}, {"detail", "nothing was filed"}});
  LIANBAN_ASSIGN_OR_RETURN(Recording recording, ReadCaseworkEvents(lines, process));
  recording.given = scenario.given;
  return recording;
}

}  // namespace lianban::workflow
