#include "services/workflow/migration/explain_move.h"

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

struct Sentence {
  std::string zh, en;
  void Add(const std::string& more_zh, const std::string& more_en) {
    zh += "；" + more_zh;
    en += "; " + more_en;
  }
};

std::string LastDay(absl::Time due, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d", due - absl::Seconds(1), zone);
}

// "case" is a word of the engine's; people know their clocks by other names.
std::pair<std::string, std::string> NameOf(const MigratedClock& clock, const CaseState& state, const Model& model) {
  if (clock.name == "case") return {"法定期限", "the statutory time limit"};
  if (clock.name == "promised") return {"承诺期限", "the promised time limit"};
  for (const Activation& activation : state.activations) {
    const Step* step = clock.name == fmt::format("step:{}", activation.no) ? model.Find(activation.step) : nullptr;
    if (step != nullptr) return {fmt::format("“{}”的期限", step->title), fmt::format("the time limit of “{}”", step->title)};
  }
  return {"期限 " + clock.name, "the time limit " + clock.name};
}

void AddWho(const Command& command, Sentence& sentence) {
  const std::string asked = command.args.value("asked_by", ""), approved = command.args.value("approved_by", "");
  if (!asked.empty()) sentence.Add(asked + " 提出", "asked for by " + asked);
  if (!approved.empty()) sentence.Add(approved + " 批准", "approved by " + approved);
  if (!command.reason.empty()) sentence.Add("理由：" + command.reason, "reason: " + command.reason);
}

json Releases(const Command& command) {
  return {{"from", command.args.value("from", 0)}, {"to", command.args.value("to", 0)}};
}

json Explained(Sentence sentence, const Command& command) {
  return {{"zh", std::move(sentence.zh)}, {"en", std::move(sentence.en)}, {"rule", "migration"}, {"inputs", Releases(command)}};
}

void ExplainTasks(const Migration& migration, json& fact, Sentence& sentence) {
  for (const MigratedTask& task : migration.tasks) {
    fact["tasks"].push_back({{"task", task.no}, {"step", task.step}, {"title", task.title}});
    if (task.step != task.step_before || task.title != task.title_before) {
      sentence.Add(fmt::format("“{}”改为“{}”", task.title_before, task.title),
                   fmt::format("“{}” becomes “{}”", task.title_before, task.title));
    } else if (!task.outcomes_gone.empty() || !task.outcomes_new.empty()) {
      sentence.Add(fmt::format("“{}”可选的办理结果有变化", task.title), fmt::format("“{}” has other outcomes", task.title));
    }
  }
}

}  // namespace

Fact MoveFact(const MoveItem& item, const Migration& migration, const Transition& transition) {
  const Command& command = *item.command;
  Fact fact = {{"type", "CaseMigrated"}, {"migration", command.args.value("migration", "")}};
  fact.update(Releases(command));
  Sentence sentence{fmt::format("由第{}版迁移到第{}版", fact["from"].get<int>(), fact["to"].get<int>()),
                    fmt::format("moved from release {} to release {}", fact["from"].get<int>(), fact["to"].get<int>())};
  ExplainTasks(migration, fact, sentence);
  for (const AnewEntry& entry : migration.anew) {
    const Step& step = *item.to->Find(entry.step);
    fact["anew"].push_back(entry.step);
    sentence.Add(fmt::format("“{}”重新开始", step.title), fmt::format("“{}” begins anew", step.title));
  }
  if (!transition.closed.empty()) fact["closed"] = transition.closed;
  for (const MigratedClock& clock : migration.clocks) {
    const std::string before = LastDay(clock.due_before, item.environment->zone);
    const std::string due = LastDay(clock.due, item.environment->zone);
    fact["clocks"].push_back({{"clock", clock.name}, {"before", before}, {"due", due}});
    const auto [zh, en] = NameOf(clock, migration.next, *item.to);
    sentence.Add(fmt::format("{}由 {} 改为 {}", zh, before, due), fmt::format("{} moves from {} to {}", en, before, due));
  }
  AddWho(command, sentence);
  const std::string hash = item.to->hash.substr(0, 12);
  sentence.Add("脚本版本 " + hash, "script " + hash);
  fact["explanation"] = Explained(std::move(sentence), command);
  fact["explanation"]["release"] = hash;
  return fact;
}

Fact MoveBackFact(const Command& command, const Transition& transition) {
  Fact fact = {{"type", "CaseMovedBack"}, {"migration", command.args.value("migration", "")}};
  fact.update(Releases(command));
  for (const TaskState& task : transition.opened) {
    fact["tasks"].push_back({{"task", task.no}, {"step", task.step}, {"title", task.title}});
  }
  if (!transition.closed.empty()) fact["closed"] = transition.closed;
  Sentence sentence{fmt::format("撤销迁移，由第{}版回到第{}版", fact["from"].get<int>(), fact["to"].get<int>()),
                    fmt::format("a migration is undone: back from release {} to release {}", fact["from"].get<int>(),
                                fact["to"].get<int>())};
  AddWho(command, sentence);
  fact["explanation"] = Explained(std::move(sentence), command);
  return fact;
}

}  // namespace lianban::workflow
