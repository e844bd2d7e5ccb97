// Files as some twenty products write them: each becomes a script that loads, and what could not be carried over is listed.
// tests/bpmn/products/README.md is made here: LIANBAN_WRITE_TABLES=1 build/lianban_workflow_interchange_test.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "services/workflow/interchange/import_pnml.h"
#include "services/workflow/language/model.h"
#include "services/workflow/proof/net_of_model.h"
#include "services/workflow/proof/soundness.h"

namespace lianban::workflow {
namespace {

namespace fs = std::filesystem;

constexpr char kProducts[] = "tests/bpmn/products";
constexpr char kHead[] = R"(# Files in the style of other products

Small models of our own, written the way each product writes its files: namespaces, extensions, identifiers, habits. Each is read as a file
(`lianban convert FILE --out FOLDER`), becomes a script that loads, and lists what could not be carried over. Made by
`LIANBAN_WRITE_TABLES=1 build/lianban_workflow_interchange_test --gtest_filter='Products.*'`.

)";

std::string TextOfFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

absl::StatusOr<Imported> ImportFile(const fs::path& path) {
  const std::string text = TextOfFile(path);
  return path.extension() == ".pnml" ? ImportPnml(text, path.filename()) : ImportBpmn(text, path.filename());
}

const char* Word(SoundnessResult::Verdict verdict) {
  switch (verdict) {
    case SoundnessResult::Verdict::kSound: return "sound";
    case SoundnessResult::Verdict::kUnsound: return "unsound";
    default: return "beyond the bound";
  }
}

std::vector<fs::path> Products() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kProducts)) {
    if (entry.path().extension() != ".md") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(Products, EachFileBecomesAScriptAndItsLossesAreListed) {
  const auto host = StartWorkerPool({.workers = 1, .soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  std::string table = kHead;
  const auto files = Products();
  ASSERT_GE(files.size(), 20U);
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.string());
    const auto imported = ImportFile(file);
    ASSERT_TRUE(imported.ok()) << imported.status();
    auto bundle = std::make_shared<ScriptBundle>();
    bundle->main = "process.lua";
    bundle->files["process.lua"] = imported->script;
    const auto model = LoadProcess(*host, bundle, nullptr);
    ASSERT_TRUE(model.ok()) << model.status() << "\n" << imported->script;
    const auto net = NetOfModel(**model);
    ASSERT_TRUE(net.ok()) << net.status();
    std::string steps;
    for (const Step& step : (*model)->steps) steps += (steps.empty() ? "" : " ") + step.name;
    table += fmt::format("## {}\n\n`{}`, {}: {}\n\n", file.filename().string(), imported->process, Word(CheckSoundness(*net).verdict), steps);
    for (const Unmapped& lost : imported->unmapped) {
      EXPECT_THAT(imported->script, testing::HasSubstr(lost.en));
      table += fmt::format("- {}: {}\n", lost.element.empty() ? imported->process : lost.element, lost.en);
    }
    table += imported->unmapped.empty() ? "- nothing is lost\n\n" : "\n";
  }
  table.pop_back();
  const fs::path readme = fs::path(kProducts) / "README.md";
  if (std::getenv("LIANBAN_WRITE_TABLES")) std::ofstream(readme, std::ios::binary) << table;
  EXPECT_EQ(TextOfFile(readme), table) << "made anew by LIANBAN_WRITE_TABLES=1, see the head of this file";
}

}  // namespace
}  // namespace lianban::workflow
