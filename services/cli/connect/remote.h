#pragma once
// What every command that talks to a server has in common.

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/connect/connect_client.h"

namespace lianban::cli {

struct RemoteOptions {
  std::string url;      // default: the session's, else http://127.0.0.1:7480
  std::string ca_file;
  bool json = false;
};

// --url, --ca-file, --json
void AddRemoteOptions(CLI::App& command, RemoteOptions& options);

// A client with the session of LIANBAN_TOKEN or of sign-in. Errors: NOT_SIGNED_IN.
absl::StatusOr<std::unique_ptr<ConnectClient>> Connect(const RemoteOptions& options);
// For the calls that need no session.
std::unique_ptr<ConnectClient> ConnectWithoutSession(const RemoteOptions& options);

// A message as JSON with the proto's own field names, indented.
std::string MessageJson(const google::protobuf::Message& message);

// The message as JSON when --json was given, else the text.
void PrintAnswer(const RemoteOptions& options, const google::protobuf::Message& message, const std::string& text);

inline constexpr char kDefaultUrl[] = "http://127.0.0.1:7480";

}  // namespace lianban::cli
