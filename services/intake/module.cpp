#include "services/module.h"

#include "services/intake/case_follower.h"
#include "services/intake/counter.h"
#include "services/intake/intake_service.h"
#include "services/intake/relay.h"
#include "services/intake/sql_files.h"
#include "services/lib/rpc/executor.h"

namespace lianban::intake {
namespace {

constexpr size_t kQueueMax = 512;

std::unique_ptr<postgres::Database> Open(const config::Config& config) {
  return postgres::OpenDatabase(
      {.connection = config.database, .role = "lianban_intake", .connections = config.database_connections},
      postgres::Queries(sql::EmbeddedFiles()));
}

class IntakeModule final : public Module {
 public:
  explicit IntakeModule(const ModuleContext& context)
      : counter_(context, Open(*context.config)),
        // A call waits for casework most of its time; twice as many threads as connections keep the connections busy.
        executor_(2 * context.config->database_connections, kQueueMax),
        service_(counter_, executor_),
        relay_(counter_),
        follower_(counter_) {}

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }

  absl::Status Start() override {
    relay_.Start();
    follower_.Start();
    return absl::OkStatus();
  }

  void Drain() override {
    follower_.Stop();
    relay_.Stop();
    executor_.Drain();
  }

 private:
  Counter counter_;
  rpc::Executor executor_;
  IntakeService service_;
  Relay relay_;
  CaseFollower follower_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"intake",
          {"identity", "catalog", "casework", "records"},
          [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<IntakeModule>(context);
          }};
}

}  // namespace lianban::intake
