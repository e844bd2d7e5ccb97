#include "tests/chaos/rule_book.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "lianban/casework/v1/migration.grpc.pb.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"
#include "tests/chaos/official.h"

namespace lianban::chaos {
namespace {

namespace cw = casework::v1;
namespace ct = catalog::v1;

constexpr absl::Duration kReadTimeout = absl::Seconds(30);
constexpr absl::Duration kMigrationTime = absl::Minutes(2);

absl::StatusOr<std::vector<ct::Release>> ReadReleases(const Door& door, ct::Catalog::Stub& stub,
                                                      const std::string& process) {
  std::vector<ct::Release> releases;
  ct::ListReleasesRequest request;
  request.set_process(process);
  do {
    grpc::ClientContext call;
    door.Prepare(call, kAuthor, {"workflow_admin"}, kReadTimeout);
    ct::ListReleasesResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub.ListReleases(&call, request, &page)));
    releases.insert(releases.end(), page.releases().begin(), page.releases().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::reverse(releases.begin(), releases.end());
  return releases;
}

bool IsUnderWay(const cw::Migration& migration) {
  return migration.state() == "running" || migration.state() == "undoing";
}

// OK without a migration when the server has none of this id: it was never acknowledged, or it is lost.
absl::Status ReadMigration(const Door& door, cw::Migrations::Stub& stub, const std::string& id, RuleBook& book) {
  cw::GetMigrationRequest request;
  request.set_migration_id(id);
  const absl::Time end = absl::Now() + kMigrationTime;
  while (true) {
    grpc::ClientContext call;
    door.Prepare(call, kAuthor, {"workflow_admin"}, kReadTimeout);
    cw::Migration found;
    const absl::Status status = rpc::FromGrpc(stub.GetMigration(&call, request, &found));
    if (absl::IsNotFound(status)) return absl::OkStatus();
    LIANBAN_RETURN_IF_ERROR(status);
    if (!IsUnderWay(found) || absl::Now() > end) {
      book.migrations[id] = found;
      return absl::OkStatus();
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
}

}  // namespace

absl::StatusOr<RuleBook> ReadRuleBook(const Door& door, const Records& records,
                                      const std::vector<std::string>& processes) {
  const auto catalog = ct::Catalog::NewStub(door.Connect());
  const auto migrations = cw::Migrations::NewStub(door.Connect());
  RuleBook book;
  for (const std::string& process : processes) {
    LIANBAN_ASSIGN_OR_RETURN(book.releases[process], ReadReleases(door, *catalog, process));
  }
  grpc::ClientContext call;
  door.Prepare(call, kAuthor, {"workflow_admin"}, kReadTimeout);
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(catalog->GetEnvironment(&call, {}, &book.environment)));
  for (const RuleChange& change : records.rule_changes) {
    if (change.kind == "migration") LIANBAN_RETURN_IF_ERROR(ReadMigration(door, *migrations, change.id, book));
  }
  return book;
}

}  // namespace lianban::chaos
