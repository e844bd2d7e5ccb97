// The fixture of test_city.h, and that the city is whole.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/casework/sql_files.h"
#include "services/catalog/gate/gate_client.h"
#include "services/catalog/sql_files.h"
#include "services/identity/bootstrap_city.h"
#include "services/identity/sql_files.h"
#include "services/intake/sql_files.h"
#include "services/intake/test_city.h"
#include "services/lib/check/check.h"
#include "services/lib/text/csv.h"
#include "services/records/sql_files.h"
#include "services/workflow/language/read_bundle.h"

namespace lianban::intake {
namespace {

constexpr char kFolder[] = "workflows/cities/shaoxing/";

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  LIANBAN_CHECK(in.good(), "{}: run from the top of the repository", path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

using Line = std::map<std::string, std::string>;

std::vector<Line> ReadTable(const std::string& path) {
  auto rows = ParseCsv(ReadFile(path)).value();
  std::vector<Line> lines;
  for (size_t i = 1; i < rows.size(); ++i) {
    Line line;
    for (size_t c = 0; c < rows[0].cells.size(); ++c) line[rows[0].cells[c]] = rows[i].cells[c];
    lines.push_back(std::move(line));
  }
  return lines;
}

template <class Request>
Request WithId() {
  Request request;
  request.set_request_id(crypto::NewUuid());
  return request;
}

void Must(const absl::Status& status, std::string_view what) {
  LIANBAN_CHECK(status.ok(), "{}: {}", what, status.ToString());
}

}  // namespace

TestCity& TestCity::Get() {
  static auto* city = new TestCity();
  static int at_exit = std::atexit([] { delete city; });
  (void)at_exit;
  return *city;
}

TestCity::TestCity()
    : database({{"identity", identity::sql::EmbeddedFiles()},
                {"catalog", catalog::sql::EmbeddedFiles()},
                {"casework", casework::sql::EmbeddedFiles()},
                {"records", records::sql::EmbeddedFiles()},
                {"intake", sql::EmbeddedFiles()}}),
      keys{std::string(32, 'c'), std::string(32, 'f'), std::string(32, 'i'),
           std::string(32, 'p'), std::string(32, 't'), std::string(32, 'a')},
      signer(keys.context),
      channels({}, {}) {
  config.database = database.connection();
  std::string directory = std::filesystem::temp_directory_path() / "lianban-intake-XXXXXX";
  LIANBAN_CHECK(mkdtemp(directory.data()) != nullptr, "temporary folder");
  config.data_dir = directory;
  config.public_url = "https://lianban.example.cn";
  scripts = workflow::StartWorkerPool({}).value();
  ModuleContext context{&config, &keys, &channels, &signer, scripts.get()};
  grpc::ServerBuilder builder;
  for (const ModuleDefinition& definition : {identity::Definition(), catalog::Definition(), casework::Definition(),
                                             records::Definition(), intake::Definition()}) {
    modules.push_back(definition.make(context).value());
    modules.back()->Register(builder);
  }
  server = builder.BuildAndStart();
  channels.UseLocal(server.get());
  for (auto& module : modules) Must(module->Start(), "start");
  auto channel = server->InProcessChannel({});
  intake = v1::Intake::NewStub(channel);
  casework = casework::v1::Casework::NewStub(channel);
  catalog = catalog::v1::Catalog::NewStub(channel);
  identity = identity::v1::Identity::NewStub(channel);
  LoadUnits();
  LoadCalendar();
  LoadCatalog();
  LoadChannels();
}

TestCity::~TestCity() {
  for (auto module = modules.rbegin(); module != modules.rend(); ++module) (*module)->Drain();
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
  modules.clear();
  std::filesystem::remove_all(config.data_dir);
}

rpc::Context TestCity::Person(const std::string& user, const std::vector<std::string>& desks,
                              const std::string& city) const {
  rpc::Context context = rpc::SystemContext(city, absl::Now());
  context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
  context.set_user_id(user);
  context.set_user_name(user);
  for (const std::string& text : desks) {
    auto* desk = context.add_desks();
    desk->set_unit_id(text.substr(0, text.find('/')));
    desk->set_role(text.substr(text.find('/') + 1));
  }
  if (!desks.empty()) context.set_unit_id(context.desks(0).unit_id());
  context.set_area_code(context.unit_id() == "zz-3306" ? "3306" : "330602");
  return context;
}

absl::StatusOr<v1::Matter> TestCity::Report(const std::string& source_no, const Line& record,
                                            const std::string& channel) {
  v1::SubmitReportRequest request;
  request.set_channel(channel);
  request.set_source_no(source_no);
  request.set_payload_json(nlohmann::json(record).dump());
  return As(Importer(), &v1::Intake::Stub::SubmitReport, request);
}

bool TestCity::Eventually(const std::function<bool()>& done) {
  for (int i = 0; i < 100; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

void TestCity::LoadUnits() {
  // The first unit and its administrator, as `lianban admin bootstrap-city` makes them.
  Must(identity::BootstrapCity(*identity::OpenIdentityDatabase(database.connection(), 1), keys, kCity, "绍兴市",
                               "admin", "correct horse battery staple"),
       "bootstrap");
  rpc::Context admin = Person("admin", {"admin-3306/system_admin"});
  auto areas = WithId<identity::v1::ImportAreasRequest>();
  for (const Line& line : ReadTable(std::string(kFolder) + "areas.csv")) {
    auto* area = areas.add_areas();
    area->set_code(line.at("code"));
    area->set_name(line.at("name"));
    area->set_parent(line.at("parent"));
    area->set_level(line.at("level"));
  }
  Must(Call(*identity, &identity::v1::Identity::Stub::ImportAreas, admin, areas).status(), "areas");
  for (const Line& line : ReadTable(std::string(kFolder) + "units.csv")) {
    auto request = WithId<identity::v1::PutUnitRequest>();
    auto* unit = request.mutable_unit();
    unit->set_unit_id(line.at("unit_id"));
    unit->set_name(line.at("name"));
    unit->set_kind(line.at("kind"));
    unit->set_area_code(line.at("area_code"));
    unit->set_level(line.at("level"));
    unit->set_parent(line.at("parent"));
    unit->set_phone(line.at("phone"));
    Must(Call(*identity, &identity::v1::Identity::Stub::PutUnit, admin, request).status(), line.at("unit_id"));
  }
}

void TestCity::LoadCalendar() {
  rpc::Context admin = Person("workflow", {"zz-3306/workflow_admin"});
  std::map<int, catalog::v1::ImportCalendarRequest> years;
  for (const Line& line : ReadTable("workflows/calendars/cn.csv")) {
    int year = std::atoi(line.at("date").c_str());
    auto* day = years[year].add_days();
    day->set_date(line.at("date"));
    day->set_name(line.at("name"));
    day->set_is_off_day(line.at("is_off_day") == "true");
  }
  for (auto& [year, request] : years) {
    request.set_request_id(crypto::NewUuid());
    request.set_year(year);
    Must(Call(*catalog, &catalog::v1::Catalog::Stub::ImportCalendar, admin, request).status(), "calendar");
  }
}

void TestCity::LoadCatalog() {
  rpc::Context admin = Person("workflow", {"zz-3306/workflow_admin"});
  auto duties = WithId<catalog::v1::SetDutiesRequest>();
  for (const Line& line : ReadTable(std::string(kFolder) + "duties.csv")) {
    auto* duty = duties.add_duties();
    duty->set_duty(line.at("duty"));
    duty->set_area_code(line.at("area_code"));
    duty->set_unit_id(line.at("unit_id"));
  }
  Must(Call(*catalog, &catalog::v1::Catalog::Stub::SetDuties, admin, duties).status(), "duties");
  for (const Line& line : ReadTable(std::string(kFolder) + "processes.csv")) {
    catalog::v1::Draft draft;
    draft.set_process(line.at("process"));
    auto bundle = workflow::ReadBundle("workflows/" + line.at("folder")).value();
    for (const auto& [path, text] : bundle->files) (*draft.mutable_bundle()->mutable_files())[path] = text;
    const auto as = [this](const char* login, const char* desk) {
      return [this, login, desk](grpc::ClientContext& call) {
        rpc::PrepareCall(call, signer, Person(login, {desk}), absl::Seconds(30));
      };
    };
    Must(catalog::PublishThroughGate(*catalog, as("workflow", "zz-3306/workflow_admin"),
                                     as("leader", "zz-3306/workflow_approver"), draft)
             .status(),
         line.at("process"));
  }
  for (const Line& line : ReadTable(std::string(kFolder) + "items.csv")) {
    auto request = WithId<catalog::v1::PutItemRequest>();
    auto* item = request.mutable_item();
    item->set_code(line.at("code"));
    item->set_name(line.at("name"));
    item->set_process(line.at("process"));
    item->set_duty(line.at("duty"));
    item->set_legal_basis(line.at("legal_basis"));
    item->set_enabled(true);
    Must(Call(*catalog, &catalog::v1::Catalog::Stub::PutItem, admin, request).status(), line.at("code"));
  }
  auto table = WithId<catalog::v1::PutTableRequest>();
  table.mutable_table()->set_name("routing");
  table.mutable_table()->set_csv(ReadFile(std::string(kFolder) + "tables/routing.csv"));
  Must(Call(*catalog, &catalog::v1::Catalog::Stub::PutTable, admin, table).status(), "routing");
}

void TestCity::LoadChannels() {
  rpc::Context admin = Person("workflow", {"zz-3306/workflow_admin"});
  for (const Line& line : ReadTable(std::string(kFolder) + "channels.csv")) {
    auto request = WithId<v1::PutChannelRequest>();
    auto* channel = request.mutable_channel();
    channel->set_code(line.at("code"));
    channel->set_name(line.at("name"));
    channel->set_adapter(ReadFile("workflows/" + line.at("adapter")));
    channel->set_enabled(true);
    channel->set_default_process(line.at("default_process"));
    Must(Call(*intake, &v1::Intake::Stub::PutChannel, admin, request).status(), line.at("code"));
  }
}

TEST(Channels, AreListedWithoutTheirSourceForAClerk) {
  auto& city = TestCity::Get();
  auto listed = city.As(city.Clerk(), &v1::Intake::Stub::ListChannels, v1::ListChannelsRequest());
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_GE(listed->channels_size(), 4);
  for (const v1::Channel& channel : listed->channels()) EXPECT_EQ(channel.adapter(), "") << channel.code();
}

}  // namespace lianban::intake
