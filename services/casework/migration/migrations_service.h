#pragma once
// The gRPC face of migrations.

#include "lianban/casework/v1/migration.grpc.pb.h"
#include "services/casework/migration/migrations.h"
#include "services/lib/rpc/call.h"

namespace lianban::casework {

class MigrationsService final : public v1::Migrations::CallbackService {
 public:
  MigrationsService(const rpc::ContextSigner& signer, rpc::Executor& executor, casework::Migrations& migrations)
      : calls_(signer, executor, "casework.lianban"), migrations_(migrations) {}

  grpc::ServerUnaryReactor* PreviewMigration(grpc::CallbackServerContext* call, const v1::PreviewMigrationRequest* request,
                                             v1::PreviewMigrationResponse* response) override;
  grpc::ServerUnaryReactor* StartMigration(grpc::CallbackServerContext* call, const v1::StartMigrationRequest* request,
                                           v1::Migration* response) override;
  grpc::ServerUnaryReactor* ApproveMigration(grpc::CallbackServerContext* call, const v1::ApproveMigrationRequest* request,
                                             v1::Migration* response) override;
  grpc::ServerUnaryReactor* GetMigration(grpc::CallbackServerContext* call, const v1::GetMigrationRequest* request,
                                         v1::Migration* response) override;
  grpc::ServerUnaryReactor* ListMigrations(grpc::CallbackServerContext* call, const v1::ListMigrationsRequest* request,
                                           v1::ListMigrationsResponse* response) override;
  grpc::ServerUnaryReactor* ListMigrationCases(grpc::CallbackServerContext* call,
                                               const v1::ListMigrationCasesRequest* request,
                                               v1::ListMigrationCasesResponse* response) override;
  grpc::ServerUnaryReactor* CancelMigration(grpc::CallbackServerContext* call, const v1::CancelMigrationRequest* request,
                                            v1::Migration* response) override;
  grpc::ServerUnaryReactor* UndoMigration(grpc::CallbackServerContext* call, const v1::UndoMigrationRequest* request,
                                          v1::Migration* response) override;

 private:
  template <class Request, class Response>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* call, const Request* request, Response* response,
                                  absl::StatusOr<Response> (casework::Migrations::*method)(const rpc::Context&, const Request&)) {
    return calls_.Serve(call, request, response, [this, method](const rpc::Context& caller, const Request& asked) {
      return (migrations_.*method)(caller, asked);
    });
  }

  rpc::Calls calls_;
  casework::Migrations& migrations_;
};

}  // namespace lianban::casework
