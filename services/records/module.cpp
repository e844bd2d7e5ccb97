#include "services/module.h"

#include "services/lib/postgres/database.h"
#include "services/records/document_store.h"
#include "services/records/notice/notice_follower.h"
#include "services/records/records_service.h"
#include "services/records/sql_files.h"

namespace lianban::records {
namespace {

constexpr int kThreads = 4;
constexpr size_t kQueueMax = 256;

std::shared_ptr<postgres::Database> Open(const config::Config& config) {
  return postgres::OpenDatabase(
      {.connection = config.database, .role = "lianban_records", .connections = config.database_connections},
      postgres::Queries(sql::EmbeddedFiles()));
}

class RecordsModule final : public Module {
 public:
  explicit RecordsModule(const ModuleContext& context)
      : database_(Open(*context.config)),
        store_(database_),
        notices_(database_),
        peers_(*context.channels, *context.signer),
        follower_(notices_, peers_),
        reader_(store_, notices_, peers_),
        executor_(kThreads, kQueueMax),
        service_(store_, reader_, *context.signer, executor_) {}

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&service_); }
  absl::Status Start() override {
    follower_.Start();
    return absl::OkStatus();
  }
  void Drain() override {
    follower_.Stop();
    executor_.Drain();
  }

 private:
  std::shared_ptr<postgres::Database> database_;
  DocumentStore store_;
  NoticeStore notices_;
  Peers peers_;
  NoticeFollower follower_;
  NoticeReader reader_;
  rpc::Executor executor_;
  RecordsService service_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"records", {"casework", "identity"}, [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<RecordsModule>(context);
          }};
}

}  // namespace lianban::records
