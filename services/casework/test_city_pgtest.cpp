// The fixtures of test_city.h: a catalog and an identity small enough to read.

#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/casework/sql_files.h"
#include "services/casework/test_city.h"
#include "services/casework/test_processes.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::casework {

class FixtureCatalog final : public catalog::v1::Catalog::Service {
 public:
  explicit FixtureCatalog(const TestCity& city) : city_(city) {}

 private:
  grpc::Status GetRelease(grpc::ServerContext*, const catalog::v1::GetReleaseRequest* request,
                          catalog::v1::Release* response) override {
    const int number = std::max(1, request->number());
    const auto found = TestProcesses().find(request->process() + (number == 1 ? "" : "@" + std::to_string(number)));
    if (found == TestProcesses().end()) {
      return rpc::ToGrpc(Error("NOT_FOUND", {{"name", request->process()}}), "catalog.lianban");
    }
    response->set_process(request->process());
    response->set_number(number);
    response->mutable_bundle()->set_main("process.lua");
    (*response->mutable_bundle()->mutable_files())["process.lua"] = found->second;
    return grpc::Status::OK;
  }
  grpc::Status ListReleaseScopes(grpc::ServerContext*, const catalog::v1::ListReleaseScopesRequest* request,
                                 catalog::v1::ListReleaseScopesResponse* response) override {
    if (TestProcesses().contains(request->process())) response->add_scopes()->set_number(1);
    return grpc::Status::OK;
  }
  grpc::Status GetEnvironment(grpc::ServerContext*, const catalog::v1::GetEnvironmentRequest* request,
                              catalog::v1::GetEnvironmentResponse* response) override {
    const std::vector<std::string> holidays = city_.holidays();
    response->set_etag(std::to_string(holidays.size() + 1));
    response->set_unchanged(request->etag() == response->etag());
    for (const std::string& date : holidays) {
      auto* day = response->add_days();
      day->set_date(date);
      day->set_is_off_day(true);
      day->set_name("放假");
    }
    for (int year = 2024; year < 2040; ++year) response->add_loaded_years(year);
    return grpc::Status::OK;
  }

  const TestCity& city_;
};

// A district bureau with two streets below it, a bureau that has nothing to do with them, and the city's centre.
class FixtureIdentity final : public identity::v1::Identity::Service {
  grpc::Status ListUnits(grpc::ServerContext*, const identity::v1::ListUnitsRequest*,
                         identity::v1::ListUnitsResponse* response) override {
    const char* units[][4] = {{"sf-1", "区司法局", "330602", ""},
                              {"jd-1", "城南街道", "330602001", "sf-1"},
                              {"jd-2", "城北街道", "330602002", "sf-1"},
                              {"sw-1", "区水务局", "330602", ""},
                              {"zx-1", "市综治中心", "3306", ""}};
    for (const auto& [id, name, area, parent] : units) {
      auto* unit = response->add_units();
      unit->set_unit_id(id);
      unit->set_name(name);
      unit->set_area_code(area);
      unit->set_level(*parent == '\0' ? "district" : "street");
      unit->set_parent(parent);
    }
    return grpc::Status::OK;
  }
};

TestCity::TestCity()
    : database_({{"casework", sql::EmbeddedFiles()}}),
      keys_{std::string(32, 'c'), std::string(32, 'f'), std::string(32, 'i'),
            std::string(32, 'p'), std::string(32, 't'), std::string(32, 'a')},
      signer_(keys_.context) {
  config_.database = database_.connection();
  std::string directory = std::filesystem::temp_directory_path() / "lianban-casework-XXXXXX";
  LIANBAN_CHECK(mkdtemp(directory.data()) != nullptr, "temporary folder");
  config_.data_dir = directory;
  auto scripts = workflow::StartWorkerPool({});
  LIANBAN_CHECK(scripts.ok(), "script workers: {}", scripts.status().ToString());
  scripts_ = *std::move(scripts);
}

TestCity::~TestCity() { std::filesystem::remove_all(config_.data_dir); }

rpc::Context TestCity::Person(const std::string& user, const std::vector<std::string>& desks,
                              const std::string& city) const {
  rpc::Context context;
  context.set_city_id(city);
  context.set_user_id(user);
  context.set_user_name(user);
  context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
  for (const std::string& text : desks) {
    auto* desk = context.add_desks();
    desk->set_unit_id(text.substr(0, text.find('/')));
    desk->set_role(text.substr(text.find('/') + 1));
  }
  if (!desks.empty()) context.set_unit_id(context.desks(0).unit_id());
  context.set_area_code("330602001");
  return context;
}

void TestCity::PublishHoliday(const std::string& date) {
  std::lock_guard lock(holidays_mutex_);
  holidays_.push_back(date);
}

std::vector<std::string> TestCity::holidays() const {
  std::lock_guard lock(holidays_mutex_);
  return holidays_;
}

TestServer::TestServer(TestCity& city)
    : catalog_(std::make_unique<FixtureCatalog>(city)), identity_(std::make_unique<FixtureIdentity>()) {
  auto module = Definition().make({&city.config(), &city.keys(), &channels_, &city.signer(), &city.scripts()});
  LIANBAN_CHECK(module.ok(), "casework: {}", module.status().ToString());
  module_ = *std::move(module);
  grpc::ServerBuilder builder;
  module_->Register(builder);
  builder.RegisterService(catalog_.get());
  builder.RegisterService(identity_.get());
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  server_ = builder.BuildAndStart();
  channels_.UseLocal(server_.get());
  LIANBAN_CHECK(module_->Start().ok(), "casework does not start");
  // Over TCP, so that a caller outlives the server as it does in life.
  channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  stub_ = v1::Casework::NewStub(channel_);
}

TestServer::~TestServer() { Stop(); }

void TestServer::Stop() {
  if (server_ == nullptr) return;
  module_->Drain();
  server_->Shutdown(std::chrono::system_clock::now());
  module_->Close();
  server_.reset();
}

absl::Status StatusFrom(const grpc::Status& status) { return rpc::FromGrpc(status); }

void Caller::Authorize(grpc::ClientContext& call) const {
  rpc::Context fresh = who_;
  const absl::Time now = absl::Now();
  fresh.mutable_issue_time()->set_seconds(absl::ToUnixSeconds(now));
  fresh.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(now) + 55);
  call.AddMetadata(rpc::kContextKey, city_.signer().Sign(fresh));
  call.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(25));
}

absl::StatusOr<v1::CommandResponse> Caller::Start(const std::string& process, const std::string& form_json,
                                                  const std::string& request_id) const {
  v1::StartCaseRequest request;
  request.set_request_id(request_id.empty() ? crypto::NewUuid() : request_id);
  request.set_process(process);
  request.set_unit_id("jd-1");
  request.set_area_code("330602001");
  request.set_title("路灯不亮");
  request.set_form_json(form_json);
  return Do(&v1::Casework::Stub::StartCase, request);
}

absl::StatusOr<v1::CommandResponse> Caller::Complete(const v1::CommandResponse& at, const std::string& outcome,
                                                     const std::string& request_id) const {
  if (at.opened_tasks().empty()) return absl::NotFoundError("no task was opened");
  return Complete(at.case_id(), at.opened_tasks(0).task_no(), outcome, request_id);
}

absl::StatusOr<v1::CommandResponse> Caller::Complete(const std::string& case_id, int64_t task,
                                                     const std::string& outcome, const std::string& request_id,
                                                     const std::string& reason) const {
  v1::CompleteTaskRequest request;
  request.set_request_id(request_id.empty() ? crypto::NewUuid() : request_id);
  request.set_case_id(case_id);
  request.set_task_no(task);
  request.set_outcome(outcome);
  request.set_reason(reason);
  return Do(&v1::Casework::Stub::CompleteTask, request);
}

absl::StatusOr<v1::Case> Caller::Get(const std::string& case_id) const {
  v1::GetCaseRequest request;
  request.set_case_id(case_id);
  return Do(&v1::Casework::Stub::GetCase, request);
}

}  // namespace lianban::casework
