#include "services/lib/errors/error.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "gtest/gtest.h"

namespace lianban {
namespace {

TEST(Error, CarriesReasonMetadataAndViolations) {
  const auto status = Error("REQUEST_INVALID", {{"detail", "x"}}, {{"form.a", "NOT_FOUND", {{"name", "b"}}}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto detail = DetailOf(status);
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->reason, "REQUEST_INVALID");
  EXPECT_EQ(detail->metadata.at("detail"), "x");
  ASSERT_EQ(detail->violations.size(), 1u);
  EXPECT_EQ(detail->violations[0].field, "form.a");
  EXPECT_EQ(detail->violations[0].metadata.at("name"), "b");
}

TEST(Error, TellsPeopleWhatToDoInTheirLanguage) {
  const auto status = Error("UNAUTHENTICATED");
  EXPECT_EQ(Localized(status, "zh-CN"), "您还没有登录，或登录已失效。请重新登录。");
  EXPECT_EQ(Localized(status, "en"), "You are not signed in or the session has ended. Sign in again.");
}

TEST(Catalogue, EveryReasonSpeaksBothLanguagesAndSaysWhatToDo) {
  for (const auto& [reason, definition] : ErrorCatalogue()) {
    EXPECT_TRUE(std::regex_match(reason, std::regex("[A-Z][A-Z0-9_]{2,62}"))) << reason;
    EXPECT_FALSE(definition.message_zh.empty()) << reason;
    EXPECT_FALSE(definition.message_en.empty()) << reason;
    // The reason of a single form field is a part of a sentence; whole errors also say what to do next.
    EXPECT_EQ(definition.remedy_zh.empty(), definition.remedy_en.empty()) << reason;
  }
}

// A reason that is not in the catalogue would reach people as a bare word.
TEST(Catalogue, HoldsEveryReasonThatIsUsed) {
  const std::regex use(R"re(\b(?:Error|Refuse|Violation)\(\s*"([A-Z][A-Z0-9_]+)")re");
  std::set<std::string> used;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("services")) {
    const auto extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".h") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator it(text.begin(), text.end(), use), end; it != end; ++it) used.insert((*it)[1]);
  }
  for (const auto& reason : used) EXPECT_TRUE(ErrorCatalogue().contains(reason)) << reason << " is not in the catalogue";
}

}  // namespace
}  // namespace lianban
