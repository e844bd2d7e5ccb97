#include "services/lib/postgres/bootstrap.h"

#include <map>

#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/server_words.h"

namespace lianban::postgres {
namespace sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

absl::Status Bootstrap(const std::string& superuser_connection) {
  LIANBAN_ASSIGN_OR_RETURN(const auto connection, AdminConnection::Connect(superuser_connection));
  const absl::Status done = connection->Execute(sql::EmbeddedFiles().at("bootstrap.sql"));
  if (done.ok() || DetailOf(done)) return done;
  return Error("DATABASE_NOT_MADE", {{"why", OneLine(std::string(done.message()))}});
}

}  // namespace lianban::postgres
