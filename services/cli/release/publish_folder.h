#pragma once
// Process folders and overlays on their way through the gate of a server.

#include <string>

#include "absl/status/statusor.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/cli/connect/connect_client.h"

namespace lianban::cli {

// A folder with process.lua, or overlays/<area>/<process> with adapt.lua, as a draft; draft_id and version of an earlier
// one may be set afterwards. Errors: FILE_UNREADABLE, FILE_INVALID.
absl::StatusOr<catalog::v1::Draft> DraftOfFolder(const std::string& folder);

absl::StatusOr<catalog::v1::Draft> PutDraft(ConnectClient& client, const catalog::v1::Draft& draft);
absl::StatusOr<catalog::v1::Draft> CheckDraft(ConnectClient& client, const catalog::v1::Draft& draft);
absl::StatusOr<catalog::v1::Draft> DecideDraft(ConnectClient& client, const catalog::v1::Draft& draft, bool approve,
                                               const std::string& reason);

struct PublishedFolder {
  catalog::v1::Release release;
  bool unchanged = false;  // what is in force there was made of the same files over the same release above
};

// The whole gate with the sessions of two people. A draft that does not pass ends with the reason.
absl::StatusOr<PublishedFolder> PublishFolder(ConnectClient& author, ConnectClient& approver,
                                              const catalog::v1::Draft& draft);

absl::StatusOr<catalog::v1::CheckBundleResponse> CheckFolderOnServer(ConnectClient& client, const std::string& folder);

}  // namespace lianban::cli
