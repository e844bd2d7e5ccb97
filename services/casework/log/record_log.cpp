#include "services/casework/log/record_log.h"

#include <map>
#include <set>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/casework/access.h"
#include "services/casework/audit/event_record.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/command/platform_order.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr int kRecordsMax = 100;
constexpr size_t kBytesMax = 4 << 20;
constexpr size_t kSubjectBytesMax = 500;
// Changes after which due dates are counted again, once every replica has seen the new calendar.
constexpr char kImportCalendar[] = "import_calendar";
constexpr absl::Duration kSeenByAll = absl::Seconds(5);
constexpr int kTriesMax = 30;  // every try that fails has let another one through

absl::Status CheckRecord(const v1::JournalRecord& record) {
  const auto wrong = [](const char* field) { return Error("REQUEST_INVALID", {{"detail", field}}); };
  if (!crypto::IsUuid(record.record_id())) return Error("REQUEST_ID_REQUIRED");
  LIANBAN_RETURN_IF_ERROR(CheckName("kind", record.kind()));
  if (record.kind().empty()) return wrong("kind");
  if (record.subject().empty() || record.subject().size() > kSubjectBytesMax) return wrong("subject");
  if (record.body_json().size() + record.detail_json().size() > kBytesMax) return wrong("body_json");
  if (nlohmann::json::parse(record.body_json(), nullptr, false).is_discarded()) return wrong("body_json");
  const bool explained = !record.detail_json().empty();
  if (explained && nlohmann::json::parse(record.detail_json(), nullptr, false).is_discarded()) return wrong("detail_json");
  return absl::OkStatus();
}

std::string PayloadOf(const v1::JournalRecord& record) {
  nlohmann::json payload = {{"subject", record.subject()}, {"body", nlohmann::json::parse(record.body_json())}};
  if (!record.detail_json().empty()) payload["detail"] = nlohmann::json::parse(record.detail_json());
  return Dump(payload);
}

std::string DigestOf(const v1::JournalRecord& record) { return crypto::Sha256(record.SerializeAsString()); }

// Where the city's stream of this source ends, and which of the records are there.
struct Known {
  int64_t sequence = 0;
  std::map<std::string, std::pair<int64_t, std::string>> places;  // record -> log index, digest
};

Known KnownFrom(const postgres::Rows& last, const postgres::Rows& found) {
  Known known;
  known.sequence = last.GetInt(0, 0);
  for (int row = 0; row < found.size(); ++row) {
    known.places[found.GetString(row, 0)] = {found.GetInt(row, 1), postgres::FromBytes(found.Get(row, 2))};
  }
  return known;
}

std::vector<std::string> CalendarsOf(const v1::AppendRecordsRequest& request) {
  std::vector<std::string> ids;
  for (const v1::JournalRecord& record : request.records()) {
    if (request.source() == "catalog" && record.kind() == kImportCalendar) ids.push_back(record.record_id());
  }
  return ids;
}

// The columns of append_records.
class NewRecords {
 public:
  NewRecords(std::string city_id, std::string stream, int64_t sequence, absl::Time now)
      : city_id_(std::move(city_id)), stream_(std::move(stream)), sequence_(sequence), now_(now) {}

  void Add(const v1::JournalRecord& record) {
    const std::string payload = PayloadOf(record), type = kRecordPrefix + record.kind();
    const std::string salt = crypto::RandomBytes(audit::kSaltBytes);
    const absl::Time time = TimeOf(record.time());
    const audit::EventRecord event{city_id_, stream_, sequence_ + ++count_, absl::ToUnixMicros(time),
                                   absl::ToUnixMicros(now_), type, record.actor_class(), record.actor_id(),
                                   record.actor_name(), record.process(), record.release(), payload};
    columns_[0].Add(record.record_id());
    columns_[1].AddTime(time);
    int column = 2;
    for (const std::string* text : {&type, &event.actor_class, &event.actor_id, &event.actor_name, &event.process}) {
      columns_[column++].Add(*text);
    }
    columns_[7].AddInt(record.release());
    columns_[8].Add(payload);
    columns_[9].AddBytes(salt);
    columns_[10].AddBytes(audit::EventLeaf(salt, event));
    columns_[11].AddBytes(DigestOf(record));
    columns_[12].Add(record.subject());
  }

  int64_t count() const { return count_; }

  postgres::Statement Take() {
    postgres::Statement statement{"append_records", {city_id_, stream_, std::to_string(sequence_), TimeText(now_)}};
    for (ArrayParam& column : columns_) statement.params.push_back(column.TakeArray());
    return statement;
  }

 private:
  const std::string city_id_, stream_;
  const int64_t sequence_;
  const absl::Time now_;
  int64_t count_ = 0;
  ArrayParam columns_[13];
};

}  // namespace

absl::StatusOr<v1::ListCitiesResponse> RecordLog::Cities(const rpc::Context& caller) {
  if (!IsPlatform(caller)) return Error("PERMISSION_DENIED");
  v1::ListCitiesResponse response;
  for (std::string& city_id : ListCities(connections_)) response.add_city_ids(std::move(city_id));
  return response;
}

absl::StatusOr<v1::AppendRecordsResponse> RecordLog::Append(const rpc::Context& caller,
                                                            const v1::AppendRecordsRequest& request) {
  if (!IsPlatform(caller)) return Error("PERMISSION_DENIED");
  LIANBAN_RETURN_IF_ERROR(CheckName("source", request.source()));
  if (request.source().empty() || request.records_size() > kRecordsMax) {
    return Error("REQUEST_INVALID", {{"detail", request.source().empty() ? "source" : "records"}});
  }
  std::set<std::string> ids;
  for (const v1::JournalRecord& record : request.records()) {
    LIANBAN_RETURN_IF_ERROR(CheckRecord(record));
    if (!ids.insert(record.record_id()).second) return Error("REQUEST_INVALID", {{"detail", "record_id"}});
  }
  if (request.records().empty()) return v1::AppendRecordsResponse();
  absl::StatusOr<v1::AppendRecordsResponse> answer;
  for (int i = 0; i < kTriesMax; ++i) {
    answer = TryAppend(caller.city_id(), request);
    // Another event took the place, or another call the record: both are seen at the next try.
    if (!absl::IsAlreadyExists(answer.status()) && !absl::IsAborted(answer.status())) break;
  }
  return answer;
}

absl::StatusOr<v1::AppendRecordsResponse> RecordLog::TryAppend(const std::string& city_id,
                                                               const v1::AppendRecordsRequest& request) {
  const std::string stream = DerivedUuid("records of " + request.source(), city_id, 0);
  std::vector<std::string> ids;
  for (const v1::JournalRecord& record : request.records()) ids.push_back(record.record_id());
  LIANBAN_ASSIGN_OR_RETURN(const Results read,
                           connections_.RunTx(city_id, {{"stream_sequence", {city_id, stream}},
                                                        {"find_records", {city_id, postgres::TextArray(ids)}}}));
  const Known known = KnownFrom(*read[0], *read[1]);
  NewRecords added(city_id, stream, known.sequence, absl::Now());
  for (const v1::JournalRecord& record : request.records()) {
    const auto place = known.places.find(record.record_id());
    if (place == known.places.end()) added.Add(record);
    else if (place->second.second != DigestOf(record)) return Error("REQUEST_ID_REUSED");
  }
  int64_t next = 0;
  if (added.count() > 0) {
    const absl::Time now = absl::Now();
    LIANBAN_ASSIGN_OR_RETURN(
        const Results written,
        connections_.RunTx(city_id, {{"add_city", {city_id}},
                                     {"add_log_head", {city_id}},
                                     added.Take(),
                                     {"start_clock_runs", {city_id, postgres::TextArray(CalendarsOf(request)),
                                                           TimeText(now), TimeText(now + kSeenByAll)}}}));
    next = written[2]->GetInt(0, 0);
  }
  v1::AppendRecordsResponse response;
  for (const v1::JournalRecord& record : request.records()) {
    const auto place = known.places.find(record.record_id());
    response.add_log_indexes(place == known.places.end() ? ++next : place->second.first);
  }
  return response;
}

}  // namespace lianban::casework
