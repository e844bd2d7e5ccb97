#include <unistd.h>

#include "absl/time/time.h"
#include "services/gateway/door.h"
#include "services/gateway/http_server.h"
#include "services/gateway/route_table.h"
#include "services/lib/errors/error.h"
#include "services/module.h"
#include "spdlog/spdlog.h"

namespace lianban::gateway {
namespace {

DoorOptions DoorOptionsOf(const config::Config& config, rpc::Channels* channels) {
  DoorOptions options;
  options.public_url = config.public_url;
  options.static_dir = config.static_dir;
  options.requests_per_minute = config.requests_per_minute;
  options.requests_per_minute_importer = config.requests_per_minute_importer;
  options.guesses_per_minute = config.sign_ins_per_minute;
  options.body_bytes_max = static_cast<size_t>(config.body_bytes_max);
  options.channel = [channels](const std::string& service) { return channels->To(service); };
  return options;
}

HttpServerOptions ServerOptionsOf(const config::Config& config) {
  HttpServerOptions options;
  options.listen = config.http_listen;
  options.tls_certificate = config.http_tls_certificate;
  options.tls_key = config.http_tls_key;
  options.trusted_proxies = config.trusted_proxies;
  options.connections_max = config.http_connections_max;
  options.connections_per_address_max = config.http_connections_per_address_max;
  return options;
}

class GatewayModule final : public Module {
 public:
  explicit GatewayModule(const ModuleContext& context)
      : config_(*context.config), door_(DoorOptionsOf(config_, context.channels)) {}

  absl::Status Start() override {
    if (!config_.static_dir.empty() && access(config_.static_dir.c_str(), R_OK | X_OK) != 0) {
      return Error("FILE_UNREADABLE", {{"file", config_.static_dir}});
    }
    LIANBAN_ASSIGN_OR_RETURN(server_, HttpServer::Start(ServerOptionsOf(config_), door_));
    door_.set_ready(true);
    spdlog::info("gateway: listening on {}", server_->url());
    return absl::OkStatus();
  }

  void Drain() override {
    door_.set_ready(false);
    if (server_ != nullptr) server_->Drain(absl::Seconds(config_.drain_seconds));
  }

  std::vector<std::string> Endpoints() const override {
    return server_ == nullptr ? std::vector<std::string>{} : std::vector<std::string>{server_->url()};
  }

 private:
  const config::Config& config_;
  Door door_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace

ModuleDefinition Definition() {
  return {"gateway",
          RouteTable::OfApi().services(),
          [](const ModuleContext& context) -> absl::StatusOr<std::unique_ptr<Module>> {
            return std::make_unique<GatewayModule>(context);
          }};
}

}  // namespace lianban::gateway
