// Casework as the one binary sees it: what it is made of and in which order its parts start and stop.

#include "services/module.h"

#include <array>

#include "services/casework/case/case_cache.h"
#include "services/casework/case/case_store.h"
#include "services/casework/casework_service.h"
#include "services/casework/clock/clock_run_loop.h"
#include "services/casework/clock/clock_runs_service.h"
#include "services/casework/clock/timer_loop.h"
#include "services/casework/forget_requests.h"
#include "services/casework/log/checkpointer.h"
#include "services/casework/log/journal_service.h"
#include "services/casework/log/record_log.h"
#include "services/casework/migration/migration_loop.h"
#include "services/casework/migration/migrations_service.h"
#include "services/casework/outbox/connector_loop.h"
#include "services/casework/outbox/connectors_service.h"
#include "services/casework/outbox/relay_loop.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/journal/relay.h"

namespace lianban::casework {
namespace {

constexpr size_t kCasesInMemory = 20'000;
constexpr int kReaderThreads = 4;
constexpr int kInboxThreads = 4;
constexpr size_t kReadsWaitingMax = 1000;

class CaseworkModule : public Module {
 public:
  CaseworkModule(const ModuleContext& context, NetworkList networks)
      : options_{.connection = context.config->database,
                 .role = "lianban_casework",
                 .connections = context.config->database_connections,
                 .generic_plans = true},
        connections_(options_, CaseworkQueries()),
        tokens_(context.keys->page_token),
        releases_(*context.channels, *context.signer, *context.scripts),
        environments_(*context.channels, *context.signer),
        substitutions_(connections_),
        decider_(connections_, releases_, environments_, substitutions_, *context.scripts, positions_),
        cache_(kCasesInMemory),
        key_database_(postgres::OpenDatabase(
            {.connection = options_.connection, .role = options_.role, .connections = 1}, CaseworkQueries())),
        keys_(*context.keys, *key_database_),
        seals_(keys_),
        executors_(MakeExecutors(*context.config)),
        timers_(connections_, executors_),
        relay_(connections_, seals_, executors_),
        clock_runs_(connections_, executors_, environments_),
        migration_loop_(connections_, executors_),
        migrations_({connections_, seals_, releases_, environments_, *context.scripts, positions_, tokens_},
                    [this] { migration_loop_.Wake(); }),
        connectors_(connections_, crypto::HmacSha256(context.keys->field, "casework.connector")),
        deliveries_(connections_, seals_, connectors_, std::move(networks)),
        requests_(connections_),
        checkpointer_(connections_, crypto::SigningKeyFromSeed(context.keys->audit_seed),
                      context.config->data_dir + "/checkpoints"),
        watches_(connections_),
        readers_(kReaderThreads, kReadsWaitingMax),
        records_(connections_),
        cases_(connections_, seals_, environments_, releases_, substitutions_, records_, tokens_),
        effects_(connections_, seals_, cases_, tokens_),
        prover_(connections_, checkpointer_),
        journal_database_(postgres::OpenDatabase(
            {.connection = options_.connection, .role = options_.role, .connections = 1}, CaseworkQueries())),
        journal_(*journal_database_, "casework",
                 [this](const std::string& city_id, const v1::AppendRecordsRequest& request) {
                   return records_.Append(rpc::SystemContext(city_id, absl::Now()), request);
                 }),
        signer_(*context.signer),
        service_({signer_, readers_, connections_, tokens_, cases_, substitutions_, executors_, prover_, watches_}),
        connectors_service_(signer_, readers_, connectors_, effects_),
        journal_service_(signer_, readers_, records_),
        clock_runs_service_(signer_, readers_, connections_, tokens_),
        migrations_service_(signer_, readers_, migrations_) {}

  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&service_);
    builder.RegisterService(&connectors_service_);
    builder.RegisterService(&journal_service_);
    builder.RegisterService(&clock_runs_service_);
    builder.RegisterService(&migrations_service_);
    for (const auto& executor : executors_.all()) executor->Register(builder);
    for (ReadQueue& queue : inbox_queues_) queue.Register(builder);
  }

  absl::Status Start() override {
    LIANBAN_RETURN_IF_ERROR(checkpointer_.Start());
    environments_.Start();
    for (const auto& executor : executors_.all()) {
      ListenForCommands(service_, signer_, *executor);
      executor->Start();
    }
    for (ReadQueue& queue : inbox_queues_) {
      ListenForInbox(service_, {signer_, connections_, substitutions_, tokens_}, queue);
      queue.Start();
    }
    timers_.Start();
    relay_.Start();
    clock_runs_.Start();
    migration_loop_.Start();
    deliveries_.Start();
    requests_.Start();
    watches_.Start();
    journal_.Start();
    return absl::OkStatus();
  }

  // Sources of work first, then those who do it.
  void Drain() override {
    journal_.Stop();
    watches_.Stop();
    timers_.Stop();
    relay_.Stop();
    clock_runs_.Stop();
    migration_loop_.Stop();
    deliveries_.Stop();
    requests_.Stop();
    checkpointer_.Stop();
    readers_.Drain();
    for (ReadQueue& queue : inbox_queues_) queue.Drain();
    executors_.Drain();
    environments_.Stop();
  }

  void Close() override {
    executors_.Close();
    for (ReadQueue& queue : inbox_queues_) queue.Close();
  }

 private:
  std::vector<std::unique_ptr<Executor>> MakeExecutors(const config::Config& config) {
    std::vector<std::unique_ptr<Executor>> executors;
    for (int i = 0; i < std::max(1, config.executors); ++i) {
      auto runner = std::make_unique<BatchRunner>(postgres::OpenPipeline(options_, CaseworkQueries()), cache_, seals_, decider_,
                                                  [this](const std::string&, bool relayed) {
                                                    watches_.Wake();
                                                    if (!relayed) return;
                                                    relay_.Wake();
                                                    deliveries_.Wake();
                                                  });
      executors.push_back(std::make_unique<Executor>(std::move(runner), std::max(1, config.batch_max)));
    }
    return executors;
  }

  const postgres::DatabaseOptions options_;
  ConnectionPool connections_;
  const PageTokens tokens_;
  ReleaseCache releases_;
  EnvironmentCache environments_;
  SubstitutionBook substitutions_;
  workflow::PositionBook positions_;
  Decider decider_;
  CaseCache cache_;
  const std::unique_ptr<postgres::Database> key_database_;
  sealing::CityKeys keys_;
  FormSeals seals_;
  Executors executors_;
  TimerLoop timers_;
  RelayLoop relay_;
  ClockRunLoop clock_runs_;
  MigrationLoop migration_loop_;
  Migrations migrations_;
  Connectors connectors_;
  ConnectorLoop deliveries_;
  RequestForgetter requests_;
  Checkpointer checkpointer_;
  WatchHub watches_;
  rpc::Executor readers_;
  RecordLog records_;
  CaseReader cases_;
  Effects effects_;
  LogProver prover_;
  const std::unique_ptr<postgres::Database> journal_database_;
  journal::Relay journal_;
  const rpc::ContextSigner& signer_;
  CaseworkService service_;
  ConnectorsService connectors_service_;
  JournalService journal_service_;
  ClockRunsService clock_runs_service_;
  MigrationsService migrations_service_;
  std::array<ReadQueue, kInboxThreads> inbox_queues_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"casework", {"catalog", "identity"}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            LIANBAN_ASSIGN_OR_RETURN(NetworkList networks, NetworkList::Parse(context.config->connector_networks));
            return std::make_unique<CaseworkModule>(context, std::move(networks));
          }};
}

}  // namespace lianban::casework
