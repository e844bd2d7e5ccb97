#include "services/casework/migration/migrations_service.h"

namespace lianban::casework {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* MigrationsService::PreviewMigration(CallbackServerContext* call, const v1::PreviewMigrationRequest* request,
                                                        v1::PreviewMigrationResponse* response) {
  return Serve(call, request, response, &casework::Migrations::Preview);
}

ServerUnaryReactor* MigrationsService::StartMigration(CallbackServerContext* call, const v1::StartMigrationRequest* request,
                                                      v1::Migration* response) {
  return Serve(call, request, response, &casework::Migrations::Start);
}

ServerUnaryReactor* MigrationsService::ApproveMigration(CallbackServerContext* call, const v1::ApproveMigrationRequest* request,
                                                        v1::Migration* response) {
  return Serve(call, request, response, &casework::Migrations::Approve);
}

ServerUnaryReactor* MigrationsService::GetMigration(CallbackServerContext* call, const v1::GetMigrationRequest* request,
                                                    v1::Migration* response) {
  return Serve(call, request, response, &casework::Migrations::Get);
}

ServerUnaryReactor* MigrationsService::ListMigrations(CallbackServerContext* call, const v1::ListMigrationsRequest* request,
                                                      v1::ListMigrationsResponse* response) {
  return Serve(call, request, response, &casework::Migrations::List);
}

ServerUnaryReactor* MigrationsService::ListMigrationCases(CallbackServerContext* call, const v1::ListMigrationCasesRequest* request,
                                                          v1::ListMigrationCasesResponse* response) {
  return Serve(call, request, response, &casework::Migrations::ListCases);
}

ServerUnaryReactor* MigrationsService::CancelMigration(CallbackServerContext* call, const v1::CancelMigrationRequest* request,
                                                       v1::Migration* response) {
  return Serve(call, request, response, &casework::Migrations::Cancel);
}

ServerUnaryReactor* MigrationsService::UndoMigration(CallbackServerContext* call, const v1::UndoMigrationRequest* request,
                                                     v1::Migration* response) {
  return Serve(call, request, response, &casework::Migrations::Undo);
}

}  // namespace lianban::casework
