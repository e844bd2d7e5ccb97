#include <map>

#include "services/identity/test_service.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::identity {
namespace {

TEST_F(Identity, ListsAreasLevelByLevelOrAllBelow) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  v1::ListAreasRequest request;
  request.set_parent("3306");
  request.set_page_size(1);
  auto page = Call(&v1::Identity::Stub::ListAreas, admin, request).value();
  EXPECT_EQ(page.areas(0).name(), "越城区");
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(Call(&v1::Identity::Stub::ListAreas, admin, request)->areas(0).name(), "柯桥区");
  request.Clear();
  request.set_recursive(true);
  EXPECT_EQ(Call(&v1::Identity::Stub::ListAreas, admin, request)->areas_size(), 5);
  request.set_page_token("%%");
  EXPECT_EQ(ReasonOf(Call(&v1::Identity::Stub::ListAreas, admin, request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(Identity, KeepsOldAreasWhenACodeIsGivenAnew) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  ASSERT_TRUE(ImportAreas(admin, {{"330603", "柯桥新区", "3306", "district", "2020-01-01"}}).ok());
  v1::ListAreasRequest request;
  request.set_parent("3306");
  const auto areas = Call(&v1::Identity::Stub::ListAreas, admin, request).value();
  ASSERT_EQ(areas.areas_size(), 2);
  EXPECT_EQ(areas.areas(1).name(), "柯桥新区");
  const auto superuser = postgres::AdminConnection::Connect(database_.superuser()).value();
  const auto old =
      superuser->Query("SELECT name, valid_to FROM identity.area WHERE code = '330603' AND valid_to IS NOT NULL")
          .value();
  ASSERT_EQ(old->size(), 1);
  EXPECT_EQ(old->Get(0, 1), "2020-01-01");
}

TEST_F(Identity, RefusesAreasThatAreNotATree) {
  const auto admin = As("admin");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"330602", "越城区", "3306", "district", ""}})), "AREA_TREE_INVALID");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"3306", "绍兴市", "3306", "city", ""}})), "AREA_TREE_INVALID");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"330x", "绍兴市", "", "city", ""}})), "AREA_CODE_FORM");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"33", "浙江省", "", "country", ""}})), "CHOICE_INVALID");
  EXPECT_EQ(ReasonOf(ImportAreas(admin, {{"33", "浙江省", "", "province", "2023-02-29"}})), "CHOICE_INVALID");
}

TEST_F(Identity, PutsAndListsUnits) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  const auto unit = PutUnit(admin, Unit("sf-330602", "330602", "admin-3306")).value();
  auto change = Unit("sf-330602", "330602", "admin-3306");
  change.mutable_unit()->set_name("越城区司法局");
  change.mutable_unit()->set_etag(unit.etag());
  EXPECT_EQ(PutUnit(admin, change)->name(), "越城区司法局");
  change.set_request_id(crypto::NewUuid());
  EXPECT_EQ(ReasonOf(PutUnit(admin, change).status()), "ENTRY_CHANGED");
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("x", "330699")).status()), "AREA_UNKNOWN");
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("x", "330602", "nowhere")).status()), "UNIT_UNKNOWN");

  v1::ListUnitsRequest request;
  request.set_area_code("330602");
  auto units = Call(&v1::Identity::Stub::ListUnits, admin, request).value();
  ASSERT_EQ(units.units_size(), 1);
  request.set_etag(units.etag());
  EXPECT_TRUE(Call(&v1::Identity::Stub::ListUnits, admin, request)->not_modified());
  ASSERT_TRUE(PutUnit(admin, Unit("mz-330602", "330602")).ok());
  EXPECT_EQ(Call(&v1::Identity::Stub::ListUnits, admin, request)->units_size(), 2);
}

TEST_F(Identity, RefusesAUnitAboveItself) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  ASSERT_TRUE(PutUnit(admin, Unit("a", "330602")).ok());
  ASSERT_TRUE(PutUnit(admin, Unit("b", "330602", "a")).ok());
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("a", "330602", "b")).status()), "UNIT_LOOP");
  EXPECT_EQ(ReasonOf(PutUnit(admin, Unit("a", "330602", "a")).status()), "UNIT_LOOP");
}

TEST_F(Identity, HandsPeopleAndUnitsOfAnAbolishedUnitToItsSuccessor) {
  const auto admin = As("admin");
  ImportShaoxing(admin);
  for (const char* id : {"old", "new", "newest"}) ASSERT_TRUE(PutUnit(admin, Unit(id, "330602")).ok());
  ASSERT_TRUE(PutUnit(admin, Unit("below", "330602001", "old")).ok());
  ASSERT_TRUE(PutUser(admin, User("zhang", "old", {"window"})).ok());
  const auto token = Token("zhang");
  v1::AbolishUnitRequest request;
  const auto abolish = [&](const std::string& unit, const std::string& successor) {
    request.set_request_id(crypto::NewUuid());
    request.set_unit_id(unit);
    request.set_successor(successor);
    request.set_reason("机构改革");
    return Call(&v1::Identity::Stub::AbolishUnit, admin, request);
  };
  EXPECT_EQ(ReasonOf(abolish("old", "below").status()), "UNIT_LOOP");
  EXPECT_EQ(ReasonOf(abolish("old", "nowhere").status()), "UNIT_UNKNOWN");
  EXPECT_EQ(abolish("old", "new")->successor(), "new");
  EXPECT_EQ(ReasonOf(abolish("old", "newest").status()), "UNIT_ABOLISHED");
  EXPECT_FALSE(IsOpen(token));
  const auto caller = Context(Token("zhang"))->context();
  EXPECT_EQ(caller.unit_id(), "new");
  EXPECT_EQ(caller.desks(0).unit_id(), "new");
  ASSERT_TRUE(abolish("new", "newest").ok());
  std::map<std::string, v1::Unit> units;
  const auto list = Call(&v1::Identity::Stub::ListUnits, admin, v1::ListUnitsRequest()).value();
  for (const auto& unit : list.units()) units[unit.unit_id()] = unit;
  EXPECT_EQ(units["old"].successor(), "newest");
  EXPECT_EQ(units["below"].parent(), "newest");
}

}  // namespace
}  // namespace lianban::identity
