#include "services/intake/party/party_record.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lianban::intake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::CivilDay kToday(2026, 11, 20);

v1::Party Person(const std::string& name, const std::string& document, const std::string& phone) {
  v1::Party party;
  party.set_name(name);
  party.set_document_no(document);
  party.set_phone(phone);
  return party;
}

TEST(Party, IsBroughtIntoOneForm) {
  auto party = NormaliseParty(Person(" 张丰 ", "３３０６０２１９７１１２０９１０１x", "+86 199-0000-0002"), kToday);
  ASSERT_TRUE(party.ok()) << party.status();
  EXPECT_EQ(party->name, "张丰");
  EXPECT_EQ(party->document_type, "citizen_id");
  EXPECT_EQ(party->document_no, "33060219711209101X");
  EXPECT_EQ(party->phone, "19900000002");
}

TEST(Party, WithoutATelephoneNeedsAnotherWayToBeReached) {
  EXPECT_FALSE(NormaliseParty(Person("张丰", "", ""), kToday).ok());
  v1::Party by_address = Person("张丰", "", "");
  by_address.set_address("越城区府山街道1号");
  EXPECT_TRUE(NormaliseParty(by_address, kToday).ok());
}

TEST(Party, OfOtherDocumentsHasNoCheckDigit) {
  v1::Party traveller = Person("John Smith", "E12345678", "");
  traveller.set_document_type("passport");
  EXPECT_TRUE(NormaliseParty(traveller, kToday).ok());
  traveller.set_document_type("library_card");
  EXPECT_FALSE(NormaliseParty(traveller, kToday).ok());
}

TEST(Reporter, IsNeverRefused) {
  PartyRecord reporter = NormaliseReporter(Person("", "A00048447", "一三八"), kToday);
  EXPECT_EQ(reporter.document_type, "other");
  EXPECT_EQ(reporter.document_no, "A00048447");
  EXPECT_EQ(reporter.phone, "一三八");
  EXPECT_EQ(reporter.kind, "person");
}

TEST(Masked, HidesWhatIsPersonal) {
  PartyRecord party;
  party.kind = "person";
  party.document_type = "passport";
  party.name = "欧阳天丰";
  party.document_no = "E12345678";
  party.phone = "0571-12345678";
  party.address = "绍兴市越城区府山街道1号";
  v1::Party shown = Masked(party);
  EXPECT_EQ(shown.name(), "欧阳**");
  EXPECT_EQ(shown.document_no(), "E******78");
  EXPECT_EQ(shown.phone(), "0571-****5678");
  EXPECT_EQ(shown.address(), "绍兴市越城区府山街道***");
  EXPECT_TRUE(shown.masked());
  v1::Party revealed = Revealed(party, {"phone"});
  EXPECT_EQ(revealed.phone(), "0571-12345678");
  EXPECT_EQ(revealed.name(), "欧阳**");
}

TEST(LastFours, AreOfDocumentAndTelephone) {
  PartyRecord party;
  party.document_no = "33060219711209101X";
  party.phone = "13800000001";
  EXPECT_THAT(LastFours(party), ElementsAre("101X", "0001"));
  party.document_no = "12";
  party.phone = "";
  EXPECT_THAT(LastFours(party), IsEmpty());
}

}  // namespace
}  // namespace lianban::intake
