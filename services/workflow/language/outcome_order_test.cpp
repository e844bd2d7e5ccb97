#include "services/workflow/language/outcome_order.h"

#include "gmock/gmock.h"

namespace lianban::workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OutcomeOrder, IsTheOneInWhichTheyAreWritten) {
  EXPECT_THAT(WrittenOutcomes("task \"a\" { on = { zeta = \"x\", alpha = \"y\" } }", 1), ElementsAre("zeta", "alpha"));
}

TEST(OutcomeOrder, StartsAtTheLineOfTheStep) {
  EXPECT_THAT(WrittenOutcomes("a { on = { x = 1 } }\nb { on = { y = 1 } }", 2), ElementsAre("y"));
}

TEST(OutcomeOrder, CommentsAndStringsAreNoCode) {
  EXPECT_THAT(WrittenOutcomes("-- on = { no = 1 }\n--[[ on = { no = 2 } ]] t = \"on = { no = 3\"\non = { -- first\n "
                              "yes = \"}\", no = \"b\" }",
                              1),
              ElementsAre("yes", "no"));
}

TEST(OutcomeOrder, NestedTablesAreNotOutcomes) {
  EXPECT_THAT(WrittenOutcomes("on = { a = f({ b = 1 }), c = \"x\" }", 1), ElementsAre("a", "c"));
}

TEST(OutcomeOrder, NothingWhereNothingIsWritten) {
  EXPECT_THAT(WrittenOutcomes("x.on = { a = 1 }", 1), IsEmpty());
  EXPECT_THAT(WrittenOutcomes("on = { a = \"unclosed", 1), ElementsAre("a"));
  EXPECT_THAT(WrittenOutcomes("", 5), IsEmpty());
}

}  // namespace
}  // namespace lianban::workflow
