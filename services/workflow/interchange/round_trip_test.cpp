// A script, as BPMN, as a script again: the same net.

#include <map>

#include "gtest/gtest.h"
#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/interchange/export_bpmn.h"
#include "services/workflow/interchange/import_bpmn.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/proof/net_of_model.h"
#include "services/workflow/proof/soundness.h"

namespace lianban::workflow {
namespace {

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
  const auto net = NetOfModel(before), again = NetOfModel(*after);
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

}  // namespace
}  // namespace lianban::workflow
