#include "services/intake/matter/shared_materials.h"

#include "gtest/gtest.h"

namespace lianban::intake {
namespace {

using nlohmann::json;

workflow::Model Asking(const std::string& name, bool shared) {
  workflow::Model model;
  workflow::Material material;
  material.name = name;
  material.spec = shared ? json{{"shared", true}} : json::object();
  model.materials.push_back(std::move(material));
  return model;
}

TEST(SharedMaterials, AnIdentityBroughtOnceServesEveryMatterThatAsksForIt) {
  const workflow::Model aid = Asking("identity", true), petition = Asking("identity", true), other = Asking("deed", true);
  json first = {{"identity", {{"state", "copy"}}}}, second = json::object(), third = json::object();
  ShareMaterials({{&aid, &first}, {&petition, &second}, {&other, &third}});
  EXPECT_EQ(second["identity"]["state"], "copy");
  EXPECT_TRUE(third.empty());
}

TEST(SharedMaterials, WhatIsStillToFollowIsFilledAndWhatIsHereStays) {
  const workflow::Model one = Asking("identity", true), two = Asking("identity", true), three = Asking("identity", true);
  json first = {{"identity", "follows"}}, second = {{"identity", "original"}}, third = {{"identity", "copy"}};
  ShareMaterials({{&one, &first}, {&two, &second}, {&three, &third}});
  EXPECT_EQ(first["identity"], "original");
  EXPECT_EQ(third["identity"], "copy");
}

TEST(SharedMaterials, WhatIsNotSharedStaysWithItsMatter) {
  const workflow::Model one = Asking("application", false), two = Asking("application", false);
  json first = {{"application", "original"}}, second = json::object();
  ShareMaterials({{&one, &first}, {&two, &second}});
  EXPECT_TRUE(second.empty());
}

}  // namespace
}  // namespace lianban::intake
