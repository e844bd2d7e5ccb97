#include "tests/chaos/stage.h"

#include <map>

#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/catalog/gate/gate_client.h"
#include "services/lib/errors/error.h"

namespace lianban::chaos {
namespace files {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

absl::Status Publish(const Door& door, const std::string& name, std::string_view text) {
  catalog::v1::Draft draft;
  draft.set_process(name);
  (*draft.mutable_bundle()->mutable_files())["process.lua"] = std::string(text);
  const auto as = [&](const char* user, const char* role) {
    return [&door, user, role](grpc::ClientContext& call) { door.Prepare(call, user, {role}, absl::Seconds(20)); };
  };
  return catalog::PublishThroughGate(*catalog::v1::Catalog::NewStub(door.Connect()), as("chaos-author", "workflow_admin"),
                                     as("chaos-approver", "workflow_approver"), draft)
      .status();
}

}  // namespace

std::string_view ScriptOf(const std::string& name) {
  return files::EmbeddedFiles().at("processes/" + name + "/process.lua");
}

absl::Status PublishProcesses(const Door& door) {
  for (const char* name : {"repair", "patience", "visit", "single"}) {
    LIANBAN_RETURN_IF_ERROR(Publish(door, std::string("chaos_") + name, ScriptOf(name)));
  }
  return absl::OkStatus();
}

}  // namespace lianban::chaos
