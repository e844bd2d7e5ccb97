// One log over cases, rules and rights: what identity and catalog change reaches casework's tree, also when casework was
// away; `lianban admin audit verify` finds rows that were changed behind their backs; a calendar's record starts the
// count of due dates.

#include <array>
#include <filesystem>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "lianban/casework/v1/clock_runs.grpc.pb.h"
#include "lianban/casework/v1/journal.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/casework/sql_files.h"
#include "services/catalog/gate/gate_client.h"
#include "services/catalog/sql_files.h"
#include "services/identity/bootstrap_city.h"
#include "services/identity/sql_files.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/module.h"

namespace lianban::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr char kCity[] = "330600";
constexpr char kScript[] = R"lua(
return workflow "greeting" {
  title = "问候",
  params = { ["hi.days"] = 2 },
  locked = { ["params.hi.days"] = "全市统一" },
  clock = { statutory = CLOCK },
  steps = {
    task "hello" { title = "打招呼", by = role "window", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}
)lua";

workflow::ScriptHost& Scripts() {
  static const auto host = workflow::StartWorkerPool({.hard_deadline_ms = 5000}).value();
  return *host;
}

// One process with some of the services, listening on a socket file.
class Server {
 public:
  Server(const ModuleContext& context, std::vector<ModuleDefinition> definitions, const std::string& listen,
         rpc::Channels& channels) {
    grpc::ServerBuilder builder;
    for (const ModuleDefinition& definition : definitions) {
      modules_.push_back(definition.make(context).value());
      modules_.back()->Register(builder);
    }
    builder.AddListeningPort(listen, grpc::InsecureServerCredentials());
    server_ = builder.BuildAndStart();
    channels.UseLocal(server_.get());
    for (auto& module : modules_) LIANBAN_CHECK(module->Start().ok(), "a service does not start");
  }
  ~Server() {
    for (auto& module : modules_) module->Drain();
    server_->Shutdown(std::chrono::system_clock::now());
    for (auto& module : modules_) module->Close();
    server_.reset();
  }
  std::shared_ptr<grpc::Channel> channel() { return server_->InProcessChannel({}); }

 private:
  std::vector<std::unique_ptr<Module>> modules_;
  std::unique_ptr<grpc::Server> server_;
};

class OneLog : public testing::Test {
 protected:
  OneLog()
      : database_({{"identity", identity::sql::EmbeddedFiles()},
                   {"catalog", catalog::sql::EmbeddedFiles()},
                   {"casework", casework::sql::EmbeddedFiles()}}),
        folder_(Folder()),
        rules_at_("unix:" + folder_ + "/rules"),
        casework_at_("unix:" + folder_ + "/casework"),
        rules_channels_({{"casework", casework_at_}}, {}),
        casework_channels_({{"identity", rules_at_}, {"catalog", rules_at_}}, {}) {
    LIANBAN_CHECK(crypto::InitKeys(folder_ + "/keys").ok(), "keys");
    keys_ = crypto::LoadKeys(folder_ + "/keys").value();
    signer_.emplace(keys_.context);
    config_.database = database_.connection();
    config_.data_dir = folder_;
    const auto identity = identity::OpenIdentityDatabase(config_.database, 1);
    EXPECT_TRUE(identity::BootstrapCity(*identity, keys_, kCity, "绍兴市", "admin", "a good password").ok());
    rules_.emplace(ModuleContext{&config_, &keys_, &rules_channels_, &*signer_, &Scripts()},
                   std::vector<ModuleDefinition>{identity::Definition(), catalog::Definition()}, rules_at_, rules_channels_);
    catalog_ = catalog::v1::Catalog::NewStub(rules_->channel());
  }
  ~OneLog() override {
    casework_.reset();
    rules_.reset();
    fs::remove_all(folder_);
  }

  static std::string Folder() {
    std::string folder = fs::temp_directory_path() / "lianban-audit-XXXXXX";
    LIANBAN_CHECK(mkdtemp(folder.data()) != nullptr, "temporary folder");
    return folder;
  }

  void StartCasework() {
    casework_.emplace(ModuleContext{&config_, &keys_, &casework_channels_, &*signer_, &Scripts()},
                      std::vector<ModuleDefinition>{casework::Definition()}, casework_at_, casework_channels_);
  }

  catalog::PrepareGateCall As(const std::string& user, const std::string& role) {
    return [this, user, role](grpc::ClientContext& call) {
      rpc::Context context = rpc::SystemContext(kCity, absl::Now());
      context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
      context.set_user_id(user);
      context.set_user_name(user == "u2" ? "侯伟军" : "方水燕");
      context.add_desks()->set_role(role);
      rpc::PrepareCall(call, *signer_, context, absl::Seconds(30));
    };
  }

  void PublishGreeting(const std::string& name = "greeting", const std::string& clock = "workdays(10)") {
    catalog::v1::Draft draft;
    draft.set_process(name);
    std::string script = kScript;
    script.replace(script.find("CLOCK"), 5, clock);
    script.replace(script.find("greeting"), 8, name);
    (*draft.mutable_bundle()->mutable_files())["process.lua"] = script;
    const auto release =
        catalog::PublishThroughGate(*catalog_, As("u1", "workflow_admin"), As("u2", "workflow_approver"), draft);
    ASSERT_TRUE(release.ok()) << release.status();
  }

  void ImportCalendar(const absl::CivilDay& working_weekend, const absl::CivilYear& year) {
    catalog::v1::ImportCalendarRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_year(static_cast<int32_t>(year.year()));
    request.set_source("国办发明电");
    if (absl::CivilYear(working_weekend) == year) {
      auto& day = *request.add_days();
      day.set_date(absl::FormatCivilTime(working_weekend));
      day.set_name("调休");
      day.set_is_off_day(false);
    }
    grpc::ClientContext call;
    As("u1", "workflow_admin")(call);
    catalog::v1::ImportCalendarResponse response;
    const grpc::Status status = catalog_->ImportCalendar(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  std::string StartCase(const std::string& process) {
    casework::v1::StartCaseRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_process(process);
    request.set_unit_id("admin-3306");
    request.set_area_code("330600");
    request.set_title("问候");
    casework::v1::CommandResponse response;
    grpc::Status status;
    for (const absl::Time end = absl::Now() + absl::Seconds(10); absl::Now() < end; absl::SleepFor(absl::Milliseconds(300))) {
      grpc::ClientContext call;
      As("u1", "window")(call);
      status = casework::v1::Casework::NewStub(casework_->channel())->StartCase(&call, request, &response);
      if (status.ok()) break;  // a release is seen after a second
    }
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.case_id();
  }

  // The latest run, once there are so many and it has ended.
  casework::v1::ClockRun LastRunOf(int count) {
    const auto stub = casework::v1::ClockRuns::NewStub(casework_->channel());
    for (const absl::Time end = absl::Now() + absl::Seconds(60); absl::Now() < end; absl::SleepFor(absl::Milliseconds(300))) {
      grpc::ClientContext call;
      As("u1", "workflow_admin")(call);
      casework::v1::ListClockRunsResponse runs;
      EXPECT_TRUE(stub->ListClockRuns(&call, {}, &runs).ok());
      if (runs.runs_size() == count && runs.runs(0).has_finish_time()) return runs.runs(0);
    }
    ADD_FAILURE() << "no run";
    return {};
  }

  void SetReviewDays(const std::string& days) {
    catalog::v1::SetParametersRequest request;
    request.set_request_id(crypto::NewUuid());
    auto& parameter = *request.add_parameters();
    parameter.set_key("la.review");
    parameter.set_value_json(days);
    grpc::ClientContext call;
    As("u1", "workflow_admin")(call);
    catalog::v1::SetParametersResponse response;
    const grpc::Status status = catalog_->SetParameters(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void SignInWrongly() {
    const auto identity = identity::v1::Identity::NewStub(rules_->channel());
    grpc::ClientContext call;
    identity::v1::SignInRequest request;
    request.set_city_id(kCity);
    request.set_login("admin");
    request.set_password("a guess");
    identity::v1::SignInResponse response;
    EXPECT_FALSE(identity->SignIn(&call, request, &response).ok());
  }

  std::string AsSuperuser(const std::string& sql) {
    auto connection = postgres::AdminConnection::Connect(database_.superuser());
    const absl::Status status = connection.ok() ? (*connection)->Execute(sql) : connection.status();
    return status.ok() ? "" : status.ToString();
  }

  // What the command prints; its exit code in the last line.
  std::string Audit(const std::string& arguments) {
    const std::string binary = fs::read_symlink("/proc/self/exe").parent_path() / "lianban";
    const std::string line = fmt::format("LC_ALL=en_US.UTF-8 '{}' admin audit {} --city {} --database '{}' --data-dir '{}' 2>&1; echo exit $?",
                                         binary, arguments, kCity, config_.database, folder_);
    std::string out;
    FILE* pipe = popen(line.c_str(), "r");
    std::array<char, 4096> buffer;
    while (const size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), count);
    pclose(pipe);
    return out;
  }

  // The relay comes every second, later when casework was away.
  std::string AuditOnceItHas(const std::string& arguments, const std::string& wanted) {
    std::string out;
    for (const absl::Time end = absl::Now() + absl::Seconds(60); absl::Now() < end; absl::SleepFor(absl::Milliseconds(300))) {
      out = Audit(arguments);
      if (out.find(wanted) != std::string::npos) break;
    }
    return out;
  }

  postgres::TestDatabase database_;
  const std::string folder_, rules_at_, casework_at_;
  rpc::Channels rules_channels_, casework_channels_;
  config::Config config_;
  crypto::Keys keys_;
  std::optional<rpc::ContextSigner> signer_;
  std::optional<Server> rules_, casework_;
  std::unique_ptr<catalog::v1::Catalog::Stub> catalog_;
};

TEST_F(OneLog, WhatWasChangedWhileCaseworkWasAwayArrivesOnce) {
  SignInWrongly();
  SetReviewDays("7");
  PublishGreeting();
  EXPECT_THAT(Audit("records"), Not(HasSubstr("greeting")));
  StartCasework();
  std::string records = AuditOnceItHas("records", "publish_release");
  SetReviewDays("9");
  records = AuditOnceItHas("records --subject 'catalog.parameter'", "\n");
  casework_.reset();  // in the middle of it, and again
  SetReviewDays("5");
  StartCasework();
  for (int changes = 0; changes < 3; absl::SleepFor(absl::Milliseconds(300))) {
    records = Audit("records");
    changes = 0;
    for (size_t at = 0; (at = records.find("set_parameters", at)) != std::string::npos; ++at) ++changes;
    ASSERT_LE(changes, 3) << records;
  }
  EXPECT_THAT(records, HasSubstr("SignInFailed"));
  EXPECT_THAT(records, HasSubstr("approve_draft"));
  EXPECT_THAT(records, HasSubstr("publish_release  catalog.release greeting/1  方水燕"));
  const std::string verified = Audit("verify");
  EXPECT_THAT(verified, HasSubstr("exit 0")) << records;
}

TEST_F(OneLog, NamesTheRowThatWasChangedBehindTheServicesBack) {
  StartCasework();
  SignInWrongly();
  SetReviewDays("7");
  PublishGreeting();
  AuditOnceItHas("records", "publish_release");
  EXPECT_THAT(Audit("verify"), HasSubstr("exit 0"));
  EXPECT_EQ(AsSuperuser("UPDATE catalog.release SET approver = '某人' WHERE process = 'greeting'"), "");
  std::string found = Audit("verify");
  EXPECT_THAT(found, HasSubstr("RECORD_CHANGED: catalog.release greeting/1: approver"));
  EXPECT_THAT(found, HasSubstr("exit 1"));
  EXPECT_EQ(AsSuperuser("UPDATE catalog.release SET approver = '侯伟军' WHERE process = 'greeting';"
                        "UPDATE catalog.release_file SET content = content || ' ' WHERE process = 'greeting';"
                        "UPDATE catalog.parameter SET value = '70';"
                        "DELETE FROM identity.audit_entry WHERE action = 'SignInFailed';"
                        "INSERT INTO catalog.duty VALUES ('330600', 'x.y', '', 'sf-1', 'u1', now())"),
            "");
  found = Audit("verify");
  EXPECT_THAT(found, HasSubstr("RECORD_CHANGED: catalog.release greeting/1: files/process.lua"));
  EXPECT_THAT(found, HasSubstr("RECORD_CHANGED: catalog.parameter la.review@: value"));
  EXPECT_THAT(found, HasSubstr("RECORD_GONE: identity.audit_entry "));
  EXPECT_THAT(found, HasSubstr("RECORD_UNKNOWN: catalog.duty x.y@"));
  EXPECT_EQ(AsSuperuser("UPDATE casework.event SET actor_name = '某人' WHERE type = 'record.publish_release'"), "");
  EXPECT_THAT(Audit("verify"), HasSubstr("EVENT_CHANGED"));
}

TEST_F(OneLog, HoldsTheLocksOfAReleaseAndFindsOneThatWasTakenOff) {
  StartCasework();
  PublishGreeting();
  EXPECT_THAT(AuditOnceItHas("records --kind set_release_locks", "greeting"), HasSubstr("catalog.release_lock greeting@"));
  EXPECT_THAT(Audit("records --kind set_release_locks --json"), HasSubstr("全市统一"));
  AuditOnceItHas("records", "publish_release");
  EXPECT_THAT(Audit("verify"), HasSubstr("exit 0"));
  EXPECT_EQ(AsSuperuser("UPDATE catalog.release_lock SET why = '' WHERE process = 'greeting'"), "");
  EXPECT_THAT(Audit("verify"), HasSubstr("RECORD_CHANGED: catalog.release_lock greeting@"));
  EXPECT_EQ(AsSuperuser("DELETE FROM catalog.release_lock WHERE process = 'greeting'"), "");
  EXPECT_THAT(Audit("verify"), HasSubstr("RECORD_GONE: catalog.release_lock greeting@"));
}

TEST_F(OneLog, ListsRecordsByKindAndTimePageByPageToAuditors) {
  StartCasework();
  for (const char* days : {"3", "4", "5"}) SetReviewDays(days);
  PublishGreeting();
  AuditOnceItHas("records", "publish_release");
  const auto stub = casework::v1::Casework::NewStub(casework_->channel());
  const auto list = [&](const casework::v1::ListRecordsRequest& request, casework::v1::ListRecordsResponse& page,
                        const std::string& role = "auditor") {
    grpc::ClientContext call;
    As("u1", role)(call);
    page.Clear();
    return stub->ListRecords(&call, request, &page);
  };
  casework::v1::ListRecordsRequest request;
  casework::v1::ListRecordsResponse page;
  EXPECT_EQ(list(request, page, "workflow_admin").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  request.add_kinds("set_parameters");
  request.set_page_size(2);
  ASSERT_TRUE(list(request, page).ok());
  ASSERT_EQ(page.records_size(), 2);
  EXPECT_EQ(page.records(0).kind(), "set_parameters");
  EXPECT_EQ(page.records(0).subject(), "catalog.parameter la.review@");
  EXPECT_THAT(page.records(0).body_json(), HasSubstr("\"value\""));
  const auto second_time = page.records(1).time();
  request.set_page_token(page.next_page_token());
  ASSERT_TRUE(list(request, page).ok());
  EXPECT_EQ(page.records_size(), 1);
  EXPECT_EQ(page.next_page_token(), "");
  request.clear_page_token();
  *request.mutable_from_time() = second_time;
  ASSERT_TRUE(list(request, page).ok());
  EXPECT_EQ(page.records_size(), 2);
  *request.mutable_to_time() = second_time;
  ASSERT_TRUE(list(request, page).ok());
  EXPECT_EQ(page.records_size(), 0);
  request.clear_from_time();
  request.clear_to_time();
  request.clear_kinds();
  request.set_subject("catalog.release ");
  ASSERT_TRUE(list(request, page).ok());
  ASSERT_EQ(page.records_size(), 1);
  EXPECT_EQ(page.records(0).kind(), "publish_release");
}

TEST_F(OneLog, AMakeUpDayMovesDueDatesByItselfAndTheListSaysWhich) {
  StartCasework();
  const absl::CivilDay today(absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 3600)));
  const absl::CivilDay saturday = absl::NextWeekday(today, absl::Weekday::saturday), none(1970, 1, 1);
  for (int i = 0; i < 2; ++i) ImportCalendar(none, absl::CivilYear(today) + i);
  PublishGreeting();
  PublishGreeting("greeting_by_the_hour", "hours(400)");
  const std::string counted_in_workdays = StartCase("greeting");
  StartCase("greeting_by_the_hour");
  EXPECT_EQ(LastRunOf(2).moved(), 0);
  ImportCalendar(saturday, absl::CivilYear(saturday));
  const casework::v1::ClockRun run = LastRunOf(3);
  EXPECT_EQ(run.cause(), "catalog.calendar " + absl::FormatCivilTime(absl::CivilYear(saturday)));
  EXPECT_EQ(run.examined(), 2);
  EXPECT_EQ(run.moved(), 1);
  EXPECT_EQ(run.failed(), 0);
  casework::v1::ListRunMovesRequest request;
  request.set_run_id(run.run_id());
  casework::v1::ListRunMovesResponse moves;
  grpc::ClientContext call;
  As("u1", "workflow_admin")(call);
  ASSERT_TRUE(casework::v1::ClockRuns::NewStub(casework_->channel())->ListRunMoves(&call, request, &moves).ok());
  ASSERT_EQ(moves.moves_size(), 1);
  EXPECT_EQ(moves.moves(0).case_id(), counted_in_workdays);
  EXPECT_EQ(moves.moves(0).clock(), "case");
  EXPECT_EQ(moves.moves(0).why(), "calendar");
  // Ten working days from today are two weeks; one Saturday more, and the tenth is the working day before.
  EXPECT_GT(moves.moves(0).before(), moves.moves(0).due());
}

TEST_F(OneLog, OnlyThePlatformWritesRecords) {
  StartCasework();
  casework::v1::AppendRecordsRequest request;
  request.set_source("catalog");
  auto& record = *request.add_records();
  record.set_record_id(crypto::NewUuid());
  record.set_kind("publish_release");
  record.set_subject("catalog.release greeting/9");
  record.set_body_json("{}");
  const auto stub = casework::v1::Journal::NewStub(casework_->channel());
  casework::v1::AppendRecordsResponse response;
  {
    grpc::ClientContext call;
    As("u1", "workflow_admin")(call);
    EXPECT_EQ(stub->AppendRecords(&call, request, &response).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  }
  const auto append = [&]() -> absl::Status {
    grpc::ClientContext call;
    rpc::PrepareCall(call, *signer_, rpc::SystemContext(kCity, absl::Now()));
    return rpc::FromGrpc(stub->AppendRecords(&call, request, &response));
  };
  ASSERT_TRUE(append().ok());
  const int64_t place = response.log_indexes(0);
  ASSERT_TRUE(append().ok());
  EXPECT_EQ(response.log_indexes(0), place);
  record.set_body_json("{\"forged\":true}");
  EXPECT_EQ(ReasonOf(append()), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace lianban::cli
