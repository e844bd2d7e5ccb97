#include "services/cli/connect/remote.h"

#include <cstdlib>

#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/connect/session_file.h"

namespace lianban::cli {
namespace {

std::string WithoutSlash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

void AddRemoteOptions(CLI::App& command, RemoteOptions& options) {
  command.add_option("--url", options.url, "Address of the server; default: where sign-in went, else http://127.0.0.1:7480")
      ->envname("LIANBAN_URL");
  command.add_option("--ca-file", options.ca_file, "PEM file of the authority that signed the server's certificate")
      ->envname("LIANBAN_CA_FILE");
  command.add_flag("--json", options.json, "Print the answer as JSON");
}

absl::StatusOr<std::unique_ptr<ConnectClient>> Connect(const RemoteOptions& options) {
  ConnectOptions connect{WithoutSlash(options.url), "", options.ca_file};
  const char* token = std::getenv("LIANBAN_TOKEN");
  if (token != nullptr && *token != '\0') {
    connect.token = token;
  } else {
    auto session = LoadSession();
    if (!session.ok()) return session.status();
    connect.token = session->token;
    if (connect.url.empty()) connect.url = session->url;
  }
  if (connect.url.empty()) connect.url = kDefaultUrl;
  return std::make_unique<ConnectClient>(std::move(connect));
}

std::unique_ptr<ConnectClient> ConnectWithoutSession(const RemoteOptions& options) {
  return std::make_unique<ConnectClient>(
      ConnectOptions{options.url.empty() ? kDefaultUrl : WithoutSlash(options.url), "", options.ca_file});
}

std::string MessageJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions print;
  print.add_whitespace = true;
  print.preserve_proto_field_names = true;
  std::string text;
  (void)google::protobuf::util::MessageToJsonString(message, &text, print);
  return text;
}

void PrintAnswer(const RemoteOptions& options, const google::protobuf::Message& message, const std::string& text) {
  fmt::print("{}", options.json ? MessageJson(message) : text);
}

}  // namespace lianban::cli
