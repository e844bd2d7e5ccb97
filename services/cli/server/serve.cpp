// lianban serve: the chosen services in one process, until it is told to stop.

#include <dlfcn.h>

#include <csignal>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "grpc/support/log.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/health_check_service_interface.h"
#include "services/cli/command.h"
#include "services/cli/server/service_notify.h"
#include "services/cli/server/services.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/schema_check.h"
#include "services/lib/rpc/credentials.h"
#include "services/lib/telemetry/log.h"
#include "spdlog/spdlog.h"

namespace lianban::cli {
namespace {

struct ServeOptions {
  config::Config config;
  std::vector<std::string> only;
};

// Destroyed in reverse order: the server first, then the modules it served, then what they were given.
struct Process {
  ServeOptions options;
  crypto::Keys keys;
  std::unique_ptr<rpc::Channels> channels;
  std::unique_ptr<rpc::ContextSigner> signer;
  workflow::ScriptPauses pauses;
  std::unique_ptr<workflow::ScriptHost> scripts;
  std::vector<std::pair<std::string, std::unique_ptr<Module>>> modules;
  // Answers methods nobody has. A server must have something of its own to poll, even a gateway that serves none.
  grpc::CallbackGenericService unknown_methods;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

absl::StatusOr<std::vector<const ServiceEntry*>> Choose(const ServeOptions& options) {
  std::vector<const ServiceEntry*> chosen;
  std::set<std::string> unknown(options.only.begin(), options.only.end()), here;
  for (const ServiceEntry& entry : Services()) {
    const bool named = unknown.erase(entry.module.name) > 0;
    if (!named && !options.only.empty()) continue;
    chosen.push_back(&entry);
    here.insert(entry.module.name);
  }
  if (!unknown.empty()) return Error("OPTION_INVALID", {{"option", "--only"}, {"value", *unknown.begin()}});
  for (const ServiceEntry* entry : chosen) {
    for (const std::string& need : entry->module.needs) {
      if (!here.contains(need) && !options.config.addresses.contains(need)) {
        return Error("SERVICE_ADDRESS_MISSING", {{"service", entry->module.name}, {"needs", need}});
      }
    }
  }
  return chosen;
}

// A database that is away is waited for: it need not be up before its services. One that refuses us, or is of another
// version, would refuse every call.
absl::Status CheckDatabases(const std::vector<const ServiceEntry*>& chosen, const config::Config& config) {
  for (const ServiceEntry* entry : chosen) {
    if (entry->sql_files == nullptr) continue;
    const absl::Status found = postgres::CheckSchema(config.database, entry->module.name, entry->sql_files());
    if (ReasonOf(found) == "DATABASE_UNAVAILABLE") {
      spdlog::warn("{}", Localized(Error("DATABASE_NOT_YET"), Locale()));
      return absl::OkStatus();
    }
    LIANBAN_RETURN_IF_ERROR(found);
  }
  return absl::OkStatus();
}

absl::Status MakeModules(const std::vector<const ServiceEntry*>& chosen, Process& process) {
  const config::Config& config = process.options.config;
  LIANBAN_ASSIGN_OR_RETURN(process.keys, crypto::LoadKeys(config.data_dir + "/keys"));
  LIANBAN_RETURN_IF_ERROR(CheckDatabases(chosen, config));
  process.signer = std::make_unique<rpc::ContextSigner>(process.keys.context);
  process.channels = std::make_unique<rpc::Channels>(
      config.addresses, rpc::Channels::Tls{config.tls_ca, config.tls_certificate, config.tls_key});
  workflow::WorkerPoolOptions pool;
  pool.workers = config.script_workers;
  pool.on_pause = [&process](const workflow::ScriptPause& pause) {
    process.pauses.Add(pause, absl::Now());
    spdlog::warn("script {} is paused for {} s: {}:{}: {}", pause.main, pause.seconds, pause.last_offence.file,
                 pause.last_offence.line, pause.last_offence.code);
  };
  LIANBAN_ASSIGN_OR_RETURN(process.scripts, workflow::StartWorkerPool(pool));
  ModuleContext context{&config, &process.keys, process.channels.get(), process.signer.get(), process.scripts.get(),
                        &process.pauses};
  for (const ServiceEntry* entry : chosen) {
    LIANBAN_ASSIGN_OR_RETURN(std::unique_ptr<Module> module, entry->module.make(context));
    process.modules.emplace_back(entry->module.name, std::move(module));
  }
  return absl::OkStatus();
}

// Health checking knows a service by its full gRPC name, and the whole server by the empty one.
std::vector<std::string> HealthNames(const Process& process) {
  std::vector<std::string> names;
  for (const auto& [name, module] : process.modules) {
    if (name == "gateway") continue;
    std::string type = name;
    type[0] = static_cast<char>(type[0] - 'a' + 'A');
    names.push_back(fmt::format("lianban.{}.v1.{}", name, type));
  }
  names.push_back("");
  return names;
}

void SetServing(Process& process, bool serving) {
  grpc::HealthCheckServiceInterface* health = process.server->GetHealthCheckService();
  for (const std::string& name : HealthNames(process)) health->SetServingStatus(name, serving);
}

// The RPC library's own messages go where ours go: to people they are details of a fault that is told in our words.
void LogOfGrpc(gpr_log_func_args* args) {
  const auto level = args->severity == GPR_LOG_SEVERITY_ERROR ? spdlog::level::warn : spdlog::level::debug;
  spdlog::log(level, "grpc: {}", args->message);
}

// The library offers reflection on every server of a process from the moment it is loaded, so it is not linked: a
// deployment that does not want it does not have it.
absl::Status LoadReflection() {
  if (dlopen(LIANBAN_REFLECTION_LIBRARY, RTLD_NOW | RTLD_GLOBAL) != nullptr) return absl::OkStatus();
  return Error("REFLECTION_MISSING", {{"library", LIANBAN_REFLECTION_LIBRARY}});
}

absl::Status StartServer(Process& process) {
  const config::Config& config = process.options.config;
  grpc::EnableDefaultHealthCheckService(true);
  if (config.reflection) LIANBAN_RETURN_IF_ERROR(LoadReflection());
  grpc::ServerBuilder builder;
  LIANBAN_ASSIGN_OR_RETURN(
      auto credentials,
      rpc::ServerCredentialsFor(config.listen, {config.tls_ca, config.tls_certificate, config.tls_key}));
  builder.AddListeningPort(config.listen, credentials, &process.port);
  builder.SetMaxReceiveMessageSize(rpc::kMessageBytesMax);
  // A second server on the same port must fail, not share it.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 20'000);
  builder.RegisterCallbackGenericService(&process.unknown_methods);
  for (const auto& [name, module] : process.modules) module->Register(builder);
  process.server = builder.BuildAndStart();
  if (process.server == nullptr || process.port == 0) return Error("PORT_TAKEN", {{"address", config.listen}});
  SetServing(process, false);
  process.channels->UseLocal(process.server.get());
  return absl::OkStatus();
}

// The last started goes first: the door closes before the rooms behind it.
void Stop(Process& process) {
  if (process.server != nullptr) SetServing(process, false);
  for (auto module = process.modules.rbegin(); module != process.modules.rend(); ++module) module->second->Drain();
  if (process.server != nullptr) {
    process.server->Shutdown(absl::ToChronoTime(absl::Now() + absl::Seconds(process.options.config.drain_seconds)));
    process.server->Wait();
  }
  for (auto module = process.modules.rbegin(); module != process.modules.rend(); ++module) module->second->Close();
}

absl::Status StartAll(Process& process) {
  const std::string& listen = process.options.config.listen;
  if (listen.find(':') == std::string::npos) return Error("OPTION_INVALID", {{"option", "--listen"}, {"value", listen}});
  LIANBAN_ASSIGN_OR_RETURN(const auto chosen, Choose(process.options));
  for (const std::string& line : config::Describe(process.options.config)) spdlog::info("config: {}", line);
  LIANBAN_RETURN_IF_ERROR(MakeModules(chosen, process));
  LIANBAN_RETURN_IF_ERROR(StartServer(process));
  for (const auto& [name, module] : process.modules) LIANBAN_RETURN_IF_ERROR(module->Start());
  SetServing(process, true);
  return absl::OkStatus();
}

std::string ReadyLine(const Process& process, absl::Duration took) {
  std::vector<std::string> names, endpoints;
  for (const auto& [name, module] : process.modules) {
    names.push_back(name);
    for (std::string& endpoint : module->Endpoints()) endpoints.push_back(std::move(endpoint));
  }
  const std::string host = process.options.config.listen.substr(0, process.options.config.listen.rfind(':'));
  endpoints.push_back(fmt::format("grpc://{}:{}", host, process.port));
  return fmt::format("ready in {:.2f} s: {} at {}", absl::ToDoubleSeconds(took), absl::StrJoin(names, " "),
                     absl::StrJoin(endpoints, " "));
}

int Serve(ServeOptions options) {
  const absl::Time begun = absl::Now();
  // Before any thread starts, so that all of them leave these signals to the wait below.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  Process process;
  process.options = std::move(options);
  absl::Status started = telemetry::SetUpLog(process.options.config.log_level, process.options.config.log_format);
  gpr_set_log_function(LogOfGrpc);
  if (started.ok()) started = StartAll(process);
  if (!started.ok()) {
    Stop(process);
    return Fail(started);
  }
  fmt::print("{}\n", ReadyLine(process, absl::Now() - begun));
  std::fflush(stdout);
  NotifyService("READY=1");

  int signal = 0;
  sigwait(&signals, &signal);
  NotifyService("STOPPING=1");
  spdlog::info("stopping: no new work, finishing what is under way");
  // Asked twice, it goes at once.
  struct sigaction at_once = {};
  at_once.sa_handler = [](int) { _exit(kUnavailable); };
  sigaction(SIGTERM, &at_once, nullptr);
  sigaction(SIGINT, &at_once, nullptr);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  Stop(process);
  spdlog::info("stopped");
  return kOk;
}

}  // namespace

void AddServe(CLI::App& app) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand("serve", "运行服务 · Run the services until told to stop (SIGTERM drains)");
  config::AddOptions(*command, options->config);
  command->add_option("--only", options->only, "Run these services only, for example casework,intake; the others are "
                                               "reached at their --address")
      ->delimiter(',')
      ->envname("LIANBAN_ONLY");
  command->callback([options] { throw CLI::RuntimeError(Serve(std::move(*options))); });
}

}  // namespace lianban::cli
