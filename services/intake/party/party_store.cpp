#include "services/intake/party/party_store.h"

#include <utility>

#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

std::string Place(const char* column, const std::string& party_id) {
  return fmt::format("party/{}/{}", column, party_id);
}

// The sealed columns in table order.
struct SealedColumn {
  const char* name;
  std::string PartyRecord::*value;
};
constexpr SealedColumn kSealed[] = {{"name", &PartyRecord::name},
                                    {"document_no", &PartyRecord::document_no},
                                    {"phone", &PartyRecord::phone},
                                    {"address", &PartyRecord::address}};

std::vector<postgres::Param> SealedValues(const sealing::CityKeySet& keys, const std::string& city_id,
                                          const PartyRecord& party) {
  std::vector<postgres::Param> values;
  for (const SealedColumn& column : kSealed) {
    values.push_back(postgres::Bytes(keys.Seal(city_id, Place(column.name, party.party_id), party.*column.value)));
  }
  auto index = [&](const char* what, const std::string& value) {
    return value.empty() ? postgres::Param() : postgres::Param(keys.Index(what, value));
  };
  values.push_back(index("document", party.document_no));
  values.push_back(index("phone", party.phone));
  return values;
}

std::string Now(absl::Time now) { return postgres::Timestamp(absl::ToUnixMicros(now)); }

}  // namespace

absl::Status PartyStore::Insert(postgres::Transaction& tx, const std::string& city_id, const PartyRecord& party,
                                absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, keys_.Get(city_id));
  std::vector<postgres::Param> params = {city_id, party.party_id, party.kind, party.document_type};
  for (postgres::Param& value : SealedValues(*keys, city_id, party)) params.push_back(std::move(value));
  params.push_back(party.register_unit_id);
  params.push_back(Now(now));
  LIANBAN_RETURN_IF_ERROR(tx.Query("insert_party", params).status());
  LIANBAN_ASSIGN_OR_RETURN(auto stored, tx.Query("party", {city_id, party.party_id}));
  return stored->size() == 1 ? absl::OkStatus() : absl::AlreadyExistsError("a party has this document number");
}

absl::Status PartyStore::Update(postgres::Transaction& tx, const std::string& city_id, PartyRecord& party,
                                absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, keys_.Get(city_id));
  std::vector<postgres::Param> params = {city_id, party.party_id, std::to_string(party.revision), party.kind,
                                         party.document_type};
  for (postgres::Param& value : SealedValues(*keys, city_id, party)) params.push_back(std::move(value));
  params.push_back(Now(now));
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("update_party", params));
  if (rows->size() == 0) return Error("PARTY_CHANGED");
  party.revision = rows->GetInt(0, 0);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PartyRecord>> PartyStore::Open(const std::string& city_id, const postgres::Rows& rows) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, keys_.Get(city_id));
  std::vector<PartyRecord> parties;
  for (int row = 0; row < rows.size(); ++row) {
    PartyRecord party;
    party.party_id = rows.GetString(row, 0);
    party.revision = rows.GetInt(row, 1);
    party.kind = rows.GetString(row, 2);
    party.document_type = rows.GetString(row, 3);
    for (int i = 0; i < 4; ++i) {
      LIANBAN_ASSIGN_OR_RETURN(party.*kSealed[i].value, keys->Open(city_id, Place(kSealed[i].name, party.party_id),
                                                                   postgres::FromBytes(rows.Get(row, 4 + i))));
    }
    party.register_unit_id = rows.GetString(row, 8);
    parties.push_back(std::move(party));
  }
  return parties;
}

absl::StatusOr<std::optional<PartyRecord>> PartyStore::Find(postgres::Transaction& tx, const std::string& city_id,
                                                            const std::string& party_id) {
  if (!crypto::IsUuid(party_id)) return std::nullopt;
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("party", {city_id, party_id}));
  LIANBAN_ASSIGN_OR_RETURN(auto parties, Open(city_id, *rows));
  return parties.empty() ? std::nullopt : std::optional(std::move(parties[0]));
}

absl::StatusOr<std::optional<PartyRecord>> PartyStore::FindByDocument(postgres::Transaction& tx,
                                                                      const std::string& city_id,
                                                                      const std::string& document_no) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, keys_.Get(city_id));
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("party_by_document", {city_id, keys->Index("document", document_no)}));
  LIANBAN_ASSIGN_OR_RETURN(auto parties, Open(city_id, *rows));
  return parties.empty() ? std::nullopt : std::optional(std::move(parties[0]));
}

absl::StatusOr<std::vector<PartyRecord>> PartyStore::FindByPhone(postgres::Transaction& tx, const std::string& city_id,
                                                                 const std::string& phone) {
  LIANBAN_ASSIGN_OR_RETURN(auto keys, keys_.Get(city_id));
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("parties_by_phone", {city_id, keys->Index("phone", phone)}));
  return Open(city_id, *rows);
}

absl::StatusOr<bool> PartyStore::KnownTo(postgres::Transaction& tx, const std::string& city_id,
                                         const std::string& party_id, const std::vector<std::string>& units) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows,
                           tx.Query("party_known_to_units", {city_id, party_id, postgres::TextArray(units)}));
  return rows->size() > 0;
}

absl::Status PartyStore::Record(postgres::Transaction& tx, const std::string& city_id, const AccessRecord& access) {
  return tx
      .Query("insert_access", {city_id, crypto::NewUuid(), Now(access.time), access.action, access.user_id,
                               access.unit_id, postgres::TextArray(access.roles), access.session_id, access.party_id,
                               postgres::TextArray(access.fields), access.reason, access.matter_id, access.result})
      .status();
}

}  // namespace lianban::intake
