#include "services/intake/caller.h"
#include "services/intake/party/parties.h"
#include "services/intake/request_log.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

absl::CivilDay Today(absl::Time now) { return absl::ToCivilDay(now, absl::FixedTimeZone(8 * 3600)); }

// What the new record leaves open stays as it is stored.
PartyRecord Completed(PartyRecord fresh, const PartyRecord& stored) {
  fresh.party_id = stored.party_id;
  fresh.revision = stored.revision;
  fresh.register_unit_id = stored.register_unit_id;
  if (fresh.name.empty()) fresh.name = stored.name;
  if (fresh.phone.empty()) fresh.phone = stored.phone;
  if (fresh.address.empty()) fresh.address = stored.address;
  if (fresh.document_no.empty()) {
    fresh.document_no = stored.document_no;
    fresh.document_type = stored.document_type;
  }
  return fresh;
}

bool Same(const PartyRecord& a, const PartyRecord& b) {
  return a.kind == b.kind && a.document_type == b.document_type && a.name == b.name && a.document_no == b.document_no &&
         a.phone == b.phone && a.address == b.address;
}

v1::Party Merged(const v1::Party& change, const PartyRecord& stored) {
  v1::Party merged = change;
  if (merged.kind().empty()) merged.set_kind(stored.kind);
  if (merged.name().empty()) merged.set_name(stored.name);
  if (merged.phone().empty()) merged.set_phone(stored.phone);
  if (merged.address().empty()) merged.set_address(stored.address);
  if (merged.document_no().empty()) {
    merged.set_document_no(stored.document_no);
    merged.set_document_type(stored.document_type);
  }
  return merged;
}

}  // namespace

absl::StatusOr<PartyRecord> Parties::Enter(postgres::Transaction& tx, const rpc::Context& caller, PartyRecord party,
                                           absl::Time now) {
  const std::string& city = caller.city_id();
  std::optional<PartyRecord> stored;
  if (!party.document_no.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(stored, store_.FindByDocument(tx, city, party.document_no));
  } else if (!party.phone.empty()) {
    // A telephone alone does not name a person; telephone and name together do.
    LIANBAN_ASSIGN_OR_RETURN(std::vector<PartyRecord> same_phone, store_.FindByPhone(tx, city, party.phone));
    for (PartyRecord& other : same_phone) {
      if (other.name == party.name) stored = std::move(other);
    }
  }
  if (stored) {
    PartyRecord completed = Completed(std::move(party), *stored);
    if (Same(completed, *stored)) return completed;
    absl::Status updated = store_.Update(tx, city, completed, now);
    // Nobody named a revision here: somebody else completed the same person meanwhile, so look again.
    if (absl::IsFailedPrecondition(updated))
      return absl::AbortedError("the party was completed elsewhere at the same time");
    LIANBAN_RETURN_IF_ERROR(updated);
    return completed;
  }
  party.party_id = crypto::NewUuid();
  party.revision = 1;
  party.register_unit_id = caller.unit_id();
  absl::Status inserted = store_.Insert(tx, city, party, now);
  if (absl::IsAlreadyExists(inserted)) return absl::AbortedError("the party was registered elsewhere at the same time");
  LIANBAN_RETURN_IF_ERROR(inserted);
  return party;
}

absl::StatusOr<v1::Party> Parties::Put(const rpc::Context& caller, const v1::PutPartyRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayRegister(caller));
  LIANBAN_ASSIGN_OR_RETURN(RequestKey key, KeyOf(request.request_id(), request));
  LIANBAN_RETURN_IF_ERROR(store_.LoadKeys(caller.city_id()));
  const std::string& city = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(const std::string party_id,
                           WriteOnce(database_, city, key, now, [&](postgres::Transaction& tx) {
                             return request.party().party_id().empty() ? Add(tx, caller, request.party(), now)
                                                                       : Change(tx, city, request.party(), now);
                           }));
  std::optional<PartyRecord> party;
  LIANBAN_RETURN_IF_ERROR(database_.RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(party, store_.Find(tx, city, party_id));
    return absl::OkStatus();
  }));
  if (!party) return Error("NOT_FOUND", {{"name", party_id}});
  return Masked(*party);
}

absl::StatusOr<std::string> Parties::Add(postgres::Transaction& tx, const rpc::Context& caller, const v1::Party& party,
                                         absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(PartyRecord fresh, NormaliseParty(party, Today(now)));
  LIANBAN_ASSIGN_OR_RETURN(PartyRecord entered, Enter(tx, caller, std::move(fresh), now));
  return entered.party_id;
}

absl::StatusOr<std::string> Parties::Change(postgres::Transaction& tx, const std::string& city, const v1::Party& change,
                                            absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const auto stored, store_.Find(tx, city, change.party_id()));
  if (!stored) return Error("NOT_FOUND", {{"name", change.party_id()}});
  if (change.etag() != EtagOf(stored->revision)) return Error("PARTY_CHANGED");
  LIANBAN_ASSIGN_OR_RETURN(PartyRecord changed, NormaliseParty(Merged(change, *stored), Today(now)));
  changed.revision = stored->revision;
  changed.register_unit_id = stored->register_unit_id;
  const absl::Status updated = store_.Update(tx, city, changed, now);
  if (absl::IsAlreadyExists(updated)) return Error("PARTY_DOCUMENT_TAKEN");
  LIANBAN_RETURN_IF_ERROR(updated);
  return stored->party_id;
}

}  // namespace lianban::intake
