#include "services/cli/publish_folder.h"

#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"

namespace lianban::cli {
namespace {

using namespace catalog::v1;

Bundle ToWire(const workflow::ScriptBundle& bundle) {
  Bundle wire;
  wire.set_main(bundle.main);
  for (const auto& [path, text] : bundle.files) (*wire.mutable_files())[path] = text;
  return wire;
}

}  // namespace

absl::StatusOr<PublishedFolder> PublishFolder(ConnectClient& client, const std::string& process, const std::string& folder,
                                              const std::string& note) {
  LIANBAN_ASSIGN_OR_RETURN(const auto bundle, workflow::ReadBundle(folder));
  GetReleaseRequest current;
  current.set_process(process);
  auto in_force = client.Call<Release>("lianban.catalog.v1.Catalog/GetRelease", current);
  if (in_force.ok() && in_force->hash() == bundle->Hash()) return PublishedFolder{*std::move(in_force), true};
  if (!in_force.ok() && !absl::IsNotFound(in_force.status())) return in_force.status();
  PublishReleaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_process(process);
  request.set_note(note);
  *request.mutable_bundle() = ToWire(*bundle);
  LIANBAN_ASSIGN_OR_RETURN(Release release, client.Call<Release>("lianban.catalog.v1.Catalog/PublishRelease", request));
  return PublishedFolder{std::move(release), false};
}

absl::StatusOr<CheckBundleResponse> CheckFolderOnServer(ConnectClient& client, const std::string& folder) {
  LIANBAN_ASSIGN_OR_RETURN(const auto bundle, workflow::ReadBundle(folder));
  CheckBundleRequest request;
  *request.mutable_bundle() = ToWire(*bundle);
  return client.Call<CheckBundleResponse>("lianban.catalog.v1.Catalog/CheckBundle", request);
}

}  // namespace lianban::cli
