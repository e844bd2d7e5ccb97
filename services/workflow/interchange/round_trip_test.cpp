// A script, as BPMN, as a script again: the same net.

#include <algorithm>
#include <map>
#include <set>

#include "gtest/gtest.h"
#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/interchange/export_bpmn.h"
#include "services/workflow/interchange/import_bpmn.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/proof/net_of_model.h"
#include "services/workflow/proof/soundness.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

ScriptHost& Host() {
  static const auto host = StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return *host;
}

std::shared_ptr<const Model> Load(const std::string& script) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = script;
  std::vector<ScriptDiagnostic> diagnostics;
  auto model = LoadProcess(Host(), bundle, &diagnostics);
  EXPECT_TRUE(model.ok()) << model.status() << "\n" << script;
  return model.value_or(nullptr);
}

// What can be observed of a net: per step and outcome, how many transitions.
std::map<std::string, int> Labels(const Net& net) {
  std::map<std::string, int> labels;
  for (const NetTransition& transition : net.transitions) ++labels[transition.step + "." + transition.outcome];
  return labels;
}

void ExpectSameNet(const Model& before) {
  const auto exported = ExportBpmn(before);
  ASSERT_TRUE(exported.ok()) << exported.status();
  const auto imported = ImportBpmn(exported->xml, "x.bpmn");
  ASSERT_TRUE(imported.ok()) << imported.status();
  const auto after = Load(imported->script);
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->process, before.process);
  EXPECT_EQ(after->title, before.title);
  Model drawn = before;  // `once` is among what is listed as lost
  for (Step& step : drawn.steps) step.once = false;
  const auto net = NetOfModel(drawn), again = NetOfModel(*after);
  ASSERT_TRUE(net.ok() && again.ok());
  EXPECT_EQ(net->places.size(), again->places.size()) << imported->script;
  EXPECT_EQ(Labels(*net), Labels(*again)) << imported->script;
  const SoundnessOptions options{.markings_max = 3000};
  const auto proof = CheckSoundness(*net, options), proof_again = CheckSoundness(*again, options);
  EXPECT_EQ(proof.verdict, proof_again.verdict) << imported->script;
  if (proof.verdict != SoundnessResult::Verdict::kBeyondBound) {
    EXPECT_EQ(proof.markings, proof_again.markings) << imported->script;
  }
}

TEST(RoundTrip, ShippedProcessesKeepTheirNet) {
  const auto folders = FindProcessFolders("workflows");
  ASSERT_TRUE(folders.ok());
  for (const auto& folder : *folders) {
    SCOPED_TRACE(folder.string());
    const auto model = LoadProcess(Host(), ReadBundle(folder).value(), nullptr);
    ASSERT_TRUE(model.ok()) << model.status();
    ExpectSameNet(**model);
  }
}

TEST(RoundTrip, RandomProcessesKeepTheirNet) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const auto model = Load(RandomProcess(seed, false).Script());
    ASSERT_NE(model, nullptr);
    ExpectSameNet(*model);
    if (HasFailure()) return;
  }
}

// Without what only says where something was written, and the role that is meant anyway. A function stays what it is: no file can carry it.
json Plain(const json& value) {
  if (!value.is_structured()) return value;
  json plain = value.is_array() ? json::array() : json::object();
  for (const auto& [key, each] : value.items()) {
    if (value.is_array()) plain.push_back(Plain(each));
    else if (key != "$line" && key != "$file" && key != "$places" && each != "handler") plain[key] = Plain(each);
  }
  return plain;
}

// How the list of losses speaks of a key, where it is not by its name.
bool Speaks(const Unmapped& loss, const std::string& key) {
  static const std::map<std::string, std::string> words = {
      {"vote", "the vote"},        {"mode", "the vote"},      {"till", "rule of the script"}, {"branches", "rules of the script"},
      {"rule", "rules of the script"}, {"table", "decision table"}, {"process", "child process"}, {"form", "child's form"},
      {"wait", "for all children"}, {"cancelling", "withdraws"}, {"within", "working days"},    {"open", "within"},
      {"of", "settle"},            {"message", "its payload"}};
  if (loss.en.find(" " + key) != std::string::npos) return true;
  if (key == "within" && loss.en.find(" since") != std::string::npos) return true;
  const auto word = words.find(key);
  return word != words.end() && loss.en.find(word->second) != std::string::npos;
}

// Where a step leads is compared as a net.
const std::set<std::string> kWays = {"on", "to", "next", "join", "groups", "wait_for", "ends"};

void ExpectNothingDropped(const Model& before) {
  const auto exported = ExportBpmn(before);
  ASSERT_TRUE(exported.ok()) << exported.status();
  const auto imported = ImportBpmn(exported->xml, "x.bpmn");
  ASSERT_TRUE(imported.ok()) << imported.status();
  const auto after = Load(imported->script);
  ASSERT_NE(after, nullptr);
  for (const Step& step : before.steps) {
    const Step* again = after->Find(step.name);
    const auto& losses = exported->unmapped;
    if (again == nullptr) {
      const bool told = std::any_of(losses.begin(), losses.end(), [&](const Unmapped& loss) { return loss.element == step.name; });
      EXPECT_TRUE(told) << step.name << " is gone and nobody says so\n" << imported->script;
      continue;
    }
    const json spec = Plain(step.spec), spec_again = Plain(again->spec);
    for (const auto& [key, value] : spec.items()) {
      const bool way = kWays.contains(key) && !(key == "wait_for" && step.kind == StepKind::kTask);
      if (key.starts_with("$") || way) continue;
      if ((key == "wait" && value == "all") || (key == "cancelling" && value == false)) continue;  // what is so anyway
      if (key == "result" && again->result == step.result) continue;
      // The words of the whole workflow come back beside those of the step.
      if (key == "labels" && std::includes(again->labels.begin(), again->labels.end(), step.labels.begin(), step.labels.end())) continue;
      const bool carried = value.dump().find("$function") == std::string::npos && spec_again.contains(key) && spec_again[key] == value;
      const bool listed = std::any_of(losses.begin(), losses.end(), [&, name = key](const Unmapped& loss) {
        return loss.element == step.name && Speaks(loss, name);
      });
      EXPECT_TRUE(carried || listed) << step.name << "." << key << " = " << value << " has become "
                                     << (spec_again.contains(key) ? spec_again[key] : json()) << " and nobody says so";
    }
  }
}

TEST(RoundTrip, WhatBpmnCannotCarryIsListedStepByStep) {
  const auto folders = FindProcessFolders("workflows").value();
  for (const auto& folder : folders) {
    SCOPED_TRACE(folder.string());
    ExpectNothingDropped(*LoadProcess(Host(), ReadBundle(folder).value(), nullptr).value());
  }
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const auto model = Load(RandomProcess(seed).Script());
    ASSERT_NE(model, nullptr);
    ExpectNothingDropped(*model);
    if (HasFailure()) return;
  }
}

TEST(RoundTrip, WhatBpmnCannotCarryIsListedForTheWholeProcess) {
  const auto model = Load(R"(return workflow "w" { applicant = { person }, params = { ["p"] = 3 }, form = { text "t" {} },
    materials = { material "m" {} }, clock = { statutory = days(param "p") }, exclusive = { { "a", "b" } },
    forbids = { withdraw = "第1条" }, locked = { ["params.p"] = "全市统一" },
    steps = { fork "f" { to = { "a", "b" }, join = "j" }, task "a" { by = role "x", on = { done = "j" } },
      task "b" { by = role "x", on = { done = "j" } }, join "j" { next = "e" }, finish "e" {} } })");
  const BpmnExport exported = ExportBpmn(*model).value();
  std::string losses;
  for (const Unmapped& loss : exported.unmapped) {
    if (loss.element.empty()) losses += loss.zh + "\n";
  }
  for (const char* part : {"applicant", "params", "表单", "材料", "clock", "exclusive", "forbids", "locked"}) {
    EXPECT_NE(losses.find(part), std::string::npos) << part << " is not in\n" << losses;
  }
}

}  // namespace
}  // namespace lianban::workflow
