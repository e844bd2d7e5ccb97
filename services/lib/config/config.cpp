#include "services/lib/config/config.h"

#include <memory>

#include "CLI/CLI.hpp"
#include "fmt/format.h"

namespace lianban::config {
namespace {

// The one list of options: name, place, sentence. Command line, environment, file and description are made from it.
template <class Visitor>
void ForEachOption(Config& config, const Visitor& visit) {
  visit("data-dir", config.data_dir, "Folder of this deployment: keys/, checkpoints/, run/, log/");
  visit("database", config.database,
        "PostgreSQL as libpq connection string without user, e.g. host=/run/lianban dbname=lianban");
  visit("listen", config.listen, "host:port of gRPC between services");
  visit("http-listen", config.http_listen, "host:port of the gateway");
  visit("static-dir", config.static_dir, "Folder with the files of the web console");
  visit("public-url", config.public_url, "Address that people reach the gateway under; printed in QR codes");
  visit("reflection", config.reflection, "Offer gRPC reflection");
  visit("address", config.addresses, "SERVICE=host:port of a service that runs elsewhere; may be given several times");
  visit("tls-ca", config.tls_ca, "CA certificate for mutual TLS between services (PEM file)");
  visit("tls-certificate", config.tls_certificate, "Certificate of this process for mutual TLS (PEM file)");
  visit("tls-key", config.tls_key, "Private key of this process for mutual TLS (PEM file)");
  visit("executors", config.executors, "Threads that run commands on cases, each with a database connection");
  visit("batch-max", config.batch_max, "Commands that one transaction may hold");
  visit("script-workers", config.script_workers, "Jailed processes that run rules");
  visit("database-connections", config.database_connections,
        "Database connections of each service, besides the executors'");
  visit("body-bytes-max", config.body_bytes_max, "Largest request body the gateway takes");
  visit("requests-per-minute", config.requests_per_minute, "Requests of one session");
  visit("requests-per-minute-importer", config.requests_per_minute_importer,
        "Requests of a session with the role importer");
  visit("sign-ins-per-minute", config.sign_ins_per_minute, "Sign-ins and progress queries from one address");
  visit("http-connections-max", config.http_connections_max, "Open connections of the gateway");
  visit("http-connections-per-address-max", config.http_connections_per_address_max,
        "Open connections from one address");
  visit("http-tls-certificate", config.http_tls_certificate,
        "Certificate of the gateway (PEM file); empty: plain HTTP");
  visit("http-tls-key", config.http_tls_key, "Private key of the gateway (PEM file)");
  visit("trusted-proxy", config.trusted_proxies,
        "Address or CIDR block whose X-Forwarded-For is believed; may be given several times");
  visit("connector-network", config.connector_networks,
        "CIDR block inside the house that connectors may reach; may be given several times");
  visit("drain-seconds", config.drain_seconds, "How long requests under way may take after SIGTERM");
  visit("log-level", config.log_level, "trace, debug, info, warning, error or off");
  visit("log-format", config.log_format, "text or json");
}

std::string EnvironmentName(std::string name) {
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return "LIANBAN_" + name;
}

struct AddOption {
  CLI::App& app;

  void operator()(const std::string& name, bool& place, const char* sentence) const {
    Finish(app.add_flag("--" + name, place, sentence), name);
  }
  void operator()(const std::string& name, std::string& place, const char* sentence) const {
    Finish(app.add_option("--" + name, place, sentence)->capture_default_str(), name);
  }
  void operator()(const std::string& name, int& place, const char* sentence) const {
    Finish(app.add_option("--" + name, place, sentence)->capture_default_str()->check(CLI::PositiveNumber), name);
  }
  void operator()(const std::string& name, std::vector<std::string>& place, const char* sentence) const {
    Finish(app.add_option("--" + name, place, sentence)->delimiter(','), name);
  }
  void operator()(const std::string& name, std::map<std::string, std::string>& place, const char* sentence) const {
    const auto read = [&place](const std::vector<std::string>& pairs) {
      place.clear();
      for (const auto& pair : pairs) {
        const size_t equals = pair.find('=');
        place[pair.substr(0, equals)] = pair.substr(equals + 1);
      }
    };
    const auto check = [](const std::string& pair) {
      const size_t equals = pair.find('=');
      const bool good = equals != std::string::npos && equals > 0 && equals + 1 < pair.size();
      return good ? std::string() : fmt::format("\"{}\" is not SERVICE=host:port", pair);
    };
    Finish(app.add_option_function<std::vector<std::string>>("--" + name, read, sentence)
               ->delimiter(',')
               ->check(CLI::Validator(check, "SERVICE=HOST:PORT")),
           name);
  }

  void Finish(CLI::Option* option, const std::string& name) const {
    option->envname(EnvironmentName(name))->group("Configuration");
  }
};

void TakeItem(CLI::App& app, const CLI::ConfigItem& item, CLI::Option& option) {
  if (option.get_expected_max() == 0) {
    option.add_result(option.get_flag_value(item.name, app.get_config_formatter()->to_flag(item)));
  } else {
    option.add_result(item.inputs);
  }
  option.run_callback();
}

// CLI11 reads files for the topmost command only, and prefers them to the environment.
void ReadFile(CLI::App& app, const std::string& path) {
  if (path.empty()) return;
  for (const auto& item : app.get_config_formatter()->from_file(path)) {
    const bool heading = item.name == "++" || item.name == "--";  // [name], which CLI11 takes for a subcommand
    CLI::Option* option = heading ? nullptr : app.get_option_no_throw("--" + item.name);
    if (!option || !item.parents.empty() || option->get_group() != "Configuration") {
      const std::string name = heading ? fmt::format("[{}]", fmt::join(item.parents, ".")) : item.fullname();
      throw CLI::ConfigError(fmt::format("{}: there is no option \"{}\"; see --help", path, name));
    }
    if (option->count() > 0) continue;
    try {
      TakeItem(app, item, *option);
    } catch (const CLI::ParseError& error) {
      throw CLI::ConfigError(fmt::format("{}: {}", path, error.what()));
    }
  }
}

// A connection string may hold one; everything else that is secret is a file.
std::string WithoutPassword(const std::string& connection) {
  std::string out;
  for (size_t at = 0; at < connection.size();) {
    const size_t found = connection.find("password=", at);
    out += connection.substr(at, found - at);
    if (found == std::string::npos) break;
    out += "password=***";
    at = found + 9;
    const bool quoted = at < connection.size() && connection[at] == '\'';
    for (at += quoted; at < connection.size() && connection[at] != (quoted ? '\'' : ' '); ++at) {
      if (connection[at] == '\\') ++at;
    }
    at += quoted;
  }
  if (const size_t scheme = out.find("://"); scheme != std::string::npos) {
    const size_t host = out.find('@', scheme), colon = out.find(':', scheme + 3);
    if (host != std::string::npos && colon < host) out.replace(colon + 1, host - colon - 1, "***");
  }
  return out;
}

struct DescribeOption {
  std::vector<std::string>& lines;

  void operator()(const std::string& name, const bool& value, const char*) const {
    Add(name, value ? "true" : "false");
  }
  void operator()(const std::string& name, const int& value, const char*) const { Add(name, std::to_string(value)); }
  void operator()(const std::string& name, const std::string& value, const char*) const {
    Add(name, name == "database" ? WithoutPassword(value) : value);
  }
  void operator()(const std::string& name, const std::vector<std::string>& values, const char*) const {
    Add(name, fmt::format("{}", fmt::join(values, ",")));
  }
  void operator()(const std::string& name, const std::map<std::string, std::string>& values, const char*) const {
    std::vector<std::string> pairs;
    for (const auto& [service, address] : values) pairs.push_back(service + "=" + address);
    Add(name, fmt::format("{}", fmt::join(pairs, ",")));
  }
  void Add(const std::string& name, const std::string& value) const {
    lines.push_back(fmt::format("{} = {}", name, value));
  }
};

}  // namespace

void AddOptions(CLI::App& app, Config& config) {
  ForEachOption(config, AddOption{app});
  auto path = std::make_shared<std::string>();
  app.add_option("--config", *path, "File with lines \"name = value\"; names as the options above")
      ->envname("LIANBAN_CONFIG")
      ->check(CLI::ExistingFile);
  app.parse_complete_callback([&app, path] { ReadFile(app, *path); });
}

std::vector<std::string> Describe(const Config& config) {
  std::vector<std::string> lines;
  Config copy = config;
  ForEachOption(copy, DescribeOption{lines});
  return lines;
}

}  // namespace lianban::config
