#pragma once
// A person or an organisation who brings matters, in plain values. Lives only inside intake and only for one call.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {

struct PartyRecord {
  std::string party_id;
  int64_t revision = 0;
  std::string kind;           // person organisation
  std::string document_type;  // citizen_id uscc passport other; "" without a document
  std::string name, document_no, phone, address;
  std::string register_unit_id;

  bool empty() const { return name.empty() && document_no.empty() && phone.empty() && address.empty(); }
};

// Puts right what can be put right and checks the rest: PARTY_INVALID with one violation per field, paths
// "party.phone". A name is required, and a way to reach the person: phone, address or document (people without a
// telephone are served).
absl::StatusOr<PartyRecord> NormaliseParty(const v1::Party& party, absl::CivilDay today);

// For reports of machines: nothing is refused. A number that fails its check is kept as it came, as type "other".
PartyRecord NormaliseReporter(const v1::Party& party, absl::CivilDay today);

// What staff see: 张*丰, 330102********0019, 138****0001, address to the community.
v1::Party Masked(const PartyRecord& party);

// Plain values of `fields` (name document_no phone address), everything else masked.
v1::Party Revealed(const PartyRecord& party, const std::vector<std::string>& fields);

std::string EtagOf(int64_t revision);

// Last four characters of document number and phone, as a citizen types them at the public query; none shorter than
// four.
std::vector<std::string> LastFours(const PartyRecord& party);

}  // namespace lianban::intake
