#include "services/workflow/validate/mask.h"

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

TEST(Mask, NamesByLength) {
  EXPECT_EQ(MaskName("张三"), "张*");
  EXPECT_EQ(MaskName("张三丰"), "张*丰");
  EXPECT_EQ(MaskName("欧阳小明"), "欧阳**");
  EXPECT_EQ(MaskName("阿依古丽·买买提"), "阿**");
  EXPECT_EQ(MaskName("John Smith"), "J***");
  EXPECT_EQ(MaskName(""), "");
}

TEST(Mask, NamesInPublicAndOfProtectedPeople) {
  EXPECT_EQ(MaskName("张三丰", MaskFor::kPublic), "张*");
  EXPECT_EQ(MaskName("欧阳修", MaskFor::kPublic), "欧阳*");
  EXPECT_EQ(MaskName("张三丰", MaskFor::kProtected), "张某某");
}

TEST(Mask, IdentityNumbers) {
  EXPECT_EQ(MaskCitizenId("330102199003070019"), "330102********0019");
  EXPECT_EQ(MaskCitizenId("330102199003070019", MaskFor::kPublic), "3301************19");
  EXPECT_EQ(MaskDocument("E12345678"), "E******78");
  EXPECT_EQ(MaskDocument("12345"), "***");
}

TEST(Mask, PublicIdentityNumberNeverShowsTheBirthDate) {
  const std::string masked = MaskCitizenId("330102199003070019", MaskFor::kPublic);
  EXPECT_EQ(masked.find("1990"), std::string::npos);
  EXPECT_EQ(masked.find("0307"), std::string::npos);
}

TEST(Mask, Telephones) {
  EXPECT_EQ(MaskPhone("13800000001"), "138****0001");
  EXPECT_EQ(MaskPhone("+86 138-0000-0001"), "138****0001");
  EXPECT_EQ(MaskPhone("0571-12345678"), "0571-****5678");
  EXPECT_EQ(MaskPhone("0571-12345678", MaskFor::kPublic), "***");
  EXPECT_EQ(MaskPhone("12345"), "12345");
  EXPECT_EQ(MaskPhone("not a phone"), "***");
}

TEST(Mask, AddressesToTheCommunityOrTheStreet) {
  EXPECT_EQ(MaskAddress("越城区府山街道鲁迅中路12号"), "越城区府山街道***");
  EXPECT_EQ(MaskAddress("越城区府山街道水沟营社区5幢302室"), "越城区府山街道水沟营社区***");
  EXPECT_EQ(MaskAddress("越城区府山街道水沟营社区5幢302室", MaskFor::kPublic), "越城区府山街道***");
  EXPECT_EQ(MaskAddress("越城区府山街道蕺山新村5幢"), "越城区府山街道***");
  EXPECT_EQ(MaskAddress("越城区某路1号"), "越城区***");
  EXPECT_EQ(MaskAddress("某路1号"), "***");
}

TEST(Mask, BankAccountsAndMail) {
  EXPECT_EQ(MaskBankAccount("6222 0000 0000 1234"), "***1234");
  EXPECT_EQ(MaskBankAccount("1234"), "***");
  EXPECT_EQ(MaskEmail("zhangsan@example.cn"), "z***@example.cn");
  EXPECT_EQ(MaskEmail("@example.cn"), "***");
}

}  // namespace
}  // namespace lianban::workflow
