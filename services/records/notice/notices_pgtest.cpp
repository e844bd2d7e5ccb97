// Notices, from casework's log to paper. Casework and identity are stand-ins that say what they are told to say.

#include <atomic>
#include <mutex>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "lianban/casework/v1/connectors.grpc.pb.h"
#include "lianban/casework/v1/journal.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "lianban/records/v1/records.grpc.pb.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/rls_check.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/module.h"
#include "services/records/sql_files.h"

namespace lianban::records {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kCity[] = "330600";

// One city with one log.
struct City {
  std::mutex mutex;
  std::vector<casework::v1::Event> log;
  std::map<std::string, casework::v1::ListEffectsResponse> effects;
  bool away = false;
  int64_t asked_after = -1;  // position the last stream began at

  // A case that issues this notice, as casework records it.
  std::string Issue(const std::string& payload, const std::string& kind = "notice") {
    std::lock_guard lock(mutex);
    const std::string case_id = crypto::NewUuid();
    casework::v1::Event event;
    event.set_log_index(static_cast<int64_t>(log.size()) + 1);
    event.set_case_id(case_id);
    event.set_payload_json(kind == "notice"
                               ? R"({"facts": [{"type": "StepClosed"}, {"type": "NoticeIssued", "effect": 4}]})"
                               : R"({"facts": [{"type": "EffectRecorded", "kind": "message", "effect": 4}]})");
    log.push_back(event);
    casework::v1::Effect& effect = *effects[case_id].add_effects();
    effect.set_effect_no(4);
    effect.set_kind(kind);
    effect.set_payload_json(payload);
    effect.mutable_event_time()->set_seconds(1'781'000'000);
    return case_id;
  }
};

grpc::Status Away() { return grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"); }

class StandInCasework final : public casework::v1::Casework::Service {
 public:
  StandInCasework(City& city, const rpc::ContextSigner& signer) : city_(city), signer_(signer) {}

  grpc::Status GetCase(grpc::ServerContext* call, const casework::v1::GetCaseRequest* request,
                       casework::v1::Case* response) override {
    std::lock_guard lock(city_.mutex);
    if (city_.away) return Away();
    const auto& metadata = call->client_metadata();
    const auto caller = signer_.Verify(std::string(metadata.find(rpc::kContextKey)->second.data(),
                                                   metadata.find(rpc::kContextKey)->second.size()), absl::Now());
    const bool person = caller->actor_class() == identity::v1::ACTOR_CLASS_PERSON;
    if (!city_.effects.contains(request->case_id()) || (person && caller->unit_id() != "la-330602")) {
      return rpc::ToGrpc(Error("NOT_FOUND", {{"name", request->case_id()}}), "casework.lianban");
    }
    response->set_case_id(request->case_id());
    response->set_process("legal_aid");
    response->set_title("王*申请援助");
    response->set_unit_id("la-330602");
    response->set_receipt_no("330602LA0120260918000019");
    return grpc::Status::OK;
  }
  grpc::Status Watch(grpc::ServerContext* call, const casework::v1::WatchRequest* request,
                     grpc::ServerWriter<casework::v1::WatchResponse>* stream) override {
    int64_t cursor = request->after_log_index();
    city_.asked_after = cursor;
    while (!call->IsCancelled()) {
      casework::v1::WatchResponse batch;
      {
        std::lock_guard lock(city_.mutex);
        for (const auto& event : city_.log) {
          if (event.log_index() > cursor) *batch.add_events() = event;
        }
      }
      if (batch.events_size() > 0) {
        cursor = batch.events(batch.events_size() - 1).log_index();
        batch.set_cursor(cursor);
        if (!stream->Write(batch)) break;
      }
      absl::SleepFor(absl::Milliseconds(10));
    }
    return grpc::Status::CANCELLED;
  }

 private:
  City& city_;
  const rpc::ContextSigner& signer_;
};

class StandInConnectors final : public casework::v1::Connectors::Service {
 public:
  explicit StandInConnectors(City& city) : city_(city) {}
  grpc::Status ListEffects(grpc::ServerContext*, const casework::v1::ListEffectsRequest* request,
                           casework::v1::ListEffectsResponse* response) override {
    std::lock_guard lock(city_.mutex);
    *response = city_.effects[request->case_id()];
    return grpc::Status::OK;
  }

 private:
  City& city_;
};

class StandInJournal final : public casework::v1::Journal::Service {
  grpc::Status ListCities(grpc::ServerContext*, const casework::v1::ListCitiesRequest*,
                          casework::v1::ListCitiesResponse* response) override {
    response->add_city_ids(kCity);
    return grpc::Status::OK;
  }
};

class StandInIdentity final : public identity::v1::Identity::Service {
  grpc::Status ListUnits(grpc::ServerContext*, const identity::v1::ListUnitsRequest*,
                         identity::v1::ListUnitsResponse* response) override {
    identity::v1::Unit& unit = *response->add_units();
    unit.set_unit_id("la-330602");
    unit.set_name("越城区法律援助中心");
    return grpc::Status::OK;
  }
};

// Records in a process of its own, so to say: it can be stopped and started again on the same database.
class RunningRecords {
 public:
  RunningRecords(const config::Config& config, const rpc::ContextSigner& signer, City& city)
      : signer_(signer), casework_(city, signer), connectors_(city) {
    module_ = Definition().make({.config = &config, .channels = &channels_, .signer = &signer}).value();
    grpc::ServerBuilder builder;
    for (grpc::Service* service : std::initializer_list<grpc::Service*>{&casework_, &connectors_, &journal_, &identity_}) {
      builder.RegisterService(service);
    }
    module_->Register(builder);
    server_ = builder.BuildAndStart();
    channels_.UseLocal(server_.get());
    EXPECT_TRUE(module_->Start().ok());
  }
  ~RunningRecords() {
    module_->Drain();
    server_->Shutdown(std::chrono::system_clock::now());
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::Records::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const rpc::Context& caller, const Request& request) {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, caller);
    Response response;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc((stub_().get()->*method)(&call, request, &response)));
    return response;
  }

 private:
  std::unique_ptr<v1::Records::Stub> stub_() { return v1::Records::NewStub(server_->InProcessChannel({})); }

  const rpc::ContextSigner& signer_;
  rpc::Channels channels_{{}, {}};
  StandInCasework casework_;
  StandInConnectors connectors_;
  StandInJournal journal_;
  StandInIdentity identity_;
  std::unique_ptr<Module> module_;
  std::unique_ptr<grpc::Server> server_;
};

class Notices : public testing::Test {
 protected:
  Notices() : database_({{"records", sql::EmbeddedFiles()}}), signer_(std::string(32, 'k')) {
    config_.database = database_.connection();
    Restart();
  }
  void Restart() {
    running_.reset();
    running_ = std::make_unique<RunningRecords>(config_, signer_, city_);
  }
  rpc::Context Clerk(std::string_view unit = "la-330602") {
    rpc::Context context = rpc::SystemContext(kCity, absl::Now());
    context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
    context.set_user_id("u1");
    context.set_unit_id(std::string(unit));
    return context;
  }
  // The case's notices as soon as there is one.
  std::vector<v1::Notice> Await(const std::string& case_id) {
    v1::ListNoticesRequest request;
    request.set_case_id(case_id);
    for (const absl::Time end = absl::Now() + absl::Seconds(30); absl::Now() < end; absl::SleepFor(absl::Milliseconds(20))) {
      const auto list = running_->Call(&v1::Records::Stub::ListNotices, Clerk(), request);
      if (list.ok() && list->notices_size() > 0) return {list->notices().begin(), list->notices().end()};
    }
    ADD_FAILURE() << "no notice of " << case_id;
    return {v1::Notice()};
  }
  absl::StatusOr<v1::RenderDocumentResponse> Get(const std::string& case_id, const rpc::Context& caller) {
    v1::GetNoticeRequest request;
    request.set_case_id(case_id);
    request.set_effect_no(4);
    return running_->Call(&v1::Records::Stub::GetNotice, caller, request);
  }
  absl::StatusOr<v1::RenderDocumentResponse> Copy(const std::string& case_id, const std::string& paper) {
    v1::RenderNoticeRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_case_id(case_id);
    request.set_effect_no(4);
    request.set_paper(paper);
    request.set_large_print(true);
    return running_->Call(&v1::Records::Stub::RenderNotice, Clerk(), request);
  }

  postgres::TestDatabase database_;
  config::Config config_;
  rpc::ContextSigner signer_;
  City city_;
  std::unique_ptr<RunningRecords> running_;
};

constexpr char kRefusal[] = R"({"template": "refusal_letter", "remedy": "objection", "told": {"reason": "收入超过标准"}})";

TEST_F(Notices, BecomePapersThatCanBeFetched) {
  const std::string id = city_.Issue(kRefusal);
  const v1::Notice notice = Await(id)[0];
  EXPECT_EQ(notice.title(), "不予法律援助决定书");
  EXPECT_EQ(notice.number(), "330602LA0120260918000019-4");
  EXPECT_EQ(notice.template_(), "refusal_letter");
  EXPECT_EQ(notice.issue_time().seconds(), 1'781'000'000);
  const auto paper = Get(id, Clerk());
  ASSERT_TRUE(paper.ok()) << paper.status();
  EXPECT_TRUE(paper->pdf().starts_with("%PDF-"));
  EXPECT_EQ(Get(id, Clerk())->pdf(), paper->pdf()) << "what was issued stays what was issued";
}

TEST_F(Notices, MessagesAreSlips) {
  const std::string id = city_.Issue(R"({"to": "legal_aid_quality", "told": {"step": "安排回访"}})", "message");
  const v1::Notice notice = Await(id)[0];
  EXPECT_EQ(notice.kind(), "message");
  EXPECT_EQ(notice.title(), "工作通知");
  EXPECT_EQ(notice.template_(), "legal_aid_quality");
}

TEST_F(Notices, CanBePrintedAgainOnOtherPaperAndEveryCopyIsKept) {
  const std::string id = city_.Issue(kRefusal);
  Await(id);
  const auto issued = Get(id, Clerk()), copy = Copy(id, "A5");
  ASSERT_TRUE(issued.ok() && copy.ok()) << copy.status();
  EXPECT_NE(copy->document_id(), issued->document_id());
  EXPECT_EQ(Get(id, Clerk())->document_id(), issued->document_id());
}

TEST_F(Notices, AreForWhoeverSeesTheCase) {
  const std::string id = city_.Issue(kRefusal);
  Await(id);
  EXPECT_EQ(ReasonOf(Get(id, Clerk("xf-330602")).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(crypto::NewUuid(), Clerk()).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get("' OR 1=1", Clerk()).status()), "NOT_FOUND");
}

TEST_F(Notices, OfTheTimeWhenRecordsWasAwayAreMadeAfterwardsOnceEach) {
  const std::string first = city_.Issue(kRefusal);
  Await(first);
  running_.reset();
  const std::string second = city_.Issue(kRefusal);
  Restart();
  EXPECT_EQ(Await(second).size(), 1u);
  EXPECT_EQ(city_.asked_after, 1);
  EXPECT_EQ(Await(first).size(), 1u);
}

TEST_F(Notices, WaitWhileCaseworkCannotAnswerAndNoneIsSkipped) {
  {
    std::lock_guard lock(city_.mutex);
    city_.away = true;
  }
  const std::string first = city_.Issue(kRefusal);
  absl::SleepFor(absl::Milliseconds(200));
  const std::string second = city_.Issue(kRefusal);
  absl::SleepFor(absl::Milliseconds(200));
  {
    std::lock_guard lock(city_.mutex);
    city_.away = false;
  }
  EXPECT_EQ(Await(second).size(), 1u);
  EXPECT_EQ(Await(first).size(), 1u);
}

TEST_F(Notices, ThatCannotBeTypesetSayWhyAndHoldUpNobody) {
  const std::string endless = city_.Issue(
      fmt::format(R"({{"template": "refusal_letter", "told": {{"reason": "{}"}}}})", std::string(300'000, 'x')));
  const std::string next = city_.Issue(kRefusal);
  Await(next);
  EXPECT_TRUE(Get(next, Clerk()).ok());
  Await(endless);
  EXPECT_EQ(ReasonOf(Get(endless, Clerk()).status()), "DOCUMENT_DATA_INVALID");
}

TEST_F(Notices, KeepCitiesApart) {
  EXPECT_THAT(postgres::FindRlsFaults(database_.superuser(), "records").value(), IsEmpty());
}

}  // namespace
}  // namespace lianban::records
