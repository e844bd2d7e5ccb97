#include "services/catalog/catalog_service.h"
#include "services/catalog/sql_files.h"
#include "services/module.h"

namespace lianban::catalog {
namespace {

constexpr int kThreads = 4;
constexpr size_t kQueueMax = 256;

class CatalogModule final : public Module {
 public:
  explicit CatalogModule(const ModuleContext& context)
      : database_(postgres::OpenDatabase({.connection = context.config->database,
                                          .role = "lianban_catalog",
                                          .connections = context.config->database_connections},
                                         postgres::Queries(sql::EmbeddedFiles()))),
        executor_(kThreads, kQueueMax),
        service_(*database_, context.scripts, *context.signer, executor_, context.pauses, context.channels) {}

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  void Drain() override { executor_.Drain(); }

 private:
  std::unique_ptr<postgres::Database> database_;
  rpc::Executor executor_;
  CatalogService service_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"catalog", {}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<CatalogModule>(context);
          }};
}

}  // namespace lianban::catalog
