#include "services/gateway/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {
namespace {

constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// 16 bytes, IPv4 mapped; nullopt when it is no address.
std::optional<std::vector<uint8_t>> Bytes(const std::string& text) {
  std::vector<uint8_t> out(16);
  if (inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
  std::copy(kMapped.begin(), kMapped.end(), out.begin());
  if (inet_pton(AF_INET, text.c_str(), out.data() + 12) == 1) return out;
  return std::nullopt;
}

bool IsIpv4(const std::vector<uint8_t>& bytes) { return std::equal(kMapped.begin(), kMapped.end(), bytes.begin()); }

bool SamePrefix(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b, int bits) {
  for (int i = 0; i < bits; ++i) {
    const uint8_t mask = 0x80 >> (i % 8);
    if ((a[i / 8] & mask) != (b[i / 8] & mask)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<TrustedProxies> TrustedProxies::Parse(const std::vector<std::string>& blocks) {
  TrustedProxies proxies;
  for (const std::string& text : blocks) {
    const size_t slash = text.find('/');
    const auto bytes = Bytes(text.substr(0, slash));
    int bits = 0;
    if (!bytes) return Error("OPTION_INVALID", {{"option", "--trusted-proxy"}, {"value", text}});
    const int width = IsIpv4(*bytes) ? 32 : 128;
    if (slash == std::string::npos) {
      bits = width;
    } else if (!absl::SimpleAtoi(text.substr(slash + 1), &bits) || bits < 0 || bits > width) {
      return Error("OPTION_INVALID", {{"option", "--trusted-proxy"}, {"value", text}});
    }
    proxies.blocks_.push_back({*bytes, 128 - width + bits});
  }
  return proxies;
}

bool TrustedProxies::Contains(std::string_view address) const {
  const auto bytes = Bytes(std::string(address));
  return bytes && std::any_of(blocks_.begin(), blocks_.end(),
                              [&](const Block& block) { return SamePrefix(*bytes, block.bytes, block.bits); });
}

std::string TrustedProxies::ClientOf(std::string_view peer, const Headers& headers) const {
  std::string client(peer);
  if (!Contains(peer)) return client;
  std::vector<std::string> hops;
  for (const auto& [name, value] : headers.fields()) {
    if (absl::AsciiStrToLower(name) != "x-forwarded-for") continue;
    for (absl::string_view hop : absl::StrSplit(value, ',')) hops.emplace_back(absl::StripAsciiWhitespace(hop));
  }
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    if (!Bytes(*hop)) break;
    client = *hop;
    if (!Contains(client)) break;
  }
  return client;
}

std::string LimitKey(std::string_view address) {
  const auto bytes = Bytes(std::string(address));
  if (!bytes || IsIpv4(*bytes)) return std::string(address);
  std::string key;
  for (int i = 0; i < 8; ++i) key += fmt::format("{:02x}", (*bytes)[i]);
  return key + "/64";
}

}  // namespace lianban::gateway
