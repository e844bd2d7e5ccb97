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

}  // namespace
}  // namespace lianban::intake
