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

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

ConnectOptions OptionsOf(const RemoteOptions& options) {
  ConnectOptions connect{options.url, "", options.ca_file};
  if (connect.url.empty()) connect.url = FromEnvironment("LIANBAN_URL");
  if (connect.ca_file.empty()) connect.ca_file = FromEnvironment("LIANBAN_CA_FILE");
  return connect;
}

std::unique_ptr<ConnectClient> Make(ConnectOptions connect) {
  connect.url = WithoutSlash(connect.url.empty() ? kDefaultUrl : connect.url);
  return std::make_unique<ConnectClient>(std::move(connect));
}

}  // namespace

// The environment is read in Connect: the option parser would read it for sibling commands too, which share these fields.
void AddRemoteOptions(CLI::App& command, RemoteOptions& options) {
  command.add_option("--url", options.url, "服务器地址，默认上次登录的 · Address of the server (Env:LIANBAN_URL); default: where sign-in went, else "
                                           "http://127.0.0.1:7480");
  command.add_option("--ca-file", options.ca_file, "签发服务器证书的机构的 PEM 文件 · PEM file of the authority that signed the server's certificate "
                                                   "(Env:LIANBAN_CA_FILE)");
  command.add_flag("--json", options.json, "输出 JSON · Print the answer as JSON");
}

absl::StatusOr<std::unique_ptr<ConnectClient>> Connect(const RemoteOptions& options) {
  ConnectOptions connect = OptionsOf(options);
  connect.token = FromEnvironment("LIANBAN_TOKEN");
  if (connect.token.empty()) {
    auto session = LoadSession();
    if (!session.ok()) return session.status();
    connect.token = session->token;
    if (connect.url.empty()) connect.url = session->url;
  }
  return Make(std::move(connect));
}

std::unique_ptr<ConnectClient> ConnectWithoutSession(const RemoteOptions& options) { return Make(OptionsOf(options)); }

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
