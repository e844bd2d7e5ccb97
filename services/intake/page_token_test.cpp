#include "services/intake/page_token.h"

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

TEST(PageToken, OpensForItsQueryAndKeyOnly) {
  std::string token = SealPageToken("key", "list 330600", "cursor");
  EXPECT_EQ(OpenPageToken("key", "list 330600", token).value(), "cursor");
  EXPECT_EQ(ReasonOf(OpenPageToken("key", "list 330100", token).status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(OpenPageToken("other", "list 330600", token).status()), "PAGE_TOKEN_INVALID");
}

TEST(PageToken, OfAnyChangedByteIsRefused) {
  std::string token = SealPageToken("key", "q", "1758157920000000 id");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    if (forged == token) continue;
    EXPECT_FALSE(OpenPageToken("key", "q", forged).ok()) << i;
  }
  EXPECT_FALSE(OpenPageToken("key", "q", "").ok());
  EXPECT_FALSE(OpenPageToken("key", "q", "!!").ok());
}

}  // namespace
}  // namespace lianban::intake
