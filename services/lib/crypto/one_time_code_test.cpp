#include "services/lib/crypto/one_time_code.h"

#include <gtest/gtest.h>

namespace lianban::crypto {
namespace {

const std::string kSecret = "12345678901234567890";  // of the RFCs

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

// RFC 6238 appendix B, the last six of its eight digits.
TEST(OneTimeCode, IsThatOfTheRfc) {
  const std::pair<int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                                                     {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [seconds, code] : vectors) EXPECT_EQ(OneTimeCode(kSecret, OneTimeStep(At(seconds))), code);
}

TEST(OneTimeCode, OneStepOfDriftIsAllowedTwoAreNot) {
  const absl::Time now = At(1111111111);
  for (int drift = -2; drift <= 2; ++drift) {
    const std::string code = OneTimeCode(kSecret, OneTimeStep(now) + drift);
    EXPECT_EQ(MatchOneTimeCode(kSecret, code, now, 0).has_value(), drift >= -1 && drift <= 1) << drift;
  }
}

TEST(OneTimeCode, IsTakenOnce) {
  const absl::Time now = At(1111111111);
  const std::string code = OneTimeCode(kSecret, OneTimeStep(now));
  const auto step = MatchOneTimeCode(kSecret, code, now, 0);
  ASSERT_TRUE(step);
  EXPECT_FALSE(MatchOneTimeCode(kSecret, code, now, *step));
}

TEST(OneTimeCode, AnythingElseIsNone) {
  for (const char* code : {"", "0", "000000", "0000000", "２８７０８２"}) EXPECT_FALSE(MatchOneTimeCode(kSecret, code, At(59), 0)) << code;
}

// RFC 4648 section 10, without padding.
TEST(Base32, IsThatOfTheRfc) {
  EXPECT_EQ(Base32(""), "");
  EXPECT_EQ(Base32("f"), "MY");
  EXPECT_EQ(Base32("foob"), "MZXW6YQ");
  EXPECT_EQ(Base32("foobar"), "MZXW6YTBOI");
}

TEST(OneTimeUri, IsReadByApps) {
  EXPECT_EQ(OneTimeUri("Lianban", "wang 1", "foobar"),
            "otpauth://totp/Lianban:wang%201?secret=MZXW6YTBOI&issuer=Lianban&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace lianban::crypto
