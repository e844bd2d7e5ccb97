#pragma once
// PutParty, FindParty, GetParty and RevealParty without gRPC, one file each.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/party/party_store.h"
#include "services/lib/postgres/database.h"
#include "services/lib/rpc/context.h"

namespace lianban::intake {

class Parties {
 public:
  Parties(postgres::Database& database, PartyStore& store) : database_(database), store_(store) {}

  // Without party_id: a new party, or the one with the same document number brought up to date (a person is registered
  // once). With party_id: a change, which needs the etag that was read (PARTY_CHANGED). Empty fields keep what is
  // stored.
  absl::StatusOr<v1::Party> Put(const rpc::Context& caller, const v1::PutPartyRequest& request, absl::Time now);

  // By full number, normalised first; every search is recorded.
  absl::StatusOr<v1::FindPartyResponse> Find(const rpc::Context& caller, const v1::FindPartyRequest& request,
                                             absl::Time now);
  absl::StatusOr<v1::Party> Get(const rpc::Context& caller, const v1::GetPartyRequest& request);

  // The plain values of the named fields, for people of a unit that registered or handles a matter of the party.
  // REVEAL_REASON_REQUIRED without a reason of at least four characters; the record is written before anything is
  // shown.
  absl::StatusOr<v1::Party> Reveal(const rpc::Context& caller, const v1::RevealPartyRequest& request, absl::Time now);

  // Inside a transaction: finds or makes the party of a report or a visit. Returns its id.
  absl::StatusOr<PartyRecord> Enter(postgres::Transaction& tx, const rpc::Context& caller, PartyRecord party,
                                    absl::Time now);

 private:
  // Both give the id of the party.
  absl::StatusOr<std::string> Add(postgres::Transaction& tx, const rpc::Context& caller, const v1::Party& party, absl::Time now);
  absl::StatusOr<std::string> Change(postgres::Transaction& tx, const std::string& city, const v1::Party& change, absl::Time now);

  postgres::Database& database_;
  PartyStore& store_;
};

}  // namespace lianban::intake
