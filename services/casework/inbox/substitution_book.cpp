#include "services/casework/inbox/substitution_book.h"

#include "absl/time/clock.h"
#include "services/casework/access.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"
#include "services/lib/journal/journal.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kFresh = absl::Seconds(2);
constexpr absl::Duration kTermMax = absl::Hours(24 * 366);

v1::Substitution SubstitutionFrom(const postgres::Rows& rows, int row) {
  v1::Substitution out;
  out.set_owner_id(rows.GetString(row, 0));
  out.set_substitute_id(rows.GetString(row, 1));
  SetTime(TimeFromText(rows.Get(row, 2)), out.mutable_start_time());
  SetTime(TimeFromText(rows.Get(row, 3)), out.mutable_end_time());
  out.set_reason(rows.GetString(row, 4));
  out.set_granted_by(rows.GetString(row, 5));
  return out;
}

// The owner meant by a request of this caller.
absl::StatusOr<std::string> OwnerMeant(const rpc::Context& caller, const std::string& asked) {
  LIANBAN_RETURN_IF_ERROR(CheckName("owner_id", asked));
  if (caller.actor_class() != identity::v1::ACTOR_CLASS_PERSON || caller.user_id().empty())
    return Error("PERMISSION_DENIED");
  if (asked.empty() || asked == caller.user_id()) return caller.user_id();
  if (!HoldsRole(caller, "system_admin")) return Error("PERMISSION_DENIED");
  return asked;
}

void AddNote(std::vector<postgres::Statement>& statements, const rpc::Context& caller, std::string kind,
             const std::string& owner, const std::string& substitute, absl::Time now) {
  for (postgres::Statement& statement :
       journal::StatementsOf(caller.city_id(), {.kind = std::move(kind),
                                                .subjects = {"casework.substitution " + owner + "/" + substitute},
                                                .time = now,
                                                .actor_id = caller.user_id(),
                                                .actor_name = caller.user_name()})) {
    statements.push_back(std::move(statement));
  }
}

}  // namespace

std::vector<std::string> SubstitutionBook::OwnersFor(const std::string& city_id, const std::string& user,
                                                     absl::Time now) {
  std::vector<std::string> owners;
  if (user.empty()) return owners;
  Refresh(city_id, now);
  std::lock_guard lock(mutex_);
  const auto [first, last] = cities_[city_id].by_substitute.equal_range(user);
  for (auto entry = first; entry != last; ++entry) {
    if (entry->second.start <= now && now < entry->second.end) owners.push_back(entry->second.owner);
  }
  return owners;
}

void SubstitutionBook::Refresh(const std::string& city_id, absl::Time now) {
  {
    std::lock_guard lock(mutex_);
    City& city = cities_[city_id];
    if (now - city.read < kFresh) return;
    city.read = now;  // others go on with what is known
  }
  const auto results = connections_.RunTx(city_id, {{"list_substitutions", {city_id, TimeText(now)}}},
                                          absl::ZeroDuration());
  if (!results.ok()) return;
  std::multimap<std::string, Entry> entries;
  const postgres::Rows& rows = *(*results)[0];
  for (int row = 0; row < rows.size(); ++row) {
    entries.emplace(rows.GetString(row, 1),
                    Entry{rows.GetString(row, 0), TimeFromText(rows.Get(row, 2)), TimeFromText(rows.Get(row, 3))});
  }
  std::lock_guard lock(mutex_);
  cities_[city_id].by_substitute = std::move(entries);
}

void SubstitutionBook::Forget(const std::string& city_id) {
  std::lock_guard lock(mutex_);
  cities_[city_id].read = absl::InfinitePast();
}

absl::StatusOr<v1::Substitution> SubstitutionBook::Set(const rpc::Context& caller,
                                                       const v1::SetSubstituteRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string owner, OwnerMeant(caller, request.owner_id()));
  LIANBAN_RETURN_IF_ERROR(CheckName("substitute_id", request.substitute_id()));
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), kReasonCharactersMax));
  if (request.substitute_id().empty() || request.substitute_id() == owner)
    return Error("REQUEST_INVALID", {{"detail", "substitute_id is somebody else"}});
  const absl::Time now = absl::Now();
  const absl::Time start = request.has_start_time() ? TimeOf(request.start_time()) : now;
  const absl::Time end = request.has_end_time() ? TimeOf(request.end_time()) : start;
  if (end <= start || end <= now || end - start > kTermMax) return Error("SUBSTITUTE_TERM");
  std::vector<postgres::Statement> statements = {
      {"put_substitution", {caller.city_id(), owner, request.substitute_id(), TimeText(start), TimeText(end),
                            request.reason(), caller.user_id()}}};
  AddNote(statements, caller, "set_substitute", owner, request.substitute_id(), now);
  LIANBAN_RETURN_IF_ERROR(connections_.RunTx(caller.city_id(), statements).status());
  Forget(caller.city_id());
  v1::Substitution out;
  out.set_owner_id(owner);
  out.set_substitute_id(request.substitute_id());
  SetTime(start, out.mutable_start_time());
  SetTime(end, out.mutable_end_time());
  out.set_reason(request.reason());
  out.set_granted_by(caller.user_id());
  return out;
}

absl::StatusOr<v1::Substitution> SubstitutionBook::End(const rpc::Context& caller,
                                                       const v1::EndSubstituteRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string owner, OwnerMeant(caller, request.owner_id()));
  LIANBAN_RETURN_IF_ERROR(CheckName("substitute_id", request.substitute_id()));
  const absl::Time now = absl::Now();
  std::vector<postgres::Statement> statements = {
      {"end_substitution", {caller.city_id(), owner, request.substitute_id(), TimeText(now)}}};
  AddNote(statements, caller, "end_substitute", owner, request.substitute_id(), now);
  LIANBAN_ASSIGN_OR_RETURN(const Results results, connections_.RunTx(caller.city_id(), statements));
  Forget(caller.city_id());
  if (results[0]->size() == 0) return Error("NOT_FOUND", {{"name", request.substitute_id()}});
  return SubstitutionFrom(*results[0], 0);
}

absl::StatusOr<v1::ListSubstitutesResponse> SubstitutionBook::List(const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(caller.city_id(), {{"list_substitutions", {caller.city_id(), TimeText(absl::Now())}}}));
  v1::ListSubstitutesResponse response;
  for (int row = 0; row < results[0]->size(); ++row) {
    v1::Substitution each = SubstitutionFrom(*results[0], row);
    const bool own = each.owner_id() == caller.user_id() || each.substitute_id() == caller.user_id();
    if (own || HoldsRole(caller, "system_admin")) *response.add_substitutions() = std::move(each);
  }
  return response;
}

}  // namespace lianban::casework
