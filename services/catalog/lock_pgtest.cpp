// What an area has locked holds for the areas below it, whoever asks and by which way.

#include "gmock/gmock.h"
#include "services/catalog/catalog_test_city.h"

namespace lianban::catalog {
namespace {

using Stub = v1::Catalog::Stub;

workflow::ScriptHost& Scripts() {
  static const auto host = workflow::StartWorkerPool({.hard_deadline_ms = 5000}).value();
  return *host;
}

constexpr char kScript[] = R"lua(
return workflow "greeting" {
  title = "问候",
  params = { ["hi.days"] = 2 },
  steps = {
    task "hello" { title = "打招呼", by = role "window", within = days(param "hi.days"), on = { done = "finished", timeout = "late" } },
    finish "finished" { result = "done" },
    finish "late" { result = "late" },
  },
}
)lua";
constexpr char kScenarios[] = R"lua(
return {
  scenario "打过招呼就结束" {
    given = { at = "2026-03-03 10:20" },
    story = { { act = "complete", task = "hello", outcome = "done" }, { expect = { result = "done" } } },
  },
}
)lua";

class Locks : public CatalogOverGrpc {
 protected:
  Locks() : CatalogOverGrpc(&Scripts()) {}

  static v1::Parameter Value(const std::string& area, const std::string& json, bool locked = false) {
    v1::Parameter parameter;
    parameter.set_key("hi.days");
    parameter.set_area_code(area);
    parameter.set_value_json(json);
    parameter.set_basis(json.empty() ? "" : "《条例》第三条");
    parameter.set_locked(locked);
    return parameter;
  }
  absl::Status Set(const std::vector<v1::Parameter>& parameters, const std::string& home = "330600") {
    auto request = WithId<v1::SetParametersRequest>();
    for (const auto& parameter : parameters) *request.add_parameters() = parameter;
    rpc::Context who = Admin();
    who.set_area_code(home);
    return Call(&Stub::SetParameters, who, request).status();
  }
  static std::string At(const absl::Status& status, const std::string& key) {
    const auto detail = DetailOf(status);
    return detail && detail->metadata.contains(key) ? detail->metadata.at(key) : "";
  }
};

TEST_F(Locks, AreTheProvincesWordForEveryAreaBelow) {
  ASSERT_TRUE(Set({Value("33", "3", true)}, "33").ok());
  const absl::Status refused = Set({Value("330602", "5")});
  EXPECT_EQ(ReasonOf(refused), "PARAMETER_LOCKED");
  EXPECT_EQ(At(refused, "by"), "方水燕");
  EXPECT_EQ(At(refused, "area"), "33");
  EXPECT_EQ(At(refused, "basis"), "《条例》第三条");
  EXPECT_EQ(ReasonOf(Set({Value("33", "4", true)})), "PARAMETER_LOCKED") << "nor is it changed from below";
  EXPECT_EQ(ReasonOf(Set({Value("33", "3")})), "PARAMETER_LOCKED") << "nor unlocked";
  EXPECT_EQ(ReasonOf(Set({Value("33", "")})), "PARAMETER_LOCKED") << "nor taken away";
  EXPECT_TRUE(Set({Value("33", "3", true)}).ok()) << "an import again changes nothing";
  ASSERT_TRUE(Set({Value("33", "3")}, "33").ok());
  EXPECT_TRUE(Set({Value("330602", "5")}).ok());
}

TEST_F(Locks, AreNotSetOverValuesThatWouldIgnoreThem) {
  ASSERT_TRUE(Set({Value("330602", "5")}).ok());
  const absl::Status refused = Set({Value("3306", "3", true)});
  EXPECT_EQ(ReasonOf(refused), "PARAMETER_SET_BELOW");
  EXPECT_EQ(At(refused, "areas"), "330602");
  EXPECT_TRUE(Set({Value("330602", ""), Value("3306", "3", true)}).ok());
}

TEST_F(Locks, OfAnAdaptationBindParametersToo) {
  v1::Draft base;
  base.set_process("greeting");
  (*base.mutable_bundle()->mutable_files())["process.lua"] = kScript;
  ASSERT_TRUE(Publish(base).ok());
  v1::Draft city;
  city.set_process("greeting");
  city.set_area_code("3306");
  (*city.mutable_bundle()->mutable_files())["adapt.lua"] =
      R"(return adapt "greeting" { area = "3306", params = { ["hi.days"] = 3 }, locked = { ["params.hi.days"] = "全市统一" } })";
  ASSERT_TRUE(Publish(city).ok());
  const absl::Status refused = Set({Value("330602", "5")});
  EXPECT_EQ(ReasonOf(refused), "PARAMETER_LOCKED");
  EXPECT_EQ(At(refused, "by"), "greeting/2 侯伟军");
  EXPECT_EQ(At(refused, "basis"), "全市统一");
  EXPECT_TRUE(Set({Value("3306", "5")}).ok()) << "the city itself is not below itself";
}

TEST_F(Locks, AnAdaptationIsCoveredByTheStoriesOfItsBaseToo) {
  v1::Draft base;
  base.set_process("greeting");
  (*base.mutable_bundle()->mutable_files())["process.lua"] = kScript;
  (*base.mutable_bundle()->mutable_files())["scenarios.lua"] = kScenarios;
  ASSERT_TRUE(Publish(base).ok());
  auto minimum = WithId<v1::SetParametersRequest>();
  auto& percent = *minimum.add_parameters();
  percent.set_key("gate.coverage");
  percent.set_value_json("50");
  ASSERT_TRUE(Call(&Stub::SetParameters, Admin(), minimum).ok());
  v1::Draft city;
  city.set_process("greeting");
  city.set_area_code("3306");
  (*city.mutable_bundle()->mutable_files())["adapt.lua"] =
      R"(return adapt "greeting" { area = "3306", params = { ["hi.days"] = 3 } })";
  const auto release = Publish(city);
  ASSERT_TRUE(release.ok()) << release.status();
}

}  // namespace
}  // namespace lianban::catalog
