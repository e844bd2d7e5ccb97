#include "services/module.h"

#include "services/lib/postgres/database.h"
#include "services/records/document_store.h"
#include "services/records/records_service.h"
#include "services/records/sql_files.h"

namespace lianban::records {
namespace {

constexpr int kThreads = 4;
constexpr size_t kQueueMax = 256;

class RecordsModule final : public Module {
 public:
  explicit RecordsModule(const ModuleContext& context)
      : store_(postgres::OpenDatabase({.connection = context.config->database,
                                       .role = "lianban_records",
                                       .connections = context.config->database_connections},
                                      postgres::Queries(sql::EmbeddedFiles()))),
        executor_(kThreads, kQueueMax),
        service_(store_, *context.signer, executor_) {}

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  void Drain() override { executor_.Drain(); }

 private:
  DocumentStore store_;
  rpc::Executor executor_;
  RecordsService service_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"records", {}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<RecordsModule>(context);
          }};
}

}  // namespace lianban::records
