// Every process that is shipped is sound.

#include "gtest/gtest.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/proof/prove.h"

namespace lianban::workflow {
namespace {

TEST(ShippedProcesses, AreSound) {
  const auto host = StartWorkerPool({.workers = 1}).value();
  const auto folders = FindProcessFolders("workflows");
  ASSERT_TRUE(folders.ok()) << folders.status();
  ASSERT_GE(folders->size(), 5u);
  for (const auto& folder : *folders) {
    SCOPED_TRACE(folder.string());
    const auto bundle = ReadBundle(folder);
    ASSERT_TRUE(bundle.ok()) << bundle.status();
    std::vector<ScriptDiagnostic> diagnostics;
    const auto model = LoadProcess(*host, *bundle, &diagnostics);
    ASSERT_TRUE(model.ok()) << model.status();
    const Proof proof = Prove(**model);
    EXPECT_EQ(proof.verdict, SoundnessResult::Verdict::kSound);
    for (const auto& finding : proof.findings) {
      ADD_FAILURE() << finding.file << ":" << finding.line << ": " << finding.code << ": " << finding.message;
    }
  }
}

}  // namespace
}  // namespace lianban::workflow
