#include "services/casework/outbox/network_list.h"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

namespace ip = boost::asio::ip;

bool Holds(const ip::network_v4& network, const ip::address_v4& address) {
  return ip::make_network_v4(address, network.prefix_length()).canonical() == network.canonical();
}

bool Holds(const ip::network_v6& network, const ip::address_v6& address) {
  return ip::make_network_v6(address, network.prefix_length()).canonical() == network.canonical();
}

// RFC 6890: not reachable from the public network, or not meant to be.
bool IsSpecial(const ip::address_v4& address) {
  static const std::vector<ip::network_v4> special = [] {
    std::vector<ip::network_v4> all;
    for (const char* block : {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
                              "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4",
                              "240.0.0.0/4"}) {
      all.push_back(ip::make_network_v4(block));
    }
    return all;
  }();
  return std::any_of(special.begin(), special.end(), [&](const auto& network) { return Holds(network, address); });
}

bool IsSpecial(const ip::address_v6& address) {
  static const auto unique_local = ip::make_network_v6("fc00::/7");
  return address.is_unspecified() || address.is_loopback() || address.is_link_local() || address.is_multicast() ||
         Holds(unique_local, address);
}

}  // namespace

absl::StatusOr<NetworkList> NetworkList::Parse(const std::vector<std::string>& blocks) {
  NetworkList list;
  for (const std::string& block : blocks) {
    boost::system::error_code v4, v6;
    const auto network4 = ip::make_network_v4(block, v4);
    const auto network6 = ip::make_network_v6(block, v6);
    if (v4 && v6) return Error("OPTION_INVALID", {{"option", "--connector-network"}, {"value", block}});
    if (!v4) {
      list.permitted_v4_.push_back(network4);
    } else {
      list.permitted_v6_.push_back(network6);
    }
  }
  return list;
}

bool NetworkList::Allows(const ip::address& address) const {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return Allows(ip::address(ip::make_address_v4(ip::v4_mapped, address.to_v6())));
  }
  const auto holds = [&](const auto& plain) { return [&plain](const auto& network) { return Holds(network, plain); }; };
  if (address.is_v4()) {
    const auto plain = address.to_v4();
    return !IsSpecial(plain) || std::any_of(permitted_v4_.begin(), permitted_v4_.end(), holds(plain));
  }
  const auto plain = address.to_v6();
  return !IsSpecial(plain) || std::any_of(permitted_v6_.begin(), permitted_v6_.end(), holds(plain));
}

bool NetworkList::Allows(const sockaddr& address) const {
  if (address.sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, &address, sizeof in);
    return Allows(ip::address_v4(ntohl(in.sin_addr.s_addr)));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in;
  std::memcpy(&in, &address, sizeof in);
  ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return Allows(ip::address_v6(bytes));
}

}  // namespace lianban::casework
