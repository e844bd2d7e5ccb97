#pragma once
// Who is asking: the peer, or, where the peer is a trusted proxy, the address it reports.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/gateway/http.h"

namespace lianban::gateway {

class TrustedProxies {
 public:
  // "10.0.0.0/8", "192.0.2.7", "2001:db8::/32". INVALID_ARGUMENT names the one that is none.
  static absl::StatusOr<TrustedProxies> Parse(const std::vector<std::string>& blocks);

  bool Contains(std::string_view address) const;

  // The last address in X-Forwarded-For that is not itself a trusted proxy; the peer when the peer is not trusted or the
  // header holds no address.
  std::string ClientOf(std::string_view peer, const Headers& headers) const;

 private:
  struct Block {
    std::vector<uint8_t> bytes;  // 16, IPv4 mapped into IPv6
    int bits = 0;
  };
  std::vector<Block> blocks_;
};

// What counts as one client for limits: an IPv4 address, or the /64 of an IPv6 address.
std::string LimitKey(std::string_view address);

}  // namespace lianban::gateway
