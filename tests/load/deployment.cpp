#include "tests/load/deployment.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"

extern char** environ;

namespace lianban::load {
namespace {

constexpr char kDatabase[] = "lianban_bench";

absl::Status Failed(const std::string& what) { return Error("DEPLOYMENT_FAILED", {{"detail", what}}); }

std::string TextOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string LastLines(const std::string& path) {
  const std::string text = TextOf(path);
  return text.size() > 600 ? text.substr(text.size() - 600) : text;
}

// Output goes to `log`.
absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return Failed(command[0]);
  return pid;
}

// The same cluster, another database: the last of two settings counts.
std::string OnDatabase(const std::string& connection) { return fmt::format("{} dbname={}", connection, kDatabase); }

std::string WithoutUser(const std::string& connection) {
  std::vector<std::string> kept;
  const std::vector<std::string> words = absl::StrSplit(connection, ' ', absl::SkipEmpty());
  for (const std::string& word : words) {
    if (!word.starts_with("user=") && !word.starts_with("dbname=")) kept.push_back(word);
  }
  return fmt::format("{} dbname={}", fmt::join(kept, " "), kDatabase);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Deployment>> Deployment::Create(const std::string& superuser,
                                                               const std::string& folder) {
  std::unique_ptr<Deployment> self(new Deployment());
  self->cluster_ = superuser;
  self->superuser_ = OnDatabase(superuser);
  self->database_ = WithoutUser(superuser);
  self->folder_ = folder;
  self->program_ = std::filesystem::read_symlink("/proc/self/exe");
  LIANBAN_ASSIGN_OR_RETURN(const auto cluster, postgres::AdminConnection::Connect(superuser));
  LIANBAN_RETURN_IF_ERROR(cluster->Execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", kDatabase)));
  LIANBAN_RETURN_IF_ERROR(cluster->Execute(fmt::format("CREATE DATABASE {}", kDatabase)));
  const std::vector<std::string> common = {"--data-dir", folder, "--database", self->database_};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), common.begin(), common.end());
    return words;
  };
  LIANBAN_RETURN_IF_ERROR(self->Run(with({"admin", "init-keys"})));
  LIANBAN_RETURN_IF_ERROR(self->Run(with({"admin", "migrate", "--superuser", self->superuser_})));
  LIANBAN_ASSIGN_OR_RETURN(const crypto::Keys keys, crypto::LoadKeys(folder + "/keys"));
  self->signer_ = std::make_unique<rpc::ContextSigner>(keys.context);
  return self;
}

Deployment::~Deployment() {
  StopServer();
  const auto cluster = postgres::AdminConnection::Connect(cluster_);
  if (cluster.ok()) (*cluster)->Execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", kDatabase)).IgnoreError();
}

absl::Status Deployment::Run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command = {program_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const std::string log = folder_ + "/command.log";
  LIANBAN_ASSIGN_OR_RETURN(const pid_t pid, Spawn(command, log));
  int status = 0;
  waitpid(pid, &status, 0);
  return status == 0 ? absl::OkStatus() : Failed(LastLines(log));
}

absl::Status Deployment::StartServer() {
  const std::string log = folder_ + "/serve.log";
  LIANBAN_ASSIGN_OR_RETURN(server_, Spawn({program_, "serve", "--data-dir", folder_, "--database", database_, "--listen",
                                           "127.0.0.1:0", "--http-listen", "127.0.0.1:0"},
                                          log));
  for (int i = 0; i < 1500; ++i) {
    const std::string text = TextOf(log);
    const size_t ready = text.find("ready in ");
    const size_t address = ready == std::string::npos ? ready : text.find("grpc://", ready);
    if (address != std::string::npos && text.find('\n', address) != std::string::npos) {
      ready_seconds_ = std::stod(text.substr(ready + 9));
      address_ = text.substr(address + 7, text.find_first_of(" \n", address) - address - 7);
      return absl::OkStatus();
    }
    if (waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = -1;
      break;
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
  return Failed(LastLines(log));
}

void Deployment::StopServer() {
  if (server_ < 0) return;
  kill(server_, SIGTERM);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

absl::StatusOr<pid_t> Deployment::Postmaster() const {
  LIANBAN_ASSIGN_OR_RETURN(const auto connection, postgres::AdminConnection::Connect(superuser_));
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, connection->Query("SELECT pg_backend_pid()"));
  const std::string stat = TextOf(fmt::format("/proc/{}/stat", rows->GetInt(0, 0)));
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return Failed("PostgreSQL runs on another machine");
  return std::stoi(stat.substr(name_end + 4));
}

std::shared_ptr<grpc::Channel> Deployment::NewChannel() const {
  static int number = 0;
  grpc::ChannelArguments arguments;
  arguments.SetInt("lianban.bench.channel", ++number);  // otherwise equal channels share a connection
  return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments);
}

std::string Deployment::SignedContext(const std::string& user, const std::vector<std::string>& desks) const {
  rpc::Context context;
  context.set_city_id(kCity);
  context.set_user_id(user);
  context.set_user_name(user);
  context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
  for (const std::string& text : desks) {
    auto* desk = context.add_desks();
    desk->set_unit_id(text.substr(0, text.find('/')));
    desk->set_role(text.substr(text.find('/') + 1));
  }
  if (!desks.empty()) context.set_unit_id(context.desks(0).unit_id());
  const bool rules = !desks.empty() && desks[0].find("/workflow_") != std::string::npos;
  context.set_area_code(rules ? "3306" : "330602001");  // processes are the city's
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  context.mutable_issue_time()->set_seconds(now);
  context.mutable_expire_time()->set_seconds(now + 60);
  return signer_->Sign(context);
}

}  // namespace lianban::load
