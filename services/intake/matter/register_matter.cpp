#include "services/intake/matter/register_matter.h"

#include <thread>
#include <utility>

#include "services/intake/matter/case_progress.h"
#include "services/intake/matter/form_in_transit.h"
#include "services/intake/matter/open_case.h"
#include "services/intake/matter/read_matter.h"
#include "services/intake/matter/receipt_number.h"
#include "services/intake/run_tx.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::intake {
namespace {

constexpr absl::Duration kClockTolerance = absl::Seconds(5);
constexpr absl::Duration kRelayAfter = absl::Seconds(15);  // longer than a call to casework takes
constexpr int kLinkAttempts = 20;
constexpr absl::Duration kLinkPause = absl::Milliseconds(100);

absl::StatusOr<PartyRecord> PartyOf(Counter& counter, postgres::Transaction& tx, const rpc::Context& caller,
                                    const Registration& registration, absl::Time now) {
  if (!registration.known_party_id.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(auto known, counter.party_store.Find(tx, caller.city_id(), registration.known_party_id));
    if (!known) return Error("NOT_FOUND", {{"name", registration.known_party_id}});
    return *std::move(known);
  }
  if (registration.party.empty()) return PartyRecord();
  return counter.parties.Enter(tx, caller, registration.party, now);
}

// The proofs a citizen may give at the public query, bound to this receipt.
absl::Status StoreProgressKeys(Counter& counter, postgres::Transaction& tx, const std::string& city,
                               const sealing::CityKeySet& keys, const std::string& receipt_no, const PartyRecord& party) {
  for (const std::string& four : LastFours(party)) {
    LIANBAN_RETURN_IF_ERROR(
        counter.matters.AddProgressKey(tx, city, receipt_no, keys.Index("progress/" + receipt_no, four)));
  }
  return absl::OkStatus();
}

absl::Status StoreChildren(Counter& counter, postgres::Transaction& tx, const std::string& city, const Matter& parent,
                           std::vector<Matter> children, absl::Time now) {
  for (Matter& child : children) {
    child.parent_matter_id = parent.matter_id;
    child.party_id = parent.party_id;
    child.register_unit_id = parent.register_unit_id;
    child.register_user_id = parent.register_user_id;
    child.register_user_name = parent.register_user_name;
    child.channel = parent.channel;
    child.receive_time = parent.receive_time;
    child.state = "registered";
    LIANBAN_RETURN_IF_ERROR(counter.matters.Insert(tx, city, child, now, absl::InfiniteFuture()).status());
  }
  return absl::OkStatus();
}

// A matter under a new number; ABORTED when the same report is being taken in elsewhere.
absl::StatusOr<Matter> StoreNew(Counter& counter, postgres::Transaction& tx, const rpc::Context& caller,
                                const Registration& registration, const sealing::CityKeySet& keys,
                                absl::Time now) {
  const std::string& city = caller.city_id();
  Matter matter = registration.matter;
  SealForm(keys, city, matter);
  matter.state = "registered";
  matter.register_user_id = caller.user_id();
  matter.register_user_name = caller.user_name();
  if (matter.register_unit_id.empty()) matter.register_unit_id = caller.unit_id();
  LIANBAN_ASSIGN_OR_RETURN(PartyRecord party, PartyOf(counter, tx, caller, registration, now));
  matter.party_id = party.party_id;
  LIANBAN_ASSIGN_OR_RETURN(matter.receipt_no, DrawReceiptNumber(counter.matters, tx, city, matter.area_code,
                                                                matter.item_code, matter.receive_time));
  LIANBAN_ASSIGN_OR_RETURN(bool fresh, counter.matters.Insert(tx, city, matter, now, now + kRelayAfter));
  if (!fresh) return absl::AbortedError("the same report is being taken in elsewhere");
  LIANBAN_RETURN_IF_ERROR(StoreChildren(counter, tx, city, matter, registration.children, now));
  LIANBAN_RETURN_IF_ERROR(StoreProgressKeys(counter, tx, city, keys, matter.receipt_no, party));
  return matter;
}

// What lies in the table afterwards: the new matter, or what an earlier, equal call stored.
absl::StatusOr<Matter> Store(Counter& counter, const rpc::Context& caller, const Registration& registration,
                             absl::Time now) {
  const std::string& city = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(auto keys, counter.city_keys.Get(city));
  Matter matter;
  if (registration.request) {
    LIANBAN_ASSIGN_OR_RETURN(const std::string stored,
                             WriteOnce(*counter.database, city, *registration.request, now,
                                       [&](postgres::Transaction& tx) -> absl::StatusOr<std::string> {
                                         LIANBAN_ASSIGN_OR_RETURN(
                                             matter, StoreNew(counter, tx, caller, registration, *keys, now));
                                         return matter.matter_id;
                                       }));
    if (stored == matter.matter_id) return matter;
    LIANBAN_ASSIGN_OR_RETURN(auto earlier, EarlierRegistration(counter, city, *registration.request));
    if (!earlier) return Error("NOT_FOUND", {{"name", stored}});
    return *std::move(earlier);
  }
  LIANBAN_RETURN_IF_ERROR(RunTxAgain(*counter.database, city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto earlier, counter.matters.FindBySource(tx, city, registration.matter.channel,
                                                                        registration.matter.source_no));
    if (earlier) {
      matter = *std::move(earlier);
      return absl::OkStatus();
    }
    LIANBAN_ASSIGN_OR_RETURN(matter, StoreNew(counter, tx, caller, registration, *keys, now));
    return absl::OkStatus();
  }));
  return matter;
}

absl::Status TakeBack(Counter& counter, const std::string& city, const Registration& registration,
                      const Matter& matter) {
  return counter.database->RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_RETURN_IF_ERROR(counter.matters.Delete(tx, city, matter));
    if (!registration.request) return absl::OkStatus();
    return tx.Query("delete_request", {city, registration.request->request_id}).status();
  });
}

}  // namespace

absl::StatusOr<absl::Time> ReceiveTimeOf(bool given, const google::protobuf::Timestamp& time, absl::Time now) {
  absl::Time received = TimeIf(given, time).value_or(now);
  if (received > now + kClockTolerance) return Error("RECEIVE_TIME_FUTURE");
  // Kept to the microsecond everywhere: a repeated request must be the same to the last digit.
  return absl::FromUnixMicros(absl::ToUnixMicros(std::min(received, now)));
}

MatterStore::Found EarlierRegistration(Counter& counter, const std::string& city_id, const RequestKey& request) {
  MatterStore::Found matter{std::optional<Matter>()};
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto subject, EarlierSubject(tx, city_id, request));
    if (subject) matter = counter.matters.Find(tx, city_id, *subject);
    return matter.status();
  }));
  return matter;
}

absl::StatusOr<v1::Matter> RegisterMatter(Counter& counter, const rpc::Context& caller, Registration registration,
                                          absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const Matter matter, Store(counter, caller, registration, now));
  absl::StatusOr<v1::Matter> answer = FinishRegistration(counter, caller, matter, now);
  if (answer.ok() || IsTransient(answer.status()) || matter.state != "registered") return answer;
  absl::Status taken_back = TakeBack(counter, caller.city_id(), registration, matter);
  if (!taken_back.ok()) spdlog::warn("intake: a refused matter was not taken back: {}", taken_back.ToString());
  return answer;
}

absl::StatusOr<v1::Matter> FinishRegistration(Counter& counter, const rpc::Context& caller, Matter matter,
                                              absl::Time now) {
  const std::string& city = caller.city_id();
  if (matter.state == "registered") {
    absl::Status opened = OpenCase(counter, city, matter, now);
    if (!opened.ok() && !IsTransient(opened)) return opened;
    if (!opened.ok()) spdlog::info("intake: case of {} not opened yet: {}", matter.matter_id, opened.ToString());
  }
  if (matter.children > 0 && matter.state == "opened") {
    // The cases of a visit are opened by the visit's own case, moments later.
    for (int i = 0; i < kLinkAttempts && !LinkChildren(counter, city, matter).ok(); ++i) {
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(kLinkPause));
    }
  }
  return DescribeMatter(counter, city, matter.matter_id);
}

}  // namespace lianban::intake
