#include "services/lib/crypto/crypto.h"

#include <set>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace lianban::crypto {
namespace {

std::string Raw(const char* hex) { return absl::HexStringToBytes(hex); }

TEST(Sha256, AgreesWithFips180) {
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sm3, AgreesWithGbT32905) {
  EXPECT_EQ(Hex(Sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string sixteen_times;
  for (int i = 0; i < 16; ++i) sixteen_times += "abcd";
  EXPECT_EQ(Hex(Sm3(sixteen_times)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(HmacSha256, AgreesWithRfc4231) {
  EXPECT_EQ(Hex(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Base64Url, ReadsOnlyTheOneSpellingOfAValue) {
  const std::string raw = Raw("fbff00");
  EXPECT_EQ(Base64Url(raw), "-_8A");
  EXPECT_EQ(FromBase64Url("-_8A").value(), raw);
  EXPECT_EQ(FromBase64Url(Base64Url("a")).value(), "a");
  for (const char* bad : {"YQ==", "YR", "Y", "a b", "+/8A", "YQ\n"}) EXPECT_FALSE(FromBase64Url(bad).ok()) << bad;
}

TEST(Uuid, GrowsWithinOneProcessAndIsVersion7) {
  std::string last;
  for (int i = 0; i < 20'000; ++i) {
    const std::string uuid = NewUuid();
    ASSERT_TRUE(IsUuid(uuid)) << uuid;
    ASSERT_EQ(uuid[14], '7');
    ASSERT_NE(std::string_view("89ab").find(uuid[19]), std::string_view::npos);
    ASSERT_LT(last, uuid);
    last = uuid;
  }
}

TEST(Uuid, HasOneTextForm) {
  EXPECT_TRUE(IsUuid("0190a5b4-7c3e-7d2f-8a6b-0123456789ab"));
  for (const char* bad : {"", "0190A5B4-7c3e-7d2f-8a6b-0123456789ab", "0190a5b47c3e7d2f8a6b0123456789ab",
                          "0190a5b4-7c3e-7d2f-8a6b-0123456789ag", "0190a5b4-7c3e-7d2f-8a6b-0123456789ab "}) {
    EXPECT_FALSE(IsUuid(bad)) << bad;
  }
}

TEST(Password, IsArgon2idUnderAPepperAndSaltedAfresh) {
  const std::string hash = HashPassword("正确的密码", "pepper");
  EXPECT_EQ(hash.find("$argon2id$v=19$m=19456,t=2,p=1$"), 0u) << hash;
  EXPECT_NE(hash, HashPassword("正确的密码", "pepper"));
  bool rehash = true;
  EXPECT_TRUE(CheckPassword(hash, "正确的密码", "pepper", &rehash));
  EXPECT_FALSE(rehash);
  EXPECT_FALSE(CheckPassword(hash, "正确的密码 ", "pepper", nullptr));
  EXPECT_FALSE(CheckPassword(hash, "正确的密码", "another pepper", nullptr));
  EXPECT_FALSE(CheckPassword("", "正确的密码", "pepper", nullptr));
  EXPECT_FALSE(CheckPassword("$argon2id$nonsense", "正确的密码", "pepper", nullptr));
}

TEST(Ed25519, AgreesWithRfc8032) {
  const auto key = SigningKeyFromSeed(Raw("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  EXPECT_EQ(Hex(key.public_key), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::string signature = Sign(key, Raw("72"));
  EXPECT_EQ(Hex(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(VerifySignature(key.public_key, Raw("72"), signature));
  EXPECT_FALSE(VerifySignature(key.public_key, Raw("73"), signature));
  EXPECT_FALSE(VerifySignature(NewSigningKey().public_key, Raw("72"), signature));
  EXPECT_FALSE(VerifySignature(key.public_key, Raw("72"), signature.substr(1)));
}

class Field : public testing::TestWithParam<FieldCipher> {
 protected:
  const std::string key_ = RandomBytes(32);
  const std::string aad_ = "330600/party/phone/17";
};

TEST_P(Field, ReturnsWhatWasSealed) {
  for (const std::string& plain :
       {std::string(), std::string("13800000000"), std::string(16, '\0'), std::string(5000, 'x')}) {
    const std::string sealed = EncryptField(GetParam(), 7, key_, aad_, plain);
    EXPECT_EQ(DecryptField(key_, aad_, sealed).value(), plain);
    EXPECT_EQ(KeyVersionOf(sealed).value(), 7);
  }
}

TEST_P(Field, NoticesEveryFlippedBitAndEveryMissingByte) {
  const std::string sealed = EncryptField(GetParam(), 1, key_, aad_, "330602199001011234");
  for (size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      ASSERT_FALSE(DecryptField(key_, aad_, changed).ok()) << i;
    }
    ASSERT_FALSE(DecryptField(key_, aad_, sealed.substr(0, i)).ok()) << i;
  }
}

TEST_P(Field, CannotBeMovedToAnotherPlaceOrKey) {
  const std::string sealed = EncryptField(GetParam(), 1, key_, aad_, "330602199001011234");
  EXPECT_FALSE(DecryptField(key_, "330600/party/phone/18", sealed).ok());
  EXPECT_FALSE(DecryptField(key_, "", sealed).ok());
  EXPECT_FALSE(DecryptField(RandomBytes(32), aad_, sealed).ok());
}

TEST_P(Field, NeverLooksTheSameTwice) {
  std::set<std::string> nonces;
  for (int i = 0; i < 2000; ++i) nonces.insert(EncryptField(GetParam(), 1, key_, aad_, "same").substr(4, 12));
  EXPECT_EQ(nonces.size(), 2000u);
}

INSTANTIATE_TEST_SUITE_P(Ciphers, Field, testing::Values(FieldCipher::kAes256Gcm, FieldCipher::kSm4Sm3));

}  // namespace
}  // namespace lianban::crypto
