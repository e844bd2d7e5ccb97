#include "tests/chaos/stage.h"

#include <map>

#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::chaos {
namespace files {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

absl::Status Publish(const Door& door, const std::string& name, std::string_view text) {
  grpc::ClientContext call;
  door.Prepare(call, "chaos-author", {"workflow_admin"}, absl::Seconds(20));
  catalog::v1::PublishReleaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_process(name);
  request.mutable_bundle()->set_main("process.lua");
  (*request.mutable_bundle()->mutable_files())["process.lua"] = std::string(text);
  catalog::v1::Release release;
  return rpc::FromGrpc(catalog::v1::Catalog::NewStub(door.Connect())->PublishRelease(&call, request, &release));
}

}  // namespace

absl::Status PublishProcesses(const Door& door) {
  for (const char* name : {"repair", "patience", "visit", "single"}) {
    const std::string_view text = files::EmbeddedFiles().at(std::string("processes/") + name + "/process.lua");
    LIANBAN_RETURN_IF_ERROR(Publish(door, std::string("chaos_") + name, text));
  }
  return absl::OkStatus();
}

}  // namespace lianban::chaos
