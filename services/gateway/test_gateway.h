#pragma once
// A whole gateway on a free port before the test services.

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "fmt/format.h"
#include "services/gateway/http_server.h"
#include "services/gateway/test_client.h"
#include "services/gateway/test_services.h"

namespace lianban::gateway {

class GatewayTest : public testing::Test {
 protected:
  GatewayTest() {
    door_options_.public_url = "https://lianban.example";
    door_options_.channel = [this](const std::string&) { return services_.channel(); };
    server_options_.listen = "127.0.0.1:0";
  }
  void Start() {
    door_ = std::make_unique<Door>(door_options_);
    auto server = HttpServer::Start(server_options_, *door_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    door_->set_ready(true);
  }
  void TearDown() override {
    services_.casework.release_slow = true;
    server_.reset();
  }

  int port() const { return server_->port(); }
  std::string SignedIn(const std::string& login = "wang") { return services_.identity.Admit(login); }

  static std::string Post(std::string_view path, std::string_view headers, std::string_view body) {
    return fmt::format("POST {} HTTP/1.1\r\nhost: here\r\n{}content-length: {}\r\n\r\n{}", path, headers, body.size(), body);
  }
  std::string PostJson(std::string_view path, std::string_view body, std::string_view token = "") {
    const std::string authorization = token.empty() ? "" : fmt::format("authorization: Bearer {}\r\n", token);
    return Post(path, "content-type: application/json\r\n" + authorization, body);
  }
  // One request on a connection of its own.
  Response Ask(std::string_view request, const char* source = "127.0.0.1") {
    TestClient client(port(), source);
    client.Send(request);
    return client.Receive();
  }
  Response AskJson(std::string_view path, std::string_view body, std::string_view token = "") {
    return Ask(PostJson(path, body, token));
  }

  static constexpr char kGetCase[] = "/lianban.casework.v1.Casework/GetCase";
  static constexpr char kWatch[] = "/lianban.casework.v1.Casework/Watch";
  static constexpr char kListItems[] = "/lianban.catalog.v1.Catalog/ListItems";
  static constexpr char kComputeDeadline[] = "/lianban.catalog.v1.Catalog/ComputeDeadline";
  static constexpr char kSignIn[] = "/lianban.identity.v1.Identity/SignIn";
  static constexpr char kSignOut[] = "/lianban.identity.v1.Identity/SignOut";

  TestServices services_;
  DoorOptions door_options_;
  HttpServerOptions server_options_;
  std::unique_ptr<Door> door_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace lianban::gateway
