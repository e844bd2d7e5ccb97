#include "services/intake/caller.h"
#include "services/intake/party/parties.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/phone.h"

namespace lianban::intake {
namespace {

std::string NormalDocument(const std::string& text) {
  std::string number = workflow::Tidy(text);
  for (char& c : number) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return number;
}

std::string NormalPhone(const std::string& text) {
  absl::StatusOr<workflow::Phone> phone = workflow::ParsePhone(text);
  return phone.ok() ? phone->number : workflow::Tidy(text);
}

}  // namespace

absl::StatusOr<v1::FindPartyResponse> Parties::Find(const rpc::Context& caller, const v1::FindPartyRequest& request,
                                                    absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));
  if (request.document_no().empty() == request.phone().empty()) {
    return Error("REQUEST_INVALID", {{"detail", "document_no 与 phone 填且只填一项"}});
  }
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(store_.LoadKeys(city));
  std::vector<PartyRecord> found;
  LIANBAN_RETURN_IF_ERROR(database_.RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    found.clear();
    if (!request.document_no().empty()) {
      LIANBAN_ASSIGN_OR_RETURN(auto party, store_.FindByDocument(tx, city, NormalDocument(request.document_no())));
      if (party) found.push_back(*std::move(party));
    } else {
      LIANBAN_ASSIGN_OR_RETURN(found, store_.FindByPhone(tx, city, NormalPhone(request.phone())));
    }
    AccessRecord access{.action = "find",
                        .user_id = caller.user_id(),
                        .unit_id = caller.unit_id(),
                        .session_id = caller.session_id(),
                        .roles = RolesOf(caller),
                        .result = "none",
                        .time = now};
    access.fields = {request.document_no().empty() ? "phone" : "document_no"};
    if (found.empty()) return store_.Record(tx, city, access);
    access.result = "found";
    for (const PartyRecord& party : found) {
      access.party_id = party.party_id;
      LIANBAN_RETURN_IF_ERROR(store_.Record(tx, city, access));
    }
    return absl::OkStatus();
  }));
  v1::FindPartyResponse response;
  for (const PartyRecord& party : found) *response.add_parties() = Masked(party);
  return response;
}

absl::StatusOr<v1::Party> Parties::Get(const rpc::Context& caller, const v1::GetPartyRequest& request) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(store_.LoadKeys(city));
  std::optional<PartyRecord> party;
  LIANBAN_RETURN_IF_ERROR(database_.RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(party, store_.Find(tx, city, request.party_id()));
    return absl::OkStatus();
  }));
  if (!party) return Error("NOT_FOUND", {{"name", request.party_id()}});
  return Masked(*party);
}

}  // namespace lianban::intake
