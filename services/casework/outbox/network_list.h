#pragma once
// Which addresses a connector may reach. Without permission an address inside the house is refused, whatever name it
// hides behind: an administrator of workflows must not be able to call the platform's own services through a connector.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "boost/asio/ip/address.hpp"
#include "boost/asio/ip/network_v4.hpp"
#include "boost/asio/ip/network_v6.hpp"

struct sockaddr;

namespace lianban::casework {

class NetworkList {
 public:
  // CIDR blocks of the house that connectors may reach all the same ("10.12.0.0/16"). OPTION_INVALID.
  static absl::StatusOr<NetworkList> Parse(const std::vector<std::string>& blocks);

  // Public addresses, and those in a permitted block.
  bool Allows(const boost::asio::ip::address& address) const;
  bool Allows(const sockaddr& address) const;

 private:
  std::vector<boost::asio::ip::network_v4> permitted_v4_;
  std::vector<boost::asio::ip::network_v6> permitted_v6_;
};

}  // namespace lianban::casework
