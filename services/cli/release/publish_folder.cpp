#include "services/cli/release/publish_folder.h"

#include <filesystem>

#include "services/catalog/gate/examine_bundle.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/language/read_overlay.h"
#include "services/workflow/overlay/compose.h"

namespace lianban::cli {
namespace {

using namespace catalog::v1;

std::string CatalogMethod(const char* name) { return std::string("lianban.catalog.v1.Catalog/") + name; }

workflow::ScriptBundle FromWire(const Bundle& bundle) {
  workflow::ScriptBundle out;
  out.main = bundle.main();
  for (const auto& [path, text] : bundle.files()) out.files[path] = text;
  return out;
}

void SetFiles(const std::map<std::string, std::string>& files, Draft& draft) {
  for (const auto& [path, text] : files) (*draft.mutable_bundle()->mutable_files())[path] = text;
}

// The area one level up: 330602 of 330602001.
std::string AreaAbove(const std::string& area) {
  for (const size_t size : {9u, 6u, 4u, 2u}) {
    if (area.size() > size) return area.substr(0, size);
  }
  return "";
}

absl::StatusOr<ReleaseRecord> RecordInForce(ConnectClient& client, const std::string& process, const std::string& area) {
  GetReleaseRequest request;
  request.set_process(process);
  request.set_area_code(area);
  return client.Call<ReleaseRecord>(CatalogMethod("GetReleaseRecord"), request);
}

// The release in force when it is what the draft would become; number 0 otherwise.
absl::StatusOr<Release> SameInForce(ConnectClient& client, const Draft& draft) {
  GetReleaseRequest request;
  request.set_process(draft.process());
  request.set_area_code(draft.area_code());
  auto release = client.Call<Release>(CatalogMethod("GetRelease"), request);
  if (absl::IsNotFound(release.status())) return Release();
  LIANBAN_RETURN_IF_ERROR(release.status());
  if (release->area_code() != draft.area_code()) return Release();
  if (workflow::overlay::OwnFiles(FromWire(release->bundle())) != FromWire(draft.bundle()).files) return Release();
  if (draft.area_code().empty()) return release;
  LIANBAN_ASSIGN_OR_RETURN(const auto record, RecordInForce(client, draft.process(), draft.area_code()));
  LIANBAN_ASSIGN_OR_RETURN(const auto above, RecordInForce(client, draft.process(), AreaAbove(draft.area_code())));
  if (record.draft().above_number() != above.release().number()) return Release();
  return release;
}

}  // namespace

absl::StatusOr<Draft> DraftOfFolder(const std::string& folder) {
  Draft draft;
  const std::filesystem::path path = std::filesystem::path(folder).lexically_normal();
  std::filesystem::path plain = path.has_filename() ? path : path.parent_path();
  if (plain.filename() == "process.lua" || plain.filename() == workflow::overlay::kAdaptFile) plain = plain.parent_path();
  draft.set_process(plain.filename().string());
  if (std::filesystem::exists(plain / workflow::overlay::kAdaptFile)) {
    LIANBAN_ASSIGN_OR_RETURN(const auto effective, workflow::ReadEffectiveProcess(plain));
    draft.set_area_code(effective.layers.back().area);
    SetFiles(workflow::overlay::OwnFiles(*effective.bundle), draft);
  } else {
    if (!std::filesystem::exists(plain / "process.lua")) return Error("PROCESS_FOLDER_EMPTY", {{"path", folder}});
    LIANBAN_ASSIGN_OR_RETURN(const auto bundle, workflow::ReadBundle(plain));
    SetFiles(bundle->files, draft);
  }
  return draft;
}

absl::StatusOr<Draft> PutDraft(ConnectClient& client, const Draft& draft) {
  PutDraftRequest request;
  request.set_request_id(crypto::NewUuid());
  *request.mutable_draft() = draft;
  return client.Call<Draft>(CatalogMethod("PutDraft"), request);
}

absl::StatusOr<Draft> CheckDraft(ConnectClient& client, const Draft& draft) {
  CheckDraftRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_draft_id(draft.draft_id());
  request.set_version(draft.version());
  return client.Call<Draft>(CatalogMethod("CheckDraft"), request);
}

absl::StatusOr<Draft> DecideDraft(ConnectClient& client, const Draft& draft, bool approve, const std::string& reason) {
  DecideDraftRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_draft_id(draft.draft_id());
  request.set_version(draft.version());
  request.set_hash(draft.hash());
  request.set_approve(approve);
  request.set_reason(reason);
  return client.Call<Draft>(CatalogMethod("DecideDraft"), request);
}

absl::StatusOr<PublishedFolder> PublishFolder(ConnectClient& author, ConnectClient& approver, const Draft& wanted) {
  LIANBAN_ASSIGN_OR_RETURN(Release same, SameInForce(author, wanted));
  if (same.number() > 0) return PublishedFolder{std::move(same), true};
  LIANBAN_ASSIGN_OR_RETURN(Draft draft, PutDraft(author, wanted));
  LIANBAN_ASSIGN_OR_RETURN(draft, CheckDraft(author, draft));
  if (!draft.report().passed()) return catalog::WhyNotPassed(draft.process(), draft.report());
  LIANBAN_RETURN_IF_ERROR(DecideDraft(approver, draft, true, "").status());
  PublishReleaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_draft_id(draft.draft_id());
  LIANBAN_ASSIGN_OR_RETURN(Release release, author.Call<Release>(CatalogMethod("PublishRelease"), request));
  return PublishedFolder{std::move(release), false};
}

absl::StatusOr<CheckBundleResponse> CheckFolderOnServer(ConnectClient& client, const std::string& folder) {
  LIANBAN_ASSIGN_OR_RETURN(const auto bundle, workflow::ReadBundle(folder));
  CheckBundleRequest request;
  request.mutable_bundle()->set_main(bundle->main);
  for (const auto& [path, text] : bundle->files) (*request.mutable_bundle()->mutable_files())[path] = text;
  return client.Call<CheckBundleResponse>(CatalogMethod("CheckBundle"), request);
}

}  // namespace lianban::cli
