#pragma once
// lianban.catalog.v1.Catalog over gRPC: no rules, no SQL.

#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/catalog/environment/calendar_cache.h"
#include "services/catalog/gate/replay_past.h"
#include "services/catalog/table/tables.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/call.h"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/script_pauses.h"

namespace lianban::catalog {

class CatalogService final : public v1::Catalog::CallbackService {
 public:
  // Everything outlives the service. Without `scripts` nothing can be checked; without `channels` no past case is replayed.
  CatalogService(postgres::Database& database, workflow::ScriptHost* scripts, const rpc::ContextSigner& signer,
                 rpc::Executor& executor, const workflow::ScriptPauses* pauses = nullptr,
                 rpc::Channels* channels = nullptr)
      : database_(database), scripts_(scripts), signer_(signer), calls_(signer, executor, "catalog.lianban"),
        tables_(database), calendars_(database), pauses_(pauses), past_(channels, signer_) {}

  using Call = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* ListItems(Call*, const v1::ListItemsRequest*, v1::ListItemsResponse*) override;
  Reactor* PutItem(Call*, const v1::PutItemRequest*, v1::Item*) override;
  Reactor* CheckBundle(Call*, const v1::CheckBundleRequest*, v1::CheckBundleResponse*) override;
  Reactor* PutDraft(Call*, const v1::PutDraftRequest*, v1::Draft*) override;
  Reactor* GetDraft(Call*, const v1::GetDraftRequest*, v1::Draft*) override;
  Reactor* ListDrafts(Call*, const v1::ListDraftsRequest*, v1::ListDraftsResponse*) override;
  Reactor* DecideDraft(Call*, const v1::DecideDraftRequest*, v1::Draft*) override;
  Reactor* SetReleaseScope(Call*, const v1::SetReleaseScopeRequest*, v1::Release*) override;
  Reactor* RollBackRelease(Call*, const v1::RollBackReleaseRequest*, v1::Release*) override;
  Reactor* GetReleaseRecord(Call*, const v1::GetReleaseRequest*, v1::ReleaseRecord*) override;
  Reactor* ListReleaseScopes(Call*, const v1::ListReleaseScopesRequest*, v1::ListReleaseScopesResponse*) override;
  Reactor* CheckDraft(Call*, const v1::CheckDraftRequest*, v1::Draft*) override;
  Reactor* PublishRelease(Call*, const v1::PublishReleaseRequest*, v1::Release*) override;
  Reactor* GetRelease(Call*, const v1::GetReleaseRequest*, v1::Release*) override;
  Reactor* ListReleases(Call*, const v1::ListReleasesRequest*, v1::ListReleasesResponse*) override;
  Reactor* ImportCalendar(Call*, const v1::ImportCalendarRequest*, v1::ImportCalendarResponse*) override;
  Reactor* SetParameters(Call*, const v1::SetParametersRequest*, v1::SetParametersResponse*) override;
  Reactor* SetDuties(Call*, const v1::SetDutiesRequest*, v1::SetDutiesResponse*) override;
  Reactor* GetEnvironment(Call*, const v1::GetEnvironmentRequest*, v1::GetEnvironmentResponse*) override;
  Reactor* DecideTable(Call*, const v1::DecideTableRequest*, v1::DecideTableResponse*) override;
  Reactor* PutTable(Call*, const v1::PutTableRequest*, v1::Table*) override;
  Reactor* ComputeDeadline(Call*, const v1::ComputeDeadlineRequest*, v1::ComputeDeadlineResponse*) override;

 private:
  postgres::Database& database_;
  workflow::ScriptHost* scripts_;
  const rpc::ContextSigner& signer_;
  rpc::Calls calls_;
  TableCache tables_;
  CalendarCache calendars_;
  const workflow::ScriptPauses* pauses_;
  PastCases past_;
};

}  // namespace lianban::catalog
