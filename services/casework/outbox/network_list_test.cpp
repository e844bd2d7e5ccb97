#include "services/casework/outbox/network_list.h"

#include "gtest/gtest.h"

namespace lianban::casework {
namespace {

bool Allowed(const std::vector<std::string>& permitted, const char* address) {
  return NetworkList::Parse(permitted)->Allows(boost::asio::ip::make_address(address));
}

TEST(NetworkList, KeepsConnectorsOutOfTheHouse) {
  for (const char* inside : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
                             "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1",
                             "::ffff:127.0.0.1", "::ffff:10.0.0.1"}) {
    EXPECT_FALSE(Allowed({}, inside)) << inside;
  }
}

TEST(NetworkList, LetsThemReachThePublicNetwork) {
  for (const char* outside : {"1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2400:3200::1"}) {
    EXPECT_TRUE(Allowed({}, outside)) << outside;
  }
}

TEST(NetworkList, PermitsBlocksOfTheHouseByName) {
  EXPECT_TRUE(Allowed({"10.12.0.0/16"}, "10.12.255.1"));
  EXPECT_TRUE(Allowed({"10.12.0.0/16"}, "::ffff:10.12.0.9"));
  EXPECT_FALSE(Allowed({"10.12.0.0/16"}, "10.13.0.1"));
  EXPECT_TRUE(Allowed({"fd12::/16"}, "fd12::1"));
  EXPECT_FALSE(Allowed({"fd12::/16"}, "fd13::1"));
}

TEST(NetworkList, RefusesWhatIsNoBlock) {
  for (const char* text : {"", "10.0.0.1", "10.0.0.0/33", "house", "fd00::/129"}) {
    EXPECT_FALSE(NetworkList::Parse({text}).ok()) << text;
  }
}

}  // namespace
}  // namespace lianban::casework
