#pragma once
// Process releases: checked, tried by their scenarios, published once and for all.

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/script_pauses.h"

namespace lianban::catalog {

// Loads and checks a bundle; stores nothing.
absl::StatusOr<v1::CheckBundleResponse> CheckBundle(workflow::ScriptHost& scripts, const rpc::Context& caller,
                                                    const v1::CheckBundleRequest& request);

// The next release of a process. A bundle equal to the release in force publishes nothing and gives that one back.
// Errors: BUNDLE_REFUSED with every finding as a violation, SCENARIOS_FAILED likewise, PROCESS_NAME_MISMATCH.
absl::StatusOr<v1::Release> PublishRelease(postgres::Database& database, workflow::ScriptHost& scripts,
                                           const Change& change, const v1::PublishReleaseRequest& request);

// With its bundle. NOT_FOUND.
// `pauses` (may be nullptr) says which scripts are not run for a while; the release then says so.
absl::StatusOr<v1::Release> GetRelease(postgres::Database& database, const workflow::ScriptPauses* pauses,
                                       const rpc::Context& caller, const v1::GetReleaseRequest& request);

// Without bundles: those of a process, the latest first; or, when no process is named, the one in force of each.
absl::StatusOr<v1::ListReleasesResponse> ListReleases(postgres::Database& database,
                                                      const workflow::ScriptPauses* pauses, const rpc::Context& caller,
                                                      const v1::ListReleasesRequest& request);

}  // namespace lianban::catalog
