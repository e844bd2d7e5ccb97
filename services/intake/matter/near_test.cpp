#include "services/intake/matter/near.h"

#include "gtest/gtest.h"

namespace lianban::intake {
namespace {

TEST(Distance, OfAHundredthOfADegreeOfLatitudeIsElevenHundredMetres) {
  EXPECT_NEAR(DistanceMetres({30.00, 120.58}, {30.01, 120.58}), 1111.95, 0.1);
}

TEST(Distance, ShrinksWithTheParallels) {
  EXPECT_NEAR(DistanceMetres({60, 10}, {60, 10.01}), DistanceMetres({0, 10}, {0, 10.01}) / 2, 0.5);
}

TEST(Distance, IsZeroAtTheSamePlaceAndHalfTheEarthAtTheOtherSide) {
  EXPECT_EQ(DistanceMetres({30, 120}, {30, 120}), 0);
  EXPECT_NEAR(DistanceMetres({0, 0}, {0, 180}), 20015114, 1);
}

TEST(Limits, AreTheNearestAreasWordAndOtherwiseTheUsual) {
  workflow::Parameters parameters;
  EXPECT_EQ(LimitsFrom(parameters, "330602001").metres, 30);
  parameters.values["merge.metres"] = {{"330600", 50}, {"330602", 100}};
  parameters.values["merge.hours"] = {{"", 12}};
  EXPECT_EQ(LimitsFrom(parameters, "330602001").metres, 100);
  EXPECT_EQ(LimitsFrom(parameters, "330603001").metres, 50);
  EXPECT_EQ(LimitsFrom(parameters, "330603001").time, absl::Hours(12));
  EXPECT_EQ(LimitsFrom(parameters, "330603001").repeat, absl::Hours(24 * 90));
}

TEST(Limits, AreTheUsualWhenAValueIsNoneOrCatalogIsAway) {
  workflow::Parameters parameters;
  parameters.values["merge.metres"] = {{"", "fifty"}};
  parameters.values["merge.hours"] = {{"", -1}};
  EXPECT_EQ(LimitsFrom(parameters, "330602001").metres, 30);
  EXPECT_EQ(LimitsFrom(parameters, "330602001").time, absl::Hours(24));
  EXPECT_EQ(LimitsFrom(absl::UnavailableError("catalog"), "330602001").repeat, absl::Hours(24 * 90));
}

}  // namespace
}  // namespace lianban::intake
