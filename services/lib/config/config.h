#pragma once
// Configuration: one struct, filled from the command line, LIANBAN_* environment variables and a config file (CLI11),
// printed at start without secrets. Secrets are files, never values.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace lianban::config {

struct Config {
  std::string data_dir = "data";               // keys/, checkpoints/, run/, log/
  std::string database = "";                   // libpq connection string without user; the service's role is added
  std::string listen = "127.0.0.1:7440";       // gRPC
  std::string http_listen = "127.0.0.1:7480";  // gateway
  std::string static_dir = "";                 // web console files
  std::string public_url = "http://127.0.0.1:7480";  // printed in QR codes
  bool reflection = false;
  std::map<std::string, std::string> addresses;  // remote services
  std::string tls_ca, tls_certificate, tls_key;  // mutual TLS between services
  int executors = 4;                             // casework database executors: while one waits for its commit others work
  int batch_max = 64;
  int script_workers = 2;
  int database_connections = 4;  // per service, besides executors
  int body_bytes_max = 4 << 20;
  int requests_per_minute = 1200;             // per session
  int requests_per_minute_importer = 120000;  // per session that holds the role "importer"
  int sign_ins_per_minute = 30;               // per client address; also progress queries
  int http_connections_max = 2000;            // open connections of the gateway
  int http_connections_per_address_max = 200;
  std::string http_tls_certificate;  // PEM files; empty: plain HTTP (loopback, or TLS ends in front of it)
  std::string http_tls_key;
  std::vector<std::string> trusted_proxies;  // addresses or CIDR blocks whose X-Forwarded-For is believed
  std::vector<std::string> connector_networks;  // CIDR blocks inside the house that connectors may reach
  int drain_seconds = 20;                    // how long requests under way may take after SIGTERM
  std::string log_level = "info";
  std::string log_format = "text";  // or "json"
};

// Adds every option, with its sentence, default and environment variable, to a (sub)command, and --config FILE with
// "name = value" lines. What counts: the command line, then the environment, then the file, then the default.
// `config` outlives `app`. Uses the app's parse_complete_callback.
void AddOptions(CLI::App& app, Config& config);

// "name = value" lines, for the log at start.
std::vector<std::string> Describe(const Config& config);

}  // namespace lianban::config
