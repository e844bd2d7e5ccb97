// The proof speaks of what the engine does: every state that the interpreter can reach with a small script is visited, for
// every answer of people and of rules, and judged straight from the definitions.

#include <cstdlib>
#include <map>
#include <set>

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/interpreter.h"
#include "services/workflow/language/model.h"
#include "services/workflow/proof/prove.h"
#include "services/workflow/proof/random_script_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kStatesMax = 250;

// More where somebody has the time: LIANBAN_RANDOM_SCRIPTS.
unsigned Scripts() {
  const char* asked = std::getenv("LIANBAN_RANDOM_SCRIPTS");
  return asked != nullptr ? static_cast<unsigned>(std::atoi(asked)) : 4000;
}

ScriptHost& AgreementHost() {
  static const auto host = StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return *host;
}

std::shared_ptr<const Model> LoadScript(const std::string& script) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = script;
  auto model = LoadProcess(AgreementHost(), bundle, nullptr);
  return model.ok() ? *model : nullptr;
}

// What matters for what can happen next: not who did what, when, or under which number.
std::string KeyOf(const CaseState& state) {
  std::multiset<std::string> open;
  for (const Activation& activation : state.activations) {
    open.insert(fmt::format("{}:{}:{}:{}", activation.step, activation.tasks.size(), json(activation.tally).dump(), activation.passed));
  }
  std::string key;
  for (const std::string& each : open) key += each + ";";
  key += json(state.tokens).dump();
  for (const auto& [set, hold] : state.held) key += "|" + set + "=" + hold.member;
  key += json(state.vars["entered"]).dump();
  return key;
}

// The interpreter, with both answers to every question that a rule is asked.
class EveryAnswer {
 public:
  EveryAnswer(const Model& model, const CaseState& state, const Command& command) : model_(model), state_(state), command_(command) {}

  std::vector<Outcome> Run() {
    Try({});
    return std::move(outcomes_);
  }

 private:
  void Try(RuleMemo memo) {
    Outcome outcome = Interpret(model_, environment_, state_, command_, absl::FromUnixSeconds(1'700'000'000), memo);
    const auto* needs = std::get_if<NeedsRules>(&outcome);
    if (!needs) return outcomes_.push_back(std::move(outcome));
    const std::vector<RuleCall>& calls = needs->batch.calls;
    for (unsigned answers = 0; answers < (1u << calls.size()); ++answers) {
      RuleMemo more = memo;
      for (size_t bit = 0; bit < calls.size(); ++bit) {
        RuleResult result;
        result.ok = true;
        result.value = (answers >> bit & 1u) != 0;
        more.Add(RuleCall(calls[bit]), needs->filed, std::move(result));
      }
      Try(std::move(more));
    }
  }

  const Model& model_;
  const CaseState& state_;
  const Command& command_;
  Environment environment_;
  std::vector<Outcome> outcomes_;
};

struct Exhausted {
  bool known = true;
  bool faulty = false;
  std::string why;
  std::set<std::pair<std::string, std::string>> ways;  // task and outcome that somebody chose
};

class Explorer {
 public:
  // A case-ending finish becomes one that ends its branch: what is open then is what it would have left open.
  explicit Explorer(const Model& model) : model_(model) {
    for (Step& step : model_.steps) {
      if (step.kind != StepKind::kFinish || step.ends_branch) continue;
      step.ends_branch = true;
      ends_.insert(step.name);
    }
  }

  Exhausted Run() {
    Command start;
    start.data = {{"unit", "u"}, {"area", ""}};
    start.actor.desks = {"u/window"};
    Take(-1, CaseState{}, start);
    for (size_t node = 0; node < states_.size() && truth_.known && !truth_.faulty; ++node) Visit(static_cast<int>(node));
    if (truth_.known && !truth_.faulty) FindNoWayOut();
    return truth_;
  }

 private:
  void Fault(std::string why) {
    truth_.faulty = true;
    truth_.why = std::move(why);
  }

  void Visit(int node) {
    if (states_[node].status != CaseStatus::kRunning) return;
    const CaseState state = states_[node];
    for (const Activation& activation : state.activations) {
      const Step& step = *model_.Find(activation.step);
      for (const std::string& outcome : step.outcome_order) {
        if (IsFoundByMachine(step, outcome)) continue;
        Command command;
        command.outcome = outcome;
        if (step.kind == StepKind::kWait) {
          command.kind = CommandKind::kMessage;
          command.actor.kind = ActorClass::kService;
          command.target = step.message;
        } else {
          command.kind = CommandKind::kCompleteTask;
          command.task = activation.tasks.front().no;
          command.actor = {ActorClass::kPerson, fmt::format("p{}", command.task), "", {activation.tasks.front().desk}};
        }
        if (Take(node, state, command)) truth_.ways.insert({step.name, outcome});
        if (!truth_.known || truth_.faulty) return;
      }
    }
  }

  // False when it was refused for a reason that is part of the process.
  bool Take(int from, const CaseState& state, const Command& command) {
    bool done = false;
    for (const Outcome& outcome : EveryAnswer(model_, state, command).Run()) {
      if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
        const std::string reason = ReasonOf(refusal->status);
        if (reason == "EXCLUSIVE_BUSY" || reason == "NOT_THE_TIME" || reason == "STEP_ONCE") continue;
        Fault(reason);
        return false;
      }
      done = true;
      const Transition& transition = std::get<Transition>(outcome);
      const bool over = transition.next.status != CaseStatus::kRunning;
      for (const Fact& fact : transition.facts) {
        if (fact["type"] == "BranchFinished" && ends_.contains(fact["step"]) && !over) Fault("open at the end");
      }
      Connect(from, transition.next);
    }
    return done;
  }

  void Connect(int from, const CaseState& next) {
    const std::string key = next.status == CaseStatus::kRunning ? KeyOf(next) : "over";
    auto [it, is_new] = index_.emplace(key, static_cast<int>(states_.size()));
    if (is_new) states_.push_back(next);
    if (states_.size() > kStatesMax) truth_.known = false;
    back_[it->second].insert(from);
  }

  void FindNoWayOut() {
    std::set<int> can_end;
    std::vector<int> todo;
    if (auto over = index_.find("over"); over != index_.end()) todo.push_back(over->second);
    while (!todo.empty()) {
      const int node = todo.back();
      todo.pop_back();
      if (node < 0 || !can_end.insert(node).second) continue;
      todo.insert(todo.end(), back_[node].begin(), back_[node].end());
    }
    for (size_t node = 0; node < states_.size(); ++node) {
      if (!can_end.contains(static_cast<int>(node))) return Fault("no way out of " + KeyOf(states_[node]));
    }
  }

  Model model_;
  std::set<std::string> ends_;
  Exhausted truth_;
  std::vector<CaseState> states_;
  std::map<std::string, int> index_;
  std::map<int, std::set<int>> back_;
};

std::string Text(const Proof& proof) {
  std::string text;
  for (const auto& finding : proof.findings) text += finding.code + ": " + finding.message + "\n";
  return text;
}

bool IsFaulty(const Proof& proof) {
  for (const auto& finding : proof.findings) {
    if (finding.code != "SOUND_DEAD" && !finding.warning) return true;
  }
  return false;
}

TEST(ProofAndEngine, AgreeOnRandomScripts) {
  int sound = 0, unsound = 0, skipped = 0;
  for (unsigned seed = 0; seed < Scripts(); ++seed) {
    const std::string script = RandomScript(seed).Make();
    const auto model = LoadScript(script);
    if (!model) {
      ++skipped;
      continue;
    }
    const Proof proof = Prove(*model, {.markings_max = 20'000});
    const Exhausted truth = Explorer(*model).Run();
    if (!truth.known || proof.verdict == SoundnessResult::Verdict::kBeyondBound) {
      ++skipped;
      continue;
    }
    EXPECT_EQ(IsFaulty(proof), truth.faulty) << "seed " << seed << "\n" << script << "\n" << Text(proof) << truth.why;
    ++(truth.faulty ? unsound : sound);
    if (HasFailure()) break;
  }
  EXPECT_GT(sound, 1000);
  EXPECT_GT(unsound, 300);
  fmt::print("random scripts: {} sound, {} unsound, {} not judged\n", sound, unsound, skipped);
}

}  // namespace
}  // namespace lianban::workflow
