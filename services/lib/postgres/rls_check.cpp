#include "services/lib/postgres/rls_check.h"

#include <map>

#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::postgres {
namespace sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

absl::StatusOr<std::vector<std::string>> FindRlsFaults(const std::string& superuser_connection,
                                                       std::string_view service) {
  LIANBAN_ASSIGN_OR_RETURN(const auto connection, AdminConnection::Connect(superuser_connection));
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           connection->Query(sql::EmbeddedFiles().at("rls_check.sql"), {std::string(service)}));
  std::vector<std::string> faults;
  for (int i = 0; i < rows->size(); ++i) faults.push_back(rows->GetString(i, 0));
  return faults;
}

}  // namespace lianban::postgres
