#include "services/cli/server/services.h"

namespace lianban {

// Compiled in by each service's build file.
#define LIANBAN_SQL_OF(service) \
  namespace service::sql { const std::map<std::string_view, std::string_view>& EmbeddedFiles(); }
LIANBAN_SQL_OF(identity)
LIANBAN_SQL_OF(catalog)
LIANBAN_SQL_OF(records)
LIANBAN_SQL_OF(casework)
LIANBAN_SQL_OF(intake)
#undef LIANBAN_SQL_OF

namespace cli {

const std::vector<ServiceEntry>& Services() {
  static const std::vector<ServiceEntry> services = {
      {identity::Definition(), identity::sql::EmbeddedFiles},
      {catalog::Definition(), catalog::sql::EmbeddedFiles},
      {casework::Definition(), casework::sql::EmbeddedFiles},
      {records::Definition(), records::sql::EmbeddedFiles},
      {intake::Definition(), intake::sql::EmbeddedFiles},
      {gateway::Definition(), nullptr},
  };
  return services;
}

}  // namespace cli
}  // namespace lianban
