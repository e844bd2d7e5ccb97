#include <charconv>
#include <limits>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/catalog/gate/draft_store.h"
#include "services/catalog/page.h"
#include "services/catalog/release/release_store.h"
#include "services/catalog/release/releases.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

void TellPause(const workflow::ScriptPauses* pauses, v1::Release& release) {
  const auto pause = pauses ? pauses->Find(release.hash(), absl::Now()) : std::nullopt;
  if (!pause) return;
  release.mutable_pause_end_time()->set_seconds(absl::ToUnixSeconds(pause->end));
  const workflow::ScriptDiagnostic& why = pause->last_offence;
  release.set_pause_reason(fmt::format("{}:{}: {}: {}", why.file, why.line, why.code, why.message));
}

}  // namespace

absl::StatusOr<v1::Release> GetRelease(postgres::Database& database, const workflow::ScriptPauses* pauses,
                                       const rpc::Context& caller, const v1::GetReleaseRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(auto release,
                           ReadRelease(database, caller.city_id(), {request.process(), request.number(),
                                                                    request.area_code(), absl::Now()}));
  if (!release) return Error("NOT_FOUND", {{"name", request.process()}});
  TellPause(pauses, *release);
  return *std::move(release);
}

absl::StatusOr<v1::ListReleasesResponse> ListReleases(postgres::Database& database,
                                                      const workflow::ScriptPauses* pauses, const rpc::Context& caller,
                                                      const v1::ListReleasesRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string key, KeyOfPage(request.page_token()));
  const int size = PageSize(request.page_size());
  std::vector<v1::Release> releases;
  if (request.process().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(releases, ReadReleasesInForce(database, caller.city_id(), key, absl::Now(), size + 1));
  } else {
    int before = std::numeric_limits<int>::max();
    if (!key.empty() && std::from_chars(key.data(), key.data() + key.size(), before).ptr != key.data() + key.size()) {
      return Error("PAGE_TOKEN_INVALID");
    }
    LIANBAN_ASSIGN_OR_RETURN(releases,
                             ReadReleasesBefore(database, caller.city_id(), request.process(), before, size + 1));
  }
  v1::ListReleasesResponse response;
  const bool more = static_cast<int>(releases.size()) > size;
  if (more) releases.pop_back();
  for (v1::Release& release : releases) {
    TellPause(pauses, release);
    *response.add_releases() = std::move(release);
  }
  if (more) {
    const v1::Release& last = *response.releases().rbegin();
    response.set_next_page_token(PageToken(request.process().empty() ? last.process() : std::to_string(last.number())));
  }
  return response;
}

absl::StatusOr<v1::ReleaseRecord> GetReleaseRecord(postgres::Database& database, const rpc::Context& caller,
                                                   const v1::GetReleaseRequest& request) {
  v1::ReleaseRecord record;
  const std::string& city_id = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(database.RunReadTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    record.Clear();
    LIANBAN_ASSIGN_OR_RETURN(auto release, ReadRelease(tx, city_id, {request.process(), request.number(),
                                                                     request.area_code(), absl::Now()}));
    if (!release) return Error("NOT_FOUND", {{"name", request.process()}});
    *record.mutable_release() = *std::move(release);
    record.mutable_release()->clear_bundle();
    record.set_rolled_back_to(record.release().rolled_back_to());
    LIANBAN_ASSIGN_OR_RETURN(const auto scopes, ReadScopes(tx, city_id, request.process()));
    for (const v1::ReleaseScope& scope : scopes) {
      if (scope.number() == record.release().number()) *record.add_scopes() = scope;
    }
    if (record.release().draft_id().empty()) return absl::OkStatus();
    LIANBAN_ASSIGN_OR_RETURN(auto draft, ReadDraft(tx, city_id, record.release().draft_id(), kNoFiles));
    if (draft) *record.mutable_draft() = std::move(draft->draft);
    return absl::OkStatus();
  }));
  return record;
}

absl::StatusOr<v1::ListReleaseScopesResponse> ListReleaseScopes(postgres::Database& database, const rpc::Context& caller,
                                                                const v1::ListReleaseScopesRequest& request) {
  v1::ListReleaseScopesResponse response;
  LIANBAN_RETURN_IF_ERROR(database.RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    response.Clear();
    LIANBAN_ASSIGN_OR_RETURN(const auto scopes, ReadScopes(tx, caller.city_id(), request.process()));
    for (const v1::ReleaseScope& scope : scopes) *response.add_scopes() = scope;
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace lianban::catalog
