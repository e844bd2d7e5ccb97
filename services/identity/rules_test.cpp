#include "gtest/gtest.h"
#include "services/identity/account/password_rules.h"
#include "services/identity/page.h"
#include "services/identity/session/session_store.h"
#include "services/identity/session/sign_in_delay.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

TEST(Password, IsLongAndNotGuessable) {
  for (const char* good : {"correct horse", "绍兴黄酒与梅干菜香", "Xk7-pq2v", "three little words"}) {
    EXPECT_TRUE(CheckNewPassword(good, "zhang.san").ok()) << good;
  }
  for (const char* bad : {"", "short", "七个字的密码啊"})
    EXPECT_EQ(ReasonOf(CheckNewPassword(bad, "zhang.san")), "PASSWORD_LENGTH") << bad;
  EXPECT_EQ(ReasonOf(CheckNewPassword(std::string(129, 'x') + "y", "zhang.san")), "PASSWORD_LENGTH");
  for (const char* bad :
       {"12345678", "87654321", "aaaaaaaa", "abcdefgh", "abab1212", "Password1", "zhang.san", "Zhang.San2026"}) {
    EXPECT_EQ(ReasonOf(CheckNewPassword(bad, "zhang.san")), "PASSWORD_GUESSABLE") << bad;
  }
}

TEST(SignInDelay, DoublesBeyondTheFreeFailuresUpToACeiling) {
  const auto subjects = SignInSubjects("zhang", "10.0.0.1");
  EXPECT_EQ(DelayAfter(subjects[0], 4), absl::ZeroDuration());
  EXPECT_EQ(DelayAfter(subjects[0], 5), absl::Seconds(1));
  EXPECT_EQ(DelayAfter(subjects[0], 8), absl::Seconds(8));
  EXPECT_EQ(DelayAfter(subjects[0], 1'000'000), absl::Minutes(15));
}

TEST(SignInDelay, DoesNotLetAStrangerLockSomebodyOutForLong) {
  const auto subjects = SignInSubjects("zhang", "10.0.0.1");
  EXPECT_EQ(subjects[2].name, "account:zhang");
  EXPECT_EQ(DelayAfter(subjects[2], 49), absl::ZeroDuration());
  EXPECT_EQ(DelayAfter(subjects[2], 1'000'000), absl::Minutes(1));
}

TEST(Text, IsUtf8WithoutControlCharacters) {
  EXPECT_TRUE(CheckText("name", "绍兴市社会治理中心", 1, 9).ok());
  for (const std::string& bad :
       {std::string(), std::string("十个字十个字十个字长"), std::string("a\nb"), std::string("\xff"),
        std::string("\xc0\xaf"), std::string("\xed\xa0\x80"), std::string("a\0b", 3), std::string("\xe7\xbb")}) {
    EXPECT_EQ(ReasonOf(CheckText("name", bad, 1, 9)), "TEXT_INVALID");
  }
}

TEST(AreaCode, HasTwoToTwelveDigitsOrNamesAGrid) {
  for (const char* good : {"33", "3306", "330602", "330602001", "330602001003", "330602001003G001"})
    EXPECT_TRUE(CheckAreaCode(good).ok()) << good;
  for (const char* bad : {"", "3", "330", "33060", "3306020", "33060200100", "33o602", "330602001003G01", "330602G001"})
    EXPECT_FALSE(CheckAreaCode(bad).ok()) << bad;
}

TEST(Date, IsADayThatExists) {
  EXPECT_TRUE(CheckDate("valid_from", "2024-02-29").ok());
  for (const char* bad : {"", "2023-02-29", "2024-2-9", "2024-13-01", "20240229", "2024-02-29T"})
    EXPECT_FALSE(CheckDate("valid_from", bad).ok()) << bad;
}

TEST(Token, NamesItsCity) {
  const auto token = NewToken("330600");
  EXPECT_EQ(CityOfToken(token), "330600");
  EXPECT_NE(token, NewToken("330600"));
  for (const std::string& bad :
       {std::string(), std::string("330600"), token + "a", token.substr(1 + 6), "'; --" + token.substr(6)}) {
    EXPECT_EQ(CityOfToken(bad), "") << bad;
  }
}

TEST(PageToken, IsOneOfOurs) {
  EXPECT_EQ(KeyOfPageToken(PageToken("sf-330602")).value(), "sf-330602");
  EXPECT_EQ(KeyOfPageToken("").value(), "");
  EXPECT_EQ(ReasonOf(KeyOfPageToken("!").status()), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace lianban::identity
