#pragma once
// Process releases: published once and for all, each with everything that led to it.

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/script_pauses.h"

namespace lianban::catalog {

// Loads and checks a bundle; stores nothing.
absl::StatusOr<v1::CheckBundleResponse> CheckBundle(workflow::ScriptHost& scripts, const rpc::Context& caller,
                                                    const v1::CheckBundleRequest& request);

// An approved draft becomes the next release of its process.
// Errors: DRAFT_REQUIRED, NOT_FOUND, DRAFT_NOT_APPROVED, DRAFT_PUBLISHED, BASE_MOVED (what is above the area is no longer
// what was checked), SCOPE_OUTSIDE.
absl::StatusOr<v1::Release> PublishRelease(postgres::Database& database, const Change& change,
                                           const v1::PublishReleaseRequest& request);

// The release holds in further areas, or in all of its own when none is named. Errors: NOT_FOUND, SCOPE_OUTSIDE.
absl::StatusOr<v1::Release> SetReleaseScope(postgres::Database& database, const Change& change,
                                            const v1::SetReleaseScopeRequest& request);

// The bundle of an earlier release becomes the next release of its area, at once. Errors: NOT_FOUND, REASON_REQUIRED.
absl::StatusOr<v1::Release> RollBackRelease(postgres::Database& database, const Change& change,
                                            const v1::RollBackReleaseRequest& request);

// NOT_FOUND.
absl::StatusOr<v1::ReleaseRecord> GetReleaseRecord(postgres::Database& database, const rpc::Context& caller,
                                                   const v1::GetReleaseRequest& request);
absl::StatusOr<v1::ListReleaseScopesResponse> ListReleaseScopes(postgres::Database& database, const rpc::Context& caller,
                                                                const v1::ListReleaseScopesRequest& request);

// With its bundle. NOT_FOUND.
// `pauses` (may be nullptr) says which scripts are not run for a while; the release then says so.
absl::StatusOr<v1::Release> GetRelease(postgres::Database& database, const workflow::ScriptPauses* pauses,
                                       const rpc::Context& caller, const v1::GetReleaseRequest& request);

// Without bundles: those of a process, the latest first; or, when no process is named, the one in force of each.
absl::StatusOr<v1::ListReleasesResponse> ListReleases(postgres::Database& database,
                                                      const workflow::ScriptPauses* pauses, const rpc::Context& caller,
                                                      const v1::ListReleasesRequest& request);

}  // namespace lianban::catalog
