// Names stand where they cover least.

#include "services/workflow/interchange/label_places.h"

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

constexpr Box kBelow = {0, 60, 40, 14}, kAbove = {0, -20, 40, 14};

TEST(LabelPlaces, TheFirstOfTwoFreePlacesIsTaken) {
  Sheet sheet;
  EXPECT_EQ(sheet.Take({kBelow, kAbove}).y, kBelow.y);
}

TEST(LabelPlaces, AFlowOrANameThatIsThereIsAvoided) {
  Sheet crossed;
  crossed.AddLine({{-50, 67}, {90, 67}});
  EXPECT_EQ(crossed.Take({kBelow, kAbove}).y, kAbove.y);
  Sheet taken;
  taken.Take({kBelow});
  EXPECT_EQ(taken.Take({kBelow, kAbove}).y, kAbove.y);
}

TEST(LabelPlaces, WhereNothingIsFreeTheLeastIsCovered) {
  Sheet sheet;
  sheet.Add({0, 60, 40, 14});
  sheet.Add({30, -20, 40, 14});
  EXPECT_EQ(sheet.Take({kBelow, kAbove}).y, kAbove.y);
}

}  // namespace
}  // namespace lianban::workflow
