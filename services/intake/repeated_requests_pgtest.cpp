// A caller lost patience and asked again while the first try was still at work. The second try waits and gets the first
// one's answer; it is never refused for what the first did.

#include <thread>

#include "gtest/gtest.h"
#include "services/intake/test_city.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::intake {
namespace {

using postgres::AdminConnection;

class RepeatedRequests : public testing::Test {
 protected:
  void Do(AdminConnection& connection, const std::string& sql) {
    const auto done = connection.Query(sql);
    EXPECT_TRUE(done.ok()) << sql << ": " << done.status();
  }
  // Until `count` such statements wait for somebody's lock.
  bool Waits(const std::string& what, int count = 1) {
    return TestCity::Eventually([&] {
      const auto rows = watch_->Query(
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
          "wait_event_type = 'Lock' AND query ~ $1",
          {what});
      return rows.ok() && (*rows)->GetInt(0, 0) >= count;
    });
  }
  std::unique_ptr<AdminConnection> Connect() { return AdminConnection::Connect(City().database.superuser()).value(); }

  std::unique_ptr<AdminConnection> watch_ = Connect();
  std::unique_ptr<AdminConnection> holder_ = Connect();
};

TEST_F(RepeatedRequests, APartyIsChangedOnceAndBothTriesAreTold) {
  v1::PutPartyRequest request;
  request.set_request_id(crypto::NewUuid());
  request.mutable_party()->set_name("周十");
  request.mutable_party()->set_phone("13800000171");
  const auto party = City().As(City().Clerk(), &v1::Intake::Stub::PutParty, request);
  ASSERT_TRUE(party.ok()) << party.status();
  request.set_request_id(crypto::NewUuid());
  request.mutable_party()->set_party_id(party->party_id());
  request.mutable_party()->set_etag(party->etag());
  request.mutable_party()->set_phone("13800000172");

  Do(*holder_, "BEGIN");
  Do(*holder_, "SELECT 1 FROM intake.party WHERE party_id = '" + party->party_id() + "' FOR UPDATE");
  absl::StatusOr<v1::Party> first, second;
  std::thread patient([&] { first = City().As(City().Clerk(), &v1::Intake::Stub::PutParty, request); });
  EXPECT_TRUE(Waits("UPDATE intake.party"));
  std::thread impatient([&] { second = City().As(City().Clerk(), &v1::Intake::Stub::PutParty, request); });
  EXPECT_TRUE(Waits("(INSERT INTO intake.request|UPDATE intake.party)", 2));
  Do(*holder_, "ROLLBACK");
  patient.join();
  impatient.join();
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->etag(), first->etag());
  EXPECT_EQ(second->phone(), "138****0172");
}

TEST_F(RepeatedRequests, AMatterIsTakenOutOnceAndBothTriesAreTold) {
  const std::map<std::string, std::string> lamp = {
      {"caller", "沈天丰"},      {"phone", "138 0000 0021"}, {"request_type", "求助"},
      {"category", "市政设施"},  {"kind", "路灯故障"},       {"title", "路灯不亮"},
      {"content", "三盏灯不亮"}, {"street", "330602001"},    {"address", "塔山街道鲁迅中路1号"},
      {"latitude", "30.070000"}, {"longitude", "120.600000"}};
  const v1::Matter main = City().Report("impatient-1-" + crypto::NewUuid(), lamp).value();
  const v1::Matter merged = City().Report("impatient-2-" + crypto::NewUuid(), lamp).value();
  const rpc::Context handler = City().Person("a", {main.unit_id() + "/handler"});
  v1::MergeMattersRequest merge;
  merge.set_request_id(crypto::NewUuid());
  merge.set_main_matter_id(main.matter_id());
  merge.set_merged_matter_id(merged.matter_id());
  merge.set_reason("同一盏路灯");
  ASSERT_TRUE(City().As(handler, &v1::Intake::Stub::MergeMatters, merge).ok());
  v1::UnmergeMatterRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_matter_id(merged.matter_id());
  request.set_reason("两盏不同的路灯");

  // The first try stands before its last word; what the second would read it reads only after that word.
  Do(*holder_, "BEGIN");
  Do(*holder_, "SELECT 1 FROM intake.matter WHERE matter_id = '" + merged.matter_id() + "' FOR UPDATE");
  absl::StatusOr<v1::Matter> first, second;
  std::thread patient([&] { first = City().As(handler, &v1::Intake::Stub::UnmergeMatter, request); });
  EXPECT_TRUE(Waits("UPDATE intake.matter SET duplicate_of = NULL"));
  const std::unique_ptr<AdminConnection> door = Connect();
  std::thread closing([&] {
    Do(*door, "BEGIN");
    Do(*door, "LOCK TABLE intake.matter IN ACCESS EXCLUSIVE MODE");
    Do(*door, "ROLLBACK");
  });
  EXPECT_TRUE(Waits("LOCK TABLE"));
  std::thread impatient([&] { second = City().As(handler, &v1::Intake::Stub::UnmergeMatter, request); });
  EXPECT_TRUE(Waits("(INSERT INTO intake.request|SELECT .* intake.matter_row)"));
  Do(*holder_, "ROLLBACK");
  patient.join();
  closing.join();
  impatient.join();
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->duplicate_of(), "");
  EXPECT_EQ(second->status(), "running");
}

}  // namespace
}  // namespace lianban::intake
