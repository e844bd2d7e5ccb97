#pragma once
// One process folder to the catalog, if it differs from what is in force there.

#include <string>

#include "absl/status/statusor.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/cli/connect/connect_client.h"

namespace lianban::cli {

struct PublishedFolder {
  catalog::v1::Release release;
  bool unchanged = false;
};

absl::StatusOr<PublishedFolder> PublishFolder(ConnectClient& client, const std::string& process, const std::string& folder,
                                              const std::string& note);

absl::StatusOr<catalog::v1::CheckBundleResponse> CheckFolderOnServer(ConnectClient& client, const std::string& folder);

}  // namespace lianban::cli
