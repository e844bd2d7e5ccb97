#include "services/intake/matter/receipt_number.h"

#include "gtest/gtest.h"

namespace lianban::intake {
namespace {

TEST(ReceiptArea, IsTheCountyOfAnyAreaBelowIt) {
  EXPECT_EQ(ReceiptArea("330602001005"), "330602");
  EXPECT_EQ(ReceiptArea("330602"), "330602");
  EXPECT_EQ(ReceiptArea("3306"), "330600");
  EXPECT_EQ(ReceiptArea("33"), "330000");
}

TEST(ReceiptArea, NamesTheCityThatIssuedIt) {
  EXPECT_EQ(CityOfReceiptArea("330602"), "330600");
  EXPECT_EQ(CityOfReceiptArea("336900"), "336900");
  EXPECT_EQ(CityOfReceiptArea("310104"), "310000") << "districts of Shanghai belong to the municipality";
}

}  // namespace
}  // namespace lianban::intake
