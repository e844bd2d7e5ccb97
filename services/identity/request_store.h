#pragma once
// A write is done once: the same request_id gives the same answer.

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/identity/command_context.h"
#include "services/lib/check/check.h"

namespace lianban::identity {

using WriteBody = std::function<absl::StatusOr<std::string>(postgres::Transaction&)>;

// Runs `body` in a transaction and keeps its answer. REQUEST_ID_REQUIRED, or REQUEST_ID_REUSED when the identifier
// stands for another request or another caller.
absl::StatusOr<std::string> WriteOnce(const CommandContext& context, const v1::Context& caller,
                                      const std::string& request_id, const google::protobuf::Message& request,
                                      const WriteBody& body);

// body: absl::StatusOr<Response>(postgres::Transaction&)
template <class Response, class Request, class Body>
absl::StatusOr<Response> RunOnce(const CommandContext& context, const v1::Context& caller, const Request& request,
                                 const Body& body) {
  const auto stored = WriteOnce(context, caller, request.request_id(), request,
                                [&](postgres::Transaction& tx) -> absl::StatusOr<std::string> {
                                  absl::StatusOr<Response> response = body(tx);
                                  if (!response.ok()) return response.status();
                                  return response->SerializeAsString();
                                });
  if (!stored.ok()) return stored.status();
  Response response;
  LIANBAN_CHECK(response.ParseFromString(*stored), "a stored answer cannot be read");
  return response;
}

}  // namespace lianban::identity
