// Personal data: sealed at rest, masked on read, plain only for a recorded reason.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/intake/sql_files.h"
#include "services/intake/test_city.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/rls_check.h"

namespace lianban::intake {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

v1::PutPartyRequest Person(const std::string& name, const std::string& document, const std::string& phone) {
  v1::PutPartyRequest request;
  request.set_request_id(crypto::NewUuid());
  request.mutable_party()->set_name(name);
  request.mutable_party()->set_document_no(document);
  request.mutable_party()->set_phone(phone);
  return request;
}

absl::StatusOr<v1::Party> Put(const v1::PutPartyRequest& request) {
  return City().As(City().Clerk(), &v1::Intake::Stub::PutParty, request);
}

absl::StatusOr<v1::FindPartyResponse> Find(const std::string& document, const std::string& phone) {
  v1::FindPartyRequest request;
  request.set_document_no(document);
  request.set_phone(phone);
  return City().As(City().Clerk(), &v1::Intake::Stub::FindParty, request);
}

// The first column of a query as superuser: what lies on the disk.
std::string OnDisk(const std::string& query) {
  auto link = postgres::AdminConnection::Connect(City().database.superuser()).value();
  auto rows = link->Query(query);
  EXPECT_TRUE(rows.ok()) << rows.status();
  std::string all;
  for (int row = 0; rows.ok() && row < (*rows)->size(); ++row) {
    all += (*rows)->GetString(row, 0) + "\n";
  }
  return all;
}

TEST(Party, IsShownMasked) {
  auto party = Put(Person("张天丰", "330102199003070019", "+86 138-0000-0011"));
  ASSERT_TRUE(party.ok()) << party.status();
  EXPECT_TRUE(party->masked());
  EXPECT_EQ(party->name(), "张*丰");
  EXPECT_EQ(party->document_no(), "330102********0019");
  EXPECT_EQ(party->phone(), "138****0011");
  v1::GetPartyRequest get;
  get.set_party_id(party->party_id());
  EXPECT_EQ(City().As(City().Clerk(), &v1::Intake::Stub::GetParty, get)->name(), "张*丰");
}

TEST(Party, IsRegisteredOnceByDocumentNumber) {
  auto first = Put(Person("赵一", "33060219711209101X", "13800000012"));
  auto second = Put(Person("赵一", "33060219711209101x", "13800000013"));
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(first->party_id(), second->party_id());
  EXPECT_EQ(second->phone(), "138****0013") << "the newer telephone is kept";
  EXPECT_THAT(Find("", "13800000012")->parties(), IsEmpty());
}

TEST(Party, IsFoundByFullNumberOnly) {
  auto party = Put(Person("钱二", "440305200001010056", "13800000014"));
  ASSERT_TRUE(party.ok()) << party.status();
  ASSERT_THAT(Find("440305200001010056", "")->parties(), SizeIs(1));
  ASSERT_THAT(Find("", "138 0000 0014")->parties(), SizeIs(1));
  EXPECT_THAT(Find("44030520000101005", "")->parties(), IsEmpty());
  EXPECT_EQ(ReasonOf(Find("1", "2").status()), "REQUEST_INVALID");
  EXPECT_EQ(ReasonOf(Find("", "").status()), "REQUEST_INVALID");
}

TEST(Party, MayHaveNoDocumentAndShareATelephone) {
  ASSERT_TRUE(Put(Person("孙三", "", "0575-12345678")).ok());
  ASSERT_TRUE(Put(Person("孙四", "", "0575 1234 5678")).ok());
  EXPECT_THAT(Find("", "0575-12345678")->parties(), SizeIs(2));
}

TEST(Party, OfAnOrganisationIsPublic) {
  v1::PutPartyRequest request = Person("绍兴市某某社会工作服务中心", "52330602MJ9999024Q", "");
  request.mutable_party()->set_kind("organisation");
  auto party = Put(request);
  ASSERT_TRUE(party.ok()) << party.status();
  EXPECT_EQ(party->document_type(), "uscc");
  EXPECT_EQ(party->name(), "绍兴市某某社会工作服务中心");
  EXPECT_EQ(party->document_no(), "52330602MJ9999024Q");
}

TEST(Party, IsChangedWithTheEtagThatWasReadOnly) {
  auto party = Put(Person("李五", "110108198002290047", "13800000015"));
  ASSERT_TRUE(party.ok()) << party.status();
  v1::PutPartyRequest change;
  change.set_request_id(crypto::NewUuid());
  change.mutable_party()->set_party_id(party->party_id());
  change.mutable_party()->set_phone("13800000016");
  EXPECT_EQ(ReasonOf(Put(change).status()), "PARTY_CHANGED");
  change.mutable_party()->set_etag(party->etag());
  auto changed = Put(change);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->phone(), "138****0016");
  EXPECT_EQ(changed->name(), "李*") << "what the change leaves open stays";
  EXPECT_EQ(Put(change)->etag(), changed->etag()) << "the same request gives the same answer";
  change.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(Put(change).status()), "PARTY_CHANGED");
}

TEST(Party, RefusesNumbersThatFailTheirCheck) {
  auto reasons = [](const v1::PutPartyRequest& request) {
    std::vector<std::string> all;
    auto detail = DetailOf(Put(request).status());
    for (const auto& violation : detail ? detail->violations : std::vector<FieldViolation>()) {
      all.push_back(violation.field + " " + violation.reason);
    }
    return all;
  };
  EXPECT_THAT(reasons(Person("周六", "330102199003070018", "12800000001")),
              testing::ElementsAre("party.document_no CITIZEN_ID_CHECKSUM", "party.phone PHONE_INVALID"));
  EXPECT_THAT(reasons(Person("", "", "")),
              testing::ElementsAre("party.name FIELD_REQUIRED", "party.phone FIELD_REQUIRED"));
}

TEST(Reveal, NeedsAReasonAndAUnitThatKnowsThePersonAndIsRecorded) {
  auto party = Put(Person("吴七七", "330104200812310068", "13800000017"));
  ASSERT_TRUE(party.ok()) << party.status();
  v1::RevealPartyRequest reveal;
  reveal.set_party_id(party->party_id());
  reveal.add_fields("phone");
  auto as = [&](const rpc::Context& caller) { return City().As(caller, &v1::Intake::Stub::RevealParty, reveal); };
  EXPECT_EQ(ReasonOf(as(City().Clerk()).status()), "REVEAL_REASON_REQUIRED");
  reveal.set_reason("电话联系补交材料");
  auto shown = as(City().Clerk());
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->phone(), "13800000017");
  EXPECT_EQ(shown->name(), "吴*七") << "only what was asked for";
  EXPECT_FALSE(shown->masked());
  EXPECT_EQ(ReasonOf(as(City().Person("x", {"zz-330603/window"})).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(as(City().Person("x", {"zz-330602/system_admin"})).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(as(City().Person("x", {"zz-330602/window"}, "330100")).status()), "NOT_FOUND");
  std::string log = OnDisk(
      "SELECT concat_ws(E'\\n', action, user_id, unit_id, reason, result, fields) FROM intake.access_log WHERE "
      "party_id = '" +
      party->party_id() + "' ORDER BY access_time");
  EXPECT_THAT(log, HasSubstr("reveal\nclerk\nzz-330602\n电话联系补交材料\nshown\n{phone}"));
  EXPECT_THAT(log, HasSubstr("refused"));
  reveal.clear_fields();
  reveal.add_fields("salary");
  EXPECT_EQ(ReasonOf(as(City().Clerk()).status()), "REQUEST_INVALID");
}

TEST(Sealed, NothingPersonalLiesInTheDatabase) {
  ASSERT_TRUE(Put(Person("郑八八", "", "13900000018")).ok());
  ASSERT_TRUE(City()
                  .Report("sealed-1", {{"caller", "郑八八"},
                                       {"phone", "13900000018"},
                                       {"kind", "路灯故障"},
                                       {"title", "路灯不亮"},
                                       {"street", "330602001"}})
                  .ok());
  for (const char* table : {"identity", "catalog", "casework", "records", "intake"}) {
    std::string names = OnDisk(
        std::string("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = '") + table + "'");
    size_t from = 0;
    for (size_t end; (end = names.find('\n', from)) != std::string::npos; from = end + 1) {
      std::string all = OnDisk("SELECT t::text FROM " + names.substr(from, end - from) + " t");
      for (const std::string plain : {"郑八八", "13900000018"}) {
        EXPECT_THAT(all, Not(HasSubstr(plain))) << names.substr(from, end - from);
        EXPECT_THAT(all, Not(HasSubstr(crypto::Hex(plain)))) << "bytes in " << names.substr(from, end - from);
      }
    }
  }
}

TEST(Sealed, AValueMovedToAnotherRowDoesNotOpen) {
  auto a = Put(Person("冯九", "", "13900000021")), b = Put(Person("陈十", "", "13900000022"));
  ASSERT_TRUE(a.ok() && b.ok());
  OnDisk("UPDATE intake.party SET phone = (SELECT phone FROM intake.party WHERE party_id = '" + b->party_id() +
         "') WHERE party_id = '" + a->party_id() + "' RETURNING 1");
  v1::GetPartyRequest get;
  get.set_party_id(a->party_id());
  EXPECT_TRUE(absl::IsInternal(City().As(City().Clerk(), &v1::Intake::Stub::GetParty, get).status()));
  OnDisk("DELETE FROM intake.party WHERE party_id = '" + a->party_id() + "' RETURNING 1");
}

TEST(Sealed, CitiesAreKeptApart) {
  EXPECT_THAT(postgres::FindRlsFaults(City().database.superuser(), "intake").value(), IsEmpty());
}

}  // namespace
}  // namespace lianban::intake
