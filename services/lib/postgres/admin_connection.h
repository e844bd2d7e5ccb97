#pragma once
// A plain connection for the owner's and the operator's work: bootstrap, migrations, catalogue checks. Services never
// use it; they have Database.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/postgres/database.h"

namespace lianban::postgres {

class AdminConnection {
 public:
  static absl::StatusOr<std::unique_ptr<AdminConnection>> Connect(const std::string& connection);
  ~AdminConnection();

  // One or many statements without parameters; several run as one transaction unless they say otherwise.
  absl::Status Execute(std::string_view sql);
  absl::StatusOr<std::unique_ptr<Rows>> Query(std::string_view sql, const std::vector<Param>& params = {});

 private:
  struct Link;
  explicit AdminConnection(std::unique_ptr<Link> link);
  std::unique_ptr<Link> link_;
};

}  // namespace lianban::postgres
