#pragma once
// Page tokens: where to go on, sealed with a MAC over the query they belong to. They carry no authority.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message_lite.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

class PageTokens {
 public:
  explicit PageTokens(std::string key) : key_(std::move(key)) {}

  // `query`: what must stay the same from page to page, see QueryOf.
  std::string Seal(std::string_view query, const std::vector<std::string>& cursor) const;
  // The cursor, or nothing for an empty token. Error: PAGE_TOKEN_INVALID.
  absl::StatusOr<std::vector<std::string>> Open(std::string_view query, std::string_view token) const;

 private:
  std::string key_;
};

// Method, caller and every argument but page size and token.
template <class Request>
std::string QueryOf(std::string_view method, const rpc::Context& caller, const Request& request) {
  Request rest = request;
  rest.clear_page_size();
  rest.clear_page_token();
  return std::string(method) + '\n' + caller.city_id() + '\n' + caller.user_id() + '\n' + rest.SerializeAsString();
}

}  // namespace lianban::casework
