#include <algorithm>

#include "services/intake/caller.h"
#include "services/intake/party/parties.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"

namespace lianban::intake {
namespace {

constexpr size_t kReasonCharactersMin = 4;
constexpr size_t kReasonCharactersMax = 200;

absl::Status CheckFields(const v1::RevealPartyRequest& request) {
  static constexpr std::string_view kFields[] = {"name", "document_no", "phone", "address"};
  for (const std::string& field : request.fields()) {
    if (std::find(std::begin(kFields), std::end(kFields), field) == std::end(kFields)) {
      return Error("REQUEST_INVALID", {{"detail", "fields: " + field}});
    }
  }
  return request.fields().empty() ? Error("REQUEST_INVALID", {{"detail", "fields"}}) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Party> Parties::Reveal(const rpc::Context& caller, const v1::RevealPartyRequest& request,
                                          absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));
  LIANBAN_RETURN_IF_ERROR(CheckFields(request));
  size_t length = workflow::CodePoints(workflow::Tidy(request.reason())).size();
  if (length < kReasonCharactersMin || length > kReasonCharactersMax) return Error("REVEAL_REASON_REQUIRED");
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(store_.LoadKeys(city));
  std::vector<std::string> fields(request.fields().begin(), request.fields().end());
  std::optional<PartyRecord> party;
  bool known = false;
  LIANBAN_RETURN_IF_ERROR(database_.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(party, store_.Find(tx, city, request.party_id()));
    if (!party) return absl::OkStatus();
    LIANBAN_ASSIGN_OR_RETURN(known, store_.KnownTo(tx, city, party->party_id, UnitsOf(caller)));
    AccessRecord access{.action = "reveal",
                        .user_id = caller.user_id(),
                        .unit_id = caller.unit_id(),
                        .session_id = caller.session_id(),
                        .roles = RolesOf(caller),
                        .party_id = party->party_id,
                        .fields = fields,
                        .reason = request.reason(),
                        .matter_id = request.matter_id(),
                        .result = known ? "shown" : "refused",
                        .time = now};
    return store_.Record(tx, city, access);
  }));
  if (!party || !known) return Error("NOT_FOUND", {{"name", request.party_id()}});
  return Revealed(*party, fields);
}

}  // namespace lianban::intake
