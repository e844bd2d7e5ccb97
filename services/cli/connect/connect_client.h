#pragma once
// The public API as a program outside the house calls it: Connect over HTTP, protobuf bodies, a session token.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace lianban::cli {

struct ConnectOptions {
  std::string url;              // "http://127.0.0.1:7480"
  std::string token;            // empty: without session
  std::string ca_file;          // PEM, for servers whose certificate no public authority signed
  long timeout_ms = 60'000;     // of one unary call
};

// Thread-safe; connections are kept and reused.
//
// Errors are those of the service, with reason and metadata; SERVER_UNREACHABLE when there was no answer,
// ANSWER_NOT_UNDERSTOOD when something else than Lianban answered. TOO_MANY_REQUESTS is waited out, and UNAVAILABLE is
// tried again for 20 s once the server has answered at all, which is safe because writing calls carry a request_id.
class ConnectClient {
 public:
  explicit ConnectClient(ConnectOptions options);
  ~ConnectClient();

  // method: "lianban.casework.v1.Casework/GetCase"
  absl::Status Call(std::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response);
  template <class Response>
  absl::StatusOr<Response> Call(std::string_view method, const google::protobuf::Message& request) {
    Response response;
    if (absl::Status status = Call(method, request, &response); !status.ok()) return status;
    return response;
  }

  // Server stream. `each` gets the bytes of one message and returns false to stop; then the result is OK.
  absl::Status Stream(std::string_view method, const google::protobuf::Message& request,
                      const std::function<bool(const std::string& message)>& each);

  const std::string& url() const { return options_.url; }

 private:
  class Handle;
  std::unique_ptr<Handle> Take();
  void Give(std::unique_ptr<Handle> handle);
  absl::Status CallOnce(std::string_view method, const google::protobuf::Message& request,
                        google::protobuf::Message* response, int* retry_after_seconds);

  const ConnectOptions options_;
  std::atomic<bool> answered_{false};
  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> idle_;
};

// The body of an error answer, or the "error" of a stream's last frame, as a status.
absl::Status StatusOfErrorJson(std::string_view json, long http_status, const std::string& url);

}  // namespace lianban::cli
