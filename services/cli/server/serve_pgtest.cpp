// The binary itself, as an operator starts it.

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <regex>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/cli/command.h"
#include "services/cli/connect/connect_client.h"
#include "services/cli/server/services.h"
#include "services/identity/bootstrap_city.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/test_database.h"

extern char** environ;

namespace lianban::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

postgres::TestDatabase& Database() {
  static postgres::TestDatabase database([] {
    std::map<std::string, postgres::TestDatabase::Files> files;
    for (const ServiceEntry& entry : Services()) {
      if (entry.sql_files != nullptr) files[entry.module.name] = entry.sql_files();
    }
    return files;
  }());
  return database;
}

// One `lianban serve` with what it printed.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments) {
    const std::string binary = fs::read_symlink("/proc/self/exe").parent_path() / "lianban";
    std::vector<char*> argv = {const_cast<char*>(binary.c_str()), const_cast<char*>("serve")};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    EXPECT_EQ(posix_spawn(&pid_, binary.c_str(), &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    // The one line it prints when it is ready; nothing when it ends before.
    char byte;
    while (read(ends[0], &byte, 1) == 1 && byte != '\n') line_ += byte;
    close(ends[0]);
  }
  ~Process() {
    if (pid_ > 0) kill(pid_, SIGKILL);
    Wait();
  }

  const std::string& ready_line() const { return line_; }
  std::string Address(const std::string& scheme) const {
    std::smatch match;
    return std::regex_search(line_, match, std::regex(scheme + "://([0-9.:]+)")) ? match[1].str() : "";
  }
  void Terminate() { kill(pid_, SIGTERM); }
  int Wait() {
    if (pid_ <= 0) return code_;
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return code_;
  }

 private:
  pid_t pid_ = -1;
  int code_ = -1;
  std::string line_;
};

class Serve : public testing::Test {
 protected:
  Serve() : data_(fs::temp_directory_path() / fmt::format("lianban-serve-{}", getpid())) {
    EXPECT_TRUE(crypto::InitKeys(data_ / "keys").ok());
  }
  ~Serve() override { fs::remove_all(data_); }

  std::vector<std::string> Options(std::vector<std::string> more = {}) const {
    std::vector<std::string> all = {"--data-dir", data_, "--database", Database().connection(), "--listen", "127.0.0.1:0",
                                    "--http-listen", "127.0.0.1:0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  const fs::path data_;
};

// One unary call of bytes.
grpc::Status CallBytes(const std::string& address, const std::string& method, const std::string& request, std::string* answer) {
  grpc::GenericStub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const grpc::Slice slice(request);
  grpc::ByteBuffer sent(&slice, 1), received;
  std::mutex mutex;
  std::condition_variable finished;
  std::optional<grpc::Status> status;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &sent, &received, [&](grpc::Status s) {
    const std::lock_guard lock(mutex);
    status = std::move(s);
    finished.notify_one();
  });
  std::unique_lock lock(mutex);
  finished.wait(lock, [&] { return status.has_value(); });
  std::vector<grpc::Slice> slices;
  if (status->ok() && received.Dump(&slices).ok()) {
    for (const grpc::Slice& part : slices) answer->append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  return *status;
}

// grpc.health.v1: the request is field 1, the service's name; the answer is field 1, 1 = SERVING.
std::string Health(const std::string& address, const std::string& service) {
  std::string request;
  if (!service.empty()) request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  std::string answer;
  const grpc::Status status = CallBytes(address, "/grpc.health.v1.Health/Check", request, &answer);
  if (!status.ok()) return status.error_code() == grpc::StatusCode::NOT_FOUND ? "NOT_FOUND" : "ERROR";
  return answer == "\x08\x01" ? "SERVING" : "NOT_SERVING";
}

TEST_F(Serve, EveryServiceIsHealthyByName) {
  Process process(Options());
  const std::string address = process.Address("grpc");
  ASSERT_NE(address, "") << process.ready_line();
  for (const char* service : {"", "lianban.identity.v1.Identity", "lianban.catalog.v1.Catalog", "lianban.casework.v1.Casework",
                              "lianban.intake.v1.Intake", "lianban.records.v1.Records"}) {
    EXPECT_EQ(Health(address, service), "SERVING") << service;
  }
  EXPECT_EQ(Health(address, "lianban.nothing.v1.Nothing"), "NOT_FOUND");
}

TEST_F(Serve, ReflectionIsOffUnlessAskedFor) {
  const std::string method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  std::string answer;
  Process off(Options({"--only", "identity"}));
  EXPECT_EQ(CallBytes(off.Address("grpc"), method, "", &answer).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  Process on(Options({"--only", "identity", "--reflection"}));
  EXPECT_NE(CallBytes(on.Address("grpc"), method, "", &answer).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(Serve, TermEndsItInOrder) {
  Process process(Options());
  process.Terminate();
  EXPECT_EQ(process.Wait(), kOk);
}

TEST_F(Serve, TakenPortAndMissingServiceAndUnknownNameAreRefused) {
  Process first(Options({"--only", "identity"}));
  auto options = Options({"--only", "identity"});
  options[5] = first.Address("grpc");
  EXPECT_EQ(Process(options).Wait(), kUnavailable);
  EXPECT_EQ(Process(Options({"--only", "gateway"})).Wait(), kRefused);
  EXPECT_EQ(Process(Options({"--only", "nothing"})).Wait(), kUsage);
}

TEST_F(Serve, ADatabaseThatDoesNotFitStopsItAtTheDoor) {
  const auto with = [&](const std::string& database) {
    auto options = Options({"--only", "identity"});
    options[3] = Database().connection() + " dbname=" + database;
    return Process(options).Wait();
  };
  EXPECT_EQ(with("lianban_no_such"), kUnavailable);
  EXPECT_EQ(with("postgres"), kRefused);  // has none of our schemas
}

TEST_F(Serve, ADatabaseThatIsAwayIsWaitedFor) {
  auto options = Options({"--only", "identity"});
  options[3] = "host=/nonexistent dbname=lianban";
  Process process(options);
  EXPECT_THAT(process.ready_line(), HasSubstr("ready"));
  process.Terminate();
  EXPECT_EQ(process.Wait(), kOk);
}

TEST_F(Serve, WithoutKeysOrWithACertificateThatIsNoneItDoesNotStart) {
  std::ofstream(data_ / "note.pem") << "no certificate";
  EXPECT_EQ(Process(Options({"--only", "identity", "--tls-ca", data_ / "note.pem", "--tls-certificate",
                             data_ / "note.pem", "--tls-key", data_ / "note.pem"})).Wait(), kRefused);
  fs::remove(data_ / "keys" / "field");
  EXPECT_EQ(Process(Options({"--only", "identity"})).Wait(), kRefused);
}

TEST_F(Serve, ServicesApartWorkTogether) {
  const auto database = identity::OpenIdentityDatabase(Database().connection(), 1);
  ASSERT_TRUE(identity::BootstrapCity(*database, *crypto::LoadKeys(data_ / "keys"), "330600", "绍兴市", "admin",
                                      "long enough a password").ok());
  Process rules(Options({"--only", "identity,catalog,records", "--address", "casework=127.0.0.1:1"}));
  const std::string a = rules.Address("grpc");
  Process cases(Options({"--only", "casework,intake", "--address", fmt::format("identity={0},catalog={0},records={0}", a)}));
  const std::string b = cases.Address("grpc");
  Process door(Options({"--only", "gateway", "--address",
                        fmt::format("identity={0},catalog={0},records={0},casework={1},intake={1}", a, b)}));
  ConnectClient stranger({"http://" + door.Address("http"), ""});
  identity::v1::SignInRequest sign_in;
  sign_in.set_city_id("330600");
  sign_in.set_login("admin");
  sign_in.set_password("long enough a password");
  const auto session = stranger.Call<identity::v1::SignInResponse>("lianban.identity.v1.Identity/SignIn", sign_in);
  ASSERT_TRUE(session.ok()) << session.status();
  ConnectClient admin({stranger.url(), session->session_token()});
  const auto units = admin.Call<identity::v1::ListUnitsResponse>("lianban.identity.v1.Identity/ListUnits",
                                                                 identity::v1::ListUnitsRequest());
  ASSERT_TRUE(units.ok()) << units.status();
  EXPECT_GE(units->units_size(), 1);
  // A service that is gone is told as such, without its address.
  rules.Terminate();
  rules.Wait();
  ConnectClient again({stranger.url(), ""});
  const auto refused = again.Call<identity::v1::SignInResponse>("lianban.identity.v1.Identity/SignIn", sign_in);
  EXPECT_EQ(ReasonOf(refused.status()), "SERVICE_UNAVAILABLE");
}

}  // namespace
}  // namespace lianban::cli
