#include "services/lib/postgres/connection_string.h"

#include "fmt/format.h"

namespace lianban::postgres {
namespace {

constexpr std::string_view kGenericPlans =
    "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off ";

}  // namespace

std::string SchemaOfRole(std::string_view role) {
  constexpr std::string_view kPrefix = "lianban_";
  if (!role.starts_with(kPrefix) || role == "lianban_owner") return "platform";
  return std::string(role.substr(kPrefix.size()));
}

std::string ServiceConnection(const DatabaseOptions& options) {
  return fmt::format(
      "{} user={} application_name={} connect_timeout=3 client_encoding=UTF8 "
      "options='-c TimeZone=UTC -c DateStyle=ISO -c statement_timeout={} -c idle_in_transaction_session_timeout=60000 "
      "-c jit=off {}-c search_path={},platform'",
      options.connection, options.role, options.role, options.statement_timeout_ms,
      options.generic_plans ? kGenericPlans : "", SchemaOfRole(options.role));
}

std::string WithUser(std::string_view connection, std::string_view user) {
  return fmt::format("{} user={}", connection, user);
}

std::string WithDatabase(std::string_view connection, std::string_view database) {
  return fmt::format("{} dbname={}", connection, database);
}

}  // namespace lianban::postgres
