#include "services/workflow/language/read_task.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/language/vote_weight.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

void ReadBy(Block& block, Step& step) {
  const json* by = block.Raw("by");
  if (!by) return;
  if (IsRule(*by)) {
    step.by.kind = Assignment::Kind::kRule;
    step.by.rule = RuleOf(*by);
    return;
  }
  static const std::map<std::string, Assignment::Kind> kinds = {{"role", Assignment::Kind::kRole},
                                                                {"duty", Assignment::Kind::kDuty},
                                                                {"unit", Assignment::Kind::kUnit},
                                                                {"applicant", Assignment::Kind::kApplicant},
                                                                {"starter", Assignment::Kind::kStarter}};
  auto kind = kinds.find(KindOf(*by));
  if (kind == kinds.end()) {
    return block.Wrong("by", " role、duty、unit、applicant、starter 或函数",
                       "role, duty, unit, applicant, starter or a function");
  }
  step.by.kind = kind->second;
  step.by.name = NameOf(*by);
  auto text = [&](const char* key, const char* otherwise) -> std::string {
    auto it = by->find(key);
    return it != by->end() && it->is_string() ? it->get<std::string>() : otherwise;
  };
  step.by.role = text("role", "handler");
  step.by.at = text("at", "");
  static const std::vector<std::string> levels = {"", "community", "street", "district", "city", "above"};
  if (std::find(levels.begin(), levels.end(), step.by.at) == levels.end()) {
    block.Wrong("by", "级别 community、street、district、city 或 above（上一级）", "at one of community, street, district, city, above");
  }
}

// How many answers are enough, where not all are waited for.
void ReadEnough(Block& block, Step& step) {
  step.cancelling = block.Bool("cancelling", false);
  step.each_within = block.PeriodAt("each_within");
  if (step.each_within && !step.each) block.Wrong("each_within", "期限，且与 each 同用", "a period, together with each");
  const json* wait_for = block.Raw("wait_for");
  if (wait_for && IsRule(*wait_for)) {
    step.enough = RuleOf(*wait_for);
  } else if (wait_for && wait_for->is_number_integer() && wait_for->get<int64_t>() >= 1) {
    step.enough = wait_for->get<int64_t>();
  } else if (wait_for) {
    return block.Wrong("wait_for", "个数或函数", "a number or a function");
  }
  if (step.enough.has_value() != (wait_for != nullptr) || (step.cancelling && !step.enough) ||
      (step.enough && step.mode != InstanceMode::kAll)) {
    block.Wrong("wait_for", "个数或函数，与 each 和 mode = \"all\" 同用", "a number or a function, together with each and mode = \"all\"");
  }
}

void ReadInstances(Block& block, Step& step) {
  if (const json* each = block.Raw("each")) {
    if (IsRule(*each)) {
      step.each = RuleOf(*each);
    } else if (each->is_array() && !each->empty()) {
      step.each = *each;
    } else {
      block.Wrong("each", "列表或返回列表的函数", "a list or a function returning one");
    }
  }
  std::string mode = block.Text("mode", step.each ? "all" : "one");
  const json* vote = block.Raw("vote");
  static const std::map<std::string, InstanceMode> modes = {{"one", InstanceMode::kOne},
                                                            {"all", InstanceMode::kAll},
                                                            {"any", InstanceMode::kAny},
                                                            {"sequence", InstanceMode::kSequence},
                                                            {"vote", InstanceMode::kVote},
                                                            {"joint", InstanceMode::kJoint}};
  auto known = modes.find(mode);
  if (known == modes.end() || (mode != "one") != step.each.has_value()) {
    return block.Wrong("mode", " all、any、sequence、vote 或 joint，且与 each 同用",
                       "all, any, sequence, vote or joint, together with each");
  }
  step.mode = known->second;
  if (step.mode == InstanceMode::kVote) {
    const json* items = step.each ? std::get_if<json>(&*step.each) : nullptr;
    for (const json& item : items ? *items : json::array()) {
      if (VoteWeight(item)) continue;
      return block.Wrong("weight", fmt::format("整数，0 至 {}", kVoteWeightMax), fmt::format("a whole number from 0 to {}", kVoteWeightMax));
    }
    auto names = [&](const char* key) {
      return vote && vote->is_object() && vote->contains(key) && (*vote)[key].is_string() &&
             step.on.contains((*vote)[key].get<std::string>());
    };
    json threshold = vote && vote->is_object() ? vote->value("threshold", json(50)) : json();
    if (!names("pass") || !names("otherwise") || !threshold.is_number_integer() || threshold.get<int64_t>() < 1 ||
        threshold.get<int64_t>() > 100) {
      return block.Wrong("vote", " { pass = \"…\", otherwise = \"…\", threshold = 1 至 100 }",
                         "{ pass = \"…\", otherwise = \"…\", threshold = 1 to 100 }");
    }
    step.vote = *vote;
    step.vote["threshold"] = threshold;
  }
}

// A list holds for every outcome; a table says it outcome by outcome.
void ReadNeeds(Block& block, Step& step) {
  const json* needs = block.Raw("needs");
  if (!needs || !needs->is_object()) {
    step.needs = block.Names("needs");
    return;
  }
  for (const auto& [outcome, names] : needs->items()) {
    for (const json& name : names.is_array() ? names : json::array({names})) {
      if (!name.is_string()) return block.Wrong("needs", "名称的列表，或 { 结果 = 名称的列表 }", "a list of names, or { outcome = names }");
      step.needs_for[outcome].push_back(name.get<std::string>());
    }
  }
}

}  // namespace

void ReadTask(Block& block, Step& step) {
  ReadBy(block, step);
  if (!block.Has("by")) {
    block.findings().Add(step.line, "BY_MISSING", fmt::format("{}没有写由谁办理（by）", block.zh()),
                         fmt::format("{} does not say who does it (by)", block.en()));
  }
  ReadInstances(block, step);
  ReadEnough(block, step);
  step.during = block.Names("during");
  step.within = block.PeriodAt("within");
  step.extension = block.ExtensionAt("extension");
  if (const json* propose = block.Raw("propose")) {
    if (IsRule(*propose)) {
      step.propose_rule = RuleOf(*propose);
    } else if (KindOf(*propose) == "decision") {
      step.propose_table = NameOf(*propose);
    } else {
      block.Wrong("propose", " decision \"表名\" 或函数", "decision \"table\" or a function");
    }
  }
  step.inputs = block.Rule("inputs");
  step.adverse = block.Names("adverse");
  step.reasons = block.Names("reasons");
  step.edits = block.Names("edits");
  ReadNeeds(block, step);
  step.notice = block.Text("notice");
  step.transferable = block.Bool("transfer", true);
  step.collect = block.Bool("collect", false);
  if (step.collect && step.mode == InstanceMode::kOne) {
    block.Wrong("collect", " true，且与 each 同用", "true, together with each");
  }
  step.once = block.Bool("once", false);
}

}  // namespace lianban::workflow
