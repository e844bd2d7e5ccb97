#pragma once
// One libpqxx connection with its prepared statements: the only file pair that sees pqxx, and where its exceptions end.

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/postgres/database.h"

namespace pqxx {
class connect_direct;
template <typename Policy>
class basic_connection_base;
class nontransaction;
}  // namespace pqxx

namespace lianban::postgres {

class PqxxSession {
 public:
  // UNAVAILABLE when the server cannot be reached or refuses.
  static absl::StatusOr<std::unique_ptr<PqxxSession>> Connect(const std::string& connection);
  ~PqxxSession();

  // BEGIN and SET LOCAL app.city in one round trip.
  absl::Status Begin(std::string_view city_id, bool read_only);
  absl::StatusOr<std::unique_ptr<Rows>> Execute(const std::string& name, const std::string& sql,
                                                const std::vector<Param>& params);
  absl::Status Commit();
  void Rollback();
  // False after the connection broke: throw it away.
  bool usable() const { return usable_; }

 private:
  PqxxSession();
  absl::Status Guard(std::string_view name, const std::function<void()>& work);

  // By its whole type: libpqxx 6 has no virtual destructor, and one that is not called closes nothing.
  std::unique_ptr<pqxx::basic_connection_base<pqxx::connect_direct>> connection_;
  std::unique_ptr<pqxx::nontransaction> link_;
  std::set<std::string, std::less<>> prepared_;
  bool usable_ = true;
};

}  // namespace lianban::postgres
