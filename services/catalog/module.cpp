#include "services/catalog/catalog_service.h"
#include "services/catalog/sql_files.h"
#include "services/lib/journal/relay.h"
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
        service_(*database_, context.scripts, *context.signer, executor_, context.pauses, context.channels) {
    // A catalog alone keeps its journal until it is started beside casework.
    if (context.channels == nullptr) return;
    journal_.emplace(*database_, "catalog", journal::SendToCasework(*context.channels, *context.signer));
  }

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  absl::Status Start() override {
    if (journal_) journal_->Start();
    return absl::OkStatus();
  }
  void Drain() override {
    if (journal_) journal_->Stop();
    executor_.Drain();
  }

 private:
  std::unique_ptr<postgres::Database> database_;
  rpc::Executor executor_;
  CatalogService service_;
  std::optional<journal::Relay> journal_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"catalog", {}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<CatalogModule>(context);
          }};
}

}  // namespace lianban::catalog
