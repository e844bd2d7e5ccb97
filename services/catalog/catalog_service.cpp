#include "services/catalog/catalog_service.h"

#include "absl/time/clock.h"
#include "services/catalog/environment/compute_deadline.h"
#include "services/catalog/environment/environment.h"
#include "services/catalog/gate/drafts.h"
#include "services/catalog/item/items.h"
#include "services/catalog/release/releases.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

Change ChangeBy(const rpc::Context& caller) { return {caller, absl::Now()}; }

}  // namespace

CatalogService::Reactor* CatalogService::ListItems(Call* call, const v1::ListItemsRequest* request,
                                                   v1::ListItemsResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListItemsRequest& r) {
    return catalog::ListItems(database_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::PutItem(Call* call, const v1::PutItemRequest* request, v1::Item* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::PutItemRequest& r) {
    return catalog::PutItem(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::CheckBundle(Call* call, const v1::CheckBundleRequest* request,
                                                     v1::CheckBundleResponse* response) {
  return calls_.Serve(call, request, response,
                      [this](const rpc::Context& caller,
                             const v1::CheckBundleRequest& r) -> absl::StatusOr<v1::CheckBundleResponse> {
                        if (!scripts_) return Error("SCRIPTS_UNAVAILABLE");
                        return catalog::CheckBundle(*scripts_, caller, r);
                      });
}

CatalogService::Reactor* CatalogService::PublishRelease(Call* call, const v1::PublishReleaseRequest* request,
                                                        v1::Release* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::PublishReleaseRequest& r) {
    return catalog::PublishRelease(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::CheckDraft(Call* call, const v1::CheckDraftRequest* request, v1::Draft* response) {
  return calls_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::CheckDraftRequest& r) -> absl::StatusOr<v1::Draft> {
                        if (!scripts_) return Error("SCRIPTS_UNAVAILABLE");
                        return catalog::CheckDraft(database_, *scripts_, past_, ChangeBy(caller), r);
                      });
}

CatalogService::Reactor* CatalogService::PutDraft(Call* call, const v1::PutDraftRequest* request,
                                                        v1::Draft* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::PutDraftRequest& r) {
    return catalog::PutDraft(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::GetDraft(Call* call, const v1::GetDraftRequest* request,
                                                        v1::Draft* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetDraftRequest& r) {
    return catalog::GetDraft(database_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::ListDrafts(Call* call, const v1::ListDraftsRequest* request,
                                                        v1::ListDraftsResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListDraftsRequest& r) {
    return catalog::ListDrafts(database_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::DecideDraft(Call* call, const v1::DecideDraftRequest* request,
                                                        v1::Draft* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::DecideDraftRequest& r) {
    return catalog::DecideDraft(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::SetReleaseScope(Call* call, const v1::SetReleaseScopeRequest* request,
                                                        v1::Release* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::SetReleaseScopeRequest& r) {
    return catalog::SetReleaseScope(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::RollBackRelease(Call* call, const v1::RollBackReleaseRequest* request,
                                                        v1::Release* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::RollBackReleaseRequest& r) {
    return catalog::RollBackRelease(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::GetReleaseRecord(Call* call, const v1::GetReleaseRequest* request,
                                                        v1::ReleaseRecord* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetReleaseRequest& r) {
    return catalog::GetReleaseRecord(database_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::ListReleaseScopes(Call* call, const v1::ListReleaseScopesRequest* request,
                                                        v1::ListReleaseScopesResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListReleaseScopesRequest& r) {
    return catalog::ListReleaseScopes(database_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::GetRelease(Call* call, const v1::GetReleaseRequest* request,
                                                    v1::Release* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetReleaseRequest& r) {
    return catalog::GetRelease(database_, pauses_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::ListReleases(Call* call, const v1::ListReleasesRequest* request,
                                                      v1::ListReleasesResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListReleasesRequest& r) {
    return catalog::ListReleases(database_, pauses_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::ImportCalendar(Call* call, const v1::ImportCalendarRequest* request,
                                                        v1::ImportCalendarResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ImportCalendarRequest& r) {
    return catalog::ImportCalendar(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::SetParameters(Call* call, const v1::SetParametersRequest* request,
                                                       v1::SetParametersResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::SetParametersRequest& r) {
    return catalog::SetParameters(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::SetDuties(Call* call, const v1::SetDutiesRequest* request,
                                                   v1::SetDutiesResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::SetDutiesRequest& r) {
    return catalog::SetDuties(database_, ChangeBy(caller), r);
  });
}

CatalogService::Reactor* CatalogService::GetEnvironment(Call* call, const v1::GetEnvironmentRequest* request,
                                                        v1::GetEnvironmentResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetEnvironmentRequest& r) {
    return catalog::GetEnvironment(database_, caller, r);
  });
}

CatalogService::Reactor* CatalogService::DecideTable(Call* call, const v1::DecideTableRequest* request,
                                                     v1::DecideTableResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::DecideTableRequest& r) {
    return tables_.Decide(caller, r);
  });
}

CatalogService::Reactor* CatalogService::PutTable(Call* call, const v1::PutTableRequest* request, v1::Table* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::PutTableRequest& r) {
    return catalog::PutTable(database_, ChangeBy(caller), r);
  });
}

// Anybody may ask: without a sign-in the national calendar the product ships with answers.
CatalogService::Reactor* CatalogService::ComputeDeadline(Call* call, const v1::ComputeDeadlineRequest* request,
                                                         v1::ComputeDeadlineResponse* response) {
  const auto caller = rpc::CallerOf(*call, signer_);
  const std::string city_id = caller.ok() ? caller->city_id() : "";
  return calls_.ServeAnyone(
      call, request, response,
      [this, city_id](const v1::ComputeDeadlineRequest& r) -> absl::StatusOr<v1::ComputeDeadlineResponse> {
        if (city_id.empty()) return catalog::ComputeDeadline(workflow::ShippedCalendar(), r);
        LIANBAN_ASSIGN_OR_RETURN(const auto calendar, calendars_.Get(city_id));
        return catalog::ComputeDeadline(*calendar, r);
      });
}

}  // namespace lianban::catalog
