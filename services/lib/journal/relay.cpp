#include "services/lib/journal/relay.h"

#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "lianban/casework/v1/journal.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "spdlog/spdlog.h"

namespace lianban::journal {
namespace {

constexpr absl::Duration kEvery = absl::Seconds(1);
constexpr absl::Duration kPauseMax = absl::Seconds(30);
constexpr absl::Duration kKeep = absl::Hours(72);  // of what was handed over: the log has it
constexpr absl::Duration kForgetEvery = absl::Hours(1);
constexpr int kBatch = 50;

casework::v1::JournalRecord RecordFrom(const postgres::Rows& rows, int row) {
  casework::v1::JournalRecord record;
  record.set_record_id(rows.GetString(row, 0));
  record.set_kind(rows.GetString(row, 1));
  record.set_subject(rows.GetString(row, 2));
  *record.mutable_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(postgres::FromTimestamp(rows.Get(row, 3)));
  record.set_actor_class(rows.GetString(row, 4));
  record.set_actor_id(rows.GetString(row, 5));
  record.set_actor_name(rows.GetString(row, 6));
  record.set_process(rows.GetString(row, 7));
  record.set_release(static_cast<int32_t>(rows.GetInt(row, 8)));
  record.set_body_json(rows.GetString(row, 9));
  record.set_detail_json(rows.GetString(row, 10));
  return record;
}

}  // namespace

Send SendToCasework(rpc::Channels& channels, const rpc::ContextSigner& signer) {
  return [&channels, &signer](const std::string& city_id, const casework::v1::AppendRecordsRequest& request)
             -> absl::StatusOr<casework::v1::AppendRecordsResponse> {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer, rpc::SystemContext(city_id, absl::Now()));
    casework::v1::AppendRecordsResponse response;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(
        casework::v1::Journal::NewStub(channels.To("casework"))->AppendRecords(&call, request, &response)));
    return response;
  };
}

void Relay::Start() {
  pause_ = kEvery;
  forget_time_ = absl::Now() + kEvery;
  loop_.Start(kEvery);
}

absl::Duration Relay::Round() {
  absl::Status done = RunOnce();
  if (done.ok() && absl::Now() >= forget_time_) {
    done = ForgetBefore(absl::Now() - kKeep);
    forget_time_ = absl::Now() + kForgetEvery;
  }
  if (!done.ok()) spdlog::warn("{}: records wait for the log: {}", source_, done.ToString());
  pause_ = done.ok() ? kEvery : std::min(pause_ * 2, kPauseMax);
  return pause_;
}

absl::StatusOr<std::vector<std::string>> Relay::Cities() {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database_.Read("*", "journal_cities", {}));
  std::vector<std::string> cities;
  for (int row = 0; row < rows->size(); ++row) cities.push_back(rows->GetString(row, 0));
  return cities;
}

absl::Status Relay::RunOnce() {
  LIANBAN_ASSIGN_OR_RETURN(const auto cities, Cities());
  absl::Status failure;
  for (const std::string& city : cities) {
    absl::StatusOr<int> sent = kBatch;
    while (sent.ok() && *sent == kBatch) sent = SendSome(city);
    failure.Update(sent.status());  // another city's journal does not wait for this one's
  }
  return failure;
}

absl::StatusOr<int> Relay::SendSome(const std::string& city_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           database_.Read(city_id, "journal_waiting", {city_id, std::to_string(kBatch)}));
  if (rows->size() == 0) return 0;
  casework::v1::AppendRecordsRequest request;
  request.set_source(source_);
  std::vector<std::string> ids, indexes;
  for (int row = 0; row < rows->size(); ++row) {
    *request.add_records() = RecordFrom(*rows, row);
    ids.push_back(request.records(row).record_id());
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto response, send_(city_id, request));
  if (response.log_indexes_size() != rows->size()) return absl::InternalError("a record without a place in the log");
  for (const int64_t index : response.log_indexes()) indexes.push_back(std::to_string(index));
  LIANBAN_RETURN_IF_ERROR(database_.RunTx(city_id, [&](postgres::Transaction& tx) {
    return tx.Query("settle_journal", {city_id, postgres::TextArray(ids), postgres::TextArray(indexes)}).status();
  }));
  return rows->size();
}

absl::Status Relay::ForgetBefore(absl::Time time) {
  LIANBAN_ASSIGN_OR_RETURN(const auto cities, Cities());
  for (const std::string& city : cities) {
    LIANBAN_RETURN_IF_ERROR(database_.RunTx(city, [&](postgres::Transaction& tx) {
      return tx.Query("forget_journal", {city, postgres::Timestamp(absl::ToUnixMicros(time))}).status();
    }));
  }
  return absl::OkStatus();
}

}  // namespace lianban::journal
