// What `lianban explain` tells about the shipped workflows. Tests run in the root of the repository.

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"
#include "services/cli/script/explain_parts.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

namespace fs = std::filesystem;

workflow::ScriptHost& Host() {
  static const auto host = StartScriptHost().value();
  return *host;
}

EffectiveParts Explain(const std::string& process, const std::string& area) {
  auto effective = EffectivePartsOf(Host(), "workflows", process, area);
  EXPECT_TRUE(effective.ok()) << effective.status();
  return effective.ok() ? *effective : EffectiveParts();
}

const EffectivePart* Find(const std::vector<EffectivePart>& parts, const std::string& path) {
  const auto it = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.path == path; });
  return it == parts.end() ? nullptr : &*it;
}

TEST(Explain, EveryLevelStandsBesideItsPart) {
  const EffectiveParts street = Explain("legal_aid", "330602001");
  EXPECT_TRUE(street.findings.empty());
  const std::map<std::string, std::string> levels = {{"params.la.supplement_window", "city"},
                                                     {"steps.examine.on.grant", "district"},
                                                     {"steps.leader_review.title", "district"},
                                                     {"steps.accept.title", "street"},
                                                     {"materials.residence.label", "street"},
                                                     {"steps.examine.on.refuse", "national"}};
  for (const auto& [path, level] : levels) {
    const EffectivePart* part = Find(street.parts, path);
    ASSERT_NE(part, nullptr) << path;
    EXPECT_EQ(part->level, level) << path;
    EXPECT_TRUE(fs::exists(part->file)) << part->file;
  }
  EXPECT_EQ(Find(street.parts, "params.la.supplement_window")->value, "15");
  EXPECT_EQ(Find(street.parts, "steps.accept.title")->value, "街道代办受理");
}

TEST(Explain, ThePlaceIsTheLineWhereItIsWritten) {
  for (const EffectivePart& part : Explain("legal_aid", "330602001").parts) {
    if (part.area.empty() || part.path.starts_with("tables.") || part.file.ends_with(".csv")) continue;
    std::ifstream in(part.file);
    std::string line;
    for (int i = 0; i < part.line; ++i) std::getline(in, line);
    const std::string key = part.path.substr(part.path.rfind('.') + 1);
    EXPECT_NE(line.find(key), std::string::npos) << part.path << " " << part.file << ":" << part.line << ": " << line;
  }
}

TEST(Explain, LocksAreListedWithTheirReason) {
  const EffectiveParts district = Explain("legal_aid", "330602");
  const EffectivePart* lock = Find(district.locks, "params.la.review");
  ASSERT_NE(lock, nullptr);
  EXPECT_NE(lock->value.find("第43条"), std::string::npos);
  EXPECT_TRUE(lock->file.ends_with("base/legal_aid/process.lua")) << lock->file;
  const EffectivePart* of_city = Find(district.locks, "params.la.supplement_window");
  ASSERT_NE(of_city, nullptr);
  EXPECT_EQ(of_city->area, "3306");
  const EffectivePart* of_province = Find(district.locks, "params.la.hardship.income_line");
  ASSERT_NE(of_province, nullptr);
  EXPECT_EQ(of_province->area, "33");
}

TEST(Explain, ParametersOfTheCityComeBeforeTheScripts) {
  const EffectiveParts district = Explain("legal_aid", "330602");
  const EffectivePart* part = Find(district.parts, "params.la.review");
  ASSERT_NE(part, nullptr);
  EXPECT_TRUE(part->file.ends_with("cities/shaoxing/parameters.csv")) << part->file;
}

TEST(Explain, AnAreaWithoutAdaptationHasTheOneAbove) {
  const EffectiveParts other = Explain("legal_aid", "330603"), base = Explain("legal_aid", "");
  EXPECT_EQ(Find(other.parts, "params.la.supplement_window")->value, "15");
  EXPECT_EQ(Find(base.parts, "params.la.supplement_window")->value, "10");
  EXPECT_EQ(ReasonOf(EffectivePartsOf(Host(), "workflows", "no_such", "3306").status()), "NOT_FOUND");
}

TEST(Explain, AMovedBaseIsComparedPartByPart) {
  const fs::path moved = fs::temp_directory_path() / fs::path("lianban-onto-" + std::to_string(::getpid()));
  fs::create_directories(moved / "base");
  fs::copy("workflows/base/legal_aid", moved / "base/legal_aid", fs::copy_options::recursive);
  fs::copy("workflows/lib", moved / "lib", fs::copy_options::recursive);
  const fs::path script = moved / "base/legal_aid/process.lua";
  std::ifstream in(script);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string before = "[\"la.supplement_window\"] = 10";
  ASSERT_NE(text.find(before), std::string::npos);
  text.replace(text.find(before), before.size(), "[\"la.supplement_window\"] = 20");
  std::ofstream(script) << text;
  const auto moves = CompareWithBase(Host(), "workflows", "legal_aid", "3306", moved.string());
  fs::remove_all(moved);
  ASSERT_TRUE(moves.ok()) << moves.status();
  std::map<std::string, std::string> fates;
  for (const BaseMove& move : *moves) fates[move.path] = move.name;
  EXPECT_EQ(fates.at("params.la.supplement_window"), "conflict");
  EXPECT_EQ(fates.at("steps.supplement.title"), "applies");
}

}  // namespace
}  // namespace lianban::cli
