// What happens without anybody asking: timers, children and parents, checkpoints, the stream of events.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "absl/time/clock.h"
#include "services/casework/audit/merkle_tree.h"
#include "services/casework/audit/signed_note.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/log/checkpoint_notes.h"
#include "services/casework/test_city.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

class Background : public ::testing::Test {
 protected:
  Caller As(const std::string& user, const std::vector<std::string>& desks) {
    return Caller(server_, city_, city_.Person(user, desks));
  }
  std::vector<v1::Event> EventsOf(const std::string& case_id) {
    v1::ListEventsRequest request;
    request.set_case_id(case_id);
    const auto page = handler_.Do(&v1::Casework::Stub::ListEvents, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? std::vector<v1::Event>(page->events().begin(), page->events().end()) : std::vector<v1::Event>();
  }

  TestCity city_;
  TestServer server_{city_};
  const Caller handler_ = As("u1", {"jd-1/handler"});
};

TEST_F(Background, ATimerFiresOnceAndIsTheSystemsAct) {
  TestServer other(city_);  // a second replica claims timers too
  v1::StartCaseRequest start;
  start.set_request_id(crypto::NewUuid());
  start.set_process("patience");
  start.set_unit_id("jd-1");
  const absl::Time received = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now())) - absl::Minutes(30) -
                              absl::Seconds(1);
  SetTime(received, start.mutable_receive_time());
  // Entered half an hour late, so a grace would hold the timer back: take it away.
  const auto at = handler_.Do(&v1::Casework::Stub::StartCase, start);
  ASSERT_TRUE(at.ok()) << at.status();
  const std::map<std::string_view, std::string_view> sql = {
      {"sql/queries/grace.sql",
       "-- name: no_grace\nUPDATE casework.timer SET lease_until = '-infinity' WHERE city_id = $1;\n"}};
  const auto database = postgres::OpenDatabase(city_.database().Options("casework"), postgres::Queries(sql));
  ASSERT_TRUE(database->RunTx(kCity, [](postgres::Transaction& tx) {
    return tx.Query("no_grace", {std::string(kCity)}).status();
  }).ok());
  ASSERT_TRUE(Eventually([&] { return handler_.Get(at->case_id())->status() == "finished"; }));
  EXPECT_EQ(handler_.Get(at->case_id())->result(), "withdrawn");
  absl::SleepFor(absl::Seconds(1));
  const auto events = EventsOf(at->case_id());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].type(), "fire_timer");
  EXPECT_EQ(events[1].actor_class(), "system");
  EXPECT_EQ(TimeOf(events[1].time()), received + absl::Minutes(30));
  other.Stop();
}

TEST_F(Background, ChildrenAreOpenedAndTheirEndClosesTheParent) {
  v1::StartCaseRequest start;
  start.set_request_id(crypto::NewUuid());
  start.set_process("visit");
  start.set_unit_id("jd-1");
  start.set_receipt_no("330602-JC-1");
  start.set_party_id("party-7");
  start.set_form_json(R"({"matters":[{"process":"repair","title":"修路灯"},{"process":"single"},{"process":"single","unit":"jd-2"}]})");
  const auto at = handler_.Do(&v1::Casework::Stub::StartCase, start);
  ASSERT_TRUE(at.ok()) << at.status();
  v1::ListCasesRequest list;
  list.set_parent_case_id(at->case_id());
  v1::ListCasesResponse children;
  ASSERT_TRUE(Eventually([&] {
    const auto page = handler_.Do(&v1::Casework::Stub::ListCases, list);
    if (page.ok()) children = *page;
    return page.ok() && page->cases_size() == 3;
  }));
  const Caller neighbour = As("u2", {"jd-2/handler"});
  EXPECT_EQ(ReasonOf(neighbour.Do(&v1::Casework::Stub::ListCases, list).status()), "NOT_FOUND");
  for (const auto& child : children.cases()) {
    EXPECT_EQ(child.receipt_no(), "330602-JC-1");
    EXPECT_EQ(child.party_id(), "party-7");
    EXPECT_EQ(child.parent_case_id(), at->case_id());
  }
  // The receipt names the visit; the visit is due when the last of its matters is.
  v1::GetCaseRequest by_receipt;
  by_receipt.set_receipt_no("330602-JC-1");
  const auto parent = handler_.Do(&v1::Casework::Stub::GetCase, by_receipt);
  ASSERT_TRUE(parent.ok()) << parent.status();
  EXPECT_EQ(parent->case_id(), at->case_id());
  EXPECT_EQ(parent->children_size(), 3);
  EXPECT_TRUE(parent->has_due_time());

  for (const auto& child : children.cases()) {
    EXPECT_EQ(handler_.Get(at->case_id())->status(), "running");
    const Caller& who = child.unit_id() == "jd-2" ? neighbour : handler_;
    auto seen = who.Get(child.case_id());
    ASSERT_TRUE(seen.ok()) << seen.status();
    if (child.process() == "repair") {
      EXPECT_EQ(child.title(), "修路灯");
      ASSERT_TRUE(who.Complete(child.case_id(), seen->open_tasks(0).task_no(), "refuse").ok());
    } else {
      ASSERT_TRUE(who.Complete(child.case_id(), seen->open_tasks(0).task_no(), "done").ok());
    }
  }
  ASSERT_TRUE(Eventually([&] { return handler_.Get(at->case_id())->status() == "finished"; }));
  EXPECT_EQ(handler_.Get(at->case_id())->result(), "closed");
}

// Reads a Watch stream until `events` have come.
std::vector<v1::Event> WatchFor(TestServer& server, const Caller& caller, const v1::WatchRequest& request,
                                size_t count, int64_t* cursor = nullptr) {
  grpc::ClientContext context;
  caller.Authorize(context);
  auto stream = server.stub().Watch(&context, request);
  std::vector<v1::Event> events;
  v1::WatchResponse message;
  while (events.size() < count && stream->Read(&message)) {
    for (const auto& event : message.events()) events.push_back(event);
    if (cursor != nullptr) *cursor = message.cursor();
  }
  context.TryCancel();
  stream->Finish();
  return events;
}

TEST_F(Background, WatchersSeeEveryEventOnceInOrder) {
  constexpr int kThreads = 8, kCases = 25;
  const Caller auditor = As("a1", {"sf-1/auditor"});
  v1::WatchRequest all;
  std::vector<v1::Event> live;
  std::thread watcher([&] { live = WatchFor(server_, auditor, all, kThreads * kCases * 3); });
  TestServer other(city_);
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([&, t] {
      const Caller writer(t % 2 == 0 ? server_ : other, city_, city_.Person("u1", {"jd-1/handler"}));
      for (int i = 0; i < kCases; ++i) {
        auto at = writer.Start("single");
        ASSERT_TRUE(at.ok()) << at.status();
        at = writer.Complete(*at, "again");
        ASSERT_TRUE(at.ok()) << at.status();
        ASSERT_TRUE(writer.Complete(*at, "done").ok());
      }
    });
  }
  for (auto& writer : writers) writer.join();
  watcher.join();
  ASSERT_EQ(live.size(), static_cast<size_t>(kThreads * kCases * 3));
  std::map<std::string, int64_t> sequence;
  for (size_t i = 0; i < live.size(); ++i) {
    ASSERT_EQ(live[i].log_index(), static_cast<int64_t>(i) + 1);
    ASSERT_EQ(live[i].sequence(), ++sequence[live[i].case_id()]);
  }
  // Resumed in the middle it goes on exactly there.
  v1::WatchRequest later;
  later.set_after_log_index(100);
  const auto rest = WatchFor(other, auditor, later, 50);
  ASSERT_GE(rest.size(), 50u);
  EXPECT_EQ(rest[0].log_index(), 101);
  other.Stop();
}

TEST_F(Background, WatchingFromNowTellsWhereNowIs) {
  ASSERT_TRUE(handler_.Start("single").ok());
  const Caller auditor = As("a1", {"sf-1/auditor"});
  grpc::ClientContext context;
  auditor.Authorize(context);
  v1::WatchRequest request;
  request.set_from_now(true);
  auto stream = server_.stub().Watch(&context, request);
  v1::WatchResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.events_size(), 0);
  EXPECT_EQ(message.cursor(), 1);
  const auto at = handler_.Start("single");
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_EQ(message.events_size(), 1);
  EXPECT_EQ(message.events(0).case_id(), at->case_id());
  context.TryCancel();
  stream->Finish();
}

TEST_F(Background, OnlyAuditorsWatchTheWholeLog) {
  grpc::ClientContext context;
  handler_.Authorize(context);
  auto stream = server_.stub().Watch(&context, {});
  v1::WatchResponse message;
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(Background, CheckpointsAndProofsVerify) {
  const std::string key = crypto::SigningKeyFromSeed(city_.keys().audit_seed).public_key;
  std::vector<v1::CommandResponse> cases;
  for (int i = 0; i < 5; ++i) cases.push_back(*handler_.Start("single"));
  v1::Checkpoint first = *handler_.Do(&v1::Casework::Stub::GetCheckpoint, v1::GetCheckpointRequest());
  ASSERT_GE(first.tree_size(), 1);
  for (int i = 0; i < 1100; i += 2) {  // past a thousand, where the next one is due
    cases[i % 5] = *handler_.Complete(cases[i % 5], "again");
    cases[(i + 1) % 5] = *handler_.Complete(cases[(i + 1) % 5], "again");
  }
  v1::Checkpoint newest;
  ASSERT_TRUE(Eventually([&] {
    newest = *handler_.Do(&v1::Casework::Stub::GetCheckpoint, v1::GetCheckpointRequest());
    return newest.tree_size() > 1000;
  }));
  for (const auto& checkpoint : {first, newest}) {
    const auto opened = audit::OpenNote(checkpoint.text(), key);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->root_hash, checkpoint.root_hash());
    EXPECT_EQ(opened->tree_size, checkpoint.tree_size());
  }
  v1::ProveConsistencyRequest consistency;
  consistency.set_first_size(first.tree_size());
  consistency.set_second_size(newest.tree_size());
  const auto grown = handler_.Do(&v1::Casework::Stub::ProveConsistency, consistency);
  ASSERT_TRUE(grown.ok()) << grown.status();
  EXPECT_TRUE(audit::VerifyConsistency(first.tree_size(), newest.tree_size(), first.root_hash(), newest.root_hash(),
                                       {grown->path().begin(), grown->path().end()}));
  for (int64_t index : {int64_t{1}, int64_t{2}, int64_t{256}, int64_t{257}, int64_t{1000}, newest.tree_size()}) {
    v1::ProveInclusionRequest request;
    request.set_log_index(index);
    request.set_tree_size(newest.tree_size());
    const auto proof = handler_.Do(&v1::Casework::Stub::ProveInclusion, request);
    ASSERT_TRUE(proof.ok()) << proof.status();
    EXPECT_TRUE(audit::VerifyInclusion(proof->leaf_hash(), index - 1, newest.tree_size(),
                                       {proof->path().begin(), proof->path().end()}, newest.root_hash()))
        << index;
  }
  v1::ProveInclusionRequest beyond;
  beyond.set_log_index(1'000'000);
  EXPECT_EQ(ReasonOf(handler_.Do(&v1::Casework::Stub::ProveInclusion, beyond).status()), "TREE_SIZE_INVALID");
  // The copy outside the database has them too.
  const std::string path = NotesPath(city_.config().data_dir + "/checkpoints", kCity);
  EXPECT_TRUE(Eventually([&] {
    const auto notes = ReadNotes(path);
    return !notes.empty() && notes.back() == newest.text();
  }));
}

}  // namespace
}  // namespace lianban::casework
