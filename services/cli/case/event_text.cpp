#include "services/cli/case/event_text.h"

#include <map>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

std::string WordFor(const std::string& command) {
  static const std::map<std::string, std::string> zh = {{"start", "立案"},
                                                        {"complete_task", "办理"},
                                                        {"claim", "认领"},
                                                        {"release", "退还岗位"},
                                                        {"transfer", "转办"},
                                                        {"delegate", "委派"},
                                                        {"message", "收到答复"},
                                                        {"fire_timer", "到时"},
                                                        {"child_finished", "子事项"},
                                                        {"withdraw", "撤销"},
                                                        {"terminate", "终止"},
                                                        {"suspend", "中止"},
                                                        {"resume", "恢复"},
                                                        {"extend", "延期"},
                                                        {"return", "退回"},
                                                        {"take_back", "撤回"},
                                                        {"add_handler", "加签"},
                                                        {"remove_handler", "减签"},
                                                        {"copy", "抄送"},
                                                        {"urge", "催办"},
                                                        {"escalate", "提级"},
                                                        {"supervise", "督办"},
                                                        {"jump", "跳转"},
                                                        {"reopen", "重新打开"},
                                                        {"edit_form", "更正"},
                                                        {"recompute", "重算期限"},
                                                        {"migrate", "迁移"},
                                                        {"move_back", "撤销迁移"},
                                                        {"merge", "并案"},
                                                        {"unmerge", "拆案"},
                                                        {"take_in", "并入"},
                                                        {"leave_out", "移出"},
                                                        {"lead_ended", "主件办结"},
                                                        {"parent_ended", "上级事项结束"}};
  const auto found = zh.find(command);
  return Locale() == "en" || found == zh.end() ? command : found->second;
}

std::string TextIn(const json& fact, const char* key) {
  const auto found = fact.find(key);
  return found != fact.end() && found->is_string() ? found->get<std::string>() : "";
}

// "examine → grant", where somebody chose, something came or time ran out.
std::string Answer(const json& facts) {
  for (const json& fact : facts) {
    const std::string type = TextIn(fact, "type"), outcome = TextIn(fact, "outcome");
    if ((type == "TaskCompleted" || type == "MessageReceived") && !outcome.empty()) {
      return fmt::format("  {} → {}", TextIn(fact, "step"), outcome);
    }
    if (type == "TimedOut") return "  " + TextIn(fact, "step");
  }
  return "";
}

std::string Explained(const json& facts) {
  std::string text;
  for (const json& fact : facts) {
    const auto why = fact.find("explanation");
    if (why == fact.end() || !why->is_object()) continue;
    const std::string sentence = TextIn(*why, Locale() == "en" ? "en" : "zh");
    if (!sentence.empty()) text += fmt::format("            · {}\n", sentence);
  }
  return text;
}

}  // namespace

std::string EventText(const casework::v1::Event& event) {
  const json payload = json::parse(event.payload_json(), nullptr, false);
  const json none = json::array();
  const bool has_facts = payload.is_object() && payload.contains("facts") && payload["facts"].is_array();
  const json& facts = has_facts ? payload["facts"] : none;
  std::string reason;
  if (payload.is_object() && payload.contains("command") && payload["command"].is_object()) {
    reason = TextIn(payload["command"], "reason");
  }
  std::string who = event.actor_name().empty() ? event.actor_id() : event.actor_name();
  if (who.empty()) who = Say("系统", "system");
  if (!reason.empty()) reason = fmt::format("{}{}", Say("：", ": "), reason);
  return fmt::format("{:>8}  {}  {}{}  {}{}\n{}", event.log_index(), Show(event.time()), WordFor(event.type()),
                     Answer(facts), who, reason, Explained(facts));
}

}  // namespace lianban::cli
