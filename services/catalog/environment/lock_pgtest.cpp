// What an area has locked holds for the areas below it, whoever asks and by which way.

#include "gmock/gmock.h"
#include "services/catalog/gate/greeting_for_test.h"

namespace lianban::catalog {
namespace {

using Stub = v1::Catalog::Stub;

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
  ASSERT_TRUE(Publish(Greeting()).ok());
  ASSERT_TRUE(Publish(Adapted("3306", R"(params = { ["hi.days"] = 3 }, locked = { ["params.hi.days"] = "全市统一" })")).ok());
  const absl::Status refused = Set({Value("330602", "5")});
  EXPECT_EQ(ReasonOf(refused), "PARAMETER_LOCKED");
  EXPECT_EQ(At(refused, "by"), "greeting/2 侯伟军");
  EXPECT_EQ(At(refused, "basis"), "全市统一");
  EXPECT_TRUE(Set({Value("3306", "5")}).ok()) << "the city itself is not below itself";
}

TEST_F(Locks, AnAdaptationIsCoveredByTheStoriesOfItsBaseToo) {
  ASSERT_TRUE(Publish(Greeting()).ok());
  auto minimum = WithId<v1::SetParametersRequest>();
  auto& percent = *minimum.add_parameters();
  percent.set_key("gate.coverage");
  percent.set_value_json("50");
  ASSERT_TRUE(Call(&Stub::SetParameters, Admin(), minimum).ok());
  const auto release = Publish(Adapted("3306", R"(params = { ["hi.days"] = 3 })"));
  ASSERT_TRUE(release.ok()) << release.status();
}

}  // namespace
}  // namespace lianban::catalog
